//! `parameters`: the evidence ledger.

use clap::Args;

use comfy_table::{ContentArrangement, Table};

use super::faults::CommandResult;
use super::options::Format;
use super::print;
use uptake::diagnostic::Diagnostic;
use uptake::parameters::{HEADLINES, Ledger, LedgerEntry, headline_effects};
use uptake::study::text_table::table;

/// Arguments of `parameters`.
#[derive(Debug, Args)]
pub struct ParametersArgs {
    /// Only those whose name, group or meaning holds this
    #[arg(long, value_name = "TEXT")]
    pub find: Option<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Width of the table (characters) where no terminal says it.
const WIDTH_WITHOUT_TERMINAL: u16 = 160;

/// Prints the ledger.
pub fn list(args: &ParametersArgs) -> CommandResult {
    let ledger = Ledger::standard()?;
    let wanted = args.find.as_deref().unwrap_or("").to_lowercase();
    let holds = |e: &&LedgerEntry| {
        [e.name, e.group, e.meaning.as_str()].iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    let chosen: Vec<&LedgerEntry> = ledger.entries().iter().filter(holds).collect();
    if chosen.is_empty() {
        let near = ledger.nearest(&wanted).map_or_else(
            || "try another word, or none to see all".into(),
            |n| format!("did you mean `{n}`?"),
        );
        return Err(Diagnostic::new("", format!("no parameter speaks of \"{wanted}\""), near).into());
    }
    match args.format {
        Format::Human => {
            out!("{}", ledger_table(&chosen));
            aside!(
                "moves: change of {} of target districts from the low to the high end, while all else varies",
                HEADLINES.join(", ")
            );
        }
        Format::Json => {
            let rows: Vec<_> = chosen.iter().map(|e| json(e)).collect();
            print::json(&rows)?;
        }
        Format::Csv => print::csv(&COLUMNS, chosen.iter().map(row))?,
    }
    Ok(())
}

fn ledger_table(entries: &[&LedgerEntry]) -> Table {
    let header = ["parameter", "value", "plausible", "unit", "grade", "meaning", "moves (points)", "source"];
    let mut table = table(&header, header.len());
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(WIDTH_WITHOUT_TERMINAL);
    }
    for e in entries {
        table.add_row(vec![
            format!("{}\n({})", e.name, e.group),
            e.value.to_string(),
            format!("{} to {}", e.range.0, e.range.1),
            e.unit.clone(),
            e.grade.word().into(),
            e.meaning.clone(),
            headline_effects(e.name).map_or_else(String::new, |effects| effects.words()),
            e.source.clone(),
        ]);
    }
    table
}

fn json(e: &LedgerEntry) -> serde_json::Value {
    let (low, high) = e.allowed();
    serde_json::json!({
        "name": e.name,
        "group": e.group,
        "value": e.value,
        "plausible": [e.range.0, e.range.1],
        "allowed": [low, high],
        "unit": e.unit,
        "grade": e.grade.word(),
        "meaning": e.meaning,
        "held": e.held,
        "changes": headline_effects(e.name).map(|effects| effects.changes.map(|(change, _)| change)),
        "source": e.source,
    })
}

const COLUMNS: [&str; 15] = [
    "name",
    "group",
    "value",
    "plausible_low",
    "plausible_high",
    "allowed_low",
    "allowed_high",
    "unit",
    "grade",
    "meaning",
    "source",
    "held",
    "spread_36_change",
    "deep_share_36_change",
    "deep_share_60_change",
];

fn row(e: &&LedgerEntry) -> Vec<String> {
    let (low, high) = e.allowed();
    let mut row = vec![e.name.to_string(), e.group.to_string()];
    row.extend([e.value, e.range.0, e.range.1, low, high].map(|x| x.to_string()));
    row.extend([e.unit.as_str(), e.grade.word(), &e.meaning, &e.source].map(String::from));
    row.push(e.held.to_string());
    let changes =
        headline_effects(e.name).map(|effects| effects.changes.map(|(change, _)| change.to_string()));
    row.extend(changes.unwrap_or_default());
    row
}
