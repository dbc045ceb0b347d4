//! From a text to rows of cells, each with its line.

use std::io::Read;

use csv::{ReaderBuilder, StringRecord};

use super::delimiter::Marks;
use super::{MOST_CELLS, MOST_ROWS, Refused, SheetRow};
use crate::census::reading_notes::Handling;
use crate::input::table_fault::TableFaults;

/// Stands behind the text: if it is no row of its own, a quotation mark was never closed.
const END: &str = "\n\u{1}end\u{1}";

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
        if record.iter().next_back().is_some_and(is_end) {
            if record.len() == 1 && record.get(0) == Some(END.trim_start()) {
                break;
            }
            let what = "a quotation mark opens a cell that is never closed; it takes in all lines below";
            let remedy = "look for a stray quotation mark, or write it twice within quotes where it is part of the text";
            return Err(faults.of_line(line, what, remedy));
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
