//! Promise: a table with faults is refused whole, and the refusal says what is wrong where, all at once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may say so loudly")]

use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::input::DistrictTable;

const GOOD: &str = include_str!("../data/districts.csv");

/// The faults of the invented table after one text in it was replaced.
fn faults_after(old: &str, new: &str) -> Vec<Diagnostic> {
    assert!(GOOD.contains(old), "{old} is not in the table");
    faults_of(GOOD.replacen(old, new, 1).as_bytes())
}

fn faults_of(bytes: &[u8]) -> Vec<Diagnostic> {
    DistrictTable::from_reader("t.csv", bytes).unwrap_err().list().to_vec()
}

/// One fault, in this line and column, whose words contain these.
fn assert_one(faults: &[Diagnostic], line: u32, column: &str, what: &str, remedy: &str) {
    let [fault] = faults else { panic!("{faults:#?}") };
    let place = (fault.at.line, fault.at.cell.as_deref().unwrap_or_default());
    assert_eq!(place, (line, column), "{fault:?}");
    assert!(fault.fault.contains(what) && fault.remedy.contains(remedy), "{fault:?}");
}

#[test]
fn a_message_names_place_fault_and_next_step() {
    let text = GOOD.replacen(",410,", ",-410,", 1);
    let error = DistrictTable::from_reader("t.csv", text.as_bytes()).unwrap_err();
    let expected = "t.csv, line 2, column `enrollment`: `-410` is negative, but a school has 0 students or more\n  \
                    write a whole number, digits only";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn an_enrollment_that_is_no_count_is_refused() {
    for (wrong, what) in [
        ("many", "not a number"),
        ("4.5", "whole number"),
        ("NaN", "finite"),
        ("inf", "finite"),
        ("-1e400", "finite"),
        ("9999999999", "more than any"),
        ("1000001", "more than any"),
        ("", "is empty"),
        ("\"1,20\"", "a comma before its fraction"),
        ("12 04", "not a number"),
    ] {
        assert_one(&faults_after(",1204,", &format!(",{wrong},")), 12, "enrollment", what, "write");
    }
}

#[test]
fn a_teacher_count_that_is_none_is_refused() {
    for (wrong, what) in [
        ("-1", "negative"),
        ("NaN", "finite"),
        ("inf", "finite"),
        ("100001", "more than any"),
        ("ten", "not a number"),
        ("", "is empty"),
    ] {
        assert_one(&faults_after(",55.3,", &format!(",{wrong},")), 12, "teachers_fte_est", what, "write");
    }
}

#[test]
fn a_share_outside_zero_to_one_is_refused_and_a_percentage_recognized() {
    for (wrong, what, remedy) in [
        ("30", "between 0 and 1", "divided by 100"),
        ("-0.3", "between 0 and 1", "empty"),
        ("nan", "finite", "empty"),
        ("-inf", "finite", "empty"),
        ("30%", "not a number", "0.275"),
    ] {
        assert_one(&faults_after(",55.3,0.3,", &format!(",55.3,{wrong},")), 12, "frpm_share", what, remedy);
    }
}

#[test]
fn an_unknown_level_is_refused_with_the_one_that_was_meant() {
    assert_one(&faults_after(",middle,", ",midle,"), 5, "level", "`midle`", "did you mean middle?");
    assert_one(&faults_after(",middle,", ",,"), 5, "level", "``", "elementary, middle, high, k12 or other");
}

#[test]
fn an_unknown_grade_is_refused_in_the_column_where_it_stands() {
    assert_one(&faults_after(",6,8,", ",6,14,"), 5, "grade_high", "`14`", "1 to 12");
    assert_one(&faults_after(",6,8,", ",sixth,8,"), 5, "grade_low", "`sixth`", "1 to 12");
    assert_one(&faults_after(",6,8,", ",8,6,"), 5, "grade_high", "backwards", "lower grade first");
    assert_one(&faults_after(",6,8,", ",6,,"), 5, "grade_high", "is empty", "both bounds, or neither");
}

#[test]
fn an_unknown_kind_of_charter_is_refused() {
    assert_one(&faults_after(",local,", ",yes,"), 4, "charter", "`yes`", "no, local or direct");
}

#[test]
fn a_slip_in_the_type_of_a_district_does_not_make_it_another_agency() {
    assert_one(
        &faults_after("Flat Elementary,elementary", "Flat Elementary,elementry"),
        14,
        "district_type",
        "`elementry`",
        "did you mean elementary?",
    );
}

#[test]
fn a_school_with_two_rows_is_refused_with_both_lines() {
    let faults = faults_after("99000020000022", "99000010000011");
    assert_one(&faults, 10, "school_id", "already on line 2", "one row");
}

#[test]
fn a_district_described_in_two_ways_is_refused() {
    let faults = faults_after("9900004,9990004,9990004,Lone", "9900003,9990004,9990004,Lone");
    let columns: Vec<_> = faults.iter().map(|fault| fault.at.cell.as_deref().unwrap()).collect();
    assert_eq!(columns, ["district", "district_type"]);
    assert!(faults[0].fault.contains("line 12"), "{faults:?}");
}

#[test]
fn an_identifier_is_never_empty_nor_a_number() {
    assert_one(&faults_after("99000010000012", ""), 3, "school_id", "is empty", "leading zeros");
    assert_one(&faults_after("99000010000012", "9.90001E+13"), 3, "school_id", "spreadsheet", "as text");
    assert_one(&faults_after("9900004,", ","), 14, "district_id", "is empty", "leading zeros");
}

#[test]
fn a_missing_column_is_named_with_the_nearest_that_is_there() {
    let faults = faults_after("charter,enrollment", "charter,enrolment");
    assert_one(&faults, 1, "enrollment", "missing", "is `enrolment` meant?");
    assert_one(&faults_after("county,", "shire,"), 1, "county", "missing", "add a column");
}

#[test]
fn every_missing_column_is_named_at_once() {
    assert_eq!(faults_of(b"a,b\n1,2\n").len(), 13);
}

#[test]
fn a_column_that_is_there_twice_is_refused() {
    assert_one(&faults_after("leaid,agency_leaid", "leaid,county"), 1, "county", "twice", "rename");
}

#[test]
fn a_row_with_too_few_or_too_many_cells_is_refused() {
    assert_one(&faults_after(",742,34.74", ",742"), 6, "", "16 cells, the header 17", "comma");
    assert_one(&faults_after(",742,34.74", ",1,742,34.74"), 6, "", "18 cells", "comma");
}

#[test]
fn a_stray_quotation_mark_does_not_swallow_the_rest_unseen() {
    let faults = faults_after("Birch", "\"Birch");
    assert_eq!((faults.len(), faults[0].at.line), (1, 3));
    assert!(faults[0].remedy.contains("quotation mark"), "{faults:?}");
}

#[test]
fn text_in_an_encoding_that_is_not_plain_is_refused_where_it_stands() {
    let name = GOOD.find("Birch").unwrap();
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes[name] = 0x81; // ü in the code pages of DOS, nothing in Windows-1252
    assert_one(&faults_of(&bytes), 3, "", "0x81", "encoding = ");
    let mut bytes = GOOD.replacen("Cedar", "Cédar", 1).into_bytes();
    bytes[name] = 0xE9;
    assert_one(&faults_of(&bytes), 3, "", "although others", "encoding = ");
}

#[test]
fn a_control_character_never_reaches_a_terminal() {
    let faults = faults_after("Birch", "\u{1b}[31mBirch");
    assert_one(&faults, 3, "school", r"\u{1b}", "remove it");
    assert!(!faults[0].fault.contains('\u{1b}'));
}

#[test]
fn an_empty_file_and_a_header_alone_are_refused() {
    for nothing in ["", "\n", "\r\n\r\n"] {
        assert_one(&faults_of(nothing.as_bytes()), 1, "", "empty", "first line");
    }
    let header = GOOD.lines().next().unwrap();
    assert_one(&faults_of(header.as_bytes()), 1, "", "no school", "add one row");
}

#[test]
fn lines_are_counted_past_blank_lines_carriage_returns_and_cells_of_two_lines() {
    let bad = GOOD.replacen(",742,", ",-742,", 1);
    let line = |text: &str| faults_of(text.as_bytes())[0].at.line;
    assert_eq!(line(&bad), 6);
    assert_eq!(line(&bad.replace('\n', "\r\n")), 6);
    assert_eq!(line(&format!("\n\n{}", bad.replacen("\n99", "\n\n\n99", 1))), 10);
    assert_eq!(
        line(&bad.replacen("Alder Elementary,elementary,Elementary", "Alder,elementary,\"Elem\nentary\"", 1)),
        7
    );
}

#[test]
fn all_faults_of_a_row_are_told_and_those_of_one_cause_once() {
    let text = GOOD.replacen(",elementary,Elementary Schools,K,5,no,410,19.2,0.62", ",x,y,z,5,w,-1,nan,7", 1);
    assert_eq!(faults_of(text.as_bytes()).len(), 6);

    let header = GOOD.lines().next().unwrap();
    let row = "1,,,A,unified,C,S,N,high,,9,12,no,many,-1,2,";
    let rows: Vec<String> = (0..50).map(|n| row.replacen('S', &n.to_string(), 1)).collect();
    let text = format!("{header}\n{}", rows.join("\n"));
    let error = DistrictTable::from_reader("t.csv", text.as_bytes()).unwrap_err();
    assert_eq!((error.list().len(), error.list()[0].count), (3, 50), "one cause is told once: {error}");
    let said = "line 2, column `enrollment`: `many` is not a number, and 49 more cells of this column: lines 3, 4, 5, …";
    assert!(error.to_string().contains(said), "{error}");

    let rows =
        (0..60).map(|n| row.replacen('S', &n.to_string(), 1).replacen("high", &format!("low{n:02}"), 1));
    let text = format!("{header}\n{}", rows.collect::<Vec<_>>().join("\n"));
    let error = DistrictTable::from_reader("t.csv", text.as_bytes()).unwrap_err();
    assert!(error.to_string().contains("`low00` is not a level, and 59 more cells"), "{error}");
}

#[test]
fn a_file_that_is_not_there_or_is_a_folder_is_named() {
    for path in ["no/such/table.csv", "tests"] {
        let error = DistrictTable::read(path.as_ref()).unwrap_err();
        assert_eq!(error.status(), ExitStatus::Failed, "{error}");
        assert!(error.to_string().starts_with(path), "{error}");
    }
}

#[test]
fn no_single_wrong_byte_makes_the_reader_fall() {
    for place in 0..GOOD.len() {
        for byte in [0, b'\n', b'"', b',', b'-', b'9', 0xFF] {
            let mut bytes = GOOD.as_bytes().to_vec();
            bytes[place] = byte;
            if let Err(error) = DistrictTable::from_reader("t.csv", bytes.as_slice()) {
                assert!(error.to_string().starts_with("t.csv, line "), "{error}");
            }
        }
    }
}
