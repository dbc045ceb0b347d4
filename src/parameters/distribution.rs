//! A number that is known, or a distribution over what it might be. (ODD 4, stochasticity)

use rand::Rng;
use rand_distr::Distribution as Sampled;

use crate::chance::{OpenUniform, inverse};
use crate::phrasing::number;

/// How a parameter's value comes about: fixed, or drawn once per replication from one uniform number.
///
/// Runs take its value at the uniform number of an address ([`Distribution::at`]), so that scenarios stay paired. With any
/// generator it is a [`rand_distr::Distribution`]:
///
/// ```
/// use rand::SeedableRng;
/// use rand::rngs::Xoshiro256PlusPlus;
/// use rand_distr::Distribution as _;
/// use uptake::parameters::Distribution;
///
/// let exit = Distribution::Beta { mean: 0.18, sd: 0.05, low: 0.0, high: 1.0 };
/// let rng = Xoshiro256PlusPlus::seed_from_u64(7);
/// let draws: Vec<f64> = exit.sample_iter(rng).take(1_000).collect();
/// let mean = draws.iter().sum::<f64>() / 1_000.0;
/// assert!((mean - 0.18).abs() < 0.01);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// Always this value.
    Fixed(f64),
    /// Every value between the two equally likely.
    Uniform {
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Rising to `mode` and falling after it.
    Triangular {
        /// Lowest value.
        low: f64,
        /// Likeliest value.
        mode: f64,
        /// Highest value.
        high: f64,
    },
    /// Beta with this mean and standard deviation, stretched over the range.
    Beta {
        /// Mean, inside the range.
        mean: f64,
        /// Standard deviation.
        sd: f64,
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
    /// Normal, truncated to the range.
    Normal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation, above 0.
        sd: f64,
        /// Lowest value.
        low: f64,
        /// Highest value.
        high: f64,
    },
}

/// The kinds of distributions by the words of a scenario, with the parts that each needs.
pub const DISTRIBUTIONS: [(&str, &[&str]); 4] = [
    ("uniform", &["low", "high"]),
    ("triangular", &["low", "mode", "high"]),
    ("beta", &["mean", "sd"]),
    ("normal", &["mean", "sd"]),
];

/// Largest standard deviation of a normal distribution, in widths of its range.
const WIDEST: f64 = 1_000.0;
/// Least standard deviation, in widths of the range.
const NARROWEST: f64 = 1e-6;

impl Distribution {
    /// The distribution of this kind with these parts; nothing where there is no such kind, or a part is missing.
    pub fn of(kind: &str, part: impl Fn(&str) -> Option<f64>) -> Option<Distribution> {
        let (low, high) = (part("low")?, part("high")?);
        Some(match kind {
            "uniform" => Distribution::Uniform { low, high },
            "triangular" => Distribution::Triangular { low, mode: part("mode")?, high },
            "beta" => Distribution::Beta { mean: part("mean")?, sd: part("sd")?, low, high },
            "normal" => Distribution::Normal { mean: part("mean")?, sd: part("sd")?, low, high },
            _ => return None,
        })
    }

    /// The one value that it could give, where its numbers leave no room to draw: low and high are the same, or the standard
    /// deviation is 0.
    pub fn point(&self) -> Option<f64> {
        match *self {
            Distribution::Fixed(value) => Some(value),
            Distribution::Uniform { low, high } | Distribution::Triangular { low, high, .. } => {
                (low == high).then_some(low)
            }
            Distribution::Beta { mean, sd, low, high } | Distribution::Normal { mean, sd, low, high } => {
                (sd == 0.0).then_some(mean).or((low == high).then_some(low))
            }
        }
    }

    /// Its kind and its parts by name; a fixed value has no kind, and itself as its only part.
    pub fn parts(&self) -> (&'static str, Vec<(&'static str, f64)>) {
        let of_mean = |mean, sd, low, high| vec![("mean", mean), ("sd", sd), ("low", low), ("high", high)];
        match *self {
            Distribution::Fixed(value) => ("", vec![("value", value)]),
            Distribution::Uniform { low, high } => ("uniform", vec![("low", low), ("high", high)]),
            Distribution::Triangular { low, mode, high } => {
                ("triangular", vec![("low", low), ("mode", mode), ("high", high)])
            }
            Distribution::Beta { mean, sd, low, high } => ("beta", of_mean(mean, sd, low, high)),
            Distribution::Normal { mean, sd, low, high } => ("normal", of_mean(mean, sd, low, high)),
        }
    }

    /// The spread of what is drawn, in words; the value itself where nothing is drawn.
    pub fn words(&self) -> String {
        let within = |low: f64, high: f64| format!("from {} to {}", number(low), number(high));
        match *self {
            Distribution::Fixed(x) => number(x),
            Distribution::Uniform { low, high } => format!("{}, all equally likely", within(low, high)),
            Distribution::Triangular { low, mode, high } => {
                format!("{}, most likely about {}", within(low, high), number(mode))
            }
            Distribution::Beta { mean, sd, low, high } | Distribution::Normal { mean, sd, low, high } => {
                format!("about {}, give or take {}, {}", number(mean), number(sd), within(low, high))
            }
        }
    }

    /// The value at the uniform number `u`, within the bounds.
    pub fn at(&self, u: f64) -> f64 {
        let ((low, high), value) = (self.bounds(), self.as_computed(u));
        // Rounding may leave the bounds by the last bit.
        if value < low {
            low
        } else if value > high {
            high
        } else {
            value
        }
    }

    fn as_computed(&self, u: f64) -> f64 {
        match *self {
            Distribution::Fixed(value) => value,
            Distribution::Uniform { low, high } => inverse::uniform(u, low, high),
            Distribution::Triangular { low, mode, high } => inverse::triangular(u, low, mode, high),
            Distribution::Beta { mean, sd, low, high } => {
                let width = high - low;
                low + width * inverse::beta_of_mean(u, (mean - low) / width, sd / width)
            }
            Distribution::Normal { mean, sd, low, high } => inverse::normal_within(u, mean, sd, low, high),
        }
    }

    /// Lowest and highest value that can be drawn.
    pub fn bounds(&self) -> (f64, f64) {
        match *self {
            Distribution::Fixed(value) => (value, value),
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Beta { low, high, .. }
            | Distribution::Normal { low, high, .. } => (low, high),
        }
    }

    /// Whether draws are finite numbers within the bounds: at both ends of what can be drawn, and between them.
    fn draws_within(&self, low: f64, high: f64) -> bool {
        let smallest = f64::EPSILON / 2.0;
        let tried = [smallest, 1e-9, 0.01, 0.25, 0.5, 0.75, 0.99, 1.0 - 1e-9, 1.0 - smallest];
        let slack = 1e-9 * (high - low);
        let is_within = |u: f64| (low - slack..=high + slack).contains(&self.as_computed(u));
        (high - low).is_finite() && tried.into_iter().all(is_within)
    }

    /// What is wrong with the numbers of the distribution itself, if anything.
    pub fn fault(&self) -> Option<String> {
        let (low, high) = self.bounds();
        if self.parts().1.iter().any(|(_, x)| !x.is_finite()) {
            return Some("holds a number that is not finite".into());
        }
        if !matches!(self, Distribution::Fixed(_)) && low >= high {
            return Some(format!("its low ({low}) must lie below its high ({high})"));
        }
        match *self {
            Distribution::Triangular { mode, .. } if !(low..=high).contains(&mode) => {
                Some(format!("its mode ({mode}) must lie between low ({low}) and high ({high})"))
            }
            Distribution::Beta { mean, .. } if mean <= low || mean >= high => {
                Some(format!("its mean ({mean}) must lie inside low ({low}) and high ({high})"))
            }
            Distribution::Normal { mean, .. } if !(low..=high).contains(&mean) => {
                Some(format!("its mean ({mean}) must lie between low ({low}) and high ({high})"))
            }
            Distribution::Beta { mean, sd, .. } if sd * sd >= (mean - low) * (high - mean) => Some(format!(
                "its sd ({sd}) is larger than any beta distribution with this mean and range can have"
            )),
            Distribution::Beta { sd, .. } | Distribution::Normal { sd, .. } if sd <= 0.0 => {
                Some(format!("its sd ({sd}) must be above 0"))
            }
            Distribution::Normal { sd, .. } if sd > WIDEST * (high - low) => Some(format!(
                "its sd ({sd:e}) is more than {WIDEST} times its range, so that it is a uniform one"
            )),
            Distribution::Beta { sd, .. } | Distribution::Normal { sd, .. }
                if sd < NARROWEST * (high - low) =>
            {
                Some(format!(
                    "its sd ({sd:e}) is less than {NARROWEST:e} of its range, so that it is a number"
                ))
            }
            _ if !self.draws_within(low, high) => {
                Some(format!("what is drawn from it is not always a number from {low} to {high}"))
            }
            _ => None,
        }
    }
}

impl Sampled<f64> for Distribution {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        self.at(OpenUniform.sample(rng))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_draw_stays_within_the_bounds_and_the_mean_comes_out() {
        let kinds = [
            (Distribution::Uniform { low: 2.0, high: 4.0 }, 3.0),
            (Distribution::Triangular { low: 0.0, mode: 0.3, high: 0.9 }, 0.4),
            (Distribution::Beta { mean: 0.3, sd: 0.1, low: 0.1, high: 0.8 }, 0.3),
            (Distribution::Normal { mean: 0.5, sd: 0.2, low: 0.0, high: 1.0 }, 0.5),
        ];
        for (kind, mean) in kinds {
            assert_eq!(kind.fault(), None);
            let (low, high) = kind.bounds();
            let n = 2_000;
            let draws = (0..n).map(|k| kind.at((f64::from(k) + 0.5) / f64::from(n)));
            let total: f64 = draws.inspect(|x| assert!((low..=high).contains(x))).sum();
            assert!((total / f64::from(n) - mean).abs() < 1e-3, "{kind:?}");
        }
    }

    #[test]
    fn impossible_distributions_are_faults() {
        assert!(Distribution::Uniform { low: 1.0, high: 1.0 }.fault().is_some());
        assert!(Distribution::Triangular { low: 0.0, mode: 2.0, high: 1.0 }.fault().is_some());
        assert!(Distribution::Beta { mean: 0.5, sd: 0.6, low: 0.0, high: 1.0 }.fault().is_some());
        assert!(Distribution::Normal { mean: 0.5, sd: 0.0, low: 0.0, high: 1.0 }.fault().is_some());
        assert!(Distribution::Fixed(f64::NAN).fault().is_some());
        for sd in [1e308, 1e4, 1e-9, f64::MIN_POSITIVE] {
            assert!(Distribution::Normal { mean: 0.5, sd, low: 0.0, high: 1.0 }.fault().is_some(), "{sd}");
            assert!(Distribution::Beta { mean: 0.5, sd, low: 0.0, high: 1.0 }.fault().is_some(), "{sd}");
        }
        assert!(Distribution::Uniform { low: f64::MIN, high: f64::MAX }.fault().is_some());
        assert_eq!(Distribution::Normal { mean: 0.5, sd: 100.0, low: 0.0, high: 1.0 }.fault(), None);
        // As computed, its least draw is the last bit below the least value.
        let (low, high) = (0.07174406040371686, 0.3217494679080022);
        let at_its_end = Distribution::Triangular { low, mode: low, high };
        assert_eq!(at_its_end.fault(), None);
        assert!((low..=high).contains(&at_its_end.at(f64::EPSILON / 2.0)));
        assert_eq!(Distribution::Beta { mean: 0.5, sd: 1e-4, low: 0.0, high: 1.0 }.fault(), None);
    }
}
