//! `describe`: a scenario read back in plain words.

use super::failure::{FAILED, Failure, USAGE};
use super::library::read_all;
use super::options::{DescribeArgs, Format};
use crate::parameters::Ledger;
use crate::scenario::Scenario;
use crate::scenario::describe::{Paragraph, describe as account, page};

/// Prints the account of each scenario.
pub fn describe(args: &DescribeArgs) -> Result<(), Failure> {
    let ledger = Ledger::standard()?;
    if args.format == Format::Csv {
        return Err(Failure::new(USAGE, "describe prints words or JSON\n  use --format human or json"));
    }
    let scenarios = read_all(&args.files, &args.settings, &ledger)?;
    if args.format == Format::Json {
        let rows: Vec<_> = scenarios.iter().map(|s| json(s, &account(s, &ledger))).collect();
        let text = serde_json::to_string_pretty(&rows).map_err(|e| Failure::new(FAILED, e.to_string()))?;
        say!("{text}");
        return Ok(());
    }
    for (k, scenario) in scenarios.iter().enumerate() {
        let gap = if k > 0 { "\n\n" } else { "" };
        say!("{gap}{}", page(scenario, &account(scenario, &ledger)));
    }
    match args.files.as_slice() {
        [one] => aside!("\nuptake run {one} simulates it"),
        [base, other, ..] => aside!("\nuptake diff {base} {other} says what differs between the first two"),
        [] => {}
    }
    Ok(())
}

fn json(s: &Scenario, account: &[Paragraph]) -> serde_json::Value {
    let paragraphs: Vec<_> = account
        .iter()
        .map(|p| serde_json::json!({ "about": p.about, "text": p.text, "items": p.items }))
        .collect();
    serde_json::json!({
        "name": s.name,
        "title": s.title,
        "question": s.question,
        "paragraphs": paragraphs,
    })
}
