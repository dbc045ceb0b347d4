//! Promise: what the program writes of a scenario it reads again as the same scenario.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::collections::BTreeSet;

use proptest::strategy::{Strategy, ValueTree};
use toml::{Table, Value};

use crate::random_scenarios::choices::{numbers, trials};
use crate::random_scenarios::{ANY_SIZE, RandomScenario};
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::events::{EVENTS, FieldForm};
use uptake::parameters::{DISTRIBUTIONS, Ledger};
use uptake::scenario::language::{self, Form};
use uptake::scenario::{self, DistrictSpec, FoundDistricts, Library, Scenario, Source, render};

/// A stored scenario with the table of its districts, as they stand in a results folder.
struct StoredCopy {
    text: String,
    districts: Vec<DistrictSpec>,
}

impl StoredCopy {
    fn of(s: &Scenario, ledger: &Ledger) -> StoredCopy {
        StoredCopy { text: render::complete(s, ledger), districts: s.places.clone() }
    }

    fn read(&self, ledger: &Ledger) -> Result<Scenario, Diagnostics> {
        scenario::read("random", &[], self, ledger)
    }
}

impl Library for StoredCopy {
    fn scenario(&self, reference: &str, _: Option<&Source>) -> Result<Source, Diagnostic> {
        assert_eq!(reference, "random", "a stored scenario stands alone");
        Ok(Source { label: "random".into(), name: "random".into(), text: self.text.clone() })
    }

    #[cfg(feature = "program")]
    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        _: &Source,
    ) -> Result<FoundDistricts, Diagnostics> {
        use uptake::results::roster;
        assert_eq!((table, id), ("../districts.csv", "regular"));
        let facts: Vec<_> = self.districts.iter().filter_map(DistrictSpec::facts).collect();
        let totals: Vec<_> = self
            .districts
            .iter()
            .filter_map(|place| if let DistrictSpec::Totals(totals) = place { Some(totals) } else { None })
            .collect();
        let bytes = if totals.is_empty() { roster::table(&facts)? } else { roster::totals(&totals)? };
        let mapping = mapping.map(|name| scenario::mapping::built_in(name).unwrap());
        let mapping = mapping.map(|text| scenario::mapping::read("mapping", text)).transpose()?;
        uptake::files::choose(&uptake::input::AnyTable::from_bytes(table, &bytes, mapping.as_ref())?, id)
    }
}

#[test]
fn a_stored_scenario_is_read_as_the_one_that_was_stored() {
    let ledger = Ledger::standard().unwrap();
    let result = trials(400).run(&numbers(), |numbers| {
        let random = RandomScenario::of(&numbers, &ANY_SIZE, &ledger);
        let told = |what: &str, why: &dyn std::fmt::Display| {
            let files: Vec<_> = random.files.iter().map(|(name, text)| format!("{name}:\n{text}")).collect();
            panic!("{what}: {why}\n--- {}\n--- {}", random.texts().join("--- over\n"), files.join("\n"))
        };
        let first = random.read(&ledger).unwrap_or_else(|why| told("a valid scenario is refused", &why));
        let stored = StoredCopy::of(&first, &ledger);
        let again = stored.read(&ledger).unwrap_or_else(|why| {
            told("the stored scenario is refused", &format!("{why}\n--- stored\n{}", stored.text))
        });
        // Remarks name lines, and those are others.
        let first = Scenario { remarks: Vec::new(), ..first };
        let again = Scenario { remarks: Vec::new(), ..again };
        if first != again {
            told("another scenario is read", &format!("{first:#?}\n{again:#?}"));
        }
        let twice = render::complete(&again, &ledger);
        if stored.text != twice {
            told("another text is written", &twice);
        }
        Ok(())
    });
    result.unwrap_or_else(|why| panic!("{why}"));
}

/// What random scenarios say: section or event, key, and the word where it is one.
type Said = BTreeSet<(String, String, String)>;

/// Everything that stands in a table of this section.
fn note(section: &str, table: &Table, said: &mut Said) {
    for (key, value) in table {
        let word = match value {
            Value::Integer(_) | Value::Float(_) => "a number",
            value => value.as_str().unwrap_or(""),
        };
        said.insert((section.into(), key.clone(), word.into()));
        let tables = match value {
            Value::Table(table) => vec![table],
            Value::Array(items) => items.iter().filter_map(Value::as_table).collect(),
            _ => Vec::new(),
        };
        match language::section(section).key(key).map(|key| key.form) {
            Some(Form::Section(name) | Form::Sections(name)) => {
                tables.into_iter().for_each(|table| note(name, table, said));
            }
            _ if key == "parameters" => tables.into_iter().for_each(|table| note(key, table, said)),
            _ => {}
        }
        if let Some(kind) = value.get("distribution").and_then(Value::as_str) {
            said.insert(("distribution".into(), kind.into(), String::new()));
        }
    }
    if let Some(what) = table.get("what").and_then(Value::as_str).filter(|_| section == "event") {
        note(
            what,
            &table.iter().filter(|(key, _)| *key != "what").map(|(k, v)| (k.clone(), v.clone())).collect(),
            said,
        );
    }
}

#[test]
fn every_key_event_and_parameter_that_is_declared_is_among_random_scenarios() {
    let ledger = Ledger::standard().unwrap();
    let mut said = Said::new();
    let mut runner = trials(0);
    for _ in 0..4_000 {
        let numbers = numbers().new_tree(&mut runner).unwrap().current();
        for layer in RandomScenario::of(&numbers, &ANY_SIZE, &ledger).layers {
            note("", &layer, &mut said);
        }
    }
    let has = |section: &str, key: &str, word: Option<&str>| {
        said.iter()
            .any(|(own, name, form)| own == section && name == key && word.is_none_or(|word| word == form))
    };
    let mut missing = Vec::new();
    for section in language::sections() {
        for key in section.keys {
            let words = if let Form::OneOf(words, _) | Form::OneOfOrOther(words, _) = key.form {
                words()
            } else {
                Vec::new()
            };
            let forms = words.into_iter().map(Some).chain([None]);
            missing.extend(
                forms
                    .filter(|form| !has(section.name, key.name, *form))
                    .map(|form| format!("[{}] {} = {}", section.name, key.name, form.unwrap_or("…"))),
            );
        }
    }
    for kind in EVENTS {
        for field in kind.fields {
            let forms = match field.form {
                FieldForm::OneOf(words) => words,
                FieldForm::Schools => &["all", "pilot", "a number"],
                _ => &[],
            };
            let forms = forms.iter().copied().map(Some).chain([None]);
            missing.extend(
                forms
                    .filter(|form| !has(kind.what, field.key, *form))
                    .map(|form| format!("\"{}\": {} = {}", kind.what, field.key, form.unwrap_or("…"))),
            );
        }
        if kind.ends() && !has(kind.what, "until", None) {
            missing.push(format!("\"{}\": until", kind.what));
        }
    }
    let groups = ["parameters", "leaders", "team", "support", "rollout"];
    let is_set = |name: &str| groups.iter().any(|group| has(group, name, None));
    missing.extend(ledger.entries().iter().filter(|e| !is_set(e.name)).map(|e| e.name.to_string()));
    let kinds = DISTRIBUTIONS.iter().filter(|(kind, _)| !has("distribution", kind, None));
    missing.extend(kinds.map(|(kind, _)| kind.to_string()));
    assert!(missing.is_empty(), "never generated:\n{}", missing.join("\n"));
}
