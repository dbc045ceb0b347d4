//! The section `[district]`: real, listed, or synthetic.

mod listed;
mod size;
mod usual;

pub use size::check_sizes;
pub use usual::default_district;

use super::advice::unknown;
use super::layers::{Library, Source};
use super::table_reader::TableReader;
use super::text::Table;
use super::{DistrictSpec, UNREAL};
use crate::census::totals::DistrictTotals;
use crate::census::{DistrictFacts, DistrictKind};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};

/// Grades of a school that are not known.
pub const NO_GRADES: &str = "none";
/// Pupils of a synthetic district.
pub const PUPILS: (i64, i64) = (100, 1_000_000);
/// Kinds of districts, as public tables name them.
pub const KINDS: [&str; 7] = ["unified", "elementary", "high", "coe", "sbe", "sbc", "state_special"];
/// Most schools listed one by one; the largest district of the United States has about 1,600.
pub const MOST_SCHOOLS: usize = 5_000;
/// Most teachers of one district; beyond it a run would no longer fit in memory.
pub const MOST_TEACHERS: f64 = 200_000.0;
/// Most teachers of one school.
pub const MOST_IN_SCHOOL: f64 = 2_000.0;

/// Where in a cohort a district stands.
pub struct Within<'a> {
    /// Its place in the file.
    pub at: &'a SourceLocation,
    /// Its number in the cohort, from 1.
    pub number: usize,
}

/// Reads `[district]`; without one the default district.
pub fn read(
    table: Table,
    source: &Source,
    library: &dyn Library,
    problems: &mut Diagnostics,
) -> Vec<DistrictSpec> {
    if table.is_empty() {
        return vec![DistrictSpec::Facts(default_district())];
    }
    let start = table
        .values()
        .map(|e| e.key_at.clone())
        .min()
        .unwrap_or_else(|| SourceLocation::whole(&source.label));
    district(table, start, None, source, library, problems)
}

/// Reads a `[[cohort.district]]`: as `[district]`, with an id of its own.
pub fn read_within(
    table: Table,
    within: &Within<'_>,
    source: &Source,
    library: &dyn Library,
    problems: &mut Diagnostics,
) -> Vec<DistrictSpec> {
    district(table, within.at.clone(), Some(within.number), source, library, problems)
}

fn district(
    table: Table,
    start: SourceLocation,
    number: Option<usize>,
    source: &Source,
    library: &dyn Library,
    problems: &mut Diagnostics,
) -> Vec<DistrictSpec> {
    let section = if number.is_some() { "[[cohort.district]]" } else { "[district]" };
    let unnamed = || number.map_or_else(|| UNREAL.to_string(), |k| format!("district-{k}"));
    let mut walk = TableReader::new(section, table, problems);
    let id = walk.text("id");
    let name = walk.text("name").map(|(n, _)| n);
    let kind = walk.text("kind").and_then(|(word, spot)| {
        let known = KINDS.contains(&word.as_str());
        if !known {
            walk.problems().add(
                &spot,
                format!("no district is \"{word}\""),
                unknown(&word, KINDS.into_iter()),
            );
        }
        known.then(|| DistrictKind::from_word(&word))
    });
    let county = walk.text("county").map(|(c, _)| c).unwrap_or_default();
    let table = walk.text("table");
    let mapping = walk.text("mapping");
    let asked_pupils = walk.spot("pupils").is_some();
    let totals_at = walk.spot("teachers").or_else(|| walk.spot("poverty"));
    let teachers = walk.number("teachers", 0.0, MOST_TEACHERS).map(|(x, _)| x);
    let poverty = walk.number("poverty", 0.0, 1.0).map(|(x, _)| x);
    // With an id it is a real district of which totals are known; in a cohort, where any district has an id,
    // only if more is said of it. A real one is as small as it is.
    let described = name.is_some() || kind.is_some() || !county.is_empty() || totals_at.is_some();
    let named = asked_pupils && id.is_some() && (number.is_none() || described);
    let pupils = walk.whole("pupils", if named { 0 } else { PUPILS.0 }, PUPILS.1);
    let listed = walk.sections("school");
    let was_listed = !listed.is_empty();
    walk.finish();

    let ways = [table.is_some(), asked_pupils, was_listed].into_iter().filter(|w| *w).count();
    if ways > 1 {
        let fault = "the district is given in more than one way";
        problems.add(&start, fault, "keep one of: `table` with `id`, `pupils`, [[district.school]]");
        return Vec::new();
    }
    if !was_listed && !named && (name.is_some() || kind.is_some() || !county.is_empty()) {
        let fault =
            "`name`, `kind` and `county` describe listed schools, or a district with `id` and `pupils`";
        problems.add(
            &start,
            fault,
            "leave them out, or list the schools (with `table`, `id` chooses the district)",
        );
        return Vec::new();
    }
    if let (Some(at), false) = (&totals_at, named) {
        let fault = "`teachers` and `poverty` describe a district with `id` and `pupils`";
        problems.add(at, fault, "leave them out; with listed schools they stand in [[district.school]]");
        return Vec::new();
    }
    if let (Some((_, at)), None) = (&mapping, &table) {
        problems.add(at, "`mapping` without `table`", "name the table whose columns it explains");
        return Vec::new();
    }
    if let Some((table, at)) = table {
        let Some((id, id_at)) = id else {
            problems.missing(
                &start,
                "id",
                "`table` without `id`",
                "name the district: id = \"0961903\", or \"regular\" for all",
            );
            return Vec::new();
        };
        let mapping = mapping.as_ref().map(|(mapping, _)| mapping.as_str());
        return match library.districts(&table, mapping, &id, source) {
            Ok(found) => found,
            Err(refused) => {
                // What lies in a line of the table or mapping is told with that line, anything else where it is named.
                for fault in refused {
                    match (fault.at.line, fault.key.as_deref()) {
                        (1.., _) => problems.push(fault.beside_other_files()),
                        (0, Some("district_id")) => problems.add(&id_at, fault.fault, fault.remedy),
                        (0, _) => problems.add(&at, fault.fault, fault.remedy),
                    }
                }
                Vec::new()
            }
        };
    }
    if let (true, Some((pupils, _)), Some((id, _))) = (named, &pupils, &id) {
        let totals = DistrictTotals {
            id: id.clone(),
            name: name.unwrap_or_else(|| id.clone()),
            kind,
            county,
            pupils: *pupils as u32,
            teachers_fte: teachers,
            poverty,
        };
        return vec![DistrictSpec::Totals(totals)];
    }
    if let Some((pupils, _)) = pupils {
        let id = id.map_or_else(unnamed, |(id, _)| id);
        return vec![DistrictSpec::Synthetic { id, pupils: pupils as u32 }];
    }
    if listed.len() > MOST_SCHOOLS {
        let fault = format!("the district lists {} schools", listed.len());
        let allowed = format!("at most {MOST_SCHOOLS} schools");
        problems.add(&listed[MOST_SCHOOLS].1, fault, Remedy::allowing("put them in a table (CSV)", allowed));
        return Vec::new();
    }
    if was_listed {
        let schools =
            listed.into_iter().enumerate().filter_map(|(k, (t, at))| listed::school(k, t, &at, problems));
        let facts = DistrictFacts {
            id: id.map_or_else(unnamed, |(id, _)| id),
            name: name.unwrap_or_else(|| "Listed district".into()),
            kind: kind.unwrap_or(DistrictKind::Unified),
            county,
            schools: schools.collect(),
        };
        listed::check_names(&facts, &start, problems);
        return vec![DistrictSpec::Facts(facts)];
    }
    if !problems.is_empty() {
        return Vec::new();
    }
    problems.missing(
        &start,
        "pupils",
        format!("{section} says neither which district nor how large"),
        match number {
            None => "give `table` and `id`, or `pupils`, or [[district.school]]; leave [district] out for the default",
            Some(_) => "give `table` and `id`, or `pupils`, or [[cohort.district.school]]",
        },
    );
    Vec::new()
}
