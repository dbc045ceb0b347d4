//! The journal: what a batch has finished so far, in the order of the list of jobs. It makes an interrupted batch resumable and is
//! the source from which all tables are written.
//!
//! It is an [`AppendLog`] about a plan with a record per job:
//!
//! ```text
//! payload: status (4 bytes) · values in timeline (4) · in run (4) · in drawn (4) · the values, 8 bytes each
//! ```

use super::append_log::{AppendLog, LogKind, LogReader};
use super::digest::PlanDigest;
use super::log_scan::LogScan;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Status};
use crate::metrics::{MEASURES, RUN_COLUMNS};
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;
use std::path::Path;

/// The journal's name in a results folder.
pub const JOURNAL: &str = "journal.partial";

const KIND: LogKind = LogKind {
    // 2: unit after unit; before, scenario after scenario.
    magic: b"uptakeJ\x02",
    stranger: "this is not a journal of this program, or its head is damaged",
    other: "the unfinished results here belong to another plan, or to another shard of it",
    remedy: "start again with --force, or choose another place with --out",
};

/// Bytes of a payload before its values.
const COUNTS: usize = 16;

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    log: AppendLog,
    jobs: Vec<JobRecord>,
}

/// What a job's record holds.
#[derive(Debug, Clone, Copy)]
struct JobRecord {
    status: Status,
    /// Values of its timeline.
    timeline: usize,
}

impl Journal {
    /// Starts an empty journal for a plan.
    pub fn create(path: &Path, plan: &PlanDigest) -> Result<Journal> {
        Ok(Journal { log: AppendLog::create(path, &KIND, &about(plan))?, jobs: Vec::new() })
    }

    /// Reopens the journal of the same plan and drops a torn tail.
    pub fn reopen(path: &Path, plan: &PlanDigest) -> Result<Journal> {
        let mut jobs = Vec::new();
        let log = AppendLog::reopen(path, &KIND, &about(plan), &mut |payload| {
            let found = counts(payload).map(|(status, [timeline, ..])| JobRecord { status, timeline });
            jobs.extend(found);
            found.is_some()
        })?;
        Ok(Journal { log, jobs })
    }

    /// Reads a journal that is finished, from its first job to its last.
    pub fn scan(path: &Path, plan: &PlanDigest, buffer: usize) -> Result<JournalScan> {
        Ok(JournalScan(LogScan::open(path, &KIND, &about(plan), buffer)?))
    }

    /// Copies it into another file.
    pub fn copy(&self, into: &mut impl Write, target: &Path) -> Result<()> {
        self.log.copy(into, target)
    }

    /// Whether a file has the head of a journal of this program.
    pub fn is_journal(path: &Path) -> bool {
        AppendLog::is_one(path, &KIND)
    }

    /// Whether a file has the head of the journal of a plan.
    pub fn is_about(path: &Path, plan: &PlanDigest) -> bool {
        AppendLog::is_about(path, &KIND, &about(plan))
    }

    /// Adds the outcomes of the next jobs. If the disk cannot take all of them, it keeps none.
    pub fn append(&mut self, outcomes: &[Outcome]) -> Result<()> {
        self.log.append(outcomes.len(), |k, buffer| encode(&outcomes[k], buffer))?;
        let record = |o: &Outcome| JobRecord { status: o.status, timeline: o.timeline.len() };
        self.jobs.extend(outcomes.iter().map(record));
        Ok(())
    }

    /// Flushes to disk: what was appended survives a loss of power.
    pub fn sync(&self) -> Result<()> {
        self.log.sync()
    }

    /// Leading jobs that are complete.
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// Bytes of a torn or damaged tail that were dropped on reopening.
    pub fn dropped(&self) -> u64 {
        self.log.dropped()
    }

    /// Complete jobs by status.
    pub fn counts(&self) -> BTreeMap<Status, u64> {
        let mut counts = BTreeMap::new();
        for job in &self.jobs {
            *counts.entry(job.status).or_insert(0) += 1;
        }
        counts
    }

    /// A job's status.
    pub fn status(&self, job: usize) -> Option<Status> {
        self.jobs.get(job).map(|record| record.status)
    }

    /// A reader; any number may read at the same time.
    pub fn reader(&self) -> Result<JournalReader<'_>> {
        Ok(JournalReader { journal: self, log: self.log.reader()? })
    }
}

/// Reads the outcomes of a finished journal in their order.
#[derive(Debug)]
pub struct JournalScan(LogScan);

impl JournalScan {
    /// The next outcome, into the space of `outcome`; whether there is one that is what was written.
    pub fn next(&mut self, outcome: &mut Outcome) -> Result<bool> {
        Ok(self.0.next()?.and_then(|payload| decode(payload, outcome)).is_some())
    }

    /// The journal's path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Reads outcomes, whole or in parts, in any order.
#[derive(Debug)]
pub struct JournalReader<'a> {
    journal: &'a Journal,
    log: LogReader<'a>,
}

impl JournalReader<'_> {
    /// Reads a job's outcome, verified, reusing the space of `outcome`.
    pub fn read(&mut self, job: usize, outcome: &mut Outcome) -> Result<()> {
        let decoded = self.log.payload(job)?.and_then(|payload| decode(payload, outcome));
        decoded.ok_or_else(|| changed(self.journal, job))
    }

    /// Reads some cells of a job's timeline into `values`; whether it has one. Not verified.
    pub fn cells(&mut self, job: usize, cells: Range<usize>, values: &mut Vec<f64>) -> Result<bool> {
        let bytes = self.log.part(job, COUNTS + 8 * cells.start, 8 * cells.len())?;
        let timeline = self.journal.jobs[job].timeline;
        if cells.end > timeline {
            return if timeline == 0 { Ok(false) } else { Err(changed(self.journal, job)) };
        }
        decode_values(bytes, values);
        Ok(true)
    }

    /// Reads what follows a job's timeline, the values of its run and its drawn parameters, together.
    pub fn run_values(&mut self, job: usize, values: &mut Vec<f64>) -> Result<()> {
        let timeline = self.journal.jobs.get(job).map_or(0, |record| record.timeline);
        decode_values(self.log.part(job, COUNTS + 8 * timeline, usize::MAX)?, values);
        Ok(())
    }
}

fn changed(journal: &Journal, job: usize) -> Diagnostic {
    Diagnostic::failed(
        journal.log.path(),
        format!("the record of job {job} is not what was written"),
        "run the same command with --resume: it drops the damaged part and runs it again",
    )
}

/// The plan, and how many columns its values stand for.
fn about(plan: &PlanDigest) -> [u8; 40] {
    let mut about = [0; 40];
    about[..4].copy_from_slice(&(MEASURES.len() as u32).to_le_bytes());
    about[4..8].copy_from_slice(&(RUN_COLUMNS.len() as u32).to_le_bytes());
    about[8..].copy_from_slice(&plan.0);
    about
}

fn encode(outcome: &Outcome, buffer: &mut Vec<u8>) {
    let parts = [&outcome.timeline, &outcome.run, &outcome.drawn];
    let counts = std::iter::once(outcome.status as u32).chain(parts.iter().map(|part| part.len() as u32));
    buffer.extend(counts.flat_map(u32::to_le_bytes));
    let start = buffer.len();
    buffer.resize(start + 8 * parts.iter().map(|part| part.len()).sum::<usize>(), 0);
    let places = buffer[start..].as_chunks_mut::<8>().0.iter_mut();
    for (place, value) in places.zip(parts.into_iter().flatten()) {
        *place = value.to_le_bytes();
    }
}

/// The status, and how many values the parts of a payload have (timeline, run, drawn); `None` if it cannot be
/// an outcome.
fn counts(payload: &[u8]) -> Option<(Status, [usize; 3])> {
    let (head, values) = payload.split_first_chunk::<COUNTS>()?;
    let [status, timeline, run, drawn] = [0, 1, 2, 3].map(|k| u32::from_le_bytes(head.as_chunks::<4>().0[k]));
    let status = Status::from_repr(u8::try_from(status).ok()?)?;
    let counts = [timeline, run, drawn].map(|count| count as usize);
    (values.len() == 8 * counts.iter().sum::<usize>()).then_some((status, counts))
}

/// Reads an intact payload into an outcome, reusing its space; `None` if it cannot be one.
fn decode(payload: &[u8], outcome: &mut Outcome) -> Option<()> {
    let (status, [timeline, run, _]) = counts(payload)?;
    outcome.status = status;
    let (values, rest) = payload[COUNTS..].split_at(8 * timeline);
    decode_values(values, &mut outcome.timeline);
    let (values, rest) = rest.split_at(8 * run);
    decode_values(values, &mut outcome.run);
    decode_values(rest, &mut outcome.drawn);
    Some(())
}

/// Reads values, replacing what `into` held.
fn decode_values(bytes: &[u8], into: &mut Vec<f64>) {
    into.clear();
    into.extend(bytes.as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::append_log::FILE_HEAD;
    use crate::results::sample::{PLAN, same, written};
    use std::fs;

    #[test]
    fn what_was_appended_is_read_back_in_any_order() {
        let folder = tempfile::tempdir().unwrap();
        let (path, outcomes) = written(folder.path());
        let journal = Journal::reopen(&path, &PLAN).unwrap();
        assert_eq!((journal.len(), journal.dropped()), (12, 0));
        assert_eq!(journal.counts().values().copied().collect::<Vec<_>>(), [11, 1]);
        same(&journal, &outcomes);
        let (mut reader, mut values) = (journal.reader().unwrap(), Vec::new());
        assert!(reader.cells(3, 4..9, &mut values).unwrap());
        assert_eq!(format!("{values:?}"), format!("{:?}", &outcomes[3].timeline[4..9]));
        assert!(!reader.cells(1, 4..9, &mut values).unwrap());
        assert!(reader.read(12, &mut outcomes[0].clone()).is_err());
    }

    #[test]
    fn a_torn_journal_loses_only_its_tail() {
        let folder = tempfile::tempdir().unwrap();
        let (path, outcomes) = written(folder.path());
        let whole = fs::read(&path).unwrap();
        let mut lengths = Vec::new();
        for cut in (FILE_HEAD..whole.len()).step_by(97) {
            fs::write(&path, &whole[..cut]).unwrap();
            let mut journal = Journal::reopen(&path, &PLAN).unwrap();
            same(&journal, &outcomes);
            lengths.push(journal.len());
            let rest = journal.len();
            journal.append(&outcomes[rest..]).unwrap();
            assert_eq!(fs::read(&path).unwrap(), whole);
        }
        assert!(lengths.is_sorted() && lengths[0] == 0 && lengths.last() == Some(&11));
    }

    #[test]
    fn a_flipped_bit_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let (path, outcomes) = written(folder.path());
        let whole = fs::read(&path).unwrap();
        for byte in (0..whole.len()).step_by(41) {
            let mut damaged = whole.clone();
            damaged[byte] ^= 4;
            fs::write(&path, &damaged).unwrap();
            match Journal::reopen(&path, &PLAN) {
                Ok(journal) => {
                    assert!(journal.len() < 12 && journal.dropped() > 0);
                    same(&journal, &outcomes);
                }
                Err(_) => assert!(byte < FILE_HEAD),
            }
        }
    }

    #[test]
    fn a_bit_that_flips_after_opening_is_noticed_by_the_reader() {
        let folder = tempfile::tempdir().unwrap();
        let (path, outcomes) = written(folder.path());
        let journal = Journal::reopen(&path, &PLAN).unwrap();
        let mut damaged = fs::read(&path).unwrap();
        let last = damaged.len() - 1;
        damaged[last] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let error = journal.reader().unwrap().read(11, &mut outcomes[0].clone()).unwrap_err().to_string();
        assert!(error.contains("job 11") && error.contains("--resume"), "{error}");
    }

    #[test]
    fn the_journal_of_another_plan_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = written(folder.path());
        let error = Journal::reopen(&path, &PlanDigest([6; 32])).unwrap_err().to_string();
        assert!(error.contains("another plan") && error.contains("--force"), "{error}");
    }

    #[test]
    fn the_journal_of_a_version_with_another_order_is_refused_and_known_as_ours() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(JOURNAL);
        let older = LogKind { magic: b"uptakeJ\x01", ..KIND };
        drop(AppendLog::create(&path, &older, &about(&PLAN)).unwrap());
        let error = Journal::reopen(&path, &PLAN).unwrap_err().to_string();
        assert!(error.contains("another version") && error.contains("--force"), "{error}");
        assert!(Journal::is_journal(&path), "so --force may replace it");
    }

    #[test]
    fn an_outcome_comes_back_to_the_last_bit_and_a_payload_with_wrong_counts_is_none() {
        let outcome = Outcome {
            status: Status::Done,
            timeline: vec![0.1, -0.0, f64::INFINITY, 5e-324],
            run: vec![3.0, f64::from_bits(0x7ff8_0000_0000_0abc)],
            drawn: vec![],
        };
        let mut bytes = Vec::new();
        encode(&outcome, &mut bytes);
        let mut back =
            Outcome { status: Status::NoFocalTeachers, timeline: vec![1.0], run: vec![], drawn: vec![4.0] };
        decode(&bytes, &mut back).unwrap();
        let bits = |o: &Outcome| -> Vec<u64> {
            [&o.timeline, &o.run, &o.drawn].into_iter().flatten().map(|v| v.to_bits()).collect()
        };
        assert_eq!(bits(&back), bits(&outcome));
        assert_eq!((back.status, back.timeline.len(), back.run.len()), (Status::Done, 4, 2));
        assert!(counts(&bytes[..bytes.len() - 8]).is_none());
        assert!(counts(&[]).is_none());
    }
}
