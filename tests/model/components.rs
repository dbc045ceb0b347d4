//! Promise: further components of a program start when the scenario says, share time and help with the practice, end
//! with it, and change nothing where there are none.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use uptake::calendar::Month;
use uptake::chance::Streams;
use uptake::experiment::run_job;
use uptake::mechanisms::{Context, components, depth, help};
use uptake::metrics::MEASURES;
use uptake::metrics::columns::Measure;
use uptake::parameters::{Ledger, Parameters};
use uptake::scenario::{self, Scenario, layers::BuiltIn};
use uptake::simulation::{Recorder, draw_parameters, first_day, run};
use uptake::world::{District, Event, Practice, World};

const NOW: Month = Month(15);

fn read(name: &str, settings: &[&str]) -> Scenario {
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    scenario::read(name, &settings, &BuiltIn, &Ledger::standard().unwrap()).unwrap_or_else(|e| panic!("{e}"))
}

fn timelines(s: &Scenario, replications: u32) -> Vec<Vec<f64>> {
    (0..replications).map(|r| run_job(s, &s.places[0], r).timeline).collect()
}

fn mean(runs: &[Vec<f64>], measure: Measure, month: usize) -> f64 {
    let at = |run: &Vec<f64>| run[month * MEASURES.len() + measure as usize];
    runs.iter().map(at).sum::<f64>() / runs.len() as f64
}

/// A district in which everyone uses the practice at this depth, and what it is run with.
fn using(level: f64) -> (District, Parameters, Streams) {
    let s = read("components-at-once", &[]);
    let p = draw_parameters(&s, 0);
    let (mut d, streams) = first_day(&s, &s.places[0], 0, &p).unwrap();
    d.teachers.practice.fill(Practice::Using);
    d.teachers.depth.fill(level);
    d.teachers.dose.fill(30.0);
    d.teachers.ownership.fill(0.6);
    (d, p, streams)
}

/// The same with further components in use, as many as are said, at this depth.
fn with_further(mut d: District, number: usize, level: f64) -> District {
    for component in d.teachers.components.iter_mut().take(number) {
        component.used.fill(true);
        component.depth.fill(level);
    }
    d
}

#[test]
fn without_further_components_the_measures_of_the_program_are_those_of_the_practice() {
    for name in ["committed", "mandate-at-once", "on-track-8-9"] {
        for run in timelines(&read(name, &[]), 3) {
            for row in run.chunks_exact(MEASURES.len()) {
                let bits = |m: Measure| row[m as usize].to_bits();
                assert_eq!(bits(Measure::ProgramShare), bits(Measure::Spread), "{name}");
                assert_eq!(bits(Measure::ProgramDeepShare), bits(Measure::DeepShare), "{name}");
            }
        }
    }
}

#[test]
fn nothing_changes_before_a_component_starts_nor_where_a_curve_knows_none() {
    let bits = |run: &[f64]| run.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    let (plain, stepped) = (read("committed", &[]), read("components-in-steps", &[]));
    let row = MEASURES.len();
    for (a, b) in timelines(&plain, 3).iter().zip(&timelines(&stepped, 3)) {
        assert_eq!(bits(&a[..13 * row]), bits(&b[..13 * row]));
        assert_ne!(bits(&a[13 * row..]), bits(&b[13 * row..]));
    }
    for model in ["run.model=Bass per school", "run.model=logistic"] {
        let (plain, more) = (read("committed", &[model]), read("components-at-once", &[model]));
        assert!(more.remarks.iter().any(|r| r.contains("the further components change nothing")));
        assert_eq!(bits(&timelines(&plain, 1)[0]), bits(&timelines(&more, 1)[0]), "{model}");
    }
}

#[test]
fn components_that_share_time_and_help_slow_each_other() {
    let [alone, once] = ["committed", "components-at-once"].map(|name| timelines(&read(name, &[]), 12));
    for month in [24, 36, 60] {
        assert!(mean(&once, Measure::DeepShare, month) < mean(&alone, Measure::DeepShare, month), "{month}");
    }
    let per_user =
        |runs: &[Vec<f64>]| mean(runs, Measure::HelpNeeded, 22) / mean(runs, Measure::SpreadAll, 22);
    assert!(per_user(&once) > per_user(&alone));
    let share = mean(&once, Measure::ProgramShare, 36);
    assert!(share > 0.0 && share < mean(&once, Measure::Spread, 36), "{share}");
    assert!(mean(&once, Measure::ProgramDeepShare, 60) <= mean(&once, Measure::DeepShare, 60));
    let slow = timelines(&read("components-at-once", &["component_rate=0.05"]), 12);
    assert!(mean(&slow, Measure::ProgramShare, 24) < mean(&once, Measure::ProgramShare, 24));
}

/// Looks at every teacher at the end of each month.
#[derive(Default)]
struct Watched {
    persons: Vec<u16>,
    used: usize,
    newcomers: usize,
    stops: usize,
}

impl Recorder for Watched {
    fn event(&mut self, _: usize, event: &Event, _: Month) {
        self.stops += usize::from(matches!(event, Event::Stopped { .. }));
    }

    fn month(&mut self, world: &World, now: Month) {
        let t = &world.districts[0].teachers;
        let is_new = |k: usize| self.persons.get(k).is_some_and(|person| *person != t.person[k]);
        for component in &t.components {
            for k in (0..t.len()).filter(|&k| component.used[k]) {
                assert!(t.practice[k].in_use(), "month {}: a component without the practice", now.0);
                assert!(now >= component.start, "month {}: before it starts", now.0);
                assert!(!is_new(k), "month {}: a newcomer", now.0);
                self.used += 1;
            }
        }
        self.newcomers += (0..t.len()).filter(|&k| is_new(k)).count();
        self.persons.clone_from(&t.person);
    }
}

#[test]
fn components_start_on_time_and_end_with_the_practice_and_with_the_person() {
    let s = read("components-in-steps", &[]);
    let mut watched = Watched::default();
    run(&s, &s.places[0], 2, &mut watched).unwrap();
    assert!(watched.used > 100 && watched.newcomers > 50 && watched.stops > 20);
}

#[test]
fn attention_fit_and_time_bring_further_components_and_those_in_hand_hold_them_off() {
    let counted = |turn: fn(&mut District)| {
        let (mut d, p, streams) = using(0.3);
        turn(&mut d);
        let mut events = Vec::new();
        components::decide(&d, Context { p: &p, streams: &streams, now: NOW }, &mut events);
        assert!(events.iter().all(|e| matches!(e, Event::TookUpComponent { .. })));
        events.len()
    };
    let usual = counted(|_| {});
    assert!(usual > 0);
    assert!(counted(|d| d.attention *= 2.0) > usual);
    assert!(counted(|d| d.schools.iter_mut().for_each(|s| s.usable_fit *= 2.0)) > usual);
    assert!(counted(|d| d.schools.iter_mut().for_each(|s| s.time_share *= 2.0)) > usual);
    // One of two is in use everywhere: fewer are left, and each is taken up half as fast.
    assert!(counted(|d| d.teachers.components[0].used.fill(true)) * 2 < usual);
    assert_eq!(counted(|d| d.schools.iter_mut().for_each(|s| s.given_up = true)), 0);
    assert_eq!(counted(|d| d.rollout.suspended = true), 0);
    assert_eq!(counted(|d| d.teachers.practice.fill(Practice::Stopped)), 0);
    assert_eq!(counted(|d| d.teachers.components.iter_mut().for_each(|c| c.start = Month(16))), 0);
}

#[test]
fn depth_in_a_component_follows_the_equations_of_the_practice_with_equal_parts_of_help_and_time() {
    let next = |d: &District, p: &Parameters, streams: &Streams| {
        let mut room = depth::Room::default();
        depth::next(d, Context { p, streams, now: NOW }, &mut room);
        room.next
    };
    let (d, p, streams) = using(0.3);
    let gained = |number: usize| -> f64 {
        next(&with_further(d.clone(), number, 0.3), &p, &streams).iter().map(|depth| depth - 0.3).sum()
    };
    assert!(gained(0) > gained(1) && gained(1) > gained(2));
    let mut both = with_further(d.clone(), 1, 0.3);
    let of_practice = next(&both, &p, &streams);
    depth::deepen_components(
        &mut both,
        Context { p: &p, streams: &streams, now: NOW },
        &mut depth::Room::default(),
    );
    let same = both.teachers.components[0].depth.iter().zip(&of_practice);
    assert!(same.into_iter().all(|(a, b)| a.to_bits() == b.to_bits()));
    both.teachers.components[1].depth.fill(0.5);
    depth::deepen_components(
        &mut both,
        Context { p: &p, streams: &streams, now: NOW },
        &mut depth::Room::default(),
    );
    assert!(
        both.teachers.components[1].depth.iter().all(|depth| *depth == 0.5 * (1.0 - p.stopping.stop_decay))
    );
}

#[test]
fn each_component_in_hand_needs_help() {
    let (d, p, streams) = using(0.3);
    let needed = |number: usize, level: f64| {
        let mut d = with_further(d.clone(), number, level);
        help::update(
            &mut d,
            &mut Vec::new(),
            &mut help::Turns::default(),
            |pool| pool,
            Context { p: &p, streams: &streams, now: NOW },
        );
        d.help_needed
    };
    let one = needed(0, 0.0);
    assert!((needed(2, 0.3) - 3.0 * one).abs() < 1e-9 * one, "as much as the practice at the same depth");
    assert!(needed(2, 0.8) < needed(2, 0.3), "the deep need less");
}
