//! Promise: a command that is printed does what it says when it is pasted into a shell, whatever paths and names hold.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::runner::{DISTRICTS, expect, said, uptake};

/// Names that a shell would take apart.
const TABLE: &str = "my schools' list.csv";
const BASE: &str = "a b.toml";
const OTHER: &str = "it's $HOME; `x`.toml";
const RESULTS: &str = "res (1) & more";

/// What is printed behind "uptake" in each line, to the line's end.
fn printed(output: &std::process::Output) -> Vec<String> {
    let text = said(output);
    let found = text.lines().filter_map(|line| line.find("uptake ").map(|at| line[at..].to_owned()));
    // `new` says behind three spaces what a command is for.
    found.map(|line| line.split("   ").next().unwrap_or("").to_owned()).collect()
}

/// The arguments that a shell makes of a command, for each call of the program.
fn arguments(home: &Path, line: &str) -> Vec<Vec<String>> {
    let script = format!("uptake() {{ printf '%s\\0' \"$@\"; printf '\\n\\0'; }}\n{line}\n");
    let output = Command::new("sh").arg("-c").arg(script).current_dir(home).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{line}\n{}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let words: Vec<String> = text.split('\0').map(String::from).collect();
    words
        .split(|word| word == "\n")
        .map(<[String]>::to_vec)
        .filter(|call| call.iter().any(|w| !w.is_empty()))
        .collect()
}

/// Pastes every command that was printed: each is one of the program, and its paths are there, whole.
#[track_caller]
fn pasted(home: &Path, args: &[&str], wanted: &[&str]) {
    let output = uptake(home, args);
    let lines = printed(&output);
    assert!(!lines.is_empty(), "{args:?} prints no command\n{}", said(&output));
    let calls: Vec<Vec<String>> = lines.iter().flat_map(|line| arguments(home, line)).collect();
    for name in wanted {
        let is_there = calls.iter().flatten().any(|word| word == name);
        assert!(is_there, "{args:?}\nno command has the word {name}\n{}", said(&output));
    }
    let parts = ["my", "a", "b.toml", "(1)", "&", "$HOME;", "schools"];
    let broken = calls.iter().flatten().find(|word| parts.contains(&word.as_str()));
    assert!(broken.is_none(), "{args:?}: {broken:?}\n{}", said(&output));
    for call in &calls {
        let help = [call[0].as_str(), "--help"];
        assert_eq!(uptake(home, &help).status.code(), Some(0), "{args:?}: no command {}", call[0]);
    }
}

#[test]
fn every_printed_command_works_when_it_is_pasted() {
    let home = TempDir::new().unwrap();
    let at = home.path();
    fs::copy(DISTRICTS, at.join(TABLE)).unwrap();
    fs::write(at.join(BASE), "format = 1\nextends = \"committed\"\n").unwrap();
    fs::write(
        at.join(OTHER),
        "format = 1\nextends = \"committed\"\nteam_sites = 3\n"
            .replace("team_sites", "parameters.team_sites"),
    )
    .unwrap();
    let brief = ["-n", "2", "--months", "7", "--figures", "none"];
    let with = |words: &[&'static str], more: &[&'static str]| [words, &brief, more].concat();
    pasted(at, &["districts", TABLE], &[TABLE]);
    pasted(at, &["districts", TABLE, "--export", "9900001"], &[TABLE, "9900001"]);
    pasted(at, &["describe", BASE], &[BASE]);
    pasted(at, &["describe", BASE, OTHER], &[BASE, OTHER]);
    pasted(at, &["diff", BASE, OTHER], &[BASE, OTHER]);
    pasted(at, &with(&["run", BASE], &["--out", "res (1)", "--no-report"]), &[BASE, "res (1)"]);
    pasted(
        at,
        &with(&["run", BASE, "--districts", TABLE, "--district", "9900001"], &["--out", "d e"]),
        &[BASE, TABLE, "d e"],
    );
    expect(at, &with(&["compare", BASE, OTHER], &["--out", RESULTS]), 0, &[]);
    pasted(at, &["report", RESULTS, "--out", "x.html"], &[RESULTS]);
    let other = OTHER.trim_end_matches(".toml");
    pasted(at, &["replay", RESULTS, "--replication", "1", "--scenario", other], &[RESULTS, other]);
    pasted(at, &["explain", RESULTS, "--replication", "1"], &[RESULTS, other, "a b"]);
    pasted(at, &["explain", RESULTS, "--replication", "1", "--compare", other], &[RESULTS, other]);
    pasted(at, &["explain", RESULTS, "--typical"], &[RESULTS, "a b"]);
    pasted(at, &["explain", RESULTS], &[RESULTS]);
    pasted(at, &["new", "new one.toml", "--extends", BASE, "--yes"], &["new one.toml", BASE]);
    pasted(at, &["new", "n'.toml", "--districts", TABLE, "--district", "9900001"], &["n'.toml", TABLE]);
    let changed = [&["what-if", BASE, "--with", "team_sites=3"][..], &brief, &["--no-report"]].concat();
    let saved = [&changed[..], &["--out", "w 1", "--save", "three sites.toml"]].concat();
    pasted(at, &saved, &[BASE, "three sites.toml", "w 1"]);
    pasted(
        at,
        &[&changed[..], &["--out", "w 2"]].concat(),
        &["w 2/scenarios/a b.toml", "w 2/scenarios/team_sites-3.toml"],
    );
    pasted(at, &with(&["sizes", BASE, "--pupils", "500,1000"], &["--out", "s 1", "--no-report"]), &[BASE]);
}
