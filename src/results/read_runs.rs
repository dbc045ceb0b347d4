//! Reading single runs back from the timeline of a results folder, in whichever format it is stored.

use super::read::Table;
use crate::diagnostic::{Diagnostic, Result};
use std::ops::Range;
use std::path::Path;

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

/// Which rows and columns of the timeline are asked for.
pub(super) struct Wanted<'a> {
    pub(super) scenario: &'a str,
    pub(super) district: &'a str,
    pub(super) replications: Range<u32>,
    pub(super) measures: &'a [&'a str],
}

impl Wanted<'_> {
    /// A column that is asked for is not in the table.
    pub(super) fn no_column(&self, path: &Path, name: &str) -> Diagnostic {
        Diagnostic::new(
            path.display().to_string(),
            format!("has no column `{name}`"),
            "columns.json of the folder lists the measures there are",
        )
    }
}

/// Read the runs of some replications of a scenario and district. A skipped run is not among them.
pub fn read_runs_of(
    folder: &Path,
    scenario: &str,
    district: &str,
    replications: Range<u32>,
    measures: &[&str],
) -> Result<Vec<StoredRun>> {
    let wanted = Wanted { scenario, district, replications, measures };
    let mut runs: Vec<StoredRun> = Vec::new();
    let mut add = |replication: u32, month: u32, values: &[f64]| {
        if runs.last().is_none_or(|r| r.replication != replication) {
            runs.push(StoredRun { replication, months: Vec::new(), values: vec![Vec::new(); values.len()] });
        }
        if let Some(run) = runs.last_mut() {
            run.months.push(month);
            for (column, value) in run.values.iter_mut().zip(values) {
                column.push(*value);
            }
        }
    };
    rows(folder, &wanted, &mut add)?;
    Ok(runs)
}

/// Every row that is asked for, in the order of the table: replication, month, measures.
pub(super) fn rows(folder: &Path, wanted: &Wanted<'_>, row: &mut impl FnMut(u32, u32, &[f64])) -> Result<()> {
    let (csv, parquet) = (folder.join("timeline.csv"), folder.join("timeline.parquet"));
    if csv.exists() || !parquet.exists() {
        return csv_rows(&csv, wanted, row);
    }
    #[cfg(feature = "parquet")]
    return super::parquet_read::rows(&parquet, wanted, row);
    #[cfg(not(feature = "parquet"))]
    Err(super::table_stream::without_parquet(&parquet))
}

fn csv_rows(path: &Path, wanted: &Wanted<'_>, row: &mut impl FnMut(u32, u32, &[f64])) -> Result<()> {
    let mut table = Table::open(path)?;
    let [scenario, replication, district, month] =
        table.places(["scenario", "replication", "district", "month"])?;
    let measure = |name: &&str| table.place_of(name).ok_or_else(|| wanted.no_column(path, name));
    let measures = wanted.measures.iter().map(measure).collect::<Result<Vec<_>>>()?;
    let mut values = vec![0.0; measures.len()];
    while table.next()? {
        if table.text(scenario) != wanted.scenario || table.text(district) != wanted.district {
            continue;
        }
        let number = table.whole(replication)? as u32;
        if wanted.replications.contains(&number) {
            for (value, column) in values.iter_mut().zip(&measures) {
                *value = table.number(*column)?;
            }
            row(number, table.whole(month)? as u32, &values);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MEASURES;
    use crate::results::{folder::TableFormat, sample};

    #[test]
    fn the_runs_asked_for_come_back_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(2, 2, 9));
        sample::finished(&path, &plan, TableFormat::Csv);
        let names = [MEASURES[2].name, MEASURES[0].name];
        let runs = read_runs_of(&path, "scenario-1", "061", 3..9, &names).unwrap();
        let outcomes = sample::outcomes(&plan);
        // Scenario 1, district 1: jobs 27 to 35; job 34, replication 7, was skipped.
        assert_eq!(runs.iter().map(|r| r.replication).collect::<Vec<_>>(), [3, 4, 5, 6, 8]);
        let stored = outcomes[27 + 4].timeline[6 * MEASURES.len()];
        assert_eq!(format!("{}", runs[1].values[1][6]), format!("{stored}"));
        assert!(read_runs_of(&path, "scenario-1", "999", 0..9, &names).unwrap().is_empty());
        let error = read_runs_of(&path, "scenario-1", "061", 0..9, &["nonsense"]).unwrap_err().to_string();
        assert!(error.contains("`nonsense`") && error.contains("columns.json"), "{error}");
    }
}
