//! `diff`: what differs between two scenarios.

use clap::Args;
use serde_json::Value;

use super::faults::CommandResult;
use super::faults::told;
use super::options::Format;
use super::print;
use uptake::diagnostic::Diagnostic;
use uptake::diagnostic::shell::word;
use uptake::experiment::comparable::unlike;
use uptake::experiment::plan::Design;
use uptake::files::read_all;
use uptake::parameters::Ledger;
use uptake::phrasing::listed;
use uptake::scenario::diff::{Difference, Side, differences, page};

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// A scenario file, or the name of a built-in scenario
    #[arg(value_name = "A")]
    pub first: String,
    /// Another one
    #[arg(value_name = "B")]
    pub second: String,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Prints what differs. That nothing does is an answer too, not a failure.
pub fn diff(args: &DiffArgs) -> CommandResult {
    let ledger = Ledger::standard()?;
    let both = [args.first.clone(), args.second.clone()];
    let scenarios = told(read_all(&both, &[], None, &ledger), args.format)?;
    let [a, b] = scenarios.as_slice() else {
        let fault = "two scenarios were asked for, and other than two were read";
        return Err(Diagnostic::of_the_program("diff", fault).into());
    };
    let found = differences(a, b, &ledger);
    match args.format {
        Format::Human => {
            out!("{}", page(a, b, &found));
            if !found.is_empty() {
                let unlike: Vec<String> = unlike(b, a).into_iter().map(|found| found.words).collect();
                let compare = format!("uptake compare {} {}", word(&args.first), word(&args.second));
                match Design::new(scenarios.clone(), true) {
                    Ok(_) => aside!("\nsimulate both: {compare}"),
                    Err(_) if !unlike.is_empty() && Design::unpaired(scenarios.clone()).is_ok() => aside!(
                        "\ntheir runs are no pairs, because they differ in {}\nsimulate both, each as a sample of its own: \
                         {compare} --unpaired",
                        listed(&unlike)
                    ),
                    Err(d) => aside!("\nthey cannot be compared: {}: {}", d.fault, d.remedy),
                }
            }
        }
        format => {
            let columns = ["part", "what", "name", "a", "b", "unit", "remark"];
            print::records(format, columns, found.iter().map(row))?;
        }
    }
    Ok(())
}

fn row(d: &Difference) -> [Value; 7] {
    let side = |side: &Side| match side {
        Side::Missing => Value::Null,
        Side::Number(x) => (*x).into(),
        Side::Words(words) => words.as_str().into(),
    };
    let text = |text: &str| Value::from(text);
    [text(d.part), text(&d.what), text(&d.name), side(&d.a), side(&d.b), text(&d.unit), text(&d.remark)]
}
