//! Identifiers that look as if something happened to them: leading zeros that a spreadsheet took away, and the same letters
//! in capitals and not.

use std::collections::BTreeMap;

use super::SheetRow;
use crate::census::reading_notes::ReadingNotes;
use crate::input::table_fault::Quoted;

/// Shorter identifiers are counted numbers, such as 1 to 120, and lost nothing.
const SHORTEST: usize = 5;
/// So many zeros may be lost.
const MOST_LOST: usize = 2;

/// Remarks on identifiers that differ only in capitals: they are read as different ones.
pub(in crate::input) fn remark_capitals(
    rows: &[SheetRow],
    place: usize,
    name: &str,
    notes: &mut ReadingNotes,
) {
    let mut seen = BTreeMap::<String, (&str, u64)>::new();
    for row in rows {
        let id = row.cells.get(place).unwrap_or_default();
        if !id.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            continue;
        }
        let (first, line) = *seen.entry(id.to_lowercase()).or_insert((id, row.line));
        if first != id {
            notes.remark(format!(
                "column `{name}`: {} in line {line} and {} in line {} are read as different identifiers",
                Quoted(first),
                Quoted(id),
                row.line
            ));
            return;
        }
    }
}

/// Remarks on a column of identifiers of unequal length, where none of the longest begins with 0.
pub(in crate::input) fn remark_lost_zeros(
    rows: &[SheetRow],
    place: usize,
    name: &str,
    notes: &mut ReadingNotes,
) {
    let ids = || {
        let cells = rows.iter().filter_map(|row| Some((row.line, row.cells.get(place)?)));
        cells.filter(|(_, id)| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let Some(longest) = ids().map(|(_, id)| id.len()).max().filter(|longest| *longest >= SHORTEST) else {
        return;
    };
    let is_short = |id: &str| id.len() < longest && id.len() + MOST_LOST >= longest;
    let short = ids().filter(|(_, id)| is_short(id)).count();
    let Some((line, first)) = ids().find(|(_, id)| is_short(id)) else { return };
    if ids().any(|(_, id)| id.len() == longest && id.starts_with('0')) {
        return;
    }
    notes.remark(format!(
        "column `{name}`: identifiers have {longest} digits, but {short} {fewer} ({first} in line {line}), and none of the \
         longest begins with 0: a spreadsheet may have taken leading zeros away",
        first = Quoted(first),
        fewer = if short == 1 { "has fewer" } else { "have fewer" },
    ));
}
