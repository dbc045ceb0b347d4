//! Whether ties tell who takes up when: log score with ties against without, and what such a comparison of so
//! few people can show.

use super::exposure::{FriendTies, Rates};
use super::forecast::{HISTORIES, MANY, Years, live};
use crate::analysis::Proportion;

/// To live a history and score it takes longer than to live one: one for so many replications of a forecast.
const LIVES: u32 = 4;

/// Two models of the same years.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreTest {
    /// Log score with ties.
    pub ties: f64,
    /// Log score without.
    pub without: f64,
    /// With minus without, above which the difference would be held for real: exceeded in 5 of 100 histories
    /// of the model without ties.
    pub critical: f64,
    /// Share of histories of the model without ties that favor ties at least as much as the real one does.
    pub p_value: Proportion,
    /// Share of histories of the model with ties that score better with them.
    pub power_better: Proportion,
    /// Share of histories of the model with ties whose difference exceeds the critical one.
    pub power: Proportion,
}

impl ScoreTest {
    /// Log score with ties minus without.
    pub fn difference(&self) -> f64 {
        self.ties - self.without
    }
}

/// Compares the years after place `from`, with rates that were fitted before and stay.
pub(super) fn compare(
    years: &Years,
    ties: (&FriendTies, &Rates),
    without: (&FriendTies, &Rates),
    from: usize,
    replications: u32,
) -> ScoreTest {
    let last = years.states.len() - 1;
    let score = |years: &Years, (circle, rates): (&FriendTies, &Rates), histories| {
        years.score(circle, rates, (from, last), histories)
    };
    let (with, alone) = (score(years, ties, HISTORIES), score(years, without, HISTORIES));
    let lives = (replications / LIVES).max(20);
    let differences = |(circle, rates): (&FriendTies, &Rates), words: &str| -> Vec<f64> {
        let one = |replication| {
            let mut states = years.states[..=from].to_vec();
            states.extend(live(years, circle, rates, from, words, replication));
            let lived = Years { first: years.first, states };
            score(&lived, ties, MANY) - score(&lived, without, MANY)
        };
        (0..lives).map(one).collect()
    };
    let mut under_none = differences(without, "score of a history without ties");
    under_none.sort_by(f64::total_cmp);
    let critical = under_none[((under_none.len() * 95).div_ceil(100)).min(under_none.len() - 1)];
    let under_ties = differences(ties, "score of a history with ties");
    let n = u64::from(lives);
    let share = |of: &[f64], reached: &dyn Fn(f64) -> bool| {
        Proportion::new(of.iter().filter(|&&d| reached(d)).count() as u64, n)
    };
    ScoreTest {
        ties: with,
        without: alone,
        critical,
        p_value: share(&under_none, &|d| d >= with - alone),
        power_better: share(&under_ties, &|d| d > 0.0),
        power: share(&under_ties, &|d| d > critical),
    }
}
