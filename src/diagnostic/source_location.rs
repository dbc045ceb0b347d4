//! The place of a fault.

use std::fmt;
use std::sync::Arc;

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    /// The file, or the flag, as its writer would name it.
    pub file: Arc<str>,
    /// Line, from 1; 0 where lines mean nothing.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl SourceLocation {
    /// A place without lines, such as a flag.
    pub fn whole(name: &str) -> SourceLocation {
        SourceLocation { file: name.into(), line: 0, column: 0 }
    }

    /// Whether it is a flag of the command line, and no file.
    pub fn is_flag(&self) -> bool {
        self.line == 0 && self.file.starts_with("--")
    }
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => write!(f, "{}", self.file),
            (line, 0) => write!(f, "{}, line {line}", self.file),
            (line, column) => write!(f, "{}, line {line}, column {column}", self.file),
        }
    }
}
