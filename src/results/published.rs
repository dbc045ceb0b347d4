//! Which files of a folder this program gave their names: noted before each gets its name, with size and SHA-256, so that
//! an unfinished folder tells its own files from those of others.
//!
//! It is an [`AppendLog`] with a record per file: its name in the folder and its content, as JSON.

use super::append_log::{AppendLog, LogKind, STRANGER_REMEDY};
use super::atomic::{self, FileContent, Sealed};
use super::manifest::content_of;
use crate::diagnostic::{Diagnostic, Result};
use std::path::Path;

/// Its name in a results folder, which has it while it is not finished.
pub const PUBLISHED: &str = "files.partial";

const KIND: LogKind = LogKind {
    magic: b"uptakeF\x01",
    stranger: "this is no record of files of this program, or its head is damaged",
    other: "this is no record of files of this program, or its head is damaged",
    remedy: STRANGER_REMEDY,
};

/// About no plan: whose files they are does not hang on it.
const ABOUT: [u8; 40] = [0; 40];

/// The files, and the open record of them.
#[derive(Debug)]
pub struct PublishedFiles {
    log: AppendLog,
    files: Vec<(String, FileContent)>,
}

impl PublishedFiles {
    /// Opens the record of a folder, or starts it.
    ///
    /// # Errors
    /// A file of another kind in its place; another process that has it open.
    pub fn open(path: &Path) -> Result<PublishedFiles> {
        match PublishedFiles::find(path)? {
            Some(found) => Ok(found),
            None => Ok(PublishedFiles { log: AppendLog::create(path, &KIND, &ABOUT)?, files: Vec::new() }),
        }
    }

    /// The record of a folder, if it has one.
    ///
    /// # Errors
    /// Those of [`PublishedFiles::open`].
    pub fn find(path: &Path) -> Result<Option<PublishedFiles>> {
        if path.symlink_metadata().is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
            return Ok(None);
        }
        let mut files = Vec::new();
        let log = AppendLog::reopen(path, &KIND, &ABOUT, &mut |payload| {
            let file = serde_json::from_slice(payload);
            let is_one = file.is_ok();
            files.extend(file);
            is_one
        })?;
        Ok(Some(PublishedFiles { log, files }))
    }

    /// Whether a file is such a record.
    pub fn is_one(path: &Path) -> bool {
        AppendLog::is_one(path, &KIND)
    }

    /// The names of the files, as they were noted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(name, _)| name.as_str())
    }

    /// Whether a file of this name and content was noted.
    pub fn holds(&self, name: &str, content: &FileContent) -> bool {
        self.files.iter().any(|(noted, what)| noted == name && what == content)
    }

    /// Notes files, those that were not noted before, through to the disk.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn note(&mut self, files: Vec<(String, FileContent)>) -> Result<()> {
        let files: Vec<_> = files.into_iter().filter(|(name, what)| !self.holds(name, what)).collect();
        let texts: std::result::Result<Vec<Vec<u8>>, _> = files.iter().map(serde_json::to_vec).collect();
        let texts = texts.map_err(|e| Diagnostic::of_the_program("the record of files", e))?;
        self.log.append(texts.len(), |k, buffer| buffer.extend(&texts[k]))?;
        self.log.sync()?;
        self.files.extend(files);
        Ok(())
    }

    /// Notes whole files of a folder and gives them their names, in the place of those noted before.
    ///
    /// # Errors
    /// A file that has one of the names and was not noted; names that cannot be given.
    pub fn replace(&mut self, folder: &Path, sealed: Vec<(String, Sealed)>) -> Result<()> {
        refuse_foreign(folder, Some(self), sealed.iter().map(|(name, _)| name.as_str()))?;
        self.note(sealed.iter().map(|(name, file)| (name.clone(), file.content().clone())).collect())?;
        sealed.into_iter().try_for_each(|(_, file)| file.publish().map(|_| ()))?;
        atomic::sync_folder(folder)
    }
}

/// Refuses where a folder has a file of one of these names that was not noted as it is.
///
/// # Errors
/// The file, by its name.
pub fn refuse_foreign<'n>(
    folder: &Path,
    record: Option<&PublishedFiles>,
    names: impl Iterator<Item = &'n str>,
) -> Result<()> {
    for name in names {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            let content = content_of(&path)?;
            if !record.is_some_and(|record| record.holds(name, &content)) {
                return Err(foreign(&path));
            }
        }
    }
    Ok(())
}

/// The error about a file that is not known to be ours.
pub fn foreign(path: &Path) -> Diagnostic {
    Diagnostic::failed(
        path,
        "was not written by this program, or was changed since, and is neither deleted nor replaced",
        "move it away, or choose another place with --out",
    )
}
