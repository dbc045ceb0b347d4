//! A finished log, read from its first record to its last.

use super::append_log::{FILE_HEAD, LogKind, file_head, other_head, record};
use super::atomic;
use crate::diagnostic::{Diagnostic, Result};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Reads the records of a log that nobody writes any more, one after the other. It changes nothing, takes no lock, and has no file
/// open between two readings: so any number of logs is read side by side.
#[derive(Debug)]
pub struct LogScan {
    path: PathBuf,
    source: BufReader<Reopened>,
    number: usize,
    payload: Vec<u8>,
}

/// A file that is opened for each reading.
#[derive(Debug)]
struct Reopened {
    path: PathBuf,
    at: u64,
}

impl Read for Reopened {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl LogScan {
    /// Bytes that are read at once where nothing speaks for less.
    pub const USUAL_BUFFER: usize = 1 << 18;

    /// A log of this kind about this, read with so many bytes of buffer.
    pub fn open(path: &Path, kind: &LogKind, about: &[u8; 40], buffer: usize) -> Result<LogScan> {
        atomic::open_regular(path)?;
        let mut source = BufReader::with_capacity(buffer, Reopened { path: path.into(), at: 0 });
        let mut head = Vec::new();
        let read = (&mut source).take(FILE_HEAD as u64).read_to_end(&mut head);
        read.map_err(|e| Diagnostic::file(path, "read", e))?;
        if head != file_head(kind, about) {
            return Err(other_head(path, kind, &head));
        }
        Ok(LogScan { path: path.into(), source, number: 0, payload: Vec::new() })
    }

    /// The next payload; nothing at the end, or where a record is not what was written.
    pub fn next(&mut self) -> Result<Option<&[u8]>> {
        let found = record(&mut self.source, self.number, &mut self.payload);
        let found = found.map_err(|e| Diagnostic::file(&self.path, "read", e))?;
        self.number += 1;
        Ok(found.map(|_| self.payload.as_slice()))
    }

    /// The log's path.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::append_log::AppendLog;

    const KIND: LogKind =
        LogKind { magic: b"uptakeT\x01", stranger: "no log", other: "another", remedy: "look" };

    #[test]
    fn a_log_is_read_with_any_buffer_and_a_damaged_record_ends_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let payloads: Vec<Vec<u8>> = (0..9u8).map(|k| vec![k; usize::from(k) * 70]).collect();
        let mut log = AppendLog::create(&path, &KIND, &[1; 40]).unwrap();
        log.append(9, |k, buffer| buffer.extend(&payloads[k])).unwrap();
        drop(log);
        let read = |buffer| {
            let mut scan = LogScan::open(&path, &KIND, &[1; 40], buffer).unwrap();
            let mut found = Vec::new();
            while let Some(payload) = scan.next().unwrap() {
                found.push(payload.to_vec());
            }
            found
        };
        let whole = std::fs::read(&path).unwrap();
        for buffer in [1, 64, 100, 1 << 18] {
            assert_eq!(read(buffer), payloads);
        }
        let mut damaged = whole.clone();
        *damaged.last_mut().unwrap() ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        assert_eq!(read(64), payloads[..8]);
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(read(64), payloads[..8]);
        assert_eq!(std::fs::read(&path).unwrap().len(), whole.len() - 1, "nothing is cut off");
        let other = LogScan::open(&path, &KIND, &[2; 40], 64).unwrap_err().to_string();
        assert!(other.contains("another"), "{other}");
    }
}
