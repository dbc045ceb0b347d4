//! What is asked of every run of a folder, read in one pass over each table that holds it.

use std::collections::BTreeMap;

use super::dataset::Dataset;
use super::table_rows::{Only, Query, each_row};
use crate::diagnostic::Result;
use crate::metrics::{Ending, Quantity};

/// Values by scenario and district; of each quantity one for each replication, NaN where it is missing.
pub type RunValues = BTreeMap<(String, String), Vec<Vec<f64>>>;

impl Dataset {
    /// These quantities of every run.
    ///
    /// # Errors
    /// A folder of summaries alone; tables that cannot be read.
    pub fn run_values(&self, quantities: &[Quantity]) -> Result<RunValues> {
        self.needs_runs()?;
        let n = self.manifest.replications as usize;
        let mut found = RunValues::new();
        for scenario in &self.manifest.scenarios {
            for district in &self.manifest.districts {
                let key = (scenario.name.clone(), district.id.clone());
                found.insert(key, vec![vec![f64::NAN; n]; quantities.len()]);
            }
        }
        let placed = || quantities.iter().enumerate();
        let monthly: Vec<(usize, u32, &str)> =
            placed().filter_map(|(k, q)| Some((k, q.month()?, q.column().name))).collect();
        let mut months: Vec<u32> = monthly.iter().map(|(_, month, _)| *month).collect();
        months.sort_unstable();
        months.dedup();
        for month in months {
            let of_month: Vec<(usize, &str)> =
                monthly.iter().filter(|(_, own, _)| *own == month).map(|(k, _, name)| (*k, *name)).collect();
            let only = [("month", Only::Within(month..month + 1))];
            self.take("timeline", &of_month, &only, &mut found)?;
        }
        let of_runs: Vec<(usize, &str)> =
            placed().filter(|(_, q)| q.month().is_none()).map(|(k, q)| (k, q.column().name)).collect();
        if !of_runs.is_empty() {
            self.take("runs", &of_runs, &[], &mut found)?;
        }
        Ok(found)
    }

    /// Columns of a table into the places of their quantities.
    fn take(
        &self,
        table: &str,
        wanted: &[(usize, &str)],
        only: &[(&str, Only<'_>)],
        found: &mut RunValues,
    ) -> Result<()> {
        let mut names: Vec<&str> = wanted.iter().map(|(_, name)| *name).collect();
        names.sort_unstable();
        names.dedup();
        let columns = [&["scenario", "district", "replication"], &names[..]].concat();
        let mut key = (String::new(), String::new());
        each_row(&self.table(table), &Query { columns: &columns, only }, &mut |row| {
            if key.0 != row.text(0) || key.1 != row.text(1) {
                key = (row.text(0).to_owned(), row.text(1).to_owned());
            }
            let replication = row.whole(2)? as usize;
            let Some(own) = found.get_mut(&key) else { return Ok(()) };
            for (place, name) in wanted {
                let cell = 3 + names.iter().position(|other| other == name).unwrap_or(0);
                let value = match row.text(cell).parse::<Ending>() {
                    Ok(ending) => f64::from(ending as u8),
                    Err(_) => row.number(cell)?,
                };
                if let Some(slot) = own[*place].get_mut(replication) {
                    *slot = value;
                }
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::metrics::Quantity;
    use crate::results::sample;
    use crate::results::{Dataset, TableFormat};

    #[test]
    fn values_are_those_of_the_runs_whichever_format_holds_them() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 2, 5);
        let asked: Vec<Quantity> = ["spread@3", "depth@3", "spread@5", "month_stage_2", "ending"]
            .iter()
            .map(|word| word.parse().unwrap())
            .collect();
        let mut all = Vec::new();
        for format in [TableFormat::Csv, TableFormat::Parquet] {
            let path = folder.path().join(format.word());
            sample::finished(&path, &plan, format);
            let manifest = crate::results::Manifest::read(&path).unwrap();
            let dataset = Dataset::of(&path, manifest, Vec::new());
            let found = dataset.run_values(&asked).unwrap();
            assert_eq!(found.len(), 4);
            for ((scenario, district), values) in &found {
                let runs = dataset.runs(scenario, district, 0..5, &["spread", "depth"]).unwrap();
                for run in &runs {
                    let at = |k: usize, month: usize| run.values[k][month].to_bits();
                    let r = run.replication as usize;
                    assert_eq!(values[0][r].to_bits(), at(0, 3));
                    assert_eq!(values[1][r].to_bits(), at(1, 3));
                    assert_eq!(values[2][r].to_bits(), at(0, 5));
                }
                assert!(!runs.is_empty());
                let is_there = |r: usize| runs.iter().any(|run| run.replication as usize == r);
                assert!((0..5).all(|r| is_there(r) || values.iter().all(|own| own[r].is_nan())));
            }
            all.push(format!("{found:?}"));
        }
        assert_eq!(all[0], all[1]);
    }
}
