//! What the points of a sweep came to, as a tidy table.

use serde::Serialize;

use super::SweptPoints;
use crate::diagnostic::Result;
use crate::metrics::columns::{self, range_of};
use crate::results::Dataset;
use crate::results::sweep_table::SweepRow;
use crate::scenario::Scenario;

/// Measures of the table where all are kept.
const MEASURES: [&str; 8] =
    ["spread", "deep_share", "depth", "ownership", "coherence", "routine", "stage_share_4", "stage_share_5"];

/// A measure at a point, over its runs.
#[derive(Debug, Clone, Serialize)]
pub struct SweptValue {
    /// Name of the point: its scenario.
    pub scenario: String,
    /// Its coordinates as texts, in the order of the factors.
    pub point: Vec<String>,
    /// Id of the district.
    pub district: String,
    /// The measure.
    pub measure: &'static str,
    /// The month.
    pub month: u32,
    /// Number of runs.
    pub n: u64,
    /// Mean over the runs.
    pub mean: f64,
    /// Ends of the 95% Monte Carlo interval of the mean.
    pub interval: [f64; 2],
    /// Standard deviation between runs.
    pub sd: f64,
    /// 5%, 50% and 95% of the runs stay below.
    pub quantiles: [f64; 3],
    /// The point minus the reference, where there is one and this is another.
    pub difference: Option<SweptDifference>,
}

impl SweptValue {
    /// Its row in the tidy table.
    pub(super) fn row(&self) -> SweepRow<'_> {
        let [low, high] = self.difference.map_or([f64::NAN; 2], |d| d.interval);
        let difference = self.difference.map_or(f64::NAN, |d| d.mean);
        let ([q05, q50, q95], [mean_low, mean_high]) = (self.quantiles, self.interval);
        SweepRow {
            scenario: &self.scenario,
            point: &self.point,
            district: &self.district,
            measure: self.measure,
            month: self.month,
            n: self.n,
            numbers: [self.mean, mean_low, mean_high, self.sd, q05, q50, q95, difference, low, high],
        }
    }
}

/// A paired difference to the reference.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct SweptDifference {
    /// Mean.
    pub mean: f64,
    /// Ends of its 95% interval.
    pub interval: [f64; 2],
}

/// Months that the table tells: the ends of years and the last one.
fn months(last: u32) -> Vec<u32> {
    let mut months: Vec<u32> = (12..=last).step_by(12).collect();
    if months.last() != Some(&last) {
        months.push(last);
    }
    months
}

/// The measures of the table: the usual ones that are kept, and where some alone are kept all of these.
fn told(dataset: &Dataset) -> Vec<&'static str> {
    let mut told: Vec<&'static str> = MEASURES.into_iter().filter(|measure| dataset.keeps(measure)).collect();
    if dataset.manifest.measures.is_some() {
        let kept = columns::MEASURES.iter().map(|column| column.name).filter(|name| dataset.keeps(name));
        told.extend(kept.filter(|name| !MEASURES.contains(name)));
    }
    told
}

/// All points, in the order in which they were laid out.
pub fn measured(scenarios: &[Scenario], dataset: &Dataset) -> Result<SweptPoints> {
    let measures = told(dataset);
    let levels = dataset.levels(None, &measures)?;
    let differences = dataset.differences(None, &measures)?;
    let factors: Vec<String> =
        scenarios.first().map_or_else(Vec::new, |s| s.point.iter().map(|(name, _)| name.clone()).collect());
    let mut ordered: Vec<&Scenario> = scenarios.iter().collect();
    ordered.sort_by(|a, b| a.name.cmp(&b.name));
    let mut values = Vec::new();
    for scenario in ordered {
        for place in &scenario.places {
            for measure in measures.iter().copied() {
                let same = |s: &str, d: &str, m: &str| s == scenario.name && d == place.id() && m == measure;
                let Some(series) = levels.iter().find(|s| same(&s.scenario, &s.district, &s.measure)) else {
                    continue;
                };
                let paired = differences.iter().find(|s| same(&s.scenario, &s.district, &s.measure));
                for month in months(scenario.run.months) {
                    let Some(found) = series.at(month).filter(|found| found.n > 0) else { continue };
                    let difference = paired.and_then(|paired| paired.at(month)).map(|d| SweptDifference {
                        mean: d.summary.mean,
                        interval: [d.mean_low, d.mean_high],
                    });
                    let [q05, _, _, q50, _, _, q95] = found.quantiles;
                    values.push(SweptValue {
                        scenario: scenario.name.clone(),
                        point: scenario.point.iter().map(|(_, value)| value.to_string()).collect(),
                        district: place.id().into(),
                        measure,
                        month,
                        n: found.n,
                        mean: found.mean,
                        interval: found.mean_interval(range_of(measure)).into(),
                        sd: found.sd,
                        quantiles: [q05, q50, q95],
                        difference,
                    });
                }
            }
        }
    }
    Ok(SweptPoints { factors, values })
}
