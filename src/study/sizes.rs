//! The same scenario at several sizes of the district.
//!
//! Synthetic districts of so many students are a scenario each, in one folder; known districts are districts of one
//! scenario. Sizes are not paired: another size is another district.
//!
//! ```no_run
//! use uptake::scenario::Scenario;
//! use uptake::study::sizes::SizeComparison;
//!
//! let sizes = SizeComparison::of_pupils(&Scenario::built_in("committed")?, &[2_000, 20_000])?;
//! let results = sizes.batch().replications(200).run_into("results/sizes")?;
//! print!("{}", sizes.measured(&results)?.words());
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod measured;
mod words;

use serde::Serialize;

use measured::{MeasuredSize, measured};

use crate::census::SizeBand;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::Batch;
use crate::phrasing::thousands;
use crate::results::Dataset;
use crate::scenario::{DistrictSpec, FoundDistricts, Scenario, ScenarioDraft, UNREAL};

/// The scenarios of a comparison of sizes, and what the sizes are called.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub struct SizeComparison {
    /// The scenario, once for each size or with a district for each.
    pub scenarios: Vec<Scenario>,
    /// The sizes, in the order of scenarios and districts.
    pub labels: Vec<String>,
    /// What all of them are called together.
    pub name: String,
}

impl SizeComparison {
    /// Synthetic districts of so many students.
    ///
    /// # Errors
    /// A scenario that cannot be read, or has districts of its own.
    pub fn of_pupils(
        draft: &ScenarioDraft,
        pupils: &[u32],
    ) -> std::result::Result<SizeComparison, Diagnostics> {
        let base = draft.resolve()?;
        has_no_district(&base)?;
        let sized = |n: &u32| -> std::result::Result<Scenario, Diagnostics> {
            let scenario = draft.clone().with_settings(&[format!("district.pupils={n}")]).resolve()?;
            Ok(Scenario { name: format!("{}-{n}", base.name), ..scenario })
        };
        Ok(SizeComparison {
            scenarios: pupils.iter().map(sized).collect::<std::result::Result<_, _>>()?,
            labels: pupils.iter().map(|n| students(*n)).collect(),
            name: format!("{}-sizes", base.name),
        })
    }

    /// Known districts.
    ///
    /// # Errors
    /// A scenario that cannot be read, or is about a cohort.
    pub fn of_districts(
        draft: &ScenarioDraft,
        districts: impl Into<FoundDistricts>,
    ) -> std::result::Result<SizeComparison, Diagnostics> {
        let scenario = draft.clone().in_districts(districts).resolve()?;
        if scenario.cohort.is_some() {
            let fault = format!("{} is about a cohort, whose districts are run together", draft.reference());
            return Err(Diagnostic::usage(fault, "name a scenario about one district").into());
        }
        Ok(SizeComparison {
            labels: scenario.places.iter().map(label).collect(),
            name: format!("{}-sizes", scenario.name),
            scenarios: vec![scenario],
        })
    }

    /// The comparison that these scenarios were made for: one for each size, or one with a district for each.
    pub fn again(scenarios: &[Scenario]) -> SizeComparison {
        let labels = match scenarios {
            [one] => one.places.iter().map(label).collect(),
            several => several
                .iter()
                .filter_map(|s| s.places.first())
                .map(|place| students(place.pupils()))
                .collect(),
        };
        let name = scenarios.first().map_or_else(String::new, |s| format!("{}-sizes", s.name));
        SizeComparison { scenarios: scenarios.to_vec(), labels, name }
    }

    /// What is to be run.
    pub fn batch<'a>(&self) -> Batch<'a> {
        Batch::new(&self.scenarios)
    }

    /// What districts are called in figures: only those of one scenario are drawn side by side.
    pub fn districts(&self) -> Vec<String> {
        if self.scenarios.len() == 1 { self.labels.clone() } else { Vec::new() }
    }

    /// What the sizes came to, from the tables of their folder.
    ///
    /// # Errors
    /// Where the tables cannot be read.
    pub fn measured(&self, dataset: &Dataset) -> Result<ComparedSizes> {
        Ok(ComparedSizes { sizes: measured(self, dataset)? })
    }
}

/// What sizes came to.
#[derive(Debug, Serialize)]
pub struct ComparedSizes {
    sizes: Vec<MeasuredSize>,
}

impl ComparedSizes {
    /// A column for each size, a row for each thing told.
    pub fn words(&self) -> String {
        words::human(&self.sizes)
    }

    /// In brief: a sentence, then at most 20 lines of at most 100 columns.
    pub fn brief(&self) -> String {
        words::brief(&self.sizes)
    }

    /// A row for each size; what is missing is an empty cell.
    ///
    /// # Errors
    /// None that could happen; the writer says so.
    pub fn csv(&self) -> Result<Vec<u8>> {
        words::csv(&self.sizes)
    }
}

/// A scenario with a district of its own has that district's size.
fn has_no_district(scenario: &Scenario) -> Result<()> {
    let has_size = |p: &DistrictSpec| !matches!(p, DistrictSpec::Synthetic { .. }) && p.id() != UNREAL;
    if scenario.cohort.is_none() && !scenario.places.iter().any(has_size) {
        return Ok(());
    }
    let fault = match scenario.places.as_slice() {
        [place] => format!("{} is about {}, whose size is given", scenario.name, place.name()),
        places => format!("{} is about {} districts, whose sizes are given", scenario.name, places.len()),
    };
    let remedy = "name a scenario without a district, as committed, or districts of a table with --districts FILE --district ID,ID";
    Err(Diagnostic::usage(fault, remedy))
}

fn students(pupils: u32) -> String {
    format!("{} students", thousands(u64::from(pupils)))
}

/// What a district is called beside others: its name and its students.
pub fn label(place: &DistrictSpec) -> String {
    format!("{}, {}", place.name(), students(place.pupils()))
}

/// Of each size band the district in the middle when they stand in the order of their students, of two in the
/// middle the smaller one; where students are equal, in the order of ids.
pub fn medians(all: &[DistrictSpec]) -> Vec<DistrictSpec> {
    let in_band = |band: SizeBand| {
        let is_in =
            |place: &&DistrictSpec| place.pupils() > 0 && SizeBand::of(u64::from(place.pupils())) == band;
        let mut in_band: Vec<&DistrictSpec> = all.iter().filter(is_in).collect();
        in_band.sort_by(|a, b| a.pupils().cmp(&b.pupils()).then_with(|| a.id().cmp(b.id())));
        in_band.get(in_band.len().saturating_sub(1) / 2).map(|place| (*place).clone())
    };
    SizeBand::ALL.iter().copied().filter_map(in_band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::census::totals::DistrictTotals;

    #[test]
    fn each_band_is_stood_for_by_its_median_district_and_an_empty_one_by_none() {
        let place = |id: &str, pupils: u32| {
            DistrictSpec::Totals(DistrictTotals {
                id: id.into(),
                name: id.into(),
                kind: None,
                county: String::new(),
                pupils,
                teachers_fte: None,
                poverty: None,
            })
        };
        let all = [
            ("a", 0),
            ("b", 900),
            ("c", 300),
            ("d", 1999),
            ("e", 2000),
            ("g", 20_000),
            ("f", 20_000),
            ("h", 3_000),
        ];
        let chosen = medians(&all.map(|(id, pupils)| place(id, pupils)));
        let ids: Vec<&str> = chosen.iter().map(DistrictSpec::id).collect();
        assert_eq!(ids, ["b", "h"]);
    }
}
