//! The numbers from which something random is built: fewer and smaller numbers make something simpler, so that `proptest`
//! finds a small case of a fault by leaving numbers out.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Longest list of numbers: a large scenario takes about so many.
const MOST: usize = 600;

/// Numbers that are taken one after the other; after the last one come zeros.
pub struct Choices<'a> {
    numbers: &'a [u64],
    next: usize,
}

impl<'a> Choices<'a> {
    pub fn of(numbers: &'a [u64]) -> Choices<'a> {
        Choices { numbers, next: 0 }
    }

    pub fn raw(&mut self) -> u64 {
        self.next += 1;
        self.numbers.get(self.next - 1).copied().unwrap_or(0)
    }

    /// A place in a list of `count`.
    pub fn below(&mut self, count: usize) -> usize {
        (self.raw() % count as u64) as usize
    }

    /// Both ends included.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        let width = high.abs_diff(low);
        let ends = [low, high, low.saturating_add(1).min(high)];
        match self.below(8) {
            k @ 0..3 => ends[k],
            _ => low.wrapping_add((self.raw() % width.saturating_add(1).max(1)) as i64),
        }
    }

    /// Both ends included; every eighth time an end.
    pub fn number(&mut self, low: f64, high: f64) -> f64 {
        match self.below(16) {
            0 => low,
            1 => high,
            _ => low + (high - low) * ((self.raw() >> 11) as f64 / (1u64 << 53) as f64),
        }
        .clamp(low, high)
    }

    pub fn one_of<'b, T>(&mut self, all: &'b [T]) -> &'b T {
        &all[self.below(all.len())]
    }

    /// Once in `many` times.
    pub fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }
}

/// Lists of numbers, short and long.
pub fn numbers() -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::vec(any::<u64>(), 0..MOST)
}

/// A runner of `few` cases, or of as many as `UPTAKE_TRIALS` says. The cases are the same every time, and of more cases the
/// first are those of few.
pub fn trials(few: u32) -> TestRunner {
    let said = std::env::var("UPTAKE_TRIALS").ok().and_then(|number| number.parse().ok());
    let config = Config {
        cases: said.unwrap_or(few),
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}
