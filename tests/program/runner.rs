//! The program, run in a folder.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

/// A table of invented schools.
pub const DISTRICTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/districts.csv");

/// Runs the program.
pub fn uptake(folder: impl AsRef<Path>, args: &[&str]) -> Output {
    Command::cargo_bin("uptake").unwrap().current_dir(folder).args(args).output().unwrap()
}

/// What it wrote to standard output.
pub fn data(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Status and both streams, for messages.
pub fn said(output: &Output) -> String {
    format!(
        "status {:?}\n{}\n{}",
        output.status.code(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Runs the program, which ends with this status and says all these words.
#[track_caller]
pub fn expect(folder: impl AsRef<Path>, args: &[&str], status: i32, words: &[&str]) -> Output {
    let output = uptake(folder, args);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(status), "uptake {}\n{text}", args.join(" "));
    for word in words {
        assert!(text.contains(word), "uptake {}\nlacks: {word}\n{text}", args.join(" "));
    }
    output
}
