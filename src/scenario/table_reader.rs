//! A walk over one table: takes what it knows, and reports what is left.

mod number;
mod section;

pub use number::as_number;

use super::advice::{instead, unknown_key, written};
use super::text::{Entry, Item, Table, Value};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};

/// Longest text (characters).
pub const LONGEST_TEXT: usize = 1_000;

/// A table on its way to being understood.
pub struct TableReader<'a> {
    name: String,
    /// Its name in the language: empty for the file itself.
    section: String,
    table: Table,
    known: Vec<String>,
    problems: &'a mut Diagnostics,
}

impl<'a> TableReader<'a> {
    /// Starts with a table; `name` is how messages call it.
    pub fn new(name: &str, table: Table, problems: &'a mut Diagnostics) -> TableReader<'a> {
        let section = match name {
            "a scenario" => "",
            "an event" => "event",
            "a school" => "school",
            other => other.trim_matches(['[', ']']),
        };
        TableReader { name: name.into(), section: section.into(), table, known: Vec::new(), problems }
    }

    /// Takes the value of a key, if it is there.
    pub fn take(&mut self, key: &str) -> Option<Item> {
        self.known.push(key.to_string());
        self.table.remove(key).map(|entry| entry.item)
    }

    /// Takes a text.
    pub fn text(&mut self, key: &str) -> Option<(String, SourceLocation)> {
        let item = self.take(key)?;
        match item.value {
            Value::Text(text) => self.short(key, text, item.at),
            other => self.wrong(key, &item.at, &other, "a text in quotes"),
        }
    }

    /// A text of reasonable length: it is printed, and becomes part of tables.
    fn short(&mut self, key: &str, text: String, at: SourceLocation) -> Option<(String, SourceLocation)> {
        let length = text.chars().count();
        if length > LONGEST_TEXT {
            let fault = format!("`{key}` has {length} characters");
            let allowed = format!("at most {LONGEST_TEXT} characters");
            self.problems.add(&at, fault, Remedy::allowing(format!("say it in {allowed}"), allowed));
            return None;
        }
        Some((text, at))
    }

    /// Whether the key holds a text.
    pub fn holds_text(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|entry| matches!(entry.item.value, Value::Text(_)))
    }

    /// Takes a list of texts.
    pub fn texts(&mut self, key: &str) -> Option<Vec<(String, SourceLocation)>> {
        let item = self.take(key)?;
        let Value::List(items) = item.value else {
            return self.wrong(key, &item.at, &item.value, "a list of texts");
        };
        let mut texts = Vec::new();
        for item in items {
            match item.value {
                Value::Text(text) => texts.push(self.short(key, text, item.at)?),
                other => return self.wrong(key, &item.at, &other, "a text in quotes"),
            }
        }
        Some(texts)
    }

    /// Takes true or false.
    pub fn truth(&mut self, key: &str) -> Option<bool> {
        let item = self.take(key)?;
        match item.value {
            Value::Truth(truth) => Some(truth),
            other => self.wrong(key, &item.at, &other, "true or false"),
        }
    }

    /// Where a key stands.
    pub fn spot(&self, key: &str) -> Option<SourceLocation> {
        self.table.get(key).map(|entry| entry.key_at.clone())
    }

    /// Takes whatever is left, for keys that are looked up elsewhere.
    pub fn rest(&mut self) -> Vec<(String, Entry)> {
        std::mem::take(&mut self.table).into_iter().collect()
    }

    /// The problems so far, to add to.
    pub fn problems(&mut self) -> &mut Diagnostics {
        self.problems
    }

    /// Reports every key that nobody took.
    pub fn finish(mut self) {
        for (key, entry) in self.rest() {
            if self.problems.is_full() {
                break;
            }
            let is_section = match &entry.item.value {
                Value::Table(_) => true,
                Value::List(items) => items.iter().any(|item| matches!(item.value, Value::Table(_))),
                _ => false,
            };
            let fault = if is_section && self.section.is_empty() {
                format!("there is no section [{key}]")
            } else {
                format!("{} has no key `{key}`", self.name)
            };
            let known = self.known.iter().map(String::as_str);
            let mut remedy = unknown_key(&self.section, &key, known);
            if is_section && self.section.is_empty() {
                remedy.words = match remedy.nearest.as_deref() {
                    Some("event") => "did you mean [[event]]?".into(),
                    Some(near) => format!("did you mean [{near}]?"),
                    None => remedy.words,
                };
            }
            self.problems.add(&entry.key_at, fault, remedy);
        }
    }

    fn wrong<T>(&mut self, key: &str, at: &SourceLocation, value: &Value, wanted: &str) -> Option<T> {
        let fault = format!("`{key}` is {}", written(value));
        let words = instead(key, value, wanted).unwrap_or_else(|| format!("write {wanted}"));
        let mut remedy = Remedy::from(words);
        remedy.allowed = wanted.strip_prefix("a number from ").or(Some(wanted)).map(str::to_string);
        // The form of a value is clear from how it should have been written; its range is not.
        if !wanted.contains("number") && !remedy.words.contains(wanted) {
            remedy.words = format!("{} ({wanted})", remedy.words);
        }
        self.problems.add(at, fault, remedy);
        None
    }
}
