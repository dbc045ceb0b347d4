//! Files that appear only when whole.
//!
//! A file is written under a temporary name in its own folder, flushed to disk, and only then given its
//! name; the folder is flushed after. Whatever fails before that leaves no trace; what a killed program
//! leaves is recognized by its suffix and swept at the next start (`inventory.rs`).

use super::digest::hex;
use super::fault_points;
use crate::diagnostic::{Diagnostic, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, FileType, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// The end of every temporary name.
pub const TEMPORARY_SUFFIX: &str = ".uptake-part";

/// A file being written; dropped before [`Draft::seal`], it vanishes.
#[derive(Debug)]
pub struct Draft {
    file: NamedTempFile,
    target: PathBuf,
    hash: Sha256,
    bytes: u64,
}

/// A whole file on disk that still has its temporary name; dropped before [`Sealed::publish`], it vanishes.
#[derive(Debug)]
pub struct Sealed {
    file: NamedTempFile,
    target: PathBuf,
    content: FileContent,
}

/// How a file's content is recognized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileContent {
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hex, as `sha256sum` prints it.
    pub sha256: String,
}

/// Start a file. A target that exists and is not a regular file is refused.
pub fn draft(target: &Path) -> Result<Draft> {
    refuse_special(target)?;
    let name = target
        .file_name()
        .ok_or_else(|| Diagnostic::failed(target, "the path does not end in a file name", "name a file"))?;
    let prefix = format!(".{}.", name.to_string_lossy());
    sweep_of(&folder_of(target), &prefix)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(TEMPORARY_SUFFIX);
    // As any other file of the user, who may share it; not for the user alone, as temporaries usually are.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder_of(target));
    let file = file.map_err(|e| Diagnostic::file(target, "create the file", e))?;
    // Until it is closed, nobody sweeps it. Where locks are not offered (some network folders), anybody may.
    let _ = file.as_file().try_lock();
    fault_points::reached("temporary file created");
    Ok(Draft { file, target: target.to_path_buf(), hash: Sha256::new(), bytes: 0 })
}

/// Write a whole small file at once, through to the disk; in the place of one that is there, or only where there is none.
pub fn write_file(target: &Path, content: &[u8], replace: bool) -> Result<FileContent> {
    let sealed = sealed(target, content)?;
    let content = if replace { sealed.publish() } else { sealed.publish_new() }?;
    sync_folder(&folder_of(target))?;
    Ok(content)
}

/// A whole small file under a temporary name.
pub fn sealed(target: &Path, content: &[u8]) -> Result<Sealed> {
    let mut draft = draft(target)?;
    draft.write_all(content).map_err(|e| Diagnostic::file(target, "write", e))?;
    draft.seal()
}

impl Write for Draft {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = fault_points::Limited(self.file.as_file_mut()).write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

impl Draft {
    /// The name the file will have.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Flush the file to disk; from here on it is whole.
    pub fn seal(self) -> Result<Sealed> {
        let synced = self.file.as_file().sync_all();
        synced.map_err(|e| Diagnostic::file(&self.target, "flush to disk", e))?;
        fault_points::reached("file whole under its temporary name");
        let content = FileContent { bytes: self.bytes, sha256: hex(&self.hash.finalize()) };
        Ok(Sealed { file: self.file, target: self.target, content })
    }
}

impl Sealed {
    /// The name the file will have.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Size and hash.
    pub fn content(&self) -> &FileContent {
        &self.content
    }

    /// Give the file its name, in the place of a file that has it. The folder still has to be flushed, once for all its files.
    pub fn publish(self) -> Result<FileContent> {
        refuse_special(&self.target)?;
        let named = self.file.persist(&self.target);
        let file =
            named.map_err(|e| Diagnostic::file(&self.target, "give the finished file its name", e.error))?;
        // By name: a process that this one is just starting would keep the lock for a moment.
        let _ = file.unlock();
        fault_points::reached("file under its final name");
        Ok(self.content)
    }

    /// Give the file its name, which nothing may have: what has it is kept. The folder still has to be flushed.
    pub fn publish_new(self) -> Result<FileContent> {
        let target = &self.target;
        let is_free = || fs::symlink_metadata(target).is_err_and(|e| e.kind() == io::ErrorKind::NotFound);
        let named = self.file.persist_noclobber(target).or_else(|e| match e.error.kind() {
            // Some file systems cannot tell in one step whether a name is free.
            kind if kind != io::ErrorKind::AlreadyExists && is_free() => e.file.persist(target),
            _ => Err(e),
        });
        let file = named.map_err(|e| Diagnostic::file(target, "give the finished file its name", e.error))?;
        let _ = file.unlock();
        fault_points::reached("new file under its final name");
        Ok(self.content)
    }
}

/// Make the names in a folder durable. Where folders cannot be flushed (Windows), nothing is done.
pub fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|f| f.sync_all());
        synced.map_err(|e| Diagnostic::file(folder, "flush the folder to disk", e))?;
    }
    Ok(())
}

/// Remove the temporaries a killed program left in a folder; their number.
pub fn sweep(folder: &Path) -> Result<usize> {
    sweep_of(folder, ".")
}

/// Remove those whose names begin so, unless a process is writing them; their number.
fn sweep_of(folder: &Path, prefix: &str) -> Result<usize> {
    let fault = |e| Diagnostic::file(folder, "list the folder", e);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(e) => return Err(fault(e)),
    };
    let mut swept = 0;
    for entry in entries {
        let entry = entry.map_err(fault)?;
        let name = entry.file_name();
        let is_one = name.to_str().is_some_and(|name| name.starts_with(prefix) && is_temporary(name));
        if is_one && entry.file_type().is_ok_and(|t| t.is_file()) && is_abandoned(&entry.path()) {
            fs::remove_file(entry.path()).map_err(|e| Diagnostic::file(&entry.path(), "remove", e))?;
            fault_points::reached("temporary file swept");
            swept += 1;
        }
    }
    Ok(swept)
}

/// Remove a file. That it is gone already is no fault.
pub fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(Diagnostic::file(path, "remove", e)),
        _ => {
            fault_points::reached("file removed");
            Ok(())
        }
    }
}

/// Whether no process is writing a temporary.
pub fn is_abandoned(temporary: &Path) -> bool {
    File::open(temporary).is_ok_and(|file| !matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Whether a file name, or the last part of a path with `/`, is one of our temporaries.
pub fn is_temporary(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.starts_with('.') && name.ends_with(TEMPORARY_SUFFIX)
}

/// The folder a file is in.
pub fn folder_of(target: &Path) -> PathBuf {
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// What is no regular file, in words.
pub fn special(kind: FileType) -> Option<&'static str> {
    match kind {
        kind if kind.is_file() => None,
        kind if kind.is_dir() => Some("a folder"),
        kind if kind.is_symlink() => Some("a symbolic link"),
        _ => Some("a device or another special file"),
    }
}

/// Opens a regular file to read it. Anything else is refused at once: a pipe would never begin.
pub fn open_regular(path: &Path) -> Result<File> {
    let fault = |e| Diagnostic::file(path, "open", e);
    match special(fs::symlink_metadata(path).map_err(fault)?.file_type()) {
        None => File::open(path).map_err(fault),
        Some(what) => Err(not_regular(path, what, "is not read")),
    }
}

fn refuse_special(target: &Path) -> Result<()> {
    match fs::symlink_metadata(target).map(|m| special(m.file_type())) {
        Ok(None) => Ok(()),
        Ok(Some(what)) => Err(not_regular(target, what, "is not replaced")),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(Diagnostic::file(target, "look at what is there", e)),
    }
}

fn not_regular(path: &Path, what: &str, so: &str) -> Diagnostic {
    Diagnostic::failed(
        path,
        format!("is {what}, not a regular file, and {so}"),
        "move it away, or choose another place with --out",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut all: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        all.sort();
        all
    }

    #[test]
    fn a_file_appears_only_when_whole() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        let mut draft = draft(&target).unwrap();
        draft.write_all(b"abc").unwrap();
        assert!(!target.exists());
        let sealed = draft.seal().unwrap();
        assert!(!target.exists());
        let content = sealed.publish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"abc");
        assert_eq!(content.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(names(folder.path()), ["a.csv"]);
    }

    #[test]
    fn a_file_given_up_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        fs::write(&target, "old").unwrap();
        draft(&target).unwrap().write_all(b"new").unwrap();
        drop(draft(&target).unwrap().seal().unwrap());
        assert_eq!(names(folder.path()), ["a.csv"]);
        assert_eq!(fs::read(&target).unwrap(), b"old");
    }

    #[test]
    fn folders_links_and_devices_are_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let sub = folder.path().join("sub");
        fs::create_dir(&sub).unwrap();
        assert!(
            write_file(&sub, b"x", true).unwrap_err().to_string().contains("is a folder, not a regular file")
        );
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(&sub, &link).unwrap();
            assert!(write_file(&link, b"x", true).unwrap_err().to_string().contains("symbolic link"));
            assert!(
                write_file(Path::new("/dev/null"), b"x", true).unwrap_err().to_string().contains("device")
            );
        }
    }

    #[test]
    fn a_folder_that_does_not_exist_is_named() {
        let error = write_file(Path::new("/no/such/folder/a.csv"), b"x", true).unwrap_err().to_string();
        assert!(
            error.starts_with("/no/such/folder/a.csv: cannot create the file")
                && error.contains("check the path")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_temporary_is_swept_when_its_writer_is_gone_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.csv");
        let first = draft(&target).unwrap();
        drop(draft(&target).unwrap());
        assert!(sweep(folder.path()).unwrap() == 0 && first.file.path().exists());
        let (_, stale) = first.file.keep().unwrap();
        write_file(&folder.path().join("b.csv"), b"x", true).unwrap();
        assert!(stale.exists(), "it is of another file");
        write_file(&target, b"x", true).unwrap();
        assert_eq!(names(folder.path()), ["a.csv", "b.csv"]);
    }

    #[test]
    fn stale_temporaries_are_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(format!(".a.csv.1-1{TEMPORARY_SUFFIX}")), "x").unwrap();
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        assert_eq!(sweep(folder.path()).unwrap(), 1);
        assert_eq!(names(folder.path()), ["notes.txt"]);
        assert_eq!(sweep(&folder.path().join("absent")).unwrap(), 0);
    }
}
