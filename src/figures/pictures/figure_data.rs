//! What the figures of a folder are drawn from, read once.

use std::path::Path;

use super::Subject;
use super::events::marks_of;
use crate::analysis::student::t_975;
use crate::analysis::summary::Summary;
use crate::diagnostic::Result;
use crate::figures::{Fan, Mark};
use crate::results::read::{DifferenceSeries, Series};
use crate::results::read_district::of_district;
use crate::results::read_runs::{StoredRun, read_runs_of};
use crate::results::run_columns::read_run_columns;
use crate::scenario::{DistrictSpec, Scenario};

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
pub(super) struct FigureData<'a> {
    /// The scenarios, in order.
    pub cases: Vec<Case<'a>>,
    /// Their differences.
    pub differences: Vec<DifferenceSeries>,
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
    levels: Vec<Series>,
    runs: Vec<StoredRun>,
    ends: Vec<Vec<f64>>,
}

impl<'a> FigureData<'a> {
    /// The scenarios of a subject; those that differ in size and are not compared by their size.
    pub fn read(subject: &Subject<'a>) -> Result<FigureData<'a>> {
        let (folder, district) = (subject.folder, subject.district);
        let (levels, differences, cases) = read(folder, subject.scenarios, subject.pairs, district)?;
        let cases = cases.into_iter().map(|case| Case { levels: own(&levels, case.scenario), ..case });
        let mut cases: Vec<Case<'a>> = cases.collect();
        let sizes = pupils_by_scenario(subject);
        for (case, pupils) in cases.iter_mut().zip(sizes.iter().flatten()) {
            case.label = format!("{} pupils", grouped(*pupils));
        }
        let by_size = sizes.is_some();
        let place = if by_size { "synthetic districts" } else { subject.district_name };
        Ok(FigureData { cases, differences, place: place.to_owned(), by_size })
    }

    /// Districts of one scenario, each a size with its label.
    pub fn of_districts(folder: &Path, scenario: &'a Scenario, sizes: &[Sized]) -> Result<FigureData<'a>> {
        let mut cases = Vec::new();
        for size in sizes {
            let (levels, _, found) = read(folder, std::slice::from_ref(scenario), &[], &size.district)?;
            cases.extend(found.into_iter().map(|case| Case {
                levels: own(&levels, scenario),
                label: size.label.clone(),
                ..case
            }));
        }
        let place = format!("{} districts of a table", sizes.len());
        Ok(FigureData { cases, differences: Vec::new(), place, by_size: true })
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

/// A district that stands for a size.
pub struct Sized {
    /// What it is called in figures: pupils, and its name.
    pub label: String,
    /// Its id.
    pub district: String,
}

/// The pupils of each scenario, where scenarios that are not compared differ in them alone.
fn pupils_by_scenario(subject: &Subject<'_>) -> Option<Vec<u32>> {
    let pupils = |s: &Scenario| match s.places.as_slice() {
        [DistrictSpec::Synthetic { pupils, .. }] => Some(*pupils),
        _ => None,
    };
    let all: Vec<u32> = subject.scenarios.iter().map(pupils).collect::<Option<_>>()?;
    let mut different = all.clone();
    different.sort_unstable();
    different.dedup();
    (all.len() > 1 && different.len() == all.len() && subject.pairs.is_empty()).then_some(all)
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

fn own(levels: &[Series], scenario: &Scenario) -> Vec<Series> {
    levels.iter().filter(|s| s.scenario == scenario.name).cloned().collect()
}

/// Levels and differences of scenarios in a district, and the scenarios with what their runs came to.
type Found<'a> = (Vec<Series>, Vec<DifferenceSeries>, Vec<Case<'a>>);

fn read<'a>(
    folder: &Path,
    scenarios: &'a [Scenario],
    pairs: &[(usize, usize)],
    district: &str,
) -> Result<Found<'a>> {
    let ((levels, ends), runs) = rayon::join(
        || {
            rayon::join(
                || of_district(folder, scenarios, pairs, district, &LEVELS),
                || read_run_columns(folder, district, &ENDS),
            )
        },
        || {
            let runs = |s: &Scenario| read_runs_of(folder, &s.name, district, 0..CLOUD, &OF_RUNS);
            scenarios.iter().map(runs).collect::<Result<Vec<_>>>()
        },
    );
    let ((levels, differences), mut ends) = (levels?, ends?);
    let case = |(scenario, runs): (&'a Scenario, Vec<StoredRun>)| Case {
        label: scenario.name.clone(),
        scenario,
        events: marks_of(scenario),
        levels: Vec::new(),
        runs,
        ends: ends.remove(&scenario.name).unwrap_or_else(|| vec![Vec::new(); ENDS.len()]),
    };
    let cases = scenarios.iter().zip(runs?).map(case).collect();
    Ok((levels, differences, cases))
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
