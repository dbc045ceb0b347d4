//! What a table looks like: its columns and its first rows, whatever they are about.

use std::collections::BTreeSet;
use std::path::Path;

use super::columns::found_of;
use super::district_table::contents;
use super::latest::latest;
use super::sheet::{self, SheetRow};
use super::table_fault::TableFaults;
use crate::census::mapping::{Mapping, Rows};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Rows that are looked at.
const ROWS: usize = 2_000;

/// The columns of a table and its first rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableSketch {
    /// Names of columns.
    pub columns: Vec<String>,
    /// Cells of the first rows, as many as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl TableSketch {
    /// Looks at a file.
    ///
    /// # Errors
    /// If it cannot be read, or has no header or no row.
    pub fn read(path: &Path) -> Result<TableSketch, Diagnostics> {
        let (name, bytes) = contents(path)?;
        Self::from_bytes(&name, &bytes)
    }

    /// Looks at a table in memory; `name` is what messages call it.
    ///
    /// # Errors
    /// As [`TableSketch::read`].
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<TableSketch, Diagnostics> {
        let mut faults = TableFaults::of(name);
        let none = Mapping::plain(Rows::Schools);
        let sheet = sheet::read(bytes, &none.layout, &[], true, &mut faults);
        let texts = |row: &SheetRow| row.cells.iter().map(str::to_owned).collect::<Vec<_>>();
        let sketch = sheet.map_or_else(TableSketch::default, |sheet| TableSketch {
            columns: texts(&sheet.header),
            rows: sheet.rows.iter().take(ROWS).map(texts).collect(),
        });
        if sketch.columns.len() < 2 || sketch.rows.is_empty() {
            let fault = "is no table with a line of column names and rows below it";
            return Err(Diagnostic::new(name, fault, "check that it is the right file").into());
        }
        Ok(sketch)
    }

    /// How many of its columns a mapping names; nothing where the table lacks one that the mapping needs.
    pub fn fits(&self, mapping: &Mapping) -> Option<usize> {
        let names: Vec<&str> = self.columns.iter().map(String::as_str).collect();
        found_of(&names, mapping)
    }

    /// Whether it is plain which of the values of a column is the latest.
    pub fn has_latest(&self, column: usize) -> bool {
        let values: BTreeSet<String> = self.cells(column).map(str::to_owned).collect();
        latest(values).is_ok_and(|found| found.is_some())
    }

    /// The cells of a column that are not empty.
    pub fn cells(&self, column: usize) -> impl Iterator<Item = &str> {
        self.rows.iter().filter_map(move |row| row.get(column)).map(String::as_str).filter(|c| !c.is_empty())
    }
}
