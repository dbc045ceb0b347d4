//! The program manager leaves all districts that share the person, and only while there are hours: after support has ended
//! there is nobody to leave.

use super::leaders::leaves;
use super::support::without_team;
use super::{Checks, EventKind, Who};

pub(super) const LEAVES: EventKind = EventKind {
    fields: &[],
    sentence: |_, _| {
        "the program manager leaves; another one comes, and the bond has to be built anew".to_string()
    },
    checks: Checks::ineffective(without_team),
    ..leaves(Who::Manager, "program manager leaves", "another one comes; the bond is rebuilt")
};
