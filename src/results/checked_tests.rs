//! Promise: whatever is edited in a manifest is found and named.

use super::checked::check;
use super::folder::{Folder, Mode, TableFormat};
use super::manifest::MANIFEST;
use super::sample;
use crate::files::Files;
use crate::parameters::Ledger;
use std::fs;

/// What stands in the place of a value.
const VALUES: [&str; 20] = [
    "0",
    "1",
    "-1",
    "2",
    "1.5",
    "4000000000",
    "4294967297",
    "18446744073709551615",
    "1e400",
    "true",
    "null",
    "\"\"",
    "\"x\"",
    "\"../../x\"",
    "\"/etc/passwd\"",
    "\"csv\"",
    "\"parquet\"",
    "\"summaries\"",
    "[]",
    "{}",
];

/// Lines of a value: its own, and those of what it holds.
fn block(lines: &[&str], start: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let opens = lines[start].ends_with(['{', '[']);
    let rest = || lines[start + 1..].iter().position(|line| indent(line) <= indent(lines[start]));
    if opens { rest().map_or(1, |more| more + 2) } else { 1 }
}

/// The text of lines without the comma after the last of a list, and with one after the others.
fn joined(lines: &[String]) -> String {
    let mut text = String::new();
    for (k, line) in lines.iter().enumerate() {
        let line = line.trim_end_matches(',');
        let next = lines.get(k + 1).map_or("}", |next| next.trim_start());
        let is_last = next.starts_with(['}', ']']) || line.ends_with(['{', '[']) || k + 1 == lines.len();
        text.push_str(line);
        text.push_str(if is_last { "\n" } else { ",\n" });
    }
    text
}

/// Texts that differ from a manifest by one edit, each with what was done.
fn edits(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut edit = |what: String, lines: &[String]| found.push((what, joined(lines)));
    let owned = |lines: &[&str]| lines.iter().map(|line| line.to_string()).collect::<Vec<String>>();
    for start in 1..lines.len() - 1 {
        if lines[start].trim_start().starts_with(['}', ']']) {
            continue;
        }
        let end = start + block(&lines, start);
        let (before, own, after) = (&lines[..start], &lines[start..end], &lines[end..]);
        let with = |middle: Vec<String>| [owned(before), middle, owned(after)].concat();
        let line = lines[start].trim();
        let (key, _) = line.split_once(": ").unwrap_or(("", line));
        edit(format!("without {line}"), &with(vec![]));
        edit(format!("twice {line}"), &with([owned(own), owned(own)].concat()));
        edit(format!("another key beside {line}"), &with([vec!["\"more\": 1".into()], owned(own)].concat()));
        for value in VALUES {
            let new = if key.is_empty() { value.into() } else { format!("{key}: {value}") };
            edit(format!("{line} is {value}"), &with(vec![new]));
        }
        if !key.is_empty() {
            let renamed = owned(own).join("\n").replacen(key, "\"other\"", 1);
            edit(format!("{line} renamed"), &with(renamed.lines().map(String::from).collect()));
        }
        // Values of the same kind: a digit or a letter more, fewer, or another.
        if own.len() == 1 {
            let digit = |from: char, to: char| {
                line.rfind(from).map(|at| format!("{}{to}{}", &line[..at], &line[at + 1..]))
            };
            for (from, to) in [('1', '2'), ('2', '1'), ('e', 'a'), ('a', 'e'), ('0', '3'), ('s', 't')] {
                if let Some(other) = digit(from, to) {
                    edit(format!("{line} is {other}"), &with(vec![other.clone()]));
                }
            }
        }
        let next = end + lines.get(end).map_or(0, |_| block(&lines, end));
        if end < lines.len() && !lines[end].trim_start().starts_with(['}', ']']) {
            let swapped =
                [owned(before), owned(&lines[end..next]), owned(own), owned(&lines[next..])].concat();
            edit(format!("{line} after the next"), &swapped);
        }
    }
    let whole = [
        ("no line's end", text.trim_end().to_string()),
        ("a line more", format!("{text}\n")),
        ("spaces", text.replacen("  ", " ", 1)),
        ("tabs", text.replace("  ", "\t")),
        ("CR", text.replace('\n', "\r\n")),
        ("byte order mark", format!("\u{feff}{text}")),
        ("one line", text.replace('\n', "")),
        ("a comma more", text.replacen(",\n", ",,\n", 1)),
        ("the first half", text[..text.len() / 2].into()),
        ("nothing", String::new()),
        ("twice", format!("{text}{text}")),
        ("an escape", text.replacen("\"uptake\"", "\"\\u0075ptake\"", 1)),
        ("another file", "{\"lists\": {\"notes.txt\": 1}}".into()),
    ];
    found.extend(whole.map(|(what, text)| (what.to_string(), text)));
    found.retain(|(_, edited)| edited != text);
    found
}

/// How many of the edits are tried: `UPTAKE_TRIALS`, or some.
fn trials() -> usize {
    std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(400)
}

#[test]
fn every_edit_of_a_manifest_is_found_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, plan) = (Ledger::standard().unwrap(), sample::real_plan());
    for tables in [TableFormat::USUAL, TableFormat::Csv, TableFormat::Summaries] {
        let path = folder.path().join(tables.word());
        sample::finished(&path, &plan, tables);
        assert_eq!(check(&path, &Files, &ledger).unwrap().1.len(), 2);
        let text = fs::read_to_string(path.join(MANIFEST)).unwrap();
        let all = edits(&text);
        assert!(all.len() > 900, "{}", all.len());
        let step = (3 * all.len()).div_ceil(trials()).max(1);
        for (what, edited) in all.iter().step_by(step) {
            fs::write(path.join(MANIFEST), edited).unwrap();
            let Err(found) = check(&path, &Files, &ledger) else {
                panic!("{tables:?}: {what}: taken for whole\n{edited}")
            };
            let said = found.to_string();
            assert!(said.contains("manifest") && said.contains(&*path.to_string_lossy()), "{what}: {said}");
            for mode in [Mode::New, Mode::Resume, Mode::Force] {
                assert!(Folder::open(&path, &plan, tables, mode).is_err(), "{mode:?}: {what}");
            }
            assert_eq!(&fs::read_to_string(path.join(MANIFEST)).unwrap(), edited);
        }
        fs::write(path.join(MANIFEST), text).unwrap();
        assert!(Folder::open(&path, &plan, tables, Mode::New).unwrap().is_finished());
    }
}

#[test]
fn a_users_file_that_the_manifest_was_made_to_list_is_not_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let (path, plan) = (folder.path().join("r"), sample::real_plan());
    sample::finished(&path, &plan, TableFormat::Csv);
    let text = fs::read_to_string(path.join(MANIFEST)).unwrap();
    for name in ["notes.txt", "figures/paper.png", "scenarios/draft.toml", "../outside.csv"] {
        fs::write(path.join(name), "mine").unwrap();
        let content = super::manifest::content_of(&path.join(name)).unwrap();
        let mut manifest: super::Manifest = serde_json::from_str(&text).unwrap();
        manifest.files.insert(name.into(), content);
        fs::write(path.join(MANIFEST), super::manifest::json(&manifest)).unwrap();
        let error = Folder::open(&path, &plan, TableFormat::Csv, Mode::Force).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        assert_eq!(fs::read_to_string(path.join(name)).unwrap(), "mine");
        fs::remove_file(path.join(name)).unwrap();
    }
}
