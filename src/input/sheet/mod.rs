//! From any bytes to rows of text: whatever a table of schools is kept in, it ends as a header and rows of text cells.
//!
//! What is plain is recognized: the mark between cells, the encoding, line ends, titles above the header, notes below the
//! rows, the form of numbers. What is not plain is a fault, and a key of the mapping settles it. Whatever was left out or
//! changed is counted.

mod cells;
mod container;
mod delimiter;
mod encoding;
mod header;
mod identifiers;
mod numbers;
mod ods_bounds;
#[cfg(feature = "parquet")]
mod parquet_rows;
mod records;
mod sheet_marks;
mod tags;
mod workbook;
mod workbook_bounds;

use container::Contents;
use csv::StringRecord;

use super::table_fault::TableFaults;
use crate::census::sheet_layout::SheetLayout;

pub(super) use identifiers::{remark_capitals, remark_digits, remark_lost_zeros, remark_signs};
pub(super) use numbers::{NumberColumn, NumberKind, settle};

/// Most cells of a row. Spreadsheets have 16,384 columns.
const MOST_CELLS: usize = 16_384;
/// Most rows: there are about 100,000 schools in the United States.
const MOST_ROWS: usize = 2_000_000;

/// One row of text.
#[derive(Debug, Clone)]
pub(super) struct SheetRow {
    /// The line of the file, from 1; in a workbook the row of the sheet.
    pub(super) line: u64,
    /// The cells.
    pub(super) cells: StringRecord,
}

/// A table: as many cells in each row as the header has.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The names of the columns; empty if the file is.
    pub(super) header: SheetRow,
    /// The rows, in the order of the file.
    pub(super) rows: Vec<SheetRow>,
    /// Whether cells are separated by semicolons, as where commas stand before fractions.
    pub(super) has_semicolons: bool,
}

/// Reads a table. `wanted` are the names of columns that are looked for: by them header and marks between cells are found.
/// `notes_below` says whether text below the rows is left out. How it was read goes into the notes of `faults`; none, with a
/// fault, where it cannot be read at all.
pub(super) fn read(
    bytes: &[u8],
    layout: &SheetLayout,
    wanted: &[&str],
    notes_below: bool,
    faults: &mut TableFaults,
) -> Option<Sheet> {
    let (rows, has_semicolons) = match all_rows(bytes, layout, wanted, faults) {
        Ok(read) => read,
        Err(fault) => {
            faults.push(*fault);
            return None;
        }
    };
    let mut sheet = header::table(rows, layout, wanted, notes_below, faults)?;
    sheet.has_semicolons = has_semicolons;
    Some(sheet)
}

type Refused = Box<crate::diagnostic::Diagnostic>;

fn all_rows(
    bytes: &[u8],
    layout: &SheetLayout,
    wanted: &[&str],
    faults: &mut TableFaults,
) -> Result<(Vec<SheetRow>, bool), Refused> {
    let text = match container::open(bytes, layout, wanted, 0, faults)? {
        Contents::Rows(rows) => return Ok((rows, false)),
        Contents::Text(text) => text,
    };
    let text = encoding::decode(&text, layout, faults)?;
    let marks = delimiter::find(&text, layout, wanted, faults)?;
    Ok((records::of(&text, &marks, faults)?, marks.sign == ';'))
}
