//! Promise: the documents speak of what is there.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "program")]
use uptake::description::guide;
use uptake::parameters::Ledger;
use uptake::scenario::{self, gallery};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

const DOCUMENTS: &[&str] = &[
    "README.md",
    "CHANGELOG.md",
    "docs/architecture.md",
    "docs/explorer.md",
    "docs/first-scenario.md",
    "docs/glossary.md",
    "docs/odd.md",
    "docs/python.md",
    "docs/results.md",
    "docs/scale.md",
    "docs/scenarios.md",
    "docs/validation.md",
];

#[test]
fn the_readme_names_only_commands_scenarios_and_files_that_exist() {
    let text = read("README.md");
    let commands = [
        "run",
        "compare",
        "sizes",
        "what-if",
        "plot",
        "report",
        "explain",
        "export",
        "merge",
        "discover",
        "sensitivity",
        "signs",
        "sweep",
        "decide",
        "replay",
        "check",
        "describe",
        "diff",
        "new",
        "parameters",
        "districts",
        "odd",
        "claims",
        "cluster",
        "diffusion",
        "calibrate",
        "schema",
        "serve",
        "completions",
        "man",
        "COMMAND",
    ];
    for line in text.lines().map(str::trim).filter(|l| l.starts_with("uptake ")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert!(commands.contains(&words[1]), "{line}");
        if ["run", "compare", "what-if"].contains(&words[1]) {
            let named = words[2..].iter().take_while(|w| !w.starts_with('-') && **w != "#");
            // A path is a folder of results.
            for name in named.filter(|name| !name.contains('/')) {
                assert!(gallery::text(name).is_some(), "{name} in: {line}");
            }
        }
    }
    for document in DOCUMENTS {
        for part in read(document).split("](").skip(1) {
            let target = part.split(')').next().unwrap().split('#').next().unwrap();
            let folder = Path::new(document).parent().unwrap();
            assert!(
                target.starts_with("http") || root().join(folder).join(target).exists(),
                "{document}: {target}"
            );
        }
    }
}

#[test]
fn every_file_of_scenarios_is_built_in_and_on_the_page() {
    let page = scenario::index::markdown(&Ledger::standard().unwrap()).unwrap();
    assert_eq!(
        read("scenarios/README.md"),
        page,
        "print it again: uptake describe --index > scenarios/README.md"
    );
    let files = fs::read_dir(root().join("scenarios")).unwrap();
    let tomls = files.filter(|f| f.as_ref().unwrap().path().extension().is_some_and(|e| e == "toml")).count();
    assert_eq!(tomls, gallery::SCENARIOS.len(), "every file of scenarios/ is built in");
}

#[test]
fn the_guide_to_scenarios_names_every_level() {
    let text = read("docs/scenarios.md");
    for level in uptake::census::Level::ALL {
        assert!(text.contains(level.word()), "{level}");
    }
}

#[test]
#[cfg(feature = "program")]
fn the_tables_of_the_guide_to_scenarios_are_those_that_are_declared() {
    let text = read("docs/scenarios.md");
    let remedy = "print them again: cargo test --test documents print_the_guide -- --ignored";
    assert_eq!(text, guide::filled(&text), "{remedy}");
    for name in ["keys", "strategies", "models", "events"] {
        assert!(text.contains(&format!("<!-- {name} -->\n|")), "{name}");
    }
    assert!(text.contains(&format!("`{}`", uptake::events::EVENTS[0].what)));
}

#[test]
#[cfg(feature = "program")]
#[ignore = "writes into the working tree"]
fn print_the_guide_to_scenarios_again() {
    let page = root().join("docs/scenarios.md");
    fs::write(&page, guide::filled(&read("docs/scenarios.md"))).unwrap();
}

#[test]
fn every_changelog_line_says_what_changes() {
    let text = read("CHANGELOG.md");
    let changes = text.split("Dependencies, and why").next().unwrap();
    for entry in changes.split("\n* ").skip(1) {
        let says =
            ["*Results change.*", "*Interfaces change.*", "*Neither.*"].iter().any(|w| entry.contains(w));
        assert!(says, "{entry}");
    }
}

#[test]
fn no_document_or_source_names_a_machine() {
    let mut files: Vec<PathBuf> = DOCUMENTS.iter().map(|d| root().join(d)).collect();
    let mut walk = vec![root().join("src"), root().join("scenarios"), root().join("tests")];
    while let Some(folder) = walk.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk.push(path);
            } else if path.extension().is_some_and(|e| e == "rs" || e == "toml" || e == "md") {
                files.push(path);
            }
        }
    }
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for place in
            [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/t", "mp/")]
        {
            assert!(!text.contains(place), "{} holds {place}", file.display());
        }
    }
}

#[test]
fn the_ledger_speaks_of_every_group_of_the_model() {
    let ledger = Ledger::standard().unwrap();
    let groups: std::collections::BTreeSet<&str> = ledger.entries().iter().map(|e| e.group).collect();
    assert_eq!(groups.len(), 20);
}
