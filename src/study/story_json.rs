//! Stories for programs. Missing numbers are null.

use serde_json::{Value, json};

use crate::explain::differences;
use crate::explain::divergence::{Divergence, PairedRuns};
use crate::explain::page::PageBlock;
use crate::explain::{ButFor, Story, StoryEntry, Typical};
use crate::phrasing::{capital, date_of_entry};

fn pair((was, is): (f64, f64)) -> Value {
    json!({ "as_it_was": was, "without": is })
}

fn but_for(b: &ButFor) -> Value {
    let changes = b.changes.iter().map(|c| {
        json!({
            "month": c.month,
            "spread": pair(c.spread),
            "deep_share": pair(c.deep_share),
            "stage": { "as_it_was": c.stage.0, "without": c.stage.1 },
        })
    });
    let school = b.school.iter().map(|c| {
        json!({
            "month": c.month,
            "spread": pair(c.spread),
            "depth": pair(c.depth),
            "deep_share": pair(c.deep_share),
        })
    });
    json!({
        "month": b.month,
        "without": b.without,
        "changes_nothing": b.is_nothing(),
        "changes": changes.collect::<Vec<_>>(),
        "school": school.collect::<Vec<_>>(),
    })
}

/// A story.
pub fn story(s: &Story) -> Value {
    let entries = s
        .entries
        .iter()
        .map(|e| json!({ "month": e.month, "kind": e.kind.name(), "what": e.what, "why": e.why }));
    json!({
        "scenario": s.scenario,
        "district": s.district,
        "replication": s.replication,
        "school": s.school,
        "ending": s.ending.name(),
        "outcome": s.outcome,
        "entries": entries.collect::<Vec<_>>(),
        "about_but_for": crate::explain::differences::ABOUT_THE_MODEL,
        "but_for": s.but_for.iter().map(but_for).collect::<Vec<_>>(),
        "together": s.together.as_ref().map(but_for),
        "not_taken_out": s.left,
    })
}

/// A story as parts for a page: paragraphs with their dates, and causes that change something.
pub fn of_page(s: &Story, which: &str) -> Value {
    let dated = |e: &StoryEntry| {
        let why = if e.why.is_empty() { String::new() } else { format!(" {}", e.why) };
        format!("{}: {}{why}", capital(&date_of_entry(e.month)), e.what)
    };
    let paragraphs = [which, &s.outcome].into_iter().filter(|words| !words.is_empty()).map(str::to_owned);
    let causes = s.but_for.iter().filter(|b| !b.is_nothing()).enumerate().map(|(index, b)| {
        let changes = differences::changes(b).into_iter().filter_map(|block| match block {
            PageBlock::Detail(words) => Some(words),
            _ => None,
        });
        let changes = changes.collect::<Vec<_>>().join("; ");
        json!({
            "index": index,
            "sentence": capital(&differences::wording_of(b)),
            "without": format!("Without {}: {changes}.", differences::wording_of(b)),
        })
    });
    json!({
        "title": format!("{}: {}, replication {}", s.district, s.scenario, s.replication),
        "paragraphs": paragraphs.chain(s.entries.iter().map(dated)).collect::<Vec<_>>(),
        "causes": causes.collect::<Vec<_>>(),
        "about": differences::ABOUT_THE_MODEL,
    })
}

/// Typical runs with their stories.
pub fn typical(stories: &[(Typical, Story)]) -> Value {
    let row = |(t, s): &(Typical, Story)| json!({ "ending": t.ending.name(), "replication": t.replication, "runs": t.runs, "of": t.of, "story": story(s) });
    json!(stories.iter().map(row).collect::<Vec<_>>())
}

/// Where two runs diverge.
pub fn divergence(pair: &PairedRuns<'_>, p: &Divergence, replication: u32) -> Value {
    let (first, second) = pair.scenarios;
    let name = |is_second: bool| if is_second { second } else { first };
    let event = |(month, is_second, what): &(u32, bool, String)| json!({ "month": month, "scenario": name(*is_second), "what": what });
    let both = |(a, b): (f64, f64)| json!([a, b]);
    let years = p.years.iter().map(|y| {
        json!({
            "month": y.month,
            "spread": both(y.spread),
            "depth": both(y.depth),
            "deep_share": both(y.deep_share),
            "coherence": both(y.coherence),
            "stage": [y.stage.0, y.stage.1],
        })
    });
    json!({
        "district": pair.names.district,
        "scenarios": [first, second],
        "replication": replication,
        "first_month": p.measures.as_ref().map(|(month, _)| month),
        "first_measures": p.measures.as_ref().map(|(_, names)| names),
        "first_event": p.first.as_ref().map(event),
        "events": p.events.iter().map(event).collect::<Vec<_>>(),
        "months": years.collect::<Vec<_>>(),
    })
}
