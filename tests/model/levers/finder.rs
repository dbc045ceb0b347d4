//! Looks for a witness of each lever that has none, or whose witness no longer holds.
//!
//! The search runs replications of its own. Of thousands of looks (measures, months, scenarios) some differ by chance, so it
//! asks for more standard errors than the test, and what it finds must then hold in the replications of the test.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::{FEWEST, Swing, Witness, asked, levers, pairs_of, witnesses};
use uptake::metrics::columns::MEASURES;
use uptake::model::Model;
use uptake::parameters::{Ledger, LedgerEntry};
use uptake::scenario::{DistrictSpec, Scenario};

/// Standard errors in the search, and in the replications of the test.
const SEARCH: f64 = 7.0;
const HOLDS: f64 = 6.0;
/// Standard errors at which a witness aims.
const AIM: f64 = 8.5;
/// Months up to which many replications cost little.
const SHORT: u32 = 18;
/// The first replication of the search.
const FIRST: u32 = 100_000;
/// Months at which it looks.
const LOOKS: [u32; 8] = [6, 10, 13, 18, 25, 28, 40, 60];
/// States of leaders, teams and schools: a lever should rather be seen in what becomes of the practice.
const STATES: Range<&str> = "coherence".."f_monitoring";

/// Scenarios in which a parameter may act, the most usual first; with settings that bring to the fore what is rare in them.
const PLACES: &[(&str, &[&str])] = &[
    ("committed", &[]),
    ("weak-start", &[]),
    ("mandate-at-once", &[]),
    ("principal-led-sites", &[]),
    ("few-sent-to-training", &[]),
    ("one-off-consultant", &[]),
    ("pause-and-return", &[]),
    ("high-turnover", &[]),
    ("superintendent-leaves", &[]),
    ("superintendent-hands-off", &[]),
    ("superintendent-disengages", &[]),
    ("grassroots-only", &[]),
    ("too-many-initiatives", &[]),
    ("narrowed-focus", &[]),
    ("contract-limits", &[]),
    ("principals-uncommitted", &[]),
    ("teachers-reluctant", &[]),
    ("support-cliff", &[]),
    ("strong-start", &[]),
    ("lake-tahoe", &[]),
    ("on-track-8-9", &[]),
    ("second-collaboration", &[]),
    ("several-teams", &[]),
    ("committed", &["parameters.best_mean = 0.4"]),
    ("committed", &["parameters.lead_exit = 0.5", "parameters.superintendent_exit = 0.5"]),
    ("committed", &["parameters.principal_exit = 0.5"]),
    ("principal-led-sites", &["parameters.invite_at_depth = 0.1", "parameters.expect_at_share = 0.02"]),
    (
        "committed",
        &[
            "rollout.strategy = \"pause and return\"",
            "event = [{ month = 13, what = \"superintendent leaves\" }]",
        ],
    ),
    ("committed", &["event = [{ month = 20, what = \"new curriculum\" }]"]),
];

/// Where a parameter of synthetic districts may act.
const SYNTHETIC: &[(&str, &[&str])] = &[
    ("on-track-8-9", &[]),
    ("committed", &["district.pupils = 4000"]),
    ("committed", &["district.pupils = 4000", "parameters.unified_logit = -10.0"]),
    ("on-track-8-9", &["district.pupils = 4000"]),
    ("on-track-8-9", &["district.pupils = 4000", "parameters.unified_logit = -10.0"]),
];

/// Where one that says something of a cohort may act.
const COHORTS: &[(&str, &[&str])] =
    &[("cohort-of-eight", &[]), ("cohort-of-eight", &["cohort.managers = 1"])];

fn places(entry: &LedgerEntry) -> Vec<Witness> {
    let at = |(scenario, with): &(&str, &[&str])| Witness {
        scenario: (*scenario).into(),
        with: with.iter().map(|line| (*line).into()).collect(),
        ..Witness::default()
    };
    let model = |model: &Model| at(&("committed", &[&format!("run.model = \"{}\"", model.word())]));
    match entry.group {
        _ if entry.of_cohort => PLACES[..1].iter().chain(COHORTS).map(at).collect(),
        "population" => SYNTHETIC.iter().map(at).collect(),
        "null" => Model::ALL.iter().map(model).collect(),
        _ => PLACES.iter().map(at).collect(),
    }
}

/// Whether a measure is about the practice and not about the state of those who carry it.
fn is_of_practice(name: &str) -> bool {
    let from = |name: &str| MEASURES.iter().position(|m| m.name == name).unwrap();
    let state = from(STATES.start)..=from(STATES.end);
    let later = from("backing")..=from("help_given_hours");
    !state.contains(&from(name)) && !later.contains(&from(name)) && name != "leader_exits"
}

/// Teachers of all its districts, about: what a run costs.
fn teachers(s: &Scenario) -> f64 {
    let of = |place: &DistrictSpec| match place {
        DistrictSpec::Facts(facts) => facts.teachers_fte(),
        DistrictSpec::Synthetic { pupils, .. } => f64::from(*pupils) / 20.0,
        DistrictSpec::Totals(totals) => f64::from(totals.pupils) / 20.0,
    };
    s.places.iter().map(of).sum()
}

/// Where a lever shows in the scenario of a witness, beyond so many standard errors; the cheapest first. And how well it
/// shows in any measure of the practice: standard errors, over the root of what a run costs.
fn shows(lever: &str, place: &Witness, pairs: u32, ledger: &Ledger) -> (Vec<Witness>, f64) {
    let ends = place.ends(lever, ledger);
    let last = ends[0].run.months.min(ends[1].run.months);
    let looks: Vec<u32> = LOOKS.into_iter().filter(|m| *m < last).chain([last]).collect();
    let seen = pairs_of(&ends, FIRST..FIRST + pairs, |timeline| {
        let mut rows = [[f64::NAN; MEASURES.len()]; LOOKS.len() + 1];
        for (row, month) in rows.iter_mut().zip(&looks) {
            let start = *month as usize * MEASURES.len();
            if let Some(seen) = timeline.get(start..start + MEASURES.len()) {
                row.copy_from_slice(seen);
            }
        }
        rows
    });
    let (mut found, mut most) = (Vec::new(), 0.0f64);
    for (look, month) in looks.iter().enumerate() {
        for (k, measure) in MEASURES.iter().enumerate() {
            let values: Vec<(f64, f64)> = seen.iter().map(|(l, h)| (l[look][k], h[look][k])).collect();
            for apart in [false, true] {
                let swing = Swing::of(&values, apart);
                let errors = swing.errors.abs().min(100.0);
                if is_of_practice(measure.name) && errors > most && swing.differ >= FEWEST.1 {
                    most = errors;
                }
                if swing.is_beyond(SEARCH) {
                    let share = pairs as f64 / swing.pairs as f64;
                    let enough = (f64::from(pairs) * share * (AIM / errors) * (AIM / errors)).ceil() as u32;
                    let fewest = ((FEWEST.0 + 4) as f64 * share).ceil() as u32;
                    found.push(Witness {
                        outcome: measure.name.into(),
                        month: Some(*month),
                        pairs: enough.max(fewest),
                        apart,
                        ..place.clone()
                    });
                }
            }
        }
    }
    found.sort_by_key(cost);
    (found, most / teachers(&ends[0]).max(1.0).sqrt())
}

/// How much a witness costs; states and distances between runs count as dearer, since they say less.
fn cost(witness: &Witness) -> u32 {
    let state = if is_of_practice(&witness.outcome) { 1 } else { 6 };
    let apart = if witness.apart { 3 } else { 1 };
    witness.pairs * witness.month.unwrap_or(60) * state * apart
}

/// The first of these that holds in the replications of the test.
fn first_to_hold(lever: &str, found: Vec<Witness>, ledger: &Ledger) -> Option<Witness> {
    let holds = |w: &Witness| w.swing(lever, 0..w.pairs, ledger).is_beyond(HOLDS);
    found.into_iter().take(6).find(holds)
}

fn search(lever: &str, mut places: Vec<(Witness, f64)>, ledger: &Ledger) -> Option<Witness> {
    let mut states = Vec::new();
    let all = places.len();
    // The first place is looked at more closely before all others, and most closely where it is for a short time.
    let short = usize::from(places[0].0.ends(lever, ledger)[0].run.months <= SHORT);
    let tiers = [
        (24, 0..1),
        (96, 0..1),
        (300, 0..1),
        (1200, 0..short),
        (24, 1..all),
        (96, 1..4.min(all)),
        (300, 1..4.min(all)),
    ];
    for (pairs, looked_at) in tiers {
        for (place, errors) in &mut places[looked_at] {
            let (found, reached) = shows(lever, place, pairs, ledger);
            *errors = reached;
            let (practice, other): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|w| is_of_practice(&w.outcome) && !w.apart);
            if let Some(holds) = first_to_hold(lever, practice, ledger) {
                return Some(holds);
            }
            states.extend(other);
        }
        places[1..].sort_by(|a, b| b.1.total_cmp(&a.1));
        if pairs > 24 {
            states.sort_by_key(cost);
            if let Some(holds) = first_to_hold(lever, std::mem::take(&mut states), ledger) {
                return Some(holds);
            }
        }
    }
    None
}

/// A line of `levers.toml`.
fn line(lever: &str, witness: &Witness) -> String {
    let quoted = |text: &str| toml::Value::String(text.into()).to_string();
    let name = if lever.contains([' ', '.', ':']) { format!("\"{lever}\"") } else { lever.into() };
    let mut text = format!("{name} = {{ ");
    let mut parts = Vec::new();
    let mut say = |key: &str, value: String| parts.push(format!("{key} = {value}"));
    for (key, value) in [("inert", &witness.inert), ("scenario", &witness.scenario)] {
        if !value.is_empty() {
            say(key, quoted(value));
        }
    }
    if !witness.with.is_empty() {
        let lines: Vec<String> = witness.with.iter().map(|line| quoted(line)).collect();
        say("with", format!("[{}]", lines.join(", ")));
    }
    for (key, value) in [("low", &witness.low), ("high", &witness.high), ("outcome", &witness.outcome)] {
        if !value.is_empty() {
            say(key, quoted(value));
        }
    }
    if let Some(month) = witness.month {
        say("month", month.to_string());
    }
    if witness.pairs > 0 {
        say("pairs", witness.pairs.to_string());
    }
    if witness.apart {
        say("apart", "true".into());
    }
    write!(text, "{} }}", parts.join(", ")).unwrap();
    text
}

#[test]
#[ignore = "takes an hour and writes into the working tree"]
fn find_witnesses() {
    let ledger = Ledger::standard().unwrap();
    let rows = witnesses();
    // A line that cannot be read ends the search before it begins.
    rows.iter().filter(|(_, w)| w.inert.is_empty()).for_each(|(lever, w)| drop(w.ends(lever, &ledger)));
    let mut text: String = include_str!("../levers.toml")
        .lines()
        .take_while(|line| line.starts_with('#') || line.is_empty())
        .fold(String::new(), |text, line| text + line + "\n");
    for lever in levers(&ledger) {
        let old = rows.iter().find(|(name, _)| *name == lever).map(|(_, witness)| witness.clone());
        let done = |w: &Witness| {
            !w.inert.is_empty()
                || !w.outcome.is_empty() && w.swing(&lever, 0..w.pairs, &ledger).is_beyond(HOLDS)
        };
        let wanted = asked(&lever);
        let found = match (old, ledger.get(&lever)) {
            (Some(old), _) if !wanted || done(&old) => Some(old),
            // A line that says no outcome says where to look.
            (Some(old), entry) if entry.is_none() || old.outcome.is_empty() => {
                let place =
                    Witness { outcome: String::new(), month: None, pairs: 0, apart: false, ..old.clone() };
                Some(search(&lever, vec![(place, 0.0)], &ledger).unwrap_or(old))
            }
            (_, Some(entry)) if wanted => {
                search(&lever, places(entry).into_iter().map(|place| (place, 0.0)).collect(), &ledger)
            }
            _ => None,
        };
        if found.as_ref().is_none_or(|w| w.inert.is_empty() && w.outcome.is_empty()) {
            println!("{lever} shows nowhere");
        }
        if let Some(witness) = found {
            let line = line(&lever, &witness);
            println!("{line}");
            text.push_str(&(line + "\n"));
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model/levers.toml");
    fs::write(file, text).unwrap();
}
