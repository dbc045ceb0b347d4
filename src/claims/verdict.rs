//! What becomes of a claim over many vectors of parameters, and what its holding is worth.
//!
//! A claim holds if it holds in at least 90% of the accepted vectors, by weight. It fails if it cannot reach
//! that even where nothing is certain yet, and the failure survives Holm's correction over all claims. Vectors
//! under which a fall could not be seen do not count.
//!
//! It is *structural* if its estimates are as wanted in 95% or more of the uncalibrated prior, or in 90% or
//! more of the vectors accepted for a null model: the plain fact that some model of this kind was built would
//! then do. That is judged by estimates, not by intervals, so that doubt counts against the claim.

use super::evaluate::Evaluation;
use super::{Claim, Declared};
use crate::analysis::sequential::{Conclusion, holm};
use crate::model::Model;
use crate::parameters::{Ensemble, NAMES};

/// Share of accepted vectors in which a claim has to hold.
pub const MOST: f64 = 0.9;
/// Share of the prior from which a claim is structural.
pub const NEARLY_ALL: f64 = 0.95;

/// A set of vectors under which claims are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VectorSource {
    /// The accepted ones.
    Accepted,
    /// Drawn evenly from the ranges of the ledger.
    Prior,
    /// Accepted for a null model.
    Null(Model),
}

impl VectorSource {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            VectorSource::Accepted => "accepted",
            VectorSource::Prior => "prior",
            VectorSource::Null(model) => model.word(),
        }
    }
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimVerdict {
    /// Its id.
    pub id: &'static str,
    /// The verdict.
    pub decision: Conclusion,
    /// No vector, or hardly any, lets a fall be seen.
    pub undecidable: bool,
    /// What its holding is worth.
    pub label: &'static str,
    /// Shares of the accepted vectors, by weight, in which it holds, cannot be told and fails.
    pub shares: [f64; 3],
    /// Vectors under which a fall could not be seen.
    pub below_floor: usize,
    /// Replications over all accepted vectors.
    pub replications: u32,
    /// The effect of each part: weighted median over the accepted vectors, and the lowest and highest end of
    /// an interval.
    pub effects: Vec<[f64; 3]>,
    /// Weighted shares of the vectors in which the estimate of each part is as wanted.
    pub met: Vec<f64>,
    /// Parameters that differ most between vectors in which it is met and not: name, and the difference of
    /// means in standard deviations.
    pub flips: Vec<(&'static str, f64)>,
    /// Share of the prior in which it is met, if it was asked.
    pub prior: Option<f64>,
    /// Shares of the vectors accepted for each null model in which it is met.
    pub nulls: Vec<(Model, f64)>,
    /// How surprising the data are if it held.
    pub surprise: f64,
}

/// What was found of one claim under the vectors of each set.
pub type SetFindings = [(VectorSource, Vec<Evaluation>)];

/// Verdicts over all claims, with the correction that looks at them together.
pub fn verdicts(
    claims: &[Claim],
    cells: &[Vec<(VectorSource, Vec<Evaluation>)>],
    accepted: &Ensemble,
) -> Vec<ClaimVerdict> {
    let mut all: Vec<ClaimVerdict> =
        claims.iter().zip(cells).map(|(claim, cells)| verdict(claim, cells, accepted)).collect();
    let refuted = holm(&all.iter().map(|v| v.surprise).collect::<Vec<_>>());
    for (verdict, refuted) in all.iter_mut().zip(refuted) {
        if verdict.decision == Conclusion::Fails && !refuted {
            verdict.decision = Conclusion::CannotTell;
        }
    }
    all
}

fn verdict(claim: &Claim, cells: &SetFindings, accepted: &Ensemble) -> ClaimVerdict {
    let of = |set: VectorSource| cells.iter().find(|(s, _)| *s == set).map_or(&[][..], |(_, found)| found);
    let found = of(VectorSource::Accepted);
    let weights: Vec<f64> = accepted.vectors.iter().map(|v| v.weight).collect();
    let counted: Vec<usize> = (0..found.len()).filter(|&k| !found[k].below_floor).collect();
    let weight = |k: usize| weights.get(k).copied().unwrap_or(1.0);
    let total: f64 = counted.iter().map(|&k| weight(k)).sum();
    let share = |decision| {
        let own = counted.iter().filter(|&&k| found[k].decision() == decision);
        own.map(|&k| weight(k)).sum::<f64>() / total
    };
    let shares = [Conclusion::Holds, Conclusion::CannotTell, Conclusion::Fails].map(share);
    let undecidable = 2 * counted.len() < found.len() || counted.is_empty();
    let decision = if undecidable {
        Conclusion::CannotTell
    } else if shares[0] >= MOST - 1e-9 {
        Conclusion::Holds
    } else if shares[0] + shares[1] < MOST - 1e-9 {
        Conclusion::Fails
    } else {
        Conclusion::CannotTell
    };
    let met_share = |found: &[Evaluation]| {
        let n = found.len() as f64;
        (n > 0.0).then(|| found.iter().filter(|f| f.met()).count() as f64 / n)
    };
    let nulls: Vec<(Model, f64)> = cells
        .iter()
        .filter_map(|(set, found)| match set {
            VectorSource::Null(model) => Some((*model, met_share(found)?)),
            _ => None,
        })
        .collect();
    let prior = met_share(of(VectorSource::Prior));
    let structural = prior.is_some_and(|p| p >= NEARLY_ALL) || nulls.iter().any(|(_, share)| *share >= MOST);
    ClaimVerdict {
        id: claim.id,
        decision,
        undecidable,
        label: label(claim.declared, structural),
        shares,
        below_floor: found.len() - counted.len(),
        replications: found.iter().map(|f| f.replications).sum(),
        effects: (0..claim.parts.len()).map(|part| effect(found, &counted, part, &weight)).collect(),
        met: (0..claim.parts.len())
            .map(|part| {
                let met = counted.iter().filter(|&&k| found[k].parts[part].met);
                met.map(|&k| weight(k)).sum::<f64>() / total
            })
            .collect(),
        flips: flips(found, &counted, accepted),
        prior,
        nulls,
        surprise: combined_surprise(counted.iter().map(|&k| found[k].surprise()).collect()),
    }
}

pub(super) fn label(declared: Declared, structural: bool) -> &'static str {
    match (declared, structural) {
        (Declared::Assumed(_), true) => "structural, assumed",
        (Declared::Assumed(_), false) => "assumed",
        (_, true) => "structural",
        (Declared::Tuned, false) => "structure-tuned",
        (Declared::Open, false) => "emergent",
    }
}

/// Median effect of a part, and how far the intervals reach.
fn effect(found: &[Evaluation], counted: &[usize], part: usize, weight: &dyn Fn(usize) -> f64) -> [f64; 3] {
    let interval = |k: usize| found[k].parts[part].interval;
    let mut values: Vec<(f64, f64)> =
        counted.iter().map(|&k| (interval(k).value, weight(k))).filter(|(v, _)| !v.is_nan()).collect();
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half: f64 = 0.5 * values.iter().map(|(_, w)| w).sum::<f64>();
    let mut below = 0.0;
    let median = values.iter().find(|(_, w)| {
        below += w;
        below >= half
    });
    let ends = |pick: fn(f64, f64) -> f64, of: fn(crate::analysis::sequential::Interval) -> f64| {
        counted.iter().map(|&k| of(interval(k))).filter(|x| !x.is_nan()).reduce(pick).unwrap_or(f64::NAN)
    };
    [median.map_or(f64::NAN, |(v, _)| *v), ends(f64::min, |i| i.low), ends(f64::max, |i| i.high)]
}

/// Surprise if the claim held in at least nine vectors of ten: that of the first vector beyond the tenth that
/// may fail (a partial conjunction, Benjamini and Heller 2008).
fn combined_surprise(mut surprises: Vec<f64>) -> f64 {
    surprises.sort_by(f64::total_cmp);
    let may_fail = ((1.0 - MOST) * surprises.len() as f64 + 1e-9).floor() as usize;
    match surprises.get(may_fail) {
        Some(p) => (p * (surprises.len() - may_fail) as f64).min(1.0),
        None => 1.0,
    }
}

/// Most parameters named.
const NAMED: usize = 3;
/// Difference of means, in standard deviations, from which a parameter is named.
const CLEAR: f64 = 0.8;

fn flips(found: &[Evaluation], counted: &[usize], accepted: &Ensemble) -> Vec<(&'static str, f64)> {
    let (yes, no): (Vec<usize>, Vec<usize>) =
        counted.iter().copied().filter(|&k| k < accepted.vectors.len()).partition(|&k| found[k].met());
    if yes.len() < 3 || no.len() < 3 {
        return Vec::new();
    }
    let mut differences: Vec<(&'static str, f64)> = accepted
        .positions
        .iter()
        .enumerate()
        .map(|(column, &position)| {
            let values = |of: &[usize]| -> Vec<f64> {
                of.iter().map(|&k| accepted.vectors[k].values[column]).collect()
            };
            let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
            let all = values(&[yes.clone(), no.clone()].concat());
            let center = mean(&all);
            let squares: f64 = all.iter().map(|v| (v - center) * (v - center)).sum();
            let sd = (squares / (all.len() as f64 - 1.0)).sqrt();
            let difference = if sd > 0.0 { (mean(&values(&yes)) - mean(&values(&no))) / sd } else { 0.0 };
            (NAMES[position].1, difference)
        })
        .filter(|(_, d)| d.abs() >= CLEAR)
        .collect();
    differences.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    differences.truncate(NAMED);
    differences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sequential::Interval;
    use crate::claims::evaluate::PartEvaluation;
    use crate::parameters::Ledger;
    use crate::parameters::ensemble::Vector;

    fn found(decision: Conclusion) -> Evaluation {
        let met = decision != Conclusion::Fails;
        let interval = Interval { value: 0.1, low: 0.0, high: 0.2 };
        let surprise = if met { 1.0 } else { 1e-9 };
        Evaluation {
            replications: 10,
            parts: vec![PartEvaluation { interval, decision, met, surprise }],
            below_floor: false,
        }
    }

    fn decided(decisions: &[Conclusion], others: &[(VectorSource, usize, usize)]) -> ClaimVerdict {
        let claims: Vec<Claim> = super::super::all().into_iter().filter(|c| c.id == "weak-start").collect();
        let ledger = Ledger::standard().unwrap();
        let vectors = decisions.iter().map(|_| Vector { weight: 1.0, values: vec![0.05] }).collect();
        let accepted = Ensemble { positions: vec![ledger.get("stop_hazard").unwrap().position], vectors };
        let mut cells =
            vec![(VectorSource::Accepted, decisions.iter().map(|d| found(*d)).collect::<Vec<_>>())];
        for &(set, met, of) in others {
            let one = |k| found(if k < met { Conclusion::Holds } else { Conclusion::Fails });
            cells.push((set, (0..of).map(one).collect()));
        }
        verdicts(&claims, &[cells], &accepted).remove(0)
    }

    #[test]
    fn nine_vectors_of_ten_decide_and_doubt_is_no_failure() {
        let (h, c, f) = (Conclusion::Holds, Conclusion::CannotTell, Conclusion::Fails);
        assert_eq!(decided(&[h, h, h, h, h, h, h, h, h, f], &[]).decision, h);
        assert_eq!(decided(&[h, h, h, h, h, h, h, h, f, f], &[]).decision, f);
        assert_eq!(decided(&[h, h, h, h, h, h, h, h, c, f], &[]).decision, c);
    }

    #[test]
    fn what_the_prior_or_a_null_model_shows_too_is_structural() {
        let held = [Conclusion::Holds; 10];
        assert_eq!(decided(&held, &[(VectorSource::Prior, 18, 20)]).label, "structure-tuned");
        assert_eq!(decided(&held, &[(VectorSource::Prior, 19, 20)]).label, "structural");
        assert_eq!(
            decided(&held, &[(VectorSource::Prior, 5, 20), (VectorSource::Null(Model::MeanField), 9, 10)])
                .label,
            "structural"
        );
        assert_eq!(decided(&held, &[(VectorSource::Null(Model::MeanField), 8, 10)]).label, "structure-tuned");
    }
}
