//! Rows of a CSV table: numbers as the shortest decimals that read back to the same bits, nothing where a value
//! is missing.

use super::atomic::{Draft, Sealed};
use crate::diagnostic::{Diagnostic, Result};
use crate::input::formula;
use std::fmt::{self, Write as _};
use std::io;
use std::path::{Path, PathBuf};

/// A cell of a row.
#[derive(Debug, Clone, Copy)]
pub enum CsvCell<'c> {
    /// A text, kept from being a formula.
    Text(&'c str),
    /// A whole number.
    Whole(u64),
    /// A number; NaN is missing.
    Number(f64),
}

impl fmt::Display for CsvCell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CsvCell::Text(text) => f.write_str(&formula::to_cell(text)),
            CsvCell::Whole(number) => number.fmt(f),
            CsvCell::Number(value) if value.is_nan() => Ok(()),
            CsvCell::Number(value) => value.fmt(f),
        }
    }
}

/// A CSV table being written.
#[derive(Debug)]
pub struct CsvRows<W: io::Write> {
    target: PathBuf,
    writer: csv::Writer<W>,
    words: String,
}

impl<W: io::Write> CsvRows<W> {
    /// Rows written to `sink`; `target` is what the file will be called.
    pub fn new(sink: W, target: &Path) -> CsvRows<W> {
        let writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(sink);
        CsvRows { target: target.into(), writer, words: String::new() }
    }

    /// Writes a row.
    pub fn write<'c>(&mut self, cells: impl IntoIterator<Item = CsvCell<'c>>) -> Result<()> {
        for cell in cells {
            self.words.clear();
            let _ = write!(self.words, "{cell}");
            self.writer.write_field(&self.words).map_err(|e| fault(&self.target, of_the_system(e)))?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(|e| fault(&self.target, of_the_system(e)))
    }

    /// Writes the names of the columns.
    pub fn write_names<'c>(&mut self, names: impl IntoIterator<Item = &'c str>) -> Result<()> {
        self.write(names.into_iter().map(CsvCell::Text))
    }

    /// What was written to.
    pub fn into_sink(self) -> Result<W> {
        let CsvRows { target, writer, .. } = self;
        writer.into_inner().map_err(|e| fault(&target, e.into_error()))
    }
}

impl CsvRows<Draft> {
    /// Rows of a file.
    pub fn of(draft: Draft) -> CsvRows<Draft> {
        let target = draft.target().to_path_buf();
        CsvRows::new(draft, &target)
    }

    /// Flushes the file to disk.
    pub fn seal(self) -> Result<Sealed> {
        self.into_sink()?.seal()
    }
}

/// What the system said, whose kind leads to the remedy: as a fault of CSV it would be of no kind.
fn of_the_system(fault: csv::Error) -> io::Error {
    match fault.into_kind() {
        csv::ErrorKind::Io(fault) => fault,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn fault(target: &Path, fault: io::Error) -> Diagnostic {
    Diagnostic::file(target, "write", fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[CsvCell<'_>]) -> String {
        let mut rows = CsvRows::new(Vec::new(), Path::new("t"));
        rows.write(cells.iter().copied()).unwrap();
        String::from_utf8(rows.into_sink().unwrap()).unwrap()
    }

    #[test]
    fn numbers_read_back_to_the_same_bits_and_missing_is_empty() {
        for value in [0.1, 1.0 / 3.0, -0.0, 5e-324, 1e300, 61.0, f64::INFINITY] {
            let text = written(&[CsvCell::Number(value), CsvCell::Whole(7)]);
            assert_eq!(text.split(',').next().unwrap().parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
        assert_eq!(written(&[CsvCell::Number(f64::NAN), CsvCell::Whole(7)]), ",7\n");
    }

    #[test]
    fn a_full_disk_is_told_as_one() {
        struct Full;
        impl io::Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut rows = CsvRows::new(Full, Path::new("t"));
        let fault = (0..100_000).find_map(|k| rows.write([CsvCell::Whole(k)]).err()).unwrap().to_string();
        assert!(fault.contains("the disk is full"), "{fault}");
    }

    #[test]
    fn text_with_commas_and_quotes_is_one_cell() {
        assert_eq!(written(&["a, \"b\"", "c"].map(CsvCell::Text)), "\"a, \"\"b\"\"\",c\n");
    }
}
