//! What can be wrong with a table, in words a person can act on: place, fault, next step.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use crate::census::reading_notes::{ReadingNotes, places_in_words};
use crate::diagnostic::{Diagnostic, Diagnostics, Remedy, SourceLocation, is_unseen};
use crate::phrasing::thousands;

/// A table that could not be opened or read.
pub(super) fn unreadable(file: &str, cause: &io::Error) -> Diagnostic {
    let why = match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => cause.to_string(),
    };
    let remedy = "check that the path names a file and that you may read it; what a table holds is told in docs/scenarios.md, \
                  \"Tables of real schools\"";
    Diagnostic::failed(file, format!("cannot be read: {why}"), remedy)
}

/// Lines that are named of a cause, beside the first.
const PLACES: usize = 3;
/// So many causes are told; of further ones the faults are counted.
const MOST_CAUSES: usize = 1_000;

/// The column, what is wrong without what differs from row to row, and what to do about it.
type Cause = (Option<Arc<str>>, String, String);

/// All faults of one table, and what there is to say of its reading.
pub(super) struct TableFaults {
    file: String,
    /// Each cause once, with the further lines where it was met.
    found: Vec<(Diagnostic, Vec<u64>)>,
    /// Their places in the list, by cause.
    causes: BTreeMap<Cause, usize>,
    /// Faults of further causes.
    untold: usize,
    /// What was left out, changed or guessed.
    pub(super) notes: ReadingNotes,
}

impl TableFaults {
    pub(super) fn of(file: &str) -> TableFaults {
        TableFaults {
            file: file.to_owned(),
            found: Vec::new(),
            causes: BTreeMap::new(),
            untold: 0,
            notes: ReadingNotes::default(),
        }
    }

    /// A fault of the file as a whole, which is not noted yet.
    pub(super) fn of_file(&self, fault: impl Into<String>, remedy: impl Into<Remedy>) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(self.file.as_str(), fault, remedy))
    }

    /// A fault of a line, which is not noted yet.
    pub(super) fn of_line(
        &self,
        line: u64,
        fault: impl Into<String>,
        remedy: impl Into<Remedy>,
    ) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(SourceLocation::line(&self.file, line as u32), fault, remedy))
    }

    /// Notes a fault; one cause is told once, with the number of its places.
    pub(super) fn push(&mut self, fault: Diagnostic) {
        let cause = (fault.at.cell.clone(), skeleton(&fault.fault), fault.remedy.clone());
        if self.found.len() >= MOST_CAUSES && !self.causes.contains_key(&cause) {
            self.untold += 1;
            return;
        }
        let place = *self.causes.entry(cause).or_insert(self.found.len());
        match self.found.get_mut(place) {
            None => self.found.push((fault, Vec::new())),
            Some((first, further)) => {
                first.count += 1;
                if further.len() < PLACES {
                    further.push(fault.at.line.into());
                }
            }
        }
    }

    /// What messages call the table.
    pub(super) fn file(&self) -> String {
        self.file.clone()
    }

    /// Notes a fault of a whole row. Lines count from 1; the header is line 1 unless blank lines come before it.
    pub(super) fn row(&mut self, line: u64, fault: impl Into<String>, remedy: impl Into<Remedy>) {
        self.push(*self.of_line(line, fault, remedy));
    }

    /// Notes a fault of the cell in the column of this name; its place counts from 0, if it is there.
    pub(super) fn cell(
        &mut self,
        line: u64,
        (name, place): (&str, Option<usize>),
        fault: impl Into<String>,
        remedy: impl Into<Remedy>,
    ) {
        let column = place.map_or(0, |k| k as u32 + 1);
        let at = SourceLocation {
            column,
            cell: Some(name.into()),
            ..SourceLocation::line(&self.file, line as u32)
        };
        self.push(Diagnostic::new(at, fault, remedy).about(name));
    }

    /// `good` if nothing was wrong; else all faults, and below them how the table was read.
    pub(super) fn or<T>(self, good: T) -> Result<T, Diagnostics> {
        let mut all = Diagnostics::default();
        for (mut fault, lines) in self.found {
            if let more @ 1.. = fault.count - 1 {
                let what = match (&fault.at.cell, more) {
                    (Some(_), 1) => "cell of this column",
                    (Some(_), _) => "cells of this column",
                    (None, 1) => "row",
                    (None, _) => "rows",
                };
                let places = places_in_words(&lines, more);
                fault.fault += &format!(", and {} more {what}: {places}", thousands(more));
            }
            all.push(fault);
        }
        all.more(self.untold);
        all.advice = self.notes.lines().join("\n");
        all.or(good)
    }

    /// How many causes there are.
    pub(super) fn count(&self) -> usize {
        self.found.len()
    }
}

/// A fault without what differs from row to row: numbers, and cells with digits that are quoted. Words stay: each is a cause.
fn skeleton(fault: &str) -> String {
    let has_digit = |part: &str| part.bytes().any(|b| b.is_ascii_digit());
    let parts =
        fault.split('`').enumerate().map(|(k, part)| if k % 2 == 1 && has_digit(part) { "" } else { part });
    parts.collect::<Vec<_>>().join("`").chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// A cell as it is quoted in a message: one line, short, and harmless on a terminal.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 40;
        let short: String = self.0.chars().take(LONGEST).collect();
        let more = if self.0.chars().nth(LONGEST).is_some() { "…" } else { "" };
        let escaped = |c: char| if is_unseen(c) { c.escape_default().to_string() } else { c.to_string() };
        write!(f, "`{}{more}`", short.chars().map(escaped).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_or_hostile_cell_is_quoted_short_and_harmless() {
        assert_eq!(Quoted("a\u{1b}[2Jb\n").to_string(), r"`a\u{1b}[2Jb\n`");
        assert_eq!(Quoted(&"x".repeat(1_000)).to_string().chars().count(), 43);
    }
}
