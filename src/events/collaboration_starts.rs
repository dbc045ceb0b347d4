//! One more collaboration starts: another practice, for other grades, with a team of its own.

use super::fields::{GRADES, PILOT_SCHOOLS};
use super::new_team::{faults, not_free, sites, starts};
use super::{Checks, Effect, EventKind, Who};
use crate::census::SchoolFacts;
use crate::census::grade::GradeSpan;

pub(super) const STARTS: EventKind = EventKind {
    what: "collaboration starts",
    help: "another practice for other `grades`, with a team of its own and support counted anew",
    who: Who::District,
    fields: &[GRADES.needed(), PILOT_SCHOOLS],
    effect: Effect::Happens(|d, c, event| starts(d, c, event.fields.grades(), event.fields.pilot_schools())),
    sentence: |event, names| {
        let grades = event.fields.grades().map(GradeSpan::words).unwrap_or_default();
        let sites = sites(event.fields.pilot_schools(), names);
        format!(
            "a second collaboration starts, on another practice for {grades}, with a team of its own {sites}"
        )
    },
    subjects: &["team"],
    checks: Checks::infeasible(|event, ground| {
        faults(ground, |facts| {
            let Some(grades) = event.fields.grades() else { return Vec::new() };
            let is_free =
                |s: &SchoolFacts| s.teaches(grades) && !ground.taken.iter().any(|taken| s.teaches(*taken));
            if facts.schools.iter().any(is_free) {
                return not_free(event.fields.pilot_schools(), facts, is_free).collect();
            }
            let fault = format!(
                "no school of {} teaches grades {grades} and none of an earlier collaboration's",
                facts.name
            );
            vec![(fault, "choose other grades: a school works on one practice at a time".into())]
        })
    }),
};
