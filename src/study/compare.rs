//! The paired comparison of two scenarios: the effect, its uncertainty, and what pairing gained.

use crate::analysis::summary::{PairedSummary, Summary};

/// The effect of one scenario against another on one measure in one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The measure under the base.
    pub base: Summary,
    /// The measure under the other.
    pub other: Summary,
    /// Other minus base, replication by replication.
    pub difference: PairedSummary,
}

impl Effect {
    /// By how much pairing cut the variance of the estimated difference, against two independent
    /// batches of the same size: 1 − Var(other − base) / (Var(other) + Var(base)). Missing where
    /// nothing varies.
    pub fn variance_cut(&self) -> f64 {
        let square = |s: &Summary| s.sd * s.sd;
        let independent = square(&self.base) + square(&self.other);
        if independent > 0.0 { 1.0 - square(&self.difference.summary) / independent } else { f64::NAN }
    }

    /// What can be said of the mean difference: nothing stronger than its 95 % interval allows.
    pub fn verdict(&self) -> Verdict {
        let d = &self.difference;
        if d.summary.n > 0 && d.share_equal == 1.0 {
            Verdict::Same
        } else if d.mean_high < 0.0 {
            Verdict::Lower
        } else if d.mean_low > 0.0 {
            Verdict::Higher
        } else {
            Verdict::CannotTell
        }
    }
}

/// What an interval allows to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Equal in every replication.
    Same,
    /// Lower on average.
    Lower,
    /// Higher on average.
    Higher,
    /// The interval holds zero.
    CannotTell,
}

impl Verdict {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Verdict::Same => "the same",
            Verdict::Lower => "lower",
            Verdict::Higher => "higher",
            Verdict::CannotTell => "cannot tell",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summary::{describe, describe_differences};

    fn effect(base: &[f64], other: &[f64]) -> Effect {
        let mut differences: Vec<f64> = other.iter().zip(base).map(|(o, b)| o - b).collect();
        Effect {
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
        assert_eq!(e.verdict(), Verdict::Lower);
    }

    #[test]
    fn a_scenario_compared_with_itself_is_the_same_and_noise_cannot_be_told() {
        let base = [0.1, 0.4, 0.3];
        assert_eq!(effect(&base, &base).verdict(), Verdict::Same);
        assert_eq!(effect(&base, &[0.2, 0.3, 0.3]).verdict(), Verdict::CannotTell);
        assert_eq!(Verdict::CannotTell.words(), "cannot tell");
    }
}
