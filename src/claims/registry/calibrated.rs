//! The claims to which free parameters are fitted, and one more about target districts. Their holding is no
//! evidence; what is wanted of each is also a target of `calibration`.

use super::BRIEF;
use crate::analysis::sequential::Want::{Above, Below, Told, Within};
use crate::claims::Statistic::{Of, Share};
use crate::claims::arms::{Arm, arm};
use crate::claims::{ArmRuns, Claim, Districts, Used, part};
use crate::experiment::run_record::RecordedRun;
use crate::metrics::columns::Measure;
use crate::numerics;

/// A model from outside, bought and told to everybody at once: no team's pilot, no circle that widens.
pub const PURCHASED: &str = "[leaders]\nsuperintendent_commitment = 0.6\nlead_commitment = 0.6\n\
    principal_priority = 0.55\n[rollout]\nstrategy = \"mandate at once\"\n";

/// Full use of a school: half of its focal teachers, at this mean depth.
pub const FULL: (f64, f64) = (0.5, 0.6);

pub fn claims() -> Vec<Claim> {
    vec![not_in_three_years(), uneven(), rough_start(), reform_attrition(), years_to_full()]
}

fn not_in_three_years() -> Claim {
    Claim {
        id: "not-in-three-years",
        words: "Districtwide norms (stage 5) are unlikely within the three years",
        source: BRIEF,
        reason: "one district in ten is unlikely; three engaged ones in ten with half of their pilot schools is progress",
        used: Used::Calibrate,
        districts: Districts::Target,
        arms: twice(),
        observe: |s| {
            let run = &s.runs[0];
            vec![run.reached(5, 36), if s.engaged { run.reached(3, 36) } else { f64::NAN }]
        },
        parts: vec![
            part("P(5,36)", Share(0), Below(0.10)),
            part("P(3,36) of engaged districts", Share(1), Above(0.30)),
        ],
        ..Claim::default()
    }
}

/// Shares of stages 1 to 5, from largest to smallest; a district where nobody tests counts with stage 1.
pub fn stage_shares(shares: &[f64]) -> Vec<f64> {
    let mut sorted = shares.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted
}

/// 1 at the stage of a run at a month, 0 at the others.
pub fn stage_row(run: &RecordedRun, month: u32) -> [f64; 5] {
    let stage = run.at(month, Measure::Stage).max(1.0);
    std::array::from_fn(|k| f64::from(u8::from(stage == (k + 1) as f64)))
}

/// Share of the variance that lies between districts, from means of x, y, x², y² and xy of two futures of each:
/// a half is as much as chance within one. None where nothing varies.
pub fn share_between(m: &[f64]) -> f64 {
    let (between, within) = (m[4] - m[0] * m[1], 0.5 * (m[2] + m[3] - 2.0 * m[4]));
    if between + within > 0.0 { between / (between + within) } else { 0.0 }
}

/// Target districts over three years, each twice: two claims look at the same runs.
fn twice() -> Vec<Arm> {
    vec![
        arm("target districts", "[run]\nmonths = 36\n"),
        arm("the same districts again", "[run]\nmonths = 36\n").on_chance(1),
    ]
}

fn uneven() -> Claim {
    Claim {
        id: "uneven",
        words: "Districts end differently",
        source: BRIEF,
        reason: "four of five stages seen, none by nearly all; between districts at least as much as by chance",
        used: Used::Calibrate,
        districts: Districts::Target,
        arms: twice(),
        observe: |s| {
            let (x, y) = (s.runs[0].spread(36), s.runs[1].spread(36));
            let mut row = stage_row(&s.runs[0], 36).to_vec();
            row.extend([x, y, x * x, y * y, x * y]);
            row
        },
        parts: vec![
            part("fourth largest share of a stage at 36", Of(|m| stage_shares(&m[..5])[3]), Above(0.05)),
            part("largest share of a stage at 36", Of(|m| stage_shares(&m[..5])[0]), Below(0.70)),
            part(
                "share of the variance of spread at 36 between districts",
                Of(|m| share_between(&m[5..])),
                Above(0.5),
            ),
            part("variance between districts", Of(|m| m[9] - m[5] * m[6]), Told),
            part("variance by chance within one", Of(|m| 0.5 * (m[7] + m[8] - 2.0 * m[9])), Told),
        ],
        ..Claim::default()
    }
}

fn rough_start() -> Claim {
    Claim {
        id: "rough-start",
        words: "Many begin slowly and recover",
        source: BRIEF,
        reason: "a start that says something, but not all; one slow beginner in twenty recovers",
        districts: Districts::Target,
        arms: vec![arm("target districts", "[run]\nmonths = 36\n")],
        observe: |s| {
            let (x, y) = (s.runs[0].deep(12), s.runs[0].deep(36));
            let slow = 1.0 - s.runs[0].reached(2, 12);
            vec![x, y, x * x, y * y, x * y, if slow == 1.0 { s.runs[0].reached(3, 36) } else { f64::NAN }]
        },
        parts: vec![
            part("correlation of DEEP(12) and DEEP(36)", Of(correlation), Within(0.1, 0.6)),
            part("P(3,36) of those at stage 1 at 12", Share(5), Above(0.05)),
        ],
        ..Claim::default()
    }
}

/// From means of x, y, x², y², xy; without variation there is none.
fn correlation(m: &[f64]) -> f64 {
    let variance = (m[2] - m[0] * m[0]) * (m[3] - m[1] * m[1]);
    if variance > 0.0 { (m[4] - m[0] * m[1]) / numerics::sqrt(variance) } else { 0.0 }
}

/// Schools that took a purchased reform up (half of their focal teachers in some month of the first two
/// years), and those of them where fewer than half of the most that ever used it do so at month 36.
pub fn taken_up_and_dropped(run: &RecordedRun) -> [f64; 2] {
    let mut counts = [0.0, 0.0];
    let schools = run.seats(36).iter().map(|seat| seat.school).max().map_or(0, |most| most + 1);
    for school in 0..schools {
        let share = |month: u32| run.share_using(month, |seat| seat.school == school);
        let peak = CHECKED.iter().map(|&month| share(month)).filter(|x| !x.is_nan()).fold(0.0, f64::max);
        if CHECKED.iter().any(|&month| month <= 24 && share(month) >= 0.5) {
            counts[0] += 1.0;
            counts[1] += f64::from(u8::from(share(36) < 0.5 * peak));
        }
    }
    counts
}

/// Months at which a purchased reform is looked at.
pub const CHECKED: [u32; 9] = [4, 8, 12, 16, 20, 24, 28, 32, 36];

fn reform_attrition() -> Claim {
    Claim {
        id: "reform-attrition",
        words: "A third of schools drop a purchased reform in three years",
        source: "CRPE 2006: 65 of 200 schools dropped or switched their model within three years",
        reason: "26 to 39% is the 95% interval of 65 of 200",
        used: Used::Calibrate,
        arms: vec![arm("purchased", &format!("{PURCHASED}[run]\nmonths = 36\n"))],
        months: CHECKED.to_vec(),
        observe: |s| taken_up_and_dropped(&s.runs[0]).to_vec(),
        parts: vec![part(
            "schools that dropped it, of those that took it up",
            Of(|m| m[1] / m[0]),
            Within(0.26, 0.39),
        )],
        ..Claim::default()
    }
}

/// Months, teaching ones, at which full use is looked for over ten years.
pub const QUARTERS: [u32; 30] = [
    4, 7, 10, 16, 19, 22, 28, 31, 34, 40, 43, 46, 52, 55, 58, 64, 67, 70, 76, 79, 82, 88, 91, 94, 100, 103,
    106, 112, 115, 118,
];

/// Of the schools of a run: how many, and how many were in full use by month 24, by 60 and at all.
pub fn in_full_use(run: &RecordedRun) -> [f64; 4] {
    let schools = run.seats(QUARTERS[0]).iter().map(|seat| seat.school).max().map_or(0, |most| most + 1);
    let mut counts = [f64::from(schools), 0.0, 0.0, 0.0];
    for school in 0..schools {
        let full = |month: &&u32| {
            let share = run.share_using(**month, |seat| seat.school == school);
            let [depth, users] =
                run.sum(**month, |seat| seat.school == school && seat.using, |seat| seat.depth);
            share >= FULL.0 && depth / users >= FULL.1
        };
        if let Some(&first) = QUARTERS.iter().find(full) {
            counts[1] += f64::from(u8::from(first <= 24));
            counts[2] += f64::from(u8::from(first <= 60));
            counts[3] += 1.0;
        }
    }
    counts
}

fn years_to_full() -> Claim {
    Claim {
        id: "years-to-full",
        words: "Full use takes two to four years",
        source: "Fixsen et al. 2005; McKay et al. 2018",
        reason: "24 to 60 months: two to four years after a start that itself takes up to a year. Only the end of the run censors, so that the Kaplan-Meier median lies there if at most half are in full use by 24 and half by 60",
        used: Used::Calibrate,
        arms: vec![arm("committed, ten years", "[run]\nmonths = 120\n")],
        months: QUARTERS.to_vec(),
        observe: |s: &ArmRuns| in_full_use(&s.runs[0]).to_vec(),
        parts: vec![
            part("schools in full use by 24", Of(|m| m[1] / m[0]), Below(0.5)),
            part("schools in full use by 60", Of(|m| m[2] / m[0]), Above(0.5)),
            part("schools ever in full use", Of(|m| m[3] / m[0]), Above(0.4)),
        ],
        ..Claim::default()
    }
}
