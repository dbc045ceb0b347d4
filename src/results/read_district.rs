//! Summaries of one district for its figures: as stored, or anew from its runs where the stored ones
//! leave months out.

use std::path::Path;

use super::read::{DifferenceSeries, Series, read_differences_summary_of, read_summary_of};
use super::read_runs::{StoredRun, read_runs_of};
use crate::analysis::summary::{describe, describe_differences, share_at};
use crate::diagnostic::Result;
use crate::scenario::Scenario;

/// What the shares of runs at a stage are named by, before the stage.
const STAGE_SHARE: &str = "stage_share_";

/// The measure of a run that a measure is told from, and the level whose share it is.
fn source(measure: &str) -> (&str, Option<f64>) {
    match measure.strip_prefix(STAGE_SHARE).and_then(|stage| stage.parse().ok()) {
        Some(stage) => ("stage", Some(stage)),
        None => (measure, None),
    }
}

/// Levels and differences of these measures in a district, over all months; shares of runs at a stage have
/// no differences.
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
    let mut sources: Vec<&str> = Vec::new();
    for (name, _) in measures.iter().map(|measure| source(measure)) {
        if !sources.contains(&name) {
            sources.push(name);
        }
    }
    let place = |measure: &str| sources.iter().position(|name| *name == source(measure).0).unwrap_or(0);
    let mut runs: Vec<Vec<StoredRun>> = Vec::new();
    for s in scenarios {
        runs.push(read_runs_of(folder, &s.name, district, 0..s.run.replications, &sources)?);
    }
    let mut levels = Vec::new();
    for (s, of_scenario) in scenarios.iter().zip(&runs) {
        for measure in measures {
            let (k, (_, level)) = (place(measure), source(measure));
            let point = |month: usize| {
                let mut values: Vec<f64> = of_scenario.iter().map(|r| r.values[k][month]).collect();
                match level {
                    Some(level) => share_at(&values, level),
                    None => describe(&mut values),
                }
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
        for measure in measures.iter().filter(|measure| source(measure).1.is_none()) {
            let k = place(measure);
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
