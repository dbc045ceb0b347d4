//! Promise: the source tree is the architecture. A module uses only the floors below it, neighbors on a
//! floor do not know each other, and the core has no files, clocks or threads.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules, a floor a line, lowest first. Modules of one floor do not know each other.
const FLOORS: &[&[&str]] = &[
    &["calendar", "diagnostic", "model", "numerics", "strategy"],
    &["phrasing"],
    &["census", "chance"],
    &["parameters"],
    &["world"],
    &["initialization", "mechanisms"],
    &["events"],
    &["scenario", "input"],
    &["files"],
    &["simulation"],
    &["metrics", "trace"],
    &["analysis"],
    &["experiment"],
    &["claims"],
    &["calibration"],
    &["explain"],
    &["results"],
    &["figures"],
    &["report"],
    &["description"],
    &["study"],
    &["server"],
    &["fuzzing"],
    &["prelude"],
    &["cli"],
];

/// What compiles without any feature.
const CORE: &[&str] = &[
    "calendar",
    "diagnostic",
    "model",
    "numerics",
    "strategy",
    "phrasing",
    "census",
    "chance",
    "parameters",
    "world",
    "scenario",
    "initialization",
    "mechanisms",
    "events",
    "simulation",
    "metrics",
    "trace",
    "analysis",
    "experiment",
    "claims",
    "calibration",
    "explain",
    "prelude",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The part of a file that is not its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    let lines = text[..end].lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn floor(module: &str) -> usize {
    FLOORS
        .iter()
        .position(|floor| floor.contains(&module))
        .unwrap_or_else(|| panic!("{module} is on no floor"))
}

#[test]
fn every_module_has_a_floor_and_uses_only_lower_ones() {
    let mut faults = Vec::new();
    for entry in fs::read_dir(source()).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_string_lossy().into_owned();
        if ["lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let own = floor(&module);
        let inside = if path.is_dir() { files(&path) } else { vec![path] };
        for file in inside {
            let text = code(&file).replace("uptake::", "crate::");
            for part in text.split("crate::").skip(1) {
                let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let is_module = FLOORS.iter().any(|floor| floor.contains(&used.as_str()));
                if used != module && is_module && floor(&used) >= own {
                    faults.push(format!("{} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn mechanisms_do_not_know_each_other_nor_the_scenario() {
    let names: Vec<String> = files(&source().join("mechanisms"))
        .iter()
        .map(|f| f.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|n| n != "mod")
        .collect();
    assert!(names.len() >= 15, "all submodels have a file");
    for file in files(&source().join("mechanisms")) {
        let text = code(&file);
        if file.ends_with("mod.rs") {
            continue;
        }
        for name in &names {
            assert!(!text.contains(&format!("super::{name}")), "{} uses {name}", file.display());
        }
        let imports = text.lines().filter(|l| l.starts_with("use super::")).collect::<Vec<_>>().join(" ");
        for name in &names {
            let word = |c: char| !(c.is_alphanumeric() || c == '_');
            assert!(!imports.split(word).any(|w| w == name), "{} imports {name}", file.display());
        }
    }
}

#[test]
fn the_core_has_no_files_clocks_or_threads() {
    for module in CORE {
        let path = source().join(module);
        let inside = if path.is_dir() { files(&path) } else { vec![path.with_extension("rs")] };
        for file in inside {
            // Tests may say what they found, and be told to try longer.
            let text = code(&file);
            let text = text.split("#[cfg(test)]").next().unwrap();
            for forbidden in
                ["std::fs", "std::thread", "std::time", "std::env", "std::process", "println!", "print!"]
            {
                assert!(!text.contains(forbidden), "{} uses {forbidden}", file.display());
            }
        }
    }
}

#[test]
fn every_submodel_opens_with_its_description() {
    for file in files(&source().join("mechanisms")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
        if !file.ends_with("mod.rs") {
            for word in ["//! Reads", "//! Leaves out", "(ODD 7"] {
                assert!(text.contains(word), "{} lacks {word}", file.display());
            }
        }
    }
}
