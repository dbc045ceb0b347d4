//! A coarse screen of assumptions: how far the answer to one question moves with a parameter.
//!
//! The candidates are what matters to the question: of the free parameters those that move the deep share most near the last month, as
//! the screen before calibration found it (`parameters/effects.csv`), and among them those that are about what the scenarios say
//! otherwise than the ledger. Each is put at the low and at the high end of its plausible range in all scenarios alike, a few
//! replications are lived through at both ends, and the few with the largest swing get more. The answer is the paired difference in deep
//! share at the last month, or the deep share itself where nothing is compared; what is told of an end is how it differs from the answer at
//! the usual values *on the same replications*. One parameter is moved at a time, so that what two do together is not seen.
//!
//! The work is fixed beforehand in teacher-months, not by a clock, so that the same question gives the same
//! screen on any machine. Where the budget does not pay for [`FEWEST`] replications of all candidates, nothing is screened.

use crate::analysis::summary::{DifferenceSummary, describe_differences};
use crate::claims::relevance::subjects_of;
use crate::experiment::{Outcome, executor, run_together};
use crate::metrics::columns::Measure;
use crate::model::Model;
use crate::parameters::{Ledger, LedgerEntry, headline_effects};
use crate::scenario::{DistrictSpec, Scenario};

/// Work for each scenario (teacher-months): some five hundred runs of a middling district over five years, half of
/// what a batch of it takes.
const BUDGET: f64 = 8.0e6;
/// Replications of a first look at all candidates. Below this, a swing would be little but chance.
pub const FEWEST: u32 = 8;
/// Replications at most of those that are looked at again.
const MOST: u32 = 40;
/// Candidates.
const CANDIDATES: usize = 12;
/// Of these at most so many that are there for their subject.
const BY_SUBJECT: usize = 4;
/// Those that are looked at again.
const AGAIN: usize = 4;
/// Up to this month the effects on the deep share at month 36 choose candidates, from then on those at month 60.
const EARLY: u32 = 48;

/// What a screen found, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// For each comparison (or the only scenario) what moves its answer, the largest swing first.
    Found {
        /// Replications at each end.
        replications: u32,
        /// Names of candidates that a first look of [`FEWEST`] replications left aside.
        aside: Vec<&'static str>,
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
    /// The answer with the parameter at its low end minus the answer at its usual value, replication by replication.
    pub low: DifferenceSummary,
    /// The same at the high end.
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
    let usual: Vec<Scenario> =
        scenarios[..arms].iter().map(|s| Scenario { places: vec![place.clone()], ..s.clone() }).collect();
    let own = [None];
    let questions: Vec<Option<&(usize, usize)>> =
        if pairs.is_empty() { own.into() } else { pairs.iter().map(Some).collect() };
    let mut looks: Vec<Look<'_>> = moved.into_iter().map(|e| Look::at(e, &usual, place)).collect();
    let usual = Lived::of(&usual, 0..replications);
    let first = Lived::of_all(&looks, 0..FEWEST);
    looks.iter_mut().zip(first).for_each(|(look, lived)| look.lived = lived);
    let size = |look: &Look<'_>| {
        let swings = questions.iter().map(|q| look.influence(*q, &usual).swing.summary.mean.abs());
        swings.filter(|x| x.is_finite()).fold(0.0, f64::max)
    };
    // The first of equal ones stays first, so that the order does not hang on anything else.
    looks.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let aside = looks.split_off(looks.len().min(AGAIN));
    let more = Lived::of_all(&looks, FEWEST..replications);
    looks.iter_mut().zip(more).for_each(|(look, lived)| look.go_on(lived));
    let one = |question: &Option<&(usize, usize)>| {
        let mut found: Vec<Influence> = looks.iter().map(|look| look.influence(*question, &usual)).collect();
        let size = |i: &Influence| i.swing.summary.mean.abs();
        found.sort_by(|a, b| size(b).total_cmp(&size(a)));
        found
    };
    Screen::Found {
        replications,
        aside: aside.iter().map(|look| look.entry.name).collect(),
        left: left.iter().map(|e| e.name).collect(),
        of: questions.iter().map(one).collect(),
    }
}

/// Deep shares of all scenarios at the last month, by replication.
#[derive(Debug, Clone, Default)]
struct Lived(Vec<Vec<f64>>);

impl Lived {
    fn of(scenarios: &[Scenario], replications: std::ops::Range<u32>) -> Lived {
        Lived(executor::each(replications, |k| deep_shares(scenarios, k)))
    }

    /// At both ends of each, side by side.
    fn of_all(looks: &[Look<'_>], replications: std::ops::Range<u32>) -> Vec<[Lived; 2]> {
        let n = replications.len() as u32;
        if n == 0 {
            return vec![[Lived::default(), Lived::default()]; looks.len()];
        }
        let ends: Vec<&[Scenario]> =
            looks.iter().flat_map(|look| look.ends.each_ref().map(|e| &e[..])).collect();
        let all = executor::each(0..ends.len() as u32 * n, |k| {
            deep_shares(ends[(k / n) as usize], replications.start + k % n)
        });
        let mut each = all.chunks(n as usize).map(|runs| Lived(runs.to_vec()));
        looks.iter().map(|_| [each.next().unwrap_or_default(), each.next().unwrap_or_default()]).collect()
    }

    /// The answer to a question in each replication.
    fn answers(&self, question: Option<&(usize, usize)>) -> Vec<f64> {
        let answer =
            |shares: &Vec<f64>| question.map_or(shares[0], |&(other, base)| shares[other] - shares[base]);
        self.0.iter().map(answer).collect()
    }
}

/// A candidate at both ends of its range.
struct Look<'l> {
    entry: &'l LedgerEntry,
    ends: [Vec<Scenario>; 2],
    lived: [Lived; 2],
}

impl<'l> Look<'l> {
    fn at(entry: &'l LedgerEntry, usual: &[Scenario], place: &DistrictSpec) -> Look<'l> {
        let end = |value: f64| usual.iter().map(|s| with(s, place, entry, value)).collect();
        let ends = [entry.range.0, entry.range.1].map(end);
        Look { entry, ends, lived: [Lived::default(), Lived::default()] }
    }

    /// Further replications.
    fn go_on(&mut self, more: [Lived; 2]) {
        self.lived.iter_mut().zip(more).for_each(|(own, more)| own.0.extend(more.0));
    }

    fn influence(&self, question: Option<&(usize, usize)>, usual: &Lived) -> Influence {
        let usual = usual.answers(question);
        let [low, high] = self.lived.each_ref().map(|lived| lived.answers(question));
        let less = |a: &[f64], b: &[f64]| {
            describe_differences(&mut a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<f64>>())
        };
        Influence {
            position: self.entry.position,
            low: less(&low, &usual),
            high: less(&high, &usual),
            swing: less(&high, &low),
        }
    }
}

/// What a screen takes.
struct Effort<'l> {
    /// Parameters that are put at both ends of their ranges.
    moved: Vec<&'l LedgerEntry>,
    /// Candidates that the scenarios say themselves.
    left: Vec<&'l LedgerEntry>,
    /// Scenarios that are run at each end.
    arms: usize,
    /// Replications that the budget pays for, of those that are looked at again.
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
        let (left, moved): (Vec<_>, Vec<_>) =
            candidates(scenarios, ledger).into_iter().partition(|e| scenarios.iter().any(|s| s.says(e)));
        let work = (place.teachers() + 10.0) * f64::from(first.run.months);
        let again = moved.len().min(AGAIN);
        let affordable = BUDGET / work - (2 * FEWEST) as f64 * (moved.len() - again) as f64;
        let replications = (affordable / (2 * again + 1) as f64).clamp(0.0, f64::from(MOST)) as u32;
        let arms = if pairs.is_empty() { 1 } else { scenarios.len() };
        Some(Effort { moved, left, arms, replications })
    }
}

/// What matters to the question: some for their subject, the others for their effect, in the order of the ledger.
fn candidates<'l>(scenarios: &[Scenario], ledger: &'l Ledger) -> Vec<&'l LedgerEntry> {
    let last = scenarios.first().map_or(0, |s| s.run.months);
    let outcome = if last <= EARLY { 1 } else { 2 };
    let size = |e: &LedgerEntry| headline_effects(e.name).map_or(0.0, |found| found.changes[outcome].0.abs());
    let mut free: Vec<&LedgerEntry> = ledger.entries().iter().filter(|e| e.is_free()).collect();
    free.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let subjects: Vec<&str> = scenarios.iter().flat_map(|s| subjects_of(s, ledger)).collect();
    let (asked, others): (Vec<&LedgerEntry>, Vec<_>) =
        free.into_iter().partition(|e| subjects.contains(&e.subject.as_str()));
    let by_subject = asked.len().min(BY_SUBJECT);
    let mut found: Vec<&LedgerEntry> = asked[..by_subject].to_vec();
    let mut rest: Vec<&LedgerEntry> = asked[by_subject..].iter().copied().chain(others).collect();
    rest.sort_by(|a, b| size(b).total_cmp(&size(a)));
    found.extend(rest.into_iter().take(CANDIDATES - by_subject));
    found.sort_by_key(|e| e.position);
    found
}

/// How many runs the screen of these scenarios takes; none where it is not made.
pub fn runs(
    scenarios: &[Scenario],
    pairs: &[(usize, usize)],
    place: &DistrictSpec,
    ledger: &Ledger,
) -> usize {
    let due = Effort::of(scenarios, pairs, place, ledger)
        .filter(|effort| effort.replications >= FEWEST && !effort.moved.is_empty());
    due.map_or(0, |effort| {
        let (all, again) = (effort.moved.len(), effort.moved.len().min(AGAIN));
        let (first, n) = (FEWEST as usize, effort.replications as usize);
        effort.arms * (n + 2 * all * first + 2 * again * (n - first))
    })
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
        let Screen::Found { replications, of, left, aside } = screen(&s, &[], &s[0].places[0], &ledger)
        else {
            panic!("the default district is small enough")
        };
        assert!(replications == MOST && left.is_empty() && aside.len() == CANDIDATES - AGAIN);
        let (n, first) = (replications as usize, FEWEST as usize);
        let lived = n + 2 * AGAIN * n + 2 * aside.len() * first;
        assert_eq!(runs(&s, &[], &s[0].places[0], &ledger), lived);
        let swings: Vec<f64> = of[0].iter().map(|i| i.swing.summary.mean.abs()).collect();
        assert!(swings.windows(2).all(|w| w[0] >= w[1]), "{swings:?}");
        // The rate of deepening among them; each swing is what lies between the ends.
        let rate = ledger.get("depth_rate").unwrap().position;
        let rate = of[0].iter().find(|i| i.position == rate).unwrap();
        assert!(rate.swing.mean_low > 0.0, "{rate:?}");
        assert!(of[0].iter().all(|i| {
            let by_ends = i.high.summary.mean - i.low.summary.mean;
            i.swing.summary.n == u64::from(replications) && (by_ends - i.swing.summary.mean).abs() < 1e-12
        }));
    }

    #[test]
    fn an_end_is_told_by_how_it_differs_from_the_usual_values_on_the_same_replications() {
        let (s, ledger) = scenarios(&["committed", "mandate-at-once"], &["months=20"]);
        let Screen::Found { of, replications, .. } = screen(&s, &[(1, 0)], &s[0].places[0], &ledger) else {
            panic!()
        };
        let found = of[0][0];
        let entry = &ledger.entries()[found.position];
        let answer = |value: f64, k: u32| {
            let shares = deep_shares(&[&s[0], &s[1]].map(|s| with(s, &s.places[0], entry, value)), k);
            shares[1] - shares[0]
        };
        let change = |k: u32| answer(entry.range.0, k) - answer(entry.value, k);
        let mean = (0..replications).map(change).sum::<f64>() / f64::from(replications);
        assert!((found.low.summary.mean - mean).abs() < 1e-12, "{found:?} {mean}");
    }

    #[test]
    fn candidates_move_the_deep_share_most_and_some_are_about_what_is_asked() {
        let (s, ledger) = scenarios(&["committed", "superintendent-disengages"], &[]);
        let found = candidates(&s, &ledger);
        let subjects: Vec<&str> = s.iter().flat_map(|s| subjects_of(s, &ledger)).collect();
        let by_subject = found.iter().filter(|e| subjects.contains(&e.subject.as_str())).count();
        assert!(found.len() == CANDIDATES && by_subject >= BY_SUBJECT, "{by_subject}");
        assert!(found.iter().any(|e| e.name == "new_problem_rate") && found.iter().all(|e| e.is_free()));
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
        assert_eq!(of[0].len(), AGAIN);
        let depth_rate = ledger.get("depth_rate").unwrap().position;
        assert!(of[0].iter().all(|i| i.position != depth_rate));
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
