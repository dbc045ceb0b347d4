//! Stored runs once more, compared with the stored ones to the last bit.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::stored::Stored;
//!
//! let stored = Stored::open(Path::new("results/pair"))?;
//! assert!(stored.replay(None, None, 17)?.iter().all(|run| run.agreement.is_same()));
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use super::stored::{Stored, place_of};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::job::drawn_names;
use crate::experiment::{Outcome, run_cohort, run_job};
use crate::results::digest::VERSION;
use crate::results::replayed::{Agreement, compare};
use crate::scenario::Scenario;

/// Districts of a folder that are replayed unless one is chosen.
const MOST_DISTRICTS: usize = 20;

/// A run that was compared.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedRun {
    /// Its scenario.
    pub scenario: String,
    /// The id of its district.
    pub district: String,
    /// How it compares.
    pub agreement: Agreement,
}

impl Stored {
    /// Runs a replication again and compares it: of one scenario or all, in one district or all if they are few.
    ///
    /// # Errors
    /// Runs of a version with other runs, names that are none, several districts of which none is named, tables that
    /// cannot be read.
    pub fn replay(
        &self,
        scenario: Option<&str>,
        district: Option<&str>,
        replication: u32,
    ) -> Result<Vec<ComparedRun>> {
        self.refuse_other_runs()?;
        let replication = self.replication(replication)?;
        let districts: Vec<String> = match district {
            None if self.manifest.districts.len() <= MOST_DISTRICTS => {
                self.manifest.districts.iter().map(|d| d.id.clone()).collect()
            }
            chosen => vec![self.district(chosen)?.id.clone()],
        };
        let scenarios = match scenario {
            Some(name) => vec![self.scenario(Some(name))?],
            None => self.scenarios.iter().collect(),
        };
        let mut compared = Vec::new();
        for scenario in scenarios {
            for (district, outcome) in outcomes(scenario, &districts, replication)? {
                let agreement = self.agreement(scenario, &district, replication, &outcome)?;
                compared.push(ComparedRun { scenario: scenario.name.clone(), district, agreement });
            }
        }
        Ok(compared)
    }

    /// A run that was run again, beside the stored one.
    pub(super) fn agreement(
        &self,
        scenario: &Scenario,
        district: &str,
        replication: u32,
        outcome: &Outcome,
    ) -> Result<Agreement> {
        let drawn = drawn_names(scenario);
        let drawn: Vec<&str> = drawn.iter().map(String::as_str).collect();
        compare(self, (&scenario.name, district, replication), outcome, &drawn)
    }

    /// Refuses to run again what a version with other runs has written.
    pub(super) fn refuse_other_runs(&self) -> Result<()> {
        if self.has_same_runs() {
            return Ok(());
        }
        let version = &self.manifest.version;
        let fault = format!("its runs are of uptake {version}, and those of uptake {VERSION} are others");
        let remedy = format!(
            "plot and report read it as it is; to replay or tell a run install uptake {version}, or run the scenarios anew"
        );
        Err(Diagnostic::failed(&self.folder, fault, remedy))
    }

    /// Why a run that was run again is likely another one.
    pub fn likely_reason(&self) -> &'static str {
        "another build of the engine, or a changed file, is the likely reason: run it again with --force"
    }
}

/// The runs of a replication in these districts; those of a cohort side by side.
pub(super) fn outcomes(
    scenario: &Scenario,
    districts: &[String],
    replication: u32,
) -> Result<Vec<(String, Outcome)>> {
    if scenario.cohort.is_some() {
        let all = scenario.places.iter().map(|place| place.id().to_string());
        let ran = all.zip(run_cohort(scenario, replication));
        return Ok(ran.filter(|(id, _)| districts.contains(id)).collect());
    }
    let run = |id: &String| Ok((id.clone(), run_job(scenario, place_of(scenario, id)?, replication)));
    districts.iter().map(run).collect()
}
