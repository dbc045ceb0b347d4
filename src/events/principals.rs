//! Principals disengage, commit to the work, or leave: those of all schools, or of some.

use super::fields::{SCHOOL, SCHOOLS, SUCCESSOR};
use super::leaders::{LESS, MORE, commits, disengages, leaves};
use super::{EventKind, Who};

pub(super) const DISENGAGE: EventKind = EventKind {
    fields: &[LESS, SCHOOL, SCHOOLS],
    ..disengages(
        Who::Principals,
        "principals disengage",
        "priority of the principals of all schools, or of `school` or `schools`, falls to `to` (default 0.1)",
    )
};

pub(super) const COMMIT: EventKind = EventKind {
    fields: &[MORE, SCHOOL, SCHOOLS],
    ..commits(Who::Principals, "principals commit", "the same, rising to `to` (default 0.9)")
};

pub(super) const ONE_LEAVES: EventKind = EventKind {
    fields: &[SCHOOL.needed(), SUCCESSOR],
    ..leaves(Who::Principals, "principal leaves", "the principal of `school`")
};

pub(super) const SOME_LEAVE: EventKind = EventKind {
    fields: &[SCHOOLS.needed(), SUCCESSOR],
    ..leaves(
        Who::Principals,
        "principals leave",
        "the principals of `schools`: a share, or the pilot schools",
    )
};
