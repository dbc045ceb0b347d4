//! Promise: scenarios that are run together, and live once what they share, give to the last bit what each gives alone.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use crate::texts::Texts;
use uptake::experiment::plan::Design;
use uptake::experiment::{CancelToken, Outcome, Part, executor};
use uptake::parameters::Ledger;
use uptake::scenario::{self, Scenario, gallery::SCENARIOS};

const COHORT: &str = "[cohort]\nmanagers = 1\ndistrict = [{ pupils = 900 }, { pupils = 3000, id = \"b\" }]";

/// The committed district, or another scenario, with these lines.
fn read(name: &str, base: &str, lines: &str, settings: &[&str]) -> Scenario {
    let text = format!("format = 1\nquestion = \"?\"\nextends = \"{base}\"\n{lines}");
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    let read = scenario::read("s", &settings, &Texts(&[("s", &text)]), &Ledger::standard().unwrap());
    Scenario { name: name.into(), ..read.unwrap_or_else(|e| panic!("{name}: {e}")) }
}

/// A section `[[event]]` for each list of keys.
fn events(keys: &[&str]) -> String {
    keys.iter().map(|keys| format!("[[event]]\n{keys}\n")).collect()
}

fn bits(outcome: &Outcome) -> Vec<u64> {
    outcome.timeline.iter().chain(&outcome.run).chain(&outcome.drawn).map(|x| x.to_bits()).collect()
}

/// Runs them together and each alone.
fn agree(scenarios: Vec<Scenario>) {
    let names: Vec<String> = scenarios.iter().map(|s| s.name.clone()).collect();
    let design = Design::new(scenarios, false).unwrap();
    let alone = executor::in_turn(&design, 0..design.jobs());
    let together = executor::in_parallel(&design, 0..design.jobs());
    for (job, (alone, together)) in alone.iter().zip(&together).enumerate() {
        let same = alone.status == together.status && bits(alone) == bits(together);
        assert!(same, "{:?} of {names:?}", design.list().at(job));
    }
    assert_eq!(alone.len(), together.len());
}

/// Lists of events that part from each other in many ways.
const PASTS: [(&str, &[&str]); 17] = [
    ("none", &[]),
    ("none again", &[]),
    ("in the first month", &["month = 1\nwhat = \"superintendent disengages\""]),
    ("in the last month", &["month = 30\nwhat = \"superintendent leaves\""]),
    ("leaves", &["month = 14\nwhat = \"superintendent leaves\""]),
    ("leaves, with a note", &["month = 14\nwhat = \"superintendent leaves\"\nnote = \"said in spring\""]),
    ("leaves, aligned", &["month = 14\nwhat = \"superintendent leaves\"\nsuccessor = \"aligned\""]),
    ("pause to 12", &["month = 6\nuntil = 12\nwhat = \"pause\""]),
    ("pause to 20", &["month = 6\nuntil = 20\nwhat = \"pause\""]),
    ("pause for good", &["month = 6\nwhat = \"pause\""]),
    (
        "two on one thing",
        &[
            "month = 6\nuntil = 20\nwhat = \"support changes\"\nto = 0.5",
            "month = 9\nuntil = 25\nwhat = \"support changes\"\nto = 0.1",
        ],
    ),
    (
        "the same, the file in another order",
        &[
            "month = 9\nuntil = 25\nwhat = \"support changes\"\nto = 0.1",
            "month = 6\nuntil = 20\nwhat = \"support changes\"\nto = 0.5",
        ],
    ),
    (
        "the same, after one more",
        &[
            "month = 22\nwhat = \"initiative starts\"",
            "month = 6\nuntil = 20\nwhat = \"support changes\"\nto = 0.5",
            "month = 9\nuntil = 25\nwhat = \"support changes\"\nto = 0.1",
        ],
    ),
    ("a parameter", &["month = 10\nuntil = 18\nwhat = \"set\"\nparameter = \"hazard_colleague\"\nto = 0.2"]),
    (
        "a parameter longer",
        &["month = 10\nuntil = 24\nwhat = \"set\"\nparameter = \"hazard_colleague\"\nto = 0.2"],
    ),
    (
        "at the last moment",
        &["month = 10\nuntil = 30\nwhat = \"set\"\nparameter = \"hazard_colleague\"\nto = 0.2"],
    ),
    (
        "two in a month",
        &[
            "month = 10\nwhat = \"initiative starts\"",
            "month = 10\nwhat = \"principals leave\"\nschools = 0.5",
        ],
    ),
];

#[test]
fn scenarios_that_part_by_events_are_what_they_are_alone() {
    let all = |settings: &[&str], lines: &str| -> Vec<Scenario> {
        let read = |(name, keys): &(&str, &[&str])| {
            read(name, "committed", &format!("{lines}\n{}", events(keys)), settings)
        };
        PASTS.iter().map(read).collect()
    };
    let settings = ["run.months=30", "run.replications=3"];
    for scenarios in [
        all(&settings, ""),
        all(&[&settings[..], &["run.parameters=accepted"]].concat(), ""),
        all(
            &[
                &settings[..],
                &["district.pupils=3000", "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}"],
            ]
            .concat(),
            "",
        ),
        all(&settings, COHORT),
    ] {
        agree(scenarios.clone());
        // Whoever comes first, and in pairs.
        agree(scenarios.iter().rev().cloned().collect());
        for pair in scenarios.windows(2) {
            agree(pair.to_vec());
        }
    }
}

#[test]
fn scenarios_of_the_gallery_are_what_they_are_alone() {
    let mut by_place: Vec<Vec<Scenario>> = Vec::new();
    for scenario in SCENARIOS {
        let s = read(scenario.name, scenario.name, "", &["run.replications=2", "run.months=60"]);
        let fits = |others: &&mut Vec<Scenario>| {
            Design::new([others.as_slice(), std::slice::from_ref(&s)].concat(), false).is_ok()
        };
        match by_place.iter_mut().find(fits) {
            Some(others) => others.push(s),
            None => by_place.push(vec![s]),
        }
    }
    assert!(by_place.iter().any(|together| together.len() > 20));
    by_place.into_iter().for_each(agree);
}

#[test]
fn a_list_goes_on_from_any_job() {
    let settings = ["run.months=6", "run.replications=3"];
    let with = |name: &str, keys: &str| read(name, "committed", &events(&[keys]), &settings);
    let scenarios = vec![
        with("a", "month = 2\nwhat = \"pause\""),
        with("b", "month = 4\nwhat = \"pause\""),
        with("c", "month = 4\nwhat = \"new curriculum\""),
    ];
    let design = Design::new(scenarios, true).unwrap();
    let all: Vec<_> = executor::in_turn(&design, 0..design.jobs()).iter().map(bits).collect();
    for first in 0..=design.jobs() {
        let mut rest = Vec::new();
        let take = |outcomes: Vec<Outcome>| {
            rest.extend(outcomes.iter().map(bits));
            Ok(())
        };
        executor::in_order_of_list(
            &design,
            (&Part::whole(design.list()), first..design.jobs()),
            &CancelToken::default(),
            take,
        )
        .unwrap();
        assert_eq!(rest, all[first..], "from job {first}");
    }
}

#[test]
fn what_makes_a_difference_from_the_first_day_on_is_not_shared() {
    let settings = ["run.months=14", "run.replications=2"];
    let with = |name: &str, setting: &str| read(name, "committed", "", &[&settings[..], &[setting]].concat());
    agree(vec![
        read("committed", "committed", "", &settings),
        with("parameter", "superintendent_commitment=0.2"),
        with("drawn", "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}"),
        with("drawn more widely", "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.4}"),
        with("accepted", "run.parameters=accepted"),
        with("model", "run.model=mean field"),
        with("district", "district.pupils=3000"),
        with("strategy", "rollout.strategy=mandate at once"),
        with("grades", "team.grades=TK-1"),
        with("leads", "leaders.superintendent_leads=true"),
    ]);
    let cohort = |name: &str, lines: &str| read(name, "committed", lines, &settings);
    let own = COHORT.replace("900", "900, parameters = { initial_coherence = 0.3 }");
    let event = events(&["month = 3\nwhat = \"superintendent leaves\"\ndistrict = \"b\""]);
    agree(vec![
        cohort("one manager", COHORT),
        cohort("two managers", &COHORT.replace("managers = 1", "")),
        cohort("other hours", &format!("{COHORT}\n[parameters]\nmanager_capacity = 24")),
        cohort("a district of its own", &own),
        cohort("an event in one district", &format!("{COHORT}\n{event}")),
    ]);
    // Districts without focal teachers are told of, not run.
    let none = "[district]\nname = \"None\"\nschool = [{ grades = \"9-12\", teachers = 20.0 }]";
    agree(vec![read("a", "committed", none, &settings), read("b", "committed", none, &settings)]);
}
