//! The journal: what a batch has finished so far, in job order, in one file that is only appended to.
//!
//! It makes an interrupted batch resumable and is the source from which all tables are written. Its head
//! names the plan; a record per job follows (see `record`). On reopening, everything from the first
//! record that is torn or damaged is cut off: those jobs run again and give the same numbers.

use super::digest::PlanDigest;
use super::journal_reader::Reader;
use super::record::{self, HEAD};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Status};
use crate::metrics::{MEASURES, RUN_COLUMNS};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// The journal's name in a results folder.
pub const JOURNAL: &str = "journal.partial";

const MAGIC: &[u8; 8] = b"uptakeJ\x01";
const FILE_HEAD: usize = 56;
/// No payload is longer; a damaged length does not make us ask for all memory.
const LONGEST: u64 = 1 << 28;

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    pub(super) path: PathBuf,
    file: File,
    pub(super) entries: Vec<Entry>,
    pub(super) end: u64,
    dropped: u64,
}

/// Where a job's record is, and what it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) offset: u64,
    pub(super) timeline: u32,
    status: Status,
}

impl Journal {
    /// Start an empty journal for a plan.
    pub fn create(path: &Path, plan: &PlanDigest) -> Result<Journal> {
        let opened = OpenOptions::new().read(true).append(true).create_new(true).open(path);
        let file = opened.map_err(|e| Diagnostic::file(path, "create the journal", e))?;
        lock(&file, path)?;
        (&file).write_all(&file_head(plan)).map_err(|e| Diagnostic::file(path, "write the journal", e))?;
        Ok(Journal { path: path.into(), file, entries: Vec::new(), end: FILE_HEAD as u64, dropped: 0 })
    }

    /// Reopen the journal of the same plan and drop a torn tail.
    pub fn reopen(path: &Path, plan: &PlanDigest) -> Result<Journal> {
        let opened = OpenOptions::new().read(true).append(true).open(path);
        let file = opened.map_err(|e| Diagnostic::file(path, "open the journal", e))?;
        lock(&file, path)?;
        let size = file.metadata().map_err(|e| Diagnostic::file(path, "look at the journal", e))?.len();
        let mut source = BufReader::with_capacity(1 << 20, &file);
        let mut head = [0; FILE_HEAD];
        let fresh = size < FILE_HEAD as u64;
        if !fresh {
            source.read_exact(&mut head).map_err(|e| Diagnostic::file(path, "read the journal", e))?;
            check_file_head(path, &head, plan)?;
        }
        let mut journal = Journal {
            path: path.into(),
            file: clone(&file, path)?,
            entries: Vec::new(),
            end: FILE_HEAD as u64,
            dropped: 0,
        };
        if fresh {
            // Killed before the head was whole: there is nothing in it.
            journal.cut(0)?;
            (&journal.file)
                .write_all(&file_head(plan))
                .map_err(|e| Diagnostic::file(path, "write the journal", e))?;
            return Ok(journal);
        }
        journal.index(&mut source, size)?;
        if journal.end < size {
            journal.dropped = size - journal.end;
            journal.cut(journal.end)?;
        }
        Ok(journal)
    }

    /// Whether a file begins as a journal of this program does, perhaps killed while it began.
    pub fn is_journal(path: &Path) -> bool {
        let mut begin = Vec::new();
        let read = File::open(path).and_then(|f| f.take(MAGIC.len() as u64).read_to_end(&mut begin));
        read.is_ok() && MAGIC.starts_with(&begin)
    }

    /// Add the outcomes of the next jobs. If the disk cannot take all of them, it keeps none.
    pub fn append(&mut self, outcomes: &[Outcome]) -> Result<()> {
        let mut buffer = Vec::new();
        let mut added = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            let job = (self.entries.len() + added.len()) as u64;
            let offset = self.end + buffer.len() as u64;
            added.push(Entry { offset, timeline: outcome.timeline.len() as u32, status: outcome.status });
            record::encode(job, outcome, &mut buffer);
        }
        if let Err(e) = self.file.write_all(&buffer) {
            let _ = self.cut(self.end);
            return Err(Diagnostic::file(&self.path, "write the journal", e));
        }
        self.end += buffer.len() as u64;
        self.entries.extend(added);
        Ok(())
    }

    /// Flush to disk: what was appended survives a loss of power.
    pub fn sync(&self) -> Result<()> {
        self.file.sync_data().map_err(|e| Diagnostic::file(&self.path, "flush the journal to disk", e))
    }

    /// Leading jobs that are complete.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Bytes of a torn or damaged tail that were dropped on reopening.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Complete jobs by status.
    pub fn counts(&self) -> BTreeMap<Status, u64> {
        let mut counts = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(entry.status).or_insert(0) += 1;
        }
        counts
    }

    /// A job's status.
    pub fn status(&self, job: usize) -> Option<Status> {
        self.entries.get(job).map(|e| e.status)
    }

    /// A reader; any number may read at the same time.
    pub fn reader(&self) -> Result<Reader<'_>> {
        Reader::new(self)
    }

    fn cut(&self, length: u64) -> Result<()> {
        self.file
            .set_len(length)
            .map_err(|e| Diagnostic::file(&self.path, "cut the torn end off the journal", e))
    }

    /// Find the records, up to the first that is not whole.
    fn index(&mut self, source: &mut impl Read, size: u64) -> Result<()> {
        let mut payload = Vec::new();
        loop {
            let left = size - self.end;
            let mut head = [0; HEAD];
            if left < HEAD as u64 {
                return Ok(());
            }
            source.read_exact(&mut head).map_err(|e| Diagnostic::file(&self.path, "read the journal", e))?;
            let (job, length, _) = record::head(&head);
            if job != self.entries.len() as u64 || length > (left - HEAD as u64).min(LONGEST) {
                return Ok(());
            }
            payload.resize(length as usize, 0);
            source
                .read_exact(&mut payload)
                .map_err(|e| Diagnostic::file(&self.path, "read the journal", e))?;
            let Some((status, [timeline, ..])) = record::parts(&payload) else { return Ok(()) };
            if !record::is_intact(&head, &payload) {
                return Ok(());
            }
            self.entries.push(Entry { offset: self.end, timeline: timeline as u32, status });
            self.end += HEAD as u64 + length;
        }
    }
}

fn file_head(plan: &PlanDigest) -> [u8; FILE_HEAD] {
    let mut head = [0; FILE_HEAD];
    head[..8].copy_from_slice(MAGIC);
    head[8..12].copy_from_slice(&(MEASURES.len() as u32).to_le_bytes());
    head[12..16].copy_from_slice(&(RUN_COLUMNS.len() as u32).to_le_bytes());
    head[16..48].copy_from_slice(&plan.0);
    let sum = record::checksum(0, &head[..48]);
    head[48..].copy_from_slice(&sum.to_le_bytes());
    head
}

fn check_file_head(path: &Path, head: &[u8; FILE_HEAD], plan: &PlanDigest) -> Result<()> {
    let remedy = "start again with --force, or choose another place with --out";
    if &head[..8] != MAGIC || record::checksum(0, &head[..48]).to_le_bytes() != head[48..] {
        return Err(Diagnostic::failed(
            path,
            "this is not a journal of this program, or its head is damaged",
            remedy,
        ));
    }
    if head != &file_head(plan) {
        return Err(Diagnostic::failed(path, "the unfinished results here belong to another plan", remedy));
    }
    Ok(())
}

/// One process writes a journal at a time. Where locks are not offered (some network folders), none is
/// taken; on Windows a lock would keep our own readers out.
fn lock(file: &File, path: &Path) -> Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) if cfg!(unix) => Err(Diagnostic::failed(
            path,
            "another process is writing to this folder",
            "wait until it is done, or choose another place with --out",
        )),
        Ok(()) if cfg!(windows) => file.unlock().map_err(|e| Diagnostic::file(path, "unlock", e)),
        _ => Ok(()),
    }
}

fn clone(file: &File, path: &Path) -> Result<File> {
    file.try_clone().map_err(|e| Diagnostic::file(path, "open the journal", e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample::{PLAN, same, written};
    use std::fs;

    #[test]
    fn a_torn_journal_loses_only_its_tail() {
        let folder = tempfile::tempdir().unwrap();
        let (path, outcomes) = written(folder.path());
        let whole = fs::read(&path).unwrap();
        let mut lengths = Vec::new();
        for cut in (0..whole.len()).step_by(97) {
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
    fn the_journal_of_another_plan_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = written(folder.path());
        let error = Journal::reopen(&path, &PlanDigest([6; 32])).unwrap_err().to_string();
        assert!(error.contains("another plan") && error.contains("--force"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn two_processes_cannot_write_the_same_journal() {
        let folder = tempfile::tempdir().unwrap();
        let (path, _) = written(folder.path());
        let first = Journal::reopen(&path, &PLAN).unwrap();
        assert!(Journal::reopen(&path, &PLAN).unwrap_err().to_string().contains("another process"));
        drop(first);
        assert!(Journal::reopen(&path, &PLAN).is_ok());
    }
}
