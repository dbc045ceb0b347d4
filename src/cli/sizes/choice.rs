//! Which districts of a table stand for sizes.

use crate::cli::batch::BatchArgs;
use crate::cli::faults::CommandResult;
use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::files::places;
use uptake::scenario::{DistrictSpec, FoundDistricts};
use uptake::study::sizes::{label, medians};

/// The word for the districts of median size.
const REGULAR: &str = "regular";

/// The districts named, or the one of median size in each band.
pub(super) fn districts(batch: &BatchArgs) -> CommandResult<FoundDistricts> {
    let (Some(table), Some(named)) = (&batch.settings.places.districts, &batch.settings.places.district)
    else {
        return Ok(FoundDistricts::default());
    };
    let of = |id: &str| places(table, batch.settings.places.mapping.as_deref(), id);
    let mut notes: Vec<String> = Vec::new();
    let chosen = if named == REGULAR {
        let mut found = of(REGULAR)?;
        notes.append(&mut found.notes);
        let chosen = medians(&found.districts);
        if !batch.print.quiet {
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
            let mut found = of(id)?;
            chosen.append(&mut found.districts);
            found.notes.retain(|note| !notes.contains(note));
            notes.append(&mut found.notes);
        }
        chosen
    };
    if chosen.len() < 2 {
        let fault = format!("--district {named} comes to {} of {}", chosen.len(), table.display());
        let remedy = "name at least two ids with commas between them, as 0961903,0610080";
        let status = if named == REGULAR { ExitStatus::Content } else { ExitStatus::Usage };
        return Err(Diagnostic::usage(fault, remedy).with_status(status).into());
    }
    Ok(FoundDistricts { districts: chosen, notes })
}
