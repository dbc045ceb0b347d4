//! Diagnostics of files and settings as data: one JSON array or one CSV table to standard output, in the same
//! shape from every command.

use super::failure::Failure;
use super::options::Format;
use super::print;
use uptake::diagnostic::Diagnostic;

/// Names of the fields, in their order.
const FIELDS: [&str; 8] = ["file", "line", "column", "key", "problem", "allowed", "nearest", "remedy"];

/// Prints the problems of a failure for programs; for people its words are enough.
pub fn told<T>(outcome: Result<T, Failure>, format: Format) -> Result<T, Failure> {
    if let Err(failure) = &outcome
        && !failure.problems.is_empty()
    {
        print(&failure.problems, format)?;
    }
    outcome
}

/// Prints problems for programs, an empty list too.
pub fn print(problems: &[Diagnostic], format: Format) -> Result<(), Failure> {
    match format {
        Format::Human => {}
        Format::Json => {
            let rows: Vec<_> = problems.iter().map(json).collect();
            print::json(&rows)?;
        }
        Format::Csv => print::written(csv(problems))?,
    }
    Ok(())
}

/// A field that does not apply is null.
fn json(p: &Diagnostic) -> serde_json::Value {
    let place = |number: u32| (number > 0).then_some(number);
    serde_json::json!({
        "file": *p.at.file,
        "line": place(p.at.line),
        "column": place(p.at.column),
        "key": p.key,
        "problem": p.fault,
        "allowed": p.allowed,
        "nearest": p.nearest,
        "remedy": p.remedy,
    })
}

/// A field that does not apply is an empty cell.
fn csv(problems: &[Diagnostic]) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(std::io::stdout());
    writer.write_record(FIELDS)?;
    for p in problems {
        let place = |number: u32| if number > 0 { number.to_string() } else { String::new() };
        let text = |field: &Option<String>| field.clone().unwrap_or_default();
        writer.write_record([
            p.at.file.to_string(),
            place(p.at.line),
            place(p.at.column),
            text(&p.key),
            p.fault.clone(),
            text(&p.allowed),
            text(&p.nearest),
            p.remedy.clone(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
