//! A mapping file: which column of a table holds what. Every fault of it is reported at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::advice::unknown;
use super::district_spec::KINDS;
use super::language::sections::MappingText;
use super::mapped_rows::{filters, joins};
pub use super::shipped_mappings::{SHIPPED, ShippedMapping, built_in};
use super::table_reader::SectionType;
use super::text::{self, Value, WrittenItem, WrittenTable};
use super::value_type::as_number;
use crate::census::Level;
use crate::census::mapping::{FIELDS, Mapping, Rows, TableField};
use crate::census::sheet_layout::SheetLayout;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceLocation};

/// Words that a table may use for charter schools.
const CHARTERS: [&str; 3] = ["no", "local", "direct"];
/// Fields that differ from row to row in any table, and those that differ in a table of districts.
const NEVER_FIXED: [&str; 4] = ["school_id", "school", "enrollment", "teachers"];
const NEVER_FIXED_OF_DISTRICTS: [&str; 2] = ["district_id", "district"];
/// Fields that are numbers and may be in another unit.
const SCALED: [&str; 2] = ["teachers", "poverty"];

/// Reads a mapping; `name` is what messages call it.
///
/// # Errors
/// Every problem at once.
pub fn read(name: &str, text: &str) -> Result<Mapping, Diagnostics> {
    let mut problems = Diagnostics::default();
    let table = text::read(&Arc::from(name), text, &mut problems);
    // A file that is no mapping is refused by its name: what stands in it is nobody's business.
    if !MappingText::SPEC.keys.iter().any(|key| table.contains_key(key.name)) {
        let fault = "is no mapping: it has none of `rows`, [columns], [fixed], [words] and [scale]";
        return Err(Diagnostics::from(Diagnostic::new(
            name,
            fault,
            "name a mapping: docs/mappings has some",
        )));
    }
    if !problems.is_empty() {
        problems.sort();
        return Err(problems);
    }
    let says_rows = table.contains_key("rows");
    let text = MappingText::read(MappingText::SPEC, table, &mut problems);
    // Which fields there are depends on the rows; where those are unknown, what is wrong for both is wrong.
    let Some(rows) = text.rows.or((!says_rows).then_some(Rows::Schools)) else {
        let [mut faults, others] = [Rows::Schools, Rows::Districts].map(|rows| {
            let mut faults = Diagnostics::default();
            MappingReader { rows, problems: &mut faults }.mapping(name, &text);
            faults.into_iter().collect::<Vec<_>>()
        });
        faults.retain(|fault| others.iter().any(|other| other.at == fault.at));
        faults.into_iter().for_each(|fault| problems.push(fault));
        problems.sort();
        return Err(problems);
    };
    let mapping = MappingReader { rows, problems: &mut problems }.mapping(name, &text);
    problems.sort();
    problems.or(mapping)
}

/// How the file is laid out. Words of which there are few were checked when they were read.
fn layout(text: &MappingText) -> SheetLayout {
    let sign = |word: &Option<String>| match word.as_deref()? {
        "tab" => Some('\t'),
        word => word.chars().next(),
    };
    SheetLayout {
        delimiter: sign(&text.delimiter),
        encoding: text.encoding.clone(),
        header_line: text.header_line,
        decimal: sign(&text.decimal),
        thousands: sign(&text.thousands),
        sheet: text.sheet.clone(),
        member: text.member.clone(),
    }
}

/// The sections of a mapping on their way to being understood: each key is a field that tables of these rows
/// have.
struct MappingReader<'a> {
    rows: Rows,
    problems: &'a mut Diagnostics,
}

impl MappingReader<'_> {
    fn mapping(&mut self, name: &str, text: &MappingText) -> Mapping {
        let by_district = self.rows == Rows::Districts;
        let differs = |f: &TableField| {
            NEVER_FIXED.contains(&f.name) || by_district && NEVER_FIXED_OF_DISTRICTS.contains(&f.name)
        };
        for (key, entry) in text.fixed.iter().filter(|(key, _)| text.columns.contains_key(*key)) {
            let fault = format!("`{key}` is in [columns] and in [fixed]");
            self.problems.add(&entry.key_at, fault, "keep one of the two");
        }
        Mapping {
            name: name.into(),
            source: text.source.clone().unwrap_or_default(),
            rows: self.rows,
            columns: self.fields("columns", &text.columns, |_| true, MappingReader::columns),
            fixed: self.fields("fixed", &text.fixed, |f| !differs(f), MappingReader::fixed),
            words: self.fields("words", &text.words, |_| true, MappingReader::words),
            scale: self.fields("scale", &text.scale, |f| SCALED.contains(&f.name), MappingReader::factor),
            unknown: text.unknown.clone(),
            layout: layout(text),
            prefix: self.fields("prefix", &text.prefix, |f| f.name.ends_with("_id"), MappingReader::length),
            digits: self.fields("digits", &text.digits, |f| f.name.ends_with("_id"), MappingReader::length),
            optional: self.optional(name, text),
            filters: filters(&text.r#where, self.problems),
            latest: text.latest.clone(),
            joins: joins(text.join.as_ref(), self.problems),
            unknown_pupils: text.unknown_pupils.unwrap_or_default(),
            totals_row: text.totals_row.unwrap_or_default(),
            pupils_per_teacher: text.pupils_per_teacher,
        }
    }

    /// What a section says of the fields that a table of these rows has and for which `fits` holds.
    fn fields<T>(
        &mut self,
        section: &str,
        table: &WrittenTable,
        fits: impl Fn(&TableField) -> bool,
        mut value: impl FnMut(&mut Self, Option<&TableField>, &str, &WrittenItem) -> Option<T>,
    ) -> BTreeMap<String, T> {
        let fitting: Vec<&TableField> =
            FIELDS.iter().filter(|f| self.rows.column(f).is_some() && fits(f)).collect();
        let mut found = BTreeMap::new();
        for (key, entry) in table {
            let field = fitting.iter().find(|f| f.name == key).copied();
            if field.is_none() {
                let fault = format!("[{section}] has no key `{key}`");
                self.problems.add(&entry.key_at, fault, unknown(key, fitting.iter().map(|f| f.name)));
            }
            if let (Some(value), Some(_)) = (value(self, field, key, &entry.item), field) {
                found.insert(key.clone(), value);
            }
        }
        found
    }

    fn text(&mut self, key: &str, item: &WrittenItem) -> Option<String> {
        if let Value::Text(text) = &item.value {
            return Some(text.trim().to_string());
        }
        let fault = format!("`{key}` is {}", item.value.kind());
        self.problems.add(&item.at, fault, "write a text in quotes");
        None
    }

    /// The names of a column: one, or several of which the first that a table has is taken.
    fn columns(&mut self, _: Option<&TableField>, key: &str, item: &WrittenItem) -> Option<Vec<String>> {
        let names = match &item.value {
            Value::List(items) => {
                items.iter().map(|item| self.text(key, item)).collect::<Option<Vec<_>>>()?
            }
            _ => vec![self.text(key, item)?],
        };
        if names.is_empty() || names.iter().any(String::is_empty) {
            let remedy = "write the name in the table's first line, or leave the key out";
            self.problems.add(&item.at, format!("`{key}` names no column"), remedy);
        }
        Some(names)
    }

    /// Keys of [columns] whose columns may be missing.
    fn optional(&mut self, name: &str, text: &MappingText) -> Vec<String> {
        for key in text.optional.iter().filter(|key| !text.columns.contains_key(*key)) {
            let fault = format!("`optional` names `{key}`, which is no key of [columns]");
            let remedy = unknown(key, text.columns.keys().map(String::as_str));
            self.problems.add(SourceLocation::line(name, 1), fault, remedy);
        }
        text.optional.clone()
    }

    fn fixed(&mut self, field: Option<&TableField>, key: &str, item: &WrittenItem) -> Option<String> {
        let value = as_number(&item.value).map(|x| x.to_string()).or_else(|| self.text(key, item))?;
        self.check_word(field, &value, &item.at);
        Some(value)
    }

    fn words(
        &mut self,
        field: Option<&TableField>,
        key: &str,
        item: &WrittenItem,
    ) -> Option<BTreeMap<String, String>> {
        let Value::Table(words) = &item.value else {
            let remedy = format!("write a section [words.{key}] with lines such as \"1\" = \"elementary\"");
            self.problems.add(&item.at, format!("`{key}` is {}", item.value.kind()), remedy);
            return None;
        };
        let mut translations = BTreeMap::new();
        for (theirs, entry) in words {
            let Some(ours) = self.text(theirs, &entry.item) else { continue };
            self.check_word(field, &ours, &entry.item.at);
            translations.insert(theirs.clone(), ours);
        }
        Some(translations)
    }

    fn factor(&mut self, _: Option<&TableField>, key: &str, item: &WrittenItem) -> Option<f64> {
        let factor = as_number(&item.value).filter(|factor| *factor > 0.0 && factor.is_finite());
        if factor.is_none() {
            let remedy = "write what numbers are multiplied by, such as 0.01 for percent";
            self.problems.add(&item.at, format!("`{key}` is no number above 0"), remedy);
        }
        factor
    }

    fn length(&mut self, _: Option<&TableField>, key: &str, item: &WrittenItem) -> Option<usize> {
        let length = match item.value {
            Value::Whole(length @ 1..=40) => usize::try_from(length).ok(),
            _ => None,
        };
        if length.is_none() {
            let fault = format!("`{key}` is no whole number from 1 to 40");
            self.problems.add(&item.at, fault, "write how many characters the identifier has");
        }
        length
    }

    /// Words of which there are only a few are checked here, so that not every row complains.
    fn check_word(&mut self, field: Option<&TableField>, word: &str, at: &SourceLocation) {
        let Some(field) = field else { return };
        let allowed: Vec<&str> = match field.name {
            "level" => Level::ALL.iter().map(|level| level.word()).collect(),
            "district_type" => KINDS.to_vec(),
            "charter" => CHARTERS.to_vec(),
            _ => return,
        };
        if !word.is_empty() && !allowed.contains(&word) {
            let near = unknown(word, allowed.iter().copied());
            self.problems.add(at, format!("\"{word}\" is no word for `{}`", field.name), near);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_holds_what_it_says() {
        let text = "source = \"A register\"\nrows = \"districts\"\nunknown = [\"-\"]\n[columns]\n\
                    district_id = \"leaid\"\n[fixed]\ndistrict_type = \"unified\"\n[scale]\npoverty = 0.01\n";
        let mapping = read("m.toml", text).unwrap();
        assert_eq!((mapping.rows, mapping.source.as_str()), (Rows::Districts, "A register"));
        assert_eq!(mapping.columns["district_id"], ["leaid"]);
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
        let text = "rows = \"district\"\n[columns]\nlevel = \"L\"\nenrolment = \"n\"\n[scale]\npoverty = 0\n";
        let said = read("m.toml", text).unwrap_err().to_string();
        assert!(said.contains("`enrolment`") && said.contains("line 6, column 11"), "{said}");
        assert!(!said.contains("`level`\n"), "what one kind of table has is not refused: {said}");
    }
}
