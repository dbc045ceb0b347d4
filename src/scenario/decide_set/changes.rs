//! What a plan or a world changes of the scenario it starts from.

use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::scenario::layers::path_of;
use crate::scenario::planned;
use crate::scenario::text::{Value, WrittenItem, WrittenTable, quoted};

/// A text and where it stands.
pub type Placed = (String, SourceLocation);

/// A change of a scenario: `name=value`, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedSetting {
    /// As `--with` takes it.
    pub setting: String,
    /// Its place in a scenario: `parameters.manager_hours`, `support.release`.
    pub path: String,
    /// Where.
    pub at: SourceLocation,
}

/// The changes of a table: keys with their values, tables in it being sections.
pub(super) fn settings(
    item: Option<WrittenItem>,
    key: &str,
    problems: &mut Diagnostics,
) -> Vec<PlacedSetting> {
    let Some(item) = item else { return Vec::new() };
    let mut found = Vec::new();
    match item.value {
        Value::Table(table) => flatten("", table, &mut found, problems),
        other => {
            let remedy = format!("write {key} = {{ superintendent_exit = 0.34 }}: names with values");
            problems.add(&item.at, format!("`{key}` is {}", other.kind()), remedy);
        }
    }
    for (k, own) in found.iter().enumerate() {
        if found[..k].iter().any(|other: &PlacedSetting| other.path == own.path) {
            problems.add(&own.at, format!("`{}` is changed twice", own.path), "keep one of the two");
        }
    }
    found
}

fn flatten(above: &str, table: WrittenTable, found: &mut Vec<PlacedSetting>, problems: &mut Diagnostics) {
    for (key, entry) in table {
        let name = if above.is_empty() { key } else { format!("{above}.{key}") };
        let at = entry.key_at;
        if name.is_empty() || !name.chars().all(|sign| sign.is_ascii_alphanumeric() || "_.".contains(sign)) {
            let remedy = "write a parameter that `uptake parameters` lists, or a field as \"section.key\"";
            problems.add(&at, format!("`{name}` is no name"), remedy);
            continue;
        }
        let path = path_of(&name);
        if ["run.months", "run.replications", "run.seed", "run.parameters", "title", "question"]
            .contains(&path.as_str())
        {
            let remedy = match path.as_str() {
                "run.parameters" => "write parameters = \"accepted\" in a world of its own",
                "title" | "question" => "name plans and worlds by `name`",
                _ => "leave it out: it is the same for all plans and worlds; --months, -n and --seed set it",
            };
            problems.add(&at, format!("`{name}` cannot be changed here"), remedy);
            continue;
        }
        match entry.item.value {
            Value::Table(inner) if !inner.contains_key("distribution") => {
                flatten(&name, inner, found, problems)
            }
            value => found.push(PlacedSetting { setting: format!("{name}={}", written(&value)), path, at }),
        }
    }
}

/// A value as a setting writes it.
fn written(value: &Value) -> String {
    match value {
        Value::Table(table) => {
            let pairs = table.iter().map(|(key, entry)| format!("{key} = {}", written(&entry.item.value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Foreign => quoted("a date or time"),
        other => other.toml(),
    }
}

/// Events as a file writes them, each with its place.
pub(super) fn events(lines: Option<Vec<Placed>>, problems: &mut Diagnostics) -> Vec<Placed> {
    let mut found = Vec::new();
    for (line, at) in lines.unwrap_or_default() {
        match planned::read(&line) {
            Ok(event) => found.push((event.toml(), at)),
            Err(fault) => problems.add(&at, fault.fault, Remedy::from(fault.remedy)),
        }
    }
    found
}
