//! Random scenarios that are valid: every section, key, event, parameter and way of naming districts and schools, as the
//! language declares them. A new key or event is generated as soon as it is declared; `scenarios/stored.rs` holds that none
//! is missing.
//!
//! A scenario is built from a list of numbers ([`choices`]), so that a case that fails is small.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]
#![allow(dead_code, reason = "two programs of tests use what they need")]

pub mod choices;
mod districts;
mod events;
mod forms;
#[cfg(feature = "program")]
mod network;
mod parameters;
mod words;

use std::collections::BTreeMap;

use choices::Choices;
use districts::{Districts, districts};
use events::{Ground, event, name_of_one};
use forms::{Said, section};
use toml::{Table, Value};
use uptake::calendar::LONGEST;
use uptake::census::advice::TieTable;
use uptake::census::grade::GradeSpan;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::model::Model;
use uptake::parameters::{AcceptedModels, Ledger};
use uptake::scenario::language::{self, SectionSpec};
use uptake::scenario::layers::{BuiltIn, PARAMETER_SECTIONS};
use uptake::scenario::{self, FoundDistricts, Library, Scenario, Source};
use uptake::strategy::Strategy;

/// How large a scenario may be.
pub struct Size {
    pub months: i64,
    pub schools: usize,
    /// Teachers of a school.
    pub teachers: f64,
    /// Students of a district whose schools are drawn.
    pub pupils: i64,
    /// Districts of a cohort.
    pub districts: usize,
    pub events: usize,
    pub replications: i64,
}

/// As large as the language allows, but for lists: they have few members.
pub const ANY_SIZE: Size = Size {
    months: LONGEST as i64,
    schools: 6,
    teachers: 2_000.0,
    pupils: 1_000_000,
    districts: 5,
    events: 8,
    replications: 100_000_000,
};

/// Small enough that thousands can be run.
pub const SMALL: Size =
    Size { months: 24, schools: 4, teachers: 40.0, pupils: 2_000, districts: 3, events: 6, replications: 10 };

/// A scenario with the files that it names.
#[derive(Debug)]
pub struct RandomScenario {
    /// Its own layer, and the one that it extends, if any.
    pub layers: Vec<Table>,
    /// Tables and mappings.
    pub files: BTreeMap<String, String>,
}

impl RandomScenario {
    /// The scenario that these numbers make.
    pub fn of(numbers: &[u64], size: &Size, ledger: &Ledger) -> RandomScenario {
        build(&mut Choices::of(numbers), size, ledger)
    }

    /// Its text and that of the layer below.
    pub fn texts(&self) -> Vec<String> {
        self.layers.iter().map(|layer| toml::to_string(layer).unwrap()).collect()
    }

    /// As the program reads it.
    pub fn read(&self, ledger: &Ledger) -> Result<Scenario, Diagnostics> {
        scenario::read("random", &[], self, ledger)
    }
}

impl Library for RandomScenario {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        let layer = match reference {
            "random" => self.texts().swap_remove(0),
            "below" => self.texts().swap_remove(1),
            _ => return BuiltIn.scenario(reference, from),
        };
        Ok(Source { label: reference.into(), name: reference.into(), text: layer })
    }

    #[cfg(feature = "program")]
    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        _: &Source,
    ) -> Result<FoundDistricts, Diagnostics> {
        use uptake::scenario::mapping::{built_in, read};
        let text =
            mapping.map(|name| self.files.get(name).map_or_else(|| built_in(name).unwrap(), String::as_str));
        let mapping = text.map(|text| read("mapping", text)).transpose()?;
        let table =
            uptake::input::AnyTable::from_bytes(table, self.files[table].as_bytes(), mapping.as_ref())?;
        uptake::files::choose(&table, id)
    }

    #[cfg(feature = "program")]
    fn ties(&self, table: &str, _: &Source) -> Result<TieTable, Diagnostics> {
        uptake::input::tie_table::read(table, self.files[table].as_bytes())
    }
}

fn build(c: &mut Choices<'_>, size: &Size, ledger: &Ledger) -> RandomScenario {
    let Districts { sections, places, is_cohort, mut files } = districts(c, size, ledger);
    let says_months = size.months < 60 || !c.once_in(4);
    let months = if says_months { c.whole(1, size.months) } else { 60 };
    let mut table = section(c, &language::section(""), |c, key| match key.name {
        "format" => 1.into(),
        "title" | "question" => Said::Usual,
        "point" => point(c),
        "extends" | "district" | "cohort" | "parameters" | "event" | "component" | "network" | "run" => {
            Said::Nothing
        }
        name if PARAMETER_SECTIONS.contains(&name) => Said::Nothing,
        other => panic!("nobody knows what `{other}` holds"),
    });
    table.extend(sections);
    let run = run_settings(c, &language::section("run"), size, says_months.then_some(months), ledger);
    let (mut pilots, mut grades): (Vec<String>, GradeSpan) = (Vec::new(), "TK-3".parse().unwrap());
    for name in PARAMETER_SECTIONS {
        let own = section(c, &language::section(name), |c, key| match (name, key.name) {
            ("team", "grades") if c.once_in(2) => {
                grades = forms::span(c);
                grades.to_string().into()
            }
            ("team", "grades" | "pilot_schools") => Said::Nothing,
            _ => Said::Usual,
        });
        table.insert(name.into(), own.into());
    }
    if let ([place], true) = (places.as_slice(), c.once_in(3)) {
        let all: Vec<_> = place.schools.iter().collect();
        let focal: Vec<_> = place.schools.iter().filter(|s| s.teaches(grades)).collect();
        for _ in 0..c.below(3) {
            let name = name_of_one(c, &focal, &all);
            pilots.extend(name.filter(|name| !pilots.contains(name)));
        }
        let team = table["team"].as_table_mut().unwrap();
        team.insert("pilot_schools".into(), pilots.clone().into());
    }
    let mut values = Table::new();
    for _ in 0..c.below(8) {
        let entry = c.one_of(ledger.entries());
        values.insert(entry.name.into(), parameters::value(c, entry));
    }
    let sites = match values.get("team_sites") {
        None => ledger.get("team_sites").map(|entry| entry.value),
        Some(value) => value.as_float().or(value.as_integer().map(|x| x as f64)),
    };
    // A parameter may stand in the section of its group.
    for (name, value) in values {
        let group = ledger.get(&name).unwrap().group;
        let home = if PARAMETER_SECTIONS.contains(&group) && c.once_in(2) { group } else { "parameters" };
        let home = table.entry(home).or_insert_with(|| Table::new().into());
        home.as_table_mut().unwrap().insert(name, value);
    }
    let strategy = table["rollout"].get("strategy").and_then(Value::as_str);
    let strategy = strategy.map_or(Some(Strategy::default()), Strategy::from_word).unwrap();
    let components = components(c, months);
    if !components.is_empty() {
        table.insert("component".into(), components.into());
    }
    let has_team = strategy.rules().has_team();
    let taken = vec![grades];
    let mut ground = Ground { months, places: &places, ledger, has_team, pilots, sites, taken };
    let events: Vec<Table> = (0..c.below(size.events + 1)).filter_map(|_| event(c, &mut ground)).collect();
    if !events.is_empty() {
        table.insert("event".into(), events.into());
    }
    #[cfg(feature = "program")]
    table.extend(network::network(c, &places, &mut files).map(|known| ("network".into(), known.into())));
    table.insert("run".into(), run.into());
    assert!(!is_cohort || !table.contains_key("district"));
    table.retain(|_, value| value.as_table().is_none_or(|table| !table.is_empty()));
    RandomScenario { layers: layers(c, table), files }
}

fn run_settings(
    c: &mut Choices<'_>,
    spec: &SectionSpec,
    size: &Size,
    months: Option<i64>,
    ledger: &Ledger,
) -> Table {
    let mut run = section(c, spec, |c, key| match key.name {
        "months" => months.map_or(Said::Nothing, Said::from),
        "replications" if c.once_in(2) => c.whole(1, size.replications).into(),
        "replications" => Said::Nothing,
        "model" if !c.once_in(4) => Said::Nothing,
        _ => Said::Usual,
    });
    // Of some models no vectors come with the program.
    let model = run.get("model").and_then(Value::as_str).and_then(Model::from_word);
    let is_accepted = run.get("parameters").and_then(Value::as_str) == Some("accepted");
    if is_accepted && (!c.once_in(4) || model.is_some_and(|model| AcceptedModels::of(model, ledger).is_err()))
    {
        run.remove("parameters");
    }
    run
}

/// The point of a sweep: a few pairs of a name and a number or a text.
fn point(c: &mut Choices<'_>) -> Said {
    if !c.once_in(8) {
        return Said::Nothing;
    }
    let mut point: Vec<Value> = Vec::new();
    for k in 0..c.below(3) {
        let name = format!("{}{k}", words::line(c, 20));
        let value = if c.once_in(2) { words::line(c, 20).into() } else { parameters::number(c, -9.0, 9.0) };
        point.push(Value::Array(vec![name.into(), value]));
    }
    Said::As(point.into())
}

fn components(c: &mut Choices<'_>, months: i64) -> Vec<Table> {
    let count = if c.once_in(3) { c.below(5) } else { 0 };
    let mut names: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for _ in 0..count {
        let table = section(c, &language::section("component"), |c, key| match key.name {
            "start" => {
                let start = c.whole(1, months);
                forms::month_or_words(c, start).into()
            }
            _ => Said::Usual,
        });
        let name = table["name"].as_str().unwrap().to_string();
        if !names.contains(&name) {
            names.push(name);
            found.push(table);
        }
    }
    found
}

/// The scenario as one file, or as one over another; the lowest may extend a built-in one.
fn layers(c: &mut Choices<'_>, mut table: Table) -> Vec<Table> {
    let mut below = Table::new();
    if c.once_in(3) {
        for name in table.keys().cloned().collect::<Vec<_>>() {
            if name != "format" && c.once_in(2) {
                below.extend(table.remove(&name).map(|value| (name, value)));
            }
        }
    }
    let lowest = if below.is_empty() { &mut table } else { &mut below };
    if c.once_in(4) {
        lowest.insert("extends".into(), "committed".into());
    }
    if below.is_empty() {
        return vec![table];
    }
    below.insert("format".into(), 1.into());
    table.insert("extends".into(), "below".into());
    vec![table, below]
}
