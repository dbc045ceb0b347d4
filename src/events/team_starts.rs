//! One more improvement team starts to work on the same practice, in a feeder pattern of its own.

use super::fields::PILOT_SCHOOLS;
use super::new_team::{faults, not_free, sites, starts};
use super::{Checks, Effect, EventKind, Who};
use crate::census::SchoolFacts;

pub(super) const STARTS: EventKind = EventKind {
    what: "team starts",
    help: "one more team for the same practice, in a feeder pattern of its own",
    who: Who::District,
    fields: &[PILOT_SCHOOLS],
    effect: Effect::Happens(|d, c, event| starts(d, c, None, event.fields.pilot_schools())),
    sentence: |event, names| {
        let sites = sites(event.fields.pilot_schools(), names);
        format!("one more improvement team starts to work on the same practice, {sites}")
    },
    subjects: &["team"],
    checks: Checks::infeasible(|event, ground| {
        faults(ground, |facts| {
            let (grades, named) = (ground.opening.team.grades, &ground.opening.team.pilot_schools);
            let pilots: Vec<&SchoolFacts> = named.iter().flat_map(|name| facts.meant_by(name)).collect();
            let is_pilot = |s: &SchoolFacts| pilots.iter().any(|pilot| pilot.id == s.id);
            let sites = match named.len() {
                0 => ground.sites.map(|sites| sites.round() as usize),
                some => Some(some),
            };
            let focal = facts.schools.iter().filter(|s| s.teaches(grades)).count();
            let full = sites.is_some_and(|sites| focal <= sites).then(|| {
                let fault =
                    format!("every school of {} that teaches {grades} is a pilot school already", facts.name);
                (fault, "no school is left for another team: leave the event out".into())
            });
            full.into_iter().chain(not_free(event.fields.pilot_schools(), facts, |s| !is_pilot(s))).collect()
        })
    }),
};
