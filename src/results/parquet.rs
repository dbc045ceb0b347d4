//! The large tables as Parquet: bounded row groups, Snappy, text as dictionaries, missing as null.
//!
//! The columns of a row group are encoded in parallel, each into memory of its own, and appended in their
//! order; so the bytes do not depend on the number of threads.

use super::atomic::{Draft, Sealed};
use super::table_stream::BlockLabels;
use crate::diagnostic::{Diagnostic, Result};
use crate::metrics::{Column, Kind, MEASURES};
use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::{ColumnCloseResult, get_column_writer, get_typed_column_writer};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use ::parquet::file::writer::{SerializedFileWriter, SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::{ColumnDescPtr, ColumnPath, Type};
use bytes::Bytes;
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A Parquet table being written.
pub struct ParquetTable {
    target: PathBuf,
    labels: usize,
    writer: SerializedFileWriter<Draft>,
    properties: WriterPropertiesPtr,
}

type Encoded = (Bytes, ColumnCloseResult);

impl std::fmt::Debug for ParquetTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetTable").field("target", &self.target).finish_non_exhaustive()
    }
}

impl ParquetTable {
    /// Start a table whose leading text columns are `labels`.
    pub fn new(draft: Draft, labels: &[&str]) -> Result<ParquetTable> {
        let target = draft.target().to_path_buf();
        let fault = |e| fault(&target, e);
        let schema = Arc::new(schema(labels).map_err(fault)?);
        let properties = Arc::new(properties());
        let writer = SerializedFileWriter::new(draft, schema, Arc::clone(&properties)).map_err(fault)?;
        Ok(ParquetTable { target, labels: labels.len(), writer, properties })
    }

    /// Write blocks as one row group; `values` are theirs, by row.
    pub fn write_group(&mut self, blocks: &[(BlockLabels<'_>, usize)], values: &[f64]) -> Result<()> {
        let descriptions = self.writer.schema_descr().columns().to_vec();
        let properties = &self.properties;
        let columns: Vec<Result<Encoded>> = descriptions
            .into_par_iter()
            .enumerate()
            .map(|(i, description)| {
                let done = match i.checked_sub(self.labels) {
                    None => texts(description, properties, blocks, |b| b.labels[i]),
                    Some(0) => wholes(description, properties, blocks, |b, _| b.replication as i32),
                    Some(1) => texts(description, properties, blocks, |b| b.district),
                    Some(2) => wholes(description, properties, blocks, |_, month| month as i32),
                    Some(m) => measure(description, properties, m - 3, values, &self.target)?,
                };
                done.map_err(|e| fault(&self.target, e))
            })
            .collect();
        let fault = |e| fault(&self.target, e);
        let mut group = self.writer.next_row_group().map_err(fault)?;
        for column in columns {
            let (bytes, closed) = column?;
            group.append_column(&bytes, closed).map_err(fault)?;
        }
        group.close().map_err(fault)?;
        Ok(())
    }

    /// Write the footer and flush the file to disk.
    pub fn finish(self) -> Result<Sealed> {
        self.writer.into_inner().map_err(|e| fault(&self.target, e))?.seal()
    }
}

/// Said of a file that Parquet could not write or read.
pub(super) fn fault(path: &Path, error: ParquetError) -> Diagnostic {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(inner) => Diagnostic::file(path, "read or write", *inner),
            Err(other) => said(path, other.to_string()),
        },
        other => said(path, other.to_string()),
    }
}

/// The library hands some faults of the system on as text; their number tells which they were.
fn said(path: &Path, text: String) -> Diagnostic {
    let number = text.split_once("(os error ").and_then(|(_, rest)| rest.split_once(')')?.0.parse().ok());
    if let Some(number) = number {
        return Diagnostic::file(path, "read or write", io::Error::from_raw_os_error(number));
    }
    Diagnostic::failed(path, text, "write it again: run the same command with --force, or with another --out")
}

fn properties() -> WriterProperties {
    let start = WriterProperties::builder()
        .set_created_by("uptake".into())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true);
    // Doubles hardly repeat: a dictionary of them would be built, outgrown and thrown away.
    MEASURES
        .iter()
        .filter(|m| m.kind != Kind::Whole)
        .fold(start, |p, m| p.set_column_dictionary_enabled(ColumnPath::from(m.name), false))
        .build()
}

fn schema(labels: &[&str]) -> ParquetResult<Type> {
    let text = |name: &str| {
        Type::primitive_type_builder(name, Physical::BYTE_ARRAY)
            .with_repetition(Repetition::REQUIRED)
            .with_converted_type(ConvertedType::UTF8)
            .with_logical_type(Some(LogicalType::String))
            .build()
    };
    let whole = |name: &str| {
        Type::primitive_type_builder(name, Physical::INT32).with_repetition(Repetition::REQUIRED).build()
    };
    let measure = |column: &Column| {
        let physical = if column.kind == Kind::Whole { Physical::INT64 } else { Physical::DOUBLE };
        Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL).build()
    };
    let keys = labels.iter().map(|l| text(l)).chain([whole("replication"), text("district"), whole("month")]);
    let fields = keys
        .chain(MEASURES.iter().map(measure))
        .map(|f| f.map(Arc::new))
        .collect::<ParquetResult<Vec<_>>>()?;
    Type::group_type_builder("table").with_fields(fields).build()
}

fn texts<'a>(
    description: ColumnDescPtr,
    properties: &WriterPropertiesPtr,
    blocks: &'a [(BlockLabels<'a>, usize)],
    text: impl Fn(&'a BlockLabels<'a>) -> &'a str,
) -> ParquetResult<Encoded> {
    let mut rows = Vec::new();
    for (labels, count) in blocks {
        let value = ByteArray::from(text(labels));
        rows.extend(std::iter::repeat_n(value, *count));
    }
    encode::<ByteArrayType>(description, properties, &rows, None)
}

fn wholes(
    description: ColumnDescPtr,
    properties: &WriterPropertiesPtr,
    blocks: &[(BlockLabels<'_>, usize)],
    value: impl Fn(&BlockLabels<'_>, usize) -> i32,
) -> ParquetResult<Encoded> {
    let mut rows = Vec::new();
    for (labels, count) in blocks {
        rows.extend((0..*count).map(|month| value(labels, month)));
    }
    encode::<Int32Type>(description, properties, &rows, None)
}

/// One measure. The outer error is a value that does not fit its column.
fn measure(
    description: ColumnDescPtr,
    properties: &WriterPropertiesPtr,
    index: usize,
    values: &[f64],
    target: &Path,
) -> Result<ParquetResult<Encoded>> {
    let column = &MEASURES[index];
    let all = values.iter().skip(index).step_by(MEASURES.len());
    let levels: Vec<i16> = all.clone().map(|v| i16::from(!v.is_nan())).collect();
    let present = all.copied().filter(|v| !v.is_nan());
    if column.kind != Kind::Whole {
        let numbers: Vec<f64> = present.collect();
        return Ok(encode::<DoubleType>(description, properties, &numbers, Some(&levels)));
    }
    let mut numbers = Vec::with_capacity(levels.len());
    for value in present {
        numbers.push(value as i64);
        if value as i64 as f64 != value {
            return Err(Diagnostic::new(
                target.display().to_string(),
                format!("`{}` is declared as whole numbers, but is {value} somewhere", column.name),
                "declare the measure as a number",
            ));
        }
    }
    Ok(encode::<Int64Type>(description, properties, &numbers, Some(&levels)))
}

fn encode<T: DataType>(
    description: ColumnDescPtr,
    properties: &WriterPropertiesPtr,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> ParquetResult<Encoded> {
    let mut sink = TrackedWrite::new(Vec::new());
    let pages = Box::new(SerializedPageWriter::new(&mut sink));
    let mut column =
        get_typed_column_writer::<T>(get_column_writer(description, Arc::clone(properties), pages));
    column.write_batch(values, levels, None)?;
    let closed = column.close()?;
    Ok((Bytes::from(sink.into_inner()?), closed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{atomic, sample};

    #[test]
    fn a_full_disk_is_recognized_however_the_library_says_it() {
        let full = || io::Error::from_raw_os_error(28);
        let nested = fault(Path::new("t"), ParquetError::External(Box::new(full())));
        let text = fault(Path::new("t"), ParquetError::General(format!("flush: {:?}", full().to_string())));
        assert!(
            nested.to_string().contains("the disk is full") && text.to_string().contains("the disk is full")
        );
    }

    #[test]
    fn a_fraction_in_a_column_of_whole_numbers_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut table =
            ParquetTable::new(atomic::draft(&folder.path().join("t")).unwrap(), &["scenario"]).unwrap();
        let plan = sample::plan(1, 1, 1);
        let mut values = sample::outcomes(&plan).remove(0).timeline;
        let whole = MEASURES.iter().position(|m| m.kind == Kind::Whole).unwrap();
        values[whole] = 1.5;
        let labels = BlockLabels { labels: vec!["a"], replication: 0, district: "d" };
        let rows = values.len() / MEASURES.len();
        let error = table.write_group(&[(labels, rows)], &values).unwrap_err().to_string();
        assert!(error.contains(MEASURES[whole].name) && error.contains("1.5"), "{error}");
    }
}
