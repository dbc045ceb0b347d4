//! Promise: what a command prints can be taken in at a glance: a headline, then at most 20 lines of at most 100 columns. `--full`
//! prints the rest.

use std::path::Path;

use tempfile::TempDir;

use crate::runner::{data, expect};

const SIX: [&str; 6] = [
    "committed",
    "superintendent-disengages",
    "superintendent-hands-off",
    "principals-uncommitted",
    "too-many-initiatives",
    "grassroots-only",
];
const SHORT: [&str; 7] = ["-n", "4", "--months", "40", "--no-report", "--figures", "none"];

/// What a command prints, which must be short; all of it is longer, or says that it is not.
fn brief(home: &Path, args: &[&str]) -> String {
    let told = data(&expect(home, args, 0, &[]));
    let (headline, rest) = told.split_once("\n\n").unwrap_or_else(|| panic!("no headline\n{told}"));
    assert!(headline.ends_with('.'), "no sentence: {headline}");
    assert!(rest.lines().count() <= 20, "{} lines\n{told}", rest.lines().count());
    for line in told.lines() {
        assert!(line.chars().count() <= 100, "{} columns: {line}\n{told}", line.chars().count());
    }
    assert!(rest.contains("--full shows more: "), "{told}");
    assert!(told.replace('\n', " ").contains("only if the model"), "what it rests on stays\n{told}");
    told
}

#[test]
fn one_two_and_six_scenarios_are_told_at_a_glance() {
    let home = TempDir::new().unwrap();
    for scenario in
        ["committed", "grassroots-only", "cohort-of-eight", "second-collaboration", "components-in-steps"]
    {
        let out = format!("one-{scenario}");
        let args = ["run", scenario, "--no-report", "--figures", "none", "-n", "3", "--out", &out];
        brief(home.path(), &args);
    }
    let two = [&["compare"][..], &SIX[..2], &SHORT, &["--out", "two"]].concat();
    let told = brief(home.path(), &two);
    assert!(told.contains("assumption sets") && told.contains("difference, month 40"), "{told}");
    let six = [&["compare"][..], &SIX, &SHORT, &["--no-assumptions", "--out", "six"]].concat();
    let told = brief(home.path(), &six);
    for name in SIX {
        assert!(told.contains(name), "{name} is missing\n{told}");
    }
    let full = data(&expect(
        home.path(),
        &[&six[..], &["--full"]].concat(),
        0,
        &["whom it reaches", "variance cut"],
    ));
    assert!(full.lines().count() > 100, "{full}");
    let formats = ["json", "csv"].map(|format| {
        let flags = [&six[..], &["--format", format]].concat();
        let all = [&flags[..], &["--full"]].concat();
        (data(&expect(home.path(), &flags, 0, &[])), data(&expect(home.path(), &all, 0, &[])))
    });
    for (usual, full) in formats {
        assert_eq!(usual, full, "--full changes only what people read");
    }
}

#[test]
fn sizes_points_and_boxes_are_told_at_a_glance() {
    let home = TempDir::new().unwrap();
    let sizes =
        ["sizes", "committed", "--pupils", "2000,3000,4000,5000,6000,7000", "-n", "2", "--months", "40"];
    let told = brief(home.path(), &[&sizes[..], &SHORT[4..]].concat());
    assert!(told.contains("7,000 students"), "{told}");
    let vary =
        ["--vary", "initiatives_usual=1..6:6", "--vary", "superintendent_exit=0.05..0.4:4", "--out", "grid"];
    let sweep =
        [&["sweep", "committed"][..], &vary, &["-n", "2", "--months", "12", "--figures", "none"]].concat();
    let told = brief(home.path(), &sweep);
    assert!(told.contains("more rows (--full shows all)"), "{told}");
    brief(home.path(), &["discover", "grid", "--where", "spread@12 < 0.08"]);
}

#[test]
fn signs_assumptions_and_decisions_are_told_at_a_glance() {
    let home = TempDir::new().unwrap();
    brief(home.path(), &["signs", "committed", "-n", "100", "--stalls", "spread@14 < 0.1"]);
    let screen = ["sensitivity", "committed", "superintendent-disengages", "-n", "2", "--trajectories", "2"];
    brief(home.path(), &[&screen[..], &["--points", "0", "--months", "14", "--of", "spread@14"]].concat());
    brief(home.path(), &["decide", "provider-of-eight", "-n", "2", "--figures", "none"]);
}
