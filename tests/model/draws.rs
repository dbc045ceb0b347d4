//! Promise: a number between 0 and 1 becomes a draw by the inverse of the distribution function, at the ends and between.

use uptake::chance::inverse::{beta_of_mean, geometric, triangular, uniform};

#[test]
fn a_uniform_draw_goes_evenly_from_the_lower_to_the_upper_end() {
    for (u, expected) in [(0.0, 2.0), (0.25, 3.0), (0.5, 4.0), (1.0, 6.0)] {
        assert_eq!(uniform(u, 2.0, 6.0), expected);
    }
}

#[test]
fn a_triangle_without_width_is_its_one_value() {
    for u in [0.0, 0.3, 1.0] {
        assert_eq!(triangular(u, 0.4, 0.4, 0.4), 0.4);
    }
}

/// With probability p of success at each trial, fewer than k + 1 failures come before it with probability 1 − (1 − p)^(k + 1).
#[test]
fn failures_before_a_success_are_as_many_as_the_distribution_says() {
    for p in [0.1_f64, 0.5, 0.8] {
        let mut below = 0.0;
        for k in 0..6 {
            let up_to = 1.0 - (0..=k).map(|_| 1.0 - p).product::<f64>();
            for share in [0.01, 0.5, 0.99] {
                assert_eq!(geometric(below + share * (up_to - below), p), f64::from(k), "p = {p}, k = {k}");
            }
            below = up_to;
        }
    }
}

/// The mean and the standard deviation over numbers spread evenly between 0 and 1.
#[test]
fn a_beta_has_the_mean_and_the_deviation_that_were_asked_for() {
    for (mean, sd) in [(0.3, 0.1), (0.5, 0.2), (0.8, 0.05)] {
        let draws: Vec<f64> =
            (0..4000).map(|k| beta_of_mean((f64::from(k) + 0.5) / 4000.0, mean, sd)).collect();
        let found = draws.iter().sum::<f64>() / 4000.0;
        let spread = (draws.iter().map(|x| (x - found) * (x - found)).sum::<f64>() / 4000.0).sqrt();
        assert!((found - mean).abs() < 1e-3 && (spread - sd).abs() < 1e-3, "{found}, {spread}");
    }
}
