//! A fault of a scenario file: place, fault, remedy, in that order.

mod remedy;
mod source_location;
pub mod spelling;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use remedy::Remedy;
pub use source_location::SourceLocation;

/// How many problems are spelled out in words; the others are only counted.
pub const PROBLEMS_SHOWN: usize = 50;
/// How many are kept at all: beyond it a file is no scenario, and comparing words would take minutes.
const MOST_KEPT: usize = 1_000;
/// A longer list of what is allowed hides the nearest word, which is shown instead.
const LONG_LIST: usize = 100;

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub at: SourceLocation,
    /// The key it is about, with its sections: `leaders.lead_commitment`; `event[3].to` is the key `to` of
    /// the third event of that file.
    pub key: Option<String>,
    /// What is wrong.
    pub fault: String,
    /// What is allowed: a range with its unit, or the words to choose from.
    pub allowed: Option<String>,
    /// The word or value that was probably meant.
    pub nearest: Option<String>,
    /// What to do about it.
    pub remedy: String,
    /// The key is not there; `at` is the section in which it should stand.
    absent: bool,
}

impl Diagnostic {
    /// A fault.
    pub fn new(at: &SourceLocation, fault: impl Into<String>, remedy: impl Into<Remedy>) -> Diagnostic {
        let Remedy { words, allowed, nearest } = remedy.into();
        let (at, fault) = (at.clone(), fault.into());
        Diagnostic { at, key: None, fault, allowed, nearest, remedy: words, absent: false }
    }

    /// With the key that it is about.
    pub fn about(mut self, key: impl Into<String>) -> Diagnostic {
        self.key = Some(key.into());
        self
    }
}

/// Place and fault; below them the remedy, and what is allowed unless it was said already.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  {}", self.at, self.fault, self.remedy)?;
        let said = |text: &String| self.fault.contains(text) || self.remedy.contains(text);
        match (&self.allowed, &self.nearest) {
            (Some(allowed), _) if said(allowed) => Ok(()),
            (Some(allowed), Some(_)) if allowed.chars().count() > LONG_LIST => Ok(()),
            (Some(allowed), _) => write!(f, "\n  allowed: {allowed}"),
            (None, _) => Ok(()),
        }
    }
}

/// All faults of a scenario, in the order of the files: the scenario's own first, then those it extends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// Faults beyond those that are kept.
    uncounted: usize,
    files: Vec<Arc<str>>,
    broken: BTreeSet<(Arc<str>, u32)>,
    /// Lines of files, the last one excluded, of which nothing sure can be said.
    swallowed: Vec<(Arc<str>, Range<u32>)>,
}

impl Diagnostics {
    /// Notes a fault.
    pub fn add(&mut self, at: &SourceLocation, fault: impl Into<String>, remedy: impl Into<Remedy>) {
        self.push(Diagnostic::new(at, fault, remedy));
    }

    /// Notes that a key is missing from the section or event that stands at `at`.
    pub fn missing(
        &mut self,
        at: &SourceLocation,
        key: &str,
        fault: impl Into<String>,
        remedy: impl Into<Remedy>,
    ) {
        self.push(Diagnostic { absent: true, ..Diagnostic::new(at, fault, remedy).about(key) });
    }

    /// Notes a fault of grammar: what else seems wrong in its line is only its consequence, and so is
    /// everything below it before line `until`, which an open bracket, say, has swallowed.
    pub fn grammar(&mut self, problem: Diagnostic, until: u32) {
        let SourceLocation { file, line, .. } = &problem.at;
        self.broken.insert((file.clone(), *line));
        if until > line + 1 && !self.is_swallowed(&problem.at) {
            self.swallowed.push((file.clone(), line + 1..until));
        }
        self.push(problem);
    }

    fn is_swallowed(&self, at: &SourceLocation) -> bool {
        self.swallowed.iter().any(|(file, lines)| *file == at.file && lines.contains(&at.line))
    }

    /// Notes a fault.
    pub fn push(&mut self, problem: Diagnostic) {
        if self.is_full() {
            self.uncounted += 1;
        } else {
            self.found.push(problem);
        }
    }

    /// A single fault.
    pub fn one(at: &SourceLocation, fault: impl Into<String>, remedy: impl Into<Remedy>) -> Diagnostics {
        let mut problems = Diagnostics::default();
        problems.add(at, fault, remedy);
        problems
    }

    /// The next file of the chain: its faults come after those of the files before it.
    pub fn enter(&mut self, file: &Arc<str>) {
        self.files.push(file.clone());
    }

    /// Whether the text of a file was not grammatical, so that what it says is known in part only.
    pub fn any_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Whether so many were found that no more are kept.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MOST_KEPT
    }

    /// All faults, by file, line and column.
    pub fn list(&self) -> Vec<&Diagnostic> {
        let rank =
            |p: &Diagnostic| self.files.iter().position(|f| *f == p.at.file).unwrap_or(self.files.len());
        let mut sorted: Vec<&Diagnostic> = self.found.iter().collect();
        sorted.sort_by_key(|p| (rank(p), p.at.line, p.at.column)); // stable: flags stay in their order
        sorted
    }

    /// How many there are, those that are not kept included.
    pub fn count(&self) -> usize {
        self.found.len() + self.uncounted
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Settles what is known only at the end: drops mere consequences of broken grammar, and names the key
    /// of each fault by the place where it stands.
    pub fn settle(&mut self, key_at: impl Fn(&SourceLocation) -> Option<String>) {
        let mut kept: Vec<Diagnostic> = Vec::new();
        for problem in std::mem::take(&mut self.found) {
            let at = &problem.at;
            let file_broken = self.broken.iter().any(|(file, _)| *file == at.file);
            let line_broken = self.broken.contains(&(at.file.clone(), at.line));
            let told = kept.iter().any(|k| k.at.file == at.file && k.at.line == at.line);
            let consequence = file_broken && problem.absent || self.is_swallowed(at) || line_broken && told;
            if !consequence {
                kept.push(problem);
            }
        }
        for problem in &mut kept {
            let section = if problem.key.is_none() || problem.absent { key_at(&problem.at) } else { None };
            problem.key = match (section, problem.key.take()) {
                (Some(section), Some(key)) => Some(format!("{section}.{key}")),
                (section, key) => key.or(section),
            };
        }
        self.found = kept;
    }
}

/// The words for many problems: the first ones in full, the rest as a number.
pub fn listing<'a>(problems: impl IntoIterator<Item = &'a Diagnostic>, count: usize) -> String {
    let mut lines: Vec<String> =
        problems.into_iter().take(PROBLEMS_SHOWN).map(|problem| problem.to_string()).collect();
    if count > PROBLEMS_SHOWN {
        lines.push(format!("and {} more problems ({count} in all)", count - PROBLEMS_SHOWN));
    }
    lines.join("\n")
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&listing(self.list(), self.count()))
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_fifty_are_spelled_out() {
        let mut problems = Diagnostics::default();
        for line in 1..=1_203 {
            problems.add(&SourceLocation { file: "x".into(), line, column: 1 }, "is wrong", "mend it");
        }
        assert_eq!(problems.count(), 1_203);
        let text = problems.to_string();
        assert_eq!(text.lines().count(), 2 * PROBLEMS_SHOWN + 1);
        assert!(text.ends_with("and 1153 more problems (1203 in all)"), "{text}");
    }

    #[test]
    fn nothing_is_said_twice() {
        let at = SourceLocation::whole("x");
        let said = |fault: &str, remedy: Remedy| Diagnostic::new(&at, fault, remedy).to_string();
        let range = || Remedy::allowing("write a share", "0 to 1");
        assert_eq!(said("outside 0 to 1", range()), "x: outside 0 to 1\n  write a share");
        assert_eq!(said("too large", range()), "x: too large\n  write a share\n  allowed: 0 to 1");
    }
}
