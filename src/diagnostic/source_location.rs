//! The place of a fault.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::visible;

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    /// The file, or the flag, as its writer would name it; empty where the fault says it all.
    pub file: Arc<str>,
    /// Line, from 1; 0 where lines mean nothing.
    pub line: u32,
    /// Column in characters, from 1; of a table, the place of the cell.
    pub column: u32,
    /// The name of the table's column, where people find the cell by it.
    pub cell: Option<Arc<str>>,
}

impl SourceLocation {
    /// A place without lines, such as a flag.
    pub fn whole(name: &str) -> SourceLocation {
        SourceLocation::line(name, 0)
    }

    /// A line of a file.
    pub fn line(file: &str, line: u32) -> SourceLocation {
        SourceLocation { file: file.into(), line, column: 0, cell: None }
    }

    /// Whether it is a flag of the command line, and no file.
    pub fn is_flag(&self) -> bool {
        self.line == 0 && self.file.starts_with("--")
    }
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = visible(&self.file, false);
        match (self.line, self.column, &self.cell) {
            (0, _, _) => write!(f, "{file}"),
            (line, _, Some(cell)) => write!(f, "{file}, line {line}, column `{cell}`"),
            (line, 0, None) => write!(f, "{file}, line {line}"),
            (line, column, None) => write!(f, "{file}, line {line}, column {column}"),
        }
    }
}

impl From<&SourceLocation> for SourceLocation {
    fn from(at: &SourceLocation) -> SourceLocation {
        at.clone()
    }
}

impl From<&str> for SourceLocation {
    fn from(name: &str) -> SourceLocation {
        SourceLocation::whole(name)
    }
}

impl From<String> for SourceLocation {
    fn from(name: String) -> SourceLocation {
        SourceLocation::whole(&name)
    }
}

impl From<&Path> for SourceLocation {
    fn from(path: &Path) -> SourceLocation {
        SourceLocation::whole(&path.display().to_string())
    }
}

impl From<&PathBuf> for SourceLocation {
    fn from(path: &PathBuf) -> SourceLocation {
        path.as_path().into()
    }
}
