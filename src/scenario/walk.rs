//! A walk over one table: takes what it knows, and reports what is left.

use std::fmt::Display;

use super::advice::{instead, shown, unknown_key, within, written};
use super::language;
use super::problem::{Problems, Remedy, Spot};
use super::text::{Entry, Item, Table, Value};

/// Longest text (characters).
pub const LONGEST_TEXT: usize = 1_000;

/// A table on its way to being understood.
pub struct Walk<'a> {
    name: String,
    /// Its name in the language: empty for the file itself.
    section: String,
    table: Table,
    known: Vec<String>,
    problems: &'a mut Problems,
}

impl<'a> Walk<'a> {
    /// Starts with a table; `name` is how messages call it.
    pub fn new(name: &str, table: Table, problems: &'a mut Problems) -> Walk<'a> {
        let section = match name {
            "a scenario" => "",
            "an event" => "event",
            "a school" => "school",
            other => other.trim_matches(['[', ']']),
        };
        Walk { name: name.into(), section: section.into(), table, known: Vec::new(), problems }
    }

    /// Takes the value of a key, if it is there.
    pub fn take(&mut self, key: &str) -> Option<Item> {
        self.known.push(key.to_string());
        self.table.remove(key).map(|entry| entry.item)
    }

    /// Takes a text.
    pub fn text(&mut self, key: &str) -> Option<(String, Spot)> {
        let item = self.take(key)?;
        match item.value {
            Value::Text(text) => self.short(key, text, item.at),
            other => self.wrong(key, &item.at, &other, "a text in quotes"),
        }
    }

    /// A text of reasonable length: it is printed, and becomes part of tables.
    fn short(&mut self, key: &str, text: String, at: Spot) -> Option<(String, Spot)> {
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

    /// Takes a list of numbers within a range (both ends included).
    pub fn numbers(&mut self, key: &str, low: f64, high: f64) -> Option<(Vec<f64>, Spot)> {
        let item = self.take(key)?;
        let Value::List(items) = &item.value else {
            return self.wrong(
                key,
                &item.at,
                &item.value,
                &format!("a list of numbers from {low} to {high}"),
            );
        };
        let mut numbers = Vec::new();
        for part in items {
            match as_number(&part.value) {
                Some(x) if (low..=high).contains(&x) => numbers.push(x),
                Some(x) => {
                    return self.outside(key, &part.at, "holds", x, low, high);
                }
                None => {
                    let wanted = format!("numbers from {low} to {high}");
                    return self.wrong(key, &part.at, &part.value, &wanted);
                }
            }
        }
        Some((numbers, item.at))
    }

    /// Takes a list of texts.
    pub fn texts(&mut self, key: &str) -> Option<Vec<(String, Spot)>> {
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

    /// Takes a number within a range (both ends included).
    pub fn number(&mut self, key: &str, low: f64, high: f64) -> Option<(f64, Spot)> {
        let item = self.take(key)?;
        match as_number(&item.value) {
            Some(x) if (low..=high).contains(&x) => Some((x, item.at)),
            Some(x) => self.outside(key, &item.at, "is", x, low, high),
            None if low == f64::MIN => self.wrong(key, &item.at, &item.value, "a number"),
            None => {
                let wanted = format!("a number from {}", self.range(key, low, high));
                self.wrong(key, &item.at, &item.value, &wanted)
            }
        }
    }

    fn outside<T>(&mut self, key: &str, at: &Spot, verb: &str, x: f64, low: f64, high: f64) -> Option<T> {
        if low == f64::MIN {
            let fault = format!("`{key}` {verb} {}, not a finite number", shown(x));
            self.problems.add(at, fault, Remedy::allowing("write a number with digits", "a finite number"));
            return None;
        }
        let allowed = self.range(key, low, high);
        let fault = format!("`{key}` {verb} {}, outside {allowed}", shown(x));
        self.problems.add(at, fault, within(x, low, high, allowed));
        None
    }

    /// A range with its unit, as messages say it.
    fn range(&self, key: &str, low: impl Display, high: impl Display) -> String {
        match language::unit(&self.section, key) {
            Some(unit) => format!("{low} to {high} ({unit})"),
            None => format!("{low} to {high}"),
        }
    }

    /// Takes a whole number within a range (both ends included).
    pub fn whole(&mut self, key: &str, low: i64, high: i64) -> Option<(i64, Spot)> {
        let item = self.take(key)?;
        let allowed = self.range(key, low, high);
        match item.value {
            Value::Whole(x) if (low..=high).contains(&x) => Some((x, item.at)),
            Value::Whole(x) => {
                let fault = format!("`{key}` is {x}, outside {allowed}");
                self.problems.add(
                    &item.at,
                    fault,
                    Remedy::allowing("write a whole number in this range", allowed),
                );
                None
            }
            Value::Number(x) => {
                let fault = format!("`{key}` is {}, not a whole number from {allowed}", shown(x));
                self.problems.add(&item.at, fault, Remedy::allowing("write it without a fraction", allowed));
                None
            }
            other => self.wrong(key, &item.at, &other, &format!("a whole number from {allowed}")),
        }
    }

    /// Takes a section.
    pub fn section(&mut self, key: &str) -> Table {
        let Some(item) = self.take(key) else { return Table::new() };
        match item.value {
            Value::Table(table) => table,
            Value::List(items) if items.iter().any(|i| matches!(i.value, Value::Table(_))) => {
                let fault = format!("[[{key}]] stands with two brackets, but there is one such section only");
                self.problems.add(&item.at, fault, format!("write [{key}], once, and all its keys below it"));
                // What stands in them is read as if they were one, so that its faults are told as well.
                let tables = items.into_iter().filter_map(|item| match item.value {
                    Value::Table(table) => Some(table),
                    _ => None,
                });
                tables.flatten().collect()
            }
            value => {
                let fault = format!("`{key}` is {}, but it names a section", value.kind());
                self.problems.add(
                    &item.at,
                    fault,
                    format!("write [{key}] on a line of its own, its keys below it"),
                );
                Table::new()
            }
        }
    }

    /// Takes a list of sections.
    pub fn sections(&mut self, key: &str) -> Vec<(Table, Spot)> {
        let path = match self.section.as_str() {
            "" => key.to_string(),
            section => format!("{section}.{key}"),
        };
        let remedy = format!("write [[{path}]] with two brackets each time: there may be many");
        let Some(item) = self.take(key) else { return Vec::new() };
        let items = match item.value {
            Value::List(items) => items,
            Value::Table(table) => {
                self.problems.add(&item.at, format!("[{path}] stands with single brackets"), remedy);
                // What stands in it is read as if it were right, so that its faults are told as well.
                return vec![(table, item.at)];
            }
            other => {
                self.problems.add(&item.at, format!("`{key}` is {}", other.kind()), remedy);
                return Vec::new();
            }
        };
        let mut sections = Vec::new();
        for item in items {
            match item.value {
                Value::Table(table) => sections.push((table, item.at)),
                other => {
                    self.problems.add(&item.at, format!("`{key}` holds {}", other.kind()), remedy.clone());
                }
            }
        }
        sections
    }

    /// Where a key stands.
    pub fn spot(&self, key: &str) -> Option<Spot> {
        self.table.get(key).map(|entry| entry.key_at.clone())
    }

    /// Takes whatever is left, for keys that are looked up elsewhere.
    pub fn rest(&mut self) -> Vec<(String, Entry)> {
        std::mem::take(&mut self.table).into_iter().collect()
    }

    /// The problems so far, to add to.
    pub fn problems(&mut self) -> &mut Problems {
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

    fn wrong<T>(&mut self, key: &str, at: &Spot, value: &Value, wanted: &str) -> Option<T> {
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

/// A number, however written.
pub fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(x) => Some(*x),
        Value::Whole(x) => Some(*x as f64),
        _ => None,
    }
}
