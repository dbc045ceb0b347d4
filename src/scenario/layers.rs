//! A scenario and those it extends, laid over each other, and settings from the command line on top.

use std::sync::Arc;

use super::Place;
use super::gallery;
use super::problem::{Problems, Spot};
use super::text::{self, Entry, Item, Table, Value};
use crate::parameters::Ledger;
use crate::quantity::spelling::nearest;

/// Sections whose keys are parameters of the group of the same name, beside keys of their own.
pub const PARAMETER_SECTIONS: [&str; 4] = ["leaders", "team", "support", "rollout"];

/// Longest chain of `extends`.
const MOST_LAYERS: usize = 16;

/// The text of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the writer calls it: a path, or the name of a built-in scenario.
    pub label: String,
    /// Short name: without folder and ending.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Where scenarios and district tables come from. The core knows the built-in ones; the program adds
/// files.
pub trait Library {
    /// The scenario of this name, as written by `from` (by the user if `None`).
    ///
    /// # Errors
    /// Fault and remedy, without the place.
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, (String, String)>;

    /// The districts of this id (or `regular`) in a table, named by `from`, which may name a mapping too.
    ///
    /// # Errors
    /// Fault and remedy, without the place.
    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<Vec<Place>, (String, String)>;
}

/// The built-in scenarios, and no files.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl Library for BuiltIn {
    fn scenario(&self, reference: &str, _: Option<&Source>) -> Result<Source, (String, String)> {
        match gallery::text(reference) {
            Some(text) => Ok(Source { label: reference.into(), name: reference.into(), text: text.into() }),
            None => Err((format!("there is no built-in scenario `{reference}`"), suggestion(reference))),
        }
    }

    fn districts(
        &self,
        table: &str,
        _: Option<&str>,
        _: &str,
        _: &Source,
    ) -> Result<Vec<Place>, (String, String)> {
        Err((format!("the table `{table}` cannot be read here"), "list the schools in the scenario".into()))
    }
}

/// Which built-in scenarios there are, the nearest first.
pub fn suggestion(reference: &str) -> String {
    let names = || gallery::SCENARIOS.iter().map(|s| s.name);
    match nearest(reference, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("built in are: {}", names().collect::<Vec<_>>().join(", ")),
    }
}

/// The layers of a scenario, merged: the farthest ancestor first, settings last.
#[derive(Debug, Clone)]
pub struct Layers {
    /// The scenario's own file.
    pub source: Source,
    /// The file that holds `[district]` or `[cohort]`, for paths relative to it.
    pub district_source: Source,
    /// Everything, merged.
    pub table: Table,
}

/// Reads a scenario and all it extends, and lays the settings (`name=value`) over them.
///
/// # Errors
/// Files that cannot be found or are not TOML; a circle of `extends`.
pub fn gather(
    reference: &str,
    settings: &[String],
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Layers, Problems> {
    let not_found = |(fault, remedy): (String, String)| Problems::one(&Spot::whole(reference), fault, remedy);
    let mut source = library.scenario(reference, None).map_err(not_found)?;
    let own = source.clone();
    let mut chain: Vec<(Source, Table)> = Vec::new();
    loop {
        let file: Arc<str> = source.label.as_str().into();
        let mut table = text::parse(&file, &source.text)?;
        fold(&mut table, ledger)?;
        let parent = table.get("extends").map(|entry| entry.item.clone());
        chain.push((source.clone(), table));
        let Some(item) = parent else { break };
        let Value::Text(next) = &item.value else {
            let fault = format!("`extends` is {}", item.value.kind());
            return Err(Problems::one(&item.at, fault, "write the path or name of another scenario"));
        };
        let found = library
            .scenario(next, Some(&source))
            .map_err(|(fault, remedy)| Problems::one(&item.at, format!("`extends`: {fault}"), remedy))?;
        let labels: Vec<&str> = chain.iter().map(|(s, _)| s.label.as_str()).collect();
        if labels.contains(&found.label.as_str()) {
            let circle = format!("{} → {}", labels.join(" → "), found.label);
            let fault = format!("`extends` goes round in a circle: {circle}");
            return Err(Problems::one(&item.at, fault, "let one of them stand alone"));
        }
        if chain.len() >= MOST_LAYERS {
            let fault = format!("more than {MOST_LAYERS} scenarios extend each other");
            return Err(Problems::one(&item.at, fault, "write the last ones out"));
        }
        source = found;
    }
    let mut table = Table::new();
    let mut district_source = own.clone();
    for (source, layer) in chain.into_iter().rev() {
        if ["district", "cohort"].iter().any(|key| layer.contains_key(*key)) {
            // Where the districts are said anew, nothing is left of what was said before.
            table.retain(|key, _| key != "district" && key != "cohort");
            district_source = source;
        }
        lay_over(&mut table, layer);
    }
    for setting in settings {
        let mut setting = parse_setting(setting)?;
        fold(&mut setting, ledger)?;
        lay_over(&mut table, setting);
    }
    Ok(Layers { source: own, district_source, table })
}

/// Moves parameters that stand in a section of their own group to `[parameters]`, so that of two layers
/// the later one counts wherever it says it.
fn fold(table: &mut Table, ledger: &Ledger) -> Result<(), Problems> {
    let mut moved = Table::new();
    for section in PARAMETER_SECTIONS {
        let Some(Value::Table(inside)) = table.get_mut(section).map(|e| &mut e.item.value) else { continue };
        let own = |key: &String| ledger.get(key).is_some_and(|e| e.group == section);
        let keys: Vec<String> = inside.keys().filter(|k| own(k)).cloned().collect();
        moved.extend(keys.into_iter().filter_map(|key| inside.remove_entry(&key)));
    }
    if moved.is_empty() {
        return Ok(());
    }
    let first = moved.values().next().map(|e| e.key_at.clone()).unwrap_or_else(|| Spot::whole(""));
    let empty = Item { at: first.clone(), value: Value::Table(Table::new()) };
    let entry = table.entry("parameters".into()).or_insert(Entry { key_at: first, item: empty });
    // A [parameters] that is no table is reported later, with what it is.
    if let Value::Table(parameters) = &mut entry.item.value {
        for (key, entry) in moved {
            if parameters.contains_key(&key) {
                let fault = format!("`{key}` is given in its section and in [parameters]");
                return Err(Problems::one(&entry.key_at, fault, "keep one of the two"));
            }
            parameters.insert(key, entry);
        }
    }
    Ok(())
}

/// Lays one table over another: tables merge, events add up, anything else is replaced.
fn lay_over(below: &mut Table, above: Table) {
    for (key, entry) in above {
        match (below.get_mut(&key).map(|e| &mut e.item.value), entry.item.value) {
            // A distribution replaces a distribution whole: half of one and half of another is neither.
            (Some(Value::Table(old)), Value::Table(new)) if key == "parameters" => old.extend(new),
            (Some(Value::Table(old)), Value::Table(new)) => lay_over(old, new),
            (Some(Value::List(old)), Value::List(new)) if key == "event" => old.extend(new),
            (_, value) => {
                let item = Item { at: entry.item.at, value };
                below.insert(key, Entry { key_at: entry.key_at, item });
            }
        }
    }
}

/// `name=value` as a table: a bare name is a parameter, a dotted one a field of a section.
fn parse_setting(setting: &str) -> Result<Table, Problems> {
    let spot = Spot::whole(&format!("--set {setting}"));
    let Some((name, value)) = setting.split_once('=') else {
        return Err(Problems::one(&spot, "there is no `=`", "write --set name=value"));
    };
    let (name, value) = (name.trim(), value.trim());
    let path = match name {
        "title" | "question" => name.to_string(),
        "months" | "replications" | "seed" => format!("run.{name}"),
        _ if name.contains('.') => name.to_string(),
        _ => format!("parameters.{name}"),
    };
    // A value that is no TOML is taken as a text, so that quotes need not survive the shell.
    let quoted = format!("{path} = {}", toml::Value::String(value.to_string()));
    let file: Arc<str> = spot.file.clone();
    let mut table = text::parse(&file, &format!("{path} = {value}"))
        .or_else(|_| text::parse(&file, &quoted))
        .map_err(|_| Problems::one(&spot, format!("`{name}` is not a name"), "write --set name=value"))?;
    forget_lines(&mut table, &spot);
    Ok(table)
}

fn forget_lines(table: &mut Table, spot: &Spot) {
    for entry in table.values_mut() {
        entry.key_at = spot.clone();
        entry.item.at = spot.clone();
        if let Value::Table(inner) = &mut entry.item.value {
            forget_lines(inner, spot);
        }
    }
}
