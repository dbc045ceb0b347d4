//! A scenario and those it extends, laid over each other, and settings from the command line on top.

mod library;
mod setting;

use std::sync::Arc;

pub use library::{BuiltIn, Library, Source, built_in_like, suggestion};
use setting::parse_setting;
pub use setting::{WITH, path_of};

use super::language;
use super::places::PathsByPlace;
use super::text::{self, Value, WrittenEntry, WrittenItem, WrittenTable};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceLocation};
use crate::parameters::Ledger;

/// Sections whose keys are parameters of the group of the same name, beside keys of their own.
pub const PARAMETER_SECTIONS: [&str; 4] = ["leaders", "team", "support", "rollout"];

/// Longest chain of `extends`.
const MOST_LAYERS: usize = 16;

/// The layers of a scenario, merged: the farthest ancestor first, settings last.
#[derive(Debug, Clone)]
pub struct Layers {
    /// The scenario's own file.
    pub source: Source,
    /// The file that holds `[district]` or `[cohort]`, for paths relative to it.
    pub district_source: Source,
    /// The file whose `[network]` says who asks whom, for paths relative to it.
    pub network_source: Source,
    /// Everything, merged.
    pub table: WrittenTable,
    /// What was found wrong so far.
    pub problems: Diagnostics,
    /// Which key stands where, in all files.
    pub paths: PathsByPlace,
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
) -> Result<Layers, Diagnostics> {
    let named =
        |missing: Diagnostic| if missing.at.file.is_empty() { missing.at(reference) } else { missing };
    let own = library.scenario(reference, None).map_err(named)?;
    let (mut problems, mut paths) = (Diagnostics::default(), PathsByPlace::default());
    let mut chain: Vec<(Source, WrittenTable)> = Vec::new();
    let mut next = Some((own.clone(), None));
    let mut whole = true;
    while let Some((source, named_at)) = next.take() {
        let file: Arc<str> = source.label.as_str().into();
        let before = problems.clone();
        problems.enter(&file);
        let mut table = text::read(&file, &source.text, &mut problems);
        if let Some(at) = named_at.filter(|_| !looks_like_scenario(&table, problems.count() > before.count()))
        {
            problems = before;
            whole = false;
            refuse_base(&file, &at, &mut problems);
            break;
        }
        paths.enter(&table);
        fold(&mut table, ledger, &mut problems);
        let extends = table.get("extends").map(|entry| entry.item.clone());
        chain.push((source, table));
        if let Some(item) = extends {
            next = parent(&item, &chain, library, &mut problems).map(|found| (found, Some(item.at)));
            whole &= next.is_some();
        }
    }
    let mut table = WrittenTable::new();
    let (mut district_source, mut network_source) = (own.clone(), own.clone());
    let last = chain.len().saturating_sub(1);
    for (k, (source, mut layer)) in chain.into_iter().rev().enumerate() {
        if k < last {
            layer.remove("point"); // what extends a point of a sweep is another scenario
        }
        if says_districts(&layer, &table) {
            // Where the districts are said anew, nothing is left of what was said before.
            table.retain(|key, _| key != "district" && key != "cohort");
            district_source = source.clone();
        }
        if says_ties(&layer) {
            table.remove("network");
            network_source = source;
        }
        lay_over(&mut table, layer);
    }
    for setting in settings {
        if let Some(mut setting) = parse_setting(setting, &mut paths, &mut problems) {
            fold(&mut setting, ledger, &mut problems);
            lay_over(&mut table, setting);
        }
    }
    whole &= !problems.any_broken();
    Ok(Layers { source: own, district_source, network_source, table, problems, paths, whole })
}

/// Whether a layer says the districts anew. One whose `[district]` names none, as one that has a `name` alone, changes single
/// keys of the district below it; and so does `[cohort]` without districts.
fn says_districts(layer: &WrittenTable, below: &WrittenTable) -> bool {
    let keys = |table: &WrittenTable, section: &str| -> Option<Vec<String>> {
        match &table.get(section)?.item.value {
            Value::Table(keys) => Some(keys.keys().cloned().collect()),
            _ => None,
        }
    };
    [("district", &["table", "mapping", "pupils", "school"][..]), ("cohort", &["district"])].into_iter().any(
        |(section, naming)| match (keys(layer, section), keys(below, section)) {
            (Some(own), Some(_)) => own.iter().any(|key| naming.contains(&key.as_str())),
            _ => layer.contains_key(section),
        },
    )
}

/// Whether a layer says who asks whom, and not only what becomes of other ties.
fn says_ties(layer: &WrittenTable) -> bool {
    let network = layer.get("network").map(|entry| &entry.item.value);
    matches!(network, Some(Value::Table(keys)) if keys.contains_key("table") || keys.contains_key("ties"))
}

/// Whether a file that another one extends is a scenario: it says its format, or else it is sound and says nothing that a
/// scenario has not.
fn looks_like_scenario(table: &WrittenTable, has_faults: bool) -> bool {
    let known = language::section("");
    table.contains_key("format")
        || !has_faults && !table.is_empty() && table.keys().all(|key| known.key(key).is_some())
}

/// A file that is no scenario is refused by its name: what stands in it is nobody's business.
fn refuse_base(file: &str, at: &SourceLocation, problems: &mut Diagnostics) {
    let fault = format!("`extends`: {file} is no scenario: it does not say its `format`");
    problems.add(at, fault, "name a scenario; one begins with: format = 1");
}

/// The scenario that the last one of a chain extends.
fn parent(
    extends: &WrittenItem,
    chain: &[(Source, WrittenTable)],
    library: &dyn Library,
    problems: &mut Diagnostics,
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
        Err(missing) => {
            problems.add(at, format!("`extends`: {}", missing.headline()), missing.remedy);
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
fn fold(table: &mut WrittenTable, ledger: &Ledger, problems: &mut Diagnostics) {
    let mut moved = WrittenTable::new();
    for section in PARAMETER_SECTIONS {
        let inside = match table.get_mut(section).map(|e| &mut e.item.value) {
            Some(Value::Table(inside)) => vec![inside],
            // [[leaders]] instead of [leaders] is reported later.
            Some(Value::List(items)) => items.iter_mut().filter_map(|item| item.value.table_mut()).collect(),
            _ => Vec::new(),
        };
        for inside in inside {
            inside.retain(|key, entry| {
                let own = ledger.get(key).is_some_and(|e| e.group == section);
                if own {
                    moved.insert(key.clone(), entry.clone());
                }
                !own
            });
        }
    }
    let Some(first) = moved.values().next().map(|e| e.key_at.clone()) else { return };
    let empty = WrittenItem { at: first.clone(), value: Value::Table(WrittenTable::new()) };
    let entry = table.entry("parameters".into()).or_insert(WrittenEntry { key_at: first, item: empty });
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
fn lay_over(below: &mut WrittenTable, above: WrittenTable) {
    for (key, entry) in above {
        match (below.get_mut(&key).map(|e| &mut e.item.value), entry.item.value) {
            // A distribution replaces a distribution whole: half of one and half of another is neither.
            (Some(Value::Table(old)), Value::Table(new)) if key == "parameters" => old.extend(new),
            (Some(Value::Table(old)), Value::Table(new)) => lay_over(old, new),
            (Some(Value::List(old)), Value::List(new)) if key == "event" => old.extend(new),
            (_, value) => {
                let item = WrittenItem { at: entry.item.at, value };
                below.insert(key, WrittenEntry { key_at: entry.key_at, item });
            }
        }
    }
}
