//! The work is suspended, or taken up again.

use super::{Checks, Effect, EventKind, State, Who};

/// 1 while the work is suspended, 0 while it goes on.
const PAUSED: State = State {
    name: "the pause",
    get: |d, _, _| (0, Some(f64::from(u8::from(d.rollout.paused)))),
    set: |d, _, _, to| d.rollout.paused = to.is_some_and(|paused| paused > 0.0),
};

pub(super) const PAUSE: EventKind = EventKind {
    what: "pause",
    help: "no team meetings and no support",
    who: Who::District,
    fields: &[],
    effect: Effect::Sets(|_, _, _| vec![(&PAUSED, 0, Some(1.0))]),
    sentence: |_, _| "the work is suspended: no team meetings and no support".to_string(),
    subjects: &["strategy"],
    checks: Checks::NONE,
};

pub(super) const RETURN: EventKind = EventKind {
    what: "return",
    help: "the work is taken up again",
    who: Who::District,
    fields: &[],
    effect: Effect::SetsForGood(|_, _, _| vec![(&PAUSED, 0, Some(0.0))]),
    sentence: |_, _| "the work is taken up again".to_string(),
    subjects: &["strategy"],
    checks: Checks::ineffective(|_, circumstances| {
        let is_paused = circumstances.so_far.contains(&&PAUSE);
        (!is_paused).then_some("nothing has been paused by then")
    }),
};
