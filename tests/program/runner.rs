//! The program, run in a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use sha2::{Digest as _, Sha256};

/// Files by their paths in a folder, with their bytes.
pub type Content = BTreeMap<PathBuf, Vec<u8>>;

/// A table of invented schools.
pub const DISTRICTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/districts.csv");

/// Runs the program.
pub fn uptake(folder: impl AsRef<Path>, args: &[&str]) -> Output {
    Command::cargo_bin("uptake").unwrap().current_dir(folder).args(args).output().unwrap()
}

/// Every file of a folder with its bytes, apart from what may differ between equal runs.
pub fn content(folder: &Path) -> Content {
    let mut found = Content::new();
    let mut walk = vec![folder.to_path_buf()];
    while let Some(inside) = walk.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk.push(path);
            } else if path.file_name().unwrap() != "machine.json" {
                found.insert(path.strip_prefix(folder).unwrap().to_path_buf(), fs::read(&path).unwrap());
            }
        }
    }
    found
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

/// Makes the manifest of a folder list a file as it is now, as someone would who means to deceive.
pub fn forge(folder: &Path, name: &str) {
    let bytes = fs::read(folder.join(name)).unwrap();
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let path = folder.join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once(&format!("\"{name}\": {{")).unwrap();
    let rest = after.split_once('}').unwrap().1;
    let entry = format!("\n      \"bytes\": {},\n      \"sha256\": \"{hash}\"\n    ", bytes.len());
    fs::write(&path, format!("{before}\"{name}\": {{{entry}}}{rest}")).unwrap();
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
