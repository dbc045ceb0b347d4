//! Which rows are the table: titles stand above its header, notes below its rows, and spreadsheets leave empty columns.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::cells::{clean_name, clean_row};
use super::{Sheet, SheetRow};
use crate::census::reading_notes::Handling;
use crate::census::sheet_layout::SheetLayout;
use crate::input::table_fault::{Quoted, TableFaults};

/// The header is looked for in so many rows.
const LOOKED_AT: usize = 60;
/// With fewer columns a row of one cell may be data.
const FEWEST_COLUMNS: usize = 3;

/// The table within these rows.
pub(super) fn table(
    mut rows: Vec<SheetRow>,
    layout: &SheetLayout,
    wanted: &[&str],
    notes_below: bool,
    faults: &mut TableFaults,
) -> Option<Sheet> {
    let Some(place) = place(&rows, layout, wanted, faults)? else {
        let header = SheetRow { line: 1, cells: StringRecord::new() };
        return Some(Sheet { header, rows: Vec::new(), has_semicolons: false });
    };
    let mut below = rows.split_off(place + 1);
    let above = rows.len() - 1;
    let header = rows.pop()?;
    let names: Vec<String> = header.cells.iter().map(|name| clean_name(name).into_owned()).collect();
    if above > 0 {
        let lines = if above == 1 { "1 line above it".into() } else { format!("{above} lines above it") };
        faults.notes.read_with(format!("header in line {} ({lines} left out)", header.line));
    }
    if notes_below && names.len() >= FEWEST_COLUMNS {
        leave_out_notes(&mut below, names.len(), faults);
    }

    // Columns without a name at the end that hold nothing are none. Where a few rows fill them, those rows have too many cells.
    let named = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
    let is_used = |row: &&SheetRow| {
        row.cells.len() == names.len() && row.cells.iter().skip(named).any(|cell| !cell.trim().is_empty())
    };
    let used = below.iter().filter(is_used).count();
    let columns = if used > 0 && used * 2 >= below.len() { names.len() } else { named };
    match names.len() - columns {
        0 => {}
        1 => faults.notes.read_with("1 empty column without a name left out"),
        more => faults.notes.read_with(format!("{more} empty columns without a name left out")),
    }
    let mut kept = Vec::with_capacity(below.len());
    for mut row in below {
        if row.cells.iter().map(clean_name).eq(names.iter().map(String::as_str)) {
            let words = ["repetition of the header left out", "repetitions of the header left out"];
            faults.notes.count_of_layout(Handling::LeftOut, words, row.line);
        } else if fits(&mut row, columns, names.len(), faults) {
            clean_row(&mut row.cells, row.line, &mut faults.notes);
            kept.push(row);
        }
    }
    let cells = StringRecord::from(names.get(..columns).unwrap_or(&names).to_vec());
    Some(Sheet { header: SheetRow { line: header.line, cells }, rows: kept, has_semicolons: false })
}

/// Whether a row has as many cells as the header; empty ones at its end are cut off.
fn fits(row: &mut SheetRow, columns: usize, written: usize, faults: &mut TableFaults) -> bool {
    let count = row.cells.len();
    if count == columns {
        return true;
    }
    let filled = row
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.trim().is_empty())
        .last()
        .map_or(0, |(k, _)| k + 1);
    if count > columns && filled <= columns {
        if count != written {
            let words = ["row that ends in further empty cells", "rows that end in further empty cells"];
            faults.notes.count_of_layout(Handling::Changed, words, row.line);
        }
        row.cells.truncate(columns);
        return true;
    }
    let cells = if count == 1 { "cell" } else { "cells" };
    let what = format!("the row has {count} {cells}, the header {columns}");
    faults.row(row.line, what, "look for a missing or extra comma, or a stray quotation mark");
    false
}

/// The row that names the columns: the one that the mapping names, the one with most of the columns that are looked for, or
/// the first that is about as wide as the table. The outer none is a fault; the inner one says that there are no rows.
fn place(
    rows: &[SheetRow],
    layout: &SheetLayout,
    wanted: &[&str],
    faults: &mut TableFaults,
) -> Option<Option<usize>> {
    if rows.is_empty() {
        return Some(None);
    }
    if let Some(line) = layout.header_line {
        let found = rows.iter().position(|row| row.line == line);
        if found.is_none() {
            let what = format!("line {line} is empty, and the mapping says header_line = {line}");
            faults.row(line, what, "write the line that names the columns, counted from 1");
        }
        return found.map(Some);
    }
    let names = |row: &SheetRow| row.cells.iter().filter(|cell| wanted.contains(&&*clean_name(cell))).count();
    let mut best = (0, 0);
    for (place, row) in rows.iter().take(LOOKED_AT).enumerate() {
        let count = names(row);
        if count > best.0 {
            best = (count, place);
        }
    }
    if best.0 > 0 {
        return Some(Some(best.1));
    }
    let width = usual_width(rows);
    let is_wide = |row: &SheetRow| {
        let filled = row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
        filled > 1 && filled * 2 >= width
    };
    Some(Some(rows.iter().take(LOOKED_AT).position(is_wide).unwrap_or(0)))
}

/// How many cells most rows have.
fn usual_width(rows: &[SheetRow]) -> usize {
    let mut widths = BTreeMap::<usize, usize>::new();
    for row in rows.iter().take(1_000) {
        *widths.entry(row.cells.len()).or_default() += 1;
    }
    widths.into_iter().max_by_key(|(cells, rows)| (*rows, *cells)).map_or(0, |(cells, _)| cells)
}

/// Leaves out what stands below the last row: lines of one cell that is a text, and what has the wrong number of cells behind
/// a blank line or behind such a line.
fn leave_out_notes(rows: &mut Vec<SheetRow>, columns: usize, faults: &mut TableFaults) {
    let mut end = rows.len();
    let mut left_out = rows.len();
    while end > 0 {
        let row = &rows[end - 1];
        let filled: Vec<&str> = row.cells.iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let is_words = filled.first().is_some_and(|cell| is_sentence(cell));
        let after_gap = end >= 2 && rows[end - 2].line + 1 < row.line;
        end -= 1;
        match (filled.len() == 1 && is_words, row.cells.len() == columns) {
            (true, _) => left_out = end,
            (false, false) if after_gap && is_words || is_remark(filled.first()) => left_out = end,
            (false, false) if filled.len() * 2 <= columns && is_words => {} // a note if one stands above it
            _ => break,
        }
    }
    let notes = rows.split_off(left_out);
    let Some(first) = notes.first().and_then(|row| row.cells.iter().find(|cell| !cell.trim().is_empty()))
    else {
        return;
    };
    let lines = if notes.len() == 1 { "note line" } else { "note lines" };
    faults.notes.read_with(format!("{} {lines} left out ({})", notes.len(), Quoted(first.trim())));
}

/// Words, perhaps numbered, and neither an identifier, a formula, nor a row with other marks between its cells.
fn is_sentence(cell: &str) -> bool {
    let marks = cell.matches([';', '\t', '|']).count();
    let behind_number = cell.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = [". ", ") "].iter().any(|mark| behind_number.starts_with(mark));
    let begins = !cell.starts_with(|c: char| c == '=' || c.is_ascii_digit() && !is_numbered);
    cell.contains(char::is_alphabetic) && begins && marks < 2
}

/// Words and signs by which notes begin.
fn is_remark(first: Option<&&str>) -> bool {
    let Some(text) = first else { return false };
    let words = ["source", "note", "data source", "*", "†", "‡", "–", "—", "©", "\"note"];
    words.iter().any(|word| text.to_lowercase().starts_with(word))
}
