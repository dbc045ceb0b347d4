//! The observations to which parameters are fitted, each a count or a measurement with its doubt, and how likely each is.
//!
//! None of them is a threshold of ours. One is a judgment and called so. What a simulation says of an observation is
//! one of the [`FEATURES`](super::features::FEATURES). Programs, decades and measures differ from the model's; how far a
//! share of the model may lie from that of the study, even if the model were right, is the *discrepancy*, a standard
//! deviation that was fixed before anything was simulated.

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
    pub(super) fn share(self, factor: f64) -> (f64, f64, f64) {
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

/// Shares are kept so far from 0 and 1 before their likelihood is asked for.
pub(super) const AIR: f64 = 0.005;

/// a and b of the beta distribution around a model's share; a + b is at least 1, so that near 0 and 1 the
/// standard deviation is less than the discrepancy.
pub fn beta_around(share: f64, sd: f64) -> (f64, f64) {
    let share = share.clamp(AIR, 1.0 - AIR);
    let weight = (share * (1.0 - share) / (sd * sd) - 1.0).max(1.0);
    (share * weight, (1.0 - share) * weight)
}

pub(super) fn ln_choose(n: f64, k: f64) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beta_around_a_share_has_the_discrepancy_as_its_standard_deviation() {
        let (a, b) = beta_around(0.3, 0.06);
        let variance = a * b / ((a + b) * (a + b) * (a + b + 1.0));
        assert!((a / (a + b) - 0.3).abs() < 1e-12 && (variance - 0.0036).abs() < 1e-12);
        let (a, b) = beta_around(1.0, 0.15);
        assert!(a + b >= 1.0 && b > 0.0, "near the end it stays a distribution");
    }

    #[test]
    fn every_observation_has_an_id_of_its_own_a_source_and_a_doubt() {
        let ids: std::collections::BTreeSet<&str> = all().map(|o| o.id).collect();
        assert_eq!(ids.len(), all().count());
        assert!(all().all(|o| o.source.len() > 20 && o.words.len() > 20));
        assert!((0..FITTED).all(|k| wanted(k).1 > 0.0 && (0.0..=1.0).contains(&wanted(k).0)));
    }
}
