//! The two large tables as a stream of blocks: a block is the timeline of one job (or the difference of
//! two), with what names it. Their columns are the same in both formats.

use super::atomic::{Draft, Sealed};
use super::csv_rows::{CsvCell, CsvRows};
use super::folder::TableFormat;
use crate::diagnostic::{Diagnostic, Result};
use crate::metrics::MEASURES;
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
    /// Per block its labels and rows, then all values by row.
    blocks: Vec<(BlockLabels<'p>, usize)>,
    values: Vec<f64>,
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    Csv(Draft),
    #[cfg(feature = "parquet")]
    Parquet(Box<super::parquet::ParquetTable>),
}

impl<'p> LargeTable<'p> {
    /// Start a table whose leading text columns are `labels`.
    pub fn new(draft: Draft, format: TableFormat, labels: &'static [&'static str]) -> Result<LargeTable<'p>> {
        let sink = match format {
            TableFormat::Csv => Sink::Csv(start_csv(draft, labels)?),
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => {
                Sink::Parquet(Box::new(super::parquet::ParquetTable::new(draft, labels)?))
            }
            #[cfg(not(feature = "parquet"))]
            TableFormat::Parquet => return Err(without_parquet(draft.target())),
            TableFormat::Summaries => {
                return Err(Diagnostic::of_the_program("a folder of summaries", "has no large tables"));
            }
        };
        Ok(LargeTable { blocks: Vec::new(), values: Vec::new(), sink })
    }

    /// Add the rows of a job, month 0 first. A block is never divided, so where the file is divided
    /// depends on its content alone.
    pub fn push(&mut self, labels: BlockLabels<'p>, values: &[f64]) -> Result<()> {
        let rows = values.len() / MEASURES.len();
        if rows == 0 {
            return Ok(());
        }
        if (self.values.len() / MEASURES.len()) + rows > ROWS_AT_A_TIME {
            self.flush()?;
        }
        self.blocks.push((labels, rows));
        self.values.extend_from_slice(values);
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
                Sink::Csv(draft) => write_csv(draft, &self.blocks, &self.values)?,
                #[cfg(feature = "parquet")]
                Sink::Parquet(table) => table.write_group(&self.blocks, &self.values)?,
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

fn start_csv(draft: Draft, labels: &[&str]) -> Result<Draft> {
    let measures = MEASURES.iter().map(|m| m.name);
    let mut rows = CsvRows::of(draft);
    rows.write_names(labels.iter().copied().chain(["replication", "district", "month"]).chain(measures))?;
    rows.into_sink()
}

/// Blocks are put into words side by side, and written in their order.
fn write_csv(draft: &mut Draft, blocks: &[(BlockLabels<'_>, usize)], values: &[f64]) -> Result<()> {
    let mut rest = values;
    let mut parts = Vec::with_capacity(blocks.len());
    for (labels, rows) in blocks {
        let (values, after) = rest.split_at(rows * MEASURES.len());
        parts.push((labels, values));
        rest = after;
    }
    for some in parts.chunks(128) {
        let texts: Vec<Result<Vec<u8>>> =
            some.par_iter().map(|(labels, values)| csv_block(labels, values, draft.target())).collect();
        for text in texts {
            draft.write_all(&text?).map_err(|e| Diagnostic::file(draft.target(), "write", e))?;
        }
    }
    Ok(())
}

fn csv_block(block: &BlockLabels<'_>, values: &[f64], target: &Path) -> Result<Vec<u8>> {
    let mut rows = CsvRows::new(Vec::with_capacity(values.len() * 12), target);
    for (month, row) in (0..).zip(values.chunks(MEASURES.len())) {
        let labels = block.labels.iter().copied().map(CsvCell::Text);
        let run =
            [CsvCell::Whole(block.replication.into()), CsvCell::Text(block.district), CsvCell::Whole(month)];
        rows.write(labels.chain(run).chain(row.iter().copied().map(CsvCell::Number)))?;
    }
    rows.into_sink()
}
