//! Schools listed one by one.

use crate::census::{DistrictFacts, Level, SchoolFacts};
use crate::diagnostic::{Diagnostics, SourceLocation};
use crate::scenario::advice::{self, unknown};
use crate::scenario::table_reader::TableReader;
use crate::scenario::text::Table;

use super::{MOST_IN_SCHOOL, NO_GRADES};

pub fn school(
    k: usize,
    table: Table,
    at: &SourceLocation,
    problems: &mut Diagnostics,
) -> Option<SchoolFacts> {
    let before = problems.count();
    let mut walk = TableReader::new("a school", table, problems);
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

pub fn check_names(facts: &DistrictFacts, at: &SourceLocation, problems: &mut Diagnostics) {
    let mut ids: Vec<&str> = facts.schools.iter().map(|s| s.id.as_str()).collect();
    ids.sort_unstable();
    if let Some(twice) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        let fault = format!("two schools are called \"{}\"", twice[0]);
        problems.add(at, fault, "give each its own name or id");
    }
}
