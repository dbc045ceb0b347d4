//! Promise: futures are weighted by what a district has seen, and it is said how many that rests on, or that none comes near.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{content, data, expect};

const BRIEF: [&str; 4] = ["--months", "16", "--no-report", "-q"];

fn home(rows: &str) -> TempDir {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("seen.csv"), format!("month,measure,value,sd\n{rows}")).unwrap();
    home
}

fn told(home: &Path, command: &[&str], more: &[&str]) -> String {
    data(&expect(home, &[command, &BRIEF, &["--seen", "seen.csv"], more].concat(), 0, &[]))
}

#[test]
fn what_was_seen_leads_and_is_kept_with_the_weights() {
    let home = home("6,spread,0.05,0.05\n12,spread,0.1,0.05\n");
    let home = home.path();
    let human = told(home, &["run", "committed"], &["-n", "60", "--figures", "seen-fans", "--out", "r"]);
    let first: String = human.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    assert!(
        first.starts_with("Given what you have seen (year 1, January (month 6): spread 0.05 ± 0.05;"),
        "{human}"
    );
    assert!(first.contains("of 60 futures"), "{human}");
    assert_eq!(fs::read_to_string(home.join("r/seen.csv")).unwrap().lines().count(), 3);
    let weights = fs::read_to_string(home.join("r/weights.csv")).unwrap();
    let sum: f64 =
        weights.lines().skip(1).map(|l| l.rsplit(',').next().unwrap().parse::<f64>().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9 && weights.lines().count() == 61, "{weights}");
    assert!(home.join("r/figures/seen-fans.svg").is_file());
    // The same folder from the same command, whatever the threads, and its report again.
    told(
        home,
        &["run", "committed"],
        &["-n", "60", "--figures", "seen-fans", "--threads", "3", "--out", "other"],
    );
    assert_eq!(content(&home.join("r")), content(&home.join("other")));
    expect(home, &["report", "r", "--out", "page.html"], 0, &[]);
    let page = fs::read_to_string(home.join("page.html")).unwrap();
    assert!(page.contains("Given what you have seen") && page.contains("--seen seen.csv"));
    fs::write(home.join("r/seen.csv"), "month,measure,value,sd\n12,spread,0.9,0.05\n").unwrap();
    expect(home, &["report", "r", "--out", "x.html"], 1, &["seen.csv"]);
}

#[test]
fn a_district_that_no_future_comes_near_is_said_to_be_unlike_all() {
    let home = home("12,spread,0.99,0.01\n");
    let bare = ["-n", "20", "--figures", "none", "--out", "r"];
    let human = told(home.path(), &["run", "committed"], &bare);
    let human = human.replace('\n', " ");
    assert!(human.starts_with("The model has not seen a district like yours: none of 20 futures"), "{human}");
    assert!(!human.contains("Given what you have seen"), "{human}");
}

#[test]
fn pairs_are_weighted_together_and_faults_are_told_at_once() {
    let home = home("12,spread,0.1,0.05\n");
    let bare = ["-n", "20", "--figures", "none"];
    let pair = ["compare", "committed", "superintendent-disengages"];
    let human = told(home.path(), &pair, &[&bare[..], &["--out", "pair"]].concat()).replace('\n', " ");
    assert!(human.contains("instead of “committed”, given the same,"), "{human}");
    let json = told(
        home.path(),
        &["what-if", "committed", "--with", "team_sites=3"],
        &[&bare[..], &["--format", "json", "--out", "w"]].concat(),
    );
    assert!(json.contains("\"given_seen\"") && json.contains("\"effective\""), "{json}");
    assert!(json.contains("\"comes_near\": true"), "{json}");
    fs::write(home.path().join("wrong.csv"), "month,measure,value,sd\n12,sprad,0.1,0.05\n40,spread,15,-1\n")
        .unwrap();
    let words = [
        "did you mean `spread`?",
        "month 40 is after the last month of the runs, 16",
        "write a share, as 0.15",
        "not above 0",
    ];
    expect(home.path(), &["run", "committed", "--months", "16", "--seen", "wrong.csv"], 3, &words);
    let refused = ["run", "committed", "--seen", "seen.csv", "--parameters", "default", "--months", "16"];
    expect(home.path(), &refused, 2, &["leave out --parameters default"]);
    let refused = ["sweep", "committed", "--vary", "team_sites=1,2", "--seen", "seen.csv"];
    expect(home.path(), &refused, 2, &["--seen weighs the futures of run, compare, what-if and decide"]);
}
