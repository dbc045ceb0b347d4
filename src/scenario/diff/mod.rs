//! What differs between two complete scenarios, in words and units.
//!
//! A pure function of the two: files, layers and settings that led to them do not matter. Two scenarios
//! between which nothing differs give the same futures.

mod district;
mod events;

use super::Scenario;
use super::describe::assumptions;
use super::describe::events::school_name;
use super::language::sections::ScenarioText;
use super::language::{Form, KeySpec};
use super::table_reader::SectionType;
use super::text::{Value, WrittenItem};
use super::value_type::as_number;
use crate::census::grade::GradeSpan;
use crate::parameters::{Distribution, Ledger};
use crate::phrasing::{count, date, gist, listed, number, percent_as_set, wrapped};
use crate::world::ComponentPlan;
use crate::world::advice::OtherTies;

/// The parts of a scenario, in the order in which differences are told.
pub const PARTS: [(&str, &str); 6] = [
    ("text", "What is asked"),
    ("district", "District"),
    ("opening", "Before the first day"),
    ("parameters", "Assumptions"),
    ("events", "Events"),
    ("run", "Run"),
];

/// One side of a difference.
#[derive(Debug, Clone, PartialEq)]
pub enum Side {
    /// There is no such thing on this side.
    Missing,
    /// A number.
    Number(f64),
    /// Words.
    Words(String),
}

impl Side {
    /// The side as it is read; nothing where there is nothing.
    pub fn words(&self) -> String {
        match self {
            Side::Missing => String::new(),
            Side::Number(x) => number(*x),
            Side::Words(words) => words.clone(),
        }
    }

    fn of(words: impl Into<String>) -> Side {
        Side::Words(words.into())
    }
}

/// Something that differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// A part of [`PARTS`].
    pub part: &'static str,
    /// What it is, in words.
    pub what: String,
    /// Its name in a scenario file, where it has one.
    pub name: String,
    /// In the first scenario.
    pub a: Side,
    /// In the second.
    pub b: Side,
    /// Unit; empty for words.
    pub unit: String,
    /// What should be known of the second value: that it is not plausible.
    pub remark: String,
}

impl Difference {
    fn new(part: &'static str, what: impl Into<String>, name: &str, a: Side, b: Side) -> Difference {
        let (unit, remark) = (String::new(), String::new());
        Difference { part, what: what.into(), name: name.into(), a, b, unit, remark }
    }

    fn in_unit(mut self, unit: &str) -> Difference {
        self.unit = unit.into();
        self
    }

    /// A line: what, from, to, unit.
    pub fn line(&self) -> String {
        let mut notes: Vec<&str> = Vec::new();
        notes.extend([self.unit.as_str(), self.remark.as_str()].iter().filter(|n| !n.is_empty()));
        let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
        let what = if self.part == "parameters" { gist(&self.what) } else { &self.what };
        match (&self.a, &self.b) {
            (Side::Missing, b) => format!("{what}, only in B: {}{notes}", b.words()),
            (a, Side::Missing) => format!("{what}, only in A: {}{notes}", a.words()),
            (a, b) => format!("{what}: {} → {}{notes}", a.words(), b.words()),
        }
    }
}

/// Everything that differs, part by part.
pub fn differences(a: &Scenario, b: &Scenario, ledger: &Ledger) -> Vec<Difference> {
    let pair = Pair { a, b };
    let text = |s: &Scenario| {
        let (title, question) = (Some(s.title.clone()), Some(s.question.clone()));
        ScenarioText { title, question, ..ScenarioText::default() }
    };
    let mut found = pair.keys("text", "", &text(a), &text(b));
    found.extend(pair.keys("opening", "", &a.opening.rollout, &b.opening.rollout));
    found.extend(pair.keys("opening", "", &a.opening.team, &b.opening.team));
    found.extend(pair.keys("opening", "", &a.opening.leaders, &b.opening.leaders));
    found.extend(pair.keys("opening", "", &a.opening.support, &b.opening.support));
    found.extend(components(a, b));
    found.extend(network(a, b));
    found.extend(district::differences(pair));
    found.extend(cohort(a, b, ledger));
    found.extend(parameters(a, b, ledger));
    found.extend(events::differences(a, b, ledger));
    let model = |s: &Scenario| if s.draws_model() { "drawn" } else { s.run.model.word() };
    let run = pair.keys("run", "", &a.settings(), &b.settings());
    if a.draws_model() == b.draws_model() {
        found.extend(run);
    } else {
        found.extend(run.into_iter().filter(|d| d.name != "model"));
        found.push(Difference::new("run", "model", "model", Side::of(model(a)), Side::of(model(b))));
    }
    found.sort_by_key(|d| PARTS.iter().position(|(part, _)| *part == d.part));
    found
}

/// The two scenarios.
#[derive(Clone, Copy)]
struct Pair<'a> {
    a: &'a Scenario,
    b: &'a Scenario,
}

impl Pair<'_> {
    /// The keys in which two sections differ, as far as they have a label.
    fn keys<S: SectionType>(self, part: &'static str, at: &str, a: &S, b: &S) -> Vec<Difference> {
        let both = a.values().into_iter().zip(b.values());
        let labeled = both.filter(|((key, _), _)| !key.label.is_empty());
        let sides =
            labeled.map(|((key, a), (_, b))| (key, side(part, key, a, self.a), side(part, key, b, self.b)));
        let differ = sides.filter(|(_, a, b)| a != b);
        differ
            .map(|(key, a, b)| {
                let is_number = matches!((&a, &b), (Side::Number(_), _) | (_, Side::Number(_)));
                let found = Difference::new(part, format!("{at}{}", key.label), key.name, a, b);
                found.in_unit(if is_number { key.unit } else { "" })
            })
            .collect()
    }
}

/// The value of a key as it is read.
fn side(part: &str, key: &KeySpec, value: Option<Value>, s: &Scenario) -> Side {
    let missing = if part == "district" || key.default.is_empty() { "not known" } else { key.default };
    let words = |item: &WrittenItem| match &item.value {
        Value::Text(text) => school_name(s, text).to_string(),
        other => as_number(other).map_or_else(String::new, percent_as_set),
    };
    match value {
        None => Side::of(missing),
        Some(Value::Text(text)) if text.is_empty() && part == "district" => Side::of(missing),
        Some(Value::Number(x)) => Side::Number(x),
        // A number without a unit, such as a seed, may have more digits than one of JSON or a table keeps.
        Some(Value::Whole(x)) if key.unit.is_empty() => Side::of(x.to_string()),
        Some(Value::Whole(x)) => Side::Number(x as f64),
        Some(Value::Truth(truth)) => Side::of(if truth { "yes" } else { "no" }),
        Some(Value::List(items)) => Side::of(listed(&items.iter().map(words).collect::<Vec<_>>())),
        Some(Value::Text(text)) if matches!(key.form, Form::Grades) => {
            Side::of(text.parse().map_or(text, GradeSpan::words))
        }
        Some(Value::Text(text)) if matches!(key.form, Form::OneOf(..) | Form::OneOfOrOther(..)) => {
            Side::of(text.replace('_', " "))
        }
        Some(Value::Text(text)) => Side::of(text),
        Some(Value::Table(_) | Value::Foreign) => Side::Missing,
    }
}

/// Further components of the program that only one of the two has, or that start in another month.
fn components(a: &Scenario, b: &Scenario) -> Vec<Difference> {
    let (in_a, in_b) = (&a.opening.components, &b.opening.components);
    let start = |of: &[ComponentPlan], name: &str| {
        let found = of.iter().find(|component| component.name == name);
        found.map_or(Side::Missing, |component| Side::of(format!("from {}", date(component.start))))
    };
    let only_in_b = in_b.iter().filter(|component| !in_a.iter().any(|other| other.name == component.name));
    let sides = in_a.iter().chain(only_in_b).map(|c| (&c.name, start(in_a, &c.name), start(in_b, &c.name)));
    let told = |(name, a, b)| Difference::new("opening", format!("component \"{name}\""), "component", a, b);
    sides.filter(|(_, a, b)| a != b).map(told).collect()
}

/// Who asks whom, where the two do not know the same.
fn network(a: &Scenario, b: &Scenario) -> Option<Difference> {
    let (in_a, in_b) = (&a.opening.network, &b.opening.network);
    let side = |s: &Scenario, other: &Side| {
        let Some(known) = &s.opening.network else { return Side::of("drawn") };
        let of = format!(
            "{}, for {}",
            count(known.len() as f64, "known tie", "known ties"),
            count(known.schools().len() as f64, "school", "schools")
        );
        let rest = if known.rest == OtherTies::Drawn { "others drawn" } else { "no others" };
        let words = format!("{of}; {rest}");
        Side::of(if other.words() == words { format!("{words}, not the same ones") } else { words })
    };
    let from = side(a, &Side::Missing);
    (in_a != in_b)
        .then(|| Difference::new("opening", "who asks whom", "network", from.clone(), side(b, &from)))
}

/// The value of a parameter, or how it is drawn.
fn drawn(d: &Distribution) -> Side {
    match d {
        Distribution::Fixed(x) => Side::Number(*x),
        _ => Side::of(format!("drawn {}", d.words())),
    }
}

fn parameters(a: &Scenario, b: &Scenario, ledger: &Ledger) -> Vec<Difference> {
    let differs = ledger.entries().iter().filter(|e| a.parameters[e.position] != b.parameters[e.position]);
    differs
        .map(|e| {
            let (from, to) = (&a.parameters[e.position], &b.parameters[e.position]);
            let mut found = Difference::new("parameters", &e.meaning, e.name, drawn(from), drawn(to));
            if assumptions::is_outside(e, to) {
                found.remark = format!("B is {}", assumptions::plausible(e));
            }
            found.in_unit(&e.unit)
        })
        .collect()
}

/// Whether the districts are one run, who serves them, and what is assumed of one of them alone.
fn cohort(a: &Scenario, b: &Scenario, ledger: &Ledger) -> Vec<Difference> {
    let mut found = Vec::new();
    let managers =
        |s: &Scenario| s.cohort.as_ref().map_or(Side::Missing, |c| Side::Number(f64::from(c.managers)));
    if managers(a) != managers(b) {
        let what = "program managers of a cohort whose districts learn from each other";
        found.push(Difference::new("district", what, "managers", managers(a), managers(b)));
    }
    let only_in_b = b.places.iter().filter(|p| !a.places.iter().any(|other| other.id() == p.id()));
    for place in a.places.iter().chain(only_in_b) {
        for e in ledger.entries() {
            let own = |s: &Scenario| {
                let settings = s.settings_of(place.id());
                settings.iter().find(|(k, _)| *k == e.position).map_or(Side::Missing, |(_, d)| drawn(d))
            };
            let (from, to) = (own(a), own(b));
            if from != to {
                let what = format!("{}: {}", place.name(), e.meaning);
                found.push(Difference::new("district", what, e.name, from, to).in_unit(&e.unit));
            }
        }
    }
    found
}

/// The differences, a line each.
pub fn lines(found: &[Difference]) -> Vec<String> {
    found.iter().map(Difference::line).collect()
}

/// The differences as a page of text, grouped by part.
pub fn page(a: &Scenario, b: &Scenario, found: &[Difference]) -> String {
    let mut out =
        vec![wrapped(&format!("A: {}", a.name), "", "   "), wrapped(&format!("B: {}", b.name), "", "   ")];
    if found.is_empty() {
        out.push(String::new());
        out.push("Nothing differs.".into());
    }
    for (part, heading) in PARTS {
        let mut of_part = found.iter().filter(|d| d.part == part).peekable();
        if of_part.peek().is_some() {
            out.push(format!("\n{heading}"));
        }
        for d in of_part {
            let name = if part == "parameters" { format!(" [{}]", d.name) } else { String::new() };
            out.push(wrapped(&format!("{}{name}", d.line()), "  ", "      "));
        }
    }
    out.join("\n")
}
