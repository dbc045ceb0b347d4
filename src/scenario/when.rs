//! Months as people write them, and how a scenario wants them.

use super::advice::written;
use super::language::{Form, KeySpec};
use super::text::{Value, WrittenItem};
use super::value_type::{ValueType, text};
use crate::calendar::Month;
use crate::calendar::{LONGEST, YEAR};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};

/// The month that a key says, as its form wants it: by number, in words, or either.
pub fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<(u32, SourceLocation)> {
    let is_text = matches!(item.value, Value::Text(_));
    if !is_text && !matches!(key.form, Form::Text) {
        let at = item.at.clone();
        return Some((u32::read(key, item, problems)?, at));
    }
    let (text, at) = text(key, item, problems)?;
    if !matches!(key.form, Form::Whole(..)) {
        return words(text, at, key.name, problems);
    }
    let remedy = match (text.trim().parse::<u32>(), guess(&text)) {
        (Ok(number), _) => format!("write {number} without quotes"),
        (_, Some(month)) => {
            format!("write when = \"{}\", or month = {}", month.words(), month.0)
        }
        _ => "write month = 15, or when = \"year 2, October\"".into(),
    };
    let allowed = format!("a whole number from 1 to {LONGEST} (month)");
    let fault = format!("`{}` is {}", key.name, written(&Value::Text(text)));
    problems.add(&at, fault, Remedy::allowing(remedy, allowed));
    None
}

/// A month in words.
fn words(
    text: String,
    at: SourceLocation,
    key: &str,
    problems: &mut Diagnostics,
) -> Option<(u32, SourceLocation)> {
    if let Some(Month(m)) = Month::from_words(&text) {
        return Some((m, at));
    }
    let fault = format!("`{key}` is \"{text}\", which is no month of a school year");
    let allowed = "\"year 1, August\" to \"year 100, July\"";
    let remedy = match guess(&text) {
        Some(month) => {
            let near = month.words();
            Remedy::allowing(format!("did you mean \"{near}\"?"), allowed).near(near)
        }
        None if names_calendar_year(&text) => Remedy::allowing(
            "a run has no calendar years: count school years from its start, such as \"year 2, October\"",
            allowed,
        ),
        None => Remedy::allowing("write a year and a month, such as \"year 2, October\"", allowed),
    };
    problems.add(&at, fault, remedy);
    None
}

/// The month that was probably meant, whatever the order and the words around it.
pub fn guess(text: &str) -> Option<Month> {
    const COUNTED: [&str; 5] = ["first", "second", "third", "fourth", "fifth"];
    let text = text.to_lowercase();
    let tokens: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|t| !t.is_empty()).collect();
    let number = |token: &&str| -> Option<u32> {
        let digits = token.trim_end_matches(|c: char| c.is_alphabetic()).trim_start_matches(['y']);
        digits.parse().ok().filter(|y| (1..=100).contains(y))
    };
    let counted = |token: &&str| COUNTED.iter().position(|word| word == token).map(|k| k as u32 + 1);
    let mut years = tokens.iter().filter_map(|t| number(t).or_else(|| counted(t)));
    let year = years.next()?;
    let calendar = |token: &&str| {
        let name = if token.starts_with("sept") { "sep" } else { token };
        (1..=YEAR).find(|m| name.len() >= 3 && Month(*m).calendar().name().to_lowercase().starts_with(name))
    };
    let month = tokens.iter().find_map(calendar)?;
    // Two numbers are a day and a year, or a date: which is which nobody can tell.
    if years.next().is_some() || names_calendar_year(&text) {
        return None;
    }
    Some(Month((year - 1) * YEAR + month))
}

fn names_calendar_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|t| t.len() == 4)
}

#[cfg(test)]
mod tests {
    use super::guess;

    #[test]
    fn a_month_is_guessed_from_other_orders_and_words() {
        for (written, meant) in [
            ("October, year 2", Some(15)),
            ("oct of the second year", Some(15)),
            ("2nd year, October", Some(15)),
            ("Sept. Year 3", Some(26)),
            ("year 2 October", Some(15)),
            ("October 2027", None),
            ("10/2027", None),
            ("fall", None),
            ("", None),
        ] {
            assert_eq!(guess(written).map(|m| m.0), meant, "{written}");
        }
    }
}
