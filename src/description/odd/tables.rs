//! Tables of the page: states, words, draws, parameters with their evidence, measures, kinds of events.

use std::fmt::Write as _;

use super::items::DocumentedItem;
use crate::census::{DistrictFacts, SchoolFacts};
use crate::events::{EVENTS, EventKind, Field};
use crate::metrics::{Column, MEASURES, RUN_COLUMNS};
use crate::model::Model;
use crate::parameters::{LedgerEntry, headline_effects};
use crate::scenario::language::SectionSpec;
use crate::strategy::Strategy;

/// A table with these columns; what would end a cell early is escaped.
pub fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let row = |cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = row(header.iter().map(ToString::to_string).collect());
    let _ = writeln!(text, "|{}", "---|".repeat(header.len()));
    text.extend(rows.map(row));
    text
}

/// The states of an entity.
pub fn states(items: &[DocumentedItem]) -> String {
    let row = |item: &DocumentedItem| vec![format!("`{}`", item.name), kind(&item.kind), item.doc.clone()];
    table(&["state", "kind", "meaning"], items.iter().map(row))
}

/// A type of the code in words.
fn kind(written: &str) -> String {
    let inside = |outer: &str| written.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>'));
    if let Some(inner) = inside("Option<") {
        return format!("{}, or none", kind(inner));
    }
    if let Some(inner) = inside("Vec<") {
        return format!("{}, one each", kind(inner));
    }
    match written {
        "f64" => "number".into(),
        "bool" => "yes or no".into(),
        "u8" | "i8" | "u16" | "u32" | "usize" => "whole number".into(),
        "SchoolId" | "TeacherId" | "TeamId" | "CollaborationId" => "whole number".into(),
        "String" => "text".into(),
        "Month" => "month".into(),
        "[f64; 4]" => "four numbers".into(),
        "[Vec<f64>; 12]" => "twelve numbers, one each".into(),
        "(SchoolId, usize)" => "two whole numbers".into(),
        "Range<usize>" => "run of seats".into(),
        other => format!("`{other}`"),
    }
}

/// The variants of an enum; strategies and models with the word of a scenario.
pub fn words(items: &[DocumentedItem]) -> String {
    let strategies = Strategy::ALL.map(|s| (format!("{s:?}"), s.word()));
    let models = Model::ALL.iter().map(|m| (format!("{m:?}"), m.word())).collect::<Vec<_>>();
    let asked = |name: &str| strategies.iter().chain(&models).find(|(own, _)| own == name);
    let name = |item: &DocumentedItem| match asked(&item.name) {
        Some((_, word)) => format!("`{}`, *{word}*", item.name),
        None => format!("`{}`", item.name),
    };
    table(&["word", "meaning"], items.iter().map(|item| vec![name(item), item.doc.clone()]))
}

/// Kinds of draws, whose documentation says what, who, when and which numbers of a block.
pub fn draws(items: &[DocumentedItem]) -> String {
    let row = |item: &DocumentedItem| {
        let (what, rest) = item.doc.split_once(" Who: ").unwrap_or((&item.doc, ""));
        let (who, rest) = rest.split_once(" When: ").unwrap_or((rest, ""));
        let (when, lanes) = rest.split_once(" Lanes: ").unwrap_or((rest, ""));
        let cell = |text: &str| text.trim_end_matches('.').to_string();
        vec![format!("{} `{}`", item.kind, item.name), cell(what), cell(who), cell(when), cell(lanes)]
    };
    let header =
        ["number and name", "what is drawn", "for whom", "when", "numbers of one block (lanes 0 to 3)"];
    table(&header, items.iter().map(row))
}

/// Parameters with their evidence.
pub fn parameters<'a>(entries: impl Iterator<Item = &'a LedgerEntry>) -> String {
    let row = |e: &LedgerEntry| {
        let when = if e.first_day { " (first day only)" } else { "" };
        vec![
            format!("`{}`", e.name),
            format!("{}{when}", e.meaning),
            e.unit.clone(),
            e.value.to_string(),
            format!("{} to {}", e.range.0, e.range.1),
            format!("{} to {}", e.allowed().0, e.allowed().1),
            e.grade.word().into(),
            headline_effects(e.name).map_or_else(String::new, |effects| effects.words()),
            e.source.clone(),
        ]
    };
    let header =
        ["parameter", "meaning", "unit", "value", "plausible", "allowed", "grade", "moves", "source"];
    table(&header, entries.map(row))
}

/// The measures of a month, and of a run as a whole.
pub fn measures() -> String {
    let row = |c: &Column| {
        let ends = [c.low, c.high].map(|end| end.map_or("…".into(), |x| x.to_string()));
        vec![format!("`{}`", c.name), c.meaning.into(), c.unit.into(), ends.join(" to ")]
    };
    let header = ["measure", "meaning", "unit", "range"];
    format!(
        "Of each month:\n\n{}\nOf each run as a whole:\n\n{}",
        table(&header, MEASURES.iter().map(row)),
        table(&header, RUN_COLUMNS.iter().map(row))
    )
}

/// Strategies with their rules.
pub fn strategies() -> String {
    table(
        &["strategy", "rule"],
        Strategy::ALL.into_iter().map(|s| vec![s.word().into(), s.rules().rule.into()]),
    )
}

/// Kinds of dated events.
pub fn kinds() -> String {
    let row = |kind: &EventKind| {
        let mark = |field: &Field| {
            if field.is_needed { format!("`{}` (needed)", field.key) } else { format!("`{}`", field.key) }
        };
        let keys: Vec<String> = kind.fields.iter().map(mark).collect();
        let ends = if kind.ends() { "yes" } else { "no" };
        vec![format!("`{}`", kind.what), kind.help.into(), keys.join(", "), ends.into()]
    };
    table(&["event", "what it does", "keys", "can be undone"], EVENTS.iter().map(row))
}

/// Sections and keys of scenario files; the parameters that may stand in them are in the ledger.
pub fn keys(sections: &[SectionSpec]) -> String {
    let rows = sections.iter().flat_map(|section| {
        section.keys.iter().map(|key| {
            let place = if section.name.is_empty() { String::new() } else { format!("[{}] ", section.name) };
            vec![
                format!("`{place}{}`", key.name),
                key.meaning.into(),
                key.form.words(),
                key.unit.into(),
                key.default.into(),
            ]
        })
    });
    table(&["key", "meaning", "form", "unit", "default"], rows)
}

/// The schools of a district.
pub fn schools(facts: &DistrictFacts) -> String {
    let row = |s: &SchoolFacts| {
        let grades = s.grades.map_or_else(String::new, |span| span.to_string());
        let poverty = s.poverty.map_or_else(String::new, |share| share.to_string());
        let [level, pupils, teachers] =
            [s.level.to_string(), s.enrollment.to_string(), s.teachers_fte.to_string()];
        vec![s.id.clone(), level, grades, pupils, teachers, poverty]
    };
    let header = ["school", "level", "grades", "students", "teachers", "poverty"];
    table(&header, facts.schools.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_end_its_row_early() {
        let text = table(&["a"], [vec!["x | y".to_string()]].into_iter());
        assert_eq!(text, "| a |\n|---|\n| x \\| y |\n");
    }

    #[test]
    fn types_are_told_in_words() {
        assert_eq!(kind("Option<f64>"), "number, or none");
        assert_eq!(kind("Vec<u32>"), "whole number, one each");
        assert_eq!(kind("Idea"), "`Idea`");
    }
}
