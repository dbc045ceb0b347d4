//! Promise: what is asked for and not done, or done beside what was asked for, is told.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{expect, said, uptake};

const BRIEF: [&str; 4] = ["-n", "3", "--months", "4"];

#[test]
fn a_damaged_workbook_is_a_fault_and_not_a_panic() {
    let home = TempDir::new().unwrap();
    // Its cells point beyond its texts, at which the library that reads workbooks panics.
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/workbook/panics.xls");
    fs::copy(file, home.path().join("t.xls")).unwrap();
    let told = said(&uptake(home.path(), &["districts", "t.xls"]));
    assert!(told.contains("t.xls: is a damaged workbook"), "{told}");
    assert!(!told.contains("panicked") && !told.contains("backtrace"), "{told}");
}

#[test]
fn figures_that_are_asked_for_and_have_nothing_to_show_are_told() {
    let home = TempDir::new().unwrap();
    let words = [
        "note: asked for and not drawn: `difference`, which shows scenarios that are compared; `program-components`, which shows \
         scenarios with [[component]]",
    ];
    let asked = ["--figures", "difference,program-components,timeline-fans", "--no-report", "--out", "r"];
    let run = [&["run", "committed"][..], &BRIEF, &asked].concat();
    expect(home.path(), &run, 0, &words);
    // Of finished results too, which are used again.
    let again = [words[0], "uptake plot draws what these results can show"];
    expect(home.path(), &run, 0, &again);
    let plot = ["plot", "r", "--figures", "sweep-map,timeline-fans"];
    expect(home.path(), &plot, 0, &["`sweep-map`, which shows the points of a sweep"]);
}

#[test]
fn a_report_that_growing_takes_away_is_told() {
    let home = TempDir::new().unwrap();
    let run = |n: &str, more: &[&str]| -> Vec<String> {
        let all = ["run", "committed", "-n", n, "--months", "4", "--out", "r"]
            .into_iter()
            .chain(more.iter().copied());
        all.map(str::to_owned).collect()
    };
    let expect = |args: &[String], words: &[&str]| {
        expect(home.path(), &args.iter().map(String::as_str).collect::<Vec<_>>(), 0, words)
    };
    expect(&run("3", &[]), &[]);
    assert!(home.path().join("r/report.html").is_file());
    let told = expect(&run("4", &["--resume", "--no-report"]), &[]);
    assert!(!home.path().join("r/report.html").exists());
    assert!(said(&told).contains("removed: report"), "{}", said(&told));
    let told = expect(&run("5", &["--resume", "--no-report", "--figures", "none"]), &[]);
    assert!(said(&told).contains("removed: figures"), "{}", said(&told));
}

#[test]
fn a_sweep_takes_whole_numbers_of_what_is_counted_and_a_scenario_is_no_broken_design() {
    let home = TempDir::new().unwrap();
    let dry = ["--dry-run", "-n", "2", "--months", "15"];
    let sweep = |vary: &[&str], status: i32, words: &[&str]| {
        expect(
            home.path(),
            &[&["sweep", "superintendent-disengages"][..], vary, &dry].concat(),
            status,
            words,
        );
    };
    sweep(&["--vary", "team_sites=1..4"], 0, &["4 points"]);
    sweep(&["--vary", "initiatives_usual=1..6:whole"], 0, &["6 points"]);
    sweep(&["--vary", "district.pupils=3000..9000", "--kind", "latin", "--points", "3"], 0, &["3 points"]);
    sweep(&["--vary", "initiatives_usual=1..6"], 2, &["has a range and no values", ":whole"]);
    sweep(
        &["--vary", "team_sites=1..4:3"],
        2,
        &["`team_sites` is counted in whole numbers, and 2.5 is none", "--vary team_sites=1,2,3"],
    );
    fs::write(home.path().join("c.toml"), "format = 1\nextends = \"committed\"\n").unwrap();
    expect(
        home.path(),
        &["sweep", "c.toml"],
        3,
        &[
            "c.toml: is a scenario, and nothing says what of it is varied",
            "--vary superintendent_exit=0.05..0.4:8",
        ],
    );
    expect(home.path(), &["sweep", "--help"], 0, &["name=1..6:whole"]);
}

#[test]
fn a_remedy_names_a_scenario_as_it_was_named() {
    let home = TempDir::new().unwrap();
    fs::create_dir(home.path().join("plans")).unwrap();
    let listed = "format = 1\nextends = \"lake-tahoe\"\n";
    fs::write(home.path().join("plans/ours.toml"), listed).unwrap();
    let other = "format = 1\nextends = \"committed\"\ndistrict.pupils = 9000\n";
    fs::write(home.path().join("drawn.toml"), other).unwrap();
    for both in [["plans/ours.toml", "drawn.toml"], ["drawn.toml", "plans/ours.toml"]] {
        let compare = ["compare", both[0], both[1], "--dry-run"];
        let words = ["extends = \"plans/ours.toml\"", "compare it with plans/ours.toml"];
        expect(home.path(), &compare, 2, &words);
    }
}
