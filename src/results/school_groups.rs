//! Whom a plan reaches: schools of high and of low poverty, which of them come first, and the lowest quarter.

use crate::analysis::compare::Direction;

/// An outcome with the measures of its groups of schools.
pub struct GroupedOutcome {
    /// In words.
    pub words: &'static str,
    /// Over all schools.
    pub all: &'static str,
    /// In high-poverty schools.
    pub high: &'static str,
    /// In low-poverty schools.
    pub low: &'static str,
    /// The first minus the second.
    pub gap: &'static str,
    /// In the lowest quarter of schools by deep share.
    pub lowest: &'static str,
}

/// The main outcomes.
pub const OUTCOMES: [GroupedOutcome; 4] = [
    GroupedOutcome {
        words: "spread",
        all: "spread",
        high: "spread_high_poverty",
        low: "spread_low_poverty",
        gap: "spread_gap",
        lowest: "spread_lowest",
    },
    GroupedOutcome {
        words: "deep share",
        all: "deep_share",
        high: "deep_share_high_poverty",
        low: "deep_share_low_poverty",
        gap: "deep_share_gap",
        lowest: "deep_share_lowest",
    },
    GroupedOutcome {
        words: "ownership of users",
        all: "ownership",
        high: "ownership_high_poverty",
        low: "ownership_low_poverty",
        gap: "ownership_gap",
        lowest: "ownership_lowest",
    },
    GroupedOutcome {
        words: "gain of students, SD a year",
        all: "gain_sd",
        high: "gain_sd_high_poverty",
        low: "gain_sd_low_poverty",
        gap: "gain_sd_gap",
        lowest: "gain_sd_lowest",
    },
];

/// Whether a gap is narrower or wider, no stronger than the interval of its change allows.
pub fn change_of_gap(verdict: &'static str, from: Option<f64>, to: Option<f64>) -> &'static str {
    let moved = verdict == Direction::Lower.words() || verdict == Direction::Higher.words();
    match (moved, from, to) {
        (true, Some(from), Some(to)) if to.abs() < from.abs() => "narrower",
        (true, Some(_), Some(_)) => "wider",
        _ => verdict,
    }
}

/// Columns of runs that say who comes first: high-poverty schools, then low-poverty schools.
pub const HALF_COLUMNS: [&str; 2] = ["month_half_high_poverty", "month_half_low_poverty"];

/// In how many runs which schools came first to half of their focal teachers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ReachedFirst {
    /// High-poverty schools first, or alone.
    pub high_poverty: u64,
    /// Low-poverty schools first, or alone.
    pub low_poverty: u64,
    /// Both in the same month.
    pub same_month: u64,
    /// Neither within the run.
    pub neither: u64,
}

impl ReachedFirst {
    /// From the months of every run; NaN where half is not reached.
    pub fn of(high: &[f64], low: &[f64]) -> ReachedFirst {
        let mut found = ReachedFirst::default();
        for (high, low) in high.iter().zip(low) {
            let never = |month: &f64| if month.is_nan() { f64::INFINITY } else { *month };
            let (high, low) = (never(high), never(low));
            let count = match (high.is_finite() || low.is_finite(), high < low, low < high) {
                (false, ..) => &mut found.neither,
                (true, true, _) => &mut found.high_poverty,
                (true, _, true) => &mut found.low_poverty,
                (true, ..) => &mut found.same_month,
            };
            *count += 1;
        }
        found
    }

    /// In a sentence.
    pub fn words(&self) -> String {
        let of = self.high_poverty + self.low_poverty + self.same_month + self.neither;
        format!(
            "half of the focal teachers use it in high-poverty schools first in {} of {of} runs, in low-poverty schools first \
             in {}, in the same month in {}, in neither in {}",
            self.high_poverty, self.low_poverty, self.same_month, self.neither
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_never_comes_there_comes_last() {
        let never = f64::NAN;
        let found = ReachedFirst::of(&[3.0, 9.0, never, 5.0, never], &[4.0, 2.0, 7.0, 5.0, never]);
        assert_eq!(found, ReachedFirst { high_poverty: 1, low_poverty: 2, same_month: 1, neither: 1 });
        assert!(found.words().contains("high-poverty schools first in 1 of 5 runs"));
    }

    #[test]
    fn a_gap_is_narrower_only_where_the_interval_says_that_it_moved() {
        let of = |verdict: Direction, from, to| change_of_gap(verdict.words(), Some(from), Some(to));
        assert_eq!(of(Direction::Higher, -0.2, -0.1), "narrower");
        assert_eq!(of(Direction::Lower, 0.2, 0.1), "narrower");
        assert_eq!(of(Direction::Lower, -0.2, -0.3), "wider");
        assert_eq!(of(Direction::CannotTell, -0.2, -0.1), "cannot tell");
        assert_eq!(of(Direction::Same, -0.2, -0.2), "the same");
    }
}
