//! A scenario and those it extends, laid over each other, and settings from the command line on top.

use std::sync::Arc;

use super::Place;
use super::gallery;
use super::keys::Keys;
use super::problem::{Problem, Problems, Spot};
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
    /// What is wrong with the table, the mapping, or the id.
    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<Vec<Place>, Refused>;
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

    fn districts(&self, table: &str, _: Option<&str>, _: &str, _: &Source) -> Result<Vec<Place>, Refused> {
        let fault = format!("the table `{table}` cannot be read here");
        Err(Refused::Table(fault, "list the schools in the scenario".into()))
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

/// Why a table gave no district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// The table cannot be read: fault and remedy.
    Table(String, String),
    /// It has no such district: fault and remedy.
    District(String, String),
    /// What it holds is wrong: each fault with its place in the table.
    Content(Vec<Problem>),
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
    /// What was found wrong so far.
    pub problems: Problems,
    /// Which key stands where, in all files.
    pub keys: Keys,
    /// All files were found and are grammatical: what is not there was not written.
    pub whole: bool,
}

/// Reads a scenario and all it extends, and lays the settings (`name=value`) over them. Faults on the way
/// are kept in [`Layers::problems`], so that they are reported with all that is found later.
///
/// # Errors
/// If the scenario itself cannot be found.
pub fn gather(
    reference: &str,
    settings: &[String],
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Layers, Problems> {
    let not_found = |(fault, remedy): (String, String)| Problems::one(&Spot::whole(reference), fault, remedy);
    let own = library.scenario(reference, None).map_err(not_found)?;
    let (mut problems, mut keys) = (Problems::default(), Keys::default());
    let mut chain: Vec<(Source, Table)> = Vec::new();
    let mut next = Some(own.clone());
    let mut whole = true;
    while let Some(source) = next.take() {
        let file: Arc<str> = source.label.as_str().into();
        problems.enter(&file);
        let mut table = text::read(&file, &source.text, &mut problems);
        keys.enter(&table);
        fold(&mut table, ledger, &mut problems);
        let extends = table.get("extends").map(|entry| entry.item.clone());
        chain.push((source, table));
        if let Some(item) = extends {
            next = parent(&item, &chain, library, &mut problems);
            whole &= next.is_some();
        }
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
        if let Some(mut setting) = parse_setting(setting, &mut keys, &mut problems) {
            fold(&mut setting, ledger, &mut problems);
            lay_over(&mut table, setting);
        }
    }
    whole &= !problems.any_broken();
    Ok(Layers { source: own, district_source, table, problems, keys, whole })
}

/// The scenario that the last one of a chain extends.
fn parent(
    extends: &Item,
    chain: &[(Source, Table)],
    library: &dyn Library,
    problems: &mut Problems,
) -> Option<Source> {
    let at = &extends.at;
    let Value::Text(name) = &extends.value else {
        let fault = format!("`extends` is {}", extends.value.kind());
        problems.add(
            at,
            fault,
            "write the path or name of one other scenario in quotes: extends = \"committed\"",
        );
        return None;
    };
    let found = match library.scenario(name, chain.last().map(|(source, _)| source)) {
        Ok(found) => found,
        Err((fault, remedy)) => {
            problems.add(at, format!("`extends`: {fault}"), remedy);
            return None;
        }
    };
    let labels: Vec<&str> = chain.iter().map(|(s, _)| s.label.as_str()).collect();
    if labels.contains(&found.label.as_str()) {
        let circle = format!("{} → {}", labels.join(" → "), found.label);
        problems.add(
            at,
            format!("`extends` goes round in a circle: {circle}"),
            "let one of them stand alone",
        );
        return None;
    }
    if chain.len() >= MOST_LAYERS {
        let fault = format!("more than {MOST_LAYERS} scenarios extend each other");
        problems.add(at, fault, "write the last ones out");
        return None;
    }
    Some(found)
}

/// Moves parameters that stand in a section of their own group to `[parameters]`, so that of two layers
/// the later one counts wherever it says it.
fn fold(table: &mut Table, ledger: &Ledger, problems: &mut Problems) {
    let mut moved = Table::new();
    for section in PARAMETER_SECTIONS {
        let Some(Value::Table(inside)) = table.get_mut(section).map(|e| &mut e.item.value) else { continue };
        let own = |key: &String| ledger.get(key).is_some_and(|e| e.group == section);
        let keys: Vec<String> = inside.keys().filter(|k| own(k)).cloned().collect();
        moved.extend(keys.into_iter().filter_map(|key| inside.remove_entry(&key)));
    }
    let Some(first) = moved.values().next().map(|e| e.key_at.clone()) else { return };
    let empty = Item { at: first.clone(), value: Value::Table(Table::new()) };
    let entry = table.entry("parameters".into()).or_insert(Entry { key_at: first, item: empty });
    // A [parameters] that is no table is reported later, with what it is.
    if let Value::Table(parameters) = &mut entry.item.value {
        for (key, entry) in moved {
            if let Some(other) = parameters.get(&key) {
                let fault = format!("`{key}` is given in its section and in [parameters]");
                let remedy = match other.key_at.line {
                    0 => "keep one of the two".to_string(),
                    line => format!("keep one of the two; the other stands on line {line}"),
                };
                problems.add(&entry.key_at, fault, remedy);
            } else {
                parameters.insert(key, entry);
            }
        }
    }
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

/// `name=value` as a table: a bare name is a parameter, a dotted one a field of a section. `--months=12` is
/// the flag of that name.
fn parse_setting(setting: &str, keys: &mut Keys, problems: &mut Problems) -> Option<Table> {
    let spot = match setting.strip_prefix("--").and_then(|s| s.split_once('=')) {
        Some((flag, value)) => Spot::whole(&format!("--{flag} {value}")),
        None => Spot::whole(&format!("--set {setting}")),
    };
    problems.enter(&spot.file);
    let Some((name, value)) = setting.split_once('=') else {
        problems.add(&spot, "there is no `=`", "write --set name=value");
        return None;
    };
    let (name, value) = (name.trim().trim_start_matches("--"), value.trim());
    let path = match name {
        "title" | "question" => name.to_string(),
        "months" | "replications" | "seed" => format!("run.{name}"),
        _ if name.contains('.') => name.to_string(),
        _ => format!("parameters.{name}"),
    };
    keys.enter_flag(&spot, &path);
    // A value that is no TOML is taken as a text, so that quotes need not survive the shell.
    let quoted = format!("{path} = {}", toml::Value::String(value.to_string()));
    let file: Arc<str> = spot.file.clone();
    let parsed = text::parse(&file, &format!("{path} = {value}")).or_else(|_| text::parse(&file, &quoted));
    let Ok(mut table) = parsed else {
        let fault = format!("`{name}` is not a name");
        problems.add(&spot, fault, "write --set name=value, with a name that uptake parameters lists");
        return None;
    };
    forget_lines(&mut table, &spot);
    Some(table)
}

fn forget_lines(table: &mut Table, spot: &Spot) {
    for entry in table.values_mut() {
        entry.key_at = spot.clone();
        forget_lines_of(&mut entry.item, spot);
    }
}

fn forget_lines_of(item: &mut Item, spot: &Spot) {
    item.at = spot.clone();
    match &mut item.value {
        Value::Table(inner) => forget_lines(inner, spot),
        Value::List(items) => items.iter_mut().for_each(|item| forget_lines_of(item, spot)),
        _ => {}
    }
}
