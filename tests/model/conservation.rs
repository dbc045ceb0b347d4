//! Promise: nobody appears or vanishes, nothing changes without a cause, and nobody gives hours that are not there,
//! whatever a valid scenario asks for.
//!
//! Random scenarios use every section, key, event and kind of district, and parameters anywhere in what is allowed. Each is
//! lived through under a recorder that keeps books of its own: it learns of changes from events alone, and holds what it
//! wrote against the district at the end of every month.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

mod books;
mod entries;
mod hours;
mod measured;

use std::cell::RefCell;
use std::collections::BTreeMap;

use books::Books;
use hours::Hours;
use measured::Facts;

use crate::random_scenarios::choices::{numbers, trials};
use crate::random_scenarios::{RandomScenario, Size};
use uptake::calendar::Month;
use uptake::experiment::{Outcome, Status, run_cohort, run_job};
use uptake::metrics::CohortMetrics;
use uptake::parameters::Ledger;
use uptake::scenario::{Scenario, gallery};
use uptake::simulation::{self, Intervention, Recorder, parameters_of};
use uptake::world::{Event, World};

/// Long enough that summers, announced exits, reviews and later teams come.
const YEARS: Size =
    Size { months: 40, schools: 5, teachers: 30.0, pupils: 2_500, districts: 3, events: 8, replications: 10 };

/// What the accounts of many runs saw: how often each check had something to check.
#[derive(Debug, Default)]
pub struct Seen(BTreeMap<&'static str, u64>);

impl Seen {
    pub fn add(&mut self, what: &'static str, count: u64) {
        *self.0.entry(what).or_default() += count;
    }

    fn of(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or(0)
    }
}

/// One account for each district of the world, and what the pools of help held.
struct Audit<'a> {
    scenario: &'a Scenario,
    replication: u32,
    districts: Vec<(Books, Hours, Vec<Facts>)>,
    pools: &'a RefCell<BTreeMap<usize, f64>>,
    seen: &'a mut Seen,
}

impl Recorder for Audit<'_> {
    fn event(&mut self, place: usize, event: &Event, now: Month) {
        let (books, hours, _) = &mut self.districts[place];
        books.enter(event, now, self.seen);
        hours.enter(event);
    }

    fn month(&mut self, world: &World, now: Month) {
        if now == Month(0) {
            // A dated event may set a parameter; what hours there are is then not known from the first day.
            let sets = self.scenario.events.iter().any(|event| event.fields.parameter().is_some());
            self.districts.extend(world.districts.iter().map(|d| {
                let p = (!sets).then(|| parameters_of(self.scenario, &d.id, self.replication));
                (Books::open(d), Hours::open(d, p), vec![Facts::of(d)])
            }));
            return;
        }
        for (place, (d, (books, hours, facts))) in world.districts.iter().zip(&mut self.districts).enumerate()
        {
            books.balance(d, now);
            hours.balance(d, self.pools.borrow_mut().remove(&place), now, self.seen);
            facts.push(Facts::of(d));
        }
        let hours: Vec<&Hours> = self.districts.iter().map(|(_, hours, _)| hours).collect();
        hours::of_managers(world, &hours, self.seen);
        self.districts.iter_mut().zip(&world.districts).for_each(|((_, hours, _), d)| hours.close(d));
    }
}

/// Learns how much help there is to give out each month, and changes nothing.
struct Pools<'a>(&'a RefCell<BTreeMap<usize, f64>>);

impl Intervention for Pools<'_> {
    fn help(&mut self, place: usize, hours: f64, _: Month) -> f64 {
        self.0.borrow_mut().insert(place, hours);
        hours
    }
}

fn bits(outcome: &Outcome) -> Vec<u64> {
    outcome.timeline.iter().chain(&outcome.run).chain(&outcome.drawn).map(|x| x.to_bits()).collect()
}

/// Lives a replication through with its accounts, in every district.
pub fn audit(s: &Scenario, replication: u32, seen: &mut Seen) {
    let pools = RefCell::new(BTreeMap::new());
    let mut watched: Vec<(Vec<f64>, Outcome, Vec<Facts>)> = Vec::new();
    if s.cohort.is_some() {
        let alone = run_cohort(s, replication);
        let districts = s.places.iter().map(|place| {
            let id = place.id().to_string();
            (id.clone(), parameters_of(s, &id, replication))
        });
        let audit = Audit { scenario: s, replication, districts: Vec::new(), pools: &pools, seen };
        let mut both = (CohortMetrics::new(s.run.months, districts), audit);
        let found = simulation::run_cohort_under(s, replication, &mut both, &mut Pools(&pools));
        let mut facts = both.1.districts.into_iter().map(|(_, _, facts)| facts);
        for ((found, measured), alone) in found.iter().zip(both.0.districts()).zip(alone) {
            let facts = if found.is_ok() { facts.next().unwrap() } else { Vec::new() };
            watched.push((measured.timeline, alone, facts));
        }
    } else {
        for place in &s.places {
            let mut audit = Audit { scenario: s, replication, districts: Vec::new(), pools: &pools, seen };
            let one = Scenario { places: vec![place.clone()], ..s.clone() };
            let outcome = one.run_with(replication, &mut audit, &mut Pools(&pools));
            let facts = audit.districts.pop().map_or_else(Vec::new, |(_, _, facts)| facts);
            let alone = run_job(s, place, replication);
            assert_eq!(bits(&outcome), bits(&alone), "watching changes nothing");
            watched.push((outcome.timeline, alone, facts));
        }
    }
    for (timeline, outcome, facts) in watched {
        let same = timeline.iter().zip(&outcome.timeline).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(same && timeline.len() == outcome.timeline.len(), "watching changes nothing");
        seen.add("districts", 1);
        if outcome.status == Status::Done {
            measured::check(s, &outcome, &facts);
            seen.add("months", s.run.months.into());
        } else {
            assert!(facts.is_empty() && outcome.timeline.is_empty());
            seen.add("not simulated", 1);
        }
    }
}

#[test]
fn the_books_of_random_scenarios_balance() {
    let ledger = Ledger::standard().unwrap();
    let seen = RefCell::new(Seen::default());
    let result = trials(150).run(&numbers(), |numbers| {
        let random = RandomScenario::of(&numbers, &YEARS, &ledger);
        let s = random.read(&ledger).unwrap_or_else(|why| panic!("a valid scenario is refused: {why}"));
        let replication = numbers.first().map_or(0, |k| (k % 1_000) as u32);
        audit(&s, replication, &mut seen.borrow_mut());
        Ok(())
    });
    println!("{:?}", seen.borrow());
    result.unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn the_books_of_the_gallery_balance_and_every_kind_of_entry_is_made() {
    let mut seen = Seen::default();
    for scenario in gallery::SCENARIOS {
        for (replication, parameters) in [(0, "default"), (1, "accepted")] {
            let s = Scenario::built_in(scenario.name).unwrap();
            let s = s.with("run.parameters", parameters).unwrap().resolve().unwrap();
            audit(&s, replication, &mut seen);
        }
    }
    // No scenario of the gallery suspends its work by itself.
    let restless =
        Scenario::built_in("committed").unwrap().with("rollout.strategy", "pause and return").unwrap();
    let restless = restless.with("superintendent_exit", 0.5).unwrap().resolve().unwrap();
    (0..4).for_each(|replication| audit(&restless, replication, &mut seen));
    // However many initiatives end, this one is there.
    let ends = "month 5: initiative ends";
    let lonely = Scenario::built_in("committed").unwrap().with("initiatives_usual", 1.0).unwrap();
    let lonely = lonely.event(ends).unwrap().event(ends).unwrap().resolve().unwrap();
    audit(&lonely, 0, &mut seen);
    println!("{seen:?}");
    for what in entries::ENTRIES.into_iter().chain(["help of colleagues", "help from the pool"]) {
        assert!(seen.of(what) > 0, "the gallery has no {what}: nothing was checked");
    }
}
