//! Schools offer more or less time for collaboration.

use super::fields::{SCHOOL, SCHOOLS, number};
use super::{Checks, Effect, EventKind, State, Who};
use crate::phrasing::count;

const OFFERED: State = State {
    name: "time that a school offers",
    get: |d, _, k| (0, d.schools[k].offered),
    set: |d, _, k, to| d.schools[k].offered = to,
};

pub(super) const CHANGES: EventKind = EventKind {
    what: "collaboration time changes",
    help: "schools offer `to` hours a month of collaboration; all, or `school` or `schools`",
    who: Who::District,
    fields: &[number("to", "collaboration time", "hours a month", 100.0, 0.0).needed(), SCHOOL, SCHOOLS],
    effect: Effect::Sets(|d, c, event| {
        let schools = event.fields.schools().meant(d, c);
        schools.into_iter().map(|k| (&OFFERED, k, Some(event.fields.number("to")))).collect()
    }),
    sentence: |event, names| {
        let (place, hours) =
            (event.fields.schools().phrase(names).0, count(event.fields.number("to"), "hour", "hours"));
        format!("the collaboration time offered to teachers{place} changes to {hours} a month")
    },
    subjects: &["time"],
    checks: Checks::NONE,
};
