//! The keys behind an event's words: "superintendent disengages, to = 0.1; until = year 3, August".

use std::sync::Arc;

use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Result};
use crate::events::EventKind;
use crate::scenario::language::events::EVENT;
use crate::scenario::text::{self, quoted};

/// Keys that stand before the words already.
const SAID: [&str; 3] = ["month", "when", "what"];

/// The words of an event and its keys, each with its value as a file writes it. Keys are set apart by `,` or `;`; what holds no `=`
/// belongs to the value before it, so that "until = year 3, August" is one.
///
/// # Errors
/// What is no key, and a key twice; with a remedy, without a place.
pub fn parted(line: &str) -> Result<(&str, Vec<(String, String)>)> {
    let mut pieces = pieces(line).into_iter();
    let what = pieces.next().unwrap_or_default();
    let mut found: Vec<(String, String)> = Vec::new();
    for piece in pieces {
        match (piece.trim_start_matches([',', ';']).split_once('='), found.last_mut()) {
            (Some((key, value)), _) => found.push((key.trim().to_lowercase(), value.trim().to_owned())),
            (None, Some((_, value))) => *value += piece.trim_end(),
            (None, None) => {
                let rest = piece.trim_start_matches([',', ';']).trim();
                let meant = match rest.split_once(' ') {
                    Some((key, value)) => format!("{key} = {value}"),
                    None => "to = 0.2".to_owned(),
                };
                let fault = format!("\"{rest}\" behind a comma is no key with a value");
                return Err(Diagnostic::usage(
                    fault,
                    format!("write a key, = and its value, such as {meant}"),
                ));
            }
        }
    }
    for (key, value) in &mut found {
        check(key, value)?;
        *value = written(value);
    }
    let twice = found.iter().enumerate().find(|(k, one)| found[..*k].iter().any(|other| other.0 == one.0));
    if let Some((_, (key, _))) = twice {
        return Err(Diagnostic::usage(format!("`{key}` is said twice"), "keep one of the two"));
    }
    Ok((what, found))
}

/// A key of events, and something behind its `=`.
fn check(key: &str, value: &str) -> Result<()> {
    let names = || EVENT.keys.iter().map(|known| known.name).filter(|name| !SAID.contains(name));
    if SAID.contains(&key) {
        let fault = format!("`{key}` is said before the comma already");
        return Err(Diagnostic::usage(fault, "write the month, a colon, what happens, and then other keys"));
    }
    if !names().any(|name| name == key) {
        let remedy = match nearest(key, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are: {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(Diagnostic::usage(format!("no key of an event is called `{key}`"), remedy));
    }
    if value.is_empty() {
        let example = EVENT.key(key).map_or("", |known| known.example);
        return Err(Diagnostic::usage(format!("`{key}` has no value"), format!("write {key} = {example}")));
    }
    Ok(())
}

/// A value as a file writes it: what is no TOML is text, so that quotes need not survive the shell.
fn written(value: &str) -> String {
    let file: Arc<str> = "".into();
    match text::parse(&file, &format!("k = {value}")) {
        Ok(_) => value.to_owned(),
        Err(_) => quoted(value),
    }
}

/// The text up to each `,` or `;` outside quotes and brackets; the sign stands at the beginning of the next piece.
fn pieces(line: &str) -> Vec<&str> {
    let (mut quote, mut depth, mut from) = (None, 0_u32, 0);
    let mut found = Vec::new();
    for (at, sign) in line.char_indices() {
        match (quote, sign) {
            (Some(open), _) if open == sign => quote = None,
            (Some(_), _) => {}
            // Within a word it is an apostrophe.
            (None, '"' | '\'') if !line[..at].ends_with(char::is_alphanumeric) => quote = Some(sign),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',' | ';') if depth == 0 => {
                found.push(&line[from..at]);
                from = at;
            }
            _ => {}
        }
    }
    found.push(&line[from..]);
    found
}

/// What an event of this kind still needs, as it is written behind its words: ", school = …".
pub fn wanted(kind: &EventKind, missing: &[&str]) -> String {
    let example = |key: &&str| format!(", {key} = {}", EVENT.key(key).map_or("…", |known| known.example));
    format!("{}{}", kind.what, missing.iter().map(example).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_with_lists_texts_and_months_in_words() {
        let read = |line| {
            let (what, keys) = parted(line).unwrap();
            let keys: Vec<String> = keys.into_iter().map(|(key, value)| format!("{key}={value}")).collect();
            (what.to_owned(), keys.join("|"))
        };
        for (line, what, keys) in [
            ("pause", "pause", ""),
            (" pause, until = month 20", " pause", "until=\"month 20\""),
            ("pause; until = year 3, August", "pause", "until=\"year 3, August\""),
            ("x, to = 0.1, note = \"a, b; c\"", "x", "to=0.1|note=\"a, b; c\""),
            ("x, pilot_schools = [\"a\", \"b\"]; to=1", "x", "pilot_schools=[\"a\", \"b\"]|to=1"),
            ("x, school = O'Hara, To = 1", "x", "school=\"O'Hara\"|to=1"),
        ] {
            assert_eq!(read(line), (what.to_owned(), keys.to_owned()), "{line}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused_with_what_was_meant() {
        for (line, fault, remedy) in [
            ("x, to 0.1", "\"to 0.1\" behind a comma is no key", "such as to = 0.1"),
            ("x, untill = 3", "called `untill`", "did you mean `until`?"),
            ("x, colour = 3", "called `colour`", "there are: until, to, school"),
            ("x, to =", "`to` has no value", "write to = 0.2"),
            ("x, to = 1; to = 2", "`to` is said twice", "keep one"),
            ("x, month = 3", "`month` is said before", "a colon"),
        ] {
            let found = parted(line).unwrap_err();
            assert!(found.fault.contains(fault) && found.remedy.contains(remedy), "{line}: {found:?}");
        }
    }
}
