//! `districts --export`: one real district as the section of a scenario, with where its facts come from.

use std::path::Path;

use super::districts::DistrictsArgs;
use super::faults::CommandResult;
use super::flags::mapping_flag;
use super::options::Format;
use super::print;
use uptake::census::{DistrictFacts, SchoolFacts};
use uptake::diagnostic::shell::{self, word};
use uptake::diagnostic::{Diagnostic, is_unseen};
use uptake::files::choose;
use uptake::input::AnyTable;
use uptake::results::roster;
use uptake::scenario::{DistrictSpec, FoundDistricts, render};

/// Prints the district of this id.
pub fn export(table: &AnyTable, id: &str, args: &DistrictsArgs) -> CommandResult {
    let FoundDistricts { districts: places, notes } = choose(table, id)?;
    let [place] = places.as_slice() else {
        let fault = format!("`{id}` names {} districts", places.len());
        return Err(Diagnostic::usage(fault, "export one by its id").into());
    };
    match args.format {
        Format::Human => {
            out!("{}", section(place, &notes, table).trim_end());
            let mapping = mapping_flag(args.mapping.as_deref());
            let (table, id) = (shell::path(&args.table), word(id));
            aside!("this is a part of a scenario, which begins with the line: format = 1");
            aside!("a whole one: uptake new FILE --districts {table}{mapping} --district {id}");
        }
        Format::Json => {
            print::json(&json(place, &notes, table))?;
        }
        Format::Csv => {
            let rows = match place {
                DistrictSpec::Facts(facts) => roster::table(&[facts])?,
                DistrictSpec::Totals(totals) => roster::totals(&[totals])?,
                DistrictSpec::Synthetic { .. } => Vec::new(),
            };
            print::raw(&rows)?;
        }
    }
    Ok(())
}

/// The section `[district]`, under comments that say what it is and what it is not.
pub fn section(place: &DistrictSpec, notes: &[String], table: &AnyTable) -> String {
    let (file, source) = match table {
        AnyTable::Schools(table) => (table.name(), table.source()),
        AnyTable::Totals(table) => (table.name(), table.source()),
    };
    let mut out = String::new();
    match place {
        DistrictSpec::Facts(facts) => {
            out += &format!(
                "# {}, district {}: {} schools, {} students, {:.2} teachers (full-time equivalents).\n",
                facts.name,
                facts.id,
                facts.schools.len(),
                facts.pupils(),
                facts.teachers_fte()
            );
        }
        DistrictSpec::Totals(totals) => {
            out += &format!(
                "# {}, district {}: {} students. Its schools are not in the table: they are drawn anew in each\n\
                 # replication from the totals below.\n",
                totals.name, totals.id, totals.pupils
            );
        }
        DistrictSpec::Synthetic { .. } => {}
    }
    // Not the folder, which is nobody's business; and a comment ends with its line.
    let file = Path::new(file).file_name().map_or_else(String::new, |f| f.to_string_lossy().into_owned());
    let file: String = file.chars().map(|c| if is_unseen(c) { '?' } else { c }).collect();
    out += &format!("# Facts from: {file}\n");
    if !source.is_empty() {
        out += &format!("# Source: {source}\n");
    }
    out += "# Nothing about its leaders or results is in here: whatever happens in a run is simulated, and is no\n\
            # forecast for the district.\n";
    out + &render::district(place, notes)
}

fn json(place: &DistrictSpec, notes: &[String], table: &AnyTable) -> serde_json::Value {
    let source = match table {
        AnyTable::Schools(table) => table.source(),
        AnyTable::Totals(table) => table.source(),
    };
    match place {
        DistrictSpec::Facts(DistrictFacts { id, name, kind, county, schools }) => serde_json::json!({
            "id": id,
            "name": name,
            "kind": kind.word(),
            "county": county,
            "source": source,
            "notes": notes,
            "schools": schools.iter().map(school).collect::<Vec<_>>(),
        }),
        DistrictSpec::Totals(totals) => serde_json::json!({
            "id": totals.id,
            "name": totals.name,
            "kind": totals.kind.as_ref().map(|k| k.word()),
            "county": totals.county,
            "source": source,
            "notes": notes,
            "pupils": totals.pupils,
            "teachers": totals.teachers_fte,
            "poverty": totals.poverty,
        }),
        DistrictSpec::Synthetic { pupils, .. } => serde_json::json!({ "pupils": pupils }),
    }
}

fn school(s: &SchoolFacts) -> serde_json::Value {
    serde_json::json!({
        "id": s.id,
        "name": s.name,
        "level": s.level.word(),
        "grades": s.grades.map(|g| g.to_string()),
        "enrollment": s.enrollment,
        "teachers": s.teachers_fte,
        "poverty": s.poverty,
    })
}
