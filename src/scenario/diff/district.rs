//! Districts that differ: which, how large, and school by school.

use super::{Difference, Pair, Side};
use crate::census::{DistrictFacts, SchoolFacts};
use crate::phrasing::{listed, rounded};
use crate::scenario::DistrictSpec;
use crate::scenario::render::{district_text, school_text};

/// Schools that are named where two districts share none.
const NAMED: usize = 10;

/// What differs between the districts of two scenarios. Where there are several, those of one id belong
/// together.
pub fn differences(pair: Pair<'_>) -> Vec<Difference> {
    let (in_a, in_b) = (&pair.a.places, &pair.b.places);
    if let ([a], [b]) = (in_a.as_slice(), in_b.as_slice()) {
        return places(pair, "", a, b);
    }
    let mut found = Vec::new();
    numbers(&mut found, "", "number of districts", "", "districts", [count(in_a), count(in_b)]);
    for place in in_a {
        match in_b.iter().find(|other| other.id() == place.id()) {
            Some(other) => found.extend(places(pair, &format!("{}: ", place.name()), place, other)),
            None => found.push(one_sided("district", place.id(), Side::of(place.name()), Side::Missing)),
        }
    }
    for place in in_b.iter().filter(|p| !in_a.iter().any(|other| other.id() == p.id())) {
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

fn numbers(found: &mut Vec<Difference>, at: &str, what: &str, name: &str, unit: &str, of: [f64; 2]) {
    let [a, b] = of;
    if a != b {
        let (a, b) = (Side::Number(a), Side::Number(b));
        found.push(Difference::new("district", format!("{at}{what}"), name, a, b).in_unit(unit));
    }
}

fn words(found: &mut Vec<Difference>, at: &str, what: &str, name: &str, [a, b]: [String; 2]) {
    if a != b {
        found.push(Difference::new("district", format!("{at}{what}"), name, Side::of(a), Side::of(b)));
    }
}

fn places(pair: Pair<'_>, at: &str, a: &DistrictSpec, b: &DistrictSpec) -> Vec<Difference> {
    let mut found = Vec::new();
    if std::mem::discriminant(a) == std::mem::discriminant(b) {
        found.extend(pair.keys("district", at, &district_text(a), &district_text(b)));
        if let (Some(a), Some(b)) = (a.facts(), b.facts()) {
            facts(&mut found, pair, at, a, b);
        }
        return found;
    }
    let schools =
        |place: &DistrictSpec| place.facts().map_or("drawn".into(), |f| f.schools.len().to_string());
    words(&mut found, at, "district", "name", [a, b].map(DistrictSpec::name));
    numbers(&mut found, at, "students", "pupils", "students", [a, b].map(|place| f64::from(place.pupils())));
    words(&mut found, at, "schools", "school", [a, b].map(schools));
    found
}

fn facts(found: &mut Vec<Difference>, pair: Pair<'_>, at: &str, a: &DistrictFacts, b: &DistrictFacts) {
    numbers(found, at, "schools", "school", "schools", [a, b].map(|facts| count(&facts.schools)));
    numbers(found, at, "students", "enrollment", "students", [a, b].map(|facts| facts.pupils() as f64));
    let fte = |facts: &DistrictFacts| (facts.teachers_fte() * 100.0).round() / 100.0;
    numbers(found, at, "teachers", "teachers", "full-time equivalents", [a, b].map(fte));
    let other = |of: &'_ DistrictFacts, id: &str| of.schools.iter().position(|school| school.id == id);
    // Two districts that share no school are told apart well enough by a line.
    if !a.schools.iter().any(|s| other(b, &s.id).is_some()) {
        return words(found, at, "schools, none of them in both", "school", [a, b].map(names));
    }
    for school in &a.schools {
        match other(b, &school.id).map(|k| &b.schools[k]) {
            Some(other) => {
                let at = format!("{at}{}: ", school.name);
                found.extend(pair.keys("district", &at, &school_text(school), &school_text(other)));
            }
            None => found.push(one_sided(&format!("{at}school"), &school.id, about(school), Side::Missing)),
        }
    }
    for school in b.schools.iter().filter(|s| other(a, &s.id).is_none()) {
        found.push(one_sided(&format!("{at}school"), &school.id, Side::Missing, about(school)));
    }
    let order = |of: &DistrictFacts| of.schools.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    let (first, second) = (order(a), order(b));
    let mut sorted = (first.clone(), second.clone());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 == sorted.1 {
        words(found, at, "order of schools", "school", [first, second].map(|ids| ids.join(", ")));
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
