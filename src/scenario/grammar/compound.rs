//! Slips in values with marks around them: texts, lists, inline tables.

use super::value::scalar;
use super::{Slip, Swallows};

/// A list, an inline table or a text that does not end.
pub fn compound(key: &str, value: &str, message: &str) -> Option<Slip> {
    let first = value.chars().next()?;
    match first {
        '"' | '\'' => {
            let closed = value.len() > 1 && value[1..].contains(first);
            if !closed {
                let fault = format!("the text of `{key}` begins with {first} and does not end");
                return Some(Slip::new(fault, format!("end it on the same line: {key} = {value}{first}")));
            }
            if value.contains('\\') && first == '"' {
                let fault = format!("the text of `{key}` holds a backslash, which has a meaning of its own");
                return Some(Slip::new(fault, format!("write {key} = {}", value.replace('\\', "/"))));
            }
            let fault = format!("after the text of `{key}` the line goes on");
            let remedy = "write one text between two quotes; for quotes within it write ' or \\\"";
            Some(Slip::new(fault, remedy))
        }
        '[' | '{' => {
            let (last, what) = if first == '[' { (']', "list") } else { ('}', "table") };
            let inner = value.trim_start_matches(first).trim_end_matches(last);
            if let Some(slip) = parts(key, inner) {
                return Some(slip);
            }
            if value.matches(first).count() > value.matches(last).count() {
                let fault = format!("the {what} of `{key}` begins with {first} and does not end");
                return Some(Slip::new(fault, format!("end it with {last}")).and(Swallows::Rest));
            }
            if message.contains("comma") && first == '[' {
                let fault = format!("in the list of `{key}` a comma is missing");
                return Some(Slip::new(fault, "put a comma between two entries: [\"…\", \"…\"]"));
            }
            let fault = format!("the {what} of `{key}` cannot be read");
            let example = if first == '[' { "[1.0, 0.6, 0.2]" } else { "{ low = 0.1, high = 0.4 }" };
            let comma = if message.contains("comma") { "a comma is missing; " } else { "" };
            Some(Slip::new(fault, format!("{comma}write {example}")))
        }
        _ => None,
    }
}

/// A slip in one part of a list or inline table.
fn parts(key: &str, inner: &str) -> Option<Slip> {
    let parts: Vec<&str> = inner.split(',').map(str::trim).collect();
    for (k, part) in parts.iter().enumerate() {
        let next = parts.get(k + 1).copied().unwrap_or("");
        if let Some((name, value)) = part.split_once('=') {
            if !next.is_empty()
                && next.bytes().all(|b| b.is_ascii_digit())
                && value.trim().parse::<i64>().is_ok()
            {
                let number = format!("{},{next}", value.trim());
                return scalar(name.trim(), &number);
            }
            let slip = scalar(name.trim(), value.trim());
            if slip.is_some() {
                return slip;
            }
        } else if !part.is_empty() && !inner.contains('=') {
            let slip = scalar(key, part);
            if slip.is_some() {
                return slip;
            }
        }
    }
    None
}
