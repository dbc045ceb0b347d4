//! A batch in a results folder: runs, tables, figures and report; and what it would take.

use std::path::{Path, PathBuf};

use super::sizes::SizeComparison;
use super::{assumptions, decide, interrupted, pool, schools, sweep};
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::batch::Progress;
use crate::experiment::decision::DecisionCell;
use crate::experiment::plan::{Design, Plan};
use crate::experiment::{Batch, CancelToken, Outcome, Shard, executor};
use crate::explain::one_at_a_time::screen;
use crate::figures::{Figure, FigureSelection, decide_map, draw, draw_sizes, files, remark_on_signs, wanted};
use crate::parameters::Ledger;
use crate::report::{self, REPORT, ReportRequest, report};
use crate::results::decision::Decision;
use crate::results::digest::{plan_digest, text_digest};
use crate::results::sweep_table;
use crate::results::{Dataset, Folder, Machine, Mode, Shards, TableFormat, district_log, roster};
use crate::scenario::DistrictSpec;

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
        let (pieces, what) = match self.tables {
            TableFormat::Summaries => (plan.districts.len(), "districts, which summaries do not cut"),
            _ => (plan.list().units(), "replications of districts, which are not cut"),
        };
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
}

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
        into_folder(&design, Source::Run, path, options, (self.progress, self.cancel))
    }
}

/// Fills a results folder and finishes it.
pub(super) fn into_folder(
    design: &Design,
    source: Source<'_>,
    path: &Path,
    options: &FolderOptions<'_>,
    (mut progress, cancel): (Progress<'_>, CancelToken),
) -> std::result::Result<FinishedBatch, Diagnostics> {
    let ledger = Ledger::standard()?;
    let planned = |design: &Design| Plan { shard: options.shard, ..design.plan(&ledger, text_digest) };
    let plan = planned(design);
    options.check(&plan)?;
    if options.tables == TableFormat::Summaries && DecisionCell::are_all(&design.scenarios) {
        let fault = "summaries alone are kept, and a decision is made of runs";
        return Err(Diagnostic::usage(fault, "leave out --tables summaries").into());
    }
    let with = |n: u32| {
        let mut other = design.clone();
        other.scenarios.iter_mut().for_each(|s| s.run.replications = n);
        planned(&other)
    };
    let had = [REPORT, "figures"].map(|name| path.join(name).exists());
    let folder = Folder::open_or_grow(path, &plan, options.tables, (options.mode, &with))?;
    let mut folder = folder.about_sizes(options.sizes.is_some());
    if folder.is_finished() {
        let dataset = folder.dataset(&design.scenarios)?;
        let remarks = if options.shard.is_some() { Vec::new() } else { lacking(&dataset, options) };
        return Ok(FinishedBatch { dataset, was_there: true, grown_from: None, remarks });
    }
    let grown_from = folder.grows_from();
    // Results that grow keep their table of schools.
    let schools =
        options.schools || grown_from.is_some() && path.join(options.tables.large_file("schools")).is_file();
    let pool = pool(options.threads)?;
    match source {
        Source::Run => fill(design, &mut folder, &pool, &mut progress, &cancel)?,
        Source::Shards(shards) => join(shards, &mut folder, &mut progress, &cancel)?,
    }
    drop(progress);
    let (dataset, mut remarks) =
        pool.install(|| finish(design, &ledger, folder, (options, schools), &cancel))?;
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
    Ok(FinishedBatch { dataset, was_there: false, grown_from, remarks })
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

/// Nothing, if all runs are there; else they are flushed to disk.
fn all_or_interrupted(folder: &Folder) -> Result<()> {
    let (done, jobs) = (folder.next_job(), folder.jobs());
    if done == jobs {
        return Ok(());
    }
    folder.sync()?;
    Err(interrupted(&format!("{done} of {jobs} runs; they are safe in {}", folder.path().display())))
}

/// Writes tables, then what is drawn and said of them, then the manifest; remarks on the figures beside it.
fn finish(
    design: &Design,
    ledger: &Ledger,
    mut folder: Folder,
    (options, has_schools): (&FolderOptions<'_>, bool),
    cancel: &CancelToken,
) -> Result<(Dataset, Vec<String>)> {
    let places = design.scenarios.first().map_or(&[][..], |s| &s.places);
    // Figures and report show runs, all of them.
    let is_shown = folder.simulated() && options.tables != TableFormat::Summaries && options.shard.is_none();
    // The points of a sweep are too many for a report: it is about a few scenarios.
    let is_sweep = design.scenarios.iter().any(|s| !s.point.is_empty());
    let is_told = options.report && !is_sweep && report::is_possible(&design.measures);
    let reported = places.first().filter(|_| places.len() == 1 && is_told && is_shown);
    let (screen, written) = rayon::join(
        || reported.map(|place| screen(&design.scenarios, &design.pairs, place, ledger)),
        || folder.write_tables(),
    );
    written?;
    if options.tables != TableFormat::Summaries && options.shard.is_none() {
        assumptions::write(design, ledger, &mut folder, cancel)?;
    }
    if has_schools {
        schools::write(design, &mut folder, cancel)?;
    }
    let mut dataset = folder.dataset(&design.scenarios)?;
    let mut extra: Vec<(String, Vec<u8>)> = Vec::new();
    let mut drawn = Vec::new();
    let has_figures = options.figures != FigureSelection::None;
    let is_decision = DecisionCell::are_all(&design.scenarios);
    match dataset.manifest.districts.as_slice() {
        _ if is_decision && options.shard.is_none() => {
            let found = Decision::of(&dataset)?;
            extra.push(("decide.csv".into(), decide::csv(&found)?));
            if has_figures && is_shown {
                drawn = vec![decide_map(&found, &dataset)?];
                extra.extend(painted(&drawn, options)?);
            }
        }
        _ if !is_shown || !(has_figures || options.report) => {}
        [district] => {
            let results = dataset.district_results(district, &report::wanted())?;
            drawn = draw(&results)?;
            let page = |place| {
                report(&ReportRequest {
                    results: &results,
                    place,
                    figures: &drawn,
                    ledger,
                    screen,
                    sensitivity: None,
                })
            };
            let (painted, page) = rayon::join(|| painted(&drawn, options), || reported.map(page).transpose());
            extra.extend(page?.map(|page| (REPORT.into(), page.into_bytes())));
            extra.extend(painted?);
        }
        districts if has_figures && !options.side_by_side().is_empty() => {
            let (wanted, labels) = (wanted(), options.side_by_side());
            let labeled = labels.iter().zip(districts);
            let found = labeled
                .map(|(label, district)| Ok((label.clone(), dataset.district_results(district, &wanted)?)));
            drawn = draw_sizes(&found.collect::<Result<Vec<_>>>()?)?;
            extra.extend(painted(&drawn, options)?);
        }
        _ => {}
    }
    if is_sweep && !is_decision && options.shard.is_none() {
        let found = sweep::measured(&design.scenarios, &dataset)?;
        folder.add_table(|path, plan, format| sweep_table::write((path, plan, format), found.rows()))?;
    }
    drawn.retain(|figure| options.figures.takes(&figure.name));
    let names: Vec<&str> = drawn.iter().map(|figure| figure.name.as_str()).collect();
    let missing = options.figures.remark_on_missing(&names);
    let remarks = missing.into_iter().chain(remark_on_signs(&drawn)).collect();
    if places.len() != 1 && !design.is_cohort() {
        let (mut facts, mut totals) = (Vec::new(), Vec::new());
        for place in places {
            match place {
                DistrictSpec::Facts(known) => facts.push(known),
                DistrictSpec::Totals(known) => totals.push(known),
                DistrictSpec::Synthetic { .. } => {}
            }
        }
        let table = if totals.is_empty() { roster::table(&facts) } else { roster::totals(&totals) };
        extra.push(("districts.csv".into(), table?));
    }
    dataset.manifest = folder.finish(extra, &(options.machine)(rayon::current_num_threads()))?;
    Ok((dataset, remarks))
}

/// The figure that a file of a results folder is.
fn figure_of(file: &str) -> Option<&str> {
    file.strip_prefix("figures/")?.strip_suffix(".png")
}

/// The files of figures, where they are asked for.
fn painted(drawn: &[Figure], options: &FolderOptions<'_>) -> Result<Vec<(String, Vec<u8>)>> {
    let chosen: Vec<Figure> =
        drawn.iter().filter(|figure| options.figures.takes(&figure.name)).cloned().collect();
    let files = files(&chosen)?;
    Ok(files.into_iter().map(|(name, bytes)| (format!("figures/{name}"), bytes)).collect())
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
