//! A batch: scenarios, how often each is run, who is told how far it is, and who may stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::executor;
use super::job::Outcome;
use super::plan::Design;
use super::seen::Seen;
use super::shard::Part;
use crate::analysis::summary::{DifferenceSummary, Summary, describe, describe_differences};
use crate::analysis::two_samples::describe_samples;
use crate::diagnostic::{Diagnostic, ExitStatus, Result};
use crate::metrics::columns::range_of;
use crate::metrics::{KeptMeasures, MEASURES, Measure};
use crate::scenario::Scenario;

/// Asks a batch to stop: what is running is finished, nothing new begins. Clones ask the same batch.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// Asks to stop. Says whether that had been asked before.
    pub fn cancel(&self) -> bool {
        self.0.swap(true, Ordering::SeqCst)
    }

    /// Whether somebody asked to stop.
    pub fn is_canceled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// How the scenarios of a batch are compared.
#[derive(Debug, Clone, Copy)]
enum Comparison {
    /// Not at all.
    None,
    /// Replication by replication.
    Pairs,
    /// As independent samples.
    Samples,
}

/// Is told how many runs are done, of how many.
pub type Progress<'a> = Box<dyn FnMut(usize, usize) + Send + 'a>;

/// Scenarios that are run together, the same replications of each.
///
/// ```
/// use uptake::experiment::{Batch, CancelToken};
/// use uptake::metrics::Measure::Spread;
/// use uptake::scenario::Scenario;
///
/// let committed = Scenario::built_in("committed")?.with("run.months", 12)?.resolve()?;
/// let (token, mut last) = (CancelToken::default(), 0);
/// let batch = Batch::new(&[committed]).replications(5).cancel(token).progress(|done, _| last = done);
/// let runs = batch.run()?;
/// let spread = runs.level(0, Spread).at(12).ok_or("no run")?;
/// assert_eq!((spread.n, last), (5, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub struct Batch<'a> {
    scenarios: Vec<Scenario>,
    comparison: Comparison,
    measures: KeptMeasures,
    assumptions: bool,
    seen: Option<Seen>,
    pub(crate) progress: Progress<'a>,
    pub(crate) cancel: CancelToken,
}

impl<'a> Batch<'a> {
    /// A batch of these scenarios.
    pub fn new(scenarios: &[Scenario]) -> Batch<'a> {
        Batch {
            scenarios: scenarios.to_vec(),
            comparison: Comparison::None,
            measures: KeptMeasures::default(),
            assumptions: true,
            seen: None,
            progress: Box::new(|_, _| {}),
            cancel: CancelToken::default(),
        }
    }

    /// Every later scenario is compared with the first, replication by replication.
    pub fn compared(mut self) -> Batch<'a> {
        self.comparison = Comparison::Pairs;
        self
    }

    /// Every later scenario is compared with the first as an independent sample, each with a seed of its own: for scenarios
    /// whose runs are no pairs ([`unlike`](super::comparable::unlike)).
    pub fn unpaired(mut self) -> Batch<'a> {
        self.comparison = Comparison::Samples;
        self
    }

    /// No pairs over sets of assumptions are run beside those of a comparison that goes into a folder.
    pub fn without_assumptions(mut self) -> Batch<'a> {
        self.assumptions = false;
        self
    }

    /// Futures are weighted by what a real district has seen of itself, under the first scenario.
    pub fn seen(mut self, seen: Option<Seen>) -> Batch<'a> {
        self.seen = seen;
        self
    }

    /// Each scenario is run so often, whatever it says itself.
    pub fn replications(mut self, n: u32) -> Batch<'a> {
        self.scenarios.iter_mut().for_each(|scenario| scenario.run.replications = n);
        self
    }

    /// The tables of a folder hold these measures alone. No number of them changes.
    pub fn measures(mut self, kept: KeptMeasures) -> Batch<'a> {
        self.measures = kept;
        self
    }

    /// `tell` hears at the start and again and again how many runs are done, of how many.
    pub fn progress(mut self, tell: impl FnMut(usize, usize) + Send + 'a) -> Batch<'a> {
        self.progress = Box::new(tell);
        self
    }

    /// Stops when this token asks for it.
    pub fn cancel(mut self, token: CancelToken) -> Batch<'a> {
        self.cancel = token;
        self
    }

    /// What is to be run.
    ///
    /// # Errors
    /// Scenarios that cannot be run together.
    pub fn design(&self) -> Result<Design> {
        let scenarios = self.scenarios.clone();
        let design = match self.comparison {
            Comparison::None => Design::new(scenarios, false)?,
            Comparison::Pairs => Design::new(scenarios, true)?,
            Comparison::Samples => Design::unpaired(scenarios)?,
        };
        if let Some(seen) = &self.seen {
            seen.check(&design.scenarios, &self.measures)?;
        }
        let assumptions = design.assumptions && self.assumptions;
        Ok(Design { measures: self.measures.clone(), assumptions, seen: self.seen.clone(), ..design })
    }

    /// Runs it in memory, on all threads of the program.
    ///
    /// # Errors
    /// Scenarios that cannot be run together; a batch that was stopped.
    pub fn run(mut self) -> Result<BatchRuns> {
        let design = self.design()?;
        let (jobs, mut outcomes) = (design.jobs(), Vec::new());
        (self.progress)(0, jobs);
        let all = Part::whole(design.list());
        executor::in_order_of_list(&design, (&all, 0..jobs), &self.cancel, |found| {
            outcomes.extend(found);
            (self.progress)(outcomes.len(), jobs);
            Ok(())
        })?;
        if outcomes.len() < jobs {
            let fault = format!("stopped after {} of {jobs} runs", outcomes.len());
            return Err(Diagnostic::failed("", fault, "").with_status(ExitStatus::Interrupted));
        }
        Ok(BatchRuns { design, outcomes })
    }
}

/// The same replications under each scenario, in memory; the first one is the base.
///
/// ```
/// use uptake::prelude::*;
///
/// let draft = || Scenario::built_in("committed")?.with("run.months", 12);
/// let base = draft()?.resolve()?;
/// let large = draft()?.with("district.pupils", 12_000)?.named("large").resolve()?;
/// let both = [base, large];
/// assert!(compare(&both, 5).is_err_and(|fault| fault.to_string().contains("differ in districts")));
/// let runs = Batch::new(&both).unpaired().replications(5).run()?;
/// let spread = runs.difference(Spread).at(12).ok_or("no run")?;
/// assert!(spread.samples == Some([5, 5]) && spread.share_higher.is_nan());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Scenarios that cannot be compared in pairs: they must agree in districts, grades, parameter sets, months and seed, and differ
/// in name.
pub fn compare(scenarios: &[Scenario], replications: u32) -> Result<BatchRuns> {
    Batch::new(scenarios).compared().replications(replications).run()
}

/// The runs of a batch, in memory. Scenarios are counted from 0, in the order in which they were given.
#[derive(Debug, Clone)]
pub struct BatchRuns {
    design: Design,
    outcomes: Vec<Outcome>,
}

impl BatchRuns {
    /// The runs of a scenario in its first district, replication by replication.
    pub fn of(&self, scenario: usize) -> impl Iterator<Item = &Outcome> {
        self.of_district(scenario, 0)
    }

    /// The runs of a scenario in one of its districts, counted from 0.
    pub fn of_district(&self, scenario: usize, district: usize) -> impl Iterator<Item = &Outcome> {
        let known = self.design.scenarios.get(scenario).filter(|s| district < s.places.len());
        let n = known.map_or(0, |s| s.run.replications);
        (0..n).filter_map(move |r| self.outcomes.get(self.design.list().index(scenario, district, r)))
    }

    /// Changes the months of each run of the first scenario, counted from 0: for made cases of what is done with runs.
    #[cfg(test)]
    pub(crate) fn change(&mut self, change: impl Fn(usize, &mut Vec<f64>)) {
        self.outcomes.iter_mut().enumerate().for_each(|(k, outcome)| change(k, &mut outcome.timeline));
    }

    /// A measure of a scenario.
    pub fn level(&self, scenario: usize, measure: Measure) -> LevelOverRuns<'_> {
        LevelOverRuns { runs: self, scenario, measure }
    }

    /// A measure of the second scenario minus that of the first, in pairs of the same replication or, unpaired, of two samples.
    pub fn difference(&self, measure: Measure) -> DifferenceOverRuns<'_> {
        self.difference_of(1, 0, measure)
    }

    /// A measure of a scenario minus that of another, in pairs of the same replication or, unpaired, of two samples.
    pub fn difference_of(&self, other: usize, base: usize, measure: Measure) -> DifferenceOverRuns<'_> {
        DifferenceOverRuns { runs: self, scenarios: (other, base), measure }
    }
}

/// A measure over the runs of a scenario.
#[derive(Debug, Clone, Copy)]
pub struct LevelOverRuns<'a> {
    runs: &'a BatchRuns,
    scenario: usize,
    measure: Measure,
}

impl LevelOverRuns<'_> {
    /// At the end of a month; missing where no run has a value.
    pub fn at(&self, month: u32) -> Option<Summary> {
        let mut values: Vec<f64> =
            self.runs.of(self.scenario).filter_map(|run| run.at(month, self.measure)).collect();
        Some(describe(&mut values)).filter(|summary| summary.n > 0)
    }
}

/// A measure of one scenario minus that of another, over pairs of runs.
#[derive(Debug, Clone, Copy)]
pub struct DifferenceOverRuns<'a> {
    runs: &'a BatchRuns,
    scenarios: (usize, usize),
    measure: Measure,
}

impl DifferenceOverRuns<'_> {
    /// At the end of a month: mean with its interval, cut to what is possible, and the shares of pairs in which it is lower, equal and
    /// higher, which two samples have not; missing where no pair, or one of the samples, has values.
    pub fn at(&self, month: u32) -> Option<DifferenceSummary> {
        let (other, base) = self.scenarios;
        let possible = range_of(MEASURES[self.measure as usize].name);
        if self.runs.design.unpaired {
            let values = |scenario| -> Vec<f64> {
                self.runs.of(scenario).filter_map(|run| run.at(month, self.measure)).collect()
            };
            let found = describe_samples(&mut values(other), &mut values(base)).of_values_within(possible);
            return Some(found).filter(|difference| difference.summary.n > 0);
        }
        let pairs = self.runs.of(other).zip(self.runs.of(base));
        let mut differences: Vec<f64> = pairs
            .filter_map(|(other, base)| Some(other.at(month, self.measure)? - base.at(month, self.measure)?))
            .collect();
        let found = describe_differences(&mut differences).of_values_within(possible);
        Some(found).filter(|difference| difference.summary.n > 0)
    }
}
