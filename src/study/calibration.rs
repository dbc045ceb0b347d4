//! The model calibrated; known parameters given back; the variance of a measure split.
//!
//! ```no_run
//! use uptake::model::Model;
//! use uptake::study::calibration::variance_split;
//!
//! let (split, vectors) = variance_split(Model::Full, None)?;
//! println!("chance within a district: {:.2}, over {vectors} vectors", split.parts.shares()[0]);
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use std::path::PathBuf;

use super::{PieceWork, StudyOptions, failed, pool, strange_line};
use crate::calibration::abc_smc::Proposal;
use crate::calibration::recovery::{self, Recovered};
use crate::calibration::variance::{Split, of_deep_share};
use crate::calibration::{Calibration, Effort, Judged, Targets, calibrate, diagnostics};
use crate::claims::arms::VectorSetting;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::executor;
use crate::figures::prior_posterior;
use crate::model::Model;
use crate::parameters::{Ensemble, Ledger};
use crate::results::atomic::write_file;
use crate::results::digest::{VERSION, text_digest};

/// Simulations on other chance at the end, judged together with the first.
const ANEW: u32 = 2;

/// Vectors simulated between two looks at the token that may stop the work.
const CHUNK: usize = 32;

/// Target districts in which the accepted vectors meet.
pub const DISTRICTS: u32 = 60;

/// Vectors of five known parameters, and how many of them are taken as data.
const KNOWN: (usize, usize) = (1_500, 300);

/// A calibrated model.
#[non_exhaustive]
pub struct CalibratedModel {
    /// Where `accepted.csv`, `calibration.md` and the figure are.
    pub folder: PathBuf,
    /// What was accepted, and how it was found. The first vector is the middle of the others.
    pub found: Calibration,
    /// What was aimed at.
    pub targets: Targets,
}

/// Calibrates a model.
///
/// # Errors
/// Where nothing is accepted, a folder cannot be written, or somebody stops it.
pub fn calibrated(
    model: Model,
    effort: Effort,
    study: StudyOptions<'_>,
) -> std::result::Result<CalibratedModel, Diagnostics> {
    let ledger = Ledger::standard()?;
    let head = format!("calibrate {VERSION} {model:?} {effort:?} {}", text_digest(&ranges(model, &ledger)));
    let short = &text_digest(&head)[..8];
    let usual = format!("calibration-{}-{short}", model.word().replace(' ', "-"));
    let pieces = effort.first + effort.population * 6;
    let mut work = PieceWork::begin(study, PathBuf::from("results").join(usual), &head, pieces)?;
    let targets = Targets::new();
    let mut simulate = |proposals: &[Proposal]| -> Result<Vec<Judged>> {
        let mut judged = Vec::with_capacity(proposals.len());
        for chunk in proposals.chunks(CHUNK) {
            let lines = work.pieces(chunk.len(), |there| {
                let found = executor::each(there as u32..chunk.len() as u32, |k| {
                    judge(&targets, model, &chunk[k as usize], &ledger)
                });
                found.into_iter().map(|found| found.map(|judged| line(&judged))).collect()
            })?;
            for text in lines {
                judged.push(parse(&text).ok_or_else(strange_line)?);
            }
        }
        Ok(judged)
    };
    let mut found = calibrate(model, effort, &ledger, &mut simulate)?;
    if found.ensemble.vectors.is_empty() {
        return Err(Diagnostic::failed("", "no vector was accepted", "try a larger --population").into());
    }
    // A vector in the middle stands first: the most central that meets the targets like the others.
    for center in diagnostics::centers(&found, &ledger) {
        let proposal = Proposal { vector: center.clone(), tolerance: f64::INFINITY, anew: true };
        let judged = simulate(&[proposal])?.remove(0);
        if judged.distance <= found.tolerance {
            if let Some(k) = found.ensemble.vectors.iter().position(|other| *other == center) {
                found.ensemble.vectors.remove(k);
                found.values.remove(k);
                found.origins.remove(k);
            }
            // It descends from none alone.
            found.origins.insert(0, usize::MAX);
            found.ensemble.vectors.insert(0, center);
            found.values.insert(0, judged.values);
            break;
        }
    }
    let folder = work.end()?;
    let (page, accepted) = (diagnostics::page(model, &found, &targets, &ledger), found.ensemble.to_csv());
    let figure = prior_posterior(model, &found, &ledger)?;
    let files: [(&str, &[u8]); 4] = [
        ("accepted.csv", accepted.as_bytes()),
        ("calibration.md", page.as_bytes()),
        ("prior-posterior.svg", figure.svg.as_bytes()),
        ("prior-posterior.png", &figure.png),
    ];
    for (name, content) in files {
        write_file(&folder.join(name), content)?;
    }
    Ok(CalibratedModel { folder, found, targets })
}

/// Where the variance of the deep share at month 36 comes from under the accepted vectors that ship, and how many
/// vectors these are.
///
/// # Errors
/// Where the vectors do not agree with the ledger.
pub fn variance_split(
    model: Model,
    threads: Option<usize>,
) -> std::result::Result<(Split, usize), Diagnostics> {
    let ledger = Ledger::standard()?;
    let ensemble = Ensemble::shipped(model.word(), &ledger)?;
    let split =
        pool(threads)?.install(|| of_deep_share(&ensemble, DISTRICTS, model, &ledger)).map_err(failed)?;
    Ok((split, ensemble.vectors.len()))
}

/// Whether known parameters come back; and the folder of the figures of every vector.
///
/// # Errors
/// Where a folder cannot be written, or somebody stops it.
pub fn recovered(
    seed: u64,
    study: StudyOptions<'_>,
) -> std::result::Result<(Vec<Recovered>, PathBuf), Diagnostics> {
    let ledger = Ledger::standard()?;
    let ranges = text_digest(&ranges(Model::Full, &ledger));
    let head = format!("recovery {VERSION} {seed} {KNOWN:?} {ranges}");
    let usual = PathBuf::from("results").join(format!("recovery-{}", &text_digest(&head)[..8]));
    let mut work = PieceWork::begin(study, usual, &head, KNOWN.0)?;
    let vectors = recovery::vectors(KNOWN.0, seed, &ledger);
    let mut figures: Vec<Vec<f64>> = Vec::new();
    for chunk in vectors.chunks(CHUNK) {
        let first = figures.len() as u32;
        let lines = work.pieces(chunk.len(), |there| {
            let found = executor::each(there as u32..chunk.len() as u32, |k| {
                recovery::figures(&chunk[k as usize], first + k, &ledger)
            });
            found.into_iter().map(|found| found.map(|values| spaced(&values)).map_err(failed)).collect()
        })?;
        for text in lines {
            figures.push(numbers(&text).ok_or_else(strange_line)?);
        }
    }
    let folder = work.end()?;
    Ok((recovery::recover(&vectors, &figures, KNOWN.1, &ledger), folder))
}

/// What a calibration depends on beside its effort: free parameters and their ranges.
fn ranges(model: Model, ledger: &Ledger) -> String {
    let free = ledger.entries().iter().filter(|e| e.is_free_in(model));
    let fixed = ledger.entries().iter().map(|e| format!("{}={:?}", e.name, e.value));
    free.map(|e| format!("{} {:?}", e.name, e.range)).chain(fixed).collect::<Vec<_>>().join("\n")
}

/// Simulates a vector, and on other chance too where it is asked for.
fn judge(targets: &Targets, model: Model, proposal: &Proposal, ledger: &Ledger) -> Result<Judged> {
    let free = ledger.entries().iter().filter(|e| e.is_free_in(model));
    let ensemble =
        Ensemble { positions: free.map(|e| e.position).collect(), vectors: vec![proposal.vector.clone()] };
    let setting = VectorSetting { model, ensemble, vector: proposal.vector.clone() };
    let simulate =
        |round: u32, tolerance: f64| targets.simulate(&setting, (round, tolerance), ledger).map_err(failed);
    // What is simulated anew is judged together with the first, so that none is given up early.
    let tolerance = if proposal.anew { f64::INFINITY } else { proposal.tolerance };
    let Some(first) = simulate(0, tolerance)? else {
        return Ok(Judged { distance: f64::INFINITY, values: Vec::new() });
    };
    let mut all = first;
    for round in if proposal.anew { 1..1 + ANEW } else { 1..1 } {
        if let Some(more) = simulate(round, f64::INFINITY)? {
            all = targets.pooled(all, more);
        }
    }
    Ok(Judged { distance: targets.distance(&all), values: targets.values(&all) })
}

fn line(judged: &Judged) -> String {
    spaced(&[&[judged.distance], judged.values.as_slice()].concat())
}

fn parse(line: &str) -> Option<Judged> {
    let numbers = numbers(line)?;
    let (distance, values) = numbers.split_first()?;
    Some(Judged { distance: *distance, values: values.to_vec() })
}

/// Numbers in a line; each is the shortest that reads back as the same.
fn spaced(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}

fn numbers(line: &str) -> Option<Vec<f64>> {
    line.split(' ').map(|number| number.parse().ok()).collect()
}
