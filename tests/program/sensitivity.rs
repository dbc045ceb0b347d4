//! Promise: `uptake sensitivity` says on which parameters an answer hangs, by a study that is the same on any number of threads and
//! after an interruption; `uptake discover` finds where in a sweep something happens.

use std::fs;

use tempfile::TempDir;

use crate::runner::{content, expect, uptake};

/// A study small enough for a test: a short run of a small district.
const SMALL: [&str; 16] = [
    "sensitivity",
    "committed",
    "--months",
    "8",
    "--set",
    "district.pupils=600",
    "--of",
    "spread@8",
    "--trajectories",
    "2",
    "--points",
    "8",
    "-n",
    "2",
    "--most",
    "3",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SMALL.iter().chain(more).copied().collect()
}

#[test]
fn a_study_is_the_same_on_any_threads_and_says_its_work_and_all_it_found() {
    let home = TempDir::new().unwrap();
    expect(
        home.path(),
        &with(&["--dry-run", "--out", "A"]),
        0,
        &["2 trajectories", "8 rows of 6 points", "into A"],
    );
    assert!(!home.path().join("A").exists());
    let told = uptake(home.path(), &with(&["--out", "A", "--threads", "1", "--full"]));
    let words = String::from_utf8(told.stdout).unwrap();
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    for part in
        ["spread@8 of committed", "single runs vary", "left alone, because the scenarios set or draw them"]
    {
        assert!(words.contains(part), "{part}: {words}");
    }
    let csv = uptake(home.path(), &with(&["--out", "B", "--threads", "2", "--format", "csv"]));
    assert_eq!(content(&home.path().join("A")), content(&home.path().join("B")));
    let stored = fs::read_to_string(home.path().join("A/sensitivity.csv")).unwrap();
    assert_eq!(String::from_utf8(csv.stdout).unwrap(), stored);
    let mut rows = csv::Reader::from_reader(stored.as_bytes());
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert!(rows.len() > 200, "{}", rows.len());
    // What the scenario sets is left alone; what is looked at has shares, everything else has effects.
    assert!(rows.iter().all(|row| &row[3] != "superintendent_commitment"));
    assert_eq!(rows.iter().filter(|row| !row[17].is_empty()).count(), 3);
    assert!(rows.iter().all(|row| !row[9].is_empty() && !row[21].is_empty()));
    for file in [
        "sensitivity.json",
        "sensitivity-shares.svg",
        "sensitivity-shares.png",
        "sensitivity-shares-narrow.svg",
    ] {
        assert!(home.path().join("A").join(file).is_file(), "{file}");
    }
}

#[test]
fn two_scenarios_have_a_difference_that_is_nothing_where_they_are_the_same() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("twin.toml"), "format = 1\nextends = \"committed\"\ntitle = \"A twin\"\n")
        .unwrap();
    let mut both = with(&["--out", "A", "--format", "json", "-q"]);
    both.insert(2, "twin.toml");
    let told = uptake(home.path(), &both);
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    let found: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let answers = found["answers"].as_array().unwrap();
    let names: Vec<&str> = answers.iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["twin minus committed", "committed", "twin"]);
    let parameters = answers[0]["parameters"].as_array().unwrap();
    assert!(parameters.iter().all(|p| p["mu_star"] == 0.0 && p["told_apart"] == false));
    let effects = |answer: &serde_json::Value| -> Vec<serde_json::Value> {
        answer["parameters"].as_array().unwrap().iter().map(|p| p["mu"].clone()).collect()
    };
    assert_eq!(effects(&answers[1]), effects(&answers[2]));
}

#[test]
fn what_cannot_be_studied_is_refused_with_words() {
    let home = TempDir::new().unwrap();
    for (more, status, words) in [
        (vec!["--of", "deep_share@61"], 2, "deep_share@61"),
        (vec!["--of", "sprad@8"], 2, "spread@8"),
        (vec!["-n", "1", "--trajectories", "1"], 2, "--replications is 1"),
        (vec!["-n", "1", "--trajectories", "1"], 2, "--trajectories is 1"),
        (vec!["--points", "3"], 2, "--points is 3"),
        (vec!["--most", "0"], 2, "--most is 0"),
        (vec!["--set", "run.parameters=accepted", "--set", "depth_rat=1"], 3, "depth_rate"),
    ] {
        let args: Vec<&str> =
            ["sensitivity", "committed", "--months", "60"].into_iter().chain(more).collect();
        let told = uptake(home.path(), &args);
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(said.contains(words), "{args:?}: {said}");
        assert!([status, 2].contains(&told.status.code().unwrap()), "{args:?}: {said}");
    }
    let three = ["sensitivity", "committed", "mandate-at-once", "grassroots-only"];
    assert_eq!(uptake(home.path(), &three).status.code(), Some(2));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_sweep_says_where_its_runs_stall() {
    let home = TempDir::new().unwrap();
    let sweep = [
        "sweep",
        "committed",
        "--kind",
        "sobol",
        "--points",
        "24",
        "-n",
        "2",
        "--months",
        "10",
        "--set",
        "district.pupils=600",
        "--vary",
        "manager_hours=0..40",
        "--vary",
        "rollout.strategy=grassroots only,mandate at once",
        "--figures",
        "none",
        "--out",
        "S",
        "-q",
    ];
    expect(home.path(), &sweep, 0, &[]);
    let timeline = uptake(home.path(), &["discover", "S", "--where", "spread@10 > 0.2", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&timeline.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&timeline.stderr)));
    assert_eq!((found["runs"].as_u64(), found["points"].as_u64()), (Some(48), Some(24)));
    assert!((1..48).contains(&found["of_interest"].as_u64().unwrap()));
    let first = &found["boxes"][0];
    assert!(first["coverage"].as_f64().unwrap() > first["support"].as_f64().unwrap(), "{first}");
    expect(
        home.path(),
        &["discover", "S", "--where", "spread@10 > 0.2", "--out", "D"],
        0,
        &["D: discovery.csv"],
    );
    assert!(home.path().join("D/discovered-box.svg").is_file());
    for (args, status, words) in [
        (vec!["discover", "S", "--where", "spread@10 > 0.2", "--out", "D"], 1, "--force"),
        (vec!["discover", "S", "--where", "spread@11 > 0.2"], 2, "spread@10"),
        (vec!["discover", "S", "--where", "spread@10 = 0.2"], 2, "none of the signs"),
        (vec!["discover", "S", "--where", "spread@10 > 2"], 2, "no run meets"),
        (vec!["discover", "S", "--where", "spread@10 > 0.2", "--density", "7"], 2, "--density 0.8"),
    ] {
        let told = uptake(home.path(), &args);
        let said = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(
            said.contains(words) && told.status.code() == Some(status),
            "{args:?} {:?}: {said}",
            told.status
        );
    }
}
