//! One cell of text: without the marks by which spreadsheets keep it a text, and without signs that nobody sees.

use std::borrow::Cow;

use csv::StringRecord;

use crate::census::reading_notes::{Handling, ReadingNotes};
use crate::input::formula;

/// What was changed in a cell, beside spaces around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Quotes,
    Spaces,
    Unseen,
}

impl Change {
    fn words(self) -> [&'static str; 2] {
        match self {
            Change::Quotes => [
                "cell freed of the marks that keep it a text (=\"…\")",
                "cells freed of the marks that keep them a text (=\"…\")",
            ],
            Change::Spaces => ["cell with a non-breaking space", "cells with non-breaking spaces"],
            Change::Unseen => {
                ["cell freed of a sign that nobody sees", "cells freed of signs that nobody sees"]
            }
        }
    }
}

/// The cells of a row as they are read; what was changed is counted.
pub(super) fn clean_row(cells: &mut StringRecord, line: u64, notes: &mut ReadingNotes) {
    let is_plain =
        |cell: &str| matches!(clean(cell), (Cow::Borrowed(same), None) if same.len() == cell.len());
    if cells.iter().all(is_plain) {
        return;
    }
    let mut cleaned = StringRecord::new();
    for cell in &*cells {
        let (cell, change) = clean(cell);
        if let Some(change) = change {
            notes.count_of_layout(Handling::Changed, change.words(), line);
        }
        cleaned.push_field(&cell);
    }
    *cells = cleaned;
}

/// The name of a column: line breaks within it are spaces.
pub(super) fn clean_name(cell: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    if cell.bytes().all(is_plain) {
        return Cow::Borrowed(cell);
    }
    clean(cell).0.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

fn clean(cell: &str) -> (Cow<'_, str>, Option<Change>) {
    let is_unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let is_wide = |c: char| matches!(c, '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}');
    let (mut cell, mut change) = (Cow::Borrowed(cell), None);
    if !cell.is_ascii() {
        if cell.contains(is_unseen) {
            (cell, change) = (cell.replace(is_unseen, "").into(), Some(Change::Unseen));
        }
        if cell.contains(is_wide) {
            (cell, change) = (cell.replace(is_wide, " ").into(), change.or(Some(Change::Spaces)));
        }
    }
    let trimmed = match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
        Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
    };
    match unquoted(&trimmed) {
        Some(bare) => (bare.into(), Some(Change::Quotes)),
        None => match trimmed {
            Cow::Borrowed(cell) => (formula::of_cell(cell).into(), change),
            Cow::Owned(cell) => (formula::of_cell(&cell).to_owned().into(), change),
        },
    }
}

/// The text that a spreadsheet is kept from taking for a number: `="0100001"`, `=0100001` or `'0100001`.
fn unquoted(cell: &str) -> Option<String> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if let Some(formula) = cell.strip_prefix('=') {
        let quoted = formula.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        return match quoted {
            Some(text) => Some(text.replace("\"\"", "\"").trim().to_owned()),
            None => is_number(formula).then(|| formula.to_owned()),
        };
    }
    let text = cell.strip_prefix(['\'', '\u{2019}', '\u{2018}'])?;
    text.starts_with(|c: char| c.is_ascii_digit()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_spreadsheets_and_unseen_signs_are_no_part_of_a_cell() {
        for (cell, read) in [
            ("=\"0100001\"", "0100001"),
            ("=\"\"", ""),
            ("=0100001", "0100001"),
            ("'0100001", "0100001"),
            ("'06-08", "06-08"),
            ("'=1+1", "=1+1"),
            ("O'Neill", "O'Neill"),
            ("'t Hof", "'t Hof"),
            ("=A1+B1", "=A1+B1"),
            ("\u{feff}Ash\u{a0} ", "Ash"),
            ("Fern\u{a0}Valley", "Fern Valley"),
            ("01\u{200b}02", "0102"),
            (" \t", ""),
        ] {
            assert_eq!(clean(cell).0, read, "{cell:?}");
        }
        assert_eq!(clean_name("Agency\n  Name\u{a0}[District]"), "Agency Name [District]");
    }
}
