//! The sentence about what another scenario changes: first how far it hangs on assumptions, which more futures do not settle,
//! then what chance leaves open.

use super::words::{Condition, quoted};
use crate::analysis::compare::Direction;
use crate::analysis::over_sets::OverSets;
use crate::analysis::summary::DifferenceSummary;
use crate::phrasing::{count_of, duration, frequency, interval, points, points_between, thousands};

/// A difference that is told.
#[derive(Clone, Copy)]
pub struct ReportedDifference<'a> {
    /// Titles of the scenario and of the base.
    pub titles: [&'a str; 2],
    /// The measure, a share, with its article.
    pub what: &'a str,
    /// The month.
    pub month: u32,
    /// The difference.
    pub difference: &'a DifferenceSummary,
    /// The same over sets of assumptions, where they were varied.
    pub assumed: Option<OverSets>,
    /// The smallest difference that is worth naming.
    pub worth: f64,
    /// What the numbers are conditional on.
    pub condition: Condition,
}

/// The sentence; a direction stands in it only where the 95% interval leaves zero out and the mean is worth naming.
pub fn difference(told: &ReportedDifference<'_>) -> String {
    let d = told.difference;
    let [title, base] = told.titles.map(quoted);
    let n = d.summary.n;
    if let Some(runs) = d.samples {
        return of_samples(told, runs);
    }
    match n {
        0 => {
            format!("No pair of {title} and {base} was simulated, so nothing can be said about a difference.")
        }
        1 => {
            let over = told
                .assumed
                .map_or_else(String::new, |found| format!("{} ", over_assumptions(told, &found, "")));
            format!(
                "{over}What {title} changes against {base} cannot be told from one pair of simulated futures."
            )
        }
        _ => match told.assumed {
            Some(found) => with_assumptions(told, &found),
            None => of_pairs(told),
        },
    }
}

/// What pairs of one set of parameters say.
fn of_pairs(told: &ReportedDifference<'_>) -> String {
    let ReportedDifference { what, month, difference: d, condition, .. } = told;
    let [title, base] = told.titles.map(quoted);
    let (n, holding) = (d.summary.n, condition.words());
    let direction = match Direction::worth_naming(d, told.worth) {
        Direction::Same => {
            return format!(
                "{title} changes nothing here: {what} at month {month} is the same as under {base} in all {} \
                 pairs of simulated districts.",
                thousands(n)
            );
        }
        Direction::CannotTell => {
            return format!(
                "Whether {title} changes {what} at month {month} against {base} cannot be told from {} pairs: \
                 the mean difference ({}) may be zero.",
                thousands(n),
                interval(d.mean_low, d.mean_high)
            );
        }
        Direction::TooSmall => {
            return format!(
                "Under {title} instead of {base}, {holding}, {what} at month {month} changes by too little to name ({}; \
                 below {} no change is named).",
                interval(d.mean_low, d.mean_high),
                points(told.worth)
            );
        }
        Direction::Lower => "lower",
        Direction::Higher => "higher",
    };
    let often = in_pairs(d, direction).unwrap_or_default();
    format!(
        "Under {title} instead of {base}, {holding}, {what} at month {month} is {} {direction} on average ({}): {often} of the \
         same simulated district{}.",
        points(d.summary.mean),
        interval(d.mean_low, d.mean_high),
        ties(d)
    )
}

/// In how many pairs it is on this side: "lower in about 9 in 10 pairs".
fn in_pairs(d: &DifferenceSummary, direction: &str) -> Option<String> {
    let share = if direction == "lower" { d.share_lower } else { d.share_higher };
    Some(format!("{direction} in {} pairs", frequency(count_of(share, d.summary.n), d.summary.n)?))
}

/// In how many pairs it is equal, where they are more than a few.
fn ties(d: &DifferenceSummary) -> String {
    let n = d.summary.n;
    match count_of(d.share_equal, n) {
        k if k as f64 >= 0.05 * n as f64 && k > 0 => {
            format!(", equal in {}", frequency(k, n).unwrap_or_default())
        }
        _ => String::new(),
    }
}

/// How far it hangs on assumptions, and in the same sentence what chance leaves open under the usual ones.
fn with_assumptions(told: &ReportedDifference<'_>, found: &OverSets) -> String {
    let d = told.difference;
    let pairs = format!("{} pairs of the same simulated district", thousands(d.summary.n));
    let ends = interval(d.mean_low, d.mean_high);
    let (usual, often) = match Direction::worth_naming(d, told.worth) {
        Direction::Same => (format!("it is the same in all {pairs}"), None),
        Direction::CannotTell => (format!("{pairs} cannot tell whether it changes at all ({ends})"), None),
        Direction::TooSmall => {
            let least = points(told.worth);
            let usual = format!(
                "it changes by too little to name in {pairs} ({ends}; below {least} no change is named)"
            );
            (usual, None)
        }
        direction => {
            let side = direction.words();
            let left = points_between(d.mean_low, d.mean_high);
            let usual = format!(
                "it is {} {side} on average (by the chance of {pairs} {left}, 95% interval)",
                points(d.summary.mean)
            );
            (usual, in_pairs(d, side))
        }
    };
    let often = often.map_or_else(String::new, |often| format!(" It is {often}{}.", ties(d)));
    format!("{}{often}", over_assumptions(told, found, &format!("; with the usual values {usual}")))
}

/// How far it hangs on assumptions; what `follows` ends the sentence.
pub fn over_assumptions(told: &ReportedDifference<'_>, found: &OverSets, follows: &str) -> String {
    let ReportedDifference { what, month, worth, .. } = told;
    let [title, base] = told.titles.map(quoted);
    let small = found.low > -worth && found.high < *worth;
    let (range, hangs) = match small {
        true => (
            format!("the same to within {}", points(*worth)),
            "whatever is assumed of what nobody has measured",
        ),
        false => (points_between(found.low, found.high), "depending on what nobody has measured"),
    };
    format!(
        "With {title} instead of {base}, {what} is {range} after {}, {hangs} (nine in ten of {} plausible ways to \
         fill that in){follows}.",
        duration(*month),
        found.sets
    )
}

/// The same where no run of one scenario belongs to a run of the other.
fn of_samples(told: &ReportedDifference<'_>, runs: [u64; 2]) -> String {
    let ReportedDifference { what, month, difference: d, condition, .. } = told;
    let [title, base] = told.titles.map(quoted);
    let [others, bases] = runs.map(thousands);
    if d.mean_low.is_nan() {
        return format!(
            "What {title} changes against {base} cannot be told from {others} and {bases} simulated futures, which are no pairs."
        );
    }
    let unpaired = format!(
        "{others} and {bases} futures, which are no pairs, so that it is not said in how many of them"
    );
    let between = interval(d.mean_low, d.mean_high);
    let way = match Direction::worth_naming(d, told.worth) {
        Direction::Same => {
            return format!(
                "Unpaired: {what} at month {month} is the same under {title} as under {base} in all futures."
            );
        }
        Direction::CannotTell => {
            return format!(
                "Unpaired: whether {what} at month {month} is another under {title} than under {base} cannot be told from {others} \
                 and {bases} futures: the difference of the means ({between}) may be zero."
            );
        }
        Direction::TooSmall => {
            return format!(
                "Unpaired: under {title}, {}, {what} at month {month} differs from that under {base} by too little to name \
                 ({between}; below {} no difference is named).",
                condition.words(),
                points(told.worth)
            );
        }
        Direction::Lower => "lower",
        Direction::Higher => "higher",
    };
    format!(
        "Unpaired: under {title}, {}, {what} at month {month} is on average {} {way} than under {base} ({between}; {unpaired}).",
        condition.words(),
        points(d.summary.mean)
    )
}
