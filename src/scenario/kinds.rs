//! What can happen, in the words of a file: the kinds of dated events.

/// A kind of event.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What a file writes as `what`.
    pub what: &'static str,
    /// Keys it takes beside `month` or `when`, `until`, `what`, `note` and `district`.
    pub keys: &'static [&'static str],
    /// Those of them without which it says too little.
    pub needs: &'static [&'static str],
    /// Whether `until` can undo it.
    pub ends: bool,
    /// A line of help.
    pub help: &'static str,
}

const fn kind(
    what: &'static str,
    keys: &'static [&'static str],
    needs: &'static [&'static str],
    ends: bool,
    help: &'static str,
) -> Kind {
    Kind { what, keys, needs, ends, help }
}

const SCHOOLS: &[&str] = &["to", "school", "schools"];

/// All kinds, in the order in which they are best read.
pub const KINDS: &[Kind] = &[
    kind("superintendent disengages", &["to"], &[], true, "commitment falls to `to` (0.1 unless said)"),
    kind("superintendent commits", &["to"], &[], true, "commitment rises to `to` (0.9 unless said)"),
    kind(
        "superintendent leaves",
        &["successor"],
        &[],
        false,
        "the next person comes; optional `successor`: aligned, not aligned or drawn",
    ),
    kind("lead disengages", &["to"], &[], true, "commitment falls to `to` (0.1 unless said)"),
    kind("lead commits", &["to"], &[], true, "commitment rises to `to` (0.9 unless said)"),
    kind("lead leaves", &["successor"], &[], false, "as for the superintendent"),
    kind(
        "principals disengage",
        SCHOOLS,
        &[],
        true,
        "priority of the principals of all schools, or of `school` or `schools`, falls to `to` (0.1 unless said)",
    ),
    kind("principals commit", SCHOOLS, &[], true, "the same, rising to `to` (0.9 unless said)"),
    kind("principal leaves", &["school", "successor"], &["school"], false, "the principal of `school`"),
    kind(
        "principals leave",
        &["schools", "successor"],
        &["schools"],
        false,
        "the principals of `schools`: a share, or the pilot schools",
    ),
    kind("program manager leaves", &[], &[], false, "another one comes; the bond is rebuilt"),
    kind(
        "support changes",
        &["to"],
        &["to"],
        true,
        "the manager's hours become `to`, as a share of full support",
    ),
    kind("support ends", &[], &[], true, "no hours from now on"),
    kind(
        "collaboration time changes",
        SCHOOLS,
        &["to"],
        true,
        "schools offer `to` hours a month of collaboration; all, or `school` or `schools`",
    ),
    kind("mandate", &[], &[], true, "use is mandated everywhere"),
    kind("mandate ends", &[], &[], false, "the mandate is withdrawn"),
    kind("initiative starts", &[], &[], true, "one more initiative beside this one"),
    kind("initiative ends", &[], &[], true, "one fewer"),
    kind(
        "team starts",
        &["pilot_schools"],
        &[],
        false,
        "one more team for the same practice, in a feeder pattern of its own",
    ),
    kind(
        "collaboration starts",
        &["grades", "pilot_schools"],
        &["grades"],
        false,
        "another practice for other `grades`, with a team of its own and support counted anew",
    ),
    kind(
        "new curriculum",
        &[],
        &[],
        false,
        "the district adopts other materials: part of what was learned no longer fits",
    ),
    kind("pause", &[], &[], true, "no team meetings and no support"),
    kind("return", &[], &[], false, "the work is taken up again"),
    kind("set", &["parameter", "to"], &["parameter", "to"], true, "`parameter` becomes `to`"),
];

/// The kind of this name.
pub fn kind_of(what: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|k| k.what == what)
}
