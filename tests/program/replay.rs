//! Promise: every stored run can be run again, alone, and is the same to the last bit; one that is not is named.

use std::fs;
use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use uptake::metrics::{MEASURES, RUN_COLUMNS};

use crate::runner::{self, DISTRICTS, data, forge};

/// The data that a command prints which ends with this status and says all these words.
fn expect(folder: &Path, args: &[&str], status: i32, words: &[&str]) -> String {
    data(&runner::expect(folder, args, status, words))
}

/// Values of a run of so many months: every measure of every month, the status and every column of the run.
fn values(months: usize) -> usize {
    (months + 1) * MEASURES.len() + 1 + RUN_COLUMNS.len()
}

#[test]
fn a_stored_run_is_the_same_to_the_last_bit_in_every_format() {
    let home = TempDir::new().unwrap();
    for tables in ["parquet", "csv", "mixed"] {
        let run = [
            "compare",
            "committed",
            "mandate-at-once",
            "-n",
            "4",
            "--months",
            "20",
            "--tables",
            tables,
            "--out",
            tables,
        ];
        expect(home.path(), &run, 0, &[]);
        let count = format!("the same to the last bit: {} values", values(20));
        let words = [
            &*format!("committed, district, replication 3: {count}"),
            &*format!("mandate-at-once, district, replication 3: {count}"),
            "uptake explain",
        ];
        expect(home.path(), &["replay", tables, "--replication", "3"], 0, &words);
        let one =
            expect(home.path(), &["replay", tables, "--replication", "0", "--scenario", "committed"], 0, &[]);
        assert_eq!(one.lines().count(), 1);
    }
}

#[test]
fn drawn_parameters_and_cohorts_and_many_districts_are_replayed_too() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let drawn = "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}";
    expect(at, &["run", "committed", "-n", "3", "--months", "13", "--set", drawn, "--out", "a"], 0, &[]);
    let count = format!("the same to the last bit: {} values", values(13) + 1);
    expect(at, &["replay", "a", "--replication", "2"], 0, &[&count]);
    expect(at, &["run", "cohort-of-eight", "-n", "2", "--months", "13", "--out", "c"], 0, &[]);
    let all = expect(at, &["replay", "c", "--replication", "1"], 0, &[]);
    assert_eq!(all.matches("the same to the last bit").count(), 8);
    let many = [
        "run",
        "committed",
        "-n",
        "2",
        "--months",
        "13",
        "--districts",
        DISTRICTS,
        "--district",
        "regular",
        "--out",
        "m",
    ];
    expect(at, &many, 0, &[]);
    let all: Value =
        serde_json::from_str(&expect(at, &["replay", "m", "--replication", "1", "--format", "json"], 0, &[]))
            .unwrap();
    assert_eq!(all["same"], true);
    let runs = all["runs"].as_array().unwrap();
    assert!(runs.len() > 1, "{all}");
    let id = runs[1]["district"].as_str().unwrap();
    let one = expect(at, &["replay", "m", "--replication", "1", "--district", id], 0, &[id]);
    assert_eq!(one.lines().count(), 1);
}

#[test]
fn a_value_that_differs_is_named_with_month_and_measure() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(at, &["run", "committed", "-n", "2", "--months", "13", "--tables", "csv", "--out", "r"], 0, &[]);
    let path = at.join("r/timeline.csv");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    let column = lines[0].split(',').position(|name| name == "backing").unwrap();
    let row = lines
        .iter()
        .position(|line| line.starts_with("committed,1,") && line.split(',').nth(3) == Some("7"))
        .unwrap();
    let mut cells: Vec<String> = lines[row].split(',').map(String::from).collect();
    cells[column] = "0.123".into();
    lines[row] = cells.join(",");
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    for command in [&["replay", "r", "--replication", "0"][..], &["explain", "r", "--typical"]] {
        expect(at, command, 1, &["timeline.csv: is not the file that was written"]);
    }
    forge(&at.join("r"), "timeline.csv");
    expect(at, &["replay", "r", "--replication", "0"], 0, &[]);
    let words = ["1 of", "the first is month 7, `backing`: stored 0.123, replayed 0.", "likely reason"];
    expect(at, &["replay", "r", "--replication", "1"], 4, &words);
    let found: Value =
        serde_json::from_str(&expect(at, &["replay", "r", "--replication", "1", "--format", "json"], 4, &[]))
            .unwrap();
    let first = &found["runs"][0]["first_difference"];
    assert_eq!((&first["month"], &first["measure"]), (&Value::from(7), &Value::from("backing")));
}

/// Makes a folder one that version 0.2.0 wrote, with a parameter that is not known any more.
fn age(folder: &Path) {
    let scenario = folder.join("scenarios/committed.toml");
    let text = fs::read_to_string(&scenario).unwrap();
    let old = text.replacen("[parameters]\n", "[parameters]\nonce_known = 0.4\n", 1);
    assert_ne!(text, old);
    fs::write(&scenario, &old).unwrap();
    let path = folder.join("manifest.json");
    let version = |number: &str| format!("\"version\": \"{number}\"");
    let hash = |text: &str| -> String {
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let manifest = fs::read_to_string(&path).unwrap();
    let aged = manifest.replace(&version(env!("CARGO_PKG_VERSION")), &version("0.2.0"));
    assert_ne!(aged, manifest);
    fs::write(&path, aged.replace(&hash(&text), &hash(&old))).unwrap();
    forge(folder, "scenarios/committed.toml");
}

#[test]
fn a_folder_of_a_version_with_other_runs_is_plotted_and_reported_but_not_run_again() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(at, &["run", "committed", "-n", "4", "--months", "13", "--out", "r"], 0, &[]);
    age(&at.join("r"));
    expect(at, &["plot", "r", "--out", "figures"], 0, &[]);
    assert!(fs::read_dir(at.join("figures")).unwrap().count() > 5);
    expect(at, &["report", "r", "--out", "page.html"], 0, &[]);
    let page = fs::read_to_string(at.join("page.html")).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let said = format!("The runs are those of uptake 0.2.0. This page was written by uptake {version}");
    assert!(page.contains(&said) && page.contains("Not screened: another version"));
    assert!(!page.contains("uptake explain"));
    let refused = format!("its runs are of uptake 0.2.0, and those of uptake {version} are others");
    let words = [refused.as_str(), "install uptake 0.2.0, or run the scenarios anew"];
    expect(at, &["replay", "r", "--replication", "1"], 1, &words);
    expect(at, &["explain", "r", "--replication", "1"], 1, &words);
    expect(at, &["explain", "r", "--typical"], 1, &words);
}

#[test]
fn a_changed_cell_of_runs_is_named_and_wrong_input_has_its_status() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(at, &["run", "committed", "-n", "2", "--months", "13", "--tables", "csv", "--out", "r"], 0, &[]);
    expect(at, &["replay", "r", "--replication", "2"], 2, &["holds 0 to 1"]);
    expect(at, &["replay", "r"], 2, &["--replication"]);
    expect(at, &["replay", "r", "--replication", "1", "--format", "csv"], 2, &["human or json"]);
    expect(
        at,
        &["replay", "r", "--replication", "1", "--scenario", "comitted"],
        3,
        &["did you mean `committed`?"],
    );
    expect(
        at,
        &["replay", "r", "--replication", "1", "--district", "nowhere"],
        3,
        &["This folder holds one district", "Leave `--district` out"],
    );
    expect(at, &["replay", "none", "--replication", "1"], 1, &["not a finished results folder"]);
    let path = at.join("r/runs.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace(",stalled,", ",scaled,")).unwrap();
    forge(&at.join("r"), "runs.csv");
    let words = ["the run as a whole, `ending`: stored scaled, replayed stalled"];
    expect(at, &["replay", "r", "--replication", "1"], 4, &words);
    fs::remove_file(at.join("r/manifest.json")).unwrap();
    expect(at, &["replay", "r", "--replication", "1"], 1, &["not a finished results folder", "--resume"]);
}
