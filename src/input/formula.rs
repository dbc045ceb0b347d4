//! Texts in CSV that a spreadsheet would take for a formula.
//!
//! A spreadsheet computes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return. So a text that begins with
//! one of these, behind any number of apostrophes, is written with one apostrophe more, and read with one less: every text
//! comes back. The same holds for apostrophes before a digit, because an apostrophe keeps a number a text. Numbers and Parquet stay as they are.

use std::borrow::Cow;

/// The text as a cell of CSV holds it.
pub fn to_cell(text: &str) -> Cow<'_, str> {
    if begins_formula(text) || is_marked_number(text) { format!("'{text}").into() } else { text.into() }
}

/// The same of a cell that may also be a number, which stays as it is.
pub fn to_cell_or_number(cell: &str) -> Cow<'_, str> {
    if cell.parse::<f64>().is_ok() { cell.into() } else { to_cell(cell) }
}

/// The text that a cell of CSV holds.
pub fn of_cell(cell: &str) -> &str {
    let is_marked = |text: &&str| begins_formula(text) || is_marked_number(cell) && !text.is_empty();
    cell.strip_prefix('\'').filter(is_marked).unwrap_or(cell)
}

fn begins_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Whether apostrophes stand before a number: spreadsheets keep a number a text by one.
fn is_marked_number(text: &str) -> bool {
    text.starts_with('\'') && text.trim_start_matches('\'').starts_with(|sign: char| sign.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_comes_back_and_no_cell_begins_a_formula(text in "('|=|-|@|\\+|\t|\r|a|,|\"){0,6}") {
            let cell = to_cell(&text);
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert_eq!(of_cell(&cell), text.as_str());
        }
    }

    #[test]
    fn other_texts_stay_as_they_are() {
        for text in ["", "'", "'a", "O'Neill", "a=b", "5", "''"] {
            assert_eq!((to_cell(text).as_ref(), of_cell(text)), (text, text));
        }
        assert_eq!((to_cell("=1+1").as_ref(), to_cell("-0.5").as_ref()), ("'=1+1", "'-0.5"));
        assert_eq!((to_cell_or_number("-0.5").as_ref(), to_cell_or_number("-a").as_ref()), ("-0.5", "'-a"));
    }
}
