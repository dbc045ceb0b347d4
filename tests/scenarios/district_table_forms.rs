//! Promise: a table is read in whatever plain form it is kept, says how it was read, and asks where its form is not plain.

#![cfg(feature = "program")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may say so loudly")]

use uptake::input::{AnyTable, DistrictTable};
use uptake::scenario::mapping;

const HEADER: &str = "district_id,district,district_type,county,school_id,school,level,grade_low,grade_high,charter,\
                      enrollment,teachers_fte_est,frpm_share";
const ASH: &str =
    "0700001,Fern Valley,unified,Invented,070000100001,Ash Elementary,elementary,K,5,no,410,19.2,0.62";
const ELM: &str = "0700001,Fern Valley,unified,Invented,070000100002,Elm Middle,middle,6,8,no,300,15.5,0.5";

/// The invented table of two schools.
fn plain() -> String {
    format!("{HEADER}\n{ASH}\n{ELM}\n")
}

/// What is said of a table that holds the two schools, however it is written.
fn said(bytes: &[u8]) -> Vec<String> {
    let read = DistrictTable::from_reader("t.csv", bytes).unwrap_or_else(|e| panic!("{e}"));
    let expected = DistrictTable::from_reader("t.csv", plain().as_bytes()).unwrap();
    assert_eq!(read.districts(), expected.districts());
    read.notes().lines()
}

fn refused(bytes: &[u8]) -> String {
    DistrictTable::from_reader("t.csv", bytes).unwrap_err().to_string()
}

/// Id and pupils of districts, and what is said of the table.
type Told = (Vec<(String, u64)>, Vec<String>);

/// A table of districts, by a mapping with these further lines.
fn totals(table: &str, further: &str) -> Result<Told, String> {
    let text = format!(
        "rows = \"districts\"\n{further}\n[columns]\ndistrict_id = \"Agency ID\"\ndistrict = \"Agency Name\"\n\
         enrollment = \"Pupils\"\n"
    );
    let mapping = mapping::read("m.toml", &text).unwrap_or_else(|e| panic!("{e}"));
    match AnyTable::from_bytes("t.csv", table.as_bytes(), Some(&mapping)) {
        Ok(AnyTable::Totals(table)) => {
            let all = table.districts().iter().map(|d| (d.id.clone(), u64::from(d.pupils))).collect();
            Ok((all, table.notes().lines()))
        }
        Ok(AnyTable::Schools(_)) => panic!("read as schools"),
        Err(found) => Err(found.to_string()),
    }
}

#[test]
fn a_plain_table_is_read_without_a_word() {
    assert!(said(plain().as_bytes()).is_empty());
    assert!(said(format!("\u{feff}{}", plain().replace('\n', "\r\n")).as_bytes()).is_empty());
}

#[test]
fn titles_above_the_header_and_notes_below_the_rows_are_left_out_and_said() {
    let titled = format!(
        "Invented Export\n\nOffice of Statistics - http://example.org\n\n{}\nSource: invented, by hand\n\"† not known\"\n",
        plain()
    );
    assert_eq!(
        said(titled.as_bytes()),
        [
            "read with header in line 5 (2 lines above it left out), 2 note lines left out (`Source: invented`)"
        ]
    );
    let numbered = format!("{}\nNotes\n1. pupils, as of October, all grades\n2. invented\n", plain());
    assert_eq!(said(numbered.as_bytes()), ["read with 3 note lines left out (`Notes`)"]);
    // A row that was cut off is no note.
    assert!(
        refused(format!("{}0700001,Fern Val", plain()).as_bytes()).contains("line 4: the row has 2 cells")
    );
    assert!(refused(format!("{}0700001", plain()).as_bytes()).contains("line 4: the row has 1 cell,"));
}

#[test]
fn a_mapping_says_where_the_header_is() {
    let table = "Pupils,of,all\nAgency Name,Agency ID,Pupils\nFERN VALLEY,0100001,710\n";
    assert_eq!(totals(table, "").unwrap().0, [("0100001".into(), 710)]);
    assert_eq!(totals(table, "header_line = 2").unwrap().0.len(), 1);
    let wrong = totals(table, "header_line = 9").unwrap_err();
    assert!(
        wrong.contains("t.csv, line 9: line 9 is empty, and the mapping says header_line = 9"),
        "{wrong}"
    );
}

#[test]
fn what_a_spreadsheet_leaves_is_left_out_and_said() {
    let commas = ",".repeat(12);
    assert_eq!(
        said(format!("{}{commas}\n{commas}\n", plain()).as_bytes()),
        ["read with 2 empty rows left out"]
    );
    assert_eq!(
        said(format!("{HEADER},\n{ASH}\n{ELM}\n").as_bytes()),
        ["read with 1 empty column without a name left out"]
    );
    assert_eq!(
        said(format!("{HEADER}\n{ASH},,\n{ELM}\n").as_bytes()),
        ["read with 1 row that ends in further empty cells"]
    );
    for sign in [",", ";"] {
        let hinted = format!("sep={sign}\n{}", plain());
        assert_eq!(
            said(hinted.as_bytes()),
            ["read with a `sep=` line left out"],
            "names of columns say more"
        );
    }
    assert_eq!(
        said(format!("{HEADER}\n{ASH}\n{HEADER}\n{ELM}\n").as_bytes()),
        ["read with 1 repetition of the header left out"]
    );
}

#[test]
fn cells_may_be_separated_by_semicolons_tabs_and_bars() {
    for (sign, words) in [(";", "semicolon"), ("\t", "tab"), ("|", "bar")] {
        let read = said(plain().replace(',', sign).as_bytes());
        assert_eq!(read, [format!("read as {words}-separated")]);
    }
    let mixed = format!("{HEADER}\n{ASH}\n{}\n", ELM.replace(',', ";"));
    assert!(refused(mixed.as_bytes()).contains("line 3: the row has 1 cell, the header 13"));
}

#[test]
fn encodings_are_recognized_and_said() {
    let foreign = plain().replace("Fern Valley", "Peña Río");
    let latin: Vec<u8> = foreign.chars().map(|c| c as u8).collect();
    let read = DistrictTable::from_reader("t.csv", latin.as_slice()).unwrap();
    assert_eq!(
        (read.districts()[0].name.as_str(), read.notes().lines()[0].as_str()),
        ("Peña Río", "read as Windows-1252 (`Peña Río`)")
    );

    let wide = |mark: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{mark}{foreign}").encode_utf16().flat_map(bytes).collect()
    };
    for (bytes, words) in [
        (wide("\u{feff}", u16::to_le_bytes), "read as UTF-16"),
        (wide("\u{feff}", u16::to_be_bytes), "read as UTF-16"),
        (wide("", u16::to_le_bytes), "read as UTF-16 (`Peña Río`)"),
        (wide("", u16::to_be_bytes), "read as UTF-16 (`Peña Río`)"),
    ] {
        let read = DistrictTable::from_reader("t.csv", bytes.as_slice()).unwrap();
        assert_eq!(
            (read.districts()[0].name.as_str(), read.notes().lines()),
            ("Peña Río", vec![words.to_owned()])
        );
    }
    // Letters of a Macintosh are signs in Windows.
    let mac = plain().replace("Fern", "Pe~a").into_bytes();
    let mac: Vec<u8> = mac.into_iter().map(|b| if b == b'~' { 0x96 } else { b }).collect();
    assert!(refused(&mac).contains("line 2: the byte 0x96 is no letter of UTF-8 or Windows-1252"));
}

#[test]
fn lines_are_those_of_an_editor_whatever_ends_them() {
    let wrong = plain().replace(",300,", ",abc,");
    for (end, line) in [("\n", 3), ("\r\n", 3), ("\r", 3)] {
        let refused = refused(wrong.replace('\n', end).as_bytes());
        assert!(refused.starts_with(&format!("t.csv, line {line}, column `enrollment`: `abc`")), "{refused}");
    }
    assert!(said(plain().replace('\n', "\r").as_bytes()).is_empty());
}

#[test]
fn identifiers_lose_the_marks_of_spreadsheets() {
    let quoted = plain().replace("0700001,", "=\"0700001\",").replace("070000100001", "'070000100001");
    assert_eq!(
        said(quoted.as_bytes()),
        ["read with 3 cells freed of the marks that keep them a text (=\"…\")"]
    );
    let table = "Agency Name,Agency ID,Pupils\nFERN VALLEY,=\"0100001\",710\nNO PUPILS,=\"0100002\",=\"0\"\n";
    let (districts, _) = totals(table, "").unwrap();
    assert_eq!(districts, [("0100001".into(), 710), ("0100002".into(), 0)]);
}

#[test]
fn numbers_are_read_in_the_forms_of_their_country() {
    let fraction = plain().replace(",410,", ",410.00000,").replace(",300,", ",300.00000,");
    assert_eq!(said(fraction.as_bytes()), ["read with 2 whole numbers written with a fraction"]);
    let table = |pupils: [&str; 2]| {
        format!(
            "Agency Name;Agency ID;Pupils\nFERN VALLEY;0100001;{}\nGORSE HILL;0100002;{}\n",
            pupils[0], pupils[1]
        )
    };
    let (districts, notes) = totals(&table(["1 410", "12'290"]), "").unwrap();
    assert_eq!(districts, [("0100001".into(), 1_410), ("0100002".into(), 12_290)]);
    assert_eq!(notes, ["read as semicolon-separated, 2 numbers with a sign between thousands"]);
    // What can be read in two ways is asked.
    for pupils in ["1.410", "1,410"] {
        let refused = totals(&table([pupils, "300"]), "").unwrap_err();
        assert!(refused.contains("can be read as 1410 or as 1.410"), "{refused}");
        let sign = &pupils[1..2];
        let (districts, _) = totals(&table([pupils, "300"]), &format!("thousands = \"{sign}\"")).unwrap();
        assert_eq!(districts[0].1, 1_410);
    }
    let english = plain().replace(",410,", ",\"1,410\",");
    let read = DistrictTable::from_reader("t.csv", english.as_bytes()).unwrap();
    assert_eq!(
        (read.districts()[0].pupils(), read.notes().lines()[0].as_str()),
        (1_710, "read with 1 number with a sign between thousands")
    );
}

#[test]
fn lost_leading_zeros_are_remarked_on() {
    let table = "Agency Name,Agency ID,Pupils\nFERN VALLEY,601620,710\nGORSE HILL,3601620,1290\n";
    let (districts, notes) = totals(table, "").unwrap();
    assert_eq!(districts.len(), 2);
    assert!(
        notes[0].contains("identifiers have 7 digits, but 1 has fewer (`601620` in line 2)"),
        "{notes:?}"
    );
    let whole = table.replace(",601620", ",0601620");
    assert!(totals(&whole, "").unwrap().1.is_empty());
}

#[test]
fn one_cause_does_not_hide_the_others() {
    let row = |k: usize| ASH.replace("070000100001", &k.to_string()).replace(",410,", ",4x,");
    let mut rows: Vec<String> = (0..60).map(row).collect();
    rows.push(ASH.replace("unified", "unifed"));
    let refused = refused(format!("{HEADER}\n{}\n", rows.join("\n")).as_bytes());
    let lines: Vec<&str> = refused.lines().collect();
    assert_eq!(
        lines[0],
        "t.csv, line 2, column `enrollment`: `4x` is not a number, and 59 more cells of this column: lines 3, 4, 5, …"
    );
    assert!(refused.contains("line 62, column `district_type`: `unifed`"), "{refused}");
    assert_eq!(lines.len(), 4, "{refused}");
}
