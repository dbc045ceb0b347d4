//! What can be wrong with a table, in words a person can act on: place, fault, next step.

use std::fmt;
use std::io;

use crate::diagnostic::{Diagnostic, Diagnostics, Remedy, SourceLocation, is_unseen};

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

/// All faults of one table.
pub(super) struct TableFaults {
    file: String,
    found: Diagnostics,
}

impl TableFaults {
    pub(super) fn of(file: &str) -> TableFaults {
        TableFaults { file: file.to_owned(), found: Diagnostics::default() }
    }

    /// Notes a fault of a whole row. Lines count from 1; the header is line 1 unless blank lines come before it.
    pub(super) fn row(&mut self, line: u64, fault: impl Into<String>, remedy: impl Into<Remedy>) {
        self.found.add(SourceLocation::line(&self.file, line as u32), fault, remedy);
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
        self.found.push(Diagnostic::new(at, fault, remedy).about(name));
    }

    /// `good` if nothing was wrong.
    pub(super) fn or<T>(self, good: T) -> Result<T, Diagnostics> {
        self.found.or(good)
    }

    pub(super) fn count(&self) -> usize {
        self.found.count()
    }
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
