//! A stored results folder: its scenarios, districts and replications by name.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::stored::Stored;
//!
//! let stored = Stored::open(Path::new("results/pair"))?;
//! println!("{} figures of {}", stored.figures(None)?.len(), stored.scenario(None)?.title);
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use std::ops::Deref;
use std::path::{Path, PathBuf};

use super::study_report;
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::decision::DecisionCell;
use crate::experiment::plan::Design;
use crate::figures::{Figure, decide_map, draw};
use crate::files::FilesIn;
use crate::metrics::KeptMeasures;
use crate::parameters::Ledger;
use crate::report::{ReportRequest, needs, report, wanted};
use crate::results::decision::Decision;
use crate::results::digest::text_digest;
use crate::results::manifest::DistrictEntry;
use crate::results::sensitivity::SensitivityResults;
use crate::results::stored_outcomes::StoredOutcomes;
use crate::results::{Dataset, DistrictResults};
use crate::scenario::{DistrictSpec, Scenario};

/// Names that a message lists; the others are only counted.
const NAMED: usize = 10;

/// A finished results folder.
pub struct Stored(Dataset);

impl Deref for Stored {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

impl Stored {
    /// Opens a folder and checks it.
    ///
    /// # Errors
    /// A folder that is not finished or was changed.
    pub fn open(folder: &Path) -> std::result::Result<Stored, Diagnostics> {
        let ledger = Ledger::standard()?;
        Ok(Stored(Dataset::open(folder, &FilesIn(folder), &ledger)?))
    }

    /// A replication that the folder holds.
    ///
    /// # Errors
    /// A number that is too large.
    pub fn replication(&self, number: u32) -> Result<u32> {
        if number < self.manifest.replications {
            return Ok(number);
        }
        let last = self.manifest.replications.saturating_sub(1);
        let fault = format!("--replication is {number}, but {} holds 0 to {last}", self.folder.display());
        Err(Diagnostic::usage(fault, "choose one of these"))
    }

    /// The scenario of this name, or the first one.
    ///
    /// # Errors
    /// A name that is none.
    pub fn scenario(&self, name: Option<&str>) -> Result<&Scenario> {
        let found = self.scenarios.iter().find(|s| name.is_none_or(|name| s.name == name));
        found.ok_or_else(|| {
            let all: Vec<&str> = self.scenarios.iter().map(|s| s.name.as_str()).collect();
            self.unknown("scenario", name.unwrap_or(""), &all)
        })
    }

    /// The district of this id or name, or the only one.
    ///
    /// # Errors
    /// A name that is none; none where there are several.
    pub fn district(&self, id: Option<&str>) -> Result<&DistrictEntry> {
        let all = self.manifest.districts.as_slice();
        let id = match (id, all) {
            (None, [only]) => return Ok(only),
            (Some(id), _) => id,
            (None, _) => {
                let named: Vec<String> =
                    all.iter().take(NAMED).map(|d| format!("{} ({})", d.id, d.name)).collect();
                let more = if all.len() > NAMED { "; …" } else { "" };
                let remedy = format!("choose one with --district ID: {}{more}", named.join("; "));
                let fault = format!("holds {} districts", all.len());
                return Err(Diagnostic::usage(fault, remedy).at(&self.folder));
            }
        };
        self.0.district(id).ok_or_else(|| {
            if let [only] = all {
                let fault =
                    format!("holds no district `{id}`. This folder holds one district, {}", only.name);
                let meant = nearest(id, [only.id.as_str(), only.name.as_str()]);
                let meant = meant.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
                return Diagnostic::new(&self.folder, fault, format!("{meant}Leave `--district` out"));
            }
            let names: Vec<&str> = all.iter().flat_map(|d| [d.id.as_str(), d.name.as_str()]).collect();
            self.unknown("district", id, &names)
        })
    }

    /// What figures and a report are made from, of a district that was simulated.
    ///
    /// # Errors
    /// A district that is none, or was not simulated; tables that cannot be read.
    pub fn district_results(&self, id: Option<&str>) -> Result<DistrictResults<'_>> {
        let results = self.0.district_results(self.district(id)?, &wanted())?;
        if results.is_empty() {
            let fault = format!("no run of {} was simulated", results.district.name);
            return Err(Diagnostic::new(&self.folder, fault, "its table of runs says why under `status`"));
        }
        Ok(results)
    }

    /// The figures of a district; of a decision, one of all districts together.
    ///
    /// # Errors
    /// Those of [`Stored::district_results`]; a figure that cannot be drawn.
    pub fn figures(&self, id: Option<&str>) -> Result<Vec<Figure>> {
        if DecisionCell::are_all(&self.scenarios) {
            return Ok(vec![decide_map(&Decision::of(&self.0)?, &self.0)?]);
        }
        draw(&self.district_results(id)?)
    }

    /// The report of a district with its figures, of a sweep or a decision that of its points; a study of sensitivity takes the place of its screen of assumptions.
    ///
    /// # Errors
    /// Where the scenarios have no such district, or the study is about other scenarios.
    pub fn report(
        &self,
        results: &DistrictResults<'_>,
        figures: &[Figure],
        sensitivity: Option<&SensitivityResults>,
    ) -> Result<String> {
        if self.scenarios.iter().any(|s| !s.point.is_empty()) {
            return self.report_of_points(figures);
        }
        self.require(&needs(), "a report")?;
        let place = place_of(self.scenario(None)?, &results.district.id)?;
        let ledger = &Ledger::standard()?;
        report(&ReportRequest { results, place, figures, ledger, screen: None, sensitivity })
    }

    /// The report of a sweep or a decision with its figures.
    ///
    /// # Errors
    /// A folder that is neither; tables that cannot be read.
    pub fn report_of_points(&self, figures: &[Figure]) -> Result<String> {
        study_report::of_points(self, figures)?.ok_or_else(|| {
            let fault = "is about scenarios, and holds no points of a sweep or a decision";
            Diagnostic::usage(fault, "write the report of one of its districts").at(&self.folder)
        })
    }

    /// The design that its runs are of.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub fn design(&self) -> Result<Design> {
        Ok(Design {
            scenarios: self.scenarios.clone(),
            pairs: self.pairs.clone(),
            unpaired: self.is_unpaired(),
            measures: KeptMeasures::listed(self.manifest.measures.as_deref())?,
            assumptions: self.assumptions()?.is_some(),
            seen: self.given_seen()?.map(|given| given.seen),
        })
    }

    /// The outcomes of its runs, to the last bit.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub(super) fn outcomes(&self) -> std::result::Result<StoredOutcomes, Diagnostics> {
        let ledger = Ledger::standard()?;
        // Of the runs alone.
        let design = Design { assumptions: false, seen: None, ..self.design()? };
        let plan = design.plan(&ledger, text_digest);
        Ok(StoredOutcomes::gathered_in(&std::env::temp_dir(), (&self.folder, &self.manifest, &plan))?)
    }

    /// Its name with an ending: where what is made of it goes unless said otherwise.
    pub fn beside(&self, ending: &str) -> PathBuf {
        // Without the separator that a shell's completion leaves at its end.
        let mut name = self.folder.components().collect::<PathBuf>().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    }

    fn unknown(&self, what: &str, name: &str, all: &[&str]) -> Diagnostic {
        Diagnostic::new(&self.folder, format!("holds no {what} `{name}`"), meant(name, all))
    }
}

/// "did you mean …", or what there is.
pub(super) fn meant(name: &str, all: &[&str]) -> String {
    match nearest(name, all.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let more = if all.len() > NAMED { ", …" } else { "" };
            format!("there are: {}{more}", all.iter().take(NAMED).copied().collect::<Vec<_>>().join(", "))
        }
    }
}

/// A district of a scenario by its id.
pub(super) fn place_of<'a>(scenario: &'a Scenario, id: &str) -> Result<&'a DistrictSpec> {
    scenario.places.iter().find(|place| place.id() == id).ok_or_else(|| {
        let fault = format!("scenario `{}` has no district `{id}`", scenario.name);
        Diagnostic::new("", fault, "the folder may come from another version of the program")
    })
}
