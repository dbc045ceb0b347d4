//! Small tables of observations: columns of fixed names, found by the header, and every cell checked.

use std::path::Path;

use csv::StringRecord;

use super::district_table::contents;
use super::rows::records;
use super::table_fault::{Quoted, TableFaults};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostics, Remedy};

/// One row: its cells in the order in which the columns were asked for.
pub(super) struct Cells<'a> {
    record: &'a StringRecord,
    columns: &'a [&'a str],
    places: &'a [usize],
    /// The line of the file.
    pub(super) line: u64,
    faults: &'a mut TableFaults,
}

/// Reads a file and hands each row to `enter`; all faults are found in one pass.
pub(super) fn read<T: Default>(
    path: &Path,
    columns: &[&str],
    mut enter: impl FnMut(&mut T, &mut Cells<'_>),
) -> Result<T, Diagnostics> {
    let (name, bytes) = contents(path)?;
    let (mut table, mut faults) = (T::default(), TableFaults::of(&name));
    let find =
        |header: &StringRecord, line: u64, faults: &mut TableFaults| find(header, line, columns, faults);
    records(
        &bytes,
        columns,
        &mut faults,
        ("row", "add the observations"),
        find,
        |record, places, line, faults| {
            enter(&mut table, &mut Cells { record, columns, places, line, faults });
        },
    );
    faults.or(table)
}

fn find(header: &StringRecord, line: u64, columns: &[&str], faults: &mut TableFaults) -> Option<Vec<usize>> {
    let names: Vec<&str> = header.iter().collect();
    let before = faults.count();
    let mut places = Vec::new();
    for column in columns {
        let mut found = names.iter().enumerate().filter(|(_, name)| *name == column).map(|(place, _)| place);
        match (found.next(), found.next()) {
            (Some(place), None) => places.push(place),
            (Some(_), Some(_)) => {
                faults.cell(line, (column, None), "the column is there twice", "remove or rename one");
            }
            (None, _) => {
                let free = names.iter().copied().filter(|name| !columns.contains(name) && !name.is_empty());
                let near = nearest(column, free).map(str::to_owned);
                let remedy = match &near {
                    Some(near) => format!("is {} meant? rename it to `{column}`", Quoted(near)),
                    None => format!("the table needs the columns {}", columns.join(", ")),
                };
                let remedy = Remedy { nearest: near, ..Remedy::allowing(remedy, columns.join(", ")) };
                faults.cell(line, (column, None), "the column is missing", remedy);
            }
        }
    }
    (faults.count() == before).then_some(places)
}

impl Cells<'_> {
    /// Notes a fault of one cell.
    pub(super) fn fault(&mut self, column: usize, what: String, remedy: &str) {
        let cell = (self.columns[column], Some(self.places[column]));
        self.faults.cell(self.line, cell, what, remedy);
    }

    /// The text of a cell, empty where it is unknown.
    pub(super) fn text(&self, column: usize) -> &str {
        self.record.get(self.places[column]).unwrap_or_default()
    }

    /// A text that has to be there.
    pub(super) fn needed(&mut self, column: usize) -> Option<String> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            self.fault(column, "the cell is empty".into(), "fill it in, or remove the row");
        }
        (!text.is_empty()).then_some(text)
    }

    /// A whole number from 0 on; none, without a fault, where the cell is empty.
    pub(super) fn count_if_known(&mut self, column: usize) -> Option<u32> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let number = text.parse().ok();
        if number.is_none() {
            let what = format!("{} is not a whole number from 0 on", Quoted(&text));
            self.fault(column, what, "write digits only, or leave the cell empty where it is unknown");
        }
        number
    }

    /// A number that has to be there.
    pub(super) fn number(&mut self, column: usize) -> Option<f64> {
        let text = self.needed(column)?;
        let number = text.parse().ok().filter(|x: &f64| x.is_finite());
        if number.is_none() {
            self.fault(column, format!("{} is not a number", Quoted(&text)), "write it with a point, as 0.5");
        }
        number
    }

    /// A whole number that has to be there.
    pub(super) fn count(&mut self, column: usize) -> Option<u32> {
        self.needed(column)?;
        self.count_if_known(column)
    }
}
