//! From a table to its rows, each with its line and the columns it is read by.

use csv::StringRecord;

use super::columns::{self, Layout, Way};
use super::district_cells::Row;
use super::sheet::{self, NumberColumn, NumberKind, Sheet, SheetRow};
use super::table_fault::TableFaults;
use crate::census::mapping::{Mapping, Rows};
use crate::census::sheet_layout::SheetLayout;

/// Fields that are numbers, and those that are identifiers.
pub(super) const NUMBERS: [(&str, NumberKind); 4] = [
    ("enrollment", NumberKind::Whole),
    ("teachers", NumberKind::Fraction),
    ("poverty", NumberKind::Fraction),
    ("poverty_count", NumberKind::Fraction),
];
const IDENTIFIERS: [&str; 2] = ["district_id", "school_id"];

/// Hands each row to `enter`, in the order of the file.
pub(super) fn each(bytes: &[u8], way: Way<'_>, faults: &mut TableFaults, mut enter: impl FnMut(Row<'_>)) {
    let noun = match way.mapping.rows {
        Rows::Schools => "school",
        Rows::Districts => "district",
    };
    let wanted = columns::names(way.mapping);
    let Some(mut sheet) = sheet::read(bytes, &way.mapping.layout, &wanted, true, faults) else { return };
    if sheet.header.cells.is_empty() {
        let remedy = format!("the first line names the columns, each further one is a {noun}");
        faults.row(1, "the file is empty", remedy);
        return;
    }
    let Some(layout) = Layout::find(&sheet.header.cells, sheet.header.line, way, faults) else { return };
    let number = |(field, kind): (&'static str, NumberKind)| {
        Some(NumberColumn { place: layout.place(field)?, name: layout.column(field), kind })
    };
    let numbers: Vec<NumberColumn<'_>> = NUMBERS.into_iter().filter_map(number).collect();
    sheet::settle(&mut sheet.rows, sheet.has_semicolons, &numbers, &way.mapping.layout, faults);
    let mut seen = Vec::new();
    for field in IDENTIFIERS {
        if let Some(place) = layout.place(field).filter(|place| !seen.contains(place)) {
            seen.push(place);
            match digits(way.mapping, &layout, place) {
                Some(count) => {
                    let column = (layout.column(field), count);
                    sheet::remark_digits(&sheet.rows, place, column, &mut faults.notes);
                }
                None => sheet::remark_lost_zeros(&sheet.rows, place, layout.column(field), &mut faults.notes),
            }
            sheet::remark_signs(&sheet.rows, place, layout.column(field), &mut faults.notes);
            sheet::remark_capitals(&sheet.rows, place, layout.column(field), &mut faults.notes);
        }
    }
    told_if_empty(&sheet, (noun, &format!("add one row for each {noun}")), faults);
    for SheetRow { line, cells } in &sheet.rows {
        enter(Row { record: cells, layout: &layout, line: *line, faults });
    }
}

/// How many digits the identifiers in a column have, where the mapping knows it.
fn digits(mapping: &Mapping, layout: &Layout<'_>, place: usize) -> Option<usize> {
    let known = IDENTIFIERS.into_iter().filter(|field| layout.place(field) == Some(place));
    known.filter_map(|field| mapping.digits.get(field).copied()).next()
}

/// Hands each row of a table that has these columns to `enter`, with what `find` made of the header; `noun` is what a row is,
/// and what to do if there is none.
pub(super) fn records<L>(
    bytes: &[u8],
    wanted: &[&str],
    faults: &mut TableFaults,
    noun: (&str, &str),
    find: impl FnOnce(&StringRecord, u64, &mut TableFaults) -> Option<L>,
    mut enter: impl FnMut(&StringRecord, &L, u64, &mut TableFaults),
) {
    let Some(sheet) = sheet::read(bytes, &SheetLayout::default(), wanted, false, faults) else { return };
    let Some(layout) = find(&sheet.header.cells, sheet.header.line, faults) else { return };
    told_if_empty(&sheet, noun, faults);
    for SheetRow { line, cells } in &sheet.rows {
        enter(cells, &layout, *line, faults);
    }
}

/// A header alone is a fault, unless rows were there that have one.
fn told_if_empty(sheet: &Sheet, (noun, add_some): (&str, &str), faults: &mut TableFaults) {
    if sheet.rows.is_empty() && faults.count() == 0 {
        faults.row(sheet.header.line, format!("there is a header, but no {noun}"), add_some);
    }
}
