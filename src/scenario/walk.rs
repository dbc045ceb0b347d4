//! A walk over one table: takes what it knows, and reports what is left.

use super::problem::{Problems, Spot};
use super::text::{Entry, Item, Table, Value};
use crate::parameters::{Distribution, Entry as Parameter};
use crate::quantity::spelling::nearest;

/// A table on its way to being understood.
pub struct Walk<'a> {
    name: String,
    table: Table,
    known: Vec<String>,
    problems: &'a mut Problems,
}

impl<'a> Walk<'a> {
    /// Starts with a table; `name` is how messages call it.
    pub fn new(name: &str, table: Table, problems: &'a mut Problems) -> Walk<'a> {
        Walk { name: name.into(), table, known: Vec::new(), problems }
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
            Value::Text(text) => Some((text, item.at)),
            other => self.wrong(key, &item.at, &other, "a text in quotes"),
        }
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
                    let fault = format!("`{key}` holds {}, outside {low} to {high}", shown(x));
                    self.problems.add(&part.at, fault, format!("write numbers from {low} to {high}"));
                    return None;
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
                Value::Text(text) => texts.push((text, item.at)),
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
            Some(x) => {
                let (allowed, remedy) = if low == f64::MIN {
                    ("not a finite number".to_string(), "write a finite number".to_string())
                } else {
                    (format!("outside {low} to {high}"), format!("write a number from {low} to {high}"))
                };
                self.problems.add(&item.at, format!("`{key}` is {}, {allowed}", shown(x)), remedy);
                None
            }
            None => self.wrong(key, &item.at, &item.value, &format!("a number from {low} to {high}")),
        }
    }

    /// Takes a whole number within a range (both ends included).
    pub fn whole(&mut self, key: &str, low: i64, high: i64) -> Option<(i64, Spot)> {
        let item = self.take(key)?;
        match item.value {
            Value::Whole(x) if (low..=high).contains(&x) => Some((x, item.at)),
            ref value @ (Value::Whole(_) | Value::Number(_)) => {
                let written = match value {
                    Value::Whole(x) => x.to_string(),
                    Value::Number(x) => shown(*x),
                    _ => String::new(),
                };
                self.problems.add(
                    &item.at,
                    format!("`{key}` is {written}, not a whole number from {low} to {high}"),
                    format!("write a whole number from {low} to {high}"),
                );
                None
            }
            other => self.wrong(key, &item.at, &other, &format!("a whole number from {low} to {high}")),
        }
    }

    /// Takes a section.
    pub fn section(&mut self, key: &str) -> Table {
        match self.take(key) {
            Some(Item { value: Value::Table(table), .. }) => table,
            Some(item) => {
                let _: Option<()> = self.wrong(key, &item.at, &item.value, &format!("a section [{key}]"));
                Table::new()
            }
            None => Table::new(),
        }
    }

    /// Takes a list of sections.
    pub fn sections(&mut self, key: &str) -> Vec<(Table, Spot)> {
        let Some(item) = self.take(key) else { return Vec::new() };
        let Value::List(items) = item.value else {
            let _: Option<()> = self.wrong(key, &item.at, &item.value, &format!("sections [[{key}]]"));
            return Vec::new();
        };
        let mut sections = Vec::new();
        for item in items {
            match item.value {
                Value::Table(table) => sections.push((table, item.at)),
                other => {
                    let _: Option<()> = self.wrong(key, &item.at, &other, &format!("a section [[{key}]]"));
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
            let remedy = unknown(&key, self.known.iter().map(String::as_str));
            self.problems.add(&entry.key_at, format!("{} has no key `{key}`", self.name), remedy);
        }
    }

    fn wrong<T>(&mut self, key: &str, at: &Spot, value: &Value, wanted: &str) -> Option<T> {
        self.problems.add(at, format!("`{key}` is {}", value.kind()), format!("write {wanted}"));
        None
    }
}

/// What to do about an unknown key.
pub fn unknown<'b>(key: &str, known: impl Iterator<Item = &'b str> + Clone) -> String {
    match nearest(key, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let mut list: Vec<&str> = known.collect();
            list.sort_unstable();
            if list.is_empty() {
                "there is none to name here".into()
            } else {
                format!("allowed here: {}", list.join(", "))
            }
        }
    }
}

/// A number as a message shows it: no more digits than anybody reads.
fn shown(x: f64) -> String {
    if x.abs() >= 1e15 && x.is_finite() { format!("{x:.3e}") } else { x.to_string() }
}

/// A number, however written.
pub fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(x) => Some(*x),
        Value::Whole(x) => Some(*x as f64),
        _ => None,
    }
}

/// A parameter's value: a number, or a table such as `{ distribution = "uniform", low = 0.1, high = 0.3 }`.
pub fn distribution(item: &Item, parameter: &Parameter, problems: &mut Problems) -> Option<Distribution> {
    let name = parameter.name;
    let (low, high) = parameter.allowed();
    let unit = &parameter.unit;
    let found = match &item.value {
        Value::Table(table) => written(item, table, parameter, problems)?,
        value => match as_number(value) {
            Some(x) => Distribution::Fixed(x),
            None => {
                let fault = format!("`{name}` is {}", value.kind());
                let remedy = format!(
                    "write a number ({unit}, {low} to {high}) or a distribution such as \
                     {{ distribution = \"uniform\", low = {}, high = {} }}",
                    parameter.range.0, parameter.range.1
                );
                problems.add(&item.at, fault, remedy);
                return None;
            }
        },
    };
    if let Some(fault) = found.fault() {
        problems.add(&item.at, format!("the distribution of `{name}`: {fault}"), "mend its numbers");
        return None;
    }
    let (lowest, highest) = found.bounds();
    if lowest < low || highest > high {
        let reaches = if lowest < low { lowest } else { highest };
        problems.add(
            &item.at,
            format!("`{name}` is {}, outside {low} to {high} ({unit})", shown(reaches)),
            format!("plausible is {} to {}: {}", parameter.range.0, parameter.range.1, parameter.meaning),
        );
        return None;
    }
    Some(found)
}

fn written(
    item: &Item,
    table: &Table,
    parameter: &Parameter,
    problems: &mut Problems,
) -> Option<Distribution> {
    let (low, high) = parameter.allowed();
    let before = problems.list().len();
    let mut walk = Walk::new(&format!("the distribution of `{}`", parameter.name), table.clone(), problems);
    let kind = walk.text("distribution");
    let mut part = |key: &str| walk.number(key, f64::MIN, f64::MAX).map(|(x, _)| x);
    let [low_w, high_w, mode, mean, sd] = ["low", "high", "mode", "mean", "sd"].map(&mut part);
    walk.finish();
    if problems.list().len() > before {
        return None;
    }
    let lowest = low_w.unwrap_or(low);
    let highest = high_w.unwrap_or(high);
    let word = kind.as_ref().map_or("", |(word, _)| word.as_str());
    let found = match (word, low_w, high_w, mode, mean, sd) {
        ("uniform", Some(low), Some(high), None, None, None) => Distribution::Uniform { low, high },
        ("triangular", Some(low), Some(high), Some(mode), None, None) => {
            Distribution::Triangular { low, mode, high }
        }
        ("beta", _, _, None, Some(mean), Some(sd)) => {
            Distribution::Beta { mean, sd, low: lowest, high: highest }
        }
        ("normal", _, _, None, Some(mean), Some(sd)) => {
            Distribution::Normal { mean, sd, low: lowest, high: highest }
        }
        _ => {
            let fault = format!("the distribution of `{}` is not complete", parameter.name);
            let remedy = "write distribution = \"uniform\" with low, high; \"triangular\" with low, mode, high; \
                          \"beta\" or \"normal\" with mean, sd and, if narrower than what is allowed, low, high";
            problems.add(&item.at, fault, remedy);
            return None;
        }
    };
    Some(found)
}
