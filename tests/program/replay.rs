//! Promise: every stored run can be run again, alone, and is the same to the last bit; one that is not is named.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use uptake::metrics::{MEASURES, RUN_COLUMNS};

use crate::runner::{self, DISTRICTS, data};

/// The data that a command prints which ends with this status and says all these words.
fn expect(folder: &Path, args: &[&str], status: i32, words: &[&str]) -> String {
    data(&runner::expect(folder, args, status, words))
}

/// Values of a run of so many months: every measure of every month, the status and every column of the run.
fn values(months: usize) -> usize {
    (months + 1) * MEASURES.len() + 1 + RUN_COLUMNS.len()
}

#[test]
fn a_stored_run_is_the_same_to_the_last_bit_in_either_format() {
    let home = TempDir::new().unwrap();
    for tables in ["parquet", "csv"] {
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
    expect(at, &["replay", "r", "--replication", "0"], 0, &[]);
    let words = ["1 of", "the first is month 7, `backing`: stored 0.123, replayed 0.", "likely reason"];
    expect(at, &["replay", "r", "--replication", "1"], 4, &words);
    let found: Value =
        serde_json::from_str(&expect(at, &["replay", "r", "--replication", "1", "--format", "json"], 4, &[]))
            .unwrap();
    let first = &found["runs"][0]["first_difference"];
    assert_eq!((&first["month"], &first["measure"]), (&Value::from(7), &Value::from("backing")));
    // A folder of another version says so.
    let manifest = at.join("r/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    fs::write(&manifest, text.replacen(&format!("\"version\": \"{version}\""), "\"version\": \"0.0.9\"", 1))
        .unwrap();
    expect(at, &["replay", "r", "--replication", "1"], 4, &["is of version 0.0.9", version]);
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
    expect(at, &["replay", "r", "--replication", "1", "--district", "nowhere"], 3, &["there are: district"]);
    expect(at, &["replay", "none", "--replication", "1"], 1, &["not a finished results folder"]);
    let path = at.join("r/runs.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace(",stalled,", ",scaled,")).unwrap();
    let words = ["the run as a whole, `ending`: stored scaled, replayed stalled"];
    expect(at, &["replay", "r", "--replication", "1"], 4, &words);
    fs::remove_file(at.join("r/manifest.json")).unwrap();
    expect(at, &["replay", "r", "--replication", "1"], 1, &["not a finished results folder", "--resume"]);
}
