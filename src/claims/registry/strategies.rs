//! Claims about strategies: staged, mandated, from teacher to teacher, and the ineffective kinds of help.

use super::{BRIEF, SHARE, each};
use crate::analysis::sequential::Want::{Below, Falls, Rises, Told, Within};
use crate::calendar::Month;
use crate::claims::Statistic::{Batches, Less, Mean, Of, Ratio};
use crate::claims::arms::{Arm, arm};
use crate::claims::{Caveats, Claim, Floor, part};
use crate::experiment::run_record::{RecordedRun, deep_among, same_seats};
use crate::metrics::columns::Measure;
use crate::model::Model;

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
        reason: "0.35 is short of half; depth is compared over the same seats",
        null: Some(Model::MeanField),
        arms: three(),
        months: vec![60],
        observe: |s| {
            let [depth, seats] = same_seats(&s.runs[2], &s.runs[1], 60);
            vec![s.runs[2].spread(60), depth, seats]
        },
        parts: vec![
            part("S(60) of grassroots", Mean(0), Below(0.35)),
            part("depth at 60 over the same seats: grassroots less mandate", Ratio(1, 2), Rises(SHARE)),
        ],
        ..Claim::default()
    }
}

fn wide_shallow() -> Claim {
    Claim {
        id: "wide-shallow",
        words: "Failure two: wide but superficial",
        source: BRIEF,
        reason: "wider and shallower, by no size that the source gives",
        null: Some(Model::BassPerSchool),
        arms: three(),
        observe: |s| [each(s, |run| run.spread(12)), each(s, |run| run.deep(36))].concat(),
        parts: vec![
            part("S(12): mandate less staged", Less(1, 0), Rises(SHARE)),
            part("DEEP(36): mandate less staged", Less(4, 3), Falls(SHARE)),
        ],
        floors: vec![Floor::Deep(3)],
        ..Claim::default()
    }
}

fn both_ways() -> Claim {
    Claim {
        id: "both-ways",
        words: "Bottom-up joined with top-down beats either alone",
        source: BRIEF,
        reason: "beats, by no size that the source gives",
        null: Some(Model::NoComplementarity),
        arms: three(),
        observe: |s| each(s, |run| run.deep(60)),
        parts: vec![
            part("DEEP(60): staged less mandate", Less(0, 1), Rises(SHARE)),
            part("DEEP(60): staged less grassroots", Less(0, 2), Rises(SHARE)),
        ],
        ..Claim::default()
    }
}

fn slow_to_last() -> Claim {
    Claim {
        id: "slow-to-last",
        words: "The staged way slows the start on purpose, and lasts",
        source: BRIEF,
        reason: "slower and deeper, by no size that the source gives",
        null: Some(Model::BassPerSchool),
        arms: three(),
        observe: |s| [each(s, |run| run.spread(12)), each(s, |run| run.deep(60))].concat(),
        parts: vec![
            part("DEEP(60): staged less mandate", Less(3, 4), Rises(SHARE)),
            part("S(12): staged less mandate", Less(0, 1), Falls(SHARE)),
        ],
        ..Claim::default()
    }
}

/// The lead of those sent over the colleague of their school whose openness is nearest, none of whom used the practice
/// at the start: sums at 12 and at 24, and the number of pairs in which both people stay.
fn lead(run: &RecordedRun) -> [f64; 3] {
    let (then, later) = (run.seats(12), run.seats(24));
    let stays = |k: usize| then[k].person == 0 && later[k].person == 0;
    let mut sums = [0.0; 3];
    for sent in (0..then.len()).filter(|&k| then[k].on_team && stays(k)) {
        let alike = |&k: &usize| (then[k].openness - then[sent].openness).abs();
        let colleagues = (0..then.len())
            .filter(|&k| then[k].school == then[sent].school && !then[k].on_team && stays(k))
            .min_by(|a, b| alike(a).total_cmp(&alike(b)));
        if let Some(other) = colleagues {
            sums[0] += then[sent].progress() - then[other].progress();
            sums[1] += later[sent].progress() - later[other].progress();
            sums[2] += 1.0;
        }
    }
    sums
}

fn one_off() -> Claim {
    let trained = |name, strategy: &str| {
        arm(
            name,
            &format!(
                "[rollout]\nstrategy = \"{strategy}\"\n[parameters]\ntraining_hours = 14.0\n[run]\nmonths = 36\n"
            ),
        )
    };
    Claim {
        id: "one-off",
        words: "A one-off consultant, or a few teachers sent out, changes little",
        source: BRIEF,
        reason: "0.02 is four teachers in two hundred; each of those sent is held against the colleague of the school nearest in openness, over the year after the training",
        null: Some(Model::NoHelp),
        caveats: Caveats::assumed(
            "dose effect h^q/(h^q + h50^q) of the help of the last twelve months, q = dose_power",
        )
        .and_tuned(),
        arms: vec![trained("few sent", "few sent to training"), trained("consultant", "one-off consultant")],
        months: vec![12, 24, 36],
        observe: |s| {
            let outside = deep_among(&s.runs[0], 36, |seat| !seat.on_team);
            [&[outside, s.runs[1].deep(36)][..], &lead(&s.runs[0])].concat()
        },
        parts: vec![
            part("DEEP(36) outside those sent", Mean(0), Below(0.02)),
            part("lead of those sent, at 24 less at 12", Of(|m| (m[3] - m[2]) / m[4]), Falls(SHARE)),
            part("lead of those sent at 12", Ratio(2, 4), Told),
            part("DEEP(36) after a consultant, all of whom attended", Mean(1), Told),
        ],
        ..Claim::default()
    }
}

fn polarise() -> Claim {
    let with = |name, strategy: &str, identification: f64| {
        arm(name, &format!("{strategy}[parameters]\nidentification = {identification:?}\n"))
    };
    Claim {
        id: "polarise",
        words: "Pressure from outside with strong identification drives practice apart",
        source: "Frank, Xu and Penuel 2018",
        reason: "rises under a mandate; not, or by less than a quarter of that, where a pilot comes first",
        null: Some(Model::MeanField),
        arms: vec![
            with("mandate, weak identification", MANDATE, 0.05),
            with("mandate, strong identification", MANDATE, 0.95),
            with("pilot first, weak identification", "", 0.05),
            with("pilot first, strong identification", "", 0.95),
        ],
        observe: |s| {
            // A run without two users has no deviation: 0, and not counted.
            let deviation = |run: &RecordedRun| {
                let sd = run.at(36, Measure::DepthSd);
                if sd.is_nan() { [0.0, 0.0] } else { [sd, 1.0] }
            };
            s.runs.iter().flat_map(deviation).collect()
        },
        parts: vec![
            part(
                "deviation of depth at 36 under a mandate: strong less weak",
                Of(|m| m[2] / m[3] - m[0] / m[1]),
                Rises(SHARE),
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
    let still = |name, strategy: &str, more: &str| {
        let text = "superintendent_exit = 0.0\nlead_exit = 0.0\nprincipal_exit = 0.0\n\
            principal_exit_high_poverty = 0.0\nteacher_leave = 0.0\npoverty_add = 0.0\nstop_hazard = 0.0\n\
            compliance_end = 0.0\nhazard_invitation = 0.0\nhazard_expectation = 0.0\n";
        arm(name, &format!("{strategy}[parameters]\n{text}{more}[run]\nmonths = 120\n"))
    };
    let push = format!("{MANDATE}mandate_half_life = 1200.0\n");
    Claim {
        id: "two-shapes",
        words: "Peers give an S-shaped curve, a push a concave rise",
        source: "Lawton and Lawton 1979; Laciana, Rovere and Podestá 2013",
        reason: "an S bends between 30 and 60% of its final height; a concave curve is steepest at its start, before a fifth of it",
        null: Some(Model::BassPerSchool),
        arms: vec![
            still("peers alone", "[rollout]\nstrategy = \"grassroots only\"\n", ""),
            still("a push alone", &push, "hazard_colleague = 0.0\nhazard_pilot = 0.0\n"),
        ],
        observe: |s| {
            let teaching = || (0..=120u32).filter(|&m| m == 0 || Month(m).is_teaching());
            s.runs.iter().flat_map(|run| teaching().map(|m| run.spread(m)).collect::<Vec<_>>()).collect()
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
