//! Runs into a results folder: batches, sizes, sweeps.

use std::path::PathBuf;

use pyo3::prelude::*;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::experiment::seen::Seen;
use uptake::experiment::{Batch, Plan, Shard};
use uptake::metrics::KeptMeasures;
use uptake::parameters::Ledger;
use uptake::results::digest::{plan_digest, text_digest};
use uptake::results::{JOURNAL, MANIFEST, Manifest, Mode, TableFormat};
use uptake::scenario::Scenario;
use uptake::scenario::sweep_design::{Coordinate, SweepDesign, SweepKind, factor};
use uptake::study::batch::{FinishedBatch, FolderOptions, of_size};
use uptake::study::forecast::refuse_excess;
use uptake::study::not_kept::not_shown;
use uptake::study::sizes::SizeComparison;
use uptake::study::sweep::Sweep;
use uptake::study::until::Until;

use crate::clock::Clock;
use crate::draft::{Draft, Table, districts_of};
use crate::faults::OrRaise;
use crate::words::in_python;
use crate::work::watched;

/// How a batch is run and kept; every field has a value.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Options {
    out: PathBuf,
    /// What Python was asked, for `machine.json`.
    call: String,
    /// `name=value` for all scenarios.
    settings: Vec<String>,
    resume: bool,
    grow: bool,
    force: bool,
    yes: bool,
    tables: String,
    figures: String,
    /// The measures that tables hold.
    pub measures: String,
    assumptions: bool,
    schools: bool,
    report: bool,
    threads: Option<usize>,
    /// Which shard of the batch, of how many.
    shard: Option<(u32, u32)>,
    /// What a district has seen of itself.
    seen: Option<PathBuf>,
    /// How well a quantity is to be known, and with how many replications at most.
    until: Option<(f64, String, u32)>,
}

impl Options {
    /// What was seen, about runs of these scenarios.
    pub fn seen(&self, scenarios: &[Scenario]) -> Result<Option<Seen>, Diagnostics> {
        let months = scenarios.first().map_or(0, |scenario| scenario.run.months);
        self.seen.as_ref().map(|path| Seen::read_file(path, months)).transpose()
    }

    /// Settings for all scenarios.
    pub fn settings(&self) -> &[String] {
        &self.settings
    }

    /// The measures that tables hold.
    pub fn measures(&self) -> Result<KeptMeasures, Diagnostic> {
        self.measures.parse().map_err(|fault: Diagnostic| fault.at("measures"))
    }

    fn until(&self) -> Result<Option<Until>, Diagnostic> {
        let read = |(half_width, of, at_most): &(f64, String, u32)| {
            let of = of.parse().map_err(|fault: Diagnostic| fault.at("of"))?;
            Ok(Until { of, half_width: *half_width, at_most: *at_most })
        };
        self.until.as_ref().map(read).transpose()
    }

    fn shard(&self) -> Result<Option<Shard>, Diagnostic> {
        let shard = self.shard.map(|(number, of)| Shard::new(number, of));
        shard.transpose().map_err(|fault| fault.at("shard"))
    }

    fn tables(&self) -> Result<TableFormat, Diagnostic> {
        format_of_tables(&self.tables)
    }

    fn mode(&self) -> Result<Mode, Diagnostic> {
        match (self.force, self.grow, self.resume) {
            (false, false, false) => Ok(Mode::New),
            (true, false, false) => Ok(Mode::Force),
            (false, true, false) => Ok(Mode::Grow),
            (false, false, true) => Ok(Mode::Resume),
            _ => {
                let fault = "--resume, --grow and --force say different things of the results that are there";
                Err(Diagnostic::usage(fault, "keep one of them"))
            }
        }
    }

    fn on(&self, draft: &Draft) -> Draft {
        draft.with(draft.draft.clone().with_settings(&self.settings))
    }
}

/// The format of tables with this name.
pub fn format_of_tables(word: &str) -> Result<TableFormat, Diagnostic> {
    TableFormat::of_word(word).ok_or_else(|| {
        let fault = format!("there is no format of tables \"{word}\"");
        Diagnostic::usage(fault, "choose mixed, parquet, csv or summaries").at("tables")
    })
}

/// What a batch left.
#[pyclass(frozen, get_all, module = "uptake._native")]
pub struct Finished {
    /// Remarks on the scenarios that are no faults.
    pub remarks: Vec<String>,
    /// Sentences beside the results: what was there already, what is not drawn.
    pub notes: Vec<String>,
    /// A table of its own, of sizes, as CSV.
    pub table: Option<String>,
    /// The results in brief and in full, where they are told otherwise than those of scenarios.
    pub words: Option<(String, String)>,
}

/// Runs scenarios; `comparison` is "none", "pairs" or "samples".
#[pyfunction]
pub fn run(
    py: Python<'_>,
    drafts: Vec<PyRef<'_, Draft>>,
    comparison: &str,
    options: Options,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Finished> {
    let batch = asked(py, &drafts, (comparison, &options))?;
    let (_, remarks, notes) = carried_out(py, batch, (&options, None), hear)?;
    Ok(Finished { remarks, notes, table: None, words: None })
}

/// The scenarios as one batch.
fn asked(
    py: Python<'_>,
    drafts: &[PyRef<'_, Draft>],
    (comparison, options): (&str, &Options),
) -> PyResult<Batch<'static>> {
    let (mut scenarios, mut wrong) = (Vec::new(), Diagnostics::default());
    let drafts: Vec<Draft> = drafts.iter().map(|draft| options.on(draft)).collect();
    for draft in &drafts {
        match draft.resolve() {
            Ok(scenario) => scenarios.push(scenario),
            Err(more) => wrong.merge(more),
        }
    }
    wrong.or(()).or_raise(py)?;
    let batch = Batch::new(&scenarios);
    let batch = match comparison {
        "pairs" => batch.compared(),
        "samples" => batch.unpaired(),
        _ => batch,
    };
    let batch = batch.seen(options.seen(&scenarios).or_raise(py)?).measures(options.measures().or_raise(py)?);
    Ok(if options.assumptions { batch } else { batch.without_assumptions() })
}

/// What is to be known of a batch before it is run elsewhere: what tells it from all others, as its shards carry it in their
/// manifests; into how many shards it can be cut at most; remarks. The shard of the options is checked.
#[pyfunction]
pub fn batch_facts(
    py: Python<'_>,
    drafts: Vec<PyRef<'_, Draft>>,
    comparison: &str,
    options: Options,
) -> PyResult<(String, usize, Vec<String>)> {
    let design = asked(py, &drafts, (comparison, &options))?.design().or_raise(py)?;
    let ledger = Ledger::standard().or_raise(py)?;
    let plan = design.plan(&ledger, text_digest);
    let (tables, shard) = (options.tables().or_raise(py)?, options.shard().or_raise(py)?);
    let folder = FolderOptions { tables, shard, ..FolderOptions::default() };
    let pieces = folder.pieces(&plan).0;
    let digest = plan_digest(&plan, tables).hex();
    folder.check(&Plan { shard, ..plan }).or_raise(py)?;
    let remarks = design.remarks().iter().map(|remark| in_python(remark)).collect();
    Ok((digest, pieces, remarks))
}

/// Runs one scenario at several sizes: of synthetic districts, or districts of a table.
#[pyfunction]
pub fn run_sizes(
    py: Python<'_>,
    draft: PyRef<'_, Draft>,
    pupils: Vec<u32>,
    districts: Option<Table>,
    options: Options,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Finished> {
    let draft = options.on(&draft);
    let sizes = match districts {
        Some(asked) => SizeComparison::of_districts(&draft.draft, districts_of(py, &asked)?),
        None => SizeComparison::of_pupils(&draft.draft, &pupils),
    };
    let sizes = sizes.map_err(|found| draft.placed(found)).or_raise(py)?;
    let (done, remarks, notes) = carried_out(py, sizes.batch(), (&options, Some(sizes.clone())), hear)?;
    if options.shard.is_some() {
        return Ok(Finished { remarks, notes, table: None, words: None });
    }
    let found = sizes.measured(&done.dataset).or_raise(py)?;
    let table = String::from_utf8_lossy(&found.csv().or_raise(py)?).into_owned();
    Ok(Finished { remarks, notes, table: Some(table), words: Some((found.brief(), found.words())) })
}

/// What a sweep varies; every field has a value.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Varied {
    /// `name=values`, as the flag `--vary` says it.
    vary: Vec<String>,
    kind: String,
    points: Option<u32>,
    reference: Vec<(String, String)>,
}

/// Runs a scenario at many points.
#[pyfunction]
pub fn run_sweep(
    py: Python<'_>,
    draft: PyRef<'_, Draft>,
    varied: Varied,
    options: Options,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Finished> {
    let draft = options.on(&draft);
    let mut wrong = Diagnostics::default();
    let mut factors = Vec::new();
    for flag in &varied.vary {
        match factor(flag) {
            Ok(found) => factors.push(found),
            Err(fault) => wrong.push(fault),
        }
    }
    let kind = match varied.kind.as_str() {
        "latin" => Some(SweepKind::LatinHypercube),
        word => word.parse().ok(),
    };
    if kind.is_none() {
        let fault = format!("there is no kind of sweep \"{}\"", varied.kind);
        wrong.push(Diagnostic::usage(fault, "choose factorial, list, latin or sobol").at("kind"));
    }
    wrong.or(()).or_raise(py)?;
    let reference = varied.reference.into_iter().map(|(name, value)| (name, Coordinate::of(&value)));
    let design = SweepDesign {
        base: draft.draft.reference().to_owned(),
        kind: kind.unwrap_or_default(),
        points: varied.points,
        replications: None,
        factors,
        reference: reference.collect(),
    };
    let sweep = Sweep::of_draft(&design, &draft.draft).map_err(|found| draft.placed(found)).or_raise(py)?;
    let (done, remarks, notes) = carried_out(py, sweep.batch(), (&options, None), hear)?;
    let words = match options.shard {
        None => {
            let found = sweep.measured(&done.dataset).or_raise(py)?;
            Some((found.brief(), found.words()))
        }
        Some(_) => None,
    };
    Ok(Finished { remarks, notes, table: None, words })
}

/// Runs what is missing of a batch. What Python raised meanwhile is raised when all that is finished is safe.
pub fn carried_out(
    py: Python<'_>,
    batch: Batch<'_>,
    (options, sizes): (&Options, Option<SizeComparison>),
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<(FinishedBatch, Vec<String>, Vec<String>)> {
    let clock = Clock::start(options.call.clone());
    let machine = |threads| clock.machine(threads);
    let batch = batch.measures(options.measures().or_raise(py)?);
    let batch = if options.assumptions { batch } else { batch.without_assumptions() };
    let design = batch.design().or_raise(py)?;
    let folder = FolderOptions {
        tables: options.tables().or_raise(py)?,
        mode: options.mode().or_raise(py)?,
        threads: options.threads,
        figures: options.figures.parse().map_err(|fault: Diagnostic| fault.at("figures")).or_raise(py)?,
        schools: options.schools,
        report: options.report,
        sizes,
        shard: options.shard().or_raise(py)?,
        until: options.until().or_raise(py)?,
        when_counted: None,
        machine: &machine,
    };
    let largest = folder.until.map(|until| of_size(&design, until.at_most));
    let largest = largest.as_ref().unwrap_or(&design);
    // What was begun was begun with its cost in mind.
    let replications = largest.list().replications;
    let grows =
        options.resume && Manifest::read(&options.out).is_ok_and(|found| found.replications < replications);
    let is_there = [MANIFEST, JOURNAL].iter().any(|file| options.out.join(file).exists()) && !grows;
    if !options.yes && (options.force || !is_there) {
        refuse_excess(largest, &folder, &options.out).or_raise(py)?;
    }
    let done = watched(py, hear, |cancel, steps| {
        let tell = move |done, jobs| {
            // Nobody hears it where the caller has left.
            let _ = steps.send((done, jobs));
        };
        batch.progress(tell).cancel(cancel).run_into_as(&options.out, &folder)
    })?;
    let done = done.settled(py)?;
    let mut notes = Vec::new();
    if done.was_there {
        notes.push("these very results were there, whole and verified; nothing was run".into());
    }
    notes.extend(done.look.as_ref().map(|look| in_python(&look.words())));
    if let Some(kept) = done.grown_from.filter(|_| folder.until.is_none()) {
        notes.push(format!("{kept} of {replications} replications were there, finished, and are kept"));
    }
    let not_shown = match folder.shard {
        None => not_shown(&done.dataset, &folder.figures, folder.report),
        Some(_) => None,
    };
    notes.extend(done.remarks.iter().chain(&not_shown).map(|note| in_python(note)));
    let remarks = design.remarks().iter().map(|remark| in_python(remark)).collect();
    Ok((done, remarks, notes))
}
