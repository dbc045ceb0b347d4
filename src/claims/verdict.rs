//! What becomes of a claim over many vectors of parameters, and what its holding is worth.
//!
//! A claim holds if it holds in at least 90% of the accepted vectors, by weight. It fails if it cannot reach
//! that even where nothing is certain yet, and the failure survives Holm's correction over all claims. Under
//! vectors that let no fall be seen it cannot be told.
//!
//! It is *structural* if its estimates are as wanted in 95% or more of the uncalibrated prior, or in at least half
//! of the vectors, by weight, accepted for the null model that removes the cause it is about: the plain fact that
//! some model of this kind was built would then do. That is judged by estimates, not by intervals, so that doubt
//! counts against the claim. It is *emergent* if neither is so, and *robust* if it then also holds in every variant
//! of the structure whose weight is not negligible.

use super::evaluate::Evaluation;
use super::{Caveats, Claim};
use crate::analysis::sequential::{Conclusion, holm};
use crate::model::Model;
use crate::parameters::{Ensemble, NAMES};

/// Share of accepted vectors in which a claim has to hold.
pub const MOST: f64 = 0.9;
/// Share of the prior from which a claim is structural.
pub const NEARLY_ALL: f64 = 0.95;
/// Share of a null model's vectors from which a claim holds there.
pub const HALF: f64 = 0.5;
/// Weight below which a variant of the structure is negligible.
pub const NEGLIGIBLE: f64 = 0.05;

/// A set of vectors under which claims are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VectorSource {
    /// The accepted ones.
    Accepted,
    /// Drawn evenly from the ranges of the ledger.
    Prior,
    /// Accepted for a null model.
    Null(Model),
    /// Accepted for a variant of the structure.
    Variant(Model),
}

impl VectorSource {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            VectorSource::Accepted => "accepted",
            VectorSource::Prior => "prior",
            VectorSource::Null(model) | VectorSource::Variant(model) => model.word(),
        }
    }
}

/// What was found of one claim under the vectors of a set.
#[derive(Debug, Clone)]
pub struct SetFindings {
    /// The set.
    pub source: VectorSource,
    /// The weight of each vector.
    pub weights: Vec<f64>,
    /// What was found under each.
    pub found: Vec<Evaluation>,
}

/// What became of a claim.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimVerdict {
    /// Its id.
    pub id: &'static str,
    /// The verdict.
    pub decision: Conclusion,
    /// It fails because there is no effect to speak of.
    pub negligible: bool,
    /// What its holding is worth.
    pub label: String,
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
    /// Share of the vectors accepted for its own null model, by weight, in which it is met.
    pub null: Option<f64>,
    /// The verdict in each variant of the structure that was asked.
    pub variants: Vec<(Model, Conclusion)>,
}

impl ClaimVerdict {
    /// The variants in which it does not hold.
    pub fn hangs_on(&self) -> impl Iterator<Item = &(Model, Conclusion)> {
        self.variants.iter().filter(|(_, decision)| *decision != Conclusion::Holds)
    }
}

/// What a set of vectors says of a claim.
struct Decided {
    decision: Conclusion,
    shares: [f64; 3],
    surprise: f64,
}

/// Verdicts over all claims, with the correction that looks at them together. `weight` says how much a variant of
/// the structure weighs, where that is known.
pub fn verdicts(
    claims: &[Claim],
    cells: &[Vec<SetFindings>],
    accepted: &Ensemble,
    weight: impl Fn(Model) -> Option<f64>,
) -> Vec<ClaimVerdict> {
    let whole = decided(cells, VectorSource::Accepted);
    let variants: Vec<(Model, Vec<Option<Decided>>)> =
        Model::variants().map(|model| (model, decided(cells, VectorSource::Variant(model)))).collect();
    let each = claims.iter().zip(cells).zip(whole).enumerate();
    each.map(|(place, ((claim, cells), whole))| {
        let whole = whole.unwrap_or(Decided {
            decision: Conclusion::CannotTell,
            shares: [f64::NAN; 3],
            surprise: 1.0,
        });
        let of = variants.iter().filter_map(|(model, all)| Some((*model, all[place].as_ref()?.decision)));
        verdict(claim, cells, whole, of.collect(), accepted, &weight)
    })
    .collect()
}

fn of(cells: &[SetFindings], source: VectorSource) -> Option<&SetFindings> {
    cells.iter().find(|set| set.source == source)
}

/// What a set says of each claim, failures corrected over all of them.
fn decided(cells: &[Vec<SetFindings>], source: VectorSource) -> Vec<Option<Decided>> {
    let mut all: Vec<Option<Decided>> =
        cells.iter().map(|cells| of(cells, source).map(SetFindings::decide)).collect();
    let asked: Vec<usize> = (0..all.len()).filter(|&k| all[k].is_some()).collect();
    let refuted = holm(&all.iter().flatten().map(|d| d.surprise).collect::<Vec<_>>());
    for (place, refuted) in asked.into_iter().zip(refuted) {
        if let Some(decided) = all[place].as_mut().filter(|d| d.decision == Conclusion::Fails && !refuted) {
            decided.decision = Conclusion::CannotTell;
        }
    }
    all
}

impl SetFindings {
    fn total(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// The share of the vectors, by weight, of which this is true.
    fn share(&self, is: impl Fn(&Evaluation) -> bool) -> f64 {
        let of = self.found.iter().zip(&self.weights).filter(|(found, _)| is(found));
        of.map(|(_, weight)| weight).sum::<f64>() / self.total()
    }

    fn decide(&self) -> Decided {
        let shares = [Conclusion::Holds, Conclusion::CannotTell, Conclusion::Fails]
            .map(|decision| self.share(|found| found.decision() == decision));
        let decision = if shares[0] >= MOST - 1e-9 {
            Conclusion::Holds
        } else if shares[0] + shares[1] < MOST - 1e-9 {
            Conclusion::Fails
        } else {
            Conclusion::CannotTell
        };
        Decided { decision, shares, surprise: self.surprise() }
    }

    /// Surprise if the claim held in nine tenths of the weight. In order of surprise, the first vectors that weigh
    /// more than a tenth together cannot all be among those that may fail; so one of those in which the claim
    /// holds is at least as surprising as the last of them, and there are no more such than vectors. Where a fall
    /// cannot be seen nothing surprises.
    fn surprise(&self) -> f64 {
        let of = |f: &Evaluation| if f.below_floor { 1.0 } else { f.surprise() };
        let mut all: Vec<(f64, f64)> = self.found.iter().map(of).zip(self.weights.iter().copied()).collect();
        all.sort_by(|a, b| a.0.total_cmp(&b.0));
        let may_fail = (1.0 - MOST) * self.total() + 1e-9;
        let mut weight = 0.0;
        let last = all.iter().find(|(_, own)| {
            weight += own;
            weight > may_fail
        });
        last.map_or(1.0, |(p, _)| (p * all.len() as f64).min(1.0))
    }
}

fn verdict(
    claim: &Claim,
    cells: &[SetFindings],
    whole: Decided,
    variants: Vec<(Model, Conclusion)>,
    accepted: &Ensemble,
    weight: &impl Fn(Model) -> Option<f64>,
) -> ClaimVerdict {
    let empty = SetFindings { source: VectorSource::Accepted, weights: Vec::new(), found: Vec::new() };
    let set = of(cells, VectorSource::Accepted).unwrap_or(&empty);
    let found = &set.found;
    let weights = |k: usize| set.weights[k];
    // Effects are told of vectors that let them be seen, and of all where none does.
    let seen: Vec<usize> = (0..found.len()).filter(|&k| !found[k].below_floor).collect();
    let counted = if seen.is_empty() { (0..found.len()).collect() } else { seen.clone() };
    let total: f64 = counted.iter().map(|&k| weights(k)).sum();
    let share_of = |set: &SetFindings| set.share(Evaluation::met);
    let null = claim.null.and_then(|model| of(cells, VectorSource::Null(model))).map(share_of);
    let prior = of(cells, VectorSource::Prior).map(share_of);
    let robust = whole.decision == Conclusion::Holds
        && Model::variants().all(|model| {
            weight(model).is_some_and(|w| w < NEGLIGIBLE)
                || variants.iter().any(|(own, decision)| *own == model && *decision == Conclusion::Holds)
        });
    let negligible = |f: &Evaluation| {
        let failing = claim.parts.iter().zip(&f.parts).filter(|(_, p)| p.decision == Conclusion::Fails);
        f.decision() == Conclusion::Fails
            && failing.into_iter().all(|(part, p)| part.want.is_negligible(p.interval))
    };
    ClaimVerdict {
        id: claim.id,
        decision: whole.decision,
        negligible: whole.decision == Conclusion::Fails && 2.0 * set.share(negligible) >= whole.shares[2],
        label: label(claim.caveats, prior, null, robust),
        shares: whole.shares,
        below_floor: found.len() - seen.len(),
        replications: found.iter().map(|f| f.replications).sum(),
        effects: (0..claim.parts.len()).map(|part| effect(found, &counted, part, &weights)).collect(),
        met: (0..claim.parts.len())
            .map(|part| {
                let met = counted.iter().filter(|&&k| found[k].parts[part].met);
                met.map(|&k| weights(k)).sum::<f64>() / total
            })
            .collect(),
        flips: flips(found, &seen, accepted),
        prior,
        null,
        variants,
    }
}

/// What the holding of a claim is worth, from the share of the prior and of its own null model's vectors in which it
/// is met. Where one of the two was not asked nothing is called emergent.
pub(super) fn label(caveats: Caveats, prior: Option<f64>, null: Option<f64>, robust: bool) -> String {
    let structural = prior.is_some_and(|p| p >= NEARLY_ALL) || null.is_some_and(|share| share >= HALF);
    let words = [
        (structural, "structural"),
        (caveats.assumed.is_some(), "assumed"),
        (caveats.tuned, "structure-tuned"),
        (caveats.calibrated.is_some(), "calibrated"),
    ];
    let words: Vec<&str> = words.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    match (words.is_empty(), prior.is_some() && null.is_some(), robust) {
        (false, ..) => words.join(", "),
        (_, false, _) => "unlabelled".into(),
        (_, true, false) => "emergent".into(),
        (_, true, true) => "emergent, robust".into(),
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

    const H: Conclusion = Conclusion::Holds;
    const C: Conclusion = Conclusion::CannotTell;
    const F: Conclusion = Conclusion::Fails;

    fn found(decision: Conclusion) -> Evaluation {
        let met = decision != F;
        let interval = Interval { value: 0.1, low: 0.0, high: 0.2 };
        let surprise = if met { 1.0 } else { 1e-9 };
        let part = PartEvaluation { interval, decision, met, surprise };
        Evaluation { replications: 10, parts: vec![part; 2], below_floor: false }
    }

    fn set(source: VectorSource, decisions: &[(Conclusion, f64)]) -> SetFindings {
        let (found, weights) = decisions.iter().map(|(d, weight)| (self::found(*d), *weight)).unzip();
        SetFindings { source, weights, found }
    }

    /// So many of so many vectors of a set meet the claim.
    fn meets(source: VectorSource, met: usize, of: usize) -> SetFindings {
        set(source, &(0..of).map(|k| (if k < met { H } else { F }, 1.0)).collect::<Vec<_>>())
    }

    fn of_sets(sets: Vec<SetFindings>, caveats: Caveats, weight: Option<f64>) -> ClaimVerdict {
        let mut claims: Vec<Claim> = super::super::all().into_iter().filter(|c| c.id == "no-time").collect();
        claims[0].caveats = caveats;
        let ledger = Ledger::standard().unwrap();
        let vectors = sets[0].weights.iter().map(|&weight| Vector { weight, values: vec![0.05] }).collect();
        let accepted = Ensemble { positions: vec![ledger.get("stop_hazard").unwrap().position], vectors };
        verdicts(&claims, &[sets], &accepted, |_| weight).remove(0)
    }

    fn decided(decisions: &[(Conclusion, f64)]) -> Conclusion {
        of_sets(vec![set(VectorSource::Accepted, decisions)], Caveats::default(), None).decision
    }

    #[test]
    fn nine_tenths_of_the_weight_decide_and_doubt_is_no_failure() {
        let mut nine = [(H, 1.0); 10];
        nine[9].0 = F;
        assert_eq!(decided(&nine), H);
        nine[8].0 = C;
        assert_eq!(decided(&nine), C);
        nine[8].0 = F;
        assert_eq!(decided(&nine), F);
        assert_eq!(decided(&[(H, 95.0), (F, 1.0), (F, 1.0)]), H, "two vectors of hardly any weight");
        assert_eq!(decided(&[(H, 1.0), (H, 1.0), (F, 9.0)]), F);
    }

    #[test]
    fn where_a_fall_cannot_be_seen_the_claim_cannot_be_told() {
        let mut sets = vec![meets(VectorSource::Accepted, 0, 10)];
        sets[0].found.iter_mut().for_each(|f| f.below_floor = true);
        let verdict = of_sets(sets, Caveats::default(), None);
        assert_eq!((verdict.decision, verdict.below_floor), (C, 10));
    }

    #[test]
    fn effects_too_small_to_speak_of_fail_as_negligible() {
        let tiny = |decision| {
            let mut sets = vec![meets(VectorSource::Accepted, 0, 10)];
            for part in sets[0].found.iter_mut().flat_map(|f| &mut f.parts) {
                part.interval = Interval { value: 0.0, low: -0.01, high: 0.01 };
                part.decision = decision;
            }
            of_sets(sets, Caveats::default(), None)
        };
        assert!(tiny(F).negligible && !tiny(C).negligible);
        assert!(!of_sets(vec![meets(VectorSource::Accepted, 0, 10)], Caveats::default(), None).negligible);
    }

    #[test]
    fn what_the_prior_or_the_null_without_its_cause_shows_too_is_structural() {
        let label = |prior: usize, null: Option<(Model, usize)>, caveats| {
            let mut sets = vec![meets(VectorSource::Accepted, 10, 10), meets(VectorSource::Prior, prior, 20)];
            sets.extend(null.map(|(model, met)| meets(VectorSource::Null(model), met, 10)));
            of_sets(sets, caveats, None).label
        };
        let open = Caveats::default();
        assert_eq!(label(19, Some((Model::NoHelp, 0)), open), "structural");
        assert_eq!(label(18, Some((Model::NoHelp, 5)), open), "structural");
        assert_eq!(label(18, Some((Model::NoHelp, 4)), open), "emergent");
        assert_eq!(
            label(18, Some((Model::MeanField, 10)), open),
            "unlabelled",
            "another cause is missing there"
        );
        assert_eq!(label(18, None, open), "unlabelled");
        assert_eq!(label(18, Some((Model::NoHelp, 4)), Caveats::TUNED), "structure-tuned");
        let both = Caveats::assumed("x").and_tuned();
        assert_eq!(label(19, Some((Model::NoHelp, 4)), both), "structural, assumed, structure-tuned");
        assert_eq!(label(1, Some((Model::NoHelp, 4)), Caveats::calibrated("C1")), "calibrated");
    }

    #[test]
    fn what_holds_in_every_variant_that_weighs_something_is_robust() {
        let label = |held: usize, weight| {
            let mut sets = vec![
                meets(VectorSource::Accepted, 10, 10),
                meets(VectorSource::Prior, 5, 20),
                meets(VectorSource::Null(Model::NoHelp), 1, 10),
            ];
            let variants = Model::variants().enumerate();
            sets.extend(
                variants.map(|(k, m)| meets(VectorSource::Variant(m), if k < held { 10 } else { 0 }, 10)),
            );
            let verdict = of_sets(sets, Caveats::default(), weight);
            (verdict.label.clone(), verdict.hangs_on().count())
        };
        let all = Model::variants().count();
        assert_eq!(label(all, None), ("emergent, robust".into(), 0));
        assert_eq!(label(all - 1, None), ("emergent".into(), 1));
        assert_eq!(label(all - 1, Some(0.04)), ("emergent, robust".into(), 1));
    }
}
