//! Promise: given what a district has seen, its later course lies in nine-in-ten intervals about as often as they say.
//!
//! Districts are simulated and hidden: each is seen at two months through an observer's noise, and foretold from the others.

#![allow(clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use uptake::analysis::importance::Weights;
use uptake::experiment::Outcome;
use uptake::experiment::seen::{Seen, SeenPoint};
use uptake::metrics::Quantity;
use uptake::prelude::*;

/// The observer's standard deviation.
const SD: f64 = 0.05;

/// A standard normal number for each k: the sum of twelve uniform ones, mixed as SplitMix64 does.
fn noise(k: u64) -> f64 {
    let uniform = |k: u64| {
        let x = (k + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    };
    (0..12).map(|part| uniform(12 * k + part)).sum::<f64>() - 6.0
}

fn seen(hidden: &Outcome, number: usize) -> Seen {
    let point = |(k, month): (u64, u32)| SeenPoint {
        quantity: Quantity::at(Spread, month),
        month,
        value: hidden.at(month, Spread).unwrap() + SD * noise(2 * number as u64 + k),
        sd: SD,
    };
    Seen { points: [(0, 12), (1, 18)].map(point).to_vec() }
}

/// Of so many futures: how often the spread at month 36 lies in the interval of the others, how wide that is against the one of all
/// futures alike, and the mean effective number.
fn tried(futures: u32) -> (f64, f64, f64) {
    let draft = Scenario::built_in("committed").unwrap();
    let draft = draft.with("run.months", 36).unwrap().with("run.parameters", "accepted").unwrap();
    let runs = Batch::new(&[draft.resolve().unwrap()]).replications(futures).run().unwrap();
    let all: Vec<&Outcome> = runs.of(0).collect();
    let (mut inside, mut narrower, mut effective) = (0, 0.0, 0.0);
    for (number, hidden) in all.iter().enumerate() {
        let seen = seen(hidden, number);
        let others: Vec<&Outcome> =
            all.iter().enumerate().filter(|(k, _)| *k != number).map(|(_, run)| *run).collect();
        let later: Vec<f64> = others.iter().map(|run| run.at(36, Spread).unwrap()).collect();
        let weights = Weights::of(&others.iter().map(|run| seen.missed_by(run)).collect::<Vec<_>>());
        let told = weights.describe(&later);
        inside += u32::from((told.q05..=told.q95).contains(&hidden.at(36, Spread).unwrap()));
        let before = uptake::analysis::summary::describe(&mut later.clone());
        narrower += (told.q95 - told.q05) / (before.quantile(95).unwrap() - before.quantile(5).unwrap());
        effective += weights.effective();
    }
    let n = f64::from(futures);
    (f64::from(inside) / n, narrower / n, effective / n)
}

#[test]
fn hidden_districts_lie_in_nine_in_ten_intervals_about_as_often_as_they_say() {
    // A binomial share of 240 with 0.9 has a standard error of 0.019.
    let trials = std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(240);
    let (coverage, width, effective) = tried(trials);
    println!(
        "{trials} hidden: coverage {coverage:.3}, width {width:.2} of that of all futures, effective number {effective:.0}"
    );
    assert!((0.84..=0.95).contains(&coverage), "coverage {coverage}");
    assert!(width < 0.9, "what was seen tells something: {width}");
}
