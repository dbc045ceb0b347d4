//! A run that was run again, beside the stored one: to the last bit.

use super::csv_rows::CsvCell;
use super::dataset::Dataset;
use super::runs::{drawn_cell, run_cell};
use crate::diagnostic::Result;
use crate::experiment::Outcome;
use crate::metrics::{MEASURES, RUN_COLUMNS};

/// How a run compares with the stored one.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Values compared.
    pub values: usize,
    /// How many of them differ.
    pub differing: usize,
    /// The first that differs: months in order, then the run as a whole.
    pub first: Option<DifferingValue>,
}

/// A value that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DifferingValue {
    /// The month; none where it is about the run as a whole.
    pub month: Option<u32>,
    /// The measure or column.
    pub measure: String,
    /// As stored; empty if missing.
    pub stored: String,
    /// As run again.
    pub replayed: String,
}

impl DifferingValue {
    /// "month 14, `spread`: stored 0.25, replayed 0.26".
    pub fn words(&self) -> String {
        let cell = |text: &str| if text.is_empty() { "missing".to_string() } else { text.to_string() };
        let at = self.month.map_or("the run as a whole".into(), |month| format!("month {month}"));
        let (stored, replayed) = (cell(&self.stored), cell(&self.replayed));
        format!("{at}, `{}`: stored {stored}, replayed {replayed}", self.measure)
    }
}

impl Agreement {
    fn compare(&mut self, month: Option<u32>, measure: &str, stored: impl ToString, replayed: CsvCell<'_>) {
        self.values += 1;
        let (stored, replayed) = (stored.to_string(), replayed.to_string());
        if stored == replayed {
            return;
        }
        self.differing += 1;
        let measure = measure.to_string();
        self.first.get_or_insert(DifferingValue { month, measure, stored, replayed });
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.differing == 0
    }
}

/// Compares a run with what the folder holds of it: every measure that is kept of every month, and every column of its row in
/// `runs.csv`; `drawn` names what the scenario draws.
pub fn compare(
    dataset: &Dataset,
    (scenario, district, replication): (&str, &str, u32),
    outcome: &Outcome,
    drawn: &[&str],
) -> Result<Agreement> {
    let kept: Vec<usize> = (0..MEASURES.len()).filter(|k| dataset.keeps(MEASURES[*k].name)).collect();
    let names: Vec<&str> = kept.iter().map(|k| MEASURES[*k].name).collect();
    let found = dataset.runs(scenario, district, replication..replication + 1, &names)?;
    let mut agreement = Agreement { values: 0, differing: 0, first: None };
    let rows: Vec<&[f64]> = outcome.timeline.chunks_exact(MEASURES.len()).collect();
    let stored = found.first();
    let months = stored.map_or(0, |run| run.months.len()).max(rows.len());
    for place in 0..months {
        let month = stored.and_then(|run| run.months.get(place)).copied().unwrap_or(place as u32);
        for (k, name) in names.iter().enumerate() {
            let was = stored.and_then(|run| run.values[k].get(place)).copied().unwrap_or(f64::NAN);
            let is = rows.get(place).map_or(f64::NAN, |row| row[kept[k]]);
            agreement.compare(Some(month), name, CsvCell::Number(was), CsvCell::Number(is));
        }
    }
    let row = dataset.run_row((scenario, district, replication), drawn)?;
    let cell = |name: &str| {
        row.iter().find(|(column, _)| column == name).map_or_else(String::new, |(_, cell)| cell.clone())
    };
    agreement.compare(None, "status", cell("status"), CsvCell::Text(outcome.status.name()));
    for (column, &value) in RUN_COLUMNS.iter().zip(&outcome.run) {
        agreement.compare(None, column.name, cell(column.name), run_cell(column.name, value));
    }
    for (name, &value) in drawn.iter().zip(&outcome.drawn) {
        agreement.compare(None, name, cell(name), drawn_cell(name, value));
    }
    Ok(agreement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{folder::TableFormat, sample};

    #[test]
    fn the_stored_run_is_the_same_and_another_value_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(2, 1, 7));
        sample::finished(&path, &plan, TableFormat::Csv);
        let stored = sample::dataset(&path);
        let drawn: Vec<&str> = plan.scenarios[1].drawn.iter().map(String::as_str).collect();
        let mut outcome = sample::rows(&plan)[7 + 1].clone();
        let key = ("scenario-1", plan.districts[0].id.as_str(), 1);
        let same = compare(&stored, key, &outcome, &drawn).unwrap();
        assert!(same.is_same(), "{same:?}");
        assert_eq!(same.values, outcome.timeline.len() + 1 + RUN_COLUMNS.len() + drawn.len());
        let place = 2 * MEASURES.len() + 3;
        outcome.timeline[place] = f64::from_bits(0.5f64.to_bits() + 1);
        let other = compare(&stored, key, &outcome, &drawn).unwrap();
        let first = other.first.unwrap();
        assert_eq!((first.month, first.measure.as_str()), (Some(2), MEASURES[3].name));
        assert_eq!((first.replayed.as_str(), other.differing), ("0.5000000000000001", 1));
    }
}
