//! The difference between two independent samples: Welch's interval.
//!
//! Runs that are no pairs are two samples, and what varies in one says nothing of the other. The difference of their means d
//! has the standard error and the degrees of freedom
//!
//! ```text
//! e = √(a + b),  a = s₁²/n₁,  b = s₂²/n₂
//! v = (a + b)² / (a²/(n₁ − 1) + b²/(n₂ − 1)),  rounded down
//! ```
//!
//! and the interval d ± t(v) · e (Welch 1938, Biometrika 29:350; Welch 1947, Biometrika 34:28). It keeps its level where the
//! samples vary differently, as two districts do, and costs nothing where they vary alike (Ruxton 2006, Behavioral Ecology
//! 17:688). It needs samples that share no chance (Law 2015, Simulation Modeling and Analysis, 10.2.2). A bootstrap would take a
//! thousand resamples of each measure and month, and for means of some hundred runs it finds the same.

use super::student::t_975;
use super::summary::{DifferenceSummary, Summary, describe};

/// The difference of two samples, other minus base. The slices are used as working space and left in another order.
pub fn describe_samples(other: &mut [f64], base: &mut [f64]) -> DifferenceSummary {
    let (o, b) = (describe(other), describe(base));
    let mean = o.mean - b.mean;
    let mcse = (o.mcse * o.mcse + b.mcse * b.mcse).sqrt();
    let reach = t_975(degrees(&o, &b)) * mcse;
    DifferenceSummary {
        summary: Summary { n: o.n.min(b.n), mean, mcse, ..Summary::EMPTY },
        mean_low: mean - reach,
        mean_high: mean + reach,
        share_lower: f64::NAN,
        share_equal: f64::NAN,
        share_higher: f64::NAN,
        samples: Some([o.n, b.n]),
    }
}

/// Degrees of freedom of the difference of two means, rounded down; none where a sample has fewer than two values.
pub fn degrees(other: &Summary, base: &Summary) -> u64 {
    let smaller = other.n.min(base.n).saturating_sub(1);
    if smaller == 0 {
        return 0;
    }
    let [a, b] = [other, base].map(|s| s.mcse * s.mcse);
    let below = a * a / (other.n - 1) as f64 + b * b / (base.n - 1) as f64;
    // Where nothing varies there is nothing to weigh the two by.
    if below > 0.0 { (((a + b) * (a + b) / below) as u64).max(smaller) } else { smaller }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_worked_by_hand() {
        // Means 22 and 33.5, sums of squares 26 and 185.5: a = 1.3, b = 6.183333, v = 6.94, rounded down 6.
        let d = describe_samples(
            &mut [20.0, 22.0, 19.0, 24.0, 25.0, f64::NAN],
            &mut [28.0, 30.0, 27.0, 35.0, 40.0, 41.0],
        );
        assert_eq!((d.samples, d.summary.n, d.summary.mean), (Some([5, 6]), 5, -11.5));
        let error = (26.0f64 / 4.0 / 5.0 + 185.5 / 5.0 / 6.0).sqrt();
        assert!((d.summary.mcse - error).abs() < 1e-12, "{d:?}");
        let reach = 2.446_911_851_144_969_2 * error; // t(6)
        assert!((d.mean_low - (-11.5 - reach)).abs() < 1e-9 && (d.mean_high - (-11.5 + reach)).abs() < 1e-9);
        assert!(d.share_lower.is_nan() && d.share_equal.is_nan() && d.summary.quantiles[3].is_nan());
    }

    #[test]
    fn samples_alike_have_the_degrees_of_the_pooled_test_and_never_fewer_than_the_smaller_one() {
        let of = |n: u64, mcse: f64| Summary { n, mean: 0.0, mcse, ..Summary::EMPTY };
        assert_eq!(degrees(&of(10, 0.1), &of(10, 0.1)), 18);
        assert_eq!(degrees(&of(10, 0.1), &of(500, 1e-9)), 9);
        assert_eq!(degrees(&of(10, 0.0), &of(20, 0.0)), 9);
        assert_eq!(degrees(&of(1, f64::NAN), &of(20, 0.1)), 0);
    }

    #[test]
    fn one_run_or_none_has_no_interval() {
        for other in [vec![], vec![0.3]] {
            let d = describe_samples(&mut other.clone(), &mut [0.1, 0.2]);
            assert!(d.mean_low.is_nan() && d.mean_high.is_nan(), "{d:?}");
        }
    }

    #[test]
    fn nineteen_of_twenty_intervals_hold_the_difference() {
        // Sums of twelve uniform numbers; the samples differ in size and in how far they vary.
        let mut state = 1u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        let mut normal = move || (0..12).map(|_| draw()).sum::<f64>() - 6.0;
        let mut held = 0;
        for _ in 0..2_000 {
            let mut other: Vec<f64> = (0..8).map(|_| 1.0 + 3.0 * normal()).collect();
            let mut base: Vec<f64> = (0..30).map(|_| normal()).collect();
            let d = describe_samples(&mut other, &mut base);
            held += i32::from(d.mean_low <= 1.0 && 1.0 <= d.mean_high);
        }
        assert!((1_880..=1_930).contains(&held), "{held} of 2000");
    }
}
