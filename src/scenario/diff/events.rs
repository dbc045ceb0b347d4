//! Events only in one scenario, and events that are in both but differ in a date, a value or a note.

use super::{Difference, Side};
use crate::parameters::Ledger;
use crate::phrasing::{capital, date};
use crate::scenario::describe::events::{happening, in_order, school_names, sentence};
use crate::scenario::{Action, Scenario, ScheduledEvent, Schools, Target};

/// What differs between the events of two scenarios. Equal ones pair up first; of the others, those of
/// the same kind about the same people pair up in order of time.
pub fn differences(a: &Scenario, b: &Scenario, ledger: &Ledger) -> Vec<Difference> {
    let (in_a, in_b) = (in_order(&a.events), in_order(&b.events));
    let mut rest_b = in_b.clone();
    let mut rest_a = Vec::new();
    for &event in &in_a {
        match rest_b.iter().position(|other| *other == event) {
            Some(k) => drop(rest_b.remove(k)),
            None => rest_a.push(event),
        }
    }
    let mut found = Vec::new();
    for event in rest_a {
        match rest_b.iter().position(|other| is_same_thing(event, other)) {
            Some(k) => found.extend(changes((a, event), (b, rest_b.remove(k)), ledger)),
            None => found.push(only(a, event, ledger, true)),
        }
    }
    found.extend(rest_b.into_iter().map(|event| only(b, event, ledger, false)));
    if found.is_empty() && in_a != in_b {
        let side = |s, events: &[&ScheduledEvent]| {
            Side::of(events.iter().map(|e| sentence(s, e, ledger)).collect::<Vec<_>>().join(" "))
        };
        let (a, b) = (side(a, &in_a), side(b, &in_b));
        found.push(Difference::new("events", "order of events in the same month", "event", a, b));
    }
    found
}

fn only(s: &Scenario, event: &ScheduledEvent, ledger: &Ledger, in_a: bool) -> Difference {
    let told = Side::of(sentence(s, event, ledger));
    let (a, b) = if in_a { (told, Side::Missing) } else { (Side::Missing, told) };
    Difference::new("events", "event", &event.what, a, b)
}

/// The same kind of event about the same people or thing.
fn is_same_thing(a: &ScheduledEvent, b: &ScheduledEvent) -> bool {
    let same = match (&a.action, &b.action) {
        (Action::Commitment { post: a, .. }, Action::Commitment { post: b, .. })
        | (Action::Leaves { post: a, .. }, Action::Leaves { post: b, .. }) => is_same_post(a, b),
        (Action::Set { position: a, .. }, Action::Set { position: b, .. }) => a == b,
        (Action::Time { schools: a, .. }, Action::Time { schools: b, .. }) => is_same_place(a, b),
        _ => true,
    };
    a.what == b.what && a.district == b.district && same
}

fn is_same_post(a: &Target, b: &Target) -> bool {
    match (a, b) {
        (Target::Principals(a), Target::Principals(b)) => is_same_place(a, b),
        _ => a == b,
    }
}

fn is_same_place(a: &Schools, b: &Schools) -> bool {
    // Another share of the schools is the same event with another reach.
    a == b || matches!((a, b), (Schools::Share(_), Schools::Share(_)))
}

fn changes(
    a: (&Scenario, &ScheduledEvent),
    b: (&Scenario, &ScheduledEvent),
    ledger: &Ledger,
) -> Vec<Difference> {
    let (happens, when) = (capital(&happening(a.0, a.1, ledger)), date(a.1.month));
    let (first, second) = (fields(a.0, a.1, ledger), fields(b.0, b.1, ledger));
    first
        .into_iter()
        .zip(second)
        .filter(|(a, b)| a.value != b.value)
        .map(|(a, b)| {
            let what = format!("{happens}, {when}: {}", a.meaning);
            Difference::new("events", what, a.name, a.value, b.value).in_unit(&a.unit)
        })
        .collect()
}

struct Field {
    name: &'static str,
    meaning: &'static str,
    value: Side,
    unit: String,
}

/// What can differ between two events about the same thing.
fn fields(s: &Scenario, event: &ScheduledEvent, ledger: &Ledger) -> Vec<Field> {
    let field = |name, meaning, value| Field { name, meaning, value, unit: String::new() };
    let mut found = vec![
        field("month", "from", Side::of(date(event.month))),
        field("until", "until", Side::of(event.until.map_or("the end".into(), date))),
    ];
    let mut number = |meaning, to: f64, unit: &str| {
        found.push(Field { name: "to", meaning, value: Side::Number(to), unit: unit.into() });
    };
    match &event.action {
        Action::Commitment { to, .. } => number("commitment", *to, "share"),
        Action::Support { to } => number("hours", *to, "share of full support"),
        Action::Time { to, .. } => number("collaboration time", *to, "hours a month"),
        Action::Set { position, to } => {
            number("value", *to, ledger.entries().get(*position).map_or("", |e| &e.unit));
        }
        Action::Initiatives { change } => number("change", *change, "initiatives"),
        Action::Leaves { aligned, .. } => {
            let looked = match aligned {
                None => "drawn",
                Some(x) if *x > 0.5 => "aligned",
                Some(_) => "not aligned",
            };
            found.push(field("successor", "successor", Side::of(looked)));
        }
        Action::TeamStarts { sites } => found.push(field("pilot_schools", "pilot schools", named(s, sites))),
        Action::CollaborationStarts { grades: span, sites } => {
            found.push(field("grades", "grades", Side::of(span.words())));
            found.push(field("pilot_schools", "pilot schools", named(s, sites)));
        }
        Action::Mandate | Action::MandateEnds | Action::NewCurriculum | Action::Pause | Action::Return => {}
    }
    let reach = match &event.action {
        Action::Commitment { post: Target::Principals(Schools::Share(share)), .. }
        | Action::Leaves { post: Target::Principals(Schools::Share(share)), .. }
        | Action::Time { schools: Schools::Share(share), .. } => Some(*share),
        _ => None,
    };
    if let Some(share) = reach {
        let (value, unit) = (Side::Number(share), "share of schools".to_string());
        found.push(Field { name: "schools", meaning: "schools", value, unit });
    }
    let note = if event.note.is_empty() { "none".into() } else { format!("\"{}\"", event.note) };
    found.push(field("note", "note", Side::of(note)));
    found
}

fn named(s: &Scenario, sites: &[String]) -> Side {
    Side::of(if sites.is_empty() { "drawn".into() } else { school_names(s, sites) })
}
