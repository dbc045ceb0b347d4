//! Pairs over sets of assumptions: the same comparison under vectors of parameters that calibration accepted.
//!
//! A batch has one value for each parameter, so that more of its runs say nothing about how far the answer hangs on these
//! values. Therefore a fixed number of pairs is run beside it, whatever its replications: [`SETS`] sets of assumptions, spread
//! evenly over the forms of the model and their accepted vectors by weight, with [`FUTURES`] futures each. Every set has futures of
//! its own (replications), so that the mean over all of them has as little chance as can be.

use std::ops::Range;

use super::Outcome;
use super::job::run_together;
use super::plan::Design;
use crate::diagnostic::Result;
use crate::model::Model;
use crate::parameters::{AcceptedModels, Distribution, Ensemble, Ledger, WeighedModel};
use crate::scenario::Scenario;

/// Sets of assumptions. With [`FUTURES`] futures each they are fewer runs than a fifth of a batch of 1,000 replications.
pub const SETS: usize = 48;
/// Futures of each set: the fewest that tell chance from what the set does, over all sets.
pub const FUTURES: u32 = 4;
/// Districts of which it is done at most, one by one or in a cohort.
const MOST_DISTRICTS: usize = 20;

/// Whether scenarios are looked at so: they are compared in pairs; they draw no parameters from accepted vectors, so that the runs
/// themselves would say it; they are no sweep, follow the same model, and are about few districts.
pub fn applies(scenarios: &[Scenario], is_paired: bool) -> bool {
    let Some(first) = scenarios.first() else { return false };
    let is_other =
        |s: &Scenario| s.accepted.is_some() || !s.point.is_empty() || s.run.model != first.run.model;
    is_paired && first.places.len() <= MOST_DISTRICTS && !scenarios.iter().any(is_other)
}

fn is_asked(design: &Design) -> bool {
    let is_paired = !design.pairs.is_empty() && !design.unpaired;
    design.assumptions && applies(&design.scenarios, is_paired)
}

/// The models and vectors under which a design is looked at, if it is.
///
/// # Errors
/// Accepted vectors that do not agree with the ledger.
pub fn models(design: &Design, ledger: &Ledger) -> Result<Option<AcceptedModels>> {
    let Some(first) = design.scenarios.first().filter(|_| is_asked(design)) else { return Ok(None) };
    let found = match first.run.model {
        Model::Full => AcceptedModels::weighed(ledger),
        model => AcceptedModels::of(model, ledger),
    };
    found.map(Some)
}

/// A set of assumptions.
#[derive(Debug, Clone, Copy)]
pub struct AssumptionSet<'a> {
    /// Its number, from 0.
    pub number: usize,
    /// The form of the model.
    pub model: Model,
    /// The vector, from 1, as its line in the model's file of vectors below the head.
    pub vector: usize,
    ensemble: &'a Ensemble,
}

impl<'a> AssumptionSet<'a> {
    /// All of them, from the models that are weighed.
    pub fn all(models: &'a AcceptedModels) -> Vec<AssumptionSet<'a>> {
        let set = |(number, (found, place)): (usize, (&'a WeighedModel, usize))| AssumptionSet {
            number,
            model: found.model,
            vector: place + 1,
            ensemble: &found.ensemble,
        };
        models.evenly(SETS).into_iter().enumerate().map(set).collect()
    }

    /// Its futures, as replications.
    pub fn replications(&self) -> Range<u32> {
        let first = self.number as u32 * FUTURES;
        first..first + FUTURES
    }

    /// The scenarios under it. What a scenario says of a parameter itself is part of the question, and stays.
    pub fn scenarios(&self, scenarios: &[Scenario], ledger: &Ledger) -> Vec<Scenario> {
        let under = |s: &Scenario| {
            let mut under = s.clone();
            under.run.model = self.model;
            let is_said = |k: &usize| {
                let usual =
                    ledger.entries().iter().find(|entry| entry.position == *k).map(|entry| entry.value);
                usual.is_none_or(|usual| s.parameters[*k] != Distribution::Fixed(usual))
            };
            let said: Vec<usize> = (0..s.parameters.len()).filter(is_said).collect();
            if let Some(vector) = self.ensemble.vectors.get(self.vector - 1) {
                self.ensemble.lay(vector, &said, &mut under.parameters);
            }
            under
        };
        scenarios.iter().map(under).collect()
    }
}

/// The runs of such scenarios in one replication: district after district, in each scenario after scenario.
pub fn run(scenarios: &[Scenario], replication: u32) -> Vec<Vec<Outcome>> {
    let Some(first) = scenarios.first() else { return Vec::new() };
    let places = first.places.len();
    if first.cohort.is_none() {
        return (0..places).map(|place| run_together(scenarios, place, replication)).collect();
    }
    // Scenario after scenario, and in each of them district after district.
    let all = run_together(scenarios, 0, replication);
    let of_place = |place: usize| all.iter().skip(place).step_by(places.max(1)).cloned().collect();
    (0..places).map(of_place).collect()
}

/// How many runs of each district are made so for a design.
pub fn runs(design: &Design) -> usize {
    match is_asked(design) {
        true => SETS * FUTURES as usize * design.scenarios.len(),
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Batch;
    use crate::metrics::Measure;

    fn design(settings: &[(&str, f64)]) -> Design {
        let draft = |name: &str| {
            let draft = Scenario::built_in(name).unwrap().with("run.months", 12).unwrap();
            settings.iter().fold(draft, |draft, (name, value)| draft.with(name, *value).unwrap())
        };
        let scenarios = ["committed", "mandate-at-once"].map(|name| draft(name).resolve().unwrap());
        Batch::new(&scenarios).compared().design().unwrap()
    }

    #[test]
    fn sets_are_all_forms_with_futures_of_their_own_and_fewer_than_a_fifth_of_a_usual_batch() {
        let (ledger, design) = (Ledger::standard().unwrap(), design(&[]));
        let models = models(&design, &ledger).unwrap().unwrap();
        let sets = AssumptionSet::all(&models);
        let mut forms: Vec<Model> = sets.iter().map(|set| set.model).collect();
        forms.dedup();
        assert_eq!(forms.len(), 1 + Model::variants().count());
        let futures: Vec<u32> = sets.iter().flat_map(AssumptionSet::replications).collect();
        assert!(futures.iter().enumerate().all(|(k, own)| k as u32 == *own));
        assert_eq!(runs(&design), 2 * futures.len());
        assert!(5 * futures.len() <= 1_000);
    }

    #[test]
    fn a_set_is_the_run_of_its_model_and_vector_and_leaves_what_a_scenario_says() {
        let ledger = Ledger::standard().unwrap();
        let design = design(&[("depth_rate", 1.37)]);
        let models = models(&design, &ledger).unwrap().unwrap();
        let set = AssumptionSet::all(&models)[20];
        let under = set.scenarios(&design.scenarios, &ledger);
        let position = |name: &str| ledger.get(name).unwrap().position;
        assert!(under.iter().all(|s| s.parameters[position("depth_rate")] == Distribution::Fixed(1.37)));
        let found = models.models().iter().find(|found| found.model == set.model).unwrap();
        let vector = &found.ensemble.vectors[set.vector - 1];
        let own = found.ensemble.positions.iter().zip(&vector.values);
        let mut laid = own.filter(|(k, _)| **k != position("depth_rate"));
        assert!(laid.all(|(k, value)| under[0].parameters[*k] == Distribution::Fixed(*value)));
        let alone = under[1].run(7).at(12, Measure::Spread).unwrap();
        assert_eq!(run(&under, 7)[0][1].at(12, Measure::Spread), Some(alone));
    }

    #[test]
    fn what_draws_parameters_itself_or_compares_nothing_is_left_out() {
        let ledger = Ledger::standard().unwrap();
        let left_out = |design: &Design| models(design, &ledger).unwrap().is_none();
        let usual = design(&[]);
        assert!(!left_out(&usual));
        assert!(left_out(&Design { assumptions: false, ..usual.clone() }));
        assert!(left_out(&Design { unpaired: true, ..usual.clone() }));
        assert!(left_out(&Design { pairs: Vec::new(), ..usual.clone() }));
        let mut drawn = usual.clone();
        for s in &mut drawn.scenarios {
            s.accepted = Some(std::sync::Arc::new(AcceptedModels::weighed(&ledger).unwrap()));
        }
        assert!(left_out(&drawn));
        let mut many = usual.clone();
        many.scenarios.iter_mut().for_each(|s| s.places = vec![s.places[0].clone(); MOST_DISTRICTS + 1]);
        assert!(left_out(&many));
    }
}
