//! Printing. A reader who has seen enough and closes the pipe is no failure.

use std::fmt;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde_json::{Map, Value};

use super::faults::CommandResult;
use super::options::{Format, Length};
use uptake::diagnostic::Diagnostic;
use uptake::input::formula;

static LOST: AtomicBool = AtomicBool::new(false);

/// A line of data to standard output.
pub fn line(words: fmt::Arguments<'_>) {
    let mut out = io::stdout().lock();
    if let Err(error) = writeln!(out, "{words}").and_then(|()| out.flush())
        && error.kind() != io::ErrorKind::BrokenPipe
    {
        LOST.store(true, Ordering::Relaxed);
    }
}

/// A line of words to standard error. Words that cannot be told do not turn a whole result into a failure.
pub fn aside(words: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr().lock(), "{words}");
}

/// Text as it is, without a line's end of its own.
pub fn raw(text: &[u8]) -> CommandResult {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Diagnostic::failed("standard output", error.to_string(), "").into())
        }
        _ => Ok(()),
    }
}

/// What was found, for people: in brief, or all of it.
pub fn told(length: Length, brief: impl FnOnce() -> String, full: impl FnOnce() -> String) -> CommandResult {
    raw(if length.full { full() } else { brief() }.as_bytes())
}

/// Data for programs, as JSON.
pub fn json(data: &impl Serialize) -> CommandResult {
    let text = serde_json::to_string_pretty(data).map_err(|e| Diagnostic::of_the_program("JSON", e))?;
    line(format_args!("{text}"));
    Ok(())
}

/// Whether something could not be printed, although somebody was listening: a full disk, for instance.
pub fn lost() -> bool {
    LOST.load(Ordering::Relaxed)
}

/// Records for programs: an array of JSON objects, or a CSV table with these columns. What is missing is null, or
/// an empty cell.
pub fn records<const N: usize>(
    format: Format,
    columns: [&str; N],
    rows: impl Iterator<Item = [Value; N]>,
) -> CommandResult {
    if format == Format::Json {
        let object = |row| columns.map(String::from).into_iter().zip(row).collect::<Map<_, _>>();
        return json(&rows.map(object).collect::<Vec<_>>());
    }
    csv(&columns, rows.map(|row| row.map(cell)))
}

/// A value in a table: numbers without the point and the commas that people like.
fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or(f64::NAN).to_string(),
        other => other.to_string(),
    }
}

/// A table for programs, as CSV.
pub fn csv<Cell: AsRef<str>>(
    header: &[&str],
    rows: impl IntoIterator<Item = impl IntoIterator<Item = Cell>>,
) -> CommandResult {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let guarded = |cell: Cell| formula::to_cell_or_number(cell.as_ref()).into_owned();
    let write = || {
        writer.write_record(header)?;
        rows.into_iter().try_for_each(|row| writer.write_record(row.into_iter().map(guarded)))
    };
    write().map_err(|e: csv::Error| Diagnostic::of_the_program("CSV", e))?;
    raw(&writer.into_inner().unwrap_or_default())
}
