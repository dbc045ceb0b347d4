//! The report: one HTML file for those who decide, that opens from an e-mail, prints, and needs neither a
//! network nor scripts.
//!
//! It says what was asked, what came out, how sure that is and why, in that order. It is a function of the
//! results folder alone: no date, no machine. Every word that comes from a scenario is escaped by the
//! template; what may be said of a number is decided in `words`.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::stored::Stored;
//!
//! let stored = Stored::open(Path::new("results/pair"))?;
//! let page = stored.report(&stored.district_results(None)?, &stored.figures(None)?, None)?;
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

pub(crate) mod answer;
pub mod answer_json;
mod cost_words;
pub(crate) mod difference_words;
mod equity_words;
mod evidence;
pub(crate) mod forms;
mod horizon;
mod in_short;
mod influential;
mod page;
mod picture;
pub(crate) mod ranking;
pub(crate) mod seen_words;
pub(crate) mod study_page;
mod typical_runs;
pub(crate) mod words;

#[cfg(test)]
mod words_tests;

use super::figures::{self, Figure};
use crate::diagnostic::Diagnostic;
use crate::explain::one_at_a_time::{Screen, screen};
use crate::explain::typical::FEATURES;
use crate::metrics::{KeptMeasures, MEASURES};
use crate::parameters::Ledger;
use crate::results::district_results::Wanted;
use crate::results::plan_cost::COST_COLUMNS;
use crate::results::school_groups::{HALF_COLUMNS, OUTCOMES};
use crate::results::sensitivity::SensitivityResults;
use crate::results::{Dataset, DistrictResults};
use crate::scenario::DistrictSpec;

/// The report's name in a results folder.
pub const REPORT: &str = "report.html";

/// What a report needs of a district, with its figures.
pub fn wanted() -> Wanted {
    let ends = [&["month_stage_4", "ending"][..], &COST_COLUMNS, &HALF_COLUMNS].concat();
    let groups = OUTCOMES.iter().flat_map(|o| [o.all, o.high, o.low, o.gap, o.lowest]);
    let levels: Vec<&str> = ["spread", "deep_share", "cost_so_far"].into_iter().chain(groups).collect();
    figures::wanted().and(&levels, &ends)
}

/// The measures that a report is made from: those of its answer, and those that typical runs are found by.
pub fn needs() -> [&'static str; FEATURES.len()] {
    FEATURES.map(|measure| MEASURES[measure as usize].name)
}

/// Those of them that the tables of a folder do not hold; without one there is no report.
pub fn lacking(dataset: &Dataset) -> Vec<&'static str> {
    dataset.lacking(&needs())
}

/// Whether a report can be made of a folder that holds these measures.
pub fn is_possible(kept: &KeptMeasures) -> bool {
    needs().iter().all(|measure| kept.holds(measure))
}

/// What a report is about.
pub struct ReportRequest<'a> {
    /// What was found in the district.
    pub results: &'a DistrictResults<'a>,
    /// The district.
    pub place: &'a DistrictSpec,
    /// Its figures.
    pub figures: &'a [Figure],
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The screen of assumptions, where it was worked out beside something else.
    pub screen: Option<Screen>,
    /// A stored study of sensitivity, which takes the place of the screen.
    pub sensitivity: Option<&'a SensitivityResults>,
}

/// The page.
///
/// # Errors
/// Where the folder's tables cannot be read; a study of sensitivity about other scenarios.
pub fn report(asked: &ReportRequest<'_>) -> Result<String, Diagnostic> {
    let dataset = asked.results.dataset;
    if !dataset.has_same_runs() {
        // What would be run again are other runs than those that the page is about.
        return page::render(asked, &Screen::OtherVersion, &[]);
    }
    let (screen, stories) = rayon::join(
        || {
            if asked.sensitivity.is_some() {
                return Screen::NotApplicable;
            }
            let screen = || screen(&dataset.scenarios, &dataset.pairs, asked.place, asked.ledger);
            asked.screen.clone().unwrap_or_else(screen)
        },
        || typical_runs::stories(asked),
    );
    page::render(asked, &screen, &stories?)
}
