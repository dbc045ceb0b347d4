//! A fault of a scenario file: place, fault, remedy, in that order.

use std::fmt;
use std::sync::Arc;

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The file, or the flag, as its writer would name it.
    pub file: Arc<str>,
    /// Line, from 1; 0 where lines mean nothing.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Spot {
    /// A place without lines, such as a flag.
    pub fn whole(name: &str) -> Spot {
        Spot { file: name.into(), line: 0, column: 0 }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}", self.file),
            line => write!(f, "{}, line {line}, column {}", self.file, self.column),
        }
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub at: Spot,
    /// What is wrong.
    pub fault: String,
    /// What to do about it.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n  {}", self.at, self.fault, self.remedy)
    }
}

/// All faults of a scenario, in the order of the files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    found: Vec<Problem>,
}

impl Problems {
    /// Notes a fault.
    pub fn add(&mut self, at: &Spot, fault: impl Into<String>, remedy: impl Into<String>) {
        self.found.push(Problem { at: at.clone(), fault: fault.into(), remedy: remedy.into() });
    }

    /// A single fault.
    pub fn one(at: &Spot, fault: impl Into<String>, remedy: impl Into<String>) -> Problems {
        let mut problems = Problems::default();
        problems.add(at, fault, remedy);
        problems
    }

    /// All faults, by file, line and column.
    pub fn list(&self) -> Vec<&Problem> {
        let mut sorted: Vec<&Problem> = self.found.iter().collect();
        sorted.sort_by(|a, b| a.at.cmp(&b.at));
        sorted
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (k, problem) in self.list().into_iter().enumerate() {
            if k > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
