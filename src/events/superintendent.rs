//! The superintendent disengages, commits to the work, or leaves.

use super::leaders::{commits, disengages, leaves};
use super::{EventKind, Who};

pub(super) const DISENGAGES: EventKind =
    disengages(Who::Superintendent, "superintendent disengages", "commitment falls to `to` (default 0.1)");

pub(super) const COMMITS: EventKind =
    commits(Who::Superintendent, "superintendent commits", "commitment rises to `to` (default 0.9)");

pub(super) const LEAVES: EventKind = leaves(
    Who::Superintendent,
    "superintendent leaves",
    "the next person comes; optional `successor`: aligned, not aligned or drawn",
);
