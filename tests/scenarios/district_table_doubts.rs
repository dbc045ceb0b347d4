//! Promise: a row that looks wrong and is no fault counts as it stands, and it is said; none does so in silence.

#![cfg(feature = "program")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may say so loudly")]

use uptake::input::{AnyTable, DistrictTable};
use uptake::scenario::mapping;

const HEADER: &str = "district_id,district,district_type,county,school_id,school,level,grade_low,grade_high,charter,\
                      enrollment,teachers_fte_est,frpm_share";

/// A school of this number, with some cells written otherwise.
fn row(number: u32, other: &[(&str, &str)]) -> String {
    let own = format!("07000010000{number}");
    let plain = [
        "0700001",
        "Fern Valley",
        "unified",
        "Invented",
        &own,
        "Ash",
        "elementary",
        "K",
        "5",
        "no",
        "410",
        "19.2",
        "0.62",
    ];
    let cell = |(name, plain): (&str, &str)| {
        other.iter().find(|(column, _)| *column == name).map_or(plain, |(_, cell)| *cell).to_owned()
    };
    HEADER.split(',').zip(plain).map(cell).collect::<Vec<_>>().join(",")
}

/// Header, rows with other cells, and two plain ones.
fn with(rows: &[&[(&str, &str)]]) -> String {
    let own = (3..).zip(rows).map(|(number, other)| row(number, other));
    let all: Vec<String> = own.chain([row(1, &[]), row(2, &[("enrollment", "300")])]).collect();
    format!("{HEADER}\n{}\n", all.join("\n"))
}

/// Everything that is said: faults, or how it was read.
fn said(text: &str) -> String {
    match DistrictTable::from_reader("t.csv", text.as_bytes()) {
        Ok(table) => table.said(None).join("\n"),
        Err(found) => found.to_string(),
    }
}

fn assert_said(rows: &[&[(&str, &str)]], words: &str) {
    let text = with(rows);
    assert!(said(&text).contains(words), "lacks {words}:\n{}\n{text}", said(&text));
}

#[test]
fn what_is_plain_has_nothing_to_be_said_of_it() {
    assert_eq!(said(&with(&[])), "");
}

#[test]
fn words_for_nothing_are_no_identifiers() {
    for word in ["#N/A", "nan", "NULL", "None", "N/A", "#REF!"] {
        assert_said(&[&[("district_id", word)]], "stands where an identifier is expected");
        assert_said(&[&[("school_id", word)]], "stands where an identifier is expected");
    }
}

#[test]
fn identifiers_with_other_signs_than_those_beside_them_are_told() {
    for id in ["0700001*", "０７００００１", "07 00001", "07-00001", "O700001", "0700001."] {
        assert_said(
            &[&[("district_id", id)]],
            "column `district_id`: 1 identifier has other signs than digits (`",
        );
    }
    assert_said(&[&[("school_id", "2024-06-08")]], "1 identifier has other signs than digits (`2024-06-08`");
    let floats = with(&[]).replace("\n0700001,", "\n700001.0,");
    assert!(said(&floats).contains("2 identifiers end in .0 (`700001.0` in line 2)"), "{}", said(&floats));
    // Where all have the same signs nothing is odd.
    let marked = with(&[]).replace("\n0700001,", "\n07-00001,");
    assert_eq!(said(&marked), "");
}

#[test]
fn numbers_that_hardly_go_together_are_told() {
    let swapped = [("enrollment", "19"), ("teachers_fte_est", "410")];
    assert_said(&[&swapped], "1 row has more teachers than students");
    assert_said(&[&[("teachers_fte_est", "1920")]], "1 row has more teachers than students");
    assert_said(&[&[("enrollment", "41000")]], "or more than 200 students for a teacher: Ash");
    assert_said(&[&[("enrollment", "0")]], "1 school has teachers and no students: Ash");
    let none = [("enrollment", "0"), ("teachers_fte_est", "0")];
    assert_eq!(said(&with(&[&none])), "", "a school that has neither is only empty");
    let tiny = with(&[]).replace(",0.62", ",0.0062");
    assert!(said(&tiny).contains("no share of poverty is above 0.0062"), "{}", said(&tiny));
    assert_said(&[&[("grade_low", "9"), ("grade_high", "12")]], "Ash (elementary, 9-12)");
}

#[test]
fn totals_that_count_are_told() {
    assert_said(
        &[&[("school", "District Total"), ("enrollment", "715"), ("teachers_fte_est", "38")]],
        "1 row is called a total and counts: District Total (715 students)",
    );
    assert_said(
        &[&[("school", "Fern Valley"), ("enrollment", "710"), ("teachers_fte_est", "38")]],
        "1 school has exactly the students of all other schools of its district, and counts: Fern Valley (710 students)",
    );
    let mapping = mapping::read("m.toml", "rows = \"districts\"\n").unwrap();
    let text = "district_id,district,enrollment\n01,Fern,700\n02,Gorse,300\n99,State total,1001\n";
    let table = AnyTable::from_bytes("t.csv", text.as_bytes(), Some(&mapping)).unwrap();
    assert!(table.said(None).join("\n").contains("1 row is called a total and counts: State total"));
}

#[test]
fn names_that_are_missing_or_damaged_are_told() {
    assert_said(&[&[("school", "")]], "1 row without the name of the school");
    let nameless = with(&[]).replace("Fern Valley", "");
    assert!(said(&nameless).contains("2 rows without the name of the district"), "{}", said(&nameless));
    for name in ["Pe\u{c3}\u{b1}a", "Pe\u{fffd}a", "Ash &amp; Elm", "#REF!"] {
        assert_said(&[&[("school", name)]], "1 name looks damaged");
    }
}

#[test]
fn a_column_beside_its_twin_is_told() {
    let text = with(&[]).replace("frpm_share\n", "frpm_share,Enrollment\n").replace(",0.62\n", ",0.62,999\n");
    assert!(
        said(&text)
            .contains("1 column not read, because another one differs from it in capitals alone: Enrollment"),
        "{}",
        said(&text)
    );
}
