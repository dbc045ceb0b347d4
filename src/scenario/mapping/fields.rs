//! The sections of a mapping: each key a field that tables of these rows have.

use std::collections::BTreeMap;

use crate::census::Level;
use crate::census::mapping::{FIELDS, Field, Rows};
use crate::diagnostic::{Diagnostics, SourceLocation};
use crate::scenario::advice::unknown;
use crate::scenario::district_spec::KINDS;
use crate::scenario::table_reader::as_number;
use crate::scenario::text::{Entry, Item, Table, Value};

/// Words that a table may use for charter schools.
const CHARTERS: [&str; 3] = ["no", "local", "direct"];
/// Fields that differ from row to row in any table.
const NEVER_FIXED: [&str; 4] = ["school_id", "school", "enrollment", "teachers"];
/// Fields that are numbers and may be in another unit.
const SCALED: [&str; 2] = ["teachers", "poverty"];

/// The sections of a mapping on their way to being understood.
pub struct Reading<'a> {
    pub rows: Rows,
    pub problems: &'a mut Diagnostics,
}

impl Reading<'_> {
    /// The field of this name, if a table of these rows has it and `fits` holds.
    fn field(
        &mut self,
        section: &str,
        key: &str,
        at: &SourceLocation,
        fits: impl Fn(&Field) -> bool,
    ) -> Option<&'static Field> {
        let rows = self.rows;
        let allowed = move |f: &&'static Field| rows.column(f).is_some() && fits(f);
        let found = FIELDS.iter().filter(&allowed).find(|f| f.name == key);
        if found.is_none() {
            let names = FIELDS.iter().filter(&allowed).map(|f| f.name).collect::<Vec<_>>();
            let fault = format!("[{section}] has no key `{key}`");
            self.problems.add(at, fault, unknown(key, names.iter().copied()));
        }
        found
    }

    fn text(&mut self, key: &str, item: &Item) -> Option<String> {
        match &item.value {
            Value::Text(text) => Some(text.trim().to_string()),
            other => {
                let fault = format!("`{key}` is {}", other.kind());
                self.problems.add(&item.at, fault, "write a text in quotes");
                None
            }
        }
    }

    pub fn columns(&mut self, table: Table) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for (key, entry) in table {
            let field = self.field("columns", &key, &entry.key_at, |_| true);
            let Some(column) = self.text(&key, &entry.item) else { continue };
            if column.is_empty() {
                let remedy = "write the name in the table's first line, or leave the key out";
                self.problems.add(&entry.item.at, format!("`{key}` names no column"), remedy);
            } else if field.is_some() {
                found.insert(key, column);
            }
        }
        found
    }

    pub fn fixed(&mut self, table: Table, columns: &Table) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for (key, entry) in table {
            let by_district = self.rows == Rows::Districts;
            let differs = move |f: &Field| {
                NEVER_FIXED.contains(&f.name)
                    || (by_district && ["district_id", "district"].contains(&f.name))
            };
            let Some(field) = self.field("fixed", &key, &entry.key_at, |f| !differs(f)) else { continue };
            if columns.contains_key(&key) {
                let fault = format!("`{key}` is in [columns] and in [fixed]");
                self.problems.add(&entry.key_at, fault, "keep one of the two");
            }
            let value = match as_number(&entry.item.value) {
                Some(number) => Some(number.to_string()),
                None => self.text(&key, &entry.item),
            };
            let Some(value) = value else { continue };
            self.check_word(field, &value, &entry.item.at);
            found.insert(key, value);
        }
        found
    }

    pub fn words(&mut self, table: Table) -> BTreeMap<String, BTreeMap<String, String>> {
        let mut found = BTreeMap::new();
        for (key, entry) in table {
            let Some(field) = self.field("words", &key, &entry.key_at, |_| true) else { continue };
            let Value::Table(words) = &entry.item.value else {
                let fault = format!("`{key}` is {}", entry.item.value.kind());
                let remedy =
                    format!("write a section [words.{key}] with lines such as \"1\" = \"elementary\"");
                self.problems.add(&entry.item.at, fault, remedy);
                continue;
            };
            let mut translations = BTreeMap::new();
            for (theirs, Entry { item, .. }) in words {
                let Some(ours) = self.text(theirs, item) else { continue };
                self.check_word(field, &ours, &item.at);
                translations.insert(theirs.clone(), ours);
            }
            found.insert(key, translations);
        }
        found
    }

    pub fn scale(&mut self, table: Table) -> BTreeMap<String, f64> {
        let mut found = BTreeMap::new();
        for (key, entry) in table {
            let field = self.field("scale", &key, &entry.key_at, |f| SCALED.contains(&f.name));
            match as_number(&entry.item.value) {
                Some(factor) if factor > 0.0 && factor.is_finite() => {
                    if field.is_some() {
                        found.insert(key, factor);
                    }
                }
                _ => {
                    let fault = format!("`{key}` is no number above 0");
                    let remedy = "write what numbers are multiplied by, such as 0.01 for per cent";
                    self.problems.add(&entry.item.at, fault, remedy);
                }
            }
        }
        found
    }

    /// Words of which there are only a few are checked here, so that not every row complains.
    fn check_word(&mut self, field: &Field, word: &str, at: &SourceLocation) {
        let allowed: Vec<&str> = match field.name {
            "level" => Level::ALL.iter().map(|level| level.word()).collect(),
            "district_type" => KINDS.to_vec(),
            "charter" => CHARTERS.to_vec(),
            _ => return,
        };
        if !word.is_empty() && !allowed.contains(&word) {
            let fault = format!("\"{word}\" is no word for `{}`", field.name);
            let near = unknown(word, allowed.iter().copied());
            self.problems.add(at, fault, near);
        }
    }
}
