//! What a calibration found: the weighed sample, the vectors kept of it, and a vector in their middle.

use crate::chance::inverse;
use crate::model::Model;
use crate::numerics;
use crate::parameters::ensemble::Vector;
use crate::parameters::{Ensemble, Ledger, LedgerEntry};

use super::history::{Effort, HistoryMatch, SimulatedVector, WaveRecord, chances};
use super::likelihood::{Answerable, DoubtTaken, ln_likelihood};
use super::observations::{FITTED, OBSERVATIONS, SHARED_ERROR, Seen};
use super::sample::{Sample, Weighed, effective, mean_and_deviation, normalized, quantiles, systematic};
use super::space::Space;

/// Vectors kept at most: a sample of the weighed ones that weighs as they do on average.
const KEPT: usize = 400;
/// Vectors wanted, and how many independent ones they are to be worth.
pub const WANTED: (usize, f64) = (300, 100.0);
/// Draws of what might have been seen.
const REDRAWN: usize = 2_000;

/// What calibration found.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The model.
    pub model: Model,
    /// How much was simulated.
    pub effort: Effort,
    /// The vectors kept, with their weights; once it was found, the one in the middle stands first.
    pub ensemble: Ensemble,
    /// Wave after wave.
    pub waves: Vec<WaveRecord>,
    /// The first wave, an even sample of the ranges.
    pub prior: Vec<SimulatedVector>,
    /// The sample of the region left, and with what chances it was drawn.
    pub simulated: Vec<SimulatedVector>,
    /// The chances.
    pub sample: Sample,
    /// The observations that this model can answer, as the first wave has it; it is weighed by no others.
    pub answerable: Answerable,
    /// Its weights.
    pub weighed: Weighed,
    /// Share of the prior's likelihood outside of the region, as the first wave has it, and how many independent vectors of
    /// the first wave say so.
    pub outside: (f64, f64),
    /// Standard deviation of each feature over simulations of the vector in the middle.
    pub noise: Vec<f64>,
}

/// How an observation looks from the sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// Its id, or that of a half of the judgment.
    pub id: &'static str,
    /// What was seen, as a share or number.
    pub seen: f64,
    /// 5, 25, 50, 75 and 95% of what might have been seen, under the prior.
    pub before: [f64; 5],
    /// The same under the weighed vectors.
    pub after: [f64; 5],
    /// Chance under the weighed vectors of something as far out as what was seen, on either side.
    pub tail: f64,
}

impl Calibration {
    /// Weighs the sample and keeps vectors of it.
    pub fn of(
        matching: &HistoryMatch<'_>,
        model: Model,
        (vectors, sample): (&[Vector], Sample),
        features: Vec<Vec<f64>>,
    ) -> Calibration {
        let space = &matching.space;
        let units = vectors.iter().map(|vector| space.unit(&vector.values));
        let simulated: Vec<SimulatedVector> =
            units.zip(features).map(|(unit, features)| SimulatedVector { unit, features }).collect();
        let prior = matching.simulated[..matching.effort().first.min(matching.simulated.len())].to_vec();
        let answerable = Answerable::by(prior.iter().map(|s| s.features.as_slice()));
        let weighed = sample.weigh(&simulated, DoubtTaken::AsStated, answerable);
        let likely = |s: &SimulatedVector| ln_likelihood(&s.features, DoubtTaken::AsStated, answerable);
        let (of_prior, _) = normalized(&prior.iter().map(likely).collect::<Vec<_>>());
        let outside = prior.iter().zip(&of_prior).filter(|(s, _)| !matching.is_open(&s.unit)).map(|(_, w)| w);
        let kept = chances(&weighed.weights, KEPT);
        let chosen = systematic(&kept, &mut space.generator(4, 0, 0));
        let raw: Vec<f64> = chosen.iter().map(|&k| weighed.weights[k] / kept[k]).collect();
        let mean = raw.iter().sum::<f64>() / raw.len().max(1) as f64;
        let scaled = |w: f64| format!("{:.3e}", w / mean).parse::<f64>().unwrap_or(1.0).max(1e-3);
        let vectors =
            chosen.iter().zip(raw).map(|(&k, w)| Vector { weight: scaled(w), ..vectors[k].clone() });
        Calibration {
            model,
            effort: matching.effort(),
            ensemble: Ensemble { positions: space.positions(), vectors: vectors.collect() },
            waves: matching.waves.clone(),
            outside: (outside.sum(), effective(&of_prior)),
            prior,
            simulated,
            sample,
            answerable,
            weighed,
            noise: vec![f64::NAN; super::features::FEATURES.len()],
        }
    }

    /// Vectors simulated in all, those in the middle aside.
    pub fn vectors(&self) -> usize {
        self.waves.iter().map(|wave| wave.simulated).sum::<usize>() + self.simulated.len()
    }

    /// How many independent vectors those kept are worth.
    pub fn effective(&self) -> f64 {
        effective(&self.ensemble.vectors.iter().map(|v| v.weight).collect::<Vec<_>>())
    }

    /// Puts the vector in the middle first, with the least weight of all: it was not drawn.
    pub fn begin_with(&mut self, center: Vector) {
        let least = self.ensemble.vectors.iter().map(|v| v.weight).fold(f64::INFINITY, f64::min);
        self.ensemble.vectors.insert(0, Vector { weight: least.min(1.0), ..center });
    }

    /// Where each free parameter lies, those first that the observations narrow most.
    pub fn narrowed(&self, ledger: &Ledger) -> Vec<Narrowed> {
        let n = self.weighed.effective;
        let of = |(column, &position): (usize, &usize)| -> Option<Narrowed> {
            let entry = ledger.entries().get(position)?;
            let values: Vec<f64> = self.simulated.iter().map(|s| s.unit[column]).collect();
            let (mean, deviation) = mean_and_deviation(&values, &self.weighed.weights);
            let share = |keep: &dyn Fn(f64) -> bool| -> f64 {
                values.iter().zip(&self.weighed.weights).filter(|(x, _)| keep(**x)).map(|(_, w)| w).sum()
            };
            Some(Narrowed {
                name: entry.name,
                position,
                column,
                mean,
                width: numerics::sqrt(12.0) * deviation,
                distance: distance(&values, &self.weighed.weights),
                chance: 1.628 / numerics::sqrt(n),
                ends: (share(&|x| x < END), share(&|x| x > 1.0 - END)),
                error: numerics::sqrt(END * (1.0 - END) / n),
            })
        };
        let mut all: Vec<Narrowed> = self.ensemble.positions.iter().enumerate().filter_map(of).collect();
        all.sort_by(|a, b| b.distance.total_cmp(&a.distance));
        all
    }

    /// Shares of the weight in slices of a parameter's range, all as wide.
    pub fn slices(&self, column: usize) -> [f64; SLICES] {
        let mut shares = [0.0; SLICES];
        for (vector, weight) in self.simulated.iter().zip(&self.weighed.weights) {
            shares[((vector.unit[column] * SLICES as f64) as usize).min(SLICES - 1)] += weight;
        }
        shares
    }

    /// Each observation beside what might have been seen, before and after.
    pub fn predicted(&self, space: &Space<'_>) -> Vec<Predicted> {
        let even = vec![1.0; self.prior.len()];
        let of = |feature: usize| {
            let draws = |simulated: &[SimulatedVector], weights: &[f64], lane: usize| {
                let known: Vec<(f64, f64)> = simulated
                    .iter()
                    .zip(weights)
                    .map(|(s, w)| (s.features[feature], *w))
                    .filter(|(x, w)| x.is_finite() && *w > 0.0)
                    .collect();
                redrawn(&known, feature, space, lane)
            };
            let after = draws(&self.simulated, &self.weighed.weights, 2 * feature + 1);
            let seen = super::observations::wanted(feature).0;
            let beyond = |keep: &dyn Fn(f64) -> bool| {
                after.iter().filter(|x| keep(**x)).count() as f64 / after.len().max(1) as f64
            };
            let five =
                |values: &[f64]| quantiles(values, &vec![1.0; values.len()], [0.05, 0.25, 0.5, 0.75, 0.95]);
            Predicted {
                id: super::features::FEATURES[feature].name,
                seen,
                before: five(&draws(&self.prior, &even, 2 * feature)),
                after: five(&after),
                tail: (2.0 * beyond(&|x| x <= seen).min(beyond(&|x| x >= seen))).min(1.0),
            }
        };
        (0..FITTED).map(of).collect()
    }

    /// The weights under every other reading of the observations.
    pub fn under_other_doubt(&self) -> Vec<(DoubtTaken, Weighed)> {
        DoubtTaken::all()
            .into_iter()
            .map(|doubt| (doubt, self.sample.weigh(&self.simulated, doubt, self.answerable)))
            .collect()
    }
}

/// What might have been seen of an observation: its feature drawn by weight, discrepancy and sampling added. Of the judgment the
/// feature itself.
fn redrawn(known: &[(f64, f64)], feature: usize, space: &Space<'_>, lane: usize) -> Vec<f64> {
    let total: f64 = known.iter().map(|(_, w)| w).sum();
    let shares: Vec<f64> = known.iter().map(|(_, w)| w / total * REDRAWN as f64).collect();
    let (mut passed, mut drawn) = (0.5, Vec::with_capacity(REDRAWN));
    for (share, (value, _)) in shares.iter().zip(known) {
        let upto = passed + share;
        for k in (passed.floor() as usize)..(upto.floor() as usize) {
            let [doubt, sampling] = uniforms(space, k, lane);
            drawn.push(match OBSERVATIONS.get(feature) {
                // Shares and ratios are not below 0.
                Some(observation) => observation.seen.redrawn(*value, (doubt, sampling)).value().max(0.0),
                None => *value,
            });
        }
        passed = upto;
    }
    drawn
}

fn uniforms<const N: usize>(space: &Space<'_>, k: usize, lane: usize) -> [f64; N] {
    use rand_distr::Distribution as _;
    let mut generator = space.generator(5, k, lane);
    std::array::from_fn(|_| crate::chance::OpenUniform.sample(&mut generator))
}

/// Everything that might have been seen where the model comes to these features, the errors of C1 and C2 correlated.
pub fn made_data(features: &[f64], space: &Space<'_>, k: usize) -> [Seen; OBSERVATIONS.len()] {
    let all: [f64; 2 * OBSERVATIONS.len()] = uniforms(space, k, 99);
    let z = |k: usize| inverse::standard_normal(all[2 * k]);
    let shared = SHARED_ERROR * z(0) + numerics::sqrt(1.0 - SHARED_ERROR * SHARED_ERROR) * z(1);
    std::array::from_fn(|k| {
        let doubt = if k == 1 { inverse::normal_below(shared) } else { all[2 * k] };
        if features[k].is_nan() {
            return OBSERVATIONS[k].seen;
        }
        OBSERVATIONS[k].seen.redrawn(features[k], (doubt.clamp(1e-9, 1.0 - 1e-9), all[2 * k + 1]))
    })
}

/// Slices of a range in which weight is shown.
pub const SLICES: usize = 20;
/// Part of a range that counts as its end, and the share of the weight from which a parameter is piled up there.
const END: f64 = 0.1;
const PILED: f64 = 0.25;

/// How far the observations narrowed a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Narrowed {
    /// Its name.
    pub name: &'static str,
    /// Its position in the ledger.
    pub position: usize,
    /// Its place in the vectors.
    pub column: usize,
    /// Mean, as a share of the way from the low to the high end of the range.
    pub mean: f64,
    /// Standard deviation over that of the even prior.
    pub width: f64,
    /// Largest distance between its distribution and the prior's (Kolmogorov and Smirnov).
    pub distance: f64,
    /// Distance that chance alone exceeds once in a hundred, among as many independent values.
    pub chance: f64,
    /// Share of the weight in the lowest and the highest tenth of the range.
    pub ends: (f64, f64),
    /// Standard error of such a share where the prior holds.
    error: f64,
}

impl Narrowed {
    /// Whether the observations say anything about it.
    pub fn is_narrowed(&self) -> bool {
        self.distance > self.chance
    }

    /// The end of the range at which it piles up, in a word.
    pub fn piled(&self) -> Option<&'static str> {
        let is_piled = |share: f64| share > PILED && share > END + 3.0 * self.error;
        let (low, high) = self.ends;
        if is_piled(low) {
            Some("low")
        } else if is_piled(high) {
            Some("high")
        } else {
            None
        }
    }
}

/// Largest distance between weighted values and an even distribution over 0 to 1.
fn distance(values: &[f64], weights: &[f64]) -> f64 {
    let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut below = 0.0;
    let steps = pairs.iter().map(|(x, w)| {
        let before = below;
        below += w;
        (x - before).abs().max((below - x).abs())
    });
    steps.fold(0.0, f64::max)
}

/// Vectors in the middle of the weighed ones, of which the likeliest stands for all: where the observations narrow a parameter its
/// mean, or its median, or the value of a weighed vector near the middle; where they say nothing the ledger's value.
pub fn centers(found: &Calibration, ledger: &Ledger) -> Vec<Vector> {
    let narrowed: Vec<Narrowed> = found.narrowed(ledger).into_iter().filter(Narrowed::is_narrowed).collect();
    let weights = &found.weighed.weights;
    let of = |column: usize| found.simulated.iter().map(|s| s.unit[column]).collect::<Vec<f64>>();
    let median = |n: &Narrowed| {
        let [median] = quantiles(&of(n.column), weights, [0.5]);
        median
    };
    let medians: Vec<f64> = narrowed.iter().map(median).collect();
    let with = |at: &dyn Fn(usize) -> f64, digits: usize| {
        let value = |(column, &position): (usize, &usize)| {
            let entry: &LedgerEntry = &ledger.entries()[position];
            let Some(k) = narrowed.iter().position(|n| n.column == column) else { return entry.value };
            let (low, high) = entry.range;
            let value = low + at(k) * (high - low);
            format!("{value:.digits$e}").parse::<f64>().unwrap_or(value).clamp(low, high)
        };
        let values = found.ensemble.positions.iter().enumerate().map(value).collect();
        Vector { weight: 1.0, values }
    };
    // How far a vector lies from the middle, over what the observations speak of.
    let away = |s: &SimulatedVector| -> f64 {
        narrowed.iter().zip(&medians).map(|(n, m)| (s.unit[n.column] - m) * (s.unit[n.column] - m)).sum()
    };
    let heavy = 1.0 / weights.len().max(1) as f64;
    let mut nearest: Vec<&SimulatedVector> =
        found.simulated.iter().zip(weights).filter(|(_, w)| **w > heavy).map(|(s, _)| s).collect();
    nearest.sort_by(|a, b| away(a).total_cmp(&away(b)));
    let mut centers = vec![with(&|k| narrowed[k].mean, 1), with(&|k| medians[k], 1)];
    centers.extend(nearest.iter().take(NEAR).map(|s| with(&|k| s.unit[narrowed[k].column], 1)));
    centers
}

/// Weighed vectors near the middle whose narrowed values are tried with the ledger's others.
const NEAR: usize = 6;
/// Vectors in the middle that are tried at most.
pub const CENTERS: usize = NEAR + 2;
