//! What can be set on the page: a dozen levers that people have in their hands, and every parameter behind a search. All that is said of
//! one comes from its declaration.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use super::Served;
use crate::parameters::{Distribution, Ledger, LedgerEntry};
use crate::phrasing::gist;
use crate::scenario::Scenario;
use crate::scenario::language::{Form, section};

/// The levers that are parameters, with short titles, in the order of the page; the strategy comes first.
pub(super) const PARAMETERS: [(&str, &str); 12] = [
    ("superintendent_commitment", "Superintendent's commitment"),
    ("lead_commitment", "Team lead's commitment"),
    ("principal_priority", "Principals' priority for it"),
    ("team_sites", "Pilot schools"),
    ("team_teachers", "Teachers on the team"),
    ("manager_hours", "Program manager's hours"),
    ("support_months", "Months of outside support"),
    ("support_end", "Support left at its end"),
    ("collaboration_hours", "Collaboration time"),
    ("initiatives_usual", "Initiatives side by side"),
    ("superintendent_exit", "Superintendent turnover"),
    ("principal_exit", "Principal turnover"),
];

/// The lever that is a key of a section.
pub(super) const STRATEGY: &str = "rollout.strategy";

/// The levers, and all parameters.
pub(super) async fn list(State(served): State<Arc<Served>>) -> Json<Value> {
    let ledger = &served.ledger;
    let known = PARAMETERS.iter().filter_map(|(name, title)| Some(lever(ledger.get(name)?, title)));
    let levers: Vec<Value> = strategy().into_iter().chain(known).collect();
    let parameters: Vec<Value> = ledger.entries().iter().map(|e| lever(e, gist(&e.meaning))).collect();
    Json(json!({ "levers": levers, "parameters": parameters }))
}

fn lever(e: &LedgerEntry, title: &str) -> Value {
    let (low, high) = e.range;
    json!({
        "key": e.name, "title": title, "unit": e.unit, "kind": if e.unit == "share" { "share" } else { "number" },
        "low": low, "high": high, "step": step(e), "default": e.value, "grade": e.grade.word(), "source": e.source,
        "meaning": e.meaning, "group": e.group, "allowed": e.allowed(),
    })
}

/// A step that divides the plausible range into about forty.
fn step(e: &LedgerEntry) -> f64 {
    let width = e.range.1 - e.range.0;
    if e.is_whole() || width >= 20.0 {
        return 1.0;
    }
    let steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0];
    steps.into_iter().find(|step| width <= 40.0 * step).unwrap_or(1.0)
}

/// The strategy, from its declaration in the language of scenarios.
fn strategy() -> Option<Value> {
    let key = section("rollout").key("strategy")?;
    let Form::OneOf(words, _) = key.form else { return None };
    Some(json!({
        "key": STRATEGY, "title": "Way of rolling out", "unit": "", "kind": "choice", "default": key.default,
        "choices": words(), "grade": "", "source": "a choice of the plan", "meaning": key.meaning,
    }))
}

/// What the levers and parameters are in a scenario; a drawn one has no single value.
pub(super) fn values(s: &Scenario, ledger: &Ledger) -> Map<String, Value> {
    let single = |d: &Distribution| d.point().map(Value::from);
    let parameters =
        ledger.entries().iter().filter_map(|e| Some((e.name.to_owned(), single(&s.parameters[e.position])?)));
    let strategy = (STRATEGY.to_owned(), Value::from(s.opening.rollout.strategy.word()));
    parameters.chain([strategy]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::*;

    #[test]
    fn every_lever_moves_an_outcome_between_the_ends_of_its_range() {
        let ledger = Ledger::standard().unwrap();
        let ends = |name: &str| {
            let e = ledger.get(name).unwrap();
            [e.range.0, e.range.1].map(|x| x.to_string())
        };
        let strategies = [STRATEGY, "staged", "grassroots"].map(str::to_owned);
        let parameters = PARAMETERS.iter().map(|(name, _)| {
            let [low, high] = ends(name);
            [(*name).to_owned(), low, high]
        });
        for [name, low, high] in parameters.chain([strategies]) {
            let with = |name_of: &str, value: &str| {
                let draft = Scenario::built_in("committed").unwrap().named(name_of);
                draft.with_settings(&[format!("{name}={value}"), "run.months=40".into()]).resolve().unwrap()
            };
            let runs = compare(&[with("low", &low), with("high", &high)], 12).unwrap();
            let moved =
                [Spread, DeepShare].map(|measure| runs.difference(measure).at(40).unwrap().summary.sd);
            assert!(moved.iter().any(|sd| *sd > 0.0), "{name} from {low} to {high} moves nothing");
        }
    }

    #[test]
    fn a_step_is_fine_enough_to_be_felt_and_coarse_enough_to_be_counted() {
        let ledger = Ledger::standard().unwrap();
        for (name, _) in PARAMETERS {
            let e = ledger.get(name).unwrap();
            let steps = (e.range.1 - e.range.0) / step(e);
            assert!((3.0..=120.0).contains(&steps), "{name}: {steps} steps");
        }
    }
}
