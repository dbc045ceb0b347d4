//! Rows of a Parquet table: of each row group the columns that rows are chosen by, one after the other, and
//! the other columns only where a row is left.

use super::parquet::fault;
use super::table_rows::{Each, Query, TableRow};
use crate::diagnostic::{Diagnostic, Result, quiet_panics};
use crate::input::regular_file;
use ::parquet::basic::Type as Physical;
use ::parquet::column::reader::get_typed_column_reader;
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use std::path::Path;

/// The cells of a column in a row group.
pub(super) enum ColumnCells {
    /// Not read so far.
    Unread,
    /// Texts.
    Texts(Vec<ByteArray>),
    /// Numbers; NaN where missing.
    Numbers(Vec<f64>),
}

impl ColumnCells {
    pub fn text(&self, row: usize) -> &str {
        let ColumnCells::Texts(texts) = self else { return "" };
        texts.get(row).and_then(|text| text.as_utf8().ok()).unwrap_or("")
    }

    pub fn number(&self, row: usize) -> f64 {
        let ColumnCells::Numbers(numbers) = self else { return f64::NAN };
        numbers.get(row).copied().unwrap_or(f64::NAN)
    }
}

/// Calls `each` with every row that is asked for, in the order of the file.
pub(super) fn each_row(path: &Path, query: &Query<'_>, each: Each<'_>) -> Result<()> {
    let file = regular_file::open(path).map_err(|e| Diagnostic::file(path, "open", e))?;
    let reader = whole(path, || SerializedFileReader::new(file))?;
    let names = reader.metadata().file_metadata().schema_descr().columns();
    let place =
        |name| names.iter().position(|c| c.name() == name).ok_or_else(|| Query::no_column(path, name));
    let places = query.needed().map(place).collect::<Result<Vec<usize>>>()?;
    for g in 0..reader.num_row_groups() {
        let group = whole(path, || reader.get_row_group(g))?;
        let mut columns: Vec<ColumnCells> = places.iter().map(|_| ColumnCells::Unread).collect();
        let mut left: Vec<usize> = (0..row_count(group.as_ref())).collect();
        for (k, (_, only)) in query.only.iter().enumerate() {
            if left.is_empty() {
                break;
            }
            let cell = query.columns.len() + k;
            columns[cell] = whole(path, || cells(group.as_ref(), places[cell]))?;
            let mut kept = Vec::with_capacity(left.len());
            for row in left {
                if only.admits(&TableRow::Group(&columns, row), cell)? {
                    kept.push(row);
                }
            }
            left = kept;
        }
        if left.is_empty() {
            continue;
        }
        for (column, place) in columns.iter_mut().zip(&places).take(query.columns.len()) {
            *column = whole(path, || cells(group.as_ref(), *place))?;
        }
        for row in left {
            each(&TableRow::Group(&columns, row))?;
        }
    }
    Ok(())
}

/// What the library reads; it panics on some damaged pages, which then are a fault like any other.
fn whole<T>(path: &Path, read: impl FnOnce() -> ParquetResult<T>) -> Result<T> {
    match quiet_panics::caught(read) {
        Some(read) => read.map_err(|e| fault(path, e)),
        None => Err(fault(path, ParquetError::General("a page of it is damaged".into()))),
    }
}

fn row_count(group: &dyn RowGroupReader) -> usize {
    usize::try_from(group.metadata().num_rows()).unwrap_or(0)
}

fn cells(group: &dyn RowGroupReader, column: usize) -> ParquetResult<ColumnCells> {
    Ok(match group.metadata().column(column).column_type() {
        Physical::BYTE_ARRAY => texts(values::<ByteArrayType>(group, column)?),
        Physical::INT32 => numbers(values::<Int32Type>(group, column)?, f64::from),
        Physical::INT64 => numbers(values::<Int64Type>(group, column)?, |v| v as f64),
        Physical::DOUBLE => numbers(values::<DoubleType>(group, column)?, |v| v),
        other => return Err(ParquetError::General(format!("a column has the type {other}"))),
    })
}

/// Texts in their rows; one that is missing is empty.
fn texts((texts, levels): (Vec<ByteArray>, Vec<i16>)) -> ColumnCells {
    if levels.is_empty() {
        return ColumnCells::Texts(texts);
    }
    let mut present = texts.into_iter();
    let cell = |level: i16| if level == 0 { ByteArray::from("") } else { present.next().unwrap_or_default() };
    ColumnCells::Texts(levels.into_iter().map(cell).collect())
}

/// Present values in their rows; a column without nulls has no levels.
fn numbers<T>((values, levels): (Vec<T>, Vec<i16>), number: impl Fn(T) -> f64) -> ColumnCells {
    let mut present = values.into_iter().map(number);
    if levels.is_empty() {
        return ColumnCells::Numbers(present.collect());
    }
    let cell = |level: i16| if level == 0 { f64::NAN } else { present.next().unwrap_or(f64::NAN) };
    ColumnCells::Numbers(levels.into_iter().map(cell).collect())
}

fn values<T: DataType>(group: &dyn RowGroupReader, column: usize) -> ParquetResult<(Vec<T::T>, Vec<i16>)> {
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let (mut read, rows) = (0, row_count(group));
    while read < rows {
        let (records, _, _) = reader.read_records(rows - read, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::EOF("a column ends early".into()));
        }
        read += records;
    }
    Ok((values, levels))
}
