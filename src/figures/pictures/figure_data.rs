//! What the figures of a district are drawn from: a case for each scenario.

use super::events::marks_of;
use crate::analysis::student::t_975;
use crate::analysis::summary::Summary;
use crate::figures::{Fan, Mark};
use crate::results::dataset::DifferenceSeries;
use crate::results::district_results::{DistrictResults, ScenarioResults, Wanted};
use crate::scenario::{DistrictSpec, Scenario};

/// What figures, and the report beside them, need of a district.
pub const WANTED: Wanted = Wanted {
    levels: &[
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
    ],
    of_runs: &["spread", "depth", "deep_share", "ownership", "visible_commitment", "leader_exits"],
    // Their ends make the cloud of the spread-depth path.
    runs: 400,
    ends: &[
        "month_stage_2",
        "month_stage_3",
        "month_stage_4",
        "month_stage_5",
        "deep_36",
        "deep_both",
        "ending",
    ],
};

/// Everything, case by case.
pub(super) struct FigureData<'a> {
    /// The scenarios, in order.
    pub cases: Vec<Case<'a>>,
    /// Their differences.
    pub differences: &'a [DifferenceSeries],
    /// Name of the district.
    pub place: String,
    /// Whether the cases differ in size alone.
    pub by_size: bool,
}

/// One scenario in one district.
pub(super) struct Case<'a> {
    /// Name in figures.
    pub label: String,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What it dates.
    pub events: Vec<Mark>,
    results: &'a ScenarioResults<'a>,
}

impl<'a> FigureData<'a> {
    /// The scenarios of a district; those that differ in size and are not compared by their size.
    pub fn of(results: &'a DistrictResults<'a>) -> FigureData<'a> {
        let mut cases: Vec<Case<'a>> = results.scenarios.iter().map(Case::of).collect();
        let sizes = pupils_by_scenario(results);
        for (case, pupils) in cases.iter_mut().zip(sizes.iter().flatten()) {
            case.label = format!("{} pupils", grouped(*pupils));
        }
        let by_size = sizes.is_some();
        let place = if by_size { "synthetic districts" } else { &results.district.name };
        FigureData { cases, differences: &results.differences, place: place.to_owned(), by_size }
    }

    /// Districts of the first scenario, each a size with its label.
    pub fn of_districts(sizes: &'a [(String, DistrictResults<'a>)]) -> FigureData<'a> {
        let case = |(label, results): &'a (String, DistrictResults<'a>)| {
            results.scenarios.first().map(|first| Case { label: label.clone(), ..Case::of(first) })
        };
        let place = format!("{} districts of a table", sizes.len());
        FigureData { cases: sizes.iter().filter_map(case).collect(), differences: &[], place, by_size: true }
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

/// The pupils of each scenario, where scenarios that are not compared differ in them alone.
fn pupils_by_scenario(results: &DistrictResults<'_>) -> Option<Vec<u32>> {
    let pupils = |s: &Scenario| match s.places.as_slice() {
        [DistrictSpec::Synthetic { pupils, .. }] => Some(*pupils),
        _ => None,
    };
    let all: Vec<u32> = results.dataset.scenarios.iter().map(pupils).collect::<Option<_>>()?;
    let mut different = all.clone();
    different.sort_unstable();
    different.dedup();
    (all.len() > 1 && different.len() == all.len() && results.dataset.pairs.is_empty()).then_some(all)
}

/// A number of pupils with its thousands parted.
pub fn grouped(pupils: u32) -> String {
    let digits = pupils.to_string();
    let mut text = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

impl<'a> Case<'a> {
    fn of(results: &'a ScenarioResults<'a>) -> Case<'a> {
        let scenario = results.scenario;
        Case { label: scenario.name.clone(), scenario, events: marks_of(scenario), results }
    }

    /// Summaries of a measure by month; none where it was not read.
    pub fn level(&self, measure: &str) -> &'a [Summary] {
        self.results.level(measure)
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
    pub fn single_runs(&self, measure: &str) -> impl Iterator<Item = &'a [f64]> {
        self.results.single_runs(measure)
    }

    /// A column of `runs.csv`, a value for each run.
    pub fn ended(&self, column: &str) -> &'a [f64] {
        self.results.ended(column)
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
