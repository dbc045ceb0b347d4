//! Promise: past the door a run cannot fail. Whatever value a parameter may have, alone or together with any other, no run
//! breaks, every measure that exists is there and within its range, and the books balance.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use proptest::strategy::{Strategy, ValueTree};

use crate::conservation::{Seen, audit};
use crate::random_scenarios::choices::{Choices, trials};
use uptake::metrics::MEASURES;
use uptake::model::Model;
use uptake::parameters::{Distribution, Ledger, LedgerEntry};
use uptake::scenario::{DistrictSpec, Scenario, gallery};

/// Months of a run: more than two years.
const MONTHS: u32 = 26;

fn scenario(name: &str) -> Scenario {
    let mut s = Scenario::built_in(name).unwrap().resolve().unwrap();
    s.run.months = MONTHS;
    s
}

/// Where the parameter is read: in a null model of its own, in a district that is drawn, or in the scenario of this number.
fn where_it_acts(entry: &LedgerEntry, number: usize) -> Scenario {
    let name = gallery::SCENARIOS[number % gallery::SCENARIOS.len()].name;
    let mut s = scenario(name);
    if entry.group == "population" {
        s.places = vec![DistrictSpec::Synthetic { id: "district".into(), pupils: 1_500 }];
        s.cohort = None;
        // Events may name schools that a drawn district does not have.
        s.events.clear();
    }
    let own = Model::ALL.iter().find(|model| entry.is_free_in(**model) && !entry.is_free());
    s.run.model = own.copied().unwrap_or(s.run.model);
    s
}

/// Either end of what is allowed. Districts are drawn within plausible shapes: what is allowed there reaches far beyond schools,
/// and is tried one parameter at a time.
fn ends(entry: &LedgerEntry, alone: bool) -> [f64; 2] {
    let (low, high) = if alone || entry.group != "population" { entry.allowed() } else { entry.range };
    [low, high]
}

#[test]
fn every_parameter_may_stand_at_either_end_of_what_is_allowed() {
    let ledger = Ledger::standard().unwrap();
    let (mut seen, mut tried) = (Seen::default(), 0);
    // Of more trials the first are those of few: each parameter in one scenario of the gallery, then in the next.
    let rounds = (trials(0).config().cases / 500).max(1) as usize;
    for round in 0..rounds {
        for (number, entry) in ledger.entries().iter().enumerate() {
            let s = where_it_acts(entry, number + round * 7);
            for value in ends(entry, true) {
                let mut s = s.clone();
                s.parameters[entry.position] = Distribution::Fixed(value);
                audit(&s, (number + round) as u32, &mut seen);
                tried += 1;
            }
        }
    }
    println!("{tried} ends of parameters; {seen:?}");
    assert_eq!(tried, 2 * rounds * ledger.entries().len());
}

#[test]
fn all_parameters_may_stand_at_any_corner_and_anywhere_between() {
    let ledger = Ledger::standard().unwrap();
    let mut seen = Seen::default();
    let mut runner = trials(120);
    let cases = runner.config().cases;
    for case in 0..cases {
        let numbers = proptest::collection::vec(proptest::num::u64::ANY, ledger.entries().len() * 3);
        let numbers = numbers.new_tree(&mut runner).unwrap().current();
        let mut c = Choices::of(&numbers);
        let mut s = scenario(gallery::SCENARIOS[case as usize % gallery::SCENARIOS.len()].name);
        s.run.months = 1 + case * 7 % 70;
        if case % 3 == 1 {
            s.places =
                vec![DistrictSpec::Synthetic { id: "district".into(), pupils: 100 + case * 37 % 5_000 }];
            s.cohort = None;
        }
        if case % 3 == 2
            && let DistrictSpec::Facts(facts) = &mut s.places[0]
        {
            facts.schools.truncate(1);
            facts.schools[0].teachers_fte = f64::from(case % 5);
            facts.schools[0].poverty = None;
        }
        if case % 4 == 3 {
            s.run.model = *c.one_of(Model::ALL);
        }
        for entry in ledger.entries() {
            let [low, high] = ends(entry, false);
            let corner = *c.one_of(&[low, high]);
            // In half of the cases every parameter is at a corner, in the others most lie between.
            let value = if case % 2 == 0 { corner } else { c.number(low, high) };
            s.parameters[entry.position] = Distribution::Fixed(value);
        }
        audit(&s, case, &mut seen);
    }
    println!("{cases} scenarios with every parameter set, {} measures each month; {seen:?}", MEASURES.len());
}
