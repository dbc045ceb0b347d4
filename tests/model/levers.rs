//! Promise: no lever is inert. Every parameter, moved across its plausible range, and every key of a scenario that may be
//! given another number or word changes an outcome in some scenario of the gallery by more than chance; or it is marked as
//! one that changes none, with the reason.
//!
//! `levers.toml` names for each lever a *witness*: a scenario, what is set in it beside, an outcome, a month, a number of
//! pairs. The same replications are lived through with the lever at its low and at its high end, so that a difference comes
//! from the lever alone; one lever is moved at a time. Witnesses were found on other replications than these
//! (`levers/finder.rs`).

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

mod finder;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use serde::Deserialize;

use crate::texts::Texts;
use uptake::analysis::summary::describe_differences;
use uptake::experiment::{executor, run_cohort, run_job};
use uptake::metrics::columns::{MEASURES, place_of};
use uptake::parameters::{DISTRIBUTIONS, Ledger};
use uptake::scenario::language::{Form, sections};
use uptake::scenario::{self, Scenario};

/// Standard errors beyond which the mean of differences is no chance.
const BEYOND_CHANCE: f64 = 5.0;
/// Fewest pairs that are compared, and fewest of them that must differ.
const FEWEST: (usize, usize) = (20, 10);

/// Where a lever shows, as a line of `levers.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Witness {
    /// Scenario of the gallery.
    scenario: String,
    /// What is set in it beside, as lines of a scenario.
    with: Vec<String>,
    /// The lever at its low end, as such a line; the low end of a parameter's range is not written.
    low: String,
    /// At its high end.
    high: String,
    /// The measure that is compared.
    outcome: String,
    /// Its month; the last month of each of the two runs where none is given.
    month: Option<u32>,
    /// Number of pairs.
    pairs: u32,
    /// The means agree or need not differ: what differs is how far runs lie apart (squared distance from the mean of runs).
    apart: bool,
    /// Why it changes no outcome; then nothing else is said.
    inert: String,
}

/// What two ends of a lever made of an outcome.
struct Swing {
    /// Mean difference of pairs over its standard error.
    errors: f64,
    /// Pairs in which the outcome was there at both ends.
    pairs: usize,
    /// Those of them that differ.
    differ: usize,
}

impl Swing {
    fn of(pairs: &[(f64, f64)], apart: bool) -> Swing {
        let mut pairs: Vec<(f64, f64)> =
            pairs.iter().copied().filter(|(low, high)| !low.is_nan() && !high.is_nan()).collect();
        if apart {
            let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / pairs.len() as f64;
            let (low, high) = (mean(|pair| pair.0), mean(|pair| pair.1));
            let square = |x: f64| x * x;
            pairs.iter_mut().for_each(|pair| *pair = (square(pair.0 - low), square(pair.1 - high)));
        }
        let mut differences: Vec<f64> = pairs.iter().map(|(low, high)| high - low).collect();
        let differ = differences.iter().filter(|d| **d != 0.0).count();
        let found = describe_differences(&mut differences).summary;
        Swing { errors: found.mean / found.mcse, pairs: pairs.len(), differ }
    }

    fn is_beyond(&self, errors: f64) -> bool {
        self.pairs >= FEWEST.0 && self.differ >= FEWEST.1 && self.errors.abs() > errors
    }
}

impl fmt::Display for Swing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} standard errors, {} of {} pairs differ", self.errors, self.differ, self.pairs)
    }
}

impl Witness {
    /// The scenario with the lever at its low and at its high end.
    fn ends(&self, lever: &str, ledger: &Ledger) -> [Scenario; 2] {
        let range = ledger.get(lever).map(|entry| [entry.range.0, entry.range.1]);
        let at = |end: usize| {
            let line = match range {
                Some(range) => format!("parameters.{lever} = {:?}", range[end]),
                None => [&self.low, &self.high][end].clone(),
            };
            // A key of a section is set on top, so that the rest of the section stays; events are a text.
            let (settings, mut lines): (Vec<String>, Vec<String>) = [&self.with[..], &[line]]
                .concat()
                .into_iter()
                .partition(|line| line.split_once('=').is_some_and(|(key, _)| key.contains('.')));
            if !self.scenario.is_empty() {
                lines.push(format!("extends = \"{}\"", self.scenario));
            }
            let text = format!("format = 1\n{}\n", lines.join("\n"));
            let mut found = scenario::read("lever", &settings, &Texts(&[("lever", &text)]), ledger)
                .unwrap_or_else(|faults| panic!("{lever}: {faults}\n{settings:?}\n{text}"));
            found.run.months = self.month.unwrap_or(found.run.months);
            found
        };
        [at(0), at(1)]
    }

    /// What its lever does to its outcome in these replications.
    fn swing(&self, lever: &str, replications: Range<u32>, ledger: &Ledger) -> Swing {
        let outcome =
            place_of(&self.outcome).unwrap_or_else(|| panic!("{lever}: no measure `{}`", self.outcome));
        let ends = self.ends(lever, ledger);
        // Nothing is seen where a district that was drawn has nobody to teach the grades.
        let pairs = pairs_of(&ends, replications, |timeline| {
            timeline.rchunks(MEASURES.len()).next().map_or(f64::NAN, |last| last[outcome])
        });
        Swing::of(&pairs, self.apart)
    }
}

/// What is seen of the same replications at both ends.
fn pairs_of<T: Copy + Send>(
    ends: &[Scenario; 2],
    replications: Range<u32>,
    see: impl Fn(&[f64]) -> T + Sync + Send,
) -> Vec<(T, T)> {
    let seen = executor::each(2 * replications.start..2 * replications.end, |k| {
        let s = &ends[(k % 2) as usize];
        let outcome = match &s.cohort {
            Some(_) => run_cohort(s, k / 2).swap_remove(0),
            None => run_job(s, &s.places[0], k / 2),
        };
        see(&outcome.timeline)
    });
    seen.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// The lines of `levers.toml`.
fn witnesses() -> Vec<(String, Witness)> {
    let line = |line: &str| {
        let row: BTreeMap<String, Witness> = toml::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"));
        row.into_iter().next()
    };
    include_str!("levers.toml").lines().filter_map(line).collect()
}

/// Every lever: a parameter by its name, a key as `section.key`, a word of a key as `section.key: word`.
fn levers(ledger: &Ledger) -> Vec<String> {
    let parameters = ledger.entries().iter().filter(|e| e.range.0 < e.range.1).map(|e| e.name.to_string());
    let mut found: Vec<String> = parameters.collect();
    let all = sections();
    let district = all.iter().find(|s| s.name == "district").unwrap();
    for section in &all {
        // The keys of a district are those of a district of a cohort.
        let again = |key: &str| section.name == "cohort.district" && district.key(key).is_some();
        for key in section.keys.iter().filter(|key| !again(key.name)) {
            let dot = if section.name.is_empty() { "" } else { "." };
            let name = format!("{}{dot}{}", section.name, key.name);
            match key.form {
                Form::Section(_) | Form::Sections(_) => {}
                Form::OneOf(words, _) | Form::OneOfOrOther(words, _) => {
                    found.extend(words().iter().map(|word| format!("{name}: {word}")))
                }
                Form::ShareOr(words) => {
                    found.extend(words.iter().map(|word| format!("{name}: {word}")));
                    found.push(name);
                }
                _ => found.push(name),
            }
        }
    }
    for (kind, keys) in DISTRIBUTIONS {
        found.extend(keys.iter().map(|key| format!("{kind}.{key}")));
    }
    found
}

/// Whether the variable `LEVERS` names it, or nothing: parts of names, with commas between them.
fn asked(lever: &str) -> bool {
    let names = std::env::var("LEVERS").unwrap_or_default();
    names.is_empty() || names.split(',').any(|part| lever.contains(part))
}

#[test]
fn every_lever_has_a_witness_or_is_marked_as_one_that_changes_no_outcome() {
    let ledger = Ledger::standard().unwrap();
    let (wanted, rows) = (levers(&ledger), witnesses());
    let names: BTreeSet<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), rows.len(), "a lever has two lines");
    let missing: Vec<&String> = wanted.iter().filter(|name| !names.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "without a line in levers.toml: {missing:?}");
    let unknown: Vec<&&str> = names.iter().filter(|name| !wanted.iter().any(|w| w == *name)).collect();
    assert!(unknown.is_empty(), "there is no such lever: {unknown:?}");
    for (name, witness) in &rows {
        let marked = Witness { inert: witness.inert.clone(), ..Witness::default() };
        assert!(witness.inert.is_empty() || *witness == marked, "{name} acts and does not act");
    }
}

#[test]
fn every_lever_changes_an_outcome_by_more_than_chance() {
    let ledger = Ledger::standard().unwrap();
    let mut fail = Vec::new();
    let is_asked = |(name, witness): &&(String, Witness)| witness.inert.is_empty() && asked(name);
    for (name, witness) in witnesses().iter().filter(is_asked) {
        let swing = witness.swing(name, 0..witness.pairs, &ledger);
        println!("{name}: {swing}");
        if !swing.is_beyond(BEYOND_CHANCE) {
            fail.push(format!("{name}: {swing}"));
        }
    }
    let remedy = "cargo test --test model find_witnesses -- --ignored looks for others";
    assert!(fail.is_empty(), "no more than chance; {remedy}\n{}", fail.join("\n"));
}
