//! What a folder has that is being filled: the log of its jobs, and the files that have their names.

use crate::diagnostic::Result;
use crate::results::atomic::{self, FileContent, Sealed};
use crate::results::file_names::INNER_FOLDERS;
use crate::results::folder_log::FolderLog;
use crate::results::growth::Growth;
use crate::results::opening;
use crate::results::published::{PUBLISHED, PublishedFiles};
use std::collections::BTreeMap;
use std::path::Path;

/// Most files that are open at once.
const OPEN_AT_ONCE: usize = 64;

/// What a folder has that is being filled.
#[derive(Debug)]
pub(super) struct FillingFolder {
    /// The jobs.
    pub(super) log: FolderLog,
    /// The files that have their names.
    pub(super) written: BTreeMap<String, FileContent>,
    /// The record of them, from the first on.
    pub(super) published: Option<PublishedFiles>,
    /// The finished results of fewer replications, until the tables are written.
    pub(super) growth: Option<Box<Growth>>,
}

impl FillingFolder {
    /// Writes small files, some at a time: each is open until it has its name.
    pub(super) fn write(&mut self, path: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
        for some in files.chunks(OPEN_AT_ONCE) {
            let sealed = some.iter().map(|(name, content)| seal(path, name, content));
            let sealed = sealed.collect::<Result<_>>()?;
            self.publish(path, sealed)?;
        }
        Ok(())
    }

    /// Gives whole files their names, which nothing may have: first they are noted.
    pub(super) fn publish(&mut self, path: &Path, sealed: Vec<Sealed>) -> Result<()> {
        let name = |file: &Sealed| portable(file.target().strip_prefix(path).unwrap_or(file.target()));
        let files: Vec<_> = sealed.iter().map(|file| (name(file), file.content().clone())).collect();
        let published = match &mut self.published {
            Some(published) => published,
            none => none.insert(PublishedFiles::open(&path.join(PUBLISHED))?),
        };
        published.note(files.clone())?;
        sealed.into_iter().try_for_each(|file| file.publish_new().map(|_| ()))?;
        for inner in
            INNER_FOLDERS.iter().filter(|inner| files.iter().any(|(name, _)| name.starts_with(**inner)))
        {
            atomic::sync_folder(&path.join(inner))?;
        }
        atomic::sync_folder(path)?;
        self.written.extend(files);
        Ok(())
    }
}

/// A file of the folder, whole on disk under a temporary name, with the folder it is in.
fn seal(path: &Path, name: &str, content: &[u8]) -> Result<Sealed> {
    if let Some((inner, _)) = name.split_once('/') {
        opening::inner_folder(&path.join(inner))?;
    }
    atomic::sealed(&path.join(name), content)
}

fn portable(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
