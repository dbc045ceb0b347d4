//! Claims about strategies: staged, mandated, from teacher to teacher, and the ineffective kinds of help.

use super::BRIEF;
use crate::analysis::sequential::Want::{Above, Below, Within};
use crate::claims::Statistic::{Batches, Of};
use crate::claims::arms::{Arm, arm};
use crate::claims::{Claim, Declared, part};
use crate::experiment::run_record::{change, deep_among, same_seats};
use crate::metrics::columns::Measure;

const GRASSROOTS: &str = "[leaders]\nsuperintendent_commitment = 0.3\nlead_commitment = 0.5\n\
    principal_priority = 0.55\n[rollout]\nstrategy = \"grassroots only\"\n";
const MANDATE: &str = "[rollout]\nstrategy = \"mandate at once\"\n";

pub fn claims() -> Vec<Claim> {
    vec![stays_small(), wide_shallow(), both_ways(), slow_to_last(), one_off(), polarise(), two_shapes()]
}

fn three() -> Vec<Arm> {
    vec![arm("staged", ""), arm("mandate at once", MANDATE), arm("grassroots only", GRASSROOTS)]
}

fn stays_small() -> Claim {
    Claim {
        id: "stays-small",
        words: "Failure one: a practice never gets past early adopters",
        source: BRIEF,
        reason: "0.35 is short of half; depth over the same seats may be higher by anything",
        arms: three(),
        months: vec![60],
        observe: |s| {
            let [depth, seats] = same_seats(&s.runs[2], &s.runs[1], 60);
            vec![s.runs[2].spread(60), depth, seats]
        },
        parts: vec![
            part("S(60) of grassroots", Of(|m| m[0]), Below(0.35)),
            part("depth at 60 over the same seats: grassroots less mandate", Of(|m| m[1] / m[2]), Above(0.0)),
        ],
        ..Claim::default()
    }
}

fn wide_shallow() -> Claim {
    Claim {
        id: "wide-shallow",
        words: "Failure two: wide but superficial",
        source: BRIEF,
        reason: "wider and shallower by anything",
        arms: three(),
        observe: |s| {
            let of = |arm: usize| [s.runs[arm].spread(12), s.runs[arm].deep(36)];
            [of(0), of(1)].concat()
        },
        parts: vec![
            part("S(12): mandate less staged", Of(|m| m[2] - m[0]), Above(0.0)),
            part("DEEP(36): mandate less staged", Of(|m| m[3] - m[1]), Below(0.0)),
        ],
        ..Claim::default()
    }
}

fn both_ways() -> Claim {
    Claim {
        id: "both-ways",
        words: "Bottom-up joined with top-down beats either alone",
        source: BRIEF,
        reason: "beats by anything",
        arms: three(),
        observe: |s| s.runs.iter().map(|run| run.deep(60)).collect(),
        parts: vec![
            part("DEEP(60): staged less mandate", Of(|m| m[0] - m[1]), Above(0.0)),
            part("DEEP(60): staged less grassroots", Of(|m| m[0] - m[2]), Above(0.0)),
        ],
        ..Claim::default()
    }
}

fn slow_to_last() -> Claim {
    Claim {
        id: "slow-to-last",
        words: "The staged way slows the start on purpose, and lasts",
        source: BRIEF,
        reason: "slower and deeper by anything",
        arms: three(),
        observe: |s| {
            let of = |arm: usize| [s.runs[arm].spread(12), s.runs[arm].deep(60)];
            [of(0), of(1)].concat()
        },
        parts: vec![
            part("DEEP(60): staged less mandate", Of(|m| m[1] - m[3]), Above(0.0)),
            part("S(12): staged less mandate", Of(|m| m[0] - m[2]), Below(0.0)),
        ],
        ..Claim::default()
    }
}

fn one_off() -> Claim {
    let trained = |strategy: &str| {
        format!("[rollout]\nstrategy = \"{strategy}\"\n[parameters]\ntraining_hours = 14.0\n")
    };
    Claim {
        id: "one-off",
        words: "A one-off consultant, or a few teachers sent out, changes little",
        source: BRIEF,
        reason: "0.02 is four teachers in two hundred; falls by anything within a year",
        declared: Declared::Assumed("dose effect h⁴/(h⁴ + h50⁴) of the help of the last twelve months"),
        arms: vec![
            arm("few sent", &trained("few sent to training")),
            arm("consultant", &trained("one-off consultant")),
        ],
        months: vec![12, 24, 36],
        observe: |s| {
            let [fall, seats, _] = change(&s.runs[0], 12, 24, |seat| seat.on_team);
            vec![deep_among(&s.runs[0], 36, |seat| !seat.on_team), s.runs[1].deep(36), fall, seats]
        },
        parts: vec![
            part("DEEP(36) outside those sent", Of(|m| m[0]), Below(0.02)),
            part("DEEP(36) after a consultant", Of(|m| m[1]), Below(0.02)),
            part("change of depth of those sent, 12 to 24", Of(|m| m[2] / m[3]), Below(0.0)),
        ],
        ..Claim::default()
    }
}

fn polarise() -> Claim {
    let with = |strategy: &str, identification: f64| {
        format!("{strategy}[parameters]\nidentification = {identification:?}\n")
    };
    Claim {
        id: "polarise",
        words: "Pressure from outside with strong identification drives practice apart",
        source: "Frank, Xu and Penuel 2018",
        reason: "rises by anything under a mandate; not, or by less than a quarter of that, where a pilot comes first",
        arms: vec![
            arm("mandate, weak identification", &with(MANDATE, 0.05)),
            arm("mandate, strong identification", &with(MANDATE, 0.95)),
            arm("pilot first, weak identification", &with("", 0.05)),
            arm("pilot first, strong identification", &with("", 0.95)),
        ],
        observe: |s| {
            // A run without two users has no deviation: 0, and not counted.
            s.runs
                .iter()
                .flat_map(|run| {
                    let sd = run.at(36, Measure::DepthSd);
                    if sd.is_nan() { [0.0, 0.0] } else { [sd, 1.0] }
                })
                .collect()
        },
        parts: vec![
            part(
                "deviation of depth at 36 under a mandate: strong less weak",
                Of(|m| m[2] / m[3] - m[0] / m[1]),
                Above(0.0),
            ),
            part(
                "the same where a pilot comes first, less a quarter of that",
                Of(|m| (m[6] / m[7] - m[4] / m[5]) - 0.25 * (m[2] / m[3] - m[0] / m[1])),
                Below(0.0),
            ),
        ],
        ..Claim::default()
    }
}

/// Shares of the final spread between which the mean curve rises fastest, over teaching months in threes.
fn steepest(curve: &[f64]) -> (f64, f64) {
    let last = curve.last().copied().unwrap_or(f64::NAN);
    let steps = curve.windows(4).map(|w| w[3] - w[0]).enumerate();
    let fastest = steps.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(k, _)| k);
    (curve[fastest] / last, curve[fastest + 3] / last)
}

fn two_shapes() -> Claim {
    let still = "superintendent_exit = 0.0\nlead_exit = 0.0\nprincipal_exit = 0.0\nprincipal_exit_high_poverty = 0.0\n\
        teacher_leave = 0.0\npoverty_add = 0.0\nstop_hazard = 0.0\ncompliance_end = 0.0\n";
    Claim {
        id: "two-shapes",
        words: "Peers give an S-shaped curve, a push a concave rise",
        source: "Lawton and Lawton 1979; Laciana, Rovere and Podestá 2013",
        reason: "an S bends between 30 and 60% of its final height; a concave curve is steepest at its start, before a fifth of it",
        arms: vec![
            arm(
                "peers alone",
                &format!(
                    "[rollout]\nstrategy = \"grassroots only\"\n[parameters]\n{still}hazard_invitation = 0.0\nhazard_expectation = 0.0\n[run]\nmonths = 120\n"
                ),
            ),
            arm(
                "a push alone",
                &format!(
                    "{MANDATE}mandate_half_life = 1200.0\n[parameters]\n{still}hazard_invitation = 0.0\nhazard_expectation = 0.0\nhazard_colleague = 0.0\nhazard_pilot = 0.0\n[run]\nmonths = 120\n"
                ),
            ),
        ],
        observe: |s| {
            let teaching = (0..=120u32).filter(|&m| m == 0 || crate::calendar::Month(m).is_teaching());
            let teaching: Vec<u32> = teaching.collect();
            s.runs
                .iter()
                .flat_map(|run| teaching.iter().map(|&m| run.spread(m)).collect::<Vec<_>>())
                .collect()
        },
        parts: vec![
            part(
                "middle of the steepest rise by peers, as a share of the final spread",
                Batches(|m| {
                    let (from, to) = steepest(&m[..m.len() / 2]);
                    0.5 * (from + to)
                }),
                Within(0.3, 0.6),
            ),
            part(
                "beginning of the steepest rise by a push, as a share of the final spread",
                Batches(|m| steepest(&m[m.len() / 2..]).0),
                Below(0.2),
            ),
        ],
        ..Claim::default()
    }
}
