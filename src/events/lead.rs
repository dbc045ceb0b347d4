//! The team lead disengages, commits to the work, or leaves; the superintendent where that one leads in person.

use super::leaders::{commits, disengages, leaves};
use super::{EventKind, Who};

pub(super) const DISENGAGES: EventKind =
    disengages(Who::Lead, "lead disengages", "commitment falls to `to` (default 0.1)");

pub(super) const COMMITS: EventKind =
    commits(Who::Lead, "lead commits", "commitment rises to `to` (default 0.9)");

pub(super) const LEAVES: EventKind = leaves(Who::Lead, "lead leaves", "as for the superintendent");
