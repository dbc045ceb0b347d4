//! Promise: what is left out, guessed or changed between the rows of a table and its schools is counted and said, wherever
//! the facts go.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;

use uptake::census::{DistrictFacts, DistrictKind, Level};
use uptake::files::{choose, draft, read_table};
use uptake::input::AnyTable;
use uptake::parameters::Ledger;
use uptake::scenario::{Scenario, mapping, render};

const HEAD: &str = "DNO,DNAME,SNO,SNAME,LEVEL,LO,HI,PUPILS,FTE,Status,Year\n";
const MAPPING: &str = "[columns]\ndistrict_id = \"DNO\"\ndistrict = \"DNAME\"\nschool_id = \"SNO\"\nschool = \"SNAME\"\n\
                       level = \"LEVEL\"\ngrade_low = \"LO\"\ngrade_high = \"HI\"\nenrollment = \"PUPILS\"\nteachers = \"FTE\"\n";

fn read(rows: &str, more: &str) -> Result<AnyTable, String> {
    read_text(&format!("{HEAD}{rows}"), &format!("{more}\n{MAPPING}"))
}

fn read_text(table: &str, mapping: &str) -> Result<AnyTable, String> {
    let mapping = mapping::read("m.toml", mapping).map_err(|e| e.to_string())?;
    AnyTable::from_bytes("t.csv", table.as_bytes(), Some(&mapping)).map_err(|e| e.to_string())
}

fn schools(table: &AnyTable) -> &[DistrictFacts] {
    match table {
        AnyTable::Schools(table) => table.districts(),
        AnyTable::Totals(_) => panic!("read as districts"),
    }
}

fn said(table: &AnyTable) -> String {
    table.said(None).join("\n")
}

#[test]
fn rows_of_totals_are_left_out_and_told() {
    let mapping =
        "rows = \"districts\"\n[columns]\ndistrict_id = \"ID\"\ndistrict = \"N\"\nenrollment = \"P\"\n";
    let count = |rows: &str, more: &str| {
        let table = read_text(&format!("N,ID,P\n{rows}"), &format!("{more}{mapping}")).unwrap();
        let AnyTable::Totals(totals) = &table else { panic!("schools") };
        (totals.districts().len(), said(&table))
    };
    let two = "FERN,0100001,710\nGORSE,0100002,1290\n";
    for total in ["State total,0000000,2000\n", "Statewide,0100009,2000\n", "Total,,1999\n"] {
        let (districts, said) = count(&format!("{two}{total}"), "");
        assert_eq!(districts, 2, "{total}");
        assert!(said.starts_with("1 row left out, a total of others: "), "{said}");
    }
    let (districts, said) = count(&format!("{two}HEATH,0100003,2000\n"), "");
    assert!(districts == 3 && said.contains("HEATH (2,000 students): has exactly the students"), "{said}");
    assert_eq!(
        count(&format!("{two}State total,0100009,2000\n"), "totals_row = \"keep\"\n"),
        (3, String::new())
    );
    let rows = "1,Fern,11,Ash,Primary,K,5,400,20,Open,\n1,Fern,12,Elm,Primary,K,5,300,20,Open,\n\
                1,Fern,,District total,Primary,K,5,700,40,Open,\n";
    let table = read(rows, "[words.level]\n\"Primary\" = \"elementary\"").unwrap();
    assert_eq!(schools(&table)[0].schools.len(), 2);
    assert!(said_has(&table, "1 row left out, a total of others: District total"));
}

fn said_has(table: &AnyTable, words: &str) -> bool {
    said(table).contains(words)
}

const ROWS: &str = "1,Fern,11,Ash,,KG,05,400,20,Open,2024\n1,Fern,12,Old,,K,5,300,15,Closed,2024\n\
                    1,Fern,11,Ash,,K,5,380,19,Open,2023\n2,Gorse,21,Elm,,06,08,†,10,Open,2024\n\
                    2,Gorse,22,Oak,,9,12,200,,New,2024\n";

#[test]
fn the_latest_is_the_same_in_any_order_of_rows() {
    let row = |number: u32, year: &str| format!("1,Fern,1{number},Ash,elementary,K,5,400,20,Open,{year}\n");
    let rows = [row(1, "9/1/2022"), row(2, "10/1/2022"), row(3, "12/1/2021")];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1], [1, 0, 2], [2, 0, 1]] {
        let text = order.map(|place| rows[place].as_str()).concat();
        let table = read(&text, "latest = \"Year\"").unwrap();
        let found: Vec<&str> = schools(&table)[0].schools.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(found, ["12"], "{order:?}");
    }
}

#[test]
fn filters_and_the_latest_year_choose_rows_and_say_how_many_they_left_out() {
    let more = "unknown = [\"†\"]\nlatest = \"Year\"\n[where]\nStatus = [\"Open\", \"New\"]";
    let table = read(ROWS, more).unwrap();
    let ids: Vec<&str> = schools(&table).iter().flat_map(|d| &d.schools).map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["11", "22"]);
    for words in [
        "1 row left out by [where]: `Status` is Closed",
        "1 row left out by `latest`: `Year` is not 2024 but 2023",
        "1 row left out, students not known: †",
        "2 schools: the level is not in the table and follows from the grades",
        "1 school: teachers are not in the table and are students divided by 21.9 (the parameter pupils_per_teacher)",
        "2 districts: the kind is not in the table and follows from the grades of schools: elementary, high",
    ] {
        assert!(said_has(&table, words), "lacks {words}\n{}", said(&table));
    }
    // Of one district what concerns it.
    let one = table.said(Some("2")).join("\n");
    assert!(one.contains("follows from the grades of schools: high") && !one.contains("Closed"), "{one}");
    let nothing = read(ROWS, "[where]\nStatus = \"Gone\"").unwrap_err();
    assert!(nothing.contains("no row is left: 5 rows left out by [where]"), "{nothing}");
    let wrong = read(ROWS, "[where]\nStatuss = \"Open\"").unwrap_err();
    assert!(wrong.contains("of which m.toml speaks in [where]\n  is `Status` meant?"), "{wrong}");
}

#[test]
fn schools_that_a_status_calls_closed_count_and_are_told_unless_a_filter_leaves_them_out() {
    let rows = "1,Fern,1,Ash,elementary,K,5,400,20,Open,2024\n1,Fern,2,Oak,elementary,K,5,300,15,Closed,2024\n\
                1,Fern,3,Elm,elementary,K,5,300,15,Future,2024\n";
    let table = read(rows, "").unwrap();
    assert_eq!(schools(&table)[0].schools.len(), 3);
    assert!(
        said_has(&table, "2 rows count although `Status` is Closed, Future; [where]"),
        "{}",
        said(&table)
    );
    let table =
        read_text(&format!("{HEAD}{rows}"), &format!("{MAPPING}[where]\nStatus = [\"Open\"]\n")).unwrap();
    assert_eq!(schools(&table)[0].schools.len(), 1);
    assert!(!said_has(&table, "although"), "{}", said(&table));
}

#[test]
fn unknown_students_are_a_fault_where_the_mapping_says_so_and_teachers_follow_its_ratio() {
    let rows = "1,Fern,11,Ash,,K,5,,20,Open,\n";
    assert!(read(rows, "unknown_pupils = \"fault\"").unwrap_err().contains("cannot be simulated without it"));
    let rows = "1,Fern,11,Ash,,K,5,400,,Open,\n";
    let table = read(rows, "pupils_per_teacher = 20").unwrap();
    assert_eq!(schools(&table)[0].schools[0].teachers_fte, 20.0);
    assert!(said_has(&table, "students divided by 20 (as the mapping says)"), "{}", said(&table));
}

#[test]
fn a_code_is_a_word_where_it_is_translated_and_unknown_elsewhere() {
    let more = "unknown = [\"M\", \"N\"]\n[words.level]\n\"M\" = \"middle\"\n\"E\" = \"elementary\"";
    let table = read("1,Fern,11,Ash,M,6,8,400,20,Open,\n1,Fern,12,Elm,E,M,N,300,15,Open,\n", more).unwrap();
    let schools = &schools(&table)[0].schools;
    assert_eq!((schools[0].level, schools[1].level), (Level::Middle, Level::Elementary));
    assert_eq!(schools[1].grades, None);
    assert!(said_has(&table, "1 school without known grades takes no part in a reform"));
}

#[test]
fn grades_may_stand_in_one_column() {
    let mapping = MAPPING.replace("grade_low = \"LO\"\ngrade_high = \"HI\"", "grades = \"LO\"");
    let table = |cell: &str| {
        read_text(&format!("{HEAD}1,Fern,11,Ash,,{cell},,400,20,Open,\n"), &mapping).map(|table| {
            let school = &schools(&table)[0].schools[0];
            (school.grades.map(|g| g.to_string()), school.level)
        })
    };
    assert_eq!(table("Grades 6 to 8"), Ok((Some("6-8".into()), Level::Middle)));
    assert_eq!(table("\"PK,0K,01,02\""), Ok((Some("TK-2".into()), Level::Elementary)));
    let date = table("6-Aug").unwrap_err();
    assert!(date.contains("column `LO`: `6-Aug` is a date, which a spreadsheet makes of grades"), "{date}");
    let none = MAPPING.replace("grade_low = \"LO\"\ngrade_high = \"HI\"\n", "");
    let none = read_text(&format!("{HEAD}1,Fern,11,Ash,,K,,400,20,Open,\n"), &none).unwrap_err();
    assert!(none.contains("no column holds the grades of a school"), "{none}");
}

#[test]
fn schools_in_several_counties_are_counted_and_repeated_rows_left_out() {
    let mapping = format!("{MAPPING}county = \"Status\"\n");
    let row = "1,Fern,11,Ash,,K,5,400,20,Fern County,\n";
    let text =
        format!("{HEAD}{row}{row}1,Fern,12,Elm,,6,8,300,15,Gorse County,\n1,Fern,13,Oak,,6,8,300,15,,\n");
    let table = read_text(&text, &mapping).unwrap();
    assert_eq!((schools(&table)[0].county.as_str(), schools(&table)[0].schools.len()), ("Fern County", 3));
    assert!(said_has(&table, "1 district with schools in several counties; the first is printed"));
    assert!(said_has(&table, "1 row left out, the same as another, cell by cell: 11"), "{}", said(&table));
}

#[test]
fn schools_of_the_level_other_are_told_with_their_words_in_runs_and_in_what_is_stored() {
    let rows = "1,Fern,11,Ash,Primary,K,5,400,20,Open,\n1,Fern,12,Elm,Elementary,K,5,300,15,Open,\n\
                1,Fern,13,Oak,Elementary,K,5,300,15,Open,\n";
    let table = read(rows, "[words.level]\n\"Primary\" = \"elementary\"\n\"*\" = \"other\"").unwrap();
    let note = "2 schools of the level other take no part in a reform; in the table: Elementary (2)";
    assert!(said_has(&table, note), "{}", said(&table));
    let found = choose(&table, "1").unwrap();
    let scenario = Scenario::built_in("committed").unwrap().in_districts(found.clone()).resolve().unwrap();
    assert!(scenario.remarks.iter().any(|remark| remark == note), "{:?}", scenario.remarks);
    // It stands in the text that a results folder stores, and is read again from it.
    let text = render::complete(&scenario, &Ledger::standard().unwrap());
    let again = Scenario::from_text("committed", &text).unwrap().resolve().unwrap();
    assert_eq!((&again.notes, again.remarks.contains(&note.to_string())), (&scenario.notes, true));
    // Where all are so, the true cause is told.
    let table = read(&rows.replace("Primary", "Elementary"), "[words.level]\n\"*\" = \"other\"").unwrap();
    let all = Scenario::built_in("committed").unwrap().in_districts(choose(&table, "1").unwrap());
    let remarks = all.resolve().unwrap().remarks.join("\n");
    assert!(remarks.contains("3 of 3 schools are of the level other, and take no part"), "{remarks}");
}

#[test]
fn a_second_file_is_joined_by_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("pupils.csv"), "ID,ALL,FTE\n001902,557,50.4\n001903,300,20\n").unwrap();
    fs::write(path("names_24.csv"), "A,B,NAME,GROUP\n001,902,Fern Valley,All\n001,902,Fern,Part\n").unwrap();
    let text = |join: &str| {
        format!(
            "rows = \"districts\"\nunknown_pupils = \"fault\"\n[columns]\ndistrict_id = \"ID\"\ndistrict = \"NAME\"\n\
             enrollment = \"ALL\"\nteachers = \"FTE\"\n[[join]]\n{join}key = \"ID\"\nkey_there = [\"A\", \"B\"]\n\
             columns = [\"NAME\"]\nwhere = {{ GROUP = \"All\" }}\n"
        )
    };
    let read = |join: &str| {
        let mapping = mapping::read("m.toml", &text(join)).unwrap();
        read_table(&path("pupils.csv"), Some(&mapping)).map_err(|e| e.to_string())
    };
    let table = read("file = \"names_*.csv\"\n").unwrap();
    let AnyTable::Totals(totals) = &table else { panic!("schools") };
    assert_eq!(totals.get("001902").unwrap().name, "Fern Valley");
    assert!(
        said_has(&table, "1 row without a row of the same key in names_24.csv: 001903"),
        "{}",
        said(&table)
    );
    assert!(
        read("file = \"other_*.csv\"\n")
            .unwrap_err()
            .contains("joins a file other_*.csv, and none lies beside")
    );
    // Who has no key has no partner, and the parts of a key stay apart.
    fs::write(path("pupils.csv"), "ID,ALL,FTE\n001902,557,50.4\n,300,20\n").unwrap();
    fs::write(path("names_24.csv"), "A,B,NAME,GROUP\n001,902,Fern,All\n,,Gorse,All\n").unwrap();
    let found = read("file = \"names_*.csv\"\n").unwrap_err();
    assert!(!found.contains("Gorse") && found.contains("line 3, column `ID`: is empty"), "{found}");
    fs::write(path("pupils.csv"), "ID,ALL,FTE\n123,557,50.4\n").unwrap();
    fs::write(path("names_24.csv"), "A,B,NAME,GROUP\n12,3,Fern,All\n4,567,Gorse,All\n").unwrap();
    let found = read("file = \"names_*.csv\"\n").unwrap_err();
    assert!(found.contains("the parts of a key, `A`, `B`, have different lengths"), "{found}");
    fs::write(path("names_24.csv"), "A,B,NAME,GROUP\n1,23,Fern,All\n4,567,Gorse,All\n,,Heath,All\n").unwrap();
    let table = read("file = \"names_*.csv\"\n").unwrap();
    assert!(said_has(&table, "1 row without a key left out"), "{}", said(&table));
    fs::write(path("names_25.csv"), "A,B,NAME,GROUP\n").unwrap();
    assert!(read("file = \"names_*.csv\"\n").unwrap_err().contains("names_24.csv and names_25.csv both fit"));
}

#[test]
fn a_table_without_a_mapping_gets_one_message_and_a_draft_that_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    let text = "District Number,District Name,School Number,School Name,School Level,Lowest Grade,Highest Grade,Students,\
                Teachers (FTE),Percent FRL,Charter,School Status\n\
                0100001,Fern Valley,11,Ash,Elementary School,KG,05,410,19.2,62.5,N,Active\n\
                0100001,Fern Valley,12,Elm,Middle School,06,08,300,n/a,50,Y,Active\n\
                0100001,Fern Valley,13,Old,Middle School,06,08,9,1,50,N,Closed\n";
    fs::write(&path, text).unwrap();
    let message = read_table(&path, None).unwrap_err();
    assert_eq!(message.count(), 1, "{message}");
    assert!(message.to_string().contains("--draft-mapping > mapping.toml"), "{message}");
    let drafted = draft(&path).unwrap();
    let mapping = mapping::read("mapping.toml", &drafted).unwrap_or_else(|e| panic!("{e}\n{drafted}"));
    let table = read_table(&path, Some(&mapping)).unwrap_or_else(|e| panic!("{e}\n{drafted}"));
    let district = &schools(&table)[0];
    assert_eq!((district.kind.clone(), district.schools.len()), (DistrictKind::Elementary, 2));
    assert_eq!((district.schools[0].level, district.schools[0].poverty), (Level::Elementary, Some(0.625)));
    assert_eq!(district.schools[1].teachers_fte, 13.7);
    // What cannot be guessed is asked for.
    fs::write(
        &path,
        "District Number,District Name,District Zip,School Number,School Name\n1,Fern,99999,1,Ash\n",
    )
    .unwrap();
    let drafted = draft(&path).unwrap();
    assert!(drafted.contains("enrollment  = \"…\"  # no column looks like students"), "{drafted}");
    let mapping = mapping::read("mapping.toml", &drafted).unwrap();
    assert!(
        read_table(&path, Some(&mapping))
            .unwrap_err()
            .to_string()
            .contains("column `…`: the column is missing")
    );
}
