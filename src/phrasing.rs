//! Numbers, shares, dates and lists as everything says them that people read: summaries, reports, figures, stories,
//! descriptions, remarks. Files for programs have none of it.
//!
//! A share that was found is told in whole percents; one that is almost none or almost all is never told as none or
//! all. How often something happens is told as a natural frequency ("9 in 10"), because people reason better with
//! counts than with probabilities.
//!
//! ```
//! use uptake::phrasing::{percent, thousands};
//!
//! assert_eq!((percent(0.69), thousands(1_000)), ("69%".into(), "1,000".into()));
//! ```

use crate::calendar::Month;
use crate::calendar::YEAR;

/// Width of a page (characters).
pub const WIDTH: usize = 80;
/// From so many on a count is rounded to tenths.
pub const ROUNDED: u64 = 40;
/// From so many on it is told in hundredths where tenths would say all or none.
const FINE: u64 = 200;
/// Names in a list before it says how many more there are.
const NAMED: usize = 4;
/// The minus sign.
const MINUS: char = '\u{2212}';

/// A number with its thousands set apart, and no more decimals than it has.
pub fn number(x: f64) -> String {
    let shown = x.abs().to_string();
    let (whole, decimals) = shown.split_once('.').map_or((shown.as_str(), None), |(w, d)| (w, Some(d)));
    let mut out = String::from(if x < 0.0 { "−" } else { "" });
    for (k, digit) in whole.chars().enumerate() {
        if k > 0 && (whole.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(decimals) = decimals {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

/// "1,000".
pub fn thousands(n: u64) -> String {
    number(n as f64)
}

/// A number with at most one decimal: sums of full-time equivalents are no more exact than that.
pub fn rounded(x: f64) -> String {
    number((x * 10.0).round() / 10.0)
}

/// "0.72", at most two decimals.
pub fn decimals(x: f64) -> String {
    number((x * 100.0).round() / 100.0)
}

/// A number without decimals.
pub fn whole(x: f64) -> String {
    number(x.round())
}

/// "$4,130", "−$12,400": dollars, rounded to three digits, and never to less than a dollar.
pub fn dollars(x: f64) -> String {
    let mut step = 1.0;
    while step < 1e12 && x.abs() >= 1_000.0 * step {
        step *= 10.0;
    }
    let rounded = (x / step).round() * step;
    format!("{}${}", if rounded < 0.0 { MINUS.to_string() } else { String::new() }, number(rounded.abs()))
}

const SMALL: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// "no schools", "one school", "eight schools", "12 schools", "2.5 schools".
pub fn count(n: f64, one: &str, many: &str) -> String {
    let word = SMALL.iter().enumerate().find(|(k, _)| *k as f64 == n).map(|(_, word)| *word);
    format!("{} {}", word.map_or_else(|| number(n), String::from), if n == 1.0 { one } else { many })
}

/// "69%"; "none" where it is not known of anybody.
pub fn percent(share: f64) -> String {
    if share.is_nan() {
        return "none".into();
    }
    match (100.0 * share).round() {
        0.0 if share > 0.0 => "under 1%".into(),
        100.0 if share < 1.0 => "over 99%".into(),
        whole => format!("{}%", number(whole)),
    }
}

/// A share that somebody set, as they set it: "12.5%".
pub fn percent_as_set(share: f64) -> String {
    format!("{}%", rounded(share * 100.0))
}

/// The size of a difference of shares, in points of a hundred.
pub fn points(difference: f64) -> String {
    let points = difference.abs() * 100.0;
    match points {
        p if p >= 9.95 => format!("{p:.0} points"),
        p if p < 0.05 && p > 0.0 => "less than 0.1 points".into(),
        p => format!("{p:.1} points"),
    }
}

/// Where a difference of shares lies, in points: "8.1 to 61.0 points lower", "from 12 points lower to 5 points higher".
pub fn points_between(low: f64, high: f64) -> String {
    let whole = low.abs().min(high.abs()) >= 0.0995;
    let shown = |x: f64| {
        let points = x.abs() * 100.0;
        if whole { format!("{points:.0}") } else { format!("{points:.1}") }
    };
    let (side, near, far) = match (low, high) {
        (low, high) if high <= 0.0 && low < 0.0 => ("lower", shown(high), shown(low)),
        (low, high) if low >= 0.0 && high > 0.0 => ("higher", shown(low), shown(high)),
        (low, high) => {
            return format!("from {} points lower to {} points higher", shown(low), shown(high));
        }
    };
    match near.as_str() {
        _ if near == far => format!("about {near} points {side}"),
        "0.0" => format!("up to {far} points {side}"),
        _ => format!("{near} to {far} points {side}"),
    }
}

/// A difference of shares with its sign, in points; an end that is not zero is not rounded to it.
pub fn signed_points(difference: f64) -> String {
    let points = difference * 100.0;
    let decimals = (1..=3).find(|d| points == 0.0 || rounds_to_some(points, *d)).unwrap_or(3);
    let size = format!("{:.decimals$}", points.abs());
    match points {
        p if p > 0.0 => format!("+{size}"),
        p if p < 0.0 => format!("{MINUS}{size}"),
        _ => "0".into(),
    }
}

fn rounds_to_some(x: f64, decimals: usize) -> bool {
    format!("{:.decimals$}", x.abs()).bytes().any(|b| (b'1'..=b'9').contains(&b))
}

/// "95% interval −46.0 to −42.8 points".
pub fn interval(low: f64, high: f64) -> String {
    format!("95% interval {} to {} points", signed_points(low), signed_points(high))
}

/// So many of so many, to stand before "simulated districts"; nothing of fewer than two, which say nothing about
/// how often.
pub fn frequency(k: u64, n: u64) -> Option<String> {
    if n < 2 || k > n {
        return None;
    }
    let k_of_n = || format!("{k} of {}", thousands(n));
    let share = k as f64 / n as f64;
    Some(if k == n {
        format!("all {}", thousands(n))
    } else if k == 0 {
        format!("none of {}", thousands(n))
    } else if n < ROUNDED {
        k_of_n()
    } else if share > 0.05 && share < 0.95 {
        format!("about {:.0} in 10", share * 10.0)
    } else if n < FINE {
        let word = if share < 0.5 { "hardly any" } else { "almost all" };
        format!("{word} ({})", k_of_n())
    } else {
        match (share * 100.0).round() as u64 {
            0 => "fewer than 1 in 100".into(),
            100 => "more than 99 in 100".into(),
            hundredths => format!("about {hundredths} in 100"),
        }
    })
}

/// How many of so many make this share.
pub fn count_of(share: f64, n: u64) -> u64 {
    // A share is a count over n; what is rounded away is the error of the division.
    (share * n as f64).round().max(0.0) as u64
}

/// "September of year 2".
pub fn month_name(month: u32) -> String {
    let m = Month(month);
    format!("{} of year {}", m.calendar().name(), m.school_year())
}

/// "September of year 2 (month 14)".
pub fn date(month: u32) -> String {
    format!("{} (month {month})", month_name(month))
}

/// As a story dates its entries: "year 2, September (month 14)".
pub fn date_of_entry(month: u32) -> String {
    let m = Month(month);
    match month {
        0 => "the first day".to_string(),
        _ => format!("year {}, {} (month {month})", m.school_year(), m.calendar().name()),
    }
}

/// As a figure dates an event: "year 2, Sept".
pub fn date_in_short(month: u32) -> String {
    let m = Month(month);
    let name = match m.calendar().name() {
        "September" => "Sept",
        name if name.len() > 5 => &name[..3],
        name => name,
    };
    format!("year {}, {name}", m.school_year())
}

/// When a month ends, counted from the start: "after three years", "after 18 months".
pub fn after(month: u32) -> String {
    match month {
        0 => "on the first day".into(),
        _ => format!("after {}", duration(month)),
    }
}

/// "three years", "18 months".
pub fn duration(months: u32) -> String {
    match months {
        m if m > 0 && m % YEAR == 0 => count(f64::from(m / YEAR), "year", "years"),
        m => count(f64::from(m), "month", "months"),
    }
}

/// How strongly somebody is committed, in words: the one rule for all leaders.
pub fn level(commitment: f64) -> &'static str {
    match commitment {
        x if x <= 0.0 => "not at all",
        x if x < 0.2 => "hardly",
        x if x < 0.4 => "weakly",
        x if x < 0.6 => "moderately",
        x if x < 0.8 => "fairly strongly",
        x if x < 0.95 => "strongly",
        _ => "fully",
    }
}

/// "fairly strongly committed, 0.72".
pub fn committed(x: f64) -> String {
    format!("{} committed, {}", level(x), decimals(x))
}

/// "a", "a and b", "a, b and c".
pub fn listed<T: AsRef<str>>(parts: &[T]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.as_ref().to_string(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// "a, b, c and 5 more".
pub fn some(names: &[String]) -> String {
    if names.len() <= NAMED {
        return listed(names);
    }
    let (named, more) = names.split_at(NAMED - 1);
    format!("{} and {} more", named.join(", "), more.len())
}

/// With a small letter at its start, to stand within a sentence; abbreviations stay.
pub fn lower(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) if !rest.clone().next().is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => text.to_string(),
    }
}

/// With a capital at its start.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// The first part of a meaning, before what explains it further.
pub fn gist(meaning: &str) -> &str {
    meaning.split_once(": ").map_or(meaning, |(gist, _)| gist)
}

/// With a full stop unless it ends with a mark of its own.
pub fn stopped(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_string() } else { format!("{text}.") }
}

/// A capital at the start and a full stop at the end.
pub fn sentence(text: &str) -> String {
    stopped(&capital(text))
}

/// Words that keep together on a line: "year 2", "(month 14)".
fn units(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let counts = word.starts_with(|c: char| c.is_ascii_digit());
        match found.last_mut() {
            Some(last) if counts && COUNTED.contains(&last.as_str()) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => found.push(word.to_string()),
        }
    }
    found
}

/// Words whose number belongs to them.
const COUNTED: [&str; 4] = ["year", "(month", "grade", "grades"];

/// The text in lines of at most [`WIDTH`] characters; a word that is longer keeps a line of its own.
pub fn wrapped(text: &str, first: &str, others: &str) -> String {
    wrapped_to(WIDTH, text, first, others)
}

/// The text in lines of at most so many characters.
pub fn wrapped_to(width: usize, text: &str, first: &str, others: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = first.to_string();
    let mut is_empty = true;
    for word in units(text) {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, others.to_string()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(&word);
        is_empty = false;
    }
    lines.push(line);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_dates_and_lists_read_as_words() {
        assert_eq!(number(3604.0), "3,604");
        assert_eq!(number(1_234_567.25), "1,234,567.25");
        assert_eq!(number(-0.5), "−0.5");
        assert_eq!(rounded(178.93), "178.9");
        assert_eq!([412_345.0, -999.6, 84.2, 0.0].map(dollars), ["$412,000", "−$1,000", "$84", "$0"]);
        assert_eq!(count(1.0, "school", "schools"), "one school");
        assert_eq!(count(12.0, "school", "schools"), "12 schools");
        assert_eq!(count(2.5, "school", "schools"), "2.5 schools");
        assert_eq!(duration(36), "three years");
        assert_eq!(duration(18), "18 months");
        assert_eq!(date(14), "September of year 2 (month 14)");
        assert_eq!((percent(0.2), percent_as_set(0.125)), ("20%".into(), "12.5%".into()));
        assert_eq!((percent(0.997), percent(0.003)), ("over 99%".into(), "under 1%".into()));
        assert_eq!((percent(1.0), percent(0.0)), ("100%".into(), "0%".into()));
        assert_eq!(date_of_entry(14), "year 2, September (month 14)");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(lower("Months of support"), "months of support");
        assert_eq!(lower("TK students"), "TK students");
    }

    #[test]
    fn a_range_of_differences_is_told_by_its_side() {
        assert_eq!(points_between(-0.614, -0.081), "8.1 to 61.4 points lower");
        assert_eq!(points_between(-0.614, -0.181), "18 to 61 points lower");
        assert_eq!(points_between(0.12, 0.31), "12 to 31 points higher");
        assert_eq!(points_between(-0.12, 0.05), "from 12.0 points lower to 5.0 points higher");
        assert_eq!(points_between(0.0, 0.04), "up to 4.0 points higher");
        assert_eq!(points_between(-0.4441, -0.4440), "about 44 points lower");
    }

    #[test]
    fn more_commitment_is_never_a_weaker_word() {
        let words: Vec<&str> = (0..=100).map(|k| level(f64::from(k) / 100.0)).collect();
        let mut seen: Vec<&str> = words.clone();
        seen.dedup();
        assert_eq!(
            seen,
            ["not at all", "hardly", "weakly", "moderately", "fairly strongly", "strongly", "fully"]
        );
    }

    #[test]
    fn wrapped_text_keeps_its_words_and_its_width() {
        let text = "word ".repeat(60);
        let lines = wrapped(&text, "  - ", "    ");
        assert!(lines.lines().all(|l| l.chars().count() <= WIDTH && l.starts_with("  ")));
        assert_eq!(lines.split_whitespace().filter(|w| *w == "word").count(), 60);
    }

    #[test]
    fn long_lists_say_how_many_more() {
        let names = |n: usize| (0..n).map(|k| format!("S{k}")).collect::<Vec<_>>();
        assert_eq!(some(&names(2)), "S0 and S1");
        assert_eq!(some(&names(4)), "S0, S1, S2 and S3");
        assert_eq!(some(&names(7)), "S0, S1, S2 and 4 more");
    }

    #[test]
    fn almost_all_is_never_all_and_hardly_any_never_none() {
        let of = |k, n| frequency(k, n).unwrap();
        assert_eq!(of(995, 1000), "more than 99 in 100");
        assert_eq!(of(980, 1000), "about 98 in 100");
        assert_eq!(of(999, 1000), "more than 99 in 100");
        assert_eq!(of(1000, 1000), "all 1,000");
        assert_eq!(of(4, 1000), "fewer than 1 in 100");
        assert_eq!(of(0, 1000), "none of 1,000");
        assert_eq!(of(99, 100), "almost all (99 of 100)");
        assert_eq!(of(1, 100), "hardly any (1 of 100)");
    }

    #[test]
    fn counts_are_rounded_to_tenths_only_where_there_are_enough() {
        assert_eq!(frequency(880, 1000).unwrap(), "about 9 in 10");
        assert_eq!(frequency(36, 40).unwrap(), "about 9 in 10");
        assert_eq!(frequency(36, 39).unwrap(), "36 of 39");
        assert_eq!(frequency(1, 2).unwrap(), "1 of 2");
        assert_eq!(frequency(1, 1), None, "one run says nothing about how often");
        assert_eq!(frequency(0, 0), None);
    }

    proptest! {
        #[test]
        fn a_frequency_is_never_further_from_the_truth_than_its_rounding(n in 2u64..3000, at in 0.0f64..=1.0) {
            let k = count_of(at, n);
            let told = frequency(k, n).unwrap();
            let share = k as f64 / n as f64;
            prop_assert_eq!(told.starts_with("all"), k == n, "{}", told);
            prop_assert_eq!(told.starts_with("none"), k == 0, "{}", told);
            for (unit, of) in [(10.0, " in 10"), (100.0, " in 100")] {
                if let Some(number) = told.strip_prefix("about ").and_then(|t| t.strip_suffix(of)) {
                    let number: f64 = number.parse().unwrap();
                    prop_assert!((number / unit - share).abs() <= 0.5 / unit + 1e-9, "{} for {}", told, share);
                    prop_assert!(number > 0.0 && number < unit);
                }
            }
        }
    }
}
