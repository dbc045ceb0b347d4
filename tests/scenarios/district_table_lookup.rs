//! Promise: what the table says is what is found, under any spelling a person would try.

#![allow(clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use uptake::census::grade::Grade;
use uptake::census::{DistrictFacts, DistrictKind, Level};
use uptake::input::DistrictTable;

const GOOD: &str = include_str!("../data/districts.csv");

fn table() -> DistrictTable {
    DistrictTable::from_reader("districts.csv", GOOD.as_bytes()).unwrap()
}

fn ids(found: &[&DistrictFacts]) -> Vec<String> {
    found.iter().map(|district| district.id.clone()).collect()
}

#[test]
fn a_district_holds_what_its_rows_say() {
    let table = table();
    let district = table.get("9900001").unwrap();
    assert_eq!((district.name.as_str(), &district.kind), ("Three Rivers Unified", &DistrictKind::Unified));
    assert_eq!(district.county, "Invented");
    assert_eq!((district.pupils(), district.schools.len()), (2_433, 6));
    assert!((district.teachers_fte() - 113.92).abs() < 1e-9);
    let cedar = &district.schools[2];
    assert_eq!((cedar.name.as_str(), cedar.level), ("Cedar Elementary, Dual Language", Level::Elementary));
    assert_eq!((cedar.enrollment, cedar.teachers_fte, cedar.poverty), (298, 13.95, Some(0.71)));
    assert!(cedar.grades.unwrap().contains(Grade::TK));
}

#[test]
fn empty_is_unknown_and_not_zero() {
    let table = table();
    assert_eq!(table.get("9900001").unwrap().schools[5].poverty, None);
    let no_grades = GOOD.replacen(",6,8,", ",,,", 1);
    let table = DistrictTable::from_reader("t", no_grades.as_bytes()).unwrap();
    assert_eq!(table.get("9900001").unwrap().schools[3].grades, None);
}

#[test]
fn direct_funded_charters_are_left_out_and_what_they_do_not_say_is_no_fault() {
    let table = table();
    assert!(table.districts().iter().flat_map(|d| &d.schools).all(|school| !school.name.contains("Direct")));
}

#[test]
fn a_school_for_adults_has_no_grades_and_one_that_goes_on_to_adults_ends_at_twelve() {
    let table = table();
    let schools = &table.get("9900003").unwrap().schools;
    assert_eq!(schools[0].grades.unwrap().to_string(), "9-12");
    assert_eq!(schools[1].grades, None);
}

#[test]
fn the_order_of_rows_and_columns_and_a_byte_order_mark_change_nothing() {
    let mut lines: Vec<String> = GOOD.lines().map(str::to_owned).collect();
    lines[1..].reverse();
    let turned: Vec<String> = lines
        .iter()
        .map(|line| {
            let (first, rest) = line.split_once(',').unwrap();
            format!("{rest},{first}")
        })
        .collect();
    let other = format!("\u{feff}{}\r\n", turned.join("\r\n"));
    let other = DistrictTable::from_reader("districts.csv", other.as_bytes()).unwrap();
    assert_eq!(other, table());
}

#[test]
fn leading_zeros_are_kept() {
    let zeros = GOOD.replace("9900004,", "0000004,").replace("99000040000041", "00000040000041");
    let table = DistrictTable::from_reader("t", zeros.as_bytes()).unwrap();
    assert_eq!(table.get("0000004").unwrap().schools[0].id, "00000040000041");
    assert_eq!(table.districts()[0].id, "0000004");
    assert_eq!(table.get("4").unwrap_err().nearest.as_deref(), Some("0000004"));
}

#[test]
fn a_district_is_found_by_part_of_its_name_in_any_case_or_the_start_of_its_identifier() {
    let table = table();
    assert_eq!(ids(&table.find(" oak HOLLOW ")), ["9900002", "9900003"]);
    assert_eq!(ids(&table.find("9900004")), ["9900004"]);
    assert_eq!(table.find("99").len(), 4);
    assert!(table.find("00004").is_empty());
    assert!(table.find("Springfield").is_empty());
}

#[test]
fn an_unknown_identifier_is_answered_with_the_nearest_by_identifier_or_name() {
    let table = table();
    let slip = table.get("9900010").unwrap_err();
    assert!(slip.remedy.contains("9900001 ("), "{slip}");
    let name = table.get("three rivers").unwrap_err();
    assert_eq!(name.nearest.as_deref(), Some("9900001"));
    let misspelt = table.get("Thre Rivers Unifed").unwrap_err();
    let expected = "`Thre Rivers Unifed`: no district of districts.csv has this identifier\n  did you mean 9900001 (Three \
                    Rivers Unified)?";
    assert_eq!(misspelt.to_string(), expected);
    assert!(table.get("§§").unwrap_err().to_string().contains("search for part of its name"));
    assert!(table.get("").is_err());
}

#[test]
fn other_agencies_are_in_the_table_and_not_among_the_regular_districts() {
    let office = GOOD.replacen("Flat Elementary,elementary", "Flat Elementary,coe", 1);
    let table = DistrictTable::from_reader("t", office.as_bytes()).unwrap();
    assert_eq!((table.districts().len(), table.regular().count()), (4, 3));
    assert_eq!(table.get("9900004").unwrap().kind, DistrictKind::Other("coe".into()));
}

#[test]
fn the_summary_adds_up_to_the_regular_districts() {
    let table = table();
    let [small, medium, large] = table.summary();
    assert_eq!((small.districts, small.schools, small.pupils), (3, 6, 2_049));
    assert_eq!((medium.districts, medium.schools, medium.pupils), (1, 6, 2_433));
    assert_eq!((large.districts, large.schools, large.pupils, large.teachers_fte), (0, 0, 0, 0.0));
}
