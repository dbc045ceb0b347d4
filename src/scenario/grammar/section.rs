//! Slips in the line of a section, and what stands a second time.

use super::value::plain;
use super::{Slip, Swallows, shown};
use crate::scenario::text::looked_at;

pub fn header(line: &str) -> Slip {
    let double = line.starts_with("[[");
    let inside = line.trim_start_matches('[');
    let name = inside.split([']', '=', '#']).next().unwrap_or("").trim();
    let good = if double || ["event", "component"].contains(&name) {
        format!("[[{name}]]")
    } else {
        format!("[{name}]")
    };
    if name.is_empty() {
        return Slip::new("the section has no name", "write a name in the brackets, such as [leaders]");
    }
    let end = if double { "]]" } else { "]" };
    if !inside.contains(end) {
        return Slip::new(format!("the section {} is not closed", shown(line)), format!("write {good}"));
    }
    let after = inside.split_once(end).map_or("", |(_, after)| after.trim());
    if !after.is_empty() && !after.starts_with('#') {
        let fault = format!("after {good} the line goes on: {}", shown(after));
        return Slip::new(fault, format!("write {good} on a line of its own, and what follows below it"));
    }
    if name.contains(char::is_whitespace) {
        let one = name.replace(char::is_whitespace, "_");
        return Slip::new(
            format!("the name of the section [{name}] is more than one word"),
            format!("write [{one}]"),
        );
    }
    if name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c)) {
        let fault = format!("{good} cannot stand here: something above it is still open");
        return Slip::new(fault, "look above for a quote or a bracket without its partner");
    }
    let fault = format!("{} holds signs that no name of a section has", shown(line));
    Slip::new(fault, "write a name in the brackets, such as [leaders]")
}

/// A section or a key for the second time.
pub fn twice(lines: &[&str], k: usize, line: &str) -> Slip {
    looked_at(k);
    let name = line.trim_matches(['[', ']', ' ']);
    if line.starts_with('[') {
        let earlier = |l: &str| plain(l).trim().trim_matches(['[', ']', ' ']) == name && l.contains('[');
        let place = match lines[..k].iter().position(|l| earlier(l)) {
            Some(first) => format!("; it stands on line {} already", first + 1),
            None => String::new(),
        };
        if ["event", "component"].contains(&name) || name.ends_with("school") || name == "cohort.district" {
            let remedy = format!("write [[{name}]] with two brackets each time: there may be many");
            return Slip::new(format!("[{name}] stands here a second time{place}"), remedy)
                .and(Swallows::Section);
        }
        return Slip::new(
            format!("the section [{name}] stands here a second time{place}"),
            format!("put all its keys under one [{name}]"),
        )
        .and(Swallows::Section);
    }
    let key = line.split('=').next().unwrap_or("").trim();
    let same = |l: &str| plain(l).split_once('=').is_some_and(|(other, _)| other.trim() == key);
    let section = lines[..k].iter().rposition(|l| l.trim_start().starts_with('[')).unwrap_or(0);
    match lines[section..k].iter().position(|l| same(l)) {
        Some(first) => Slip::new(
            format!("`{key}` is given twice; the first time on line {}", section + first + 1),
            "keep one of the two",
        ),
        None => Slip::new("a key is given twice here", "keep one of the two"),
    }
}
