//! Promise: a comparison says how far it hangs on assumptions before it says what chance leaves open.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{content, data, expect, uptake};

const PAIR: [&str; 3] = ["compare", "committed", "superintendent-disengages"];
const BRIEF: [&str; 5] = ["--months", "16", "--figures", "none", "-q"];

fn compared(home: &Path, more: &[&str]) -> String {
    data(&expect(home, &[&PAIR[..], &BRIEF, more, &["--full"]].concat(), 0, &[]))
}

#[test]
fn pairs_over_assumptions_lead_and_are_the_same_bytes_on_any_threads_and_after_growth() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let told = compared(home, &["-n", "6", "--threads", "1", "--out", "one"]);
    let first: String = told.lines().take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    assert!(first.starts_with("With “superintendent-disengages” instead of “committed”"), "{told}");
    assert!(
        first.contains("of 48 plausible ways") && first.contains("6 pairs of the same simulated district"),
        "{told}"
    );
    assert!(told.contains("9 in 10 of 48 assumption sets"), "{told}");
    compared(home, &["-n", "6", "--threads", "3", "--out", "other"]);
    assert_eq!(content(&home.join("one")), content(&home.join("other")));
    compared(home, &["-n", "3", "--out", "grown"]);
    let of = |folder: &str| fs::read(home.join(folder).join("assumptions.csv")).unwrap();
    assert_eq!(of("grown"), of("one"), "a constant number of pairs, whatever the replications");
    let report = fs::read(home.join("one/report.html")).unwrap();
    expect(home, &["report", "one", "--out", "again.html"], 0, &[]);
    assert_eq!(fs::read(home.join("again.html")).unwrap(), report);
    let page = String::from_utf8(report).unwrap();
    let answer = page.split("<div class=\"answer\">").nth(1).unwrap();
    let sentence = answer.split("</p>").next().unwrap();
    assert!(sentence.contains("of 48 plausible ways") && sentence.contains("6 pairs"), "{sentence}");
}

#[test]
fn they_can_be_left_out_and_are_where_they_would_say_nothing() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let brief = ["-n", "3", "--no-report"];
    let without = compared(home, &[&brief[..], &["--no-assumptions", "--out", "without"]].concat());
    let drawn = compared(home, &[&brief[..], &["--parameters", "accepted", "--out", "drawn"]].concat());
    for (told, folder) in [(without, "without"), (drawn, "drawn")] {
        assert!(!told.contains("sets") && !told.contains("plausible ways"), "{told}");
        assert!(!home.join(folder).join("assumptions.csv").exists());
    }
    let json = compared(home, &[&brief[..], &["--format", "json", "--out", "with"]].concat());
    assert!(json.contains("\"assumption_sets\": 48") && json.contains("\"assumed_low\""), "{json}");
    fs::write(home.join("with/assumptions.csv"), "other,base\n").unwrap();
    expect(home, &["report", "with"], 1, &["assumptions.csv", "SHA-256"]);
}

#[test]
fn what_is_not_worth_naming_is_never_lower_or_higher() {
    let home = TempDir::new().unwrap();
    let home = home.path();
    let brief = ["-n", "30", "--no-report", "--no-assumptions"];
    let told = compared(home, &[&brief[..], &["--worth-naming", "0.5", "--out", "coarse"]].concat());
    let table = told.split("variance cut").nth(1).unwrap();
    assert!(table.contains("no difference worth naming") && !table.contains("  lower"), "{told}");
    let stored = fs::read_to_string(home.join("coarse/scenarios/committed.toml")).unwrap();
    assert!(stored.contains("worth_naming = 0.5"), "{stored}");
    let wrong = uptake(home, &[&PAIR[..], &["--worth-naming", "2"]].concat());
    let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert_eq!(wrong.status.code(), Some(2), "{said}");
    assert!(said.contains("--worth-naming 2") && said.contains("0.5"), "{said}");
}
