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
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(bytes);
    let mut lines = Lines::new(bytes);
    let mut records = reader.byte_records().map_while(Result::ok); // reading from memory cannot fail

    let Some(header) = records.next() else {
        let remedy = format!("the first line names the columns, each further one is a {noun}");
        faults.row(1, "the file is empty", remedy);
        return;
    };
    let header_line = lines.of(&header);
    let Some(layout) = Layout::find(&header, header_line, mapping, faults) else { return };

    let mut rows = 0_usize;
    for record in records {
        rows += 1;
        let line = lines.of(&record);
        if record.len() != header.len() {
            let what = format!("the row has {} cells, the header {}", record.len(), header.len());
            faults.row(line, what, "look for a missing or extra comma, or a stray quotation mark");
            continue;
        }
        enter(Row { record: &record, layout: &layout, line, faults });
    }
    if rows == 0 {
        let (what, remedy) =
            (format!("there is a header, but no {noun}"), format!("add one row for each {noun}"));
        faults.row(header_line, what, remedy);
    }
}

/// Counts lines up to a record. The reader's own count stands before the blank lines that it skips.
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Lines<'a> {
        Lines { bytes, offset: 0, line: 1 }
    }

    pub(super) fn of(&mut self, record: &ByteRecord) -> u64 {
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
