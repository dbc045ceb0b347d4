//! The district adopts other materials.

use super::{Checks, Effect, EventKind, Who};
use crate::world::Event;

pub(super) const ADOPTED: EventKind = EventKind {
    what: "new curriculum",
    help: "the district adopts other materials: part of what was learned no longer fits",
    who: Who::District,
    fields: &[],
    effect: Effect::Happens(|_, _, _| vec![Event::CurriculumChanged]),
    sentence: |_, _| {
        "the district adopts other materials, so that part of what was learned no longer fits".to_string()
    },
    subjects: &["initiatives"],
    checks: Checks::NONE,
};
