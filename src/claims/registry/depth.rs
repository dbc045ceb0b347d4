//! Claims about how a teacher's practice deepens.

use crate::analysis::sequential::Want::{Above, Below};
use crate::calendar::Month;
use crate::claims::Statistic::Of;
use crate::claims::arms::arm;
use crate::claims::{ArmRuns, Claim, Declared, part};
use crate::experiment::run_record::{everyone_begins, same_seats};
use crate::world::{District, Practice};

pub fn claims() -> Vec<Claim> {
    vec![fidelity_first(), focus_fiddle_friends()]
}

fn novices(d: &mut District, now: Month) {
    everyone_begins(d, now, 0.12, 0.6);
}

fn middling(d: &mut District, now: Month) {
    everyone_begins(d, now, 0.35, 0.6);
}

fn experienced(d: &mut District, now: Month) {
    everyone_begins(d, now, 0.55, 0.6);
}

/// What depth can come to is held open, so that what moves it is seen at every level.
fn room(d: &mut District) {
    d.schools.iter_mut().for_each(|school| school.fit = school.fit.max(0.9));
    d.fundamentals = d.fundamentals.map(|level| level.max(0.8));
}

fn fidelity_first() -> Claim {
    let from = |month: f64| format!("[parameters]\nadaptation_month = {month:?}\n[run]\nmonths = 12\n");
    let (early, late) = (from(1.0), from(60.0));
    let low = |d: &mut District, now: Month| {
        room(d);
        novices(d, now);
    };
    let high = |d: &mut District, now: Month| {
        room(d);
        experienced(d, now);
    };
    Claim {
        id: "fidelity-first",
        words: "Novices gain from fidelity, the experienced from adapting",
        source: "Quinn and Kim 2017",
        reason: "crossed: novices lose and the experienced gain by anything where adapting is allowed at once",
        arms: vec![
            arm("novices, late", &late).with_hand(low),
            arm("novices, early", &early).with_hand(low),
            arm("experienced, late", &late).with_hand(high),
            arm("experienced, early", &early).with_hand(high),
        ],
        months: vec![12],
        observe: |s| {
            let effect = |arm: usize| same_seats(&s.runs[arm + 1], &s.runs[arm], 12);
            [effect(0), effect(2)].concat()
        },
        parts: vec![
            part("early less late: novices", Of(|m| m[0] / m[1]), Below(0.0)),
            part("early less late: experienced", Of(|m| m[2] / m[3]), Above(0.0)),
        ],
        ..Claim::default()
    }
}

/// A lever at a level: colleagues outside the seats that count are experts.
fn with_experts(d: &mut District) {
    let t = &mut d.teachers;
    for k in (0..t.len()).filter(|&k| t.on_team[k]).collect::<Vec<_>>() {
        (t.practice[k], t.depth[k]) = (Practice::Using, 0.95);
    }
}

fn focus_fiddle_friends() -> Claim {
    let hours = |coaches: f64, collaboration: f64| {
        format!(
            "[parameters]\ncoach_hours = {coaches:?}\ncollaboration_hours = {collaboration:?}\n[run]\nmonths = 12\n"
        )
    };
    let (plain, learning, trying) = (hours(0.5, 3.0), hours(8.0, 3.0), hours(0.5, 9.0));
    let levels: [(&'static str, crate::experiment::run_record::Hand, crate::experiment::run_record::Hand);
        3] = [
        (
            "low",
            |d, now| {
                room(d);
                novices(d, now);
            },
            |d, now| {
                room(d);
                novices(d, now);
                with_experts(d);
            },
        ),
        (
            "middle",
            |d, now| {
                room(d);
                middling(d, now);
            },
            |d, now| {
                room(d);
                middling(d, now);
                with_experts(d);
            },
        ),
        (
            "high",
            |d, now| {
                room(d);
                experienced(d, now);
            },
            |d, now| {
                room(d);
                experienced(d, now);
                with_experts(d);
            },
        ),
    ];
    let arms = levels.into_iter().flat_map(|(name, hand, friends)| {
        [
            arm(name, &plain).with_hand(hand),
            arm(name, &learning).with_hand(hand),
            arm(name, &trying).with_hand(hand),
            arm(name, &plain).with_hand(friends),
        ]
    });
    Claim {
        id: "focus-fiddle-friends",
        words: "Learning, trying and colleagues matter at low, middle and high depth",
        source: "Frank et al. 2011",
        reason: "each lever more at its own level than at either other, by anything, over a year",
        declared: Declared::Assumed(
            "Δdepth = λ(w1 s(h) + w2 safe·time + w3 deeper ties), w1 falling, w2 humped, w3 rising in depth",
        ),
        arms: arms.collect(),
        months: vec![12],
        observe: |s| (0..3).flat_map(|level| (1..4).flat_map(move |lever| effect(s, level, lever))).collect(),
        parts: vec![
            part("learning: low less middle", Of(|m| at(m, 0, 0) - at(m, 1, 0)), Above(0.0)),
            part("learning: low less high", Of(|m| at(m, 0, 0) - at(m, 2, 0)), Above(0.0)),
            part("trying: middle less low", Of(|m| at(m, 1, 1) - at(m, 0, 1)), Above(0.0)),
            part("trying: middle less high", Of(|m| at(m, 1, 1) - at(m, 2, 1)), Above(0.0)),
            part("colleagues: high less low", Of(|m| at(m, 2, 2) - at(m, 0, 2)), Above(0.0)),
            part("colleagues: high less middle", Of(|m| at(m, 2, 2) - at(m, 1, 2)), Above(0.0)),
        ],
        ..Claim::default()
    }
}

/// What a lever does to depth over a year at a level, among seats that are not on the team.
fn effect(s: &ArmRuns, level: usize, lever: usize) -> [f64; 2] {
    let (base, other) = (s.runs[4 * level].seats(12), s.runs[4 * level + lever].seats(12));
    let pairs = other.iter().zip(base).filter(|(a, b)| a.using && b.using && !a.on_team && !b.on_team);
    pairs.fold([0.0, 0.0], |[sum, n], (a, b)| [sum + a.depth - b.depth, n + 1.0])
}

/// Mean effect of a lever at a level.
fn at(m: &[f64], level: usize, lever: usize) -> f64 {
    let column = 2 * (3 * level + lever);
    m[column] / m[column + 1]
}
