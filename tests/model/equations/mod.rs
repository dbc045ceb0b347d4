//! Promise: every state moves the way its description says. One step of the mechanism that writes it, from
//! districts of every kind: a higher input never moves the state the wrong way, moves it the right way in the
//! middle of things, and no share leaves the range from 0 to 1.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

mod dials;
mod table;

use std::sync::OnceLock;

use proptest::prelude::*;
use uptake::calendar::Month;
use uptake::chance::Streams;
use uptake::mechanisms::{Context, attention, outcomes};
use uptake::parameters::{Ledger, Parameters};
use uptake::scenario::{self, layers::BuiltIn};
use uptake::simulation::{draw_parameters, first_day};
use uptake::strategy::Circle;
use uptake::world::District;

use dials::{DIALS, schools};
use table::{EQUATIONS, Equation};

/// An October.
const NOW: Month = Month(15);

/// A district in its second year with everyone asked, and what it is run with.
fn base() -> &'static (District, Parameters, Streams) {
    static BASE: OnceLock<(District, Parameters, Streams)> = OnceLock::new();
    BASE.get_or_init(first)
}

fn first() -> (District, Parameters, Streams) {
    let ledger = Ledger::standard().unwrap();
    let s = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
    let p = draw_parameters(&s, 0);
    let (mut d, streams) = first_day(&s, &s.places[0], 0, &p).unwrap();
    for team in &mut d.teams {
        team.circle = Circle::AllExpected;
    }
    d.teachers.months_used.fill(20);
    (d, p, streams)
}

fn turned(d: &District, dials: &[f64], one: &str, x: f64) -> District {
    let mut d = d.clone();
    for ((name, turn), &value) in DIALS.iter().zip(dials) {
        let here = *name == one;
        if here || !name.starts_with("colleagues'") {
            turn(&mut d, if here { x } else { value });
        }
    }
    d
}

/// The state after a step from two districts that differ in one dial.
fn two(e: &Equation, dial: &str, dials: &[f64], low: f64, high: f64) -> (f64, f64) {
    let (d, p, streams) = base();
    let c = Context { p, streams, now: NOW };
    let after = |x| (e.step)(&mut turned(d, dials, dial, x), c);
    (after(low), after(high))
}

/// A dial, and where it stands.
type Level = (&'static str, f64);

/// Where most states have room to move both ways; and for some inputs, where they can act at all.
const MIDDLE: &[Level] =
    &[("depth", 0.35), ("own", 0.6), ("usable fit", 0.8), ("school coherence", 0.8), ("best", 0.9)];
const ELSEWHERE: &[(&str, &str, &[Level])] = &[
    // Only a resister can be won over in a conversation.
    ("those who take up", "conversations", &[("open", 0.1)]),
    // Only deep users help others, and so far only they teach a school that does not test.
    ("help given", "own", &[("depth", 0.8), ("hours", 0.0), ("coaching", 0.0)]),
    // What the teams' own people do is paid for from the same hours: these are short here.
    ("help", "coaching", &[("hours", 0.0), ("coaching", 0.0), ("team skill", 1.0)]),
    // More deep users help more, whatever coaches have.
    ("help given", "users", &[("depth", 0.8)]),
    // Protected time is what deep users help others in.
    ("help given", "time", &[("depth", 0.8), ("coaching", 0.0)]),
    ("fit beside the pilot schools", "best", &[("depth", 0.8), ("fit", 0.2)]),
    ("fit beside the pilot schools", "users", &[("depth", 0.8)]),
];

fn middle(state: &str, dial: &str) -> Vec<f64> {
    let elsewhere = ELSEWHERE.iter().filter(|(s, d, _)| *s == state && *d == dial).flat_map(|(_, _, at)| *at);
    let mut levels = vec![0.5; DIALS.len()];
    for (name, level) in MIDDLE.iter().chain(elsewhere) {
        levels[DIALS.iter().position(|(dial, _)| dial == name).unwrap()] = *level;
    }
    levels
}

#[test]
fn in_the_middle_of_things_every_input_moves_its_state_the_right_way() {
    let mut faults = Vec::new();
    for e in EQUATIONS {
        for (dials, sign) in [(e.up, 1.0), (e.down, -1.0)] {
            for dial in dials {
                assert!(DIALS.iter().any(|(name, _)| name == dial), "there is no dial {dial}");
                let (low, high) = two(e, dial, &middle(e.state, dial), 0.25, 0.75);
                if sign * (high - low) <= 0.0 {
                    faults.push(format!("{}: {low} with low {dial}, {high} with high", e.state));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Often at an end, else anywhere.
fn level() -> impl Strategy<Value = f64> {
    prop_oneof![1 => Just(0.0), 1 => Just(1.0), 4 => 0.0..=1.0]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn from_no_district_does_an_input_move_its_state_the_wrong_way_or_out_of_its_range(
        dials in proptest::collection::vec(level(), DIALS.len()),
        ends in (level(), level()),
    ) {
        let (low, high) = (f64::min(ends.0, ends.1), f64::max(ends.0, ends.1));
        for e in EQUATIONS {
            for (inputs, sign) in [(e.up, 1.0), (e.down, -1.0)] {
                for dial in inputs {
                    let (a, b) = two(e, dial, &dials, low, high);
                    // Sums of many hours are rounded.
                    prop_assert!(sign * (b - a) >= -1e-12 * (1.0 + a.abs()), "{}: {a} at {dial} {low}, {b} at {high}", e.state);
                    let within = |x: f64| (0.0..=1.0).contains(&x);
                    prop_assert!(!e.is_share || (within(a) && within(b)), "{}: {a}, {b}", e.state);
                    prop_assert!(a >= 0.0 && b >= 0.0, "{}: {a}, {b}", e.state);
                }
            }
        }
    }
}

/// The state after one step from a district in which these dials stand at these levels and all others at one half.
fn at(state: &str, levels: &[Level]) -> f64 {
    let e = EQUATIONS.iter().find(|e| e.state == state).unwrap();
    let mut dials = vec![0.5; DIALS.len()];
    for (name, level) in levels {
        dials[DIALS.iter().position(|(dial, _)| dial == name).unwrap()] = *level;
    }
    let (d, p, streams) = base();
    (e.step)(&mut turned(d, &dials, "", 0.0), Context { p, streams, now: NOW })
}

#[test]
fn what_is_absent_does_not_grow_from_nothing() {
    let none = ("depth", 0.0);
    assert_eq!(at("depth of a user", &[none, ("dose", 0.0)]), 0.0, "mechanical use alone teaches nothing");
    assert_eq!(at("proof", &[("proof", 0.0), none]), 0.0, "mechanical use shows nothing");
    assert_eq!(at("routine", &[("routine", 0.0), none]), 0.0);
    assert_eq!(at("routine", &[("routine", 0.0), ("authority", 0.0)]), 0.0, "only authority embeds");
    let nothing =
        [("policy", 0.0), ("routine", 0.0), ("authority", 0.0), ("backing", 1.0), ("coherence", 1.0)];
    assert_eq!(at("policy", &nothing), 0.0, "a district without routines has nothing to decide");
    assert_eq!(at("authority", &[("backing", 0.0)]), 0.0);
    assert_eq!(at("churn", &[("churn", 0.0)]), 0.0);
    assert_eq!(at("push", &[("push", 0.0)]), 0.0);
    assert_eq!(at("help", &[("hours", 0.0), ("team skill", 0.0)]), 0.0);
    assert_eq!(
        at(
            "a fundamental",
            &[("practices", 0.0), ("expectations", 0.0), ("capacity building", 0.0), ("monitoring", 0.0)]
        ),
        0.0
    );
    let doubting = [("belief", 0.0), ("push", 0.0)];
    assert_eq!(
        at("those who take up", &doubting),
        0.0,
        "who does not believe in it at all starts only by order"
    );
}

#[test]
fn what_is_whole_stays_whole_where_nothing_takes_from_it() {
    let owned = [("own", 1.0), ("push", 0.0), ("seen", 1.0)];
    assert_eq!(at("ownership", &owned), 1.0);
    assert_eq!(
        at("those who stop", &[("own", 1.0), ("churn", 1.0)]),
        0.0,
        "who owns it wholly does not stop"
    );
    let deep = [("depth", 1.0), ("own", 1.0), ("usable fit", 1.0), ("school coherence", 1.0)];
    let held = [deep.as_slice(), &[("dose", 1.0), ("routine", 1.0), ("users", 1.0)]].concat();
    assert!(at("depth of a user", &held) > 0.999, "what help, routine and company hold hardly fades");
    assert_eq!(at("belief of a user", &[("depth", 1.0), ("belief", 1.0)]), 1.0);
    let led = [("commit_p", 1.0), ("priority", 1.0), ("seen", 1.0)];
    assert_eq!(at("commit_p", &led), 1.0);
    assert_eq!(at("skill_p", &[("skill_p", 1.0)]), 1.0);
    assert_eq!(at("bond", &[("bond", 1.0)]), 1.0);
    assert_eq!(at("team skill", &[("team skill", 1.0)]), 1.0);
    assert_eq!(at("help", &[("hours", 1.0), ("bond", 1.0)]), 1.0);
}

#[test]
fn support_that_does_it_all_or_nothing_teaches_a_team_nothing() {
    for hours in [0.0, 1.0] {
        assert_eq!(at("team skill", &[("hours", hours)]), 0.5);
    }
    assert!(at("team skill", &[("hours", 0.5)]) > 0.5);
    assert_eq!(at("bond", &[("hours", 0.0)]), 0.5, "nobody grows close to a manager who does not come");
}

#[test]
fn fit_ends_at_what_the_idea_can_be_and_churn_and_push_only_fade() {
    let done = [("fit", 0.7), ("best", 0.7), ("depth", 1.0)];
    assert_eq!(at("fit in a pilot school", &done), 0.7);
    assert_eq!(at("fit beside the pilot schools", &done), 0.7);
    assert!(at("usable fit beside the pilot schools", &done) <= 0.7);
    for level in [0.1, 0.5, 1.0] {
        let churn = at("churn", &[("churn", level)]);
        let push = at("push", &[("push", level)]);
        assert!(churn < level && churn > 0.0 && push < level && push > 0.0, "{level}: {churn} {push}");
    }
}

#[test]
fn courses_follow_counselors_and_authority_and_gate_what_pupils_can_have() {
    let ledger = Ledger::standard().unwrap();
    let s = scenario::read("on-track-8-9", &[], &BuiltIn, &ledger).unwrap();
    let mut p = draw_parameters(&s, 0);
    let (start, streams) = first_day(&s, &s.places[0], 0, &p).unwrap();
    let mut after = |courses: f64, authority: f64, counselors: f64| {
        p.outcomes.counselors = counselors;
        let mut d = start.clone();
        schools(&mut d, |s| (s.courses, s.authority) = (courses, authority));
        outcomes::assign_courses(&mut d, Context { p: &p, streams: &streams, now: NOW });
        let school = d.schools.iter().find(|s| s.focal > 0 && s.has_courses()).unwrap();
        (school.courses, school.course_factor)
    };
    assert_eq!(after(0.0, 0.0, 1.0).0, 0.0);
    assert_eq!(after(0.0, 1.0, 0.0).0, 0.0);
    assert_eq!(after(1.0, 1.0, 1.0), (1.0, 1.0), "with every course assigned students can have it all");
    assert!(after(0.5, 0.9, 1.0) > after(0.5, 0.2, 1.0) && after(0.5, 0.9, 1.0) > after(0.5, 0.9, 0.2));
    assert!(after(0.8, 0.5, 0.5) > after(0.2, 0.5, 0.5));
}

#[test]
fn initiatives_drift_to_the_habit_of_the_district_and_leave_the_attention_they_must() {
    let (d, p, streams) = base();
    let usual = p.attention.initiatives_usual;
    let after = |initiatives: f64| {
        let mut d = District { initiatives, ..d.clone() };
        attention::update(&mut d, Context { p, streams, now: NOW });
        (d.initiatives, d.attention)
    };
    assert!(after(usual + 3.0).0 < usual + 3.0 && after(usual + 3.0).0 > usual);
    // The habit and the problems that stand beside it come to the usual number together.
    let arrivals = p.attention.new_problem_rate * p.attention.return_months / 12.0;
    assert!((after(usual).0 - (usual - arrivals / p.attention.return_months)).abs() < 1e-12);
    assert!(after(1.0).0 >= 1.0 && after(1.0).1 > after(9.0).1);
}
