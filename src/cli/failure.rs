//! How a command fails: an exit status and words that name place, fault and remedy.

use crate::experiment::plan::Mismatch;
use crate::input::{TableError, UnknownDistrict};
use crate::output::OutputError;
use crate::output::pictures::PictureError;
use crate::parameters::LedgerError;
use crate::scenario::Problems;

/// A run or a file operation failed.
pub const FAILED: u8 = 1;
/// Wrong usage: a flag, a `--set`.
pub const USAGE: u8 = 2;
/// Invalid content of a scenario or data file; an unknown district or scenario.
pub const CONTENT: u8 = 3;
/// Interrupted.
pub const INTERRUPTED: u8 = 130;

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    /// Exit status.
    pub status: u8,
    /// What to print to standard error.
    pub words: String,
}

impl Failure {
    /// A failure with this status.
    pub fn new(status: u8, words: impl Into<String>) -> Failure {
        Failure { status, words: words.into() }
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Failure {
        let status = if matches!(error, OutputError::Content { .. }) { CONTENT } else { FAILED };
        Failure::new(status, error.to_string())
    }
}

impl From<PictureError> for Failure {
    fn from(error: PictureError) -> Failure {
        match error {
            PictureError::Output(error) => error.into(),
            PictureError::Figure(error) => Failure::new(FAILED, error.to_string()),
        }
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Failure {
        // A mistake in a flag is a mistake of usage; one in a file is one of content.
        let in_flags = problems.list().iter().all(|p| p.at.file.starts_with("--"));
        Failure::new(if in_flags { USAGE } else { CONTENT }, problems.to_string())
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Failure {
        let status = if matches!(error, TableError::Unreadable { .. }) { FAILED } else { CONTENT };
        Failure::new(status, error.to_string())
    }
}

impl From<UnknownDistrict> for Failure {
    fn from(error: UnknownDistrict) -> Failure {
        Failure::new(CONTENT, error.to_string())
    }
}

impl From<Mismatch> for Failure {
    fn from(error: Mismatch) -> Failure {
        Failure::new(USAGE, error.to_string())
    }
}

impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Failure {
        Failure::new(FAILED, error.to_string())
    }
}
