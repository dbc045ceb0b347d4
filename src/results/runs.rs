//! `runs.csv`: a row per job with its status, what the run came to, and the parameters drawn for it.

use super::atomic::Draft;
use super::journal::Journal;
use super::table_stream::{csv_number, csv_text};
use super::tables::job;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Plan;
use crate::metrics::{RUN_COLUMNS, code_name};
use std::fmt::Write as _;
use std::io::Write as _;

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
pub fn runs(journal: &Journal, plan: &Plan, draft: &mut Draft) -> Result<()> {
    let parameters = drawn_parameters(plan);
    let mut text = String::from("scenario,replication,district,status");
    for name in RUN_COLUMNS.iter().map(|c| c.name).chain(parameters.iter().copied()) {
        text.push(',');
        csv_text(&mut text, name);
    }
    text.push('\n');
    let (mut reader, mut values) = (journal.reader()?, Vec::new());
    for (s, scenario) in plan.scenarios.iter().enumerate() {
        let places: Vec<Option<usize>> =
            parameters.iter().map(|p| scenario.drawn.iter().position(|d| d == p)).collect();
        for (d, district) in plan.districts.iter().enumerate() {
            for replication in 0..plan.replications {
                let job = job(plan, s, d, replication);
                reader.run_values(job, &mut values)?;
                csv_text(&mut text, &scenario.name);
                let _ = write!(text, ",{replication},");
                csv_text(&mut text, &district.id);
                let _ = write!(text, ",{}", journal.status(job).map_or("", |status| status.name()));
                for (column, &value) in RUN_COLUMNS.iter().zip(&values) {
                    text.push(',');
                    match code_name(column.name, value).filter(|_| !value.is_nan()) {
                        Some(name) => text.push_str(name),
                        None => csv_number(&mut text, value),
                    }
                }
                for place in &places {
                    text.push(',');
                    let value = place.and_then(|p| values.get(RUN_COLUMNS.len() + p));
                    csv_number(&mut text, value.copied().unwrap_or(f64::NAN));
                }
                text.push('\n');
                if text.len() > 1 << 20 {
                    put(draft, &mut text)?;
                }
            }
        }
    }
    put(draft, &mut text)
}

fn put(draft: &mut Draft, text: &mut String) -> Result<()> {
    draft.write_all(text.as_bytes()).map_err(|e| Diagnostic::file(draft.target(), "write", e))?;
    text.clear();
    Ok(())
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
