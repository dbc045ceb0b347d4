//! Which districts of a table stand for sizes.

use crate::cli::district_tables::places;
use crate::cli::faults::CommandResult;
use crate::cli::options::BatchArgs;
use uptake::census::SizeBand;
use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::phrasing::thousands;
use uptake::scenario::DistrictSpec;

/// The word for the districts of median size.
const REGULAR: &str = "regular";

/// The districts named, or the one of median size in each band.
pub(super) fn districts(batch: &BatchArgs) -> CommandResult<Vec<DistrictSpec>> {
    let (Some(table), Some(named)) = (&batch.districts, &batch.district) else { return Ok(Vec::new()) };
    let of = |id: &str| places(table, batch.mapping.as_deref(), id);
    let chosen = if named == REGULAR {
        let chosen = medians(of(REGULAR)?);
        if !batch.quiet {
            let told: Vec<String> =
                chosen.iter().map(|place| format!("{} ({})", label(place), place.id())).collect();
            aside!("of each size band the district of median size: {}", told.join("; "));
        }
        chosen
    } else {
        let mut chosen: Vec<DistrictSpec> = Vec::new();
        for id in named.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            if chosen.iter().any(|place| place.id() == id) {
                let fault = format!("--district names {id} twice");
                return Err(Diagnostic::usage(fault, "name each district once").into());
            }
            chosen.extend(of(id)?);
        }
        chosen
    };
    if chosen.len() < 2 {
        let fault = format!("--district {named} comes to {} of {}", chosen.len(), table.display());
        let remedy = "name at least two ids with commas between them, as 0961903,0610080";
        let status = if named == REGULAR { ExitStatus::Content } else { ExitStatus::Usage };
        return Err(Diagnostic::usage(fault, remedy).with_status(status).into());
    }
    Ok(chosen)
}

/// What a district is called beside others: its name and its pupils.
pub(super) fn label(place: &DistrictSpec) -> String {
    format!("{}, {} pupils", place.name(), thousands(u64::from(pupils(place))))
}

/// Pupils of a district.
pub(super) fn pupils(place: &DistrictSpec) -> u32 {
    match place {
        DistrictSpec::Facts(facts) => u32::try_from(facts.pupils()).unwrap_or(u32::MAX),
        DistrictSpec::Totals(totals) => totals.pupils,
        DistrictSpec::Synthetic { pupils, .. } => *pupils,
    }
}

/// Of each band the district in the middle when they stand in the order of their pupils, of two in the
/// middle the smaller one; where pupils are equal, in the order of ids.
fn medians(all: Vec<DistrictSpec>) -> Vec<DistrictSpec> {
    let in_band = |band: SizeBand| {
        let mut in_band: Vec<DistrictSpec> = all
            .iter()
            .filter(|place| pupils(place) > 0 && SizeBand::of(u64::from(pupils(place))) == band)
            .cloned()
            .collect();
        in_band.sort_by(|a, b| pupils(a).cmp(&pupils(b)).then_with(|| a.id().cmp(b.id())));
        let middle = in_band.len().saturating_sub(1) / 2;
        (!in_band.is_empty()).then(|| in_band.swap_remove(middle))
    };
    SizeBand::ALL.into_iter().filter_map(in_band).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uptake::census::totals::DistrictTotals;

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
        let chosen = medians(all.map(|(id, pupils)| place(id, pupils)).to_vec());
        let ids: Vec<&str> = chosen.iter().map(DistrictSpec::id).collect();
        assert_eq!(ids, ["b", "h"]);
    }
}
