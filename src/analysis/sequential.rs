//! Looking at data while it grows: at most four looks, each at a quarter of the error. (Bonferroni)
//!
//! A batch is looked at after n, 3n, 9n and 27n replications. Each look draws an interval at level
//! 1 − 0.05/4, so that over all looks together the chance that any of them misses the truth is at most
//! 5%, whatever made one stop. What lies inside the wanted region holds, what lies outside fails, and
//! what straddles its edge is looked at again.

use strum::{EnumString, IntoStaticStr};

use super::student::t_quantile;
use crate::chance::inverse;
use crate::numerics;

/// Looks at most.
pub const LOOKS: usize = 4;
/// Error that all looks share.
pub const ERROR: f64 = 0.05;

/// Replications at each of so many looks, the first at `first`.
pub fn sizes(first: u32, looks: usize) -> Vec<u32> {
    (0..looks.clamp(1, LOOKS) as u32).map(|look| first * 3_u32.pow(look)).collect()
}

/// An estimate with its interval at the level of one look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The estimate; NaN where there is none.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What is wanted of a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Want {
    /// Above this.
    Above(f64),
    /// Below this.
    Below(f64),
    /// Above zero by more than this; an interval within this of zero is negligible.
    Rises(f64),
    /// Below zero by more than this; an interval within this of zero is negligible.
    Falls(f64),
    /// Between these: two one-sided tests.
    Within(f64, f64),
    /// Nothing: it is told beside the others.
    Told,
}

/// What an interval says of what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Conclusion {
    /// The whole interval is as wanted.
    Holds,
    /// The interval reaches over the edge.
    #[strum(serialize = "cannot tell")]
    CannotTell,
    /// The whole interval is not as wanted.
    Fails,
}

impl Conclusion {
    /// In words.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// From its words.
    pub fn from_word(word: &str) -> Option<Conclusion> {
        word.parse().ok()
    }
}

impl Want {
    /// Lower and upper edge of what is wanted.
    fn edges(self) -> (f64, f64) {
        match self {
            Want::Above(low) | Want::Rises(low) => (low, f64::INFINITY),
            Want::Below(high) => (f64::NEG_INFINITY, high),
            Want::Falls(margin) => (f64::NEG_INFINITY, -margin),
            Want::Within(low, high) => (low, high),
            Want::Told => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// Whether a value is as wanted. A value on the edge of one side is not: no effect is neither a rise nor a
    /// fall.
    pub fn met(self, value: f64) -> bool {
        match self {
            Want::Above(_) | Want::Rises(_) => value > self.edges().0,
            Want::Below(_) | Want::Falls(_) => value < self.edges().1,
            Want::Within(low, high) => (low..=high).contains(&value),
            Want::Told => true,
        }
    }

    /// How far a value lies outside what is wanted; infinitely where there is none.
    pub fn outside(self, value: f64) -> f64 {
        let (low, high) = self.edges();
        if value.is_nan() && self != Want::Told {
            f64::INFINITY
        } else {
            (low - value).max(value - high).max(0.0)
        }
    }

    /// What an interval says; one of nothing says nothing.
    pub fn decide(self, interval: Interval) -> Conclusion {
        let (low, high) = self.edges();
        let fails = match self {
            Want::Above(_) | Want::Rises(_) => interval.high <= low,
            Want::Below(_) | Want::Falls(_) => interval.low >= high,
            _ => interval.high < low || interval.low > high,
        };
        if self.met(interval.low) && self.met(interval.high) {
            Conclusion::Holds
        } else if fails {
            Conclusion::Fails
        } else {
            Conclusion::CannotTell
        }
    }

    /// Whether an interval lies so close to zero that there is no effect to speak of.
    pub fn is_negligible(self, interval: Interval) -> bool {
        match self {
            Want::Rises(margin) | Want::Falls(margin) => interval.low >= -margin && interval.high <= margin,
            _ => false,
        }
    }

    /// In words, a third as 0.333.
    pub fn words(self) -> String {
        match self {
            Want::Above(low) | Want::Rises(low) => format!("above {low}"),
            Want::Below(high) => format!("at most {}", (high * 1_000.0).round() / 1_000.0),
            Want::Falls(margin) => format!("below -{margin}"),
            Want::Within(low, high) => format!("{low} to {high}"),
            Want::Told => "told".into(),
        }
    }
}

/// The level of one look among so many: both tails together.
pub fn tails(looks: usize) -> f64 {
    ERROR / looks as f64
}

/// The interval of a mean with this standard error over `n` values.
pub fn of_mean(mean: f64, error: f64, n: usize, looks: usize) -> Interval {
    let z = inverse::standard_normal(1.0 - 0.5 * tails(looks));
    let reach = t_quantile(z, n.saturating_sub(1) as u64) * error;
    Interval { value: mean, low: mean - reach, high: mean + reach }
}

/// The exact interval of a share, `count` of `n` (Clopper and Pearson 1934).
pub fn of_share(count: usize, n: usize, looks: usize) -> Interval {
    if n == 0 {
        return Interval { value: f64::NAN, low: f64::NAN, high: f64::NAN };
    }
    let (k, n, tail) = (count as f64, n as f64, 0.5 * tails(looks));
    let low = if count == 0 { 0.0 } else { inverse::beta(tail, k, n - k + 1.0) };
    let high = if k == n { 1.0 } else { inverse::beta(1.0 - tail, k + 1.0, n - k) };
    Interval { value: k / n, low, high }
}

/// How surprising the data are if what is wanted were just met: the probability, over all looks, of an
/// estimate at least as far outside. 1 where the estimate is as wanted.
pub fn surprise(want: Want, interval: Interval, looks: usize) -> f64 {
    let (low, high) = want.edges();
    let outside = (low - interval.value).max(interval.value - high);
    // The half of the interval that points to the edge says how large a standard error is.
    let half =
        if interval.value < low { interval.high - interval.value } else { interval.value - interval.low };
    if half <= 0.0 && !want.met(interval.value) {
        return 0.0;
    }
    if outside.is_nan() || outside <= 0.0 {
        return 1.0;
    }
    let error = half / inverse::standard_normal(1.0 - 0.5 * tails(looks));
    (looks as f64 * 0.5 * numerics::erfc(outside / error / std::f64::consts::SQRT_2)).min(1.0)
}

/// Which of the hypotheses are refuted at 5% over the whole family (Holm 1979), given how surprising the
/// data are under each.
pub fn holm(surprises: &[f64]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..surprises.len()).collect();
    order.sort_by(|&a, &b| surprises[a].total_cmp(&surprises[b]));
    let mut refuted = vec![false; surprises.len()];
    for (rank, &k) in order.iter().enumerate() {
        if surprises[k] > ERROR / (surprises.len() - rank) as f64 {
            break;
        }
        refuted[k] = true;
    }
    refuted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Month;
    use crate::chance::{Decision, DecisionMaker, Streams};

    fn uniform(study: u32, k: u32) -> f64 {
        Streams::new(77, 1, study).uniform(
            Decision::Study,
            DecisionMaker { place: k, ..DecisionMaker::DISTRICT },
            Month(0),
        )
    }

    /// Shares of simulated studies that end in each way, when the truth lies on the threshold.
    fn decided(draw: impl Fn(f64) -> f64, look: impl Fn(&[f64]) -> Conclusion) -> (f64, f64) {
        let (studies, mut holds, mut fails) = (4_000u32, 0u32, 0u32);
        for study in 0..studies {
            let values: Vec<f64> = (0..540).map(|k| draw(uniform(study, k))).collect();
            let found = sizes(20, LOOKS).into_iter().map(|n| look(&values[..n as usize]));
            match found.into_iter().find(|d| *d != Conclusion::CannotTell) {
                Some(Conclusion::Holds) => holds += 1,
                Some(Conclusion::Fails) => fails += 1,
                _ => {}
            }
        }
        (f64::from(holds) / f64::from(studies), f64::from(fails) / f64::from(studies))
    }

    #[test]
    fn with_the_truth_on_the_threshold_looking_again_errs_in_at_most_one_study_of_twenty() {
        let mean = |values: &[f64]| {
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
            Want::Above(0.0).decide(of_mean(mean, (squares / (n - 1.0) / n).sqrt(), values.len(), LOOKS))
        };
        // 4,000 studies: the standard error of a share of 2.5% is 0.25 points.
        let (holds, fails) = decided(inverse::standard_normal, mean);
        assert!(holds + fails > 0.005, "looking decides sometimes");
        assert!(holds < 0.0325 && fails < 0.0325 && holds + fails < 0.058, "{holds} {fails}");
        for threshold in [0.05, 0.5] {
            let share = |values: &[f64]| {
                let count = values.iter().filter(|v| **v > 0.0).count();
                Want::Below(threshold).decide(of_share(count, values.len(), LOOKS))
            };
            let (holds, fails) = decided(|u| if u < threshold { 1.0 } else { 0.0 }, share);
            assert!(holds < 0.0325 && fails < 0.0325, "{threshold}: {holds} {fails}");
        }
    }

    #[test]
    fn exact_intervals_of_shares_are_those_of_the_tables() {
        // Clopper and Pearson at 95%: 0 of 10 gives 0 to 0.3085, 5 of 10 gives 0.1871 to 0.8129.
        let (none, half) = (of_share(0, 10, 1), of_share(5, 10, 1));
        assert!(none.low == 0.0 && (none.high - 0.308_497).abs() < 1e-5);
        assert!((half.low - 0.187_086).abs() < 1e-5 && (half.high - 0.812_914).abs() < 1e-5);
    }

    #[test]
    fn intervals_inside_hold_those_outside_fail_and_the_rest_cannot_tell() {
        let at = |low, high| Interval { value: 0.5 * (low + high), low, high };
        assert_eq!(Want::Within(0.1, 0.6).decide(at(0.2, 0.5)), Conclusion::Holds);
        assert_eq!(Want::Within(0.1, 0.6).decide(at(0.5, 0.7)), Conclusion::CannotTell);
        assert_eq!(Want::Below(0.1).decide(at(0.2, 0.3)), Conclusion::Fails);
        assert_eq!(Want::Above(0.0).decide(at(0.0, 0.0)), Conclusion::Fails, "no effect is no rise");
        assert_eq!(Want::Below(0.0).decide(at(0.0, 0.0)), Conclusion::Fails, "nor a fall");
        assert!(!Want::Above(0.0).met(0.0) && Want::Within(0.0, 1.0).met(0.0));
        assert_eq!(Want::Rises(0.02).decide(at(0.021, 0.05)), Conclusion::Holds);
        assert_eq!(Want::Rises(0.02).decide(at(0.01, 0.05)), Conclusion::CannotTell, "it may be too little");
        assert_eq!(Want::Falls(0.02).decide(at(-0.05, -0.021)), Conclusion::Holds);
        assert_eq!(Want::Falls(0.02).decide(at(-0.02, 0.01)), Conclusion::Fails);
        assert!(Want::Falls(0.02).is_negligible(at(-0.02, 0.01)));
        assert!(!Want::Falls(0.02).is_negligible(at(-0.01, 0.04)), "this is an effect the other way");
        let nothing = Interval { value: f64::NAN, low: f64::NAN, high: f64::NAN };
        assert_eq!(Want::Above(0.0).decide(nothing), Conclusion::CannotTell);
    }

    #[test]
    fn holm_refutes_the_clearest_first_and_stops_at_the_first_doubt() {
        assert_eq!(holm(&[0.04, 0.001, 0.03]), [false, true, false]);
        assert_eq!(holm(&[0.01, 0.02, 0.04]), [true, true, true]);
        assert!(holm(&[]).is_empty());
    }

    #[test]
    fn what_is_as_wanted_surprises_nobody() {
        let interval = Interval { value: 0.2, low: 0.1, high: 0.3 };
        assert_eq!(surprise(Want::Above(0.0), interval, 4), 1.0);
        assert!(surprise(Want::Above(0.4), interval, 4) < 0.001);
    }
}
