//! Promise: where only one cause acts and the answer is known on paper, the engine gives that answer, and is as
//! unsure of it as it should be: of 4,000 replications, 93.5 to 96.5% of the 95% intervals hold the known value.
//!
//! Counts are whole numbers, so that no interval for a share covers exactly as often as it says. Group sizes are
//! chosen such that Wilson's interval covers between 94.5 and 95.5% by exact summation of the binomial
//! distribution, which every test of a share confirms before it simulates.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::ops::Range;

use uptake::analysis::Proportion;
use uptake::analysis::student::t_975;
use uptake::analysis::summary::describe;
use uptake::calendar::Month;
use uptake::census::grade::{Grade, GradeSpan};
use uptake::census::{DistrictFacts, DistrictKind, Level, SchoolFacts};
use uptake::chance::{Blocks, Streams};
use uptake::initialization;
use uptake::mechanisms::succession;
use uptake::mechanisms::uptake::{colleague_pull, decide, draw};
use uptake::mechanisms::{Context, mobility};
use uptake::model::Model;
use uptake::numerics;
use uptake::parameters::{Ledger, Parameters};
use uptake::scenario::{self, layers::BuiltIn};
use uptake::simulation::apply;
use uptake::world::{District, Event, Post, Practice, Ties};

const REPLICATIONS: u32 = 4_000;
const SEED: u64 = 2_718;
const COVERS: Range<f64> = 0.935..0.965;

/// Share of replications in which the interval held the known value.
fn holds(covered: u32, what: &str) {
    let share = f64::from(covered) / f64::from(REPLICATIONS);
    assert!(COVERS.contains(&share), "{what}: {share} of the intervals hold the known value");
}

/// How often Wilson's interval covers this share in samples of this size, summed exactly.
fn nominal(n: u64, share: f64) -> f64 {
    let ln_choose = |k: u64| {
        numerics::ln_gamma(n as f64 + 1.0)
            - numerics::ln_gamma(k as f64 + 1.0)
            - numerics::ln_gamma((n - k) as f64 + 1.0)
    };
    let probability = |k: u64| {
        numerics::exp(
            ln_choose(k) + k as f64 * numerics::ln(share) + (n - k) as f64 * numerics::ln_1p(-share),
        )
    };
    (0..=n).filter(|&k| Proportion::new(k, n).covers(share)).map(probability).sum()
}

fn is_fair(n: u64, share: f64) {
    let covers = nominal(n, share);
    assert!((0.945..0.955).contains(&covers), "{n} at {share}: the interval itself covers {covers}");
}

/// Parameters under which nothing but what a test adds makes anybody start, leave or stay.
fn still() -> Parameters {
    let mut p = Ledger::standard().unwrap().values();
    let (u, s) = (&mut p.uptake, &mut p.succession);
    (u.hazard_pilot, u.hazard_colleague, u.hazard_invitation) = (0.0, 0.0, 0.0);
    (u.hazard_expectation, u.hazard_mandate) = (0.0, 0.0);
    (u.exposure_ties, u.exposure_depth) = (0.0, 0.0);
    (s.superintendent_exit, s.lead_exit, s.manager_exit) = (0.0, 0.0, 0.0);
    (s.principal_exit, s.principal_exit_high_poverty, s.exit_tenure_slope) = (0.0, 0.0, 0.0);
    (p.mobility.teacher_leave, p.mobility.poverty_add, p.mobility.churn_effect) = (0.0, 0.0, 0.0);
    p.mobility.early_factor = 1.0;
    p
}

/// A district of equal schools of one grade, everyone in it typical in every way.
fn typical(schools: usize, teachers: usize, p: &Parameters) -> District {
    let grade = Grade::new(4).unwrap();
    let span = GradeSpan::new(grade, grade).unwrap();
    let school = |k: usize| SchoolFacts {
        id: format!("school {k}"),
        name: format!("School {k}"),
        level: Level::Elementary,
        grades: Some(span),
        enrollment: 20 * teachers as u32,
        teachers_fte: teachers as f64,
        poverty: Some(0.0),
    };
    let facts = DistrictFacts {
        id: "anchor".into(),
        name: "Anchor".into(),
        kind: DistrictKind::Elementary,
        county: String::new(),
        schools: (0..schools).map(school).collect(),
    };
    let ledger = Ledger::standard().unwrap();
    let committed = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
    let mut opening = committed.opening;
    (opening.team.grades, opening.team.pilot_schools) = (span, Vec::new());
    let mut d =
        initialization::first_day(&facts, &opening, Model::Full, &Streams::new(SEED, 0, 0), p).unwrap();
    d.ties = Ties::from_lists(&vec![Vec::new(); d.teachers.len()]);
    let u = &p.uptake;
    d.attention = 1.0 / (1.0 + p.attention.split * (u.typical_initiatives - 1.0));
    d.lasting = u.typical_lasting;
    for school in &mut d.schools {
        (school.safe, school.usable_fit, school.conversations) = (u.typical_safe, u.typical_fit, 0.0);
    }
    d.teachers.openness.fill(u.typical_open);
    d.teachers.belief.fill(u.typical_belief);
    assert_eq!(d.teachers.len(), schools * teachers);
    d
}

/// Everyone on a team with work for all: a hazard that hangs on nobody else.
fn on_team(d: &mut District) {
    d.teachers.on_team.fill(true);
    d.teams.iter_mut().for_each(|team| team.capacity = 1.0);
}

/// Users of each school after so many months of nothing but taking up.
fn users(d: &mut District, months: u32, streams: &Streams, p: &Parameters) -> Vec<f64> {
    d.teachers.practice.fill(Practice::Never);
    d.teachers.depth.fill(0.0);
    let (mut draws, mut examples, mut events) = (Blocks::default(), Vec::new(), Vec::new());
    for month in 1..=months {
        let c = Context { p, streams, now: Month(month) };
        draw(d, c, &mut draws);
        decide(d, c, &draws, &mut examples, &mut events);
        for event in events.drain(..) {
            apply(d, &event, p, c.now);
        }
    }
    d.schools.iter().map(|school| d.in_use(school.teachers.clone()) as f64).collect()
}

#[test]
fn without_interaction_those_who_take_up_are_binomial() {
    let mut p = still();
    p.uptake.hazard_pilot = 0.05;
    let mut d = typical(10, 40, &p);
    on_team(&mut d);
    for months in [2, 9] {
        let known = -numerics::exp_m1(-0.05 * f64::from(months));
        is_fair(400, known);
        let covers = |replication: u32| {
            let streams = Streams::new(SEED, u64::from(months), replication);
            let count: f64 = users(&mut d, months, &streams, &p).iter().sum();
            Proportion::new(count as u64, 400).covers(known)
        };
        holds((0..REPLICATIONS).map(covers).filter(|&c| c).count() as u32, &format!("{months} months"));
    }
}

#[test]
fn in_a_large_mixed_school_take_up_follows_the_curve_of_its_mean_field() {
    // A curve of Bass's kind: a rate from outside, and imitation with the engine's S instead of a straight line.
    let (outside, colleague, teachers, schools) = (0.02, 0.3, 1_000, 8);
    let mut p = still();
    (p.uptake.hazard_pilot, p.uptake.hazard_colleague) = (outside, colleague);
    let mut d = typical(schools, teachers, &p);
    on_team(&mut d);
    for months in [4, 10] {
        let curve = (0..months).fold(0.0, |x, _| {
            let hazard = outside + colleague * colleague_pull(x, p.uptake.critical_share);
            x - (1.0 - x) * numerics::exp_m1(-hazard)
        });
        let covers = |replication: u32| {
            let streams = Streams::new(SEED, u64::from(100 + months), replication);
            let mut shares: Vec<f64> =
                users(&mut d, months, &streams, &p).iter().map(|n| n / teachers as f64).collect();
            // Schools are independent of each other: their mean is judged by their own spread.
            let s = describe(&mut shares);
            (s.mean - curve).abs() <= t_975(schools as u64 - 1) * s.mcse
        };
        holds((0..REPLICATIONS).map(covers).filter(|&c| c).count() as u32, &format!("{months} months"));
    }
}

#[test]
fn imitation_alone_without_anyone_to_imitate_never_begins() {
    let mut p = still();
    p.uptake.hazard_colleague = 0.3;
    let mut d = typical(2, 50, &p);
    assert_eq!(users(&mut d, 60, &Streams::new(SEED, 1, 0), &p), [0.0, 0.0]);
}

/// Of those in post on the first day, how many are still there after each of these years.
fn holds_geometric(yearly: f64, stay: &[(usize, u32)], n: u64, mut still_there: impl FnMut(u32) -> Vec<u64>) {
    let mut covered = vec![0; stay.len()];
    for &(_, years) in stay {
        is_fair(n, power(1.0 - yearly, years));
    }
    for replication in 0..REPLICATIONS {
        let there = still_there(replication);
        for (place, years) in stay {
            let known = power(1.0 - yearly, *years);
            covered[*place] += u32::from(Proportion::new(there[*years as usize - 1], n).covers(known));
        }
    }
    for (place, years) in stay {
        holds(covered[*place], &format!("still there after {years} years"));
    }
}

fn power(x: f64, times: u32) -> f64 {
    (0..times).fold(1.0, |product, _| product * x)
}

#[test]
fn teachers_stay_for_a_geometric_time_with_the_mean_that_was_put_in() {
    let yearly = 0.15;
    let mut p = still();
    p.mobility.teacher_leave = yearly;
    let start = typical(1, 320, &p);
    let mut mean_covered = 0;
    let tenures_of = |replication: u32| {
        let mut d = start.clone();
        let streams = Streams::new(SEED, 2, replication);
        let (mut tenures, mut events, mut year) = (Vec::new(), Vec::new(), 0);
        while tenures.len() < 320 {
            year += 1;
            let c = Context { p: &p, streams: &streams, now: Month(1 + 12 * year) };
            mobility::decide(&d, c, &mut events);
            for event in events.drain(..) {
                let Event::TeacherLeft { teacher, .. } = event else { panic!("{event:?}") };
                if d.teachers.person[teacher] == 0 {
                    tenures.push(f64::from(year));
                }
                apply(&mut d, &event, &p, c.now);
            }
        }
        tenures
    };
    holds_geometric(yearly, &[(0, 1), (1, 4), (2, 8)], 320, |replication| {
        let mut tenures = tenures_of(replication);
        let there =
            (1..=8).map(|year| tenures.iter().filter(|&&t| t > f64::from(year)).count() as u64).collect();
        let s = describe(&mut tenures);
        mean_covered += u32::from((s.mean - 1.0 / yearly).abs() <= t_975(319) * s.mcse);
        there
    });
    holds(mean_covered, "mean time in the seat");
}

/// Leaders of the first day who are still in post at the end of each of these years, August to August.
fn leaders_left(
    d: &mut District,
    p: &Parameters,
    streams: &Streams,
    years: u32,
    mut gone: impl FnMut(Post),
    mut count: impl FnMut(),
) {
    let mut events = Vec::new();
    for month in 1..=12 * years + 1 {
        let c = Context { p, streams, now: Month(month) };
        succession::decide(d, c, &mut events);
        for event in events.drain(..) {
            if let Event::LeaderLeft { post, .. } = event {
                gone(post);
            }
            apply(d, &event, p, c.now);
        }
        succession::update(d, c);
        if month > 1 && month % 12 == 1 {
            count();
        }
    }
}

#[test]
fn principals_stay_for_a_geometric_time() {
    let (yearly, schools) = (0.2, 180);
    let mut p = still();
    // A bad year is bad for all schools of a district: then they are no independent sample.
    p.succession.exit_year_sd = 0.0;
    p.succession.principal_exit = yearly;
    let start = typical(schools, 1, &p);
    holds_geometric(yearly, &[(0, 1), (1, 3), (2, 6)], schools as u64, |replication| {
        let first = std::cell::RefCell::new(vec![true; schools]);
        let mut there = Vec::new();
        let gone = |post| {
            if let Post::Principal(place) = post {
                first.borrow_mut()[place.0] = false;
            }
        };
        let count = || there.push(first.borrow().iter().filter(|&&f| f).count() as u64);
        leaders_left(&mut start.clone(), &p, &Streams::new(SEED, 3, replication), 6, gone, count);
        there
    });
}

#[test]
fn superintendents_stay_for_a_geometric_time() {
    let (yearly, districts) = (0.18, 140);
    let mut p = still();
    p.succession.superintendent_exit = yearly;
    let mut d = typical(1, 1, &p);
    holds_geometric(yearly, &[(0, 1), (1, 2), (2, 4)], districts, |replication| {
        let mut there = vec![0; 4];
        for district in 0..districts {
            let first = std::cell::Cell::new(true);
            let mut year = 0;
            let count = || {
                there[year] += u64::from(first.get());
                year += 1;
            };
            let streams = Streams::new(SEED, 1_000 + district, replication);
            d.office.superintendent.person = 0;
            leaders_left(&mut d, &p, &streams, 4, |_| first.set(false), count);
        }
        there
    });
}
