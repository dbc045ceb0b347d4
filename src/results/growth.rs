//! Finished results that grow: the same plan with more replications keeps the runs that are there and adds the others.
//!
//! The finished results stay as they are, with their manifest, while the journal of the larger plan fills beside them: first with
//! what they hold, then with what is run. When all of it is there and on the disk, the files are noted in the record of files
//! and the manifest is removed; from then on the folder is an unfinished one of the larger plan whose journal is complete. So at
//! every moment either the finished results or the complete journal are there, and `--grow` and `--resume` go on from either.

use super::checked::check_plan;
use super::digest::plan_digest;
use super::file_names::FileNames;
use super::folder::TableFormat;
use super::folder_log::FolderLog;
use super::inventory::Inventory;
use super::journal::JOURNAL;
use super::manifest::Manifest;
use super::ownership;
use super::stored_outcomes::StoredOutcomes;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Plan};
use std::path::{Path, PathBuf};

/// The plan with another number of replications.
pub type WithReplications<'a> = &'a dyn Fn(u32) -> Plan;

/// Results that grow.
#[derive(Debug)]
pub struct Growth {
    folder: PathBuf,
    plan: Plan,
    tables: TableFormat,
    manifest: Manifest,
    outcomes: Option<StoredOutcomes>,
}

impl Growth {
    /// Of a finished folder, if its plan is this one with fewer replications.
    ///
    /// # Errors
    /// Such a folder that holds no runs.
    pub fn of(
        folder: &Path,
        manifest: Manifest,
        (plan, tables): (&Plan, TableFormat),
        with: WithReplications<'_>,
    ) -> Result<Option<Growth>> {
        if manifest.replications >= plan.replications {
            return Ok(None);
        }
        let fewer = with(manifest.replications);
        if plan_digest(&fewer, tables).hex() != manifest.digest {
            return Ok(None);
        }
        if tables == TableFormat::Summaries {
            let fault = format!(
                "holds summaries of {} replications without their runs, and summaries of {} are made of all runs",
                manifest.replications, plan.replications
            );
            return Err(Diagnostic::failed(folder, fault, "choose another place with --out"));
        }
        Ok(Some(Growth { folder: folder.into(), plan: fewer, tables, manifest, outcomes: None }))
    }

    /// Checks what is there and opens the journal of the larger plan beside it.
    ///
    /// # Errors
    /// A folder that is not as it was written; a journal of something else.
    pub fn begin(&self, found: &Inventory, plan: &Plan) -> Result<FolderLog> {
        check_plan(&self.folder, &self.plan, self.tables)?;
        let (journal, digest) = (self.folder.join(JOURNAL), plan_digest(plan, self.tables));
        if FolderLog::is_about(&journal, &plan_digest(&self.plan, self.tables)) {
            // Killed between the manifest and the end: only this was left to do.
            super::atomic::remove(&journal)?;
        } else if found.has(JOURNAL) {
            if FolderLog::is_one(&journal) && !FolderLog::is_about(&journal, &digest) {
                let fault = "finished results grow here by another command, and it was interrupted";
                let remedy =
                    "end it with --resume and its number of replications, or choose another place with --out";
                return Err(Diagnostic::failed(&self.folder, fault, remedy));
            }
            return FolderLog::reopen(&journal, &digest, self.tables);
        }
        let log = FolderLog::create(&journal, &digest, self.tables)?;
        found.sweep(&self.folder)?;
        Ok(log)
    }

    /// Replications that are there.
    pub fn replications(&self) -> u32 {
        self.plan.replications
    }

    /// The outcome of a run that is there.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub fn outcome(&mut self, (scenario, district, replication): (usize, usize, u32)) -> Result<Outcome> {
        let outcomes = match &mut self.outcomes {
            Some(outcomes) => outcomes,
            none => none.insert(StoredOutcomes::of(&self.folder, &self.manifest, &self.plan)?),
        };
        outcomes.read(scenario, district, replication)
    }

    /// Makes an unfinished folder of the finished one, whose journal is complete and on the disk, and makes room for
    /// the files of these names.
    ///
    /// # Errors
    /// A file that was changed meanwhile: then nothing is removed.
    pub fn settle(self, names: &FileNames) -> Result<()> {
        check_plan(&self.folder, &self.plan, self.tables)?;
        ownership::reopen_finished(&self.folder, self.manifest)?;
        ownership::make_room(&self.folder, &Inventory::of(&self.folder)?, names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::folder::{Folder, Mode};
    use crate::results::manifest::{MACHINE, MANIFEST};
    use crate::results::sample;
    use std::collections::BTreeMap;
    use std::fs;

    /// Outcomes of a plan with fewer replications among those of the whole.
    fn few(plan: &Plan, all: &[Outcome], n: u32) -> (Plan, Vec<Outcome>) {
        let fewer = Plan { replications: n, ..plan.clone() };
        let place = |job| {
            let (s, d, r) = fewer.list().at(job);
            all[plan.list().index(s, d, r)].clone()
        };
        let outcomes = (0..fewer.list().len()).map(place).collect();
        (fewer, outcomes)
    }

    fn finished(path: &Path, plan: &Plan, tables: TableFormat, outcomes: &[Outcome]) {
        let mut folder = Folder::open(path, plan, tables, Mode::New).unwrap();
        folder.append(outcomes).unwrap();
        folder
            .finish(vec![("figures/spread-depth-path.svg".into(), b"<svg/>".to_vec())], &sample::machine())
            .unwrap();
    }

    fn growing(path: &Path, plan: &Plan, tables: TableFormat) -> Result<Folder> {
        growing_by(path, plan, tables, Mode::Grow)
    }

    fn growing_by(path: &Path, plan: &Plan, tables: TableFormat, mode: Mode) -> Result<Folder> {
        let with = |n| Plan { replications: n, ..plan.clone() };
        Folder::open_or_grow(path, plan, tables, (mode, &with))
    }

    /// Every file of a folder, machine.json apart.
    fn bytes(path: &Path) -> BTreeMap<String, Vec<u8>> {
        let found = Inventory::of(path).unwrap().0.into_keys().filter(|name| name != MACHINE);
        found
            .filter(|name| path.join(name).is_file())
            .map(|n| (n.clone(), fs::read(path.join(n)).unwrap()))
            .collect()
    }

    /// Takes and adds some outcomes; whether more are to come.
    fn goes_on(folder: &mut Folder, all: &[Outcome], some: usize) -> bool {
        if folder.take_stored().unwrap() == 0 {
            let next = folder.to_run();
            folder.append(&all[next.start..next.end.min(next.start + some)]).unwrap();
        }
        folder.next_job() < folder.jobs()
    }

    fn formats() -> Vec<TableFormat> {
        let parquet =
            [TableFormat::Mixed, TableFormat::Parquet].into_iter().filter(|_| cfg!(feature = "parquet"));
        [TableFormat::Csv].into_iter().chain(parquet).collect()
    }

    #[test]
    fn grown_results_are_those_of_a_new_batch_whatever_interrupts_them() {
        let home = tempfile::tempdir().unwrap();
        for (k, format) in formats().into_iter().enumerate() {
            for cohort in [false, true] {
                let plan = Plan { cohort, ..sample::plan(2, 3, 9) };
                let all = sample::outcomes(&plan);
                let (fewer, old) = few(&plan, &all, 4);
                let [whole, grown] =
                    ["whole", "grown"].map(|name| home.path().join(format!("{name}-{k}-{cohort}")));
                finished(&whole, &plan, format, &all);
                finished(&grown, &fewer, format, &old);
                let before = bytes(&grown);
                let modes = [Mode::Grow, Mode::Resume];
                let growing =
                    |grown: &Path, plan, format| growing_by(grown, plan, format, modes[usize::from(cohort)]);
                let mut folder = growing(&grown, &plan, format).unwrap();
                assert_eq!(folder.grows_from(), Some(4));
                while goes_on(&mut folder, &all, 5) {
                    drop(folder);
                    // The smaller results are there, whole, all the while; using them again disturbs nothing.
                    assert!(Folder::open(&grown, &fewer, format, Mode::New).unwrap().is_finished());
                    let now = bytes(&grown);
                    assert!(before.iter().all(|(name, content)| now.get(name) == Some(content)));
                    folder = growing(&grown, &plan, format).unwrap();
                }
                folder.write_tables().unwrap();
                drop(folder);
                assert!(!grown.join(MANIFEST).exists());
                let folder = growing(&grown, &plan, format).unwrap();
                assert_eq!((folder.next_job(), folder.grows_from()), (folder.jobs(), None));
                folder
                    .finish(
                        vec![("figures/spread-depth-path.svg".into(), b"<svg/>".to_vec())],
                        &sample::machine(),
                    )
                    .unwrap();
                assert_eq!(bytes(&grown), bytes(&whole));
            }
        }
    }

    #[test]
    fn other_plans_fewer_replications_summaries_and_changed_files_do_not_grow() {
        let home = tempfile::tempdir().unwrap();
        let (path, plan) = (home.path().join("r"), sample::plan(2, 1, 9));
        let (fewer, old) = few(&plan, &sample::outcomes(&plan), 4);
        let csv = TableFormat::Csv;
        finished(&path, &fewer, csv, &old);
        let before = bytes(&path);
        let refused = |other: &Plan, words: &str| {
            let error = growing(&path, other, csv).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
            assert_eq!(bytes(&path), before);
        };
        refused(&Plan { seed: 8, ..plan.clone() }, "another plan: this one has seed 8 (not 7)");
        refused(&Plan { months: 7, ..plan.clone() }, "months 7 (not 6)");
        refused(&Plan { replications: 3, ..plan.clone() }, "holds 4 replications, and results only grow");
        let mut other = plan.clone();
        other.scenarios[1].digest = "e".repeat(64);
        refused(&other, "another text of `scenario-1`");
        // Two commands that grow it to different sizes do not meet in one journal.
        drop(growing(&path, &plan, csv).unwrap());
        let error = growing(&path, &Plan { replications: 11, ..plan.clone() }, csv).unwrap_err().to_string();
        assert!(error.contains("grow here by another command"), "{error}");
        fs::remove_file(path.join(JOURNAL)).unwrap();
        fs::write(path.join("runs.csv"), "changed").unwrap();
        assert!(growing(&path, &plan, csv).unwrap_err().to_string().contains("runs.csv"));
        let alone = home.path().join("s");
        let mut folder = Folder::open(&alone, &fewer, TableFormat::Summaries, Mode::New).unwrap();
        folder.append(&old).unwrap();
        folder.finish(vec![], &sample::machine()).unwrap();
        let error = growing(&alone, &plan, TableFormat::Summaries).unwrap_err().to_string();
        assert!(error.contains("without their runs"), "{error}");
    }

    #[test]
    fn where_there_are_no_finished_results_nothing_grows_and_nothing_is_made() {
        let home = tempfile::tempdir().unwrap();
        let (path, plan) = (home.path().join("r"), sample::plan(1, 1, 5));
        let refused = |words: &str| {
            let error = growing(&path, &plan, TableFormat::Csv).unwrap_err().to_string();
            assert!(error.contains(words) && error.contains("--grow adds replications"), "{error}");
        };
        refused("is not there");
        assert!(!path.exists());
        fs::create_dir(&path).unwrap();
        refused("is empty");
        let fewer = Plan { replications: 4, ..plan.clone() };
        drop(Folder::open(&path, &fewer, TableFormat::Csv, Mode::Resume).unwrap());
        refused("holds no finished results");
    }

    #[test]
    fn a_file_that_was_changed_while_it_grew_stops_it_before_anything_is_removed() {
        let home = tempfile::tempdir().unwrap();
        let (path, plan) = (home.path().join("r"), sample::plan(1, 1, 9));
        let all = sample::outcomes(&plan);
        let (fewer, old) = few(&plan, &all, 4);
        finished(&path, &fewer, TableFormat::Csv, &old);
        let mut folder = growing(&path, &plan, TableFormat::Csv).unwrap();
        while goes_on(&mut folder, &all, 100) {}
        let whole = fs::read(path.join("summary.csv")).unwrap();
        fs::write(path.join("summary.csv"), "mine").unwrap();
        let before = bytes(&path);
        assert!(folder.write_tables().unwrap_err().to_string().contains("summary.csv"));
        assert_eq!(bytes(&path), before);
        drop(folder);
        fs::write(path.join("summary.csv"), whole).unwrap();
        growing(&path, &plan, TableFormat::Csv).unwrap().finish(vec![], &sample::machine()).unwrap();
        assert!(Folder::open(&path, &plan, TableFormat::Csv, Mode::New).unwrap().is_finished());
    }
}
