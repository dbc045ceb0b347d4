//! A results folder as data: opened and checked in one place, read back in one place. Figures, reports, stories,
//! replays and summaries have their numbers from here, whichever format the tables are stored in.

mod runs;
mod series;

pub use runs::StoredRun;
pub use series::{DifferenceSeries, Series};

use super::checked::check;
use super::folder::TableFormat;
use super::manifest::{DistrictEntry, Manifest};
use super::shards::is_a_shard;
use super::summaries::STAGE;
use super::table_rows::file_of;
use super::versions::has_same_runs;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::parameters::Ledger;
use crate::scenario::{Library, Scenario};
use std::path::{Path, PathBuf};

/// A results folder whose tables are written.
#[derive(Debug)]
pub struct Dataset {
    /// Where it is.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its scenarios, in its order.
    pub scenarios: Vec<Scenario>,
    /// Which of them are compared: (other, base), as places in `scenarios`.
    pub pairs: Vec<(usize, usize)>,
}

impl Dataset {
    /// Opens a finished folder, checked: every file, and its manifest, made anew of them (`checked.rs`). Its scenarios may
    /// refer to tables of districts by `library`.
    ///
    /// # Errors
    /// A folder that is not finished, a file or an entry of the manifest that is not what was written.
    pub fn open(
        folder: &Path,
        library: &dyn Library,
        ledger: &Ledger,
    ) -> std::result::Result<Dataset, Diagnostics> {
        if let Some(shard) = Manifest::read(folder)?.shard {
            return Err(is_a_shard(folder, shard.shard()).into());
        }
        let (manifest, scenarios) = check(folder, library, ledger)?;
        Ok(Dataset::of(folder, manifest, scenarios))
    }

    /// A folder of this manifest and these scenarios.
    pub(super) fn of(folder: &Path, manifest: Manifest, scenarios: Vec<Scenario>) -> Dataset {
        let place = |name: &str| manifest.scenarios.iter().position(|s| s.name == name);
        let pairs = manifest.pairs.iter().filter_map(|p| Some((place(&p.other)?, place(&p.base)?))).collect();
        Dataset { folder: folder.into(), manifest, scenarios, pairs }
    }

    /// Whether this version of the program makes the same runs as the one that wrote the folder.
    pub fn has_same_runs(&self) -> bool {
        has_same_runs(&self.manifest.version)
    }

    /// Whether its scenarios are compared as independent samples, without pairs of runs.
    pub fn is_unpaired(&self) -> bool {
        self.manifest.unpaired.is_some()
    }

    /// Whether it holds its runs, and not their summaries alone.
    pub fn has_runs(&self) -> bool {
        self.manifest.tables != TableFormat::Summaries.word()
    }

    /// The file of one of its tables.
    pub fn table(&self, name: &str) -> PathBuf {
        file_of(&self.folder, &self.manifest.files, name)
    }

    /// Its runs are read.
    pub(super) fn needs_runs(&self) -> Result<()> {
        if self.has_runs() {
            return Ok(());
        }
        let fault = "holds summaries alone, and this is made of its runs";
        let remedy = "run it again into another folder without --tables summaries, one district at a time where there are many";
        Err(Diagnostic::failed(&self.folder, fault, remedy))
    }

    /// Whether its tables hold a measure, or the shares of runs at a stage that come with one.
    pub fn keeps(&self, measure: &str) -> bool {
        let is_stage_share = measure.starts_with("stage_share_");
        let measure = if is_stage_share { STAGE } else { measure };
        self.manifest.measures.as_ref().is_none_or(|kept| kept.iter().any(|own| own == measure))
    }

    /// Those of some measures that its tables do not hold.
    pub fn lacking<'m>(&self, measures: &[&'m str]) -> Vec<&'m str> {
        measures.iter().copied().filter(|measure| !self.keeps(measure)).collect()
    }

    /// Refuses what is made of measures that its tables do not hold.
    ///
    /// # Errors
    /// A measure that they do not hold.
    pub fn require(&self, measures: &[&str], what: &str) -> Result<()> {
        let lacking = self.lacking(measures);
        let Some(kept) = self.manifest.measures.as_ref().filter(|_| !lacking.is_empty()) else {
            return Ok(());
        };
        let (kept, lacking) = (kept.join(","), lacking.join(","));
        let fault = format!("its tables hold the measures {kept} alone, and {what} is made of {lacking} too");
        let remedy = format!(
            "run it again into another folder with --measures {kept},{lacking}, or without --measures"
        );
        Err(Diagnostic::failed(&self.folder, fault, remedy))
    }

    /// Whether it holds figures.
    pub fn has_figures(&self) -> bool {
        self.manifest.files.keys().any(|name| name.starts_with("figures/"))
    }

    /// The district of this id or name.
    pub fn district(&self, id: &str) -> Option<&DistrictEntry> {
        self.manifest.districts.iter().find(|d| d.id == id || d.name == id)
    }
}

#[cfg(test)]
mod tests {
    use crate::results::sample;
    use crate::results::summaries::STATISTICS;
    use std::fs;

    #[test]
    fn a_damaged_cell_or_table_is_named_with_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = sample::finished_dataset(folder.path(), 1, 1, 3);
        let start = format!("scenario,district,month,measure,{}\na,b,0,c,x", STATISTICS.join(","));
        fs::write(dataset.folder.join("summary.csv"), start + &",".repeat(10) + "\n").unwrap();
        let error = dataset.levels(None, &["c"]).unwrap_err().to_string();
        assert!(error.contains("summary.csv, line 2: `n` is `x`, not a number"), "{error}");
        let runs = "scenario,replication,district,status,ending\na,0,d,done,happy\n";
        fs::write(dataset.folder.join("runs.csv"), runs).unwrap();
        let error = dataset.run_columns("d", &["ending"]).unwrap_err().to_string();
        assert!(error.contains("runs.csv, line 2: `ending` is `happy`"), "{error}");
        fs::remove_file(dataset.folder.join("summary.csv")).unwrap();
        let error = dataset.levels(None, &["c"]).unwrap_err().to_string();
        assert!(error.contains("summary.csv: cannot open"), "{error}");
    }
}
