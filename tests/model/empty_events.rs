//! Promise: an event that changes nothing leaves every bit as it was, whatever its kind.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::collections::BTreeSet;

use crate::texts::Texts;
use uptake::events::EVENTS;
use uptake::experiment::Outcome;
use uptake::parameters::Ledger;
use uptake::scenario::{self, Scenario};
use uptake::trace::Trace;
use uptake::world::{Event, Post};

/// A scenario, what else stands in it, and the event that changes nothing there.
struct Empty {
    base: &'static str,
    lines: &'static str,
    event: &'static str,
    /// Whether it is empty only while the first superintendent is in post.
    of_the_first: bool,
}

const fn empty(base: &'static str, lines: &'static str, event: &'static str) -> Empty {
    Empty { base, lines, event, of_the_first: false }
}

const QUIET_LEAD: &str = "[parameters]\nlead_follows = 0.0\nlead_exit = 0.0\n";
const EVEN: &str = "[support]\nrelease = [0.5, 0.5, 0.5, 0.5, 0.5]\n";
const ALL_PILOTS: &str = "[district]\npupils = 2000\n[parameters]\nteam_sites = 50.0\n";

/// An empty event of every kind that has one.
const EMPTY: [Empty; 21] = [
    // What is set is there already.
    Empty {
        of_the_first: true,
        ..empty("committed", "", "month = 9\nwhat = \"superintendent commits\"\nto = 0.85")
    },
    Empty {
        of_the_first: true,
        ..empty("committed", "", "month = 9\nwhat = \"superintendent disengages\"\nto = 0.85")
    },
    empty("committed", QUIET_LEAD, "month = 9\nwhat = \"lead commits\"\nto = 0.8"),
    empty("committed", QUIET_LEAD, "month = 9\nwhat = \"lead disengages\"\nto = 0.8"),
    empty("committed", EVEN, "month = 9\nuntil = 30\nwhat = \"support changes\"\nto = 0.5"),
    empty("committed", "", "month = 9\nwhat = \"collaboration time changes\"\nto = 6.0"),
    empty("committed", "", "month = 20\nwhat = \"set\"\nparameter = \"half_dose\"\nto = USUAL"),
    empty(
        "committed",
        "[[event]]\nmonth = 10\nuntil = 30\nwhat = \"pause\"\n",
        "month = 15\nuntil = 20\nwhat = \"pause\"",
    ),
    // It is about nobody.
    empty("committed", "", "month = 9\nwhat = \"principals disengage\"\nschools = 0.0"),
    empty("committed", "", "month = 9\nwhat = \"principals commit\"\nschools = 0.0"),
    empty("committed", "", "month = 9\nwhat = \"principals leave\"\nschools = 0.0"),
    empty("committed", "", "month = 9\nwhat = \"collaboration time changes\"\nto = 0.0\nschools = 0.0"),
    // What it ends has ended, or has not begun.
    empty("committed", "", "month = 40\nwhat = \"program manager leaves\""),
    empty("committed", "", "month = 40\nwhat = \"support ends\""),
    empty("committed", "", "month = 30\nwhat = \"return\""),
    empty("committed", "", "month = 30\nwhat = \"mandate ends\""),
    // In the holidays nobody acts on a mandate.
    empty("committed", "", "month = 11\nuntil = 12\nwhat = \"mandate\""),
    // What one brings the other takes.
    empty(
        "committed",
        "",
        "month = 14\nwhat = \"initiative starts\"\n[[event]]\nmonth = 14\nwhat = \"initiative ends\"",
    ),
    empty(
        "committed",
        "",
        "month = 14\nwhat = \"initiative ends\"\n[[event]]\nmonth = 14\nwhat = \"initiative starts\"",
    ),
    // No school is free for it.
    empty("committed", ALL_PILOTS, "month = 20\nwhat = \"team starts\""),
    empty("committed", ALL_PILOTS, "month = 20\nwhat = \"collaboration starts\"\ngrades = \"TK-3\""),
];

/// Kinds that always change something: somebody leaves, or an initiative comes with it.
const NEVER_EMPTY: [&str; 4] = ["superintendent leaves", "lead leaves", "principal leaves", "new curriculum"];

fn read(base: &str, text: &str) -> Scenario {
    let ledger = Ledger::standard().unwrap();
    let usual = format!("{:?}", ledger.get("half_dose").unwrap().value);
    let text = format!("format = 1\nextends = \"{base}\"\n{}", text.replace("USUAL", &usual));
    scenario::read("s", &[], &Texts(&[("s", &text)]), &ledger).unwrap_or_else(|e| panic!("{e}\n{text}"))
}

fn bits(outcome: &Outcome) -> Vec<u64> {
    outcome.timeline.iter().chain(&outcome.run).chain(&outcome.drawn).map(|x| x.to_bits()).collect()
}

/// Whether the superintendent of the first day is still in post after this month.
fn first_superintendent_stays(s: &Scenario, replication: u32, month: u32) -> bool {
    let mut trace = Trace::default();
    s.run_with(replication, &mut trace, &mut ());
    let left = trace
        .events
        .iter()
        .find(|(_, _, event)| matches!(event, Event::LeaderLeft { post: Post::Superintendent, .. }));
    left.is_none_or(|(now, _, _)| now.0 > month)
}

#[test]
fn an_empty_event_of_any_kind_leaves_every_bit() {
    let mut kinds: BTreeSet<&str> = NEVER_EMPTY.into_iter().collect();
    for Empty { base, lines, event, of_the_first } in EMPTY {
        let (plain, with) = (read(base, lines), read(base, &format!("{lines}\n[[event]]\n{event}")));
        let added = with.events.len() - plain.events.len();
        assert!(added > 0, "{event}");
        kinds.extend(with.events.iter().map(|event| event.kind.what));
        let fit = (0..60).filter(|&r| !of_the_first || first_superintendent_stays(&plain, r, 9));
        for replication in fit.take(6) {
            let (a, b) = (plain.run(replication), with.run(replication));
            assert!(bits(&a) == bits(&b), "{event}, replication {replication}");
        }
    }
    let all: BTreeSet<&str> = EVENTS.iter().map(|kind| kind.what).collect();
    assert_eq!(kinds, all, "every kind has an empty event here, or a reason why it has none");
}
