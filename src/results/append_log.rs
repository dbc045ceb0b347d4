//! A log of finished work that is only appended to, so that an interruption loses nothing that was finished.
//!
//! ```text
//! file:   kind (8 bytes) · what it is about (40) · checksum (8) · records
//! record: number (8) · length of the payload (8) · checksum (8) · payload
//! ```
//!
//! All little-endian. On reopening, everything from the first record that is torn or damaged is cut off: that
//! work is done again. One process writes a log at a time (a lock). Every step of the checksum is one-to-one in
//! the word and in the sum before, so one changed word, and so a flipped bit, always changes the sum.

mod record;

pub use record::{FILE_HEAD, LogKind, RECORD_HEAD, STRANGER_REMEDY};
use record::{LONGEST, is_head_of, is_intact, record_head, word};
pub(super) use record::{file_head, other_head, record};

use super::{atomic, fault_points};
use crate::diagnostic::{Diagnostic, Result};
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// An open log.
#[derive(Debug)]
pub struct AppendLog {
    path: PathBuf,
    file: File,
    /// Where records begin.
    starts: Vec<u64>,
    end: u64,
    dropped: u64,
}

impl AppendLog {
    /// Starts an empty log in a file that does not exist. Its head appears whole: a shorter one is not ours.
    pub fn create(path: &Path, kind: &LogKind, about: &[u8; 40]) -> Result<AppendLog> {
        let written = atomic::write_file(path, &file_head(kind, about), false);
        written.map_err(|fault| if AppendLog::is_one(path, kind) { begun_elsewhere(path) } else { fault })?;
        AppendLog::hold(path)
    }

    /// Reopens a log about the same thing and drops a torn tail. `each` takes the payloads in order, and says
    /// whether they are what they should be: the first that is not is dropped too.
    pub fn reopen(
        path: &Path,
        kind: &LogKind,
        about: &[u8; 40],
        each: &mut dyn FnMut(&[u8]) -> bool,
    ) -> Result<AppendLog> {
        let mut log = AppendLog::hold(path)?;
        let file = log.file.try_clone().map_err(|e| Diagnostic::file(path, "open", e))?;
        let mut source = BufReader::with_capacity(1 << 20, file);
        let (expected, mut head) = (file_head(kind, about), Vec::new());
        (&mut source).take(FILE_HEAD as u64).read_to_end(&mut head).map_err(|e| log.fault("read", e))?;
        if head != expected {
            return Err(other_head(path, kind, &head));
        }
        let mut payload = Vec::new();
        while let Some(length) =
            record(&mut source, log.starts.len(), &mut payload).map_err(|e| log.fault("read", e))?
        {
            if !each(&payload) {
                break;
            }
            log.starts.push(log.end);
            log.end += length;
        }
        let size = log.file.metadata().map_err(|e| log.fault("look at", e))?.len();
        if log.end < size {
            log.dropped = size - log.end;
            log.cut(log.end)?;
        }
        Ok(log)
    }

    /// Removes a log of this kind, whatever it is about, unless another process is writing it.
    pub fn remove(path: &Path, kind: &LogKind) -> Result<()> {
        let _held = AppendLog::hold(path)?;
        if !AppendLog::is_one(path, kind) {
            return Err(Diagnostic::failed(path, kind.stranger, STRANGER_REMEDY));
        }
        atomic::remove(path)
    }

    /// Opens a file that is to be a log, and keeps other processes from writing it.
    pub fn hold(path: &Path) -> Result<AppendLog> {
        atomic::open_regular(path)?;
        let file = OpenOptions::new().read(true).append(true).open(path);
        let file = file.map_err(|e| Diagnostic::file(path, "open", e))?;
        lock(&file, path)?;
        Ok(AppendLog { path: path.into(), file, starts: Vec::new(), end: FILE_HEAD as u64, dropped: 0 })
    }

    /// Whether a file has the head of a log of this kind, of whatever version and about whatever.
    pub fn is_one(path: &Path, kind: &LogKind) -> bool {
        let mut head = Vec::new();
        let read = atomic::open_regular(path)
            .is_ok_and(|file| file.take(FILE_HEAD as u64).read_to_end(&mut head).is_ok());
        read && is_head_of(kind, &head)
    }

    /// Whether a file is a log of this kind and version about this.
    pub fn is_about(path: &Path, kind: &LogKind, about: &[u8; 40]) -> bool {
        let mut head = Vec::new();
        let read = atomic::open_regular(path)
            .is_ok_and(|file| file.take(FILE_HEAD as u64).read_to_end(&mut head).is_ok());
        read && head == file_head(kind, about)
    }

    /// Adds `count` records; `payload` writes each. If the disk cannot take all of them, it keeps none.
    pub fn append(&mut self, count: usize, payload: impl Fn(usize, &mut Vec<u8>)) -> Result<()> {
        let (mut buffer, mut starts) = (Vec::new(), Vec::with_capacity(count));
        for k in 0..count {
            let start = buffer.len();
            buffer.resize(start + RECORD_HEAD, 0);
            payload(k, &mut buffer);
            let (head, payload) = buffer[start..].split_at_mut(RECORD_HEAD);
            if payload.len() as u64 > LONGEST {
                // It could not be read back.
                let fault = format!(
                    "{} MB are more than one record of an unfinished folder holds",
                    payload.len() >> 20
                );
                let remedy = "compare fewer scenarios at once, for fewer months; or keep the runs (leave out --tables summaries)";
                return Err(Diagnostic::failed(&self.path, fault, remedy));
            }
            head.copy_from_slice(&record_head(self.starts.len() + k, payload));
            starts.push(self.end + start as u64);
        }
        self.refuse_replaced()?;
        if let Err(fault) = self.write(&buffer) {
            let _ = self.cut(self.end);
            return Err(fault);
        }
        self.end += buffer.len() as u64;
        self.starts.extend(starts);
        Ok(())
    }

    /// Flushes to disk: what was appended survives a loss of power.
    pub fn sync(&self) -> Result<()> {
        self.file.sync_data().map_err(|e| self.fault("flush to disk", e))?;
        fault_points::reached("log flushed to disk");
        Ok(())
    }

    /// Whole records.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Bytes of a torn or damaged tail that were dropped on reopening.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Where the log is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Copies the log, so far as it is whole, into another file.
    pub fn copy(&self, into: &mut impl Write, target: &Path) -> Result<()> {
        let file = File::open(&self.path).map_err(|e| self.fault("open", e))?;
        let copied = io::copy(&mut BufReader::with_capacity(1 << 20, file.take(self.end)), into);
        match copied.map_err(|e| Diagnostic::file(target, "write", e))? == self.end {
            true => Ok(()),
            false => Err(Diagnostic::failed(
                &self.path,
                "became shorter while it was read",
                "run the same command with --resume",
            )),
        }
    }

    /// A reader; any number may read at the same time.
    pub fn reader(&self) -> Result<LogReader<'_>> {
        let file = File::open(&self.path).map_err(|e| self.fault("open", e))?;
        Ok(LogReader { log: self, file, at: 0, bytes: Vec::new() })
    }

    /// Notices a folder that was removed or replaced meanwhile: what is appended would be lost.
    fn refuse_replaced(&self) -> Result<()> {
        let own = self.file.metadata().map_err(|e| self.fault("look at", e))?;
        match fs::symlink_metadata(&self.path) {
            Ok(found) if is_same_file(&own, &found) => Ok(()),
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(self.fault("look at", e)),
            _ => Err(Diagnostic::failed(
                &self.path,
                "was removed or replaced while it was being written, and what was in it is lost",
                "run the same command again, or choose another place with --out",
            )),
        }
    }

    fn write(&self, bytes: &[u8]) -> Result<()> {
        for part in fault_points::parts(bytes) {
            fault_points::Limited(&self.file).write_all(part).map_err(|e| self.fault("write", e))?;
            fault_points::reached("part of a record written");
        }
        Ok(())
    }

    fn cut(&self, length: u64) -> Result<()> {
        self.file.set_len(length).map_err(|e| self.fault("cut the torn end off", e))
    }

    fn fault(&self, doing: &'static str, fault: io::Error) -> Diagnostic {
        Diagnostic::file(&self.path, doing, fault)
    }
}

/// Gives the lock up by name: a process that this one is just starting would keep it for a moment.
impl Drop for AppendLog {
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

/// Reads records, each reader with a place of its own in the file.
#[derive(Debug)]
pub struct LogReader<'a> {
    log: &'a AppendLog,
    file: File,
    at: u64,
    bytes: Vec<u8>,
}

impl LogReader<'_> {
    /// A whole payload, verified; nothing where it is not what was written.
    pub fn payload(&mut self, number: usize) -> Result<Option<&[u8]>> {
        self.fetch(number, 0, usize::MAX)?;
        Ok(self.bytes.split_first_chunk().and_then(|(head, payload)| {
            (word(head, 0) == number as u64 && is_intact(head, payload)).then_some(payload)
        }))
    }

    /// Part of a payload, from a byte on, as far as it goes. Not verified: whoever reads parts lets one pass
    /// read the whole.
    pub fn part(&mut self, number: usize, from: usize, length: usize) -> Result<&[u8]> {
        self.fetch(number, RECORD_HEAD + from, length)?;
        Ok(&self.bytes)
    }

    /// Bytes of a record, so many or as many as there are.
    fn fetch(&mut self, number: usize, from: usize, length: usize) -> Result<()> {
        let starts = &self.log.starts;
        let Some(start) = starts.get(number) else {
            return Err(Diagnostic::new(
                self.log.path.display().to_string(),
                format!("job {number} is asked for, but {} are complete", starts.len()),
                "finish the batch with --resume",
            ));
        };
        let end = starts.get(number + 1).copied().unwrap_or(self.log.end);
        let from = start + from as u64;
        let length = length.min(end.saturating_sub(from) as usize);
        if from != self.at {
            self.file.seek(SeekFrom::Start(from)).map_err(|e| self.log.fault("read", e))?;
        }
        self.bytes.resize(length, 0);
        self.file.read_exact(&mut self.bytes).map_err(|e| self.log.fault("read", e))?;
        self.at = from + length as u64;
        Ok(())
    }
}

/// Whether two looks are at the same file.
fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }
    #[cfg(not(unix))]
    {
        one.is_file() && other.is_file()
    }
}

/// Somebody else was first.
fn begun_elsewhere(path: &Path) -> Diagnostic {
    let remedy = "wait until it is done, or choose another place with --out";
    Diagnostic::failed(path, "another process has just begun to write to this folder", remedy)
}

/// One process writes at a time. Where locks are not offered (some network folders), none is taken; on Windows
/// a lock would keep our own readers out.
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

#[cfg(test)]
mod tests {
    use super::record::checksum;
    use super::*;

    const KIND: LogKind =
        LogKind { magic: b"uptakeT\x01", stranger: "no log", other: "another", remedy: "look" };

    fn reopened(path: &Path, about: u8) -> Result<(AppendLog, Vec<Vec<u8>>)> {
        let mut found = Vec::new();
        let log = AppendLog::reopen(path, &KIND, &[about; 40], &mut |payload| {
            found.push(payload.to_vec());
            true
        })?;
        Ok((log, found))
    }

    fn written(path: &Path) -> Vec<Vec<u8>> {
        let payloads: Vec<Vec<u8>> = (0..9u8).map(|k| vec![k; usize::from(k) * 3]).collect();
        let mut log = AppendLog::create(path, &KIND, &[1; 40]).unwrap();
        log.append(4, |k, buffer| buffer.extend(&payloads[k])).unwrap();
        log.append(5, |k, buffer| buffer.extend(&payloads[4 + k])).unwrap();
        payloads
    }

    #[test]
    fn a_torn_log_loses_only_its_tail() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let payloads = written(&path);
        let whole = fs::read(&path).unwrap();
        let mut lengths = Vec::new();
        for cut in 0..=whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            if cut < FILE_HEAD {
                assert!(reopened(&path, 1).unwrap_err().to_string().contains("no log"));
                assert_eq!(fs::read(&path).unwrap(), &whole[..cut], "a short head is not ours");
                continue;
            }
            let (mut log, found) = reopened(&path, 1).unwrap();
            assert_eq!(found, payloads[..log.len()]);
            lengths.push(log.len());
            let rest = &payloads[log.len()..];
            log.append(rest.len(), |k, buffer| buffer.extend(&rest[k])).unwrap();
            assert_eq!(fs::read(&path).unwrap(), whole);
        }
        assert!(lengths.is_sorted() && lengths[0] == 0 && lengths.last() == Some(&9));
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let payloads = written(&path);
        let whole = fs::read(&path).unwrap();
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &damaged).unwrap();
            match reopened(&path, 1) {
                Ok((log, found)) => {
                    assert!(log.len() < 9 && log.dropped() > 0, "bit {bit}");
                    assert_eq!(found, payloads[..log.len()]);
                }
                Err(_) => assert!(bit < FILE_HEAD * 8),
            }
        }
    }

    #[test]
    fn two_signs_that_change_together_are_noticed() {
        let values = |a: f64, b: f64| [a.to_le_bytes(), b.to_le_bytes()].concat();
        assert_ne!(checksum(0, &values(0.1, 3.0)), checksum(0, &values(-0.1, -3.0)));
    }

    #[test]
    fn the_log_of_another_thing_and_a_strangers_file_are_refused_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        written(&path);
        assert!(reopened(&path, 2).unwrap_err().to_string().contains("another"));
        for text in ["", "u", "mine", "a long text of someone else that is no log at all, as anyone can see"]
        {
            fs::write(&path, text).unwrap();
            assert!(reopened(&path, 1).unwrap_err().to_string().contains("no log"));
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn two_processes_cannot_write_the_same_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        written(&path);
        let (first, _) = reopened(&path, 1).unwrap();
        assert!(reopened(&path, 1).unwrap_err().to_string().contains("another process"));
        drop(first);
        assert!(reopened(&path, 1).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_log_that_is_removed_or_replaced_is_noticed_at_the_next_append() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        for replaced in [false, true] {
            written(&path);
            let (mut log, _) = reopened(&path, 1).unwrap();
            let bytes = fs::read(&path).unwrap();
            fs::rename(&path, folder.path().join("elsewhere")).unwrap();
            if replaced {
                fs::write(&path, &bytes).unwrap();
            }
            let error = log.append(1, |_, buffer| buffer.push(1)).unwrap_err().to_string();
            assert!(error.contains("removed or replaced"), "{error}");
            let _ = fs::remove_file(&path);
        }
    }

    #[test]
    fn only_a_log_of_the_kind_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        written(&path);
        AppendLog::remove(&path, &KIND).unwrap();
        assert!(!path.exists());
        for text in ["", "mine", "a long text of someone else that is no log at all, as anyone can see"] {
            fs::write(&path, text).unwrap();
            assert!(AppendLog::remove(&path, &KIND).is_err() && path.exists());
        }
    }
}
