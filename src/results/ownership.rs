//! Which files of a folder this program wrote: those that the manifest, or the record of an unfinished folder, lists with their
//! SHA-256. `--force` removes them, `--resume` those that it writes anew. Any other file stops the command before anything
//! is removed, and no link is followed.
//!
//! Before `--force` removes the first file, all are noted in the record; the manifest goes first and the record last. So a
//! `--force` that was killed can be ended, and what it left never looks finished.

use super::append_log::AppendLog;
use super::atomic::{self, FileContent, is_temporary};
use super::fault_points;
use super::file_names::{FileNames, INNER_FOLDERS};
use super::folder_log::FolderLog;
use super::inventory::{FoundKind, Inventory};
use super::journal::JOURNAL;
use super::manifest::{MACHINE, MANIFEST, Machine, Manifest, content_of, read_small};
use super::published::{PUBLISHED, PublishedFiles, foreign};
use crate::diagnostic::{Diagnostic, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Refuses a place for a file that lies in a results folder: its manifest lists every file it has, and another would make it one
/// that was changed.
///
/// # Errors
/// Such a place.
pub fn refuse_inside(file: &Path) -> Result<()> {
    let absolute =
        std::path::absolute(file).map_err(|e| Diagnostic::file(file, "look at what is there", e))?;
    let is_results =
        |folder: &&Path| FolderLog::is_one(&folder.join(JOURNAL)) || Manifest::read(folder).is_ok();
    match absolute.ancestors().skip(1).take(2).find(is_results) {
        None => Ok(()),
        Some(folder) => Err(Diagnostic::failed(
            file,
            format!("lies in the results folder {}, whose files are all listed", folder.display()),
            "name another place with --out",
        )),
    }
}

/// Files of ours by their names.
type OwnFiles = BTreeMap<String, FileContent>;

/// Empty a results folder of this program; `finished` checks a finished one. Nothing is removed if there is any file that this
/// program did not write.
pub fn clear(folder: &Path, found: &Inventory, finished: impl FnOnce() -> Result<Manifest>) -> Result<()> {
    let journal = folder.join(JOURNAL);
    // Held until the end: no other process goes on with what is removed.
    let held = FolderLog::is_one(&journal).then(|| AppendLog::hold(&journal)).transpose()?;
    let is_noted = PublishedFiles::is_one(&folder.join(PUBLISHED));
    if held.is_none() && !is_noted && !found.has(MANIFEST) {
        return Err(Diagnostic::failed(
            folder,
            "holds files, but was not made by this program (no manifest.json, no journal of its own)",
            "choose another place with --out; --force never deletes other files",
        ));
    }
    for (name, is_ours) in [(JOURNAL, held.is_some()), (PUBLISHED, is_noted)] {
        if let Some(kind) = found.0.get(name).filter(|_| !is_ours) {
            return Err(not_ours(folder, name, *kind));
        }
    }
    let record = if is_noted { PublishedFiles::find(&folder.join(PUBLISHED))? } else { None };
    let own = own_files(folder, found, record.as_ref(), finished)?;
    for (name, kind) in &found.0 {
        let is_ours = match kind {
            FoundKind::Folder => INNER_FOLDERS.contains(&name.as_str()),
            FoundKind::File => {
                [JOURNAL, PUBLISHED].contains(&name.as_str()) || is_temporary(name) || own.contains_key(name)
            }
            FoundKind::Special(_) => false,
        };
        if !is_ours {
            return Err(not_ours(folder, name, *kind));
        }
    }
    let record = remove_files(folder, found, record, &own)?;
    if held.is_some() {
        atomic::remove(&journal)?;
        atomic::sync_folder(folder)?;
    }
    if record.is_some() {
        atomic::remove(&folder.join(PUBLISHED))?;
    }
    atomic::sync_folder(folder)
}

/// The files that the record holds as they are, and those of a manifest that was checked.
fn own_files(
    folder: &Path,
    found: &Inventory,
    record: Option<&PublishedFiles>,
    finished: impl FnOnce() -> Result<Manifest>,
) -> Result<OwnFiles> {
    let mut own = OwnFiles::new();
    for name in record.into_iter().flat_map(PublishedFiles::names) {
        if found.0.get(name) == Some(&FoundKind::File) {
            let content = content_of(&folder.join(name))?;
            if record.is_some_and(|record| record.holds(name, &content)) {
                own.insert(name.into(), content);
            }
        }
    }
    if found.has(MANIFEST) && !own.contains_key(MANIFEST) {
        own.extend(finished()?.files);
        own.insert(MANIFEST.into(), content_of(&folder.join(MANIFEST))?);
        let machine = folder.join(MACHINE);
        if found.0.get(MACHINE) == Some(&FoundKind::File) && Machine::is_one(&read_small(&machine)?) {
            own.insert(MACHINE.into(), content_of(&machine)?);
        }
    }
    Ok(own)
}

/// Removes the files and the folders they were in; the record that lists them is left.
fn remove_files(
    folder: &Path,
    found: &Inventory,
    record: Option<PublishedFiles>,
    own: &OwnFiles,
) -> Result<Option<PublishedFiles>> {
    if own.is_empty() && record.is_none() {
        return found.sweep(folder).map(|()| None);
    }
    let mut record = record.map_or_else(|| PublishedFiles::open(&folder.join(PUBLISHED)), Ok)?;
    note_all(&mut record, own)?;
    if own.contains_key(MANIFEST) {
        atomic::remove(&folder.join(MANIFEST))?;
        atomic::sync_folder(folder)?;
    }
    own.keys().try_for_each(|name| atomic::remove(&folder.join(name)))?;
    found.sweep(folder)?;
    for inner in INNER_FOLDERS.iter().filter(|inner| found.has(inner)) {
        let path = folder.join(inner);
        fs::remove_dir(&path).map_err(|e| Diagnostic::file(&path, "remove", e))?;
        fault_points::reached("folder removed");
    }
    Ok(Some(record))
}

/// Makes an unfinished folder of a finished one that was checked: all its files are noted, then its manifest is removed.
pub fn reopen_finished(folder: &Path, manifest: Manifest) -> Result<()> {
    let own = own_files(folder, &Inventory::of(folder)?, None, || Ok(manifest))?;
    note_all(&mut PublishedFiles::open(&folder.join(PUBLISHED))?, &own)?;
    atomic::remove(&folder.join(MANIFEST))?;
    atomic::sync_folder(folder)
}

/// Notes files, the manifest last: once it is noted, all are, and where it is not, it still tells which are ours.
fn note_all(record: &mut PublishedFiles, own: &OwnFiles) -> Result<()> {
    let (manifest, others): (Vec<_>, Vec<_>) =
        own.clone().into_iter().partition(|(name, _)| name == MANIFEST);
    record.note(others.into_iter().chain(manifest).collect())
}

/// Removes from an unfinished folder the files that are to be written anew: those that the record holds as they are. Any other
/// that has one of these names stops the command before anything is removed.
pub fn make_room(folder: &Path, found: &Inventory, names: &FileNames) -> Result<()> {
    let record = PublishedFiles::find(&folder.join(PUBLISHED))?;
    let mut own = Vec::new();
    for (name, kind) in &found.0 {
        let is_inner = INNER_FOLDERS.contains(&name.as_str());
        if is_inner && *kind == FoundKind::Folder || !is_inner && !names.writes(name) {
            continue;
        }
        let path = folder.join(name);
        match (&record, kind) {
            (Some(record), FoundKind::File) if record.holds(name, &content_of(&path)?) => own.push(path),
            _ => return Err(not_ours(folder, name, *kind)),
        }
    }
    own.iter().try_for_each(|path| atomic::remove(path))?;
    atomic::sync_folder(folder)
}

/// The error about what is not ours.
fn not_ours(folder: &Path, name: &str, kind: FoundKind) -> Diagnostic {
    let path = folder.join(name);
    match kind {
        FoundKind::File => foreign(&path),
        FoundKind::Folder => is_kept(&path, "a folder"),
        FoundKind::Special(what) => is_kept(&path, what),
    }
}

/// The error about what is no file.
pub fn is_kept(path: &Path, what: &str) -> Diagnostic {
    Diagnostic::failed(
        path,
        format!("is {what} that this program did not write, and is neither deleted nor replaced"),
        "move it away, or choose another place with --out",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Plan;
    use crate::results::folder::{Folder, Mode, TableFormat};
    use crate::results::sample;
    use std::path::PathBuf;

    fn results(folder: &Path) -> (PathBuf, Plan) {
        let (path, plan) = (folder.join("r"), sample::plan(2, 1, 3));
        sample::finished(&path, &plan, TableFormat::Csv);
        (path, plan)
    }

    fn unfinished(folder: &Path) -> (PathBuf, Plan) {
        let (path, plan) = (folder.join("u"), sample::plan(2, 1, 3));
        let mut opened = open(&path, &plan, Mode::New).unwrap();
        opened.append(&sample::outcomes(&plan)).unwrap();
        opened.write_tables().unwrap();
        (path, plan)
    }

    fn open(path: &Path, plan: &Plan, mode: Mode) -> Result<Folder> {
        Folder::open(path, plan, TableFormat::Csv, mode)
    }

    /// Every file of a folder with its bytes; of a link its target.
    fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap()) {
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            if kind.is_dir() {
                found.extend(all(&path));
            }
            let bytes = match kind.is_file() {
                true => fs::read(&path).unwrap(),
                false => format!("{kind:?}").into_bytes(),
            };
            found.insert(path, bytes);
        }
        found
    }

    fn refused(path: &Path, plan: &Plan, mode: Mode, name: &str) {
        let before = all(path);
        let error = open(path, plan, mode).unwrap_err().to_string();
        assert!(error.contains(name), "{mode:?}: {error}");
        assert_eq!(all(path), before, "{name}: nothing is touched");
    }

    #[test]
    fn a_folder_of_ours_is_emptied() {
        let folder = tempfile::tempdir().unwrap();
        for (path, plan) in [results(folder.path()), unfinished(folder.path())] {
            let opened = open(&path, &plan, Mode::Force).unwrap();
            assert_eq!(opened.next_job(), 0);
            let names: Vec<PathBuf> = all(&path).into_keys().collect();
            assert_eq!(names, [path.join(JOURNAL)]);
        }
    }

    #[test]
    fn a_folder_with_a_users_files_is_never_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(1, 1, 1);
        fs::write(folder.path().join("thesis.docx"), "years").unwrap();
        refused(folder.path(), &plan, Mode::Force, "not made by this program");
        fs::write(folder.path().join("runs.csv"), "my data").unwrap();
        for text in ["", "my notes", "uptakeJ\u{2}"] {
            fs::write(folder.path().join(JOURNAL), text).unwrap();
            refused(folder.path(), &plan, Mode::Force, "not made by this program");
            refused(folder.path(), &plan, Mode::Resume, JOURNAL);
        }
        fs::remove_file(folder.path().join(JOURNAL)).unwrap();
        fs::write(folder.path().join(MANIFEST), "{\"engine\": \"other\"}").unwrap();
        for mode in [Mode::New, Mode::Resume, Mode::Force] {
            refused(folder.path(), &plan, mode, MANIFEST);
        }
    }

    #[test]
    fn a_users_file_among_ours_keeps_everything() {
        let names = [
            "notes.txt",
            "scenarios/notes.md",
            "scenarios/draft.toml",
            "figures/mine.psd",
            "figures/paper.png",
            "figures/stage-shares.svg",
            "districts.csv",
            "report.html",
            "journal.partial",
            "files.partial",
        ];
        for name in names {
            let folder = tempfile::tempdir().unwrap();
            let (path, plan) = results(folder.path());
            fs::write(path.join(name), "mine").unwrap();
            refused(&path, &plan, Mode::Force, name);
            let (path, plan) = unfinished(folder.path());
            fs::create_dir_all(path.join("figures")).unwrap();
            fs::write(path.join(name), "mine").unwrap();
            refused(&path, &plan, Mode::Force, name);
        }
    }

    #[test]
    fn a_changed_file_and_one_that_was_not_noted_stop_resume_and_force() {
        for name in ["runs.csv", "columns.json", "scenarios/scenario-0.toml", "machine.json", "report.html"] {
            let folder = tempfile::tempdir().unwrap();
            let (path, plan) = unfinished(folder.path());
            fs::write(path.join(name), "mine").unwrap();
            refused(&path, &plan, Mode::Resume, name);
            refused(&path, &plan, Mode::Force, name);
            let (path, plan) = results(folder.path());
            fs::write(path.join(name), "mine").unwrap();
            refused(&path, &plan, Mode::Force, name);
        }
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = unfinished(folder.path());
        fs::write(path.join("notes.txt"), "mine").unwrap();
        open(&path, &plan, Mode::Resume).unwrap().finish(vec![], &sample::machine()).unwrap();
        assert_eq!(fs::read_to_string(path.join("notes.txt")).unwrap(), "mine", "it has no name of ours");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_never_followed() {
        use std::os::unix::fs::symlink;
        let elsewhere = tempfile::tempdir().unwrap();
        for inner in INNER_FOLDERS.iter().chain(&["runs.csv"]) {
            for make in [results, unfinished] {
                let folder = tempfile::tempdir().unwrap();
                let (path, plan) = make(folder.path());
                let target = elsewhere.path().join(inner);
                let _ = fs::remove_dir_all(&target);
                let _ = fs::remove_file(&target);
                if path.join(inner).exists() {
                    fs::rename(path.join(inner), &target).unwrap();
                } else {
                    fs::create_dir(&target).unwrap();
                }
                let temporary = target.join(format!(".mine{}", atomic::TEMPORARY_SUFFIX));
                let _ = fs::write(&temporary, "mine");
                let before = all(elsewhere.path());
                symlink(&target, path.join(inner)).unwrap();
                refused(&path, &plan, Mode::Force, inner);
                refused(&path, &plan, Mode::Resume, inner);
                assert_eq!(all(elsewhere.path()), before);
            }
        }
    }

    #[test]
    fn a_users_folder_among_ours_keeps_everything() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan) = results(folder.path());
        fs::create_dir(path.join("mine")).unwrap();
        refused(&path, &plan, Mode::Force, "mine");
    }

    #[test]
    fn wherever_a_force_was_killed_force_and_resume_end_it_and_it_never_looks_finished() {
        let folder = tempfile::tempdir().unwrap();
        for mode in [Mode::Force, Mode::Resume] {
            // The order of removal: manifest, then by name; the record last.
            for killed_after in 1..=12 {
                let (path, plan) = results(folder.path());
                let record = PublishedFiles::open(&path.join(PUBLISHED)).unwrap();
                let found = Inventory::of(&path).unwrap();
                let own = own_files(&path, &found, None, || Manifest::read(&path)).unwrap();
                let mut record = record;
                note_all(&mut record, &own).unwrap();
                let names =
                    [MANIFEST].into_iter().chain(own.keys().map(String::as_str).filter(|n| *n != MANIFEST));
                assert_eq!(names.clone().count(), 12);
                names.take(killed_after).for_each(|name| fs::remove_file(path.join(name)).unwrap());
                drop(record);
                assert!(open(&path, &plan, Mode::New).is_err());
                assert!(Manifest::read(&path).is_err());
                assert_eq!(open(&path, &plan, mode).unwrap().next_job(), 0);
                assert!(!path.join(PUBLISHED).exists());
                fs::remove_dir_all(&path).unwrap();
            }
        }
    }

    #[test]
    fn a_force_that_was_killed_while_it_noted_what_is_ours_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let noted = {
            let (path, _) = results(folder.path());
            let (found, record) = (Inventory::of(&path).unwrap(), path.join(PUBLISHED));
            let own = own_files(&path, &found, None, || Manifest::read(&path)).unwrap();
            note_all(&mut PublishedFiles::open(&record).unwrap(), &own).unwrap();
            let noted = fs::read(record).unwrap();
            fs::remove_dir_all(&path).unwrap();
            noted
        };
        for length in (56..=noted.len()).step_by(37) {
            let (path, plan) = results(folder.path());
            fs::write(path.join(PUBLISHED), &noted[..length]).unwrap();
            let opened = open(&path, &plan, Mode::Force).unwrap();
            assert!(opened.next_job() == 0 && !path.join(PUBLISHED).exists(), "{length}");
            drop(opened);
            fs::remove_dir_all(&path).unwrap();
        }
    }
}
