//! Promise: no one else's file is touched, wherever results are written; and a folder that cannot be written is still read.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::runner::{content, expect, uptake};

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    let files = entries.filter(|e| e.file_type().unwrap().is_file());
    files.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

#[test]
fn claims_and_calibrate_replace_only_what_they_left() {
    let home = TempDir::new().unwrap();
    let claims = ["claims", "--quick", "--only", "no-cause", "--quiet", "--out", "c"];
    let only = uptake(home.path(), &["claims", "--list", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_slice(&only.stdout).unwrap();
    let id = list[0]["id"].as_str().unwrap();
    let claims: Vec<&str> = claims.iter().map(|word| if *word == "no-cause" { id } else { word }).collect();
    let anew = [&claims[..], &["--force"]].concat();
    let calibrate = ["calibrate", "--screen", "--quiet", "--force", "--out", "c"];
    let folder = home.path().join("c");
    fs::create_dir(&folder).unwrap();
    for (name, command) in [
        ("claims.csv", &anew[..]),
        ("notes", &anew),
        ("files", &anew),
        ("effects.csv", &calibrate),
        ("notes", &calibrate),
    ] {
        for text in ["", "my own words"] {
            fs::write(folder.join(name), text).unwrap();
            let before = files(&folder);
            expect(home.path(), command, 1, &[&format!("c/{name}"), "move it away"]);
            assert_eq!(files(&folder), before);
            fs::remove_file(folder.join(name)).unwrap();
        }
    }
    let status = uptake(home.path(), &claims).status.code();
    assert!([Some(0), Some(4), Some(5)].contains(&status), "{status:?}");
    let found = files(&folder);
    assert_eq!(uptake(home.path(), &anew).status.code(), status);
    assert_eq!(files(&folder)["claims.json"], found["claims.json"]);
    fs::write(folder.join("claims.md"), "my own words").unwrap();
    for command in [&claims, &anew] {
        expect(home.path(), command, 1, &["c/claims.md", "was changed since"]);
    }
    assert_eq!(fs::read_to_string(folder.join("claims.md")).unwrap(), "my own words");
    expect(home.path(), &[&claims[..], &["--page", "c/claims.md"]].concat(), 1, &["nothing is overwritten"]);
}

#[test]
fn plot_writes_all_its_pictures_or_none() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    expect(
        at,
        &["run", "committed", "-n", "3", "--months", "4", "--figures", "none", "--no-report", "--out", "r"],
        0,
        &[],
    );
    fs::create_dir(at.join("p")).unwrap();
    fs::write(at.join("p/timeline-fans.png"), "older").unwrap();
    let before = files(&at.join("p"));
    expect(at, &["plot", "r", "--out", "p"], 1, &["timeline-fans.png: exists already"]);
    fs::create_dir(at.join("p/users-by-cause.svg")).unwrap();
    expect(at, &["plot", "r", "--out", "p", "--force"], 1, &["users-by-cause.svg: is a folder"]);
    assert_eq!(files(&at.join("p")), before);
    fs::remove_dir(at.join("p/users-by-cause.svg")).unwrap();
    expect(at, &["plot", "r", "--out", "p", "--force"], 0, &["users-by-cause.svg"]);
    expect(at, &["plot", "r"], 0, &[]);
    assert_eq!(files(&at.join("p")), files(&at.join("r-figures")));
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_removed_during_a_run_is_noticed_at_once() {
    let home = TempDir::new().unwrap();
    let args =
        ["run", "committed", "-n", "100000", "--months", "24", "--quiet", "--threads", "1", "--out", "r"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_uptake"))
        .current_dir(home.path())
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let journal = home.path().join("r/journal.partial");
    while !fs::metadata(&journal).is_ok_and(|m| m.len() > 10_000) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before its folder could be removed");
        std::thread::yield_now();
    }
    let done = fs::metadata(&journal).unwrap().len();
    fs::rename(home.path().join("r"), home.path().join("elsewhere")).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("r/journal.partial: was removed or replaced while it was being written"), "{said}");
    // Far from the end: a hundred thousand runs would take some gigabytes.
    let left = fs::metadata(home.path().join("elsewhere/journal.partial")).unwrap().len();
    assert!(left >= done && left < 1 << 28, "{left}");
    assert!(!home.path().join("r").exists());
}

/// Where this account may mount file systems; elsewhere it says so and tries nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_finished_folder_on_a_read_only_disk_is_used_again() {
    let home = TempDir::new().unwrap();
    let disk = home.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |args: &[&str]| {
        let done = Command::new("mount").args(args).arg(&disk).stderr(Stdio::null()).status();
        done.is_ok_and(|status| status.success())
    };
    if !mount(&["-t", "tmpfs", "-o", "size=64m", "none"]) {
        eprintln!("skipped: this account may not mount a disk");
        return;
    }
    let run = ["run", "committed", "-n", "3", "--months", "4", "--out", "disk/r"];
    let tried = std::panic::catch_unwind(|| {
        expect(home.path(), &run, 0, &[]);
        assert!(mount(&["-o", "remount,ro"]));
        expect(home.path(), &run, 0, &["these very results are there"]);
        expect(home.path(), &[&run[..], &["--resume"]].concat(), 0, &["these very results are there"]);
        expect(home.path(), &[&run[..], &["--force"]].concat(), 1, &["read-only"]);
        expect(home.path(), &["report", "disk/r", "--out", "r.html"], 0, &[]);
        expect(home.path(), &["plot", "disk/r", "--out", "figures"], 0, &[]);
        expect(home.path(), &["replay", "disk/r", "--replication", "1"], 0, &[]);
        expect(home.path(), &run, 0, &["these very results are there"]);
    });
    assert!(Command::new("umount").arg(&disk).status().unwrap().success());
    tried.unwrap();
}

#[test]
fn nothing_else_is_written_into_a_results_folder() {
    let home = TempDir::new().unwrap();
    expect(home.path(), &["run", "committed", "-n", "3", "--months", "3", "--quiet", "--out", "R"], 0, &[]);
    let before = files(&home.path().join("R"));
    for command in [
        &["report", "R", "--out", "R/again.html"][..],
        &["report", "R", "--force", "--out", "R/manifest.json"],
        &["plot", "R", "--force", "--out", "R/figures"],
        &["plot", "R", "--out", "R"],
        &["explain", "R", "--replication", "1", "--force", "--out", "R/runs.csv"],
        &["claims", "--quick", "--only", "handed-off", "--force", "--page", "R/summary.csv"],
        &["odd", "--out", "R/odd.md"],
        &["export", "R", "--replication", "1", "--out", "R/ties.csv"],
    ] {
        expect(home.path(), command, 1, &["lies in the results folder", "--out"]);
    }
    assert_eq!(files(&home.path().join("R")), before);
    expect(
        home.path(),
        &["run", "committed", "-n", "3", "--months", "3", "--out", "R"],
        0,
        &["whole and verified"],
    );
}

#[test]
fn finished_results_grow_to_the_bytes_of_a_new_batch_of_one_and_of_many_districts() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    let drawn = "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}";
    let many = ["--districts", crate::runner::DISTRICTS, "--district", "regular", "--parameters", "accepted"];
    let one = ["--set", drawn, "--tables", "csv", "--no-report"];
    for (name, flags) in [("one", &one[..]), ("many", &many)] {
        let [grown, whole] = ["grown", "whole"].map(|what| format!("{name}-{what}"));
        let run = |n: &'static str, out: &str, more: &[&str]| {
            let out = out.to_owned();
            let batch = ["run", "committed", "-n", n, "--months", "13", "--figures", "none", "--out"];
            let all: Vec<String> = batch
                .iter()
                .copied()
                .chain([out.as_str()])
                .chain(flags.iter().copied())
                .chain(more.iter().copied())
                .map(String::from)
                .collect();
            all
        };
        let call = |args: Vec<String>, words: &[&str], status: i32| {
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            expect(at, &args, status, words)
        };
        call(run("3", &grown, &["-q"]), &[], 0);
        call(run("5", &grown, &[]), &["add replications to finished ones with --grow"], 1);
        call(run("5", &grown, &["--seed", "9", "--resume"]), &["finished results of another plan"], 1);
        call(run("5", &grown, &["--grow"]), &["3 of 5 replications were there, finished, and are kept"], 0);
        call(run("5", &grown, &["--grow"]), &["these very results are there"], 0);
        call(run("5", &whole, &["-q"]), &[], 0);
        let [grown, whole] = [grown, whole].map(|folder| content(&at.join(folder)));
        assert!(grown == whole && grown.len() > 5, "{name}");
    }
}

#[test]
fn figures_are_chosen_by_name_and_an_unknown_name_is_told_which_there_are() {
    let home = TempDir::new().unwrap();
    let run = [
        "compare",
        "committed",
        "mandate-at-once",
        "-n",
        "3",
        "--months",
        "3",
        "--quiet",
        "--no-report",
        "--out",
        "R",
    ];
    let with = |more: &[&'static str]| [&run[..], more].concat();
    expect(
        home.path(),
        &with(&["--figures", "timeline-fan"]),
        2,
        &["did you mean `timeline-fans`?", "spread-depth-path"],
    );
    expect(home.path(), &with(&["--figures", "timeline-fans,difference"]), 0, &[]);
    let svg = |folder: &str| -> Vec<String> {
        files(&home.path().join(folder))
            .into_keys()
            .filter(|name| name.ends_with(".svg") && !name.ends_with("-narrow.svg"))
            .collect()
    };
    assert_eq!(svg("R/figures"), ["difference-mandate-at-once.svg", "timeline-fans.svg"]);
    expect(home.path(), &["plot", "R", "--figures", "stage-shares", "--out", "P"], 0, &["stage-shares.svg"]);
    assert_eq!(svg("P"), ["stage-shares.svg"]);
    expect(
        home.path(),
        &["plot", "R", "--figures", "sweep-map", "--out", "Q"],
        2,
        &["none of the figures asked for"],
    );
}
