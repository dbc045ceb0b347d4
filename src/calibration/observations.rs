//! The observations to which parameters are fitted, each a count or a measurement with its doubt, and how likely each is.
//!
//! None of them is a threshold of ours. One is a judgment and called so. What a simulation says of an observation is
//! one of the [`FEATURES`](super::features::FEATURES). Programs, decades and measures differ from the model's; how far a
//! share of the model may lie from that of the study, even if the model were right, is the *discrepancy*, a standard
//! deviation that was fixed before anything was simulated.
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

use crate::chance::inverse;
use crate::numerics;

/// One observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Its id.
    pub id: &'static str,
    /// What was observed.
    pub words: &'static str,
    /// Who observed it, in how many.
    pub source: &'static str,
    /// What was seen.
    pub seen: Seen,
}

/// What was seen, with the doubt about how far it carries over to the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Seen {
    /// So many of so many.
    Count {
        /// Cases.
        of: u32,
        /// Units in the sample.
        n: u32,
        /// Standard deviation of the study's share around the model's.
        discrepancy: f64,
    },
    /// A number.
    Measured {
        /// The number.
        value: f64,
        /// Standard deviation around the model's.
        discrepancy: f64,
    },
    /// Shares at stage 4 or more, at 2 or 3, at 1 or less: a judgment, not a count.
    Judged {
        /// Means.
        means: [f64; 3],
        /// Total weight: the more, the surer.
        weight: f64,
    },
}

/// The observations, in the order of the features that answer them; the last one takes two.
pub const OBSERVATIONS: [Observation; 6] = [
    Observation {
        id: "C1",
        words: "schools that dropped or switched a purchased reform within three years",
        source: "CRPE 2006: 65 of 200 schools with four models in Florida and Texas",
        seen: Seen::Count { of: 65, n: 200, discrepancy: 0.06 },
    },
    Observation {
        id: "C2",
        words: "high-poverty schools that ended a purchased reform in about three years",
        source: "AIR 2006: nearly one third of 395 schools, taken as 0.32",
        seen: Seen::Count { of: 126, n: 395, discrepancy: 0.10 },
    },
    Observation {
        id: "C3",
        words: "adopting schools in full use three years on",
        source: "national evaluation of Comprehensive School Reform, 2010, as reported in the press: one third of funded schools \
                 fully implemented all components",
        seen: Seen::Measured { value: 1.0 / 3.0, discrepancy: 0.15 },
    },
    Observation {
        id: "C4",
        words: "programs of which at least 60% of the sites in use when support ends keep something two years later",
        source: "Scheirer 2005: 14 of 17 studies of health programs; the two years are an assumption",
        seen: Seen::Count { of: 14, n: 17, discrepancy: 0.15 },
    },
    Observation {
        id: "C5",
        words: "share of the gain in depth kept a year after coaching ends",
        source: "Kraft and Blazar 2014: effects largely persist among 59 teachers, taken as 0.85",
        seen: Seen::Measured { value: 0.85, discrepancy: 0.25 },
    },
    Observation {
        id: "C6",
        words: "effect of coaching on achievement over that on instruction",
        source: "Kraft, Blazar and Hogan 2018: 0.18 over 0.49 standard deviations in 60 studies; it fixes the effect at full \
                 depth and does not count as met",
        seen: Seen::Measured { value: 0.18 / 0.49, discrepancy: 0.15 },
    },
];

/// The judgment about districts.
pub const JUDGMENT: Observation = Observation {
    id: "C10",
    words: "target districts at stage 4 or more, at 2 or 3, at 1 or less, at 12, 24, 36 and 48 months in equal parts",
    source: "judgment, not a count: \"a handful\" of 48 districts show system change, several make minimal progress \
             (Gallagher and Cottingham 2024)",
    seen: Seen::Judged { means: [0.13, 0.72, 0.15], weight: 10.0 },
};

/// Correlation of the errors of C1 and C2: the same years, perhaps shared schools.
pub const SHARED_ERROR: f64 = 0.5;

/// All observations.
pub fn all() -> impl Iterator<Item = &'static Observation> {
    OBSERVATIONS.iter().chain([&JUDGMENT])
}

/// Features that observations speak of: one for each, and two for the judgment.
pub const FITTED: usize = OBSERVATIONS.len() + 2;

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
    /// What a model with these simulated features can answer. The judgment always can be.
    pub fn by(simulated: &[&[f64]]) -> Answerable {
        Answerable(std::array::from_fn(|place| {
            simulated.is_empty() || simulated.iter().any(|features| !features[place].is_nan())
        }))
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
    /// The share or number that was seen; missing for a judgment.
    pub fn value(self) -> f64 {
        self.share(1.0).0
    }

    /// In words, with the doubt.
    pub fn words(self) -> String {
        match self {
            Seen::Count { of, n, discrepancy } => format!("{of} of {n} ± {discrepancy}"),
            Seen::Measured { value, discrepancy } => format!("{value:.2} ± {discrepancy}"),
            Seen::Judged { means: [high, middle, low], weight } => {
                format!("{high} / {middle} / {low}, weight {weight}")
            }
        }
    }

    /// What might have been seen where the model's share or number is this, at two uniform numbers: one for the
    /// discrepancy, one for sampling.
    pub fn redrawn(self, feature: f64, (doubt, sampling): (f64, f64)) -> Seen {
        match self {
            Seen::Count { n, discrepancy, .. } => {
                let (a, b) = beta_around(feature, discrepancy);
                let of = binomial(sampling, inverse::beta(doubt, a, b), n);
                Seen::Count { of, n, discrepancy }
            }
            Seen::Measured { discrepancy, .. } => {
                Seen::Measured { value: inverse::normal(doubt, feature, discrepancy), discrepancy }
            }
            Seen::Judged { .. } => self,
        }
    }

    /// The share or number that was seen, and the variance of sampling and of discrepancy times `factor`.
    fn share(self, factor: f64) -> (f64, f64, f64) {
        match self {
            Seen::Count { of, n, discrepancy } => {
                let share = f64::from(of) / f64::from(n);
                (share, share * (1.0 - share) / f64::from(n), (factor * discrepancy) * (factor * discrepancy))
            }
            Seen::Measured { value, discrepancy } => {
                (value, 0.0, (factor * discrepancy) * (factor * discrepancy))
            }
            Seen::Judged { .. } => (f64::NAN, 0.0, 0.0),
        }
    }

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

/// The count of `n` below which binomial chance reaches `u`.
fn binomial(u: f64, p: f64, n: u32) -> u32 {
    let (n_f, p) = (f64::from(n), p.clamp(1e-9, 1.0 - 1e-9));
    let mut below = 0.0;
    let found = (0..n).find(|&k| {
        let k = f64::from(k);
        let ln = ln_choose(n_f, k) + k * numerics::ln(p) + (n_f - k) * numerics::ln_1p(-p);
        below += numerics::exp(ln);
        u < below
    });
    found.unwrap_or(n)
}

const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Shares are kept so far from 0 and 1 before their likelihood is asked for.
const AIR: f64 = 0.005;

/// a and b of the beta distribution around a model's share; a + b is at least 1, so that near 0 and 1 the
/// standard deviation is less than the discrepancy.
pub fn beta_around(share: f64, sd: f64) -> (f64, f64) {
    let share = share.clamp(AIR, 1.0 - AIR);
    let weight = (share * (1.0 - share) / (sd * sd) - 1.0).max(1.0);
    (share * weight, (1.0 - share) * weight)
}

fn ln_beta(a: f64, b: f64) -> f64 {
    numerics::ln_gamma(a) + numerics::ln_gamma(b) - numerics::ln_gamma(a + b)
}

fn ln_choose(n: f64, k: f64) -> f64 {
    numerics::ln_gamma(n + 1.0) - numerics::ln_gamma(k + 1.0) - numerics::ln_gamma(n - k + 1.0)
}

/// What is wanted of a feature where only its mean and variance are known: the number seen, and the variance of
/// sampling and discrepancy together.
pub fn wanted(feature: usize) -> (f64, f64) {
    match OBSERVATIONS.get(feature) {
        Some(observation) => {
            let (seen, sampling, discrepancy) = observation.seen.share(1.0);
            (seen, sampling + discrepancy)
        }
        None => {
            let Seen::Judged { means, weight } = JUDGMENT.seen else { return (f64::NAN, f64::INFINITY) };
            let mean = if feature == OBSERVATIONS.len() { means[0] } else { means[2] };
            (mean, mean * (1.0 - mean) / (weight + 1.0))
        }
    }
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
        let half = Answerable::by(&[&some, &none]);
        assert_eq!(half, EVERY);
        let fewer = Answerable::by(&[&none, &none]);
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
    fn a_beta_around_a_share_has_the_discrepancy_as_its_standard_deviation() {
        let (a, b) = beta_around(0.3, 0.06);
        let variance = a * b / ((a + b) * (a + b) * (a + b + 1.0));
        assert!((a / (a + b) - 0.3).abs() < 1e-12 && (variance - 0.0036).abs() < 1e-12);
        let (a, b) = beta_around(1.0, 0.15);
        assert!(a + b >= 1.0 && b > 0.0, "near the end it stays a distribution");
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

    #[test]
    fn every_observation_has_an_id_of_its_own_a_source_and_a_doubt() {
        let ids: std::collections::BTreeSet<&str> = all().map(|o| o.id).collect();
        assert_eq!(ids.len(), all().count());
        assert!(all().all(|o| o.source.len() > 20 && o.words.len() > 20));
        assert!((0..FITTED).all(|k| wanted(k).1 > 0.0 && (0.0..=1.0).contains(&wanted(k).0)));
        assert_eq!(DoubtTaken::all().len(), 21);
    }
}
