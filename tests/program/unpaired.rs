//! Promise: scenarios whose runs are no pairs are never compared as pairs, and unpaired ones are called so wherever they are told.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{content, data, expect, forge, uptake};

const BRIEF: [&str; 5] = ["-n", "6", "--months", "14", "-q"];

fn run(home: &Path, command: &[&str], more: &[&str]) -> std::process::Output {
    expect(home, &[command, &BRIEF, more].concat(), 0, &[])
}

/// A folder with a scenario about another district.
fn home() -> TempDir {
    let home = TempDir::new().unwrap();
    let text =
        "format = 1\nextends = \"committed\"\n[district]\npupils = 3000\n[parameters]\nteam_sites = 3\n";
    fs::write(home.path().join("ours.toml"), text).unwrap();
    home
}

const UNPAIRED: [&str; 4] = ["compare", "committed", "ours.toml", "--unpaired"];

#[test]
fn what_is_no_pair_is_refused_by_what_differs_and_diff_says_so() {
    let home = home();
    fs::write(home.path().join("older.toml"), "format = 1\nextends = \"committed\"\nteam.grades = \"3-4\"\n")
        .unwrap();
    fs::write(
        home.path().join("drawn.toml"),
        "format = 1\nextends = \"committed\"\nrun.parameters = \"accepted\"\n",
    )
    .unwrap();
    for (file, words) in [
        (
            "ours.toml",
            &["districts (`committed`: eight listed schools", "3,000 students", "district.pupils=3000"][..],
        ),
        ("older.toml", &["grades of the teachers (`committed`: transitional", "`older`: grades 3 to 4"]),
        ("drawn.toml", &["parameter sets (`committed`: default; `drawn`: accepted"]),
    ] {
        let words = [words, &["cannot be compared in pairs", "--unpaired"]].concat();
        expect(home.path(), &["compare", "committed", file], 2, &words);
        let diff = expect(home.path(), &["diff", "committed", file], 0, &["their runs are no pairs"]);
        assert!(
            String::from_utf8_lossy(&diff.stderr)
                .contains(&format!("uptake compare committed {file} --unpaired"))
        );
    }
    assert!(!home.path().join("results").exists());
}

#[test]
fn an_unpaired_folder_holds_two_samples_and_never_a_pair() {
    let home = home();
    let (csv, out) = (["--tables", "csv"], home.path().join("r"));
    run(home.path(), &UNPAIRED, &[&csv[..], &["--out", "r"]].concat());
    assert!(out.join("differences_summary.csv").exists() && !out.join("differences.csv").exists());
    // Each sample is what `run` makes of it, the second with the next seed.
    for (scenario, seed) in [("committed", "1"), ("ours.toml", "2")] {
        let alone = [&csv[..], &["--seed", seed, "--out", seed, "--no-report", "--figures", "none"]].concat();
        run(home.path(), &["run", scenario], &alone);
        let rows = |folder: &str, of: &str| -> Vec<String> {
            let text = fs::read_to_string(home.path().join(folder).join("timeline.csv")).unwrap();
            text.lines().filter(|line| line.starts_with(of)).map(String::from).collect()
        };
        let name = format!("{},", scenario.trim_end_matches(".toml"));
        assert!(rows("r", &name) == rows(seed, &name) && rows(seed, &name).len() == 6 * 15, "{scenario}");
    }
    // The difference is that of the two means.
    let table = |name: &str, key: &str, column: usize| -> f64 {
        let text = fs::read_to_string(out.join(name)).unwrap();
        text.lines()
            .find_map(|line| line.strip_prefix(key))
            .unwrap()
            .split(',')
            .nth(column)
            .unwrap()
            .parse()
            .unwrap()
    };
    let mean = |of: &str| table("summary.csv", &format!("{of},district,14,spread,"), 1);
    let difference = table("differences_summary.csv", "ours,committed,district,14,spread,", 2);
    assert!((difference - (mean("ours") - mean("committed"))).abs() < 1e-12);
    for file in ["report.html", "figures/difference-ours.svg", "columns.json"] {
        let text = fs::read_to_string(out.join(file)).unwrap();
        assert!(text.to_lowercase().contains("unpaired"), "{file}");
        for words in
            ["pairs of the same", "in all 6 pairs", "share of pairs", "5 to 95% of pairs", "pair by pair"]
        {
            assert!(!text.contains(words), "{file} says {words}");
        }
    }
    let told = data(&run(home.path(), &UNPAIRED, &["--out", "r", "--tables", "csv", "--format", "json"]));
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let first = &told["effects"][0];
    assert!(first["comparison"] == "unpaired" && first.get("share_lower").is_none(), "{first}");
    expect(
        home.path(),
        &["explain", "r", "--replication", "1", "--compare", "ours"],
        2,
        &["unpaired", "without --compare"],
    );
    expect(
        home.path(),
        &["replay", "r", "--replication", "1", "--scenario", "ours"],
        0,
        &["the same to the last bit"],
    );
    for again in ["plot", "report"] {
        expect(home.path(), &[again, "r", "--out", again], 0, &[]);
    }
    assert_eq!(fs::read(home.path().join("report")).unwrap(), fs::read(out.join("report.html")).unwrap());
}

#[test]
fn unpaired_results_are_the_same_bytes_on_any_threads_and_are_checked_when_they_are_opened() {
    let home = home();
    for threads in ["1", "2"] {
        run(home.path(), &UNPAIRED, &["--threads", threads, "--out", threads]);
    }
    assert!(content(&home.path().join("1")) == content(&home.path().join("2")));
    // Summaries alone say the same.
    run(home.path(), &UNPAIRED, &["--tables", "summaries", "--out", "s"]);
    let summary = |folder: &str| fs::read(home.path().join(folder).join("differences_summary.csv")).unwrap();
    assert!(summary("s") == summary("1"));
    let manifest = home.path().join("1/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let (before, rest) = text.split_once("  \"unpaired\": [").unwrap();
    let (words, after) = rest.split_once("],\n").unwrap();
    for forged in [
        format!("{before}{after}"),
        format!("{before}  \"unpaired\": [],\n{after}"),
        format!("{before}  \"unpaired\": [{}],\n{after}", words.replace("eight", "nine")),
    ] {
        fs::write(&manifest, forged).unwrap();
        expect(home.path(), &["report", "1", "--out", "x.html"], 1, &["manifest.json"]);
    }
    fs::write(&manifest, &text).unwrap();
    expect(home.path(), &["report", "1", "--out", "x.html"], 0, &[]);
    // A scenario that was given the seed of the other shares its chance.
    let scenario = home.path().join("1/scenarios/ours.toml");
    let text = fs::read_to_string(&scenario).unwrap();
    let seed = text.lines().find(|line| line.starts_with("seed ")).unwrap();
    assert!(seed.ends_with("= 2"), "{seed}");
    fs::write(&scenario, text.replace(seed, "seed = 1")).unwrap();
    forge(&home.path().join("1"), "scenarios/ours.toml");
    let found = uptake(home.path(), &["report", "1", "--out", "y.html"]);
    assert_eq!(found.status.code(), Some(1));
}
