//! Promise: the source tree is the architecture. A module uses only the floors below it, neighbours on a
//! floor do not know each other, and the core has no files, clocks or threads.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules with their floor. `quantity` is the ground under `chance`, which shares its floor.
const FLOORS: &[(&str, u8)] = &[
    ("quantity", 0),
    ("chance", 1),
    ("parameters", 2),
    ("scenario", 3),
    ("world", 3),
    ("input", 3),
    ("initialization", 4),
    ("mechanisms", 4),
    ("simulation", 5),
    ("metrics", 6),
    ("trace", 6),
    ("experiment", 7),
    ("analysis", 8),
    ("study", 9),
    ("output", 10),
    ("cli", 11),
];

/// What compiles without any feature.
const CORE: &[&str] = &[
    "quantity",
    "chance",
    "parameters",
    "scenario",
    "world",
    "initialization",
    "mechanisms",
    "simulation",
    "metrics",
    "trace",
    "experiment",
    "analysis",
    "study",
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

fn floor(module: &str) -> u8 {
    FLOORS.iter().find(|(m, _)| *m == module).unwrap_or_else(|| panic!("{module} is on no floor")).1
}

#[test]
fn every_folder_has_a_floor_and_uses_only_lower_ones() {
    let mut faults = Vec::new();
    for entry in fs::read_dir(source()).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let module = folder.file_name().unwrap().to_string_lossy().into_owned();
        let own = floor(&module);
        for file in files(&folder) {
            for part in code(&file).split("crate::").skip(1) {
                let used: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if used != module && FLOORS.iter().any(|(m, _)| *m == used) && floor(&used) >= own {
                    faults.push(format!("{} uses crate::{used}", file.display()));
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
        for file in files(&source().join(module)) {
            let text = code(&file);
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
