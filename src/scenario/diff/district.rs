//! Districts that differ: which, how large, and school by school.

use super::{Difference, Side};
use crate::census::totals::DistrictTotals;
use crate::census::{DistrictFacts, SchoolFacts};
use crate::phrasing::{listed, rounded};
use crate::scenario::{DistrictSpec, Scenario};

/// Schools that are named where two districts share none.
const NAMED: usize = 10;

/// What differs between the districts of two scenarios. Where there are several, those of one id belong
/// together.
pub fn differences(a: &Scenario, b: &Scenario) -> Vec<Difference> {
    if let ([a], [b]) = (a.places.as_slice(), b.places.as_slice()) {
        return places("", a, b);
    }
    let mut found = Vec::new();
    numbers(&mut found, "", "number of districts", "", "districts", count(&a.places), count(&b.places));
    for place in &a.places {
        match b.places.iter().find(|other| other.id() == place.id()) {
            Some(other) => found.extend(places(&format!("{}: ", place.name()), place, other)),
            None => found.push(one_sided("district", place.id(), Side::of(place.name()), Side::Missing)),
        }
    }
    for place in b.places.iter().filter(|p| !a.places.iter().any(|other| other.id() == p.id())) {
        found.push(one_sided("district", place.id(), Side::Missing, Side::of(place.name())));
    }
    found
}

fn count<T>(of: &[T]) -> f64 {
    of.len() as f64
}

fn one_sided(what: &str, id: &str, a: Side, b: Side) -> Difference {
    Difference::new("district", what, id, a, b)
}

fn numbers(found: &mut Vec<Difference>, at: &str, what: &str, name: &str, unit: &str, a: f64, b: f64) {
    if a != b {
        let (a, b) = (Side::Number(a), Side::Number(b));
        found.push(Difference::new("district", format!("{at}{what}"), name, a, b).in_unit(unit));
    }
}

fn words(found: &mut Vec<Difference>, at: &str, what: &str, name: &str, a: &str, b: &str) {
    if a != b {
        let side = |text: &str| Side::of(if text.is_empty() { "not known" } else { text });
        found.push(Difference::new("district", format!("{at}{what}"), name, side(a), side(b)));
    }
}

fn places(at: &str, a: &DistrictSpec, b: &DistrictSpec) -> Vec<Difference> {
    let mut found = Vec::new();
    match (a, b) {
        (DistrictSpec::Facts(a), DistrictSpec::Facts(b)) => facts(&mut found, at, a, b),
        (DistrictSpec::Synthetic { pupils: a, .. }, DistrictSpec::Synthetic { pupils: b, .. }) => {
            numbers(&mut found, at, "students", "pupils", "students", f64::from(*a), f64::from(*b));
        }
        (DistrictSpec::Totals(a), DistrictSpec::Totals(b)) => totals(&mut found, at, a, b),
        (a, b) => {
            words(&mut found, at, "district", "name", &a.name(), &b.name());
            numbers(&mut found, at, "students", "pupils", "students", pupils(a), pupils(b));
            words(&mut found, at, "schools", "school", &schools(a), &schools(b));
        }
    }
    found
}

fn pupils(place: &DistrictSpec) -> f64 {
    match place {
        DistrictSpec::Facts(facts) => facts.pupils() as f64,
        DistrictSpec::Synthetic { pupils, .. } => f64::from(*pupils),
        DistrictSpec::Totals(totals) => f64::from(totals.pupils),
    }
}

fn schools(place: &DistrictSpec) -> String {
    match place {
        DistrictSpec::Facts(facts) => facts.schools.len().to_string(),
        DistrictSpec::Synthetic { .. } | DistrictSpec::Totals(_) => "drawn".into(),
    }
}

fn totals(found: &mut Vec<Difference>, at: &str, a: &DistrictTotals, b: &DistrictTotals) {
    let kind = |t: &DistrictTotals| t.kind.as_ref().map_or_else(String::new, |k| k.word().replace('_', " "));
    let number = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    words(found, at, "name", "name", &a.name, &b.name);
    words(found, at, "identifier", "id", &a.id, &b.id);
    words(found, at, "kind", "kind", &kind(a), &kind(b));
    words(found, at, "county", "county", &a.county, &b.county);
    numbers(found, at, "students", "pupils", "students", f64::from(a.pupils), f64::from(b.pupils));
    words(found, at, "teachers", "teachers", &number(a.teachers_fte), &number(b.teachers_fte));
    let what = "share of students eligible for free or reduced-price meals";
    words(found, at, what, "poverty", &number(a.poverty), &number(b.poverty));
}

fn facts(found: &mut Vec<Difference>, at: &str, a: &DistrictFacts, b: &DistrictFacts) {
    words(found, at, "name", "name", &a.name, &b.name);
    words(found, at, "identifier", "id", &a.id, &b.id);
    let kind = |facts: &DistrictFacts| facts.kind.word().replace('_', " ");
    words(found, at, "kind", "kind", &kind(a), &kind(b));
    words(found, at, "county", "county", &a.county, &b.county);
    numbers(found, at, "schools", "school", "schools", count(&a.schools), count(&b.schools));
    numbers(found, at, "students", "enrollment", "students", a.pupils() as f64, b.pupils() as f64);
    let fte = |facts: &DistrictFacts| (facts.teachers_fte() * 100.0).round() / 100.0;
    numbers(found, at, "teachers", "teachers", "full-time equivalents", fte(a), fte(b));
    let shared = |s: &&SchoolFacts| b.schools.iter().any(|other| other.id == s.id);
    // Two districts that share no school are told apart well enough by a line.
    if !a.schools.iter().any(|s| shared(&s)) {
        words(found, at, "schools, none of them in both", "school", &names(a), &names(b));
        return;
    }
    for school in &a.schools {
        match b.schools.iter().find(|other| other.id == school.id) {
            Some(other) => one_school(found, at, school, other),
            None => found.push(one_sided(&format!("{at}school"), &school.id, about(school), Side::Missing)),
        }
    }
    for school in b.schools.iter().filter(|s| !a.schools.iter().any(|other| other.id == s.id)) {
        found.push(one_sided(&format!("{at}school"), &school.id, Side::Missing, about(school)));
    }
    let order = |of: &DistrictFacts| of.schools.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    let (first, second) = (order(a), order(b));
    let mut sorted = (first.clone(), second.clone());
    sorted.0.sort();
    sorted.1.sort();
    if first != second && sorted.0 == sorted.1 {
        words(found, at, "order of schools", "school", &first.join(", "), &second.join(", "));
    }
}

/// The schools by name; where there are many, the first of them.
fn names(facts: &DistrictFacts) -> String {
    let names: Vec<&str> = facts.schools.iter().take(NAMED).map(|s| s.name.as_str()).collect();
    match facts.schools.len().saturating_sub(NAMED) {
        0 => listed(&names),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

fn about(school: &SchoolFacts) -> Side {
    let fte = rounded(school.teachers_fte);
    Side::of(format!("{} ({} students, {fte} teachers)", school.name, school.enrollment))
}

fn one_school(found: &mut Vec<Difference>, at: &str, a: &SchoolFacts, b: &SchoolFacts) {
    let at = format!("{at}{}: ", a.name);
    let grades = |s: &SchoolFacts| s.grades.map_or_else(String::new, |span| span.to_string());
    let poverty = |s: &SchoolFacts| s.poverty.map_or_else(String::new, |x| x.to_string());
    words(found, &at, "name", "name", &a.name, &b.name);
    words(found, &at, "level", "level", a.level.word(), b.level.word());
    words(found, &at, "grades", "grades", &grades(a), &grades(b));
    let enrollment = |s: &SchoolFacts| f64::from(s.enrollment);
    numbers(found, &at, "students", "enrollment", "students", enrollment(a), enrollment(b));
    numbers(found, &at, "teachers", "teachers", "full-time equivalents", a.teachers_fte, b.teachers_fte);
    let what = "share of students eligible for free or reduced-price meals";
    match (a.poverty, b.poverty) {
        (Some(a), Some(b)) => numbers(found, &at, what, "poverty", "share", a, b),
        _ => words(found, &at, what, "poverty", &poverty(a), &poverty(b)),
    }
}
