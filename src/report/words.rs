//! What a report may say, by rule from the numbers: nothing stronger than an interval allows.
//!
//! How often something happens is told in natural frequencies ([`crate::phrasing`]). A direction is named
//! only where the 95% interval of a mean difference leaves zero out (`difference_words.rs`).

use crate::analysis::compare::Direction;
use crate::analysis::summary::{DifferenceSummary, Summary};
use crate::parameters::Ledger;
use crate::phrasing::{ROUNDED, frequency, percent, thousands};
use crate::scenario::Scenario;

/// What a number found in simulated districts is conditional on. It stands in the sentence with the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// One value for each parameter.
    Values,
    /// Vectors accepted for one model.
    Vectors,
    /// Vectors that were found for an earlier version of the model.
    EarlierVectors,
    /// Vectors accepted for the whole model and its variants.
    Forms,
}

impl Condition {
    /// That of the numbers of a scenario.
    pub fn of(s: &Scenario, ledger: &Ledger) -> Condition {
        match &s.accepted {
            None => Condition::Values,
            Some(found) if !found.lacks(ledger).is_empty() => Condition::EarlierVectors,
            Some(_) if s.draws_model() => Condition::Forms,
            Some(_) => Condition::Vectors,
        }
    }

    /// In words, to stand between commas.
    pub fn words(self) -> &'static str {
        match self {
            Condition::Values => "if the model's assumptions hold",
            Condition::Vectors => {
                "if the model's assumptions hold, over the parameter vectors that agree with what was counted"
            }
            Condition::EarlierVectors => {
                "if the model's assumptions hold, over parameter vectors found for an earlier version of it"
            }
            Condition::Forms => {
                "if the model's assumptions hold in one of its forms, over the parameter vectors that agree with what was \
                 counted"
            }
        }
    }
}

/// What happens under one scenario: how often schools take the practice up widely, and how deep it goes.
pub struct ReportedLevel<'a> {
    /// Title of the scenario.
    pub title: &'a str,
    /// Runs that reached stage 4; none where there is no team, without which no stage is counted.
    pub reached: Option<u64>,
    /// Deep share at the month.
    pub deep: &'a Summary,
    /// The month.
    pub month: u32,
    /// What the numbers are conditional on.
    pub condition: Condition,
    /// Whether it is about a real district, or one that somebody listed, and not about an invented one.
    pub is_real: bool,
}

/// The sentence about a level.
pub fn level(l: &ReportedLevel<'_>) -> String {
    let (title, month, n, holding) = (quoted(l.title), l.month, l.deep.n, l.condition.words());
    let Some(count) = l.reached else { return without_team(l) };
    match n {
        0 => format!("Under {title} no run was simulated, so nothing can be said."),
        1 => {
            let reached = if count > 0 { "reaches" } else { "does not reach" };
            format!(
                "Under {title}, the one simulated future {reached} stage 4 (use in half of all schools) within \
                 {month} months, and {} of focal teachers practice deeply at its end. One future allows no \
                 statement on uncertainty.",
                percent(l.deep.mean)
            )
        }
        _ => {
            let often = frequency(count, n).unwrap_or_default();
            let districts = if l.is_real { "districts like this one" } else { "copies of this district" };
            format!(
                "Under {title}, {holding}, {often} simulated {districts} reach stage 4 (use in half of all \
                 schools) within {month} months; at the end {} of focal teachers practice deeply on average ({}).",
                percent(l.deep.mean),
                reach(l.deep)
            )
        }
    }
}

/// The sentence where there is no improvement team.
fn without_team(l: &ReportedLevel<'_>) -> String {
    let deep = percent(l.deep.mean);
    let stages = "(there is no improvement team, and without one no stages are counted)";
    let (title, month, holding) = (quoted(l.title), l.month, l.condition.words());
    match l.deep.n {
        0 => format!("Under {title} no run was simulated, so nothing can be said."),
        1 => format!(
            "Under {title}, {deep} of focal teachers practice deeply after {month} months in the one simulated future \
             {stages}. One future allows no statement on uncertainty."
        ),
        _ => format!(
            "Under {title}, {holding}, {deep} of focal teachers practice deeply on average after {month} months ({}) \
             {stages}.",
            reach(l.deep)
        ),
    }
}

/// How far single districts lie apart, or with few of them that they are few.
fn reach(s: &Summary) -> String {
    match (s.quantile(5), s.quantile(95)) {
        (Some(low), Some(high)) if s.n >= ROUNDED => {
            format!("nine in ten districts lie between {} and {}", percent(low), percent(high))
        }
        _ => format!("only {} districts were simulated, which says little about their spread", s.n),
    }
}

/// How well a mean is known, apart from how far runs differ.
pub fn precision(s: &Summary) -> String {
    match s.n {
        0 | 1 => "one run: no error can be given".into(),
        n => {
            let (low, high) = s.mean_interval((0.0, 1.0));
            match low > s.mean - s.reach() || high < s.mean + s.reach() {
                false => format!(
                    "± {:.1} points of Monte Carlo error with {} runs",
                    100.0 * s.reach(),
                    thousands(n)
                ),
                true => format!(
                    "{} runs leave a mean from {:.1}% to {:.1}% open",
                    thousands(n),
                    100.0 * low,
                    100.0 * high
                ),
            }
        }
    }
}

/// The scenarios with titles that tell them apart: one that extends another inherits its title, so where two have the
/// same, the name is added.
pub fn told_apart(scenarios: &[Scenario]) -> Vec<Scenario> {
    let same = |title: &str| scenarios.iter().filter(|s| s.title == title).count() > 1;
    let named = |s: &Scenario| match same(&s.title) {
        true => Scenario { title: format!("{} ({})", s.title, s.name), ..s.clone() },
        false => s.clone(),
    };
    scenarios.iter().map(named).collect()
}

/// A title in quotation marks.
pub fn quoted(title: &str) -> String {
    format!("“{title}”")
}

/// What the screen says of a parameter's two ends: only what the intervals of both allow.
pub fn moved(
    low: &DifferenceSummary,
    high: &DifferenceSummary,
    swing: &DifferenceSummary,
    compared: bool,
) -> &'static str {
    let [l, h] = [low, high].map(Direction::of);
    match (l, h, Direction::of(swing)) {
        (Direction::Lower, Direction::Higher, _) | (Direction::Higher, Direction::Lower, _) if compared => {
            "reverses the answer"
        }
        (
            Direction::CannotTell,
            Direction::Lower | Direction::Higher,
            Direction::Lower | Direction::Higher,
        )
        | (
            Direction::Lower | Direction::Higher,
            Direction::CannotTell,
            Direction::Lower | Direction::Higher,
        ) if compared => "leaves the answer open at one end",
        (_, _, Direction::Lower | Direction::Higher) => "changes its size",
        (_, _, Direction::Same) => "changes nothing",
        (_, _, Direction::CannotTell | Direction::TooSmall) => "no effect beyond chance",
    }
}
