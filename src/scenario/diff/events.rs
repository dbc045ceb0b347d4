//! Events only in one scenario, and events that are in both but differ in a date, a value or a note.

use super::{Difference, Side};
use crate::events::{Field, FieldValue, ScheduledEvent, Schools};
use crate::parameters::Ledger;
use crate::phrasing::{capital, date};
use crate::scenario::Scenario;
use crate::scenario::describe::events::{happening, in_order, school_names, sentence};

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
    Difference::new("events", "event", event.kind.what, a, b)
}

/// The same kind of event about the same people or thing.
fn is_same_thing(a: &ScheduledEvent, b: &ScheduledEvent) -> bool {
    let (of_a, of_b) = (&a.fields, &b.fields);
    // Another share of the schools is the same event with another reach.
    let same = of_a.parameter() == of_b.parameter() && of_a.schools().is_like(of_b.schools());
    a.kind == b.kind && a.district == b.district && same
}

fn changes(
    a: (&Scenario, &ScheduledEvent),
    b: (&Scenario, &ScheduledEvent),
    ledger: &Ledger,
) -> Vec<Difference> {
    let (happens, when) = (capital(&happening(a.0, a.1, ledger)), date(a.1.month));
    let (first, second) = (details(a.0, a.1, ledger), details(b.0, b.1, ledger));
    let differ = first.into_iter().zip(second).filter(|(a, b)| a.2 != b.2);
    let difference = |((name, meaning, from, unit), (.., to, _)): (Detail<'_>, Detail<'_>)| {
        let what = format!("{happens}, {when}: {meaning}");
        Difference::new("events", what, name, from, to).in_unit(unit)
    };
    differ.map(difference).collect()
}

/// What can differ between two events about the same thing: name, meaning, value and unit.
type Detail<'a> = (&'static str, &'static str, Side, &'a str);

fn details<'a>(s: &Scenario, event: &ScheduledEvent, ledger: &'a Ledger) -> Vec<Detail<'a>> {
    let entry = event.fields.parameter().and_then(|position| ledger.entries().get(position));
    let mut found = vec![
        ("month", "from", Side::of(date(event.month)), ""),
        ("until", "until", Side::of(event.until.map_or("the end".into(), date)), ""),
    ];
    for (Field { key, meaning, form, .. }, value) in &event.fields.0 {
        let (value, unit) = match value {
            FieldValue::Number(x) => {
                (Side::Number(*x), form.unit().unwrap_or_else(|| entry.map_or("", |e| e.unit.as_str())))
            }
            FieldValue::Word(word) => (Side::of(*word), ""),
            FieldValue::Grades(span) => (Side::of(span.words()), ""),
            FieldValue::SchoolList(ids) if ids.is_empty() => (Side::of("drawn"), ""),
            FieldValue::SchoolList(ids) => (Side::of(school_names(s, ids)), ""),
            FieldValue::Schools(Schools::Share(share)) => (Side::Number(*share), "share of schools"),
            // Events about other schools or another parameter are not about the same thing.
            FieldValue::Schools(Schools::All | Schools::Pilot | Schools::Named(_)) => continue,
            FieldValue::Parameter(_) => continue,
        };
        found.push((key, meaning, value, unit));
    }
    let note = if event.note.is_empty() { "none".into() } else { format!("\"{}\"", event.note) };
    found.push(("note", "note", Side::of(note), ""));
    found
}
