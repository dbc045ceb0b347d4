//! How likely each observation is where the model comes to these features; read as stated or otherwise, and of a model that cannot
//! answer all of them by those that it can.
//!
//! ```text
//! a count k of n       beta-binomial: the study's share is beta with the model's share as mean and the discrepancy as standard
//!                      deviation, a + b at least 1; k is binomial
//! a measurement        normal around the model's value, variance discrepancy²
//! shares               Dirichlet density at the model's shares, with these means and this total weight
//! C1 and C2 together   times c(z1, z2): the density of two normals correlated by r over that of two independent ones, z the
//!                      normal that lies as far out as the count (a Gaussian copula), r the correlation of the discrepancies
//!                      times their share of sampling and discrepancy together
//! ```

use super::observations::{
    AIR, FITTED, JUDGMENT, OBSERVATIONS, SHARED_ERROR, Seen, all, beta_around, ln_choose,
};
use crate::chance::inverse;
use crate::numerics;

/// The observations read otherwise than usual, to see what hangs on them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DoubtTaken {
    /// As stated.
    AsStated,
    /// The discrepancy of the observation at this place times a factor.
    Times(usize, f64),
    /// Without the observation at this place.
    Without(usize),
}

impl DoubtTaken {
    /// Every observation left out, the judgment first; then each discrepancy at half and at double.
    pub fn all() -> Vec<DoubtTaken> {
        let places = || std::iter::once(OBSERVATIONS.len()).chain(0..OBSERVATIONS.len());
        let factors = places().flat_map(|k| [DoubtTaken::Times(k, 0.5), DoubtTaken::Times(k, 2.0)]);
        places().map(DoubtTaken::Without).chain(factors).collect()
    }

    /// In words.
    pub fn words(self) -> String {
        let id = |place: usize| all().nth(place).map_or("", |o| o.id);
        match self {
            DoubtTaken::AsStated => "as stated".into(),
            DoubtTaken::Without(place) => format!("without {}", id(place)),
            DoubtTaken::Times(place, factor) => format!("{}: discrepancy × {factor}", id(place)),
        }
    }

    /// The factor of an observation's discrepancy; none where it is left out.
    fn of(self, place: usize) -> Option<f64> {
        match self {
            DoubtTaken::Without(other) if other == place => None,
            DoubtTaken::Times(other, factor) if other == place => Some(factor),
            _ => Some(1.0),
        }
    }
}

/// The observations that a model can answer, in their order: not those for which none of its simulations has anything to count,
/// such as what is kept of a gain that is never made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answerable([bool; OBSERVATIONS.len()]);

impl Answerable {
    /// What a model whose simulations come to these features can answer. The judgment always can be.
    pub fn by<'a>(simulated: impl Iterator<Item = &'a [f64]>) -> Answerable {
        let mut answered = [false; OBSERVATIONS.len()];
        for features in simulated {
            answered.iter_mut().zip(features).for_each(|(answered, feature)| *answered |= !feature.is_nan());
        }
        Answerable(answered)
    }

    /// Ids of the observations that are left out.
    pub fn left_out(self) -> Vec<&'static str> {
        OBSERVATIONS.iter().zip(self.0).filter(|(_, answered)| !answered).map(|(o, _)| o.id).collect()
    }

    /// Whether the observation at this place is answered.
    pub fn has(self, place: usize) -> bool {
        self.0.get(place).copied().unwrap_or(true)
    }
}

impl Seen {
    /// How far out a count is where the model's share is this: the standard normal that lies as far out, half of the chance
    /// of the count itself included.
    fn normal_score(self, feature: f64, factor: f64) -> f64 {
        let Seen::Count { of, n, discrepancy } = self else { return 0.0 };
        let (a, b) = beta_around(feature, factor * discrepancy);
        // Chance of k + 1 over that of k.
        let step = |k: u32| {
            let (k, n) = (f64::from(k), f64::from(n));
            (n - k) * (k + a) / ((k + 1.0) * (n - k - 1.0 + b))
        };
        let mut chance = 1.0;
        let below: f64 = (0..of)
            .rev()
            .map(|k| {
                chance /= step(k);
                chance
            })
            .sum();
        chance = 1.0;
        let above: f64 = (of..n)
            .map(|k| {
                chance *= step(k);
                chance
            })
            .sum();
        inverse::standard_normal(((below + 0.5) / (below + 1.0 + above)).clamp(1e-12, 1.0 - 1e-12))
    }

    /// Logarithm of the likelihood of a model's share or number.
    fn ln_likelihood(self, feature: f64, factor: f64) -> f64 {
        match self {
            Seen::Count { of, n, discrepancy } => {
                let (a, b) = beta_around(feature, factor * discrepancy);
                let (k, n) = (f64::from(of), f64::from(n));
                ln_choose(n, k) + ln_beta(k + a, n - k + b) - ln_beta(a, b)
            }
            Seen::Measured { value, discrepancy } => {
                let sd = factor * discrepancy;
                let z = (value - feature) / sd;
                -0.5 * z * z - numerics::ln(sd) - LN_ROOT_TWO_PI
            }
            Seen::Judged { .. } => 0.0,
        }
    }
}

const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

fn ln_beta(a: f64, b: f64) -> f64 {
    numerics::ln_gamma(a) + numerics::ln_gamma(b) - numerics::ln_gamma(a + b)
}

/// What was seen, by observation, without the judgment.
pub const SEEN: [Seen; OBSERVATIONS.len()] = {
    let [c1, c2, c3, c4, c5, c6] = OBSERVATIONS;
    [c1.seen, c2.seen, c3.seen, c4.seen, c5.seen, c6.seen]
};

/// Logarithm of the likelihood of all observations that the model can answer, given the features of a simulation. A feature that
/// is missing (nothing there to count) makes such an observation impossible.
pub fn ln_likelihood(features: &[f64], doubt: DoubtTaken, answerable: Answerable) -> f64 {
    ln_likelihood_of(&SEEN, features, doubt, answerable)
}

/// The same where something else was seen.
pub fn ln_likelihood_of(
    seen: &[Seen; OBSERVATIONS.len()],
    features: &[f64],
    doubt: DoubtTaken,
    answerable: Answerable,
) -> f64 {
    let factor = |place: usize| doubt.of(place).filter(|_| answerable.has(place));
    let mut sum = 0.0;
    for (place, (seen, &feature)) in seen.iter().zip(features).enumerate() {
        let Some(factor) = factor(place) else { continue };
        if feature.is_nan() {
            return f64::NEG_INFINITY;
        }
        sum += seen.ln_likelihood(feature, factor);
    }
    if let (Some(one), Some(other)) = (factor(0), factor(1)) {
        sum += ln_together(seen, (features[0], one), (features[1], other));
    }
    if let Some(factor) = factor(OBSERVATIONS.len()) {
        sum += ln_judged(&features[OBSERVATIONS.len()..FITTED], factor);
    }
    sum
}

/// What C1 and C2 say together beyond what each says alone.
fn ln_together(seen: &[Seen; OBSERVATIONS.len()], one: (f64, f64), other: (f64, f64)) -> f64 {
    let [(z1, d1, v1), (z2, d2, v2)] = [(0, one), (1, other)].map(|(place, (feature, factor))| {
        let (_, sampling, discrepancy) = seen[place].share(factor);
        (seen[place].normal_score(feature, factor), discrepancy, sampling + discrepancy)
    });
    let r = SHARED_ERROR * numerics::sqrt(d1 * d2) / numerics::sqrt(v1 * v2);
    let rest = 1.0 - r * r;
    -0.5 * numerics::ln(rest) - (r * r * (z1 * z1 + z2 * z2) - 2.0 * r * z1 * z2) / (2.0 * rest)
}

/// Logarithm of the Dirichlet density at shares of high and low stages. Discrepancy times a factor is total weight
/// over its square.
fn ln_judged(shares: &[f64], factor: f64) -> f64 {
    let Seen::Judged { means, weight } = JUDGMENT.seen else { return 0.0 };
    let (high, low) = (shares[0], shares[1]);
    if (high + low).is_nan() {
        return f64::NEG_INFINITY;
    }
    let floored = [high, 1.0 - high - low, low].map(|share| share.max(2.0 * AIR));
    let total: f64 = floored.iter().sum();
    let weight = weight / (factor * factor);
    let terms = means.iter().zip(floored).map(|(mean, share)| {
        let a = mean * weight;
        (a - 1.0) * numerics::ln(share / total) - numerics::ln_gamma(a)
    });
    terms.sum::<f64>() + numerics::ln_gamma(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Answerable = Answerable([true; OBSERVATIONS.len()]);

    #[test]
    fn what_a_model_never_comes_to_is_left_out_and_what_it_comes_to_at_times_is_not() {
        let (some, none) =
            ([0.33, 0.32, 0.33, 0.8, 0.9, 0.3, 0.1, 0.2], [0.3, f64::NAN, 0.3, 0.8, 0.9, f64::NAN, 0.1, 0.2]);
        let half = Answerable::by([&some[..], &none].into_iter());
        assert_eq!(half, EVERY);
        let fewer = Answerable::by([&none[..], &none].into_iter());
        assert_eq!(fewer.left_out(), ["C2", "C6"]);
        assert!(
            fewer.has(0) && !fewer.has(1) && fewer.has(OBSERVATIONS.len()),
            "the judgment is always answered"
        );
        let at = |answerable| ln_likelihood(&none, DoubtTaken::AsStated, answerable);
        assert!(at(fewer).is_finite());
        assert_eq!(at(half), f64::NEG_INFINITY, "others of the model have something to count");
    }

    #[test]
    fn chances_of_all_counts_sum_to_one_and_their_mean_is_the_models_share() {
        let (mut sum, mut mean) = (0.0, 0.0);
        for of in 0..=17 {
            let p = numerics::exp(Seen::Count { of, n: 17, discrepancy: 0.15 }.ln_likelihood(0.7, 1.0));
            sum += p;
            mean += p * f64::from(of) / 17.0;
        }
        assert!((sum - 1.0).abs() < 1e-9 && (mean - 0.7).abs() < 1e-9, "{sum} {mean}");
    }

    #[test]
    fn each_observation_is_left_out_once_and_its_discrepancy_taken_at_half_and_at_double() {
        assert_eq!(DoubtTaken::all().len(), 3 * all().count());
    }

    #[test]
    fn nearer_is_likelier_and_doubt_makes_less_of_it() {
        let at = |c1: f64, doubt| ln_likelihood(&[c1, 0.32, 0.33, 0.8, 0.85, 0.37, 0.13, 0.15], doubt, EVERY);
        let stated = DoubtTaken::AsStated;
        assert!(at(0.33, stated) > at(0.45, stated) && at(0.45, stated) > at(0.6, stated));
        let drop = |doubt| at(0.33, doubt) - at(0.6, doubt);
        assert!(drop(DoubtTaken::Times(0, 0.5)) > drop(stated));
        assert!(drop(DoubtTaken::Times(0, 2.0)) < drop(stated));
        assert_eq!(drop(DoubtTaken::Without(0)), 0.0, "what is left out says nothing");
        assert_eq!(at(f64::NAN, stated), f64::NEG_INFINITY);
        assert!(at(f64::NAN, DoubtTaken::Without(0)).is_finite());
    }

    #[test]
    fn errors_that_are_shared_make_two_counts_off_to_the_same_side_likelier() {
        let both = ln_together(&SEEN, (0.45, 1.0), (0.45, 1.0));
        let apart = ln_together(&SEEN, (0.45, 1.0), (0.19, 1.0));
        assert!(both > 0.0 && apart < 0.0, "{both} {apart}");
        // However far out both are, together they are not likelier than a nearer pair.
        let all = |share: f64| {
            ln_likelihood(&[share, share, 0.33, 0.8, 0.85, 0.37, 0.13, 0.15], DoubtTaken::AsStated, EVERY)
        };
        let falling: Vec<f64> = (4..9).map(|k| all(f64::from(k) / 10.0)).collect();
        assert!(falling.windows(2).all(|pair| pair[1] < pair[0]), "{falling:?}");
    }
}
