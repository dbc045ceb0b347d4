//! What a message advises: the value as it should have been written, the word that was meant, the place where
//! a key belongs.

use super::grammar::value::{per_cent, scalar};
use super::language;
use super::text::Value;
use crate::census::grade::GradeSpan;
use crate::diagnostic::spelling::{likeness, nearest};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation, is_unseen};
use crate::parameters::NAMES;

/// A value as a message names it: short texts and numbers as they are, others by kind.
pub fn written(value: &Value) -> String {
    match value {
        Value::Text(text) if text.chars().count() <= 40 && !text.chars().any(is_unseen) => {
            format!("a text, \"{text}\"")
        }
        Value::Number(x) => format!("a number, {}", shown(*x)),
        Value::Whole(x) => format!("a number, {x}"),
        other => other.kind().to_string(),
    }
}

/// The same value as it should have been written, where that can be guessed.
pub fn instead(key: &str, value: &Value, wanted: &str) -> Option<String> {
    let number = wanted.contains("number");
    match value {
        Value::Text(text) if number && text.trim().parse::<f64>().is_ok() => {
            Some(format!("write {} without quotes", text.trim()))
        }
        Value::Text(text) if number && text.starts_with(|c: char| c.is_ascii_digit()) => {
            scalar(key, text.trim()).map(|slip| slip.remedy)
        }
        Value::Text(text) if wanted == "true or false" => scalar(key, text.trim())
            .map(|slip| slip.remedy)
            .or_else(|| matches!(text.as_str(), "true" | "false").then(|| format!("write {text} without quotes"))),
        Value::Text(text) if wanted == "a list of texts" => Some(format!("write {key} = [\"{text}\"]")),
        Value::Foreign if number => Some(
            "write a number without dashes; months count from the start of the run: month 1 is August of its first year"
                .into(),
        ),
        Value::Whole(x) if wanted == "a text in quotes" => Some(format!("write it in quotes: {key} = \"{x}\"")),
        _ => None,
    }
}

/// What to do about a number outside its range.
pub fn within(x: f64, low: f64, high: f64, allowed: String) -> Remedy {
    if (low, high) == (0.0, 1.0) && (5.0..=100.0).contains(&x) {
        let share = per_cent(x);
        let words = format!("did you mean {share}? a share is written from 0 to 1, not in percent");
        return Remedy::allowing(words, allowed).near(share.to_string());
    }
    Remedy::allowing("write a number in this range", allowed)
}

/// What to do about a parameter outside what is allowed: `plausible` says where it usually lies.
pub fn within_plausible(x: f64, (low, high): (f64, f64), allowed: String, plausible: String) -> Remedy {
    let mut remedy = within(x, low, high, allowed);
    remedy.words = match &remedy.nearest {
        Some(_) => format!("{}; {plausible}", remedy.words),
        None => plausible,
    };
    remedy
}

/// What to do about an unknown word: the nearest of those that are known, or all of them.
pub fn unknown<'b>(word: &str, known: impl Iterator<Item = &'b str> + Clone) -> Remedy {
    let mut list: Vec<&str> = known.clone().collect();
    list.sort_unstable();
    match nearest(word, known) {
        Some(near) => Remedy::allowing(format!("did you mean `{near}`?"), list.join(", ")).near(near),
        None if list.is_empty() => "leave it out: there is none to name here".into(),
        None => Remedy::allowing(format!("allowed here: {}", list.join(", ")), list.join(", ")),
    }
}

/// What to do about an unknown key of a section: it may be mistyped, or belong elsewhere.
pub fn unknown_key<'b>(section: &str, key: &str, known: impl Iterator<Item = &'b str> + Clone) -> Remedy {
    /// So like a known key that it is a slip, even if another section has a key of that name.
    const SURELY: f64 = 0.8;
    if let (PUPILS_KEY, Some(remedy)) = (key, students_are_pupils(section)) {
        return remedy;
    }
    let slip = nearest(key, known.clone()).is_some_and(|near| likeness(key, near) >= SURELY);
    let is_parameter = NAMES.iter().any(|(_, name)| *name == key);
    match language::home(section, key) {
        Some(home) if is_parameter || !slip => format!("`{key}` {home}").into(),
        _ => unknown(key, known),
    }
}

/// The word under which people look for `pupils`.
const PUPILS_KEY: &str = "students";

/// What to write in place of `students`, where that is a number of students.
fn students_are_pupils(section: &str) -> Option<Remedy> {
    let meant = match section {
        "district" | "cohort.district" => "pupils",
        "parameters" => "district.pupils",
        _ => return None,
    };
    Some(Remedy::from(format!("did you mean `{meant}`? It is the number of students")).near(meant))
}

/// The parameters whose names begin with this word: a few, or how they are found.
fn beginning_with<'b>(key: &str, known: impl Iterator<Item = &'b str>) -> Option<Remedy> {
    /// More are not named.
    const FEW: usize = 5;
    let begin = format!("{key}_");
    let names: Vec<&str> = known.filter(|name| name.starts_with(&begin)).collect();
    let shown: Vec<String> = names.iter().take(FEW).map(|name| format!("`{name}`")).collect();
    let words = match names.len() {
        0 => return None,
        1 => format!("did you mean {}?", shown.join("")),
        2..=FEW => format!("did you mean one of these? {}", shown.join(", ")),
        _ => format!(
            "did you mean one of these? {}; uptake parameters --find {key} lists all",
            shown.join(", ")
        ),
    };
    let remedy = Remedy::from(words);
    Some(if let [only] = names.as_slice() { remedy.near(*only) } else { remedy })
}

/// The same where parameters may stand: a list of them all would help nobody.
pub fn unknown_parameter<'b>(
    section: &str,
    key: &str,
    known: impl Iterator<Item = &'b str> + Clone,
) -> Remedy {
    if key != PUPILS_KEY
        && let Some(remedy) = beginning_with(key, known.clone())
    {
        return remedy;
    }
    let mut remedy = unknown_key(section, key, known);
    if remedy.allowed.take().is_some() && remedy.nearest.is_none() {
        remedy.words = "uptake parameters lists all names".into();
    }
    remedy
}

/// A number as a message shows it: no more digits than anybody reads.
pub fn shown(x: f64) -> String {
    if x.abs() >= 1e15 && x.is_finite() { format!("{x:.3e}") } else { x.to_string() }
}

/// A span of grades.
pub fn span(text: &str, at: &SourceLocation, problems: &mut Diagnostics) -> Option<GradeSpan> {
    let error = match text.parse::<GradeSpan>() {
        Ok(span) => return Some(span),
        Err(error) => error,
    };
    let fault = format!("`grades` is \"{text}\": {}", error.fault);
    let allowed = "TK, K or 1 to 12, or two of them such as \"TK-3\"";
    problems.add(
        at,
        fault,
        Remedy::allowing("write a span such as \"TK-3\", or one grade such as \"3\"", allowed),
    );
    None
}
