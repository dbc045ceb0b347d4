//! The JSON Schema of scenario files, for editors: made from the language of scenarios and the ledger.
//!
//! Everything stands where it is used, without references, because not every editor follows them.
//! An editor warns with it while one writes; what holds is what `check` says, which also knows
//! the district, the months and the files that are extended.

use serde_json::{Map, Value, json};

use crate::calendar::LONGEST;
use crate::events::{EVENTS, EventKind};
use crate::parameters::{DISTRIBUTIONS, Ledger, LedgerEntry};
use crate::scenario::language::{self, Form, KeySpec, SectionSpec};

/// The schema, a value for each line.
pub fn text(ledger: &Ledger) -> String {
    let mut text = String::new();
    lines(&schema(ledger), 0, &mut text);
    text
}

/// The schema (draft-07).
pub fn schema(ledger: &Ledger) -> Value {
    let mut root = section(&language::section(""), ledger);
    root.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    root.insert("title".into(), "Scenario of uptake".into());
    root.into()
}

/// A section with its own keys and the parameters that may stand in it. Other keys are refused.
fn section(section: &SectionSpec, ledger: &Ledger) -> Map<String, Value> {
    let own = section.keys.iter().map(|key| (key.name.to_string(), value(key, ledger)));
    let grouped = section.group().into_iter().flat_map(|group| parameters(ledger, Some(group)));
    let mut schema = table(section.meaning, own.chain(grouped).collect());
    if !section.needs.is_empty() {
        schema.insert("required".into(), json!(section.needs));
    }
    let together = section.together.iter().map(|(key, other)| ((*key).to_string(), json!([other])));
    if !section.together.is_empty() {
        schema.insert("dependencies".into(), together.collect::<Map<_, _>>().into());
    }
    if section.name == "event" {
        // One step down, because some editors no longer offer keys beside an "allOf"; and open to any key,
        // because others take a part without keys for one that refuses them.
        let rules = EVENTS.iter().map(|kind| rule(kind, section.keys));
        let rules: Vec<Value> = std::iter::once(dated()).chain(rules).collect();
        schema.insert("if".into(), json!({ "required": ["what"], "additionalProperties": true }));
        schema.insert("then".into(), json!({ "allOf": rules, "additionalProperties": true }));
    }
    schema
}

/// A table with these keys and no others.
fn table(description: &str, properties: Map<String, Value>) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("description".into(), description.into());
    schema.insert("properties".into(), properties.into());
    schema.insert("additionalProperties".into(), false.into());
    schema
}

/// The value of a key.
fn value(key: &KeySpec, ledger: &Ledger) -> Value {
    let named = |name: &str| section(&language::section(name), ledger);
    let mut schema = match &key.form {
        Form::Text | Form::Lines | Form::Line(_) | Form::Grades => form(json!({ "type": "string" })),
        Form::OneOf(words, _) => form(json!({ "type": "string", "enum": words() })),
        Form::OneOfOrOther(words, _) => form(json!({ "type": "string", "examples": words() })),
        Form::Texts => form(json!({ "type": "array", "items": { "type": "string" } })),
        Form::Truth => form(json!({ "type": "boolean" })),
        Form::Whole(low, high) => whole("integer".into(), *low, *high),
        Form::Number(low, high) => number("number".into(), *low, *high),
        Form::Numbers(low, high) => {
            form(json!({ "type": "array", "minItems": 1, "items": number("number".into(), *low, *high) }))
        }
        Form::MonthOrWords => whole(json!(["integer", "string"]), 1, i64::from(LONGEST)),
        Form::ShareOr(words) => form(json!({ "anyOf": [
            { "type": "string", "enum": words },
            number("number".into(), 0.0, 1.0),
        ] })),
        Form::Ties => {
            let cell = json!({ "type": ["string", "number"] });
            form(json!({ "type": "array", "items": { "type": "array", "items": cell } }))
        }
        Form::Parameters => table(key.meaning, parameters(ledger, None).collect()),
        Form::Section(name) => named(name),
        Form::Sections(name) => form(json!({ "type": "array", "items": named(name) })),
    };
    schema.insert("description".into(), described(key).into());
    if let Some(default) = default(key) {
        schema.insert("default".into(), default);
    }
    if key.name == "what" {
        let help: Vec<&str> = EVENTS.iter().map(|kind| kind.help).collect();
        schema.insert("x-taplo".into(), json!({ "docs": { "enumValues": help } }));
    }
    schema.into()
}

/// The meaning of a key, with unit and default; for the kinds of events, what each one does.
fn described(key: &KeySpec) -> String {
    let mut text = format!("{}.", key.meaning);
    if !key.unit.is_empty() && key.unit != "month" {
        text += &format!(" Unit: {}.", key.unit);
    }
    if !key.default.is_empty() {
        text += &format!(" Default: {}.", key.default);
    }
    if key.name == "what" {
        for kind in EVENTS {
            text += &format!("\n\n* {}: {}", kind.what, kind.help);
        }
    }
    text
}

/// What holds where a key is not given, if it can be written as a value.
fn default(key: &KeySpec) -> Option<Value> {
    match &key.form {
        Form::Whole(..) => key.default.parse::<i64>().ok().map(Value::from),
        Form::Truth => key.default.parse::<bool>().ok().map(Value::from),
        Form::OneOf(words, _) | Form::OneOfOrOther(words, _) => {
            words().contains(&key.default).then(|| key.default.into())
        }
        _ => None,
    }
}

/// The parameters of a group, or all.
fn parameters<'l>(ledger: &'l Ledger, group: Option<&'l str>) -> impl Iterator<Item = (String, Value)> + 'l {
    let of_group = move |e: &&LedgerEntry| group.is_none_or(|group| e.group == group);
    ledger.entries().iter().filter(of_group).map(|e| (e.name.to_string(), parameter(e)))
}

/// A parameter: a number, or a distribution.
///
/// The parts of a distribution are patterns, because some editors offer the keys of every table inside a
/// table (`lead_skill.low`), which drowned the parameters themselves.
fn parameter(entry: &LedgerEntry) -> Value {
    let LedgerEntry { meaning, unit, value, range: (from, to), grade, .. } = entry;
    let (low, high) = entry.allowed();
    let mut schema = number(json!(["number", "object"]), low, high);
    let description = format!(
        "{meaning}.\n\nUnit: {unit}. Default: {value} ({}). Plausible: {from} to {to}. Allowed: {low} to {high}.",
        grade.word(),
    );
    schema.insert("description".into(), description.into());
    schema.insert("default".into(), plain(*value));
    let parts = json!({
        "^distribution$": { "type": "string", "enum": DISTRIBUTIONS.map(|(kind, _)| kind) },
        "^(low|high|mode|mean)$": number("number".into(), low, high),
        "^sd$": { "type": "number", "exclusiveMinimum": 0 },
    });
    schema.insert("patternProperties".into(), parts);
    schema.insert("required".into(), json!(["distribution"]));
    schema.insert("additionalProperties".into(), false.into());
    schema.into()
}

/// An event says its month in one of two ways.
fn dated() -> Value {
    json!({
        "if": { "required": ["when"] },
        "then": { "properties": { "month": false } },
        "else": { "required": ["month"] },
    })
}

/// Which keys an event of this kind may have, and which it needs.
fn rule(kind: &EventKind, keys: &[KeySpec]) -> Value {
    let fits = |key: &&KeySpec| match key.name {
        "month" | "when" | "what" | "note" | "district" => true,
        "until" => kind.ends(),
        name => kind.takes(name),
    };
    let fitting: Vec<&str> = keys.iter().filter(fits).map(|key| key.name).collect();
    json!({
        "if": { "properties": { "what": { "const": kind.what } }, "required": ["what"] },
        "then": { "propertyNames": { "enum": fitting }, "required": kind.needs().collect::<Vec<_>>() },
    })
}

fn whole(kind: Value, low: i64, high: i64) -> Map<String, Value> {
    let mut schema = form(json!({ "type": kind, "minimum": low }));
    // The largest whole number there is stands for "any", and not every editor can hold it.
    if high < i64::MAX {
        schema.insert("maximum".into(), high.into());
    }
    schema
}

fn number(kind: Value, low: f64, high: f64) -> Map<String, Value> {
    let mut schema = form(json!({ "type": kind }));
    for (word, end, any) in [("minimum", low, f64::MIN), ("maximum", high, f64::MAX)] {
        if end != any {
            schema.insert(word.into(), plain(end));
        }
    }
    schema
}

/// A number as one would write it: 1, not 1.0.
fn plain(x: f64) -> Value {
    if x.fract() == 0.0 && x.abs() < 1e9 { Value::from(x as i64) } else { Value::from(x) }
}

fn form(schema: Value) -> Map<String, Value> {
    match schema {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Writes a section key by key, and anything smaller on one line: a change of a parameter is a change
/// of a line.
fn lines(schema: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth + 1);
    let end = "  ".repeat(depth);
    match schema {
        Value::Object(map) if holds_keys(schema) => {
            *text += "{\n";
            for (k, (name, part)) in map.iter().enumerate() {
                *text += &format!("{indent}{}: ", Value::from(name.as_str()));
                lines(part, depth + 1, text);
                *text += if k + 1 < map.len() { ",\n" } else { "\n" };
            }
            *text += &format!("{end}}}");
        }
        Value::Array(parts) if parts.iter().any(Value::is_object) => {
            *text += "[\n";
            for (k, part) in parts.iter().enumerate() {
                *text += &format!("{indent}{part}{}\n", if k + 1 < parts.len() { "," } else { "" });
            }
            *text += &format!("{end}]");
        }
        small => *text += &small.to_string(),
    }
}

/// Whether this is a section, a list of sections, or the keys of one.
fn holds_keys(schema: &Value) -> bool {
    let Value::Object(map) = schema else { return false };
    let is_section = |v: &Value| v["type"] == "object";
    is_section(schema)
        || is_section(&schema["items"])
        || map.values().any(Value::is_object) && !map.contains_key("type")
}
