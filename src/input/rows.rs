//! From the bytes of a CSV table to its rows, each with its line and the columns it is read by.

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::columns::Layout;
use super::district_cells::Row;
use super::table_fault::TableFaults;
use crate::census::mapping::{Mapping, Rows};

/// Hands each row to `enter`, in the order of the file.
pub(super) fn each(
    bytes: &[u8],
    mapping: &Mapping,
    faults: &mut TableFaults,
    mut enter: impl FnMut(Row<'_>),
) {
    let noun = match mapping.rows {
        Rows::Schools => "school",
        Rows::Districts => "district",
    };
    let find = |header: &ByteRecord, line: u64, faults: &mut TableFaults| {
        if header.is_empty() {
            let remedy = format!("the first line names the columns, each further one is a {noun}");
            faults.row(1, "the file is empty", remedy);
            return None;
        }
        Layout::find(header, line, mapping, faults)
    };
    records(
        bytes,
        faults,
        (noun, &format!("add one row for each {noun}")),
        find,
        |record, layout, line, faults| {
            enter(Row { record, layout, line, faults });
        },
    );
}

/// Hands each record to `enter`, with what `find` made of the header; `noun` is what a row is.
pub(super) fn records<L>(
    bytes: &[u8],
    faults: &mut TableFaults,
    (noun, add_some): (&str, &str),
    find: impl FnOnce(&ByteRecord, u64, &mut TableFaults) -> Option<L>,
    mut enter: impl FnMut(&ByteRecord, &L, u64, &mut TableFaults),
) {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(bytes);
    let mut lines = Lines::new(bytes);
    let mut records = reader.byte_records().map_while(Result::ok); // reading from memory cannot fail
    let header = records.next().unwrap_or_default();
    let header_line = lines.of(&header);
    let Some(layout) = find(&header, header_line, faults) else { return };
    let mut rows = 0_usize;
    for record in records {
        rows += 1;
        let line = lines.of(&record);
        if record.len() == header.len() {
            enter(&record, &layout, line, faults);
        } else {
            let what = format!("the row has {} cells, the header {}", record.len(), header.len());
            faults.row(line, what, "look for a missing or extra comma, or a stray quotation mark");
        }
    }
    if rows == 0 {
        faults.row(header_line, format!("there is a header, but no {noun}"), add_some);
    }
}

/// Counts lines up to a record. The reader's own count stands before the blank lines that it skips.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn new(bytes: &'a [u8]) -> Lines<'a> {
        Lines { bytes, offset: 0, line: 1 }
    }

    fn of(&mut self, record: &ByteRecord) -> u64 {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        while let Some(byte) = self.bytes.get(self.offset)
            && (self.offset < start || matches!(byte, b'\n' | b'\r'))
        {
            self.line += u64::from(*byte == b'\n');
            self.offset += 1;
        }
        self.line
    }
}
