//! All tables of a folder at once, from its journal.

use super::atomic::{self, Sealed};
use super::folder::TableFormat;
use super::journal::Journal;
use super::table_stream::LargeTable;
use super::{columns, runs, summaries, tables};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Plan;
use std::path::Path;

/// All tables, whole on disk under temporary names. The large ones and the summaries are written at the
/// same time; none depends on another.
pub fn write(path: &Path, plan: &Plan, format: TableFormat, journal: &Journal) -> Result<Vec<Sealed>> {
    let large = |name: &str| atomic::draft(&path.join(format!("{name}.{}", format.extension())));
    let paired = !plan.pairs.is_empty();
    let timeline = || -> Result<Vec<Sealed>> {
        let mut table = LargeTable::new(large("timeline")?, format, tables::TIMELINE_LABELS)?;
        tables::timeline(journal, plan, &mut table)?;
        Ok(vec![table.finish()?])
    };
    let differences = || -> Result<Vec<Sealed>> {
        if !paired {
            return Ok(Vec::new());
        }
        let mut table = LargeTable::new(large("differences")?, format, tables::DIFFERENCE_LABELS)?;
        tables::differences(journal, plan, &mut table)?;
        Ok(vec![table.finish()?])
    };
    let small = || -> Result<Vec<Sealed>> {
        let mut files = Vec::new();
        let mut draft = atomic::draft(&path.join("summary.csv"))?;
        summaries::summary(journal, plan, &mut draft, summaries::PASS_BYTES)?;
        files.push(draft.seal()?);
        if paired {
            let mut draft = atomic::draft(&path.join("differences_summary.csv"))?;
            summaries::differences_summary(journal, plan, &mut draft, summaries::PASS_BYTES)?;
            files.push(draft.seal()?);
        }
        let mut draft = atomic::draft(&path.join("runs.csv"))?;
        runs::runs(journal, plan, &mut draft)?;
        files.push(draft.seal()?);
        let mut draft = atomic::draft(&path.join("columns.json"))?;
        std::io::Write::write_all(&mut draft, columns::columns_json(plan, format).as_bytes())
            .map_err(|e| Diagnostic::file(&path.join("columns.json"), "write", e))?;
        files.push(draft.seal()?);
        Ok(files)
    };
    let (timeline, (differences, small)) = rayon::join(timeline, || rayon::join(differences, small));
    Ok(timeline?.into_iter().chain(differences?).chain(small?).collect())
}
