//! The answer: a sentence for what happens, and one for each other scenario about what it changes.

use super::data::{Runs, Stored};
use super::words::{self, Level};
use crate::analysis::frequency::{ROUNDED, frequency};
use crate::analysis::summary::Summary;
use crate::scenario::Scenario;

/// The answer in words, with the figures it rests on.
pub struct Answer {
    /// What happens under the base, or under each scenario where nothing is compared.
    pub levels: Vec<String>,
    /// What each other scenario changes.
    pub differences: Vec<String>,
    /// The scenarios side by side.
    pub rows: Vec<Row>,
    /// How sure the means are.
    pub sure: String,
}

/// A scenario in numbers.
pub struct Row {
    /// Title.
    pub title: String,
    /// Runs that reach stage 4, in words.
    pub reached: String,
    /// Their share in hundredths, for a bar; rounded so that it is full or empty only where all or none do. None
    /// where one run says nothing about how often, or stages are not counted.
    pub hundredths: Option<u32>,
    /// Mean deep share.
    pub deep: String,
    /// Where nine in ten districts lie.
    pub range: String,
    /// The most common ending.
    pub ending: String,
}

/// From what is stored.
pub fn answer(scenarios: &[Scenario], pairs: &[(usize, usize)], stored: &Stored, month: u32) -> Answer {
    let deep = |s: &Scenario| stored.level(&s.name, "deep_share", month);
    let told = if pairs.is_empty() { scenarios.len() } else { 1 };
    let levels = scenarios.iter().zip(&stored.runs).take(told).map(|(s, runs)| {
        let reached = s.opening.strategy.has_team().then_some(runs.reached);
        words::level(&Level { title: &s.title, reached, deep: &deep(s), month })
    });
    let differences = pairs.iter().map(|&(other, base)| {
        let [other, base] = [other, base].map(|k| &scenarios[k]);
        let d = stored.difference(&other.name, &base.name, "deep_share", month);
        words::difference(&other.title, &base.title, ("the deep share", month), &d)
    });
    Answer {
        levels: levels.collect(),
        differences: differences.collect(),
        rows: scenarios.iter().zip(&stored.runs).map(|(s, runs)| row(s, runs, &deep(s))).collect(),
        sure: sure(scenarios.first().map(deep).unwrap_or(Summary::EMPTY)),
    }
}

fn row(s: &Scenario, runs: &Runs, deep: &Summary) -> Row {
    let range = match (deep.quantile(5), deep.quantile(95)) {
        (Some(low), Some(high)) if deep.n >= ROUNDED => {
            format!("{} to {}", words::per_cent(low), words::per_cent(high))
        }
        _ => "too few runs".into(),
    };
    let counted = s.opening.strategy.has_team();
    let reached = match frequency(runs.reached, runs.n) {
        _ if !counted => "not counted without a team".into(),
        Some(often) => often,
        None if runs.n == 0 => "–".into(),
        None => if runs.reached > 0 { "the one run does" } else { "the one run does not" }.into(),
    };
    let ending = match runs.most_common() {
        None => "–".to_string(),
        Some((ending, _)) if runs.n == 1 => ending.name().into(),
        Some((ending, n)) => format!("{} ({n} of {})", ending.name(), runs.n),
    };
    Row {
        title: s.title.clone(),
        reached,
        hundredths: (counted && runs.n > 1).then(|| hundredths(runs)),
        deep: if deep.n == 0 { "–".into() } else { words::per_cent(deep.mean) },
        range,
        ending,
    }
}

fn hundredths(runs: &Runs) -> u32 {
    match (100.0 * runs.reached as f64 / runs.n as f64).round() as u32 {
        0 if runs.reached > 0 => 1,
        100 if runs.reached < runs.n => 99,
        whole => whole,
    }
}

fn sure(deep: Summary) -> String {
    match deep.n {
        0 => "Nothing was simulated.".into(),
        1 => "A single future was simulated: what would be different by chance alone is not known.".into(),
        n => format!(
            "Two kinds of doubt are told apart. Districts differ by chance: that is the range. The mean itself is known up \
             to Monte Carlo error ({}), which more futures would narrow. Neither says whether the \
             model's assumptions are right; the last sections do.",
            words::precision(&Summary { n, ..deep })
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_or_empty_only_where_all_or_none_are() {
        let of = |reached, n| hundredths(&Runs { n, reached, ..Runs::default() });
        assert_eq!(
            [of(1000, 1000), of(999, 1000), of(500, 1000), of(1, 1000), of(0, 1000)],
            [100, 99, 50, 1, 0]
        );
    }
}
