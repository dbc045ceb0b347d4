//! Promise: the table of schools is of the runs of the timeline, on any number of threads, and is told of where it is missing.

use std::collections::BTreeMap;
use std::fs;

use tempfile::TempDir;

use crate::runner::expect;

#[test]
fn the_schools_of_a_month_add_up_to_its_timeline_on_any_number_of_threads() {
    let home = TempDir::new().unwrap();
    let run = |out: &'static str, threads: &'static str| {
        let args = [
            "compare",
            "committed",
            "mandate-at-once",
            "-n",
            "40",
            "--months",
            "6",
            "--schools",
            "--tables",
            "csv",
            "--figures",
            "none",
            "--no-report",
            "--quiet",
            "--threads",
            threads,
            "--out",
            out,
        ];
        expect(home.path(), &args, 0, &[]);
    };
    run("one", "1");
    run("two", "2");
    let text = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    assert!(
        text("one/schools.csv") == text("two/schools.csv")
            && text("one/manifest.json") == text("two/manifest.json")
    );
    let rows = |name: &str| -> (Vec<String>, Vec<Vec<String>>) {
        let text = text(name);
        let mut lines = text.lines().map(|line| line.split(',').map(String::from).collect::<Vec<_>>());
        (lines.next().unwrap(), lines.collect())
    };
    let (names, schools) = rows("one/schools.csv");
    let at = |names: &[String], name: &str| names.iter().position(|n| n == name).unwrap();
    let (focal, spread) = (at(&names, "focal_teachers"), at(&names, "spread"));
    let mut using = BTreeMap::<[String; 3], (f64, f64)>::new();
    for row in &schools {
        let number = |k: usize| row[k].parse::<f64>().unwrap();
        let sum = using.entry([row[0].clone(), row[1].clone(), row[4].clone()]).or_default();
        *sum = (sum.0 + number(focal) * number(spread), sum.1 + number(focal));
    }
    let (names, months) = rows("one/timeline.csv");
    let (spread, mut compared) = (at(&names, "spread"), 0);
    for row in &months {
        let (users, teachers) = using[&[row[0].clone(), row[1].clone(), row[3].clone()]];
        assert!((users / teachers - row[spread].parse::<f64>().unwrap()).abs() < 1e-12, "{row:?}");
        compared += 1;
    }
    assert_eq!((compared, schools.len()), (2 * 40 * 7, 2 * 40 * 7 * 8));
}

#[test]
fn finished_results_without_the_table_say_so_and_summaries_alone_have_none() {
    let home = TempDir::new().unwrap();
    let run =
        ["run", "committed", "-n", "3", "--months", "3", "--figures", "none", "--no-report", "--out", "R"];
    let schools = [&run[..], &["--schools"]].concat();
    expect(home.path(), &run, 0, &[]);
    expect(home.path(), &schools, 0, &["have no table of schools", "--force"]);
    expect(home.path(), &[&schools[..], &["--force"]].concat(), 0, &[]);
    assert!(home.path().join("R/schools.parquet").is_file());
    expect(home.path(), &["replay", "R", "--replication", "1"], 0, &["the same to the last bit"]);
    let summaries = ["run", "committed", "-n", "3", "--tables", "summaries", "--schools", "--out", "S"];
    expect(home.path(), &summaries, 2, &["a table of schools is one of runs"]);
}
