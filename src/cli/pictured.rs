//! A finished results folder, verified, with one of its districts: what is drawn, reported and told from.

use std::path::{Path, PathBuf};

use super::failure::{CONTENT, Failure, USAGE};
use super::library::Files;
use uptake::figures::pictures::Subject;
use uptake::parameters::Ledger;
use uptake::results::manifest::DistrictEntry;
use uptake::results::{Manifest, read};
use uptake::scenario::{self, Scenario};

/// Districts that a message names; the others are only counted.
const NAMED: usize = 10;

/// The folder.
pub struct Pictured {
    folder: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// Its scenarios, in its order.
    pub scenarios: Vec<Scenario>,
    /// The district that is asked for.
    pub district: DistrictEntry,
    pairs: Vec<(usize, usize)>,
}

impl Pictured {
    /// Verifies the folder and reads its scenarios; without an id the folder must hold one district.
    pub fn open(folder: &Path, id: Option<&str>, ledger: &Ledger) -> Result<Pictured, Failure> {
        let manifest = Manifest::read(folder)?;
        manifest.verify(folder)?;
        let district = district(folder, &manifest, id)?;
        let mut scenarios = Vec::new();
        for entry in &manifest.scenarios {
            let path = folder.join("scenarios").join(format!("{}.toml", entry.name));
            scenarios.push(scenario::read(&path.display().to_string(), &[], &Files, ledger)?);
        }
        let place = |name: &str| scenarios.iter().position(|s| s.name == name);
        let pairs = manifest.pairs.iter().filter_map(|p| Some((place(&p.other)?, place(&p.base)?))).collect();
        let kept = |d: &str, m: &str| d == district.id && m == "spread";
        if read::read_summary_of(folder, &kept)?.is_empty() {
            let fault = format!("{}: no run of {} was simulated", folder.display(), district.name);
            return Err(Failure::new(CONTENT, format!("{fault}\n  its runs.csv says why under `status`")));
        }
        Ok(Pictured { folder: folder.into(), manifest, scenarios, district, pairs })
    }

    /// What figures are drawn of.
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            folder: &self.folder,
            scenarios: &self.scenarios,
            district: &self.district.id,
            district_name: &self.district.name,
            pairs: &self.pairs,
        }
    }
}

fn district(folder: &Path, manifest: &Manifest, id: Option<&str>) -> Result<DistrictEntry, Failure> {
    match (id, manifest.districts.as_slice()) {
        (None, [only]) => Ok(only.clone()),
        (Some(id), all) => all.iter().find(|d| d.id == id).cloned().ok_or_else(|| {
            let fault = format!("{}: holds no district `{id}`", folder.display());
            Failure::new(CONTENT, format!("{fault}\n  its runs.csv lists the districts there are"))
        }),
        (None, all) => {
            let fault = format!("{}: holds {} districts", folder.display(), all.len());
            let named: Vec<String> =
                all.iter().take(NAMED).map(|d| format!("{} ({})", d.id, d.name)).collect();
            let more = if all.len() > NAMED { "; …" } else { "" };
            Err(Failure::new(
                USAGE,
                format!("{fault}\n  choose one with --district ID: {}{more}", named.join("; ")),
            ))
        }
    }
}

/// A folder's name with an ending, beside it: where what is made of it goes unless said otherwise.
pub fn beside(folder: &Path, ending: &str) -> PathBuf {
    // Without the separator that a shell's completion leaves at its end.
    let mut name = folder.components().collect::<PathBuf>().into_os_string();
    name.push(ending);
    PathBuf::from(name)
}
