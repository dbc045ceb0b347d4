//! The 95% interval of the mean of what has a lowest and a highest value: shares, depth, stages.
//!
//! Student's interval of few runs may reach beyond what a share can be. It is cut there. A mean lies between the lowest and the
//! highest value itself, so what is cut off never held it, and the interval covers it as often as before (Mandelkern 2002,
//! *Setting confidence intervals for bounded parameters*, Statistical Science 17, on truncated intervals). An interval that is
//! cut at both ends says that the runs tell nothing.

use super::student::t_975;
use super::summary::{DifferenceSummary, Summary};

/// The lowest and the highest value that something can have; infinite where there is no end.
pub type ValueRange = (f64, f64);

/// Any value.
pub const ANY: ValueRange = (f64::NEG_INFINITY, f64::INFINITY);

impl Summary {
    /// How far Student's 95% interval of the mean reaches to each side, whatever is possible; NaN below two values.
    pub fn reach(&self) -> f64 {
        t_975(self.n.saturating_sub(1)) * self.mcse
    }

    /// The 95% interval of the mean, cut to what is possible; NaN below two values.
    pub fn mean_interval(&self, possible: ValueRange) -> (f64, f64) {
        let reach = self.reach();
        (cut(self.mean - reach, possible), cut(self.mean + reach, possible))
    }
}

impl DifferenceSummary {
    /// The same with the interval of the mean cut to what is possible for the values that are subtracted.
    pub fn of_values_within(self, (low, high): ValueRange) -> DifferenceSummary {
        let possible = (low - high, high - low);
        let [mean_low, mean_high] = [self.mean_low, self.mean_high].map(|end| cut(end, possible));
        DifferenceSummary { mean_low, mean_high, ..self }
    }
}

/// A missing end stays missing.
fn cut(end: f64, (low, high): ValueRange) -> f64 {
    if end.is_nan() { end } else { end.max(low).min(high) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summary::{describe, describe_differences};

    const SHARE: ValueRange = (0.0, 1.0);

    #[test]
    fn no_interval_of_a_share_leaves_zero_to_one_and_one_inside_is_students() {
        let few = describe(&mut [0.0, 0.2, 0.95]);
        assert!(few.mean - few.reach() < 0.0 && few.mean + few.reach() > 1.0);
        assert_eq!(few.mean_interval(SHARE), SHARE);
        let many = describe(&mut [0.4, 0.5, 0.6, 0.5, 0.45, 0.55]);
        assert_eq!(many.mean_interval(SHARE), (many.mean - many.reach(), many.mean + many.reach()));
        let hours = describe(&mut [0.0, 1.0, 30.0]);
        let (low, high) = hours.mean_interval((0.0, f64::INFINITY));
        assert!(low == 0.0 && high > 30.0);
    }

    #[test]
    fn one_value_has_no_interval_and_a_difference_reaches_both_ways() {
        let (low, high) = describe(&mut [0.3]).mean_interval(SHARE);
        assert!(low.is_nan() && high.is_nan());
        let wide = describe_differences(&mut [-0.9, 0.9, 0.1]);
        assert!(wide.mean_low < -1.0 && wide.mean_high > 1.0);
        let cut = wide.of_values_within(SHARE);
        assert_eq!((cut.mean_low, cut.mean_high, cut.summary), (-1.0, 1.0, wide.summary));
        assert!(describe_differences(&mut [0.3]).of_values_within(SHARE).mean_low.is_nan());
        let unbounded = wide.of_values_within((0.0, f64::INFINITY));
        assert_eq!((unbounded.mean_low, unbounded.mean_high), (wide.mean_low, wide.mean_high));
    }

    /// A skewed share: seeds of a linear congruence, cubed. Mean 1/4.
    #[test]
    fn a_cut_interval_covers_the_mean_as_often_as_a_whole_one() {
        let mut state = 1u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let u = (state >> 11) as f64 / (1u64 << 53) as f64;
            u * u * u
        };
        let (mut whole, mut cut, mut shorter) = (0, 0, 0);
        for _ in 0..4_000 {
            let s = describe(&mut [draw(), draw(), draw(), draw()]);
            let (low, high) = s.mean_interval(SHARE);
            whole += u32::from((s.mean - 0.25).abs() <= s.reach());
            cut += u32::from(low <= 0.25 && 0.25 <= high);
            shorter += u32::from(high - low < 2.0 * s.reach());
        }
        assert_eq!(whole, cut);
        assert!(shorter > 1_000, "{shorter}");
    }
}
