//! Claims about help and time: how much, for how many, for how long.

use super::BRIEF;
use super::leaders::committed;
use crate::analysis::sequential::Want::{Above, Below, Within};
use crate::calendar::Month;
use crate::claims::Statistic::Of;
use crate::claims::arms::arm;
use crate::claims::{Claim, Declared, part};
use crate::experiment::run_record::{change, everyone_begins, same_seats};
use crate::world::District;

pub fn claims() -> Vec<Claim> {
    vec![no_time(), gradual_release(), coach_dilution(), dose(), label_dropped()]
}

fn no_time() -> Claim {
    Claim {
        id: "no-time",
        words: "Little professional learning time limits change",
        source: BRIEF,
        reason: "lower by anything",
        arms: vec![arm("usual hours", ""), arm("half of them", "").scaling(&[("collaboration_hours", 0.5)])],
        months: vec![36],
        observe: |s| {
            let [depth, seats] = same_seats(&s.runs[1], &s.runs[0], 36);
            vec![depth, seats, s.runs[1].deep(60) - s.runs[0].deep(60), committed(&s.runs[0])]
        },
        parts: vec![
            part("depth at 36 over the same seats: half less usual", Of(|m| m[0] / m[1]), Below(0.0)),
            part("DEEP(60): half less usual", Of(|m| m[2]), Below(0.0)),
        ],
        floor: Some(3),
        ..Claim::default()
    }
}

fn gradual_release() -> Claim {
    let release = |years: &str| format!("[support]\nrelease = {years}\n");
    Claim {
        id: "gradual-release",
        words: "Support is released, not withdrawn",
        source: BRIEF,
        reason: "the same hours in all three; highest by anything; a drop is any fall of the depth of the same seats in the year after",
        declared: Declared::Tuned,
        arms: vec![
            arm("gradual", &release("[1.0, 0.6, 0.2]")),
            arm("full, then a cliff", &release("[1.0, 0.8, 0.0]")),
            arm("constant light", &release("[0.6, 0.6, 0.6]")),
            arm("none", &release("[0.0]")),
        ],
        months: vec![24, 36],
        observe: |s| {
            let [drop, seats, _] = change(&s.runs[1], 24, 36, |_| true);
            let mut row: Vec<f64> = s.runs.iter().map(|run| run.deep(60)).collect();
            row.extend([drop, seats, committed(&s.runs[0])]);
            row
        },
        parts: vec![
            part("DEEP(60): gradual less cliff", Of(|m| m[0] - m[1]), Above(0.0)),
            part("DEEP(60): gradual less constant light", Of(|m| m[0] - m[2]), Above(0.0)),
            part("DEEP(60): gradual less none", Of(|m| m[0] - m[3]), Above(0.0)),
            part("change of depth in the year after the cliff, same seats", Of(|m| m[4] / m[5]), Below(0.0)),
        ],
        floor: Some(6),
        ..Claim::default()
    }
}

/// Everyone begins, as a beginner.
fn all_begin(d: &mut District, now: Month) {
    everyone_begins(d, now, 0.15, 0.5);
}

fn coach_dilution() -> Claim {
    // The same hours in all, at full capacity building and backing: 18 for each of 25 teachers (one school), or 3
    // for each of 150 (six schools).
    let alone = "[support]\nmanager_hours = 0.0\nconvening_hours = 0.0\nonline_hours = 0.0\n[run]\nmonths = 12\n[parameters]\nleader_hours = 0.0\n";
    let coached = |hours: f64| format!("{alone}coach_hours = {hours:?}\n");
    Claim {
        id: "coach-dilution",
        words: "The effect of coaching on each of 100 or more teachers is about half",
        source: "Kraft, Blazar and Hogan 2018 and its 2017 version: programs with 100 or more teachers",
        reason: "about half, with as much doubt as the figure leaves; 150 teachers against 25, the same hours of coaches in all",
        arms: vec![
            arm("25 teachers, coached", &coached(18.0)).in_schools(1).with_hand(all_begin),
            arm("25 teachers, not coached", &coached(0.0)).in_schools(1).with_hand(all_begin),
            arm("150 teachers, coached", &coached(3.0)).in_schools(6).with_hand(all_begin),
            arm("150 teachers, not coached", &coached(0.0)).in_schools(6).with_hand(all_begin),
        ],
        months: vec![12],
        observe: |s| {
            let gain = |arm: usize| same_seats(&s.runs[arm], &s.runs[arm + 1], 12);
            [gain(0), gain(2)].concat()
        },
        parts: vec![part(
            "effect for each of 150 over each of 25",
            Of(|m| (m[2] / m[3]) / (m[0] / m[1])),
            Within(0.35, 0.65),
        )],
        ..Claim::default()
    }
}

fn dose() -> Claim {
    let hours = |hours: f64| {
        format!(
            "[rollout]\nstrategy = \"few sent to training\"\n[parameters]\ntraining_hours = {hours:?}\ntraining_months = 10.0\n[run]\nmonths = 12\n"
        )
    };
    Claim {
        id: "dose",
        words: "Fourteen hours do nothing visible, thirty to a hundred do",
        source: "Yoon et al. 2007",
        reason: "0.05 of the scale is not visible; 0.1 is",
        declared: Declared::Assumed("dose effect h⁴/(h⁴ + h50⁴)"),
        arms: vec![
            arm("14 hours", &hours(14.0)),
            arm("49 hours", &hours(49.0)),
            arm("98 hours", &hours(98.0)),
        ],
        months: vec![12],
        observe: |s| {
            s.runs
                .iter()
                .flat_map(|run| run.sum(12, |seat| seat.on_team && seat.using, |seat| seat.depth))
                .collect()
        },
        parts: vec![
            part("depth gained by 14 hours", Of(|m| m[0] / m[1] - 0.1), Below(0.05)),
            part("depth gained by 49 hours beyond 14", Of(|m| m[2] / m[3] - m[0] / m[1]), Above(0.1)),
            part("depth gained by 98 hours beyond 14", Of(|m| m[4] / m[5] - m[0] / m[1]), Above(0.1)),
        ],
        ..Claim::default()
    }
}

fn label_dropped() -> Claim {
    Claim {
        id: "label-dropped",
        words: "Ending the program changes classrooms only slightly at first",
        source: "AIR 2006: dropping the label cut fidelity only slightly",
        reason: "a third of the fall of the manager's hours, all of which end",
        declared: Declared::Assumed("support enters depth through the dose alone, and depth decays slowly"),
        arms: vec![arm("committed", "[run]\nmonths = 48\n")],
        months: vec![36, 48],
        observe: |s| change(&s.runs[0], 36, 48, |_| true).to_vec(),
        parts: vec![part(
            "relative fall of depth in the first year, same seats",
            Of(|m| -m[0] / m[2]),
            Below(1.0 / 3.0),
        )],
        ..Claim::default()
    }
}
