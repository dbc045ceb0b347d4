//! Observed turnover of superintendents: by size of the district and year, and by years in post.

use std::path::Path;

use super::fixed_table::read;
use super::table_fault::Quoted;
use crate::census::SizeBand;
use crate::diagnostic::Diagnostics;

/// Changes from one fall to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BandYear {
    /// The later fall.
    pub year: u32,
    /// Size of the district; none where it is not known.
    pub band: Option<SizeBand>,
    /// Districts watched.
    pub at_risk: u32,
    /// Those with another superintendent than a year before.
    pub exits: u32,
}

/// Exits after one more year in post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TenureYear {
    /// The fall of a person's time in post, 1 for the first.
    pub year: u32,
    /// Persons watched from it to the next.
    pub at_risk: u32,
    /// Those who had left by then.
    pub exits: u32,
}

/// What is known of the turnover of a state's superintendents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedTurnover {
    /// By year and band.
    pub by_band: Vec<BandYear>,
    /// By year in post, of those who came while they were watched.
    pub by_tenure: Vec<TenureYear>,
}

impl ObservedTurnover {
    /// `superintendent_turnover_ca_by_band.csv` and `superintendent_exit_hazard_ca.csv` of a folder.
    ///
    /// # Errors
    /// If a file cannot be read or has faults; they are all listed.
    pub fn of_california(folder: &Path) -> Result<ObservedTurnover, Diagnostics> {
        let by_band = read(
            &folder.join("superintendent_turnover_ca_by_band.csv"),
            &["year", "band", "district_years", "changes"],
            |rows: &mut Vec<BandYear>, cells| {
                let band = match cells.text(1) {
                    "<2000" => Some(SizeBand::Small),
                    "2000-20000" => Some(SizeBand::Medium),
                    ">20000" => Some(SizeBand::Large),
                    "unknown" => None,
                    other => {
                        let what = format!("{} is not a band", Quoted(other));
                        cells.fault(1, what, "write <2000, 2000-20000, >20000 or unknown");
                        None
                    }
                };
                let (year, counts) = (cells.count(0), [cells.count(2), cells.count(3)]);
                if let (Some(year), [Some(at_risk), Some(exits)]) = (year, counts) {
                    if exits > at_risk {
                        cells.fault(3, too_many(exits, at_risk), "look for exchanged cells");
                    }
                    rows.push(BandYear { year, band, at_risk, exits });
                }
            },
        )?;
        let by_tenure = read(
            &folder.join("superintendent_exit_hazard_ca.csv"),
            &["tenure_year", "at_risk", "exits"],
            |rows: &mut Vec<TenureYear>, cells| {
                if let [Some(year), Some(at_risk), Some(exits)] = [0, 1, 2].map(|k| cells.count(k)) {
                    if exits > at_risk {
                        cells.fault(2, too_many(exits, at_risk), "look for exchanged cells");
                    }
                    rows.push(TenureYear { year, at_risk, exits });
                }
            },
        )?;
        Ok(ObservedTurnover { by_band, by_tenure })
    }
}

fn too_many(exits: u32, at_risk: u32) -> String {
    format!("{exits} left of {at_risk} who were watched")
}
