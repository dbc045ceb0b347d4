//! Promise: a replication follows the model that it draws, in every way as if the scenario named that model.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::sync::Arc;

use uptake::model::Model;
use uptake::parameters::{AcceptedModels, Ensemble, Ledger, WeighedModel};
use uptake::scenario::{Scenario, render};
use uptake::simulation::{accepted, first_day, model_of, parameters_of};

const MODELS: [Model; 3] = [Model::Full, Model::WeakestLeader, Model::LinearPull];

fn set(model: Model, weight: f64) -> WeighedModel {
    // The vectors of the whole model stand in for those of its variants, in another order for each.
    let ledger = Ledger::standard().unwrap();
    let mut ensemble = Ensemble::shipped(Model::Full, &ledger).unwrap();
    ensemble.vectors.rotate_left(model as usize);
    ensemble.vectors.truncate(20);
    WeighedModel { model, weight, ensemble }
}

fn drawing(models: Vec<WeighedModel>) -> Scenario {
    let mut s = Scenario::built_in("committed").unwrap().with("run.months", 18).unwrap().resolve().unwrap();
    s.accepted = AcceptedModels::among(models).map(Arc::new);
    s
}

#[test]
fn models_are_drawn_by_weight_and_alike_in_every_scenario() {
    let s = drawing(MODELS.into_iter().zip([0.5, 0.3, 0.2]).map(|(m, w)| set(m, w)).collect());
    let other = Scenario { name: "other".into(), ..s.clone() };
    let n = 2_000;
    for (model, weight) in MODELS.into_iter().zip([0.5, 0.3, 0.2]) {
        let share = (0..n).filter(|&r| model_of(&s, r) == model).count() as f64 / f64::from(n);
        // Four standard errors of a share of 2,000.
        assert!((share - weight).abs() < 0.045, "{}: {share}", model.word());
    }
    assert!((0..50).all(|r| accepted(&s, r).unwrap().1 == accepted(&other, r).unwrap().1));
    // The vector hangs on the model only by the set it is of.
    let alone = drawing(vec![set(Model::Full, 1.0)]);
    let full = (0..200).filter(|&r| model_of(&s, r) == Model::Full);
    assert!(full.into_iter().all(|r| accepted(&s, r).unwrap().1 == accepted(&alone, r).unwrap().1));
}

#[test]
fn a_run_of_a_drawn_model_is_the_run_of_that_model_to_the_last_bit() {
    let s = drawing(MODELS.map(|model| set(model, 1.0)).to_vec());
    assert!(s.draws_model() && s.models() == MODELS);
    let bits = |s: &Scenario, r: u32| s.run(r).timeline.iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
    for model in MODELS {
        let r = (0..100).find(|&r| model_of(&s, r) == model).unwrap();
        let mut named = drawing(vec![set(model, 1.0)]);
        named.run.model = model;
        assert!(!named.draws_model());
        assert_eq!(bits(&s, r), bits(&named, r), "{}", model.word());
        let (place, p) = (&s.places[0], parameters_of(&s, s.places[0].id(), r));
        assert_eq!(first_day(&s, place, r, &p).unwrap().0.model, model);
        let drawn = s.run(r).drawn;
        assert_eq!(drawn[0], f64::from(model as u8), "the model stands before the vector");
        assert_eq!(drawn[1..], named.run(r).drawn);
    }
}

#[test]
fn a_text_names_no_model_where_it_is_drawn_and_the_whole_one_where_it_would_be() {
    let ledger = Ledger::standard().unwrap();
    let says = |s: &Scenario| render::complete(s, &ledger).lines().any(|line| line.starts_with("model"));
    assert!(!says(&drawing(MODELS.map(|model| set(model, 1.0)).to_vec())));
    let would_be = AcceptedModels::weighed(&ledger).unwrap().models().len() > 1;
    assert_eq!(says(&drawing(vec![set(Model::Full, 1.0)])), would_be);
    let mut named = drawing(vec![set(Model::LinearPull, 1.0)]);
    named.run.model = Model::LinearPull;
    assert!(says(&named));
}
