//! Runs into a results folder: batches, sizes, sweeps.

use std::path::PathBuf;

use pyo3::prelude::*;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::experiment::Batch;
use uptake::files::places;
use uptake::metrics::KeptMeasures;
use uptake::results::{JOURNAL, MANIFEST, Manifest, Mode, TableFormat};
use uptake::scenario::FoundDistricts;
use uptake::scenario::sweep_design::{Coordinate, SweepDesign, SweepKind, factor};
use uptake::study::batch::{FinishedBatch, FolderOptions};
use uptake::study::forecast::refuse_excess;
use uptake::study::not_kept::not_shown;
use uptake::study::sizes::SizeComparison;
use uptake::study::sweep::Sweep;

use crate::clock::Clock;
use crate::draft::Draft;
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
    measures: String,
    assumptions: bool,
    schools: bool,
    report: bool,
    threads: Option<usize>,
}

impl Options {
    fn tables(&self) -> Result<TableFormat, Diagnostic> {
        TableFormat::of_word(&self.tables).ok_or_else(|| {
            let fault = format!("there is no format of tables \"{}\"", self.tables);
            Diagnostic::usage(fault, "choose mixed, parquet, csv or summaries").at("tables")
        })
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

/// What a batch left.
#[pyclass(frozen, get_all, module = "uptake._native")]
pub struct Finished {
    /// Remarks on the scenarios that are no faults.
    remarks: Vec<String>,
    /// Sentences beside the results: what was there already, what is not drawn.
    notes: Vec<String>,
    /// A table of its own, of sizes, as CSV.
    table: Option<String>,
    /// The results in words.
    words: String,
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
    let (_, remarks, notes) = carried_out(py, batch, (&options, None), hear)?;
    Ok(Finished { remarks, notes, table: None, words: String::new() })
}

/// Runs one scenario at several sizes: of synthetic districts, or districts of a table.
#[pyfunction]
pub fn run_sizes(
    py: Python<'_>,
    draft: PyRef<'_, Draft>,
    pupils: Vec<u32>,
    districts: Option<(PathBuf, Vec<String>, Option<String>)>,
    options: Options,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Finished> {
    let draft = options.on(&draft);
    let sizes = match districts {
        Some((table, ids, mapping)) => {
            let mut found = FoundDistricts::default();
            for id in &ids {
                let mut more = places(&table, mapping.as_deref(), id).or_raise(py)?;
                found.districts.append(&mut more.districts);
                more.notes.retain(|note| !found.notes.contains(note));
                found.notes.append(&mut more.notes);
            }
            SizeComparison::of_districts(&draft.draft, found)
        }
        None => SizeComparison::of_pupils(&draft.draft, &pupils),
    };
    let sizes = sizes.map_err(|found| draft.placed(found)).or_raise(py)?;
    let (done, remarks, notes) = carried_out(py, sizes.batch(), (&options, Some(sizes.clone())), hear)?;
    let found = sizes.measured(&done.dataset).or_raise(py)?;
    let table = String::from_utf8_lossy(&found.csv().or_raise(py)?).into_owned();
    Ok(Finished { remarks, notes, table: Some(table), words: found.words() })
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
    let words = sweep.measured(&done.dataset).or_raise(py)?.words();
    Ok(Finished { remarks, notes, table: None, words })
}

/// Runs what is missing of a batch. What Python raised meanwhile is raised when all that is finished is safe.
fn carried_out(
    py: Python<'_>,
    batch: Batch<'_>,
    (options, sizes): (&Options, Option<SizeComparison>),
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<(FinishedBatch, Vec<String>, Vec<String>)> {
    let clock = Clock::start(options.call.clone());
    let machine = |threads| clock.machine(threads);
    let measures: KeptMeasures =
        options.measures.parse().map_err(|fault: Diagnostic| fault.at("measures")).or_raise(py)?;
    let batch = batch.measures(measures);
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
        machine: &machine,
        ..FolderOptions::default()
    };
    // What was begun was begun with its cost in mind.
    let replications = design.list().replications;
    let grows =
        options.resume && Manifest::read(&options.out).is_ok_and(|found| found.replications < replications);
    let is_there = [MANIFEST, JOURNAL].iter().any(|file| options.out.join(file).exists()) && !grows;
    if !options.yes && (options.force || !is_there) {
        refuse_excess(&design, &folder, &options.out).or_raise(py)?;
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
    if let Some(kept) = done.grown_from {
        notes.push(format!("{kept} of {replications} replications were there, finished, and are kept"));
    }
    let not_shown = not_shown(&done.dataset, &folder.figures, folder.report);
    notes.extend(done.remarks.iter().chain(&not_shown).map(|note| in_python(note)));
    let remarks = design.remarks().iter().map(|remark| in_python(remark)).collect();
    Ok((done, remarks, notes))
}
