//! Promise: an editor that follows the schema helps with what the reader reads, and nothing else.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::texts::Texts;
use uptake::description::schema;
use uptake::events::EVENTS;
use uptake::parameters::Ledger;
use uptake::scenario::language::{KeySpec, sections};
use uptake::scenario::{self, gallery};

const FILE: &str = "scenarios/scenario.schema.json";

fn the_schema() -> Value {
    schema::schema(&Ledger::standard().unwrap())
}

/// What the schema finds wrong with a text.
fn seen(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let value = toml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    check(&the_schema(), &value, "", &mut faults);
    faults
}

/// What the reader finds wrong with a text.
fn read(text: &str) -> String {
    match scenario::read("x", &[], &Texts(&[("x", text)]), &Ledger::standard().unwrap()) {
        Ok(_) => String::new(),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn the_schema_in_the_folder_is_the_one_that_is_printed() {
    let stored = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE)).unwrap();
    let printed = format!("{}\n", schema::text(&Ledger::standard().unwrap()));
    let differs = stored.lines().zip(printed.lines()).position(|(a, b)| a != b);
    assert!(
        stored == printed,
        "{FILE} is old (from line {:?} on); refresh it with: cargo run -- schema > {FILE}",
        differs.map(|k| k + 1)
    );
    let parsed: Value = serde_json::from_str(&stored).unwrap();
    assert_eq!(parsed, the_schema(), "lines are broken without a change of content");
    assert!(!stored.contains("$ref"), "not every editor follows references");
}

#[test]
fn every_built_in_scenario_follows_the_schema() {
    for built_in in gallery::SCENARIOS {
        assert_eq!(seen(built_in.text), Vec::<String>::new(), "{}", built_in.name);
    }
}

#[test]
fn what_the_schema_refuses_the_reader_refuses_too() {
    let cases = [
        ("titel = \"A\"", "titel"),
        ("format = 2", "format"),
        ("title = 3", "title"),
        ("[leaders]\nsuperintendent_comitment = 0.5", "superintendent_comitment"),
        ("[leaders]\ncritical_share = 0.2", "critical_share"),
        ("[leaders]\nlead_commitment = 1.5", "lead_commitment"),
        ("[leaders]\nsuperintendent_leads = 1", "superintendent_leads"),
        ("[parameters]\nlead_skill = \"high\"", "lead_skill"),
        ("[parameters]\nlead_skill = { low = 0.1, high = 0.3 }", "distribution"),
        ("[parameters]\nlead_skill = { distribution = \"unifrm\", low = 0.1, high = 0.3 }", "distribution"),
        ("[parameters]\nlead_skill = { distribution = \"uniform\", lo = 0.1, high = 0.3 }", "lo"),
        ("[parameters]\nlead_skill = { distribution = \"beta\", mean = 0.5, sd = -0.3 }", "sd"),
        ("[rollout]\nstrategy = \"stagd\"", "strategy"),
        ("[support]\nrelease = [1.0, 1.5]", "release"),
        ("[support]\nrelease = []", "release"),
        ("[team]\npilot_schools = [1]", "pilot_schools"),
        ("[run]\nmonths = 0", "months"),
        ("[run]\nmonths = 1.5", "months"),
        ("[district]\ntable = \"a.csv\"", "id"),
        ("[district]\nname = \"A\"", "school"),
        ("[[district.school]]\nname = \"A\"\nteachers = 3", "grades"),
        ("[[district.school]]\ngrades = \"K-5\"\nteachers = 3\nlevel = \"junior\"", "level"),
        ("[[event]]\nmonth = 3", "what"),
        ("[[event]]\nwhat = \"pause\"", "month"),
        ("[[event]]\nmonth = 3\nwhen = \"year 1, May\"\nwhat = \"pause\"", "month"),
        ("[[event]]\nmonth = 3\nwhat = \"pauze\"", "what"),
        ("[[event]]\nmonth = 3\nwhat = \"pause\"\nto = 0.3", "to"),
        ("[[event]]\nmonth = 3\nuntil = 9\nwhat = \"lead leaves\"", "until"),
        ("[[event]]\nmonth = 3\nwhat = \"set\"\nto = 0.3", "parameter"),
        ("[[event]]\nmonth = 3\nwhat = \"principals commit\"\nschools = \"some\"", "schools"),
        ("[[event]]\nmonth = 3\nwhat = \"lead leaves\"\nsuccessor = \"a friend\"", "successor"),
    ];
    for (text, word) in cases {
        let text = if text.starts_with("format") { text.into() } else { format!("format = 1\n{text}\n") };
        let faults = seen(&text);
        assert!(faults.iter().any(|fault| fault.contains(word)), "{text}\n{faults:?}");
        assert!(!read(&text).is_empty(), "the reader takes\n{text}");
    }
}

/// Every key that the schema offers is read, and one that it does not offer is refused.
#[test]
fn every_key_of_the_language_is_known_to_the_reader() {
    for section in sections() {
        for key in section.keys {
            let Some(value) = example(key) else { continue };
            let text = with(section.name, &format!("{} = {value}", key.name));
            let problems = read(&text);
            assert!(!problems.contains(&format!("has no key `{}`", key.name)), "{text}\n{problems}");
        }
        let text = with(section.name, "invented_key = 1");
        assert!(read(&text).contains("has no key `invented_key`"), "{text}\n{}", read(&text));
        assert!(seen(&text).iter().any(|f| f.contains("invented_key")), "{text}");
    }
}

#[test]
fn every_parameter_may_stand_where_the_schema_offers_it() {
    let ledger = Ledger::standard().unwrap();
    for entry in ledger.entries() {
        let places = sections().into_iter().filter(|s| s.group() == Some(entry.group)).map(|s| s.name);
        for place in places.chain(["parameters"]) {
            let text = format!("format = 1\n[{place}]\n{} = {}\n", entry.name, entry.value);
            assert_eq!(seen(&text), Vec::<String>::new(), "{text}");
            assert_eq!(read(&text), "", "{text}");
        }
    }
}

#[test]
fn every_kind_of_event_with_all_its_keys_follows_the_schema() {
    let events = sections().into_iter().find(|s| s.name == "event").unwrap();
    for kind in EVENTS {
        let mut text = format!("format = 1\n[[event]]\nwhen = \"year 2, May\"\nwhat = \"{}\"\n", kind.what);
        for key in events.keys.iter().filter(|key| kind.takes(key.name)) {
            text += &format!("{} = {}\n", key.name, example(key).unwrap());
        }
        if kind.ends() {
            text += "until = 30\n";
        }
        assert_eq!(seen(&text), Vec::<String>::new(), "{text}");
        assert!(!read(&text).contains("has no use for"), "{text}\n{}", read(&text));
    }
}

/// A file with a line in this section.
fn with(section: &str, line: &str) -> String {
    let head = match section {
        "" => "",
        "school" => "[[district.school]]\n",
        "event" => "[[event]]\n",
        "component" => "[[component]]\n",
        "cohort.district" => "[[cohort.district]]\n",
        name => return format!("format = 1\n[{name}]\n{line}\n"),
    };
    let format = if line.starts_with("format") { "" } else { "format = 1\n" };
    if section.is_empty() { format!("{format}{line}\n") } else { format!("format = 1\n{head}{line}\n") }
}

/// A value of a key, as written; none for sections, which have tests of their own.
fn example(key: &KeySpec) -> Option<&'static str> {
    (!key.example.is_empty()).then_some(key.example)
}

/// As much of JSON Schema as the schema uses; a word that is not known here fails.
fn check(schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let Value::Object(words) = schema else {
        if *schema == Value::Bool(false) {
            faults.push(format!("{at} is refused"));
        }
        return;
    };
    let holds = |schema: &Value| {
        let mut found = Vec::new();
        check(schema, value, at, &mut found);
        found.is_empty()
    };
    let number = value.as_f64();
    for (word, rule) in words {
        let fine = match word.as_str() {
            "$schema" | "title" | "description" | "default" | "examples" | "x-taplo" => true,
            "then" | "else" | "patternProperties" => true, // with "if", with "properties"
            "type" => one_or_many(rule).iter().any(|kind| is(value, kind.as_str().unwrap())),
            "enum" => rule.as_array().unwrap().contains(value),
            "const" => rule == value,
            "minimum" => number.is_none_or(|x| x >= rule.as_f64().unwrap()),
            "maximum" => number.is_none_or(|x| x <= rule.as_f64().unwrap()),
            "exclusiveMinimum" => number.is_none_or(|x| x > rule.as_f64().unwrap()),
            "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()),
            "items" => {
                for (k, part) in value.as_array().into_iter().flatten().enumerate() {
                    check(rule, part, &format!("{at}[{k}]"), faults);
                }
                true
            }
            "properties" | "additionalProperties" | "required" | "dependencies" | "propertyNames" => {
                if let Value::Object(table) = value {
                    keys(word, rule, words, table, at, faults);
                }
                true
            }
            "anyOf" => rule.as_array().unwrap().iter().any(holds),
            "allOf" => {
                for part in rule.as_array().unwrap() {
                    check(part, value, at, faults);
                }
                true
            }
            "if" => {
                if let Some(part) = words.get(if holds(rule) { "then" } else { "else" }) {
                    check(part, value, at, faults);
                }
                true
            }
            other => panic!("{other} at {at}"),
        };
        if !fine {
            faults.push(format!("{at}: {word} {rule}, but it is {value}"));
        }
    }
}

type Map = serde_json::Map<String, Value>;

/// The rules about the keys of a table.
fn keys(word: &str, rule: &Value, words: &Map, table: &Map, at: &str, faults: &mut Vec<String>) {
    let own = words.get("properties").and_then(Value::as_object);
    let patterns = words.get("patternProperties").and_then(Value::as_object);
    let missing = |names: &Value, faults: &mut Vec<String>| {
        for name in names.as_array().unwrap().iter().map(|n| n.as_str().unwrap()) {
            if !table.contains_key(name) {
                faults.push(format!("{at} has no {name}"));
            }
        }
    };
    match word {
        "required" => missing(rule, faults),
        "dependencies" => {
            let asked = rule.as_object().unwrap().iter().filter(|(name, _)| table.contains_key(*name));
            asked.for_each(|(_, needed)| missing(needed, faults));
        }
        "propertyNames" => {
            table.keys().for_each(|name| check(rule, &Value::from(name.as_str()), at, faults));
        }
        "properties" => {
            for (name, part) in table {
                if let Some(rule) = own.and_then(|own| own.get(name)) {
                    check(rule, part, &format!("{at}.{name}"), faults);
                }
            }
        }
        _ => {
            for (name, part) in
                table.iter().filter(|(name, _)| own.is_none_or(|own| !own.contains_key(*name)))
            {
                let pattern = patterns.into_iter().flatten().find(|(pattern, _)| fits(pattern, name));
                check(pattern.map_or(rule, |(_, rule)| rule), part, &format!("{at}.{name}"), faults);
            }
        }
    }
}

/// A pattern such as `^(low|high)$`.
fn fits(pattern: &str, name: &str) -> bool {
    let inside = pattern.strip_prefix('^').and_then(|p| p.strip_suffix('$')).unwrap();
    inside.trim_matches(['(', ')']).split('|').any(|word| word == name)
}

fn one_or_many(rule: &Value) -> Vec<Value> {
    rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()])
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|x| x.fract() == 0.0),
        other => panic!("{other}"),
    }
}
