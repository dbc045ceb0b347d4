//! Events that could never act in the districts of a scenario: found before a run instead of passing in silence.
//!
//! Only what is known before a run is judged. In synthetic districts schools are drawn, so that whether one is
//! left for another team shows in each replication; where none is, the event has no effect there.

use super::{Action, DistrictSpec, Opening, ScheduledEvent};
use crate::census::grade::GradeSpan;
use crate::census::{Level, SchoolFacts};
use crate::diagnostic::{Diagnostics, SourceLocation};

/// Looks at every event that starts a team. `sites` is how many pilot schools a team draws, where that is known.
pub fn check(
    events: &[(ScheduledEvent, SourceLocation)],
    places: &[DistrictSpec],
    opening: &Opening,
    sites: Option<f64>,
    problems: &mut Diagnostics,
) {
    let mut taken = vec![opening.grades];
    for (event, at) in events {
        let starts = matches!(event.action, Action::TeamStarts { .. } | Action::CollaborationStarts { .. });
        if starts && !opening.strategy.has_team() {
            let fault = format!(
                "\"{}\": under the strategy \"{}\" there are no teams",
                event.what,
                opening.strategy.word()
            );
            problems.add(at, fault, "choose another strategy, or leave the event out");
            continue;
        }
        // Of several districts an event is for those in which it can act.
        let mut meant = places.iter().filter(|place| event.acts_in(place.id()));
        if let (Some(DistrictSpec::Facts(facts)), None) = (meant.next(), meant.next()) {
            let named = match &event.action {
                Action::TeamStarts { sites: named } => {
                    let focal = facts.schools.iter().filter(|s| teaches(s, opening.grades)).count();
                    let pilots = match opening.pilot_schools.len() {
                        0 => sites.map(|sites| sites.round() as usize),
                        some => Some(some),
                    };
                    if pilots.is_some_and(|pilots| focal <= pilots) {
                        let fault = format!(
                            "\"{}\": every school of {} that teaches {} is a pilot school already",
                            event.what, facts.name, opening.grades
                        );
                        problems.add(at, fault, "no school is left for another team: leave the event out");
                    }
                    let is_pilot = |id: &&String| {
                        let pilot = |s: &SchoolFacts| {
                            opening.pilot_schools.iter().any(|name| *name == s.id || *name == s.name)
                        };
                        facts.schools.iter().any(|s| s.id == **id && pilot(s))
                    };
                    named.iter().filter(is_pilot).collect::<Vec<_>>()
                }
                Action::CollaborationStarts { grades, sites: named } => {
                    let free =
                        |s: &&SchoolFacts| teaches(s, *grades) && !taken.iter().any(|t| teaches(s, *t));
                    let free: Vec<&SchoolFacts> = facts.schools.iter().filter(free).collect();
                    if free.is_empty() {
                        let fault = format!(
                            "\"{}\": no school of {} teaches grades {grades} and none of an earlier collaboration's",
                            event.what, facts.name
                        );
                        problems.add(
                            at,
                            fault,
                            "choose other grades: a school works on one practice at a time",
                        );
                    }
                    named.iter().filter(|id| !free.is_empty() && !free.iter().any(|s| s.id == **id)).collect()
                }
                _ => Vec::new(),
            };
            for id in named {
                let name = facts.schools.iter().find(|s| s.id == *id).map_or(id, |s| &s.name);
                let fault = format!("\"{}\": \"{name}\" is not free to be a pilot school of it", event.what);
                problems.add(at, fault, "name a school that teaches its grades and works on nothing else");
            }
        }
        if let Action::CollaborationStarts { grades, .. } = event.action {
            taken.push(grades);
        }
    }
}

/// Whether a practice for these grades can be for a school.
pub fn teaches(school: &SchoolFacts, grades: GradeSpan) -> bool {
    school.level != Level::Other && school.grades.is_some_and(|span| span.overlaps(grades))
}
