//! `districts`: what a table of real schools holds.

use super::failure::{CONTENT, FAILED, Failure};
use super::faults;
use super::options::{DistrictsArgs, Format};
use super::say;
use super::table::table;
use crate::input::DistrictTable;
use crate::quantity::census::{DistrictFacts, DistrictKind};

/// Most districts listed for people; the formats for programs list all.
const MOST_LISTED: usize = 40;

/// Lists, searches, summarizes.
pub fn list(args: &DistrictsArgs) -> Result<(), Failure> {
    let read = DistrictTable::read(&args.table).map_err(Failure::from);
    let table = faults::told(read, args.format)?;
    let chosen: Vec<&DistrictFacts> = match &args.find {
        Some(text) => table.find(text),
        None => table.districts().iter().collect(),
    };
    if let (true, Some(text)) = (chosen.is_empty(), &args.find) {
        let fault =
            format!("{}: no district is called \"{text}\" or has an id that begins so", args.table.display());
        return Err(Failure::new(CONTENT, format!("{fault}\n  search for part of the name")));
    }
    match args.format {
        Format::Human => human(&table, &chosen, args),
        Format::Json => {
            let rows: Vec<_> = chosen.iter().map(|d| json(d)).collect();
            let text =
                serde_json::to_string_pretty(&rows).map_err(|e| Failure::new(FAILED, e.to_string()))?;
            say!("{text}");
        }
        Format::Csv => say::written(csv(&chosen))?,
    }
    Ok(())
}

fn human(source: &DistrictTable, chosen: &[&DistrictFacts], args: &DistrictsArgs) {
    if args.find.is_none() {
        let mut bands = table(&["regular districts", "districts", "schools", "pupils", "teachers (FTE)"], 1);
        for b in source.summary() {
            bands.add_row(vec![
                b.band.to_string(),
                b.districts.to_string(),
                b.schools.to_string(),
                b.pupils.to_string(),
                format!("{:.0}", b.teachers_fte),
            ]);
        }
        say!("{bands}");
    }
    let mut list =
        table(&["id", "district", "kind", "county", "schools", "pupils", "teachers", "poverty"], 4);
    for d in chosen.iter().take(MOST_LISTED) {
        list.add_row(vec![
            d.id.clone(),
            d.name.clone(),
            d.kind.to_string(),
            d.county.clone(),
            d.schools.len().to_string(),
            d.pupils().to_string(),
            format!("{:.1}", d.teachers_fte()),
            d.poverty().map_or_else(|| "–".into(), |p| format!("{:.0} %", 100.0 * p)),
        ]);
    }
    say!("{list}");
    if chosen.len() > MOST_LISTED {
        aside!("{} more; search with --find, or list all with --format csv", chosen.len() - MOST_LISTED);
    }
    if let Some(d) = chosen.iter().find(|d| d.kind.is_regular() && d.kind != DistrictKind::High) {
        aside!("simulate one: uptake run committed --districts {} --district {}", args.table.display(), d.id);
    }
}

fn json(d: &DistrictFacts) -> serde_json::Value {
    serde_json::json!({
        "id": d.id,
        "name": d.name,
        "kind": d.kind.word(),
        "county": d.county,
        "schools": d.schools.len(),
        "pupils": d.pupils(),
        "teachers_fte": d.teachers_fte(),
        "poverty": d.poverty(),
    })
}

fn csv(districts: &[&DistrictFacts]) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_writer(std::io::stdout());
    writer.write_record(["id", "name", "kind", "county", "schools", "pupils", "teachers_fte", "poverty"])?;
    for d in districts {
        writer.write_record([
            d.id.clone(),
            d.name.clone(),
            d.kind.word().to_string(),
            d.county.clone(),
            d.schools.len().to_string(),
            d.pupils().to_string(),
            d.teachers_fte().to_string(),
            d.poverty().map_or_else(String::new, |p| p.to_string()),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
