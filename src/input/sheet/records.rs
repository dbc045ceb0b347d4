//! From a text to rows of cells, each with its line.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord};

use super::delimiter::Marks;
use super::{MOST_CELLS, MOST_ROWS, Refused, SheetRow};
use crate::census::reading_notes::Handling;
use crate::input::table_fault::TableFaults;

/// Stands behind the text: if it is no row of its own, a quotation mark was never closed.
const END: &str = "\n\u{1}end\u{1}";

/// No cell of a spreadsheet has more signs.
const LONGEST_CELL: usize = 32_767 * 4;

/// All rows that are not empty; of rows of bare marks only the number is kept.
pub(super) fn of(text: &str, marks: &Marks, faults: &mut TableFaults) -> Result<Vec<SheetRow>, Refused> {
    let text = text.get(marks.start..).unwrap_or_default();
    let widest = text.split(['\n', '\r']).map(|line| line.matches(marks.sign).count()).max().unwrap_or(0);
    if widest > MOST_CELLS {
        return Err(faults.of_file(
            format!("a line of it has {widest} cells or more, and at most {MOST_CELLS} are read"),
            "check that it is the right file",
        ));
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(marks.sign as u8)
        .from_reader(text.as_bytes().chain(END.as_bytes()));
    let mut lines = Lines { bytes: text.as_bytes(), offset: 0, line: marks.line };
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    // Reading from memory cannot fail, and a text of UTF-8 has only cells of UTF-8.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let line = lines.of(usize::try_from(start).unwrap_or(usize::MAX));
        let is_end = |cell: &str| cell.ends_with(END.trim_start());
        // The same signs may stand within the text, where they are a cell like any other.
        let is_last = reader.position().byte() >= (text.len() + END.len()) as u64;
        if is_last && record.iter().next_back().is_some_and(is_end) {
            if lines.offset >= text.len() && record.len() == 1 && record.get(0) == Some(END.trim_start()) {
                break;
            }
            let what = "a quotation mark opens a cell that is never closed; it takes in all lines below";
            let remedy = "look for a stray quotation mark, or write it twice within quotes where it is part of the text";
            return Err(faults.of_line(line, what, remedy));
        }
        if text_of(text, &record, start).contains("\\\"") {
            let words = [
                "row with a backslash before a quotation mark",
                "rows with a backslash before a quotation mark",
            ];
            faults.notes.count(Handling::Guessed, words, line);
        }
        if record.iter().any(|cell| cell.len() > LONGEST_CELL) {
            let words = [
                "row with a cell longer than any spreadsheet has",
                "rows with cells longer than any spreadsheet has",
            ];
            faults.notes.count(Handling::Guessed, words, line);
        }
        // Two stray quotation marks: what stands between them is no cell, but rows.
        let takes_in_rows = |cell: &str| {
            let signs = |line: &str| line.matches(marks.sign).count() * 2 + 1 >= record.len();
            record.len() > 2 && cell.contains(['\n', '\r']) && cell.split(['\n', '\r']).any(signs)
        };
        if record.iter().any(takes_in_rows) {
            let remedy = "look for two stray quotation marks, or write one twice within quotes where it is part of the text";
            faults.row(line, "a cell in quotation marks takes in further rows", remedy);
            continue;
        }
        if record.iter().any(|cell| cell.contains(['\n', '\r'])) {
            let words = [
                "row with a cell that runs over several lines",
                "rows with cells that run over several lines",
            ];
            faults.notes.count(Handling::Guessed, words, line);
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            let words = ["empty row left out", "empty rows left out"];
            faults.notes.count_of_layout(Handling::LeftOut, words, line);
            continue;
        }
        if rows.len() >= MOST_ROWS {
            let remedy = "check that it is the right file, or split it by state";
            return Err(faults.of_file(format!("has more than {MOST_ROWS} rows"), remedy));
        }
        rows.push(SheetRow { line, cells: record.clone() });
    }
    Ok(rows)
}

/// How a record is written, up to the line where it ends.
fn text_of<'t>(text: &'t str, record: &StringRecord, start: u64) -> &'t str {
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    let end = start.saturating_add(record.as_slice().len() + 3 * record.len());
    text.get(start..text.len().min(end)).unwrap_or_default().lines().next().unwrap_or_default()
}

/// Counts lines up to a record. The reader's own count stands before the blank lines that it skips.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, start: usize) -> u64 {
        while let Some(byte) = self.bytes.get(self.offset)
            && (self.offset < start || matches!(byte, b'\n' | b'\r'))
        {
            let ends = *byte == b'\n' || *byte == b'\r' && self.bytes.get(self.offset + 1) != Some(&b'\n');
            self.line += u64::from(ends);
            self.offset += 1;
        }
        self.line
    }
}
