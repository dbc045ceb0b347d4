//! A coarse screen of assumptions: how far the answer to one question moves with a parameter.
//!
//! Each parameter that the ledger marks as `screened` is put at the low and at the high end of its plausible range in all scenarios alike, the
//! same few replications are lived through at both ends, and the answer is looked at again. The answer is
//! the paired difference in deep share at the last month, or the deep share itself where nothing is compared.
//! One parameter is moved at a time, so that what two do together is not seen.
//!
//! The work is fixed beforehand in teacher-months, not by a clock, so that the same question gives the same
//! screen on any machine. Where the budget does not pay for [`FEWEST`] replications, nothing is screened.

use crate::analysis::summary::{DifferenceSummary, describe_differences};
use crate::experiment::{Outcome, executor, run_together};
use crate::metrics::columns::Measure;
use crate::model::Model;
use crate::parameters::{Ledger, LedgerEntry};
use crate::scenario::{DistrictSpec, Scenario};

/// Work for each scenario (teacher-months): some three hundred runs of a middling district over five years, a third of
/// what a batch of it takes.
const BUDGET: f64 = 5.0e6;
/// Below this, a swing would be little but chance.
pub const FEWEST: u32 = 8;
/// More would say more than a coarse screen should.
const MOST: u32 = 24;

/// What a screen found, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// For each comparison (or the only scenario) what moves its answer, the largest swing first.
    Found {
        /// Replications at each end.
        replications: u32,
        /// Names of candidates that the scenarios themselves set or draw, which were left alone.
        left: Vec<&'static str>,
        /// For each comparison the influences.
        of: Vec<Vec<Influence>>,
    },
    /// The budget pays for so few replications only.
    TooLarge {
        /// How many.
        replications: u32,
    },
    /// Not for runs that another version of the program made: its assumptions are others.
    OtherVersion,
    /// Not for a cohort, whose districts are not run alone, nor for a null model.
    NotApplicable,
}

/// What a parameter does to an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Influence {
    /// Position in [`crate::parameters::NAMES`].
    pub position: usize,
    /// The answer with the parameter at its low end.
    pub low: DifferenceSummary,
    /// The answer with the parameter at its high end.
    pub high: DifferenceSummary,
    /// High minus low, replication by replication.
    pub swing: DifferenceSummary,
}

/// Screens the comparisons (other, base), or without any the first scenario by itself.
pub fn screen(
    scenarios: &[Scenario],
    pairs: &[(usize, usize)],
    place: &DistrictSpec,
    ledger: &Ledger,
) -> Screen {
    let Some(effort) = Effort::of(scenarios, pairs, place, ledger) else { return Screen::NotApplicable };
    let Effort { moved, left, arms, replications } = effort;
    if replications < FEWEST || moved.is_empty() {
        return Screen::TooLarge { replications };
    }
    let ends: Vec<Vec<Scenario>> = moved
        .iter()
        .flat_map(|e| [e.range.0, e.range.1].map(|value| (*e, value)))
        .map(|(e, value)| scenarios[..arms].iter().map(|s| with(s, place, e, value)).collect())
        .collect();
    let n = replications as usize;
    let values = executor::each(0..(ends.len() * n) as u32, |k| {
        deep_shares(&ends[k as usize / n], (k as usize % n) as u32)
    });
    let of_arm = |candidate: usize, end: usize, arm: usize| {
        let from = (candidate * 2 + end) * n;
        values[from..from + n].iter().map(move |of_arms| of_arms[arm])
    };
    let answer = |candidate: usize, end: usize, pair: Option<&(usize, usize)>| -> Vec<f64> {
        match pair {
            Some(&(other, base)) => {
                let twins = of_arm(candidate, end, other).zip(of_arm(candidate, end, base));
                twins.map(|(o, b)| o - b).collect()
            }
            None => of_arm(candidate, end, 0).collect(),
        }
    };
    let one = |pair: Option<&(usize, usize)>| {
        let mut found: Vec<Influence> = (0..moved.len())
            .map(|c| {
                let [mut low, mut high] = [answer(c, 0, pair), answer(c, 1, pair)];
                let mut swing: Vec<f64> = high.iter().zip(&low).map(|(h, l)| h - l).collect();
                Influence {
                    position: moved[c].position,
                    low: describe_differences(&mut low),
                    high: describe_differences(&mut high),
                    swing: describe_differences(&mut swing),
                }
            })
            .collect();
        let size = |i: &Influence| i.swing.summary.mean.abs();
        found.sort_by(|a, b| size(b).total_cmp(&size(a)));
        found
    };
    let of = if pairs.is_empty() { vec![one(None)] } else { pairs.iter().map(|p| one(Some(p))).collect() };
    Screen::Found { replications, left: left.iter().map(|e| e.name).collect(), of }
}

/// What a screen takes.
struct Effort<'l> {
    /// Parameters that are put at both ends of their ranges.
    moved: Vec<&'l LedgerEntry>,
    /// Candidates that the scenarios say themselves.
    left: Vec<&'l LedgerEntry>,
    /// Scenarios that are run at each end.
    arms: usize,
    /// Replications that the budget pays for.
    replications: u32,
}

impl<'l> Effort<'l> {
    /// None for a cohort, a null model, or scenarios without pairs of runs: these have a seed each.
    fn of(
        scenarios: &[Scenario],
        pairs: &[(usize, usize)],
        place: &DistrictSpec,
        ledger: &'l Ledger,
    ) -> Option<Effort<'l>> {
        let first = scenarios.first()?;
        let is_other = |s: &Scenario| s.run.model != Model::Full || s.run.seed != first.run.seed;
        if first.cohort.is_some() || scenarios.iter().any(is_other) {
            return None;
        }
        let candidates = ledger.entries().iter().filter(|e| e.screened);
        let (left, moved): (Vec<_>, Vec<_>) = candidates.partition(|e| scenarios.iter().any(|s| s.says(e)));
        let work = (place.teachers() + 10.0) * f64::from(first.run.months);
        let replications = (BUDGET / (work * (moved.len() * 2) as f64)).min(f64::from(MOST)) as u32;
        let arms = if pairs.is_empty() { 1 } else { scenarios.len() };
        Some(Effort { moved, left, arms, replications })
    }
}

/// How many runs the screen of these scenarios takes; none where it is not made.
pub fn runs(
    scenarios: &[Scenario],
    pairs: &[(usize, usize)],
    place: &DistrictSpec,
    ledger: &Ledger,
) -> usize {
    let due = Effort::of(scenarios, pairs, place, ledger).filter(|effort| effort.replications >= FEWEST);
    due.map_or(0, |effort| effort.moved.len() * 2 * effort.arms * effort.replications as usize)
}

/// The scenario in this district alone, with the parameter at this value.
fn with(scenario: &Scenario, place: &DistrictSpec, entry: &LedgerEntry, value: f64) -> Scenario {
    let mut scenario = Scenario { places: vec![place.clone()], ..scenario.clone() };
    scenario.put(entry.position, value);
    scenario
}

/// Deep share of each scenario at the last month, missing where nothing can be simulated; what they share is lived once.
fn deep_shares(scenarios: &[Scenario], replication: u32) -> Vec<f64> {
    let outcomes = run_together(scenarios, 0, replication);
    let last = |(s, outcome): (&Scenario, Outcome)| outcome.at(s.run.months, Measure::DeepShare);
    scenarios.iter().zip(outcomes).map(|found| last(found).unwrap_or(f64::NAN)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{layers::BuiltIn, read};

    fn scenarios(names: &[&str], settings: &[&str]) -> (Vec<Scenario>, Ledger) {
        let ledger = Ledger::standard().unwrap();
        let settings: Vec<String> = settings.iter().map(|s| (*s).to_string()).collect();
        (names.iter().map(|n| read(n, &settings, &BuiltIn, &ledger).unwrap()).collect(), ledger)
    }

    #[test]
    fn the_largest_swing_comes_first_and_a_larger_rate_of_deepening_deepens_more() {
        let (s, ledger) = scenarios(&["committed"], &["months=24"]);
        let Screen::Found { replications, of, left } = screen(&s, &[], &s[0].places[0], &ledger) else {
            panic!("the default district is small enough")
        };
        assert!(replications >= FEWEST && left.is_empty());
        let ends = of[0].len() * 2 * replications as usize;
        assert_eq!(runs(&s, &[], &s[0].places[0], &ledger), ends);
        let swings: Vec<f64> = of[0].iter().map(|i| i.swing.summary.mean.abs()).collect();
        assert!(swings.windows(2).all(|w| w[0] >= w[1]), "{swings:?}");
        let rate = ledger.get("depth_rate").unwrap().position;
        let rate = of[0].iter().find(|i| i.position == rate).unwrap();
        assert!(rate.swing.mean_low > 0.0, "{rate:?}");
        let by_ends = rate.high.summary.mean - rate.low.summary.mean;
        assert!((by_ends - rate.swing.summary.mean).abs() < 1e-12);
    }

    #[test]
    fn the_answers_are_those_of_runs_of_the_batch() {
        let (s, _) = scenarios(&["committed", "mandate-at-once"], &["months=30"]);
        let of_the_batch = |s: &Scenario| s.run(4).at(30, Measure::DeepShare).unwrap();
        assert_eq!(deep_shares(&s, 4), s.iter().map(of_the_batch).collect::<Vec<f64>>());
    }

    #[test]
    fn what_a_scenario_sets_itself_is_left_alone() {
        let (s, ledger) = scenarios(&["committed"], &["months=12", "depth_rate=1.1"]);
        let Screen::Found { left, of, .. } = screen(&s, &[], &s[0].places[0], &ledger) else { panic!() };
        assert_eq!(left, ["depth_rate"]);
        assert_eq!(of[0].len(), ledger.entries().iter().filter(|e| e.screened).count() - 1);
    }

    #[test]
    fn a_district_too_large_for_the_budget_is_not_screened() {
        let (s, ledger) = scenarios(&["committed"], &["district.pupils=200000"]);
        let found = screen(&s, &[], &s[0].places[0], &ledger);
        assert!(matches!(found, Screen::TooLarge { replications } if replications < FEWEST), "{found:?}");
        assert_eq!(runs(&s, &[], &s[0].places[0], &ledger), 0);
    }

    #[test]
    fn the_difference_of_a_scenario_and_itself_does_not_move() {
        let (mut s, ledger) = scenarios(&["committed", "committed"], &["months=12"]);
        s[1].name = "twin".into();
        let Screen::Found { of, .. } = screen(&s, &[(1, 0)], &s[0].places[0], &ledger) else { panic!() };
        assert!(of[0].iter().all(|i| i.swing.share_equal == 1.0 && i.low.summary.mean == 0.0));
    }
}
