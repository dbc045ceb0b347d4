//! Notes: finished pieces of a long computation, a line each, so that it can go on after an interruption.
//!
//! The first line names the computation. Every line begins with a checksum of the rest; from the first torn or
//! damaged line on everything is cut off and computed again. One process writes at a time (a lock).

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::digest::text_digest;
use crate::diagnostic::{Diagnostic, Result};

/// Notes that are being written.
#[derive(Debug)]
pub struct Notes {
    file: File,
    path: PathBuf,
}

/// Digits of a line's checksum.
const DIGITS: usize = 16;

impl Notes {
    /// Opens the notes of the computation called `head`, and says what they hold: what is there of the same
    /// computation is used, unless it is to be done `anew`.
    ///
    /// # Errors
    /// Notes of another computation, or a file that cannot be opened.
    pub fn open(path: &Path, head: &str, anew: bool) -> Result<(Notes, Vec<String>)> {
        let file = |doing, error| Diagnostic::file(path, doing, error);
        let mut opened = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(|e| file("open", e))?;
        if opened.try_lock().is_err() {
            return Err(Diagnostic::failed(
                path,
                "another process is writing here",
                "wait for it, or choose another folder with --out DIR",
            ));
        }
        let mut text = Vec::new();
        opened.read_to_end(&mut text).map_err(|e| file("read", e))?;
        let mut notes = Notes { file: opened, path: path.to_path_buf() };
        if anew || text.is_empty() {
            notes.cut(0)?;
            notes.add(head)?;
            return Ok((notes, Vec::new()));
        }
        let (mut lines, whole) = whole_lines(&text);
        let first = if lines.is_empty() { None } else { Some(lines.remove(0)) };
        if first.as_deref() != Some(head) {
            return Err(Diagnostic::failed(
                path,
                "these are notes of another computation",
                "choose another folder with --out DIR, or begin anew with --force",
            ));
        }
        notes.cut(whole as u64)?;
        Ok((notes, lines))
    }

    fn cut(&mut self, length: u64) -> Result<()> {
        let path = self.path.clone();
        let file = |doing, error| Diagnostic::file(&path, doing, error);
        self.file.set_len(length).map_err(|e| file("shorten", e))?;
        self.file.seek(SeekFrom::Start(length)).map_err(|e| file("go on in", e))?;
        Ok(())
    }

    /// Adds a line.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, line: &str) -> Result<()> {
        let text = format!("{} {line}\n", &text_digest(line)[..DIGITS]);
        self.file.write_all(text.as_bytes()).map_err(|e| Diagnostic::file(&self.path, "write", e))
    }

    /// Makes sure that what was added survives.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn sync(&self) -> Result<()> {
        self.file.sync_data().map_err(|e| Diagnostic::file(&self.path, "write", e))
    }
}

/// The lines before the first torn or damaged one, and how many bytes they take.
fn whole_lines(text: &[u8]) -> (Vec<String>, usize) {
    let (mut lines, mut whole) = (Vec::new(), 0);
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        let Some(line_text) = line.strip_suffix(b"\n").and_then(|l| std::str::from_utf8(l).ok()) else {
            break;
        };
        let Some((sum, rest)) = line_text.split_once(' ') else { break };
        if sum.len() != DIGITS || !text_digest(rest).starts_with(sum) {
            break;
        }
        lines.push(rest.to_string());
        whole += line.len();
    }
    (lines, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_on_after_the_last_whole_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes");
        let (mut notes, none) = Notes::open(&path, "head", false).unwrap();
        assert!(none.is_empty());
        notes.add("one").unwrap();
        notes.add("two").unwrap();
        drop(notes);
        let mut text = std::fs::read(&path).unwrap();
        text.extend_from_slice(b"0123456789abcdef torn");
        std::fs::write(&path, &text).unwrap();
        assert!(Notes::open(&path, "another", false).is_err());
        let (mut notes, lines) = Notes::open(&path, "head", false).unwrap();
        assert_eq!(lines, ["one", "two"]);
        assert!(Notes::open(&path, "head", false).is_err(), "one writes at a time");
        notes.add("three").unwrap();
        drop(notes);
        // A bit that flipped takes its line and all after it away.
        let mut text = std::fs::read(&path).unwrap();
        let at = text.iter().position(|&b| b == b'w').unwrap();
        text[at] ^= 1;
        std::fs::write(&path, &text).unwrap();
        assert_eq!(Notes::open(&path, "head", false).unwrap().1, ["one"]);
        assert!(Notes::open(&path, "head", true).unwrap().1.is_empty());
    }
}
