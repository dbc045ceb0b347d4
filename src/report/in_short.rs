//! The answer for somebody who reads one screen: a sentence with both doubts, and each doubt in words that nobody has to look up.
//!
//! The numbers are those of the report; only words are fewer.

use super::difference_words::{ReportedDifference, difference};
use super::words::quoted;
use crate::analysis::compare::Direction;
use crate::analysis::over_sets::OverSets;
use crate::analysis::summary::Summary;
use crate::claims::relevance::ShippedVerdict;
use crate::phrasing::{ROUNDED, after, count_of, frequency, percent, points, points_between, thousands};

/// What a difference comes to, with what chance and what assumptions leave open.
pub(super) fn of_difference(told: &ReportedDifference<'_>) -> String {
    let d = told.difference;
    if d.samples.is_some() || d.summary.n < 2 {
        return difference(told);
    }
    let [title, base] = told.titles.map(quoted);
    let (what, when, n) = (told.what, after(told.month), thousands(d.summary.n));
    let direction = Direction::worth_naming(d, told.worth);
    let found = match direction {
        Direction::Same => {
            format!("With {title} instead of {base}, {what} is the same {when} in all {n} simulated futures")
        }
        Direction::CannotTell => format!(
            "{n} simulated futures cannot tell whether {what} is another {when} with {title} instead of {base}"
        ),
        Direction::TooSmall => {
            format!("With {title} instead of {base}, {what} hardly changes {when}")
        }
        _ => format!(
            "With {title} instead of {base}, {what} is {} {} {when}, on average over {n} simulated futures",
            points(d.summary.mean),
            direction.words()
        ),
    };
    let chance = match direction {
        Direction::Same => None,
        _ => Some(format!("{} by chance", points_between(d.mean_low, d.mean_high))),
    };
    let (same, assumed) = match told.assumed {
        None => (None, None),
        Some(found) if is_small(told, &found) => {
            (Some(format!(" Whatever is assumed, it is the same to within {}.", points(told.worth))), None)
        }
        Some(found) => {
            let range = points_between(found.low, found.high);
            (None, Some(format!("{range} by what is assumed and not known")))
        }
    };
    let doubts: Vec<String> = chance.into_iter().chain(assumed).collect();
    let doubts =
        if doubts.is_empty() { String::new() } else { format!(" It may be {}.", doubts.join(", and ")) };
    format!("{found}.{doubts}{}", same.unwrap_or_default())
}

fn is_small(told: &ReportedDifference<'_>, found: &OverSets) -> bool {
    found.low > -told.worth && found.high < told.worth
}

/// What a single scenario comes to; `reached` of the futures take it up in half of all schools, where that is counted.
pub(super) fn of_level(title: &str, deep: &Summary, reached: Option<u64>, month: u32) -> String {
    let n = deep.n;
    if n == 0 {
        return format!("No future of {} was simulated, so nothing can be said.", quoted(title));
    }
    let often = reached.and_then(|k| frequency(k, n)).map_or_else(String::new, |often| {
        format!(" In {often} of {} simulated futures half of all schools come to use it.", thousands(n))
    });
    let range = match (deep.quantile(5), deep.quantile(95)) {
        (Some(low), Some(high)) if n >= ROUNDED => {
            format!(
                " It may be {} to {} by chance (nine in ten futures), and farther off by what is assumed and not known.",
                percent(low),
                percent(high)
            )
        }
        _ => {
            " So few futures say little about chance, and none says what follows if the assumptions are wrong.".into()
        }
    };
    format!(
        "With {}, {} of teachers teach it deeply {}, on average.{often}{range}",
        quoted(title),
        percent(deep.mean),
        after(month)
    )
}

/// What chance leaves open in a difference, and what would narrow it.
pub(super) fn chance_of_difference(told: &ReportedDifference<'_>) -> String {
    let d = told.difference;
    let n = d.summary.n;
    if d.samples.is_some() || n < 2 {
        return "Too few futures were simulated to say what chance alone would change.".into();
    }
    let often = |share: f64| frequency(count_of(share, n), n);
    let sides = [(d.share_lower, "lower"), (d.share_equal, "the same"), (d.share_higher, "higher")];
    let said: Vec<String> = sides
        .into_iter()
        .filter(|(share, _)| count_of(*share, n) > 0)
        .filter_map(|(share, side)| Some(format!("{side} in {}", often(share)?)))
        .collect();
    format!(
        "Each of {} futures was simulated both ways: it is {}. With more futures the average is known better.",
        thousands(n),
        said.join(", ")
    )
}

/// What chance leaves open in a level.
pub(super) fn chance_of_level(deep: &Summary) -> String {
    let (low, high) = match (deep.quantile(5), deep.quantile(95)) {
        (Some(low), Some(high)) if deep.n >= ROUNDED => (percent(low), percent(high)),
        _ => return "Too few futures were simulated to say how far they lie apart.".into(),
    };
    format!(
        "The same district, with other luck: nine in ten of {} futures lie between {low} and {high}. More futures do not bring them \
         closer.",
        thousands(deep.n)
    )
}

/// What was tried of other assumptions.
pub(super) fn assumptions(assumed: Option<OverSets>, worth: f64) -> String {
    let unknown = "Nobody has measured most of what the model assumes.";
    match assumed {
        None => format!("{unknown} Each number has a plausible range; see what the answer rests on, below."),
        Some(found) if found.low > -worth && found.high < worth => format!(
            "{unknown} {} other sets of numbers that fit what has been counted give the same to within {}.",
            found.sets,
            points(worth)
        ),
        Some(found) => format!(
            "{unknown} {} sets of numbers that fit what has been counted were tried: nine in ten of them give {}. More futures do not \
             narrow this.",
            found.sets,
            points_between(found.low, found.high)
        ),
    }
}

/// How the model fared where it can be held against research.
pub(super) fn research(claims: &[ShippedVerdict]) -> String {
    let count = |decision: &str| claims.iter().filter(|claim| claim.decision == decision).count();
    match claims.len() {
        0 => "None of the findings of research that the model was tested on bears on this question.".into(),
        n => format!(
            "Of {n} findings of research that bear on this question the model shows {}, misses {}, and for {} it cannot be told.",
            count("holds"),
            count("fails"),
            n - count("holds") - count("fails")
        ),
    }
}

/// What a reader can do next.
pub(super) fn next(claims: &[ShippedVerdict]) -> Vec<String> {
    let missed = claims.iter().filter(|claim| claim.decision == "fails").count();
    let doubt = if missed > 0 {
        "Take the answer to your team as a question, not as a forecast: below is what it rests on, and what the model gets wrong."
    } else {
        "Take the answer to your team as a question, not as a forecast: below is what it rests on."
    };
    vec![
        "Try it at your size and with your plan: choose your district and move the levers.".into(),
        doubt.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::words::Condition;
    use super::*;
    use crate::analysis::summary::{DifferenceSummary, describe_differences};

    fn told(d: &DifferenceSummary, assumed: Option<OverSets>) -> ReportedDifference<'_> {
        ReportedDifference {
            titles: ["Left alone", "As planned"],
            what: "the share of teachers who teach it deeply",
            month: 60,
            difference: d,
            assumed,
            worth: 0.01,
            condition: Condition::Values,
        }
    }

    fn sets(low: f64, high: f64) -> OverSets {
        OverSets { sets: 48, values: 480, mean: (low + high) / 2.0, low, high, lower: 40, higher: 0 }
    }

    fn pairs(values: &[f64]) -> DifferenceSummary {
        describe_differences(&mut values.to_vec())
    }

    #[test]
    fn a_difference_is_one_sentence_with_both_doubts_and_no_term_of_the_program() {
        let values: Vec<f64> = (0..100).map(|k| -0.13 + 0.001 * f64::from(k % 5)).collect();
        let d = pairs(&values);
        let words = of_difference(&told(&d, Some(sets(-0.273, -0.038))));
        assert!(words.starts_with(
            "With “Left alone” instead of “As planned”, the share of teachers who teach it deeply is 13 points lower after five years"
        ), "{words}");
        assert!(words.contains("by chance, and 3.8 to 27.3 points lower by what is assumed"), "{words}");
        for term in ["deep share", "focal", "interval", "sets of assumptions", "pairs", "stage"] {
            assert!(!words.contains(term), "{term}: {words}");
        }
    }

    #[test]
    fn what_cannot_be_told_has_no_direction() {
        let values: Vec<f64> = (0..100).map(|k| if k % 2 == 0 { 0.2 } else { -0.2 }).collect();
        let d = pairs(&values);
        let words = of_difference(&told(&d, None));
        assert!(words.contains("cannot tell whether"), "{words}");
        let same = pairs(&[0.0; 50]);
        assert!(of_difference(&told(&same, None)).ends_with("in all 50 simulated futures."));
    }

    #[test]
    fn assumptions_that_do_not_matter_are_said_to_give_the_same() {
        assert!(assumptions(Some(sets(-0.002, 0.001)), 0.01).contains("the same to within"));
        assert!(assumptions(None, 0.01).contains("plausible range"));
    }
}
