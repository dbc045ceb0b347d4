//! Where scenarios and districts come from.

use crate::census::advice::TieTable;
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::scenario::{FoundDistricts, gallery};

/// The text of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the writer calls it: a path, or the name of a built-in scenario.
    pub label: String,
    /// Short name: without folder and ending.
    pub name: String,
    /// The text.
    pub text: String,
}

/// Where scenarios and district tables come from. The core knows the built-in ones; the program adds
/// files.
pub trait Library {
    /// The scenario of this name, as written by `from` (by the user if `None`).
    ///
    /// # Errors
    /// Fault and remedy, without the place.
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic>;

    /// The districts of this id (or of several with commas between them, or `regular`) in a table, named by `from`, which may name a mapping too.
    ///
    /// # Errors
    /// What is wrong with the table or the mapping, in its line or as a whole, or with the id (about the key
    /// `district_id`). Without files there is no table.
    fn districts(
        &self,
        table: &str,
        _mapping: Option<&str>,
        _id: &str,
        _from: &Source,
    ) -> Result<FoundDistricts, Diagnostics> {
        let fault = format!("the table `{table}` cannot be read here");
        Err(Diagnostic::new("", fault, "list the schools in the scenario").into())
    }

    /// A table of advice ties, named by `from`.
    ///
    /// # Errors
    /// What is wrong with the table, in its line or as a whole. Without files there is no table.
    fn ties(&self, table: &str, _from: &Source) -> Result<TieTable, Diagnostics> {
        let fault = format!("the table `{table}` cannot be read here");
        Err(Diagnostic::new("", fault, "list the ties in the scenario").into())
    }
}

/// The built-in scenarios, and no files.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl Library for BuiltIn {
    fn scenario(&self, reference: &str, _: Option<&Source>) -> Result<Source, Diagnostic> {
        match gallery::text(reference) {
            Some(text) => Ok(Source { label: reference.into(), name: reference.into(), text: text.into() }),
            None => {
                let fault = format!("there is no built-in scenario `{reference}`");
                Err(Diagnostic::new("", fault, suggestion(reference)))
            }
        }
    }
}

/// Which built-in scenarios there are, the nearest first.
pub fn suggestion(reference: &str) -> String {
    built_in_like(reference, gallery::SCENARIOS.iter().map(|s| s.name))
}

/// The nearest of the built-in names, or all of them.
pub fn built_in_like<'a>(reference: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(reference, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("built in are: {}", names.collect::<Vec<_>>().join(", ")),
    }
}
