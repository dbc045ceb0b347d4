//! Rows of a table of a results folder, read back from CSV and Parquet alike: some columns of the rows that
//! are asked for.

use super::atomic::FileContent;
use crate::diagnostic::{Diagnostic, Result, SourceLocation};
use crate::input::{formula, regular_file};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What is read of a table.
pub(super) struct Query<'a> {
    /// The columns that are read.
    pub columns: &'a [&'a str],
    /// What columns must hold; rows that do not are left out.
    pub only: &'a [(&'a str, Only<'a>)],
}

/// What a column must hold.
pub(super) enum Only<'a> {
    /// One of these texts.
    Words(&'a [&'a str]),
    /// A whole number in this range.
    Within(Range<u32>),
}

/// One row. Its cells are numbered as the columns of the query; those of its conditions follow.
pub(super) enum TableRow<'r> {
    /// A line of a CSV file.
    Line(&'r CsvLine),
    /// A place in the columns of a row group.
    #[cfg(feature = "parquet")]
    Group(&'r [super::parquet_rows::ColumnCells], usize),
}

/// A line of a CSV file, and what its errors are named by.
pub(super) struct CsvLine {
    file: String,
    names: csv::StringRecord,
    cells: csv::StringRecord,
    places: Vec<usize>,
}

/// Called with each row.
pub(super) type Each<'e> = &'e mut dyn FnMut(&TableRow<'_>) -> Result<()>;

/// Calls `each` with every row of a table that is asked for, in the order of the table.
pub(super) fn each_row(path: &Path, query: &Query<'_>, each: Each<'_>) -> Result<()> {
    if path.extension().is_none_or(|ending| ending != "parquet") {
        return each_line(path, query, each);
    }
    #[cfg(feature = "parquet")]
    return super::parquet_rows::each_row(path, query, each);
    #[cfg(not(feature = "parquet"))]
    Err(super::table_stream::without_parquet(path))
}

/// The file of a table among those of a folder: CSV, unless Parquet is listed.
pub(super) fn file_of(folder: &Path, files: &BTreeMap<String, FileContent>, table: &str) -> PathBuf {
    let parquet = format!("{table}.parquet");
    folder.join(if files.contains_key(&parquet) { parquet } else { format!("{table}.csv") })
}

impl<'a> Query<'a> {
    /// Every column that is needed: those that are read, then those of the conditions.
    pub fn needed(&self) -> impl Iterator<Item = &'a str> {
        self.columns.iter().copied().chain(self.only.iter().map(|(name, _)| *name))
    }

    /// A needed column is not in the table.
    pub fn no_column(path: &Path, name: &str) -> Diagnostic {
        Diagnostic::new(
            path,
            format!("has no column `{name}`"),
            "columns.json of the folder lists the columns there are",
        )
    }
}

impl Only<'_> {
    /// Whether a cell of a row holds what it must.
    pub fn admits(&self, row: &TableRow<'_>, cell: usize) -> Result<bool> {
        Ok(match self {
            Only::Words(words) => words.contains(&row.text(cell)),
            Only::Within(range) => range.contains(&(row.whole(cell)? as u32)),
        })
    }
}

impl TableRow<'_> {
    /// The text of a cell; none of a column of numbers in Parquet.
    pub fn text(&self, cell: usize) -> &str {
        match self {
            TableRow::Line(line) => formula::of_cell(line.cells.get(line.places[cell]).unwrap_or("")),
            #[cfg(feature = "parquet")]
            TableRow::Group(columns, row) => columns[cell].text(*row),
        }
    }

    /// A cell as CSV would show it.
    pub fn shown(&self, cell: usize) -> String {
        match self {
            TableRow::Line(_) => self.text(cell).to_owned(),
            #[cfg(feature = "parquet")]
            TableRow::Group(columns, row) => match columns[cell].number(*row) {
                missing if missing.is_nan() => self.text(cell).to_owned(),
                number => super::csv_rows::CsvCell::Number(number).to_string(),
            },
        }
    }

    /// The number of a cell; NaN where it is missing.
    pub fn number(&self, cell: usize) -> Result<f64> {
        match self {
            TableRow::Line(_) if self.text(cell).is_empty() => Ok(f64::NAN),
            TableRow::Line(line) => line.parsed(cell),
            #[cfg(feature = "parquet")]
            TableRow::Group(columns, row) => Ok(columns[cell].number(*row)),
        }
    }

    /// The whole number of a cell.
    pub fn whole(&self, cell: usize) -> Result<u64> {
        match self {
            TableRow::Line(line) => line.parsed(cell),
            #[cfg(feature = "parquet")]
            TableRow::Group(columns, row) => Ok(columns[cell].number(*row) as u64),
        }
    }
}

impl CsvLine {
    fn parsed<T: std::str::FromStr>(&self, cell: usize) -> Result<T> {
        let column = self.places[cell];
        let text = self.cells.get(column).unwrap_or("");
        text.parse().map_err(|_| {
            let line = self.cells.position().map_or(0, csv::Position::line);
            let name = self.names.get(column).unwrap_or("");
            damaged(
                SourceLocation::line(&self.file, line as u32),
                format!("`{name}` is `{text}`, not a number"),
            )
        })
    }
}

pub(super) fn each_line(path: &Path, query: &Query<'_>, each: Each<'_>) -> Result<()> {
    let opened = regular_file::open(path).map_err(|e| Diagnostic::file(path, "open", e))?;
    let file = path.display().to_string();
    let broken = |e: csv::Error| damaged(path.into(), e.to_string());
    let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(opened);
    let names = reader.headers().map_err(broken)?.clone();
    let place = |name| names.iter().position(|own| own == name).ok_or_else(|| Query::no_column(path, name));
    let places = query.needed().map(place).collect::<Result<_>>()?;
    let mut line = CsvLine { file, names, cells: csv::StringRecord::new(), places };
    'lines: while reader.read_record(&mut line.cells).map_err(broken)? {
        let row = TableRow::Line(&line);
        for (k, (_, only)) in query.only.iter().enumerate() {
            if !only.admits(&row, query.columns.len() + k)? {
                continue 'lines;
            }
        }
        each(&row)?;
    }
    Ok(())
}

fn damaged(place: SourceLocation, fault: String) -> Diagnostic {
    Diagnostic::failed(place, fault, "name a results folder of this program, or write it again with --force")
}
