//! Outside support changes or ends: the program manager's hours, in place of the schedule.

use super::fields::number;
use super::{Checks, Circumstances, Effect, EventKind, ScheduledEvent, State, Who};
use crate::phrasing::percent_as_set;

const HOURS: State = State {
    name: "hours of support",
    get: |d, _, _| (0, d.office.manager.set_hours),
    set: |d, _, _, to| d.office.manager.set_hours = to,
};

pub(super) const CHANGES: EventKind = EventKind {
    what: "support changes",
    help: "the manager's hours become `to`, as a share of `manager_hours`",
    who: Who::District,
    fields: &[number("to", "hours", "share of full support", 1.0, 0.0).needed()],
    effect: Effect::Sets(|_, _, event| vec![(&HOURS, 0, Some(event.fields.number("to")))]),
    sentence: |event, _| match event.fields.number("to") {
        0.0 => "outside support ends".to_string(),
        1.0 => "outside support changes to full support".to_string(),
        to => format!("outside support changes to {} of full support", percent_as_set(to)),
    },
    subjects: &["support"],
    checks: Checks::ineffective(without_team),
};

pub(super) const ENDS: EventKind = EventKind {
    what: "support ends",
    help: "no hours from now on",
    who: Who::District,
    fields: &[],
    effect: Effect::Sets(|_, _, _| vec![(&HOURS, 0, Some(0.0))]),
    sentence: |_, _| "outside support ends".to_string(),
    subjects: &["support"],
    checks: Checks::ineffective(without_team),
};

/// Support is that of a team.
pub(super) fn without_team(_: &ScheduledEvent, circumstances: &Circumstances<'_>) -> Option<&'static str> {
    let has_team = circumstances.opening.rollout.strategy.rules().has_team();
    (!has_team).then_some("under this strategy there is no team to support")
}
