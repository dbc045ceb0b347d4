//! Every claim, tested under the vectors of parameters that are asked for.

mod noted_finding;
mod tables;

use std::path::PathBuf;

use noted_finding::{NotedFinding, line, parse};

use super::{PieceWork, StudyOptions, strange_line};
use crate::analysis::sequential::{Conclusion, LOOKS, Want, sizes};
use crate::calibration::space::prior;
use crate::claims::arms::{Arm, VectorSetting, prepare};
use crate::claims::evaluate::{Evaluation, Looks, evaluate};
use crate::claims::observed::{self, ObservedClaim};
use crate::claims::verdict::{ClaimVerdict, SetFindings, VectorSource, verdicts};
use crate::claims::{Claim, all, page, relevance};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::model::Model;
use crate::parameters::ensemble::{Vector, model_weight};
use crate::parameters::{Ensemble, Ledger};
use crate::results::digest::{VERSION, text_digest};

/// Replications at the first look: for one vector, and for each of many.
const FIRST_LOOK: (u32, u32) = (100, 40);
/// Vectors of the prior, and of each null model and variant of the structure.
const BESIDE: (usize, usize) = (20, 10);
/// Replications under those of the prior and of null models, looked at once: what counts there is the estimate.
const REPLICATIONS_BESIDE: u32 = 50;

/// What is left in the folder.
const FILES: [&str; 4] = ["claims.md", "claims.json", "claims.csv", "verdicts.csv"];

/// Which claims are tested, and under which vectors of parameters.
#[derive(Debug, Clone)]
pub struct ClaimsOptions {
    /// Only the claims of these ids; all where there are none.
    pub only: Vec<String>,
    /// This model in the place of the whole one, a null model or a variant.
    pub model: Option<Model>,
    /// One vector, the ledger's values; no prior, no null models, no variants: no label that needs them.
    pub quick: bool,
    /// Accepted vectors to test under.
    pub vectors: usize,
    /// The folder of published observations, where there is one.
    pub data: Option<PathBuf>,
}

impl Default for ClaimsOptions {
    fn default() -> Self {
        ClaimsOptions { only: Vec::new(), model: None, quick: false, vectors: 20, data: None }
    }
}

/// What became of the claims.
#[non_exhaustive]
pub struct TestedClaims {
    /// Where `claims.md`, `claims.json`, `claims.csv` and `verdicts.csv` are.
    pub folder: PathBuf,
    /// The claims.
    pub claims: Vec<Claim>,
    /// The verdict on each.
    pub verdicts: Vec<ClaimVerdict>,
    /// The page of what was found, in Markdown.
    pub page: String,
}

impl TestedClaims {
    /// Ids of the claims of which this was decided.
    pub fn ids(&self, decision: Conclusion) -> Vec<&'static str> {
        self.verdicts.iter().filter(|v| v.decision == decision).map(|v| v.id).collect()
    }

    /// The verdicts as JSON.
    ///
    /// # Errors
    /// None that could happen; the writer says so.
    pub fn json(&self) -> Result<String> {
        tables::json(&self.claims, &self.verdicts)
    }

    /// The verdicts as CSV, a line for each part of each claim.
    ///
    /// # Errors
    /// None that could happen; the writer says so.
    pub fn csv(&self) -> Result<String> {
        tables::csv(&self.claims, &self.verdicts)
    }
}

/// The claims of these ids, or all.
///
/// # Errors
/// An id that is none.
pub fn chosen(only: &[String]) -> Result<Vec<Claim>> {
    let claims = all();
    for id in only {
        let known = || claims.iter().map(|c| c.id).chain(observed::names(&observed::CLAIMS));
        if !known().any(|known| known == id) {
            let meant = nearest(id, known());
            let meant = meant.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let remedy = format!("{meant}uptake claims --list names them all");
            return Err(Diagnostic::usage(format!("no claim has the id `{id}`"), remedy));
        }
    }
    Ok(claims.into_iter().filter(|c| only.is_empty() || only.iter().any(|id| id == c.id)).collect())
}

/// The claims about published observations that are asked for.
pub fn against_data(options: &ClaimsOptions) -> Vec<ObservedClaim> {
    let is_asked = |id: &str| options.only.is_empty() || options.only.iter().any(|only| only == id);
    observed::CLAIMS.into_iter().filter(|c| options.model.is_none() && is_asked(c.id)).collect()
}

/// Tests the claims.
///
/// # Errors
/// An id that is none; data that cannot be read; a folder that cannot be written; an interruption.
pub fn test(
    options: &ClaimsOptions,
    study: StudyOptions<'_>,
) -> std::result::Result<TestedClaims, Diagnostics> {
    let mut claims = chosen(&options.only)?;
    let ledger = Ledger::standard()?;
    let mut beside = Vec::new();
    if let Some(folder) = &options.data {
        for claim in against_data(options) {
            beside.push(claim.test(folder, &ledger)?);
        }
    }
    let sets = sets(options, claims.len(), &ledger)?;
    let texts: Vec<String> = sets.iter().map(|s| s.ensemble.to_csv()).collect();
    let ids: Vec<&str> = claims.iter().map(|c| c.id).collect();
    let values: Vec<f64> = ledger.entries().iter().map(|e| e.value).collect();
    let looks: Vec<&Looks> = sets.iter().map(|s| &s.looks).collect();
    let about = format!("{ids:?} {texts:?} {values:?} {looks:?} {}", asked(&claims));
    let head = format!("claims {VERSION} {}", text_digest(&about));
    let usual = PathBuf::from("results").join(format!("claims-{}", &text_digest(&head)[..8]));
    let asked_of = |set: &VectorSet| claims.iter().filter(|claim| set.concerns(claim)).count();
    let pieces = sets.iter().map(|s| asked_of(s) * s.ensemble.vectors.len()).sum::<usize>();
    let mut work = PieceWork::begin(study, usual, &head, pieces, &FILES)?;
    // The accepted vectors come first, so that an interruption leaves what matters most.
    let mut cells: Vec<Vec<SetFindings>> = claims.iter().map(|_| Vec::new()).collect();
    for set in &sets {
        for (claim, cells) in claims.iter().zip(&mut cells).filter(|(claim, _)| set.concerns(claim)) {
            let vectors = &set.ensemble.vectors;
            let found = (0..vectors.len()).map(|k| piece(&mut work, claim, set, k, &ledger));
            cells.push(SetFindings {
                source: set.set,
                weights: vectors.iter().map(|v| v.weight).collect(),
                found: found.collect::<Result<_>>()?,
            });
        }
    }
    let weight = |model: Model| model_weight(model.word());
    let mut verdicts = verdicts(&claims, &cells, &sets[0].ensemble, weight);
    for (claim, verdict) in beside {
        claims.push(claim);
        verdicts.push(verdict);
    }
    let counts: Vec<(VectorSource, usize)> = sets.iter().map(|s| (s.set, s.ensemble.vectors.len())).collect();
    let page = page::page(&claims, &verdicts, &counts);
    let texts = [
        page.clone(),
        tables::json(&claims, &verdicts)?,
        tables::csv(&claims, &verdicts)?,
        relevance::file(&claims, &verdicts),
    ];
    let files = FILES.into_iter().zip(texts).map(|(name, text)| (name.to_owned(), text.into_bytes()));
    let folder = work.end(files.collect())?;
    Ok(TestedClaims { folder, claims, verdicts, page })
}

/// What the claims ask, in a text: notes of claims that asked something else are not used.
fn asked(claims: &[Claim]) -> String {
    let arm = |a: &Arm| format!("{} {} {:?} {:?} {}", a.name, a.text, a.scaled, a.schools, a.chance);
    let of = |c: &Claim| {
        let arms: Vec<String> = c.arms.iter().map(arm).collect();
        let wants: Vec<Want> = c.parts.iter().map(|p| p.want).collect();
        format!("{arms:?} {:?} {wants:?} {:?} {:?}", c.months, c.floors, c.reason)
    };
    claims.iter().map(of).collect()
}

/// Vectors under which claims are tested, and how often.
struct VectorSet {
    set: VectorSource,
    model: Model,
    ensemble: Ensemble,
    looks: Looks,
    /// The ensemble's values are the ledger's own.
    plain: bool,
}

impl VectorSet {
    /// Whether a claim is tested under these vectors: under those of a null model, where it removes the claim's cause.
    fn concerns(&self, claim: &Claim) -> bool {
        !matches!(self.set, VectorSource::Null(model) if claim.null != Some(model))
    }
}

fn sets(options: &ClaimsOptions, claims: usize, ledger: &Ledger) -> Result<Vec<VectorSet>> {
    let model = options.model.unwrap_or(Model::Full);
    let accepted =
        |ensemble, looks, plain| VectorSet { set: VectorSource::Accepted, model, ensemble, looks, plain };
    if options.quick {
        // One vector: the values of the ledger.
        let free: Vec<_> = ledger.entries().iter().filter(|e| e.is_free_in(model)).collect();
        let values = free.iter().map(|e| e.value).collect();
        let ensemble = Ensemble {
            positions: free.iter().map(|e| e.position).collect(),
            vectors: vec![Vector { weight: 1.0, values }],
        };
        let looks = Looks::new(sizes(FIRST_LOOK.0, LOOKS), claims, 1);
        return Ok(vec![accepted(ensemble, looks, model == Model::Full)]);
    }
    let shipped = |model: Model, count: usize| -> Result<Ensemble> {
        let ensemble = Ensemble::shipped(model, ledger)?;
        Ok(ensemble.evenly(count.min(ensemble.vectors.len())))
    };
    let looks = Looks::new(sizes(FIRST_LOOK.1, LOOKS), claims, options.vectors);
    let mut sets = vec![accepted(shipped(model, options.vectors)?, looks, false)];
    if model == Model::Full {
        let beside = |set, model, ensemble| {
            let looks = Looks::new(vec![REPLICATIONS_BESIDE], claims, 1);
            VectorSet { set, model, ensemble, looks, plain: false }
        };
        sets.push(beside(VectorSource::Prior, Model::Full, prior(Model::Full, BESIDE.0, 2, ledger)));
        for model in Model::variants() {
            let looks = Looks::new(sizes(FIRST_LOOK.1, LOOKS), claims, BESIDE.1);
            let ensemble = shipped(model, BESIDE.1)?;
            sets.push(VectorSet { set: VectorSource::Variant(model), model, ensemble, looks, plain: false });
        }
        for model in Model::nulls() {
            sets.push(beside(VectorSource::Null(model), model, shipped(model, BESIDE.1)?));
        }
    }
    Ok(sets)
}

/// One claim under one vector.
fn piece(
    work: &mut PieceWork<'_>,
    claim: &Claim,
    set: &VectorSet,
    vector: usize,
    ledger: &Ledger,
) -> Result<Evaluation> {
    let lines = work.pieces(1, |_| {
        let setting = VectorSetting {
            model: set.model,
            ensemble: set.ensemble.clone(),
            vector: set.ensemble.vectors[vector].clone(),
        };
        let arms = prepare(claim, (!set.plain).then_some(&setting), ledger)?;
        let found = evaluate(claim, &arms, &set.looks, ledger);
        Ok(vec![line(&NotedFinding { claim: claim.id.into(), set: set.set.name().into(), vector, found })])
    })?;
    let cell = lines.first().and_then(|line| parse(line)).ok_or_else(strange_line)?;
    if cell.claim != claim.id || cell.set != set.set.name() || cell.vector != vector {
        return Err(strange_line());
    }
    Ok(cell.found)
}
