//! Promise: `uptake sweep` runs a scenario at many points with the same replications, tells a tidy table and draws it; every
//! point is a scenario of its own that can be run again.

use std::collections::BTreeSet;
use std::fs;

use tempfile::TempDir;

use crate::runner::{expect, uptake};

#[test]
fn a_sweep_has_a_tidy_table_figures_and_points_that_are_scenarios() {
    let home = TempDir::new().unwrap();
    let design = "base = \"committed\"\nreplications = 3\nreference = { superintendent_exit = 0.1, initiatives_usual = 2 }\n\
                  [[vary]]\nname = \"superintendent_exit\"\nlow = 0.1\nhigh = 0.3\nlevels = 3\n[[vary]]\nname = \"initiatives_usual\"\nvalues = [2, 4]\n";
    fs::write(home.path().join("d.toml"), design).unwrap();
    let file = ["sweep", "d.toml", "--months", "14", "--tables", "csv", "--out", "A", "--format", "csv"];
    let told = uptake(home.path(), &file);
    let table = String::from_utf8(told.stdout).unwrap();
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    assert_eq!(table, fs::read_to_string(home.path().join("A/sweep.csv")).unwrap());
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(
        rows[0][..6],
        ["scenario", "superintendent_exit", "initiatives_usual", "district", "measure", "month"]
    );
    let points: BTreeSet<[&str; 2]> = rows[1..].iter().map(|row| [row[1], row[2]]).collect();
    assert_eq!(points.len(), 6);
    // The mean of a point is the mean of its runs, and the reference alone has no difference.
    let timeline = fs::read_to_string(home.path().join("A/timeline.csv")).unwrap();
    let mut lines = timeline.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let spread = lines.next().unwrap().iter().position(|name| *name == "spread").unwrap();
    let of = |name: &str| -> f64 {
        let rows = timeline.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let found: Vec<f64> =
            rows.filter(|r| r[0] == name && r[3] == "14").map(|r| r[spread].parse().unwrap()).collect();
        assert_eq!(found.len(), 3);
        found.iter().sum::<f64>() / 3.0
    };
    let last: Vec<&Vec<&str>> = rows.iter().filter(|row| row[4] == "spread" && row[5] == "14").collect();
    assert_eq!(last.len(), 6);
    for row in &last {
        assert!((row[7].parse::<f64>().unwrap() - of(row[0])).abs() < 1e-12, "{row:?}");
        assert_eq!(row[14].is_empty(), row[1..3] == ["0.1", "2"], "{row:?}");
    }
    for figure in ["sweep-map", "sweep-lines"] {
        for ending in [".svg", ".png", "-narrow.svg"] {
            assert!(home.path().join(format!("A/figures/{figure}{ending}")).is_file(), "{figure}{ending}");
        }
    }
    assert!(!home.path().join("A/report.html").exists());
    expect(home.path(), &["report", "A"], 0, &["A-report.html"]);
    expect(
        home.path(),
        &["replay", "A", "--replication", "1", "--scenario", "committed-4"],
        3,
        &["committed-04"],
    );
    expect(
        home.path(),
        &["replay", "A", "--replication", "1", "--scenario", "committed-04"],
        0,
        &["the same to the last bit"],
    );
    expect(
        home.path(),
        &["check", "A/scenarios/committed-04.toml"],
        0,
        &["superintendent_exit = 0.2, initiatives_usual = 4"],
    );
    // The same from flags is the same folder, bytes and all.
    let flags = [
        "sweep",
        "committed",
        "--vary",
        "superintendent_exit=0.1..0.3:3",
        "--vary",
        "initiatives_usual=2,4",
        "--reference",
        "superintendent_exit=0.1,initiatives_usual=2",
        "-n",
        "3",
        "--months",
        "14",
        "--tables",
        "csv",
        "--out",
        "A",
    ];
    expect(home.path(), &flags, 0, &["nothing was run", "6 points with 3 runs each"]);
}

#[test]
fn points_that_are_drawn_and_months_of_events_and_whole_scenarios_are_swept_too() {
    let home = TempDir::new().unwrap();
    let sobol = [
        "sweep",
        "committed",
        "--kind",
        "sobol",
        "--points",
        "4",
        "--vary",
        "superintendent_exit=0.1..0.3",
        "--vary",
        "manager_hours=10..40",
        "-n",
        "2",
        "--months",
        "6",
        "--out",
        "S",
    ];
    expect(home.path(), &sobol, 0, &["4 points with 2 runs each", "teach it deeply, month 6"]);
    assert!(
        home.path().join("S/figures/sweep-lines.svg").is_file()
            && !home.path().join("S/figures/sweep-map.svg").exists()
    );
    let months = [
        "sweep",
        "superintendent-disengages",
        "--vary",
        "event[1].month=2,5",
        "-n",
        "2",
        "--months",
        "14",
        "--out",
        "M",
        "--figures",
        "none",
    ];
    expect(home.path(), &months, 0, &["event[1].month"]);
    let text = fs::read_to_string(home.path().join("M/scenarios/superintendent-disengages-02.toml")).unwrap();
    assert!(
        text.contains("month  = 5") || text.contains("month     = 5") || text.contains("= 5\n"),
        "{text}"
    );
    let whole = [
        "sweep",
        "committed",
        "--vary",
        "scenario=committed,mandate-at-once",
        "-n",
        "2",
        "--months",
        "3",
        "--out",
        "W",
        "--figures",
        "none",
    ];
    expect(home.path(), &whole, 0, &["mandate-at-once"]);
}

#[test]
fn a_wrong_sweep_is_told_what_is_wrong_before_anything_is_run() {
    let home = TempDir::new().unwrap();
    let vary = |values: &'static str| ["sweep", "committed", "--vary", values, "--out", "X"];
    for (args, status, words) in [
        (
            &["sweep", "committed"][..],
            2,
            &["nothing says what of `committed` is varied", "--vary superintendent_exit"][..],
        ),
        (
            &vary("superintendent_exti=0.1,0.2"),
            2,
            &["superintendent_exti", "did you mean `superintendent_exit`", "1 further points are wrong too"],
        ),
        (
            &vary("superintendent_exit=0.1,7"),
            2,
            &["`superintendent_exit` is 7", "this is the point superintendent_exit = 7"],
        ),
        (&vary("superintendent_exit=0.1..0.3"), 2, &["has a range and no values"]),
        (&vary("superintendent_exit"), 2, &["there is no `=`"]),
        (&vary("event[1].month=3"), 2, &["the scenario has 0 events"]),
        (&vary("run.months=3,4"), 2, &["cannot be varied"]),
        (
            &["sweep", "committed", "--vary", "team_sites=1,2", "--reference", "team_sites=3"],
            2,
            &["0 points have team_sites = 3"],
        ),
        (
            &["sweep", "committed", "--vary", "team_sites=1,2", "--reference", "teams=3"],
            2,
            &["`teams`, which is not varied"],
        ),
        (&["sweep", "committed", "--kind", "latin", "--vary", "ties=2..5"], 2, &["--points 64"]),
        (&["sweep", "nowhere", "--vary", "ties=2,5"], 3, &["nowhere"]),
    ] {
        expect(home.path(), args, status, words);
    }
    fs::write(home.path().join("d.toml"), "kind = \"grid\"\n[[vary]]\nname = \"x\"\n").unwrap();
    expect(
        home.path(),
        &["sweep", "d.toml"],
        3,
        &[
            "d.toml, line 1",
            "does not say its `base`",
            "no kind of sweep is called \"grid\"",
            "neither `values` alone",
        ],
    );
    assert!(!home.path().join("X").exists());
}
