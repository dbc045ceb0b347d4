//! How a command fails: an exit status and words that name place, fault and remedy.

use uptake::diagnostic::{Diagnostic, Diagnostics, Remedy, SourceLocation};
use uptake::experiment::plan::Mismatch;
use uptake::input::{Fault, TableError, UnknownDistrict};
use uptake::parameters::LedgerError;

/// A run or a file operation failed.
pub const FAILED: u8 = 1;
/// Wrong usage: a flag, a `--set`.
pub const USAGE: u8 = 2;
/// Invalid content of a scenario or data file; an unknown district or scenario.
pub const CONTENT: u8 = 3;
/// A claim fails, or a replayed run differs.
pub const CLAIM_FAILS: u8 = 4;
/// Interrupted.
pub const INTERRUPTED: u8 = 130;

/// A failed command.
#[derive(Debug)]
pub struct Failure {
    /// Exit status.
    pub status: u8,
    /// What to print to standard error.
    pub words: String,
    /// The same for programs, where the fault is one of files or settings.
    pub problems: Vec<Diagnostic>,
}

impl Failure {
    /// A failure with this status.
    pub fn new(status: u8, words: impl Into<String>) -> Failure {
        Failure { status, words: words.into(), problems: Vec::new() }
    }

    /// The failure that problems of files and settings are: a mistake in flags alone is one of usage, one in
    /// a file is one of content. A flag that several scenarios stumble over is told once.
    pub fn of(problems: Vec<Diagnostic>) -> Failure {
        let mut told: Vec<Diagnostic> = Vec::new();
        for problem in problems {
            if !told.contains(&problem) {
                told.push(problem);
            }
        }
        let mut list = Diagnostics::default();
        told.iter().for_each(|problem| list.push(problem.clone()));
        Failure { status: list.status() as u8, words: list.to_string(), problems: told }
    }
}

impl From<Diagnostic> for Failure {
    fn from(problem: Diagnostic) -> Failure {
        Failure::new(problem.status as u8, problem.to_string())
    }
}

impl From<Diagnostics> for Failure {
    fn from(problems: Diagnostics) -> Failure {
        let list = problems.list().to_vec();
        Failure { words: problems.to_string(), ..Failure::of(list) }
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Failure {
        let status = if matches!(error, TableError::Unreadable { .. }) { FAILED } else { CONTENT };
        Failure { problems: table_problems(&error), ..Failure::new(status, error.to_string()) }
    }
}

/// The faults of a table in the shape of those of a scenario: the key is the name of the column.
pub fn table_problems(error: &TableError) -> Vec<Diagnostic> {
    if let TableError::Faulty { file, faults, .. } = error {
        let problem = |fault: &Fault| {
            let (line, column) = (fault.line as u32, fault.cell.map_or(0, |k| k as u32 + 1));
            let at = SourceLocation { column, ..SourceLocation::line(file, line) };
            let words = match &fault.column {
                Some(name) => format!("`{name}`: {}", fault.what),
                None => fault.what.clone(),
            };
            let (allowed, nearest) = (fault.allowed.clone(), fault.nearest.clone());
            let remedy = Remedy { words: fault.remedy.clone(), allowed, nearest };
            let problem = Diagnostic::new(&at, words, remedy);
            fault.column.iter().fold(problem, |problem, name| problem.about(name.as_str()))
        };
        return faults.iter().map(problem).collect();
    }
    let (file, words) = match error {
        TableError::Unreadable { file, .. }
        | TableError::TooLarge { file, .. }
        | TableError::Faulty { file, .. } => (file, error.to_string()),
    };
    let words = words.strip_prefix(&format!("{file}: ")).unwrap_or(&words);
    let (fault, remedy) = words.split_once("\n  ").unwrap_or((words, "check the file"));
    vec![Diagnostic::new(&SourceLocation::whole(file), fault, remedy)]
}

impl From<UnknownDistrict> for Failure {
    fn from(error: UnknownDistrict) -> Failure {
        let words = error.to_string();
        let (fault, remedy) = words.split_once("\n  ").unwrap_or((&words, "choose another"));
        let nearest = error.nearest.first().map(|(id, _)| id.clone());
        let remedy = Remedy { nearest, ..Remedy::from(remedy) };
        let problem =
            Diagnostic::new(&SourceLocation::whole(&error.table), fault, remedy).about("district_id");
        Failure { problems: vec![problem], ..Failure::new(CONTENT, words) }
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
