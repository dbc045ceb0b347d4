//! The section `[district]`: real, listed, or synthetic.

use super::advice;
use super::language::sections::{DistrictText, SchoolText};
use super::layers::{Library, Source};
use super::places::Places;
use super::table_reader::SectionType;
use super::value_type::whole;
use super::{DistrictSpec, FoundDistricts, UNREAL};
use crate::census::totals::DistrictTotals;
use crate::census::{DistrictFacts, DistrictKind, Level, SchoolFacts};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};

/// Grades of a school that are not known.
pub const NO_GRADES: &str = "none";
/// Students of a synthetic district.
pub const PUPILS: (i64, i64) = (100, 1_000_000);
/// Kinds of districts, as public tables name them.
pub const KINDS: [&str; 8] =
    ["unified", "elementary", "high", "coe", "sbe", "sbc", "state_special", "agency"];
/// Most schools listed one by one; the largest district of the United States has about 1,600.
pub const MOST_SCHOOLS: usize = 5_000;
/// Most teachers of one district; beyond it a run would no longer fit in memory.
pub const MOST_TEACHERS: f64 = 200_000.0;
/// Most teachers of one school.
pub const MOST_IN_SCHOOL: f64 = 2_000.0;

/// What a district lacks of which totals are known.
const ADD_ID: &str =
    "add `id = \"ours\"` (any word of your own): its schools are then drawn to fit what you know";
/// The same where its students are not said either.
const ADD_BOTH: &str = "add `id = \"ours\"` (any word of your own) and `pupils`, the number of students; or list the schools in \
                        [[district.school]]";

/// What a section with a district is read against.
pub struct DistrictContext<'a> {
    /// Where everything stands.
    pub places: &'a Places,
    /// The file that says it.
    pub source: &'a Source,
    /// Where tables come from.
    pub library: &'a dyn Library,
}

/// The districts of the section at `path`: `[district]`, or the one of this number in a cohort. After a
/// fault there is none.
pub fn read(
    text: DistrictText,
    path: &str,
    number: Option<usize>,
    around: &DistrictContext<'_>,
    problems: &mut Diagnostics,
) -> FoundDistricts {
    // Where it is written what was left out or guessed, the table that it refers to is a copy, of which no more is said.
    let written = text.notes.clone();
    let mut found = districts(text, path, number, around, problems);
    if let Some(notes) = written {
        found.notes = notes;
    }
    found
}

fn districts(
    text: DistrictText,
    path: &str,
    number: Option<usize>,
    around: &DistrictContext<'_>,
    problems: &mut Diagnostics,
) -> FoundDistricts {
    let places = around.places;
    let start = match number {
        None => places.below(path).min().cloned().unwrap_or_else(|| places.at(path)),
        Some(_) => places.at(path),
    };
    let written = |key: &str| places.key(&format!("{path}.{key}")).cloned();
    let at = |key: &str| places.at(&format!("{path}.{key}"));
    let DistrictText { id, table, mapping, pupils, name, kind, county, teachers, poverty, school, .. } = text;
    let county = county.unwrap_or_default();
    let says_more = name.is_some() || kind.is_some() || !county.is_empty();
    let totals_at = written("teachers").or_else(|| written("poverty"));
    let asked_pupils = pupils.is_some();
    let was_listed = !school.is_empty();
    // With an id it is a real district of which totals are known; in a cohort, where any district has an id,
    // only if more is said of it. A real one is as small as it is.
    let named = asked_pupils && id.is_some() && (number.is_none() || says_more || totals_at.is_some());
    let fewest = if named { 0 } else { PUPILS.0 };
    let pupils = pupils.zip(DistrictText::SPEC.key("pupils"));
    let pupils =
        pupils.and_then(|(item, key)| whole(key, &item, (fewest, PUPILS.1), problems)).map(|n| n as u32);
    let wrong = if [table.is_some(), asked_pupils, was_listed].into_iter().filter(|way| *way).count() > 1 {
        let remedy = "keep one of: `table` with `id`, `pupils`, [[district.school]]";
        Some((start.clone(), "the district is given in more than one way", remedy))
    } else if !was_listed && !named && says_more {
        let fault =
            "`name`, `kind` and `county` describe listed schools, or a district with `id` and `pupils`";
        let remedy = match (table.is_some(), asked_pupils) {
            (true, _) => "leave them out: with `table`, `id` chooses the district",
            (false, true) => ADD_ID,
            (false, false) => ADD_BOTH,
        };
        Some((start.clone(), fault, remedy))
    } else if let (Some(at), false) = (totals_at, named) {
        let fault = "`teachers` and `poverty` describe a district with `id` and `pupils`";
        let remedy = match (table.is_some() || was_listed, asked_pupils) {
            (true, _) => "leave them out; with listed schools they stand in [[district.school]]",
            (false, true) => ADD_ID,
            (false, false) => ADD_BOTH,
        };
        Some((at, fault, remedy))
    } else if mapping.is_some() && table.is_none() {
        Some((at("mapping"), "`mapping` without `table`", "name the table whose columns it explains"))
    } else {
        None
    };
    if let Some((at, fault, remedy)) = wrong {
        problems.add(&at, fault, remedy);
        return FoundDistricts::default();
    }
    let unnamed = || number.map_or_else(|| UNREAL.to_string(), |k| format!("district-{k}"));
    match (table, id, pupils) {
        (Some(_), None, _) => {
            let remedy = "name the district: id = \"0961903\", or \"regular\" for all";
            problems.missing(&start, "id", "`table` without `id`", remedy);
            FoundDistricts::default()
        }
        (Some(table), Some(id), _) => {
            let found = around.library.districts(&table, mapping.as_deref(), &id, around.source);
            found.unwrap_or_else(|refused| {
                // What lies in a line of the table or mapping is told with that line, anything else where it is named.
                for fault in refused {
                    match (fault.at.line, fault.key.as_deref()) {
                        (1.., _) => problems.push(fault.beside_other_files()),
                        (0, Some("district_id")) => problems.add(at("id"), fault.fault, fault.remedy),
                        (0, _) => problems.add(at("table"), fault.fault, fault.remedy),
                    }
                }
                FoundDistricts::default()
            })
        }
        (None, Some(id), Some(pupils)) if named => {
            let name = name.unwrap_or_else(|| id.clone());
            let teachers_fte = teachers;
            only(DistrictSpec::Totals(DistrictTotals {
                id,
                name,
                kind,
                county,
                pupils,
                teachers_fte,
                poverty,
            }))
        }
        (None, id, Some(pupils)) => only(DistrictSpec::Synthetic { id: id.unwrap_or_else(unnamed), pupils }),
        (None, id, None) if was_listed => {
            if school.len() > MOST_SCHOOLS {
                let at = at(&format!("school[{}]", MOST_SCHOOLS + 1));
                let fault = format!("the district lists {} schools", school.len());
                let allowed = format!("at most {MOST_SCHOOLS} schools");
                problems.add(&at, fault, Remedy::allowing("put them in a table (CSV)", allowed));
                return FoundDistricts::default();
            }
            let schools: Vec<Option<SchoolFacts>> = school
                .into_iter()
                .enumerate()
                .map(|(k, text)| {
                    read_school(text, k + 1, &format!("{path}.school[{}]", k + 1), places, problems)
                })
                .collect();
            let Some(schools) = schools.into_iter().collect::<Option<Vec<_>>>() else {
                return FoundDistricts::default();
            };
            let mut ids: Vec<&str> = schools.iter().map(|s| s.id.as_str()).collect();
            ids.sort_unstable();
            if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
                let fault = format!("two schools are called \"{}\"", twice[0]);
                problems.add(&start, fault, "give each its own name or id");
            }
            let id = id.unwrap_or_else(unnamed);
            let name = name.unwrap_or_else(|| "Listed district".into());
            let kind = kind.unwrap_or(DistrictKind::Unified);
            only(DistrictSpec::Facts(DistrictFacts { id, name, kind, county, schools }))
        }
        (None, _, None) => {
            if problems.is_empty() {
                let (section, schools, or_else) = match number {
                    None => ("[district]", "[[district.school]]", "; leave [district] out for the default"),
                    Some(_) => ("[[cohort.district]]", "[[cohort.district.school]]", ""),
                };
                let fault = format!("{section} says neither which district nor how large");
                let remedy = format!("give `table` and `id`, or `pupils`, or {schools}{or_else}");
                problems.missing(&start, "pupils", fault, remedy);
            }
            FoundDistricts::default()
        }
    }
}

/// One district, of which nothing was left out.
fn only(district: DistrictSpec) -> FoundDistricts {
    FoundDistricts { districts: vec![district], notes: Vec::new() }
}

/// A school of the list; nothing after a fault.
fn read_school(
    text: SchoolText,
    number: usize,
    path: &str,
    places: &Places,
    problems: &mut Diagnostics,
) -> Option<SchoolFacts> {
    let written = |key: &str| places.key(&format!("{path}.{key}")).is_some();
    let name = text.name.unwrap_or_else(|| format!("School {number}"));
    for (key, remedy) in [
        ("grades", "write its grades, such as grades = \"K-5\", or \"none\" where they are not known"),
        ("teachers", "give full-time equivalents, such as teachers = 23.5"),
    ] {
        if !written(key) {
            let fault = format!("the school \"{name}\" has no `{key}`");
            problems.missing(&places.at(path), key, fault, remedy);
        }
    }
    let grades = match text.grades? {
        none if none == NO_GRADES => None,
        span => Some(advice::span(&span, &places.at(&format!("{path}.grades")), problems)?),
    };
    let level = if written("level") { text.level? } else { Level::Elementary };
    Some(SchoolFacts {
        id: text.id.unwrap_or_else(|| name.clone()),
        name,
        level,
        grades,
        enrollment: text.enrollment,
        teachers_fte: text.teachers?,
        poverty: text.poverty,
    })
}

/// No district or school is larger than can be simulated.
pub fn check_sizes(districts: &[DistrictSpec], at: &SourceLocation, problems: &mut Diagnostics) {
    let mut check = |who: &str, what: &str, count: f64, most: f64, where_one: &str| {
        if count > most {
            let allowed = format!("at most {most}");
            let remedy = Remedy::allowing(where_one.replace("{}", &allowed), allowed);
            problems.add(at, format!("{who} has {count} {what}"), remedy);
        }
    };
    let split = "one district has {}; split it";
    for district in districts {
        match district {
            DistrictSpec::Facts(facts) => {
                check(&facts.name, "teachers", facts.teachers_fte(), MOST_TEACHERS, split)
            }
            DistrictSpec::Totals(totals) => {
                check(&totals.name, "students", f64::from(totals.pupils), PUPILS.1 as f64, split);
                check(&totals.name, "teachers", totals.teachers_fte.unwrap_or(0.0), MOST_TEACHERS, split);
            }
            DistrictSpec::Synthetic { .. } => {}
        }
        for school in district.facts().iter().flat_map(|facts| &facts.schools) {
            check(&school.name, "teachers", school.teachers_fte, MOST_IN_SCHOOL, "one school has {}");
        }
    }
}

/// The default district: eight elementary schools of thirty teachers in six grades, five of them
/// focal; 240 teachers, 200 of them focal. A stylized district at the size of a real one of about
/// 4,900 students; poverty runs evenly from 30 to 86%, so that one school in four is high-poverty.
pub fn default_district() -> DistrictFacts {
    let schools = (0..8)
        .map(|k| SchoolFacts {
            id: format!("school-{}", k + 1),
            name: format!("School {}", k + 1),
            level: Level::Elementary,
            grades: "TK-4".parse().ok(),
            enrollment: 612,
            teachers_fte: 30.0,
            poverty: Some(f64::from(30 + 8 * k) / 100.0),
        })
        .collect();
    DistrictFacts {
        id: UNREAL.into(),
        name: "Default district".into(),
        kind: DistrictKind::Elementary,
        county: String::new(),
        schools,
    }
}
