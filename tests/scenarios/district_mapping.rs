//! Promise: a table with columns of its own is read as its mapping says, and a wrong mapping says all that is
//! wrong with it.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]
#![allow(clippy::explicit_write, reason = "what a passing test prints by `eprintln` is never shown")]

use std::io::Write;
use std::path::PathBuf;

use uptake::census::{DistrictKind, Level};
use uptake::input::{AnyTable, TotalsTable};
use uptake::scenario::mapping;

const TOTALS: &str = include_str!("../data/districts_only.csv");
const TOTALS_MAPPING: &str = include_str!("../data/districts_only.toml");
const SCHOOLS: &str = include_str!("../data/other_columns.csv");
const SCHOOLS_MAPPING: &str = include_str!("../data/other_columns.toml");

fn read(table: &str, mapping: &str) -> Result<AnyTable, String> {
    let mapping = mapping::read("m.toml", mapping).map_err(|e| e.to_string())?;
    AnyTable::from_bytes("t.csv", table.as_bytes(), Some(&mapping)).map_err(|e| e.to_string())
}

fn totals(table: &str, mapping: &str) -> TotalsTable {
    match read(table, mapping).unwrap() {
        AnyTable::Totals(table) => table,
        AnyTable::Schools(_) => panic!("read as schools"),
    }
}

#[test]
fn a_table_of_districts_is_read_by_columns_words_and_scale() {
    let table = totals(TOTALS, TOTALS_MAPPING);
    assert_eq!((table.districts().len(), table.regular().count()), (5, 4));
    let three = table.get("9910001").unwrap();
    assert_eq!((three.name.as_str(), three.pupils, three.county.as_str()), ("Three Rivers", 5_821, "ZZ"));
    assert_eq!((three.kind.clone(), three.teachers_fte), (Some(DistrictKind::Unified), Some(314.5)));
    assert!((three.poverty.unwrap() - 0.62).abs() < 1e-12);
    assert_eq!(table.get("9910002").unwrap().teachers_fte, None);
    assert_eq!(table.get("9910005").unwrap().kind, Some(DistrictKind::Other("coe".into())));
    assert_eq!(table.find("oak").len(), 2);
    assert_eq!(table.get("9910006").unwrap_err().remedy.matches(" (").count(), 3);
    assert_eq!(table.summary().map(|band| band.districts), [3, 1, 0]);
    assert_eq!(table.source(), "Invented register, 2024");
}

#[test]
fn a_table_of_schools_is_read_by_columns_words_and_fixed_values() {
    let AnyTable::Schools(table) = read(SCHOOLS, SCHOOLS_MAPPING).unwrap() else { panic!("no schools") };
    let mill = table.get("9920001").unwrap();
    assert_eq!((&mill.kind, mill.schools.len(), mill.pupils()), (&DistrictKind::Unified, 3, 633));
    assert_eq!((mill.schools[0].level, mill.schools[0].poverty), (Level::Elementary, Some(0.625)));
    assert_eq!(mill.schools[0].grades.unwrap().to_string(), "K-5");
    assert_eq!((mill.schools[2].level, mill.schools[2].poverty), (Level::Other, None));
}

#[test]
fn a_missing_column_is_named_with_the_nearest_or_those_that_are_there() {
    let said = read(&TOTALS.replacen("MEMBERS", "MEMBER", 1), TOTALS_MAPPING).unwrap_err();
    for words in [
        "t.csv, line 1, column `MEMBERS`: the column is missing, in which m.toml looks for `enrollment`",
        "is `MEMBER` meant? write enrollment = \"MEMBER\" under [columns] of the mapping",
    ] {
        assert!(said.contains(words), "{said}");
    }
    let said = read(TOTALS, "rows = \"districts\"\n").unwrap_err();
    for words in [
        "column `district_id`: the column is missing, and m.toml names no other",
        "the table also has `AGENCY`",
    ] {
        assert!(said.contains(words), "{said}");
    }
    // What a run can do without may be missing.
    let few = "district_id,district,enrollment\n07,Mine,3000\n";
    let table = totals(few, "rows = \"districts\"\n");
    let mine = table.get("07").unwrap();
    assert_eq!((&mine.kind, mine.teachers_fte, mine.poverty), (&None, None, None));
}

#[test]
fn every_wrong_cell_is_reported_under_the_name_its_column_has() {
    let table =
        "AGENCY,LOCALE NAME,ST,KIND,MEMBERS,FTE,PCT_FRL\n1,A,Z,1,12.5,3,40\n1,B,Z,1,-4,x,140\n,C,Z,1,,3,\n";
    let strict = format!("unknown_pupils = \"fault\"\n{TOTALS_MAPPING}");
    let said = read(table, &strict).unwrap_err();
    for words in [
        "line 2, column `MEMBERS`: `12.5` is not a whole number",
        "line 3, column `MEMBERS`: `-4` is negative, but a district has 0 students or more",
        "line 3, column `FTE`: `x` is not a number",
        "line 3, column `PCT_FRL`: `140` is not a share between 0 and 1",
        "line 4, column `AGENCY`: is empty",
        "line 4, column `MEMBERS`: is empty, and a district cannot be simulated without it",
    ] {
        assert!(said.contains(words), "lacks {words}\n{said}");
    }
    let twice = "AGENCY,LOCALE NAME,ST,KIND,MEMBERS,FTE,PCT_FRL\n1,A,Z,1,12,3,40\n1,B,Z,1,4,3,40\n";
    assert!(read(twice, TOTALS_MAPPING).unwrap_err().contains("the district `1` is already on line 2"));
    let said =
        read(&SCHOOLS.replacen("Primary,KG", "Primry,KG", 1), &SCHOOLS_MAPPING.replace("\"*\"", "\"-\""));
    let said = said.unwrap_err();
    assert!(said.contains("or add \"Primry\" = \"…\" to [words.level] of m.toml"), "{said}");
}

/// The folder of real tables, if the variable names one.
fn real(file: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("UPTAKE_DATA") else {
        writeln!(std::io::stderr(), "skipped: UPTAKE_DATA is not set to the folder of {file}").unwrap();
        return None;
    };
    let path = PathBuf::from(folder).join(file);
    Some(std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}

fn real_totals(file: &str, mapping: &str) -> Option<TotalsTable> {
    let bytes = real(file)?;
    let mapping = mapping::read(mapping, mapping::built_in(mapping).unwrap()).unwrap();
    match AnyTable::from_bytes(file, &bytes, Some(&mapping)).unwrap_or_else(|e| panic!("{e}")) {
        AnyTable::Totals(table) => Some(table),
        AnyTable::Schools(_) => panic!("read as schools"),
    }
}

#[test]
fn the_districts_of_the_united_states_are_read_by_the_mapping_that_comes_along() {
    let Some(table) = real_totals("us_districts.csv", "nces-districts") else { return };
    assert_eq!(table.districts().len(), 17_842);
    let tahoe = table.get("0620640").unwrap();
    assert_eq!(
        (tahoe.name.as_str(), tahoe.pupils, tahoe.county.as_str()),
        ("Lake Tahoe Unified", 3_604, "CA")
    );
    assert!((tahoe.teachers_fte.unwrap() - 178.93).abs() < 0.01);
}

#[test]
fn the_districts_of_california_are_read_by_theirs() {
    let Some(table) = real_totals("california_districts.csv", "california-districts") else { return };
    assert_eq!((table.districts().len(), table.regular().count()), (1_019, 938));
    assert_eq!(table.summary().map(|band| band.districts), [498, 381, 59]);
    assert_eq!(table.get("0961903").unwrap().kind, Some(DistrictKind::Unified));
}
