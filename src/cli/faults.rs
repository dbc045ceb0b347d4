//! Faults as every command tells them: to people on standard error, to programs as one JSON array or one CSV
//! table on standard output.

use std::path::Path;
use std::process::ExitCode;

use serde_json::Value;

use super::options::Format;
use super::print;
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use uptake::results::refuse_inside;

/// How a command goes.
pub type CommandResult<T = ()> = Result<T, Diagnostics>;

/// Says what went wrong; the exit status follows from it.
pub fn ended(outcome: CommandResult) -> ExitCode {
    match outcome {
        Ok(()) if print::lost() => {
            aside!("standard output could not be written\n  is the disk full?");
            ExitCode::from(ExitStatus::Failed as u8)
        }
        Ok(()) => ExitCode::SUCCESS,
        Err(found) => {
            aside!("{found}");
            ExitCode::from(found.status() as u8)
        }
    }
}

/// Prints the faults of an outcome for programs; for people they are said at the end.
pub fn told<T>(outcome: CommandResult<T>, format: Format) -> CommandResult<T> {
    if let Err(found) = &outcome {
        print(found.list(), format)?;
    }
    outcome
}

/// Prints faults for programs, an empty list too.
pub fn print(found: &[Diagnostic], format: Format) -> CommandResult {
    let columns = ["file", "line", "column", "key", "problem", "allowed", "nearest", "remedy", "count"];
    match format {
        Format::Human => Ok(()),
        format => print::records(format, columns, found.iter().map(row)),
    }
}

/// A field that does not apply is missing.
fn row(d: &Diagnostic) -> [Value; 9] {
    let Diagnostic { at, key, fault, allowed, nearest, remedy, count, .. } = d.clone().beside_other_files();
    let place = |number: u32| Value::from((number > 0).then_some(number));
    let file = (!at.file.is_empty()).then_some(&*at.file);
    let (line, column) = (place(at.line), place(at.column));
    [
        file.into(),
        line,
        column,
        key.into(),
        fault.into(),
        allowed.into(),
        nearest.into(),
        remedy.into(),
        count.into(),
    ]
}

/// Refuses to write over what is there, unless it is asked for, and into a results folder ever.
pub fn refuse_existing(path: &Path, force: bool, remedy: &str) -> CommandResult {
    refuse_inside(path)?;
    if force || !path.exists() {
        return Ok(());
    }
    Err(Diagnostic::failed(path, "exists already, and nothing is overwritten", remedy).into())
}
