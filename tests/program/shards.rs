//! A batch cut into shards that are run apart, and joined.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{DISTRICTS, content, data, expect, said, uptake};

const BARE: &str = "--figures none --no-report";
/// A decide set about one district.
const DECIDE_SET: &str = "format = 1\nextends = \"committed\"\noutcome = \"spread@12\"\nacceptable = 0.1\n\
                          [[plan]]\nname = \"As usual\"\n[[plan]]\nname = \"More\"\nwith = { manager_hours = 48 }\n\
                          [[world]]\nname = \"As calibrated\"\nparameters = \"accepted\"\nvectors = 2\n";

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Runs a command in so many shards, into the folders `1` to `of`.
#[track_caller]
fn cut(at: &Path, command: &str, of: usize) {
    for number in 1..=of {
        let shard = format!("{command} --shard {number}/{of} --out {number} -q");
        expect(at, &words(&shard), 0, &[]);
    }
}

#[test]
fn shards_run_apart_and_joined_are_the_folder_of_the_whole_batch() {
    let real = format!("--districts {DISTRICTS} --district regular");
    let paired = "--figures none --no-report --no-assumptions";
    let cases = [
        ("run committed -n 7 --months 13", "", 4),
        ("run committed --parameters accepted -n 5 --months 6 --tables csv", BARE, 2),
        (
            "compare committed superintendent-disengages weak-start -n 6 --months 15 --tables parquet",
            paired,
            4,
        ),
        ("compare committed weak-start -n 4 --months 3", BARE, 3),
        ("what-if committed --with district.pupils=900 --unpaired -n 5 --months 6", BARE, 3),
        ("sweep committed --vary team_sites=1,2,3 --reference team_sites=2 -n 5 --months 6", "", 4),
        ("run cohort-of-eight -n 5 --months 6 --measures spread,deep_share", BARE, 2),
        (&format!("run committed {real} -n 3 --months 6"), BARE, 4),
        (&format!("run committed {real} -n 3 --months 6"), "--figures none --no-report --schools", 2),
        (&format!("compare committed weak-start {real} -n 3 --months 6 --tables summaries"), BARE, 2),
        ("sizes committed --pupils 500,1000 -n 5 --months 6", BARE, 3),
        ("decide provider-of-eight -n 2", BARE, 2),
        ("run committed --seen seen.csv -n 9 --months 12", "", 3),
        ("decide one-district.toml --seen seen.csv -n 3 --months 12", BARE, 2),
        (&format!("sizes committed {real} -n 3 --months 6"), "", 2),
    ];
    for (command, made, of) in cases {
        let (folder, name) = (TempDir::new().unwrap(), format!("{command} {made}"));
        let at = folder.path();
        fs::write(at.join("seen.csv"), "month,measure,value,sd\n6,spread,0.1,0.1\n").unwrap();
        fs::write(at.join("one-district.toml"), DECIDE_SET).unwrap();
        let whole = expect(at, &words(&format!("{command} {made} --out whole -q")), 0, &[]);
        cut(at, command, of);
        // In any order.
        let folders = (1..=of).rev().map(|k| k.to_string()).collect::<Vec<_>>().join(" ");
        let joined = expect(at, &words(&format!("merge {folders} {made} --out joined -q")), 0, &[]);
        assert_eq!(data(&joined), data(&whole), "{name}");
        let [joined, whole] = ["joined", "whole"].map(|name| content(&at.join(name)));
        assert!(joined.keys().eq(whole.keys()), "{name}");
        let differing: Vec<_> = joined.iter().filter(|(path, bytes)| whole[*path] != **bytes).collect();
        assert!(differing.is_empty() && joined.len() > 4, "{name}: {:?}", differing.iter().map(|f| f.0));
    }
}

#[test]
fn all_that_keeps_shards_from_being_one_batch_is_told_at_once() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let batch = "run committed -n 5 --months 3";
    cut(at, batch, 4);
    let run = |arguments: &str| expect(at, &words(arguments), 0, &[]);
    run("run committed -n 5 --months 3 --seed 2 --shard 2/4 --out seed -q");
    run("run committed -n 5 --months 3 --shard 1/3 --out cut -q");
    run(&format!("run committed -n 5 --months 3 {BARE} --out whole -q"));
    run("run committed -n 5 --months 3 --shard 1/4 --out again -q");
    // A shard of another build.
    run("run committed -n 5 --months 3 --shard 3/4 --out build -q");
    let manifest = fs::read_to_string(at.join("build/manifest.json")).unwrap();
    let (before, rest) = manifest.split_once("\"build\": \"").unwrap();
    let after = rest.split_once('"').unwrap().1;
    fs::write(at.join("build/manifest.json"), format!("{before}\"build\": \"0123456789abcdef\"{after}"))
        .unwrap();
    // One that is not finished, and one with other numbers.
    fs::create_dir(at.join("unfinished")).unwrap();
    let told = expect(
        at,
        &words("merge 1 2 seed cut whole build again 1 unfinished nowhere --out joined"),
        1,
        &[
            "seed: is a shard of another batch than 1: it has seed 2 (not 1)",
            "cut: is shard 1/3, and 1 is one of 4",
            "whole: holds whole results, and no shard of them",
            "build: was made by uptake 0.3.0, build 0123456789abcdef, and this is uptake 0.3.0, build ",
            "1: is named twice (shard 1/4)",
            "unfinished: is no finished shard",
            "nowhere",
            "2 of 4 shards are missing among the 10 folders: 3/4 and 4/4",
        ],
    );
    assert!(!at.join("joined").exists(), "{}", said(&told));
    expect(at, &words("merge 1 2 4 --out joined"), 1, &["1 of 4 shards is missing among the 3 folders: 3/4"]);
    expect(at, &words("merge 1 2 4 --out joined --format json"), 1, &["\"problem\"", "3/4"]);
    // A changed record is found by its hash, and told before anything is written.
    let log = at.join("3/outcomes.log");
    let mut bytes = fs::read(&log).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&log, bytes).unwrap();
    expect(at, &words("merge 1 2 3 4 --out joined"), 1, &["outcomes.log", "SHA-256 differs"]);
    assert!(!at.join("joined").exists());
    expect(at, &words("run committed -n 5 --months 3 --shard 3/4 --out 3 --force -q"), 1, &["outcomes.log"]);
    run("run committed -n 5 --months 3 --shard 3/4 --out three -q");
    let dry = run("merge 1 2 three 4 --out joined --dry-run");
    assert!(data(&dry).contains("four shards of one batch, all whole: 5 runs"), "{}", said(&dry));
    assert!(!at.join("joined").exists());
    run(&format!("merge 1 2 three 4 --out joined {BARE} -q"));
    assert!(content(&at.join("joined")) == content(&at.join("whole")));
    expect(at, &words("merge 1 2 three 4 --out joined"), 0, &["these very results are there"]);
    // Shards that hold the same runs are taken once, and said; with other numbers they are refused.
    expect(
        at,
        &words(&format!("merge 1 2 three 4 again --out more {BARE}")),
        0,
        &["one folder holds the same runs as another, and each run is taken once: left out again (as 1)"],
    );
    assert!(content(&at.join("more")) == content(&at.join("whole")));
    let text = fs::read_to_string(at.join("again/manifest.json")).unwrap();
    let (before, rest) = text.split_once("\"outcomes.log\"").unwrap();
    let (middle, rest) = rest.split_once("\"sha256\": \"").unwrap();
    let hash: String = rest[..64].chars().rev().collect();
    let other = format!("{before}\"outcomes.log\"{middle}\"sha256\": \"{hash}{}", &rest[64..]);
    fs::write(at.join("again/manifest.json"), other).unwrap();
    let told = expect(at, &words("merge 1 2 three 4 again --out never"), 1, &["again"]);
    assert!(said(&told).contains("with other numbers for the same runs"), "{}", said(&told));
}

#[test]
fn a_shard_is_never_taken_for_results() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let batch = "run committed -n 3 --months 3";
    cut(at, batch, 2);
    let before = content(at);
    for command in [
        "plot 1",
        "report 1",
        "replay 1 --replication 0",
        "explain 1 --replication 0",
        "export 1 --replication 0",
    ] {
        expect(
            at,
            &words(command),
            1,
            &["1: is shard 1/2 of a batch, and no results yet", "uptake merge DIR… --out DIR"],
        );
    }
    expect(at, &words(&format!("{batch} --out 1")), 1, &["exists already"]);
    expect(at, &words(&format!("{batch} --out 1 --resume")), 1, &["another plan"]);
    expect(
        at,
        &words("run committed -n 5 --months 3 --out 1 --grow"),
        1,
        &["extent whole batch (not shard 1/2)"],
    );
    expect(at, &words(&format!("{batch} --shard 2/2 --out 1 --resume")), 1, &["another plan"]);
    expect(at, &words(&format!("{batch} --shard 1/2 --out 1")), 0, &["these very results are there"]);
    assert!(content(at) == before);
    // A file of someone else is kept, and without it the shard is replaced.
    fs::write(at.join("1/mine.txt"), "mine").unwrap();
    expect(at, &words(&format!("{batch} --shard 2/2 --out 1 --force")), 1, &["mine.txt"]);
    fs::remove_file(at.join("1/mine.txt")).unwrap();
    expect(at, &words(&format!("{batch} --shard 2/2 --out 1 --force -q")), 0, &[]);
    assert!(content(&at.join("1")) == content(&at.join("2")));
    // Usual names tell shards apart, and the pattern that names all.
    let said_next = expect(at, &words(&format!("{batch} --shard 1/2")), 0, &["-shard-*-of-2 --out DIR"]);
    assert!(data(&said_next).is_empty());
}

#[test]
fn what_a_shard_has_no_use_for_is_refused_with_the_reason() {
    let folder = TempDir::new().unwrap();
    let refused = |arguments: &str, said: &[&str]| expect(folder.path(), &words(arguments), 2, said);
    refused(
        "run committed -n 4 --shard 1/2 --grow --schools --figures none --no-report",
        &[
            "--grow with --shard 1/2: results grow when all their runs are there",
            "--schools with --shard 1/2",
            "--figures with --shard 1/2",
            "--no-report with --shard 1/2: a shard holds its runs alone",
            "say --no-report to uptake merge",
        ],
    );
    refused(
        "compare committed weak-start -n 4 --shard 1/2 --no-assumptions",
        &["--no-assumptions with --shard 1/2", "say --no-assumptions to uptake merge"],
    );
    refused("run committed -n 4 --shard 5/4", &["there is no shard 5 of 4"]);
    refused("run committed -n 4 --shard two", &["`two` is no shard", "2/4"]);
    refused(
        "run committed -n 4 --shard 1/8",
        &["the batch has 4 replications of districts", "cut it into 4 shards at most"],
    );
    let summaries = format!(
        "run committed --districts {DISTRICTS} --district regular --tables summaries -n 9 --shard 1/99"
    );
    refused(&summaries, &["districts, which summaries do not cut"]);
    expect(
        folder.path(),
        &words("run committed -n 4 --months 3 --shard 1/2 --dry-run"),
        0,
        &["runs:    2 (shard 1/2 of one scenario"],
    );
    let nothing = uptake(folder.path(), &["merge", "--out", "x"]);
    assert_eq!(nothing.status.code(), Some(2));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
