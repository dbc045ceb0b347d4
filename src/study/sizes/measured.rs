//! What a size came to: how large its districts are, when its runs reach each stage, where they end.

use serde::Serialize;

use super::SizeComparison;
use crate::analysis::proportion::Proportion;
use crate::analysis::time_to_event::Waiting;
use crate::diagnostic::Result;
use crate::initialization::synthetic;
use crate::metrics::Ending;
use crate::results::Dataset;
use crate::results::dataset::Series;
use crate::results::summaries::STAGE_SHARES;
use crate::scenario::{DistrictSpec, Scenario};
use crate::simulation::{parameters_of, streams_of};

/// Months at which the stages are told.
const MONTHS: [u32; 4] = [12, 24, 36, 60];
/// Columns of `runs.csv`.
const COLUMNS: [&str; 8] = [
    "month_stage_2",
    "month_stage_3",
    "month_stage_4",
    "month_stage_5",
    "focal_teachers",
    "deep_36",
    "deep_both",
    "ending",
];

/// What it came to.
#[derive(Debug, Serialize)]
pub struct MeasuredSize {
    pub size: String,
    pub scenario: String,
    pub district: String,
    pub pupils: u32,
    /// Median over the runs.
    pub schools: Option<f64>,
    pub runs: u64,
    /// Median over the runs.
    pub focal_teachers: Option<f64>,
    pub last_month: u32,
    /// Time to stages 2 to 5.
    pub stages: Vec<Reached>,
    /// Shares of runs at stages 0 to 5, at some months.
    pub stage_shares: Vec<Shares>,
    /// Of the seats deep at month 36, the share deep at month 60, over all runs together.
    pub sustained: Option<f64>,
    /// Share of runs by what the last month looks like.
    pub endings: Vec<Ended>,
}

/// How many runs end in one way.
#[derive(Debug, Serialize)]
pub struct Ended {
    pub ending: &'static str,
    pub share: f64,
}

/// How many runs reach a stage, and by when half of them do.
#[derive(Debug, Serialize)]
pub struct Reached {
    pub stage: u32,
    /// Kaplan–Meier median in months; none where fewer than half got there.
    pub median: Option<u32>,
    pub reached: Option<f64>,
    pub low: f64,
    pub high: f64,
}

/// Shares of runs at stages 0 to 5 in a month.
#[derive(Debug, Serialize)]
pub struct Shares {
    pub month: u32,
    pub shares: Vec<f64>,
}

/// What the sizes came to, from the tables of their folder.
pub fn measured(sizes: &SizeComparison, dataset: &Dataset) -> Result<Vec<MeasuredSize>> {
    let series = dataset.levels(None, &STAGE_SHARES)?;
    let mut all = Vec::new();
    let places = sizes.scenarios.iter().flat_map(|s| s.places.iter().map(move |place| (s, place)));
    for ((scenario, place), label) in places.zip(&sizes.labels) {
        let (name, district) = (scenario.name.as_str(), place.id());
        let mut by_scenario = dataset.run_columns(district, &COLUMNS)?;
        let columns = by_scenario.remove(name).unwrap_or_else(|| vec![Vec::new(); COLUMNS.len()]);
        let [two, three, four, five, focal, then, both, ending] = columns.as_slice() else { continue };
        let last = scenario.run.months;
        let share = |stage: u32, month: u32| {
            let measure = format!("stage_share_{stage}");
            let same = |s: &&Series| s.scenario == name && s.district == district && s.measure == measure;
            series.iter().find(same)?.at(month).map(|point| point.mean)
        };
        let stage_shares = MONTHS.into_iter().filter(|month| *month <= last).filter_map(|month| {
            let above = (1..=5).map(|stage| share(stage, month)).collect::<Option<Vec<f64>>>()?;
            let mut shares = vec![(1.0 - above.iter().sum::<f64>()).max(0.0)];
            shares.extend(above);
            Some(Shares { month, shares })
        });
        all.push(MeasuredSize {
            size: label.clone(),
            scenario: name.to_owned(),
            district: district.to_owned(),
            pupils: place.pupils(),
            schools: median(&schools(scenario, place)),
            runs: focal.len() as u64,
            focal_teachers: median(focal),
            last_month: last,
            stages: (2..)
                .zip([two, three, four, five])
                .map(|(stage, times)| reached(stage, times, last))
                .collect(),
            stage_shares: stage_shares.collect(),
            sustained: sustained(then, both),
            endings: endings(ending),
        });
    }
    Ok(all)
}

fn reached(stage: u32, times: &[f64], last: u32) -> Reached {
    let waiting = Waiting::of(times, last);
    let (low, high) = Proportion::new(waiting.runs() - waiting.censored(), waiting.runs()).interval();
    let share = waiting.share(last);
    Reached { stage, median: waiting.median(), reached: share.is_finite().then_some(share), low, high }
}

/// Schools of the district in each replication.
fn schools(scenario: &Scenario, place: &DistrictSpec) -> Vec<f64> {
    let drawn = |replication: u32| {
        let streams = streams_of(scenario, place.id(), replication);
        let p = parameters_of(scenario, place.id(), replication);
        match place {
            DistrictSpec::Facts(facts) => facts.schools.len(),
            DistrictSpec::Synthetic { pupils, .. } => synthetic::draw(*pupils, &streams, &p).schools.len(),
            DistrictSpec::Totals(totals) => synthetic::draw_known(totals, &streams, &p).schools.len(),
        }
    };
    match place {
        DistrictSpec::Facts(_) => vec![drawn(0) as f64],
        _ => (0..scenario.run.replications).map(|r| drawn(r) as f64).collect(),
    }
}

fn median(values: &[f64]) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let median = crate::analysis::summary::quantile(&sorted, 50);
    median.is_finite().then_some(median)
}

fn sustained(then: &[f64], both: &[f64]) -> Option<f64> {
    let known = || then.iter().zip(both).filter(|(then, both)| then.is_finite() && both.is_finite());
    let all: f64 = known().map(|(then, _)| then).sum();
    (all > 0.0).then(|| known().map(|(_, both)| both).sum::<f64>() / all)
}

fn endings(codes: &[f64]) -> Vec<Ended> {
    if codes.is_empty() {
        return Vec::new();
    }
    let of = |ending: Ending| {
        let count = codes.iter().filter(|code| **code == f64::from(ending as u8)).count();
        Ended { ending: ending.name(), share: count as f64 / codes.len() as f64 }
    };
    Ending::ALL.iter().copied().map(of).collect()
}
