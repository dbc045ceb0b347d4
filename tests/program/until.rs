//! Promise: `--until-half-width` adds replications until a mean is known, and leaves what a batch of so many leaves.

use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::runner::{content, data, expect, said, uptake};

const WITH: [&str; 6] = ["--months", "8", "--of", "spread@8", "--tables", "csv"];

fn until<'a>(first: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [first, &WITH, more].concat()
}

fn replications(folder: &std::path::Path) -> u64 {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    manifest["replications"].as_u64().unwrap()
}

#[test]
fn the_folder_is_that_of_as_many_replications_and_more_are_added_to_it() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let wide = until(&["run", "committed", "--until-half-width", "0.03", "--out", "r"], &[]);
    let output = expect(at, &wide, 0, &["replications were enough", "95% over all"]);
    let n = replications(&at.join("r"));
    assert!(n >= 150, "{n}: {}", said(&output));
    let number = n.to_string();
    let fresh = ["run", "committed", "-n", &number, "--months", "8", "--tables", "csv", "--out", "fresh"];
    let told = expect(at, &fresh, 0, &["what so many runs could"]);
    assert_eq!(data(&output), data(&told), "the summary is that of as many");
    assert!(content(&at.join("r")) == content(&at.join("fresh")), "so is every file");
    expect(at, &wide, 0, &["these very results are there", "were enough"]);
    // A narrower wish: refused unasked, added to with --resume, up to the most.
    let narrow =
        until(&["run", "committed", "--until-half-width", "0.001", "--at-most", "400", "--out", "r"], &[]);
    expect(at, &narrow, 1, &["nothing is added unasked", "--resume"]);
    let output = expect(
        at,
        &[narrow, vec!["--resume"]].concat(),
        0,
        &["400 replications are not enough", "--at-most than 400"],
    );
    assert_eq!(replications(&at.join("r")), 400, "{}", said(&output));
    assert!(at.join("r/report.html").is_file() && at.join("r/figures").is_dir());
}

#[cfg(all(unix, debug_assertions))]
#[test]
fn killed_anywhere_it_goes_on_to_the_same_number_and_bytes() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let pair = [
        "compare",
        "committed",
        "weak-start",
        "--until-half-width",
        "0.05",
        "--no-assumptions",
        "--no-report",
        "--figures",
        "none",
    ];
    let args = until(&pair, &["--out", "whole", "--threads", "2"]);
    let with_fault = |args: &[&str], fault: &str| {
        Command::new(assert_cmd::cargo::cargo_bin!("uptake"))
            .current_dir(at)
            .args(args)
            .env("UPTAKE_FAULT", fault)
            .output()
            .unwrap()
    };
    let output = with_fault(&args, "list:0");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let places = String::from_utf8_lossy(&output.stderr).lines().filter(|l| l.starts_with("place ")).count();
    assert!(replications(&at.join("whole")) > 100, "{}", said(&output));
    let trials: usize = std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    for k in 0..trials {
        let (place, out) = (1 + k * (places - 1) / (trials - 1), format!("k{k}"));
        let args = until(&pair, &["--out", &out, "--threads", "2"]);
        with_fault(&args, &format!("kill:{place}"));
        let output = uptake(at, &[args, vec!["--resume"]].concat());
        assert_eq!(output.status.code(), Some(0), "place {place} of {places}: {}", said(&output));
        assert!(content(&at.join(&out)) == content(&at.join("whole")), "place {place} of {places}");
        fs::remove_dir_all(at.join(&out)).unwrap();
    }
}

#[test]
fn all_points_and_pairs_are_known_and_mistakes_are_told() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let sweep =
        ["sweep", "committed", "--vary", "initiatives_usual=1,6", "--reference", "initiatives_usual=1"];
    let wish = ["--until-half-width", "0.06", "--out", "s", "--figures", "none"];
    expect(
        at,
        &until(&[&sweep[..], &wish].concat(), &[]),
        0,
        &["were enough (committed-02 minus committed-01"],
    );
    let change =
        ["what-if", "committed", "--with", "team_sites=3", "--until-half-width", "0.1", "--out", "w"];
    let output = expect(
        at,
        &until(&change, &["--no-assumptions", "--no-report", "--figures", "none", "--format", "json"]),
        0,
        &["were enough"],
    );
    let told: Value = serde_json::from_str(&data(&output)).unwrap();
    assert!(told["could_show"][0]["smallest_difference"].as_f64().is_some_and(|d| d >= 0.0), "{told}");
    assert_eq!(told["could_show"][0]["n"], replications(&at.join("w")));
    let run = |more: &[&'static str]| [&["run", "committed", "--until-half-width"], more].concat();
    for (args, words) in [
        (run(&["0.01"]), &["--of"][..]),
        (run(&["0.01", "--of", "sprad@36"]), &["did you mean spread@36"]),
        (run(&["0.01", "--of", "spread@61"]), &["spread@60"]),
        (run(&["-1", "--of", "spread@36"]), &["above 0"]),
        (run(&["0.01", "--of", "spread@36", "-n", "10"]), &["cannot be used with"]),
        (run(&["0.01", "--of", "spread@36", "--grow"]), &["cannot be used with"]),
        (run(&["0.01", "--of", "ending"]), &["is a code"]),
        (run(&["0.01", "--of", "spread@36", "--measures", "depth"]), &["--measures depth,spread"]),
        (run(&["0.01", "--of", "spread@36", "--tables", "summaries"]), &["keeps none"]),
        (vec!["run", "committed", "--at-most", "10"], &["--until-half-width"]),
        (
            vec![
                "sizes",
                "committed",
                "--pupils",
                "500,900",
                "--until-half-width",
                "0.1",
                "--of",
                "spread@36",
            ],
            &["choose the number with -n"],
        ),
    ] {
        expect(at, &args, 2, words);
    }
    let dry = expect(
        at,
        &until(&["run", "committed", "--until-half-width", "0.01", "--dry-run"], &[]),
        0,
        &["at most"],
    );
    assert!(data(&dry).contains("10000 replications") || data(&dry).contains("10,000"), "{}", said(&dry));
}
