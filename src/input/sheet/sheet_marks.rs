//! What a workbook says of a sheet beside its cells: what is hidden, merged, or computed and never was.
//!
//! The library that reads cells does not tell it. What cannot be found is not told; the cells are read all the same.

use std::io::{Cursor, Read};
use std::ops::RangeInclusive;

use zip::ZipArchive;

use super::tags::{Tag, next_tag};
use super::workbook_bounds::{records, stream};

/// Most bytes of a part of a workbook; all of them together were counted before.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
/// Most columns that are looked at one by one.
const WIDEST: u32 = 16_384;

/// Rows and columns count from 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct SheetMarks {
    /// Rows that nobody sees.
    pub(super) hidden_rows: Vec<RangeInclusive<u32>>,
    /// Columns that nobody sees.
    pub(super) hidden_columns: Vec<RangeInclusive<u32>>,
    /// Cells, by row and column, with a formula and no result.
    pub(super) formulas: Vec<(u32, u32)>,
    /// First rows of merged cells, where the library does not tell them.
    pub(super) merged: Vec<u32>,
}

/// Of the sheet at this place of an .xlsx.
pub(super) fn of_xlsx(bytes: &[u8], sheet: usize) -> Option<SheetMarks> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |path: &str| {
        let mut text = Vec::new();
        archive.by_name(path).ok()?.take(MOST_BYTES).read_to_end(&mut text).ok()?;
        Some(String::from_utf8_lossy(&text).into_owned())
    };
    let book = part("xl/workbook.xml")?;
    let id = tags(&book).filter(|tag| tag.name == "sheet").nth(sheet)?.get("id")?;
    let ties = part("xl/_rels/workbook.xml.rels")?;
    let target =
        tags(&ties).find(|tag| tag.name == "Relationship" && tag.get("Id") == Some(id))?.get("Target")?;
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    Some(in_xlsx(&part(&path)?))
}

fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || next_tag(&mut rest).flatten().map(Tag::of))
}

fn in_xlsx(sheet: &str) -> SheetMarks {
    let mut found = SheetMarks::default();
    let (mut row, mut column, mut next_row) = (0, 0, 0);
    // Whether the cell that is open has a formula, and whether it has a result.
    let (mut formula, mut result, mut is_text) = (false, false, false);
    let mut rest = sheet;
    while let Some(Some(text)) = next_tag(&mut rest) {
        let tag = Tag::of(text);
        match tag.name {
            "c" if tag.is_end => {
                if formula && !result {
                    found.formulas.push((row, column));
                }
                column += 1;
            }
            _ if tag.is_end => {}
            "col" if tag.says("hidden") => {
                let (low, high) = (tag.number("min").unwrap_or(1), tag.number("max").unwrap_or(1));
                found.hidden_columns.push(low.saturating_sub(1)..=high.saturating_sub(1));
            }
            "row" => {
                row = tag.number("r").map_or(next_row, |r| r.saturating_sub(1));
                (next_row, column) = (row.saturating_add(1), 0);
                if tag.says("hidden") {
                    found.hidden_rows.push(row..=row);
                }
            }
            "c" => {
                column = tag.get("r").and_then(column_of).unwrap_or(column);
                (formula, result) = (false, false);
                is_text = tag.get("t") == Some("str");
                if tag.is_empty {
                    column += 1;
                }
            }
            "f" => formula = true,
            // An empty text is a result too, where the cell says that it is a text.
            "v" | "is" => result = is_text || !tag.is_empty && !rest.starts_with("</"),
            _ => {}
        }
    }
    found
}

/// The column of `AB12`, from 0.
fn column_of(cell: &str) -> Option<u32> {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.fold(0_u32, |sum, letter| sum.saturating_mul(26) + u32::from(letter - b'A' + 1));
    number.checked_sub(1)
}

/// Of the sheet at this place of what an .ods holds.
pub(super) fn of_ods(content: &[u8], sheet: usize) -> Option<SheetMarks> {
    let content = String::from_utf8_lossy(content);
    let mut found = SheetMarks::default();
    let (mut table, mut row, mut next_row, mut column, mut described) = (0_usize, 0_u32, 0_u32, 0_u32, 0_u32);
    let mut rest = &*content;
    while let Some(text) = next_tag(&mut rest)? {
        let tag = Tag::of(text);
        if tag.name == "table" && !tag.is_end {
            table += 1;
        }
        if table != sheet + 1 || tag.is_end {
            continue;
        }
        let is_hidden = matches!(tag.get("visibility"), Some("collapse" | "filter"));
        let many = |key: &str| tag.number(key).unwrap_or(1).max(1);
        match tag.name {
            "table-column" => {
                let next = described.saturating_add(many("number-columns-repeated"));
                if is_hidden {
                    found.hidden_columns.push(described..=next - 1);
                }
                described = next;
            }
            "table-row" => {
                row = next_row;
                (next_row, column) = (row.saturating_add(many("number-rows-repeated")), 0);
                if is_hidden {
                    found.hidden_rows.push(row..=next_row - 1);
                }
            }
            "table-cell" | "covered-table-cell" => {
                if tag.get("formula").is_some() && tag.get("value-type").is_none() {
                    found.formulas.push((row, column));
                }
                if ["number-columns-spanned", "number-rows-spanned"].iter().any(|key| many(key) > 1) {
                    found.merged.push(row);
                }
                column = column.saturating_add(many("number-columns-repeated"));
            }
            _ => {}
        }
    }
    Some(found)
}

/// Of the sheet at this place of a workbook as it was before 2007.
pub(super) fn of_xls(bytes: &[u8], sheet: usize) -> Option<SheetMarks> {
    let stream = stream(bytes).ok()?;
    let mut named = records(&stream).filter(|(kind, _)| *kind == 0x0085);
    let start = u32::from_le_bytes(named.nth(sheet)?.1.get(..4)?.try_into().ok()?);
    let mut found = SheetMarks::default();
    let mut depth = 0_u32;
    for (kind, data) in records(stream.get(start as usize..)?) {
        let short =
            |at: usize| data.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes);
        match kind {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            // A row: of no height.
            0x0208 if short(12).is_some_and(|flags| flags & 0x20 != 0) => {
                let row = u32::from(short(0)?);
                found.hidden_rows.push(row..=row);
            }
            // Columns.
            0x007D if short(8).is_some_and(|flags| flags & 1 != 0) => {
                found.hidden_columns.push(u32::from(short(0)?)..=u32::from(short(2)?));
            }
            _ => {}
        }
    }
    Some(found)
}

impl SheetMarks {
    /// What has to be said of cells at these rows and columns.
    pub(super) fn remarks(&self, rows: &[u32], columns: &[u32]) -> Vec<String> {
        let mut said = Vec::new();
        let within = |ranges: &[RangeInclusive<u32>], places: &[u32]| -> Vec<u32> {
            places.iter().copied().filter(|place| ranges.iter().any(|range| range.contains(place))).collect()
        };
        let hidden: Vec<String> =
            within(&self.hidden_rows, rows).iter().map(|row| (row + 1).to_string()).collect();
        if !hidden.is_empty() {
            let are = if hidden.len() == 1 {
                "row is hidden in the workbook and counts"
            } else {
                "rows are hidden in the workbook and count"
            };
            said.push(format!(
                "{} {are} like all others: {}; to leave rows out delete them, or use [where] in a mapping",
                hidden.len(),
                some(&hidden)
            ));
        }
        let hidden: Vec<String> = within(&self.hidden_columns, columns).into_iter().map(letters).collect();
        if !hidden.is_empty() {
            let are = if hidden.len() == 1 {
                "column is hidden in the workbook and is"
            } else {
                "columns are hidden in the workbook and are"
            };
            said.push(format!("{} {are} read like all others: {}", hidden.len(), some(&hidden)));
        }
        if !self.formulas.is_empty() {
            let cells: Vec<String> = self
                .formulas
                .iter()
                .map(|(row, column)| format!("{}{}", letters(*column), row + 1))
                .collect();
            let are = if cells.len() == 1 { "cell is a formula" } else { "cells are formulas" };
            said.push(format!(
                "{} {are} whose result is not stored, and read as empty: {}; open the workbook in a spreadsheet and save it",
                cells.len(),
                some(&cells)
            ));
        }
        said
    }
}

/// The first of them.
fn some(places: &[String]) -> String {
    const NAMED: usize = 5;
    let named: Vec<&str> = places.iter().take(NAMED).map(String::as_str).collect();
    format!("{}{}", named.join(", "), if places.len() > NAMED { ", …" } else { "" })
}

/// The name that spreadsheets give a column.
fn letters(column: u32) -> String {
    let (mut left, mut name) = (column.min(WIDEST) + 1, String::new());
    while left > 0 {
        name.insert(0, char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_and_formulas_without_a_result_are_found() {
        let sheet = "<x:worksheet><x:cols><x:col min=\"2\" max=\"3\" hidden=\"1\"/></x:cols><x:sheetData>\
                     <x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c></x:row>\
                     <x:row r=\"4\" hidden=\"true\"><x:c r=\"A4\"/><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c><x:f>A1</x:f></x:c>\
                     <x:c r=\"AB4\"><x:f/><x:v></x:v></x:c></x:row></x:sheetData></x:worksheet>";
        let found = in_xlsx(sheet);
        let expected = SheetMarks {
            hidden_rows: vec![3..=3],
            hidden_columns: vec![1..=2],
            formulas: vec![(3, 2), (3, 27)],
            merged: vec![],
        };
        assert_eq!(found, expected);
        let said = found.remarks(&[0, 3], &[0, 1, 2]).join("\n");
        for words in [
            "1 row is hidden in the workbook and counts like all others: 4;",
            "2 columns are hidden in the workbook and are read like all others: B, C",
            "2 cells are formulas whose result is not stored, and read as empty: C4, AB4;",
        ] {
            assert!(said.contains(words), "lacks {words}\n{said}");
        }
        assert_eq!(found.remarks(&[0], &[0]).len(), 1, "what is hidden and holds nothing is not told");
        assert_eq!([letters(0), letters(25), letters(26), letters(16_383)], ["A", "Z", "AA", "XFD"]);
    }

    #[test]
    fn the_same_is_found_in_an_ods_of_the_sheet_that_is_read() {
        let sheet = |more: &str| {
            format!(
                "<table:table table:name=\"a\"><table:table-column table:number-columns-repeated=\"2\"/>\
                 <table:table-column table:visibility=\"collapse\"/><table:table-row table:number-rows-repeated=\"2\">\
                 <table:table-cell office:value-type=\"float\" table:formula=\"1\"/></table:table-row>\
                 <table:table-row table:visibility=\"filter\">{more}</table:table-row></table:table>"
            )
        };
        let cells = "<table:table-cell table:number-columns-repeated=\"3\"/><table:table-cell table:formula=\"of:=1\"/>\
                     <table:table-cell table:number-rows-spanned=\"2\" office:value-type=\"float\"/>";
        let content =
            format!("<office:document-content>{}{}</office:document-content>", sheet(""), sheet(cells));
        let expected = |formulas: Vec<(u32, u32)>, merged: Vec<u32>| SheetMarks {
            hidden_rows: vec![2..=2],
            hidden_columns: vec![2..=2],
            formulas,
            merged,
        };
        assert_eq!(of_ods(content.as_bytes(), 0), Some(expected(vec![], vec![])));
        assert_eq!(of_ods(content.as_bytes(), 1), Some(expected(vec![(2, 3)], vec![2])));
    }
}
