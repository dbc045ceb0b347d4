//! Outside support: how much, and how it is released over which months.

use super::{NarrativeContext, degree};
use crate::calendar::YEAR;
use crate::phrasing::{date, duration, listed, percent_as_set};

/// Parameters that the sentences tell, or that have no effect where the release is given year by year.
pub(super) fn told(told: &NarrativeContext<'_>) -> Vec<&'static str> {
    let mut names = vec!["support_start", "support_end", "support_months"];
    if !is_absent(told) {
        names.push("manager_hours");
    }
    names
}

/// The sentences about support.
pub(super) fn words(told: &NarrativeContext<'_>) -> String {
    if is_absent(told) {
        return "There is no outside support.".to_string();
    }
    let full = format!("{} hours a month of help to teachers and team", degree(&told.value("manager_hours")));
    let release = &told.s.opening.support.release;
    if !release.is_empty() {
        return year_by_year(release, &full, told.s.run.months);
    }
    let shares = told.fixed("support_start").zip(told.fixed("support_end"));
    let (Some((start, end)), Some(months)) = (shares, told.fixed("support_months")) else {
        return format!(
            "Outside support comes from a program manager. Full support is {full}. Months of support: {}; \
             share of full support at first: {}, and in the last month: {}.",
            degree(&told.value("support_months")),
            degree(&told.value("support_start")),
            degree(&told.value("support_end"))
        );
    };
    let share =
        |x: f64| if x == 1.0 { "all of it".to_string() } else { format!("{} of it", percent_as_set(x)) };
    let course = match (start, end) {
        (start, end) if start == end => {
            format!("a program manager gives {} throughout", share(start))
        }
        (start, end) => {
            let (way, to) =
                if end < start { ("less and less", "down to") } else { ("more and more", "up to") };
            format!(
                "a program manager begins with {} and gives {way}, evenly {to} {} in the last month",
                share(start),
                share(end)
            )
        }
    };
    format!("{}. Full support is {full}; {course}.", time(months as u32, told.s.run.months))
}

/// How long support lasts, in a run of so many months.
fn time(last: u32, months: u32) -> String {
    match last {
        last if last >= months => "Outside support lasts to the end of the plan".to_string(),
        last => format!("Outside support lasts {}, to {}", duration(last), date(last)),
    }
}

fn year_by_year(release: &[f64], full: &str, months: u32) -> String {
    let years: Vec<String> = release
        .iter()
        .enumerate()
        .map(|(k, share)| format!("{} in year {}", percent_as_set(*share), k + 1))
        .collect();
    format!(
        "{}. Full support is {full}; a program manager gives {} of it.",
        time(release.len() as u32 * YEAR, months),
        listed(&years)
    )
}

/// Without a team there is nobody to support.
fn is_absent(told: &NarrativeContext<'_>) -> bool {
    if !told.s.opening.rollout.strategy.rules().has_team() {
        return true;
    }
    let release = &told.s.opening.support.release;
    if !release.is_empty() {
        return release.iter().all(|share| *share == 0.0);
    }
    let zero = |name: &str| told.fixed(name) == Some(0.0);
    told.fixed("support_months").is_some_and(|m| m < 1.0) || (zero("support_start") && zero("support_end"))
}
