//! `describe`: a scenario read back in plain words.

use clap::Args;

use super::faults::CommandResult;
use super::faults::told;
use super::options::Format;
use super::print;
use uptake::diagnostic::Diagnostic;
use uptake::diagnostic::shell::word;
use uptake::files::read_all;
use uptake::parameters::Ledger;
use uptake::phrasing::wrapped;
use uptake::scenario::describe::{Paragraph, describe as account, page};
use uptake::scenario::{Scenario, index};

/// Arguments of `describe`.
#[derive(Debug, Args)]
pub struct DescribeArgs {
    /// Scenario files, or names of built-in scenarios; without any, the built-in ones are listed
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
    /// The page of all built-in scenarios, in Markdown
    #[arg(long, conflicts_with_all = ["files", "settings", "format"])]
    pub index: bool,
    /// Describe with this setting; repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Human words, or one JSON array
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Prints the account of each scenario.
pub fn describe(args: &DescribeArgs) -> CommandResult {
    let ledger = Ledger::standard()?;
    if args.format == Format::Csv {
        return Err(Diagnostic::usage("describe prints words or JSON", "use --format human or json").into());
    }
    if args.index {
        out!("{}", index::markdown(&ledger)?.trim_end());
        return Ok(());
    }
    if args.files.is_empty() {
        return list(args.format, &ledger);
    }
    let scenarios = told(read_all(&args.files, &args.settings, None, &ledger), args.format)?;
    if args.format == Format::Json {
        let rows: Vec<_> = scenarios.iter().map(|s| json(s, &account(s, &ledger))).collect();
        return print::json(&rows);
    }
    for (k, scenario) in scenarios.iter().enumerate() {
        let gap = if k > 0 { "\n\n" } else { "" };
        out!("{gap}{}", page(scenario, &account(scenario, &ledger)));
    }
    match args.files.as_slice() {
        [one] => aside!("\nsimulate it: uptake run {}", word(one)),
        [base, other, ..] => {
            aside!("\nwhat differs between the first two: uptake diff {} {}", word(base), word(other));
        }
        [] => {}
    }
    Ok(())
}

/// The built-in scenarios with their questions.
fn list(format: Format, ledger: &Ledger) -> CommandResult {
    let all = index::listed(ledger)?;
    if format == Format::Json {
        let row =
            |s: &Scenario| serde_json::json!({ "name": s.name, "title": s.title, "question": s.question });
        let rows: Vec<_> = all.iter().map(|l| row(&l.scenario)).collect();
        return print::json(&rows);
    }
    for index::IndexEntry { scenario, .. } in &all {
        out!("{}", wrapped(&format!("{}: {}", scenario.name, scenario.question), "", "    "));
    }
    aside!("\nuptake describe NAME tells one whole; uptake run NAME simulates it");
    Ok(())
}

fn json(s: &Scenario, account: &[Paragraph]) -> serde_json::Value {
    serde_json::json!({
        "name": s.name,
        "title": s.title,
        "question": s.question,
        "paragraphs": account,
    })
}
