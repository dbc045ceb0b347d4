//! Where a scenario departs from the defaults, by meaning, with values and unit.

use super::{NarrativeContext, Paragraph};
use crate::parameters::{Distribution, LedgerEntry};
use crate::phrasing::{count, gist, lower, number};

/// The assumptions that differ. One that a sentence has told comes again only where it is not plausible.
pub(super) fn paragraph(told: &NarrativeContext<'_>) -> Paragraph {
    let told_names = told.names();
    let differs = |e: &&LedgerEntry| told.s.parameters[e.position] != Distribution::Fixed(e.value);
    let items: Vec<String> = told
        .ledger
        .entries()
        .iter()
        .filter(differs)
        .filter(|e| !told_names.contains(&e.name) || is_outside(e, &told.s.parameters[e.position]))
        .map(|e| item(e, &told.s.parameters[e.position]))
        .collect();
    // In a cohort a district may have values of its own; the sentences above tell those of all others.
    let own = told.s.places.iter().flat_map(|place| {
        let settings = told.s.settings_of(place.id()).iter();
        settings.filter_map(|(k, d)| Some((place.name(), told.ledger.entries().get(*k)?, d)))
    });
    let own = own.map(|(name, e, d)| format!("in {name}, {}", item(e, d)));
    let items: Vec<String> = items.into_iter().chain(own).collect();
    let text = match items.len() {
        0 if told.s.accepted.is_some() => "Each future draws one of the parameter vectors that calibration \
            accepted; everything else is assumed as in the program's ledger of evidence."
            .to_string(),
        0 => "Everything else is assumed as in the program's ledger of evidence.".to_string(),
        n => format!(
            "Apart from what is said above, {} from the program's ledger of evidence:",
            match n {
                1 => "one assumption differs".to_string(),
                n => format!("{} differ", count(n as f64, "assumption", "assumptions")),
            }
        ),
    };
    Paragraph { about: "assumptions", text, items }
}

fn item(e: &LedgerEntry, d: &Distribution) -> String {
    let unit = &e.unit;
    let outside = if is_outside(e, d) { format!("; {}", plausible(e)) } else { String::new() };
    let usual = number(e.value);
    match d {
        Distribution::Fixed(x) => {
            format!("{}: {} instead of {usual} ({unit}{outside})", lower(gist(&e.meaning)), number(*x))
        }
        _ => format!(
            "{}: drawn anew in each future, {}, instead of always {usual} ({unit}{outside})",
            lower(gist(&e.meaning)),
            d.words()
        ),
    }
}

/// Whether a value that can come up lies outside the plausible range.
pub fn is_outside(e: &LedgerEntry, d: &Distribution) -> bool {
    let ((low, high), (from, to)) = (e.range, d.bounds());
    from < low || to > high
}

/// "outside the plausible 0.05 to 0.3".
pub fn plausible(e: &LedgerEntry) -> String {
    format!("outside the plausible {} to {}", number(e.range.0), number(e.range.1))
}
