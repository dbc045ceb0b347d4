//! A mapping file: which column of a table holds what. Every fault of it is reported at once.

mod fields;

use std::sync::Arc;

use fields::Reading;

use super::advice::unknown;
use super::table_reader::TableReader;
use super::text;
use crate::census::mapping::{Mapping, Rows};
use crate::diagnostic::{Diagnostics, SourceLocation};

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

/// Reads a mapping; `name` is what messages call it.
///
/// # Errors
/// Every problem at once.
pub fn read(name: &str, text: &str) -> Result<Mapping, Diagnostics> {
    let table = text::parse(&Arc::from(name), text)?;
    let mut problems = Diagnostics::default();
    let mut walk = TableReader::new("a mapping", table, &mut problems);
    let source = walk.text("source").map(|(s, _)| s).unwrap_or_default();
    let rows = walk.text("rows");
    let unknown_words = walk.texts("unknown").unwrap_or_default();
    let [columns, fixed, words, scale] =
        ["columns", "fixed", "words", "scale"].map(|section| walk.section(section));
    walk.finish();
    let rows = rows.map_or(Some(Rows::Schools), |(word, at)| rows_of(&word, &at, &mut problems));
    if source.chars().any(char::is_control) {
        problems.add(name, "`source` holds a line break", "say it in one line");
    }
    // Which fields there are depends on the rows; where those are unknown, what is wrong for both is wrong.
    let Some(rows) = rows else {
        let [mut faults, others] = [Rows::Schools, Rows::Districts].map(|rows| {
            let mut faults = Diagnostics::default();
            let mut reading = Reading { rows, problems: &mut faults };
            reading.fixed(fixed.clone(), &columns);
            reading.columns(columns.clone());
            reading.words(words.clone());
            reading.scale(scale.clone());
            faults.into_iter().collect::<Vec<_>>()
        });
        faults.retain(|fault| others.iter().any(|other| other.at == fault.at));
        faults.into_iter().for_each(|fault| problems.push(fault));
        problems.sort();
        return Err(problems);
    };
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
    problems.sort();
    problems.or(mapping)
}

fn rows_of(word: &str, at: &SourceLocation, problems: &mut Diagnostics) -> Option<Rows> {
    let found = word.parse().ok();
    if found.is_none() {
        let words = <Rows as strum::VariantArray>::VARIANTS.iter().map(|rows| rows.into());
        problems.add(at, format!("no table has \"{word}\" as rows"), unknown(word, words));
    }
    found
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
        let text = "rows = \"district\"\n[columns]\nlevel = \"L\"\nenrolment = \"n\"\n[scale]\npoverty = 0\n";
        let said = read("m.toml", text).unwrap_err().to_string();
        assert!(said.contains("`enrolment`") && said.contains("line 6, column 11"), "{said}");
        assert!(!said.contains("`level`\n"), "what one kind of table has is not refused: {said}");
    }
}
