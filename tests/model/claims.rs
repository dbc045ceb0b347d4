//! Promise: claims and calibration say the same on any number of threads and after an interruption, and a
//! mistake is told with its remedy.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

fn uptake(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::cargo_bin("uptake").unwrap();
    command.current_dir(folder).env_remove("UPTAKE_DATA").args(arguments).output().unwrap()
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Notes as an interruption leaves them: so many pieces whole, and half of the next. A record is its number, the length
/// of its payload and a checksum, eight bytes each, and the payload; a file begins with 56 bytes.
fn torn_after(pieces: usize, notes: &[u8]) -> &[u8] {
    let length = |at: usize| u64::from_le_bytes(notes[at + 8..at + 16].try_into().unwrap()) as usize;
    let kept = (0..pieces).fold(56, |at, _| at + 24 + length(at));
    &notes[..kept + (24 + length(kept)) / 2]
}

#[test]
fn a_claim_is_tested_and_told_as_json_with_its_verdict_label_and_interval() {
    let folder = tempfile::tempdir().unwrap();
    let out = uptake(&["claims", "--quick", "--only", "weak-start", "--format", "json", "-q"], folder.path());
    let told: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let claim = &told.as_array().unwrap()[0];
    assert_eq!(claim["id"], "weak-start");
    for key in ["effect", "low", "high"] {
        assert!(claim[key].is_number(), "{key}");
    }
    assert!(claim["replications"].as_u64().unwrap() >= 100);
    assert_eq!(claim["label"], "structure-tuned");
    assert_eq!(claim["null"], "no help");
}

#[test]
fn the_status_says_whether_all_hold_some_fail_or_some_cannot_be_told() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["label-dropped", "site-bound", "dose", "fidelity-first", "focus-fiddle-friends"] {
        let out = uptake(&["claims", "--quick", "--only", id, "--format", "json", "-q"], folder.path());
        let told: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        let (status, words_of) = match told[0]["verdict"].as_str().unwrap() {
            "holds" => (0, String::new()),
            "fails" => (4, format!("1 of 1 claims fail: {id}")),
            _ => (5, format!("1 of 1 claims cannot be told: {id}")),
        };
        assert_eq!(out.status.code(), Some(status), "{id}: {}", words(&out.stderr));
        assert!(words(&out.stderr).contains(&words_of), "{id}: {}", words(&out.stderr));
    }
}

#[test]
fn a_quick_test_gives_no_label_that_needs_the_prior_and_the_null() {
    let folder = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| {
        let base = ["claims", "--only", "site-bound", "--format", "json", "-q", "--force"];
        let out = uptake(&[&base[..], more].concat(), folder.path());
        let told: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        told[0].clone()
    };
    let quick = run(&["--quick"]);
    assert_eq!((quick["label"].as_str(), quick["prior"].as_f64()), (Some("unlabelled"), None));
    let whole = run(&["--vectors", "1"]);
    assert!(["emergent", "structural"].contains(&whole["label"].as_str().unwrap()), "{}", whole["label"]);
    assert!(whole["null_met"].is_number() && whole["prior"].is_number());
}

#[test]
fn threads_and_interruptions_change_nothing_of_what_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let run = |out: &str, more: &[&str]| {
        let base = ["claims", "--quick", "--only", "site-bound", "--only", "long-signal", "--out", out];
        let output = uptake(&[&base[..], more].concat(), folder.path());
        assert!([Some(0), Some(4), Some(5)].contains(&output.status.code()), "{}", words(&output.stderr));
        let read = |file: &str| fs::read(folder.path().join(out).join(file)).unwrap();
        let files = ["claims.json", "claims.csv", "claims.md", "verdicts.csv", "notes"].map(read);
        (files, words(&output.stderr))
    };
    let (one, said) = run("one", &["--threads", "1"]);
    assert!(!said.contains("going on"), "{said}");
    assert_eq!(one, run("three", &["--threads", "3"]).0);
    // What an interruption leaves: the first claim whole, and half of the second.
    fs::create_dir(folder.path().join("torn")).unwrap();
    fs::write(folder.path().join("torn/notes"), torn_after(1, &one[4])).unwrap();
    let (again, said) = run("torn", &["--resume"]);
    assert_eq!(one, again);
    assert!(said.contains("torn: going on after 1 pieces"), "the first claim is not tested again: {said}");
}

#[test]
fn calibration_is_the_same_on_any_number_of_threads_and_after_an_interruption() {
    let folder = tempfile::tempdir().unwrap();
    let run = |out: &str, more: &[&str]| {
        let base = [
            "calibrate",
            "--model",
            "logistic",
            "--first",
            "16",
            "--waves",
            "1",
            "--wave",
            "4",
            "--sample",
            "6",
            "--out",
            out,
        ];
        let output = uptake(&[&base[..], more].concat(), folder.path());
        assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
        let read = |file: &str| fs::read(folder.path().join(out).join(file)).unwrap();
        ([read("accepted.csv"), read("calibration.md"), read("notes")], words(&output.stderr))
    };
    let (one, _) = run("one", &["--threads", "1"]);
    assert_eq!(one, run("two", &["--threads", "2"]).0);
    // What an interruption leaves: five vectors of the first wave whole, and half of the sixth.
    fs::create_dir(folder.path().join("torn")).unwrap();
    fs::write(folder.path().join("torn/notes"), torn_after(5, &one[2])).unwrap();
    let (again, said) = run("torn", &["--resume"]);
    assert_eq!(one, again);
    assert!(said.contains("torn: going on after 5 pieces"), "they are not simulated again: {said}");
}

#[test]
fn mistakes_are_told_with_their_remedy() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, status, word) in [
        (&["claims", "--only", "weak-strat"][..], 2, "did you mean `weak-start`?"),
        (&["claims", "--quick", "--model", "mean feild"], 2, "did you mean \"mean field\"?"),
        (&["calibrate", "--model", "ful"], 2, "did you mean \"full\"?"),
        (&["calibrate", "--first", "0"], 2, "--first"),
    ] {
        let out = uptake(arguments, folder.path());
        assert_eq!(out.status.code(), Some(status), "{arguments:?}: {}", words(&out.stderr));
        assert!(words(&out.stderr).contains(word), "{arguments:?}: {}", words(&out.stderr));
    }
    let quick = |only: &'static str| ["claims", "--quick", "--only", only, "-q", "--out", "here"];
    let first = uptake(&quick("site-bound"), folder.path());
    let again = uptake(&quick("site-bound"), folder.path());
    assert_eq!((first.status, first.stdout), (again.status, again.stdout), "the same work is used again");
    let other = uptake(&quick("long-signal"), folder.path());
    assert_eq!(other.status.code(), Some(1));
    assert!(words(&other.stderr).contains("--force"), "{}", words(&other.stderr));
}

#[test]
fn a_model_is_weighed_without_what_it_can_never_answer_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let few = ["calibrate", "--model", "no help", "--first", "8", "--waves", "0", "--sample", "4"];
    let out = uptake(&[&few[..], &["-q", "--out", "weighed"]].concat(), folder.path());
    assert_eq!(out.status.code(), Some(0), "{}", words(&out.stderr));
    let page = fs::read_to_string(folder.path().join("weighed/calibration.md")).unwrap();
    assert!(page.contains("**Left out: C5, C6.**"), "{page}");
    let accepted = fs::read_to_string(folder.path().join("weighed/accepted.csv")).unwrap();
    assert!(accepted.lines().count() > 1, "{accepted}");
}

#[test]
fn accepted_vectors_are_drawn_by_each_replication_and_can_be_stored_and_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let run = |scenario: &str, out: &str, more: &[&str]| {
        let base = ["run", scenario, "-n", "6", "--months", "14", "--tables", "csv", "-q", "--out", out];
        let output = uptake(&[&base[..], more].concat(), folder.path());
        assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
        fs::read(folder.path().join(out).join("timeline.csv")).unwrap()
    };
    let accepted = run("committed", "accepted", &["--parameters", "accepted"]);
    assert_ne!(accepted, run("committed", "default", &[]));
    assert_eq!(accepted, run("accepted/scenarios/committed.toml", "again", &[]));
    let runs = fs::read_to_string(folder.path().join("accepted/runs.csv")).unwrap();
    let last = |row: &str| row.rsplit(',').next().unwrap().to_string();
    let vectors: Vec<String> = runs.lines().map(last).collect();
    assert_eq!(vectors[0], "accepted_vector");
    // Where calibration has weighed variants, the column before says which model the vector is of.
    let head: Vec<&str> = runs.lines().next().unwrap().split(',').collect();
    let models = head.iter().position(|column| *column == "accepted_model");
    let there = |row: &str| {
        let model = models.map_or("full", |place| row.split(',').nth(place).unwrap());
        let file = format!("src/parameters/accepted/{}.csv", model.to_lowercase().replace(' ', "-"));
        fs::read_to_string(file).unwrap().lines().count() - 1
    };
    assert!(
        runs.lines().skip(1).all(|row| (1..=there(row)).contains(&last(row).parse().unwrap())),
        "{vectors:?}"
    );
    assert!(vectors[1..].iter().any(|v| *v != vectors[1]), "not all run under one vector: {vectors:?}");
    let told = uptake(
        &["run", "accepted/scenarios/committed.toml", "-n", "4", "--months", "2", "--out", "told"],
        folder.path(),
    );
    assert!(words(&told.stdout).contains("ignorance about parameters"), "{}", words(&told.stdout));
    run("committed", "named", &["--parameters", "accepted", "--set", "run.model=no leaders"]);
    let named = fs::read_to_string(folder.path().join("named/runs.csv")).unwrap();
    assert!(!named.lines().next().unwrap().contains("accepted_model"), "a model that is named is not drawn");
    let output = uptake(&["run", "committed", "--set", "run.parameters=acepted"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output.stderr).contains("did you mean `accepted`?"), "{}", words(&output.stderr));
}
