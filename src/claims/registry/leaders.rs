//! Claims about who leads: superintendent, deputy, principals and teachers together.

use super::BRIEF;
use crate::analysis::sequential::Want::{Above, Below, Told, Within};
use crate::claims::Statistic::{Of, Share};
use crate::claims::arms::arm;
use crate::claims::{Claim, Declared, part};
use crate::experiment::run_record::RecordedRun;

/// Half a teacher in two hundred: below it a logarithm of a deep share would speak of nobody.
pub(super) const HALF_A_TEACHER: f64 = 0.0025;

/// Logarithm of a mean deep share.
pub(super) fn log_share(share: f64) -> f64 {
    crate::numerics::ln(share.max(0.0) + HALF_A_TEACHER)
}

/// Nobody in the district office changes.
const STAY: &str = "[parameters]\nsuperintendent_exit = 0.0\nlead_exit = 0.0\n";

pub fn claims() -> Vec<Claim> {
    vec![
        handed_off(),
        backed_delegate(),
        three_levels(),
        teachers_alone(),
        site_bound(),
        long_signal(),
        too_many(),
    ]
}

fn handed_off() -> Claim {
    let off = "[leaders]\nsuperintendent_commitment = 0.15\nlead_commitment = 0.3\n";
    Claim {
        id: "handed-off",
        words: "A superintendent who signs up, delegates and disengages never gets meaningful progress",
        source: BRIEF,
        reason: "0.05: never, as far as a few hundred runs can say; a quarter: far from the committed district",
        declared: Declared::Assumed("backing = mean(ρ; seen, commit_l)"),
        arms: vec![
            arm("committed", STAY),
            arm("handed off", &format!("{off}{STAY}")),
            arm("handed off, ordinary succession", off),
            arm(
                "handed off, principals do not respond to what they see",
                &format!("{off}{STAY}response_to_seen = 0.0\n"),
            ),
            arm("handed off, ownership does not fall unseen", &format!("{off}{STAY}own_unseen = 0.0\n")),
            arm("handed off, the lead makes up for it", &format!("{off}{STAY}rho_backing = 1.0\n")),
        ],
        observe: |s| {
            let at = |arm: usize, stage| s.runs[arm].reached(stage, 36);
            vec![at(0, 4), at(0, 3), at(1, 4), at(1, 3), at(2, 4), at(3, 4), at(4, 4), at(5, 4)]
        },
        parts: vec![
            part("P(4,36) when handed off", Share(2), Below(0.05)),
            part(
                "P(3,36) less a quarter of the committed district's",
                Of(|m| m[3] - 0.25 * m[1]),
                Below(0.0),
            ),
            part("P(4,36) with ordinary succession", Share(4), Told),
            part("P(4,36) with principals who do not respond", Share(5), Told),
            part("P(4,36) where ownership does not fall unseen", Share(6), Told),
            part("P(4,36) where the lead makes up for an absent superintendent", Share(7), Told),
        ],
        floor: Some(0),
        ..Claim::default()
    }
}

fn backed_delegate() -> Claim {
    // Leaders come and go as usual. Where nobody left, two people of one commitment would be as good as one by
    // construction, and nothing would be tested.
    let led = "[leaders]\nsuperintendent_leads = true\nsuperintendent_commitment = 0.85\n";
    let backed = "[leaders]\nsuperintendent_commitment = 0.85\nlead_commitment = 0.85\n";
    let alone = "[leaders]\nsuperintendent_commitment = 0.15\nlead_commitment = 0.85\n";
    Claim {
        id: "backed-delegate",
        words: "A senior leader who is not the superintendent can lead it, if the superintendent visibly backs it",
        source: BRIEF,
        reason: "0.10 is a tenth of districts, the least that a provider would notice; 0.15 is clearly more",
        arms: vec![
            arm("superintendent leads", led),
            arm("backed delegate", backed),
            arm("delegate without backing", alone),
        ],
        observe: |s| s.runs.iter().map(|run| run.reached(4, 36)).collect(),
        parts: vec![
            part("P(4,36): backed delegate less superintendent", Of(|m| m[1] - m[0]), Within(-0.10, 0.10)),
            part("P(4,36): superintendent less unbacked", Of(|m| m[0] - m[2]), Above(0.15)),
            part("P(4,36): backed less unbacked", Of(|m| m[1] - m[2]), Above(0.15)),
        ],
        floor: Some(0),
        ..Claim::default()
    }
}

/// The levels of the three kinds of actors, high or low.
fn levels(teachers: bool, principals: bool, district: bool) -> String {
    let of = |high: bool, at: (f64, f64)| if high { at.0 } else { at.1 };
    format!(
        "[leaders]\nteacher_openness = {:?}\nteacher_belief = {:?}\nprincipal_priority = {:?}\n\
        superintendent_commitment = {:?}\nlead_commitment = {:?}\n",
        of(teachers, (0.65, 0.35)),
        of(teachers, (0.6, 0.4)),
        of(principals, (0.8, 0.3)),
        of(district, (0.85, 0.2)),
        of(district, (0.8, 0.3)),
    )
}

/// Deep shares at 60 in the eight cells of three levels, HHH, HHL, HLH, HLL, LHH, LHL, LLH, LLL: what is
/// left of the first when all that one or two levels explain is taken away.
fn three_way(deep: &[f64]) -> f64 {
    let signs = [1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0];
    deep.iter().zip(signs).map(|(d, sign)| sign * log_share(*d)).sum()
}

fn three_levels() -> Claim {
    let cells = [
        ("teachers, principals, district", (true, true, true)),
        ("teachers, principals", (true, true, false)),
        ("teachers, district", (true, false, true)),
        ("teachers", (true, false, false)),
        ("principals, district", (false, true, true)),
        ("principals", (false, true, false)),
        ("district", (false, false, true)),
        ("nobody", (false, false, false)),
    ];
    Claim {
        id: "three-levels",
        words: "The most progress comes where teachers, principals and district engage together",
        source: BRIEF,
        reason: "0.15 of districts is clearly more; that three together do more than pairs lead one to expect has no size",
        arms: cells.into_iter().map(|(name, (t, p, d))| arm(name, &levels(t, p, d))).collect(),
        observe: |s| {
            let stages = s.runs.iter().map(|run| run.reached(4, 36));
            stages.chain(s.runs.iter().map(|run| run.deep(60))).collect()
        },
        parts: vec![
            part("P(4,36): all less without district", Of(|m| m[0] - m[1]), Above(0.15)),
            part("P(4,36): all less without principals", Of(|m| m[0] - m[2]), Above(0.15)),
            part("P(4,36): all less without teachers", Of(|m| m[0] - m[4]), Above(0.15)),
            part("three-way contrast on log DEEP(60)", Of(|m| three_way(&m[8..16])), Above(0.0)),
        ],
        floor: Some(0),
        ..Claim::default()
    }
}

fn teachers_alone() -> Claim {
    Claim {
        id: "teachers-alone",
        words: "Teachers cannot make system changes alone",
        source: BRIEF,
        reason: "0.4 is the depth of stage 3; a quarter of the others is no system",
        arms: vec![arm("teachers alone", &levels(true, false, false))],
        months: vec![36],
        observe: |s| {
            let run = &s.runs[0];
            let [depth, users] = run.sum(36, |seat| seat.on_team && seat.using, |seat| seat.depth);
            vec![depth, users, run.share_using(36, |seat| !seat.on_team)]
        },
        parts: vec![
            part("depth of the team at 36", Of(|m| m[0] / m[1]), Above(0.4)),
            part("spread beyond the team at 36", Of(|m| m[2]), Below(0.25)),
        ],
        ..Claim::default()
    }
}

fn site_bound() -> Claim {
    Claim {
        id: "site-bound",
        words: "Principals move their own building only",
        source: BRIEF,
        reason: "a third: most of what happens stays where the principals are",
        arms: vec![arm("teachers and principals, no district", &levels(true, true, false))],
        months: vec![36],
        observe: |s| {
            let run = &s.runs[0];
            vec![run.share_using(36, |seat| !seat.pilot), run.share_using(36, |seat| seat.pilot)]
        },
        parts: vec![part(
            "spread elsewhere over spread in pilot schools at 36",
            Of(|m| m[0] / m[1]),
            Below(1.0 / 3.0),
        )],
        ..Claim::default()
    }
}

fn long_signal() -> Claim {
    let say = |years: f64, record: f64| {
        format!("[leaders]\nannounced_years = {years:?}\ntrack_record = {record:?}\n")
    };
    Claim {
        id: "long-signal",
        words: "An early signal of long commitment makes change worth a teacher's while",
        source: BRIEF,
        reason: "more take it up: any; at most half with a bad track record: a cheap promise counts for little",
        declared: Declared::Assumed(
            "lasting begins at announced horizon × track record and scales taking up",
        ),
        arms: vec![
            arm("one year, kept promises", &say(1.0, 0.8)),
            arm("five years, kept promises", &say(5.0, 0.8)),
            arm("one year, broken promises", &say(1.0, 0.2)),
            arm("five years, broken promises", &say(5.0, 0.2)),
        ],
        observe: |s| s.runs.iter().map(|run| run.spread(36)).collect(),
        parts: vec![
            part("S(36): five years less one", Of(|m| m[1] - m[0]), Above(0.0)),
            part(
                "that effect after broken promises, less half",
                Of(|m| (m[3] - m[2]) - 0.5 * (m[1] - m[0])),
                Below(0.0),
            ),
        ],
        ..Claim::default()
    }
}

fn too_many() -> Claim {
    let with = |n: f64, narrowing: f64| {
        format!("[parameters]\ninitiatives_usual = {n:?}\nnarrowing = {narrowing:?}\n")
    };
    Claim {
        id: "too-many",
        words: "More initiatives than can be managed: teachers wait for it to pass",
        source: BRIEF,
        reason: "strictly: any fall; any rise from narrowing",
        declared: Declared::Assumed("attention = 1/(1 + κ(initiatives − 1)) scales taking up and deepening"),
        arms: vec![
            arm("one", &with(1.0, 0.0)),
            arm("three", &with(3.0, 0.0)),
            arm("six", &with(6.0, 0.0)),
            arm("six, narrowed", &with(6.0, 1.0)),
        ],
        observe: |s| {
            let spread = |arm: usize| s.runs[arm].spread(36);
            vec![
                spread(0),
                spread(1),
                spread(2),
                s.runs[2].deep(36),
                s.runs[3].deep(36),
                committed(&s.runs[1]),
            ]
        },
        parts: vec![
            part("S(36): one less three", Of(|m| m[0] - m[1]), Above(0.0)),
            part("S(36): three less six", Of(|m| m[1] - m[2]), Above(0.0)),
            part("DEEP(36): narrowed less not", Of(|m| m[4] - m[3]), Above(0.0)),
        ],
        floor: Some(5),
        ..Claim::default()
    }
}

/// Whether the committed district is at stage 4 or more at month 36: what a floor is measured on.
pub(super) fn committed(run: &RecordedRun) -> f64 {
    run.reached(4, 36)
}
