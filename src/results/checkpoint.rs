//! Checkpoints of a long computation: finished pieces, a text each, so that it can go on after an interruption.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::append_log::{AppendLog, LogKind};
use crate::diagnostic::Result;

const KIND: LogKind = LogKind {
    magic: b"uptakeN\x01",
    stranger: "these are no notes of this program, or their head is damaged",
    other: "these are notes of another computation",
    remedy: "choose another folder with --out DIR, or begin anew with --force",
};

/// Checkpoints that are being written.
#[derive(Debug)]
pub struct Checkpoints(AppendLog);

impl Checkpoints {
    /// Opens the checkpoints of the computation called `name`, and says what they hold: what is there of the
    /// same computation is used, unless it is to be done `anew`.
    ///
    /// # Errors
    /// Those of another computation, or a file that cannot be opened.
    pub fn open(path: &Path, name: &str, anew: bool) -> Result<(Checkpoints, Vec<String>)> {
        let mut about = [0; 40];
        about[8..].copy_from_slice(&Sha256::digest(name));
        let mut pieces = Vec::new();
        let is_there = path.symlink_metadata().is_ok();
        if anew && is_there {
            AppendLog::remove(path, &KIND)?;
        }
        if anew || !is_there {
            return Ok((Checkpoints(AppendLog::create(path, &KIND, &about)?), pieces));
        }
        let log = AppendLog::reopen(path, &KIND, &about, &mut |payload| {
            let text = std::str::from_utf8(payload).map(String::from);
            let is_text = text.is_ok();
            pieces.extend(text);
            is_text
        })?;
        Ok((Checkpoints(log), pieces))
    }

    /// Adds pieces.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add(&mut self, pieces: &[String]) -> Result<()> {
        self.0.append(pieces.len(), |k, buffer| buffer.extend(pieces[k].as_bytes()))
    }

    /// Makes sure that what was added survives.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn sync(&self) -> Result<()> {
        self.0.sync()
    }
}
