//! Claims about how a teacher's practice deepens.

use super::SHARE;
use crate::analysis::sequential::Want::{Falls, Rises};
use crate::calendar::Month;
use crate::claims::Statistic::{Of, Ratio};
use crate::claims::arms::{Arm, arm};
use crate::claims::{ArmRuns, Caveats, Claim, part};
use crate::experiment::run_record::{begin, same_seats};
use crate::model::Model;
use crate::world::District;

pub fn claims() -> Vec<Claim> {
    vec![fidelity_first(), focus_fiddle_friends()]
}

/// What depth can come to is held open, so that what moves it is seen at every level.
fn room(d: &mut District) {
    d.schools.iter_mut().for_each(|school| school.fit = school.fit.max(0.9));
    d.fundamentals = d.fundamentals.map(|level| level.max(0.8));
}

/// Everyone begins on the first day, at so many hundredths of depth.
fn start<const DEPTH: u32>(d: &mut District, now: Month, _: &[f64; 2]) {
    room(d);
    if now == Month(1) {
        begin(d, f64::from(DEPTH) / 100.0, 0.6, |_| true);
    }
}

fn fidelity_first() -> Claim {
    let from = |name, month: f64| {
        arm(name, &format!("[parameters]\nadaptation_month = {month:?}\n[run]\nmonths = 12\n"))
    };
    Claim {
        id: "fidelity-first",
        words: "Novices gain from fidelity, the experienced from adapting",
        source: "Quinn and Kim 2017",
        reason: "crossed: novices lose and the experienced gain where adapting is allowed at once",
        null: Some(Model::NoHelp),
        arms: vec![
            from("novices, late", 60.0).with_hand(start::<12>),
            from("novices, early", 1.0).with_hand(start::<12>),
            from("experienced, late", 60.0).with_hand(start::<55>),
            from("experienced, early", 1.0).with_hand(start::<55>),
        ],
        months: vec![12],
        observe: |s| [0, 2].map(|base| same_seats(&s.runs[base + 1], &s.runs[base], 12)).concat(),
        parts: vec![
            part("early less late: novices", Ratio(0, 1), Falls(SHARE)),
            part("early less late: experienced", Ratio(2, 3), Rises(SHARE)),
        ],
        ..Claim::default()
    }
}

/// Low, middle and high depth, in hundredths.
const LEVELS: [u32; 3] = [12, 35, 55];

/// Months over which gains are added up.
const MONTHS: [u32; 4] = [1, 2, 3, 4];

/// Each month all begin anew at a level of depth, so that it is the gain at this level that is seen. Colleagues on the
/// team are experts, or at the level too.
fn at_level<const LEVEL: usize, const EXPERTS: bool>(d: &mut District, _: Month, _: &[f64; 2]) {
    room(d);
    begin(d, f64::from(LEVELS[LEVEL]) / 100.0, 0.9, |_| true);
    let t = &mut d.teachers;
    if EXPERTS {
        (0..t.len()).filter(|&k| t.on_team[k]).for_each(|k| t.depth[k] = 0.95);
    }
}

/// No lever, then learning, trying and colleagues, at a level.
fn levers<const LEVEL: usize>() -> [Arm; 4] {
    let with = |name, coaches: f64, collaboration: f64| {
        arm(
            name,
            &format!("[parameters]\ncoach_hours = {coaches:?}\ncollaboration_hours = {collaboration:?}\n[run]\nmonths = 4\n"),
        )
        .with_hand(at_level::<LEVEL, false>)
    };
    [
        with("plain", 0.5, 3.0),
        with("learning", 8.0, 3.0),
        with("trying", 0.5, 9.0),
        with("colleagues", 0.5, 3.0).with_hand(at_level::<LEVEL, true>),
    ]
}

/// What a lever adds to the gains of four months at a level, over seats that are not on the team.
fn effect(s: &ArmRuns, level: usize, lever: usize) -> f64 {
    let mean = |arm: usize, month| s.runs[arm].mean(month, |seat| !seat.on_team, |seat| seat.progress());
    MONTHS.iter().map(|&month| mean(4 * level + lever, month) - mean(4 * level, month)).sum()
}

/// The share that a lever has of the gain of all three at a level.
fn share(m: &[f64], level: usize, lever: usize) -> f64 {
    let at = &m[3 * level..3 * level + 3];
    at[lever] / at.iter().sum::<f64>()
}

fn focus_fiddle_friends() -> Claim {
    Claim {
        id: "focus-fiddle-friends",
        words: "Learning, trying and colleagues matter at low, middle and high depth",
        source: "Frank et al. 2011",
        reason: "each lever's share of the gain of all three, over four months at depths held at 0.12, 0.35 and 0.55, is larger at its own level than at either other",
        null: Some(Model::NoHelp),
        caveats: Caveats::assumed(
            "Δdepth = λ(w1 s(h) + w2 safe·time + w3 deeper ties), w1 falling, w2 humped, w3 rising in depth",
        )
        .and_tuned(),
        arms: [levers::<0>(), levers::<1>(), levers::<2>()].concat(),
        months: MONTHS.to_vec(),
        observe: |s| (0..9).map(|k| effect(s, k / 3, 1 + k % 3)).collect(),
        parts: vec![
            part("share of learning: low less middle", Of(|m| share(m, 0, 0) - share(m, 1, 0)), Rises(SHARE)),
            part("share of learning: low less high", Of(|m| share(m, 0, 0) - share(m, 2, 0)), Rises(SHARE)),
            part("share of trying: middle less low", Of(|m| share(m, 1, 1) - share(m, 0, 1)), Rises(SHARE)),
            part("share of trying: middle less high", Of(|m| share(m, 1, 1) - share(m, 2, 1)), Rises(SHARE)),
            part("share of colleagues: high less low", Of(|m| share(m, 2, 2) - share(m, 0, 2)), Rises(SHARE)),
            part(
                "share of colleagues: high less middle",
                Of(|m| share(m, 2, 2) - share(m, 1, 2)),
                Rises(SHARE),
            ),
        ],
        ..Claim::default()
    }
}
