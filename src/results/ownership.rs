//! Which files of a folder this program wrote: `--force` removes those and refuses if there is any other.

use super::atomic::is_temporary;
use super::folder_log::FolderLog;
use super::journal::JOURNAL;
use super::manifest::{MACHINE, MANIFEST, Manifest};
use crate::diagnostic::{Diagnostic, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Files at the top of a results folder, whether or not they are finished.
const OWN: &[&str] = &[
    JOURNAL,
    MANIFEST,
    MACHINE,
    "columns.json",
    "districts.csv",
    "runs.csv",
    "timeline.csv",
    "timeline.parquet",
    "differences.csv",
    "differences.parquet",
    "summary.csv",
    "differences_summary.csv",
    "schools.csv",
    "schools.parquet",
    "report.html",
];

/// Folders of a results folder, with the endings of what we put in.
const OWN_FOLDERS: &[(&str, &[&str])] = &[("scenarios", &[".toml"]), ("figures", &[".svg", ".png", ".csv"])];

/// Whether this program made the folder: it has our manifest or our journal.
pub fn is_ours(folder: &Path) -> bool {
    FolderLog::is_one(&folder.join(JOURNAL)) || Manifest::read(folder).is_ok()
}

/// Whether there is nothing in the folder but temporaries of ours.
pub fn is_empty(folder: &Path) -> Result<bool> {
    Ok(names(folder)?.iter().all(|(name, _)| is_temporary(name)))
}

/// Empty a results folder of this program. Nothing is removed if it is not ours, or if there is any file
/// in it that this program did not write.
pub fn clear(folder: &Path) -> Result<()> {
    let listed = Manifest::read(folder).map(|m| m.files).unwrap_or_default();
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    if is_empty(folder)? {
        return Ok(());
    }
    if !is_ours(folder) {
        return Err(Diagnostic::failed(
            folder,
            "holds files, but was not made by this program (no manifest.json, no journal of its own)",
            "choose another place with --out; --force never deletes other files",
        ));
    }
    let mut walk = vec![(folder.to_path_buf(), String::new())];
    while let Some((inside, before)) = walk.pop() {
        for (name, is_folder) in names(&inside)? {
            let relative = format!("{before}{name}");
            if is_folder && holds_ours(&relative, listed.keys()) {
                walk.push((inside.join(&name), relative + "/"));
                folders.push(inside.join(&name));
            } else if !is_folder && (listed.contains_key(&relative) || is_own(&relative)) {
                files.push(inside.join(&name));
            } else {
                return Err(Diagnostic::failed(
                    &inside.join(&name),
                    "was not written by this program, so nothing in its folder is deleted",
                    "move it away, or choose another place with --out",
                ));
            }
        }
    }
    remove(files, folders)
}

/// The manifest goes first: a folder half removed must not look finished.
fn remove(mut files: Vec<PathBuf>, folders: Vec<PathBuf>) -> Result<()> {
    files.sort_by_key(|f| {
        (f.file_name() == Some(JOURNAL.as_ref()), f.file_name() != Some(MANIFEST.as_ref()), f.clone())
    });
    for file in files {
        fs::remove_file(&file).map_err(|e| Diagnostic::file(&file, "remove", e))?;
    }
    for folder in folders.iter().rev() {
        fs::remove_dir(folder).map_err(|e| Diagnostic::file(folder, "remove", e))?;
    }
    Ok(())
}

fn holds_ours<'a>(relative: &str, mut listed: impl Iterator<Item = &'a String>) -> bool {
    let inside = format!("{relative}/");
    OWN_FOLDERS.iter().any(|(folder, _)| *folder == relative) || listed.any(|file| file.starts_with(&inside))
}

fn is_own(relative: &str) -> bool {
    let name = relative.rsplit('/').next().unwrap_or(relative);
    let in_folder = |(folder, endings): &(&str, &[&str])| {
        relative.split_once('/').is_some_and(|(f, rest)| {
            f == *folder && !rest.contains('/') && endings.iter().any(|e| rest.ends_with(e))
        })
    };
    is_temporary(name) || OWN.contains(&relative) || OWN_FOLDERS.iter().any(in_folder)
}

/// Names in a folder, sorted, and which are folders. A link is neither followed nor ours.
fn names(folder: &Path) -> Result<Vec<(String, bool)>> {
    let fault = |e| Diagnostic::file(folder, "list the folder", e);
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let kind = entry.file_type().map_err(fault)?;
        if kind.is_symlink() {
            return Err(Diagnostic::failed(
                &entry.path(),
                "is a symbolic link, which this program never writes",
                "move it away, or choose another place with --out",
            ));
        }
        all.push((entry.file_name().to_string_lossy().into_owned(), kind.is_dir()));
    }
    all.sort();
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::{folder::TableFormat, sample};

    fn results(folder: &Path) -> PathBuf {
        let path = folder.join("r");
        sample::finished(&path, &sample::plan(1, 1, 3), TableFormat::Csv);
        path
    }

    #[test]
    fn a_folder_of_ours_is_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let path = results(folder.path());
        clear(&path).unwrap();
        assert!(names(&path).unwrap().is_empty());
        clear(&path).unwrap();
    }

    #[test]
    fn a_folder_with_a_users_files_is_never_deleted() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.docx"), "years").unwrap();
        assert!(clear(folder.path()).unwrap_err().to_string().contains("not made by this program"));
        fs::write(folder.path().join(MANIFEST), "{\"engine\": \"other\"}").unwrap();
        assert!(clear(folder.path()).is_err());
        assert!(folder.path().join("thesis.docx").exists());
    }

    #[test]
    fn a_users_file_among_ours_keeps_everything() {
        for name in ["notes.txt", "scenarios/notes.md", "figures/mine.psd"] {
            let folder = tempfile::tempdir().unwrap();
            let path = results(folder.path());
            fs::write(path.join(name), "mine").unwrap();
            assert!(clear(&path).unwrap_err().to_string().contains(name), "{name}");
            assert!(
                path.join(name).exists() && path.join(MANIFEST).exists() && path.join("runs.csv").exists()
            );
        }
    }

    #[test]
    fn a_users_folder_among_ours_keeps_everything() {
        let folder = tempfile::tempdir().unwrap();
        let path = results(folder.path());
        fs::create_dir(path.join("mine")).unwrap();
        assert!(clear(&path).is_err() && path.join("summary.csv").exists());
    }
}
