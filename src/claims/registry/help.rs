//! Claims about help and time: how much, for how many, for how long.

use super::{BRIEF, PILOTS, SHARE, each};
use crate::analysis::sequential::Want::{Above, Below, Falls, Rises, Told, Within};
use crate::calendar::Month;
use crate::claims::Statistic::{Less, Of, Ratio};
use crate::claims::arms::arm;
use crate::claims::{Caveats, Claim, Floor, part};
use crate::experiment::run_record::{RecordedRun, begin, change, same_seats};
use crate::model::Model;
use crate::world::District;

pub fn claims() -> Vec<Claim> {
    vec![no_time(), gradual_release(), coach_dilution(), dose(), label_dropped()]
}

fn no_time() -> Claim {
    Claim {
        id: "no-time",
        words: "Little professional learning time limits change",
        source: BRIEF,
        reason: "lower, by no size that the source gives",
        null: Some(Model::NoHelp),
        arms: vec![arm("usual hours", ""), arm("half of them", "").scaling(&[("collaboration_hours", 0.5)])],
        months: vec![36],
        observe: |s| [each(s, |run| run.deep(60)), same_seats(&s.runs[1], &s.runs[0], 36).into()].concat(),
        parts: vec![
            part("depth at 36 over the same seats: half less usual", Ratio(2, 3), Falls(SHARE)),
            part("DEEP(60): half less usual", Less(1, 0), Falls(SHARE)),
        ],
        floors: vec![Floor::Deep(0)],
        ..Claim::default()
    }
}

fn gradual_release() -> Claim {
    let release = |name, years: &str| arm(name, &format!("[support]\nrelease = {years}\n"));
    Claim {
        id: "gradual-release",
        words: "Support is released, not withdrawn",
        source: BRIEF,
        reason: "0.03 of the seats, and 0.03 of depth over the same seats in the year after the cliff, against the same district where support goes on; the hours of the first three arms are equal",
        null: Some(Model::NoHelp),
        caveats: Caveats::TUNED,
        arms: vec![
            release("gradual", "[1.0, 0.6, 0.2]"),
            release("full, then a cliff", "[1.0, 0.8, 0.0]"),
            release("constant light", "[0.6, 0.6, 0.6]"),
            release("none", "[0.0]"),
            release("full, goes on", "[1.0, 0.8, 0.8]"),
        ],
        months: vec![36],
        observe: |s| [each(s, |run| run.deep(60)), same_seats(&s.runs[1], &s.runs[4], 36).into()].concat(),
        parts: vec![
            part("DEEP(60): gradual less cliff", Less(0, 1), Above(0.03)),
            part("depth a year after the cliff, same seats: cliff less goes on", Ratio(5, 6), Below(-0.03)),
            part("DEEP(60): gradual less constant light", Less(0, 2), Told),
            part("DEEP(60): gradual less none", Less(0, 3), Told),
        ],
        floors: vec![Floor::Deep(0)],
        ..Claim::default()
    }
}

/// On the first day the focal teachers of so many schools, none of them a pilot school, begin as beginners.
fn program<const SCHOOLS: usize>(d: &mut District, now: Month, _: &[f64; 2]) {
    if now == Month(1) {
        begin(d, 0.15, 0.5, |school| (1..=SCHOOLS).contains(&school));
    }
}

fn coach_dilution() -> Claim {
    // Nobody else begins, so that the district's own coaches help the program's teachers alone.
    let text = format!(
        "{PILOTS}[support]\nsupport_start = 0.0\nsupport_end = 0.0\nconvening_hours = 0.0\nonline_hours = 0.0\n\
        [parameters]\nleader_hours = 0.0\nhazard_invitation = 0.0\nhazard_expectation = 0.0\n\
        hazard_colleague = 0.0\nhazard_pilot = 0.0\n[run]\nmonths = 12\n"
    );
    let small = |name, coaches| arm(name, &text).with_hand(program::<1>).scaling(&[("coach_hours", coaches)]);
    let large = |name, coaches| arm(name, &text).with_hand(program::<6>).scaling(&[("coach_hours", coaches)]);
    Claim {
        id: "coach-dilution",
        words: "The effect of coaching on each of 100 or more teachers is about half",
        source: "Kraft, Blazar and Hogan 2018 and its 2017 version: programs with 100 or more teachers",
        reason: "about half, with as much doubt as the figure leaves; 25 and 150 teachers of one district share the coaches that it has",
        null: Some(Model::NoHelp),
        caveats: Caveats::TUNED,
        arms: vec![
            small("25 teachers, coached", 1.0),
            small("25 teachers, not coached", 0.0),
            large("150 teachers, coached", 1.0),
            large("150 teachers, not coached", 0.0),
            small("25 teachers, half of the hours", 0.5),
            small("25 teachers, a third of the hours", 1.0 / 3.0),
        ],
        months: vec![12],
        observe: |s| {
            let gain = |arm: usize, base: usize| same_seats(&s.runs[arm], &s.runs[base], 12);
            [gain(0, 1), gain(2, 3), gain(4, 1), gain(5, 1)].concat()
        },
        parts: vec![
            part("effect for each of 150 over each of 25", Of(|m| over_small(m, 2)), Within(0.35, 0.65)),
            part(
                "effect for each of 25 at half of the hours, over that at all",
                Of(|m| over_small(m, 4)),
                Told,
            ),
            part(
                "effect for each of 25 at a third of the hours, over that at all",
                Of(|m| over_small(m, 6)),
                Told,
            ),
            part("gain in depth for each of 25", Ratio(0, 1), Told),
        ],
        ..Claim::default()
    }
}

/// Gain for each teacher, over that of each of 25 at all the hours.
fn over_small(m: &[f64], column: usize) -> f64 {
    (m[column] / m[column + 1]) / (m[0] / m[1])
}

/// Over those sent: student gain as a share of that at full depth, the same if gain were in proportion to depth, and
/// their number.
fn gain_of_sent(run: &RecordedRun) -> [f64; 3] {
    let [gain, sent] = run.sum(12, |seat| seat.on_team, |seat| run.gain(seat));
    let [linear, _] = run.sum(12, |seat| seat.on_team, |seat| seat.progress());
    [gain, linear, sent]
}

/// Gain from the hours of an arm beyond that without any; `curve` is 0 for the model's outcome curve, 1 for a straight
/// line.
fn gain(m: &[f64], arm: usize, curve: usize) -> f64 {
    let of = |arm: usize| m[3 * arm + curve] / m[3 * arm + 2];
    of(arm) - of(0)
}

fn dose() -> Claim {
    let hours = |name, hours: f64| {
        arm(
            name,
            &format!(
                "[rollout]\nstrategy = \"few sent to training\"\n[parameters]\ntraining_hours = {hours:?}\n\
                training_months = 10.0\n[run]\nmonths = 12\n"
            ),
        )
    };
    Claim {
        id: "dose",
        words: "Fourteen hours do nothing visible, thirty to a hundred do",
        source: "Yoon et al. 2007: student achievement; three of nine studies had 14 hours or fewer",
        reason: "a quarter of what 49 hours give is not visible; twice as many hours give less than twice as much; gains are shares of that at full depth. Told: the same if gains were in proportion to depth, without a floor; where that lies above 0, the outcome curve holds the claim",
        null: Some(Model::NoHelp),
        caveats: Caveats::assumed("dose effect h^q/(h^q + h50^q) with q = dose_power").and_tuned(),
        arms: vec![
            hours("no hours", 0.0),
            hours("14 hours", 14.0),
            hours("49 hours", 49.0),
            hours("98 hours", 98.0),
        ],
        months: vec![12],
        observe: |s| s.runs.iter().flat_map(gain_of_sent).collect(),
        parts: vec![
            part(
                "gain from 14 hours less a quarter of that from 49",
                Of(|m| gain(m, 1, 0) - 0.25 * gain(m, 2, 0)),
                Below(0.0),
            ),
            part("gain from 49 hours", Of(|m| gain(m, 2, 0)), Rises(SHARE)),
            part(
                "gain from 98 hours less twice that from 49",
                Of(|m| gain(m, 3, 0) - 2.0 * gain(m, 2, 0)),
                Below(0.0),
            ),
            part(
                "linear outcome: 14 hours less a quarter of 49",
                Of(|m| gain(m, 1, 1) - 0.25 * gain(m, 2, 1)),
                Told,
            ),
            part("linear outcome: gain from 49 hours", Of(|m| gain(m, 2, 1)), Told),
            part("linear outcome: 98 hours less twice 49", Of(|m| gain(m, 3, 1) - 2.0 * gain(m, 2, 1)), Told),
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
        null: Some(Model::NoHelp),
        caveats: Caveats {
            assumed: Some("support enters depth through the dose alone, and depth decays slowly"),
            ..Caveats::calibrated("C2, the same study")
        },
        arms: vec![arm("committed", "[run]\nmonths = 48\n")],
        months: vec![36, 48],
        observe: |s| change(&s.runs[0], 36, 48, |_| true).into(),
        parts: vec![part(
            "relative fall of depth in the first year, same seats",
            Of(|m| -m[0] / m[2]),
            Below(1.0 / 3.0),
        )],
        ..Claim::default()
    }
}
