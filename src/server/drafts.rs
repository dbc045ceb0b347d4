//! A scenario as a page asks for it: a base, settings, events, perhaps a real district.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::Served;
use super::levers::values;
use super::problems::{Refusal, Reply, read};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parameters::Ledger;
use crate::scenario::describe::{self, describe};
use crate::scenario::diff::differences;
use crate::scenario::render::{complete, field_value};
use crate::scenario::{DistrictSpec, FoundDistricts, Scenario, ScenarioDraft, ScheduledEvent, gallery, text};

/// What a page asks for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedScenario {
    /// A built-in scenario by its name, or the text of a scenario file.
    base: String,
    title: Option<String>,
    question: Option<String>,
    /// Parameters and fields of sections by name, as `--set` takes them.
    #[serde(default)]
    settings: BTreeMap<String, Value>,
    district: Option<AskedDistrict>,
    /// Events with their keys, as a file writes them.
    #[serde(default)]
    events: Vec<Map<String, Value>>,
}

/// A district of a table that was handed over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedDistrict {
    table: String,
    id: String,
}

/// What messages call the text of a file that a page has sent.
const SENT: &str = "scenario.toml";

/// Checks a scenario, and says what it is.
pub(super) async fn check(State(served): State<Arc<Served>>, body: Bytes) -> Reply<Json<Value>> {
    let asked: AskedScenario = read(&body)?;
    let places = match &asked.district {
        Some(district) => Some(served.tables.district(&district.table, &district.id)?),
        None => None,
    };
    let base = asked.base()?;
    let (draft, lines) = asked.draft(places)?;
    let found = draft.resolve().map_err(|found| asked.placed(found, &lines))?;
    served.options.bounds.check(std::slice::from_ref(&found), 1)?;
    let base = base.resolve().ok();
    Ok(Json(told(&found, base.as_ref(), asked.events.len(), &served.ledger)))
}

impl AskedScenario {
    fn is_built_in(&self) -> bool {
        gallery::text(&self.base).is_some()
    }

    /// The scenario from which it starts.
    fn base(&self) -> Result<ScenarioDraft, Diagnostics> {
        if self.is_built_in() || !self.base.contains(['\n', '=']) {
            return Scenario::built_in(&self.base);
        }
        Scenario::from_text(SENT, self.base.as_str())
    }

    /// The draft of the scenario, and the lines that each event of the request has in its text.
    fn draft(&self, places: Option<FoundDistricts>) -> Result<(ScenarioDraft, Vec<Range<u32>>), Refusal> {
        self.base()?;
        let own = gallery::text(&self.base).unwrap_or(&self.base);
        let mut text = own.trim_end().to_owned() + "\n";
        let mut next = text.lines().count() as u32 + 1;
        let mut lines = Vec::new();
        for (k, event) in self.events.iter().enumerate() {
            text += "[[event]]\n";
            for (key, value) in event {
                let value = scalar(value).map_err(|fault| fault.at(format!("event[{}].{key}", k + 1)))?;
                text += &format!("{} = {value}\n", toml_key(key));
            }
            let begin = next;
            next += 1 + event.len() as u32;
            lines.push(begin..next);
        }
        let name = if self.is_built_in() { self.base.trim_end_matches(".toml") } else { "my-scenario" };
        let mut settings = Vec::new();
        for (key, value) in [("title", &self.title), ("question", &self.question)] {
            if let Some(words) = value.as_ref().filter(|words| !words.is_empty()) {
                settings.push(format!("{key}={}", toml::Value::String(words.clone())));
            }
        }
        for (key, value) in &self.settings {
            let value = scalar(value).map_err(|fault| fault.at(key.as_str()))?;
            settings.push(format!("{key}={value}"));
        }
        let draft = Scenario::from_text(SENT, text)?.named(name).with_settings(&settings);
        Ok((if let Some(places) = places { draft.in_districts(places) } else { draft }, lines))
    }

    /// Faults where the page can show them: at a setting by its name, at an event by its number from 1.
    fn placed(&self, found: Diagnostics, lines: &[Range<u32>]) -> Refusal {
        Refusal::of(found, |d| {
            let file = d.at.file.to_string();
            if let Some(setting) = file.strip_prefix("--set ") {
                return setting.split('=').next().unwrap_or("").trim().to_owned();
            }
            let event = lines.iter().position(|lines| lines.contains(&d.at.line));
            match (event, &d.key) {
                (Some(k), Some(key)) => format!("event[{}].{}", k + 1, key.rsplit('.').next().unwrap_or(key)),
                (Some(k), None) => format!("event[{}]", k + 1),
                (None, Some(key)) => key.clone(),
                (None, None) => file,
            }
        })
    }
}

/// What the page learns of a complete scenario.
fn told(s: &Scenario, base: Option<&Scenario>, own: usize, ledger: &Ledger) -> Value {
    let own = s.events.len().saturating_sub(own);
    let event = |(k, e): (usize, &ScheduledEvent)| {
        let mut said = Map::new();
        said.insert("month".into(), e.month.into());
        if let Some(until) = e.until {
            said.insert("until".into(), until.into());
        }
        said.insert("what".into(), e.kind.what.into());
        for (field, value) in &e.fields.0 {
            said.insert(field.key.into(), json_of(&field_value(value)));
        }
        said.insert("sentence".into(), describe::events::sentence(s, e, ledger).into());
        said.insert("own".into(), (k >= own).into());
        Value::Object(said)
    };
    let sentences: Vec<String> = describe(s, ledger)
        .into_iter()
        .flat_map(|paragraph| [vec![paragraph.text], paragraph.items].concat())
        .collect();
    let lines = base.map(|base| differences(base, s, ledger)).unwrap_or_default();
    json!({
        "toml": complete(s, ledger),
        "name": s.name,
        "title": s.title,
        "sentences": sentences,
        "diff": lines.iter().map(|d| d.line()).collect::<Vec<_>>(),
        "remarks": s.remarks,
        "notes": s.notes,
        "problems": [],
        "values": values(s, ledger),
        "events": s.events.iter().enumerate().map(event).collect::<Vec<_>>(),
        "district": s.places.first().map(place),
        "months": s.run.months,
    })
}

fn place(place: &DistrictSpec) -> Value {
    let (schools, teachers, students) = match place {
        DistrictSpec::Facts(facts) => (Some(facts.schools.len()), Some(facts.teachers_fte()), facts.pupils()),
        DistrictSpec::Synthetic { pupils, .. } => (None, None, u64::from(*pupils)),
        DistrictSpec::Totals(totals) => (None, totals.teachers_fte, u64::from(totals.pupils)),
    };
    json!({ "name": place.name(), "schools": schools, "teachers": teachers, "students": students })
}

fn json_of(value: &text::Value) -> Value {
    match value {
        text::Value::Whole(x) => (*x).into(),
        text::Value::Number(x) => (*x).into(),
        text::Value::Text(words) => words.clone().into(),
        other => other.toml().into(),
    }
}

/// A key as TOML writes it.
fn toml_key(key: &str) -> String {
    let is_bare =
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if is_bare { key.to_owned() } else { toml::Value::String(key.to_owned()).to_string() }
}

/// A number, a text, a truth or a list of these, as TOML writes it.
fn scalar(value: &Value) -> Result<String, Diagnostic> {
    match value {
        Value::Bool(is) => Ok(is.to_string()),
        Value::Number(x) => Ok(x.to_string()),
        Value::String(text) => Ok(toml::Value::String(text.clone()).to_string()),
        Value::Array(list) => {
            let parts = list.iter().map(scalar).collect::<Result<Vec<_>, _>>()?;
            Ok(format!("[{}]", parts.join(", ")))
        }
        Value::Null | Value::Object(_) => Err(Diagnostic::usage(
            "is neither a number nor a word",
            "write a number, a word, true or false, or a list",
        )),
    }
}
