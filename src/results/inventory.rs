//! What is in a results folder, without following any link.

use super::atomic::{self, is_temporary};
use super::file_names::INNER_FOLDERS;
use crate::diagnostic::{Diagnostic, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What has a name in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a device, a pipe: in words.
    Special(&'static str),
}

/// Everything in the folder and in the folders it has inside, by its path there with `/`. Other folders are named and not
/// looked into.
#[derive(Debug)]
pub struct Inventory(pub BTreeMap<String, FoundKind>);

impl Inventory {
    /// Looks into a folder.
    ///
    /// # Errors
    /// A folder that cannot be listed.
    pub fn of(folder: &Path) -> Result<Inventory> {
        let mut found = BTreeMap::new();
        list(folder, "", &mut found)?;
        for inner in INNER_FOLDERS {
            if found.get(inner) == Some(&FoundKind::Folder) {
                list(&folder.join(inner), &format!("{inner}/"), &mut found)?;
            }
        }
        Ok(Inventory(found))
    }

    /// Whether anything has this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Whether there is nothing but temporaries of a process that was killed.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(name, kind)| *kind == FoundKind::File && is_temporary(name))
    }

    /// Removes the temporaries that a killed process left; links are neither followed nor removed.
    pub fn sweep(&self, folder: &Path) -> Result<()> {
        atomic::sweep(folder)?;
        let inner = INNER_FOLDERS.iter().filter(|inner| self.0.get(**inner) == Some(&FoundKind::Folder));
        inner.map(|inner| atomic::sweep(&folder.join(inner))).try_for_each(|swept| swept.map(drop))
    }
}

fn list(folder: &Path, before: &str, found: &mut BTreeMap<String, FoundKind>) -> Result<()> {
    let fault = |e| Diagnostic::file(folder, "list the folder", e);
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let kind = entry.file_type().map_err(fault)?;
        let kind = match atomic::special(kind) {
            _ if kind.is_dir() => FoundKind::Folder,
            None => FoundKind::File,
            Some(what) => FoundKind::Special(what),
        };
        found.insert(format!("{before}{}", entry.file_name().to_string_lossy()), kind);
    }
    Ok(())
}
