//! What went wrong, for people and for programs: place, fault, remedy, and the exit status that follows.
//!
//! Every function of the library that can fail fails with a [`Diagnostic`], or with all that it found at once,
//! [`Diagnostics`].
//!
//! ```
//! use uptake::diagnostic::{Diagnostic, ExitStatus};
//!
//! let fault = Diagnostic::new("mine.toml", "there is no [team]", "write the section");
//! assert_eq!(fault.to_string(), "mine.toml: there is no [team]\n  write the section");
//! assert_eq!(fault.status, ExitStatus::Content);
//! ```

mod file;
mod list;
pub mod quiet_panics;
mod remedy;
pub mod shell;
mod signs;
mod source_location;
pub mod spelling;

use std::fmt;

pub use list::{Diagnostics, PROBLEMS_SHOWN};
pub use remedy::Remedy;
pub use signs::{is_unseen, visible};
pub use source_location::SourceLocation;

/// A longer list of what is allowed hides the nearest word, which is shown instead.
const LONG_LIST: usize = 100;

/// The result of a function that fails with one fault.
pub type Result<T> = std::result::Result<T, Diagnostic>;

/// How a program ends that met a fault: its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExitStatus {
    /// A run or a file operation failed.
    Failed = 1,
    /// Wrong usage: a flag, a setting.
    Usage = 2,
    /// Invalid content of a scenario or data file; an unknown district or scenario.
    Content = 3,
    /// A claim fails, or a replayed run differs.
    Differs = 4,
    /// No claim fails, but some claim cannot be told.
    Undecided = 5,
    /// Interrupted.
    Interrupted = 130,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Where.
    pub at: SourceLocation,
    /// The key it is about, with its sections: `leaders.lead_commitment`; `event[3].to` is the key `to` of
    /// the third event of that file. In a table, the name of the column.
    pub key: Option<String>,
    /// What is wrong.
    pub fault: String,
    /// What is allowed: a range with its unit, or the words to choose from.
    pub allowed: Option<String>,
    /// The word or value that was probably meant.
    pub nearest: Option<String>,
    /// What to do about it; empty where nothing can be done.
    pub remedy: String,
    /// How a program ends that met it.
    pub status: ExitStatus,
    /// In how many places it was met; `at` is the first.
    pub count: u64,
    /// The key is not there; `at` is the section in which it should stand.
    absent: bool,
    /// The fault names its place itself.
    names_its_place: bool,
}

impl Diagnostic {
    /// A fault of what is read: a mistake in a flag is one of usage, one in a file is one of content.
    pub fn new(
        at: impl Into<SourceLocation>,
        fault: impl Into<String>,
        remedy: impl Into<Remedy>,
    ) -> Diagnostic {
        let Remedy { words, allowed, nearest } = remedy.into();
        let (at, fault) = (at.into(), fault.into());
        let status = if at.is_flag() { ExitStatus::Usage } else { ExitStatus::Content };
        let (key, absent, names_its_place) = (None, false, false);
        Diagnostic {
            at,
            key,
            fault,
            allowed,
            nearest,
            remedy: words,
            status,
            count: 1,
            absent,
            names_its_place,
        }
    }

    /// Work that failed, or that was refused because it would destroy or mix what is there.
    pub fn failed(
        at: impl Into<SourceLocation>,
        fault: impl Into<String>,
        remedy: impl Into<Remedy>,
    ) -> Diagnostic {
        Diagnostic::new(at, fault, remedy).with_status(ExitStatus::Failed)
    }

    /// Something asked for in a way that cannot be done.
    pub fn usage(fault: impl Into<String>, remedy: impl Into<Remedy>) -> Diagnostic {
        Diagnostic::new("", fault, remedy).with_status(ExitStatus::Usage)
    }

    /// The program itself was built wrongly; a test holds that no release is.
    pub fn of_the_program(at: &str, fault: impl fmt::Display) -> Diagnostic {
        Diagnostic::failed(at, fault.to_string(), "please report it with the command line")
    }

    /// With another exit status.
    pub fn with_status(self, status: ExitStatus) -> Diagnostic {
        Diagnostic { status, ..self }
    }

    /// With the key that it is about.
    pub fn about(mut self, key: impl Into<String>) -> Diagnostic {
        self.key = Some(key.into());
        self
    }

    /// At another place.
    pub fn at(self, at: impl Into<SourceLocation>) -> Diagnostic {
        Diagnostic { at: at.into(), ..self }
    }

    /// At the same line and column of a file that was not named yet.
    pub fn in_file(mut self, file: &str) -> Diagnostic {
        self.at.file = file.into();
        self
    }

    /// With a fault that names its place, so that the place need not be said before it.
    pub fn naming_its_place(self) -> Diagnostic {
        Diagnostic { names_its_place: true, ..self }
    }

    /// As it is told beside faults of other files: by the number of a table's column, with its name before the fault.
    pub fn beside_other_files(mut self) -> Diagnostic {
        if let Some(name) = self.at.cell.take() {
            self.fault = format!("`{name}`: {}", self.fault);
        }
        self
    }

    /// Place and fault, in one line.
    pub fn headline(&self) -> String {
        match self.names_its_place || self.at.file.is_empty() {
            true => self.fault.clone(),
            false => format!("{}: {}", self.at, self.fault),
        }
    }
}

/// Place and fault; below them the remedy, and what is allowed unless it was said already.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.headline(), true))?;
        if !self.remedy.is_empty() {
            write!(f, "\n  {}", visible(&self.remedy, true))?;
        }
        let said = |text: &String| self.fault.contains(text) || self.remedy.contains(text);
        match (&self.allowed, &self.nearest) {
            _ if self.at.cell.is_some() => Ok(()), // the remedies of cells say it
            (Some(allowed), _) if said(allowed) => Ok(()),
            (Some(allowed), Some(_)) if allowed.chars().count() > LONG_LIST => Ok(()),
            (Some(allowed), _) => write!(f, "\n  allowed: {allowed}"),
            (None, _) => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice() {
        let said = |fault: &str, remedy: Remedy| Diagnostic::new("x", fault, remedy).to_string();
        let range = || Remedy::allowing("write a share", "0 to 1");
        assert_eq!(said("outside 0 to 1", range()), "x: outside 0 to 1\n  write a share");
        assert_eq!(said("too large", range()), "x: too large\n  write a share\n  allowed: 0 to 1");
        let named = Diagnostic::new("t.csv", "no district of t.csv is called so", "").naming_its_place();
        assert_eq!(named.to_string(), "no district of t.csv is called so");
    }

    #[test]
    fn a_mistake_in_a_flag_is_one_of_usage_and_one_in_a_file_one_of_content() {
        assert_eq!(Diagnostic::new("--months 3", "too short", "").status, ExitStatus::Usage);
        assert_eq!(Diagnostic::new("x.toml", "no section", "").status, ExitStatus::Content);
    }
}
