//! History matching: waves that rule out what cannot meet the observations (Craig et al. 1997; Vernon, Goldstein and
//! Bower 2010).
//!
//! The first wave is a Latin hypercube over the ranges. After each wave an emulator of every feature is learned. A vector is
//! *implausible* where
//!
//! ```text
//! I(x) = max over features of |seen − expected| / √(sampling + discrepancy² + emulator's variance + noise of a simulation)
//! ```
//!
//! is above the cut-off: [`CUTOFF`], or as much higher as leaves [`LEAST_LEFT`] of all vectors, which is then said. The region left is that
//! of all waves so far. The next wave is drawn from it evenly: points of the whole box are drawn one after the other, each by its own number, and
//! those that no wave has ruled out are kept. So the share kept is the volume of the region, and points do not depend on
//! each other.

use std::collections::BTreeSet;

use crate::experiment::executor;
use crate::model::Model;
use crate::numerics;
use crate::parameters::Ledger;
use crate::parameters::ensemble::Vector;

use super::emulator::{Emulator, EmulatorError, FEWEST};
use super::features::FEATURES;
use super::observations::{FITTED, wanted};
use super::sample::{Sample, systematic};
use super::space::Space;

/// Implausibility from which a vector is ruled out: an error of three standard deviations is rare whatever the
/// distribution, as long as it has one peak (Pukelsheim 1994).
pub const CUTOFF: f64 = 3.0;
/// Share of all vectors that is left at least, so that there is something to draw from.
pub const LEAST_LEFT: f64 = 0.005;
/// Points from which the cut-off of a wave is found.
const LOOKED_AT: usize = 6_000;
/// Points tried at most, and those looked at together.
const MOST_TRIED: usize = 600_000;
const BLOCK: usize = 4_096;
/// Points of the region for each vector simulated there: the sample is chosen among them.
const CHOICE: usize = 6;
/// Share of the sample that is drawn evenly over the region, so that no vector's weight is without bound.
const EVEN: f64 = 0.2;

/// How much is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Vectors of the first wave.
    pub first: usize,
    /// Waves after the first.
    pub waves: usize,
    /// Vectors of each of these.
    pub wave: usize,
    /// Vectors simulated in the region that is left, and weighed.
    pub sample: usize,
    /// Seed.
    pub seed: u64,
}

impl Effort {
    /// The usual effort: 6,000 vectors for the whole model, 1,600 for every other, 1,000 of them in the region left.
    pub fn usual(model: Model) -> Effort {
        match model {
            Model::Full => Effort { first: 1_500, waves: 3, wave: 500, sample: 3_000, seed: 1 },
            _ => Effort { first: 400, waves: 1, wave: 200, sample: 1_000, seed: 1 },
        }
    }

    /// Vectors in all.
    pub fn vectors(&self) -> usize {
        self.first + self.waves * self.wave + self.sample
    }
}

/// A simulated vector.
#[derive(Debug, Clone, PartialEq)]
pub struct SimulatedVector {
    /// Where it lies between the ends of the ranges.
    pub unit: Vec<f64>,
    /// What it came to: the values of [`FEATURES`].
    pub features: Vec<f64>,
}

/// What a wave came to.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveRecord {
    /// Vectors simulated in it.
    pub simulated: usize,
    /// The cut-off with the emulators learned after it.
    pub cutoff: f64,
    /// Share of all vectors that is left then.
    pub left: f64,
    /// For each feature, its emulator's error and the inputs it looks at; none where nothing varied.
    pub emulators: Vec<Option<(EmulatorError, Vec<usize>)>>,
}

/// The emulators of a wave, by feature.
struct WaveEmulators {
    emulators: Vec<Option<Emulator>>,
    cutoff: f64,
}

/// A point of the box that no wave has ruled out.
struct OpenPoint {
    number: usize,
    unit: Vec<f64>,
}

/// History matching on its way: draw, simulate, learn, in turn.
pub struct HistoryMatch<'a> {
    /// The box.
    pub space: Space<'a>,
    /// All that was simulated in waves.
    pub simulated: Vec<SimulatedVector>,
    /// What each wave came to.
    pub waves: Vec<WaveRecord>,
    effort: Effort,
    ruled: Vec<WaveEmulators>,
    /// Points of the region left, in the order of their numbers.
    open: Vec<OpenPoint>,
    /// Points tried so far.
    tried: usize,
    /// Points of which some are simulated already.
    used: BTreeSet<usize>,
}

impl<'a> HistoryMatch<'a> {
    /// Begins.
    pub fn new(model: Model, effort: Effort, ledger: &'a Ledger) -> HistoryMatch<'a> {
        HistoryMatch {
            space: Space::new(model, effort.seed, ledger),
            simulated: Vec::new(),
            waves: Vec::new(),
            effort,
            ruled: Vec::new(),
            open: Vec::new(),
            tried: 0,
            used: BTreeSet::new(),
        }
    }

    /// The vectors of the next wave: the hypercube, then those of the region left that come first.
    pub fn next_wave(&mut self) -> Vec<Vector> {
        let units = if self.waves.is_empty() {
            self.space.hypercube(self.effort.first)
        } else {
            let count = self.effort.wave.min(self.open.len());
            let drawn: Vec<OpenPoint> = self.open.drain(..count).collect();
            self.used.extend(drawn.iter().map(|point| point.number));
            drawn.into_iter().map(|point| point.unit).collect()
        };
        units.iter().map(|unit| self.space.vector(unit)).collect()
    }

    /// Learns from what a wave's vectors came to, and finds the region that is left.
    pub fn learn(&mut self, vectors: &[Vector], features: Vec<Vec<f64>>) {
        let units = vectors.iter().map(|vector| self.space.unit(&vector.values));
        let new = units.zip(features).map(|(unit, features)| SimulatedVector { unit, features });
        self.simulated.extend(new);
        // What was ruled out teaches little about what was not, unless there is little else.
        let inside: Vec<&SimulatedVector> = self.simulated.iter().filter(|s| self.is_open(&s.unit)).collect();
        let taught = if inside.len() < 4 * FEWEST { self.simulated.iter().collect() } else { inside };
        let inputs: Vec<&[f64]> = taught.iter().map(|s| s.unit.as_slice()).collect();
        let emulators: Vec<Option<Emulator>> = executor::each(0..FITTED as u32, |feature| {
            let outputs: Vec<f64> = taught.iter().map(|s| s.features[feature as usize]).collect();
            Emulator::fit(&inputs, &outputs)
        });
        let told = |e: &Option<Emulator>| e.as_ref().map(|e| (e.error, e.active.clone()));
        let records = emulators.iter().map(told).collect();
        let before = self.fill(LOOKED_AT.div_ceil(CHOICE));
        let cutoff = self.cutoff(&emulators, before);
        self.ruled.push(WaveEmulators { emulators, cutoff });
        let open = std::mem::take(&mut self.open);
        let keeps = executor::each(0..open.len() as u32, |k| {
            let last = &self.ruled[self.ruled.len() - 1];
            is_open_under(last, &open[k as usize].unit)
        });
        self.open = open.into_iter().zip(keeps).filter(|(_, keeps)| *keeps).map(|(point, _)| point).collect();
        let left = self.fill(self.effort.sample.max(self.effort.wave));
        self.waves.push(WaveRecord { simulated: vectors.len(), cutoff, left, emulators: records });
    }

    /// The vectors to be weighed: of the points of the region left, each with a known chance, which is higher where the
    /// emulators expect the observations to be likely. All of them, and their chances, go into [`Sample`].
    pub fn sample(&mut self) -> (Vec<Vector>, Sample) {
        let Some(last) = self.ruled.last() else { return (Vec::new(), Sample::default()) };
        let expected = executor::each(0..self.open.len() as u32, |k| {
            expected_ln_likelihood(&last.emulators, &self.open[k as usize].unit)
        });
        let highest = expected.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let likely: Vec<f64> = expected.iter().map(|ln| numerics::exp(ln - highest)).collect();
        let (total, n) = (likely.iter().sum::<f64>(), likely.len() as f64);
        let shares: Vec<f64> = likely.iter().map(|l| (1.0 - EVEN) * l / total + EVEN / n).collect();
        let chances = chances(&shares, self.effort.sample);
        let chosen = systematic(&chances, &mut self.space.generator(2, 0, 0));
        let vectors = chosen.iter().map(|&k| self.space.vector(&self.open[k].unit)).collect();
        let left = self.waves.last().map_or(1.0, |wave| wave.left);
        let chances = chosen.iter().map(|&k| chances[k]).collect();
        (vectors, Sample { chances, points: self.open.len(), left })
    }

    /// Whether no wave has ruled a point out.
    pub fn is_open(&self, unit: &[f64]) -> bool {
        self.ruled.iter().rev().all(|wave| is_open_under(wave, unit))
    }

    /// The effort.
    pub fn effort(&self) -> Effort {
        self.effort
    }

    /// Tries points until there are so many times [`CHOICE`] that no wave has ruled out, and says what share that is of
    /// all that were tried, those that are simulated already included.
    fn fill(&mut self, wanted: usize) -> f64 {
        while self.open.len() < CHOICE * wanted && self.tried < MOST_TRIED {
            let first = self.tried;
            let block = executor::each(0..BLOCK as u32, |k| {
                let number = first + k as usize;
                let unit = self.space.point(number);
                self.is_open(&unit).then_some(OpenPoint { number, unit })
            });
            self.open.extend(block.into_iter().flatten());
            self.tried += BLOCK;
        }
        let used = self.used.iter().filter(|&&number| self.is_open(&self.space.point(number))).count();
        (self.open.len() + used) as f64 / self.tried.max(1) as f64
    }

    /// The cut-off of new emulators: [`CUTOFF`], or what leaves [`LEAST_LEFT`] of the whole box, where `before` of it was left.
    fn cutoff(&self, emulators: &[Option<Emulator>], before: f64) -> f64 {
        let n = self.open.len().min(LOOKED_AT);
        let mut all = executor::each(0..n as u32, |k| implausibility(emulators, &self.open[k as usize].unit));
        all.sort_by(f64::total_cmp);
        let least = (LEAST_LEFT / before.max(LEAST_LEFT) * n as f64).ceil() as usize;
        let reached = all.get(least.min(n.saturating_sub(1))).copied().unwrap_or(CUTOFF);
        // Rounded up, so that the cut-off that is said is the one that was used.
        CUTOFF.max((reached * 10.0).ceil() / 10.0)
    }
}

/// How implausible a point is.
fn implausibility(emulators: &[Option<Emulator>], unit: &[f64]) -> f64 {
    let of = |(feature, emulator): (usize, &Option<Emulator>)| {
        let expected = emulator.as_ref()?.at(unit);
        let (seen, variance) = wanted(feature);
        Some((seen - expected.mean).abs() / numerics::sqrt(variance + expected.variance + expected.noise))
    };
    emulators.iter().enumerate().filter_map(of).fold(0.0, f64::max)
}

/// The same as a question, with less work where it is plain.
fn is_open_under(wave: &WaveEmulators, unit: &[f64]) -> bool {
    wave.emulators.iter().enumerate().all(|(feature, emulator)| {
        let Some(emulator) = emulator else { return true };
        let (seen, variance) = wanted(feature);
        let squares = |variance: f64| wave.cutoff * wave.cutoff * variance;
        let rough = emulator.roughly(unit);
        let off = (seen - rough.mean) * (seen - rough.mean);
        if off > squares(variance + rough.variance + rough.noise) {
            return false;
        }
        off <= squares(variance + rough.noise) || {
            let expected = emulator.at(unit);
            off <= squares(variance + expected.variance + expected.noise)
        }
    })
}

/// What the emulators expect of the logarithm of the likelihood, roughly: normal in every feature.
fn expected_ln_likelihood(emulators: &[Option<Emulator>], unit: &[f64]) -> f64 {
    let of = |(feature, emulator): (usize, &Option<Emulator>)| {
        let expected = emulator.as_ref()?.at(unit);
        let (seen, variance) = wanted(feature);
        let (off, variance) = (seen - expected.mean, variance + expected.variance + expected.noise);
        Some(-0.5 * (off * off / variance + numerics::ln(variance)))
    };
    emulators.iter().enumerate().filter_map(of).sum()
}

/// Chances of being chosen in proportion to shares, summing to `count`; none is above 1.
pub fn chances(shares: &[f64], count: usize) -> Vec<f64> {
    let mut certain = vec![false; shares.len()];
    loop {
        let sure = certain.iter().filter(|c| **c).count();
        let rest: f64 = shares.iter().zip(&certain).filter(|(_, c)| !**c).map(|(s, _)| s).sum();
        let factor = (count as f64 - sure as f64).max(0.0) / rest;
        let chance = |(share, certain): (&f64, &bool)| if *certain { 1.0 } else { share * factor };
        let found: Vec<f64> = shares.iter().zip(&certain).map(chance).collect();
        let above: Vec<usize> = (0..found.len()).filter(|&k| !certain[k] && found[k] >= 1.0).collect();
        if above.is_empty() || sure >= shares.len() {
            return found.into_iter().map(|chance| chance.min(1.0)).collect();
        }
        above.into_iter().for_each(|k| certain[k] = true);
    }
}

/// Names of the features that emulators are learned of.
pub fn emulated() -> impl Iterator<Item = &'static str> {
    FEATURES[..FITTED].iter().map(|feature| feature.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::likelihood::{DoubtTaken, ln_likelihood};
    use crate::calibration::posterior::Calibration;
    use crate::calibration::sample::normalized;

    /// Features that follow six of the parameters, with a noise of simulation that a number gives.
    fn features(x: &[f64], noise: &[f64]) -> Vec<f64> {
        let noisy = |value: f64, k: usize| value + 0.04 * (noise[k] - 0.5);
        let bent = 0.2 + 0.6 * x[0] * x[0] + 0.2 * x[1];
        let mut all = vec![noisy(bent, 0), noisy(bent, 1), noisy(0.8 * x[2], 2), noisy(1.0 - 0.7 * x[3], 3)];
        all.extend([noisy(0.3 + x[4], 4), noisy(0.3, 5), noisy(0.3 * x[5], 6), noisy(0.4 * (1.0 - x[5]), 7)]);
        all.resize(FEATURES.len(), 0.0);
        all
    }

    fn matched(effort: Effort, ledger: &Ledger) -> (HistoryMatch<'_>, Calibration) {
        let mut matching = HistoryMatch::new(Model::Full, effort, ledger);
        let mut count = 0;
        let mut simulate = |vectors: &[Vector], space: &Space<'_>| -> Vec<Vec<f64>> {
            let of = |vector: &Vector| {
                count += 1;
                features(&space.unit(&vector.values), &space.point(5_000_000 + count))
            };
            vectors.iter().map(of).collect()
        };
        for _ in 0..=effort.waves {
            let vectors = matching.next_wave();
            let found = simulate(&vectors, &matching.space);
            matching.learn(&vectors, found);
        }
        let (vectors, sample) = matching.sample();
        let found = simulate(&vectors, &matching.space);
        let calibration = Calibration::of(&matching, Model::Full, (&vectors, sample), found);
        (matching, calibration)
    }

    #[test]
    fn waves_narrow_the_region_and_the_weighed_sample_is_the_posterior() {
        let ledger = Ledger::standard().unwrap();
        let effort = Effort { first: 300, waves: 2, wave: 100, sample: 400, seed: 1 };
        let (matching, found) = matched(effort, &ledger);
        assert_eq!(found.vectors(), 900);
        let left: Vec<f64> = found.waves.iter().map(|wave| wave.left).collect();
        assert!(left[0] < 0.7 && left.windows(2).all(|pair| pair[1] <= pair[0] + 0.01), "{left:?}");
        assert!(found.waves.iter().all(|wave| wave.cutoff == CUTOFF));
        assert!(found.weighed.effective > 150.0, "{}", found.weighed.effective);
        assert!(found.outside.0 < 0.02, "{:?}", found.outside);
        assert!(found.simulated.iter().all(|s| matching.is_open(&s.unit)));
        // The same by brute force: many points of the whole box, each weighed.
        let brute: Vec<(Vec<f64>, f64)> = (0..20_000)
            .map(|k| {
                let unit = matching.space.point(1_000_000 + k);
                let features = features(&unit, &matching.space.point(9_000_000 + k));
                (unit, ln_likelihood(&features, DoubtTaken::AsStated, found.answerable))
            })
            .collect();
        let (weights, ln_sum) = normalized(&brute.iter().map(|(_, ln)| *ln).collect::<Vec<_>>());
        let ln_marginal = ln_sum - numerics::ln(20_000.0);
        assert!(
            (found.weighed.ln_marginal - ln_marginal).abs() < 0.25,
            "{} {ln_marginal}",
            found.weighed.ln_marginal
        );
        for k in [0, 2, 3, 4, 5, 50] {
            let mean: f64 = brute.iter().zip(&weights).map(|((unit, _), w)| w * unit[k]).sum();
            let sampled: f64 =
                found.simulated.iter().zip(&found.weighed.weights).map(|(s, w)| w * s.unit[k]).sum();
            assert!((mean - sampled).abs() < 0.06, "coordinate {k}: {mean} {sampled}");
        }
        // What was kept weighs as the sample does.
        assert!(found.ensemble.vectors.len() >= 200 && found.effective() > 120.0, "{}", found.effective());
        let names: Vec<&str> = found.narrowed(&ledger).iter().take(4).map(|n| n.name).collect();
        assert!([0, 2, 3].iter().all(|&k| names.contains(&matching.space.free()[k].name)), "{names:?}");
    }

    #[test]
    fn an_observation_that_nothing_meets_raises_the_cut_off_and_leaves_something_to_draw_from() {
        let ledger = Ledger::standard().unwrap();
        let effort = Effort { first: 200, waves: 0, wave: 20, sample: 30, seed: 1 };
        let mut matching = HistoryMatch::new(Model::Full, effort, &ledger);
        let vectors = matching.next_wave();
        // Every school drops what it took up.
        let far = |vector: &Vector| {
            let unit = matching.space.unit(&vector.values);
            let mut all = features(&unit, &unit);
            (all[0], all[1]) = (0.9 + 0.1 * unit[0], 0.9 + 0.1 * unit[1]);
            all
        };
        let found = vectors.iter().map(far).collect();
        matching.learn(&vectors, found);
        let wave = &matching.waves[0];
        assert!(wave.cutoff > CUTOFF && wave.left >= 0.8 * LEAST_LEFT, "{} {}", wave.cutoff, wave.left);
        assert_eq!(matching.sample().0.len(), 30);
    }
}
