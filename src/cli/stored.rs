//! A stored results folder, from which single runs are run again: its scenarios, districts and replications by
//! the names that a command gives.

use std::path::PathBuf;

use super::failure::{CONTENT, Failure, USAGE};
use super::library::Files;
use uptake::diagnostic::spelling::nearest;
use uptake::parameters::Ledger;
use uptake::results::Manifest;
use uptake::results::manifest::{DistrictEntry, content_of};
use uptake::scenario::{self, DistrictSpec, Scenario};

/// Names that a message lists; the others are only counted.
const NAMED: usize = 10;

/// A finished results folder.
pub struct Stored {
    /// Where it is.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    ledger: Ledger,
}

impl Stored {
    /// Opens a folder. Its scenarios must be those that were run; its tables are compared value by value later.
    pub fn open(folder: &std::path::Path) -> Result<Stored, Failure> {
        let manifest = Manifest::read(folder)?;
        for (name, entry) in manifest.files.iter().filter(|(name, _)| name.starts_with("scenarios/")) {
            let path = folder.join(name);
            if content_of(&path)?.sha256 != entry.sha256 {
                let fault = format!("{}: is not the scenario that was run", path.display());
                let remedy = "restore the file, or run it as a scenario of its own: uptake run FILE";
                return Err(Failure::new(super::failure::FAILED, format!("{fault}\n  {remedy}")));
            }
        }
        Ok(Stored { folder: folder.to_path_buf(), manifest, ledger: Ledger::standard()? })
    }

    /// A replication that the folder holds.
    pub fn replication(&self, number: u32) -> Result<u32, Failure> {
        if number < self.manifest.replications {
            return Ok(number);
        }
        let last = self.manifest.replications.saturating_sub(1);
        let fault = format!("--replication is {number}, but {} holds 0 to {last}", self.folder.display());
        Err(Failure::new(USAGE, format!("{fault}\n  choose one of these")))
    }

    /// The scenario of this name, or the first one.
    pub fn scenario(&self, name: Option<&str>) -> Result<Scenario, Failure> {
        let all = || self.manifest.scenarios.iter().map(|s| s.name.as_str());
        let found = match name {
            None => all().next(),
            Some(name) => all().find(|own| *own == name),
        };
        let Some(found) = found else {
            return Err(self.unknown("scenario", name.unwrap_or(""), &all().collect::<Vec<_>>()));
        };
        let path = self.folder.join("scenarios").join(format!("{found}.toml"));
        Ok(scenario::read(&path.display().to_string(), &[], &Files, &self.ledger)?)
    }

    /// The district of this id or name, or the only one.
    pub fn district(&self, id: Option<&str>) -> Result<&DistrictEntry, Failure> {
        let all = self.manifest.districts.as_slice();
        let id = match (id, all) {
            (None, [only]) => return Ok(only),
            (Some(id), _) => id,
            (None, _) => {
                let fault = format!("{}: holds {} districts", self.folder.display(), all.len());
                let named: Vec<String> =
                    all.iter().take(NAMED).map(|d| format!("{} ({})", d.id, d.name)).collect();
                let more = if all.len() > NAMED { "; …" } else { "" };
                let remedy = format!("choose one with --district ID: {}{more}", named.join("; "));
                return Err(Failure::new(USAGE, format!("{fault}\n  {remedy}")));
            }
        };
        all.iter().find(|d| d.id == id || d.name == id).ok_or_else(|| {
            let names: Vec<&str> = all.iter().flat_map(|d| [d.id.as_str(), d.name.as_str()]).collect();
            self.unknown("district", id, &names)
        })
    }

    fn unknown(&self, what: &str, name: &str, all: &[&str]) -> Failure {
        let fault = format!("{}: holds no {what} `{name}`", self.folder.display());
        Failure::new(CONTENT, format!("{fault}\n  {}", meant(name, all)))
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
pub fn place_of<'a>(scenario: &'a Scenario, id: &str) -> Result<&'a DistrictSpec, Failure> {
    scenario.places.iter().find(|place| place.id() == id).ok_or_else(|| {
        let fault = format!("scenario `{}` has no district `{id}`", scenario.name);
        Failure::new(CONTENT, format!("{fault}\n  the folder may come from another version of the program"))
    })
}
