//! `check`: every problem of scenario files at once.

use super::failure::Failure;
use super::faults;
use super::library::Files;
use super::options::{CheckArgs, Format};
use uptake::diagnostic::Diagnostic;
use uptake::parameters::Ledger;
use uptake::scenario::{self};

/// Checks each file; remarks and problems are printed.
pub fn check(args: &CheckArgs) -> Result<(), Failure> {
    let ledger = Ledger::standard()?;
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut count = 0;
    for file in &args.files {
        match scenario::read(file, &args.settings, &Files, &ledger) {
            Ok(scenario) => {
                if args.format == Format::Human {
                    let events = scenario.events.len();
                    out!("{file}: no problems ({}; {events} event{})", scenario.title, plural(events));
                    for remark in &scenario.remarks {
                        aside!("note: {remark}");
                    }
                }
            }
            Err(problems) => {
                count += problems.count() - problems.list().len();
                found.extend(problems.list().iter().cloned());
            }
        }
    }
    // A file that several extend, or a flag, is wrong once.
    let failure = Failure::of(found);
    faults::print(&failure.problems, args.format)?;
    count += failure.problems.len();
    if count == 0 {
        return Ok(());
    }
    let files = args.files.len();
    let words = format!("{count} problem{} in {files} file{}", plural(count), plural(files));
    let words = if args.format == Format::Human { format!("{}\n{words}", failure.words) } else { words };
    Err(Failure::new(failure.status, words))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
