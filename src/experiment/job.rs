//! A job holds everything a run needs and nothing of the machine.

use crate::initialization::NotSimulated;
use crate::metrics::{CohortMetrics, Metrics, RUN_COLUMNS};
use crate::parameters::Parameters;
use crate::scenario::{DistrictSpec, Scenario};
use crate::simulation;

/// How a job ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Status {
    /// Ran to the last month.
    Done = 0,
    /// The district has no teacher of the focal grades; nothing was run.
    NoFocalTeachers = 1,
}

impl Status {
    /// Every status, in the order of codes.
    pub const ALL: &[Status] = &[Status::Done, Status::NoFocalTeachers];

    /// Name used in tables.
    pub fn name(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::NoFocalTeachers => "no_focal_teachers",
        }
    }

    /// The status of a stored code.
    pub fn from_code(code: u8) -> Option<Status> {
        Status::ALL.iter().copied().find(|&s| s as u8 == code)
    }
}

/// What one job left.
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

/// Column of the runs that says under which accepted vector a replication ran.
pub const ACCEPTED_VECTOR: &str = "accepted_vector";

/// Runs one replication of a scenario in one of its districts, alone even if it is of a cohort.
pub fn run_job(scenario: &Scenario, place: &DistrictSpec, replication: u32) -> Outcome {
    let p = simulation::parameters_of(scenario, place.id(), replication);
    let mut metrics = Metrics::new(scenario.run.months, &p);
    let found = simulation::run(scenario, place, replication, &mut metrics);
    outcome(found, metrics, drawn(scenario, replication, &p))
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

/// Names of what is drawn for each replication of a scenario: parameters, and the accepted vector.
pub fn drawn_names(scenario: &Scenario) -> Vec<String> {
    let parameters = scenario.drawn().into_iter().map(|(_, name)| name.to_string());
    parameters.chain(scenario.ensemble.is_some().then(|| ACCEPTED_VECTOR.to_string())).collect()
}

/// A value for each of [`drawn_names`]; vectors count from 1, as the lines of their file below its head.
fn drawn(scenario: &Scenario, replication: u32, p: &Parameters) -> Vec<f64> {
    let values = p.values();
    let vector = simulation::accepted_vector(scenario, replication).map(|place| (place + 1) as f64);
    scenario.drawn().into_iter().map(|(k, _)| values[k]).chain(vector).collect()
}

fn outcome(found: Result<(), NotSimulated>, metrics: Metrics, drawn: Vec<f64>) -> Outcome {
    match found {
        Ok(()) => {
            let run = metrics.summary();
            Outcome { status: Status::Done, timeline: metrics.timeline, run, drawn }
        }
        Err(NotSimulated::NoFocalTeachers) => Outcome {
            status: Status::NoFocalTeachers,
            timeline: Vec::new(),
            run: vec![f64::NAN; RUN_COLUMNS.len()],
            drawn,
        },
    }
}
