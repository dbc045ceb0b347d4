//! All faults at once.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::{Diagnostic, ExitStatus, Remedy, SourceLocation};

/// How many problems are spelled out in words; the others are only counted.
pub const PROBLEMS_SHOWN: usize = 50;
/// How many are kept at all: beyond it a file is no scenario, and comparing words would take minutes.
const MOST_KEPT: usize = 1_000;

/// All faults of what was asked, in their order: of a scenario, its own file's first, then those it extends.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// Faults beyond those that are kept.
    uncounted: usize,
    /// What to do about all of them together, below the list; mostly empty.
    pub advice: String,
    files: Vec<Arc<str>>,
    broken: BTreeSet<(Arc<str>, u32)>,
    /// Lines of files, the last one excluded, of which nothing sure can be said.
    swallowed: Vec<(Arc<str>, Range<u32>)>,
}

impl Diagnostics {
    /// Notes a fault.
    pub fn add(
        &mut self,
        at: impl Into<SourceLocation>,
        fault: impl Into<String>,
        remedy: impl Into<Remedy>,
    ) {
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

    /// Notes that there are more faults of which nothing is said.
    pub fn more(&mut self, count: usize) {
        self.uncounted += count;
    }

    /// Notes the faults of something else beside; a flag that several scenarios stumble over is told once.
    pub fn merge(&mut self, other: Diagnostics) {
        self.uncounted += other.uncounted;
        for problem in other.found {
            if !self.found.contains(&problem) {
                self.push(problem);
            }
        }
    }

    /// A single fault.
    pub fn one(at: &SourceLocation, fault: impl Into<String>, remedy: impl Into<Remedy>) -> Diagnostics {
        Diagnostic::new(at, fault, remedy).into()
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

    /// All faults that are kept.
    pub fn list(&self) -> &[Diagnostic] {
        &self.found
    }

    /// How many there are, those that are not kept included.
    pub fn count(&self) -> usize {
        self.found.len() + self.uncounted
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// `good` if nothing was wrong.
    ///
    /// # Errors
    /// What was wrong.
    pub fn or<T>(self, good: T) -> Result<T, Diagnostics> {
        if self.is_empty() { Ok(good) } else { Err(self) }
    }

    /// How a program ends that met them: the gravest counts.
    pub fn status(&self) -> ExitStatus {
        self.found.iter().map(|problem| problem.status).max().unwrap_or(ExitStatus::Failed)
    }

    /// All with another exit status.
    pub fn with_status(mut self, status: ExitStatus) -> Diagnostics {
        self.found.iter_mut().for_each(|problem| problem.status = status);
        self
    }

    /// Brings them into the order of files, lines and columns.
    pub fn sort(&mut self) {
        let files = &self.files;
        let rank = |p: &Diagnostic| files.iter().position(|f| *f == p.at.file).unwrap_or(files.len());
        self.found.sort_by_key(|p| (rank(p), p.at.line, p.at.column)); // stable: flags stay in their order
    }

    /// Settles what is known only at the end: drops mere consequences of broken grammar, names the key
    /// of each fault by the place where it stands, and sorts.
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
        self.sort();
    }
}

/// The first ones in full, the rest as a number; then what to do about all.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<String> =
            self.found.iter().take(PROBLEMS_SHOWN).map(ToString::to_string).collect();
        let count = self.count();
        if count > PROBLEMS_SHOWN {
            let more = count - PROBLEMS_SHOWN;
            let problems = if more == 1 { "problem" } else { "problems" };
            lines.push(format!("and {more} more {problems} ({count} in all)"));
        }
        if !self.advice.is_empty() {
            lines.push(self.advice.clone());
        }
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Diagnostics {}

impl From<Diagnostic> for Diagnostics {
    fn from(problem: Diagnostic) -> Diagnostics {
        Diagnostics { found: vec![problem], ..Diagnostics::default() }
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_fifty_are_spelled_out() {
        let mut problems = Diagnostics::default();
        for line in 1..=1_203 {
            problems.add(SourceLocation::line("x", line), "is wrong", "mend it");
        }
        assert_eq!(problems.count(), 1_203);
        let text = problems.to_string();
        assert_eq!(text.lines().count(), 2 * PROBLEMS_SHOWN + 1);
        assert!(text.ends_with("and 1153 more problems (1203 in all)"), "{text}");
    }

    #[test]
    fn what_two_stumble_over_is_told_once_and_the_gravest_counts() {
        let mut problems = Diagnostics::from(Diagnostic::new("--set x", "is wrong", "mend it"));
        problems.merge(problems.clone());
        assert_eq!((problems.count(), problems.status()), (1, ExitStatus::Usage));
        problems.add("x.toml", "is wrong", "mend it");
        assert_eq!((problems.count(), problems.status()), (2, ExitStatus::Content));
    }
}
