//! What the figures of a folder are drawn from, read once.

use super::Subject;
use super::events::marks_of;
use crate::analysis::student::t_975;
use crate::analysis::summary::Summary;
use crate::output::error::Result;
use crate::output::figures::{Fan, Mark};
use crate::output::read::{DifferenceSeries, Series};
use crate::output::read_runs::{StoredRun, read_runs_of};
use crate::output::retell::of_district;
use crate::output::run_columns::read_run_columns;
use crate::scenario::Scenario;

/// Single runs whose ends make the cloud of the spread-depth path.
const CLOUD: u32 = 400;

/// Measures whose levels are drawn.
const LEVELS: [&str; 18] = [
    "spread",
    "depth",
    "deep_share",
    "ownership",
    "lasting",
    "backing",
    "visible_commitment",
    "leader_exits",
    "users_pilot",
    "users_colleague",
    "users_invitation",
    "users_expectation",
    "users_mandate",
    "stage_share_1",
    "stage_share_2",
    "stage_share_3",
    "stage_share_4",
    "stage_share_5",
];

/// Measures of single runs.
const OF_RUNS: [&str; 6] =
    ["spread", "depth", "deep_share", "ownership", "visible_commitment", "leader_exits"];

/// What runs came to.
const ENDS: [&str; 7] =
    ["month_stage_2", "month_stage_3", "month_stage_4", "month_stage_5", "deep_36", "deep_both", "ending"];

/// Everything, case by case.
pub(super) struct Stock<'a> {
    /// The scenarios, in order.
    pub cases: Vec<Case<'a>>,
    /// Their differences.
    pub differences: Vec<DifferenceSeries>,
    /// Name of the district.
    pub place: String,
}

/// One scenario in one district.
pub(super) struct Case<'a> {
    /// Name in figures.
    pub label: String,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What it dates.
    pub events: Vec<Mark>,
    levels: Vec<Series>,
    runs: Vec<StoredRun>,
    ends: Vec<Vec<f64>>,
}

impl<'a> Stock<'a> {
    pub fn read(subject: &Subject<'a>) -> Result<Stock<'a>> {
        let (folder, district) = (subject.folder, subject.district);
        let ((levels, ends), runs) = rayon::join(
            || {
                (
                    of_district(folder, subject.scenarios, subject.pairs, district, &LEVELS),
                    read_run_columns(folder, district, &ENDS),
                )
            },
            || {
                let runs = |s: &Scenario| read_runs_of(folder, &s.name, district, 0..CLOUD, &OF_RUNS);
                subject.scenarios.iter().map(runs).collect::<Result<Vec<_>>>()
            },
        );
        let ((mut levels, differences), mut ends) = (levels?, ends?);
        let mut cases = Vec::new();
        for (scenario, runs) in subject.scenarios.iter().zip(runs?) {
            let (own, others) = levels.into_iter().partition(|s| s.scenario == scenario.name);
            levels = others;
            cases.push(Case {
                label: scenario.name.clone(),
                scenario,
                events: marks_of(scenario),
                levels: own,
                runs,
                ends: ends.remove(&scenario.name).unwrap_or_else(|| vec![Vec::new(); ENDS.len()]),
            });
        }
        Ok(Stock { cases, differences, place: subject.district_name.to_owned() })
    }

    /// The last month.
    pub fn months(&self) -> u32 {
        self.cases.first().map_or(0, |case| case.scenario.run.months)
    }

    /// The events of each case.
    pub fn events(&self) -> Vec<Vec<Mark>> {
        self.cases.iter().map(|case| case.events.clone()).collect()
    }
}

impl Case<'_> {
    /// Summaries of a measure by month; none where it was not read.
    pub fn level(&self, measure: &str) -> &[Summary] {
        self.levels.iter().find(|s| s.measure == measure).map_or(&[], |s| &s.points)
    }

    /// The summary of a measure in the last month.
    pub fn last(&self, measure: &str) -> Option<&Summary> {
        self.level(measure).last()
    }

    /// Means of a measure by month.
    pub fn means(&self, measure: &str) -> Vec<f64> {
        self.level(measure).iter().map(|p| p.mean).collect()
    }

    /// The fan of a measure.
    pub fn fan(&self, measure: &str) -> Fan {
        fan_of(&self.label, self.level(measure))
    }

    /// A measure of the first single runs.
    pub fn single_runs<'s>(&'s self, measure: &str) -> impl Iterator<Item = &'s [f64]> + use<'s> {
        let place = OF_RUNS.iter().position(|name| *name == measure);
        self.runs.iter().filter_map(move |run| run.values.get(place?).map(Vec::as_slice))
    }

    /// A column of `runs.csv`, a value for each run.
    pub fn ended(&self, column: &str) -> &[f64] {
        ENDS.iter().position(|name| *name == column).map_or(&[], |place| &self.ends[place])
    }
}

/// The fan of these summaries.
pub(super) fn fan_of(label: &str, points: &[Summary]) -> Fan {
    let q = |k: usize| points.iter().map(|p| p.quantiles[k]).collect::<Vec<f64>>();
    Fan {
        label: label.into(),
        q05: q(0),
        q25: q(2),
        q50: q(3),
        q75: q(4),
        q95: q(6),
        mean: points.iter().map(|p| p.mean).collect(),
        mean_low: points.iter().map(|p| p.mean - reach(p)).collect(),
        mean_high: points.iter().map(|p| p.mean + reach(p)).collect(),
        runs: Vec::new(),
    }
}

/// How far the 95 % interval of a mean reaches to each side.
pub(super) fn reach(p: &Summary) -> f64 {
    t_975(p.n.saturating_sub(1)) * p.mcse
}
