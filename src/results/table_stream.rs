//! The two large tables as a stream of blocks: a block is the timeline of one job (or the difference of
//! two), with what names it. Their columns are the same in both formats.

use super::atomic::{Draft, Sealed};
use super::csv_rows::{CsvCell, CsvRows};
use super::folder::TableFormat;
#[cfg(feature = "parquet")]
use super::parquet::{ColumnValues, ParquetTable};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Plan;
use crate::metrics::{KeptMeasures, MEASURES};
#[cfg(feature = "parquet")]
use ::parquet::data_type::ByteArray;
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;

/// Rows are gathered until so many are there, then written.
pub const ROWS_AT_A_TIME: usize = 65_536;

/// What names a block's rows, besides the month.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockLabels<'p> {
    /// The values of the leading text columns: the scenario; or other and base.
    pub labels: Vec<&'p str>,
    /// The replication.
    pub replication: u32,
    /// The district.
    pub district: &'p str,
}

/// A large table being written.
#[derive(Debug)]
pub struct LargeTable<'p> {
    measures: KeptMeasures,
    /// Per block its labels and rows, then all values that are kept by row.
    blocks: Vec<(BlockLabels<'p>, usize)>,
    values: Vec<f64>,
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    Csv(Draft),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetTable>),
}

impl<'p> LargeTable<'p> {
    /// Start a table of a plan whose leading text columns are `labels`.
    pub fn new(draft: Draft, plan: &Plan, format: TableFormat, labels: &[&str]) -> Result<LargeTable<'p>> {
        let measures = plan.measures.clone();
        let kept = plan.measures.columns().map(|m| m.name);
        let names = labels.iter().copied().chain(["replication", "district", "month"]).chain(kept);
        let sink = match format {
            TableFormat::Csv => {
                let mut rows = CsvRows::of(draft);
                rows.write_names(names)?;
                Sink::Csv(rows.into_sink()?)
            }
            #[cfg(feature = "parquet")]
            TableFormat::Mixed | TableFormat::Parquet => {
                let file = draft.target().file_name().unwrap_or_default().to_string_lossy().into_owned();
                let head = super::table_head::TableHead::of(plan, format, &file, names)?;
                Sink::Parquet(Box::new(ParquetTable::new(draft, &head)?))
            }
            #[cfg(not(feature = "parquet"))]
            TableFormat::Mixed | TableFormat::Parquet => return Err(without_parquet(draft.target())),
            TableFormat::Summaries => {
                return Err(Diagnostic::of_the_program("a folder of summaries", "has no large tables"));
            }
        };
        Ok(LargeTable { measures, blocks: Vec::new(), values: Vec::new(), sink })
    }

    /// Add the rows of a job, month 0 first, with all measures; those that are not kept are left out. A block is never divided, so where the file is divided
    /// depends on its content alone.
    pub fn push(&mut self, labels: BlockLabels<'p>, values: &[f64]) -> Result<()> {
        let rows = values.len() / MEASURES.len();
        if rows == 0 {
            return Ok(());
        }
        let kept = self.measures.places();
        if (self.values.len() / kept.len().max(1)) + rows > ROWS_AT_A_TIME {
            self.flush()?;
        }
        self.blocks.push((labels, rows));
        match self.measures.is_all() {
            true => self.values.extend_from_slice(values),
            false => {
                let rows = values.chunks_exact(MEASURES.len());
                self.values.extend(rows.flat_map(|row| self.measures.places().iter().map(|k| row[*k])));
            }
        }
        Ok(())
    }

    /// Write the rest and flush the file to disk.
    pub fn finish(mut self) -> Result<Sealed> {
        self.flush()?;
        match self.sink {
            Sink::Csv(draft) => draft.seal(),
            #[cfg(feature = "parquet")]
            Sink::Parquet(table) => table.finish(),
        }
    }

    fn flush(&mut self) -> Result<()> {
        if !self.blocks.is_empty() {
            match &mut self.sink {
                Sink::Csv(draft) => write_csv(draft, &self.blocks, (&self.values, &self.measures))?,
                #[cfg(feature = "parquet")]
                Sink::Parquet(table) => write_parquet(table, &self.blocks, (&self.values, &self.measures))?,
            }
        }
        self.blocks.clear();
        self.values.clear();
        Ok(())
    }
}

/// The error where a build has no Parquet.
#[cfg(not(feature = "parquet"))]
pub fn without_parquet(place: &Path) -> Diagnostic {
    Diagnostic::failed(
        place,
        "this build has no Parquet",
        "use --tables csv, or build with the feature `parquet`",
    )
}

/// Blocks as a row group, whose columns are gathered side by side.
#[cfg(feature = "parquet")]
fn write_parquet(
    table: &mut ParquetTable,
    blocks: &[(BlockLabels<'_>, usize)],
    (values, measures): (&[f64], &KeptMeasures),
) -> Result<()> {
    let kept = measures.places();
    let (labels, cells) = (blocks.first().map_or(0, |(block, _)| block.labels.len()), table.cells().to_vec());
    let target = table.target().to_path_buf();
    let texts = |text: &dyn Fn(&BlockLabels<'_>) -> ByteArray| {
        let rows = blocks.iter().flat_map(|(block, rows)| std::iter::repeat_n(text(block), *rows));
        Ok(ColumnValues::Texts(rows.collect(), None))
    };
    let column = |i: usize| match i.checked_sub(labels) {
        None => texts(&|block| block.labels[i].into()),
        Some(0) => {
            let rows = blocks.iter().flat_map(|(b, rows)| std::iter::repeat_n(b.replication as i32, *rows));
            Ok(ColumnValues::Keys(rows.collect()))
        }
        Some(1) => texts(&|block| block.district.into()),
        Some(2) => Ok(ColumnValues::Keys(blocks.iter().flat_map(|(_, rows)| 0..*rows as i32).collect())),
        Some(place) => {
            let own = values.iter().skip(place - 3).step_by(kept.len());
            ColumnValues::of_numbers(cells[i], own, (&target, MEASURES[kept[place - 3]].name))
        }
    };
    table.write_group((0..cells.len()).into_par_iter().map(column))
}

/// Blocks are put into words side by side, and written in their order.
fn write_csv(
    draft: &mut Draft,
    blocks: &[(BlockLabels<'_>, usize)],
    (values, measures): (&[f64], &KeptMeasures),
) -> Result<()> {
    let (mut rest, kept) = (values, measures.places().len());
    let mut parts = Vec::with_capacity(blocks.len());
    for (labels, rows) in blocks {
        let (values, after) = rest.split_at(rows * kept);
        parts.push((labels, values));
        rest = after;
    }
    for some in parts.chunks(128) {
        let texts: Vec<Result<Vec<u8>>> = some
            .par_iter()
            .map(|(labels, values)| csv_block(labels, (values, kept), draft.target()))
            .collect();
        for text in texts {
            draft.write_all(&text?).map_err(|e| Diagnostic::file(draft.target(), "write", e))?;
        }
    }
    Ok(())
}

fn csv_block(block: &BlockLabels<'_>, (values, kept): (&[f64], usize), target: &Path) -> Result<Vec<u8>> {
    let mut rows = CsvRows::new(Vec::with_capacity(values.len() * 12), target);
    for (month, row) in (0..).zip(values.chunks(kept.max(1))) {
        let labels = block.labels.iter().copied().map(CsvCell::Text);
        let run =
            [CsvCell::Whole(block.replication.into()), CsvCell::Text(block.district), CsvCell::Whole(month)];
        rows.write(labels.chain(run).chain(row.iter().copied().map(CsvCell::Number)))?;
    }
    rows.into_sink()
}
