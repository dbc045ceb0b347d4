//! Small tables, written row by row: CSV or Parquet.

use super::atomic::{Draft, Sealed};
use super::csv_rows::{CsvCell, CsvRows};
use super::folder::TableFormat;
use crate::diagnostic::Result;
use crate::experiment::Plan;
use std::io::Write;

#[cfg(feature = "parquet")]
use rayon::prelude::*;

#[cfg(feature = "parquet")]
use crate::diagnostic::Diagnostic;

#[cfg(feature = "parquet")]
use super::{
    columns::CellType,
    parquet::{ColumnValues, ParquetTable, whole},
    table_head::TableHead,
    table_stream::ROWS_AT_A_TIME,
};

/// What takes the rows of a table.
pub trait TakesRows {
    /// Takes a row, whose cells are those of the columns in their order.
    ///
    /// # Errors
    /// Rows that cannot be written.
    fn take(&mut self, cells: &mut dyn Iterator<Item = CsvCell<'_>>) -> Result<()>;
}

impl<W: Write> TakesRows for CsvRows<W> {
    fn take(&mut self, cells: &mut dyn Iterator<Item = CsvCell<'_>>) -> Result<()> {
        self.write(cells)
    }
}

/// A small table being written.
pub enum RowTable {
    /// As CSV.
    Csv(Box<CsvRows<Draft>>),
    /// As Parquet.
    #[cfg(feature = "parquet")]
    Parquet(Box<GatheredRows>),
}

/// A Parquet table, with the rows of the group that is gathered.
#[cfg(feature = "parquet")]
pub struct GatheredRows {
    table: ParquetTable,
    head: TableHead,
    columns: Vec<ColumnValues>,
    rows: usize,
}

impl RowTable {
    /// A table of these columns in a format.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn new<'n>(
        draft: Draft,
        plan: &Plan,
        format: TableFormat,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<RowTable> {
        #[cfg(feature = "parquet")]
        if draft.target().extension().is_some_and(|ending| ending == "parquet") {
            let file = draft.target().file_name().unwrap_or_default().to_string_lossy().into_owned();
            let head = TableHead::of(plan, format, &file, names)?;
            let (table, columns) = (ParquetTable::new(draft, &head)?, empty(&head));
            return Ok(RowTable::Parquet(Box::new(GatheredRows { table, head, columns, rows: 0 })));
        }
        let _ = (plan, format);
        let mut rows = CsvRows::of(draft);
        rows.write_names(names)?;
        Ok(RowTable::Csv(Box::new(rows)))
    }

    /// Writes the rest and flushes the file to disk.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn seal(self) -> Result<Sealed> {
        match self {
            RowTable::Csv(rows) => rows.seal(),
            #[cfg(feature = "parquet")]
            RowTable::Parquet(mut gathered) => {
                gathered.flush()?;
                gathered.table.finish()
            }
        }
    }
}

impl TakesRows for RowTable {
    fn take(&mut self, cells: &mut dyn Iterator<Item = CsvCell<'_>>) -> Result<()> {
        match self {
            RowTable::Csv(rows) => rows.write(cells),
            #[cfg(feature = "parquet")]
            RowTable::Parquet(gathered) => gathered.take(cells),
        }
    }
}

#[cfg(feature = "parquet")]
impl GatheredRows {
    fn take(&mut self, cells: &mut dyn Iterator<Item = CsvCell<'_>>) -> Result<()> {
        for (cell, (values, column)) in cells.zip(self.columns.iter_mut().zip(&self.head.columns)) {
            let fits = |value| match whole(value, self.table.target(), &column.name) {
                Err(fault) => fault,
                Ok(_) => {
                    Diagnostic::of_the_program(&column.name, "has a cell of another type than its column")
                }
            };
            push(values, cell).map_err(fits)?;
        }
        self.rows += 1;
        if self.rows == ROWS_AT_A_TIME { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        self.rows = 0;
        let group = std::mem::replace(&mut self.columns, empty(&self.head));
        self.table.write_group(group.into_par_iter().map(Ok))
    }
}

/// Columns without a row.
#[cfg(feature = "parquet")]
fn empty(head: &TableHead) -> Vec<ColumnValues> {
    let of = |cells: CellType| {
        let levels = (!cells.is_required()).then(Vec::new);
        match cells {
            CellType::Text { .. } => ColumnValues::Texts(Vec::new(), levels),
            CellType::Key => ColumnValues::Keys(Vec::new()),
            CellType::Whole { .. } => ColumnValues::Wholes(Vec::new(), levels),
            CellType::Number => ColumnValues::Numbers(Vec::new(), levels),
        }
    };
    head.columns.iter().map(|column| of(column.cells)).collect()
}

/// Adds a cell to its column; the value back that does not fit it.
#[cfg(feature = "parquet")]
fn push(column: &mut ColumnValues, cell: CsvCell<'_>) -> std::result::Result<(), f64> {
    let number = match cell {
        CsvCell::Text(_) => f64::NAN,
        CsvCell::Whole(number) => number as f64,
        CsvCell::Number(number) => number,
    };
    let is_missing = !matches!(cell, CsvCell::Text(_)) && number.is_nan();
    match column {
        ColumnValues::Texts(_, Some(levels))
        | ColumnValues::Wholes(_, Some(levels))
        | ColumnValues::Numbers(_, Some(levels)) => {
            levels.push(i16::from(!is_missing));
            if is_missing {
                return Ok(());
            }
        }
        _ => {}
    }
    match (column, cell) {
        (ColumnValues::Texts(texts, _), CsvCell::Text(text)) => texts.push(text.into()),
        (ColumnValues::Keys(keys), CsvCell::Whole(key)) => keys.push(i32::try_from(key).map_err(|_| number)?),
        (ColumnValues::Wholes(wholes, _), CsvCell::Whole(_) | CsvCell::Number(_)) => {
            if number as i64 as f64 != number {
                return Err(number);
            }
            wholes.push(number as i64);
        }
        (ColumnValues::Numbers(numbers, _), CsvCell::Whole(_) | CsvCell::Number(_)) => numbers.push(number),
        _ => return Err(number),
    }
    Ok(())
}
