//! Early signs: what a person in a district can see in the first months that tells whether the reform stalls later.
//!
//! ```no_run
//! use uptake::scenario::Scenario;
//! use uptake::study::signs::SignStudy;
//!
//! let scenario = Scenario::built_in("committed")?.resolve()?;
//! let runs = SignStudy::of(&scenario, 9, &["stage@36 < 3"])?;
//! let signs = runs.found(&runs.batch().replications(1_000).run()?)?;
//! print!("{}", signs.words());
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod observables;
mod stalls;
mod words;

use std::path::Path;

use serde::Serialize;

use crate::analysis::sign::Sign;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Batch, BatchRuns};
use crate::figures::early_signs::early_signs;
use crate::figures::{self, Figure};
use crate::scenario::Scenario;
use observables::{OBSERVABLES, Observable};
pub use stalls::Stall;

/// With fewer stalls, or fewer runs that do not stall, in a half nothing is told.
const FEWEST: usize = 10;

/// What is asked: in which runs of a scenario the reform stalls, and what tells it by a month.
#[derive(Debug, Clone)]
pub struct SignStudy {
    scenario: Scenario,
    by: u32,
    stalls: Vec<Stall>,
}

impl SignStudy {
    /// Signs that can be seen by the end of a month, of runs in which any of these conditions holds.
    ///
    /// # Errors
    /// A cohort or several districts; a condition that is none, or asks for a month that is no later or beyond the runs.
    pub fn of<T: AsRef<str>>(scenario: &Scenario, by: u32, stalls: &[T]) -> Result<SignStudy> {
        let months = scenario.run.months;
        if scenario.places.len() != 1 {
            let fault = format!("{} is about {} districts", scenario.called(), scenario.places.len());
            return Err(Diagnostic::usage(
                fault,
                "signs are told of one district: choose one with --district ID",
            ));
        }
        if by == 0 || by >= months {
            let fault = format!("--by is {by}, and the runs have months 1 to {months}");
            return Err(Diagnostic::usage(fault, "choose a month before the last, such as --by 9"));
        }
        let stalls =
            stalls.iter().map(|text| Stall::read(text.as_ref(), by, months)).collect::<Result<_>>()?;
        Ok(SignStudy { scenario: scenario.clone(), by, stalls })
    }

    /// What is to be run.
    pub fn batch<'a>(&self) -> Batch<'a> {
        Batch::new(std::slice::from_ref(&self.scenario))
    }

    /// The signs: thresholds are found on the first half of the runs, and what they tell is counted on the second.
    ///
    /// # Errors
    /// Too few runs that stall, or that do not.
    pub fn found(&self, runs: &BatchRuns) -> Result<Signs> {
        let done: Vec<(bool, Vec<f64>)> = runs
            .of(0)
            .filter(|run| !run.timeline.is_empty())
            .map(|run| {
                let stalled = self.stalls.iter().any(|stall| stall.holds(run));
                (stalled, OBSERVABLES.iter().map(|observable| observable.of(run, self.by)).collect())
            })
            .collect();
        let (first, second) = done.split_at(done.len() / 2);
        for half in [first, second] {
            let stalled = half.iter().filter(|(stalled, _)| *stalled).count();
            if stalled < FEWEST || half.len() - stalled < FEWEST {
                let fault = format!(
                    "of {} runs in one half {stalled} stall, and a sign needs at least {FEWEST} that do and {FEWEST} that do not",
                    half.len()
                );
                let remedy = "run more with -n, or say otherwise what stalling is: --stalls \"stage@36 < 3\"";
                return Err(Diagnostic::usage(fault, remedy));
            }
        }
        let mut found: Vec<SignFound> = OBSERVABLES
            .iter()
            .enumerate()
            .filter_map(|(k, observable)| found_of(observable, k, first, second))
            .collect();
        let is_sign = |o: &&Observable| found.iter().any(|sign| sign.observable == o.name);
        let alike: Vec<&Observable> = OBSERVABLES.iter().filter(|observable| !is_sign(observable)).collect();
        found.sort_by(|a, b| b.power.total_cmp(&a.power)); // by the first half alone
        Ok(Signs {
            scenario: self.scenario.name.clone(),
            title: self.scenario.title.clone(),
            by: self.by,
            stalls: self.stalls.iter().map(ToString::to_string).collect(),
            stalls_in_words: self.stalls.iter().map(Stall::words).collect(),
            found_on: first.len() as u64,
            told_on: second.len() as u64,
            stalled: second.iter().filter(|(stalled, _)| *stalled).count() as u64,
            seed: self.scenario.run.seed,
            alike: alike.iter().map(|observable| observable.what).collect(),
            signs: found,
        })
    }
}

/// The names of a page and of the files of its figure.
///
/// # Errors
/// A page that has the name of one of these files.
pub fn file_names(page: &str) -> Result<Vec<String>> {
    let pictures = figures::file_names(&stem(page));
    if pictures.iter().any(|name| name == page) {
        let fault = format!("`{page}` is the name of a picture, and the page is text in Markdown");
        return Err(Diagnostic::usage(fault, format!("name the page with --out {}.md", stem(page))));
    }
    Ok(std::iter::once(page.to_owned()).chain(pictures).collect())
}

/// A name without its ending.
fn stem(page: &str) -> String {
    Path::new(page).file_stem().map_or_else(|| page.into(), |stem| stem.to_string_lossy().into_owned())
}

fn found_of(
    observable: &Observable,
    k: usize,
    first: &[(bool, Vec<f64>)],
    second: &[(bool, Vec<f64>)],
) -> Option<SignFound> {
    let cases = |half: &[(bool, Vec<f64>)]| -> Vec<(f64, bool)> {
        let values = half.iter().filter_map(|(stalled, values)| Some((*values.get(k)?, *stalled)));
        values.filter(|(value, _)| !value.is_nan()).collect()
    };
    let sign = Sign::find(&cases(first), observable.is_low)?;
    let told = sign.told(&cases(second));
    let (with, without) = (told.with.interval(), told.without.interval());
    Some(SignFound {
        observable: observable.name,
        what: observable.what,
        unit: observable.unit,
        at_most: observable.is_low,
        threshold: sign.threshold,
        power: sign.power,
        with_sign: told.with.n,
        with_sign_stall: told.with.count,
        with_low: with.0,
        with_high: with.1,
        without_sign: told.without.n,
        without_sign_stall: told.without.count,
        without_low: without.0,
        without_high: without.1,
        warned: told.warned().share(),
        false_alarms: told.false_alarms().share(),
    })
}

/// An observable, its threshold, and what it tells on runs that it was not found on.
#[derive(Debug, Clone, Serialize)]
pub struct SignFound {
    /// Its name.
    pub observable: &'static str,
    /// What is seen, in words.
    pub what: &'static str,
    /// Unit of the threshold.
    pub unit: &'static str,
    /// Whether the sign is a value at or below the threshold; else at or above.
    pub at_most: bool,
    /// The threshold.
    pub threshold: f64,
    /// How well it tells the first half (0 to 1).
    pub power: f64,
    /// Runs of the second half with the sign.
    pub with_sign: u64,
    /// Those of them that stall.
    pub with_sign_stall: u64,
    /// The 95% interval of their share.
    pub with_low: f64,
    /// Its upper end.
    pub with_high: f64,
    /// Runs without the sign.
    pub without_sign: u64,
    /// Those of them that stall.
    pub without_sign_stall: u64,
    /// The 95% interval of their share.
    pub without_low: f64,
    /// Its upper end.
    pub without_high: f64,
    /// Share of runs that stall that had the sign.
    pub warned: f64,
    /// Share of runs that do not stall that had it all the same.
    pub false_alarms: f64,
}

/// The signs of a scenario, the one that tells the first half best first.
#[derive(Debug, Clone, Serialize)]
pub struct Signs {
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// The month by whose end they are seen.
    pub by: u32,
    /// When a run stalls: any of these holds.
    pub stalls: Vec<String>,
    /// The same as one reads it first.
    #[serde(skip)]
    pub stalls_in_words: Vec<String>,
    /// Runs on which thresholds were found.
    pub found_on: u64,
    /// Runs on which they are told.
    pub told_on: u64,
    /// Runs of these that stall.
    pub stalled: u64,
    /// Study seed.
    pub seed: u64,
    /// What tells nothing in the first half, or is alike in all its runs.
    pub alike: Vec<&'static str>,
    /// The signs.
    pub signs: Vec<SignFound>,
}

impl Signs {
    /// The page for a terminal.
    pub fn words(&self) -> String {
        words::text(self)
    }

    /// In brief: the best sign, then at most 20 lines of at most 100 columns.
    pub fn brief(&self) -> String {
        words::brief(self)
    }

    /// The page to print, in Markdown, without its picture.
    pub fn markdown(&self) -> String {
        words::markdown(self, None)
    }

    /// The signs that tell most as natural frequencies, a figure of this name; none where nothing tells anything.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn figure(&self, name: &str) -> Result<Option<Figure>> {
        words::picture(self, name).map(|picture| early_signs(&picture)).transpose()
    }

    /// The page as a file of this name, and beside it the files of its figure ([`file_names`]).
    ///
    /// # Errors
    /// Those of [`file_names`]; a figure that cannot be drawn.
    pub fn files(&self, page: &str) -> Result<Vec<(String, Vec<u8>)>> {
        file_names(page)?;
        let pictures =
            self.figure(&stem(page))?.map_or_else(|| Ok(Vec::new()), |figure| figures::files(&[figure]))?;
        let picture = pictures.first().map(|(name, _)| name.as_str());
        let page = (page.to_owned(), words::markdown(self, picture).into_bytes());
        Ok(std::iter::once(page).chain(pictures).collect())
    }

    /// A row for each sign.
    ///
    /// # Errors
    /// None that could happen; the writer says so.
    pub fn csv(&self) -> Result<Vec<u8>> {
        super::csv_of(&self.signs)
    }

    /// All of it, as JSON.
    ///
    /// # Errors
    /// None that could happen; the writer says so.
    pub fn json(&self) -> Result<Vec<u8>> {
        super::json_of(&serde_json::json!(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::{MEASURES, Measure};

    #[test]
    fn a_known_sign_is_found_first_and_told_on_the_other_half() {
        let scenario =
            Scenario::built_in("committed").unwrap().with("run.months", 14).unwrap().resolve().unwrap();
        let study = SignStudy::of(&scenario, 9, &["spread@14 < 0.5"]).unwrap();
        let mut runs = study.batch().replications(200).run().unwrap();
        // A made case: in three runs of ten few hours of collaboration, and of these eight in ten stall; of the others one in ten.
        runs.change(|k, timeline| {
            let (few, tenth) = (k % 10 < 3, (k / 10) % 10);
            for month in 0..=14 {
                let row = &mut timeline[month * MEASURES.len()..(month + 1) * MEASURES.len()];
                row.fill(0.25);
                row[Measure::Time as usize] = if few { 1.0 } else { 3.0 };
                let stalls = if few { tenth < 8 } else { tenth < 1 };
                row[Measure::Spread as usize] = if month == 14 && !stalls { 0.75 } else { 0.25 };
            }
        });
        let found = study.found(&runs).unwrap();
        let best = &found.signs[0];
        assert_eq!((best.observable, best.threshold, best.at_most), ("collaboration_hours", 1.0, true));
        assert_eq!((best.with_sign, best.with_sign_stall), (30, 24));
        assert_eq!((best.without_sign, best.without_sign_stall), (70, 7));
        assert!(best.with_low < 0.8 && 0.8 < best.with_high && best.without_high < best.with_low);
        assert_eq!(found.signs.len(), 1, "what is the same in all runs is no sign");
        let page = found.words().split_whitespace().collect::<Vec<_>>().join(" ");
        for words in
            ["Of 100 districts with this sign, 80 stall (", "of 100 without it, 10 stall (", "hypothesis"]
        {
            assert!(page.contains(words), "lacks {words}\n{page}");
        }
        assert!(found.markdown().starts_with("# Early signs"), "{}", found.markdown());
        // Too few that stall: nothing is told.
        let never = SignStudy::of(&scenario, 9, &["spread@14 < 0.1"]).unwrap();
        assert!(never.found(&runs).unwrap_err().to_string().contains("0 stall"));
    }

    #[test]
    fn what_cannot_be_asked_is_refused_with_a_remedy() {
        let scenario = Scenario::built_in("committed").unwrap().resolve().unwrap();
        let told = |by: u32, stall: &str| SignStudy::of(&scenario, by, &[stall]).unwrap_err().to_string();
        for (by, stall, words) in [
            (0, "stage@36 < 3", "--by is 0"),
            (60, "stage@36 < 3", "--by is 60"),
            (9, "stage@9 < 3", "no later than month 9"),
            (9, "stage@99 < 3", "asks for month 99"),
            (9, "stage@36", "has none of the signs"),
            (9, "stage@36 < three", "compares with no number"),
            (9, "stge@36 < 3", "stage@36"),
        ] {
            assert!(told(by, stall).contains(words), "{stall}: {}", told(by, stall));
        }
    }
}
