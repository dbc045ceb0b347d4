//! What is wrong with a line that is no TOML, in the words of one who never heard of TOML.
//!
//! The parser says where it stumbled; what the writer had in mind is seen better from the line itself.

use super::grammar_value::{plain, scalar};

/// How much of a file a slip takes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swallows {
    /// Its own line.
    Line,
    /// All lines up to the next section.
    Section,
    /// Everything that follows.
    Rest,
}

/// A slip of grammar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// What is wrong.
    pub fault: String,
    /// What to write instead.
    pub remedy: String,
    /// What was taken as part of it, so that nothing sure can be said of it.
    pub swallows: Swallows,
}

impl Slip {
    /// A slip within one line.
    pub fn new(fault: impl Into<String>, remedy: impl Into<String>) -> Slip {
        Slip { fault: fault.into(), remedy: remedy.into(), swallows: Swallows::Line }
    }

    fn and(self, swallows: Swallows) -> Slip {
        Slip { swallows, ..self }
    }
}

/// A text that is no scenario at all: empty, a table of a spreadsheet, another format.
pub fn stranger(text: &str) -> Option<Slip> {
    let Some(first) = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#')) else {
        return Some(Slip::new(
            "the file says nothing",
            "begin with: format = 1, and: extends = \"committed\"",
        ));
    };
    if first.starts_with('{') {
        let fault = "the file looks like JSON, and a scenario is TOML: lines such as lead_commitment = 0.8";
        return Some(Slip::new(fault, "begin with: format = 1"));
    }
    let cells = |mark: char| first.matches(mark).count() >= 2;
    if !first.contains('=') && !first.starts_with('[') && (cells(',') || cells(';') || cells('\t')) {
        let remedy = "name it in a scenario: table = \"schools.csv\" with id = \"…\" under [district]; \
                      uptake districts FILE lists what it holds";
        return Some(Slip::new("the file looks like a table (CSV), not like a scenario", remedy));
    }
    None
}

/// What is wrong with line `k` (from 0), where the parser said `message`.
pub fn explain(lines: &[&str], k: usize, message: &str) -> Slip {
    let line = plain(lines.get(k).copied().unwrap_or("")).trim();
    if let Some(found) = line.chars().find(|c| "“”„‟«»‘’‚".contains(*c)) {
        let straight: String = line.chars().map(|c| if "“”„‟«»‘’‚".contains(c) { '"' } else { c }).collect();
        return Slip::new(
            format!("the curly quote {found} begins or ends no text"),
            format!("write straight quotes: {straight}"),
        );
    }
    if message.contains("duplicate key") {
        return twice(lines, k, line);
    }
    if let Some(first) = open_above(lines, k)
        && (line.starts_with('[') || line.contains('=') || line.is_empty())
    {
        let fault = format!("what line {} opens with a bracket is not closed before this line", first + 1);
        return Slip::new(fault, "close it with ] for a list, } for a table").and(Swallows::Rest);
    }
    let head = line.split('=').next().unwrap_or(line);
    if line.starts_with('[') && (!line.contains('=') || head.contains(']')) {
        return header(line).and(Swallows::Section);
    }
    if message.contains("comma") && !line.contains('=') {
        let fault = format!("in a list, {} has no comma before it", shown(line));
        return Slip::new(fault, "put a comma between two entries");
    }
    let Some((key, value)) = line.split_once('=') else { return no_value(line) };
    let (key, value) = (key.trim(), value.trim());
    if key.is_empty() {
        return Slip::new("there is no key before the `=`", "write key = value");
    }
    if key.contains(char::is_whitespace) && !key.starts_with(['"', '\'']) {
        let fault = format!("`{key}` is more than one word, and a key is one");
        return Slip::new(fault, format!("write {} = {value}", key.replace(char::is_whitespace, "_")));
    }
    if value.is_empty() {
        let remedy =
            "write a number, true or false, or a text in quotes after the `=`; or leave the line out";
        return Slip::new(format!("`{key}` has no value"), remedy);
    }
    scalar(key, value).or_else(|| compound(key, value, message)).unwrap_or_else(|| {
        let fault = format!("`{key}` cannot be read ({})", message.replace('\n', "; "));
        Slip::new(fault, "write key = value with a number, true or false, or a text in quotes")
    })
}

/// A section or a key for the second time.
fn twice(lines: &[&str], k: usize, line: &str) -> Slip {
    let name = line.trim_matches(['[', ']', ' ']);
    if line.starts_with('[') {
        let earlier = |l: &str| plain(l).trim().trim_matches(['[', ']', ' ']) == name && l.contains('[');
        let place = match lines[..k].iter().position(|l| earlier(l)) {
            Some(first) => format!("; it stands on line {} already", first + 1),
            None => String::new(),
        };
        if name == "event" || name.ends_with("school") || name == "cohort.district" {
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

/// The line above line `k` that opened a list or table which is still open there.
fn open_above(lines: &[&str], k: usize) -> Option<usize> {
    let value = |l: &str| plain(l).split_once('=').map_or(plain(l), |(_, v)| v).to_string();
    let opens = |l: &str| plain(l).contains('=') && value(l).trim_start().starts_with(['[', '{']);
    let first = lines[..k].iter().rposition(|l| opens(l))?;
    let text: String = lines[first..k].iter().map(|l| value(l)).collect();
    let count = |marks: [char; 2]| text.matches(marks).count();
    (count(['[', '{']) > count([']', '}'])).then_some(first)
}

/// The key that line `k` speaks of, with its sections, as far as lines alone can tell.
pub fn key_of_line(lines: &[&str], k: usize) -> Option<String> {
    let name = |l: &str| -> Option<String> {
        let header = plain(l).trim().strip_prefix('[')?;
        Some(header.trim_start_matches('[').split(']').next().unwrap_or("").trim().to_string())
    };
    let start = lines.get(..=k)?.iter().rposition(|l| name(l).is_some());
    let section = start.and_then(|s| name(lines[s])).unwrap_or_default();
    let many = start.is_some_and(|s| lines[s].trim_start().starts_with("[["));
    let count = lines[..=k].iter().filter(|l| name(l).as_deref() == Some(section.as_str())).count();
    let section = if many { format!("{section}[{count}]") } else { section };
    if start == Some(k) {
        return (!section.is_empty()).then_some(section);
    }
    let key = plain(lines[k]).split(['=', ':']).next().unwrap_or("").trim();
    let key = key.split_whitespace().next()?;
    let is_name = key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    match (is_name, section.is_empty()) {
        (false, _) => None,
        (true, true) => Some(key.into()),
        (true, false) => Some(format!("{section}.{key}")),
    }
}

fn header(line: &str) -> Slip {
    let double = line.starts_with("[[");
    let inside = line.trim_start_matches('[');
    let name = inside.split([']', '=', '#']).next().unwrap_or("").trim();
    let good = if double || name == "event" { format!("[[{name}]]") } else { format!("[{name}]") };
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

/// A line without `=` that is no section.
fn no_value(line: &str) -> Slip {
    if let Some((key, value)) = line.split_once(':')
        && !key.trim().contains(char::is_whitespace)
        && !key.trim().is_empty()
    {
        let fault = format!("`{}` is followed by a colon", key.trim());
        return Slip::new(fault, format!("write {} = {}", key.trim(), value.trim().trim_end_matches(',')));
    }
    if line.split_whitespace().count() == 2
        && let Some((key, value)) = line.split_once(char::is_whitespace)
        && value.trim().starts_with(|c: char| c.is_ascii_digit() || c == '"')
    {
        return Slip::new(
            format!("there is no `=` after `{key}`"),
            format!("write {key} = {}", value.trim()),
        );
    }
    if !line.is_empty() && line.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Slip::new(
            format!("`{line}` stands here without a value"),
            format!("write {line} = and its value"),
        );
    }
    if line.is_empty() {
        return Slip::new(
            "something is open here that was not closed",
            "close it: look above for a [, { or \" without its partner",
        )
        .and(Swallows::Rest);
    }
    Slip::new(
        format!("{} is neither a key with its value nor a section", shown(line)),
        "write key = value, or begin the line with # if it is a remark",
    )
}

/// A list, an inline table or a text that does not end.
fn compound(key: &str, value: &str, message: &str) -> Option<Slip> {
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

/// A piece of a line as a message quotes it.
fn shown(text: &str) -> String {
    const LONGEST: usize = 50;
    let more = if text.chars().nth(LONGEST).is_some() { "…" } else { "" };
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    format!("`{}{more}`", text.chars().take(LONGEST).map(visible).collect::<String>())
}
