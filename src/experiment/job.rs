//! A job holds everything a run needs and nothing of the machine.

use crate::initialization::NotSimulated;
use crate::metrics::columns::{MEASURES, Measure};
use crate::metrics::{CohortMetrics, Ending, Metrics, Quantity, RUN_COLUMNS};
#[cfg(feature = "program")]
use crate::model::Model;
use crate::parameters::Parameters;
use crate::scenario::{DistrictSpec, Scenario};
use crate::simulation::shared_past::{self, Premises};
use crate::simulation::shared_ties::SharedTies;
use crate::simulation::{self, Intervention, Recorder};

/// How a job ended.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, strum::FromRepr)]
#[strum(serialize_all = "snake_case")]
#[repr(u8)]
pub enum Status {
    /// Ran to the last month.
    Done = 0,
    /// The district has no teacher of the focal grades; nothing was run.
    NoFocalTeachers = 1,
}

impl Status {
    /// Name used in tables.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What one job left.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// (months + 1) × measures, by row; empty unless done.
    pub timeline: Vec<f64>,
    /// A value per run column.
    pub run: Vec<f64>,
    /// Parameters drawn for this replication.
    pub drawn: Vec<f64>,
}

impl Outcome {
    /// The last month.
    pub fn months(&self) -> u32 {
        (self.timeline.len() / MEASURES.len()).saturating_sub(1) as u32
    }

    /// A measure at the end of a month, month 0 being the first day; missing beyond the last, and where the
    /// model has none (the depth of users where nobody uses it).
    pub fn at(&self, month: u32, measure: Measure) -> Option<f64> {
        let value = self.timeline.get(month as usize * MEASURES.len() + measure as usize)?;
        Some(*value).filter(|value| !value.is_nan())
    }

    /// A measure month by month, from the first day on.
    pub fn series(&self, measure: Measure) -> Vec<Option<f64>> {
        let months = (self.timeline.len() / MEASURES.len()) as u32;
        (0..months).map(|month| self.at(month, measure)).collect()
    }

    /// A column of the run as a whole ([`RUN_COLUMNS`]), as `"month_stage_3"`; missing where it says nothing.
    pub fn total(&self, column: &str) -> Option<f64> {
        let place = RUN_COLUMNS.iter().position(|c| c.name == column)?;
        self.run.get(place).copied().filter(|value| !value.is_nan())
    }

    /// What a study asks of the run (`deep_share@36`, `month_stage_4`); missing where the model has none.
    pub fn value(&self, quantity: Quantity) -> Option<f64> {
        quantity.of(&self.timeline, &self.run)
    }

    /// What the last month looks like; nothing where no run was simulated.
    pub fn ending(&self) -> Option<Ending> {
        let code = self.total("ending")?;
        Ending::ALL.iter().copied().find(|ending| f64::from(*ending as u8) == code)
    }
}

impl Scenario {
    /// One future: this replication in its first district.
    ///
    /// ```
    /// use uptake::prelude::*;
    ///
    /// let run = Scenario::built_in("committed")?.with("run.months", 36)?.resolve()?.run(17);
    /// assert!(run.at(36, Spread).is_some() && run.at(37, Spread).is_none());
    /// println!("{:?}, at stage 3 in month {:?}", run.ending(), run.total("month_stage_3"));
    /// # Ok::<(), Diagnostics>(())
    /// ```
    pub fn run(&self, replication: u32) -> Outcome {
        self.run_with(replication, &mut (), &mut ())
    }

    /// As [`Scenario::run`], watched by a recorder and under an intervention; `&mut ()` is neither. A recorder
    /// changes nothing, and an intervention only what it touches: chance stays the same.
    pub fn run_with(
        &self,
        replication: u32,
        recorder: &mut impl Recorder,
        intervention: &mut impl Intervention,
    ) -> Outcome {
        match self.places.first() {
            Some(place) => run_in(self, place, replication, recorder, intervention),
            None => skipped(Vec::new()),
        }
    }
}

/// Column of the runs that says which model a replication followed, where it is drawn: as its place in [`Model::ALL`].
pub const ACCEPTED_MODEL: &str = "accepted_model";

/// Column of the runs that says under which accepted vector a replication ran.
pub const ACCEPTED_VECTOR: &str = "accepted_vector";

/// Runs one replication of a scenario in one of its districts, alone even if it is of a cohort.
pub fn run_job(scenario: &Scenario, place: &DistrictSpec, replication: u32) -> Outcome {
    run_in(scenario, place, replication, &mut (), &mut ())
}

/// As [`run_job`], watched and under an intervention.
pub fn run_in(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    recorder: &mut impl Recorder,
    intervention: &mut impl Intervention,
) -> Outcome {
    let p = simulation::parameters_of(scenario, place.id(), replication);
    let mut both = (Metrics::new(scenario.run.months, &p), recorder);
    let found = simulation::run_under(scenario, place, replication, &mut both, intervention);
    outcome(found, both.0, drawn(scenario, replication, &p))
}

/// Runs one replication of a cohort: an outcome for each of its districts.
pub fn run_cohort(scenario: &Scenario, replication: u32) -> Vec<Outcome> {
    let ids = || scenario.places.iter().map(|place| place.id());
    let p: Vec<_> = ids().map(|id| simulation::parameters_of(scenario, id, replication)).collect();
    let districts = ids().map(String::from).zip(p.iter().copied());
    let mut metrics = CohortMetrics::new(scenario.run.months, districts);
    let found = simulation::run_cohort(scenario, replication, &mut metrics);
    let measured = found.into_iter().zip(metrics.districts()).zip(&p);
    measured.map(|((found, metrics), p)| outcome(found, metrics, drawn(scenario, replication, p))).collect()
}

/// Runs one replication of several scenarios in their district at this place, or in their cohort. What they share is lived
/// once; the outcomes are those of [`run_job`], scenario after scenario, and of [`run_cohort`], in each of them district
/// after district.
pub fn run_together(scenarios: &[Scenario], place: usize, replication: u32) -> Vec<Outcome> {
    let premises: Vec<Premises<'_>> = scenarios
        .iter()
        .map(|s| {
            Premises::of(
                s,
                if s.cohort.is_some() { &s.places } else { &s.places[place..=place] },
                replication,
            )
        })
        .collect();
    let all = 0..scenarios.len();
    let alike = |k: usize| {
        all.clone().filter(|&other| other == k || premises[other] == premises[k]).collect::<Vec<_>>()
    };
    let mut groups: Vec<Vec<usize>> = all.clone().map(alike).collect();
    groups.sort();
    groups.dedup();
    let mut ties = if groups.len() > 1 { SharedTies::kept() } else { SharedTies::default() };
    let mut outcomes = vec![Vec::new(); scenarios.len()];
    for group in groups {
        let of: Vec<&Scenario> = group.iter().map(|&k| &scenarios[k]).collect();
        let found = run_alike(&of, &premises[group[0]], (place, replication), &mut ties);
        group.into_iter().zip(found).for_each(|(k, found)| outcomes[k] = found);
    }
    outcomes.concat()
}

/// As [`run_together`], of scenarios with the same premises.
fn run_alike(
    scenarios: &[&Scenario],
    premises: &Premises<'_>,
    (place, replication): (usize, u32),
    ties: &mut SharedTies,
) -> Vec<Vec<Outcome>> {
    let Some(first) = scenarios.first() else { return Vec::new() };
    let p = premises.parameters();
    let drawn = |scenario: &Scenario, k: usize| drawn(scenario, replication, &p[k]);
    if first.cohort.is_some() {
        let ids = first.places.iter().map(|place| place.id().to_string());
        let mut metrics = CohortMetrics::new(first.run.months, ids.zip(p.iter().copied()));
        let (run, found) = simulation::begin_cohort(first, replication, p, ties, &mut metrics);
        let measured = shared_past::live(scenarios, run, metrics);
        let of = |(scenario, metrics): (&&Scenario, CohortMetrics)| {
            let each = found.iter().zip(metrics.districts()).enumerate();
            each.map(|(k, (found, metrics))| outcome(*found, metrics, drawn(scenario, k))).collect()
        };
        return scenarios.iter().zip(measured).map(of).collect();
    }
    let mut metrics = Metrics::new(first.run.months, &p[0]);
    let (found, measured) =
        match simulation::begin(first, &first.places[place], replication, p[0], ties, &mut metrics) {
            Ok(run) => (Ok(()), shared_past::live(scenarios, run, metrics)),
            Err(why) => (Err(why), vec![metrics; scenarios.len()]),
        };
    let of = |(scenario, metrics): (&&Scenario, Metrics)| vec![outcome(found, metrics, drawn(scenario, 0))];
    scenarios.iter().zip(measured).map(of).collect()
}

/// Names of what is drawn for each replication of a scenario: parameters, the model, and the accepted vector.
pub fn drawn_names(scenario: &Scenario) -> Vec<String> {
    let parameters = scenario.drawn().into_iter().map(|(_, name)| name.to_string());
    let model = scenario.draws_model().then_some(ACCEPTED_MODEL);
    let vector = scenario.accepted.is_some().then_some(ACCEPTED_VECTOR);
    parameters.chain(model.into_iter().chain(vector).map(String::from)).collect()
}

/// A value for each of [`drawn_names`]; vectors count from 1, as the lines of their model's file below its head.
fn drawn(scenario: &Scenario, replication: u32, p: &Parameters) -> Vec<f64> {
    let values = p.values();
    let accepted = simulation::accepted(scenario, replication);
    let model = accepted.filter(|_| scenario.draws_model()).map(|(found, _)| found.model as u8 as f64);
    let vector = accepted.map(|(_, place)| (place + 1) as f64);
    scenario.drawn().into_iter().map(|(k, _)| values[k]).chain(model).chain(vector).collect()
}

/// The model of a value in the column [`ACCEPTED_MODEL`].
#[cfg(feature = "program")]
pub fn model_at(place: f64) -> Option<Model> {
    Model::ALL.get(place as usize).copied().filter(|_| place >= 0.0)
}

fn outcome(found: Result<(), NotSimulated>, metrics: Metrics, drawn: Vec<f64>) -> Outcome {
    match found {
        Ok(()) => {
            let run = metrics.summary();
            Outcome { status: Status::Done, timeline: metrics.timeline, run, drawn }
        }
        Err(NotSimulated::NoFocalTeachers) => skipped(drawn),
    }
}

fn skipped(drawn: Vec<f64>) -> Outcome {
    let run = vec![f64::NAN; RUN_COLUMNS.len()];
    Outcome { status: Status::NoFocalTeachers, timeline: Vec::new(), run, drawn }
}
