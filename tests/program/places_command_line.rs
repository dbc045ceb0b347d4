//! Promise: a real district can be found, exported, mapped and put into a new scenario, and what is drawn instead
//! of known is said.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::expect;

/// A folder with the invented tables and mappings.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for file in [
        "districts.csv",
        "districts_only.csv",
        "districts_only.toml",
        "other_columns.csv",
        "other_columns.toml",
    ] {
        fs::copy(data.join(file), folder.path().join(file)).unwrap();
    }
    folder
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).unwrap();
}

fn text(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// The lines of a results folder that are numbers of runs.
fn runs(folder: &TempDir, results: &str) -> Vec<String> {
    let runs = text(folder, &format!("{results}/runs.csv"));
    runs.lines().skip(1).map(|l| l.split_once(',').unwrap().1.to_string()).collect()
}

const SHORT: [&str; 5] = ["-n", "3", "--months", "24", "--quiet"];

fn run(folder: &TempDir, what: &[&str], out: &str) -> Vec<String> {
    let args: Vec<&str> = ["run"].iter().chain(what).chain(&SHORT).copied().chain(["--out", out]).collect();
    expect(folder, &args, 0, &[]);
    runs(folder, out)
}

#[test]
fn an_exported_district_runs_as_the_table_does() {
    let folder = folder();
    for (table, mapping, id) in [
        ("districts.csv", None, "9900001"),
        ("districts_only.csv", Some("districts_only.toml"), "9910001"),
        ("other_columns.csv", Some("other_columns.toml"), "9920001"),
    ] {
        let with = |start: &[&'static str], end: &[&'static str]| -> Vec<&str> {
            let mapped = mapping.map(|m| ["--mapping", m]);
            start.iter().copied().chain(mapped.into_iter().flatten()).chain(end.iter().copied()).collect()
        };
        let exported = expect(&folder, &with(&["districts", table, "--export", id], &[]), 0, &[]);
        let section = String::from_utf8(exported.stdout).unwrap();
        assert!(section.contains(&format!("# Facts from: {table}\n")), "{section}");
        assert_eq!(mapping.is_some(), section.contains("# Source: Invented"), "{section}");
        assert!(section.contains("Nothing about its leaders or results"), "{section}");
        write(&folder, "committed.toml", &format!("format = 1\nextends = \"committed\"\n\n{section}"));
        let pasted = run(&folder, &["committed.toml"], &format!("pasted-{id}"));
        let chosen = run(
            &folder,
            &with(&["committed", "--districts", table, "--district", id], &[]),
            &format!("chosen-{id}"),
        );
        assert_eq!(pasted, chosen, "{table}");
        fs::remove_file(folder.path().join("committed.toml")).unwrap();
    }
}

#[test]
fn an_export_has_other_forms_and_knows_what_it_cannot_do() {
    let folder = folder();
    let export = ["districts", "districts.csv", "--export"];
    let with = |more: &[&'static str]| -> Vec<&str> { export.iter().chain(more).copied().collect() };
    let json = expect(&folder, &with(&["9900001", "--format", "json"]), 0, &[]);
    let district: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        (district["id"].as_str(), district["schools"].as_array().unwrap().len()),
        (Some("9900001"), 6)
    );
    let csv = expect(&folder, &with(&["9900001", "--format", "csv"]), 0, &["district_id,district,"]);
    fs::write(folder.path().join("one.csv"), csv.stdout).unwrap();
    expect(&folder, &["districts", "one.csv", "--find", "three"], 0, &["Three Rivers Unified", "2,433"]);
    expect(
        &folder,
        &with(&["990001"]),
        3,
        &["no district of districts.csv", "9900001 (Three Rivers Unified)"],
    );
    expect(&folder, &with(&["regular"]), 2, &["names 4 districts"]);
    expect(&folder, &with(&["9900001", "--find", "oak"]), 2, &["--find"]);
}

#[test]
fn what_is_drawn_instead_of_known_is_said_wherever_it_is_listed_or_run() {
    let folder = folder();
    let mapped = ["--mapping", "districts_only.toml"];
    let list: Vec<&str> = ["districts", "districts_only.csv"].into_iter().chain(mapped).collect();
    expect(
        &folder,
        &list,
        0,
        &["Three Rivers", "62%", "–", "source: Invented register", "schools are drawn anew"],
    );
    write(
        &folder,
        "ours.toml",
        "format = 1\nextends = \"committed\"\n[district]\ntable = \"districts_only.csv\"\nid = \"9910002\"\n\
         mapping = \"districts_only.toml\"\n",
    );
    let note = [
        "Oak Hollow (9910002): its schools are not known",
        "not known, and drawn too: teachers",
        "lies outside",
    ];
    expect(&folder, &["check", "ours.toml"], 0, &note);
    expect(&folder, &["run", "ours.toml", "-n", "2", "--months", "12", "--out", "x"], 0, &note);
    // A folder of many such districts is enough to run again, and each has its own luck.
    let all = ["run", "committed", "--districts", "districts_only.csv", "--mapping", "districts_only.toml"];
    let all: Vec<&str> =
        all.into_iter().chain(["--district", "regular", "-n", "3", "--months", "24"]).collect();
    let args: Vec<&str> = all.iter().copied().chain(["--out", "all"]).collect();
    expect(&folder, &args, 0, &["9 done, 3 no focal teachers", "4 districts: their schools are not known"]);
    expect(&folder, &["run", "all/scenarios/committed.toml", "--quiet", "--out", "again"], 0, &[]);
    assert_eq!(text(&folder, "all/runs.csv"), text(&folder, "again/runs.csv"));
    // A results folder with a district alone can be run again too.
    expect(&folder, &["run", "x/scenarios/ours.toml", "--quiet", "--out", "y"], 0, &[]);
    assert_eq!(text(&folder, "x/runs.csv"), text(&folder, "y/runs.csv"));
}

#[test]
fn wrong_mappings_are_refused_with_place_fault_and_remedy() {
    let folder = folder();
    write(
        &folder,
        "bad.toml",
        "rows = \"districts\"\n[colums]\n[columns]\ndistrict_id = 7\nenrolment = \"x\"\n",
    );
    let bad = [
        "bad.toml, line 2, column 2: a mapping has no key `colums`",
        "did you mean `columns`?",
        "bad.toml, line 4, column 15: `district_id` is",
        "bad.toml, line 5, column 1: [columns] has no key `enrolment`",
    ];
    expect(&folder, &["districts", "districts_only.csv", "--mapping", "bad.toml"], 3, &bad);
    let run = [
        "run",
        "committed",
        "--districts",
        "districts_only.csv",
        "--district",
        "9910001",
        "--mapping",
        "bad.toml",
    ];
    expect(&folder, &run, 3, &bad);
    expect(
        &folder,
        &["districts", "districts.csv", "--mapping", "nces-district"],
        3,
        &["did you mean `nces-districts`?"],
    );
    expect(&folder, &["run", "committed", "--mapping", "bad.toml"], 2, &["--districts"]);
    expect(
        &folder,
        &["districts", "districts_only.csv"],
        3,
        &[
            "districts_only.csv: has none of the columns",
            "uptake districts districts_only.csv --draft-mapping",
        ],
    );
    write(&folder, "few.csv", "district_id,district,enrollment\n07,Mine,3000\n");
    expect(
        &folder,
        &["districts", "few.csv"],
        3,
        &["has only 3 of the columns", "the mapping districts fits", "add --mapping districts"],
    );
    for (section, words) in [
        ("mapping = \"districts_only.toml\"", "`mapping` without `table`"),
        (
            "pupils = 700\nteachers = 30",
            "`teachers` and `poverty` describe a district with `id` and `pupils`",
        ),
    ] {
        write(&folder, "s.toml", &format!("format = 1\n[district]\n{section}\n"));
        expect(&folder, &["check", "s.toml"], 3, &["s.toml, line ", words]);
    }
    let named =
        "format = 1\n[district]\ntable = \"districts_only.csv\"\nid = \"9910001\"\nmapping = \"bad.toml\"\n";
    write(&folder, "s.toml", named);
    expect(&folder, &["check", "s.toml"], 3, &["bad.toml, line 2, column 2: ", "no key `colums`"]);
}

#[test]
fn a_new_file_without_a_terminal_holds_what_is_usual() {
    let folder = folder();
    let words = [
        "there is no terminal",
        "new.toml is written",
        "uptake check new.toml",
        "uptake compare committed new.toml",
    ];
    expect(&folder, &["new", "new.toml"], 0, &words);
    let written = text(&folder, "new.toml");
    assert!(written.contains("format = 1\n") && written.contains("# [[event]]"), "{written}");
    expect(&folder, &["check", "new.toml"], 0, &["no problems"]);
    assert_eq!(run(&folder, &["new.toml"], "a"), run(&folder, &["committed"], "b"));
    expect(&folder, &["new", "new.toml", "--months", "24"], 1, &["exists already", "--force"]);
    assert_eq!(written, text(&folder, "new.toml"));
    expect(&folder, &["new", "new.toml", "--months", "24", "--force"], 0, &[]);
    assert!(text(&folder, "new.toml").contains("\nmonths = 24\n"));
    expect(&folder, &["new", "--yes"], 0, &["my-scenario.toml is written"]);
    expect(&folder, &["new", "no/such/folder.toml"], 1, &["folder.toml"]);
    // What is commented out can be taken into force, line by line.
    let all: String = written
        .lines()
        .map(|l| match l.strip_prefix("# ") {
            Some(key) if key.contains(" = ") && !key.contains('`') && !key.contains("question") => {
                format!("{key}\n")
            }
            _ => format!("{l}\n"),
        })
        .collect();
    write(
        &folder,
        "all.toml",
        &all.replace("# [district]", "[district]")
            .replace("# [[event]]", "[[event]]")
            .replace("# what =", "what =")
            .replace("# to   =", "to =")
            .replace("# when =", "when ="),
    );
    expect(&folder, &["check", "all.toml"], 0, &["1 event"]);
}

#[test]
fn a_new_file_holds_what_the_flags_say() {
    let folder = folder();
    let args = [
        "new",
        "ours.toml",
        "--title",
        "Ours \"for now\"",
        "--question",
        "How far?",
        "--districts",
        "districts.csv",
        "--district",
        "9900001",
        "--strategy",
        "mandate at once",
        "--superintendent",
        "0.7",
        "--lead",
        "0.6",
        "--principals",
        "0.5",
        "--event",
        "month 14: superintendent disengages to 0.2",
        "--event",
        "mandate ends",
        "--when",
        "year 2, October",
        "--months",
        "48",
    ];
    expect(&folder, &args, 0, &["ours.toml is written"]);
    let written = text(&folder, "ours.toml");
    for line in [
        "title = 'Ours \"for now\"'",
        "# Three Rivers Unified, district 9900001: 6 schools, 2433 students, 113.92 teachers (full-time equivalents).",
        "# Facts from: districts.csv",
        "superintendent_commitment = 0.7",
        "lead_commitment = 0.6",
        "principal_priority = 0.5",
        "strategy = \"mandate at once\"",
        "when = \"year 2, September\"",
        "to   = 0.2",
        "when = \"year 2, October\"",
        "what = \"mandate ends\"",
        "months = 48",
    ] {
        assert!(written.lines().any(|l| l == line), "lacks {line}\n{written}");
    }
    expect(&folder, &["check", "ours.toml"], 0, &["2 events"]);
    let mapped =
        ["new", "drawn.toml", "--districts", "districts_only.csv", "--mapping", "districts_only.toml"];
    let mapped: Vec<&str> = mapped.into_iter().chain(["--district", "9910001"]).collect();
    let compare = "uptake compare committed drawn.toml --districts districts_only.csv --mapping districts_only.toml \
                   --district 9910001";
    expect(&folder, &mapped, 0, &["note: Three Rivers (9910001): its schools are not known", compare]);
    let sized = ["uptake compare committed size.toml --set district.pupils=7000"];
    expect(&folder, &["new", "size.toml", "--pupils", "7000"], 0, &sized);
    assert!(text(&folder, "size.toml").contains("\npupils = 7000\n"));
    expect(
        &folder,
        &["new", "heir.toml", "--extends", "ours.toml"],
        0,
        &["uptake compare ours.toml heir.toml"],
    );
    assert!(text(&folder, "heir.toml").contains("# superintendent_commitment = 0.7\n"));
    assert!(
        text(&folder, "heir.toml")
            .contains("and still to happen: superintendent disengages (year 2, September)")
    );
}

#[test]
fn wrong_flags_of_a_new_file_are_refused_with_what_is_allowed_and_nothing_is_written() {
    let folder = folder();
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&["--superintendent", "1.8"], 2, &["--superintendent 1.8: 1.8 is outside 0 to 1", "allowed: share"]),
        (&["--lead", "high"], 2, &["--lead high: \"high\" is no number"]),
        (&["--strategy", "stagd"], 2, &["did you mean \"staged\"?", "\"grassroots only\""]),
        (&["--pupils", "5"], 2, &["100..=1000000"]),
        (&["--months", "0"], 2, &["1..=1200"]),
        (&["--title", ""], 2, &["--title: is empty"]),
        (&["--event", "mandate"], 2, &["does not say in which month"]),
        (&["--event", "month 3: mandat"], 2, &["did you mean `mandate`?"]),
        (&["--event", "month 99: mandate"], 2, &["after the last month, 60"]),
        (&["--event", "month 9: superintendent disengages to 2"], 2, &["outside 0 to 1"]),
        (&["--event", "month 9: mandate", "--when", "year 2"], 2, &["there is no --event for it"]),
        (&["--district", "9900001"], 2, &["--districts"]),
        (&["--districts", "districts.csv", "--district", "990001"], 3, &["9900001"]),
        (&["--districts", "districts.csv", "--district", "regular"], 2, &["a file is about one"]),
        (&["--districts", "none.csv", "--district", "1"], 1, &["cannot be read"]),
        (
            &[
                "--extends",
                "nope",
                "--superintendent",
                "80",
                "--principals",
                "2",
                "--event",
                "xx",
                "--title",
                "",
            ],
            2,
            &["--extends nope", "did you mean 0.8?", "--principals 2", "--event \"xx\"", "--title: is empty"],
        ),
        (&["--months", "10", "--extends", "superintendent-disengages"], 2, &["--months 10: the run ends"]),
        (&["--months", "10", "--event", "month 12: mandate"], 2, &["--months 10", "month 12"]),
        (&["--extends", "comitted"], 3, &["--extends comitted: there is no", "did you mean `committed`?"]),
    ];
    for (flags, status, words) in cases {
        let args: Vec<&str> = ["new", "new.toml"].iter().chain(*flags).copied().collect();
        expect(&folder, &args, *status, words);
        assert!(!folder.path().join("new.toml").exists(), "{flags:?}");
    }
}
