//! The life of a results folder: opened for a plan, filled job by job, finished once.
//!
//! Until it is finished it holds `journal.partial`; tables appear when whole, each noted before in `files.partial`; the manifest
//! comes last, and a folder with a manifest is finished. No file is ever replaced: a name that is taken is refused.

use super::atomic::{self, FileContent, Sealed};
use super::dataset::Dataset;
use super::digest::{PlanDigest, plan_digest};
use super::file_names::INNER_FOLDERS;
use super::folder_log::FolderLog;
use super::growth::{Growth, WithReplications};
use super::manifest::{MACHINE, MANIFEST, Machine, Manifest, json};
use super::opening::Opened;
use super::published::{PUBLISHED, PublishedFiles};
use super::shards::ShardReader;
use super::{opening, shape, write_tables};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::seen::SEEN;
use crate::experiment::{Outcome, Part, Plan, PlanScenario, Status};
use crate::scenario::Scenario;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Format of the tables, and which there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// The large ones, of runs by month, as Parquet; the small ones as CSV.
    Mixed,
    /// All as Parquet.
    Parquet,
    /// All as CSV.
    Csv,
    /// None of the large ones, nor the table of runs: summaries alone, district by district, so that neither memory nor disk grows with
    /// replications and districts together.
    Summaries,
}

impl TableFormat {
    /// The format where nothing is said.
    pub const USUAL: TableFormat =
        if cfg!(feature = "parquet") { TableFormat::Mixed } else { TableFormat::Csv };

    /// What the command line and a manifest call it.
    pub fn word(self) -> &'static str {
        match self {
            TableFormat::Mixed => "mixed",
            TableFormat::Parquet => "parquet",
            TableFormat::Csv => "csv",
            TableFormat::Summaries => "summaries",
        }
    }

    /// The format that a manifest calls so.
    pub fn of_word(word: &str) -> Option<TableFormat> {
        let all = [TableFormat::Mixed, TableFormat::Parquet, TableFormat::Csv, TableFormat::Summaries];
        all.into_iter().find(|format| format.word() == word)
    }

    /// Whether any table is Parquet.
    pub fn has_parquet(self) -> bool {
        matches!(self, TableFormat::Mixed | TableFormat::Parquet)
    }

    /// The jobs of the folder of a plan. Summaries are those of whole districts, which are not cut.
    pub fn part(self, plan: &Plan) -> Part {
        plan.part(self == TableFormat::Summaries)
    }

    /// The name of the file of a large table.
    pub fn large_file(self, table: &str) -> String {
        format!("{table}.{}", if self.has_parquet() { "parquet" } else { "csv" })
    }

    /// The name of the file of a small table.
    pub fn small_file(self, table: &str) -> String {
        format!("{table}.{}", if self == TableFormat::Parquet { "parquet" } else { "csv" })
    }
}

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

/// Most files that are open at once.
const OPEN_AT_ONCE: usize = 64;

/// What a folder has that is being filled.
#[derive(Debug)]
struct FillingFolder {
    /// The jobs.
    log: FolderLog,
    /// The files that have their names.
    written: BTreeMap<String, FileContent>,
    /// The record of them, from the first on.
    published: Option<PublishedFiles>,
    /// The finished results of fewer replications, until the tables are written.
    growth: Option<Box<Growth>>,
}

/// Most outcomes that are taken at once from results that grow.
const TAKEN_AT_ONCE: usize = 64;

impl FillingFolder {
    /// Writes small files, some at a time: each is open until it has its name.
    fn write(&mut self, path: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
        for some in files.chunks(OPEN_AT_ONCE) {
            let sealed = some.iter().map(|(name, content)| seal(path, name, content));
            let sealed = sealed.collect::<Result<_>>()?;
            self.publish(path, sealed)?;
        }
        Ok(())
    }

    /// Gives whole files their names, which nothing may have: first they are noted.
    fn publish(&mut self, path: &Path, sealed: Vec<Sealed>) -> Result<()> {
        let name = |file: &Sealed| portable(file.target().strip_prefix(path).unwrap_or(file.target()));
        let files: Vec<_> = sealed.iter().map(|file| (name(file), file.content().clone())).collect();
        let published = match &mut self.published {
            Some(published) => published,
            none => none.insert(PublishedFiles::open(&path.join(PUBLISHED))?),
        };
        published.note(files.clone())?;
        sealed.into_iter().try_for_each(|file| file.publish_new().map(|_| ()))?;
        for inner in
            INNER_FOLDERS.iter().filter(|inner| files.iter().any(|(name, _)| name.starts_with(**inner)))
        {
            atomic::sync_folder(&path.join(inner))?;
        }
        atomic::sync_folder(path)?;
        self.written.extend(files);
        Ok(())
    }
}

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

/// A file of the folder, whole on disk under a temporary name, with the folder it is in.
fn seal(path: &Path, name: &str, content: &[u8]) -> Result<Sealed> {
    if let Some((inner, _)) = name.split_once('/') {
        opening::inner_folder(&path.join(inner))?;
    }
    atomic::sealed(&path.join(name), content)
}

fn portable(path: &Path) -> String {
    path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
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
