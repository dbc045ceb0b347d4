//! Reading the journal: whole records, verified, or parts of them, in any order.

use super::journal::Journal;
use super::record::{self, HEAD, PAYLOAD_HEAD};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Outcome;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

/// Reads records, each reader with a place of its own in the file.
#[derive(Debug)]
pub struct Reader<'a> {
    journal: &'a Journal,
    file: File,
    at: u64,
    bytes: Vec<u8>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(journal: &'a Journal) -> Result<Reader<'a>> {
        let file =
            File::open(&journal.path).map_err(|e| Diagnostic::file(&journal.path, "open the journal", e))?;
        Ok(Reader { journal, file, at: 0, bytes: Vec::new() })
    }

    /// Read a job's outcome, verified, reusing the space of `outcome`.
    pub fn read(&mut self, job: usize, outcome: &mut Outcome) -> Result<()> {
        let (offset, end) = self.span(job)?;
        self.fetch(offset, (end - offset) as usize)?;
        let intact = self.bytes.split_first_chunk::<HEAD>().is_some_and(|(head, payload)| {
            record::head(head).0 == job as u64
                && record::is_intact(head, payload)
                && record::decode(payload, outcome).is_some()
        });
        if intact { Ok(()) } else { Err(self.changed(job)) }
    }

    /// Read some cells of a job's timeline into `values`; whether it has one. Not verified: whoever reads
    /// parts lets one pass read the whole.
    pub fn cells(&mut self, job: usize, cells: Range<usize>, values: &mut Vec<f64>) -> Result<bool> {
        let (offset, _) = self.span(job)?;
        let timeline = self.journal.entries[job].timeline as usize;
        if cells.end > timeline {
            return if timeline == 0 { Ok(false) } else { Err(self.changed(job)) };
        }
        self.fetch(offset + (HEAD + PAYLOAD_HEAD + 8 * cells.start) as u64, 8 * cells.len())?;
        record::decode_values(&self.bytes, values);
        Ok(true)
    }

    /// Read what follows a job's timeline, the values of its run and its drawn parameters, together.
    pub fn run_values(&mut self, job: usize, values: &mut Vec<f64>) -> Result<()> {
        let (offset, end) = self.span(job)?;
        let start = offset + (HEAD + PAYLOAD_HEAD) as u64 + 8 * u64::from(self.journal.entries[job].timeline);
        self.fetch(start, (end - start) as usize)?;
        record::decode_values(&self.bytes, values);
        Ok(())
    }

    fn span(&self, job: usize) -> Result<(u64, u64)> {
        let entries = &self.journal.entries;
        let Some(entry) = entries.get(job) else {
            return Err(Diagnostic::new(
                self.journal.path.display().to_string(),
                format!("job {job} is asked for, but {} are complete", entries.len()),
                "finish the batch with --resume",
            ));
        };
        Ok((entry.offset, entries.get(job + 1).map_or(self.journal.end, |next| next.offset)))
    }

    fn fetch(&mut self, offset: u64, length: usize) -> Result<()> {
        let path = &self.journal.path;
        if offset != self.at {
            self.file
                .seek(SeekFrom::Start(offset))
                .map_err(|e| Diagnostic::file(path, "read the journal", e))?;
        }
        self.bytes.resize(length, 0);
        self.file.read_exact(&mut self.bytes).map_err(|e| Diagnostic::file(path, "read the journal", e))?;
        self.at = offset + length as u64;
        Ok(())
    }

    fn changed(&self, job: usize) -> Diagnostic {
        Diagnostic::failed(
            &self.journal.path,
            format!("the record of job {job} is not what was written"),
            "run the same command with --resume: it drops the damaged part and runs it again",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        assert!(!reader.cells(6, 4..9, &mut values).unwrap());
        assert!(reader.read(12, &mut outcomes[0].clone()).is_err());
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
}
