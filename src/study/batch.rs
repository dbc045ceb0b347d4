//! A batch in a results folder: runs, tables, figures and report; and what it would take.

mod finish;

use std::path::{Path, PathBuf};

use finish::finish;

use super::sizes::SizeComparison;
use super::until::{Look, Until};
use super::{interrupted, pool};
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::batch::Progress;
use crate::experiment::decision::DecisionCell;
use crate::experiment::plan::{Design, Plan};
use crate::experiment::{Batch, CancelToken, Outcome, Shard, executor};
use crate::figures::FigureSelection;
use crate::parameters::Ledger;
use crate::report::REPORT;
use crate::results::digest::{plan_digest, text_digest};
use crate::results::size_there::size_there;
use crate::results::{Dataset, Folder, Machine, Mode, Shards, TableFormat, district_log};

/// Hears of results while their batch goes on.
pub type WhenCounted<'a> = &'a (dyn Fn(&Dataset) -> Result<()> + Sync);

/// How a batch is kept in a folder.
pub struct FolderOptions<'a> {
    /// Format of the tables; or summaries alone, of which neither figures nor a report are made.
    pub tables: TableFormat,
    /// What is done with a folder that exists.
    pub mode: Mode,
    /// Threads; one for each core where nothing is said.
    pub threads: Option<usize>,
    /// Which figures are drawn into it; the folder holds what all are drawn from later (`Stored::figures`).
    pub figures: FigureSelection,
    /// Whether a table of schools is written into it, for which every run is run once more.
    pub schools: bool,
    /// Whether a report is written into it, of one district; it can be written later (`Stored::report`).
    pub report: bool,
    /// Whose sizes are compared, if any: figures compare the districts of one scenario.
    pub sizes: Option<SizeComparison>,
    /// Only this shard of the batch is run. Its folder holds runs alone; [`merge`](super::merge::merge) makes results of all shards.
    pub shard: Option<Shard>,
    /// Replications are added until this is known, whatever number of them the scenarios say.
    pub until: Option<Until>,
    /// Is handed the results as soon as all runs are there, before other sets of assumptions are run.
    pub when_counted: Option<WhenCounted<'a>>,
    /// What is noted of a machine with so many threads.
    pub machine: &'a (dyn Fn(usize) -> Machine + Sync),
}

impl Default for FolderOptions<'_> {
    fn default() -> Self {
        FolderOptions {
            tables: TableFormat::USUAL,
            mode: Mode::New,
            threads: None,
            figures: FigureSelection::All,
            schools: false,
            report: true,
            sizes: None,
            shard: None,
            until: None,
            when_counted: None,
            machine: &Machine::unknown,
        }
    }
}

/// A batch that is finished.
#[non_exhaustive]
#[derive(Debug)]
pub struct FinishedBatch {
    /// Its results.
    pub dataset: Dataset,
    /// These very results were there, whole and verified; nothing was run.
    pub was_there: bool,
    /// Replications that were there, finished, and were kept.
    pub grown_from: Option<u32>,
    /// What is to be remarked of its figures, report and table of schools.
    pub remarks: Vec<String>,
    /// What the last look found, where replications were added until something was known.
    pub look: Option<Look>,
}

/// Most memory that one district may need where summaries alone are kept (bytes).
const MOST_OF_A_DISTRICT: u64 = 4 << 30;

impl FolderOptions<'_> {
    /// Whether results of this plan can be kept so.
    ///
    /// # Errors
    /// Summaries alone, of a cohort or of more runs than memory holds.
    pub fn check(&self, plan: &Plan) -> Result<()> {
        if let Some(shard) = plan.shard {
            self.check_shard(shard, plan)?;
        }
        if self.tables != TableFormat::Summaries {
            return Ok(());
        }
        if plan.seen.is_some() {
            let fault = "summaries alone are kept, and runs are weighted by what was seen";
            return Err(Diagnostic::usage(fault, "leave out --seen or --tables summaries"));
        }
        if self.schools {
            let fault = "summaries alone are kept, and a table of schools is one of runs";
            return Err(Diagnostic::usage(fault, "leave out --schools or --tables summaries"));
        }
        if plan.cohort {
            let fault = "the districts of a cohort are run together, and summaries alone are kept district by district";
            return Err(Diagnostic::usage(fault, "keep its runs: leave out --tables summaries"));
        }
        let memory = district_log::memory(plan);
        if memory > MOST_OF_A_DISTRICT {
            let fault = format!(
                "summaries alone would hold {} GB in memory: every run of a district until the last",
                memory >> 30
            );
            return Err(Diagnostic::usage(
                fault,
                "take fewer replications, or keep the runs: leave out --tables summaries",
            ));
        }
        Ok(())
    }
}

impl FolderOptions<'_> {
    /// Whether a plan can be cut so, and the shard be run so.
    /// Into how many shards a plan can be cut at most, and what a piece is.
    pub fn pieces(&self, plan: &Plan) -> (usize, &'static str) {
        match self.tables {
            TableFormat::Summaries => (plan.districts.len(), "districts, which summaries do not cut"),
            _ => (plan.list().units(), "replications of districts, which are not cut"),
        }
    }

    fn check_shard(&self, shard: Shard, plan: &Plan) -> Result<()> {
        if self.mode == Mode::Grow {
            let fault = "--grow adds replications to finished results, and a shard is none";
            let remedy =
                "merge the shards first and grow the merged folder, or run shards of the larger batch";
            return Err(Diagnostic::usage(fault, remedy));
        }
        if self.schools {
            let fault = "a shard has no table of schools: it is written when all shards are joined";
            return Err(Diagnostic::usage(fault, "say --schools to uptake merge"));
        }
        let (pieces, what) = self.pieces(plan);
        if shard.of as usize > pieces {
            let fault =
                format!("--shard {shard}: the batch has {pieces} {what}, and some shards would have none");
            return Err(Diagnostic::usage(fault, format!("cut it into {pieces} shards at most")));
        }
        Ok(())
    }

    /// What the districts are called where each stands for a size.
    pub fn side_by_side(&self) -> Vec<String> {
        self.sizes.as_ref().map_or_else(Vec::new, SizeComparison::districts)
    }
}

/// Where the outcomes of a batch come from.
pub(super) enum Source<'a> {
    /// They are run here.
    Run,
    /// The shards of the batch hold them.
    Shards(&'a Shards),
    /// They are stored, and given by their jobs.
    Stored(&'a mut dyn FnMut(usize) -> Result<Outcome>),
}

/// Outcomes that are laid down at once.
const LAID_DOWN_AT_ONCE: usize = 64;

/// What is to be known, and at which look one is.
type Looking<'u> = Option<(&'u Until, usize)>;

impl Batch<'_> {
    /// Runs it into a results folder, byte for byte what `uptake run` and `uptake compare` write.
    ///
    /// ```no_run
    /// use uptake::prelude::*;
    ///
    /// let scenario = Scenario::built_in("committed")?.resolve()?;
    /// let results = Batch::new(&[scenario]).replications(200).run_into("results/committed")?;
    /// let spread = results.levels(None, &["spread"])?;
    /// # Ok::<(), Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Scenarios that cannot be run together; a folder that exists or cannot be written; an interruption.
    pub fn run_into(self, folder: impl AsRef<Path>) -> std::result::Result<Dataset, Diagnostics> {
        Ok(self.run_into_as(folder.as_ref(), &FolderOptions::default())?.dataset)
    }

    /// As [`Batch::run_into`], with a word in how it is done.
    ///
    /// # Errors
    /// Those of [`Batch::run_into`].
    pub fn run_into_as(
        self,
        path: &Path,
        options: &FolderOptions<'_>,
    ) -> std::result::Result<FinishedBatch, Diagnostics> {
        let design = self.design()?;
        match &options.until {
            None => into_folder(&design, Source::Run, path, options, (self.progress, self.cancel)),
            Some(until) => add_until(&design, until, path, options, (self.progress, self.cancel)),
        }
    }
}

/// One size after the other, until enough is known or the most replications are there. What is there is gone on from.
fn add_until(
    design: &Design,
    until: &Until,
    path: &Path,
    options: &FolderOptions<'_>,
    (mut progress, cancel): (Progress<'_>, CancelToken),
) -> std::result::Result<FinishedBatch, Diagnostics> {
    until.check(design, options.tables)?;
    let ledger = Ledger::standard()?;
    let with = |n: u32| of_size(design, n).plan(&ledger, text_digest);
    let mut sizes = until.sizes();
    let there = match options.mode {
        Mode::Force => None,
        _ => size_there(path, options.tables, &sizes, &with),
    };
    // Finished results of another number are looked at too.
    sizes.extend(there);
    sizes.sort_unstable();
    sizes.dedup();
    let first = there.and_then(|n| sizes.iter().position(|size| *size == n)).unwrap_or(0);
    let mut mode = options.mode;
    for (place, n) in sizes.iter().enumerate().skip(first) {
        let design = of_size(design, *n);
        let looking = Some((until, place + 1));
        let done = at_size(&design, Source::Run, path, (options, mode, looking), (&mut progress, &cancel))?;
        let is_enough = done.look.as_ref().is_none_or(Look::is_enough);
        if is_enough || place + 1 == sizes.len() {
            return Ok(done);
        }
        if done.was_there && mode == Mode::New {
            let known = done.look.as_ref().map_or_else(String::new, Look::words);
            let fault = format!("holds finished results, and nothing is added unasked: {known}");
            let remedy = "add to them with --resume, or choose another place with --out";
            return Err(Diagnostic::failed(path, fault, remedy).into());
        }
        mode = Mode::Resume;
    }
    Err(Diagnostic::of_the_program("a batch that is looked at", "has no size").into())
}

/// The design with another number of replications.
pub fn of_size(design: &Design, n: u32) -> Design {
    let mut other = design.clone();
    other.scenarios.iter_mut().for_each(|s| s.run.replications = n);
    other
}

/// Fills a results folder and finishes it.
pub(super) fn into_folder(
    design: &Design,
    source: Source<'_>,
    path: &Path,
    options: &FolderOptions<'_>,
    (mut progress, cancel): (Progress<'_>, CancelToken),
) -> std::result::Result<FinishedBatch, Diagnostics> {
    at_size(design, source, path, (options, options.mode, None), (&mut progress, &cancel))
}

/// Fills a results folder and finishes it; where it is looked at and does not know enough, without figures, report and schools.
fn at_size(
    design: &Design,
    source: Source<'_>,
    path: &Path,
    (options, mode, looking): (&FolderOptions<'_>, Mode, Looking<'_>),
    (progress, cancel): (&mut Progress<'_>, &CancelToken),
) -> std::result::Result<FinishedBatch, Diagnostics> {
    let ledger = Ledger::standard()?;
    let planned = |design: &Design| Plan { shard: options.shard, ..design.plan(&ledger, text_digest) };
    let plan = planned(design);
    options.check(&plan)?;
    if options.tables == TableFormat::Summaries && DecisionCell::are_all(&design.scenarios) {
        let fault = "summaries alone are kept, and a decision is made of runs";
        return Err(Diagnostic::usage(fault, "leave out --tables summaries").into());
    }
    let with = |n: u32| planned(&of_size(design, n));
    let had = [REPORT, "figures"].map(|name| path.join(name).exists());
    let folder = Folder::open_or_grow(path, &plan, options.tables, (mode, &with))?;
    let mut folder = folder.about_sizes(options.sizes.is_some());
    if folder.is_finished() {
        let dataset = folder.dataset(&design.scenarios)?;
        let remarks = if options.shard.is_some() { Vec::new() } else { lacking(&dataset, options) };
        let look = looking.map(|(until, number)| until.look(&dataset, number)).transpose()?;
        return Ok(FinishedBatch { dataset, was_there: true, grown_from: None, remarks, look });
    }
    let grown_from = folder.grows_from();
    // Results that grow keep their table of schools.
    let schools =
        options.schools || grown_from.is_some() && path.join(options.tables.large_file("schools")).is_file();
    let pool = pool(options.threads)?;
    match source {
        Source::Run => fill(design, &mut folder, &pool, progress, cancel)?,
        Source::Shards(shards) => join(shards, &mut folder, progress, cancel)?,
        Source::Stored(outcome) => lay_down(outcome, &mut folder, progress, cancel)?,
    }
    let (dataset, mut remarks, look) =
        pool.install(|| finish(design, &ledger, folder, (options, schools), (looking, cancel)))?;
    if let Some(kept) = grown_from {
        let has = [dataset.manifest.files.contains_key(REPORT), dataset.has_figures()];
        let names = ["report", "figures"].into_iter().zip(had.into_iter().zip(has));
        let gone: Vec<&str> = names.filter(|(_, (had, has))| *had && !has).map(|(name, _)| name).collect();
        if !gone.is_empty() {
            remarks.push(format!(
                "made of the {kept} replications that were there, not asked for now, and removed: {}",
                gone.join(" and ")
            ));
        }
    }
    Ok(FinishedBatch { dataset, was_there: false, grown_from, remarks, look })
}

/// What results that were there lack of what is asked for.
fn lacking(dataset: &Dataset, options: &FolderOptions<'_>) -> Vec<String> {
    let lacks = options.schools && !dataset.manifest.files.keys().any(|name| name.starts_with("schools."));
    let lacks =
        lacks.then(|| "these results have no table of schools; --force writes them anew with it".to_string());
    let there: Vec<&str> = dataset.manifest.files.keys().filter_map(|name| figure_of(name)).collect();
    let missing = options.figures.remark_on_missing(&there);
    let missing = missing.map(|missing| format!("{missing}; uptake plot draws what these results can show"));
    lacks.into_iter().chain(missing).collect()
}

/// Takes what is there and runs what is missing, in the order of the list.
fn fill(
    design: &Design,
    folder: &mut Folder,
    pool: &rayon::ThreadPool,
    progress: &mut Progress<'_>,
    cancel: &CancelToken,
) -> Result<()> {
    let (jobs, part) = (folder.jobs(), folder.part().clone());
    progress(folder.next_job(), jobs);
    while folder.next_job() < jobs && !cancel.is_canceled() {
        while !cancel.is_canceled() && folder.take_stored()? > 0 {
            progress(folder.next_job(), jobs);
        }
        let to_run = folder.to_run();
        let append = |outcomes: Vec<Outcome>| {
            folder.append(&outcomes)?;
            progress(folder.next_job(), jobs);
            Ok(())
        };
        pool.install(|| executor::in_order_of_list(design, (&part, to_run), cancel, append))?;
    }
    all_or_interrupted(folder)
}

/// Takes all outcomes from the shards that hold them.
fn join(
    shards: &Shards,
    folder: &mut Folder,
    progress: &mut Progress<'_>,
    cancel: &CancelToken,
) -> Result<()> {
    let (jobs, mut reader) = (folder.jobs(), shards.reader()?);
    progress(folder.next_job(), jobs);
    while folder.next_job() < jobs && !cancel.is_canceled() {
        folder.take_from(&mut reader)?;
        progress(folder.next_job(), jobs);
    }
    all_or_interrupted(folder)
}

/// Takes all outcomes from where they are stored.
fn lay_down(
    outcome: &mut dyn FnMut(usize) -> Result<Outcome>,
    folder: &mut Folder,
    progress: &mut Progress<'_>,
    cancel: &CancelToken,
) -> Result<()> {
    let jobs = folder.jobs();
    progress(folder.next_job(), jobs);
    while folder.next_job() < jobs && !cancel.is_canceled() {
        let next = folder.next_job()..jobs.min(folder.next_job() + LAID_DOWN_AT_ONCE);
        let outcomes = next.map(&mut *outcome).collect::<Result<Vec<_>>>()?;
        folder.append(&outcomes)?;
        progress(folder.next_job(), jobs);
    }
    all_or_interrupted(folder)
}

/// Nothing, if all runs are there; else they are flushed to disk.
fn all_or_interrupted(folder: &Folder) -> Result<()> {
    let (done, jobs) = (folder.next_job(), folder.jobs());
    if done == jobs {
        return Ok(());
    }
    folder.sync()?;
    Err(interrupted(&format!("{done} of {jobs} runs; they are safe in {}", folder.path().display())))
}

/// The figure that a file of a results folder is.
fn figure_of(file: &str) -> Option<&str> {
    file.strip_prefix("figures/")?.strip_suffix(".png")
}

/// `results/NAME-` and the first eight digits of the digest of what is run; of a shard also which it is.
///
/// # Errors
/// A faulty ledger.
pub fn usual_folder(
    name: &str,
    design: &Design,
    (tables, shard): (TableFormat, Option<Shard>),
) -> std::result::Result<PathBuf, Diagnostics> {
    let plan = design.plan(&Ledger::standard()?, text_digest);
    // Long lists of names would make a name that a file system refuses.
    let mut name = name.to_owned();
    while name.len() > 100 {
        name.pop();
    }
    let shard = shard.map_or_else(String::new, |shard| format!("-shard-{}-of-{}", shard.number, shard.of));
    Ok(Path::new("results").join(format!("{name}-{}{shard}", plan_digest(&plan, tables).short())))
}
