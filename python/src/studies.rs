//! Studies that are no batch of scenarios: sensitivity, decisions, signs, discovery.

use std::path::PathBuf;

use pyo3::prelude::*;
use uptake::analysis::boxes::BoxRule;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::figures::sensitivity_shares;
use uptake::files::Files;
use uptake::metrics::{Condition, Measure, Quantity};
use uptake::results::file_set;
use uptake::study::StudyOptions;
use uptake::study::decide::{DecisionStudy, read_set};
use uptake::study::discovery::{Discovery, DiscoveryRequest};
use uptake::study::sensitivity::{SensitivityEffort, SensitivityStudy, brief, human};
use uptake::study::signs::SignStudy;
use uptake::study::stored::Stored;

use crate::batch::{Finished, Options, carried_out};
use crate::draft::{Draft, Table, districts_of};
use crate::faults::OrRaise;
use crate::stored::{Picture, may_be_written};
use crate::words::in_python;
use crate::work::watched;

/// What a study found: words for people, in brief and in full, its table as CSV, all of it as JSON, a page in Markdown where it has one, and a figure
/// where there is one to draw.
type Found = ((String, String), Vec<u8>, Vec<u8>, Option<String>, Option<Picture>);

/// What is asked of a sensitivity study; every field has a value.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct AskedSensitivity {
    of: Option<String>,
    replications: u32,
    trajectories: u32,
    points: u32,
    most: usize,
    only_assumptions: bool,
    others_usual: bool,
    out: PathBuf,
    force: bool,
    threads: Option<usize>,
}

/// Which parameters an answer hangs on, into a folder.
#[pyfunction]
pub fn study_sensitivity(
    py: Python<'_>,
    drafts: Vec<PyRef<'_, Draft>>,
    asked: AskedSensitivity,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Found> {
    let mut wrong = Diagnostics::default();
    let mut scenarios = Vec::new();
    for draft in &drafts {
        match draft.resolve() {
            Ok(scenario) => scenarios.push(scenario),
            Err(more) => wrong.merge(more),
        }
    }
    wrong.or(()).or_raise(py)?;
    let last = scenarios.first().map_or(0, |scenario| scenario.run.months);
    let of = asked.of.as_deref().map(quantity).transpose().or_raise(py)?;
    let effort = SensitivityEffort {
        trajectories: asked.trajectories,
        looked_at: asked.most,
        rows: asked.points,
        replications: asked.replications,
        only_assumptions: asked.only_assumptions,
        others_usual: asked.others_usual,
    };
    let of = of.unwrap_or_else(|| Quantity::at(Measure::DeepShare, last));
    let study = SensitivityStudy::new(scenarios, of, effort).or_raise(py)?;
    let done = watched(py, hear, |cancel, steps| {
        let tell = move |_: &std::path::Path, done: usize, points: usize| {
            // Nobody hears it where the caller has left.
            let _ = steps.send((done, points));
        };
        let AskedSensitivity { out, threads, force, .. } = asked;
        study.carry_out(StudyOptions {
            folder: Some(out),
            threads,
            anew: force,
            progress: Box::new(tell),
            cancel,
        })
    })?;
    let (found, _) = done.settled(py)?;
    let told = || -> Result<Found, Diagnostic> {
        Ok((
            (brief(&found), human(&found)),
            found.to_csv()?,
            found.to_json()?,
            None,
            Some(Picture(sensitivity_shares(&found)?)),
        ))
    };
    py.detach(told).or_raise(py)
}

/// A quantity of the argument `of`.
fn quantity(words: &str) -> Result<Quantity, Diagnostic> {
    words.parse().map_err(|fault: Diagnostic| fault.at("of"))
}

/// Runs every plan of a decide set in every world, into a results folder.
#[pyfunction]
pub fn run_decide(
    py: Python<'_>,
    set: &str,
    districts: Option<Table>,
    options: Options,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Finished> {
    let (set, problems) = py.detach(|| read_set(set)).or_raise(py)?;
    let mut settings = options.settings().to_vec();
    if let Some(n) = set.replications
        && !settings.iter().any(|setting| setting.starts_with("--replications="))
    {
        settings.push(format!("--replications={n}"));
    }
    let places = districts.map(|asked| districts_of(py, &asked)).transpose()?;
    let study = DecisionStudy::of(&set, problems, &settings, places.as_ref(), &Files).or_raise(py)?;
    let seen = options.seen(&study.scenarios).or_raise(py)?;
    let measures = study.measures(&options.measures().or_raise(py)?, seen.as_ref()).or_raise(py)?;
    let mut options = options;
    options.measures = measures.to_string();
    let (_, remarks, notes) = carried_out(py, study.batch().seen(seen), (&options, None), hear)?;
    let notes = study.remarks.iter().map(|remark| in_python(remark)).chain(notes).collect();
    Ok(Finished { remarks, notes, table: None, words: None })
}

/// The first signs that a reform stalls.
#[pyfunction]
pub fn study_signs(
    py: Python<'_>,
    draft: PyRef<'_, Draft>,
    by: u32,
    stalls: Vec<String>,
    replications: u32,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<Found> {
    let scenario = draft.resolve().or_raise(py)?;
    let study = SignStudy::of(&scenario, by, &stalls).or_raise(py)?;
    let done = watched(py, hear, |cancel, steps| {
        let tell = move |done, jobs| {
            // Nobody hears it where the caller has left.
            let _ = steps.send((done, jobs));
        };
        let batch = study.batch().replications(replications).progress(tell).cancel(cancel);
        study.found(&batch.run()?).map_err(Diagnostics::from)
    })?;
    let found = done.settled(py)?;
    let told = || -> Result<Found, Diagnostic> {
        let words = (found.brief(), found.words());
        Ok((words, found.csv()?, found.json()?, Some(found.markdown()), found.figure("signs")?.map(Picture)))
    };
    py.detach(told).or_raise(py)
}

/// Where in a sweep something happens; its files are written where a folder is said.
#[pyfunction]
pub fn study_discovery(
    py: Python<'_>,
    results: PathBuf,
    conditions: Vec<String>,
    shape: (usize, Option<f64>),
    district: Option<&str>,
    out: Option<(PathBuf, bool)>,
) -> PyResult<Found> {
    let mut wrong = Diagnostics::default();
    let mut asked: Vec<Condition> = Vec::new();
    for words in &conditions {
        match words.parse() {
            Ok(condition) => asked.push(condition),
            Err(fault) => wrong.push(Diagnostic::at(fault, "where")),
        }
    }
    wrong.or(()).or_raise(py)?;
    let (boxes, density) = shape;
    let rule = density.map_or(BoxRule::LargestGain, BoxRule::AtLeastAsDense);
    let request = DiscoveryRequest { conditions: asked, boxes, rule };
    let told = || -> Result<Found, Diagnostics> {
        let found = Discovery::of(&Stored::open(&results)?, district, &request)?;
        if let Some((folder, force)) = &out {
            let files = found.files()?;
            files.iter().try_for_each(|(name, _)| may_be_written(&folder.join(name), *force))?;
            file_set::write(folder, &files, *force)?;
        }
        Ok(((found.brief(), found.words()), found.csv()?, found.json()?, None, found.figure()?.map(Picture)))
    };
    py.detach(told).or_raise(py)
}
