//! One more initiative beside this one, or one fewer.

use super::{Checks, Effect, EventKind, Who};

pub(super) const ONE_STARTS: EventKind = EventKind {
    what: "initiative starts",
    help: "one more initiative beside this one",
    who: Who::District,
    fields: &[],
    effect: Effect::Adds(1.0, |d| &mut d.dated_initiatives),
    sentence: |_, _| "the district starts one more initiative beside this one".to_string(),
    subjects: &["initiatives"],
    checks: Checks::NONE,
};

pub(super) const ONE_ENDS: EventKind = EventKind {
    what: "initiative ends",
    help: "one fewer",
    who: Who::District,
    fields: &[],
    effect: Effect::Adds(-1.0, |d| &mut d.dated_initiatives),
    sentence: |_, _| "one of the district's other initiatives ends".to_string(),
    subjects: &["initiatives"],
    checks: Checks::NONE,
};
