//! All tables of a folder at once, from its log.

use super::atomic::{self, Draft, Sealed};
use super::csv_rows::CsvRows;
use super::district_log::DistrictLog;
use super::file_names::OUTCOMES;
use super::folder::TableFormat;
use super::folder_log::FolderLog;
use super::journal::Journal;
use super::summaries::{self, PASS_BYTES};
use super::table_stream::LargeTable;
use super::{columns, parameter_table, runs, tables};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Plan;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

/// All tables, whole on disk under temporary names; of a shard its log, from which the tables of the batch will be made.
pub fn write(path: &Path, plan: &Plan, format: TableFormat, log: &FolderLog) -> Result<Vec<Sealed>> {
    if plan.shard.is_some() {
        let mut draft = atomic::draft(&path.join(OUTCOMES))?;
        let target = draft.target().to_path_buf();
        log.copy(&mut draft, &target)?;
        return Ok(vec![draft.seal()?]);
    }
    match log {
        FolderLog::Runs(journal) => of_runs(path, plan, format, journal),
        FolderLog::Districts(log) => of_districts(path, plan, format, log),
    }
}

/// The summaries, put together of the rows of every district.
fn of_districts(path: &Path, plan: &Plan, format: TableFormat, log: &DistrictLog) -> Result<Vec<Sealed>> {
    let table = |name: &str, names: Vec<&'static str>, parts: Range<usize>| {
        let target = path.join(name);
        let mut rows = CsvRows::of(atomic::draft(&target)?);
        rows.write_names(names)?;
        let mut draft = rows.into_sink()?;
        parts.into_iter().try_for_each(|part| log.copy(part, &mut draft, &target))?;
        draft.seal()
    };
    let scenarios = plan.scenarios.len();
    let mut files = vec![table("summary.csv", summaries::level_names().collect(), 0..scenarios)?];
    if !plan.pairs.is_empty() {
        let parts = scenarios..scenarios + plan.pairs.len();
        files.push(table("differences_summary.csv", summaries::difference_names(plan).collect(), parts)?);
    }
    files.push(parameters_of(path, plan, format)?);
    files.push(columns_of(path, plan, format)?);
    Ok(files)
}

fn parameters_of(path: &Path, plan: &Plan, format: TableFormat) -> Result<Sealed> {
    let draft = atomic::draft(&path.join(format.small_file("parameters")))?;
    parameter_table::parameters(plan, (draft, format))
}

fn columns_of(path: &Path, plan: &Plan, format: TableFormat) -> Result<Sealed> {
    let mut columns = atomic::draft(&path.join("columns.json"))?;
    let written = columns.write_all(columns::columns_json(plan, format).as_bytes());
    written.map_err(|e| Diagnostic::file(columns.target(), "write", e))?;
    columns.seal()
}

/// The large ones and the summaries are written at the same time; none depends on another.
fn of_runs(path: &Path, plan: &Plan, format: TableFormat, journal: &Journal) -> Result<Vec<Sealed>> {
    let draft = |name: &str| -> Result<(Draft, TableFormat)> {
        Ok((atomic::draft(&path.join(format.small_file(name)))?, format))
    };
    let large = |name: &str, labels| {
        LargeTable::new(atomic::draft(&path.join(format.large_file(name)))?, plan, format, labels)
    };
    let paired = !plan.pairs.is_empty();
    let timeline = || -> Result<Vec<Sealed>> {
        let mut table = large("timeline", tables::TIMELINE_LABELS)?;
        tables::timeline(journal, plan, &mut table)?;
        Ok(vec![table.finish()?])
    };
    let differences = || -> Result<Vec<Sealed>> {
        // Two samples have no differences run by run.
        if !paired || plan.unpaired.is_some() {
            return Ok(Vec::new());
        }
        let mut table = large("differences", tables::DIFFERENCE_LABELS)?;
        tables::differences(journal, plan, &mut table)?;
        Ok(vec![table.finish()?])
    };
    let small = || -> Result<Vec<Sealed>> {
        let mut files = vec![summaries::summary(journal, plan, draft("summary")?, PASS_BYTES)?];
        if paired {
            let draft = draft("differences_summary")?;
            files.push(summaries::differences_summary(journal, plan, draft, PASS_BYTES)?);
        }
        files.push(runs::runs(journal, plan, draft("runs")?)?);
        files.push(parameters_of(path, plan, format)?);
        files.push(columns_of(path, plan, format)?);
        Ok(files)
    };
    let (timeline, (differences, small)) = rayon::join(timeline, || rayon::join(differences, small));
    Ok(timeline?.into_iter().chain(differences?).chain(small?).collect())
}
