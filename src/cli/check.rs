//! `check`: every problem of scenario files and decide sets at once.

use clap::Args;

use super::faults::{self, CommandResult};
use super::options::Format;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::files::Files;
use uptake::parameters::Ledger;
use uptake::scenario::{self};
use uptake::study::decide::{self, DecisionStudy};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Scenario files or decide sets, or names of built-in ones
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// Check with this setting; repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Words for people, or all problems as one JSON array or CSV table
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Checks each file; remarks and problems are printed.
pub fn check(args: &CheckArgs) -> CommandResult {
    let ledger = Ledger::standard()?;
    let mut found = Diagnostics::default();
    let mut names: Vec<String> = Vec::new();
    for file in &args.files {
        if decide::is_set(file) {
            match set(file, &args.settings) {
                Ok(words) if args.format == Format::Human => out!("{file}: no problems ({words})"),
                Ok(_) => {}
                Err(problems) => found.merge(problems),
            }
            continue;
        }
        match scenario::read(file, &args.settings, &Files, &ledger) {
            Ok(scenario) => {
                names.push(scenario.name.clone());
                if args.format == Format::Human {
                    let events = scenario.events.len();
                    out!("{file}: no problems ({}; {events} event{})", scenario.title, plural(events));
                    for remark in &scenario.remarks {
                        aside!("note: {remark}");
                    }
                }
            }
            Err(problems) => found.merge(problems), // a file that several extend, or a flag, is wrong once
        }
    }
    if let Some(name) = scenario::name_twice(names.iter().map(String::as_str)) {
        let fault = format!(
            "two of the scenarios are called `{name}`, or differ by letter case or `-narrow` alone: they could not be run together"
        );
        found.add("", fault, "give one of the files another name, or check them one by one");
    }
    faults::print(found.list(), args.format)?;
    let (count, files) = (found.count(), args.files.len());
    if count == 0 {
        return Ok(());
    }
    if args.format == Format::Human {
        aside!("{found}");
    }
    let fault = format!("{count} problem{} in {files} file{}", plural(count), plural(files));
    Err(Diagnostic::new("", fault, "").with_status(found.status()).into())
}

/// Checks a decide set with all of its plans and worlds.
fn set(file: &str, settings: &[String]) -> Result<String, Diagnostics> {
    let (set, problems) = decide::read_set(file)?;
    let study = DecisionStudy::of(&set, problems, settings, None, &Files)?;
    let plans = set.plans.len();
    Ok(format!("a decide set; {plans} plans in {} worlds", study.scenarios.len() / plans.max(1)))
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
