//! An event in one line, as a person says it: "year 2, October: superintendent disengages to 0.2", and its keys behind it.

mod keys;

use super::read_event::unknown_event;
use super::text::quoted;
use super::when;
use crate::calendar::LONGEST;
use crate::calendar::Month;
use crate::diagnostic::{Diagnostic, Result};
use crate::events::{EVENTS, EventKind};

/// An event that is to be written into a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The month at whose start it acts.
    pub month: Month,
    /// What happens, in the words of a file.
    pub what: &'static str,
    /// The new value, if one was said.
    pub to: Option<f64>,
    /// Other keys of the event, each with its value as a file writes it.
    pub keys: Vec<(String, String)>,
}

impl Planned {
    /// As it stands in a file.
    pub fn toml(&self) -> String {
        let to = self.to.map_or_else(String::new, |to| format!("to   = {to:?}\n"));
        let keys: String = self.keys.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        format!("[[event]]\nwhen = {}\nwhat = {}\n{to}{keys}", quoted(&self.month.words()), quoted(self.what))
    }
}

/// Reads an event with its month before a colon.
///
/// # Errors
/// Fault and remedy, without a place.
pub fn read(words: &str) -> Result<Planned> {
    let Some((when, what)) = words.split_once(':').or_else(|| parted(words)) else {
        let remedy = format!("write the month, a colon and what happens: \"{}\"", dated_anew(words));
        return Err(Diagnostic::usage(format!("\"{words}\" does not say in which month"), remedy));
    };
    dated(when, what)
}

/// A line that says an event, and perhaps its month in another place, as it can be read.
fn dated_anew(words: &str) -> String {
    const EXAMPLE: &str = "month 14";
    let said = words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    // What happens may be the beginning or, behind a month that is none, the end.
    let parts = std::iter::once((said.as_str(), "")).chain(
        said.match_indices(' ')
            .flat_map(|(k, _)| [(&said[k + 1..], &said[..k]), (&said[..k], &said[k + 1..])]),
    );
    let known = |words: &str| {
        let (what, to) = match words.rsplit_once(" to ") {
            Some((what, value)) if value.parse::<f64>().is_ok() => (what, format!(" to {value}")),
            _ => (words, String::new()),
        };
        EventKind::called(what).or_else(|| EventKind::meant(what)).map(|kind| format!("{}{to}", kind.what))
    };
    let named = parts.filter_map(|(what, rest)| Some((known(what)?, rest)));
    let Some((what, rest)) = named.max_by_key(|(what, _)| what.len()) else {
        return format!("{EXAMPLE}: superintendent leaves");
    };
    let rest = ["in ", "at ", "from ", "on "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    match month(rest).or_else(|| when::guess(rest)) {
        Some(_) if month(rest).is_some() => format!("{rest}: {what}"),
        Some(month) => format!("{}: {what}", month.words()),
        None => format!("{EXAMPLE}: {what}"),
    }
}

/// Month and event of a line without a colon: the longest beginning that is a month, and the rest.
fn parted(words: &str) -> Option<(&str, &str)> {
    let mut gaps = words.match_indices(' ').filter(|(k, _)| month(&words[..*k]).is_some());
    gaps.next_back().map(|(k, _)| words.split_at(k))
}

/// Reads an event and its month, said apart.
///
/// # Errors
/// Fault and remedy, without a place.
pub fn dated(when: &str, what: &str) -> Result<Planned> {
    let month = month(when).ok_or_else(|| {
        let remedy = "write \"year 2, October\" or \"month 15\"; month 1 is August of the first year";
        Diagnostic::usage(format!("\"{}\" is no month", when.trim()), remedy)
    })?;
    let (what, mut keys) = keys::parted(what)?;
    let what = what.trim().to_lowercase();
    if what.split_whitespace().any(|word| word == "until") {
        let fault = format!("\"{what}\" says an end among its words");
        let (words, end) = what.split_once(" until ").unwrap_or((&what, "year 3, August"));
        return Err(Diagnostic::usage(fault, format!("write the end as a key: \"{words}, until = {end}\"")));
    }
    let (what, mut to) = match (EventKind::called(&what), what.rsplit_once(" to ")) {
        (None, Some((before, value))) => match value.trim().parse::<f64>() {
            Ok(value) => (before.trim().to_string(), Some(value)),
            Err(_) => {
                let fault = format!("\"{value}\" is no number");
                return Err(Diagnostic::usage(fault, "write a number, such as 0.2"));
            }
        },
        _ => (what, None),
    };
    let Some(kind) = EventKind::called(&what) else {
        let remedy = unknown_event(&what).words.replace("allowed here: ", "there are: ");
        return Err(Diagnostic::usage(format!("no event is called \"{what}\""), remedy));
    };
    if let Some(place) = keys.iter().position(|(key, _)| key == "to") {
        let (_, value) = keys.remove(place);
        if to.is_some() {
            let fault = "the new value is said twice, behind \"to\" and as the key `to`";
            return Err(Diagnostic::usage(fault, "keep one of the two"));
        }
        let number = value.parse::<f64>().ok().filter(|to| to.is_finite());
        to = Some(number.ok_or_else(|| {
            Diagnostic::usage(
                format!("`to` is {value}, which is no number"),
                "write a number, such as to = 0.2",
            )
        })?);
    }
    let is_missing =
        |key: &&str| if *key == "to" { to.is_none() } else { !keys.iter().any(|(said, _)| said == key) };
    let missing: Vec<&str> = kind.needs().filter(is_missing).collect();
    match missing.as_slice() {
        [] => Ok(Planned { month, what: kind.what, to, keys }),
        ["to"] => Err(Diagnostic::usage(
            format!("\"{}\" does not say how much", kind.what),
            format!("write \"{} to\" and the new value: {}", kind.what, kind.help),
        )),
        missing => Err(Diagnostic::usage(
            format!("\"{}\" needs more than its words: {}", kind.what, missing.join(", ")),
            format!("write it behind a comma, as here: \"{}\"", keys::wanted(kind, missing)),
        )),
    }
}

fn month(words: &str) -> Option<Month> {
    let words = words.trim().to_lowercase();
    let number = words.strip_prefix("month").unwrap_or(&words).trim();
    match number.parse::<u32>() {
        Ok(month) => (1..=LONGEST).contains(&month).then_some(Month(month)),
        Err(_) => Month::from_words(&words).or_else(|| {
            let (year, name) = words.rsplit_once(' ')?;
            Month::from_words(&format!("{year}, {name}"))
        }),
    }
}

/// Events that can be said in one line.
pub fn sayable() -> impl Iterator<Item = &'static EventKind> {
    EVENTS.iter().filter(|k| k.needs().all(|key| key == "to"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_month_event_and_value() {
        let planned = |month, what, to| Planned { month: Month(month), what, to, keys: Vec::new() };
        for (words, event) in [
            ("month 14: superintendent disengages", planned(14, "superintendent disengages", None)),
            ("14 : Superintendent disengages to 0.2", planned(14, "superintendent disengages", Some(0.2))),
            ("year 2, October: support changes to 0.5", planned(15, "support changes", Some(0.5))),
            ("year 3: mandate", planned(25, "mandate", None)),
            ("year 2 october superintendent leaves", planned(15, "superintendent leaves", None)),
            ("year 2, October support changes to 0.5", planned(15, "support changes", Some(0.5))),
        ] {
            assert_eq!(read(words), Ok(event));
        }
        let keyed =
            read("year 2, October: superintendent leaves, successor = aligned; note = In spring").unwrap();
        assert_eq!(
            keyed.toml(),
            "[[event]]\nwhen = \"year 2, October\"\nwhat = \"superintendent leaves\"\nsuccessor = \"aligned\"\n\
             note = \"In spring\"\n"
        );
        assert_eq!(read("month 3: superintendent disengages, to = 0.1").unwrap().to, Some(0.1));
        assert!(read("month 3: principal leaves, school = School 3").is_ok());
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said_with_a_remedy() {
        for (words, fault, remedy) in [
            ("superintendent disengages", "does not say in which month", "month 14: superintendent"),
            ("Year2Oct mandate", "does not say in which month", "month 14: mandate"),
            ("year 2, Oktober: mandate", "\"year 2, Oktober\" is no month", "year 2, October"),
            ("month 0: mandate", "\"month 0\" is no month", "month 1 is August"),
            (
                "superintendent leaves in year 2",
                "does not say in which month",
                "\"year 2: superintendent leaves\"",
            ),
            (
                "superintendent quits in October of year 2",
                "does not say",
                "\"year 2, October: superintendent leaves\"",
            ),
            ("support changes to 0.5 in month 14", "does not say", "\"month 14: support changes to 0.5\""),
            ("mandate ends in year 2", "does not say in which month", "\"year 2: mandate ends\""),
            ("something", "does not say in which month", "\"month 14: superintendent leaves\""),
            ("month 14: superintendent quits", "no event is called", "did you mean `superintendent leaves`?"),
            ("month 14: principals resign", "no event is called", "did you mean `principals leave`?"),
            ("month 14: the manager quits", "no event is called", "did you mean `program manager leaves`?"),
            (
                "month 14: superintendent sulks",
                "no event is called",
                "superintendent disengages, superintendent commits",
            ),
            ("month 3: mandat", "no event is called \"mandat\"", "did you mean `mandate`?"),
            ("month 3: support changes", "does not say how much", "support changes to"),
            ("month 3: support changes to half", "\"half\" is no number", "0.2"),
            ("month 3: support changes to 0.5 until month 9", "says an end", "until = month 9"),
            ("month 3: principal leaves", "needs more than its words: school", "principal leaves, school = "),
            ("month 3: mandate, to 3", "behind a comma is no key", "to = 3"),
            ("month 3: support changes to 0.5, to = 0.2", "said twice", "keep one"),
            ("month 3: support changes, to = half", "`to` is \"half\", which is no number", "to = 0.2"),
        ] {
            let Diagnostic { fault: said, remedy: help, .. } = read(words).unwrap_err();
            assert!(said.contains(fault) && help.contains(remedy), "{words}: {said} / {help}");
            // What stands in quotes behind the colon can be pasted.
            if let Some(line) = help.strip_prefix("write the month, a colon and what happens: ") {
                assert!(read(line.trim_matches('"')).is_ok(), "{words}: {help}");
            }
        }
        assert!(sayable().count() > 10);
    }
}
