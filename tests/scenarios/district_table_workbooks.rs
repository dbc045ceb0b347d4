//! Promise: a workbook, an archive and a Parquet table are read by their content, and what is no table is told what it is.

#![cfg(feature = "program")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may say so loudly")]

use std::io::{Cursor, Write};
use std::path::PathBuf;

use uptake::input::{AnyTable, DistrictTable};
use uptake::scenario::mapping;

/// A file of the corpus: the two schools of `plain.csv.gz`, as other programs wrote them.
fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/workbook");
    std::fs::read(folder.join(name)).unwrap()
}

/// What is said of a file that holds the two schools.
fn said(bytes: &[u8]) -> Vec<String> {
    let read = |bytes: &[u8]| DistrictTable::from_reader("t", bytes).unwrap_or_else(|e| panic!("{e}"));
    let (found, expected) = (read(bytes), read(&file("plain.csv.gz")));
    assert_eq!(found.districts(), expected.districts());
    assert_eq!((found.districts()[0].id.as_str(), found.districts()[0].pupils()), ("0700001", 710));
    found.notes().lines()
}

fn refused(bytes: &[u8]) -> String {
    DistrictTable::from_reader("t", bytes).unwrap_err().to_string()
}

fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn workbooks_are_read_whoever_wrote_them() {
    assert_eq!(
        said(&file("plain.xlsx")),
        [
            "read as a workbook (.xlsx), header in line 3 (1 line above it left out), 1 note line left out (`Source: invented`)"
        ]
    );
    assert_eq!(said(&file("plain.xls")), ["read as a workbook (.xls)"]);
    assert_eq!(said(&file("plain.ods")), ["read as a workbook (.ods)"]);
    // Identifiers that are numbers shown with leading zeros, in the only sheet that holds a table.
    assert_eq!(said(&file("padded.xlsx")), ["read as a workbook (.xlsx), sheet `Schools` of 2"]);
}

#[test]
fn a_sheet_is_asked_for_where_several_are_tables() {
    let bytes = file("two.xlsx");
    let words = "is a workbook, and it is not plain which sheet of it is the table\n  write sheet = \"…\" in a mapping; \
                 there are `2023`, `2024`";
    assert!(refused(&bytes).contains(words), "{}", refused(&bytes));
    let read = |sheet: &str| {
        let mapping =
            mapping::read("m.toml", &format!("sheet = {sheet:?}\n[columns]\nschool = \"school\"\n")).unwrap();
        AnyTable::from_bytes("t", &bytes, Some(&mapping)).map_err(|e| e.to_string())
    };
    let AnyTable::Schools(table) = read("2024").unwrap() else { panic!("read as districts") };
    assert_eq!(table.notes().lines(), ["read as a workbook (.xlsx), sheet `2024` of 2"]);
    assert!(
        read("2025")
            .unwrap_err()
            .contains("has no sheet `2025`\n  write sheet = \"…\" in a mapping; there are `2023`")
    );
}

/// A workbook with as many sheets, all of which hold the same row so many times.
fn sheets(count: usize, row: &str, times: usize) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const TIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let tie = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{TIES}/{kind}\" Target=\"{target}\"/>")
    };
    let all = |ties: &str| {
        format!(
            "<Relationships xmlns=\"{}\">{ties}</Relationships>",
            TIES.replace("officeDocument", "package")
        )
    };
    let (mut named, mut ties) = (String::new(), String::new());
    for n in 1..=count {
        named += &format!("<sheet name=\"S{n}\" sheetId=\"{n}\" r:id=\"r{n}\"/>");
        ties += &tie(n, "worksheet", "worksheets/sheet1.xml");
    }
    let book = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{TIES}\"><sheets>{named}</sheets></workbook>");
    let sheet =
        format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{}</sheetData></worksheet>", row.repeat(times));
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", all(&tie(1, "officeDocument", "xl/workbook.xml")).as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", all(&ties).as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn a_sheet_is_asked_for_where_too_much_would_be_looked_at() {
    let row = "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row>";
    let several = "it is not plain which sheet of it is the table\n  write sheet = \"…\"";
    let two = format!("{row}{}", row.replace("1\"", "2\""));
    assert!(refused(&sheets(256, &two, 1)).contains(several), "{}", refused(&sheets(256, &two, 1)));
    let told = refused(&sheets(257, row, 1));
    assert!(
        told.contains("is a workbook of 257 sheets\n  write sheet = \"…\" in a mapping; there are `S1`"),
        "{told}"
    );
    // Cells that stand in one place again and again.
    let told = refused(&sheets(250, row, 4_100));
    assert!(told.contains("too many cells in the first rows of its sheets\n  write sheet"), "{told}");
}

#[test]
fn dates_errors_and_merged_cells_of_a_workbook_are_told() {
    let told = refused(&file("merged.xlsx"));
    for words in [
        "line 2, column `grade_high`: `2024-06-08` is not a grade",
        "1 cell that is a date for the spreadsheet",
        "cells are merged in row 2: only the first of them holds what is written there",
    ] {
        assert!(told.contains(words), "lacks {words}\n{told}");
    }
    assert!(refused(&file("far.xlsx")).contains("line 1048576: the row has 16384 cells, the header 13"));
}

#[test]
fn packed_tables_are_unpacked() {
    assert_eq!(said(&file("plain.csv.gz")), ["read as a file packed by gzip"]);
    assert_eq!(said(&file("one.zip")), ["read as file `schools.csv` of a zip archive"]);
    assert!(
        said(&file("nested.zip"))[0]
            .starts_with("read as file `x.xlsx` of a zip archive, a workbook (.xlsx), header")
    );
    let told = refused(&file("two.zip"));
    assert!(told.contains("it holds `a/schools.csv`, `b/schools2.csv`"), "{told}");
    let mapping =
        mapping::read("m.toml", "member = \"schools2.csv\"\n[columns]\nschool = \"school\"\n").unwrap();
    assert!(AnyTable::from_bytes("t", &file("two.zip"), Some(&mapping)).is_ok());
    assert!(refused(&file("empty.zip")).contains("is an archive without a file"));
}

#[test]
fn an_archive_that_grows_beyond_all_bounds_is_refused() {
    let bomb = zipped(&[("t.csv", &vec![b','; 257 << 20])]);
    assert!(bomb.len() < 1 << 20);
    assert!(refused(&bomb).contains("holds more than 268435456 bytes when it is unpacked"));
    // A sheet of a few bytes that asks for more cells than any memory has.
    let content = |row: &str| {
        format!(
            "<office:document-content><table:table table:name=\"a\">{row}</table:table></office:document-content>"
        )
    };
    let row = "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
               table:number-columns-repeated=\"16000\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let sheet = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content(row).as_bytes()),
    ]);
    assert!(refused(&sheet).contains("a sheet of it has more than 60000000 cells"), "{}", refused(&sheet));
    // The same of a workbook as before 2007: one cell in the last row and column that two bytes can name.
    let mut old = file("plain.xls");
    let cell: Vec<usize> = (0..old.len() - 14).filter(|k| old[*k..*k + 4] == [0xfd, 0, 10, 0]).collect();
    let first = *cell.first().unwrap();
    old[first + 4..first + 8].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert!(refused(&old).contains("is a damaged workbook"), "{}", refused(&old));
}

#[test]
#[cfg(feature = "parquet")]
fn a_parquet_table_is_read_and_one_in_another_packing_says_so() {
    assert_eq!(said(&file("plain.parquet")), ["read as a table of Parquet"]);
    assert!(refused(&file("zstd.parquet")).contains("write it with Snappy or unpacked, or save it as CSV"));
}

#[test]
fn what_is_no_table_is_told_what_it_is() {
    for (bytes, words) in [
        (
            &b"<html><table><tr><td>district_id</td></tr></table></html>"[..],
            "is an HTML page, whatever its name says",
        ),
        (b"\n <!DOCTYPE html><p>Not found</p>", "is an HTML page"),
        (
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
            "a workbook in XML of 2003",
        ),
        (b"%PDF-1.7\n", "is a PDF, and no table"),
        (b"\x89PNG\r\n\x1a\n", "is an image"),
        (b"[{\"district_id\": \"1\"}]", "is JSON"),
        (b"{\n \"a\": 1}", "is JSON"),
        (b"SQLite format 3\0", "is a database of SQLite"),
        (b"\x28\xb5\x2f\xfd....", "packed by Zstandard"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a damaged workbook"),
    ] {
        let told = refused(bytes);
        assert!(told.contains(words), "lacks {words}\n{told}");
        assert!(told.contains("\n  "), "says what to do: {told}");
    }
    let locked = {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream("/EncryptedPackage").unwrap().write_all(b"x").unwrap();
        file.into_inner().into_inner()
    };
    assert!(
        refused(&locked)
            .contains("is a workbook with a password\n  open it in a spreadsheet and save it without")
    );
    let word = zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    assert!(refused(&word).contains("is a Word document"));
    for name in ["cut.xlsx", "plain.xlsx", "plain.xls", "plain.ods", "one.zip", "plain.parquet"] {
        let bytes = file(name);
        assert!(refused(&bytes[..bytes.len() / 2]).starts_with("t"), "{name}");
    }
}
