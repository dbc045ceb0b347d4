//! Promise: the description of the model is printed from the code, and nothing of the code is missing in it.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use uptake::description::odd::registry::{DETAILS, ENTITIES, FIRST_DAY, IN_WORDS, SUBMODELS, WORDS};
use uptake::description::odd::{enumeration, page, structure};
use uptake::events::EVENTS;
use uptake::metrics::{MEASURES, RUN_COLUMNS};
use uptake::parameters::{Ledger, NAMES};
use uptake::scenario::language::sections;
use uptake::simulation::schedule::MONTH;
use uptake::strategy::Strategy;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn the_page() -> String {
    page(&Ledger::standard().unwrap())
}

/// Source files of a folder, by their path under `src`.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut walk = vec![root().join("src").join(folder)];
    while let Some(folder) = walk.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                walk.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path.strip_prefix(root().join("src")).unwrap();
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

fn text(name: &str) -> String {
    fs::read_to_string(root().join("src").join(name)).unwrap()
}

/// The part of the page under this heading of the second level.
fn section(page: &str, number: usize) -> String {
    let begin = page.find(&format!("\n## {number}. ")).unwrap();
    let rest = &page[begin + 1..];
    rest[..rest.find("\n## ").unwrap_or(rest.len())].to_string()
}

#[test]
fn the_page_in_the_folder_is_the_one_that_is_printed() {
    let stored = fs::read_to_string(root().join("docs/odd.md")).unwrap();
    let printed = the_page();
    let differs = stored.lines().zip(printed.lines()).position(|(a, b)| a != b);
    assert!(
        stored == printed,
        "docs/odd.md is old (from line {:?} on); refresh it with: cargo run -- odd > docs/odd.md",
        differs.map(|k| k + 1)
    );
}

#[test]
fn every_file_of_the_mechanisms_and_of_the_first_day_is_on_the_page() {
    let listed: BTreeSet<&str> = SUBMODELS.iter().chain(FIRST_DAY).map(|(source, _)| source.name).collect();
    for file in files("mechanisms").iter().chain(&files("initialization")) {
        // A file in a submodel's folder is described with that submodel.
        let of_submodel =
            file.rsplit_once('/').is_some_and(|(folder, _)| listed.contains(format!("{folder}.rs").as_str()));
        let known = listed.contains(file.as_str()) || of_submodel || file == "mechanisms/mod.rs";
        assert!(known, "{file} needs its line in description/odd/registry.rs");
    }
}

#[test]
fn every_submodel_says_what_it_reads_what_it_changes_and_where_it_belongs() {
    let page = section(&the_page(), 7);
    for (source, _) in SUBMODELS {
        let head: Vec<&str> = source.text.lines().take_while(|line| line.starts_with("//!")).collect();
        let says = |word: &str| head.iter().any(|line| line.starts_with(&format!("//! {word} ")));
        assert!(says("Reads"), "{} does not say what it reads", source.name);
        assert!(says("Writes") || says("Emits"), "{} does not say what it changes", source.name);
        assert!(head.len() > 5, "{} says too little", source.name);
        assert!(page.contains(&format!("`src/{}`", source.name)), "{}", source.name);
    }
    for number in 1..=19 {
        assert!(page.contains(&format!("7.{number}")), "7.{number} is missing");
    }
}

#[test]
fn every_parameter_stands_in_a_table_with_its_evidence() {
    let page = the_page();
    let ledger = Ledger::standard().unwrap();
    for entry in ledger.entries() {
        let begin = format!("\n| `{}` | {}", entry.name, entry.meaning.replace('|', "\\|"));
        let grade = format!("| {} | ", entry.grade.word());
        let end = format!(" | {} |\n", entry.source.replace('|', "\\|"));
        let row = page.find(&begin).unwrap_or_else(|| panic!("{} has no row", entry.name));
        let line = &page[row + 1..];
        let line = &line[..=line.find('\n').unwrap()];
        // What it does to the headline outcomes stands between the two.
        assert!(line.split_once(&grade).is_some_and(|(_, rest)| rest.ends_with(&end)), "{line}");
        assert!(line.contains(&format!("| {} |", entry.value)), "{line}");
    }
}

/// A parameter that no equation names is one that a reader cannot place.
#[test]
fn every_parameter_is_named_outside_its_table_too() {
    let page = the_page();
    let prose: Vec<&str> = page.lines().filter(|line| !line.starts_with("| `")).collect();
    let prose = prose.join("\n");
    let words: BTreeSet<&str> = prose.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
    let silent: Vec<&str> =
        NAMES.iter().map(|(_, name)| *name).filter(|name| !words.contains(name)).collect();
    assert!(silent.is_empty(), "no equation or rule names {silent:?}");
}

#[test]
fn every_state_of_the_world_is_on_the_page() {
    let page = section(&the_page(), 2);
    for file in files("world") {
        let source = text(&file);
        for line in source.lines() {
            let Some(name) = line.strip_prefix("pub struct ").map(|l| l.trim_end_matches(" {")) else {
                continue;
            };
            let listed = ENTITIES.iter().any(|entity| entity.name == name);
            assert!(
                listed || IN_WORDS.contains(&name),
                "{name} of {file} needs its line in description/odd/registry.rs"
            );
            for field in structure(&source, name) {
                let row = format!("| `{}` | ", field.name);
                assert!(page.contains(&row), "{name} {}", field.name);
                assert!(!field.doc.is_empty(), "{name} {} has no documentation", field.name);
            }
        }
    }
    for entity in ENTITIES {
        assert!(!structure(entity.source.text, entity.name).is_empty(), "{} has no fields", entity.name);
    }
    for (source, name) in WORDS {
        assert!(!enumeration(source.text, name).is_empty(), "{name} has no variants");
    }
}

#[test]
fn every_draw_says_who_when_and_by_which_numbers() {
    let draws = enumeration(&text("chance/streams.rs"), "Decision");
    assert!(draws.len() > 10);
    let page = section(&the_page(), 4);
    for draw in draws {
        for part in [" Who: ", " When: ", " Lanes: "] {
            assert!(draw.doc.contains(part), "{} lacks {part}", draw.name);
        }
        assert!(page.contains(&format!("| {} `{}` |", draw.kind, draw.name)), "{}", draw.name);
    }
}

#[test]
fn every_measure_event_and_strategy_is_on_the_page() {
    let page = the_page();
    for column in MEASURES.iter().chain(RUN_COLUMNS) {
        assert!(page.contains(&format!("| `{}` | {} |", column.name, column.meaning)), "{}", column.name);
    }
    for kind in EVENTS {
        assert!(page.contains(&format!("| `{}` | {} |", kind.what, kind.help)), "{}", kind.what);
    }
    for event in enumeration(&text("world/event.rs"), "Event") {
        assert!(section(&page, 3).contains(&format!("| `{}` | ", event.name)), "{}", event.name);
    }
    for word in Strategy::ALL.map(Strategy::word) {
        assert!(section(&page, 2).contains(&format!("*{word}*")), "{word}");
        assert!(section(&page, 7).contains(&format!("| {word} | ")), "{word} has no rule");
    }
}

/// Every mechanism acts in the month, and whatever is called is a function of the file that it names.
#[test]
fn the_order_of_a_month_is_that_of_the_schedule() {
    let section = section(&the_page(), 3);
    for (k, step) in MONTH.iter().enumerate() {
        assert!(section.contains(&format!("\n{}. {} *In the code:* `", k + 1, step.words)), "{}", step.words);
        assert!(!step.names().is_empty() && step.words.ends_with(['.', '*']), "{}", step.words);
    }
    let called: Vec<&str> = MONTH.iter().flat_map(|step| step.names()).collect();
    for (source, _) in SUBMODELS.iter().filter(|(source, _)| source.name.starts_with("mechanisms/")) {
        let own = called.iter().filter_map(|call| call.split_once("::")).filter(|c| c.0 == source.module());
        let functions: Vec<&str> = own.map(|(_, function)| function).collect();
        // New teams come by dated events.
        assert!(!functions.is_empty() || source.module() == "new_teams", "{} never acts", source.name);
        for function in functions {
            assert!(source.text.contains(&format!("\npub fn {function}(")), "{function}");
        }
    }
    let position = |call: &str| called.iter().position(|c| *c == call).unwrap();
    assert!(position("uptake::decide") < position("stopping::decide"));
    assert!(position("succession::decide") < position("idea_review::decide"));
}

/// Words with an underscore in backticks are names of the program: parameters, measures, states, keys.
#[test]
fn the_page_names_only_what_exists() {
    let mut known: BTreeSet<String> = NAMES.iter().map(|(_, name)| (*name).to_string()).collect();
    known.extend(MEASURES.iter().chain(RUN_COLUMNS).map(|c| c.name.to_string()));
    known.extend(uptake::census::COLUMNS.map(String::from));
    known.extend(sections().iter().flat_map(|s| s.keys).map(|k| k.name.to_string()));
    for entity in ENTITIES.iter().chain(uptake::description::odd::registry::KNOWN) {
        known.extend(structure(entity.source.text, entity.name).into_iter().map(|field| field.name));
    }
    let mut unknown: Vec<String> = Vec::new();
    for (k, part) in the_page().split('`').enumerate() {
        let name = part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if k % 2 == 1 && name && part.contains('_') && !known.contains(part) {
            unknown.push(part.to_string());
        }
    }
    assert!(unknown.is_empty(), "not in the program: {unknown:?}");
}

#[test]
fn the_months_of_unrest_that_the_page_tells_are_those_of_the_ledger() {
    let p = Ledger::standard().unwrap().values();
    let (s, r) = (&p.succession, &p.rollout);
    let mut churn = s.churn_superintendent * (1.0 - s.churn_fade);
    assert!(churn >= r.pause_at_churn, "it suspends the work");
    let mut months = 0;
    while churn > r.return_at_churn {
        months += 1;
        churn *= 1.0 - s.churn_fade;
    }
    assert!(the_page().contains(&format!("suspends for {months} months")), "{months}");
    assert!(s.churn_lead * (1.0 - s.churn_fade) < r.pause_at_churn, "a lead's alone does not");
}

#[test]
fn no_head_leaves_a_link_of_the_code_or_a_broken_block_behind() {
    let page = the_page();
    assert!(!page.contains("[`"), "links into the code are no links on a page");
    assert_eq!(page.matches("\n```").count() % 2, 0, "a block does not end");
    assert!(page.lines().all(|line| !line.starts_with("//!")), "a head is printed as it stands");
    let sources = SUBMODELS.iter().chain(FIRST_DAY).map(|(source, _)| source).chain(DETAILS);
    for source in sources {
        assert!(source.text.starts_with("//! "), "{}", source.name);
    }
    assert!(page.ends_with('\n') && !page.ends_with("\n\n"));
}
