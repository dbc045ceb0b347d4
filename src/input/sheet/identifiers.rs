//! Identifiers that look as if something happened to them: leading zeros that a spreadsheet took away, and the same letters
//! in capitals and not.

use std::collections::BTreeMap;

use super::SheetRow;
use crate::census::reading_notes::ReadingNotes;
use crate::input::table_fault::Quoted;
use crate::phrasing::thousands;

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

/// Remarks on identifiers with other signs in a column where at least half are digits alone, and on those that a program took
/// for numbers with a fraction.
pub(in crate::input) fn remark_signs(rows: &[SheetRow], place: usize, name: &str, notes: &mut ReadingNotes) {
    let ids = || {
        let cells = rows.iter().filter_map(|row| Some((row.line, row.cells.get(place)?)));
        cells.filter(|(_, id)| !id.is_empty())
    };
    let is_digits = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    let has_fraction =
        |id: &str| id.strip_suffix(".0").is_some_and(|bare| !bare.is_empty() && is_digits(bare));
    let plain = ids().filter(|(_, id)| is_digits(id)).count();
    let mut remark = |is_odd: &dyn Fn(&str) -> bool, have: [&str; 2], why: &str| {
        let odd = ids().filter(|(_, id)| is_odd(id)).count();
        let Some((line, first)) = ids().find(|(_, id)| is_odd(id)) else { return };
        notes.remark(format!(
            "column `{name}`: {} {} ({} in line {line}): {why}",
            thousands(odd as u64),
            have[usize::from(odd > 1)],
            Quoted(first)
        ));
    };
    remark(
        &has_fraction,
        ["identifier ends in .0", "identifiers end in .0"],
        "a program took them for numbers, and leading zeros may be gone; export the column as text",
    );
    let others = ids().filter(|(_, id)| !is_digits(id) && !has_fraction(id)).count();
    if plain > 0 && plain >= others {
        remark(
            &|id| !is_digits(id) && !has_fraction(id),
            ["identifier has other signs than digits", "identifiers have other signs than digits"],
            "it is read as it stands, and the same without them is another one",
        );
    }
}

/// Remarks on identifiers that have not the digits that those of a known layout have.
pub(in crate::input) fn remark_digits(
    rows: &[SheetRow],
    place: usize,
    (name, digits): (&str, usize),
    notes: &mut ReadingNotes,
) {
    let ids = || {
        let cells = rows.iter().filter_map(|row| Some((row.line, row.cells.get(place)?)));
        cells.filter(|(_, id)| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let all = ids().count();
    let mut remark = |is_wrong: &dyn Fn(&str) -> bool, than: &str, why: &str| {
        let wrong = ids().filter(|(_, id)| is_wrong(id)).count();
        let Some((line, first)) = ids().find(|(_, id)| is_wrong(id)) else { return };
        notes.remark(format!(
            "column `{name}`: {} of {} {} {than} than {digits} digits, which identifiers of this layout have ({} in line \
             {line}): {why}",
            thousands(wrong as u64),
            thousands(all as u64),
            if wrong == 1 { "has" } else { "have" },
            Quoted(first),
        ));
    };
    let zeros = "a spreadsheet may have taken leading zeros away, and what is joined by them or cut from them is then wrong";
    remark(&|id| id.len() < digits, "fewer", zeros);
    remark(&|id| id.len() > digits, "more", "check that it is the right column");
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
