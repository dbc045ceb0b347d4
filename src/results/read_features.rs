//! Features of the runs of a results folder, by which typical ones are found: one pass over the timeline, a few numbers
//! kept of each run.

use super::read_runs::{Wanted, rows};
use crate::diagnostic::Result;
use crate::explain::RunFeatures;
use crate::explain::typical::{FEATURES, features, months};
use crate::metrics::columns::{MEASURES, Measure};
use std::path::Path;

/// Features of all runs of a scenario in a district (so many months, so many replications), by replication. A skipped run is not among them.
pub fn read_features(
    folder: &Path,
    (last, replications): (u32, u32),
    scenario: &str,
    district: &str,
) -> Result<Vec<RunFeatures>> {
    let measures = FEATURES.map(|m| MEASURES[m as usize].name);
    let wanted = Wanted { scenario, district, replications: 0..replications, measures: &measures };
    // The months of the features, and the last, which the ending is read from.
    let mut kept: Vec<u32> = months(last).collect();
    if kept.last() != Some(&last) {
        kept.push(last);
    }
    let mut found: Vec<RunFeatures> = Vec::new();
    let mut run = vec![[f64::NAN; FEATURES.len()]; kept.len()];
    let mut row = |replication: u32, month: u32, values: &[f64]| {
        let Some(place) = kept.iter().position(|m| *m == month) else { return };
        for (cell, value) in run[place].iter_mut().zip(values) {
            *cell = *value;
        }
        if month == last {
            let at = |month: u32, measure: Measure| {
                let place = kept.iter().position(|m| *m == month);
                let column = FEATURES.iter().position(|m| *m == measure);
                place.zip(column).map_or(f64::NAN, |(place, column)| run[place][column])
            };
            found.push(features(replication, last, at));
        }
    };
    rows(folder, &wanted, &mut row)?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::Manifest;
    use crate::results::read_runs::read_runs_of;
    use crate::results::{folder::TableFormat, sample};

    #[test]
    fn features_are_those_of_the_stored_runs() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(2, 1, 9));
        sample::finished(&path, &plan, TableFormat::Csv);
        let manifest = Manifest::read(&path).unwrap();
        let (scenario, district) = (&manifest.scenarios[1].name, &manifest.districts[0].id);
        let size = (manifest.months, manifest.replications);
        let found = read_features(&path, size, scenario, district).unwrap();
        let runs = read_runs_of(&path, scenario, district, 0..9, &["spread"]).unwrap();
        assert!(!found.is_empty());
        assert_eq!(found.len(), runs.len());
        for (found, run) in found.iter().zip(&runs) {
            assert_eq!(found.replication, run.replication);
            let first = run.values[0][0];
            assert_eq!(
                f64::from(found.values[0]),
                if first.is_nan() { 0.0 } else { f64::from(first as f32) }
            );
        }
    }
}
