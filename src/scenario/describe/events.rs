//! What happens in which month, a sentence for each event.

use super::Paragraph;
use crate::census::DistrictFacts;
use crate::events::{Names, ScheduledEvent};
use crate::parameters::Ledger;
use crate::phrasing::{capital, count, date, listed};
use crate::scenario::{DistrictSpec, Scenario};

/// As many events are sentences in a row; more are a list.
const IN_A_ROW: usize = 2;

/// The events in order of time.
pub(super) fn paragraph(s: &Scenario, ledger: &Ledger) -> Paragraph {
    let chance = "Leaders and teachers also leave by chance, and others follow them.";
    let sentences: Vec<String> = in_order(&s.events).into_iter().map(|e| sentence(s, e, ledger)).collect();
    let (text, items) = match sentences.len() {
        0 => (format!("Nothing else is planned to happen. {chance}"), Vec::new()),
        n if n <= IN_A_ROW => (format!("{} {chance}", sentences.join(" ")), Vec::new()),
        n => (
            format!("{} happen at set times. {chance}", capital(&count(n as f64, "thing", "things"))),
            sentences,
        ),
    };
    Paragraph { about: "events", text, items }
}

/// Events by month; those of one month as the file has them, because the last one stands.
pub fn in_order(events: &[ScheduledEvent]) -> Vec<&ScheduledEvent> {
    let mut sorted: Vec<&ScheduledEvent> = events.iter().collect();
    sorted.sort_by_key(|e| e.month);
    sorted
}

/// "In September of year 2 (month 14) the superintendent disengages (hardly committed, 0.1), until …."
pub fn sentence(s: &Scenario, event: &ScheduledEvent, ledger: &Ledger) -> String {
    let until = event.until.map(|m| format!(", until {}", date(m))).unwrap_or_default();
    let place = event.district.as_ref().map(|id| format!(" in {}", district_name(s, id))).unwrap_or_default();
    let note = match event.note.trim() {
        "" => String::new(),
        note => format!(": \"{}\"", note.trim_end_matches('.')),
    };
    format!("In {}{place} {}{until}{note}.", date(event.month), happening(s, event, ledger))
}

/// What happens, without its date.
pub fn happening(s: &Scenario, event: &ScheduledEvent, ledger: &Ledger) -> String {
    (event.kind.sentence)(event, &Names { districts: known(s).collect(), ledger })
}

fn known(s: &Scenario) -> impl Iterator<Item = &DistrictFacts> {
    s.places.iter().filter_map(DistrictSpec::facts)
}

/// Schools by their names.
pub fn school_names(s: &Scenario, ids: &[String]) -> String {
    listed(&ids.iter().map(|id| school_name(s, id)).collect::<Vec<_>>())
}

/// A school's name by its id; the id where no school has it.
pub fn school_name<'a>(s: &'a Scenario, id: &'a str) -> &'a str {
    known(s).flat_map(|f| &f.schools).find(|school| school.id == id).map_or(id, |school| &school.name)
}

fn district_name(s: &Scenario, id: &str) -> String {
    s.places.iter().find(|p| p.id() == id).map_or_else(|| id.to_string(), DistrictSpec::name)
}
