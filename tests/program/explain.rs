//! Promise: a stored run can be told; what is told is the stored run, and what would have followed without a cause is
//! what the model does without it, all other chance the same.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use uptake::explain::removal::{Removal, Without, candidates};
use uptake::explain::watch::Watch;
use uptake::explain::{but_for, explain, watched};
use uptake::metrics::columns::Measure;
use uptake::metrics::{MEASURES, Metrics};
use uptake::parameters::Ledger;
use uptake::scenario::{self, Scenario, layers::BuiltIn};
use uptake::simulation;
use uptake::trace::Trace;

use crate::runner::{self, data, forge};

/// The data that a command prints which ends with this status and says all these words.
fn expect(folder: &Path, args: &[&str], status: i32, words: &[&str]) -> String {
    data(&runner::expect(folder, args, status, words))
}
use uptake::world::{Event, Post, Reason};

fn read(name: &str, settings: &[&str]) -> Scenario {
    let ledger = Ledger::standard().unwrap();
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    scenario::read(name, &settings, &BuiltIn, &ledger).unwrap()
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&expect(folder, args, 0, &[])).unwrap()
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|x| x.to_bits()).collect()
}

/// A cell of the timeline of a folder whose tables are CSV.
fn cell(folder: &Path, scenario: &str, replication: u32, month: u32, measure: &str) -> f64 {
    let mut table = csv::Reader::from_path(folder.join("timeline.csv")).unwrap();
    let names = table.headers().unwrap().clone();
    let at = |name: &str| names.iter().position(|n| n == name).unwrap();
    let rows = table.records().map(Result::unwrap);
    let key = [
        ("scenario", scenario.to_string()),
        ("replication", replication.to_string()),
        ("month", month.to_string()),
    ];
    let mut found = rows.filter(|row| key.iter().all(|(name, value)| row[at(name)] == **value));
    found.next().unwrap()[at(measure)].parse().unwrap()
}

#[test]
fn without_a_dated_event_the_run_is_that_of_the_scenario_without_it() {
    let home = TempDir::new().unwrap();
    let compare =
        ["compare", "committed", "superintendent-disengages", "-n", "3", "--out", "r", "--tables", "csv"];
    expect(home.path(), &compare, 0, &[]);
    for replication in 0..3u32 {
        let number = replication.to_string();
        let args = [
            "explain",
            "r",
            "--scenario",
            "superintendent-disengages",
            "--replication",
            &number,
            "--format",
            "json",
        ];
        let story = json(home.path(), &args);
        let causes = story["but_for"].as_array().unwrap();
        let disengages =
            causes.iter().find(|b| b["without"].as_str().unwrap().contains("disengages")).unwrap();
        assert_eq!(disengages["month"], 14);
        for change in disengages["changes"].as_array().unwrap() {
            let month = change["month"].as_u64().unwrap() as u32;
            for measure in ["spread", "deep_share"] {
                let (was, without) = (&change[measure]["as_it_was"], &change[measure]["without"]);
                let stored = |scenario| cell(&home.path().join("r"), scenario, replication, month, measure);
                assert_eq!(
                    was.as_f64().unwrap(),
                    stored("superintendent-disengages"),
                    "{replication} {month}"
                );
                assert_eq!(without.as_f64().unwrap(), stored("committed"), "{replication} {month}");
            }
        }
    }
}

#[test]
fn without_the_only_exit_of_a_superintendent_the_run_is_that_of_a_district_in_which_none_leaves() {
    let (s, stays) = (read("committed", &[]), read("committed", &["superintendent_exit=0"]));
    let is_exit = |e: &Event| matches!(e, Event::LeaderLeft { post: Post::Superintendent, .. });
    let mut found = 0;
    for replication in 0..40 {
        let (case, watch, names) = watched(&s, &s.places[0], replication).unwrap();
        let all = candidates(&case.scenario, &watch, &names, None);
        let exits: Vec<_> = all.iter().filter(|c| c.without == "the exit of the superintendent").collect();
        let [only] = exits.as_slice() else { continue };
        let mut again = Watch::new(s.places[0].id(), case.p);
        case.run(&s, &mut again, &mut Without::new(&watch, vec![&only.removal]));
        if again.events.iter().any(|(_, e)| is_exit(e)) {
            // The same person leaves later by the same chance: another cause.
            continue;
        }
        found += 1;
        let (changes, _) = but_for::without(&case, &watch, None, &[*only]);
        let mut metrics = Metrics::new(s.run.months, &simulation::draw_parameters(&stays, replication));
        simulation::run(&stays, &stays.places[0], replication, &mut metrics).unwrap();
        let at = |month: u32, m: Measure| metrics.timeline[month as usize * MEASURES.len() + m as usize];
        for change in changes {
            assert_eq!(change.spread.1, at(change.month, Measure::Spread));
            assert_eq!(change.deep_share.1, at(change.month, Measure::DeepShare));
            assert_eq!(f64::from(change.stage.1), at(change.month, Measure::Stage));
        }
    }
    assert!(found >= 3, "{found} replications have exactly one such exit");
}

#[test]
fn watching_tracing_and_forbidding_nothing_change_no_byte_of_a_run() {
    for name in
        ["committed", "superintendent-leaves", "pause-and-return", "several-teams", "few-sent-to-training"]
    {
        let s = read(name, &[]);
        let p = simulation::draw_parameters(&s, 7);
        let plain = {
            let mut metrics = Metrics::new(s.run.months, &p);
            simulation::run(&s, &s.places[0], 7, &mut metrics).unwrap();
            metrics
        };
        let (_, watch, _) = watched(&s, &s.places[0], 7).unwrap();
        let mut recorders = (Metrics::new(s.run.months, &p), Trace::default());
        let mut hand = Without::new(&watch, Vec::new());
        simulation::run_under(&s, &s.places[0], 7, &mut recorders, &mut hand).unwrap();
        assert_eq!(bits(&watch.timeline), bits(&plain.timeline), "{name}");
        assert_eq!(bits(&recorders.0.timeline), bits(&plain.timeline), "{name}");
        assert_eq!(bits(&recorders.0.summary()), bits(&plain.summary()), "{name}");
        let traced: Vec<(u32, Event)> = recorders.1.events.into_iter().map(|(m, _, e)| (m.0, e)).collect();
        assert!(traced == watch.events, "{name}");
    }
}

#[test]
fn a_school_that_is_kept_from_giving_up_loses_nobody_by_it() {
    let s = read("superintendent-disengages", &[]);
    let mut found = 0;
    for replication in 0..30 {
        let (case, watch, names) = watched(&s, &s.places[0], replication).unwrap();
        let all = candidates(&case.scenario, &watch, &names, None);
        let Some(first) = all.iter().find(|c| matches!(c.removal, Removal::GivingUp { .. })) else {
            continue;
        };
        let Removal::GivingUp { month, school } = first.removal else { continue };
        found += 1;
        let mut again = Watch::new(s.places[0].id(), case.p);
        case.run(&s, &mut again, &mut Without::new(&watch, vec![&first.removal]));
        let gave_up = |e: &Event| match e {
            Event::GaveUp { school: own, .. } => *own == school,
            Event::Stopped { teacher, reason: Reason::SchoolGaveUp, .. } => {
                watch.school_of(teacher.0) == Some(school.0)
            }
            _ => false,
        };
        let count = |w: &Watch| w.events.iter().filter(|(m, e)| *m == month && gave_up(e)).count();
        assert!(count(&watch) > 0 && count(&again) == 0, "{replication}");
        assert!(again.school(month, school.0).using >= watch.school(month, school.0).using);
    }
    assert!(found >= 5, "{found} replications have a school that gives up");
}

#[test]
fn a_component_that_is_taken_out_is_taken_up_by_nobody_and_the_others_still_are() {
    let s = read("components-at-once", &[]);
    let (case, watch, names) = watched(&s, &s.places[0], 3).unwrap();
    let all = candidates(&case.scenario, &watch, &names, None);
    let out = all.iter().find(|c| matches!(c.removal, Removal::Component(0))).unwrap();
    assert_eq!((out.month, out.without.as_str()), (1, "the component “Lesson study”"));
    let mut again = Watch::new(s.places[0].id(), case.p);
    case.run(&s, &mut again, &mut Without::new(&watch, vec![&out.removal]));
    let taken_up = |w: &Watch, which: usize| {
        let is = |e: &Event| matches!(e, Event::TookUpComponent { component, .. } if *component == which);
        w.events.iter().filter(|(_, e)| is(e)).count()
    };
    assert!(taken_up(&watch, 0) > 0 && taken_up(&again, 0) == 0);
    assert!(taken_up(&watch, 1) > 0 && taken_up(&again, 1) > 0);
}

#[test]
fn a_lifted_shortage_gives_every_hour_that_is_needed() {
    let s = read("lake-tahoe", &[]);
    let (case, watch, names) = watched(&s, &s.places[0], 17).unwrap();
    let all = candidates(&case.scenario, &watch, &names, None);
    let shortage = all.iter().find(|c| matches!(c.removal, Removal::Shortage { .. })).unwrap();
    let Removal::Shortage { from, until } = shortage.removal else { panic!("{shortage:?}") };
    let mut again = Watch::new(s.places[0].id(), case.p);
    case.run(&s, &mut again, &mut Without::new(&watch, vec![&shortage.removal]));
    for month in from..=until {
        let (needed, given) = (again.at(month, Measure::HelpNeeded), again.at(month, Measure::HelpGiven));
        assert!((needed - given).abs() < 1e-9, "{month}: {given} of {needed}");
    }
}

#[test]
fn causes_stand_by_the_size_of_what_they_change_and_all_together_come_last() {
    let s = read("lake-tahoe", &[]);
    let story = explain(&s, &s.places[0], 17, None).unwrap();
    let sizes: Vec<[f64; 4]> = story.but_for.iter().map(|b| b.size()).collect();
    assert!(sizes.len() > 5 && sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    let together = story.together.unwrap();
    assert_eq!(together.changes.len(), 2);
    assert!(story.entries.is_sorted_by(|a, b| (a.month, a.kind) <= (b.month, b.kind)));
}

#[test]
fn the_command_tells_a_run_a_school_and_typical_runs() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(at, &["run", "lake-tahoe", "-n", "12", "--out", "t"], 0, &[]);
    let words = [
        "Lake Tahoe Unified: lake-tahoe, replication 5",
        "What happened",
        "But for",
        "not what a real",
        "--school 1",
    ];
    let text = expect(at, &["explain", "t", "--replication", "5"], 0, &words);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert_eq!(text, expect(at, &["explain", "t", "--replication", "5", "--format", "human"], 0, &[]));
    let by_number =
        expect(at, &["explain", "t", "--replication", "5", "--school", "1"], 0, &["the whole district"]);
    let by_name =
        expect(at, &["explain", "t", "--replication", "5", "--school", "meyers elementary"], 0, &[]);
    assert_eq!(by_number, by_name);
    assert!(by_number.starts_with("Meyers Elementary, Lake Tahoe Unified"), "{by_number}");
    let page = expect(at, &["explain", "t", "--replication", "5", "--format", "markdown"], 0, &[]);
    assert!(page.starts_with("# Lake Tahoe Unified") && page.contains("\n## But for\n"), "{page}");
    let typical = json(at, &["explain", "t", "--typical", "--format", "json"]);
    let all = typical.as_array().unwrap();
    assert_eq!(all.iter().map(|t| t["runs"].as_u64().unwrap()).sum::<u64>(), 12);
    let first = all[0]["ending"].as_str().unwrap();
    assert!(all.iter().all(|t| t["ending"] == t["story"]["ending"]));
    let number = all[0]["replication"].to_string();
    let whole = expect(at, &["explain", "t", "--typical", "--ending", first], 0, &[]);
    assert_eq!(whole, expect(at, &["explain", "t", "--replication", &number], 0, &[]));
    expect(at, &["explain", "t", "--typical"], 0, &["of 12 runs", "one of them whole"]);
}

#[test]
fn where_twins_part_the_event_that_parts_them_is_dated() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(at, &["compare", "committed", "superintendent-disengages", "-n", "2", "--out", "p"], 0, &[]);
    let args = ["explain", "p", "--replication", "1", "--compare", "committed", "superintendent-disengages"];
    let parting = json(at, &[&args[..], &["--format", "json"]].concat());
    assert_eq!(parting["first_month"], 14);
    assert!(parting["first_measures"].as_array().unwrap().iter().any(|m| m == "superintendent_commitment"));
    let months: Vec<u64> =
        parting["months"].as_array().unwrap().iter().map(|m| m["month"].as_u64().unwrap()).collect();
    assert_eq!(months, [12, 24, 36, 48, 60]);
    assert_eq!(parting["months"][0]["spread"][0], parting["months"][0]["spread"][1]);
    let other = [
        "explain",
        "p",
        "--replication",
        "1",
        "--compare",
        "superintendent-disengages",
        "--format",
        "markdown",
    ];
    let words = expect(
        at,
        &other,
        0,
        &[
            "The runs are identical until year 2, September (month 14); they differ from then on, first in",
            "only under",
        ],
    );
    assert_eq!(words, expect(at, &[&args[..], &["--format", "markdown"]].concat(), 0, &[]));
    expect(
        at,
        &["explain", "p", "--replication", "1", "--compare", "committed", "committed"],
        0,
        &["same to the last bit"],
    );
}

#[test]
fn a_district_of_a_cohort_is_told_as_it_goes_in_its_cohort() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(at, &["run", "cohort-of-eight", "-n", "2", "--months", "36", "--out", "c"], 0, &[]);
    expect(at, &["explain", "c", "--replication", "1"], 2, &["holds 8 districts", "--district ID"]);
    let s = read("cohort-of-eight", &["months=36"]);
    let id = s.places[2].id().to_string();
    let story = json(at, &["explain", "c", "--replication", "1", "--district", &id, "--format", "json"]);
    assert_eq!(story["district"].as_str().unwrap(), s.places[2].name());
    let months: Vec<&Value> =
        story["together"]["changes"].as_array().unwrap().iter().map(|c| &c["month"]).collect();
    assert_eq!(months, [36]);
}

#[test]
fn wrong_input_gets_place_fault_remedy_and_status() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(at, &["run", "lake-tahoe", "-n", "3", "--months", "14", "--out", "t", "--tables", "csv"], 0, &[]);
    let run = ["explain", "t", "--replication"];
    expect(at, &[&run[..], &["3"]].concat(), 2, &["holds 0 to 2"]);
    expect(at, &["explain", "t"], 2, &["--replication"]);
    expect(at, &["explain", "no", "--replication", "1"], 1, &["is not a finished results folder"]);
    expect(at, &[&run[..], &["1", "--scenario", "lake-taho"]].concat(), 3, &["did you mean `lake-tahoe`?"]);
    expect(
        at,
        &[&run[..], &["1", "--district", "Lake Taho Unified"]].concat(),
        3,
        &["did you mean `Lake Tahoe Unified`?"],
    );
    expect(
        at,
        &[&run[..], &["1", "--school", "Meyers Elementry"]].concat(),
        3,
        &["did you mean `Meyers Elementary`?"],
    );
    expect(at, &[&run[..], &["1", "--school", "99"]].concat(), 2, &["choose 1 to"]);
    expect(
        at,
        &["explain", "t", "--typical", "--ending", "scaled"],
        3,
        &["no run of lake-tahoe ends scaled", "there are: stalled"],
    );
    expect(at, &[&run[..], &["1", "--out", "story.md", "--format", "markdown"]].concat(), 0, &["story.md"]);
    expect(at, &[&run[..], &["1", "--out", "story.md"]].concat(), 1, &["nothing is overwritten"]);
    expect(at, &[&run[..], &["1", "--out", "story.md", "--force"]].concat(), 0, &[]);
    // A stored run that is another one is not told.
    let path = at.join("t/timeline.csv");
    let text = fs::read_to_string(&path).unwrap();
    let changed = text.replacen(",0.85,", ",0.86,", 1);
    assert_ne!(text, changed);
    fs::write(&path, changed).unwrap();
    expect(at, &[&run[..], &["0"]].concat(), 1, &["timeline.csv: is not the file that was written"]);
    forge(&at.join("t"), "timeline.csv");
    expect(at, &[&run[..], &["0"]].concat(), 4, &["cannot be told", "0.86", "likely reason"]);
    // Nor is one whose scenario was changed after it was run.
    let path = at.join("t/scenarios/lake-tahoe.toml");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "\n# changed\n").unwrap();
    expect(at, &[&run[..], &["1"]].concat(), 1, &["is not the scenario that was run"]);
}
