//! Promise: a number between 0 and 1 becomes a draw by the inverse of the distribution function, at the ends and between.

use uptake::calendar::Month;
use uptake::chance::inverse::{beta, beta_of_mean, geometric, normal_within, triangular, uniform};
use uptake::chance::{Decision, DecisionMaker, Streams};

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

/// One that no beta distribution of that mean has becomes the largest that is still told from two points.
#[test]
fn a_deviation_that_no_beta_has_is_kept_below_the_largest() {
    for u in [0.01, 0.3, 0.7, 0.99] {
        assert_eq!(beta_of_mean(u, 0.5, 0.7), beta(u, 0.025, 0.025));
    }
}

#[test]
fn a_truncated_normal_lies_within_its_ends_however_far_they_are_from_its_mean() {
    for (mean, sd, low, high) in
        [(0.0, 0.001, 0.5, 1.0), (0.3, 0.4, 0.0, 1.0), (0.999, 0.3, 0.0, 1.0), (0.1, 7.0, 0.2, 0.2000001)]
    {
        for k in 0..2_000 {
            let x = normal_within((f64::from(k) + 0.5) / 2_000.0, mean, sd, low, high);
            assert!((low..=high).contains(&x), "{x} of {mean}, {sd} is not between {low} and {high}");
        }
    }
}

#[test]
fn a_chance_of_a_lane_is_its_uniform_below_the_probability() {
    let block = Streams::new(1, 2, 3).block(Decision::Study, DecisionMaker::DISTRICT, Month(4));
    for lane in 0..4 {
        let u = block.uniform(lane);
        assert!(block.chance(lane, u + 0.01) && !block.chance(lane, u) && !block.chance(lane, u - 0.01));
    }
}

#[test]
fn every_bit_of_a_seed_and_of_a_district_counts() {
    let first = |seed: u64, district: u64| {
        Streams::new(seed, district, 0).uniform(Decision::Study, DecisionMaker::DISTRICT, Month(1))
    };
    for bit in [0, 7, 31, 32, 40, 62] {
        assert_ne!(first(0, 5), first(1 << bit, 5), "bit {bit} of the seed");
        assert_ne!(first(5, 0), first(5, 1 << bit), "bit {bit} of the district");
    }
}
