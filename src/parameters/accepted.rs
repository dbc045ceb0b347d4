//! Models with the vectors that calibration accepted for them, as a scenario draws from them. (ODD 4, stochasticity)
//!
//! A scenario that names a model draws the vectors of that model. One that names none draws in each replication first the
//! whole model or one of its variants, each as likely as calibration weighed it, and then a vector of that model. So results
//! carry doubt about the form of the causes, beside that about numbers. Null models are never drawn: they lack a cause.

use super::Ledger;
use super::ensemble::{Ensemble, model_weight, place_at};
use crate::diagnostic::Result;
use crate::model::Model;

/// A model that can be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct WeighedModel {
    /// The model.
    pub model: Model,
    /// Its weight among those that are drawn, above 0.
    pub weight: f64,
    /// The vectors accepted for it.
    pub ensemble: Ensemble,
}

/// The models that a replication may follow: one, or several with their weights.
#[derive(Debug, Clone, PartialEq)]
pub struct AcceptedModels(Vec<WeighedModel>);

impl AcceptedModels {
    /// This model alone.
    ///
    /// # Errors
    /// Its vectors do not agree with the ledger.
    pub fn of(model: Model, ledger: &Ledger) -> Result<AcceptedModels> {
        let ensemble = Ensemble::shipped(model, ledger)?;
        Ok(AcceptedModels(vec![WeighedModel { model, weight: 1.0, ensemble }]))
    }

    /// Models in this order, each with a weight above 0; nothing where there is none.
    pub fn among(models: Vec<WeighedModel>) -> Option<AcceptedModels> {
        let can_be_drawn =
            models.iter().all(|found| found.weight > 0.0 && !found.ensemble.vectors.is_empty());
        (can_be_drawn && !models.is_empty()).then_some(AcceptedModels(models))
    }

    /// The whole model and its variants, as far as calibration has weighed them; where it has weighed none, the whole model
    /// alone.
    ///
    /// # Errors
    /// Vectors that do not agree with the ledger.
    pub fn weighed(ledger: &Ledger) -> Result<AcceptedModels> {
        let all = std::iter::once(Model::Full).chain(Model::variants());
        let weighed = all.filter_map(|model| Some((model, model_weight(model.word())?)));
        let drawn = weighed.filter(|(_, weight)| *weight > 0.0);
        let read = |(model, weight): (Model, f64)| {
            let ensemble = Ensemble::shipped(model, ledger)?;
            Ok(WeighedModel { model, weight, ensemble })
        };
        let found: Vec<WeighedModel> = drawn.map(read).collect::<Result<_>>()?;
        AcceptedModels::among(found).map_or_else(|| AcceptedModels::of(Model::Full, ledger), Ok)
    }

    /// The models, in the order of [`Model::ALL`].
    pub fn models(&self) -> &[WeighedModel] {
        &self.0
    }

    /// The model at the uniform number `u`, each as likely as its weight says.
    pub fn at(&self, u: f64) -> &WeighedModel {
        &self.0[place_at(u, self.0.iter().map(|found| found.weight))]
    }

    /// So many vectors that stand for all models and all their vectors, each with its model: those at evenly spaced places
    /// along the sum of weights, in the order of the models.
    pub fn evenly(&self, count: usize) -> Vec<(&WeighedModel, usize)> {
        let weights = || self.0.iter().map(|found| found.weight);
        let total: f64 = weights().sum();
        let at = |k: usize| {
            let u = (k as f64 + 0.5) / count as f64;
            let place = place_at(u, weights());
            let below: f64 = weights().take(place).sum();
            let found = &self.0[place];
            (found, found.ensemble.at((u * total - below) / found.weight))
        };
        (0..count).map(at).collect()
    }

    /// Whether the vectors of a model have a value for the parameter at this position of [`super::NAMES`].
    pub fn draws(&self, position: usize) -> bool {
        self.0.iter().any(|found| found.ensemble.positions.contains(&position))
    }

    /// Free parameters for which the vectors of a model have no value: what came into it since they were found.
    pub fn lacks<'a>(&self, ledger: &'a Ledger) -> Vec<&'a str> {
        let mut lacks = Vec::new();
        for name in self.0.iter().flat_map(|found| found.ensemble.lacks(ledger)) {
            if !lacks.contains(&name) {
                lacks.push(name);
            }
        }
        lacks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn models(weights: [f64; 3]) -> AcceptedModels {
        let ledger = Ledger::standard().unwrap();
        let read = |text: &str| Ensemble::parse(text, &ledger).unwrap();
        let sets = [
            (Model::Full, "weight,depth_rate\n1,0.7\n"),
            (Model::ThresholdPull, "weight,depth_rate,threshold_sd\n1,0.8,0.2\n"),
            (Model::WeakestLeader, "weight,depth_rate\n1,0.9\n"),
        ];
        let model = |((model, text), weight)| WeighedModel { model, weight, ensemble: read(text) };
        AcceptedModels::among(sets.into_iter().zip(weights).map(model).collect()).unwrap()
    }

    #[test]
    fn models_are_drawn_by_weight_and_a_model_alone_always() {
        let three = models([0.5, 0.25, 0.25]);
        let at = [0.1, 0.49, 0.51, 0.74, 0.76, 0.99].map(|u| three.at(u).model);
        let (full, threshold, weakest) = (Model::Full, Model::ThresholdPull, Model::WeakestLeader);
        assert_eq!(at, [full, full, threshold, threshold, weakest, weakest]);
        let ledger = Ledger::standard().unwrap();
        let alone = AcceptedModels::of(Model::NoLeaders, &ledger).unwrap();
        assert!([0.01, 0.99].iter().all(|&u| alone.at(u).model == Model::NoLeaders));
    }

    #[test]
    fn vectors_that_stand_for_all_are_spread_over_models_by_weight() {
        let three = models([0.5, 0.25, 0.25]);
        let of: Vec<Model> = three.evenly(8).iter().map(|(found, _)| found.model).collect();
        let count = |model| of.iter().filter(|own| **own == model).count();
        assert_eq!([Model::Full, Model::ThresholdPull, Model::WeakestLeader].map(count), [4, 2, 2]);
        let ledger = Ledger::standard().unwrap();
        let shipped = AcceptedModels::weighed(&ledger).unwrap();
        let mut places: Vec<_> =
            shipped.evenly(48).iter().map(|(found, at)| (found.model as u8, *at)).collect();
        places.dedup();
        assert_eq!(places.len(), 48, "each is another one");
    }

    #[test]
    fn a_parameter_is_drawn_where_any_model_has_a_value_for_it() {
        let ledger = Ledger::standard().unwrap();
        let position = |name: &str| ledger.get(name).unwrap().position;
        let three = models([1.0; 3]);
        assert!(three.draws(position("threshold_sd")) && three.draws(position("depth_rate")));
        assert!(!three.draws(position("stop_hazard")) && three.lacks(&ledger).contains(&"stop_hazard"));
    }

    #[test]
    fn what_ships_weighs_the_whole_model_and_its_variants() {
        let ledger = Ledger::standard().unwrap();
        let found = AcceptedModels::weighed(&ledger).unwrap();
        assert_eq!(found.models()[0].model, Model::Full);
        let all: Vec<Model> = std::iter::once(Model::Full).chain(Model::variants()).collect();
        let sum: f64 = all.iter().filter_map(|model| model_weight(model.word())).sum();
        assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        let drawn: Vec<Model> = found.models().iter().map(|found| found.model).collect();
        assert_eq!(drawn, all);
    }
}
