//! Promise: the same scenario and seed give the same bytes, whoever computes them and whoever watches,
//! and nothing that concerns one teacher or one event moves the luck of another.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::collections::{BTreeMap, BTreeSet};

use uptake::chance::streams::key_of;
use uptake::experiment::plan::Design;
use uptake::experiment::{Outcome, executor, run_job};
use uptake::metrics::MEASURES;
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, DistrictSpec, Scenario, gallery};
use uptake::simulation;
use uptake::trace::Trace;
use uptake::world::District;

fn read(name: &str, settings: &[&str]) -> Scenario {
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    scenario::read(name, &settings, &BuiltIn, &Ledger::standard().unwrap()).unwrap()
}

/// Bits, so that missing values are equal to themselves.
fn bits(outcome: &Outcome) -> Vec<u64> {
    outcome.timeline.iter().chain(&outcome.run).chain(&outcome.drawn).map(|x| x.to_bits()).collect()
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let settings = ["run.replications=12", "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}"];
    let scenarios = vec![read("committed", &settings), read("mandate-at-once", &settings)];
    let design = Design::new(scenarios, true).unwrap();
    let alone: Vec<_> = executor::in_turn(&design, 0..design.jobs()).iter().map(bits).collect();
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let shared = pool.install(|| executor::in_parallel(&design, 0..design.jobs()));
        assert_eq!(alone, shared.iter().map(bits).collect::<Vec<_>>(), "{threads} threads");
    }
}

#[test]
fn a_batch_of_two_hundred_contains_the_batch_of_one_hundred() {
    let run = |n: usize| {
        let setting = format!("run.replications={n}");
        let design = Design::new(vec![read("committed", &[&setting, "run.months=24"])], false).unwrap();
        executor::in_turn(&design, 0..design.jobs()).iter().map(bits).collect::<Vec<_>>()
    };
    assert_eq!(run(100)[..], run(200)[..100]);
}

/// The gallery, with parameters as they are and with drawn models and vectors.
fn gallery() -> impl Iterator<Item = Scenario> {
    let with = |parameters| {
        gallery::SCENARIOS.iter().map(move |s| read(s.name, &["run.replications=3", parameters]))
    };
    with("run.parameters=default").chain(with("run.parameters=accepted"))
}

#[test]
fn jobs_in_any_order_give_what_they_give_in_turn() {
    for s in gallery() {
        let name = s.name.clone();
        let design = Design::new(vec![s], false).unwrap();
        let jobs = design.jobs();
        let in_turn: Vec<_> = executor::in_parallel(&design, 0..jobs).iter().map(bits).collect();
        let mut order: Vec<usize> = (0..jobs).collect();
        order.sort_by_key(|job| key_of(&format!("{name} {job}")));
        for job in order {
            assert!(bits(&design.alone(job)) == in_turn[job], "{name}: job {job}");
        }
    }
}

#[test]
fn a_traced_run_is_the_same_run() {
    for s in gallery() {
        let s = Scenario { cohort: None, ..s };
        let mut trace = Trace::default();
        let watched = s.run_with(2, &mut trace, &mut ());
        assert!(!trace.events.is_empty());
        assert!(bits(&watched) == bits(&run_job(&s, &s.places[0], 2)), "{}", s.name);
    }
}

#[test]
fn an_event_of_month_fourteen_leaves_the_months_before_it_as_they_were() {
    let (base, other) = (read("committed", &[]), read("superintendent-disengages", &[]));
    let before = 14 * MEASURES.len();
    let mut moved = 0;
    for replication in 0..20 {
        let a = run_job(&base, &base.places[0], replication);
        let b = run_job(&other, &other.places[0], replication);
        let bits = |o: &Outcome| o.timeline.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        let (a, b) = (bits(&a), bits(&b));
        assert_eq!(a[..before], b[..before]);
        moved += usize::from(a[before..] != b[before..]);
    }
    assert_eq!(moved, 20, "and changes the months after it");
}

/// A district on its first day, with one more teacher in its third school if asked.
fn first_day(replication: u32, more: f64) -> District {
    let mut s = read("committed", &[]);
    if let DistrictSpec::Facts(facts) = &mut s.places[0] {
        facts.schools[2].teachers_fte += more;
    }
    let p = simulation::draw_parameters(&s, replication);
    simulation::first_day(&s, &s.places[0], replication, &p).unwrap().0
}

type Seat = (u32, u16);

fn seat(d: &District, k: usize) -> Seat {
    (d.teachers.place[k], d.teachers.seat[k])
}

#[test]
fn one_more_teacher_changes_nobody_else_and_ties_only_to_itself() {
    let mut gained = 0;
    for replication in 0..30 {
        let (before, after) = (first_day(replication, 0.0), first_day(replication, 1.0));
        let seats = |d: &District| (0..d.teachers.len()).map(|k| seat(d, k)).collect::<BTreeSet<_>>();
        let new: Vec<Seat> = seats(&after).difference(&seats(&before)).copied().collect();
        assert_eq!((new.len(), after.teachers.len()), (1, before.teachers.len() + 1));

        let traits = |d: &District| -> BTreeMap<Seat, [u64; 3]> {
            let of = |k: usize| {
                [
                    d.teachers.openness[k].to_bits(),
                    d.teachers.belief[k].to_bits(),
                    d.teachers.months_in_seat[k].into(),
                ]
            };
            (0..d.teachers.len()).map(|k| (seat(d, k), of(k))).collect()
        };
        let (old, fresh) = (traits(&before), traits(&after));
        assert!(old.iter().all(|(seat, traits)| fresh[seat] == *traits));

        let ties = |d: &District| -> BTreeMap<Seat, BTreeSet<Seat>> {
            (0..d.teachers.len())
                .map(|k| (seat(d, k), d.ties.of(k).map(|(to, _)| seat(d, to)).collect()))
                .collect()
        };
        let (old, fresh) = (ties(&before), ties(&after));
        for (teacher, asked) in &old {
            let now = &fresh[teacher];
            let to_others: BTreeSet<Seat> = now.iter().filter(|s| **s != new[0]).copied().collect();
            assert!(to_others.is_subset(asked), "nobody turns to a third person because of the newcomer");
            let lost = asked.len() - to_others.len();
            assert_eq!(
                lost,
                now.len() - to_others.len(),
                "a tie is lost only where the newcomer takes its place"
            );
            gained += lost;
        }
        let office =
            |d: &District| format!("{:?} {:?} {:?}", d.office, d.fundamentals, d.collaborations[0].idea);
        assert_eq!(office(&before), office(&after));
        let principals =
            |d: &District| d.schools.iter().map(|s| format!("{:?}", s.principal)).collect::<Vec<_>>();
        assert_eq!(principals(&before), principals(&after));
    }
    assert!(gained > 0, "somebody asks the newcomer");
}

#[test]
fn one_more_teacher_moves_no_draw_of_the_months_to_come() {
    // Turnover of people outside the school with one more teacher: the same events in the same months.
    let events = |more: f64| {
        let mut s = read("committed", &["run.months=36", "churn_effect=0.0"]);
        if let DistrictSpec::Facts(facts) = &mut s.places[0] {
            facts.schools[2].teachers_fte += more;
        }
        let mut trace = Trace::default();
        simulation::run(&s, &s.places[0], 4, &mut trace).unwrap();
        let p = simulation::draw_parameters(&s, 4);
        let d = simulation::first_day(&s, &s.places[0], 4, &p).unwrap().0;
        let mut left = BTreeSet::new();
        for (now, _, event) in trace.events {
            if let uptake::world::Event::TeacherLeft { teacher, probability, .. } = event {
                left.insert((now.0, seat(&d, teacher.0), probability.to_bits()));
            }
        }
        (left, d.schools[2].key)
    };
    let ((before, school), (after, _)) = (events(0.0), events(1.0));
    let elsewhere = |left: &BTreeSet<(u32, Seat, u64)>| -> BTreeSet<(u32, Seat, u64)> {
        left.iter().filter(|(_, seat, _)| seat.0 != school).copied().collect()
    };
    assert!(elsewhere(&before).len() > 30);
    assert_eq!(elsewhere(&before), elsewhere(&after));
}

#[test]
fn replications_differ_and_so_do_seeds() {
    let s = read("committed", &["run.months=24"]);
    let seeded = read("committed", &["run.months=24", "run.seed=2"]);
    let of = |s: &Scenario, r| bits(&run_job(s, &s.places[0], r));
    assert_ne!(of(&s, 0), of(&s, 1));
    assert_ne!(of(&s, 0), of(&seeded, 0));
}
