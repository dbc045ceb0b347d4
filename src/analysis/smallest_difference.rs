//! The smallest difference that so many runs could show.
//!
//! A difference d is found by a two-sided test at 5% with a chance of 80% if
//!
//! ```text
//! d = (t(0.975) + t(0.8)) · e,   about 2.80 · e
//! ```
//!
//! where e is the standard error of what is compared and t are points of Student's distribution with its degrees of freedom (Bloom
//! 1995, *Minimum detectable effects*, Evaluation Review 19:547–556). For pairs e = s/√n of the n differences. For a mean of n runs
//! that is to be compared with the mean of as many independent runs that vary alike, e is √2 times its own.
//!
//! It is what could have been found, and not what is there: a smaller difference may be there and not be seen.

use super::student::{t_975, t_quantile};
use super::summary::Summary;

/// The 80% point of the standard normal distribution.
const POWER: f64 = 0.841_621_233_572_914_3;

/// Of this standard error with so many degrees of freedom; NaN below two values.
pub fn smallest_difference(standard_error: f64, degrees: u64) -> f64 {
    (t_975(degrees) + t_quantile(POWER, degrees)) * standard_error
}

/// Of a mean to that of as many independent runs.
pub fn to_as_many_runs(mean: &Summary) -> f64 {
    smallest_difference(mean.mcse * std::f64::consts::SQRT_2, 2 * mean.n.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_difference_that_power_tables_name() {
        // Cohen 1988, table 2.4.1: two samples of 64 find half a standard deviation with a power of 80%; 34 pairs likewise.
        let of = |n: u64, mcse| Summary { n, mcse, ..Summary::EMPTY };
        assert!((to_as_many_runs(&of(64, 1.0 / 8.0)) - 0.5).abs() < 0.005);
        assert!((smallest_difference(1.0 / 34f64.sqrt(), 33) - 0.5).abs() < 0.01);
        assert!((smallest_difference(1.0, 100_000) - 2.8016).abs() < 1e-3);
        assert!(smallest_difference(1.0, 0).is_nan());
    }

    /// Of samples that differ by this much about 80% are found, by simulation with sums of uniforms.
    #[test]
    fn of_samples_that_differ_by_it_four_in_five_are_found() {
        let mut state = 5u64;
        let mut draw = || -> f64 {
            let mut uniform = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 11) as f64 / (1u64 << 53) as f64
            };
            (0..12).map(|_| uniform()).sum::<f64>() - 6.0
        };
        let n = 40;
        let shift = smallest_difference(1.0 / (n as f64).sqrt(), n - 1);
        let is_found = |mut values: Vec<f64>| {
            let s = super::super::summary::describe(&mut values);
            s.mean.abs() > s.reach()
        };
        let found = (0..2_000).filter(|_| is_found((0..n).map(|_| draw() + shift).collect())).count();
        assert!((0.77..0.83).contains(&(found as f64 / 2_000.0)), "{found}");
    }
}
