//! What a decision came to: its plans in its worlds, from the runs of a results folder.

use serde::Serialize;
use strum::VariantArray;

use super::dataset::Dataset;
use super::decision_given::DecisionGiven;
use super::run_values::RunValues;
use crate::analysis::importance::Weights;
use crate::analysis::ratio::{self, Ratio};
use crate::analysis::regret::{Aim, PlanInWorld, weighted_in_world};
use crate::analysis::robust::{PlanOverWorlds, Rule, over_worlds};
use crate::analysis::summary::describe;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::decision::DecisionCell;
use crate::metrics::Quantity;

/// Plans and worlds with what was found.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What is wanted.
    pub outcome: Quantity,
    /// Which outcomes are better, and acceptable.
    pub aim: Aim,
    /// Hours that there are.
    pub budget_hours: Option<f64>,
    /// Replications of each plan in each world.
    pub replications: u32,
    /// Districts of each run.
    pub districts: usize,
    /// The plans, in the order of the set.
    pub plans: Vec<FoundPlan>,
    /// The worlds, in the order of the set.
    pub worlds: Vec<FoundWorld>,
    /// What each plan comes to in each world: by world, then by plan.
    pub cells: Vec<Vec<PlanInWorld>>,
    /// What each plan takes in each world: by world, then by plan.
    pub spent: Vec<Vec<Spent>>,
    /// Which plans each rule takes, as places.
    pub chosen: Vec<(Rule, Vec<usize>)>,
    /// What a district has seen, by which worlds and futures are weighted; none where nothing was.
    pub given: Option<DecisionGiven>,
}

/// A plan.
#[derive(Debug, Clone, Serialize)]
pub struct FoundPlan {
    /// Its name.
    pub name: String,
    /// Hours of program managers, as planned.
    pub planned_hours: f64,
    /// It takes more hours than there are, and is never chosen.
    pub is_over_budget: bool,
    /// Hours of program managers in the runs, mean over worlds by weight.
    pub spent_hours: f64,
    /// Money in the runs (dollars), mean over worlds by weight.
    pub cost: f64,
    /// Mean cost over mean teachers who came to depth, over worlds by weight; NaN where none did.
    pub cost_per_deep_teacher: f64,
    /// What it comes to over the worlds.
    #[serde(flatten)]
    pub over_worlds: PlanOverWorlds,
}

/// A world.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FoundWorld {
    /// Its name.
    pub name: String,
    /// Its share of the weight of all worlds; where something was seen, given that.
    pub weight: f64,
    /// Its share before anything was seen; none where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_before: Option<f64>,
}

/// What a plan takes in a world, over all districts together.
#[derive(Debug, Clone, PartialEq)]
pub struct Spent {
    /// Mean hours of program managers.
    pub hours: f64,
    /// Mean money (dollars).
    pub cost: f64,
    /// Mean number of focal teachers who came to depth.
    pub deep_gained: f64,
    /// Mean money over mean teachers who came to depth, with Fieller's interval.
    pub per_deep_teacher: Ratio,
}

/// Columns of runs that say what was spent.
const SPENT: [&str; 3] = ["total_hours_manager", "total_cost", "deep_gained"];

impl Decision {
    /// What the cells of a folder came to.
    ///
    /// # Errors
    /// A folder that holds no decision; tables that cannot be read.
    pub fn of(dataset: &Dataset) -> Result<Decision> {
        let strange = || {
            let fault = "does not hold plans in worlds";
            Diagnostic::new(&dataset.folder, fault, "name a folder that `uptake decide` wrote")
        };
        let cells: Vec<DecisionCell> = dataset
            .scenarios
            .iter()
            .map(|s| DecisionCell::of(&s.point))
            .collect::<Option<_>>()
            .ok_or_else(strange)?;
        let first = cells.first().ok_or_else(strange)?;
        let (outcome, aim) = (first.outcome, first.aim);
        let (mut plans, mut worlds): (Vec<&DecisionCell>, Vec<&DecisionCell>) = Default::default();
        for cell in &cells {
            if plans.iter().all(|other| other.plan != cell.plan) {
                plans.push(cell);
            }
            if worlds.iter().all(|other| other.world != cell.world) {
                worlds.push(cell);
            }
        }
        let mut asked: Vec<Quantity> = vec![outcome, "focal_teachers".parse()?];
        for column in SPENT {
            asked.push(column.parse()?);
        }
        let values = dataset.run_values(&asked)?;
        let never = never(outcome, dataset.manifest.months);
        let in_world_of = |plan: &DecisionCell, world: &DecisionCell| {
            cells.iter().position(|c| c.plan == plan.plan && c.world == world.world)
        };
        let firsts = worlds
            .iter()
            .map(|world| Some((world.world.as_str(), world.weight, in_world_of(plans[0], world)?)));
        let firsts: Vec<_> = firsts.collect::<Option<_>>().ok_or_else(strange)?;
        let given = dataset.worlds_given_seen(&firsts)?;
        let (mut found, mut spent) = (Vec::with_capacity(worlds.len()), Vec::with_capacity(worlds.len()));
        for (w, world) in worlds.iter().enumerate() {
            let near = given.as_ref().filter(|given| given.comes_near());
            let weights = near.map(|given| &given.within[w]);
            let places: Vec<usize> = plans
                .iter()
                .map(|plan| in_world_of(plan, world))
                .collect::<Option<_>>()
                .ok_or_else(strange)?;
            let outcome_of = |&place: &usize| outcomes(dataset, &values, place, &cells[place], never);
            let all: Vec<Vec<f64>> = places.iter().map(outcome_of).collect();
            found.push(weighted_in_world(&all, weights, aim, outcome.range()));
            spent.push(
                places
                    .iter()
                    .map(|&place| spent_by(dataset, &values, place, weights))
                    .collect::<Vec<Spent>>(),
            );
        }
        let counts = (dataset.manifest.replications, dataset.manifest.districts.len());
        Ok(Decision::weighed(&plans, &worlds, counts, (found, spent), given))
    }

    /// What was found in each world, weighed over worlds: by cells that name the plans and the worlds; numbers of replications and
    /// districts; by world and then by plan what each comes to and takes.
    fn weighed(
        plans: &[&DecisionCell],
        worlds: &[&DecisionCell],
        (replications, districts): (u32, usize),
        (found, spent): (Vec<Vec<PlanInWorld>>, Vec<Vec<Spent>>),
        given: Option<DecisionGiven>,
    ) -> Decision {
        let (outcome, aim, budget_hours) = (plans[0].outcome, plans[0].aim, plans[0].budget_hours);
        let total: f64 = worlds.iter().map(|world| world.weight).sum();
        let before: Vec<f64> = worlds.iter().map(|world| world.weight / total).collect();
        let weights = given.as_ref().map_or_else(|| before.clone(), |given| given.worlds.clone());
        let over = |p: usize| {
            let own: Vec<(&PlanInWorld, f64)> =
                found.iter().map(|w| &w[p]).zip(weights.iter().copied()).collect();
            over_worlds(&own, aim)
        };
        let weighed = |p: usize, of: &dyn Fn(&Spent) -> f64| -> f64 {
            spent.iter().zip(&weights).map(|(world, weight)| weight * of(&world[p])).sum()
        };
        let plans: Vec<FoundPlan> = plans
            .iter()
            .enumerate()
            .map(|(p, cell)| FoundPlan {
                name: cell.plan.clone(),
                planned_hours: cell.planned_hours,
                is_over_budget: cell.is_over(),
                spent_hours: weighed(p, &|own| own.hours),
                cost: weighed(p, &|own| own.cost),
                cost_per_deep_teacher: {
                    let deep = weighed(p, &|own| own.deep_gained);
                    if deep > 0.0 { weighed(p, &|own| own.cost) / deep } else { f64::NAN }
                },
                over_worlds: over(p),
            })
            .collect();
        let over_all: Vec<PlanOverWorlds> = plans.iter().map(|plan| plan.over_worlds.clone()).collect();
        let open: Vec<bool> = plans.iter().map(|plan| !plan.is_over_budget).collect();
        let chosen = Rule::VARIANTS.iter().map(|rule| (*rule, rule.takes(&over_all, &open, aim)));
        Decision {
            outcome,
            aim,
            budget_hours,
            replications,
            districts,
            chosen: chosen.collect(),
            worlds: worlds
                .iter()
                .zip(weights.into_iter().zip(before))
                .map(|(cell, (weight, before))| FoundWorld {
                    name: cell.world.clone(),
                    weight,
                    weight_before: given.is_some().then_some(before),
                })
                .collect(),
            given,
            plans,
            cells: found,
            spent,
        }
    }

    /// A plan in a world.
    pub fn cell(&self, plan: usize, world: usize) -> &PlanInWorld {
        &self.cells[world][plan]
    }

    /// What a plan takes in a world.
    pub fn spent_in(&self, plan: usize, world: usize) -> &Spent {
        &self.spent[world][plan]
    }

    /// The plan that most rules take, and how many do. Of equals it is the one of the least regret, and of these the first.
    pub fn robust(&self) -> Option<(usize, usize)> {
        let votes = |plan: usize| self.chosen.iter().filter(|(_, taken)| taken.contains(&plan)).count();
        let least = self.chosen.iter().find(|(rule, _)| *rule == Rule::LeastRegret);
        let is_least = |plan: usize| least.is_some_and(|(_, taken)| taken.contains(&plan));
        let all = (0..self.plans.len()).map(|plan| (plan, votes(plan))).filter(|(_, votes)| *votes > 0);
        all.fold(None, |best, (plan, votes)| match best {
            Some((other, most)) if (most, is_least(other)) >= (votes, is_least(plan)) => best,
            _ => Some((plan, votes)),
        })
    }

    /// The worlds in which a plan's mean outcome is not acceptable, as places.
    pub fn fails(&self, plan: usize) -> Vec<usize> {
        let accepted = |world: &usize| self.aim.accepts(self.cell(plan, *world).outcome.mean);
        (0..self.worlds.len()).filter(|world| !accepted(world)).collect()
    }

    /// Replications of a world that were left out because a plan had no outcome in them.
    pub fn left_out(&self, world: usize) -> u64 {
        let kept = self.cells[world].first().map_or(0, |plan| plan.outcome.n);
        u64::from(self.replications).saturating_sub(kept)
    }
}

/// What stands for a month that is never reached: the month after the last, so that the mean is one of what lies within the
/// run (a restricted mean). Other outcomes that are missing stay missing.
fn never(outcome: Quantity, months: u32) -> Option<f64> {
    (outcome.column().unit == "month").then(|| f64::from(months + 1))
}

/// The outcome of a cell in each replication, over its districts: counts are added up, anything else is a mean weighted by focal
/// teachers over the districts that have it.
fn outcomes(
    dataset: &Dataset,
    values: &RunValues,
    scenario: usize,
    cell: &DecisionCell,
    never: Option<f64>,
) -> Vec<f64> {
    let name = &dataset.manifest.scenarios[scenario].name;
    let counts = |id: &&String| cell.districts.is_empty() || cell.districts.contains(id);
    let ids: Vec<&String> = dataset.manifest.districts.iter().map(|d| &d.id).filter(counts).collect();
    let own: Vec<&Vec<Vec<f64>>> =
        ids.iter().filter_map(|id| values.get(&(name.clone(), (*id).clone()))).collect();
    let is_sum = is_total(cell.outcome);
    let of = |r: usize| {
        let (mut sum, mut weight) = (0.0, 0.0);
        for district in &own {
            let (value, focal) = (district[0][r], district[1][r]);
            // A district that was not simulated has no focal teachers.
            if focal.is_nan() {
                continue;
            }
            let value = if value.is_nan() { never.unwrap_or(value) } else { value };
            if !value.is_nan() {
                let share = if is_sum { 1.0 } else { focal };
                sum += share * value;
                weight += share;
            }
        }
        match (weight > 0.0, is_sum) {
            (false, _) => f64::NAN,
            (true, true) => sum,
            (true, false) => sum / weight,
        }
    };
    (0..dataset.manifest.replications as usize).map(of).collect()
}

/// Whether districts add up in it: teachers, exits, hours and money of a district as a whole.
fn is_total(outcome: Quantity) -> bool {
    let column = outcome.column();
    let of_all = ["hours_", "total_hours_", "help_"].iter().any(|begin| column.name.starts_with(begin));
    of_all || ["teachers", "exits", "student-years"].contains(&column.unit) || column.unit.contains("dollars")
}

/// What a cell took, over all of its districts.
fn spent_by(dataset: &Dataset, values: &RunValues, scenario: usize, weights: Option<&Weights>) -> Spent {
    let name = &dataset.manifest.scenarios[scenario].name;
    let all: Vec<&Vec<Vec<f64>>> =
        dataset.manifest.districts.iter().filter_map(|d| values.get(&(name.clone(), d.id.clone()))).collect();
    // A district that was not simulated takes nothing.
    let known = |r: usize| all.iter().filter(move |district| !district[1][r].is_nan());
    let runs: Vec<usize> =
        (0..dataset.manifest.replications as usize).filter(|&r| known(r).count() > 0).collect();
    let sums = |k: usize| -> Vec<f64> {
        runs.iter().map(|&r| known(r).map(|district| district[2 + k][r]).sum()).collect()
    };
    let [hours, cost, deep] = [sums(0), sums(1), sums(2)];
    let weights = weights.map(|weights| weights.only(&runs));
    let mean = |own: &[f64]| match &weights {
        Some(weights) => weights.describe(own).mean,
        None => describe(&mut own.to_vec()).mean,
    };
    Spent {
        hours: mean(&hours),
        cost: mean(&cost),
        deep_gained: mean(&deep),
        per_deep_teacher: match &weights {
            Some(weights) => ratio::of_weighted_means(&cost, &deep, weights.each()),
            None => ratio::of_means(&cost, &deep),
        },
    }
}

#[cfg(test)]
pub(crate) mod made_up {
    use super::*;
    use crate::analysis::regret::in_world;

    /// Plans with these outcomes by world, each the same in three replications but for a little that all plans share; every plan
    /// takes 500 hours, and the last one 900 of a budget of 600 if `over`.
    pub fn decision(plans: &[(&str, Vec<f64>)], worlds: &[&str], acceptable: f64, over: bool) -> Decision {
        let aim = Aim { lower: false, acceptable };
        let cell = |plan: usize, world: usize| DecisionCell {
            plan: plans[plan].0.to_owned(),
            world: worlds[world].to_owned(),
            weight: 1.0,
            outcome: "deep_share@60".parse().unwrap(),
            aim,
            planned_hours: if over && plan + 1 == plans.len() { 900.0 } else { 500.0 },
            budget_hours: Some(600.0),
            districts: Vec::new(),
        };
        let of_plans: Vec<DecisionCell> = (0..plans.len()).map(|p| cell(p, 0)).collect();
        let of_worlds: Vec<DecisionCell> = (0..worlds.len()).map(|w| cell(0, w)).collect();
        let found = |w: usize| {
            let runs = |(_, means): &(&str, Vec<f64>)| vec![means[w], means[w] + 0.01, means[w] - 0.01];
            in_world(&plans.iter().map(runs).collect::<Vec<_>>(), aim, (0.0, 1.0))
        };
        let spent = Spent {
            hours: 480.0,
            cost: 90_000.0,
            deep_gained: 12.0,
            per_deep_teacher: ratio::of_means(&[90_000.0, 91_000.0], &[12.0, 12.5]),
        };
        let spent = vec![vec![spent; plans.len()]; worlds.len()];
        let cells = (0..worlds.len()).map(found).collect();
        let all = |own: &'static [DecisionCell]| own.iter().collect::<Vec<_>>();
        Decision::weighed(&all(of_plans.leak()), &all(of_worlds.leak()), (3, 1), (cells, spent), None)
    }
}
