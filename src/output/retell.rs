//! Summaries of one district for its figures: as stored, or anew from its runs where the stored ones
//! leave months out.

use std::path::Path;

use super::error::Result;
use super::read::{DifferenceSeries, Series, read_differences_summary_of, read_summary_of};
use super::read_runs::{StoredRun, read_runs_of};
use crate::analysis::summary::{describe, describe_differences};
use crate::scenario::Scenario;

/// Levels and differences of these measures in a district, over all months.
pub fn of_district(
    folder: &Path,
    scenarios: &[Scenario],
    pairs: &[(usize, usize)],
    district: &str,
    measures: &[&str],
) -> Result<(Vec<Series>, Vec<DifferenceSeries>)> {
    let keep = |d: &str, m: &str| d == district && measures.contains(&m);
    let levels = read_summary_of(folder, &keep)?;
    let months = scenarios.first().map_or(0, |s| s.run.months as usize + 1);
    if levels.iter().all(|s| s.months.len() == months) {
        return Ok((levels, read_differences_summary_of(folder, &keep)?));
    }
    let mut runs: Vec<Vec<StoredRun>> = Vec::new();
    for s in scenarios {
        runs.push(read_runs_of(folder, &s.name, district, 0..s.run.replications, measures)?);
    }
    let mut levels = Vec::new();
    for (s, of_scenario) in scenarios.iter().zip(&runs) {
        for (k, measure) in measures.iter().enumerate() {
            let point = |month: usize| {
                describe(&mut of_scenario.iter().map(|r| r.values[k][month]).collect::<Vec<f64>>())
            };
            levels.push(Series {
                scenario: s.name.clone(),
                district: district.into(),
                measure: (*measure).into(),
                months: (0..months as u32).collect(),
                points: (0..months).map(point).collect(),
            });
        }
    }
    let mut differences = Vec::new();
    for &(other, base) in pairs {
        for (k, measure) in measures.iter().enumerate() {
            // Runs are stored by replication, and a district is simulated in all of them or in none.
            let point = |month: usize| {
                let twins = runs[other].iter().zip(&runs[base]);
                let mut of_pairs: Vec<f64> =
                    twins.map(|(o, b)| o.values[k][month] - b.values[k][month]).collect();
                describe_differences(&mut of_pairs)
            };
            differences.push(DifferenceSeries {
                other: scenarios[other].name.clone(),
                base: scenarios[base].name.clone(),
                district: district.into(),
                measure: (*measure).into(),
                months: (0..months as u32).collect(),
                points: (0..months).map(point).collect(),
            });
        }
    }
    Ok((levels, differences))
}
