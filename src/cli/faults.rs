//! Faults as every command tells them: to people on standard error, to programs as one JSON array or one CSV
//! table on standard output.

use std::path::Path;
use std::process::ExitCode;

use super::options::Format;
use super::print;
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus};

/// How a command goes.
pub type CommandResult<T = ()> = Result<T, Diagnostics>;

/// Names of the fields, in their order.
const FIELDS: [&str; 8] = ["file", "line", "column", "key", "problem", "allowed", "nearest", "remedy"];

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
    match format {
        Format::Human => Ok(()),
        Format::Json => print::json(&found.iter().map(json).collect::<Vec<_>>()),
        Format::Csv => print::csv(&FIELDS, found.iter().map(|d| fields(d).map(Option::unwrap_or_default))),
    }
}

/// What is said of each field; one that does not apply is missing.
fn fields(d: &Diagnostic) -> [Option<String>; 8] {
    let Diagnostic { at, key, fault, allowed, nearest, remedy, .. } = d.clone().beside_other_files();
    let place = |number: u32| (number > 0).then(|| number.to_string());
    let file = (!at.file.is_empty()).then(|| at.file.to_string());
    [file, place(at.line), place(at.column), key, Some(fault), allowed, nearest, Some(remedy)]
}

/// A field that does not apply is null.
fn json(d: &Diagnostic) -> serde_json::Value {
    let mut row: serde_json::Map<_, _> =
        FIELDS.iter().zip(fields(d)).map(|(name, field)| ((*name).to_string(), field.into())).collect();
    for (name, number) in [("line", d.at.line), ("column", d.at.column)].into_iter().filter(|n| n.1 > 0) {
        row.insert(name.into(), number.into());
    }
    row.into()
}

/// Refuses to write over what is there, unless it is asked for.
pub fn refuse_existing(path: &Path, force: bool, remedy: &str) -> CommandResult {
    if force || !path.exists() {
        return Ok(());
    }
    Err(Diagnostic::failed(path, "exists already, and nothing is overwritten", remedy).into())
}
