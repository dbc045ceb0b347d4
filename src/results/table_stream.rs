//! The two large tables as a stream of blocks: a block is the timeline of one job (or the difference of
//! two), with what names it. Their columns are the same in both formats.

use super::atomic::{Draft, Sealed};
use super::folder::TableFormat;
use crate::diagnostic::{Diagnostic, Result};
use crate::metrics::MEASURES;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::io::Write as _;

/// Rows are gathered until so many are there, then written.
pub const ROWS_AT_A_TIME: usize = 65_536;

/// What names a block's rows, besides the month.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// The values of the leading text columns: the scenario; or other and base.
    pub labels: Vec<String>,
    /// The replication.
    pub replication: u32,
    /// The district.
    pub district: String,
}

/// A large table being written.
#[derive(Debug)]
pub struct LargeTable {
    /// Per block its names and rows, then all values by row.
    blocks: Vec<(Names, usize)>,
    values: Vec<f64>,
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    Csv(Draft),
    #[cfg(feature = "parquet")]
    Parquet(Box<super::parquet::ParquetTable>),
}

impl LargeTable {
    /// Start a table whose leading text columns are `labels`.
    pub fn new(draft: Draft, format: TableFormat, labels: &'static [&'static str]) -> Result<LargeTable> {
        let sink = match format {
            TableFormat::Csv => Sink::Csv(start_csv(draft, labels)?),
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => {
                Sink::Parquet(Box::new(super::parquet::ParquetTable::new(draft, labels)?))
            }
            #[cfg(not(feature = "parquet"))]
            TableFormat::Parquet => return Err(without_parquet(draft.target())),
        };
        Ok(LargeTable { blocks: Vec::new(), values: Vec::new(), sink })
    }

    /// Add the rows of a job, month 0 first. A block is never divided, so where the file is divided
    /// depends on its content alone.
    pub fn push(&mut self, names: Names, values: &[f64]) -> Result<()> {
        let rows = values.len() / MEASURES.len();
        if rows == 0 {
            return Ok(());
        }
        if (self.values.len() / MEASURES.len()) + rows > ROWS_AT_A_TIME {
            self.flush()?;
        }
        self.blocks.push((names, rows));
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
pub fn without_parquet(place: &std::path::Path) -> Diagnostic {
    Diagnostic::failed(
        place,
        "this build has no Parquet",
        "use --tables csv, or build with the feature `parquet`",
    )
}

fn start_csv(mut draft: Draft, labels: &[&str]) -> Result<Draft> {
    let names = labels
        .iter()
        .copied()
        .chain(["replication", "district", "month"])
        .chain(MEASURES.iter().map(|m| m.name));
    let line = names.collect::<Vec<_>>().join(",") + "\n";
    draft.write_all(line.as_bytes()).map_err(|e| Diagnostic::file(draft.target(), "write", e))?;
    Ok(draft)
}

fn write_csv(draft: &mut Draft, blocks: &[(Names, usize)], values: &[f64]) -> Result<()> {
    let mut rest = values;
    let mut parts = Vec::with_capacity(blocks.len());
    for (names, rows) in blocks {
        let (values, after) = rest.split_at(rows * MEASURES.len());
        parts.push((names, values));
        rest = after;
    }
    for some in parts.chunks(128) {
        let texts: Vec<String> = some.par_iter().map(|(names, values)| csv_block(names, values)).collect();
        for text in texts {
            draft.write_all(text.as_bytes()).map_err(|e| Diagnostic::file(draft.target(), "write", e))?;
        }
    }
    Ok(())
}

fn csv_block(names: &Names, values: &[f64]) -> String {
    let mut start = String::new();
    for label in &names.labels {
        csv_text(&mut start, label);
        start.push(',');
    }
    let _ = write!(start, "{},", names.replication);
    csv_text(&mut start, &names.district);
    let mut text = String::with_capacity(values.len() * 12);
    for (month, row) in values.chunks(MEASURES.len()).enumerate() {
        let _ = write!(text, "{start},{month}");
        for &value in row {
            text.push(',');
            csv_number(&mut text, value);
        }
        text.push('\n');
    }
    text
}

/// A number as the shortest decimal that reads back to the same bits; nothing if missing.
pub fn csv_number(text: &mut String, value: f64) {
    if !value.is_nan() {
        let _ = write!(text, "{value}");
    }
}

/// A text, in quotes where it needs them.
pub fn csv_text(text: &mut String, value: &str) {
    if value.contains([',', '"', '\n', '\r']) {
        let _ = write!(text, "\"{}\"", value.replace('"', "\"\""));
    } else {
        text.push_str(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_to_the_same_bits_and_missing_is_empty() {
        for value in [0.1, 1.0 / 3.0, -0.0, 5e-324, 1e300, 61.0, f64::INFINITY] {
            let mut text = String::new();
            csv_number(&mut text, value);
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
        let mut text = String::new();
        csv_number(&mut text, f64::NAN);
        assert_eq!(text, "");
    }

    #[test]
    fn text_with_commas_and_quotes_is_one_cell() {
        let mut text = String::new();
        csv_text(&mut text, "a, \"b\"");
        csv_text(&mut text, "c");
        assert_eq!(text, "\"a, \"\"b\"\"\"c");
    }
}
