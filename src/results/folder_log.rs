//! What an unfinished folder keeps of its runs: a journal of every run, from which tables are written; or the rows of each
//! district, where summaries alone are kept.

use super::digest::PlanDigest;
use super::district_log::{DistrictLog, of_district};
use super::folder::TableFormat;
use super::journal::Journal;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Part, Plan, Status};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// An open log of one of the two kinds.
#[derive(Debug)]
pub enum FolderLog {
    /// Every run.
    Runs(Journal),
    /// Every district.
    Districts(Box<DistrictLog>),
}

impl FolderLog {
    /// Starts an empty log of the kind that these tables need.
    pub fn create(path: &Path, plan: &PlanDigest, tables: TableFormat) -> Result<FolderLog> {
        Ok(match tables {
            TableFormat::Summaries => FolderLog::Districts(Box::new(DistrictLog::create(path, plan)?)),
            _ => FolderLog::Runs(Journal::create(path, plan)?),
        })
    }

    /// Reopens the log of the same plan and drops a torn tail.
    pub fn reopen(path: &Path, plan: &PlanDigest, tables: TableFormat) -> Result<FolderLog> {
        let [runs, districts] = [Journal::is_journal(path), DistrictLog::is_one(path)];
        let of_the_other_kind =
            if tables == TableFormat::Summaries { runs && !districts } else { districts && !runs };
        if of_the_other_kind {
            let fault = "the unfinished results here were begun with other --tables";
            let remedy =
                "go on with the same --tables, start again with --force, or choose another place with --out";
            return Err(Diagnostic::failed(path, fault, remedy));
        }
        Ok(match tables {
            TableFormat::Summaries => FolderLog::Districts(Box::new(DistrictLog::reopen(path, plan)?)),
            _ => FolderLog::Runs(Journal::reopen(path, plan)?),
        })
    }

    /// Whether a file has the head of such a log.
    pub fn is_one(path: &Path) -> bool {
        Journal::is_journal(path) || DistrictLog::is_one(path)
    }

    /// Whether a file has the head of such a log of a plan.
    pub fn is_about(path: &Path, plan: &PlanDigest) -> bool {
        Journal::is_about(path, plan) || DistrictLog::is_about(path, plan)
    }

    /// Adds the outcomes of the next jobs of a part.
    pub fn append(&mut self, plan: &Plan, part: &Part, outcomes: &[Outcome]) -> Result<()> {
        match self {
            FolderLog::Runs(journal) => journal.append(outcomes),
            FolderLog::Districts(log) => log.append(plan, part, outcomes),
        }
    }

    /// Copies it into another file.
    pub fn copy(&self, into: &mut impl Write, target: &Path) -> Result<()> {
        match self {
            FolderLog::Runs(journal) => journal.copy(into, target),
            FolderLog::Districts(log) => log.copy_whole(into, target),
        }
    }

    /// The job whose outcome comes next.
    pub fn next(&self, plan: &Plan) -> usize {
        match self {
            FolderLog::Runs(journal) => journal.len(),
            FolderLog::Districts(log) => log.next(plan),
        }
    }

    /// Leading jobs that are complete.
    pub fn jobs(&self, plan: &Plan) -> usize {
        match self {
            FolderLog::Runs(journal) => journal.len(),
            FolderLog::Districts(log) => log.len() * of_district(plan),
        }
    }

    /// Bytes of a torn or damaged tail that were dropped on reopening.
    pub fn dropped(&self) -> u64 {
        match self {
            FolderLog::Runs(journal) => journal.dropped(),
            FolderLog::Districts(log) => log.dropped(),
        }
    }

    /// Complete jobs by status.
    pub fn counts(&self) -> BTreeMap<Status, u64> {
        match self {
            FolderLog::Runs(journal) => journal.counts(),
            FolderLog::Districts(log) => log.counts(),
        }
    }

    /// Flushes to disk: what was appended survives a loss of power.
    pub fn sync(&self) -> Result<()> {
        match self {
            FolderLog::Runs(journal) => journal.sync(),
            FolderLog::Districts(log) => log.sync(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_of_the_other_kind_is_told_from_a_damaged_one() {
        let folder = tempfile::TempDir::new().unwrap();
        for (at, (begun, asked)) in
            [(TableFormat::Summaries, TableFormat::Csv), (TableFormat::Parquet, TableFormat::Summaries)]
                .into_iter()
                .enumerate()
        {
            let (path, plan) = (folder.path().join(at.to_string()), PlanDigest([7; 32]));
            drop(FolderLog::create(&path, &plan, begun).unwrap());
            let error = FolderLog::reopen(&path, &plan, asked).unwrap_err().to_string();
            assert!(error.contains("begun with other --tables"), "{error}");
            assert!(FolderLog::reopen(&path, &plan, begun).is_ok());
        }
    }
}
