//! Reads one table by the declaration of its section: takes what is declared, and reports what is left.

use super::advice::{unknown_key, unknown_parameter};
use super::language::sections::ParameterSet;
use super::language::{BLANK, Form, KeySpec, SectionSpec, section};
use super::text::{Value, WrittenItem, WrittenTable};
use super::value_type::{self, ValueType};
use crate::census::grade::GradeSpan;
use crate::diagnostic::{Diagnostics, SourceLocation};
use crate::model::Model;
use crate::parameters::NAMES;
use crate::strategy::Strategy;

/// A section as a struct: `section!` declares it.
pub trait SectionType: Sized {
    /// What is declared of it.
    const SPEC: SectionSpec;

    /// Takes all its keys.
    fn take_keys(reader: &mut TableReader<'_>) -> Self;

    /// Its keys with their values; nothing for what a file leaves out, and for sections.
    fn values(&self) -> Vec<(&'static KeySpec, Option<Value>)>;

    /// Reads it from its own table.
    fn read(spec: SectionSpec, table: WrittenTable, problems: &mut Diagnostics) -> Self {
        let mut reader = TableReader::new(spec, table, problems);
        let found = Self::take_keys(&mut reader);
        reader.finish();
        found
    }

    /// Its lines in a file.
    fn lines(&self) -> String {
        let width = Self::SPEC.width;
        let values = self.values().into_iter().filter_map(|(key, value)| Some((key.name, value?.toml())));
        values.map(|(name, value)| format!("{name:width$} = {value}\n")).collect()
    }
}

/// The type of a field of a section.
pub trait FieldType: Sized {
    /// Takes the key; faults are noted.
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self;

    /// The value; nothing where a file leaves it out, or writes a section.
    fn value(&self) -> Option<Value> {
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

    /// Takes a declared key and its value, if it is there.
    pub fn take(&mut self, name: &str) -> Option<(&'static KeySpec, WrittenItem)> {
        Some((self.spec.key(name)?, self.table.remove(name)?.item))
    }

    /// Takes a text, whether or not it is one of the words that are declared.
    pub fn text(&mut self, name: &str) -> Option<(String, SourceLocation)> {
        let (key, item) = self.take(name)?;
        value_type::text(key, item, self.problems)
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

    /// The table of a section: [one].
    fn section(&mut self, name: &str) -> WrittenTable {
        let path = self.path(name);
        let Some((_, item)) = self.take(name) else { return WrittenTable::new() };
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
        let Some((_, WrittenItem { at, value })) = self.take(name) else { return Vec::new() };
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
                Some(many @ ("event" | "component" | "plan" | "world" | "vary")) if is_section => {
                    remedy.words = format!("did you mean [[{many}]]?");
                }
                Some(near) if is_section => remedy.words = format!("did you mean [{near}]?"),
                _ => {}
            }
            self.problems.add(&entry.key_at, fault, remedy);
        }
    }
}

impl FieldType for WrittenTable {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        reader.section(name)
    }
}

impl FieldType for Vec<(WrittenTable, SourceLocation)> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        reader.sections(name)
    }
}

impl<S: SectionType> FieldType for S {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let table = reader.section(name);
        S::read(reader.spec_of(name), table, reader.problems)
    }
}

impl<S: SectionType> FieldType for Vec<S> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let (spec, tables) = (reader.spec_of(name), reader.sections(name));
        tables.into_iter().map(|(table, _)| S::read(spec, table, reader.problems)).collect()
    }
}

impl<T: ValueType> FieldType for Option<T> {
    fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
        let (key, item) = reader.take(name)?;
        T::read(key, item, reader.problems)
    }

    fn value(&self) -> Option<Value> {
        self.as_ref().map(T::value)
    }
}

/// Types that hold the declared default where nothing, or nothing right, is written; and when a file writes them.
macro_rules! with_default {
    ($($type:ty, $is_written:expr;)*) => {$(
        impl FieldType for $type {
            fn from_reader(reader: &mut TableReader<'_>, name: &str) -> Self {
                let default = |key: &'static KeySpec| {
                    let item = WrittenItem::unplaced(Value::declared(key.default));
                    <$type>::read(key, item, &mut Diagnostics::default())
                };
                let written = Option::from_reader(reader, name);
                written.or_else(|| reader.spec.key(name).and_then(default)).unwrap_or_default()
            }

            fn value(&self) -> Option<Value> {
                Some(self).filter($is_written).map(ValueType::value)
            }
        }
    )*};
}

with_default! {
    u32, |_| true;
    u64, |_| true;
    bool, |_| true;
    GradeSpan, |_| true;
    Strategy, |_| true;
    Vec<String>, |texts| !texts.is_empty();
    Vec<f64>, |numbers| !numbers.is_empty();
    // A file that says nothing of these two stays as it was before there were others.
    Model, |model| **model != Model::default();
    ParameterSet, |set| **set != ParameterSet::default();
}
