//! Promise: a scenario is read back whole and in plain words, and what differs between two is told with
//! its unit.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use crate::texts::Texts;
use uptake::events::EVENTS;
use uptake::parameters::{Distribution, Ledger};
use uptake::phrasing::{WIDTH, date, number};
use uptake::scenario::describe::{describe, events, page};
use uptake::scenario::diff::{self, Side, differences};
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, DistrictSpec, Scenario, gallery, language, render};
use uptake::strategy::Strategy;

fn read(name: &str, settings: &[&str]) -> Scenario {
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    scenario::read(name, &settings, &BuiltIn, &Ledger::standard().unwrap()).unwrap_or_else(|e| panic!("{e}"))
}

fn parse(text: &str) -> Scenario {
    let ledger = Ledger::standard().unwrap();
    scenario::read("own", &[], &Texts(&[("own", text)]), &ledger).unwrap_or_else(|e| panic!("{e}"))
}

/// The page as printed, and its words on one line.
fn told(s: &Scenario) -> (String, String) {
    let text = page(s, &describe(s, &Ledger::standard().unwrap()));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (text, words)
}

fn is_plain(text: &str, about: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= WIDTH && !line.contains('_'), "{about}: {line}");
    }
    for clumsy in ["  -  ", " .", " ,", "..", "()", "( ", "NaN"] {
        assert!(!text.contains(clumsy), "{about} holds \"{clumsy}\":\n{text}");
    }
}

#[test]
fn every_built_in_scenario_is_read_back_whole_and_in_plain_words() {
    for built_in in gallery::SCENARIOS {
        let s = read(built_in.name, &[]);
        let (text, words) = told(&s);
        is_plain(&text, built_in.name);
        assert!(words.starts_with(&s.title) && words.contains(&s.question), "{text}");
        for place in &s.places {
            match place {
                DistrictSpec::Facts(f) if f.name == "Default district" => {
                    assert!(words.contains("stands for no real one"), "{text}");
                }
                DistrictSpec::Facts(f) => assert!(words.contains(&f.name), "{text}"),
                DistrictSpec::Totals(t) => assert!(words.contains(&t.name), "{text}"),
                DistrictSpec::Synthetic { pupils, .. } => {
                    let pupils = number(f64::from(*pupils));
                    assert!(words.contains(&format!("a synthetic one of about {pupils} students")), "{text}");
                }
            }
        }
        assert!(words.contains("The strategy is"), "{text}");
        for event in &s.events {
            assert!(words.contains(&date(event.month)) && words.contains(&event.note), "{text}");
        }
        assert!(words.contains("no forecast"), "{text}");
    }
}

#[test]
fn every_strategy_has_words_of_its_own() {
    let mut seen = std::collections::BTreeSet::new();
    for strategy in Strategy::ALL {
        let word = strategy.word();
        let mut s = read("committed", &[]);
        s.opening.rollout.strategy = strategy;
        let (text, words) = told(&s);
        is_plain(&text, word);
        let sentence = words.split("The strategy is").nth(1).unwrap().split('.').next().unwrap().to_string();
        assert!(seen.insert(sentence), "{word}: {text}");
        assert_eq!(words.contains("There is no outside support"), !strategy.rules().has_team(), "{text}");
    }
}

/// A scenario with an event of every kind, a month after another.
fn every_kind() -> Scenario {
    let mut text = String::from("format = 1\nextends = \"lake-tahoe\"\nquestion = \"?\"\n");
    for (month, kind) in (2..).zip(EVENTS) {
        let more = match kind.what {
            "principal leaves" => "school = \"Meyers Elementary\"",
            "principals leave" => "schools = \"pilot\"",
            "principals commit" => "schools = 0.25",
            "collaboration time changes" => "schools = 0.5\nto = 6\nuntil = 40",
            "collaboration starts" => "grades = \"8-9\"",
            "support changes" => "to = 0.5",
            "set" => "parameter = \"half_dose\"\nto = 40",
            _ => "",
        };
        text.push_str(&format!("[[event]]\nmonth = {month}\nwhat = \"{}\"\n{more}\n", kind.what));
    }
    parse(&text)
}

#[test]
fn every_kind_of_event_has_words_of_its_own() {
    let (s, ledger) = (every_kind(), Ledger::standard().unwrap());
    let told_of: std::collections::BTreeSet<String> =
        s.events.iter().map(|e| events::happening(&s, e, &ledger)).collect();
    assert_eq!(told_of.len(), EVENTS.len(), "{told_of:#?}");
    let (text, words) = told(&s);
    is_plain(&text, "all kinds");
    for event in &s.events {
        assert!(words.contains(&date(event.month)), "{}: {text}", event.kind.what);
    }
    assert!(words.contains("the principal of Meyers Elementary leaves"), "{text}");
    assert!(words.contains(&format!("until {}", date(40))), "{text}");
}

#[test]
fn assumptions_that_differ_are_told_by_meaning_and_the_others_are_not() {
    let settings = [
        "superintendent_exit=0.9",
        "critical_share={ distribution = \"uniform\", low = 0.2, high = 0.3 }",
        "lead_commitment={ distribution = \"beta\", mean = 0.6, sd = 0.2 }",
    ];
    let (text, words) = told(&read("committed", &settings));
    is_plain(&text, "settings");
    for expected in [
        "two assumptions differ",
        "probability that the superintendent leaves within a year: 0.9 instead of 0.18 (probability a year; outside the plausible",
        "drawn anew in each future, from 0.2 to 0.3, all equally likely, instead of always 0.25 (share)",
        "about 0.6, give or take 0.2, from 0 to 1",
    ] {
        assert!(words.contains(expected), "lacks: {expected}\n{text}");
    }
    assert_eq!(text.matches("  - ").count(), 2, "{text}");
}

#[test]
fn support_synthetic_districts_and_a_leading_superintendent_are_told_as_they_are() {
    let words = |settings: &[&str]| told(&read("committed", settings)).1;
    for (settings, expected) in [
        (&["district.pupils=10000"][..], "a synthetic one of about 10,000 students"),
        (&["support_months=0"], "There is no outside support."),
        (&["support_end=1"], "gives all of it throughout"),
        (&["support_start=0.2", "support_end=0.5"], "begins with 20% of it and gives more and more"),
        (&["support_months=18"], "lasts 18 months, to January of year 2 (month 18)"),
        (&["support_months=90"], "lasts to the end of the plan"),
        (&["support.release=[1.0, 0.5]"], "gives 100% in year 1 and 50% in year 2 of it"),
        (&["leaders.superintendent_leads=true"], "leads the work in person and is strongly committed (0.85)"),
        (&["team.pilot_schools=[\"School 2\", \"School 5\"]"], "the pilot schools School 2 and School 5"),
        (&["team_sites=1"], "one pilot school, drawn anew"),
        (&["run.replications=1"], "in a single simulated future"),
    ] {
        let text = words(settings);
        assert!(text.contains(expected), "{settings:?} lacks: {expected}\n{text}");
    }
}

#[test]
fn several_districts_are_counted_and_named() {
    let mut s = read("lake-tahoe", &[]);
    s.places.push(read("committed", &[]).places.remove(0));
    let (text, words) = told(&s);
    assert!(words.contains("Two districts, each simulated on its own: Lake Tahoe Unified and"), "{text}");
    assert!(words.contains("16 schools, 419 teachers and 8,500 students"), "{text}");
}

#[test]
fn a_cohort_is_told_with_what_differs_in_each_district() {
    let text = |commitment: &str| {
        format!(
            "format = 1\n[cohort]\nmanagers = 1\n[[cohort.district]]\npupils = 4000\nid = \"north\"\n\
             [cohort.district.parameters]\nsuperintendent_commitment = {commitment}\n\
             [[cohort.district]]\npupils = 3000\nid = \"south\"\n"
        )
    };
    let (a, b) = (parse(&text("0.4")), parse(&text("0.5")));
    let (page, words) = told(&a);
    is_plain(&page, "cohort");
    assert!(
        words.contains("Two districts, which meet at convenings and learn from each other, with one"),
        "{page}"
    );
    assert!(
        words.contains("in north (synthetic, 4000 students), commitment of the superintendent"),
        "{page}"
    );
    assert!(!words.contains("Together they have"), "{page}");
    let found = differences(&a, &b, &Ledger::standard().unwrap());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((&found[0].a, &found[0].b), (&Side::Number(0.4), &Side::Number(0.5)));
}

#[test]
fn a_scenario_does_not_differ_from_itself() {
    let ledger = Ledger::standard().unwrap();
    for s in gallery::SCENARIOS.iter().map(|b| read(b.name, &[])).chain([every_kind()]) {
        assert_eq!(differences(&s, &s, &ledger), []);
        assert!(diff::page(&s, &s, &[]).contains("Nothing differs"));
    }
}

#[test]
fn the_scenarios_of_the_main_question_differ_in_title_question_and_one_event() {
    let ledger = Ledger::standard().unwrap();
    let (a, b) = (read("committed", &[]), read("superintendent-disengages", &[]));
    let found = differences(&a, &b, &ledger);
    let names: Vec<&str> = found.iter().map(|d| d.name.as_str()).collect();
    assert_eq!(names, ["title", "question", "superintendent disengages"]);
    assert_eq!(found[2].a, Side::Missing);
    let text = diff::page(&a, &b, &found);
    is_plain(&text, "diff");
    assert!(text.contains("only in B") && text.contains("(month 14)"), "{text}");
}

#[test]
fn every_parameter_that_differs_is_told_with_meaning_and_unit() {
    let ledger = Ledger::standard().unwrap();
    let a = read("committed", &[]);
    for e in ledger.entries() {
        let mut b = a.clone();
        let (low, high) = e.allowed();
        let other = if a.parameters[e.position] == Distribution::Fixed(high) { low } else { high };
        b.parameters[e.position] = Distribution::Fixed(other);
        if low == high {
            continue;
        }
        let found = differences(&a, &b, &ledger);
        assert_eq!(found.len(), 1, "{}", e.name);
        let d = &found[0];
        assert_eq!((d.what.as_str(), d.name.as_str(), d.unit.as_str()), (&*e.meaning, e.name, &*e.unit));
        assert_eq!(d.remark.is_empty(), e.range.0 <= other && other <= e.range.1, "{}", e.name);
    }
}

#[test]
fn settings_of_the_opening_and_the_run_are_told() {
    let ledger = Ledger::standard().unwrap();
    let a = read("committed", &[]);
    for (setting, name) in [
        ("rollout.strategy=\"several teams\"", "strategy"),
        ("team.grades=\"K-2\"", "grades"),
        ("team.pilot_schools=[\"School 1\"]", "pilot_schools"),
        ("leaders.superintendent_leads=true", "superintendent_leads"),
        ("support.release=[0.5]", "release"),
        ("run.months=48", "months"),
        ("run.replications=10", "replications"),
        ("run.seed=2", "seed"),
    ] {
        let found = differences(&a, &read("committed", &[setting]), &ledger);
        let names: Vec<&str> = found.iter().map(|d| d.name.as_str()).collect();
        assert_eq!(names, [name], "{setting}");
    }
}

/// A key that is declared is also read, written out whole, read back, and told where two scenarios differ in it.
#[test]
fn every_key_of_the_opening_and_the_run_survives_the_complete_text_and_is_told() {
    let ledger = Ledger::standard().unwrap();
    let a = read("committed", &[]);
    let listed = ["leaders", "team", "support", "rollout", "run"];
    let sections = language::sections().into_iter().filter(|section| listed.contains(&section.name));
    for (section, key) in sections.flat_map(|section| section.keys.iter().map(move |key| (section.name, key)))
    {
        let b = read("committed", &[&format!("{section}.{}={}", key.name, key.example)]);
        let again = parse(&render::complete(&b, &ledger));
        assert_eq!(render::complete(&b, &ledger), render::complete(&again, &ledger), "{}", key.name);
        assert_eq!((&b.opening, &b.run), (&again.opening, &again.run), "{}", key.name);
        let found = differences(&a, &b, &ledger);
        let names: Vec<&str> = found.iter().map(|d| d.name.as_str()).collect();
        let differs = (&a.opening, &a.run) != (&b.opening, &b.run);
        let told = match key.name {
            _ if !differs => Vec::new(),
            // Where vectors are drawn, so is the form of the model.
            "parameters" => vec!["parameters", "model"],
            name => vec![name],
        };
        assert_eq!(names, told, "{}", key.name);
    }
}

#[test]
fn districts_differ_by_size_and_school_by_school() {
    let ledger = Ledger::standard().unwrap();
    let a = read("lake-tahoe", &[]);
    let mut b = a.clone();
    let DistrictSpec::Facts(facts) = &mut b.places[0] else { panic!("listed") };
    let gone = facts.schools.remove(1);
    facts.schools[0].enrollment += 10;
    let lines: Vec<String> = differences(&a, &b, &ledger).iter().map(diff::Difference::line).collect();
    let text = lines.join("\n");
    assert!(text.contains("schools: 8 → 7 (schools)"), "{text}");
    assert!(text.contains("students: 3,604 → 3,538 (students)"), "{text}");
    assert!(text.contains(&format!("school, only in A: {}", gone.name)), "{text}");
    assert!(text.contains("Meyers Elementary: students: 352 → 362 (students)"), "{text}");
    let synthetic = differences(&a, &read("committed", &["district.pupils=9000"]), &ledger);
    assert!(synthetic.iter().any(|d| d.line() == "students: 3,604 → 9,000 (students)"), "{synthetic:#?}");
}

#[test]
fn an_event_that_moves_or_changes_is_told_as_one_that_changed() {
    let ledger = Ledger::standard().unwrap();
    let event = |month: u32, more: &str| {
        format!("[[event]]\nmonth = {month}\nwhat = \"principals disengage\"\n{more}\n")
    };
    let of = |events: &[String]| parse(&format!("format = 1\nextends = \"committed\"\n{}", events.join("")));
    let names = |a: &Scenario, b: &Scenario| -> Vec<String> {
        differences(a, b, &ledger).into_iter().map(|d| d.name).collect()
    };
    let a = of(&[event(14, "to = 0.2"), event(20, "school = \"School 2\"")]);
    // Order in the file means nothing where the months differ; equal events pair up before others do.
    let swapped = of(&[event(20, "school = \"School 2\""), event(14, "to = 0.2")]);
    assert_eq!(names(&a, &swapped), Vec::<String>::new());
    let moved = of(&[event(15, "to = 0.3\nuntil = 30"), event(20, "school = \"School 2\"\nnote = \"why\"")]);
    assert_eq!(names(&a, &moved), ["month", "until", "to", "note"]);
    let elsewhere = of(&[event(14, "to = 0.2"), event(20, "school = \"School 3\"")]);
    assert_eq!(names(&a, &elsewhere), ["principals disengage", "principals disengage"]);
    // Within a month the last event on a thing stands, so there the order does matter.
    let (one, two) = (event(14, "to = 0.2"), event(14, "to = 0.4"));
    assert_eq!(names(&of(&[one.clone(), two.clone()]), &of(&[two, one])), ["event"]);
}
