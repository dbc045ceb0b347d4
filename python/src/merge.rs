//! Shards of a batch, joined to its results.

use std::path::PathBuf;

use pyo3::prelude::*;
use uptake::diagnostic::Diagnostic;
use uptake::results::Mode;
use uptake::study::batch::FolderOptions;
use uptake::study::merge;
use uptake::study::not_kept::not_shown;

use crate::batch::{Finished, format_of_tables};
use crate::clock::Clock;
use crate::faults::OrRaise;
use crate::words::in_python;
use crate::work::watched;

/// How shards are joined; every field has a value.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Joining {
    out: PathBuf,
    /// What Python was asked, for `machine.json`.
    call: String,
    resume: bool,
    force: bool,
    /// The format that the shards were run with, where none is said.
    tables: Option<String>,
    figures: String,
    assumptions: bool,
    schools: bool,
    report: bool,
    threads: Option<usize>,
}

/// Joins the shards in these folders. Only where all of them are there, whole, of one batch and of this build.
#[pyfunction]
pub fn merge_shards(
    py: Python<'_>,
    folders: Vec<PathBuf>,
    joining: Joining,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Finished> {
    let clock = Clock::start(joining.call.clone());
    let machine = |threads| clock.machine(threads);
    let mut shards = py.detach(|| merge::shards(&folders)).or_raise(py)?;
    shards.design.assumptions &= joining.assumptions;
    let tables = match &joining.tables {
        None => shards.tables,
        Some(word) => format_of_tables(word).or_raise(py)?,
    };
    let sizes = merge::sizes(&shards);
    let options = FolderOptions {
        tables,
        mode: match (joining.force, joining.resume) {
            (false, false) => Mode::New,
            (true, false) => Mode::Force,
            (false, true) => Mode::Resume,
            (true, true) => {
                let fault = "--resume and --force say different things of the results that are there";
                return Err(Diagnostic::usage(fault, "keep one of them")).or_raise(py);
            }
        },
        threads: joining.threads,
        figures: joining.figures.parse().map_err(|fault: Diagnostic| fault.at("figures")).or_raise(py)?,
        schools: joining.schools,
        report: joining.report,
        sizes: sizes.clone(),
        machine: &machine,
        ..FolderOptions::default()
    };
    let done = watched(py, hear, |cancel, steps| {
        let tell = move |done, jobs| {
            // Nobody hears it where the caller has left.
            let _ = steps.send((done, jobs));
        };
        merge::merge(&shards, &joining.out, &options, (Box::new(tell), cancel))
    })?;
    let done = done.settled(py)?;
    let mut notes = Vec::new();
    if done.was_there {
        notes.push("these very results were there, whole and verified; nothing was joined".into());
    }
    let not_shown = not_shown(&done.dataset, &options.figures, options.report);
    notes.extend(done.remarks.iter().chain(&not_shown).map(|note| in_python(note)));
    let (mut table, mut words) = (None, None);
    if let Some(sizes) = sizes {
        let found = sizes.measured(&done.dataset).or_raise(py)?;
        table = Some(String::from_utf8_lossy(&found.csv().or_raise(py)?).into_owned());
        words = Some((found.brief(), found.words()));
    }
    Ok(Finished { remarks: Vec::new(), notes, table, words })
}
