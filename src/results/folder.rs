//! The life of a results folder: opened for a plan, filled job by job, finished once.
//!
//! Until it is finished it holds `journal.partial`; tables appear when whole; the manifest comes last, and
//! a folder with a manifest is finished.

use super::atomic::{self, FileContent};
use super::dataset::Dataset;
use super::digest::{PlanDigest, plan_digest};
use super::folder_log::FolderLog;
use super::manifest::{MACHINE, MANIFEST, Machine, Manifest, json};
use super::{opening, shape, write_tables};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Plan, Status};
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Format of the large tables, or that there are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Parquet.
    Parquet,
    /// CSV.
    Csv,
    /// None of them, nor the table of runs: summaries alone, district by district, so that neither memory nor disk grows with
    /// replications and districts together.
    Summaries,
}

impl TableFormat {
    /// The format where nothing is said.
    pub const USUAL: TableFormat =
        if cfg!(feature = "parquet") { TableFormat::Parquet } else { TableFormat::Csv };

    /// The ending of a file name, without the dot; where there is no such file, what a manifest calls that.
    pub fn extension(self) -> &'static str {
        match self {
            TableFormat::Parquet => "parquet",
            TableFormat::Csv => "csv",
            TableFormat::Summaries => "summaries",
        }
    }
}

/// What to do with a folder that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A finished one of the same plan is verified and used again; anything else is refused.
    New,
    /// Go on with it, if it is of the same plan; a finished one is verified and left as it is.
    Resume,
    /// Empty it, if this program made it and nothing else is in it.
    Force,
}

/// A results folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    plan: Plan,
    tables: TableFormat,
    digest: PlanDigest,
    state: FolderState,
}

#[derive(Debug)]
enum FolderState {
    Filling { log: FolderLog, written: BTreeMap<String, FileContent> },
    Finished,
}

impl Folder {
    /// Open a folder for a plan.
    pub fn open(path: &Path, plan: &Plan, tables: TableFormat, mode: Mode) -> Result<Folder> {
        shape::check_plan(plan)?;
        #[cfg(not(feature = "parquet"))]
        if tables == TableFormat::Parquet {
            return Err(super::table_stream::without_parquet(path));
        }
        let digest = plan_digest(plan, tables);
        let state = match opening::open(path, &digest, tables, mode)? {
            Some(log) => FolderState::Filling { log, written: BTreeMap::new() },
            None => FolderState::Finished,
        };
        Ok(Folder { path: path.into(), plan: plan.clone(), tables, digest, state })
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The digest of its plan.
    pub fn digest(&self) -> PlanDigest {
        self.digest
    }

    /// Whether it was found finished and whole, so that nothing is left to do.
    pub fn is_finished(&self) -> bool {
        matches!(self.state, FolderState::Finished)
    }

    /// The first job that is not in the folder; where summaries alone are kept, the first of a district.
    pub fn next_job(&self) -> usize {
        match &self.state {
            FolderState::Filling { log, .. } => log.jobs(&self.plan),
            FolderState::Finished => self.jobs(),
        }
    }

    /// All jobs of the plan.
    pub fn jobs(&self) -> usize {
        self.plan.list().len()
    }

    /// Whether any of its runs was simulated, rather than skipped with a status.
    pub fn simulated(&self) -> bool {
        match &self.state {
            FolderState::Filling { log, .. } => log.counts().contains_key(&Status::Done),
            FolderState::Finished => true,
        }
    }

    /// Bytes of a torn or damaged end of the journal that were dropped on opening; their jobs run again.
    pub fn dropped(&self) -> u64 {
        match &self.state {
            FolderState::Filling { log, .. } => log.dropped(),
            FolderState::Finished => 0,
        }
    }

    /// Add the outcomes of the next jobs, in the order of the list.
    pub fn append(&mut self, outcomes: &[Outcome]) -> Result<()> {
        let FolderState::Filling { log, .. } = &mut self.state else { return Ok(()) };
        shape::check_outcomes(&self.plan, log.next(&self.plan), outcomes)?;
        log.append(&self.plan, outcomes)
    }

    /// Make what was appended safe against a loss of power; for an interruption.
    pub fn sync(&self) -> Result<()> {
        match &self.state {
            FolderState::Filling { log, .. } => log.sync(),
            FolderState::Finished => Ok(()),
        }
    }

    /// Write the tables and scenarios, all jobs being done. Figures can then be drawn from them, before
    /// `finish`, which does this if it was not done.
    pub fn write_tables(&mut self) -> Result<()> {
        let (next, jobs) = (self.next_job(), self.jobs());
        let FolderState::Filling { log, written } = &mut self.state else { return Ok(()) };
        if next < jobs {
            return Err(Diagnostic::failed(
                &self.path,
                format!("{next} of {jobs} runs are done; tables are written from all of them"),
                "go on with --resume",
            ));
        }
        let sealed = write_tables::write(&self.path, &self.plan, self.tables, log)?;
        for file in sealed {
            let name = file.target().strip_prefix(&self.path).unwrap_or(file.target()).to_path_buf();
            written.insert(portable(&name), file.publish()?);
        }
        atomic::sync_folder(&self.path)?;
        for scenario in &self.plan.scenarios {
            let name = format!("scenarios/{}.toml", scenario.name);
            let content = put(&self.path, &name, scenario.text.as_bytes())?;
            written.insert(name, content);
        }
        Ok(())
    }

    /// What it holds, its tables being written; `scenarios` are those of the plan.
    pub fn dataset(&self, scenarios: &[Scenario]) -> Result<Dataset> {
        let manifest = match &self.state {
            FolderState::Filling { log, written } => {
                Manifest::of(&self.plan, &self.digest, self.tables, &log.counts(), written)
            }
            FolderState::Finished => Manifest::read(&self.path)?,
        };
        Ok(Dataset::of(&self.path, manifest, scenarios.to_vec()))
    }

    /// Finish: tables if still missing, the extra files (path in the folder, content), the machine's file,
    /// and last the manifest. A folder that was found finished is left as it is.
    pub fn finish(mut self, extra: Vec<(String, Vec<u8>)>, machine: &Machine) -> Result<Manifest> {
        if self.is_finished() {
            return Manifest::read(&self.path);
        }
        if matches!(&self.state, FolderState::Filling { written, .. } if written.is_empty()) {
            self.write_tables()?;
        }
        let FolderState::Filling { log, mut written } = self.state else {
            return Manifest::read(&self.path);
        };
        for (name, content) in &extra {
            shape::check_extra(name, &written)?;
            let content = put(&self.path, name, content)?;
            written.insert(name.clone(), content);
        }
        put(&self.path, MACHINE, json(machine).as_bytes())?;
        let manifest = Manifest::of(&self.plan, &self.digest, self.tables, &log.counts(), &written);
        put(&self.path, MANIFEST, json(&manifest).as_bytes())?;
        drop(log);
        opening::remove_journal(&self.path)?;
        Ok(manifest)
    }
}

/// Write a file of the folder, with the folder it is in.
fn put(path: &Path, name: &str, content: &[u8]) -> Result<FileContent> {
    let target = path.join(name);
    let folder = atomic::folder_of(&target);
    fs::create_dir_all(&folder).map_err(|e| Diagnostic::file(&folder, "create the folder", e))?;
    atomic::write_file(&target, content)
}

fn portable(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::journal::JOURNAL;
    use crate::results::sample;

    const CSV: TableFormat = TableFormat::Csv;

    /// All files of a folder, machine.json apart.
    fn bytes(path: &Path) -> BTreeMap<String, Vec<u8>> {
        let manifest = Manifest::read(path).unwrap();
        let names = manifest.files.into_keys().chain([MANIFEST.to_string()]);
        names.map(|n| (n.clone(), fs::read(path.join(n)).unwrap())).collect()
    }

    #[test]
    fn the_same_plan_and_outcomes_give_the_same_bytes_whatever_the_chunking_and_interruptions() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(3, 2, 9);
        let all = sample::outcomes(&plan);
        let formats = if cfg!(feature = "parquet") { vec![CSV, TableFormat::Parquet] } else { vec![CSV] };
        for format in formats {
            let one = folder.path().join(format!("one-{format:?}"));
            sample::finished(&one, &plan, format);
            for (size, threads) in [(1, 1), (7, 2), (20, 3)] {
                let path = folder.path().join(format!("{size}-{format:?}"));
                let mut opened = Folder::open(&path, &plan, format, Mode::New).unwrap();
                for chunk in all.chunks(size) {
                    opened.append(chunk).unwrap();
                    drop(opened);
                    opened = Folder::open(&path, &plan, format, Mode::Resume).unwrap();
                }
                let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
                let extra = vec![("figures/a.svg".to_string(), b"<svg/>".to_vec())];
                pool.install(|| opened.finish(extra, &sample::machine()).unwrap());
                assert_eq!(bytes(&path), bytes(&one));
                assert!(!path.join(JOURNAL).exists());
            }
        }
    }
}
