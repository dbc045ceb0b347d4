//! The section `[district]`: real, listed, or synthetic.

use super::advice::{self, unknown};
use super::layers::{Library, Refused, Source};
use super::problem::{Problems, Remedy, Spot};
use super::text::Table;
use super::walk::Walk;
use super::{Place, UNREAL, totals};
use crate::quantity::census::{DistrictFacts, DistrictKind, Level, SchoolFacts};
use crate::quantity::totals::DistrictTotals;

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
    pub at: &'a Spot,
    /// Its number in the cohort, from 1.
    pub number: usize,
}

/// Reads `[district]`; without one the default district.
pub fn read(table: Table, source: &Source, library: &dyn Library, problems: &mut Problems) -> Vec<Place> {
    if table.is_empty() {
        return vec![Place::Facts(default_district())];
    }
    let start = table.values().map(|e| e.key_at.clone()).min().unwrap_or_else(|| Spot::whole(&source.label));
    district(table, start, None, source, library, problems)
}

/// Reads a `[[cohort.district]]`: as `[district]`, with an id of its own.
pub fn read_within(
    table: Table,
    within: &Within<'_>,
    source: &Source,
    library: &dyn Library,
    problems: &mut Problems,
) -> Vec<Place> {
    district(table, within.at.clone(), Some(within.number), source, library, problems)
}

fn district(
    table: Table,
    start: Spot,
    number: Option<usize>,
    source: &Source,
    library: &dyn Library,
    problems: &mut Problems,
) -> Vec<Place> {
    let section = if number.is_some() { "[[cohort.district]]" } else { "[district]" };
    let unnamed = || number.map_or_else(|| UNREAL.to_string(), |k| format!("district-{k}"));
    let mut walk = Walk::new(section, table, problems);
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
                match refused {
                    Refused::Table(fault, remedy) => problems.add(&at, fault, remedy),
                    Refused::District(fault, remedy) => problems.add(&id_at, fault, remedy),
                    Refused::Content(faults) => faults.into_iter().for_each(|fault| problems.push(fault)),
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
        return vec![Place::Totals(totals)];
    }
    if let Some((pupils, _)) = pupils {
        let id = id.map_or_else(unnamed, |(id, _)| id);
        return vec![Place::Synthetic { id, pupils: pupils as u32 }];
    }
    if listed.len() > MOST_SCHOOLS {
        let fault = format!("the district lists {} schools", listed.len());
        let allowed = format!("at most {MOST_SCHOOLS} schools");
        problems.add(&listed[MOST_SCHOOLS].1, fault, Remedy::allowing("put them in a table (CSV)", allowed));
        return Vec::new();
    }
    if was_listed {
        let schools = listed.into_iter().enumerate().filter_map(|(k, (t, at))| school(k, t, &at, problems));
        let facts = DistrictFacts {
            id: id.map_or_else(unnamed, |(id, _)| id),
            name: name.unwrap_or_else(|| "Listed district".into()),
            kind: kind.unwrap_or(DistrictKind::Unified),
            county,
            schools: schools.collect(),
        };
        check_names(&facts, &start, problems);
        return vec![Place::Facts(facts)];
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

/// No district or school is larger than can be simulated.
pub fn check_sizes(places: &[Place], at: &Spot, problems: &mut Problems) {
    for place in places {
        let facts = match place {
            Place::Facts(facts) => facts,
            Place::Totals(totals) => {
                totals::check(totals, at, problems);
                continue;
            }
            Place::Synthetic { .. } => continue,
        };
        let teachers = facts.teachers_fte();
        if teachers > MOST_TEACHERS {
            let fault = format!("{} has {teachers} teachers", facts.name);
            let allowed = format!("at most {MOST_TEACHERS}");
            problems.add(
                at,
                fault,
                Remedy::allowing(format!("one district has {allowed}; split it"), allowed),
            );
        }
        for school in facts.schools.iter().filter(|s| s.teachers_fte > MOST_IN_SCHOOL) {
            let fault = format!("{} has {} teachers", school.name, school.teachers_fte);
            let allowed = format!("at most {MOST_IN_SCHOOL}");
            problems.add(at, fault, Remedy::allowing(format!("one school has {allowed}"), allowed));
        }
    }
}

fn check_names(facts: &DistrictFacts, at: &Spot, problems: &mut Problems) {
    let mut ids: Vec<&str> = facts.schools.iter().map(|s| s.id.as_str()).collect();
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        let fault = format!("two schools are called \"{}\"", twice[0]);
        problems.add(at, fault, "give each its own name or id");
    }
}

fn school(k: usize, table: Table, at: &Spot, problems: &mut Problems) -> Option<SchoolFacts> {
    let before = problems.count();
    let mut walk = Walk::new("a school", table, problems);
    let name = walk.text("name").map_or_else(|| format!("School {}", k + 1), |(n, _)| n);
    let id = walk.text("id").map_or_else(|| name.clone(), |(id, _)| id);
    let level = walk.text("level");
    let grades_missing = walk.spot("grades").is_none();
    let grades = walk.text("grades");
    let enrollment = walk.whole("enrollment", 0, 100_000);
    let teachers_missing = walk.spot("teachers").is_none();
    let teachers = walk.number("teachers", 0.0, MOST_IN_SCHOOL);
    let poverty = walk.number("poverty", 0.0, 1.0);
    walk.finish();
    let level = match level {
        None => Some(Level::Elementary),
        Some((word, spot)) => Level::from_word(&word).or_else(|| {
            let words = Level::ALL.iter().map(|l| l.word());
            problems.add(&spot, format!("no level is called \"{word}\""), unknown(&word, words));
            None
        }),
    };
    let span = grades.filter(|(text, _)| text != NO_GRADES);
    let span = span.and_then(|(text, spot)| advice::span(&text, &spot, problems));
    for (missing, key, remedy) in [
        (
            grades_missing,
            "grades",
            "write its grades, such as grades = \"K-5\", or \"none\" where they are not known",
        ),
        (teachers_missing, "teachers", "give full-time equivalents, such as teachers = 23.5"),
    ] {
        if missing {
            problems.missing(at, key, format!("the school \"{name}\" has no `{key}`"), remedy);
        }
    }
    if problems.count() > before {
        return None;
    }
    Some(SchoolFacts {
        id,
        name,
        level: level?,
        grades: span,
        enrollment: enrollment.map_or(0, |(e, _)| e as u32),
        teachers_fte: teachers?.0,
        poverty: poverty.map(|(x, _)| x),
    })
}

/// The default district: eight elementary schools of thirty teachers in six grades, five of them
/// focal; 240 teachers, 200 of them focal. A stylized district at the size of a real one of about
/// 4,900 pupils; poverty runs evenly from 30 to 86 %, so that one school in four is high-poverty.
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
