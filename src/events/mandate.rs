//! Use is mandated everywhere, or the mandate is withdrawn.

use super::{Checks, Effect, EventKind, State, Who};
use crate::initialization::participation;
use crate::world::Mandate;

/// The push of the mandate. What stood before a mandate does not come back when it ends: it is over.
const MANDATE: State = State {
    name: "the mandate",
    get: |_, _, _| (0, None),
    set: |d, p, _, push| {
        d.rollout.mandate = push.map(|push| Mandate { push });
        d.rollout.participation = match push {
            Some(_) => p.ownership.participation_mandate,
            None => participation(d.rollout.strategy, p),
        };
    },
};

pub(super) const BEGINS: EventKind = EventKind {
    what: "mandate",
    help: "use is mandated everywhere",
    who: Who::District,
    fields: &[],
    effect: Effect::Sets(|_, _, _| vec![(&MANDATE, 0, Some(1.0))]),
    sentence: |_, _| "use of the practice is mandated in all schools".to_string(),
    subjects: &["strategy"],
    checks: Checks::NONE,
};

pub(super) const ENDS: EventKind = EventKind {
    what: "mandate ends",
    help: "the mandate is withdrawn",
    who: Who::District,
    fields: &[],
    effect: Effect::SetsForGood(|_, _, _| vec![(&MANDATE, 0, None)]),
    sentence: |_, _| "the mandate is withdrawn".to_string(),
    subjects: &["strategy"],
    checks: Checks::ineffective(|_, circumstances| {
        let mandated = circumstances.opening.rollout.strategy.rules().mandated
            || circumstances.so_far.contains(&&BEGINS);
        (!mandated).then_some("no mandate is in force by then")
    }),
};
