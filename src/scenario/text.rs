//! A TOML text as a tree in which every key and value knows where it stands.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::grammar::{Swallows, explain, key_of_line, stranger};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceLocation};

/// Longest text that is read (bytes).
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Deepest nesting of a text.
const MOST_NESTING: usize = 12;
/// Most faults of grammar that are explained; the others are counted. A text with more is no scenario.
const MOST_EXPLAINED: usize = 100;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenItem {
    /// Where.
    pub at: SourceLocation,
    /// What.
    pub value: Value,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number; whole if written without a fraction.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// True or false.
    Truth(bool),
    /// A list.
    List(Vec<WrittenItem>),
    /// A table.
    Table(WrittenTable),
    /// Something this program has no use for, such as a date.
    Foreign,
}

/// Entries of a table by key.
pub type WrittenTable = BTreeMap<String, WrittenEntry>;

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenEntry {
    /// Where the key stands.
    pub key_at: SourceLocation,
    /// Its value.
    pub item: WrittenItem,
}

impl WrittenItem {
    /// A value that stands in no text yet.
    pub fn unplaced(value: Value) -> WrittenItem {
        WrittenItem { at: SourceLocation::whole(""), value }
    }
}

impl Value {
    /// What a text says that is declared as a default: a whole number, true or false, or words.
    pub fn declared(text: &str) -> Value {
        let truth = || text.parse().map(Value::Truth);
        text.parse().map(Value::Whole).or_else(|_| truth()).unwrap_or_else(|_| Value::Text(text.into()))
    }

    /// The value as a file writes it. `{:?}` is the shortest text that reads back as the same number.
    pub fn toml(&self) -> String {
        match self {
            Value::Text(text) => quoted(text),
            Value::Number(x) => format!("{x:?}"),
            Value::Whole(x) => x.to_string(),
            Value::Truth(truth) => truth.to_string(),
            Value::List(items) => {
                format!("[{}]", items.iter().map(|item| item.value.toml()).collect::<Vec<_>>().join(", "))
            }
            Value::Table(_) | Value::Foreign => String::new(),
        }
    }

    /// The table, if it is one.
    pub fn table_mut(&mut self) -> Option<&mut WrittenTable> {
        match self {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Whether it is a section or a list of sections.
    pub fn holds_tables(&self) -> bool {
        match self {
            Value::Table(_) => true,
            Value::List(items) => items.iter().any(|item| matches!(item.value, Value::Table(_))),
            _ => false,
        }
    }

    /// What kind of value it is, in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Text(_) => "a text",
            Value::Number(_) | Value::Whole(_) => "a number",
            Value::Truth(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Foreign => "a date or time",
        }
    }
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}

/// The table that a text holds.
///
/// # Errors
/// A text that is not TOML, too long or too deeply nested, with the place.
pub fn parse(file: &Arc<str>, text: &str) -> Result<WrittenTable, Diagnostics> {
    let mut problems = Diagnostics::default();
    let table = read(file, text, &mut problems);
    problems.sort();
    problems.or(table)
}

/// The table that a text holds, as far as it can be made out; every fault of grammar is noted.
pub fn read(file: &Arc<str>, text: &str, problems: &mut Diagnostics) -> WrittenTable {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text); // a mark that some editors put first
    let whole = SourceLocation { column: 1, ..SourceLocation::line(file, 1) };
    let mut refuse = |fault: String, remedy: &str| {
        problems.grammar(Diagnostic::new(&whole, fault, remedy), u32::MAX);
        WrittenTable::new()
    };
    if text.len() > MOST_BYTES {
        let fault = format!("the file has {} bytes; a scenario has at most {MOST_BYTES}", text.len());
        return refuse(fault, "check that it is the right file");
    }
    if nesting(text) > MOST_NESTING {
        let fault = format!("brackets are nested more than {MOST_NESTING} deep");
        return refuse(fault, "close each bracket; a scenario needs no more than three levels");
    }
    if let Some(slip) = stranger(text) {
        return refuse(slip.fault, &slip.remedy);
    }
    let lines = LineIndex::of(file, text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let written: Vec<&str> = if errors.is_empty() { Vec::new() } else { text.lines().collect() };
    // Each is explained by the lines around it, so that only so many are.
    let more = errors.len().saturating_sub(MOST_EXPLAINED);
    for error in errors.into_iter().take(MOST_EXPLAINED) {
        let at = error.span().map_or(whole.clone(), |span| lines.spot(span));
        let k = (at.line as usize).saturating_sub(1);
        let slip = explain(&written, k, error.message());
        let next_section = || {
            looked_at(written.len() - k);
            written.iter().skip(k + 1).position(|l| l.trim_start().starts_with('['))
        };
        let until = match slip.swallows {
            Swallows::Line => at.line,
            Swallows::Section => next_section().map_or(u32::MAX, |n| (k + n + 2) as u32),
            Swallows::Rest => u32::MAX,
        };
        let problem = Diagnostic::new(&at, short(slip.fault), short(slip.remedy));
        problems.grammar(key_of_line(&written, k).into_iter().fold(problem, Diagnostic::about), until);
    }
    problems.more(more);
    lines.table(table.get_ref())
}

/// A message that quotes a line, which may be as long as a file.
fn short(words: String) -> String {
    const LONGEST: usize = 300;
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// Deepest nesting of square and curly brackets outside texts and remarks, counted before anything recursive reads it.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'"' | b'\'' => behind_text(rest, *byte),
            b'#' => &after[after.iter().position(|byte| *byte == b'\n').unwrap_or(after.len())..],
            _ => after,
        };
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth <= 2 => depth = 0,
            _ => {}
        }
    }
    deepest
}

/// What follows the text in quotes with which this begins; one of a single line ends with it, closed or not.
fn behind_text(bytes: &[u8], quote: u8) -> &[u8] {
    let mark = if bytes.starts_with(&[quote; 3]) { &bytes[..3] } else { &bytes[..1] };
    let mut rest = &bytes[mark.len()..];
    loop {
        match rest {
            [] => return rest,
            _ if rest.starts_with(mark) => return &rest[mark.len()..],
            [b'\n', ..] if mark.len() == 1 => return rest,
            [b'\\', _, after @ ..] if quote == b'"' => rest = after,
            [_, after @ ..] => rest = after,
        }
    }
}

/// Where lines begin, and how many letters stand before each block of bytes: a text may be one long line.
struct LineIndex<'a> {
    file: Arc<str>,
    text: &'a str,
    starts: Vec<usize>,
    letters: Vec<usize>,
}

/// Bytes of a block.
const BLOCK: usize = 256;

impl<'a> LineIndex<'a> {
    fn of(file: &Arc<str>, text: &'a str) -> LineIndex<'a> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(k, _)| k + 1)).collect();
        let mut letters = vec![0];
        letters.extend(text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            *before += count_letters(block);
            Some(*before)
        }));
        LineIndex { file: file.clone(), text, starts, letters }
    }

    /// Letters before this byte.
    fn letters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.letters[block] + count_letters(&self.text.as_bytes()[block * BLOCK..byte])
    }

    fn spot(&self, span: Range<usize>) -> SourceLocation {
        if self.file.starts_with("--") {
            return SourceLocation::whole(&self.file); // what a flag says has no lines
        }
        let start = span.start.min(self.text.len());
        let line = self.starts.partition_point(|&s| s <= start);
        let before = self.letters_before(start) - self.letters_before(self.starts[line - 1]);
        SourceLocation { file: self.file.clone(), line: line as u32, column: before as u32 + 1, cell: None }
    }

    fn table(&self, table: &DeTable<'_>) -> WrittenTable {
        table
            .iter()
            .map(|(key, value)| {
                let entry = WrittenEntry { key_at: self.spot(key.span()), item: self.item(value) };
                (key.get_ref().to_string(), entry)
            })
            .collect()
    }

    fn item(&self, value: &Spanned<DeValue<'_>>) -> WrittenItem {
        let at = self.spot(value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(whole) => Value::Whole(whole),
                // Beyond 64 bits: still a number, and surely out of any range.
                Err(_) => Value::Number(if number.as_str().starts_with('-') { f64::MIN } else { f64::MAX }),
            },
            DeValue::Float(number) => Value::Number(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(truth) => Value::Truth(*truth),
            DeValue::Array(items) => Value::List(items.iter().map(|item| self.item(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
            DeValue::Datetime(_) => Value::Foreign,
        };
        WrittenItem { at, value }
    }
}

/// Letters that begin in these bytes.
fn count_letters(bytes: &[u8]) -> usize {
    looked_at(bytes.len());
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Notes how much was looked at, for the test that the work grows with the text and not with its square.
pub(super) fn looked_at(_count: usize) {
    #[cfg(test)]
    tests::STEPS.with(|steps| steps.set(steps.get() + _count));
}

#[cfg(test)]
mod tests {
    use super::*;

    std::thread_local! {
        pub static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }

    /// What is looked at while this text is read.
    fn steps(text: &str) -> usize {
        let before = STEPS.get();
        let _ = read(&"x.toml".into(), text, &mut Diagnostics::default());
        STEPS.get() - before
    }

    #[test]
    fn the_work_grows_with_the_text_and_not_with_its_square() {
        type Text = fn(usize) -> String;
        let texts: [(&str, Text); 6] = [
            ("equals signs", |n| "\n=\n".repeat(n)),
            ("a page", |n| format!("a = 1\n{}", "<div class=\"b\">x = 1</div>\n".repeat(n))),
            ("a list that stays open", |n| format!("a = [\n{}", "b = 1\n".repeat(n))),
            ("sections twice", |n| "[a]\nb = 1\n".repeat(n)),
            ("broken sections", |n| "[a b]\n".repeat(n)),
            ("one line", |n| format!("a = [{}]", "{ é = \"é\" },".repeat(n))),
        ];
        for (what, text) in texts {
            let [few, more] = [4_000, 16_000].map(|n| steps(&text(n)));
            assert!(few > 4_000, "{what}: nothing is counted");
            assert!(more < 5 * few, "{what}: {few} steps, and {more} for four times as much");
        }
    }

    #[test]
    fn every_key_knows_its_line_and_column() {
        let table = parse(&"x.toml".into(), "format = 1\n[run]\n  months = 60\n").unwrap();
        let Value::Table(run) = &table["run"].item.value else { panic!("no table") };
        assert_eq!((run["months"].key_at.line, run["months"].key_at.column), (3, 3));
        assert_eq!((run["months"].item.at.line, run["months"].item.at.column), (3, 12));
    }

    #[test]
    fn several_faults_of_grammar_are_all_reported() {
        let problems = parse(&"x.toml".into(), "a = \nb = 1\nc = [1\n").unwrap_err();
        assert!(problems.list().len() >= 2, "{problems}");
        assert!(problems.to_string().starts_with("x.toml, line 1"));
    }

    #[test]
    fn a_deeply_nested_text_is_refused_before_it_is_read() {
        let text = format!("a = {}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(parse(&"x.toml".into(), &text).unwrap_err().to_string().contains("nested"));
        let brackets = "[".repeat(100);
        for text in
            [format!("a = \"{brackets}\\\"{brackets}\""), format!("a = '''\n{brackets}\n''' # {brackets}")]
        {
            assert!(
                parse(&"x.toml".into(), &text).is_ok(),
                "brackets within texts and remarks are words: {text}"
            );
        }
    }
}
