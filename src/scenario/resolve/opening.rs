//! What is settled before the first day, beside parameters: grades, strategy, pilot schools, the manager's hours.

use crate::census::grade::{Grade, GradeSpan};
use crate::diagnostic::{Diagnostics, SourceLocation};
use crate::scenario::advice::{span, unknown};
use crate::scenario::language::strategies;
use crate::scenario::school_names::{NAMELESS, is_called, no_school};
use crate::scenario::table_reader::TableReader;
use crate::scenario::text::Table;
use crate::scenario::{DistrictSpec, Opening};
use crate::strategy::Strategy;

/// Takes what is no parameter out of the sections.
pub fn read(
    sections: &mut [(&str, Table)],
    places: &[DistrictSpec],
    problems: &mut Diagnostics,
) -> Option<Opening> {
    let mut take = |section: &str, key: &str| -> Table {
        let found = sections.iter_mut().find(|(name, _)| *name == section);
        found.and_then(|(_, table)| table.remove_entry(key)).into_iter().collect()
    };
    let leads = take("leaders", "superintendent_leads");
    let leads = TableReader::new("[leaders]", leads, problems).truth("superintendent_leads").unwrap_or(false);
    let strategy = TableReader::new("[rollout]", take("rollout", "strategy"), problems).text("strategy");
    let strategy = match strategy {
        None => Strategy::default(),
        Some((word, at)) => {
            let found = Strategy::from_word(&word);
            if found.is_none() {
                let words = strategies().into_iter();
                problems.add(&at, format!("no strategy is called \"{word}\""), unknown(&word, words));
            }
            found.unwrap_or_default()
        }
    };
    let grades = TableReader::new("[team]", take("team", "grades"), problems).text("grades");
    let grades = match grades {
        None => default_grades()?,
        Some((text, at)) => span(&text, &at, problems).or_else(default_grades)?,
    };
    let pilots = TableReader::new("[team]", take("team", "pilot_schools"), problems).texts("pilot_schools");
    let pilots = pilots.unwrap_or_default();
    check_pilots(&pilots, places, grades, problems);
    let pilot_schools = pilots.into_iter().map(|(name, _)| name).collect();
    let release = read_release(take("support", "release"), problems);
    Some(Opening { grades, strategy, leads_in_person: leads, pilot_schools, release })
}

/// The manager's hours year by year.
fn read_release(table: Table, problems: &mut Diagnostics) -> Vec<f64> {
    let Some((release, at)) = TableReader::new("[support]", table, problems).numbers("release", 0.0, 1.0)
    else {
        return Vec::new();
    };
    if release.is_empty() {
        problems.add(&at, "`release` names no year", "write a share for each year, such as [1.0, 0.6, 0.2]");
    }
    release
}

/// A named pilot school is there, and teaches a focal grade.
fn check_pilots(
    pilots: &[(String, SourceLocation)],
    places: &[DistrictSpec],
    grades: GradeSpan,
    problems: &mut Diagnostics,
) {
    if let (Some((_, at)), true) = (pilots.first(), places.len() > 1) {
        problems.add(
            at,
            "pilot schools are named, but there are several districts",
            "leave `pilot_schools` out",
        );
        return;
    }
    if places.is_empty() {
        return; // why the district is not known is told elsewhere
    }
    if let ([DistrictSpec::Synthetic { .. }], Some((name, at))) = (places, pilots.first()) {
        problems.add(at, format!("\"{name}\": {NAMELESS}"), "leave `pilot_schools` out: they are drawn");
        return;
    }
    for (k, (name, at)) in pilots.iter().enumerate() {
        if pilots[..k].iter().any(|(earlier, _)| earlier == name) {
            problems.add(at, format!("the pilot school \"{name}\" is named twice"), "name each once");
        }
        let schools = places.iter().filter_map(|place| match place {
            DistrictSpec::Facts(facts) => Some(&facts.schools),
            DistrictSpec::Synthetic { .. } | DistrictSpec::Totals(_) => None,
        });
        let schools: Vec<_> = schools.flatten().collect();
        match schools.iter().find(|s| is_called(name, &s.id, &s.name)) {
            None => {
                let names = schools.iter().map(|s| s.name.as_str());
                no_school(name, None, names, at, problems);
            }
            Some(s) if !s.teaches(grades) => {
                let fault =
                    format!("\"{name}\" teaches none of the grades {grades} that the practice is for");
                problems.add(at, fault, "name a school that does");
            }
            Some(_) => {}
        }
    }
}

/// Preschool to grade 3.
fn default_grades() -> Option<GradeSpan> {
    GradeSpan::new(Grade::TK, Grade::new(3)?).ok()
}
