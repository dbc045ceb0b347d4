//! The comparison of two scenarios: the effect, its uncertainty, and what pairing gained.

use crate::analysis::summary::{DifferenceSummary, Summary};
use crate::phrasing::{count_of, frequency};

/// The effect of one scenario against another on one measure in one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedEffect {
    /// The measure under the base.
    pub base: Summary,
    /// The measure under the other.
    pub other: Summary,
    /// Other minus base, replication by replication or as two samples.
    pub difference: DifferenceSummary,
}

impl PairedEffect {
    /// By how much pairing cut the variance of the estimated difference, against two independent
    /// batches of the same size: 1 − Var(other − base) / (Var(other) + Var(base)). Missing where
    /// nothing varies.
    pub fn variance_cut(&self) -> f64 {
        let square = |s: &Summary| s.sd * s.sd;
        let independent = square(&self.base) + square(&self.other);
        if independent > 0.0 { 1.0 - square(&self.difference.summary) / independent } else { f64::NAN }
    }

    /// What can be said of the mean difference: nothing stronger than its 95% interval allows, and nothing of a difference
    /// below `worth`.
    pub fn verdict(&self, worth: f64) -> Direction {
        Direction::worth_naming(&self.difference, worth)
    }
}

/// What the difference of a share comes to, in a sentence no stronger than its interval allows, and without a direction
/// where it is below `worth`.
///
/// `what` is the measure at the beginning of a sentence; a point is a hundredth.
pub fn headline(what: &str, [other, base]: [&str; 2], d: &DifferenceSummary, worth: f64) -> String {
    let points = format!("{:.0} points", (d.summary.mean * 100.0).abs());
    let n = d.summary.n;
    if let Some(runs) = d.samples {
        return headline_of_samples(what, [other, base], (d, &points), (runs, worth));
    }
    let in_pairs = |share: f64| format!("in {} pairs", frequency(count_of(share, n), n).unwrap_or_default());
    match Direction::worth_naming(d, worth) {
        Direction::Same => format!("{what}: {other} and {base} are the same in all {n} pairs"),
        Direction::TooSmall => format!("{what}: {other} and {base} differ by too little to name"),
        Direction::Lower => {
            format!(
                "{what} is {points} lower on average; {other} is behind {base} {}",
                in_pairs(d.share_lower)
            )
        }
        Direction::Higher => {
            format!(
                "{what} is {points} higher on average; {other} is ahead of {base} {}",
                in_pairs(d.share_higher)
            )
        }
        Direction::CannotTell => format!("{what}: {n} pairs cannot tell {other} and {base} apart on average"),
    }
}

/// The same of two samples that are not paired.
fn headline_of_samples(
    what: &str,
    [other, base]: [&str; 2],
    (d, points): (&DifferenceSummary, &str),
    ([others, bases], worth): ([u64; 2], f64),
) -> String {
    let unpaired = format!("unpaired, {others} and {bases} runs");
    let on_average = |way: &str| {
        format!("{what} is {points} {way} on average under {other} than under {base} ({unpaired})")
    };
    match Direction::worth_naming(d, worth) {
        Direction::Same => format!("{what}: {other} and {base} are the same in all runs ({unpaired})"),
        Direction::TooSmall => {
            format!("{what}: {other} and {base} differ by too little to name ({unpaired})")
        }
        Direction::Lower => on_average("lower"),
        Direction::Higher => on_average("higher"),
        Direction::CannotTell => {
            format!("{what}: {other} and {base} cannot be told apart on average ({unpaired})")
        }
    }
}

/// What an interval allows to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Direction {
    /// Equal in every replication.
    #[strum(serialize = "the same")]
    Same,
    /// Lower on average.
    Lower,
    /// Higher on average.
    Higher,
    /// The interval holds zero.
    #[strum(serialize = "cannot tell")]
    CannotTell,
    /// Too small to be named, whatever its sign.
    #[strum(serialize = "no difference worth naming")]
    TooSmall,
}

impl Direction {
    /// From a difference. Two samples are the same where neither varies and their means are equal.
    pub fn of(d: &DifferenceSummary) -> Direction {
        let all_equal = match d.samples {
            None => d.share_equal == 1.0,
            Some(_) => d.summary.mean == 0.0 && d.summary.mcse == 0.0,
        };
        if d.summary.n > 0 && all_equal {
            Direction::Same
        } else if d.mean_high < 0.0 {
            Direction::Lower
        } else if d.mean_low > 0.0 {
            Direction::Higher
        } else {
            Direction::CannotTell
        }
    }

    /// As [`Direction::of`], where a difference below `worth` is none to speak of: too small is one whose interval lies within
    /// `worth` on both sides of zero, and one whose mean does though its interval leaves zero out.
    pub fn worth_naming(d: &DifferenceSummary, worth: f64) -> Direction {
        let is_within = d.mean_low > -worth && d.mean_high < worth;
        match Direction::of(d) {
            Direction::CannotTell if is_within => Direction::TooSmall,
            Direction::Lower | Direction::Higher if d.summary.mean.abs() < worth => Direction::TooSmall,
            direction => direction,
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summary::{describe, describe_differences};
    use crate::analysis::two_samples::describe_samples;

    fn effect(base: &[f64], other: &[f64]) -> PairedEffect {
        let mut differences: Vec<f64> = other.iter().zip(base).map(|(o, b)| o - b).collect();
        PairedEffect {
            base: describe(&mut base.to_vec()),
            other: describe(&mut other.to_vec()),
            difference: describe_differences(&mut differences),
        }
    }

    #[test]
    fn a_constant_shift_is_found_with_all_variance_cut() {
        let base: Vec<f64> = (0..50).map(f64::from).collect();
        let other: Vec<f64> = base.iter().map(|b| b - 2.0).collect();
        let e = effect(&base, &other);
        assert!((e.variance_cut() - 1.0).abs() < 1e-12);
        assert_eq!(e.verdict(0.02), Direction::Lower);
    }

    #[test]
    fn a_headline_is_no_stronger_than_its_interval() {
        let of = |base: &[f64], other: &[f64]| {
            headline("Deep share", ["b", "a"], &effect(base, other).difference, 0.02)
        };
        assert_eq!(
            of(&[0.5, 0.6, 0.7], &[0.2, 0.3, 0.5]),
            "Deep share is 27 points lower on average; b is behind a in all 3 pairs"
        );
        assert_eq!(of(&[0.1, 0.4], &[0.1, 0.4]), "Deep share: b and a are the same in all 2 pairs");
        assert!(of(&[0.1, 0.4, 0.3], &[0.2, 0.3, 0.3]).contains("cannot tell"));
        assert!(of(&[0.1], &[0.2]).contains("cannot tell"), "one pair has no interval");
    }

    #[test]
    fn two_samples_are_never_called_pairs() {
        let of = |base: &[f64], other: &[f64]| {
            let d = describe_samples(&mut other.to_vec(), &mut base.to_vec());
            headline("Deep share", ["b", "a"], &d, 0.02)
        };
        assert_eq!(
            of(&[0.5, 0.6, 0.7], &[0.2, 0.3, 0.25]),
            "Deep share is 35 points lower on average under b than under a (unpaired, 3 and 3 runs)"
        );
        let open = of(&[0.1, 0.4], &[0.1, 0.4, 0.3]);
        assert_eq!(open, "Deep share: b and a cannot be told apart on average (unpaired, 3 and 2 runs)");
        let same = of(&[0.4, 0.4], &[0.4, 0.4]);
        assert_eq!(same, "Deep share: b and a are the same in all runs (unpaired, 2 and 2 runs)");
    }

    #[test]
    fn a_scenario_compared_with_itself_is_the_same_and_noise_cannot_be_told() {
        let base = [0.1, 0.4, 0.3];
        assert_eq!(effect(&base, &base).verdict(0.02), Direction::Same);
        assert_eq!(effect(&base, &[0.2, 0.3, 0.3]).verdict(0.02), Direction::CannotTell);
        assert_eq!(Direction::CannotTell.words(), "cannot tell");
    }

    #[test]
    fn what_is_not_worth_naming_has_no_direction_however_many_pairs_there_are() {
        let named = |mean: f64| {
            let mut values: Vec<f64> =
                (0..1000).map(|k| mean + if k % 2 == 0 { 0.01 } else { -0.01 }).collect();
            Direction::worth_naming(&describe_differences(&mut values), 0.02)
        };
        assert_eq!(named(-0.0004), Direction::TooSmall);
        assert_eq!([named(-0.019), named(0.019)], [Direction::TooSmall; 2], "clear, and below what is named");
        assert_eq!([named(-0.021), named(0.021)], [Direction::Lower, Direction::Higher]);
        let open = describe_differences(&mut [-0.3, 0.3, 0.1, -0.1]);
        assert_eq!(Direction::worth_naming(&open, 0.02), Direction::CannotTell, "it may be large");
        let clear = describe_differences(&mut [-0.0004; 5]);
        assert_eq!(
            (Direction::of(&clear), Direction::worth_naming(&clear, 0.0)),
            (Direction::Lower, Direction::Lower)
        );
    }
}
