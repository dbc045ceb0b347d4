//! Promise: `uptake compare RESULTS_A RESULTS_B` gives what a comparison of their scenarios gives, and says why it cannot.

use std::fs;

use tempfile::TempDir;

use crate::runner::{content, data, expect};

const SHORT: [&str; 4] = ["--months", "14", "--tables", "csv"];

#[test]
fn two_folders_give_the_bytes_of_a_comparison_that_was_run() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let run = |args: &[&str]| drop(expect(at, &[args, &SHORT].concat(), 0, &[]));
    run(&["run", "committed", "-n", "5", "--out", "a", "--no-report"]);
    run(&[
        "run",
        "weak-start",
        "-n",
        "4",
        "--out",
        "b",
        "--figures",
        "none",
        "--measures",
        "spread,deep_share,depth,ownership,coherence",
    ]);
    let kept = ["--measures", "spread,deep_share,depth,ownership,coherence"];
    run(&[&["compare", "committed", "weak-start", "-n", "4", "--out", "both"][..], &kept].concat());
    let stored = ["compare", "a", "b", "--out", "c", "--tables", "csv"];
    let told = expect(at, &stored, 0, &["the first 4 of both are compared", "the measures that both hold"]);
    assert!(content(&at.join("c")) == content(&at.join("both")), "every file, figures and report among them");
    let fresh = expect(
        at,
        &[&["compare", "committed", "weak-start", "-n", "4", "--out", "both"][..], &kept, &SHORT].concat(),
        0,
        &[],
    );
    assert_eq!(data(&told), data(&fresh));
    let before = fs::read_dir(at).unwrap().count();
    let alone = expect(at, &["compare", "a", "b", "--no-assumptions"], 0, &["no folder was written"]);
    let bare = ["compare", "a", "b", "--no-assumptions", "--no-report", "--figures", "none", "--out", "e"];
    assert_eq!(data(&alone), data(&expect(at, &bare, 0, &[])));
    fs::remove_dir_all(at.join("e")).unwrap();
    assert_eq!(fs::read_dir(at).unwrap().count(), before, "nothing is left behind");
    // A folder with itself: another name, and no difference.
    let same = expect(
        at,
        &["compare", "a", "a", "--no-assumptions", "--full"],
        0,
        &["`committed-2` is committed of a"],
    );
    assert!(data(&same).contains("no difference in any pair"), "{}", data(&same));
    run(&["run", "committed", "-n", "4", "--seed", "2", "--out", "d", "--figures", "none", "--no-report"]);
    expect(
        at,
        &["compare", "a", "d", "--unpaired", "--full"],
        0,
        &["UNPAIRED", "two independent samples of 4 runs"],
    );
}

#[test]
fn what_are_no_pairs_is_told_at_once_with_remedies() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let run = |args: &[&str]| {
        let bare = ["-n", "2", "--figures", "none", "--no-report"];
        drop(expect(at, &[&["run", "committed"], args, &bare].concat(), 0, &[]));
    };
    run(&["--months", "13", "--out", "a"]);
    run(&["--months", "14", "--seed", "2", "--set", "district.pupils=900", "--out", "b"]);
    run(&["--months", "13", "--tables", "summaries", "--out", "s"]);
    expect(
        at,
        &["compare", "a", "b"],
        2,
        &["seeds are 1 and 2", "13 months", "for 14", "districts (", "--seed 1", "--months 13", "--unpaired"],
    );
    expect(at, &["compare", "a", "a", "--unpaired"], 2, &["share chance", "leave --unpaired out"]);
    expect(at, &["compare", "a", "s"], 1, &["holds summaries alone"]);
    expect(
        at,
        &["compare", "a", "committed"],
        2,
        &["`a` is a results folder, and `committed` is none", "a/scenarios"],
    );
    expect(at, &["compare", "a", "a", "a"], 2, &["two results folders, and 3"]);
    expect(at, &["compare", "a", "a", "--seed", "3", "-n", "4"], 2, &["-n, --seed"]);
    let text = fs::read_to_string(at.join("a/summary.csv")).unwrap();
    fs::write(at.join("a/summary.csv"), text.replace("0.1", "0.2")).unwrap();
    expect(at, &["compare", "a", "b"], 1, &["summary.csv", "is not the file that was written"]);
}
