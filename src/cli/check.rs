//! `check`: every problem of scenario files at once.

use super::failure::{CONTENT, FAILED, Failure, USAGE};
use super::library::Files;
use super::options::{CheckArgs, Format};
use crate::parameters::Ledger;
use crate::scenario::{self, Problem};

/// Checks each file; remarks and problems are printed.
pub fn check(args: &CheckArgs) -> Result<(), Failure> {
    let ledger = Ledger::standard()?;
    let mut found: Vec<(String, Problem)> = Vec::new();
    for file in &args.files {
        match scenario::read(file, &args.settings, &Files, &ledger) {
            Ok(scenario) => {
                if args.format == Format::Human {
                    let events = scenario.events.len();
                    say!("{file}: no problems ({}; {events} events)", scenario.title);
                    for remark in &scenario.remarks {
                        aside!("note: {remark}");
                    }
                }
            }
            Err(problems) => found.extend(problems.list().into_iter().map(|p| (file.clone(), p.clone()))),
        }
    }
    match args.format {
        Format::Human => {
            for (_, problem) in &found {
                aside!("{problem}");
            }
        }
        Format::Json => {
            let rows: Vec<_> = found.iter().map(|(asked, p)| json(asked, p)).collect();
            let text =
                serde_json::to_string_pretty(&rows).map_err(|e| Failure::new(FAILED, e.to_string()))?;
            say!("{text}");
        }
        Format::Csv => {
            return Err(Failure::new(USAGE, "check prints words or JSON\n  use --format human or json"));
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    let in_flags = found.iter().all(|(_, p)| p.at.file.starts_with("--"));
    let (count, files) = (found.len(), args.files.len());
    let words = format!("{count} problem{} in {files} file{}", plural(count), plural(files));
    Err(Failure::new(if in_flags { USAGE } else { CONTENT }, words))
}

fn json(asked: &str, p: &Problem) -> serde_json::Value {
    serde_json::json!({
        "asked": asked,
        "file": *p.at.file,
        "line": p.at.line,
        "column": p.at.column,
        "fault": p.fault,
        "remedy": p.remedy,
    })
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
