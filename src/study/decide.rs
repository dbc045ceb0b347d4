//! Choosing among plans: every plan in every world, all in one folder and with the same replications.
//!
//! ```no_run
//! use uptake::files::Files;
//! use uptake::results::decision::Decision;
//! use uptake::study::decide::{DecisionStudy, read_set};
//!
//! let (set, problems) = read_set("provider-of-eight")?;
//! let study = DecisionStudy::of(&set, problems, &[], None, &Files)?;
//! let results = study.batch().run_into("results/provider")?;
//! print!("{}", uptake::study::decide::words(&Decision::of(&results)?));
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod draft;
mod given;
mod table;
mod words;

use std::path::Path;

pub use table::{csv, json};
pub use words::{brief, human as words};

use crate::analysis::regret::Aim;
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, SourceLocation};
use crate::experiment::Batch;
use crate::experiment::decision::DecisionCell;
use crate::experiment::seen::Seen;
use crate::files::Files;
use crate::metrics::{KeptMeasures, Quantity};
use crate::phrasing::{thousands, whole};
use crate::scenario::decide_set::{self, AskedPlan, AskedWorld, DecideSet, Placed, file_word};
use crate::scenario::layers::path_of;
use crate::scenario::{DistrictSpec, FoundDistricts, Library, Scenario, gallery, name_fault};
use crate::simulation::planned_support::planned_support;
use draft::Drafts;

/// The scenarios of a decision: each plan in each world.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub struct DecisionStudy {
    /// A scenario for each plan and world, plan after plan.
    pub scenarios: Vec<Scenario>,
    /// What all of them are called together.
    pub name: String,
    /// The question that the set answers.
    pub question: String,
    /// Remarks on plans.
    pub remarks: Vec<String>,
}

/// A set by its path or the name of one that is built in, and what is wrong with it.
///
/// # Errors
/// Where there is neither.
pub fn read_set(reference: &str) -> Result<(DecideSet, Diagnostics), Diagnostics> {
    if !Path::new(reference).is_file() {
        if let Some((name, text)) = gallery::decide_set(reference) {
            return Ok(decide_set::read(name, text));
        }
        let fault = format!("there is no file `{reference}` and no built-in decide set of that name");
        let names = || gallery::DECIDE_SETS.iter().map(|own| own.name);
        let remedy = match nearest(reference, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("name a file; built in are: {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(Diagnostic::new("", fault, remedy).into());
    }
    let source = Files.scenario(reference, None)?;
    Ok(decide_set::read(&source.label, &source.text))
}

/// Whether a path or name is that of a decide set: one that is built in, or a file with a section `[[plan]]`.
pub fn is_set(reference: &str) -> bool {
    match Path::new(reference).is_file() {
        true => Files
            .scenario(reference, None)
            .is_ok_and(|source| source.text.lines().any(|line| line.trim_start().starts_with("[[plan]]"))),
        false => gallery::decide_set(reference).is_some(),
    }
}

impl DecisionStudy {
    /// Every plan of a set in every world, with settings (`name=value`) on top that hold for all of them, in these districts if they
    /// are given; `problems` are those of reading the set.
    ///
    /// # Errors
    /// Everything that is wrong with the set, its plans and its worlds, at once.
    pub fn of(
        set: &DecideSet,
        mut problems: Diagnostics,
        settings: &[String],
        places: Option<&FoundDistricts>,
        library: &'static (dyn Library + Sync),
    ) -> Result<DecisionStudy, Diagnostics> {
        let drafts = Drafts { set, settings, places, library };
        let outcome = outcome(set, &mut problems);
        set_once(set, settings, &mut problems);
        let mut remarks = Vec::new();
        let mut plans: Vec<(&AskedPlan, Scenario, f64)> = Vec::new();
        for asked in &set.plans {
            match drafts.plan(asked) {
                Ok(scenario) => {
                    let hours = planned_support(&scenario).iter().map(|own| own.total()).sum();
                    let over = over_budget(set, asked, hours);
                    match over.filter(|_| set.refuses) {
                        Some(fault) => problems.push(fault),
                        None => remarks.extend(over_budget(set, asked, hours).map(|fault| fault.fault)),
                    }
                    plans.push((asked, scenario, hours));
                }
                Err(found) => problems.merge(found),
            }
        }
        if let (Some(quantity), Some((_, first, _)), Some((_, at))) = (outcome, plans.first(), &set.outcome)
            && let Err(fault) = quantity.within(first.run.months)
        {
            problems.push(fault.at(at.clone()).with_status(ExitStatus::Content));
        }
        let cells = match (outcome, problems.is_empty() && !plans.is_empty()) {
            (Some(outcome), true) => {
                let aim = Aim { lower: set.lower.unwrap_or(false), acceptable: set.acceptable };
                let ask = |hours: f64| (outcome, aim, hours, set.budget_hours);
                cells(&drafts, &plans, &ask, &mut problems)
            }
            // Worlds are looked at even where a plan is wrong.
            _ => {
                if let Some((plan, scenario, _)) = plans.first() {
                    for world in &set.worlds {
                        ids(&world.districts, scenario, "world", &mut problems);
                        if let Err(found) = drafts.cell(plan, scenario, world) {
                            problems.merge(found);
                        }
                    }
                }
                Vec::new()
            }
        };
        if plans.iter().all(|(_, _, hours)| set.budget_hours.is_some_and(|budget| *hours > budget))
            && problems.is_empty()
        {
            let fault = "every plan takes more hours than the budget has";
            problems.push(Diagnostic::new(
                set.label.as_str(),
                fault,
                "raise `budget_hours`, or plan for less",
            ));
        }
        problems.sort();
        let stem =
            Path::new(&set.label).file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        problems.or(DecisionStudy {
            scenarios: cells,
            name: format!("{}-decide", file_word(&stem)),
            question: set.question.clone(),
            remarks,
        })
    }

    /// What is wanted.
    pub fn outcome(&self) -> Option<Quantity> {
        self.scenarios.first().and_then(|s| DecisionCell::of(&s.point)).map(|cell| cell.outcome)
    }

    /// The measures that the tables hold: those asked for, that of the outcome, and those that were seen.
    ///
    /// # Errors
    /// None that could happen: all of these names are those of measures.
    pub fn measures(&self, asked: &KeptMeasures, seen: Option<&Seen>) -> Result<KeptMeasures, Diagnostic> {
        let outcome = self.outcome().filter(|outcome| outcome.month().is_some());
        let outcome = outcome.map(|outcome| outcome.column().name);
        let seen = seen.iter().flat_map(|seen| &seen.points).map(|point| point.column().name);
        let more: Vec<&str> = outcome.into_iter().chain(seen).collect();
        match more.is_empty() || asked.is_all() {
            false => format!("{asked},{}", more.join(",")).parse(),
            true => Ok(asked.clone()),
        }
    }

    /// What is to be run.
    pub fn batch<'a>(&self) -> Batch<'a> {
        Batch::new(&self.scenarios)
    }
}

/// What is wanted, and that it is said which outcomes are better where that is no matter of course.
fn outcome(set: &DecideSet, problems: &mut Diagnostics) -> Option<Quantity> {
    let (words, at) = set.outcome.as_ref()?;
    let found = match words.parse::<Quantity>() {
        Ok(found) => found,
        Err(fault) => {
            problems.push(fault.at(at.clone()).with_status(ExitStatus::Content));
            return None;
        }
    };
    if found.column().unit == "month" && set.lower.is_none() {
        let fault = format!("`{words}` is a month, and it is not said which outcomes are better");
        problems.add(at, fault, "write better = \"lower\", or acceptable = \"<= 24\"");
    }
    let (low, high) = found.range();
    if set.acceptable < low || set.acceptable > high {
        let fault = format!("`acceptable` is {}, and `{words}` lies from {low} to {high}", set.acceptable);
        problems.add(at, fault, "write an edge that it can reach");
    }
    Some(found)
}

/// Nothing is changed by a plan and by a world, or by either and a flag: the later one would win without a word.
fn set_once(set: &DecideSet, settings: &[String], problems: &mut Diagnostics) {
    let plans = set.plans.iter().flat_map(|own| &own.settings);
    for own in set.worlds.iter().flat_map(|world| &world.settings) {
        let twice = set.plans.iter().find(|plan| plan.settings.iter().any(|other| other.path == own.path));
        if let Some(plan) = twice {
            let fault = format!("`{}` is changed by a world, and by the plan \"{}\"", own.path, plan.name);
            problems.add(
                &own.at,
                fault,
                "leave it to one of the two: the world would take the place of the plan's",
            );
        }
    }
    let flag = |setting: &String| {
        let name = setting.split_once('=').map_or(setting.as_str(), |(name, _)| name);
        path_of(name.trim().trim_start_matches("--"))
    };
    for own in plans.chain(set.worlds.iter().flat_map(|world| &world.settings)) {
        if let Some(setting) = settings.iter().find(|setting| flag(setting) == own.path) {
            let fault = format!("`{}` is changed here, and set for all by {setting}", own.path);
            problems.add(&own.at, fault, "leave one of the two out");
        }
    }
}

/// What is wrong with a plan that takes more hours than there are.
fn over_budget(set: &DecideSet, plan: &AskedPlan, hours: f64) -> Option<Diagnostic> {
    let budget = set.budget_hours.filter(|budget| hours > budget * (1.0 + 1e-9))?;
    let fault = format!(
        "the plan \"{}\" takes {} hours of program managers, and the budget has {}",
        plan.name,
        thousands(hours.round() as u64),
        whole(budget)
    );
    Some(Diagnostic::new(
        plan.at.clone(),
        fault,
        "plan for less, raise `budget_hours`, or write over_budget = \"mark\"",
    ))
}

/// What is asked of a plan of so many hours.
type Ask<'a> = &'a dyn Fn(f64) -> (Quantity, Aim, f64, Option<f64>);

/// A scenario for each plan in each world.
fn cells(
    drafts: &Drafts<'_>,
    plans: &[(&AskedPlan, Scenario, f64)],
    ask: Ask<'_>,
    problems: &mut Diagnostics,
) -> Vec<Scenario> {
    let mut found = Vec::new();
    for (p, (plan, base, hours)) in plans.iter().enumerate() {
        let mut number = 0;
        for world in &drafts.set.worlds {
            let districts = ids(&world.districts, base, "world", problems);
            let scenarios = match drafts.cell(plan, base, world) {
                Ok(scenarios) => scenarios,
                Err(more) => {
                    problems.merge(more);
                    continue;
                }
            };
            let count = scenarios.len();
            for (k, scenario) in scenarios.into_iter().enumerate() {
                number += 1;
                let (outcome, aim, planned_hours, budget_hours) = ask(*hours);
                let name = world_name(world, k, count);
                let cell = DecisionCell {
                    plan: plan.name.clone(),
                    world: name.clone(),
                    weight: world.weight / count as f64,
                    outcome,
                    aim,
                    planned_hours,
                    budget_hours,
                    districts: districts.clone(),
                };
                let own = format!("{}-in-{}", file_word(&plan.name), file_word(&name));
                let is_name = name_fault(&own).is_none();
                found.push(Scenario {
                    name: if is_name { own } else { format!("plan-{}-in-world-{number}", p + 1) },
                    title: format!("{} in {name}", plan.name),
                    point: cell.point(),
                    ..scenario
                });
            }
        }
    }
    found
}

/// The name of a world, or of one of its vectors.
fn world_name(world: &AskedWorld, place: usize, count: usize) -> String {
    match world.vectors {
        Some(_) => format!("{} {}/{count}", world.name, place + 1),
        None => world.name.clone(),
    }
}

/// Ids of districts by name or id.
fn ids(named: &[Placed], scenario: &Scenario, what: &str, problems: &mut Diagnostics) -> Vec<String> {
    let find = |(word, at): &Placed, problems: &mut Diagnostics| {
        let is = |place: &&DistrictSpec| place.id() == word || place.name() == *word;
        let found = scenario.places.iter().find(is).map(|place| place.id().to_owned());
        if found.is_none() {
            problems.merge(no_district(word, at, scenario, what).into());
        }
        found
    };
    named.iter().filter_map(|own| find(own, problems)).collect()
}

/// No district of a scenario is called so.
fn no_district(word: &str, at: &SourceLocation, scenario: &Scenario, what: &str) -> Diagnostic {
    let names: Vec<String> = scenario.places.iter().map(DistrictSpec::name).collect();
    let ids = scenario.places.iter().map(DistrictSpec::id);
    let remedy = match nearest(word, names.iter().map(String::as_str).chain(ids)) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("there are: {}", names.iter().take(10).cloned().collect::<Vec<_>>().join(", ")),
    };
    Diagnostic::new(at.clone(), format!("the {what} names \"{word}\", and no district is called so"), remedy)
}
