//! Opening a results folder: what may be done with what is already there.

use super::checked::{check, check_plan};
use super::digest::{PlanDigest, plan_digest};
use super::file_names::FileNames;
use super::folder::{Mode, TableFormat};
use super::folder_log::FolderLog;
use super::growth::{Growth, WithReplications};
use super::inventory::Inventory;
use super::journal::JOURNAL;
use super::manifest::{MANIFEST, Manifest};
use super::published::{PUBLISHED, PublishedFiles};
use super::told_apart::told_apart;
use super::{atomic, fault_points, ownership};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::Plan;
use crate::files::FilesIn;
use crate::parameters::Ledger;
use crate::phrasing::{listed, thousands};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What is to be done in a folder.
#[derive(Debug)]
pub enum Opened {
    /// Nothing: all is done.
    Finished,
    /// What the log lacks.
    Filling(FolderLog),
    /// Likewise, and the finished results of fewer replications are there.
    Growing(FolderLog, Box<Growth>),
}

/// Look at what is there and decide; `with` gives the plan with another number of replications.
pub fn open(
    path: &Path,
    plan: &Plan,
    tables: TableFormat,
    (mode, with): (Mode, WithReplications<'_>),
) -> Result<Opened> {
    let filling = |log: Result<FolderLog>| log.map(Opened::Filling);
    match fs::metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && mode == Mode::Grow => {
            return Err(nothing_grows(path, "is not there"));
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return filling(fresh(path, plan, tables)),
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
    let found = Inventory::of(path)?;
    if mode == Mode::Grow && found.is_empty() {
        return Err(nothing_grows(path, "is empty"));
    }
    if mode != Mode::New && found.is_empty() {
        return filling(fresh(path, plan, tables));
    }
    if mode == Mode::Force {
        ownership::clear(path, &found, || finished(path, plan, tables))?;
        return filling(fresh(path, plan, tables));
    }
    let is_finished = found.has(MANIFEST);
    let growth = match is_finished {
        true => Growth::of(path, Manifest::read(path)?, (plan, tables), with),
        false => Ok(None),
    };
    if let (Mode::Resume | Mode::Grow, Some(growth)) = (mode, growth?) {
        let log = growth.begin(&found, plan)?;
        return Ok(Opened::Growing(log, Box::new(growth)));
    }
    let digest = plan_digest(plan, tables);
    if mode == Mode::Grow && is_finished {
        let found = Manifest::read(path)?;
        if found.digest != digest.hex() {
            return Err(does_not_grow(path, &found, (plan, tables), with));
        }
    }
    if is_finished && finished(path, plan, tables)?.digest == digest.hex() {
        // Killed between the manifest and the end: only this was left to do. Where it cannot be done, nothing hangs on it.
        let _ = remove_logs(path, &digest);
        return Ok(Opened::Finished);
    }
    match (mode, is_finished) {
        // All runs were there when it was interrupted, and the smaller results were given up for them.
        (Mode::Grow, false) if FolderLog::is_about(&path.join(JOURNAL), &digest) => {
            filling(resume(path, &found, plan, tables))
        }
        (Mode::Grow, false) => Err(nothing_grows(path, "holds no finished results")),
        (Mode::Resume, true) => Err(Diagnostic::failed(
            path,
            "holds finished results of another plan",
            "choose another place with --out, or replace them with --force",
        )),
        (Mode::Resume, false) => filling(resume(path, &found, plan, tables)),
        _ => {
            let unfinished =
                if FolderLog::is_one(&path.join(JOURNAL)) { " and holds unfinished results" } else { "" };
            Err(Diagnostic::failed(
                path,
                format!("exists already{unfinished}, and nothing is overwritten"),
                "go on with unfinished results of the same plan with --resume; add replications to finished ones with --grow; replace results of this program with --force, or choose another place with --out",
            ))
        }
    }
}

/// The error about a place where there is nothing that could grow.
fn nothing_grows(path: &Path, fault: &str) -> Diagnostic {
    let remedy = "name the folder of finished results with --out; leave --grow out to run all replications, or go on with --resume";
    Diagnostic::failed(path, format!("{fault}, and --grow adds replications to finished results"), remedy)
}

/// The error about finished results that this plan does not continue.
fn does_not_grow(
    path: &Path,
    found: &Manifest,
    (plan, tables): (&Plan, TableFormat),
    with: WithReplications<'_>,
) -> Diagnostic {
    let (there, asked) = (found.replications, plan.replications);
    let alike = with(there);
    let alike =
        Manifest::of(&alike, &plan_digest(&alike, tables), tables, &BTreeMap::new(), &BTreeMap::new());
    let apart = told_apart(&alike, found);
    match apart.is_empty() {
        true => {
            let fault = format!("holds {} replications, and results only grow", thousands(there.into()));
            let remedy = format!("ask for more than {there} with -n, or choose another place with --out");
            Diagnostic::failed(path, fault, remedy)
        }
        false => {
            let fault = format!("holds finished results of another plan: this one has {}", listed(&apart));
            let remedy = format!(
                "ask for the same as before with a larger -n than {there} ({asked} now), or choose another place with --out"
            );
            Diagnostic::failed(path, fault, remedy)
        }
    }
}

/// The manifest of a finished folder that was checked, whatever its plan.
fn finished(path: &Path, plan: &Plan, tables: TableFormat) -> Result<Manifest> {
    if Manifest::read(path)?.digest == plan_digest(plan, tables).hex() {
        return check_plan(path, plan, tables);
    }
    match check(path, &FilesIn(path), &Ledger::standard()?) {
        Ok((manifest, _)) => Ok(manifest),
        Err(found) => Err(found.list().first().cloned().unwrap_or_else(|| {
            Diagnostic::failed(
                path,
                "is not a results folder of this program",
                "choose another place with --out",
            )
        })),
    }
}

/// The names of the files of a plan.
pub fn names(plan: &Plan, tables: TableFormat) -> FileNames {
    if plan.shard.is_some() {
        return FileNames::of_shard(plan.scenarios.iter().map(|s| s.name.as_str()));
    }
    let name = |s: usize| plan.scenarios.get(s).map(|s| s.name.as_str());
    let compared: Vec<&str> = plan.pairs.iter().filter_map(|(other, _)| name(*other)).collect();
    FileNames::of(
        plan.scenarios.iter().map(|s| s.name.as_str()),
        (&compared, plan.unpaired.is_some()),
        tables,
    )
}

fn fresh(path: &Path, plan: &Plan, tables: TableFormat) -> Result<FolderLog> {
    fs::create_dir_all(path).map_err(|e| Diagnostic::file(path, "create the folder", e))?;
    let log = FolderLog::create(&path.join(JOURNAL), &plan_digest(plan, tables), tables)?;
    Inventory::of(path)?.sweep(path)?;
    Ok(log)
}

fn resume(path: &Path, found: &Inventory, plan: &Plan, tables: TableFormat) -> Result<FolderLog> {
    if !found.has(JOURNAL) && PublishedFiles::is_one(&path.join(PUBLISHED)) {
        // A --force was killed: what it began is ended.
        ownership::clear(path, found, || Manifest::read(path))?;
        return fresh(path, plan, tables);
    }
    if !found.has(JOURNAL) {
        let fault = "holds no unfinished results of this program";
        return Err(Diagnostic::failed(path, fault, "choose another place with --out"));
    }
    let log = FolderLog::reopen(&path.join(JOURNAL), &plan_digest(plan, tables), tables)?;
    ownership::make_room(path, found, &names(plan, tables))?;
    found.sweep(path)?;
    Ok(log)
}

/// Makes a folder inside a results folder; a link of its name is refused.
pub fn inner_folder(folder: &Path) -> Result<()> {
    match fs::create_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            match fs::symlink_metadata(folder).is_ok_and(|m| m.is_dir()) {
                true => Ok(()),
                false => Err(ownership::is_kept(folder, "no folder, or a link")),
            }
        }
        Err(e) => Err(Diagnostic::file(folder, "create the folder", e)),
        Ok(()) => {
            fault_points::reached("folder created");
            Ok(())
        }
    }
}

/// Remove the journal of a plan and the record of files, if they are there and ours: their content is in the finished
/// folder. Another journal is of these results that grow.
pub fn remove_logs(path: &Path, digest: &PlanDigest) -> Result<()> {
    let (journal, published) = (path.join(JOURNAL), path.join(PUBLISHED));
    if FolderLog::is_about(&journal, digest) {
        atomic::remove(&journal)?;
    }
    if PublishedFiles::is_one(&published) {
        atomic::remove(&published)?;
    }
    atomic::sync_folder(path)
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
        assert!(open(&path, &other, Mode::New).is_err() && open(&path, &other, Mode::Resume).is_err());
        fs::write(path.join("runs.csv"), "changed").unwrap();
        for mode in [Mode::New, Mode::Resume, Mode::Force] {
            let error = open(&path, &plan, mode).unwrap_err().to_string();
            assert!(error.contains("runs.csv: is not the file that was written"), "{error}");
        }
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
        let again = open(&path, &plan, Mode::Resume).unwrap();
        assert!(!stale.exists() && again.next_job() == again.jobs());
        again.finish(vec![], &sample::machine()).unwrap();
        assert!(open(&path, &plan, Mode::New).unwrap().is_finished());
        assert!(fs::read_to_string(path.join("summary.csv")).unwrap().starts_with("scenario,"));
    }

    #[test]
    fn killed_after_the_manifest_the_folder_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = (folder.path().join("r"), sample::plan(1, 1, 3));
        sample::finished(&path, &plan, CSV);
        let digest = plan_digest(&plan, CSV);
        drop(FolderLog::create(&path.join(JOURNAL), &digest, CSV).unwrap());
        drop(PublishedFiles::open(&path.join(PUBLISHED)).unwrap());
        assert!(open(&path, &plan, Mode::Resume).unwrap().is_finished());
        assert!(!path.join(JOURNAL).exists() && !path.join(PUBLISHED).exists());
        fs::write(path.join(JOURNAL), "mine").unwrap();
        assert!(open(&path, &plan, Mode::New).unwrap().is_finished());
        assert!(path.join(JOURNAL).exists(), "a file of someone else is kept");
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
