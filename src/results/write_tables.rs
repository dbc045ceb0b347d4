//! All tables of a folder at once, from its journal.

use super::atomic::{self, Sealed};
use super::folder::TableFormat;
use super::journal::Journal;
use super::summaries::{self, PASS_BYTES};
use super::table_stream::LargeTable;
use super::{columns, runs, tables};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Plan;
use std::io::Write;
use std::path::Path;

/// All tables, whole on disk under temporary names. The large ones and the summaries are written at the
/// same time; none depends on another.
pub fn write(path: &Path, plan: &Plan, format: TableFormat, journal: &Journal) -> Result<Vec<Sealed>> {
    let draft = |name: &str| atomic::draft(&path.join(name));
    let large = |name: &str, labels| {
        LargeTable::new(draft(&format!("{name}.{}", format.extension()))?, format, labels)
    };
    let paired = !plan.pairs.is_empty();
    let timeline = || -> Result<Vec<Sealed>> {
        let mut table = large("timeline", tables::TIMELINE_LABELS)?;
        tables::timeline(journal, plan, &mut table)?;
        Ok(vec![table.finish()?])
    };
    let differences = || -> Result<Vec<Sealed>> {
        if !paired {
            return Ok(Vec::new());
        }
        let mut table = large("differences", tables::DIFFERENCE_LABELS)?;
        tables::differences(journal, plan, &mut table)?;
        Ok(vec![table.finish()?])
    };
    let small = || -> Result<Vec<Sealed>> {
        let mut files = vec![summaries::summary(journal, plan, draft("summary.csv")?, PASS_BYTES)?];
        if paired {
            let draft = draft("differences_summary.csv")?;
            files.push(summaries::differences_summary(journal, plan, draft, PASS_BYTES)?);
        }
        files.push(runs::runs(journal, plan, draft("runs.csv")?)?);
        let mut columns = draft("columns.json")?;
        let written = columns.write_all(columns::columns_json(plan, format).as_bytes());
        written.map_err(|e| Diagnostic::file(columns.target(), "write", e))?;
        files.push(columns.seal()?);
        Ok(files)
    };
    let (timeline, (differences, small)) = rayon::join(timeline, || rayon::join(differences, small));
    Ok(timeline?.into_iter().chain(differences?).chain(small?).collect())
}
