//! Outside support: how much, and how it is released over which months.

use super::{Told, degree};
use crate::quantity::month::YEAR;
use crate::scenario::wording::{date, duration, listed, percent};

/// Parameters that the sentences tell, or that have no effect where the release is given year by year.
pub(super) fn told(told: &Told<'_>) -> Vec<&'static str> {
    let mut names = vec!["support_start", "support_end", "support_months"];
    if !is_absent(told) {
        names.push("manager_hours");
    }
    names
}

/// The sentences about support.
pub(super) fn words(told: &Told<'_>) -> String {
    if is_absent(told) {
        return "There is no outside support.".to_string();
    }
    let full = format!("{} hours a month of help to teachers and team", degree(&told.value("manager_hours")));
    let release = &told.s.opening.release;
    if !release.is_empty() {
        return year_by_year(release, &full);
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
    let last = months as u32;
    let time = if last >= told.s.run.months {
        "Outside support lasts to the end of the plan".to_string()
    } else {
        format!("Outside support lasts {}, to {}", duration(last), date(last))
    };
    let share = |x: f64| if x == 1.0 { "all of it".to_string() } else { format!("{} of it", percent(x)) };
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
    format!("{time}. Full support is {full}; {course}.")
}

fn year_by_year(release: &[f64], full: &str) -> String {
    let years: Vec<String> = release
        .iter()
        .enumerate()
        .map(|(k, share)| format!("{} in year {}", percent(*share), k + 1))
        .collect();
    let last = release.len() as u32 * YEAR;
    format!(
        "Outside support lasts {}, to {}: a program manager gives {} of full support ({full}).",
        duration(last),
        date(last),
        listed(&years)
    )
}

fn is_absent(told: &Told<'_>) -> bool {
    let release = &told.s.opening.release;
    if !release.is_empty() {
        return release.iter().all(|share| *share == 0.0);
    }
    let zero = |name: &str| told.fixed(name) == Some(0.0);
    told.fixed("support_months").is_some_and(|m| m < 1.0) || (zero("support_start") && zero("support_end"))
}
