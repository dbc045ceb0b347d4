//! Futures weighted by how well they meet what was seen.
//!
//! A future that was at x where y was seen, with an observer's standard deviation s, has the likelihood of a normal error:
//!
//! ```text
//! w = exp(−½ Σ ((y − x) / s)²)
//! effective number = (Σ w)² / Σ w²
//! standard error of the mean m = √(Σ w² (x − m)²) / Σ w
//! ```
//!
//! The futures are draws from what was plausible beforehand, so that weighted ones stand for what is plausible given what was seen
//! (importance sampling; the effective number is that of Kish 1965, Survey Sampling, and Kong, Liu and Wong 1994; the standard
//! error is that of a ratio, Geweke 1989, Econometrica 57).

use super::summary::{QUANTILES, Summary};
use crate::numerics::{exp, sqrt};

/// A future that lies farther than so many standard deviations from something seen does not come near: the three-sigma rule
/// (Pukelsheim 1994, The American Statistician 48).
pub const NEAR: f64 = 3.0;

/// How far a future lies from what was seen, in standard deviations: one number for each thing seen, missing (NaN) where the
/// future has no such value.
#[derive(Debug, Clone, PartialEq)]
pub struct Misses(pub Vec<f64>);

impl Misses {
    /// The farthest; infinite where a value is missing.
    pub fn farthest(&self) -> f64 {
        self.0.iter().map(|z| if z.is_nan() { f64::INFINITY } else { z.abs() }).fold(0.0, f64::max)
    }

    fn squares(&self) -> f64 {
        self.0.iter().map(|z| if z.is_nan() { f64::INFINITY } else { z * z }).sum()
    }
}

/// Weights of futures, which add up to 1; all are 0 where every future lacks a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(Vec<f64>);

impl Weights {
    /// Of futures that miss what was seen by so much.
    pub fn of(futures: &[Misses]) -> Weights {
        let squares: Vec<f64> = futures.iter().map(Misses::squares).collect();
        // The nearest has the weight 1 before all are divided, so that none is lost below the smallest number.
        let least = squares.iter().copied().fold(f64::INFINITY, f64::min);
        let raw = |s: &f64| if s.is_finite() { exp(-0.5 * (s - least)) } else { 0.0 };
        let raw: Vec<f64> = squares.iter().map(raw).collect();
        let sum: f64 = raw.iter().sum();
        Weights::of_sum(raw, sum)
    }

    /// Of numbers that are in proportion to them.
    pub fn shares(raw: Vec<f64>) -> Weights {
        let sum = raw.iter().sum();
        Weights::of_sum(raw, sum)
    }

    fn of_sum(raw: Vec<f64>, sum: f64) -> Weights {
        Weights(raw.into_iter().map(|w| if sum > 0.0 { w / sum } else { 0.0 }).collect())
    }

    /// Future by future.
    pub fn each(&self) -> &[f64] {
        &self.0
    }

    /// How many futures of equal weight they are worth (Kish).
    pub fn effective(&self) -> f64 {
        let (sum, squares) = self.0.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
        if squares > 0.0 { sum * sum / squares } else { 0.0 }
    }

    /// Of some of the futures alone, by their places: shares of all of them, as they were.
    pub fn only(&self, places: &[usize]) -> Weights {
        Weights(places.iter().map(|&place| self.0[place]).collect())
    }

    /// As [`Weights::describe`], in the form in which futures alike are described: how many have a value, the weighted mean with its
    /// standard error, spread and quantiles.
    pub fn summary(&self, values: &[f64]) -> Summary {
        let found = self.describe(values);
        let known = || values.iter().zip(&self.0).filter(|(x, w)| !x.is_nan() && **w > 0.0);
        let sum: f64 = known().map(|(_, w)| w).sum();
        let squares: f64 = known().map(|(x, w)| w * (x - found.mean) * (x - found.mean)).sum();
        Summary {
            n: values.iter().filter(|x| !x.is_nan()).count() as u64,
            mean: found.mean,
            sd: sqrt(squares / sum),
            quantiles: QUANTILES.map(|p| self.quantile(values, p)),
            // One future alone has no error that could be known.
            mcse: if self.effective() < 2.0 { f64::NAN } else { found.error },
        }
    }

    /// The smallest value with at least so much of the weight at or below it; NaN where none is known.
    fn quantile(&self, values: &[f64], per_cent: u32) -> f64 {
        let known = values.iter().copied().zip(self.0.iter().copied());
        let mut known: Vec<(f64, f64)> = known.filter(|(x, w)| !x.is_nan() && *w > 0.0).collect();
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (sum, mut below) = (known.iter().map(|(_, w)| w).sum::<f64>(), 0.0);
        let reaches = |(_, w): &&(f64, f64)| {
            below += w;
            below >= f64::from(per_cent) / 100.0 * sum
        };
        known.iter().find(reaches).or(known.last()).map_or(f64::NAN, |(x, _)| *x)
    }

    /// A quantity over the weighted futures, a value for each; missing ones (NaN) are left out.
    pub fn describe(&self, values: &[f64]) -> WeightedSummary {
        let known: Vec<(f64, f64)> = values
            .iter()
            .copied()
            .zip(self.0.iter().copied())
            .filter(|(x, w)| !x.is_nan() && *w > 0.0)
            .collect();
        let sum: f64 = known.iter().map(|(_, w)| w).sum();
        if known.is_empty() || sum <= 0.0 {
            let none = f64::NAN;
            return WeightedSummary {
                mean: none,
                error: none,
                q05: none,
                q50: none,
                q95: none,
                q25: none,
                q75: none,
            };
        }
        let mean = known.iter().map(|(x, w)| w * x).sum::<f64>() / sum;
        let squares: f64 = known.iter().map(|(x, w)| w * w * (x - mean) * (x - mean)).sum();
        let quantile = |per_cent: u32| self.quantile(values, per_cent);
        WeightedSummary {
            mean,
            error: squares.sqrt() / sum,
            q05: quantile(5),
            q25: quantile(25),
            q50: quantile(50),
            q75: quantile(75),
            q95: quantile(95),
        }
    }
}

/// A quantity over weighted futures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedSummary {
    /// Mean.
    pub mean: f64,
    /// Its Monte Carlo standard error.
    pub error: f64,
    /// What a twentieth of the weight stays below.
    pub q05: f64,
    /// What a quarter stays below.
    pub q25: f64,
    /// Median.
    pub q50: f64,
    /// What three quarters stay below.
    pub q75: f64,
    /// What all but a twentieth stays below.
    pub q95: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn misses(all: &[&[f64]]) -> Vec<Misses> {
        all.iter().map(|one| Misses(one.to_vec())).collect()
    }

    #[test]
    fn an_example_worked_by_hand() {
        // exp(0) : exp(−½·4) : none
        let weights = Weights::of(&misses(&[&[0.0, 0.0], &[2.0, 0.0], &[f64::NAN, 0.0]]));
        let second = exp(-2.0);
        let expected = [1.0 / (1.0 + second), second / (1.0 + second), 0.0];
        assert!(weights.each().iter().zip(expected).all(|(w, e)| (w - e).abs() < 1e-15), "{weights:?}");
        let effective = (1.0 + second) * (1.0 + second) / (1.0 + second * second);
        assert!((weights.effective() - effective).abs() < 1e-12);
        let found = weights.describe(&[10.0, 20.0, 1e9]);
        assert!((found.mean - (10.0 + 10.0 * expected[1])).abs() < 1e-12);
        assert_eq!((found.q05, found.q50, found.q95), (10.0, 10.0, 20.0));
    }

    #[test]
    fn equal_futures_count_all_and_far_ones_keep_their_order() {
        let equal = Weights::of(&vec![Misses(vec![1.0]); 8]);
        assert!((equal.effective() - 8.0).abs() < 1e-12);
        let far = Weights::of(&misses(&[&[100.0], &[101.0], &[100.0]]));
        assert!(
            (far.effective() - 2.0).abs() < 1e-9 && far.each()[1] < 1e-40,
            "nothing is lost below the smallest number"
        );
        let none = Weights::of(&vec![Misses(vec![f64::NAN]); 3]);
        assert_eq!((none.effective(), none.describe(&[1.0; 3]).mean.is_nan()), (0.0, true));
        assert_eq!(Misses(vec![0.5, -4.0]).farthest(), 4.0);
    }

    #[test]
    fn a_normal_posterior_is_found_from_a_normal_prior() {
        // Prior of evenly spread quantiles on (−4, 4) weighted by a normal density through a first miss; seen 1 with sd 1.
        let x: Vec<f64> = (0..4001).map(|k| f64::from(k) / 500.0 - 4.0).collect();
        let futures: Vec<Misses> = x.iter().map(|x| Misses(vec![*x, x - 1.0])).collect();
        let found = Weights::of(&futures).describe(&x);
        let sd = 0.5f64.sqrt();
        assert!(
            (found.mean - 0.5).abs() < 1e-3 && (found.q95 - (0.5 + 1.645 * sd)).abs() < 0.01,
            "{found:?}"
        );
    }
}
