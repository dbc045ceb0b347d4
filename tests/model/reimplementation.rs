//! Promise: taking up and succession do what their description says. A second program, written from the
//! description in plain Python (`tests/python/take_up_and_succession.py`), comes to the same draws to the last
//! bit, the same decisions, and the same probabilities to within four units in the last place.
//!
//! Skipped with a word where there is no `python3`.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]
#![allow(clippy::explicit_write, reason = "what a passing test prints by `eprintln` is never shown")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use uptake::calendar::Month;
use uptake::chance::streams::key_of;
use uptake::chance::{Blocks, Decision, DecisionMaker, Streams};
use uptake::mechanisms::{Context, succession, uptake as taking_up};
use uptake::parameters::{Ledger, NAMES, Parameters};
use uptake::scenario::{self, layers::BuiltIn};
use uptake::simulation::{Recorder, parameters_of, run};
use uptake::strategy::{Route, Strategy};
use uptake::world::{District, Event, Fundamental, Post, TeacherId, World};

/// Scenarios that differ in what acts: each strategy at least once.
const SCENARIOS: [&str; 8] = [
    "committed",
    "mandate-at-once",
    "grassroots-only",
    "principal-led-sites",
    "few-sent-to-training",
    "one-off-consultant",
    "several-teams",
    "second-collaboration",
];

/// Months after which everyone decides once more: before August, September, December, March, June.
const AFTER: [u32; 10] = [0, 1, 4, 7, 12, 13, 19, 22, 31, 36];

/// Keeps the district at the end of some months.
struct Keep(Vec<(u32, District)>);

impl Recorder for Keep {
    fn event(&mut self, _: usize, _: &Event, _: Month) {}
    fn month(&mut self, world: &World, now: Month) {
        if AFTER.contains(&now.0) {
            self.0.push((now.0, world.districts[0].clone()));
        }
    }
}

fn bits(x: f64) -> String {
    format!("{:016x}", x.to_bits())
}

/// One district and month: everything that is read, and what is decided.
fn case(
    text: &mut String,
    name: &str,
    d: &District,
    seed: u64,
    replication: u32,
    now: Month,
    p: &Parameters,
) {
    writeln!(text, "case {name}/{replication}/{}", now.0).unwrap();
    let key = key_of(&d.id);
    writeln!(text, "chance {seed} {key} {replication} {}", now.0).unwrap();
    for ((group, name), value) in NAMES.iter().zip(p.values()) {
        writeln!(text, "parameter {group}.{name} {}", bits(value)).unwrap();
    }
    let strategy = d.rollout.strategy;
    writeln!(text, "words strategy:w={strategy:?} has_team:w={}", strategy.rules().has_team()).unwrap();
    writeln!(
        text,
        "district attention:f={} lasting:f={} backing:f={} policy:f={} expectations:f={} monitoring:f={}",
        bits(d.attention),
        bits(d.lasting),
        bits(d.backing),
        bits(d.collaborations[0].policy),
        bits(d.fundamental(Fundamental::Expectations)),
        bits(d.fundamental(Fundamental::Monitoring)),
    )
    .unwrap();
    let o = &d.office;
    writeln!(
        text,
        "office superintendent:i={} superintendent_tenure:i={} superintendent_commitment:f={} lead:i={} lead_tenure:i={} \
         lead_commitment:f={} \
         leads_in_person:b={} manager:i={} supported:b={} shared:b={}",
        o.superintendent.person,
        o.superintendent.tenure,
        bits(o.superintendent.commitment),
        o.lead.person,
        o.lead.tenure,
        bits(o.lead.commitment),
        o.leads_in_person,
        o.manager.person,
        d.is_supported(),
        o.manager.pool.is_some(),
    )
    .unwrap();
    people(text, d, p);
    let streams = Streams::new(seed, key, replication);
    let c = Context { p, streams: &streams, now };
    let (mut draws, mut events) = (Blocks::default(), Vec::new());
    taking_up::draw(d, c, &mut draws);
    taking_up::decide(d, c, &draws, &mut Vec::new(), &mut events);
    succession::decide(d, c, &mut events);
    events.iter().for_each(|event| decided(text, event));
}

fn people(text: &mut String, d: &District, p: &Parameters) {
    for team in &d.teams {
        let (place, members) = (team.collaboration.0, team.members.len());
        writeln!(text, "team collaboration:i={place} members:i={members} capacity:f={}", bits(team.capacity))
            .unwrap();
    }
    for (place, s) in d.schools.iter().enumerate() {
        writeln!(
            text,
            "school place:i={place} key:i={} focal:i={} team:i={} pilot:b={} poverty:f={} safe:f={} \
             time_share:f={} usable_fit:f={} conversations:f={} commitment:f={} priority:f={} given_up:b={} person:i={} leaving:b={} \
             invites_focal:b={} invites_rest:b={} expects:b={} behind:f={} push:f={} crosses:b={}",
            s.key,
            s.focal,
            s.team.0,
            s.pilot,
            bits(s.poverty),
            bits(s.safe),
            bits(s.time_share),
            bits(s.usable_fit),
            bits(s.conversations),
            bits(s.principal.commitment),
            bits(s.principal.priority),
            s.given_up,
            s.principal.person,
            s.principal.leaving,
            d.invites(s, true),
            d.invites(s, false),
            d.expects(s),
            bits(d.behind(s, p)),
            bits(d.push_on(s)),
            d.crosses_grades(s),
        )
        .unwrap();
        for group in &s.grades {
            writeln!(text, "grade {} {} {}", group.teachers.start, group.teachers.end, group.focal).unwrap();
        }
    }
    let t = &d.teachers;
    for k in 0..t.len() {
        writeln!(
            text,
            "teacher school:i={} place:i={} seat:i={} person:i={} focal:b={} on_team:b={} practice:w={:?} \
             open:f={} belief:f={} depth:f={} dose:f={} trained:b={}",
            t.school[k].0,
            t.place[k],
            t.seat[k],
            t.person[k],
            t.focal[k],
            t.on_team[k],
            t.practice[k],
            bits(t.openness[k]),
            bits(t.belief[k]),
            bits(t.depth[k]),
            bits(t.dose[k]),
            d.attends_training(TeacherId(k)),
        )
        .unwrap();
        for (colleague, strength) in d.ties.of(k) {
            writeln!(text, "tie {k} {colleague} {}", bits(strength)).unwrap();
        }
    }
}

fn decided(text: &mut String, event: &Event) {
    match event {
        Event::TookUp { teacher, route, probability } => {
            writeln!(text, "took {} {route:?} | {}", teacher.0, bits(*probability)).unwrap();
        }
        Event::ExitAnnounced { school, probability } => {
            writeln!(text, "announced {} | {}", school.0, bits(*probability)).unwrap();
        }
        Event::LeaderLeft { post, probability, successor: s } => {
            let post = match post {
                Post::Principal(place) => format!("Principal{}", place.0),
                other => format!("{other:?}"),
            };
            let numbers = [*probability, s.commitment, s.skill].map(bits).join(" ");
            writeln!(text, "left {post} {:?} | {numbers}", s.stance).unwrap();
        }
        other => panic!("neither mechanism decides {other:?}"),
    }
}

/// Draws at addresses all over the place.
fn draws(text: &mut String) {
    for name in ["district", "cohort", "0961903", "modern-math", ""] {
        if !name.is_empty() {
            writeln!(text, "key {name} {}", key_of(name)).unwrap();
        }
    }
    let whats = [
        Decision::Parameter,
        Decision::TeacherTrait,
        Decision::LeaderExit,
        Decision::TeacherMonth,
        Decision::EventSchool,
    ];
    for k in 0..2_000_u32 {
        // Multiples of odd numbers reach every bit of an address.
        let mixed = k.wrapping_mul(0x9E37_79B9);
        let (seed, district) = (u64::from(mixed) << 17 | u64::from(k), key_of(&k.to_string()));
        let who = DecisionMaker {
            place: mixed.rotate_left(7),
            seat: (mixed >> 16) as u16,
            person: (k % 70) as u16,
        };
        let (what, month) = (whats[k as usize % whats.len()], Month(k % 1_201));
        let words = Streams::new(seed, district, k).block(what, who, month).words();
        let [a, b, c, d] = words;
        writeln!(
            text,
            "draw {seed} {district} {k} {} {} {} {} {} {a} {b} {c} {d}",
            what as u16, who.place, who.seat, who.person, month.0
        )
        .unwrap();
    }
}

fn everything(scenarios: &[&str]) -> String {
    let ledger = Ledger::standard().unwrap();
    let mut text = String::new();
    draws(&mut text);
    for name in scenarios {
        let s = scenario::read(name, &[], &BuiltIn, &ledger).unwrap();
        for replication in 0..2 {
            let mut keep = Keep(Vec::new());
            run(&s, &s.places[0], replication, &mut keep).unwrap();
            let p = parameters_of(&s, s.places[0].id(), replication);
            for (month, d) in &keep.0 {
                case(&mut text, name, d, s.run.seed, replication, Month(month + 1), &p);
            }
        }
    }
    text
}

/// What the second program says of these lines; none where there is no `python3`.
fn compared(text: &str) -> Option<Result<String, String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/take_up_and_succession.py");
    let mut command = Command::new("python3");
    command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        writeln!(std::io::stderr(), "skipped: there is no python3 to compare with").unwrap();
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    // All is read before anything is said.
    stdin.write_all(text.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    Some(if output.status.success() { Ok(words(&output.stdout)) } else { Err(words(&output.stderr)) })
}

#[test]
fn a_second_program_written_from_the_description_decides_the_same() {
    let text = everything(&SCENARIOS);
    for route in Route::ALL {
        assert!(text.contains(&format!(" {route:?} | ")), "nobody comes by {route:?}");
    }
    for (word, least) in [("\ntook ", 100), ("\nleft ", 20), ("\nannounced ", 5)] {
        let found = text.matches(word).count();
        assert!(found >= least, "only {found} of{word}are compared");
    }
    for strategy in [Strategy::MandateAtOnce, Strategy::Grassroots, Strategy::Consultant] {
        assert!(text.contains(&format!("strategy:w={strategy:?} ")), "{strategy:?} is not compared");
    }
    let Some(said) = compared(&text) else { return };
    writeln!(std::io::stderr(), "{}", said.unwrap_or_else(|e| panic!("{e}"))).unwrap();
}

#[test]
fn the_second_program_notices_a_decision_a_probability_or_a_draw_that_is_not_so() {
    let text = everything(&SCENARIOS[..1]);
    let took = text.lines().find(|line| line.starts_with("took")).unwrap();
    let (before, number) = took.rsplit_once(' ').unwrap();
    let near = bits(f64::from_bits(u64::from_str_radix(number, 16).unwrap() + 10));
    let draw = text.lines().find(|line| line.starts_with("draw")).unwrap();
    let (words, last) = draw.rsplit_once(' ').unwrap();
    let other = last.parse::<u32>().unwrap() ^ 1;
    for changed in [
        text.replacen(&format!("{took}\n"), "", 1),
        text.replacen(took, &format!("{before} {near}"), 1),
        text.replacen(draw, &format!("{words} {other}"), 1),
    ] {
        let Some(said) = compared(&changed) else { return };
        assert!(said.is_err(), "{said:?}");
    }
}
