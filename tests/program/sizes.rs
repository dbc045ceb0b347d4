//! Promise: `uptake sizes` tells what size changes, with what is censored, in a table, a folder and figures.

use crate::runner::{DISTRICTS, uptake};

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn sizes_are_told_side_by_side_with_tables_and_figures_by_size() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["sizes", "committed", "--pupils", "1500,6000", "-n", "6", "--out", "r", "--tables", "csv"];
    let out = uptake(folder.path(), &[&args[..], &["--full"]].concat());
    assert!(out.status.success(), "{}", words(&out.stderr));
    let told = words(&out.stdout);
    for expected in [
        "1,500 students",
        "6,000 students",
        "months to stage 4",
        "schools (median)",
        "censored",
        "ends scaled",
    ] {
        assert!(told.contains(expected), "no `{expected}` in\n{told}");
    }
    assert!(words(&out.stderr).contains("uptake compare committed several-teams --set district.pupils=6000"));
    for file in [
        "runs.csv",
        "summary.csv",
        "scenarios/committed-1500.toml",
        "scenarios/committed-6000.toml",
        "figures/sizes-stage-shares.svg",
        "figures/sizes-fans.png",
        "figures/sizes-time-to-stage-narrow.svg",
    ] {
        assert!(folder.path().join("r").join(file).is_file(), "no {file}");
    }
    assert!(!folder.path().join("r/differences.csv").exists(), "another size is another district: no pairs");
    let again = uptake(folder.path(), &[&args[..], &["--resume", "--full"]].concat());
    assert!(again.status.success() && words(&again.stderr).contains("nothing was run"));
    assert_eq!(words(&again.stdout), told);
    let plotted = uptake(folder.path(), &["plot", "r", "--out", "drawn"]);
    assert!(plotted.status.success() && words(&plotted.stdout).contains("sizes-fans.svg"));
}

#[test]
fn medians_that_half_of_the_runs_do_not_reach_are_missing_and_shares_stay_within_their_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let args =
        ["sizes", "committed", "--pupils", "1500,4000", "-n", "4", "--months", "13", "--out", "r", "-q"];
    let out = uptake(folder.path(), &[&args[..], &["--format", "json"]].concat());
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let sizes = found["sizes"].as_array().unwrap();
    assert_eq!(sizes.len(), 2);
    for size in sizes {
        assert_eq!(size["runs"], 4);
        assert!(size["focal_teachers"].as_f64().unwrap() > 5.0 && size["schools"].as_f64().unwrap() >= 1.0);
        let five = &size["stages"][3];
        assert_eq!((five["stage"].as_u64(), five["reached"].as_f64()), (Some(5), Some(0.0)));
        assert!(five["median"].is_null(), "nobody is a districtwide norm after a year");
        for stage in size["stages"].as_array().unwrap() {
            let [low, share, high] = ["low", "reached", "high"].map(|name| stage[name].as_f64().unwrap());
            assert!(low <= share && share <= high);
        }
        assert!(size["sustained"].is_null(), "month 60 is beyond the run");
        let shares: f64 =
            size["stage_shares"][0]["shares"].as_array().unwrap().iter().filter_map(|s| s.as_f64()).sum();
        assert!((shares - 1.0).abs() < 1e-9);
    }
    let human = uptake(folder.path(), &[&args[..], &["--resume"]].concat());
    assert!(words(&human.stdout).contains("> 13"), "{}", words(&human.stdout));
    let csv = uptake(folder.path(), &[&args[..], &["--resume", "--format", "csv"]].concat());
    let csv = words(&csv.stdout);
    let mut lines = csv.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let five = names.iter().position(|name| *name == "median_month_stage_5").unwrap();
    // Size is quoted, because it holds a comma.
    let mut reader = csv_of(lines);
    assert_eq!(reader.next().unwrap()[five], "");
    assert_eq!(reader.count(), 1);
}

/// Rows whose first cell is quoted.
fn csv_of<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = Vec<String>> {
    lines.map(|line| {
        let (first, rest) = line.strip_prefix('"').and_then(|l| l.split_once("\",")).unwrap();
        std::iter::once(first.to_owned()).chain(rest.split(',').map(str::to_owned)).collect()
    })
}

#[test]
fn districts_of_a_table_stand_for_their_size_bands_or_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let base = ["sizes", "committed", "--districts", DISTRICTS, "-n", "3", "--months", "24"];
    let median = uptake(folder.path(), &[&base[..], &["--district", "regular", "--out", "r"]].concat());
    assert!(median.status.success(), "{}", words(&median.stderr));
    // Small ones have 64, 769 and 1,216 students; of the middle band there is one, of the largest none.
    assert!(
        words(&median.stderr).contains("Oak Hollow Elementary, 769 students (9900002); Three Rivers Unified")
    );
    assert!(folder.path().join("r/figures/sizes-stage-shares.svg").is_file());
    let named = uptake(
        folder.path(),
        &[&base[..], &["--district", "9900001,9900002", "--out", "s", "--full"]].concat(),
    );
    assert!(words(&named.stdout).contains("2,433 students"), "{}", words(&named.stdout));
}

#[test]
fn what_is_no_comparison_of_sizes_is_refused_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |args: &[&str], status: i32, expected: &str| {
        let out = uptake(folder.path(), &[&["sizes"], args, &["-n", "2", "--out", "r"]].concat());
        let said = words(&out.stderr);
        assert_eq!(out.status.code(), Some(status), "{args:?}: {said}");
        assert!(said.contains(expected), "{args:?}: {said}");
        assert!(!folder.path().join("r").exists());
    };
    refused(&["committed", "--pupils", "5000"], 2, "name at least two, as --pupils 5000,10000");
    refused(&["committed", "--pupils", "5000,5000"], 2, "twice");
    refused(&["committed", "--pupils", "5000,50"], 2, "50 is not in 100..=1000000");
    refused(&["committed", "--pupils", "5000,many"], 2, "many");
    refused(&["lake-tahoe", "--pupils", "2000,5000"], 2, "Lake Tahoe Unified, whose size is given");
    refused(&["no-such-scenario"], 3, "no-such-scenario");
    refused(&["committed", "superintendent-leaves"], 2, "superintendent-leaves");
    refused(&["committed", "--districts", DISTRICTS, "--district", "9900001"], 2, "name at least two ids");
    refused(&["committed", "--districts", DISTRICTS, "--district", "9900001,9900001"], 2, "twice");
    let dry = uptake(folder.path(), &["sizes", "committed", "--dry-run", "-n", "5"]);
    assert!(dry.status.success() && words(&dry.stdout).contains("runs:    20"));
}
