//! Numbers, dates, lists and levels as a reader without a computer would write them.
//!
//! What is said of a scenario in `describe` and `diff` uses these and no others, so that a date or a
//! commitment is worded the same way everywhere.

use crate::calendar::Month;
use crate::calendar::YEAR;
use crate::census::grade::{Grade, GradeSpan};
use crate::parameters::Distribution;

/// Width of a page (characters).
pub const WIDTH: usize = 80;

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

/// "September of year 2".
pub fn month_name(month: u32) -> String {
    let m = Month(month);
    format!("{} of year {}", m.calendar().name(), m.school_year())
}

/// "September of year 2 (month 14)".
pub fn date(month: u32) -> String {
    format!("{} (month {month})", month_name(month))
}

/// "three years", "18 months".
pub fn duration(months: u32) -> String {
    match months {
        m if m > 0 && m % YEAR == 0 => count(f64::from(m / YEAR), "year", "years"),
        m => count(f64::from(m), "month", "months"),
    }
}

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

/// A number with at most one decimal: sums of full-time equivalents are no more exact than that.
pub fn rounded(x: f64) -> String {
    number((x * 10.0).round() / 10.0)
}

const SMALL: [&str; 11] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// "no schools", "one school", "eight schools", "12 schools", "2.5 schools".
pub fn count(n: f64, one: &str, many: &str) -> String {
    let word = SMALL.iter().enumerate().find(|(k, _)| *k as f64 == n).map(|(_, word)| *word);
    format!("{} {}", word.map_or_else(|| number(n), String::from), if n == 1.0 { one } else { many })
}

/// "20 %" for 0.2.
pub fn percent(share: f64) -> String {
    format!("{} %", rounded(share * 100.0))
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

/// "transitional kindergarten to grade 3", "grade 4".
pub fn grades(span: GradeSpan) -> String {
    let name = |g: Grade| match g {
        Grade::TK => "transitional kindergarten".to_string(),
        Grade::K => "kindergarten".to_string(),
        other => format!("grade {other}"),
    };
    if span.low() == span.high() {
        return name(span.low());
    }
    match span.low().number() {
        1.. => format!("grades {} to {}", span.low(), span.high()),
        _ => format!("{} to {}", name(span.low()), name(span.high())),
    }
}

/// The spread of what is drawn, in words; the value itself where nothing is drawn.
pub fn drawn(d: &Distribution) -> String {
    let within = |low: f64, high: f64| format!("from {} to {}", number(low), number(high));
    match *d {
        Distribution::Fixed(x) => number(x),
        Distribution::Uniform { low, high } => format!("{}, all equally likely", within(low, high)),
        Distribution::Triangular { low, mode, high } => {
            format!("{}, most likely about {}", within(low, high), number(mode))
        }
        Distribution::Beta { mean, sd, low, high } | Distribution::Normal { mean, sd, low, high } => {
            format!("about {}, give or take {}, {}", number(mean), number(sd), within(low, high))
        }
    }
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

/// Words that keep together on a line: "20 %", "year 2", "(month 14)".
fn units(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let counts = word.starts_with(|c: char| c.is_ascii_digit());
        match found.last_mut() {
            Some(last) if word.starts_with('%') || (counts && COUNTED.contains(&last.as_str())) => {
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
    let mut lines: Vec<String> = Vec::new();
    let mut line = first.to_string();
    let mut is_empty = true;
    for word in units(text) {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
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

    #[test]
    fn numbers_dates_and_lists_read_as_words() {
        assert_eq!(number(3604.0), "3,604");
        assert_eq!(number(1_234_567.25), "1,234,567.25");
        assert_eq!(number(-0.5), "−0.5");
        assert_eq!(rounded(178.93), "178.9");
        assert_eq!(count(1.0, "school", "schools"), "one school");
        assert_eq!(count(12.0, "school", "schools"), "12 schools");
        assert_eq!(count(2.5, "school", "schools"), "2.5 schools");
        assert_eq!(duration(36), "three years");
        assert_eq!(duration(18), "18 months");
        assert_eq!(date(14), "September of year 2 (month 14)");
        assert_eq!(percent(0.2), "20 %");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!(grades("TK-3".parse().unwrap()), "transitional kindergarten to grade 3");
        assert_eq!(grades("8-9".parse().unwrap()), "grades 8 to 9");
        assert_eq!(grades("4".parse().unwrap()), "grade 4");
        assert_eq!(lower("Months of support"), "months of support");
        assert_eq!(lower("TK pupils"), "TK pupils");
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
}
