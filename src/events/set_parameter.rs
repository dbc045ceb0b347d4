//! A parameter has another value from now on.

use super::fields::{PARAMETER, VALUE};
use super::{Checks, Effect, EventKind, Names, ScheduledEvent, State, Who};
use crate::parameters::NAMES;
use crate::phrasing::{gist, lower, number};

const PARAMETER_VALUE: State = State {
    name: "a parameter",
    get: |_, p, position| (0, p.values().get(position).copied()),
    set: |_, p, position, to| {
        if let Some(to) = to {
            *p = p.with(position, to);
        }
    },
};

pub(super) const SET: EventKind = EventKind {
    what: "set",
    help: "`parameter` becomes `to`",
    who: Who::District,
    fields: &[PARAMETER.needed(), VALUE.needed()],
    effect: Effect::Sets(|_, _, event| {
        let position = event.fields.parameter();
        position
            .map(|position| (&PARAMETER_VALUE, position, Some(event.fields.number("to"))))
            .into_iter()
            .collect()
    }),
    sentence: |event, names| {
        let to = number(event.fields.number("to"));
        format!("an assumption changes to {to}: {}", meaning(event, names))
    },
    // Those of the parameter.
    subjects: &[],
    checks: Checks::ineffective(|event, circumstances| (circumstances.unread)(name(event))),
};

fn name(event: &ScheduledEvent) -> &'static str {
    event.fields.parameter().and_then(|position| NAMES.get(position)).map_or("", |(_, name)| name)
}

fn meaning(event: &ScheduledEvent, names: &Names<'_>) -> String {
    match event.fields.parameter().and_then(|position| names.ledger.entries().get(position)) {
        Some(entry) => format!("{} ({})", lower(gist(&entry.meaning)), entry.unit),
        None => name(event).replace('_', " "),
    }
}
