//! Summaries of one measure over replications: count, mean, spread, quantiles and how sure the mean is.
//!
//! Missing values (NaN) are dropped and the count says how many were left. What cannot be said from
//! that many values (a standard deviation of one) is NaN again, never zero. Sums run in the order of
//! replications, so the last bit depends on nothing but the values.

use super::student::t_975;

/// The quantiles of a summary, in percent.
pub const QUANTILES: [u32; 7] = [5, 10, 25, 50, 75, 90, 95];

/// One measure over replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Values that were present.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation (n − 1).
    pub sd: f64,
    /// Their quantiles, at [`QUANTILES`].
    pub quantiles: [f64; 7],
    /// Monte Carlo standard error of the mean.
    pub mcse: f64,
}

/// One measure's difference, other minus base: over pairs of the same replication, or between two independent samples.
///
/// Samples have no pairs, so that standard deviation, quantiles and shares of pairs are missing (NaN) for them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DifferenceSummary {
    /// The differences of pairs as values of their own; of two samples the difference of their means with its standard error,
    /// and the size of the smaller one.
    pub summary: Summary,
    /// Lower end of the 95% interval of the mean.
    pub mean_low: f64,
    /// Upper end of the 95% interval of the mean.
    pub mean_high: f64,
    /// Share of pairs where other is lower than base.
    pub share_lower: f64,
    /// Share of pairs without a difference.
    pub share_equal: f64,
    /// Share of pairs where other is higher than base.
    pub share_higher: f64,
    /// Runs of other and of base in which the measure is present, where they are two samples; none for pairs.
    pub samples: Option<[u64; 2]>,
}

impl Summary {
    /// The summary of nothing.
    pub const EMPTY: Summary =
        Summary { n: 0, mean: f64::NAN, sd: f64::NAN, quantiles: [f64::NAN; 7], mcse: f64::NAN };

    /// The quantile at so many percent, if it is one of [`QUANTILES`].
    pub fn quantile(&self, per_cent: u32) -> Option<f64> {
        QUANTILES.iter().zip(self.quantiles).find(|(p, _)| **p == per_cent).map(|(_, value)| value)
    }
}

/// Describe values, one per replication. The slice is used as working space and left in another order.
pub fn describe(values: &mut [f64]) -> Summary {
    summarize(drop_missing(values))
}

/// Describe differences, one per pair. The slice is used as working space and left in another order.
pub fn describe_differences(differences: &mut [f64]) -> DifferenceSummary {
    let present = drop_missing(differences);
    let n = present.len() as f64;
    let share = |of: fn(f64) -> bool| match present.len() {
        0 => f64::NAN,
        _ => present.iter().filter(|&&d| of(d)).count() as f64 / n,
    };
    let (share_lower, share_equal, share_higher) =
        (share(|d| d < 0.0), share(|d| d == 0.0), share(|d| d > 0.0));
    let summary = summarize(present);
    let reach = t_975(summary.n.saturating_sub(1)) * summary.mcse;
    DifferenceSummary {
        summary,
        mean_low: summary.mean - reach,
        mean_high: summary.mean + reach,
        share_lower,
        share_equal,
        share_higher,
        samples: None,
    }
}

/// The share of replications that are exactly at `level`, as a summary with count, mean and standard error.
pub fn share_at(values: &[f64], level: f64) -> Summary {
    let n = values.iter().filter(|v| !v.is_nan()).count();
    if n == 0 {
        return Summary::EMPTY;
    }
    let mean = values.iter().filter(|&&v| v == level).count() as f64 / n as f64;
    let mcse = if n > 1 { (mean * (1.0 - mean) / n as f64).sqrt() } else { f64::NAN };
    Summary { n: n as u64, mean, mcse, ..Summary::EMPTY }
}

/// A quantile of sorted values, in percent, interpolated between neighbors (type 7 of Hyndman and Fan,
/// the default of R and NumPy); NaN of nothing. The position is worked out in whole numbers.
pub fn quantile(sorted: &[f64], per_cent: u32) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = last as u128 * u128::from(per_cent.min(100));
    let (below, rest) = ((position / 100) as usize, (position % 100) as f64 / 100.0);
    let lower = sorted[below];
    match sorted.get(below + 1) {
        Some(&upper) if rest > 0.0 && upper != lower => lower + rest * (upper - lower),
        _ => lower,
    }
}

/// Move what is present to the front, in the order it had.
fn drop_missing(values: &mut [f64]) -> &mut [f64] {
    let mut present = 0;
    for i in 0..values.len() {
        if !values[i].is_nan() {
            values[present] = values[i];
            present += 1;
        }
    }
    &mut values[..present]
}

fn summarize(values: &mut [f64]) -> Summary {
    let Some(&first) = values.first() else { return Summary::EMPTY };
    let n = values.len() as f64;
    // The mean is taken as a distance from the first value: exact where all are equal.
    let mean = first + values.iter().fold(0.0, |sum, v| sum + (v - first)) / n;
    let squares = values.iter().fold(0.0, |sum, v| sum + (v - mean) * (v - mean));
    let sd = if values.len() > 1 { (squares / (n - 1.0)).sqrt() } else { f64::NAN };
    values.sort_unstable_by(f64::total_cmp);
    Summary {
        n: values.len() as u64,
        mean,
        sd,
        quantiles: QUANTILES.map(|p| quantile(values, p)),
        mcse: sd / n.sqrt(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_worked_by_hand() {
        // 2 4 4 4 5 5 7 9: mean 5, squares 32, sd sqrt(32/7); median between 4 and 5.
        let s = describe(&mut [4.0, 9.0, 2.0, 5.0, 4.0, 7.0, 4.0, 5.0]);
        assert_eq!((s.n, s.mean, s.quantile(50)), (8, 5.0, Some(4.5)));
        assert!((s.sd - 2.138_089_935_299_395).abs() < 1e-15);
        assert!((s.mcse - 2.138_089_935_299_395 / 8f64.sqrt()).abs() < 1e-15);
        // Type 7 in R: quantile(x, c(.05, .25, .95)) is 2.7, 4, 8.3.
        assert!(
            (s.quantiles[0] - 2.7).abs() < 1e-12
                && s.quantiles[2] == 4.0
                && (s.quantiles[6] - 8.3).abs() < 1e-12
        );
        assert_eq!(s.quantile(33), None);
    }

    #[test]
    fn what_is_missing_is_dropped_and_not_counted() {
        let s = describe(&mut [f64::NAN, 1.0, f64::NAN, 3.0]);
        assert_eq!((s.n, s.mean), (2, 2.0));
        assert_eq!(describe(&mut [1.0, 3.0]), s);
        assert_eq!(describe(&mut [f64::NAN]).n, 0);
        assert!(describe(&mut [f64::NAN]).mean.is_nan());
    }

    #[test]
    fn one_value_has_no_spread_and_no_standard_error() {
        let s = describe(&mut [0.3]);
        assert!(s.sd.is_nan() && s.mcse.is_nan());
        assert_eq!((s.n, s.mean, s.quantiles), (1, 0.3, [0.3; 7]));
        let d = describe_differences(&mut [0.3]);
        assert!(d.mean_low.is_nan() && d.mean_high.is_nan() && d.share_higher == 1.0);
        assert!(share_at(&[2.0], 2.0).mcse.is_nan());
    }

    #[test]
    fn equal_values_have_exactly_no_spread() {
        let s = describe(&mut [0.1; 1000]);
        assert_eq!((s.mean, s.sd, s.mcse, s.quantiles), (0.1, 0.0, 0.0, [0.1; 7]));
    }

    #[test]
    fn differences_say_who_is_lower_and_how_sure_the_mean_is() {
        let d = describe_differences(&mut [-1.0, 0.0, 1.0, 2.0, f64::NAN]);
        assert_eq!((d.share_lower, d.share_equal, d.share_higher), (0.25, 0.25, 0.5));
        // mean 0.5, sd 1.2909944, standard error 0.6454972, t(3) = 3.1824463
        assert!(
            (d.mean_low - (0.5 - 2.054_260_3)).abs() < 1e-6
                && (d.mean_high - (0.5 + 2.054_260_3)).abs() < 1e-6
        );
        let none = describe_differences(&mut []);
        assert!(none.summary.n == 0 && none.share_lower.is_nan() && none.mean_low.is_nan());
    }

    #[test]
    fn shares_over_all_levels_are_one() {
        let stages = [1.0, 1.0, 2.0, 5.0, f64::NAN];
        let shares: Vec<f64> = (1..=5).map(|k| share_at(&stages, f64::from(k)).mean).collect();
        assert_eq!(shares, [0.5, 0.25, 0.0, 0.0, 0.25]);
        assert_eq!(share_at(&stages, 1.0).mcse, (0.25f64 / 4.0).sqrt());
        assert_eq!(share_at(&[], 1.0).n, 0);
    }
}
