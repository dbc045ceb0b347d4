//! A stored results folder: its scenarios, districts and replications by the names that a command gives.

use std::path::{Path, PathBuf};

use super::faults::CommandResult;
use super::library::Files;
use uptake::diagnostic::spelling::nearest;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::figures::pictures::WANTED;
use uptake::parameters::Ledger;
use uptake::results::manifest::DistrictEntry;
use uptake::results::{Dataset, DistrictResults, Verified};
use uptake::scenario::{DistrictSpec, Scenario};

/// Names that a message lists; the others are only counted.
const NAMED: usize = 10;

/// A finished results folder.
pub struct Stored(pub Dataset);

impl std::ops::Deref for Stored {
    type Target = Dataset;

    fn deref(&self) -> &Dataset {
        &self.0
    }
}

impl Stored {
    /// Opens a folder.
    pub fn open(folder: &Path, verified: Verified) -> CommandResult<Stored> {
        Ok(Stored(Dataset::open(folder, verified, &Files, &Ledger::standard()?)?))
    }

    /// A replication that the folder holds.
    pub fn replication(&self, number: u32) -> CommandResult<u32> {
        if number < self.manifest.replications {
            return Ok(number);
        }
        let last = self.manifest.replications.saturating_sub(1);
        let fault = format!("--replication is {number}, but {} holds 0 to {last}", self.folder.display());
        Err(Diagnostic::usage(fault, "choose one of these").into())
    }

    /// The scenario of this name, or the first one.
    pub fn scenario(&self, name: Option<&str>) -> CommandResult<&Scenario> {
        let found = self.scenarios.iter().find(|s| name.is_none_or(|name| s.name == name));
        found.ok_or_else(|| {
            let all: Vec<&str> = self.scenarios.iter().map(|s| s.name.as_str()).collect();
            self.unknown("scenario", name.unwrap_or(""), &all)
        })
    }

    /// The district of this id or name, or the only one.
    pub fn district(&self, id: Option<&str>) -> CommandResult<&DistrictEntry> {
        let all = self.manifest.districts.as_slice();
        let id = match (id, all) {
            (None, [only]) => return Ok(only),
            (Some(id), _) => id,
            (None, _) => {
                let named: Vec<String> =
                    all.iter().take(NAMED).map(|d| format!("{} ({})", d.id, d.name)).collect();
                let more = if all.len() > NAMED { "; …" } else { "" };
                let remedy = format!("choose one with --district ID: {}{more}", named.join("; "));
                let fault = Diagnostic::usage(format!("holds {} districts", all.len()), remedy);
                return Err(fault.at(&self.folder).into());
            }
        };
        self.0.district(id).ok_or_else(|| {
            let names: Vec<&str> = all.iter().flat_map(|d| [d.id.as_str(), d.name.as_str()]).collect();
            self.unknown("district", id, &names)
        })
    }

    /// What figures and a report are made from, of a district that was simulated.
    pub fn district_results(&self, id: Option<&str>) -> CommandResult<DistrictResults<'_>> {
        let results = self.0.district_results(self.district(id)?, &WANTED)?;
        if results.is_empty() {
            let fault = format!("no run of {} was simulated", results.district.name);
            return Err(Diagnostic::new(&self.folder, fault, "its runs.csv says why under `status`").into());
        }
        Ok(results)
    }

    fn unknown(&self, what: &str, name: &str, all: &[&str]) -> Diagnostics {
        Diagnostic::new(&self.folder, format!("holds no {what} `{name}`"), meant(name, all)).into()
    }
}

/// "did you mean …", or what there is.
pub fn meant(name: &str, all: &[&str]) -> String {
    match nearest(name, all.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let more = if all.len() > NAMED { ", …" } else { "" };
            format!("there are: {}{more}", all.iter().take(NAMED).copied().collect::<Vec<_>>().join(", "))
        }
    }
}

/// A district of a scenario by its id.
pub fn place_of<'a>(scenario: &'a Scenario, id: &str) -> CommandResult<&'a DistrictSpec> {
    scenario.places.iter().find(|place| place.id() == id).ok_or_else(|| {
        let fault = format!("scenario `{}` has no district `{id}`", scenario.name);
        Diagnostic::new("", fault, "the folder may come from another version of the program").into()
    })
}

/// A folder's name with an ending, beside it: where what is made of it goes unless said otherwise.
pub fn beside(folder: &Path, ending: &str) -> PathBuf {
    // Without the separator that a shell's completion leaves at its end.
    let mut name = folder.components().collect::<PathBuf>().into_os_string();
    name.push(ending);
    PathBuf::from(name)
}
