//! Tables as Parquet: bounded row groups, Snappy, text as dictionaries, missing as null.
//!
//! The columns of a row group are encoded in parallel, each into memory of its own, and appended in their
//! order; so the bytes do not depend on the number of threads.

use super::arrow_schema::{self, ARROW_SCHEMA};
use super::atomic::{Draft, Sealed};
use super::columns::CellType;
use super::table_head::{HeadColumn, TableHead};
use crate::diagnostic::{Diagnostic, Result};
use ::parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical};
use ::parquet::column::writer::{ColumnCloseResult, get_column_writer, get_typed_column_writer};
use ::parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use ::parquet::errors::{ParquetError, Result as ParquetResult};
use ::parquet::file::metadata::KeyValue;
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
    cells: Vec<CellType>,
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
    /// Start a table with this head.
    pub fn new(draft: Draft, head: &TableHead) -> Result<ParquetTable> {
        let target = draft.target().to_path_buf();
        let fault = |e| fault(&target, e);
        let schema = Arc::new(schema(head).map_err(fault)?);
        let properties = Arc::new(properties(head));
        let writer = SerializedFileWriter::new(draft, schema, Arc::clone(&properties)).map_err(fault)?;
        let cells = head.columns.iter().map(|column| column.cells).collect();
        Ok(ParquetTable { target, cells, writer, properties })
    }

    /// What the cells of each column hold.
    pub fn cells(&self) -> &[CellType] {
        &self.cells
    }

    /// What the file will be called.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Write a row group of the values of each column.
    pub fn write_group(
        &mut self,
        columns: impl IndexedParallelIterator<Item = Result<ColumnValues>>,
    ) -> Result<()> {
        let descriptions = self.writer.schema_descr().columns().to_vec();
        let properties = &self.properties;
        let columns: Vec<Result<Encoded>> = descriptions
            .into_par_iter()
            .zip(columns)
            .map(|(description, values)| {
                values?.encoded(description, properties).map_err(|e| fault(&self.target, e))
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

fn properties(head: &TableHead) -> WriterProperties {
    let about = head.about.iter().map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
    let arrow = KeyValue::new(ARROW_SCHEMA.to_owned(), arrow_schema::encoded(head));
    let start = WriterProperties::builder()
        .set_created_by("uptake".into())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(about.chain([arrow]).collect()));
    // Doubles hardly repeat: a dictionary of them would be built, outgrown and thrown away.
    let numbers = head.columns.iter().filter(|column| column.cells == CellType::Number);
    numbers
        .fold(start, |p, c| p.set_column_dictionary_enabled(ColumnPath::from(c.name.as_str()), false))
        .build()
}

fn schema(head: &TableHead) -> ParquetResult<Type> {
    let field = |column: &HeadColumn| {
        let physical = match column.cells {
            CellType::Text { .. } => Physical::BYTE_ARRAY,
            CellType::Key => Physical::INT32,
            CellType::Whole { .. } => Physical::INT64,
            CellType::Number => Physical::DOUBLE,
        };
        let repetition = if column.cells.is_required() { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        let field = Type::primitive_type_builder(&column.name, physical).with_repetition(repetition);
        match column.cells {
            CellType::Text { .. } => field
                .with_converted_type(ConvertedType::UTF8)
                .with_logical_type(Some(LogicalType::String))
                .build(),
            _ => field.build(),
        }
    };
    let fields = head.columns.iter().map(|c| field(c).map(Arc::new)).collect::<ParquetResult<Vec<_>>>()?;
    Type::group_type_builder("table").with_fields(fields).build()
}

/// The values of a column in a row group, without those that are missing, and where there are some.
pub enum ColumnValues {
    /// Texts.
    Texts(Vec<ByteArray>, Levels),
    /// Whole numbers of 32 bits.
    Keys(Vec<i32>),
    /// Whole numbers of 64 bits.
    Wholes(Vec<i64>, Levels),
    /// Numbers.
    Numbers(Vec<f64>, Levels),
}

/// 1 for each row that has a value, 0 for each that lacks it; none where no row may lack one.
pub type Levels = Option<Vec<i16>>;

impl ColumnValues {
    fn encoded(self, description: ColumnDescPtr, properties: &WriterPropertiesPtr) -> ParquetResult<Encoded> {
        match self {
            ColumnValues::Texts(v, levels) => {
                encode::<ByteArrayType>(description, properties, &v, levels.as_deref())
            }
            ColumnValues::Keys(v) => encode::<Int32Type>(description, properties, &v, None),
            ColumnValues::Wholes(v, levels) => {
                encode::<Int64Type>(description, properties, &v, levels.as_deref())
            }
            ColumnValues::Numbers(v, levels) => {
                encode::<DoubleType>(description, properties, &v, levels.as_deref())
            }
        }
    }

    /// Values of a column that may lack some: NaN is missing.
    pub fn of_numbers<'v>(
        cells: CellType,
        values: impl Iterator<Item = &'v f64> + Clone,
        (target, name): (&Path, &str),
    ) -> Result<ColumnValues> {
        let levels = Some(values.clone().map(|v| i16::from(!v.is_nan())).collect());
        let present = values.copied().filter(|v| !v.is_nan());
        if !matches!(cells, CellType::Whole { .. }) {
            return Ok(ColumnValues::Numbers(present.collect(), levels));
        }
        let wholes = present.map(|value| whole(value, target, name)).collect::<Result<_>>()?;
        Ok(ColumnValues::Wholes(wholes, levels))
    }
}

/// A value of a column of whole numbers.
///
/// # Errors
/// One that is none.
pub fn whole(value: f64, target: &Path, name: &str) -> Result<i64> {
    if value as i64 as f64 == value {
        return Ok(value as i64);
    }
    Err(Diagnostic::new(
        target.display().to_string(),
        format!("`{name}` is declared as whole numbers, but is {value} somewhere"),
        "declare the measure as a number",
    ))
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
    use crate::metrics::{Kind, MEASURES};
    use crate::results::folder::TableFormat;
    use crate::results::table_stream::{BlockLabels, LargeTable};
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
        let plan = sample::plan(1, 1, 1);
        let draft = atomic::draft(&folder.path().join("timeline.parquet")).unwrap();
        let mut table = LargeTable::new(draft, &plan, TableFormat::Mixed, &["scenario"]).unwrap();
        let mut values = sample::outcomes(&plan).remove(0).timeline;
        let whole = MEASURES.iter().position(|m| m.kind == Kind::Whole).unwrap();
        values[whole] = 1.5;
        let labels = BlockLabels { labels: vec!["a"], replication: 0, district: "d" };
        table.push(labels, &values).unwrap();
        let error = table.finish().unwrap_err().to_string();
        assert!(error.contains(MEASURES[whole].name) && error.contains("1.5"), "{error}");
    }
}
