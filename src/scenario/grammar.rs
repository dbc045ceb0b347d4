//! What is wrong with a line that is no TOML, in the words of one who never heard of TOML.
//!
//! The parser says where it stumbled; what the writer had in mind is seen better from the line itself.

mod compound;
mod section;
mod strangers;
pub(crate) mod value;

use super::text::looked_at;
use compound::compound;
use section::{header, twice};
use strangers::as_toml;
pub use strangers::stranger;
use value::{plain, scalar};

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

/// The line above line `k` that opened a list or table which is still open there.
fn open_above(lines: &[&str], k: usize) -> Option<usize> {
    let value = |l: &str| plain(l).split_once('=').map_or(plain(l), |(_, v)| v).to_string();
    let opens = |l: &str| plain(l).contains('=') && value(l).trim_start().starts_with(['[', '{']);
    looked_at(k);
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
    looked_at(k);
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

/// A line without `=` that is no section.
fn no_value(line: &str) -> Slip {
    if let Some((key, value)) = line.split_once(':')
        && !key.trim().contains(char::is_whitespace)
        && !key.trim().is_empty()
    {
        let fault = format!("`{}` is followed by a colon", key.trim());
        let (key, value) = (key.trim(), value.trim().trim_end_matches(','));
        return match value.is_empty() {
            true => {
                Slip::new(fault, format!("write a section as [{key}], and a value as {key} = and the value"))
            }
            false => Slip::new(fault, format!("write {key} = {}", as_toml(value))),
        };
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

/// A piece of a line as a message quotes it.
fn shown(text: &str) -> String {
    const LONGEST: usize = 50;
    let more = if text.chars().nth(LONGEST).is_some() { "…" } else { "" };
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    format!("`{}{more}`", text.chars().take(LONGEST).map(visible).collect::<String>())
}
