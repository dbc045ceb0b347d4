//! Events that could never act in the districts of a scenario: found before a run instead of passing in silence.
//!
//! Only what is known before a run is judged. In synthetic districts schools are drawn, so that whether one is
//! left for another team shows in each replication; where none is, the event has no effect there.

use super::{DistrictSpec, Opening};
use crate::diagnostic::{Diagnostics, SourceLocation};
use crate::events::{Ground, ScheduledEvent};

/// Looks at every event. `sites` is how many pilot schools a team draws, where that is known.
pub fn check(
    events: &[(ScheduledEvent, SourceLocation)],
    places: &[DistrictSpec],
    opening: &Opening,
    sites: Option<f64>,
    problems: &mut Diagnostics,
) {
    let mut taken = vec![opening.team.grades];
    for (event, at) in events {
        // Of several districts an event is for those in which it can act.
        let mut meant = places.iter().filter(|place| event.acts_in(place.id()));
        let facts = match (meant.next(), meant.next()) {
            (Some(place), None) => place.facts(),
            _ => None,
        };
        let ground = Ground { opening, facts, sites, taken: &taken };
        for (fault, remedy) in (event.kind.checks.infeasible)(event, &ground) {
            problems.add(at, format!("\"{}\": {fault}", event.kind.what), remedy);
        }
        taken.extend(event.fields.grades());
    }
}
