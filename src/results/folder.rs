//! The life of a results folder: opened for a plan, filled job by job, finished once.
//!
//! Until it is finished it holds `journal.partial`; tables appear when whole, each noted before in `files.partial`; the manifest
//! comes last, and a folder with a manifest is finished. No file is ever replaced: a name that is taken is refused.

mod filling;
mod table_format;

use filling::FillingFolder;
pub use table_format::TableFormat;

use super::atomic::{FileContent, Sealed};
use super::dataset::Dataset;
use super::digest::{PlanDigest, plan_digest};
use super::folder_log::FolderLog;
use super::growth::WithReplications;
use super::manifest::{MACHINE, MANIFEST, Machine, Manifest, json};
use super::opening::Opened;
use super::shards::ShardReader;
use super::{opening, shape, write_tables};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::seen::SEEN;
use crate::experiment::{Outcome, Part, Plan, PlanScenario, Status};
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What to do with a folder that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A finished one of the same plan is verified and used again; anything else is refused.
    New,
    /// Go on with it, if it is of the same plan; a finished one is verified and left as it is, or grows if it has fewer replications.
    Resume,
    /// Add replications to a finished one of the same plan with fewer; go on with what was interrupted at that.
    Grow,
    /// Empty it, if this program wrote all that is in it.
    Force,
}

/// A results folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    plan: Plan,
    tables: TableFormat,
    digest: PlanDigest,
    /// The jobs it holds or will hold.
    part: Part,
    /// Its districts stand for sizes, which the manifest of a shard remembers.
    sizes: bool,
    state: FolderState,
}

#[derive(Debug)]
enum FolderState {
    Filling(Box<FillingFolder>),
    Finished,
}

/// Most outcomes that are taken at once from results that grow.
const TAKEN_AT_ONCE: usize = 64;

impl Folder {
    /// Open a folder for a plan.
    pub fn open(path: &Path, plan: &Plan, tables: TableFormat, mode: Mode) -> Result<Folder> {
        Folder::open_or_grow(path, plan, tables, (mode, &|_| plan.clone()))
    }

    /// As [`Folder::open`]; under [`Mode::Grow`] and [`Mode::Resume`] finished results of the same plan with fewer replications grow. `with`
    /// gives the plan with another number of replications.
    pub fn open_or_grow(
        path: &Path,
        plan: &Plan,
        tables: TableFormat,
        (mode, with): (Mode, WithReplications<'_>),
    ) -> Result<Folder> {
        shape::check_plan(plan)?;
        #[cfg(not(feature = "parquet"))]
        if tables.has_parquet() {
            return Err(super::table_stream::without_parquet(path));
        }
        let digest = plan_digest(plan, tables);
        let filling = |log, growth| {
            let (written, published) = (BTreeMap::new(), None);
            FolderState::Filling(Box::new(FillingFolder { log, written, published, growth }))
        };
        let state = match opening::open(path, plan, tables, (mode, with))? {
            Opened::Filling(log) => filling(log, None),
            Opened::Growing(log, growth) => filling(log, Some(growth)),
            Opened::Finished => FolderState::Finished,
        };
        let part = tables.part(plan);
        Ok(Folder { path: path.into(), plan: plan.clone(), tables, digest, part, sizes: false, state })
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
            FolderState::Filling(filling) => filling.log.jobs(&self.plan),
            FolderState::Finished => self.jobs(),
        }
    }

    /// Replications that are there, where finished results grow.
    pub fn grows_from(&self) -> Option<u32> {
        match &self.state {
            FolderState::Filling(filling) => filling.growth.as_ref().map(|growth| growth.replications()),
            FolderState::Finished => None,
        }
    }

    /// Takes outcomes of the next jobs from finished results that grow: some; how many.
    ///
    /// # Errors
    /// Tables that cannot be read; a journal that cannot be written.
    pub fn take_stored(&mut self) -> Result<usize> {
        let (first, jobs, list) = (self.next_job(), self.jobs(), self.plan.list());
        let FolderState::Filling(filling) = &mut self.state else { return Ok(0) };
        let Some(growth) = &mut filling.growth else { return Ok(0) };
        let places = (first..jobs).map(|job| list.at(job)).take(TAKEN_AT_ONCE);
        let stored: Vec<_> = places.take_while(|place| place.2 < growth.replications()).collect();
        let outcomes = stored.into_iter().map(|place| growth.outcome(place)).collect::<Result<Vec<_>>>()?;
        self.append(&outcomes)?;
        Ok(outcomes.len())
    }

    /// The next jobs, up to the first that finished results hold which grow.
    pub fn to_run(&self) -> Range<usize> {
        let (first, jobs, list) = (self.next_job(), self.jobs(), self.plan.list());
        let last = self.grows_from().and_then(|n| (first..jobs).find(|job| list.at(*job).2 < n));
        first..last.unwrap_or(jobs)
    }

    /// All jobs of the folder.
    pub fn jobs(&self) -> usize {
        self.part.len()
    }

    /// Which these are.
    pub fn part(&self) -> &Part {
        &self.part
    }

    /// Its districts stand for sizes.
    pub fn about_sizes(mut self, sizes: bool) -> Folder {
        self.sizes = sizes;
        self
    }

    /// Takes what comes next from the shards of its plan: the runs of a unit, or a district; how many jobs.
    ///
    /// # Errors
    /// A shard that cannot be read, or is not what was written; a journal that cannot be written.
    pub fn take_from(&mut self, shards: &mut ShardReader) -> Result<usize> {
        let first = self.next_job();
        shards.go_to(first)?;
        let FolderState::Filling(filling) = &mut self.state else { return Ok(0) };
        match (&mut filling.log, shards.holds_districts()) {
            (FolderLog::Districts(log), true) => shards.district(|found| log.append_described(&found))?,
            _ => {
                let outcomes = shards.unit()?;
                self.append(&outcomes)?;
            }
        }
        Ok(self.next_job() - first)
    }

    /// Whether any of its runs was simulated, rather than skipped with a status.
    pub fn simulated(&self) -> bool {
        match &self.state {
            FolderState::Filling(filling) => filling.log.counts().contains_key(&Status::Done),
            FolderState::Finished => true,
        }
    }

    /// Bytes of a torn or damaged end of the journal that were dropped on opening; their jobs run again.
    pub fn dropped(&self) -> u64 {
        match &self.state {
            FolderState::Filling(filling) => filling.log.dropped(),
            FolderState::Finished => 0,
        }
    }

    /// Add the outcomes of the next jobs, in the order of the list.
    pub fn append(&mut self, outcomes: &[Outcome]) -> Result<()> {
        let FolderState::Filling(filling) = &mut self.state else { return Ok(()) };
        let log = &mut filling.log;
        shape::check_outcomes(&self.plan, &self.part, log.next(&self.plan), outcomes)?;
        log.append(&self.plan, &self.part, outcomes)
    }

    /// Make what was appended safe against a loss of power; for an interruption.
    pub fn sync(&self) -> Result<()> {
        match &self.state {
            FolderState::Filling(filling) => filling.log.sync(),
            FolderState::Finished => Ok(()),
        }
    }

    /// Write the tables and scenarios, all jobs being done. Figures can then be drawn from them, before
    /// `finish`, which does this if it was not done.
    pub fn write_tables(&mut self) -> Result<()> {
        let (next, jobs) = (self.next_job(), self.jobs());
        let FolderState::Filling(filling) = &mut self.state else { return Ok(()) };
        if next < jobs {
            return Err(Diagnostic::failed(
                &self.path,
                format!("{next} of {jobs} runs are done; tables are written from all of them"),
                "go on with --resume",
            ));
        }
        if let Some(growth) = filling.growth.take() {
            filling.log.sync()?;
            growth.settle(&opening::names(&self.plan, self.tables))?;
        }
        let sealed = write_tables::write(&self.path, &self.plan, self.tables, &filling.log)?;
        filling.publish(&self.path, sealed)?;
        let text = |s: &PlanScenario| (format!("scenarios/{}.toml", s.name), s.text.clone().into_bytes());
        let seen = self.plan.seen.iter().map(|seen| (SEEN.to_string(), seen.clone().into_bytes()));
        let texts: Vec<_> = self.plan.scenarios.iter().map(text).chain(seen).collect();
        filling.write(&self.path, &texts)
    }

    /// Adds a table to those that were written: `make` writes it into the folder of this path, for this plan, in this format.
    /// A folder that was found finished is left as it is.
    pub fn add_table(
        &mut self,
        make: impl FnOnce(&Path, &Plan, TableFormat) -> Result<Sealed>,
    ) -> Result<()> {
        let FolderState::Filling(filling) = &mut self.state else { return Ok(()) };
        let sealed = make(&self.path, &self.plan, self.tables)?;
        filling.publish(&self.path, vec![sealed])
    }

    /// What it holds, its tables being written; `scenarios` are those of the plan.
    pub fn dataset(&self, scenarios: &[Scenario]) -> Result<Dataset> {
        let manifest = match &self.state {
            FolderState::Filling(filling) => {
                let FillingFolder { log, written, .. } = filling.as_ref();
                self.manifest(&log.counts(), written)
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
        if matches!(&self.state, FolderState::Filling(filling) if filling.written.is_empty()) {
            self.write_tables()?;
        }
        let names = opening::names(&self.plan, self.tables);
        let FolderState::Filling(mut filling) = std::mem::replace(&mut self.state, FolderState::Finished)
        else {
            return Manifest::read(&self.path);
        };
        extra.iter().try_for_each(|(name, _)| shape::check_extra(name, &names, &filling.written))?;
        filling.write(&self.path, &extra)?;
        filling.write(&self.path, &[(MACHINE.into(), json(machine).into_bytes())])?;
        filling.written.remove(MACHINE);
        let manifest = self.manifest(&filling.log.counts(), &filling.written);
        filling.write(&self.path, &[(MANIFEST.into(), json(&manifest).into_bytes())])?;
        drop(filling);
        opening::remove_logs(&self.path, &self.digest)?;
        Ok(manifest)
    }

    /// Its manifest, with these runs by status and these files.
    fn manifest(&self, statuses: &BTreeMap<Status, u64>, files: &BTreeMap<String, FileContent>) -> Manifest {
        let mut manifest = Manifest::of(&self.plan, &self.digest, self.tables, statuses, files);
        if let Some(shard) = &mut manifest.shard {
            shard.sizes = self.sizes;
        }
        manifest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::journal::JOURNAL;
    use crate::results::sample;
    use std::fs;

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
        let formats = if cfg!(feature = "parquet") {
            vec![CSV, TableFormat::Parquet, TableFormat::Mixed]
        } else {
            vec![CSV]
        };
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
                let extra = vec![("figures/spread-depth-path.svg".to_string(), b"<svg/>".to_vec())];
                pool.install(|| opened.finish(extra, &sample::machine()).unwrap());
                assert_eq!(bytes(&path), bytes(&one));
                assert!(!path.join(JOURNAL).exists());
            }
        }
    }
}
