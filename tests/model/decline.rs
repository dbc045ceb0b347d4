//! Promise: what was built can be lost, crowded out and dropped, and each way of losing it has a cause that can be set.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::collections::BTreeMap;

use uptake::calendar::{Calendar, Month};
use uptake::experiment::{Outcome, run_job};
use uptake::metrics::columns::Measure;
use uptake::parameters::{Ledger, Parameters};
use uptake::scenario::{self, Scenario, layers::BuiltIn};
use uptake::simulation::{self, Intervention};
use uptake::strategy::Route;
use uptake::trace::Trace;
use uptake::world::{District, Event, Post, Reason, School, SchoolId, Stance};

const N: u32 = 12;

fn read(name: &str, settings: &[&str]) -> Scenario {
    let settings: Vec<String> = settings.iter().map(|s| (*s).to_string()).collect();
    scenario::read(name, &settings, &BuiltIn, &Ledger::standard().unwrap()).unwrap_or_else(|e| panic!("{e}"))
}

fn traces(s: &Scenario) -> Vec<Trace> {
    let one = |replication| {
        let mut trace = Trace::default();
        simulation::run(s, &s.places[0], replication, &mut trace).unwrap();
        trace
    };
    (0..N).map(one).collect()
}

fn mean(s: &Scenario, measure: Measure, month: u32) -> f64 {
    let values = (0..N).map(|r| run_job(s, &s.places[0], r)).filter_map(|o: Outcome| o.at(month, measure));
    let known: Vec<f64> = values.filter(|x| !x.is_nan()).collect();
    known.iter().sum::<f64>() / known.len() as f64
}

#[test]
fn a_school_drops_only_what_it_has_adopted_and_adopts_once() {
    let mut dropped = 0;
    for name in ["committed", "mandate-at-once", "grassroots-only", "one-off-consultant"] {
        for trace in traces(&read(name, &[])) {
            let mut adopted: BTreeMap<SchoolId, Month> = BTreeMap::new();
            for (now, _, event) in &trace.events {
                match event {
                    Event::Adopted { school, .. } => {
                        assert_eq!(adopted.insert(*school, *now), None, "{name}: twice");
                    }
                    Event::GaveUp { school, .. } => {
                        assert!(adopted.get(school).is_some_and(|month| month <= now), "{name}: {now:?}");
                        dropped += 1;
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(dropped > 20, "{dropped}");
}

#[test]
fn a_district_can_adopt_for_schools_in_which_nobody_uses_the_practice() {
    let s = read(
        "mandate-at-once",
        &["hazard_mandate=0", "hazard_invitation=0", "hazard_pilot=0", "hazard_colleague=0"],
    );
    assert_eq!(mean(&s, Measure::Spread, 3), 0.0);
    assert_eq!(mean(&s, Measure::Adopted, 1), 1.0, "all schools, in the first month");
    assert!(mean(&s, Measure::GivenUp, 36) > 0.1, "what nobody uses is dropped all the same");
    let nobody_asks = read("committed", &["adopt_rate=0", "hazard_invitation=0", "hazard_colleague=0"]);
    assert!(mean(&nobody_asks, Measure::Adopted, 36) < 0.5, "beside the pilot schools nobody adopted it");
}

#[test]
fn giving_up_silences_colleagues_and_brings_no_help_until_the_school_reconsiders() {
    for trace in traces(&read("mandate-at-once", &["give_up_rate=4", "hazard_colleague=0.5"])) {
        let s = read("mandate-at-once", &[]);
        let p = simulation::draw_parameters(&s, 0);
        let (d, _) = simulation::first_day(&s, &s.places[0], 0, &p).unwrap();
        let mut silent = vec![false; d.schools.len()];
        for (now, _, event) in &trace.events {
            match event {
                Event::GaveUp { school, .. } => silent[school.0] = true,
                Event::Reconsidered { school, .. } => silent[school.0] = false,
                Event::TookUp { teacher, route: Route::Colleague, .. } => {
                    assert!(!silent[d.teachers.school[*teacher].0], "{now:?}");
                }
                _ => {}
            }
        }
    }
}

/// Holds the probability with which schools reconsider against commitment and backing at that moment, and counts them.
struct Reconsiders(f64, usize);

impl Intervention for Reconsiders {
    fn allow(&mut self, _: usize, d: &District, event: &Event, now: Month) -> bool {
        if let Event::Reconsidered { school, probability } = event {
            let expected = (self.0 * d.schools[school.0].principal.commitment * d.backing).min(1.0);
            assert!(
                (probability - expected).abs() < 1e-12,
                "{now:?}: {probability} in the place of {expected}"
            );
            self.1 += 1;
        }
        true
    }
}

#[test]
fn a_school_reconsiders_as_its_principal_is_committed_and_the_district_backs_it() {
    for rate in ["reconsider_rate=0.9", "reconsider_rate=0.5"] {
        let s = read("mandate-at-once", &["give_up_rate=4", rate]);
        let p = simulation::draw_parameters(&s, 0);
        let mut seen = Reconsiders(p.stopping.reconsider_rate, 0);
        (0..N).for_each(|r| drop(s.run_with(r, &mut (), &mut seen)));
        assert!(seen.1 > 5, "{rate}: {}", seen.1);
    }
}

/// Holds the probability of every school's decision, and of every user's who follows, against the formulas of ODD 7.13, written
/// here a second time from what the district is like at that moment. Counts decisions by their reason.
struct GivesUp {
    p: Parameters,
    /// What was held against its formula this month. An event is shown again when it becomes true, after others have.
    held: (Month, Vec<Event>),
    seen: BTreeMap<Reason, usize>,
    /// How many may be expected to be told of another initiative, and to stop with their school.
    switches: Expected,
    stops: Expected,
}

/// The mean and the variance of a count of independent events of known probability.
#[derive(Default, Clone, Copy)]
struct Expected(f64, f64);

impl Expected {
    fn add(&mut self, probability: f64) {
        self.0 += probability;
        self.1 += probability * (1.0 - probability);
    }

    /// Five standard deviations: chance alone goes beyond them less than once in a million.
    fn holds(self, count: usize) -> bool {
        (count as f64 - self.0).abs() < 5.0 * self.1.sqrt()
    }
}

impl GivesUp {
    /// Mean ownership of the focal users of a school; 0 without any.
    fn buy_in(d: &District, school: &School) -> f64 {
        let t = &d.teachers;
        let users: Vec<usize> =
            school.teachers.clone().filter(|&k| t.focal[k] && t.practice[k].in_use()).collect();
        if users.is_empty() {
            return 0.0;
        }
        users.iter().map(|&k| t.ownership[k]).sum::<f64>() / users.len() as f64
    }

    /// The yearly hazards with which the school drops it of its own, and for another initiative.
    fn for_itself(&self, d: &District, school: &School) -> [f64; 2] {
        let p = &self.p;
        let behind = if d.expects(school) { d.behind(school, p) } else { 0.0 };
        let held = [d.collaboration_of(school).policy, d.push_on(school) * d.backing, behind];
        let free = (1.0 - Self::buy_in(d, school)) * (1.0 - held.into_iter().fold(0.0, f64::max).min(1.0));
        let churn = (school.churn + d.churn).min(1.0);
        let crowd =
            ((d.initiatives + d.dated_initiatives).max(1.0) - 1.0) / (p.uptake.typical_initiatives - 1.0);
        let own = p.stopping.give_up_rate * (1.0 - school.principal.commitment) * (1.0 + churn);
        [free * own, free * p.stopping.switch_rate * crowd]
    }

    /// The yearly hazard with which the district ends the practice of the school's collaboration.
    fn for_all(&self, d: &District, school: &School) -> f64 {
        let place = d.team_of(school).collaboration;
        let is_adopter = |s: &&School| s.adopted.is_some() && d.team_of(s).collaboration == place;
        let all: Vec<f64> = d.schools.iter().filter(is_adopter).map(|s| Self::buy_in(d, s)).collect();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let policy = d.collaboration_of(school).policy;
        self.p.stopping.end_rate * (1.0 - d.backing) * (1.0 - policy) * (1.0 - mean) * (1.0 + d.churn)
    }
}

impl Intervention for GivesUp {
    fn allow(&mut self, _: usize, d: &District, event: &Event, now: Month) -> bool {
        if self.held.0 != now {
            self.held = (now, Vec::new());
        }
        if self.held.1.contains(event) {
            return true;
        }
        let (found, expected, reason) = match event {
            Event::GaveUp { school, probability, reason: Reason::DistrictEnded } => {
                let hazard = self.for_all(d, &d.schools[*school]);
                (*probability, 1.0 - uptake::numerics::exp(-hazard), Reason::DistrictEnded)
            }
            Event::GaveUp { school, probability, reason } => {
                let [own, switch] = self.for_itself(d, &d.schools[*school]);
                self.switches.add(switch / (own + switch));
                (*probability, 1.0 - uptake::numerics::exp(-own - switch), *reason)
            }
            Event::Stopped { teacher, probability, reason: Reason::SchoolGaveUp } => {
                (*probability, 1.0 - d.teachers.ownership[*teacher], Reason::SchoolGaveUp)
            }
            _ => return true,
        };
        assert!((found - expected).abs() < 1e-12, "{now:?}, {reason:?}: {found} in the place of {expected}");
        assert_eq!(now.calendar(), Calendar::May);
        if let Event::GaveUp { school, .. } = event {
            let t = &d.teachers;
            let users = d.schools[*school].teachers.clone().filter(|&k| t.practice[k].in_use());
            users.for_each(|k| self.stops.add(1.0 - t.ownership[k]));
        }
        *self.seen.entry(reason).or_insert(0) += 1;
        self.held.1.push(event.clone());
        true
    }
}

#[test]
fn every_decision_to_give_up_has_the_probability_of_its_formula() {
    let (mut seen, mut switches, mut stops) = (BTreeMap::new(), Expected::default(), Expected::default());
    let restless = ["end_rate=0.8", "give_up_rate=1", "switch_rate=0.5", "superintendent_commitment=0.3"];
    for (name, settings) in
        [("mandate-at-once", &restless[..]), ("mandate-at-once", &[]), ("committed", &restless[1..])]
    {
        let s = read(name, settings);
        for r in 0..N {
            let mut one = GivesUp {
                p: simulation::draw_parameters(&s, r),
                held: (Month(0), vec![]),
                seen,
                switches,
                stops,
            };
            drop(s.run_with(r, &mut (), &mut one));
            GivesUp { seen, switches, stops, .. } = one;
        }
    }
    // The four reasons of a school's own are told of one formula.
    let own = [Reason::Principal, Reason::NotOwned, Reason::NothingBehind, Reason::Unrest];
    let kinds = [&own[..], &[Reason::Switched], &[Reason::DistrictEnded], &[Reason::SchoolGaveUp]];
    for reasons in kinds {
        let count: usize = reasons.iter().filter_map(|reason| seen.get(reason)).sum();
        assert!(count > 20, "{reasons:?} is hardly tried: {seen:?}");
    }
    assert!(switches.holds(seen[&Reason::Switched]), "{} expected: {seen:?}", switches.0);
    assert!(stops.holds(seen[&Reason::SchoolGaveUp]), "{} expected: {seen:?}", stops.0);
}

#[test]
fn other_initiatives_take_the_place_of_a_practice_and_a_district_may_end_it() {
    let reasons = |settings: &[&str]| {
        let mut counts = BTreeMap::new();
        for trace in traces(&read("mandate-at-once", settings)) {
            for (_, _, event) in &trace.events {
                if let Event::GaveUp { reason, .. } = event {
                    *counts.entry(*reason).or_insert(0) += 1;
                }
            }
        }
        counts
    };
    let usual = reasons(&["switch_rate=0.5", "end_rate=0.8", "superintendent_commitment=0.2"]);
    assert!(usual[&Reason::Switched] > 5 && usual[&Reason::DistrictEnded] > 5, "{usual:?}");
    let neither = reasons(&["switch_rate=0", "end_rate=0"]);
    assert!(!neither.contains_key(&Reason::Switched) && !neither.contains_key(&Reason::DistrictEnded));
    let alone = reasons(&["initiatives_usual=1", "new_problem_rate=0", "own_agenda_chance=0"]);
    assert!(!alone.contains_key(&Reason::Switched), "there is nothing to switch to: {alone:?}");
}

#[test]
fn new_problems_turn_leaders_away_sooner_from_what_seems_done() {
    let (calm, restless) =
        (read("committed", &["new_problem_rate=0"]), read("committed", &["new_problem_rate=2"]));
    assert_eq!(mean(&calm, Measure::Elsewhere, 60), 0.0);
    assert!(mean(&restless, Measure::Backing, 36) < mean(&calm, Measure::Backing, 36));
    assert!(mean(&restless, Measure::DeepShare, 60) < mean(&calm, Measure::DeepShare, 60));
    let arose = |slope: &str| {
        let s = read("committed", &[slope]);
        let of = |t: &Trace| t.events.iter().filter(|e| matches!(e.2, Event::ProblemArose { .. })).count();
        traces(&s).iter().map(of).sum::<usize>()
    };
    assert!(arose("drift_when_done=3") > arose("drift_when_done=0"));
}

#[test]
fn a_cut_budget_helps_less_for_a_year_and_larger_programs_reach_less_per_teacher() {
    let per_needed = |settings: &[&str]| {
        let s = read("committed", settings);
        mean(&s, Measure::HelpGiven, 30) / mean(&s, Measure::HelpNeeded, 30)
    };
    assert!(per_needed(&["budget_cut=1"]) < per_needed(&["budget_cut=0"]));
    // In the first year there is no cut, so until it ends nothing differs.
    let given = |cut: &str| mean(&read("committed", &[cut]), Measure::HelpGiven, 10);
    assert_eq!(given("budget_cut=1"), given("budget_cut=0"));
}

#[test]
fn a_board_that_removed_its_superintendent_looks_for_another_kind_of_person() {
    let continuing = |settings: &[&str]| {
        let mut stances = Vec::new();
        for trace in traces(&read("committed", settings)) {
            stances.extend(trace.events.iter().filter_map(|(_, _, event)| match event {
                Event::LeaderLeft { post: Post::Superintendent, successor, .. } => Some(successor.stance),
                _ => None,
            }));
        }
        let count = stances.iter().filter(|stance| **stance == Stance::Continues).count();
        count as f64 / stances.len() as f64
    };
    let aligned = "aligned_successor=1";
    let often = "superintendent_exit=0.5";
    assert!(
        continuing(&[aligned, often, "removal_share=0"]) > continuing(&[aligned, often, "removal_share=1"])
    );
}

#[test]
fn a_successor_who_continues_is_like_the_last_one_as_far_as_said() {
    let after = |like: &str| {
        let s = read(
            "committed",
            &[
                like,
                "superintendent_commitment=0.95",
                "superintendent_exit=1",
                "continue_chance=1",
                "continue_chance_aligned=1",
            ],
        );
        mean(&s, Measure::SuperintendentCommitment, 14)
    };
    assert!(after("successor_like=0.9") > after("successor_like=0"));
}

#[test]
fn a_second_team_in_a_district_of_four_schools_raises_spread_and_lowers_no_stage() {
    let four = |teams: &str| read("several-teams", &["district.pupils=1600", "run.months=36", teams]);
    let stage = |s: &Scenario| {
        (0..24).map(|r| run_job(s, &s.places[0], r).at(36, Measure::Stage).unwrap()).sum::<f64>()
    };
    let spread = |s: &Scenario| mean(s, Measure::Spread, 36);
    let (one, two) = (four("teams=1"), four("teams=2"));
    assert!(spread(&two) > spread(&one));
    assert!(stage(&two) >= stage(&one), "{} {}", stage(&two), stage(&one));
}
