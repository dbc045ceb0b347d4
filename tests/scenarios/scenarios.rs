//! Promise: every built-in scenario opens with its question, resolves, runs, and reads back the same
//! from its complete text.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use crate::texts::Texts;
use uptake::experiment::run_job;
use uptake::metrics::columns::{MEASURES, Measure};
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, gallery, render};

#[test]
fn every_scenario_opens_with_its_question_and_runs() {
    let ledger = Ledger::standard().unwrap();
    for built_in in gallery::SCENARIOS {
        let mut lines = built_in.text.lines();
        assert_eq!(lines.next(), Some("#:schema ./scenario.schema.json"), "{}", built_in.name);
        let lines: Vec<&str> = lines.take(3).collect();
        assert!(lines[0].starts_with("format") && lines[1].starts_with("title"), "{}", built_in.name);
        assert!(
            lines[2].starts_with("question") && lines[2].trim_end().ends_with("?\""),
            "{}",
            built_in.name
        );
        let s = scenario::read(built_in.name, &[], &BuiltIn, &ledger).unwrap();
        let outcome = run_job(&s, &s.places[0], 0);
        assert_eq!(outcome.timeline.len(), (s.run.months as usize + 1) * MEASURES.len());
    }
}

#[test]
fn the_complete_text_of_a_scenario_is_the_same_scenario() {
    let ledger = Ledger::standard().unwrap();
    let settings: Vec<String> = [
        "critical_share={ distribution = \"triangular\", low = 0.1, mode = 0.25, high = 0.4 }",
        "half_dose={ distribution = \"normal\", mean = 30, sd = 5, low = 20, high = 50 }",
        "track_record={ distribution = \"beta\", mean = 0.6, sd = 0.2 }",
        "superintendent_exit=0.3",
    ]
    .map(String::from)
    .to_vec();
    for built_in in gallery::SCENARIOS {
        let first = scenario::read(built_in.name, &settings, &BuiltIn, &ledger).unwrap();
        let text = render::complete(&first, &ledger);
        let again = scenario::read(built_in.name, &[], &Texts(&[(built_in.name, &text)]), &ledger)
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(text, render::complete(&again, &ledger), "{}", built_in.name);
        let without_remarks = |mut s: scenario::Scenario| {
            s.remarks.clear();
            s
        };
        assert_eq!(without_remarks(first), without_remarks(again), "{}", built_in.name);
    }
}

#[test]
fn a_scenario_without_a_question_reads_back_from_its_complete_text() {
    let ledger = Ledger::standard().unwrap();
    let text = "format = 1\ntitle = \"No question\"\n";
    let first = scenario::read("plain", &[], &Texts(&[("plain", text)]), &ledger).unwrap();
    let complete = render::complete(&first, &ledger);
    let again = scenario::read("plain", &[], &Texts(&[("plain", &complete)]), &ledger)
        .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(first, again);
}

#[test]
fn every_event_survives_its_complete_text() {
    let ledger = Ledger::standard().unwrap();
    let mut text = String::from("format = 1\nextends = \"lake-tahoe\"\nquestion = \"?\"\n");
    for (month, kind) in (2..).zip(uptake::events::EVENTS) {
        let what = kind.what;
        let more = match what {
            "principal leaves" => "school = \"Meyers Elementary\"\nsuccessor = \"not aligned\"",
            "principals disengage" => "school = \"Bijou Community\"\nto = 0.2",
            "superintendent leaves" => "successor = \"aligned\"",
            "principals leave" => "schools = \"pilot\"",
            "principals commit" => "schools = 0.25",
            "collaboration time changes" => "schools = 0.5\nto = 6\nuntil = \"year 4, May\"",
            "team starts" => "pilot_schools = [\"Sierra House Elementary\"]",
            "collaboration starts" => "grades = \"8-9\"",
            "support changes" => "to = 0.5\nuntil = 50",
            "set" => "parameter = \"half_dose\"\nto = 40",
            _ => "note = \"as \\\"written\\\"\"",
        };
        text.push_str(&format!("[[event]]\nmonth = {month}\nwhat = \"{what}\"\n{more}\n"));
    }
    let first =
        scenario::read("all", &[], &Texts(&[("all", &text)]), &ledger).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(first.events.len(), uptake::events::EVENTS.len());
    let complete = render::complete(&first, &ledger);
    let again = scenario::read("all", &[], &Texts(&[("all", &complete)]), &ledger).unwrap();
    assert_eq!(first.events, again.events);
    run_job(&first, &first.places[0], 1);
}

#[test]
fn every_problem_of_a_file_is_reported_at_once() {
    let ledger = Ledger::standard().unwrap();
    let text = "format = 1
titel = \"x\"
[leaders]
superintendent_comitment = 0.5
lead_commitment = 1.5
half_dose = 30
[rollout]
strategy = \"stage\"
[run]
months = 12
[[event]]
month = 14
what = \"superintendent disengage\"
";
    let problems = scenario::read("x", &[], &Texts(&[("x", text)]), &ledger).unwrap_err();
    let said = problems.to_string();
    for expected in [
        "x, line 2, column 1: a scenario has no key `titel`\n  did you mean `title`?",
        "x, line 4, column 1: [leaders] has no key `superintendent_comitment`\n  did you mean `superintendent_commitment`?",
        "x, line 5, column 19: `lead_commitment` is 1.5, outside 0 to 1 (share)",
        "x, line 6, column 1: [leaders] has no key `half_dose`\n  `half_dose` is a parameter of help: put it in [parameters]",
        "x, line 8, column 12: no strategy is called \"stage\"\n  did you mean `staged`?",
        "x, line 12, column 9: `month` is 14, but the run ends with month 12",
        "x, line 13, column 8: no event is called \"superintendent disengage\"\n  did you mean `superintendent disengages`?",
    ] {
        assert!(said.contains(expected), "missing:\n{expected}\nin:\n{said}");
    }
    assert_eq!(problems.list().len(), 7, "{said}");
}

/// Of two layers the later one counts, whether it says it in a section or in `[parameters]`.
#[test]
fn the_later_word_counts_wherever_it_stands() {
    let two = Texts(&[
        (
            "parent",
            "format = 1\n[parameters]\nlead_skill = 0.4\n\
             half_dose = { distribution = \"uniform\", low = 20, high = 40 }\n",
        ),
        (
            "child",
            "format = 1\nextends = \"parent\"\n[leaders]\nlead_skill = 0.7\n\
             [parameters]\nhalf_dose = { distribution = \"triangular\", low = 25, mode = 30, high = 35 }\n",
        ),
    ]);
    let ledger = Ledger::standard().unwrap();
    let value = |settings: &[&str], name: &str| {
        let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
        let s = scenario::read("child", &settings, &two, &ledger).unwrap_or_else(|e| panic!("{e}"));
        s.parameters[ledger.get(name).unwrap().position]
    };
    use uptake::parameters::Distribution::{Fixed, Triangular};
    assert_eq!(value(&[], "lead_skill"), Fixed(0.7));
    assert_eq!(value(&["lead_skill=0.5"], "lead_skill"), Fixed(0.5));
    assert_eq!(value(&["lead_skill=0.5", "leaders.lead_skill=0.6"], "lead_skill"), Fixed(0.6));
    assert_eq!(value(&["leaders.lead_skill=0.6", "lead_skill=0.5"], "lead_skill"), Fixed(0.5));
    assert_eq!(value(&[], "half_dose"), Triangular { low: 25.0, mode: 30.0, high: 35.0 });
}

#[test]
fn the_first_day_is_a_state_and_nobody_uses_the_practice_yet() {
    let ledger = Ledger::standard().unwrap();
    let s = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
    let outcome = run_job(&s, &s.places[0], 0);
    let at = |m: Measure| outcome.timeline[m as usize];
    assert_eq!(at(Measure::Spread), 0.0);
    assert!(at(Measure::DepthMean).is_nan(), "no users, no depth");
    for m in [Measure::Backing, Measure::PilotFit, Measure::Time, Measure::TeamCapacity, Measure::Coherence] {
        assert!(at(m) > 0.0, "{m:?}");
    }
}

#[test]
fn a_file_that_says_components_says_them_all_and_differences_and_descriptions_name_them() {
    let ledger = Ledger::standard().unwrap();
    let of = |name: &str| scenario::read(name, &[], &BuiltIn, &ledger).unwrap();
    let [alone, once, steps] = ["committed", "components-at-once", "components-in-steps"].map(of);
    let starts = |s: &scenario::Scenario| s.opening.components.iter().map(|c| c.start).collect::<Vec<_>>();
    assert_eq!((starts(&alone), starts(&once), starts(&steps)), (vec![], vec![1, 1], vec![13, 25]));
    let lines = |a, b| {
        let found = scenario::diff::differences(a, b, &ledger);
        let own = found.iter().filter(|d| d.name == "component");
        own.map(scenario::diff::Difference::line).collect::<Vec<_>>()
    };
    assert_eq!(
        lines(&alone, &once),
        [
            "component \"Lesson study\", only in B: from August of year 1 (month 1)",
            "component \"Family partnership\", only in B: from August of year 1 (month 1)",
        ]
    );
    assert_eq!(
        lines(&once, &steps)[1],
        "component \"Family partnership\": from August of year 1 (month 1) → from August of year 3 (month 25)"
    );
    let words =
        scenario::describe::page(&steps, &scenario::describe::describe(&steps, &ledger)).replace('\n', " ");
    assert!(
        words.contains("three components, the practice and \"Lesson study\" from August of year 2"),
        "{words}"
    );
    // A run that a flag shortens is the flag's affair.
    let short =
        scenario::read("components-in-steps", &["run.months=20".into()], &BuiltIn, &ledger).unwrap_err();
    assert!(
        short.to_string().contains(
            "the run ends with month 20, before the component \"Family partnership\" starts in month 25"
        ),
        "{short}"
    );
}
