//! The table of runs: a row per job with its status, what the run came to, and the parameters drawn for it.

use super::atomic::{Draft, Sealed};
use super::csv_rows::CsvCell;
use super::folder::TableFormat;
use super::journal::Journal;
use super::row_table::{RowTable, TakesRows};
use super::tables::job;
use crate::diagnostic::Result;
use crate::experiment::Plan;
use crate::experiment::job::{ACCEPTED_MODEL, model_at};
use crate::metrics::{RUN_COLUMNS, code_name};

/// The parameters any scenario draws, in the order they are first named.
pub fn drawn_parameters(plan: &Plan) -> Vec<&str> {
    let mut names = Vec::new();
    for name in plan.scenarios.iter().flat_map(|s| &s.drawn) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names
}

/// Write the table. A parameter the scenario of a row does not draw is an empty cell.
pub fn runs(journal: &Journal, plan: &Plan, (draft, format): (Draft, TableFormat)) -> Result<Sealed> {
    let parameters = drawn_parameters(plan);
    let columns = RUN_COLUMNS.iter().map(|c| c.name).chain(parameters.iter().copied());
    let names = ["scenario", "replication", "district", "status"].into_iter().chain(columns);
    let mut rows = RowTable::new(draft, plan, format, names)?;
    let (mut reader, mut values) = (journal.reader()?, Vec::new());
    for (s, scenario) in plan.scenarios.iter().enumerate() {
        let places: Vec<Option<usize>> =
            parameters.iter().map(|p| scenario.drawn.iter().position(|d| d == p)).collect();
        for (d, district) in plan.districts.iter().enumerate() {
            for replication in 0..plan.replications {
                let job = job(plan, s, d, replication);
                reader.run_values(job, &mut values)?;
                let status = journal.status(job).map_or("", |status| status.name());
                let run = [
                    CsvCell::Text(&scenario.name),
                    CsvCell::Whole(replication.into()),
                    CsvCell::Text(&district.id),
                    CsvCell::Text(status),
                ];
                let whole =
                    RUN_COLUMNS.iter().zip(&values).map(|(column, &value)| run_cell(column.name, value));
                let drawn = parameters.iter().zip(&places).map(|(name, place)| {
                    let value = place.and_then(|p| values.get(RUN_COLUMNS.len() + p));
                    drawn_cell(name, value.copied().unwrap_or(f64::NAN))
                });
                rows.take(&mut run.into_iter().chain(whole).chain(drawn))?;
            }
        }
    }
    rows.seal()
}

/// A value that was drawn, or the word of the model that was.
pub fn drawn_cell(column: &str, value: f64) -> CsvCell<'static> {
    match model_at(value).filter(|_| column == ACCEPTED_MODEL) {
        Some(model) => CsvCell::Text(model.word()),
        None => CsvCell::Number(value),
    }
}

/// A value of a run column, or the name of its code.
pub fn run_cell(column: &str, value: f64) -> CsvCell<'static> {
    match code_name(column, value).filter(|_| !value.is_nan()) {
        Some(name) => CsvCell::Text(name),
        None => CsvCell::Number(value),
    }
}

#[cfg(test)]
mod tests {
    use crate::metrics::RUN_COLUMNS;
    use crate::results::{folder::TableFormat, sample};

    #[test]
    fn a_row_names_its_job_its_status_and_what_was_drawn() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 1, 7);
        let path = folder.path().join("r");
        sample::finished(&path, &plan, TableFormat::Csv);
        let mut table = csv::Reader::from_path(path.join("runs.csv")).unwrap();
        let headers = table.headers().unwrap().clone();
        assert_eq!(
            &headers.iter().collect::<Vec<_>>()[..4],
            ["scenario", "replication", "district", "status"]
        );
        assert_eq!(&headers.iter().collect::<Vec<_>>()[4 + RUN_COLUMNS.len()..], ["lift", "drag"]);
        let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 14);
        assert_eq!(&rows[8].iter().collect::<Vec<_>>()[..4], ["scenario-1", "1", "060", "done"]);
        assert_eq!(&rows[6][3], "no_focal_teachers");
        assert!(rows[6].iter().skip(4).take(RUN_COLUMNS.len()).all(str::is_empty));
        let drag = 5 + RUN_COLUMNS.len();
        assert!(
            rows[..7].iter().all(|r| r[drag].is_empty()) && rows[7..].iter().any(|r| !r[drag].is_empty())
        );
    }
}
