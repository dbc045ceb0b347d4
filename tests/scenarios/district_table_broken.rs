//! Promise: a table that is broken is refused, or read with a word about it; none is read wrongly in silence.

#![cfg(feature = "program")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may say so loudly")]

use uptake::input::DistrictTable;

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

/// Header, a school with other cells, and a plain one.
fn with(other: &[(&str, &str)]) -> String {
    format!("{HEADER}\n{}\n{}\n", row(1, other), row(2, &[]))
}

/// Everything that is said: faults, or how it was read.
fn said(bytes: &[u8]) -> String {
    match DistrictTable::from_reader("t.csv", bytes) {
        Ok(table) => table.said(None).join("\n"),
        Err(found) => found.to_string(),
    }
}

fn assert_said(table: &str, words: &str) {
    assert!(said(table.as_bytes()).contains(words), "lacks {words}:\n{}\n{table}", said(table.as_bytes()));
}

#[test]
fn quotation_marks_and_lines() {
    let (a, b, c) = (row(1, &[]), row(2, &[]), row(3, &[]));
    assert_said(
        &with(&[("school", "\"Ash\nElementary\"")]),
        "`Ash\\nElementary` holds a control character, a line break",
    );
    assert_said(&with(&[("school", "\"Ash")]), "line 2: a quotation mark opens a cell that is never closed");
    let swallowed = format!("{HEADER},note\n{a},\"see\n{b},\n{c},below\"\n{},\n", row(4, &[]));
    assert_said(&swallowed, "line 2: a cell in quotation marks takes in further rows");
    let lines = format!("{HEADER},note\n{a},\"see\nbelow\"\n{b},\n");
    assert_said(&lines, "1 row with a cell that runs over several lines: line 2");
    // Signs that stand behind the text for the program end nothing within it.
    let within = format!("{HEADER}\n{a}\n\u{1}end\u{1}\n{b}\n");
    assert_said(&within, "line 3: the row has 1 cell, the header 13");
    for end in ["", "\n", "\r\n\r\n\n"] {
        assert_eq!(said(format!("{HEADER}\n{a}\n{b}{end}").as_bytes()), "");
    }
    assert_said(
        &with(&[("school", "\"The \\\"Ash\\\" School\"")]),
        "1 row with a backslash before a quotation mark: line 2",
    );
    let mixed = format!("{HEADER}\r\n{a}\r{b}\n{}\r\n", row(3, &[("enrollment", "x")]));
    assert_said(&mixed, "line 4, column `enrollment`: `x`");
}

#[test]
fn rows_that_are_none() {
    let (a, b) = (row(1, &[]), row(2, &[]));
    assert_said(&format!("{HEADER}\n{a}\n{HEADER}\n{b}\n"), "1 repetition of the header left out");
    let types = "Text,Text,Code,Text,Text,Text,Code,Code,Code,Code,Number,Number,Share";
    assert_said(
        &format!("{HEADER}\n{types}\n{a}\n"),
        "line 2, column `enrollment`: `Number` is not a number",
    );
    assert_said(
        &format!("{HEADER}\n{a}\nTotal,,,,,,,,,,410,19.2,\n"),
        "line 3, column `school_id`: is empty",
    );
    assert_said(&format!("{HEADER}\n{a}\n{}", &b[..40]), "line 3: the row has 5 cells, the header 13");
    assert_said(
        &format!("# by hand\n# invented\n{HEADER}\n{a}\n"),
        "header in line 3 (2 lines above it left out)",
    );
    assert_said("", "the file is empty");
    assert_said("\u{feff}", "the file is empty");
    assert_said("  \n \n", "the file is empty");
    assert_said(HEADER, "there is a header, but no school");
    assert_said(&format!("{HEADER}\n{a}\n{}\n", ",".repeat(200_000)), "has 200000 cells or more");
    assert_said(
        &with(&[("school", &"A".repeat(200_000))]),
        "1 row with a cell longer than any spreadsheet has: line 2",
    );
}

#[test]
fn cells_that_moved() {
    let (a, c) = (row(1, &[]), row(3, &[]));
    assert_said(&with(&[("school", "Ash, Elementary")]), "line 2: the row has 14 cells, the header 13");
    assert!(said(with(&[("school", "\"Ash, Elementary\"")]).as_bytes()).is_empty());
    let moved = format!("{HEADER},\n{a},\n{}\n{c},\n", row(2, &[("school", "Elm, Middle")]));
    assert_said(&moved, "line 3: the row has 14 cells, the header 13");
    assert_said(&format!("{HEADER},enrollment\n{a},5\n"), "column `enrollment`: the column is there twice");
    assert_said(
        &with(&[("enrollment", "19.2"), ("teachers_fte_est", "410")]),
        "`19.2` is not a whole number",
    );
    assert_said(&with(&[("grade_low", "6-Aug")]), "`6-Aug` is not a grade");
}

#[test]
fn numbers_that_are_none() {
    for wrong in
        ["410*", "410†", "410 pupils", "４１０", "0x19a", "4_10", "\"1,23,410\"", "41O", "N/A", "#REF!"]
    {
        assert_said(&with(&[("enrollment", wrong)]), "line 2, column `enrollment`: `");
    }
    assert_said(&with(&[("enrollment", "4.1e2")]), "is not a whole number");
    assert_said(&with(&[("enrollment", "-410")]), "is negative");
    assert_said(&with(&[("frpm_share", "62%")]), "`62%` is not a number");
    assert_said(&with(&[("teachers_fte_est", "1e400")]), "is not a finite number");
    assert_said(
        &with(&[("teachers_fte_est", "\"19,2\"")]),
        "has a comma before its fraction, and `19.2` in line 3 a point",
    );
    assert_said(&with(&[("enrollment", "1.000")]), "`1.000` can be read as 1000 or as 1.000");
    let thirds = format!("{HEADER}\n{}\n", row(1, &[("teachers_fte_est", "19.480"), ("frpm_share", "")]));
    assert_said(&thirds, "1 number read as a fraction, with three digits behind its point");
}

#[test]
fn identifiers_that_are_none() {
    assert_said(&with(&[("school_id", "7.00E+10")]), "is an identifier that a spreadsheet took for a number");
    assert_said(&with(&[("school_id", "7e+10")]), "is an identifier that a spreadsheet took for a number");
    assert_said(
        &with(&[("school_id", "070000100002"), ("school", "Elm")]),
        "line 3, column `school_id`: the school `070000100002` is already on line 2",
    );
    assert_said(&with(&[("school_id", "070000100002")]), "left out, the same as another, cell by cell");
    assert_said(&with(&[("district_id", "0700\u{200b}001")]), "1 cell freed of a sign that nobody sees");
    assert_said(&with(&[("district_id", "\u{feff}0700001")]), "1 cell freed of a sign that nobody sees");
    assert_said(
        &with(&[("district_id", "700001"), ("district", "Gorse")]).replace("\n0700001", "\n3600001"),
        "but 1 has fewer (`700001` in line 2)",
    );
    let capitals = with(&[("district_id", "ab1")]).replace("\n0700001", "\nAB1");
    assert_said(
        &capitals,
        "column `district_id`: `ab1` in line 2 and `AB1` in line 3 are read as different identifiers",
    );
    // Spaces around an identifier are no part of it.
    assert!(said(with(&[("district_id", " 0700001 ")]).as_bytes()).is_empty());
}

#[test]
fn bytes_that_are_no_plain_text() {
    assert_said(&with(&[("school", "A\0sh")]), "line 2: holds zero bytes");
    let told =
        |bytes: &[u8], words: &str| assert!(said(bytes).contains(words), "lacks {words}: {}", said(bytes));
    let in_place_of = |letter: u8| -> Vec<u8> {
        with(&[("district", "Pe~a"), ("school", "Ash")])
            .bytes()
            .map(|b| if b == b'~' { letter } else { b })
            .collect()
    };
    told(&in_place_of(0x96), "the byte 0x96 is no letter"); // ñ of a Macintosh
    told(&in_place_of(0xa4), "the byte 0xa4 is no letter"); // ñ of DOS
    told(&in_place_of(0xf1), "read as Windows-1252 (`Peña`)");
    let mut both = with(&[("school", "Peña")]).into_bytes();
    both.extend(row(3, &[]).bytes().map(|b| if b == b'V' { 0xf1 } else { b }));
    told(&both, "line 4: a sign is not UTF-8 text, although others of the file are");
    let wide: Vec<u8> =
        format!("\u{feff}{HEADER}").encode_utf16().flat_map(u16::to_le_bytes).chain([65]).collect();
    told(&wide, "is no text in UTF-16LE");
    let wider: Vec<u8> = HEADER.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    told(&wider, "holds zero bytes");
}
