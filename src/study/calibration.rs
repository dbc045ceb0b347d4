//! The model calibrated; known vectors given back; the variance of a measure split.
//!
//! ```no_run
//! use uptake::model::Model;
//! use uptake::study::calibration::variance_split;
//!
//! let split = variance_split(Model::Full, None)?;
//! println!("chance within a district: {:.2}, over {} vectors", split.within.parts.shares()[0], split.vectors);
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use std::path::PathBuf;

use super::{PieceWork, StudyOptions, failed, numbers, pool, spaced, strange_line};
use crate::calibration::history::SimulatedVector;
use crate::calibration::likelihood::{Answerable, DoubtTaken, ln_likelihood};
use crate::calibration::posterior::{CENTERS, centers};
use crate::calibration::recovery::{self, Recovered};
use crate::calibration::screen::{self, Effects};
use crate::calibration::space::Space;
use crate::calibration::variance::{Split, of_deep_share};
use crate::calibration::{Calibration, Effort, HistoryMatch, diagnostics, features};
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::executor;
use crate::figures::{predicted_observed, prior_posterior};
use crate::model::Model;
use crate::parameters::ensemble::Vector;
use crate::parameters::{AcceptedModels, Ensemble, Ledger, WeighedModel};
use crate::results::digest::{VERSION, text_digest};

/// Vectors simulated between two looks at the token that may stop the work.
const CHUNK: usize = 32;

/// What a calibration leaves in the folder.
const FILES: [&str; 6] = [
    "accepted.csv",
    "calibration.md",
    "prior-posterior.svg",
    "prior-posterior.png",
    "predicted-observed.svg",
    "predicted-observed.png",
];

/// What a screen leaves there.
const EFFECTS: &str = "effects.csv";

/// Simulations of the vector in the middle, which tell the noise of one.
const AGAIN: usize = 10;

/// Accepted vectors that meet target districts at most, drawn by weight.
const VECTORS: usize = 80;

/// The same of each form of the model, where only the mean is asked for.
const VECTORS_OF_FORM: usize = 40;

/// Target districts in which the accepted vectors meet.
pub const DISTRICTS: u32 = 60;

/// A calibrated model.
#[non_exhaustive]
pub struct CalibratedModel {
    /// Where `accepted.csv`, `calibration.md` and the figures are.
    pub folder: PathBuf,
    /// What was accepted, and how it was found. The first vector is the middle of the others.
    pub found: Calibration,
}

/// Vectors simulated one after the other, each with the chance of its number; what is finished is noted.
struct Simulations<'a> {
    model: Model,
    /// Which parameters a vector has values for.
    positions: Vec<usize>,
    ledger: &'a Ledger,
    work: PieceWork<'a>,
    /// Simulated so far.
    count: u32,
}

impl Simulations<'_> {
    /// The features of each vector.
    fn of(&mut self, vectors: &[Vector]) -> Result<Vec<Vec<f64>>> {
        let (model, ledger, positions) = (self.model, self.ledger, &self.positions);
        let mut found = Vec::with_capacity(vectors.len());
        for chunk in vectors.chunks(CHUNK) {
            let first = self.count;
            let lines = self.work.pieces(chunk.len(), |there| {
                let all = executor::each(there as u32..chunk.len() as u32, |k| {
                    features::simulate(model, positions, &chunk[k as usize], first + k, ledger)
                });
                all.into_iter().map(|features| features.map(|features| spaced(&features))).collect()
            })?;
            self.count += chunk.len() as u32;
            for text in lines {
                found.push(
                    numbers(&text)
                        .filter(|n| n.len() == features::FEATURES.len())
                        .ok_or_else(strange_line)?,
                );
            }
        }
        Ok(found)
    }
}

/// Calibrates a model.
///
/// # Errors
/// Where no vector can meet the observations, a folder cannot be written, or somebody stops it.
pub fn calibrated(
    model: Model,
    effort: Effort,
    study: StudyOptions<'_>,
) -> std::result::Result<CalibratedModel, Diagnostics> {
    let ledger = Ledger::standard()?;
    let head = format!(
        "calibrate {VERSION} {model:?} {effort:?} {}",
        text_digest(&ranges(&Space::new(model, effort.seed, &ledger), &ledger))
    );
    let short = &text_digest(&head)[..8];
    let usual = format!("calibration-{}-{short}", model.word().replace(' ', "-"));
    let pieces = effort.vectors() + CENTERS * AGAIN;
    let work = PieceWork::begin(study, PathBuf::from("results").join(usual), &head, pieces, &FILES)?;
    let mut matching = HistoryMatch::new(model, effort, &ledger);
    let positions = matching.space.positions();
    let mut simulations = Simulations { model, positions, ledger: &ledger, work, count: 0 };
    for _ in 0..=effort.waves {
        let vectors = matching.next_wave();
        let features = simulations.of(&vectors)?;
        simulations.work.pool.install(|| matching.learn(&vectors, features));
    }
    let (vectors, sample) = simulations.work.pool.install(|| matching.sample());
    let features = simulations.of(&vectors)?;
    let mut found = Calibration::of(&matching, model, (&vectors, sample), features);
    if found.weighed.effective == 0.0 {
        let fault = format!("no vector of \"{}\" could have left what was observed", model.word());
        return Err(Diagnostic::failed("", fault, "try a larger --first or --sample").into());
    }
    let (center, again) = center(&found, &ledger, &mut simulations)?;
    found.noise = deviations(&again);
    found.begin_with(center);
    let (page, figures) = simulations.work.pool.install(|| {
        let figures = [prior_posterior(&found, &ledger)?, predicted_observed(&found, &ledger)?];
        Ok::<_, Diagnostic>((diagnostics::page(&found, &ledger), figures))
    })?;
    let [prior, observed] = &figures;
    let contents = [
        found.ensemble.to_csv().into_bytes(),
        page.into_bytes(),
        prior.svg.clone().into_bytes(),
        prior.png()?,
        observed.svg.clone().into_bytes(),
        observed.png()?,
    ];
    let files = FILES.iter().zip(contents).map(|(name, content)| (name.to_string(), content));
    let folder = simulations.work.end(files.collect())?;
    Ok(CalibratedModel { folder, found })
}

/// The vector in the middle under which the observations are likeliest, over several simulations, and the features of these.
fn center(
    found: &Calibration,
    ledger: &Ledger,
    simulations: &mut Simulations<'_>,
) -> Result<(Vector, Vec<Vec<f64>>)> {
    let mut best: Option<(f64, Vector, Vec<Vec<f64>>)> = None;
    for center in centers(found, ledger) {
        let again = simulations.of(&vec![center.clone(); AGAIN])?;
        let mean: Vec<f64> = (0..features::FEATURES.len())
            .map(|k| again.iter().map(|features| features[k]).sum::<f64>() / again.len() as f64)
            .collect();
        let likely = ln_likelihood(&mean, DoubtTaken::AsStated, found.answerable);
        if best.as_ref().is_none_or(|(highest, ..)| likely > *highest) {
            best = Some((likely, center, again));
        }
    }
    best.map(|(_, center, again)| (center, again)).ok_or_else(|| failed("there is no middle"))
}

/// Standard deviation of each feature.
fn deviations(again: &[Vec<f64>]) -> Vec<f64> {
    let of = |k: usize| {
        let values: Vec<f64> = again.iter().map(|features| features[k]).collect();
        crate::calibration::sample::mean_and_deviation(&values, &vec![1.0; values.len()]).1
    };
    (0..features::FEATURES.len()).map(of).collect()
}

/// Where a variance comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct VarianceSplit {
    /// Its parts within the model, and what target districts come to.
    pub within: Split,
    /// Vectors that met target districts.
    pub vectors: usize,
    /// Of each form of the model that calibration weighed, in the same districts: its weight, and the mean of the outcome. Asked
    /// of the whole model alone.
    pub forms: Vec<(Model, f64, f64)>,
}

impl VarianceSplit {
    /// The variance of the means over the forms of the model, by weight; none where fewer than two were looked at.
    pub fn between_forms(&self) -> Option<f64> {
        let total: f64 = self.forms.iter().map(|(_, weight, _)| weight).sum();
        let mean = self.forms.iter().map(|(_, weight, mean)| weight * mean).sum::<f64>() / total;
        let squares = self.forms.iter().map(|(_, weight, own)| weight * (own - mean) * (own - mean));
        (self.forms.len() > 1).then(|| squares.sum::<f64>() / total)
    }
}

/// Where the variance of the deep share at month 36 comes from under the accepted vectors that ship.
///
/// # Errors
/// Where the vectors do not agree with the ledger.
pub fn variance_split(
    model: Model,
    threads: Option<usize>,
) -> std::result::Result<VarianceSplit, Diagnostics> {
    let (ledger, pool) = (Ledger::standard()?, pool(threads)?);
    let split = |model, ensemble: &Ensemble, most: usize| {
        let ensemble = ensemble.evenly(ensemble.vectors.len().min(most));
        let split = pool.install(|| of_deep_share(&ensemble, DISTRICTS, model, &ledger)).map_err(failed)?;
        Ok::<_, Diagnostics>((split, ensemble.vectors.len()))
    };
    let (within, vectors) = split(model, &Ensemble::shipped(model, &ledger)?, VECTORS)?;
    let weighed = AcceptedModels::weighed(&ledger)?;
    let others = weighed.models().iter().filter(|_| model == Model::Full);
    let form = |found: &WeighedModel| {
        Ok((found.model, found.weight, split(found.model, &found.ensemble, VECTORS_OF_FORM)?.0.mean))
    };
    let forms = others.map(form).collect::<std::result::Result<_, Diagnostics>>()?;
    Ok(VarianceSplit { within, vectors, forms })
}

/// Whether known vectors come back, from so many vectors of the prior; how many independent vectors stand behind an interval;
/// and the folder of the features of every vector.
///
/// # Errors
/// Where a folder cannot be written, or somebody stops it.
pub fn recovered(
    count: usize,
    seed: u64,
    study: StudyOptions<'_>,
) -> std::result::Result<(Vec<Recovered>, f64, PathBuf), Diagnostics> {
    let ledger = Ledger::standard()?;
    let space = Space::new(Model::Full, seed, &ledger);
    let (simulated, simulations) = over_prior("recovery", &space, count, &ledger, study, &[])?;
    let even = vec![1.0; simulated.len()];
    let answerable = Answerable::by(simulated.iter().map(|s| s.features.as_slice()));
    let (found, effective) =
        simulations.work.pool.install(|| recovery::recover(&simulated, &even, answerable, &space));
    Ok((found, effective, simulations.work.end(Vec::new())?))
}

/// What each unmeasured parameter of the whole model does to every feature, from so many vectors over all their ranges; and
/// the folder where `effects.csv` says it.
///
/// # Errors
/// Where a folder cannot be written, there are no more vectors than parameters, or somebody stops it.
pub fn screened(
    count: usize,
    seed: u64,
    study: StudyOptions<'_>,
) -> std::result::Result<(Vec<Effects>, PathBuf), Diagnostics> {
    let ledger = Ledger::standard()?;
    let space = Space::unmeasured(seed, &ledger);
    let parameters = space.free().len();
    if count <= 2 * parameters {
        let fault = format!("{count} vectors tell too little of {parameters} parameters");
        return Err(Diagnostic::usage(fault, "give --first more than twice as many; 3000 is usual").into());
    }
    let (simulated, simulations) = over_prior("screen", &space, count, &ledger, study, &[EFFECTS])?;
    let found = simulations.work.pool.install(|| screen::effects(&simulated, &space));
    let file = (EFFECTS.to_owned(), screen::to_csv(&found).into_bytes());
    let folder = simulations.work.end(vec![file])?;
    Ok((found, folder))
}

/// A hypercube over a space of the whole model, simulated.
fn over_prior<'a>(
    what: &str,
    space: &Space<'_>,
    count: usize,
    ledger: &'a Ledger,
    study: StudyOptions<'a>,
    files: &[&str],
) -> std::result::Result<(Vec<SimulatedVector>, Simulations<'a>), Diagnostics> {
    let head = format!("{what} {VERSION} {} {count} {}", space.seed(), text_digest(&ranges(space, ledger)));
    let usual = PathBuf::from("results").join(format!("{what}-{}", &text_digest(&head)[..8]));
    let work = PieceWork::begin(study, usual, &head, count, files)?;
    let mut simulations =
        Simulations { model: Model::Full, positions: space.positions(), ledger, work, count: 0 };
    let vectors: Vec<Vector> = space.hypercube(count).iter().map(|unit| space.vector(unit)).collect();
    let features = simulations.of(&vectors)?;
    let units = vectors.iter().map(|vector| space.unit(&vector.values));
    let simulated = units.zip(features).map(|(unit, features)| SimulatedVector { unit, features });
    Ok((simulated.collect(), simulations))
}

/// What a calibration depends on beside its effort: free parameters and their ranges.
fn ranges(space: &Space<'_>, ledger: &Ledger) -> String {
    let free = space.free().iter();
    let fixed = ledger.entries().iter().map(|e| format!("{}={:?}", e.name, e.value));
    free.map(|e| format!("{} {:?}", e.name, e.range)).chain(fixed).collect::<Vec<_>>().join("\n")
}
