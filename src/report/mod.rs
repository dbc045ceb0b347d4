//! The report: one HTML file for those who decide, that opens from an e-mail, prints, and needs neither a
//! network nor scripts.
//!
//! It says what was asked, what came out, how sure that is and why, in that order. It is a function of the
//! results folder alone: no date, no machine. Every word that comes from a scenario is escaped by the
//! template; what may be said of a number is decided in [`words`].

mod answer;
mod data;
mod evidence;
mod page;
mod picture;
mod typical_runs;
pub mod words;

#[cfg(test)]
mod words_tests;

use super::figures::Figure;
use crate::diagnostic::Diagnostic;
use crate::explain::one_at_a_time;
use crate::figures::pictures::Subject;
use crate::parameters::Ledger;
use crate::scenario::DistrictSpec;

/// The report's name in a results folder.
pub const REPORT: &str = "report.html";

/// What a report is about.
pub struct Asked<'a> {
    /// Folder, scenarios and district.
    pub subject: &'a Subject<'a>,
    /// The district.
    pub place: &'a DistrictSpec,
    /// Its figures.
    pub figures: &'a [Figure],
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Digest of the plan.
    pub digest: &'a str,
    /// Version of the program that wrote the folder.
    pub version: &'a str,
    /// Format of the folder's large tables, which is part of the digest.
    pub tables: &'a str,
}

/// The page.
///
/// # Errors
/// Where the folder's tables cannot be read.
pub fn report(asked: &Asked<'_>) -> Result<String, Diagnostic> {
    let subject = asked.subject;
    let (stored, (screen, stories)) = rayon::join(
        || data::Stored::read(subject),
        || {
            rayon::join(
                || one_at_a_time::screen(subject.scenarios, subject.pairs, asked.place, asked.ledger),
                || typical_runs::stories(asked),
            )
        },
    );
    page::render(asked, &stored?, &screen, &stories?)
}
