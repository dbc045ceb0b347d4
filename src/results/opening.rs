//! Opening a results folder: what may be done with what is already there.

use super::digest::PlanDigest;
use super::folder::{Mode, TableFormat};
use super::folder_log::FolderLog;
use super::journal::JOURNAL;
use super::manifest::Manifest;
use super::{atomic, ownership};
use crate::diagnostic::{Diagnostic, Result};
use std::fs;
use std::path::Path;

/// Look at what is there and decide: the log to go on with, or nothing if all is done.
pub fn open(path: &Path, digest: &PlanDigest, tables: TableFormat, mode: Mode) -> Result<Option<FolderLog>> {
    match fs::metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return fresh(path, digest, tables).map(Some),
        Err(e) => return Err(Diagnostic::file(path, "look at what is there", e)),
        Ok(m) if !m.is_dir() => {
            return Err(Diagnostic::failed(
                path,
                "is a file, and results need a folder",
                "choose another place with --out",
            ));
        }
        Ok(_) => {}
    }
    if mode == Mode::Force {
        refuse_busy(path)?;
        ownership::clear(path)?;
        return fresh(path, digest, tables).map(Some);
    }
    if mode == Mode::Resume && ownership::is_empty(path)? {
        return fresh(path, digest, tables).map(Some);
    }
    let finished = Manifest::read(path).ok();
    let same = finished.filter(|m| m.digest == digest.hex());
    if let Some(manifest) = same {
        manifest.verify(path)?;
        // Killed between the manifest and the end: only this was left to do.
        remove_journal(path)?;
        return Ok(None);
    }
    if mode == Mode::Resume {
        return resume(path, digest, tables).map(Some);
    }
    let unfinished =
        if FolderLog::is_one(&path.join(JOURNAL)) { " and holds unfinished results" } else { "" };
    Err(Diagnostic::failed(
        path,
        format!("exists already{unfinished}, and nothing is overwritten"),
        "go on with unfinished results of the same plan with --resume, replace results of this program with --force, or choose another place with --out",
    ))
}

fn fresh(path: &Path, digest: &PlanDigest, tables: TableFormat) -> Result<FolderLog> {
    fs::create_dir_all(path).map_err(|e| Diagnostic::file(path, "create the folder", e))?;
    sweep_all(path)?;
    FolderLog::create(&path.join(JOURNAL), digest, tables)
}

fn resume(path: &Path, digest: &PlanDigest, tables: TableFormat) -> Result<FolderLog> {
    if !path.join(JOURNAL).exists() {
        let (fault, remedy) = match Manifest::read(path) {
            Ok(_) => (
                "holds finished results of another plan",
                "choose another place with --out, or replace them with --force",
            ),
            Err(_) => ("holds no unfinished results of this program", "choose another place with --out"),
        };
        return Err(Diagnostic::failed(path, fault, remedy));
    }
    let log = FolderLog::reopen(&path.join(JOURNAL), digest, tables)?;
    sweep_all(path)?;
    Ok(log)
}

/// A folder another process writes to is not emptied.
fn refuse_busy(path: &Path) -> Result<()> {
    let journal = path.join(JOURNAL);
    let locked = fs::File::open(&journal).map(|f| matches!(f.try_lock(), Err(fs::TryLockError::WouldBlock)));
    match locked {
        Ok(true) => Err(Diagnostic::failed(
            path,
            "another process is writing to this folder",
            "wait until it is done, or choose another place with --out",
        )),
        _ => Ok(()),
    }
}

fn sweep_all(path: &Path) -> Result<()> {
    for folder in [path.to_path_buf(), path.join("scenarios"), path.join("figures")] {
        atomic::sweep(&folder)?;
    }
    Ok(())
}

/// Remove the journal, if there is one: its content is in the tables.
pub fn remove_journal(path: &Path) -> Result<()> {
    let journal = path.join(JOURNAL);
    match fs::remove_file(&journal) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Diagnostic::file(&journal, "remove", e)),
        _ => atomic::sync_folder(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Plan;
    use crate::results::folder::{Folder, TableFormat};
    use crate::results::manifest::MANIFEST;
    use crate::results::sample;

    const CSV: TableFormat = TableFormat::Csv;

    fn open(path: &Path, plan: &Plan, mode: Mode) -> Result<Folder> {
        Folder::open(path, plan, CSV, mode)
    }

    #[test]
    fn a_folder_that_exists_is_refused_and_both_ways_on_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(1, 1, 3);
        let error = open(folder.path(), &plan, Mode::New).unwrap_err().to_string();
        assert!(error.contains("--resume") && error.contains("--force"), "{error}");
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        for mode in [Mode::New, Mode::Resume, Mode::Force] {
            assert!(open(&file, &plan, mode).unwrap_err().to_string().contains("is a file"));
        }
        let error = open(&file.join("below"), &plan, Mode::New).unwrap_err().to_string();
        assert!(error.contains("a part of the path is a file"), "{error}");
    }

    #[test]
    fn an_identical_finished_folder_is_used_again_and_a_damaged_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(2, 1, 3));
        sample::finished(&path, &plan, CSV);
        let before = fs::read(path.join(MANIFEST)).unwrap();
        for mode in [Mode::New, Mode::Resume] {
            let again = open(&path, &plan, mode).unwrap();
            assert!(again.is_finished() && again.next_job() == again.jobs());
            again.finish(vec![], &sample::machine()).unwrap();
            assert_eq!(fs::read(path.join(MANIFEST)).unwrap(), before);
        }
        let mut other = plan.clone();
        other.seed += 1;
        assert!(open(&path, &other, Mode::New).is_err());
        assert!(open(&path, &other, Mode::Resume).unwrap_err().to_string().contains("another plan"));
        fs::write(path.join("runs.csv"), "changed").unwrap();
        let error = open(&path, &plan, Mode::New).unwrap_err().to_string();
        assert!(error.contains("runs.csv") && error.contains("--force"), "{error}");
    }

    #[test]
    fn unfinished_results_go_on_with_resume_alone_and_only_for_the_same_plan() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(1, 1, 5));
        let mut opened = open(&path, &plan, Mode::Resume).unwrap();
        opened.append(&sample::outcomes(&plan)[..2]).unwrap();
        assert!(opened.write_tables().unwrap_err().to_string().contains("2 of 5 runs are done"));
        assert!(open(&path, &plan, Mode::Force).unwrap_err().to_string().contains("another process"));
        drop(opened);
        assert!(open(&path, &plan, Mode::New).unwrap_err().to_string().contains("unfinished"));
        assert_eq!(open(&path, &plan, Mode::Resume).unwrap().next_job(), 2);
        let mut other = plan.clone();
        other.months += 1;
        assert!(open(&path, &other, Mode::Resume).unwrap_err().to_string().contains("another plan"));
        assert_eq!(open(&path, &other, Mode::Force).unwrap().next_job(), 0);
    }

    #[test]
    fn killed_while_writing_tables_the_folder_goes_on_and_what_was_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(2, 1, 3));
        let mut opened = open(&path, &plan, Mode::New).unwrap();
        opened.append(&sample::outcomes(&plan)).unwrap();
        opened.write_tables().unwrap();
        drop(opened);
        let stale = path.join(format!("scenarios/.x.toml.1-1{}", atomic::TEMPORARY_SUFFIX));
        fs::write(&stale, "half").unwrap();
        fs::write(path.join("summary.csv"), "old").unwrap();
        let again = open(&path, &plan, Mode::Resume).unwrap();
        assert!(!stale.exists() && again.next_job() == again.jobs());
        again.finish(vec![], &sample::machine()).unwrap().verify(&path).unwrap();
        assert!(fs::read_to_string(path.join("summary.csv")).unwrap().starts_with("scenario,"));
    }

    #[test]
    fn killed_after_the_manifest_the_folder_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(1, 1, 3));
        sample::finished(&path, &plan, CSV);
        fs::write(path.join(JOURNAL), "left").unwrap();
        assert!(open(&path, &plan, Mode::Resume).unwrap().is_finished());
        assert!(!path.join(JOURNAL).exists());
    }

    #[test]
    fn a_folder_of_someone_else_is_kept_in_every_mode() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.docx"), "years").unwrap();
        for mode in [Mode::New, Mode::Resume, Mode::Force] {
            assert!(open(folder.path(), &sample::plan(1, 1, 3), mode).is_err());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
