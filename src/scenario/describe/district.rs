//! The district of the account: how many schools, teachers and students, and whether it is a real one.

use crate::census::grade::GradeSpan;
use crate::census::totals::DistrictTotals;
use crate::census::{DistrictFacts, DistrictKind, Level};
use crate::phrasing::{capital, count, listed, number, rounded};
use crate::scenario::district_spec::default_district;
use crate::scenario::network;
use crate::scenario::{Cohort, DistrictSpec, Scenario, UNREAL};

/// Districts that are named where there are many; the others are counted.
const NAMED: usize = 10;

/// The sentences about the district, or about all of them.
pub fn words(s: &Scenario) -> String {
    let ties = match (&s.opening.network, s.places.as_slice()) {
        (Some(known), [DistrictSpec::Facts(facts)]) => {
            format!(" {}.", capital(&network::words(known, facts)))
        }
        _ => String::new(),
    };
    places(s) + &ties
}

fn places(s: &Scenario) -> String {
    let focal = s.opening.team.grades;
    let practice = format!("The practice is meant for the teachers of {}", focal.words());
    match s.places.as_slice() {
        [DistrictSpec::Facts(facts)] => {
            format!("{} {practice}; {}.", one(facts), teaching(facts, focal))
        }
        [DistrictSpec::Synthetic { pupils, .. }] => format!(
            "The district is a synthetic one of about {} students: its schools and teachers are drawn \
             anew in each simulated future, after the pattern of real districts of that size. {practice}.",
            number(f64::from(*pupils))
        ),
        [DistrictSpec::Totals(totals)] => format!("{} {practice}.", in_total(totals)),
        places => format!("{} {practice}.", several(places, s.cohort.as_ref())),
    }
}

fn one(facts: &DistrictFacts) -> String {
    if *facts == default_district() {
        return format!(
            "The district is the one built into the program, which stands for no real one: {}.",
            size(facts)
        );
    }
    let place = if facts.county.is_empty() { String::new() } else { format!(" in {} County", facts.county) };
    let kind = match &facts.kind {
        DistrictKind::Other(_) => "a district".to_string(),
        kind if facts.kind == DistrictKind::Elementary || facts.kind == DistrictKind::Unified => {
            let article = if facts.kind == DistrictKind::Elementary { "an" } else { "a" };
            format!("{article} {kind} district")
        }
        kind => format!("a {kind} school district"),
    };
    let known = if facts.id == UNREAL {
        ""
    } else {
        " Only the schools are taken from it: its leaders, and all that happens, are simulated."
    };
    format!("The district has the schools of {}, {kind}{place}: {}.{known}", facts.name, size(facts))
}

/// A real district whose schools are not known.
fn in_total(totals: &DistrictTotals) -> String {
    let teachers =
        totals.teachers_fte.map_or_else(String::new, |fte| format!(" and {} teachers", rounded(fte)));
    format!(
        "The district is {} as far as it is known: {} students{teachers}. Its schools are not known; they are drawn anew in \
         each simulated future, after the pattern of real districts of that size. Its leaders, and all that happens, \
         are simulated.",
        totals.name,
        number(f64::from(totals.pupils))
    )
}

fn size(facts: &DistrictFacts) -> String {
    let schools = count(facts.schools.len() as f64, "school", "schools");
    let fte = facts.teachers_fte();
    let exact = if fte.fract() == 0.0 { "" } else { " (full-time equivalents)" };
    let teachers = format!("{} teachers{exact}", rounded(fte));
    match facts.pupils() {
        // Nobody said how many.
        0 => format!("{schools} and {teachers}"),
        pupils => format!("{schools}, {teachers} and {} students", number(pupils as f64)),
    }
}

/// How many of the schools teach the grades. Alternative schools count as teaching none of them.
fn teaching(facts: &DistrictFacts, focal: GradeSpan) -> String {
    let teaches = |s: &&crate::census::SchoolFacts| {
        s.level != Level::Other && s.grades.is_some_and(|span| span.overlaps(focal))
    };
    let (some, all) = (facts.schools.iter().filter(teaches).count(), facts.schools.len());
    match (some, all) {
        (0, _) => "none of them teaches these grades".to_string(),
        (1, 1) => "the school teaches them".to_string(),
        (some, all) if some == all => format!("all {} schools teach them", count_word(all)),
        (1, _) => "one of the schools teaches them".to_string(),
        (some, _) => format!("{} of the schools teach them", count_word(some)),
    }
}

fn count_word(n: usize) -> String {
    count(n as f64, "", "").trim_end().to_string()
}

fn several(places: &[DistrictSpec], cohort: Option<&Cohort>) -> String {
    let names: Vec<String> = places.iter().take(NAMED).map(DistrictSpec::name).collect();
    let facts = || places.iter().filter_map(DistrictSpec::facts);
    let named = match places.len().saturating_sub(NAMED) {
        0 => listed(&names),
        more => format!("{} and {} more", names.join(", "), number(more as f64)),
    };
    let schools: usize = facts().map(|f| f.schools.len()).sum();
    let pupils: u64 = facts().map(DistrictFacts::pupils).sum();
    let teachers: f64 = facts().map(DistrictFacts::teachers_fte).sum();
    let synthetic = if facts().count() < places.len() { ", those apart whose schools are drawn" } else { "" };
    let together = match cohort {
        None => "each simulated on its own".to_string(),
        Some(c) => format!(
            "which meet at convenings and learn from each other, with {}",
            count(f64::from(c.managers), "program manager", "program managers")
        ),
    };
    let head =
        format!("{}, {together}: {named}.", capital(&count(places.len() as f64, "district", "districts")));
    if facts().count() == 0 {
        return head;
    }
    format!(
        "{head} Together they have {} schools, {} teachers and {} students{synthetic}.",
        number(schools as f64),
        number(teachers.round()),
        number(pupils as f64)
    )
}
