//! Reads one table by the declaration of its section: takes what is declared, and reports what is left.

use std::fmt::Display;

use super::advice::{self, instead, shown, unknown, unknown_key, unknown_parameter, within, written};
use super::district_spec::KINDS;
use super::language::sections::{LONGEST_TEXT, ParameterSet};
use super::language::{BLANK, Form, KeySpec, SectionSpec, section};
use super::render::quoted;
use super::text::{Value, WrittenItem, WrittenTable};
use crate::calendar::LONGEST;
use crate::census::grade::GradeSpan;
use crate::census::mapping::Rows;
use crate::census::{DistrictKind, Level};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::model::Model;
use crate::parameters::NAMES;
use crate::strategy::Strategy;

/// A value as it is written, for a key that is read elsewhere.
pub type Raw = Option<WrittenItem>;

/// A section as a struct: `section!` declares it.
pub trait SectionType: Sized {
    /// What is declared of it.
    const SPEC: SectionSpec;

    /// Takes all its keys.
    fn take_keys(reader: &mut TableReader<'_>) -> Self;

    /// Its keys with their values as a file writes them; nothing for what a file leaves out.
    fn written(&self) -> Vec<(&'static str, Option<String>)>;

    /// Reads it from its own table.
    fn read(spec: SectionSpec, table: WrittenTable, problems: &mut Diagnostics) -> Self {
        let mut reader = TableReader::new(spec, table, problems);
        let found = Self::take_keys(&mut reader);
        reader.finish();
        found
    }
}

/// A type that the value of a key is read as, and written from.
pub trait KeyType: Sized {
    /// Takes the key; faults are noted.
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self;

    /// The value as a file writes it; nothing where a file leaves it out, or writes a section.
    fn written(&self) -> Option<String> {
        None
    }
}

/// A table on its way to being understood.
pub struct TableReader<'a> {
    spec: SectionSpec,
    called: &'a str,
    table: WrittenTable,
    problems: &'a mut Diagnostics,
}

impl<'a> TableReader<'a> {
    /// Starts with the table of a section.
    pub fn new(spec: SectionSpec, table: WrittenTable, problems: &'a mut Diagnostics) -> TableReader<'a> {
        TableReader { spec, called: spec.called, table, problems }
    }

    /// With another name in messages.
    pub fn called(self, name: &'a str) -> TableReader<'a> {
        TableReader { called: name, ..self }
    }

    /// Takes a value and the place where it stands.
    pub fn placed<T>(&mut self, name: &str) -> Option<(T, SourceLocation)>
    where
        Option<T>: KeyType,
    {
        let at = self.table.get(name)?.item.at.clone();
        Some((Option::<T>::from_reader(self, name)?, at))
    }

    /// Takes a text, whether or not it is one of the words that are declared.
    pub fn text(&mut self, name: &str) -> Option<(String, SourceLocation)> {
        let (key, item) = self.given(name)?;
        let at = item.at.clone();
        Some((self.text_of(key, item)?, at))
    }

    /// Takes a value as it is written.
    pub fn take(&mut self, name: &str) -> Raw {
        self.given(name).map(|(_, item)| item)
    }

    /// Whether the key holds a text.
    pub fn holds_text(&self, name: &str) -> bool {
        self.table.get(name).is_some_and(|entry| matches!(entry.item.value, Value::Text(_)))
    }

    /// Where a key stands.
    pub fn spot(&self, name: &str) -> Option<SourceLocation> {
        self.table.get(name).map(|entry| entry.key_at.clone())
    }

    /// The problems so far, to add to.
    pub fn problems(&mut self) -> &mut Diagnostics {
        self.problems
    }

    /// What is declared of the section that a key names.
    fn spec_of(&self, name: &str) -> SectionSpec {
        match self.spec.key(name).map(|key| key.form) {
            Some(Form::Section(name) | Form::Sections(name)) => section(name),
            _ => BLANK,
        }
    }

    /// A declared key and its value, if it is there.
    fn given(&mut self, name: &str) -> Option<(&'static KeySpec, WrittenItem)> {
        Some((self.spec.key(name)?, self.table.remove(name)?.item))
    }

    fn text_of(&mut self, key: &KeySpec, item: WrittenItem) -> Option<String> {
        let Value::Text(text) = item.value else {
            return wrong(key.name, &item, "a text in quotes", self.problems);
        };
        // A text is printed, and becomes part of tables.
        let (most, is_line) = match key.form {
            Form::Line(most) => (most, true),
            _ => (LONGEST_TEXT, false),
        };
        let length = text.chars().count();
        let fault = if length > most {
            let allowed = format!("at most {most} characters");
            let remedy = Remedy::allowing(format!("say it in {allowed}"), allowed);
            self.problems.add(&item.at, format!("`{}` has {length} characters", key.name), remedy);
            return None;
        } else if is_line && text.trim().is_empty() {
            "is empty"
        } else if is_line && text.chars().any(char::is_control) {
            "holds a line break or another control character"
        } else {
            return Some(text);
        };
        self.problems.add(&item.at, format!("`{}` {fault}", key.name), "write one line of words");
        None
    }

    /// A word that has a meaning.
    fn one_of<T>(&mut self, name: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (word, at) = self.text(name)?;
        let found = meaning(&word);
        if let (None, Some(Form::OneOf(words, begins))) = (&found, self.spec.key(name).map(|key| key.form)) {
            let fault = format!("{begins} \"{word}\"");
            self.problems.add(&at, fault, unknown(&word, words().into_iter()));
        }
        found
    }

    fn list<T>(
        &mut self,
        key: &KeySpec,
        item: WrittenItem,
        wanted: &str,
        mut part: impl FnMut(&mut Self, WrittenItem) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::List(items) = item.value else { return wrong(key.name, &item, wanted, self.problems) };
        let count = items.len();
        let found: Vec<T> = items.into_iter().filter_map(|item| part(self, item)).collect();
        (found.len() == count).then_some(found)
    }

    fn number(&mut self, key: &KeySpec, item: &WrittenItem, verb: &str, wanted: &str) -> Option<f64> {
        let (low, high) = match key.form {
            Form::Number(low, high) | Form::Numbers(low, high) => (low, high),
            _ => (f64::MIN, f64::MAX),
        };
        let allowed = range(key, low, high);
        let name = key.name;
        let (fault, remedy) = match as_number(&item.value) {
            Some(x) if (low..=high).contains(&x) => return Some(x),
            Some(x) if low == f64::MIN => (
                format!("`{name}` {verb} {}, not a finite number", shown(x)),
                Remedy::allowing("write a number with digits", "a finite number"),
            ),
            Some(x) => {
                (format!("`{name}` {verb} {}, outside {allowed}", shown(x)), within(x, low, high, allowed))
            }
            None if low == f64::MIN => return wrong(name, item, "a number", self.problems),
            None => return wrong(name, item, &format!("{wanted} from {allowed}"), self.problems),
        };
        self.problems.add(&item.at, fault, remedy);
        None
    }

    /// The table of a section: [one].
    fn section(&mut self, name: &str) -> WrittenTable {
        let path = self.path(name);
        let Some((_, item)) = self.given(name) else { return WrittenTable::new() };
        let (fault, remedy, found) = match item.value {
            Value::Table(table) => return table,
            Value::List(items) if items.iter().any(|i| matches!(i.value, Value::Table(_))) => {
                // What stands in them is read as if they were one, so that its faults are told as well.
                let tables = items.into_iter().filter_map(|item| match item.value {
                    Value::Table(table) => Some(table),
                    _ => None,
                });
                (
                    format!("[[{path}]] stands with two brackets, but there is one such section only"),
                    format!("write [{path}], once, and all its keys below it"),
                    tables.flatten().collect(),
                )
            }
            value => (
                format!("`{name}` is {}, but it names a section", value.kind()),
                format!("write [{path}] on a line of its own, its keys below it"),
                WrittenTable::new(),
            ),
        };
        self.problems.add(&item.at, fault, remedy);
        found
    }

    /// The tables of sections: [[many]].
    fn sections(&mut self, name: &str) -> Vec<(WrittenTable, SourceLocation)> {
        let path = self.path(name);
        let remedy = format!("write [[{path}]] with two brackets each time: there may be many");
        let Some((_, WrittenItem { at, value })) = self.given(name) else { return Vec::new() };
        let mut found = Vec::new();
        match value {
            Value::List(items) => {
                for item in items {
                    match item.value {
                        Value::Table(table) => found.push((table, item.at)),
                        other => {
                            self.problems.add(&item.at, format!("`{name}` holds {}", other.kind()), &*remedy);
                        }
                    }
                }
            }
            Value::Table(table) => {
                self.problems.add(&at, format!("[{path}] stands with single brackets"), remedy);
                // What stands in it is read as if it were right, so that its faults are told as well.
                found.push((table, at));
            }
            other => self.problems.add(&at, format!("`{name}` is {}", other.kind()), remedy),
        }
        found
    }

    fn path(&self, name: &str) -> String {
        match self.spec.name {
            "" => name.to_string(),
            section => format!("{section}.{name}"),
        }
    }

    /// Reports every key that nobody took.
    pub fn finish(self) {
        let group = self.spec.group();
        for (key, entry) in self.table {
            if self.problems.is_full() {
                break;
            }
            let is_section = self.spec.name.is_empty() && entry.item.value.holds_tables();
            let fault = match is_section {
                true => format!("there is no section [{key}]"),
                false => format!("{} has no key `{key}`", self.called),
            };
            let parameters = NAMES.iter().filter(|(g, _)| Some(*g) == group).map(|(_, name)| *name);
            let known = self.spec.keys.iter().map(|key| key.name).chain(parameters);
            let mut remedy = match group {
                None => unknown_key(self.spec.name, &key, known),
                Some(_) => unknown_parameter(self.spec.name, &key, known),
            };
            match remedy.nearest.as_deref() {
                Some("event") if is_section => remedy.words = "did you mean [[event]]?".into(),
                Some(near) if is_section => remedy.words = format!("did you mean [{near}]?"),
                _ => {}
            }
            self.problems.add(&entry.key_at, fault, remedy);
        }
    }
}

/// A whole number within its range.
pub fn whole(
    key: &KeySpec,
    item: &WrittenItem,
    (low, high): (i64, i64),
    problems: &mut Diagnostics,
) -> Option<i64> {
    let allowed = range(key, low, high);
    let name = key.name;
    let (fault, remedy) = match &item.value {
        Value::Whole(x) if (low..=high).contains(x) => return Some(*x),
        Value::Whole(x) => {
            (format!("`{name}` is {x}, outside {allowed}"), "write a whole number in this range")
        }
        Value::Number(x) => (
            format!("`{name}` is {}, not a whole number from {allowed}", shown(*x)),
            "write it without a fraction",
        ),
        _ => return wrong(name, item, &format!("a whole number from {allowed}"), problems),
    };
    problems.add(&item.at, fault, Remedy::allowing(remedy, allowed));
    None
}

/// A value of the wrong form.
fn wrong<T>(name: &str, item: &WrittenItem, wanted: &str, problems: &mut Diagnostics) -> Option<T> {
    let fault = format!("`{name}` is {}", written(&item.value));
    let words = instead(name, &item.value, wanted).unwrap_or_else(|| format!("write {wanted}"));
    let mut remedy = Remedy::from(words);
    remedy.allowed = wanted.strip_prefix("a number from ").or(Some(wanted)).map(str::to_string);
    // The form of a value is clear from how it should have been written; its range is not.
    if !wanted.contains("number") && !remedy.words.contains(wanted) {
        remedy.words = format!("{} ({wanted})", remedy.words);
    }
    problems.add(&item.at, fault, remedy);
    None
}

/// A range with its unit, as messages say it.
fn range(key: &KeySpec, low: impl Display, high: impl Display) -> String {
    match key.unit {
        "" => format!("{low} to {high}"),
        unit => format!("{low} to {high} ({unit})"),
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

impl KeyType for Raw {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        reader.take(name)
    }

    fn written(&self) -> Option<String> {
        match self.as_ref()?.value {
            Value::Whole(x) => Some(x.to_string()),
            _ => None,
        }
    }
}

impl KeyType for WrittenTable {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        reader.section(name)
    }
}

impl KeyType for Vec<(WrittenTable, SourceLocation)> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        reader.sections(name)
    }
}

impl<S: SectionType> KeyType for S {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let table = reader.section(name);
        S::read(reader.spec_of(name), table, reader.problems)
    }
}

impl<S: SectionType> KeyType for Vec<S> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let (spec, tables) = (reader.spec_of(name), reader.sections(name));
        tables.into_iter().map(|(table, _)| S::read(spec, table, reader.problems)).collect()
    }
}

impl KeyType for Option<String> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        match reader.spec.key(name)?.form {
            Form::OneOf(words, _) => {
                reader.one_of(name, |word| words().contains(&word).then(|| word.to_string()))
            }
            _ => reader.text(name).map(|(text, _)| text),
        }
    }

    fn written(&self) -> Option<String> {
        self.as_deref().map(quoted)
    }
}

impl KeyType for Vec<String> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let Some((key, item)) = reader.given(name) else { return Vec::new() };
        reader
            .list(key, item, "a list of texts", |reader, part| reader.text_of(key, part))
            .unwrap_or_default()
    }

    fn written(&self) -> Option<String> {
        let texts: Vec<String> = self.iter().map(|text| quoted(text)).collect();
        (!texts.is_empty()).then(|| format!("[{}]", texts.join(", ")))
    }
}

impl KeyType for Vec<(String, SourceLocation)> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let Some((key, item)) = reader.given(name) else { return Vec::new() };
        let part = |reader: &mut TableReader<'_>, part: WrittenItem| {
            let at = part.at.clone();
            Some((reader.text_of(key, part)?, at))
        };
        reader.list(key, item, "a list of texts", part).unwrap_or_default()
    }
}

impl KeyType for Vec<f64> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let Some((key, item)) = reader.given(name) else { return Vec::new() };
        let at = item.at.clone();
        let wanted = match key.form {
            Form::Numbers(low, high) => format!("a list of numbers from {}", range(key, low, high)),
            _ => "a list of numbers".into(),
        };
        let part =
            |reader: &mut TableReader<'_>, part: WrittenItem| reader.number(key, &part, "holds", "numbers");
        let found = reader.list(key, item, &wanted, part);
        if found.as_ref().is_some_and(Vec::is_empty) {
            let remedy = format!("write at least one number, such as {}", key.example);
            reader.problems.add(&at, format!("`{name}` is an empty list"), remedy);
        }
        found.unwrap_or_default()
    }

    fn written(&self) -> Option<String> {
        (!self.is_empty()).then(|| format!("{self:?}"))
    }
}

impl KeyType for Option<f64> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let (key, item) = reader.given(name)?;
        reader.number(key, &item, "is", "a number")
    }

    /// `{:?}` is the shortest text that reads back as the same number.
    fn written(&self) -> Option<String> {
        self.map(|x| format!("{x:?}"))
    }
}

impl KeyType for Option<bool> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let (_, item) = reader.given(name)?;
        match item.value {
            Value::Truth(truth) => Some(truth),
            _ => wrong(name, &item, "true or false", reader.problems),
        }
    }

    fn written(&self) -> Option<String> {
        self.map(|truth| truth.to_string())
    }
}

impl KeyType for Option<GradeSpan> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let (text, at) = reader.placed::<String>(name)?;
        advice::span(&text, &at, reader.problems)
    }

    fn written(&self) -> Option<String> {
        self.map(|span| quoted(&span.to_string()))
    }
}

/// Whole numbers.
macro_rules! whole {
    ($($whole:ty),*) => {$(
        impl KeyType for Option<$whole> {
            fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
                let (key, item) = reader.given(name)?;
                let range = match key.form {
                    Form::Whole(low, high) => (low, high),
                    _ => (1, i64::from(LONGEST)),
                };
                whole(key, &item, range, reader.problems).and_then(|x| x.try_into().ok())
            }

            fn written(&self) -> Option<String> {
                self.map(|x| x.to_string())
            }
        }
    )*};
}

whole!(u32, u64);

/// What holds a declared default where nothing, or nothing right, is written.
macro_rules! with_default {
    ($($type:ty, $parse:expr, $is_written:expr;)*) => {$(
        impl KeyType for $type {
            fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
                let default = reader.spec.default(name);
                Option::<$type>::from_reader(reader, name).or_else(|| $parse(default)).unwrap_or_default()
            }

            fn written(&self) -> Option<String> {
                Some(*self).filter($is_written).written()
            }
        }
    )*};
}

with_default! {
    u32, |text: &str| text.parse().ok(), |_| true;
    u64, |text: &str| text.parse().ok(), |_| true;
    bool, |text: &str| text.parse().ok(), |_| true;
    // A file that says nothing of these two stays as it was before there were others.
    Model, Model::from_word, |model| *model != Model::default();
    ParameterSet, ParameterSet::from_word, |set| *set != ParameterSet::default();
}

/// What has a word of its own, and how it is found by it.
macro_rules! words {
    ($($type:ty, $from_word:expr;)*) => {$(
        impl KeyType for Option<$type> {
            fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
                reader.one_of(name, $from_word)
            }

            fn written(&self) -> Option<String> {
                self.as_ref().map(|found| quoted(found.word()))
            }
        }
    )*};
}

impl KeyType for Option<Rows> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        reader.one_of(name, |word| word.parse().ok())
    }
}

words! {
    Strategy, Strategy::from_word;
    Model, Model::from_word;
    Level, Level::from_word;
    ParameterSet, ParameterSet::from_word;
    DistrictKind, |word| KINDS.contains(&word).then(|| DistrictKind::from_word(word));
}
