//! The weighed sample: what the observations leave of the prior. (ODD 4, stochasticity)
//!
//! The points of the region left are an even sample of it. Of these, vectors are chosen with known chances π, evenly spaced along the
//! sum of the chances from one random start (Madow 1949), and simulated; each weighs
//!
//! ```text
//! w = L(features) / π
//! ```
//!
//! Whatever the emulators expected, the weighted sum of anything over the chosen is then on average the same sum over all points
//! with weights L (Horvitz and Thompson 1952): a bad emulator costs effective vectors, and biases nothing. Features are noisy. The
//! mean of L over that noise is the likelihood whose discrepancy has the variance of the noise added, so that what is sampled is
//! exactly the posterior with that much more doubt; the noise is told beside the discrepancies. The share of the prior's
//! likelihood that lies outside of the region is estimated from the first wave, which knew no region, and told too.
//!
//! The marginal likelihood is volume of the region × mean over all its points of L. How many independent vectors the weighed ones are
//! worth is (Σw)²/Σw² (Kish 1965).

use rand_distr::Distribution as _;

use crate::chance::{KeyedGenerator, OpenUniform};
use crate::numerics;

use super::history::SimulatedVector;
use super::likelihood::{Answerable, DoubtTaken, ln_likelihood};

/// With what chances vectors of a region were chosen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// The chance of each vector chosen.
    pub chances: Vec<f64>,
    /// Points of the region among which they were chosen.
    pub points: usize,
    /// Share of the whole box that the region is.
    pub left: f64,
}

/// Weights of a sample under the observations, read in one way.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// Weights, summing to 1; all 0 where no vector could have left what was seen.
    pub weights: Vec<f64>,
    /// How many independent vectors they are worth.
    pub effective: f64,
    /// Logarithm of the marginal likelihood of the model.
    pub ln_marginal: f64,
}

impl Sample {
    /// Weighs what was simulated.
    pub fn weigh(&self, simulated: &[SimulatedVector], doubt: DoubtTaken, answerable: Answerable) -> Weighed {
        let pairs = simulated.iter().zip(&self.chances);
        let logs: Vec<f64> = pairs
            .map(|(s, chance)| ln_likelihood(&s.features, doubt, answerable) - numerics::ln(*chance))
            .collect();
        let (weights, ln_sum) = normalized(&logs);
        let ln_marginal = ln_sum + numerics::ln(self.left) - numerics::ln(self.points.max(1) as f64);
        Weighed { effective: effective(&weights), weights, ln_marginal }
    }
}

/// Weights from logarithms, and the logarithm of their sum.
pub fn normalized(logs: &[f64]) -> (Vec<f64>, f64) {
    let highest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if highest == f64::NEG_INFINITY {
        return (vec![0.0; logs.len()], highest);
    }
    let raw: Vec<f64> = logs.iter().map(|ln| numerics::exp(ln - highest)).collect();
    let sum: f64 = raw.iter().sum();
    (raw.into_iter().map(|w| w / sum).collect(), highest + numerics::ln(sum))
}

/// How many independent vectors weights are worth.
pub fn effective(weights: &[f64]) -> f64 {
    let (sum, squares) = weights.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// Places chosen with these chances, evenly spaced along their sum from a random start: each is chosen as often as
/// its chance says, and their number is the sum of the chances, up to rounding.
pub fn systematic(chances: &[f64], generator: &mut KeyedGenerator) -> Vec<usize> {
    let start: f64 = OpenUniform.sample(generator);
    let (mut passed, mut chosen) = (0.0, Vec::new());
    for (k, chance) in chances.iter().enumerate() {
        let marks = |sum: f64| (sum - start).floor();
        let (before, after) = (marks(passed), marks(passed + chance));
        passed += chance;
        if after > before {
            chosen.push(k);
        }
    }
    chosen
}

/// Weighted mean and standard deviation; missing values are left out.
pub fn mean_and_deviation(values: &[f64], weights: &[f64]) -> (f64, f64) {
    let known = || values.iter().zip(weights).filter(|(x, _)| x.is_finite());
    let sum: f64 = known().map(|(_, w)| w).sum();
    let mean = known().map(|(x, w)| x * w).sum::<f64>() / sum;
    let squares = known().map(|(x, w)| (x - mean) * (x - mean) * w).sum::<f64>();
    (mean, numerics::sqrt(squares / sum))
}

/// The values below which these shares of the weight lie, each value standing in the middle of its weight.
pub fn quantiles<const N: usize>(values: &[f64], weights: &[f64], shares: [f64; N]) -> [f64; N] {
    let known = values.iter().copied().zip(weights.iter().copied());
    let mut pairs: Vec<(f64, f64)> = known.filter(|(x, w)| x.is_finite() && *w > 0.0).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = pairs.iter().map(|(_, w)| w).sum();
    let mut below = 0.0;
    for (_, weight) in &mut pairs {
        let own = *weight;
        *weight = (below + 0.5 * own) / total;
        below += own;
    }
    shares.map(|share| {
        let above = pairs.partition_point(|(_, place)| *place < share);
        match (above.checked_sub(1).and_then(|k| pairs.get(k)), pairs.get(above)) {
            (Some((x, p)), Some((y, q))) => x + (y - x) * (share - p) / (q - p),
            (Some((x, _)), None) | (None, Some((x, _))) => *x,
            (None, None) => f64::NAN,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::history::chances;
    use crate::calibration::space::Space;
    use crate::model::Model;
    use crate::parameters::Ledger;

    #[test]
    fn each_is_chosen_as_often_as_its_chance_says_and_sums_come_back_on_average() {
        let ledger = Ledger::standard().unwrap();
        let space = Space::new(Model::Full, 2, &ledger);
        let shares = [0.02, 0.5, 0.08, 0.1, 0.3];
        let chances = chances(&shares, 3);
        assert!((chances.iter().sum::<f64>() - 3.0).abs() < 1e-12 && chances.iter().all(|c| *c <= 1.0));
        let (mut often, mut estimate) = ([0.0; 5], 0.0);
        let values = [7.0, 1.0, 2.0, 5.0, 0.5];
        for k in 0..4_000 {
            let chosen = systematic(&chances, &mut space.generator(3, k, 0));
            assert_eq!(chosen.len(), 3);
            for k in chosen {
                often[k] += 1.0 / 4_000.0;
                estimate += values[k] / chances[k] / 4_000.0;
            }
        }
        assert!(often.iter().zip(&chances).all(|(o, c)| (o - c).abs() < 0.03), "{often:?} {chances:?}");
        assert!((estimate - 15.5).abs() < 0.9, "{estimate}");
    }

    #[test]
    fn weights_count_as_many_as_they_are_worth_and_quantiles_go_by_weight() {
        let (weights, ln_sum) = normalized(&[0.0, 0.0, f64::NEG_INFINITY]);
        assert_eq!((weights.clone(), effective(&weights)), (vec![0.5, 0.5, 0.0], 2.0));
        assert!((ln_sum - numerics::ln(2.0)).abs() < 1e-12);
        assert_eq!(effective(&normalized(&[f64::NEG_INFINITY; 3]).0), 0.0);
        let (values, weights) = ([3.0, 1.0, f64::NAN, 2.0], [0.2, 0.4, 0.3, 0.1]);
        let [middle, high] = quantiles(&values, &weights, [0.5, 0.99]);
        assert!((middle - 1.6).abs() < 1e-12 && high == 3.0, "{middle} {high}");
        let (mean, _) = mean_and_deviation(&values, &weights);
        assert!((mean - 1.2 / 0.7).abs() < 1e-12);
    }
}
