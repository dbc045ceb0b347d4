//! What was left out, changed or guessed when a table was read: counted, with the first places, so that nothing is silent.

use std::fmt::Write;

use serde::Serialize;

use crate::phrasing::thousands;

/// Places that are named of what is counted.
const PLACES: usize = 3;

/// What was done to something of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Handling {
    /// It does not count.
    #[serde(rename = "left out")]
    LeftOut,
    /// It is read as something else than what is written.
    Changed,
    /// It was not known, and is supposed or drawn.
    Guessed,
}

/// Something that was done so many times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Noted {
    /// What was done.
    pub handling: Handling,
    /// To what, as one and as many: `row of a closed school left out`.
    #[serde(skip)]
    words: [String; 2],
    /// How many times.
    pub count: u64,
    /// The first lines of the file where it was done (rows, in a workbook).
    pub lines: Vec<u64>,
    /// Told among how the file was read, and not in a line of its own.
    #[serde(skip)]
    of_layout: bool,
    /// The words that fit the count.
    pub what: String,
}

/// How a table was read. What reads it adds to it; whoever shows the table says its [`lines`](ReadingNotes::lines).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReadingNotes {
    /// In what form the file was read, where that is not the usual one: `semicolon-separated`.
    pub read_as: Vec<String>,
    /// What else there is to say of its layout: `header in line 5`.
    pub read_with: Vec<String>,
    /// What was left out, changed or guessed.
    pub noted: Vec<Noted>,
    /// What looks wrong and is no fault.
    pub remarks: Vec<String>,
}

impl ReadingNotes {
    /// Notes in what form the file was read.
    pub fn read_as(&mut self, words: impl Into<String>) {
        self.read_as.push(words.into());
    }

    /// Notes something else of its layout.
    pub fn read_with(&mut self, words: impl Into<String>) {
        self.read_with.push(words.into());
    }

    /// Counts something that was done to a row or cell; the words say it of one and of many, the verb included:
    /// `["row of a closed school left out", "rows of closed schools left out"]`.
    pub fn count(&mut self, handling: Handling, words: [&str; 2], line: u64) {
        self.add(handling, words, line, false);
    }

    /// The same of what only concerns the layout of the file: told in the line that says how it was read.
    pub fn count_of_layout(&mut self, handling: Handling, words: [&str; 2], line: u64) {
        self.add(handling, words, line, true);
    }

    fn add(&mut self, handling: Handling, words: [&str; 2], line: u64, of_layout: bool) {
        let place = self.noted.iter().position(|noted| noted.words == words).unwrap_or_else(|| {
            let owned = words.map(str::to_owned);
            let (lines, what) = (Vec::new(), String::new());
            self.noted.push(Noted { handling, words: owned, count: 0, lines, of_layout, what });
            self.noted.len() - 1
        });
        if let Some(noted) = self.noted.get_mut(place) {
            noted.count += 1;
            if noted.lines.len() < PLACES {
                noted.lines.push(line);
            }
            if noted.count <= 2 {
                noted.what = words[usize::from(noted.count > 1)].to_owned();
            }
        }
    }

    /// Notes what looks wrong and is no fault.
    pub fn remark(&mut self, words: impl Into<String>) {
        self.remarks.push(words.into());
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.read_as.is_empty()
            && self.read_with.is_empty()
            && self.noted.is_empty()
            && self.remarks.is_empty()
    }

    /// Everything in words: how the file was read in the first line, then a line for each thing counted, then the remarks.
    pub fn lines(&self) -> Vec<String> {
        let of_layout = self.noted.iter().filter(|noted| noted.of_layout);
        let known = self.read_as.iter().chain(&self.read_with).cloned();
        let parts: Vec<String> = known.chain(of_layout.map(|noted| noted.words(false))).collect();
        let begins = if self.read_as.is_empty() { "read with" } else { "read as" };
        let first = (!parts.is_empty()).then(|| format!("{begins} {}", parts.join(", ")));
        let counted = self.noted.iter().filter(|noted| !noted.of_layout).map(|noted| noted.words(true));
        first.into_iter().chain(counted).chain(self.remarks.iter().cloned()).collect()
    }
}

impl Noted {
    fn words(&self, places: bool) -> String {
        let mut words = format!("{} {}", thousands(self.count), self.what);
        if places {
            words += &format!(": {}", places_in_words(&self.lines, self.count));
        }
        words
    }
}

/// The first lines of so many in all: `lines 3, 4, 5, …`.
pub fn places_in_words(lines: &[u64], count: u64) -> String {
    let mut words = String::from(if count == 1 { "line" } else { "lines" });
    for (k, line) in lines.iter().enumerate() {
        let _ = write!(words, "{} {line}", if k > 0 { "," } else { "" });
    }
    if (lines.len() as u64) < count {
        words += ", …";
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_counted_and_told_in_one_line_or_with_its_first_places() {
        let mut notes = ReadingNotes::default();
        assert!(notes.is_empty() && notes.lines().is_empty());
        notes.read_with("header in line 5");
        assert_eq!(notes.lines(), ["read with header in line 5"]);
        notes.read_as("semicolon-separated");
        let notes_below = ["note line left out", "note lines left out"];
        notes.count_of_layout(Handling::LeftOut, notes_below, 9);
        let closed = ["row of a closed school left out", "rows of closed schools left out"];
        notes.count(Handling::LeftOut, closed, 3);
        assert_eq!(
            notes.lines(),
            [
                "read as semicolon-separated, header in line 5, 1 note line left out",
                "1 row of a closed school left out: line 3"
            ]
        );
        for line in 4..2_000 {
            notes.count(Handling::LeftOut, closed, line);
        }
        notes.remark("identifiers differ in length");
        assert_eq!(notes.lines()[1], "1,997 rows of closed schools left out: lines 3, 4, 5, …");
        assert_eq!(notes.lines()[2], "identifiers differ in length");
    }
}
