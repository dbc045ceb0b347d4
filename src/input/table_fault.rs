//! What can be wrong with a table, in words a person can act on: place, fault, next step.

use std::fmt;
use std::io;

/// How many faults an error spells out; the others are only counted.
pub const FAULTS_SHOWN: usize = 50;

/// How many are kept for programs.
pub const FAULTS_KEPT: usize = 1_000;

/// One thing wrong with one place of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1; the header is line 1 unless blank lines come before it.
    pub line: u64,
    /// The column's name, if the fault is in one cell.
    pub column: Option<String>,
    /// Which cell of the row that is, from 0.
    pub cell: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What may stand there.
    pub allowed: Option<String>,
    /// The word or column that was probably meant.
    pub nearest: Option<String>,
    /// What to do about it.
    pub remedy: String,
}

/// Why a table was not read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file could not be opened or read.
    #[error("{file}: cannot be read: {}\n  check that the path names a file and that you may read it", words(.cause))]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The file is larger than any table of districts should be.
    #[error(
        "{file}: is larger than {limit} bytes, too large for a table of schools\n  check that it is the right \
         file, or split it by state"
    )]
    TooLarge {
        /// The file.
        file: String,
        /// The largest size read, in bytes.
        limit: u64,
    },
    /// The content is wrong.
    #[error("{}", listing(.file, .faults, *.count))]
    Faulty {
        /// The file.
        file: String,
        /// The first faults, in the order of the file; at most [`FAULTS_KEPT`].
        faults: Vec<Fault>,
        /// How many there are in all.
        count: usize,
    },
}

/// Why a file could not be read.
fn words(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => cause.to_string(),
    }
}

fn listing(file: &str, faults: &[Fault], count: usize) -> String {
    let mut text = String::new();
    for Fault { line, column, what, remedy, .. } in faults.iter().take(FAULTS_SHOWN) {
        let column = column.as_ref().map(|name| format!(", column `{name}`")).unwrap_or_default();
        text += &format!("{file}, line {line}{column}: {what}\n  {remedy}\n");
    }
    match count.saturating_sub(FAULTS_SHOWN) {
        0 => {}
        1 => text += &format!("and 1 more fault ({count} in all)\n"),
        more => text += &format!("and {more} more faults ({count} in all)\n"),
    }
    text.truncate(text.trim_end().len());
    text
}

/// Collects faults: the first ones in full, the rest as a number.
#[derive(Debug, Default)]
pub(super) struct Faults {
    shown: Vec<Fault>,
    count: usize,
}

impl Faults {
    pub(super) fn add(&mut self, line: u64, column: Option<&str>, what: String, remedy: impl Into<String>) {
        let (column, remedy) = (column.map(str::to_owned), remedy.into());
        self.push(Fault { line, column, cell: None, what, allowed: None, nearest: None, remedy });
    }

    pub(super) fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.shown.len() < FAULTS_KEPT {
            self.shown.push(fault);
        }
    }

    /// `good` if nothing was wrong.
    pub(super) fn settle<T>(self, file: &str, good: T) -> Result<T, TableError> {
        if self.count == 0 {
            return Ok(good);
        }
        Err(TableError::Faulty { file: file.to_owned(), faults: self.shown, count: self.count })
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }
}

/// A cell as it is quoted in a message: one line, short, and harmless on a terminal.
pub(super) struct Quoted<'a>(pub(super) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 40;
        let short: String = self.0.chars().take(LONGEST).collect();
        let more = if self.0.chars().nth(LONGEST).is_some() { "…" } else { "" };
        let visible = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
        write!(f, "`{}{more}`", short.chars().map(visible).collect::<String>())
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

    #[test]
    fn faults_beyond_the_fiftieth_are_only_counted() {
        let mut faults = Faults::default();
        for line in 0..63 {
            faults.add(line, None, "is wrong".into(), "right it");
        }
        let text = faults.settle("t.csv", ()).unwrap_err().to_string();
        assert_eq!(text.lines().count(), 2 * FAULTS_SHOWN + 1);
        assert!(text.ends_with("and 13 more faults (63 in all)"), "{text}");
    }
}
