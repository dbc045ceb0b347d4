//! Promise: what a joined file, a column of years, a shipped layout or a workbook holds and is not read, or is read although nobody
//! sees it, is said.

#![cfg(feature = "program")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails may say so loudly")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use uptake::files::{draft, read_mapping, read_table};
use uptake::input::{AnyTable, DistrictTable};
use uptake::scenario::mapping;

const COLUMNS: &str = "rows = \"schools\"\n[columns]\ndistrict_id = \"AGENCY\"\ndistrict = \"AGNAME\"\nschool_id = \"ID\"\n\
                       school = \"NAME\"\ngrade_low = \"LO\"\ngrade_high = \"HI\"\nenrollment = \"ALL\"\nteachers = \"FTE\"\n";
const TABLE: &str = "ID,NAME,AGENCY,AGNAME,LO,HI,ALL,KEY\n0700001001,Ash,0700001,Fern,K,5,410,A\n\
                     0700001002,Elm,0700001,Fern,6,8,300,A\n0700002001,Oak,0700002,Gorse,9,12,500,C\n";

fn told(table: &AnyTable) -> String {
    table.said(None).join("\n")
}

fn assert_told(said: &str, words: &[&str]) {
    for part in words {
        assert!(said.contains(part), "lacks {part}\n{said}");
    }
}

#[test]
fn what_a_joined_file_holds_and_nobody_reads_is_told_and_so_is_a_row_that_serves_several() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    fs::write(&path, TABLE).unwrap();
    fs::write(folder.path().join("staff.csv"), "KEY,ALL,FTE,ROLE\nA,1210,55,x\nB,33,2,y\nC,40,3,z\n")
        .unwrap();
    let join = "[[join]]\nfile = \"staff.csv\"\nkey = \"KEY\"\ncolumns = [\"ALL\", \"FTE\", \"ROLE\"]\n";
    let mapping = mapping::read("m.toml", &format!("{COLUMNS}{join}")).unwrap();
    let table = AnyTable::read(&path, Some(&mapping)).unwrap();
    assert_told(
        &told(&table),
        &[
            "2 rows have a row of staff.csv in common with others, and what it says holds for each of them: A (2)",
            "1 row of staff.csv belongs to no row of the table: B",
            "1 column of staff.csv not read, because the table has one of that name, which counts: ALL",
            "1 column of staff.csv not read, because no key of [columns] takes it from there: ROLE",
        ],
    );
    // Of one district, what concerns it.
    let said = table.said(Some("0700002")).join("\n");
    assert!(!said.contains("in common"), "{said}");
}

fn by_year(years: &[&str]) -> Result<AnyTable, String> {
    let mut text = String::from("Year,ID,NAME,AGENCY,AGNAME,LO,HI,ALL,FTE\n");
    for (k, year) in years.iter().enumerate() {
        text += &format!("{year},0700001001,Ash,0700001,Fern,K,5,{},19\n", 400 + k);
    }
    let mapping = mapping::read("m.toml", &COLUMNS.replacen('\n', "\nlatest = \"Year\"\n", 1)).unwrap();
    AnyTable::from_bytes("t.csv", text.as_bytes(), Some(&mapping)).map_err(|e| e.to_string())
}

#[test]
fn the_latest_of_several_dates_counts_and_what_has_no_order_is_refused() {
    let pupils = |years: &[&str]| match by_year(years).unwrap() {
        AnyTable::Schools(table) => table.districts()[0].pupils(),
        AnyTable::Totals(_) => panic!("read as districts"),
    };
    assert_eq!(pupils(&["9/1/2023", "10/1/2022"]), 400);
    assert_eq!(pupils(&["2022-23", "2024-25", "2023-24"]), 401);
    assert_eq!(pupils(&["2009", "2010"]), 401);
    let refused = by_year(&["Fall 2023", "Spring 2024"]).unwrap_err();
    assert_told(
        &refused,
        &[
            "line 1, column `Year`: `latest` of m.toml cannot tell which of its values is the latest: `Fall 2023`, `Spring 2024`",
            "\"Year\" = [\"…\"] under [where]",
        ],
    );
    assert!(!refused.contains("already on line"), "one cause is told once: {refused}");
}

#[test]
fn identifiers_without_the_digits_of_a_shipped_layout_are_told_even_where_all_lost_them() {
    let text = "NCES District ID,District Name,County Name*,Students*,Teachers*,Type,Status\n\
                100005,Fern,Invented,410,19,Regular Local,Open\n100006,Gorse,Invented,300,15,Regular Local,Open\n";
    let mapping = read_mapping(Some("nces-district-search"), None).unwrap();
    let read = |text: &str| told(&AnyTable::from_bytes("t.csv", text.as_bytes(), mapping.as_ref()).unwrap());
    assert_told(
        &read(text),
        &[
            "column `NCES District ID`: 2 of 2 have fewer than 7 digits, which identifiers of this layout have (`100005` in line 2)",
        ],
    );
    assert!(!read(&text.replace("\n1", "\n01")).contains("digits"));
    assert_told(&read(&text.replace("\n100005", "\n01000050")), &["1 of 2 has more than 7 digits"]);
}

const OWN: &str = "district_id,district,district_type,county,school_id,school,level,grade_low,grade_high,charter,enrollment,\
                   teachers_fte_est,frpm_share\n\
                   0700001,Fern,unified,Invented,070000100001,Ash,elementary,K,5,no,410,19.2,0.62\n\
                   0700001,Fern,unified,Invented,070000100002,Elm,other,K,12,local,300,15,0.4\n\
                   0700001,Fern,unified,Invented,070000100003,Free,high,9,12,direct,300,15,0.4\n\
                   0700002,Gorse,coe,Invented,070000200003,Gor,high,9,12,,300,15,\n";

/// The table as its own draft reads it, and that draft.
fn drafted(path: &Path) -> (Result<AnyTable, String>, String) {
    let text = draft(path).unwrap();
    let mapping = mapping::read("d.toml", &text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    (read_table(path, Some(&mapping)).map_err(|e| e.to_string()), text)
}

#[test]
fn a_draft_reads_a_table_of_our_own_columns_as_it_is_read_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.csv");
    fs::write(&path, OWN).unwrap();
    let plain = DistrictTable::read(&path).unwrap();
    let (found, text) = drafted(&path);
    let Ok(AnyTable::Schools(found)) = found else { panic!("{text}") };
    assert_eq!(found.districts(), plain.districts());
    assert_eq!(found.said(None), plain.said(None));
    assert_eq!(found.districts()[0].schools.len(), 2, "the direct charter is left out");
}

#[test]
fn a_draft_finds_years_in_columns_and_names_and_says_every_word_that_is_not_clear() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.csv");
    let text = "School Year,District Code,District,School Code,School,Level,Grades,Students 2022-23,Students 2023-24,Charter\n\
                2023-24,01,Fern,11,Ash,Elementary,K-5,300,410,Directly funded\n\
                2022-23,01,Fern,11,Ash,Elementary,K-5,300,400,Directly funded\n\
                2023-24,01,Fern,12,Elm,Alternative,6-8,200,210,N\n\
                2022-23,01,Fern,12,Elm,Alternative,6-8,200,205,N\n";
    fs::write(&path, text).unwrap();
    let (found, drafted_text) = drafted(&path);
    assert_told(
        &drafted_text,
        &[
            "latest = \"School Year\"",
            "enrollment  = \"Students {year}\"",
            "\"Directly funded\" = \"direct\"",
            "\"Alternative\" = \"\"  # not clear",
        ],
    );
    let Ok(AnyTable::Schools(found)) = found else { panic!("{drafted_text}") };
    let school = &found.districts()[0].schools;
    assert_eq!((school.len(), school[0].name.as_str(), school[0].enrollment), (1, "Elm", 210));
    // Terms have no order: the draft asks, and says that it does not read the table.
    let terms = text.replace("\n2023-24", "\nSpring 2024").replace("\n2022-23", "\nFall 2022");
    fs::write(&path, terms).unwrap();
    let (found, drafted_text) = drafted(&path);
    assert!(found.is_err());
    assert_told(
        &drafted_text,
        &["# The draft does not read the table yet. It has", "it is not plain which is the latest"],
    );
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook with one sheet, which says this of itself in the book, and holds this before its rows.
fn workbook(state: &str, columns: &str, rows: &str) -> Vec<u8> {
    let tie = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{TIES}/{kind}\" Target=\"{target}\"/>")
    };
    let all = |ties: &str| {
        format!(
            "<Relationships xmlns=\"{}\">{ties}</Relationships>",
            TIES.replace("officeDocument", "package")
        )
    };
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{TIES}\"><sheets><sheet name=\"S\" sheetId=\"1\" {state} r:id=\"r1\"/></sheets>\
         </workbook>"
    );
    let sheet = format!("<worksheet xmlns=\"{MAIN}\">{columns}<sheetData>{rows}</sheetData></worksheet>");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", all(&tie(1, "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", all(&tie(1, "worksheet", "worksheets/sheet1.xml"))),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The cells of a table as rows of a sheet, each with what it says of itself.
fn rows_of(
    table: &str,
    says: impl Fn(usize) -> &'static str,
    cell: impl Fn(usize, usize, &str) -> String,
) -> String {
    let mut out = String::new();
    for (k, line) in table.lines().enumerate() {
        out += &format!("<row r=\"{}\" {}>", k + 1, says(k + 1));
        for (j, text) in line.split(',').enumerate() {
            let place = format!("{}{}", char::from(b'A' + j as u8), k + 1);
            out += &format!("<c r=\"{place}\" t=\"str\">{}</c>", cell(k + 1, j, text));
        }
        out += "</row>";
    }
    out
}

#[test]
fn what_nobody_sees_in_a_workbook_counts_and_is_told() {
    let plain = |_: usize, _: usize, text: &str| format!("<v>{text}</v>");
    let read = |bytes: &[u8]| match DistrictTable::from_reader("t", bytes) {
        Ok(table) => table.said(None).join("\n"),
        Err(found) => found.to_string(),
    };
    let nothing = workbook("", "", &rows_of(OWN, |_| "", plain));
    assert!(!read(&nothing).contains("hidden"), "{}", read(&nothing));
    let hidden = workbook(
        "state=\"hidden\"",
        "<cols><col min=\"4\" max=\"5\" hidden=\"1\"/><col min=\"30\" max=\"40\" hidden=\"1\"/></cols>",
        &rows_of(OWN, |row| if row == 3 { "hidden=\"1\"" } else { "" }, plain),
    );
    assert_told(
        &read(&hidden),
        &[
            "the sheet `S` is hidden in the workbook, and read",
            "1 row is hidden in the workbook and counts like all others: 3;",
            "2 columns are hidden in the workbook and are read like all others: D, E",
        ],
    );
    let formulas = workbook(
        "",
        "",
        &rows_of(
            OWN,
            |_| "",
            |row, column, text| match (row, column) {
                (2, 10) => "<f>400+10</f>".into(),
                (3, 5) => "<f>\"\"</f><v></v>".into(), // a text of no letters is a result
                _ => format!("<v>{text}</v>"),
            },
        ),
    );
    assert_told(
        &read(&formulas),
        &[
            "line 2, column `enrollment`: is empty",
            "1 cell is a formula whose result is not stored, and read as empty: K2; open the workbook in a spreadsheet and save it",
        ],
    );
}

#[test]
fn merged_cells_of_an_ods_are_told() {
    let mut rows = String::new();
    for line in OWN.lines() {
        rows += "<table:table-row>";
        for text in line.split(',') {
            rows += &format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            );
        }
        rows += "</table:table-row>";
    }
    let rows = rows.replacen(
        "<table:table-cell office:value-type=\"string\"><text:p>0700001</text:p>",
        "<table:table-cell table:number-rows-spanned=\"3\" office:value-type=\"string\"><text:p>0700001</text:p>",
        1,
    );
    let rows = rows.replacen("<table:table-row><table:table-cell office:value-type=\"string\"><text:p>0700002", "<table:table-row table:visibility=\"filter\"><table:table-cell office:value-type=\"string\"><text:p>0700002", 1);
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\"><office:body><office:spreadsheet>\
         <table:table table:name=\"a\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", content.as_str()),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    let table = DistrictTable::from_reader("t", bytes.as_slice()).unwrap_or_else(|e| panic!("{e}"));
    assert_told(
        &table.said(None).join("\n"),
        &[
            "cells are merged in row 2: only the first of them",
            "1 row is hidden in the workbook and counts like all others: 5;",
        ],
    );
}
