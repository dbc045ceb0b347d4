//! Promise: what should make no difference makes none, and what should raise or lower something does. No run is known to be
//! right; pairs of runs are known to agree.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use crate::alarms::{FALSE_ALARMS, Moments, critical};
use uptake::experiment::{Outcome, executor, run_cohort, run_job};
use uptake::metrics::{MEASURES, Measure};
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, DistrictSpec, Scenario, gallery};

fn read(name: &str, settings: &[&str]) -> Scenario {
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    scenario::read(name, &settings, &BuiltIn, &Ledger::standard().unwrap()).unwrap_or_else(|e| panic!("{e}"))
}

/// The runs of a replication, district by district.
fn runs(s: &Scenario, replication: u32) -> Vec<Outcome> {
    match s.cohort {
        Some(_) => run_cohort(s, replication),
        None => s.places.iter().map(|place| run_job(s, place, replication)).collect(),
    }
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|x| x.to_bits()).collect()
}

/// The scenario with its schools changed.
fn with_schools(s: &Scenario, change: impl Fn(&mut Vec<uptake::census::SchoolFacts>)) -> Scenario {
    let mut s = s.clone();
    let DistrictSpec::Facts(facts) = &mut s.places[0] else { panic!("{} has no schools", s.name) };
    change(&mut facts.schools);
    s
}

#[test]
fn a_run_of_36_months_is_the_beginning_of_the_run_of_60() {
    for scenario in gallery::SCENARIOS {
        for parameters in ["run.parameters=default", "run.parameters=accepted"] {
            let long = read(scenario.name, &[parameters]);
            for months in [1, 17, 36] {
                let mut short = long.clone();
                short.run.months = months;
                let rows = (months as usize + 1) * MEASURES.len();
                for (short, long) in runs(&short, 2).iter().zip(runs(&long, 2)) {
                    assert_eq!(short.timeline.len(), rows);
                    let same = bits(&short.timeline) == bits(&long.timeline[..rows]);
                    assert!(same && bits(&short.drawn) == bits(&long.drawn), "{} {months}", scenario.name);
                }
            }
        }
    }
}

#[test]
fn the_order_in_which_schools_stand_changes_no_more_than_rounding() {
    // Feeder patterns follow the order of the table, and of a team that cannot be shared out evenly the first pilot schools
    // send one more: there are no several teams here, and an even one. Sums over schools run in the order of the table, so
    // that last digits may differ.
    for name in ["committed", "mandate-at-once", "principal-led-sites", "grassroots-only", "high-turnover"] {
        for parameters in ["run.parameters=default", "run.parameters=accepted"] {
            let s = read(name, &[parameters, "team_sites=2", "team_teachers=8"]);
            let others = [
                with_schools(&s, |schools| schools.reverse()),
                with_schools(&s, |schools| schools.rotate_left(3)),
            ];
            for replication in 0..5 {
                let usual = s.run(replication);
                for other in &others {
                    let other = other.run(replication);
                    let far = usual.timeline.iter().zip(&other.timeline).position(|(a, b)| {
                        a.is_nan() != b.is_nan() || (a - b).abs() > 1e-9 * (1.0 + a.abs())
                    });
                    let told = far.map(|k| (k / MEASURES.len(), MEASURES[k % MEASURES.len()].name));
                    assert_eq!(told, None, "{name} {parameters} {replication}");
                }
            }
        }
    }
}

/// Measures at months at which two distributions are compared.
const LOOKS: [(Measure, u32); 16] = [
    (Measure::Spread, 12),
    (Measure::Spread, 24),
    (Measure::Spread, 60),
    (Measure::DepthMean, 36),
    (Measure::DeepShare, 60),
    (Measure::Ownership, 36),
    (Measure::Belief, 36),
    (Measure::SchoolsUsing, 36),
    (Measure::GivenUp, 60),
    (Measure::Routine, 36),
    (Measure::Policy, 60),
    (Measure::Backing, 24),
    (Measure::PrincipalCommitment, 36),
    (Measure::Safe, 36),
    (Measure::TeamSkill, 36),
    (Measure::Churn, 60),
];

fn look(outcome: &Outcome) -> Vec<f64> {
    LOOKS.iter().map(|(measure, month)| outcome.at(*month, *measure).unwrap_or(f64::NAN)).collect()
}

#[test]
fn other_ids_of_schools_are_other_luck_of_the_same_distribution() {
    let s = read("committed", &[]);
    let renamed = with_schools(&s, |schools| schools.iter_mut().for_each(|s| s.id = format!("x{}", s.id)));
    let n = 500;
    let pairs = executor::each(0..n, |r| (look(&s.run(r)), look(&renamed.run(r))));
    assert!(pairs.iter().all(|(a, b)| a != b), "the draws of a school are its id's");
    let most = critical(LOOKS.len());
    for (k, (measure, month)) in LOOKS.iter().enumerate() {
        let found = Moments::of(pairs.iter().map(|(a, b)| b[k] - a[k]));
        assert!(found.errors().abs() < most, "{measure:?} {month}: {found:?}, {FALSE_ALARMS} in all");
    }
}

#[test]
fn another_seed_is_other_luck_of_the_same_distribution() {
    let n = 400;
    let at = |seed: &str| {
        let s = read("superintendent-leaves", &[seed]);
        executor::each(0..n, |r| look(&s.run(r)))
    };
    let (one, other) = (at("run.seed=1"), at("run.seed=9000000000000000000"));
    assert!(one.iter().zip(&other).all(|(a, b)| a != b));
    let most = critical(LOOKS.len());
    for (k, (measure, month)) in LOOKS.iter().enumerate() {
        let of = |runs: &[Vec<f64>]| Moments::of(runs.iter().map(|run| run[k]));
        let (a, b) = (of(&one), of(&other));
        let error = uptake::numerics::sqrt(a.error() * a.error() + b.error() * b.error());
        let apart = (b.mean - a.mean).abs() / error;
        assert!(apart < most, "{measure:?} {month}: {a:?} {b:?}");
    }
}

/// Scenario, settings beside, parameter, measure, month, whether it rises.
type Direction = (&'static str, &'static [&'static str], &'static str, Measure, u32, bool);

/// What a parameter raises or lowers, as the description of the model says it.
const DIRECTIONS: [Direction; 24] = [
    ("committed", &[], "superintendent_commitment", Measure::Backing, 12, true),
    ("committed", &[], "lead_commitment", Measure::Backing, 12, true),
    ("committed", &[], "principal_priority", Measure::PrincipalCommitment, 12, true),
    ("committed", &[], "teacher_openness", Measure::Spread, 12, true),
    ("committed", &[], "teacher_belief", Measure::Belief, 12, true),
    ("committed", &[], "hazard_pilot", Measure::UsersPilot, 6, true),
    ("committed", &[], "hazard_colleague", Measure::Spread, 24, true),
    ("committed", &[], "hazard_invitation", Measure::UsersInvitation, 24, true),
    ("mandate-at-once", &[], "hazard_mandate", Measure::Compliance, 6, true),
    ("committed", &[], "teacher_leave", Measure::DeepShare, 60, false),
    ("committed", &[], "superintendent_exit", Measure::Churn, 50, true),
    ("committed", &[], "stop_hazard", Measure::Spread, 48, false),
    ("mandate-at-once", &[], "give_up_rate", Measure::GivenUp, 48, true),
    ("committed", &[], "adopt_rate", Measure::Adopted, 24, true),
    ("committed", &[], "depth_rate", Measure::DepthMean, 24, true),
    ("committed", &[], "depth_decay", Measure::DepthMean, 48, false),
    ("committed", &[], "manager_hours", Measure::TeamCapacity, 12, true),
    ("committed", &[], "coach_hours", Measure::HelpGiven, 30, true),
    ("mandate-at-once", &[], "mandate_half_life", Measure::Compliance, 24, true),
    ("committed", &[], "initiatives_usual", Measure::Attention, 24, false),
    ("committed", &[], "new_problem_rate", Measure::Elsewhere, 36, true),
    ("committed", &[], "routine_rate", Measure::Routine, 24, true),
    ("committed", &[], "policy_rate", Measure::Policy, 36, true),
    ("committed", &[], "full_effect", Measure::Gain, 48, true),
];

/// Replications of each arm.
const PAIRS: u32 = 80;

#[test]
fn what_the_model_says_rises_rises_and_what_falls_falls_over_the_whole_range() {
    let ledger = Ledger::standard().unwrap();
    // Two steps of each, from the low end of the plausible range to its middle and on to its high end.
    let most = critical(2 * DIRECTIONS.len());
    let mut wrong = Vec::new();
    for (name, settings, parameter, measure, month, rises) in DIRECTIONS {
        let (low, high) = ledger.get(parameter).unwrap().range;
        let arms = [low, (low + high) / 2.0, high].map(|value| {
            let value = format!("{parameter}={value:?}");
            let mut s = read(name, &[settings, &[&value]].concat());
            s.run.months = month;
            s
        });
        let found = executor::each(0..PAIRS, |r| {
            arms.each_ref().map(|s| s.run(r).at(month, measure).unwrap_or(f64::NAN))
        });
        let sign = if rises { 1.0 } else { -1.0 };
        let step = |from: usize, to: usize| {
            Moments::of(found.iter().map(|arms| sign * (arms[to] - arms[from]))).errors()
        };
        let (first, second, whole) = (step(0, 1), step(1, 2), step(0, 2));
        println!(
            "{parameter}: {measure:?} in month {month}: {first:.1} and {second:.1}, {whole:.1} standard errors"
        );
        if first < -most || second < -most || whole < most {
            wrong.push((parameter, first, second, whole));
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn the_first_runs_of_a_larger_batch_are_those_of_a_smaller_one_in_cohorts_and_drawn_models_too() {
    use uptake::experiment::plan::Design;
    for (name, parameters) in
        [("cohort-of-eight", "default"), ("cohort-of-eight", "accepted"), ("weak-start", "accepted")]
    {
        let all = |n: u32| {
            let s = read(
                name,
                &[&format!("run.parameters={parameters}"), "run.months=14", &format!("run.replications={n}")],
            );
            let (design, places) = (Design::new(vec![s.clone()], false).unwrap(), s.places.len());
            let found = executor::in_parallel(&design, 0..design.jobs());
            let of = move |place: usize, r: u32| design.list().index(0, place, r);
            (0..places)
                .flat_map(|place| (0..4).map(move |r| (place, r)))
                .map(|(place, r)| found[of(place, r)].clone())
                .collect::<Vec<_>>()
        };
        let (few, many) = (all(4), all(9));
        assert!(
            few.iter().zip(&many).all(|(a, b)| bits(&a.timeline) == bits(&b.timeline) && a.drawn == b.drawn)
        );
        assert!(!few.is_empty() && few.len() == many.len());
    }
}
