//! What a finished shard holds of its runs: the log in which it was filled, read from its first record to its last.

use super::digest::plan_digest;
use super::district_log::{DescribedElsewhere, DistrictLog, DistrictScan, of_district};
use super::file_names::OUTCOMES;
use super::folder::TableFormat;
use super::journal::{Journal, JournalScan};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Part, Plan, Status};
use std::collections::BTreeMap;
use std::path::Path;

/// The log of a shard, of one of the two kinds.
#[derive(Debug)]
pub enum ShardLog {
    /// Every run.
    Runs(JournalScan),
    /// Every district, and how many runs each has.
    Districts(DistrictScan, usize),
}

impl ShardLog {
    /// Of the folder of a plan's shard, read with so many bytes of buffer.
    ///
    /// # Errors
    /// A file that cannot be read, or is about something else.
    pub fn open(folder: &Path, plan: &Plan, tables: TableFormat, buffer: usize) -> Result<ShardLog> {
        let (path, digest) = (folder.join(OUTCOMES), plan_digest(plan, tables));
        Ok(match tables {
            TableFormat::Summaries => {
                ShardLog::Districts(DistrictLog::scan(&path, &digest, buffer)?, of_district(plan))
            }
            _ => ShardLog::Runs(Journal::scan(&path, &digest, buffer)?),
        })
    }

    /// The next outcome, of a log of runs.
    ///
    /// # Errors
    /// A record that is not what was written.
    pub fn outcome(&mut self) -> Result<Outcome> {
        let mut outcome = Outcome { status: Status::Done, timeline: vec![], run: vec![], drawn: vec![] };
        if let ShardLog::Runs(scan) = self
            && scan.next(&mut outcome)?
        {
            return Ok(outcome);
        }
        Err(self.damaged())
    }

    /// Hands the next district on, of a log of districts.
    ///
    /// # Errors
    /// A record that is not what was written; those of `take`.
    pub fn district(&mut self, take: impl FnOnce(DescribedElsewhere<'_>) -> Result<()>) -> Result<()> {
        if let ShardLog::Districts(scan, _) = self
            && let Some(found) = scan.next()?
        {
            return take(found);
        }
        Err(self.damaged())
    }

    /// Its runs by status, which are all of its part.
    ///
    /// # Errors
    /// A record that is not what was written; more or fewer of them.
    pub fn counts(mut self, part: &Part) -> Result<BTreeMap<String, u64>> {
        let (mut counts, mut jobs) = (BTreeMap::<String, u64>::new(), 0);
        let mut add = |status: Status, n: u64| {
            if n > 0 {
                *counts.entry(status.name().into()).or_default() += n;
            }
        };
        let mut outcome = Outcome { status: Status::Done, timeline: vec![], run: vec![], drawn: vec![] };
        loop {
            match &mut self {
                ShardLog::Runs(scan) => {
                    if !scan.next(&mut outcome)? {
                        break;
                    }
                    add(outcome.status, 1);
                    jobs += 1;
                }
                ShardLog::Districts(scan, of_district) => {
                    let Some(found) = scan.next()? else { break };
                    found.statuses.iter().for_each(|(status, n)| add(*status, *n));
                    jobs += *of_district;
                }
            }
        }
        if jobs == part.len() { Ok(counts) } else { Err(self.damaged()) }
    }

    fn damaged(&self) -> Diagnostic {
        let path = match self {
            ShardLog::Runs(scan) => scan.path(),
            ShardLog::Districts(scan, _) => scan.path(),
        };
        let fault = "does not hold the runs of the shard, or not as they were written";
        Diagnostic::failed(path, fault, "run the shard again with --force, or restore the file")
    }
}
