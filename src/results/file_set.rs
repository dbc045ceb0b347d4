//! Several files that get their names together: all of them, or none.

use super::atomic::{self, Sealed, TEMPORARY_SUFFIX, folder_of};
use super::fault_points;
use crate::diagnostic::{Diagnostic, Result};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use tempfile::{Builder, TempPath};

/// What stood under a name before.
enum Before {
    Nothing,
    /// The file, which has a second name.
    Kept(TempPath),
    /// A file that could not be kept: the file system has no second names.
    Lost,
}

/// Writes files by name into a folder, which is made if need be. Where there was none, it appears with all its files at once,
/// even if the program is killed. Where there was one, the files are whole on disk before the first gets its name; if a name
/// cannot be given, the names given before are taken back.
///
/// # Errors
/// A file that is there and is not to be replaced; a folder that cannot be written. A file that was replaced and cannot be put
/// back is named.
pub fn write(folder: &Path, files: &[(String, Vec<u8>)], replace: bool) -> Result<()> {
    if folder.exists() {
        let sealed = files.iter().map(|(name, content)| atomic::sealed(&folder.join(name), content));
        publish(sealed.collect::<Result<_>>()?, replace)?;
        return atomic::sync_folder(folder);
    }
    let around = folder_of(folder);
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let prefix = format!(".{name}.");
    let fault = |e| Diagnostic::file(folder, "create the folder", e);
    fs::create_dir_all(&around).map_err(fault)?;
    sweep(&around, &prefix, files);
    let mut new = Builder::new();
    new.prefix(&prefix).suffix(TEMPORARY_SUFFIX);
    #[cfg(unix)]
    new.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let new = new.tempdir_in(&around).map_err(fault)?;
    // Held until the end: nobody sweeps it.
    let held = File::open(new.path()).ok();
    let _ = held.as_ref().map(File::try_lock);
    for (name, content) in files {
        let sealed = atomic::sealed(&new.path().join(name), content);
        sealed.and_then(Sealed::publish_new).map_err(|fault| fault.at(&folder.join(name)))?;
    }
    atomic::sync_folder(new.path())?;
    fs::rename(new.path(), folder).map_err(fault)?;
    let _ = new.keep();
    fault_points::reached("folder under its final name");
    atomic::sync_folder(&around)
}

/// Removes the folders of this name that a killed process left before they had their name, with these files; where anything else is
/// in one, it stays.
fn sweep(around: &Path, prefix: &str, files: &[(String, Vec<u8>)]) {
    for entry in fs::read_dir(around).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_one = name.to_str().is_some_and(|name| name.starts_with(prefix) && atomic::is_temporary(name));
        if is_one && entry.file_type().is_ok_and(|kind| kind.is_dir()) && atomic::is_abandoned(&entry.path())
        {
            let folder = entry.path();
            let _ = atomic::sweep(&folder);
            files.iter().for_each(|(name, _)| drop(fs::remove_file(folder.join(name))));
            let _ = fs::remove_dir(&folder);
        }
    }
}

/// Gives whole files their names, all or none.
fn publish(sealed: Vec<Sealed>, replace: bool) -> Result<()> {
    let mut done = Vec::new();
    for file in sealed {
        let target = file.target().to_path_buf();
        let before = match target.symlink_metadata() {
            Ok(_) if replace => keep(&target),
            _ => Before::Nothing,
        };
        match if replace { file.publish() } else { file.publish_new() } {
            Ok(_) => done.push((target, before)),
            Err(fault) => return Err(taken_back(done, fault)),
        }
    }
    Ok(())
}

/// Gives a file a second name, under which it stays until the end.
fn keep(target: &Path) -> Before {
    let second = |path: &Path| fs::hard_link(target, path);
    let prefix = format!(".{}.", target.file_name().unwrap_or_default().to_string_lossy());
    let kept = Builder::new().prefix(&prefix).suffix(TEMPORARY_SUFFIX).make_in(folder_of(target), second);
    kept.map_or(Before::Lost, |kept| Before::Kept(kept.into_temp_path()))
}

/// Takes names back, the last first; the fault says what could not be put back.
fn taken_back(done: Vec<(PathBuf, Before)>, fault: Diagnostic) -> Diagnostic {
    let mut left = Vec::new();
    for (target, before) in done.into_iter().rev() {
        let is_back = match before {
            Before::Nothing => atomic::remove(&target).is_ok(),
            Before::Kept(kept) => kept.persist(&target).is_ok(),
            Before::Lost => false,
        };
        if !is_back {
            left.push(target.display().to_string());
        }
    }
    if left.is_empty() {
        return fault;
    }
    let mut fault = fault;
    fault.fault += &format!("; what stood before could not be put back: {}", left.join(", "));
    fault
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn files(text: &str) -> Vec<(String, Vec<u8>)> {
        ["a.svg", "b.svg", "c.svg"].map(|name| (name.into(), format!("{name} {text}").into_bytes())).into()
    }

    /// Names of what is there, with the text of files.
    fn all(folder: &Path) -> BTreeMap<String, String> {
        let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap());
        let text = |path: &Path| fs::read_to_string(path).unwrap_or_default();
        entries.map(|e| (e.file_name().into_string().unwrap(), text(&e.path()))).collect()
    }

    #[test]
    fn a_new_folder_appears_with_all_its_files() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("deep/figures");
        write(&folder, &files("new"), false).unwrap();
        assert_eq!(all(&folder).len(), 3);
        assert_eq!(fs::read_dir(home.path().join("deep")).unwrap().count(), 1, "nothing is left beside it");
        assert!(write(&folder, &files("other"), false).is_err());
        assert_eq!(all(&folder)["a.svg"], "a.svg new");
        write(&folder, &files("other"), true).unwrap();
        assert_eq!((all(&folder)["c.svg"].as_str(), all(&folder).len()), ("c.svg other", 3));
    }

    #[test]
    fn where_one_name_cannot_be_given_all_is_as_before() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        fs::write(folder.join("a.svg"), "older").unwrap();
        fs::create_dir(folder.join("c.svg")).unwrap();
        let before = all(folder);
        for replace in [false, true] {
            let sealed = files("new").into_iter().map(|(name, content)| {
                let hidden = folder.join("c.svg");
                // The folder in the way comes after the files were written.
                let _ = fs::remove_dir(&hidden);
                atomic::sealed(&folder.join(name), &content).unwrap()
            });
            let sealed: Vec<Sealed> = sealed.collect();
            fs::create_dir(folder.join("c.svg")).unwrap();
            assert!(publish(sealed, replace).is_err());
            assert_eq!(all(folder), before, "{replace}");
        }
    }
}
