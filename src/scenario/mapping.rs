//! A mapping file: which column of a table holds what. Every fault of it is reported at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::advice::unknown;
use super::place::KINDS;
use super::problem::{Problems, Spot};
use super::text::{self, Entry, Item, Table, Value};
use super::walk::{Walk, as_number};
use crate::quantity::census::Level;
use crate::quantity::mapping::{FIELDS, Field, Mapping, Rows};

/// The mappings that come with the program, by name.
pub const BUILT_IN: [(&str, &str); 3] = [
    ("nces-districts", include_str!("../../docs/mappings/nces-districts.toml")),
    ("california-districts", include_str!("../../docs/mappings/california-districts.toml")),
    ("districts", include_str!("../../docs/mappings/districts.toml")),
];

/// The text of a built-in mapping, by name with or without `.toml`.
pub fn built_in(name: &str) -> Option<&'static str> {
    let name = name.strip_suffix(".toml").unwrap_or(name);
    BUILT_IN.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
}

/// Words that a table may use for charter schools.
const CHARTERS: [&str; 3] = ["no", "local", "direct"];
/// Fields that differ from row to row in any table.
const NEVER_FIXED: [&str; 4] = ["school_id", "school", "enrollment", "teachers"];
/// Fields that are numbers and may be in another unit.
const SCALED: [&str; 2] = ["teachers", "poverty"];

/// Reads a mapping; `name` is what messages call it.
///
/// # Errors
/// Every problem at once.
pub fn read(name: &str, text: &str) -> Result<Mapping, Problems> {
    let table = text::parse(&Arc::from(name), text)?;
    let mut problems = Problems::default();
    let mut walk = Walk::new("a mapping", table, &mut problems);
    let source = walk.text("source").map(|(s, _)| s).unwrap_or_default();
    let rows = walk.text("rows");
    let unknown_words = walk.texts("unknown").unwrap_or_default();
    let [columns, fixed, words, scale] =
        ["columns", "fixed", "words", "scale"].map(|section| walk.section(section));
    walk.finish();
    let rows = rows.map_or(Some(Rows::Schools), |(word, at)| rows_of(&word, &at, &mut problems));
    if source.chars().any(char::is_control) {
        problems.add(&Spot::whole(name), "`source` holds a line break", "say it in one line");
    }
    // Which fields there are depends on the rows; with neither there is nothing to compare with.
    let Some(rows) = rows else { return Err(problems) };
    let mut reading = Reading { rows, problems: &mut problems };
    let mapping = Mapping {
        name: name.into(),
        source,
        rows,
        fixed: reading.fixed(fixed, &columns),
        columns: reading.columns(columns),
        words: reading.words(words),
        scale: reading.scale(scale),
        unknown: unknown_words.into_iter().map(|(word, _)| word).collect(),
    };
    if problems.is_empty() { Ok(mapping) } else { Err(problems) }
}

fn rows_of(word: &str, at: &Spot, problems: &mut Problems) -> Option<Rows> {
    let found = Rows::ALL.iter().find(|(_, w)| *w == word).map(|(rows, _)| *rows);
    if found.is_none() {
        let words = Rows::ALL.iter().map(|(_, w)| *w);
        problems.add(at, format!("no table has \"{word}\" as rows"), unknown(word, words));
    }
    found
}

struct Reading<'a> {
    rows: Rows,
    problems: &'a mut Problems,
}

impl Reading<'_> {
    /// The field of this name, if a table of these rows has it and `fits` holds.
    fn field(
        &mut self,
        section: &str,
        key: &str,
        at: &Spot,
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

    fn columns(&mut self, table: Table) -> BTreeMap<String, String> {
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

    fn fixed(&mut self, table: Table, columns: &Table) -> BTreeMap<String, String> {
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

    fn words(&mut self, table: Table) -> BTreeMap<String, BTreeMap<String, String>> {
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

    fn scale(&mut self, table: Table) -> BTreeMap<String, f64> {
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
    fn check_word(&mut self, field: &Field, word: &str, at: &Spot) {
        let allowed: Vec<&str> = match field.name {
            "level" => Level::ALL.map(Level::word).to_vec(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mappings_that_come_along_can_be_read() {
        for (name, text) in BUILT_IN {
            assert!(read(name, text).is_ok_and(|m| m.rows == Rows::Districts), "{name}");
        }
    }

    #[test]
    fn a_mapping_holds_what_it_says() {
        let text = "source = \"A register\"\nrows = \"districts\"\nunknown = [\"-\"]\n[columns]\n\
                    district_id = \"leaid\"\n[fixed]\ndistrict_type = \"unified\"\n[scale]\npoverty = 0.01\n";
        let mapping = read("m.toml", text).unwrap();
        assert_eq!((mapping.rows, mapping.source.as_str()), (Rows::Districts, "A register"));
        assert_eq!(mapping.columns["district_id"], "leaid");
        assert_eq!(mapping.fixed["district_type"], "unified");
        assert_eq!(mapping.scale["poverty"], 0.01);
        assert_eq!(mapping.unknown, ["-"]);
    }

    #[test]
    fn every_fault_is_reported_at_once_with_place_and_remedy() {
        let text = "rows = \"schools\"\nsorce = \"x\"\n[columns]\nenrolment = \"n\"\nschool = 5\n\
                    county = \"\"\n[fixed]\nlevel = \"elementry\"\nschool_id = \"1\"\n[scale]\n\
                    poverty = \"0.01\"\nlevel = 2\n[words]\ncharter = \"Y\"\n[words.level]\n\"1\" = \"primary\"\n";
        let said = read("m.toml", text).unwrap_err().to_string();
        for words in [
            "m.toml, line 2, column 1: a mapping has no key `sorce`\n  did you mean `source`?",
            "m.toml, line 4, column 1: [columns] has no key `enrolment`\n  did you mean `enrollment`?",
            "line 5, column 10: `school` is a number",
            "line 6, column 10: `county` names no column",
            "line 8, column 9: \"elementry\" is no word for `level`\n  did you mean `elementary`?",
            "line 9, column 1: [fixed] has no key `school_id`",
            "line 11, column 11: `poverty` is no number above 0",
            "line 12, column 1: [scale] has no key `level`",
            "[words.charter]",
            "line 16, column 7: \"primary\" is no word for `level`",
        ] {
            assert!(said.contains(words), "lacks {words}\n{said}");
        }
    }

    #[test]
    fn a_table_of_districts_has_no_columns_of_schools() {
        let said = read("m.toml", "rows = \"districts\"\n[columns]\nlevel = \"LEVEL\"\n").unwrap_err();
        assert!(said.to_string().contains("[columns] has no key `level`"), "{said}");
        let said = read("m.toml", "rows = \"district\"\n").unwrap_err().to_string();
        assert!(said.contains("did you mean `districts`?"), "{said}");
    }
}
