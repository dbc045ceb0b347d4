//! Promise: `--measures` keeps some measures alone; every command reads such results, and names what it cannot make of them.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::runner::{content, data, expect, said, uptake};

const SHORT: [&str; 4] = ["-n", "3", "--months", "14"];

fn with<'a>(first: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [first, &SHORT, more].concat()
}

#[test]
fn results_of_some_measures_are_read_by_every_command_and_what_they_lack_is_named() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    for (set, drawn, lacks) in [
        (
            "spread,deep_share,stage",
            &["answer", "difference-weak-start", "stage-shares", "time-to-stage", "timeline-fans"][..],
            "depth",
        ),
        ("collaboration_hours", &["time-to-stage"][..], "spread"),
    ] {
        let out = set.split(',').next().unwrap();
        let args = with(
            &[
                "compare",
                "committed",
                "weak-start",
                "--no-assumptions",
                "--full",
                "--measures",
                set,
                "--out",
                out,
            ],
            &[],
        );
        let output = expect(
            at,
            &args,
            0,
            &["not drawn, since --measures left out", "spread-depth-path (", "the report ("],
        );
        for name in set.split(',').filter(|name| *name != "spread") {
            let words = if name == "deep_share" { "deep share" } else { name };
            assert!(data(&output).contains(words), "{}", said(&output));
        }
        assert!(!data(&output).contains("ownership"), "{}", said(&output));
        let mut figures: Vec<String> = fs::read_dir(at.join(out).join("figures"))
            .unwrap()
            .filter_map(|file| {
                file.unwrap().file_name().to_string_lossy().strip_suffix(".png").map(String::from)
            })
            .collect();
        figures.sort();
        assert_eq!(figures, drawn);
        assert!(!at.join(out).join("report.html").exists());
        expect(at, &["plot", out], 0, &["not drawn", "spread-depth-path"]);
        let remedy = format!("--measures {set},{lacks}");
        expect(at, &["report", out], 1, &["a report is made of", &remedy]);
        expect(at, &["explain", out, "--typical"], 1, &["typical runs is made of", &remedy]);
        expect(at, &["explain", out, "--replication", "1"], 0, &["What happened"]);
        expect(at, &["replay", out, "--replication", "1"], 0, &["the same to the last bit"]);
        expect(at, &args, 0, &["these very results are there"]);
    }
}

#[test]
fn no_number_of_what_is_kept_changes_and_such_results_grow() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let few = ["--measures", "spread,stage", "--tables", "csv"];
    let args = |n: &'static str, out: &'static str| {
        [&["run", "committed", "--months", "14", "-n", n, "--out", out], &few[..]].concat()
    };
    expect(at, &args("2", "grown"), 0, &[]);
    expect(at, &[args("4", "grown"), vec!["--grow"]].concat(), 0, &["2 of 4 replications were there"]);
    expect(at, &args("4", "fresh"), 0, &[]);
    assert!(content(&at.join("grown")) == content(&at.join("fresh")));
    expect(at, &["run", "committed", "--months", "14", "-n", "4", "--out", "all", "--tables", "csv"], 0, &[]);
    let rows = |out: &str| -> Vec<String> {
        let text = fs::read_to_string(at.join(out).join("summary.csv")).unwrap();
        let is_kept =
            |line: &&str| [",spread,", ",stage,", ",stage_share_"].iter().any(|name| line.contains(name));
        text.lines().filter(is_kept).map(String::from).collect()
    };
    assert!(rows("fresh") == rows("all") && rows("all").len() > 80);
    let head = fs::read_to_string(at.join("fresh/timeline.csv")).unwrap();
    assert_eq!(head.lines().next(), Some("scenario,replication,district,month,spread,stage"));
    let alone = ["--measures", "spread,stage", "--tables", "summaries", "--out", "alone"];
    expect(at, &[&["run", "committed", "--months", "14", "-n", "4"], &alone[..]].concat(), 0, &[]);
    assert!(rows("alone") == rows("fresh"));
    expect(
        at,
        &["run", "committed", "--measures", "sprad,deep_share,month_stage_4"],
        2,
        &["`sprad`", "`spread` for `sprad`", "`month_stage_4`"],
    );
}

#[test]
fn a_sweep_and_sizes_tell_what_is_kept_and_the_table_of_a_sweep_is_one_of_the_tables() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let vary = ["sweep", "committed", "--vary", "initiatives_usual=1,3", "--measures"];
    let sweep = |set: &'static str, more: &[&'static str]| with(&[&vary[..], &[set]].concat(), more);
    expect(at, &sweep("coherence", &["--out", "c", "--tables", "csv"]), 0, &["coherence, month 14"]);
    expect(
        at,
        &sweep("deep_share", &["--out", "d", "--tables", "csv"]),
        0,
        &["teach it deeply, month 14", "sweep-lines (spread)"],
    );
    assert!(at.join("d/figures/sweep-map.png").is_file() || !at.join("d/figures/sweep-lines.png").exists());
    let table = fs::read_to_string(at.join("c/sweep.csv")).unwrap();
    let columns: Value =
        serde_json::from_str(&fs::read_to_string(at.join("c/columns.json")).unwrap()).unwrap();
    for name in table.lines().next().unwrap().split(',') {
        let is_it = |c: &&Value| {
            c["name"] == name && c["files"].as_array().unwrap().iter().any(|file| file == "sweep.csv")
        };
        assert_eq!(columns["columns"].as_array().unwrap().iter().filter(is_it).count(), 1, "{name}");
    }
    assert_eq!(columns["dtype"]["sweep.csv"]["initiatives_usual"], "float64");
    assert!(table.lines().skip(1).all(|line| line.contains(",coherence,")));
    #[cfg(feature = "parquet")]
    {
        expect(at, &sweep("coherence", &["--out", "p", "--tables", "parquet"]), 0, &[]);
        assert!(at.join("p/sweep.parquet").is_file() && !at.join("p/sweep.csv").exists());
        assert_eq!(uptake(at, &["plot", "p"]).status.code(), Some(2), "no figure of a sweep shows coherence");
    }
    let sizes =
        ["sizes", "committed", "--pupils", "2000,4000", "--measures", "deep_share", "--out", "s", "--full"];
    expect(at, &with(&sizes, &[]), 0, &["months to stage 2", "timeline-fans ("]);
}
