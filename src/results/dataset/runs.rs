//! Single runs of a finished folder: measures by month, features, columns and rows of the table of runs.

use super::Dataset;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Status;
use crate::explain::RunFeatures;
use crate::explain::typical::{FEATURES, features, months};
use crate::metrics::columns::{MEASURES, Measure};
use crate::metrics::{Ending, RUN_COLUMNS};
use crate::results::table_rows::{Only, Query, each_row};
use std::collections::BTreeMap;
use std::ops::Range;

/// Some measures of one run over the months.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRun {
    /// The replication.
    pub replication: u32,
    /// Months, rising.
    pub months: Vec<u32>,
    /// For each measure asked for, its value at each month; NaN where missing.
    pub values: Vec<Vec<f64>>,
}

impl Dataset {
    /// Some measures of the runs of some replications of a scenario in a district. A skipped run is not among them.
    pub fn runs(
        &self,
        scenario: &str,
        district: &str,
        replications: Range<u32>,
        measures: &[&str],
    ) -> Result<Vec<StoredRun>> {
        let mut runs: Vec<StoredRun> = Vec::new();
        self.each_month(scenario, district, replications, measures, &mut |replication, month, values| {
            if runs.last().is_none_or(|r| r.replication != replication) {
                runs.push(StoredRun {
                    replication,
                    months: Vec::new(),
                    values: vec![Vec::new(); values.len()],
                });
            }
            if let Some(run) = runs.last_mut() {
                run.months.push(month);
                for (column, value) in run.values.iter_mut().zip(values) {
                    column.push(*value);
                }
            }
        })?;
        // A table and its hash may have been changed together.
        let whole = self.manifest.months as usize + 1;
        if let Some(run) = runs.iter().find(|run| run.months.len() != whole) {
            let (months, replication) = (run.months.len(), run.replication);
            let fault = format!(
                "its timeline has {months} of {whole} months of replication {replication} of {scenario}"
            );
            let remedy = "write the results again in another place with --out";
            return Err(Diagnostic::failed(&self.folder, fault, remedy));
        }
        Ok(runs)
    }

    /// Features by which typical runs of a scenario in a district are found, by replication. One pass over the
    /// timeline; a few numbers are kept of each run. A skipped run is not among them.
    pub fn features(&self, scenario: &str, district: &str) -> Result<Vec<RunFeatures>> {
        let (last, replications) = (self.manifest.months, self.manifest.replications);
        let measures = FEATURES.map(|m| MEASURES[m as usize].name);
        self.require(&measures, "the choice of typical runs")?;
        // The months of the features, and the last, which the ending is read from.
        let mut kept: Vec<u32> = months(last).collect();
        if kept.last() != Some(&last) {
            kept.push(last);
        }
        let mut found: Vec<RunFeatures> = Vec::new();
        let mut run = vec![[f64::NAN; FEATURES.len()]; kept.len()];
        self.each_month(
            scenario,
            district,
            0..replications,
            &measures,
            &mut |replication, month, values| {
                let Some(place) = kept.iter().position(|m| *m == month) else { return };
                run[place].copy_from_slice(values);
                if month == last {
                    let at = |month: u32, measure: Measure| {
                        let place = kept.iter().position(|m| *m == month);
                        let column = FEATURES.iter().position(|m| *m == measure);
                        place.zip(column).map_or(f64::NAN, |(place, column)| run[place][column])
                    };
                    found.push(features(replication, last, at));
                }
            },
        )?;
        Ok(found)
    }

    /// Every month of some runs, in the order of the timeline: replication, month, measures.
    fn each_month(
        &self,
        scenario: &str,
        district: &str,
        replications: Range<u32>,
        measures: &[&str],
        each: &mut dyn FnMut(u32, u32, &[f64]),
    ) -> Result<()> {
        self.needs_runs()?;
        self.require(measures, "this")?;
        let columns = [&["replication", "month"], measures].concat();
        let only = [
            ("replication", Only::Within(replications)),
            ("scenario", Only::Words(&[scenario])),
            ("district", Only::Words(&[district])),
        ];
        let mut values = vec![0.0; measures.len()];
        each_row(&self.table("timeline"), &Query { columns: &columns, only: &only }, &mut |row| {
            for (k, value) in values.iter_mut().enumerate() {
                *value = row.number(2 + k)?;
            }
            each(row.whole(0)? as u32, row.whole(1)? as u32, &values);
            Ok(())
        })
    }

    /// Columns of the table of runs for each scenario: a value for every run of the district that was simulated, in the
    /// order of replications; NaN where missing. An ending is its code.
    pub fn run_columns(&self, district: &str, columns: &[&str]) -> Result<BTreeMap<String, Vec<Vec<f64>>>> {
        self.needs_runs()?;
        let all = [&["scenario"], columns].concat();
        let only = [("district", Only::Words(&[district])), ("status", Only::Words(&[Status::Done.name()]))];
        let mut found: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
        each_row(&self.table("runs"), &Query { columns: &all, only: &only }, &mut |row| {
            let values =
                found.entry(row.text(0).to_owned()).or_insert_with(|| vec![Vec::new(); columns.len()]);
            for (k, column) in (1..).zip(values) {
                column.push(match row.text(k).parse::<Ending>() {
                    Ok(ending) => f64::from(ending as u8),
                    Err(_) => row.number(k)?,
                });
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The row of one run in the table of runs as CSV shows it: status, run columns, the parameters `drawn`.
    /// Empty where the run has no row.
    pub fn run_row(
        &self,
        (scenario, district, replication): (&str, &str, u32),
        drawn: &[&str],
    ) -> Result<Vec<(String, String)>> {
        self.needs_runs()?;
        let names: Vec<&str> = RUN_COLUMNS.iter().map(|c| c.name).collect();
        let columns = [&["status"], &names[..], drawn].concat();
        let only = [
            ("scenario", Only::Words(&[scenario])),
            ("district", Only::Words(&[district])),
            ("replication", Only::Within(replication..replication + 1)),
        ];
        let mut cells = Vec::new();
        each_row(&self.table("runs"), &Query { columns: &columns, only: &only }, &mut |row| {
            let cell = |(k, name): (usize, &&str)| (name.to_string(), row.shown(k));
            cells = columns.iter().enumerate().map(cell).collect();
            Ok(())
        })?;
        Ok(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;
    use std::fs;

    #[test]
    fn the_runs_asked_for_come_back_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = sample::finished_dataset(folder.path(), 2, 2, 9);
        let names = [MEASURES[2].name, MEASURES[0].name];
        let runs = dataset.runs("scenario-1", "061", 3..9, &names).unwrap();
        let rows = sample::rows(&sample::plan(2, 2, 9));
        // Scenario 1, district 1: rows 27 to 35; row 34, replication 7, was skipped.
        assert_eq!(runs.iter().map(|r| r.replication).collect::<Vec<_>>(), [3, 4, 5, 6, 8]);
        let stored = rows[27 + 4].timeline[6 * MEASURES.len()];
        assert_eq!(format!("{}", runs[1].values[1][6]), format!("{stored}"));
        assert!(dataset.runs("scenario-1", "999", 0..9, &names).unwrap().is_empty());
        let error = dataset.runs("scenario-1", "061", 0..9, &["nonsense"]).unwrap_err().to_string();
        assert!(error.contains("`nonsense`") && error.contains("columns.json"), "{error}");
    }

    #[test]
    fn a_run_without_a_month_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = sample::finished_dataset(folder.path(), 1, 1, 3);
        let path = dataset.folder.join("timeline.csv");
        let text = fs::read_to_string(&path).unwrap();
        let shorter: Vec<&str> =
            text.lines().filter(|line| !line.starts_with("scenario-0,1,060,3,")).collect();
        assert_eq!(shorter.len() + 1, text.lines().count());
        fs::write(&path, shorter.join("\n")).unwrap();
        let error = dataset.runs("scenario-0", "060", 0..3, &["spread"]).unwrap_err().to_string();
        assert!(error.contains("has 6 of 7 months of replication 1"), "{error}");
    }

    #[test]
    fn features_are_those_of_the_stored_runs() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = sample::finished_dataset(folder.path(), 2, 1, 9);
        let found = dataset.features("scenario-1", "060").unwrap();
        let runs = dataset.runs("scenario-1", "060", 0..9, &["spread"]).unwrap();
        assert!(!found.is_empty() && found.len() == runs.len());
        for (found, run) in found.iter().zip(&runs) {
            assert_eq!(found.replication, run.replication);
            let first = run.values[0][0];
            assert_eq!(found.values[0], if first.is_nan() { 0.0 } else { first as f32 });
        }
    }

    #[test]
    fn columns_come_back_for_the_runs_that_were_simulated() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = sample::finished_dataset(folder.path(), 2, 1, 7);
        let found = dataset.run_columns("060", &["peak_spread", "ending"]).unwrap();
        let rows = sample::rows(&sample::plan(2, 1, 7));
        let done: Vec<&_> = rows[7..].iter().filter(|o| o.status == Status::Done).collect();
        assert!(done.len() < 7, "one run was skipped");
        let place = RUN_COLUMNS.iter().position(|c| c.name == "peak_spread").unwrap();
        let told = |x: &f64| format!("{x}");
        let expected: Vec<String> = done.iter().map(|o| told(&o.run[place])).collect();
        assert_eq!(found["scenario-1"][0].iter().map(told).collect::<Vec<_>>(), expected);
        assert!(dataset.run_columns("nowhere", &["ending"]).unwrap().is_empty());
        let error = dataset.run_columns("060", &["nonsense"]).unwrap_err().to_string();
        assert!(error.contains("nonsense"), "{error}");
    }
}
