//! A decision as a tidy table, a row for each plan and world, and as JSON.

use std::path::Path;

use serde_json::{Value, json};

use crate::diagnostic::Result;
use crate::results::csv_rows::{CsvCell, CsvRows};
use crate::results::decision::Decision;

/// Columns of the table.
const COLUMNS: [&str; 22] = [
    "plan",
    "world",
    "weight",
    "n",
    "outcome",
    "outcome_low",
    "outcome_high",
    "sd",
    "worst_tenth_of_runs",
    "acceptable_share_of_runs",
    "is_acceptable",
    "regret",
    "regret_low",
    "regret_high",
    "planned_hours",
    "is_over_budget",
    "spent_hours",
    "cost",
    "deep_gained",
    "cost_per_deep_teacher",
    "cost_per_deep_teacher_low",
    "cost_per_deep_teacher_high",
];

/// A row for each plan in each world.
///
/// # Errors
/// Memory that cannot be written to.
pub fn csv(found: &Decision) -> Result<Vec<u8>> {
    let mut rows = CsvRows::new(Vec::new(), Path::new("decide.csv"));
    rows.write_names(COLUMNS)?;
    for (p, plan) in found.plans.iter().enumerate() {
        for (w, world) in found.worlds.iter().enumerate() {
            let cell = found.cell(p, w);
            let (low, high) = cell.outcome.mean_interval(found.outcome.range());
            let yes = |truth: bool| CsvCell::Text(if truth { "yes" } else { "no" });
            let own = found.spent_in(p, w);
            let per = own.per_deep_teacher;
            let spent = [own.hours, own.cost, own.deep_gained, per.value, per.low, per.high];
            let texts = [CsvCell::Text(&plan.name), CsvCell::Text(&world.name)];
            let numbers = [cell.outcome.mean, low, high, cell.outcome.sd, cell.worst_tenth, cell.acceptable];
            let regret = [cell.regret, cell.regret_interval.0, cell.regret_interval.1, plan.planned_hours];
            rows.write(
                texts
                    .into_iter()
                    .chain([CsvCell::Number(world.weight), CsvCell::Whole(cell.outcome.n)])
                    .chain(numbers.map(CsvCell::Number))
                    .chain([yes(found.aim.accepts(cell.outcome.mean))])
                    .chain(regret.map(CsvCell::Number))
                    .chain([yes(plan.is_over_budget)])
                    .chain(spent.map(CsvCell::Number)),
            )?;
        }
    }
    rows.into_sink()
}

/// All that was found, for programs.
pub fn json(found: &Decision) -> Value {
    let names = |places: &[usize]| places.iter().map(|&p| found.plans[p].name.as_str()).collect::<Vec<_>>();
    let rules: Vec<Value> =
        found.chosen.iter().map(|(rule, taken)| json!({ "rule": rule, "takes": names(taken) })).collect();
    let cell = |p: usize, w: usize| {
        let (cell, spent) = (found.cell(p, w), found.spent_in(p, w));
        json!({
            "plan": found.plans[p].name,
            "world": found.worlds[w].name,
            "n": cell.outcome.n,
            "outcome": number(cell.outcome.mean),
            "outcome_interval": interval(cell.outcome.mean_interval(found.outcome.range())),
            "worst_tenth_of_runs": number(cell.worst_tenth),
            "acceptable_share_of_runs": number(cell.acceptable),
            "is_acceptable": found.aim.accepts(cell.outcome.mean),
            "regret": number(cell.regret),
            "regret_interval": interval(cell.regret_interval),
            "spent_hours": number(spent.hours),
            "cost": number(spent.cost),
            "deep_gained": number(spent.deep_gained),
            "cost_per_deep_teacher": number(spent.per_deep_teacher.value),
            "cost_per_deep_teacher_interval": interval((spent.per_deep_teacher.low, spent.per_deep_teacher.high)),
        })
    };
    let plans = 0..found.plans.len();
    let cells: Vec<Value> = plans
        .clone()
        .flat_map(|p| (0..found.worlds.len()).map(move |w| (p, w)))
        .map(|(p, w)| cell(p, w))
        .collect();
    let fails = plans.map(|p| {
        let worlds: Vec<&str> = found.fails(p).into_iter().map(|w| found.worlds[w].name.as_str()).collect();
        json!({ "plan": found.plans[p].name, "worlds": worlds })
    });
    let given = found.given.as_ref().map(|given| {
        json!({
            "futures": given.futures,
            "effective": number(given.effective),
            "comes_near": given.comes_near(),
            "nearest_miss": given.nearest.as_ref().map(|(_, own)| number(own.miss)),
        })
    });
    let mut all = json!({
        "outcome": found.outcome.to_string(),
        "better": if found.aim.lower { "lower" } else { "higher" },
        "acceptable": found.aim.acceptable,
        "budget_hours": found.budget_hours,
        "replications": found.replications,
        "districts": found.districts,
        "robust": found.robust().map(|(plan, rules)| json!({ "plan": found.plans[plan].name, "rules": rules })),
        "rules": rules,
        "plans": found.plans,
        "worlds": found.worlds,
        "fails": fails.collect::<Vec<_>>(),
        "cells": cells,
    });
    if let (Some(given), Some(all)) = (given, all.as_object_mut()) {
        all.insert("given_seen".into(), given);
    }
    all
}

/// What is missing is null.
fn number(x: f64) -> Value {
    if x.is_finite() { json!(x) } else { Value::Null }
}

fn interval((low, high): (f64, f64)) -> Value {
    json!([number(low), number(high)])
}
