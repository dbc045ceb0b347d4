//! Reading a few runs back from a Parquet table: the key columns of each row group, then the measures of
//! those that hold what is asked for.

use super::parquet::fault;
use super::read_runs::Wanted;
use crate::diagnostic::{Diagnostic, Result};
use ::parquet::basic::Type as Physical;
use ::parquet::column::reader::{ColumnReader, get_typed_column_reader};
use ::parquet::data_type::{ByteArrayType, DataType, Int32Type};
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Call `row` with replication, month and the wanted measures of every row that is asked for, in the
/// order of the file.
pub fn rows(path: &Path, wanted: &Wanted<'_>, mut row: impl FnMut(u32, u32, &[f64])) -> Result<()> {
    let file = File::open(path).map_err(|e| Diagnostic::file(path, "open", e))?;
    let fault = |e| fault(path, e);
    let reader = SerializedFileReader::new(file).map_err(fault)?;
    let columns: BTreeMap<String, usize> = reader
        .metadata()
        .file_metadata()
        .schema_descr()
        .columns()
        .iter()
        .enumerate()
        .map(|(i, c)| (c.name().to_string(), i))
        .collect();
    let place = |name: &str| columns.get(name).copied().ok_or_else(|| wanted.no_column(path, name));
    let keys = [place("scenario")?, place("district")?, place("replication")?, place("month")?];
    let measures = wanted.measures.iter().map(|m| place(m)).collect::<Result<Vec<_>>>()?;
    let mut values = vec![0.0; measures.len()];
    for g in 0..reader.num_row_groups() {
        let group = reader.get_row_group(g).map_err(fault)?;
        let picked = pick(group.as_ref(), keys, wanted).map_err(fault)?;
        if picked.is_empty() {
            continue;
        }
        let cells: Vec<Vec<f64>> = measures
            .iter()
            .map(|&m| numbers(group.as_ref(), m))
            .collect::<ParquetResult<_>>()
            .map_err(fault)?;
        for (at, replication, month) in picked {
            for (value, column) in values.iter_mut().zip(&cells) {
                *value = column[at];
            }
            row(replication, month, &values);
        }
    }
    Ok(())
}

/// The rows of a group that are asked for: place, replication, month.
fn pick(
    group: &dyn RowGroupReader,
    keys: [usize; 4],
    wanted: &Wanted<'_>,
) -> ParquetResult<Vec<(usize, u32, u32)>> {
    let replications = required::<Int32Type>(group, keys[2])?;
    if !replications.iter().any(|&r| wanted.replications.contains(&(r as u32))) {
        return Ok(Vec::new());
    }
    let scenarios = required::<ByteArrayType>(group, keys[0])?;
    let districts = required::<ByteArrayType>(group, keys[1])?;
    let months = required::<Int32Type>(group, keys[3])?;
    let fits = |i: &usize| {
        wanted.replications.contains(&(replications[*i] as u32))
            && scenarios[*i].data() == wanted.scenario.as_bytes()
            && districts[*i].data() == wanted.district.as_bytes()
    };
    Ok((0..replications.len()).filter(fits).map(|i| (i, replications[i] as u32, months[i] as u32)).collect())
}

/// A column without nulls.
fn required<T: DataType>(group: &dyn RowGroupReader, column: usize) -> ParquetResult<Vec<T::T>> {
    if group.metadata().column(column).column_type() != T::get_physical_type() {
        return Err(ParquetError::General("a key column has another type".into()));
    }
    Ok(optional::<T>(group.get_column_reader(column)?, row_count(group))?.0)
}

/// A measure; NaN where it is null.
fn numbers(group: &dyn RowGroupReader, column: usize) -> ParquetResult<Vec<f64>> {
    use ::parquet::data_type::{DoubleType, Int64Type};
    let reader = group.get_column_reader(column)?;
    let rows = row_count(group);
    let (values, levels) = match group.metadata().column(column).column_type() {
        Physical::INT64 => {
            let (values, levels) = optional::<Int64Type>(reader, rows)?;
            (values.into_iter().map(|v| v as f64).collect(), levels)
        }
        Physical::DOUBLE => optional::<DoubleType>(reader, rows)?,
        other => return Err(ParquetError::General(format!("a measure has the type {other}"))),
    };
    let mut present = values.into_iter();
    Ok(levels
        .into_iter()
        .map(|l| if l == 0 { f64::NAN } else { present.next().unwrap_or(f64::NAN) })
        .collect())
}

fn optional<T: DataType>(reader: ColumnReader, rows: usize) -> ParquetResult<(Vec<T::T>, Vec<i16>)> {
    let mut reader = get_typed_column_reader::<T>(reader);
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    let mut read = 0;
    while read < rows {
        let (records, _, _) = reader.read_records(rows - read, Some(&mut levels), None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::EOF("a column ends early".into()));
        }
        read += records;
    }
    Ok((values, levels))
}

fn row_count(group: &dyn RowGroupReader) -> usize {
    usize::try_from(group.metadata().num_rows()).unwrap_or(0)
}
