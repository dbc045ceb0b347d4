//! What differs between two complete scenarios, in words and units.
//!
//! A pure function of the two: files, layers and settings that led to them do not matter. Two scenarios
//! between which nothing differs give the same futures.

mod district;
mod events;

use super::Scenario;
use super::describe::assumptions;
use crate::parameters::{Distribution, Ledger};
use crate::phrasing::{gist, number, percent_as_set, wrapped};

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
    let mut found = Vec::new();
    let mut words = |part, what, name, of: &dyn Fn(&Scenario) -> String| {
        let (a, b) = (of(a), of(b));
        if a != b {
            found.push(Difference::new(part, what, name, Side::of(a), Side::of(b)));
        }
    };
    words("text", "title", "title", &|s| s.title.clone());
    words("text", "question", "question", &|s| s.question.clone());
    words("opening", "strategy", "strategy", &|s| s.opening.strategy.word().into());
    words("opening", "grades that the practice is for", "grades", &|s| s.opening.grades.words());
    words("opening", "pilot schools", "pilot_schools", &|s| match s.opening.pilot_schools.as_slice() {
        [] => "drawn".into(),
        named => super::describe::events::school_names(s, named),
    });
    words("opening", "superintendent leads the work in person", "superintendent_leads", &|s| {
        if s.opening.leads_in_person { "yes" } else { "no" }.into()
    });
    words("opening", "outside support year by year", "release", &|s| match s.opening.release.as_slice() {
        [] => "evenly from its first to its last share".into(),
        years => years.iter().map(|share| percent_as_set(*share)).collect::<Vec<_>>().join(", "),
    });
    words("run", "model", "model", &|s| s.run.model.word().into());
    found.extend(district::differences(a, b));
    found.extend(parameters(a, b, ledger));
    found.extend(cohort(a, b, ledger));
    found.extend(events::differences(a, b, ledger));
    for (what, name, unit, of) in [
        ("length", "months", "months", (|s| f64::from(s.run.months)) as fn(&Scenario) -> f64),
        ("replications", "replications", "simulated futures", |s| f64::from(s.run.replications)),
    ] {
        if of(a) != of(b) {
            let (a, b) = (Side::Number(of(a)), Side::Number(of(b)));
            found.push(Difference::new("run", what, name, a, b).in_unit(unit));
        }
    }
    // A seed may have more digits than a number of JSON or a table keeps.
    if a.run.seed != b.run.seed {
        let side = |s: &Scenario| Side::of(s.run.seed.to_string());
        found.push(Difference::new("run", "study seed", "seed", side(a), side(b)));
    }
    if a.ensemble.is_some() != b.ensemble.is_some() {
        let side = |s: &Scenario| Side::of(s.parameter_set().to_string());
        found.push(Difference::new("run", "parameters", "parameters", side(a), side(b)));
    }
    found.sort_by_key(|d| PARTS.iter().position(|(part, _)| *part == d.part));
    found
}

fn parameters(a: &Scenario, b: &Scenario, ledger: &Ledger) -> Vec<Difference> {
    let differs = ledger.entries().iter().filter(|e| a.parameters[e.position] != b.parameters[e.position]);
    let side = |d: &Distribution| match d {
        Distribution::Fixed(x) => Side::Number(*x),
        _ => Side::of(format!("drawn {}", d.words())),
    };
    differs
        .map(|e| {
            let (from, to) = (&a.parameters[e.position], &b.parameters[e.position]);
            let mut found = Difference::new("parameters", &e.meaning, e.name, side(from), side(to));
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
    let in_both = a.places.iter().filter(|p| b.places.iter().any(|other| other.id() == p.id()));
    let only_in_b = b.places.iter().filter(|p| !a.places.iter().any(|other| other.id() == p.id()));
    let only_in_a = a.places.iter().filter(|p| !b.places.iter().any(|other| other.id() == p.id()));
    for place in in_both.chain(only_in_a).chain(only_in_b) {
        for e in ledger.entries() {
            let own = |s: &Scenario| {
                let settings = s.settings_of(place.id());
                settings.iter().find(|(k, _)| *k == e.position).map_or(Side::Missing, |(_, d)| match d {
                    Distribution::Fixed(x) => Side::Number(*x),
                    _ => Side::of(format!("drawn {}", d.words())),
                })
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
