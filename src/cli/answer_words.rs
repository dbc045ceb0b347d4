//! Answers as words and numbers, read the same whether they stand behind a flag or were typed. A wrong one is
//! refused with what is wrong and what is allowed.

use uptake::calendar::LONGEST;
use uptake::diagnostic::spelling::nearest;
use uptake::diagnostic::{Diagnostic, Result, is_unseen};
use uptake::parameters::{Ledger, LedgerEntry};
use uptake::scenario::PUPILS;
use uptake::scenario::language;
use uptake::scenario::outline::range;
use uptake::strategy::Strategy;

/// The words of all strategies, for messages.
pub fn strategies() -> String {
    language::strategies().iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
}

/// The value of a leader's parameter.
pub fn value(name: &str, text: &str, ledger: &Ledger) -> Result<f64> {
    let entry: Option<&LedgerEntry> = ledger.get(name);
    let (low, high) = entry.map_or((0.0, 1.0), LedgerEntry::allowed);
    let allowed = entry.map_or_else(String::new, range);
    let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
    let in_range = |x: &f64| (low..=high).contains(x);
    if let Some(x) = number(text).filter(in_range) {
        return Ok(x);
    }
    let is_share = (low, high) == (0.0, 1.0);
    let percent =
        number(text.trim().trim_end_matches('%')).map(|x| x / 100.0).filter(|x| is_share && in_range(x));
    // Nobody means one and a half percent by 1.5.
    let percent = percent.filter(|x| *x >= 0.02 || text.contains('%'));
    let meant = percent.map_or_else(String::new, |x| format!("did you mean {x}? "));
    let fault = match number(text) {
        Some(x) => format!("{x} is outside {low} to {high}"),
        None => format!("\"{text}\" is no number"),
    };
    Err(Diagnostic::usage(fault, format!("{meant}allowed: {allowed}")))
}

pub fn strategy(word: &str) -> Result<Strategy> {
    let word = word.trim().trim_matches('"').to_lowercase();
    Strategy::from_word(&word).ok_or_else(|| {
        let meant = nearest(&word, language::strategies())
            .map(|near| format!("did you mean \"{near}\"? "))
            .unwrap_or_default();
        let fault = format!("no strategy is called \"{word}\"");
        Diagnostic::usage(fault, format!("{meant}allowed: {}", strategies()))
    })
}

pub fn months(text: &str) -> Result<u32> {
    let number = text.parse::<u32>().ok().filter(|m| (1..=LONGEST).contains(m));
    number.ok_or_else(|| {
        let fault = format!("\"{text}\" is no number of months");
        Diagnostic::usage(fault, format!("write a whole number from 1 to {LONGEST}"))
    })
}

pub fn pupils(n: u32) -> Result<u32> {
    let fits = (PUPILS.0..=PUPILS.1).contains(&i64::from(n));
    if fits {
        return Ok(n);
    }
    let fault = format!("{n} students are too few or too many");
    Err(Diagnostic::usage(fault, format!("write a number from {} to {}", PUPILS.0, PUPILS.1)))
}

/// One line of words.
pub fn one_line(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(is_unseen) {
        return Err(Diagnostic::usage(
            "is empty or holds a line break or a sign that nobody sees",
            "write one line of words",
        ));
    }
    Ok(text.to_string())
}
