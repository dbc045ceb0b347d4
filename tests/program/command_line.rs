//! Promise: the commands work from any folder, and wrong input gets place, fault, remedy and the
//! right exit status, with nothing lost or half-written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::runner::{DISTRICTS, content, expect, said};

#[cfg(unix)]
#[test]
fn a_folder_whose_name_is_no_text_is_filled_like_any_other() {
    use std::os::unix::ffi::OsStrExt;
    let folder = TempDir::new().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"bad\xff");
    let output = assert_cmd::Command::cargo_bin("uptake")
        .unwrap()
        .current_dir(&folder)
        .args(["run", "committed", "-n", "3", "--months", "3", "-q", "--out"])
        .arg(name)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(folder.path().join(name).join("manifest.json").exists());
}

#[test]
fn a_comparison_leaves_a_whole_folder_and_a_second_one_reuses_it() {
    let folder = TempDir::new().unwrap();
    let args = ["compare", "committed", "superintendent-disengages", "-n", "6", "--months", "40", "--full"];
    expect(folder.path(), &args, 0, &["share of runs at stage", "6 pairs of the same replication"]);
    let results = fs::read_dir(folder.path().join("results")).unwrap().next().unwrap().unwrap().path();
    let files = content(&results);
    for name in [
        "manifest.json",
        "runs.csv",
        "summary.csv",
        "differences_summary.csv",
        "columns.json",
        "parameters.csv",
        "scenarios/committed.toml",
        "scenarios/superintendent-disengages.toml",
        "figures/spread-depth-path.svg",
        "figures/timeline-fans.png",
        "figures/difference-superintendent-disengages.svg",
    ] {
        assert!(files.contains_key(Path::new(name)), "{name} is missing");
    }
    assert!(!files.keys().any(|f| f.to_string_lossy().contains("partial")), "nothing unfinished is left");
    expect(folder.path(), &args, 0, &["whole and verified; nothing was run"]);
    assert_eq!(files, content(&results));
}

#[test]
fn a_folder_without_figures_and_report_has_the_same_results_and_says_how_they_are_made_of_it() {
    let folder = TempDir::new().unwrap();
    let ask = |out: &str, more: &[&str], words: &[&str]| {
        let args = ["compare", "committed", "mandate-at-once", "-n", "5", "--months", "30", "--out", out];
        expect(folder.path(), &[&args, more].concat(), 0, words);
        content(&folder.path().join(out))
    };
    let is_made_later = |name: &Path| name.starts_with("figures") || name == Path::new("report.html");
    let (manifest, report) = (Path::new("manifest.json"), Path::new("report.html"));
    let whole = ask("whole", &[], &["open whole/report.html in a browser"]);
    let later = "written without figures and report; for them: uptake plot bare && uptake report bare";
    let bare = ask("bare", &["--figures", "none", "--no-report"], &["results: bare", later]);
    assert!(!bare.keys().any(|name| is_made_later(name)));
    for (name, bytes) in whole.iter().filter(|(name, _)| !is_made_later(name) && *name != manifest) {
        assert_eq!(bare.get(name), Some(bytes), "{}", name.display());
    }
    let digest = |files: &BTreeMap<PathBuf, Vec<u8>>| {
        serde_json::from_slice::<serde_json::Value>(&files[manifest]).unwrap()["digest"].clone()
    };
    assert_eq!(digest(&whole), digest(&bare));

    // Asked again with figures, it is used, and the words say what it lacks.
    assert_eq!(ask("bare", &[], &["whole and verified; nothing was run", later]), bare);
    expect(folder.path(), &["plot", "bare", "--out", "drawn"], 0, &[]);
    expect(folder.path(), &["report", "bare", "--out", "page.html"], 0, &[]);
    assert_eq!(fs::read(folder.path().join("page.html")).unwrap(), whole[report]);
    let drawn = content(&folder.path().join("drawn"));
    for (name, bytes) in whole.iter().filter(|(name, _)| name.starts_with("figures")) {
        assert_eq!(drawn.get(name.strip_prefix("figures").unwrap()), Some(bytes), "{}", name.display());
    }

    let reported = ask("reported", &["--figures", "none"], &["written without figures; for them:"]);
    assert_eq!(reported.get(report), whole.get(report));
    let drawn = ask("with-figures", &["--no-report"], &["written without report; for them:"]);
    assert!(!drawn.contains_key(report) && drawn.len() == whole.len() - 1);
}

#[test]
fn summaries_kept_alone_are_those_of_the_runs_and_what_needs_runs_says_so() {
    let folder = TempDir::new().unwrap();
    let ask = |out: &str, tables: &str, words: &[&str]| {
        let args = ["compare", "committed", "superintendent-disengages", "--districts", DISTRICTS];
        // Summaries alone have no pairs over assumptions.
        let how: &[&str] = match tables {
            "summaries" => &["--district", "regular", "-n", "4", "--months", "14"],
            _ => &["--district", "regular", "-n", "4", "--months", "14", "--no-assumptions"],
        };
        let how = [how, &["--out", out, "--tables", tables]].concat();
        let output = expect(folder.path(), &[&args[..], &how].concat(), 0, words);
        (output.stdout, content(&folder.path().join(out)))
    };
    let (said, whole) = ask("whole", "csv", &[]);
    let (said_alone, alone) = ask("alone", "summaries", &["summaries alone were kept: no runs"]);
    assert_eq!(said, said_alone);
    let again = expect(
        folder.path(),
        &[
            "run",
            "committed",
            "--districts",
            DISTRICTS,
            "--district",
            "regular",
            "-n",
            "2",
            "--months",
            "2",
            "--out",
            "b",
            "--tables",
            "summaries",
        ],
        0,
        &[],
    );
    assert!(
        !String::from_utf8_lossy(&again.stderr).contains("uptake report"),
        "no report is made of summaries"
    );
    for name in ["summary.csv", "differences_summary.csv", "districts.csv", "scenarios/committed.toml"] {
        assert_eq!(whole.get(Path::new(name)), alone.get(Path::new(name)), "{name}");
    }
    assert!(!alone.contains_key(Path::new("runs.csv")) && !alone.contains_key(Path::new("journal.partial")));
    ask("alone", "summaries", &["whole and verified; nothing was run"]);
    for command in ["plot", "report"] {
        let args = [command, "alone", "--district", "9900001"];
        expect(folder.path(), &args, 1, &["holds summaries alone", "without --tables summaries"]);
    }
    expect(folder.path(), &["sizes", "committed", "--tables", "summaries"], 2, &["keeps no runs"]);
    for dry in [&[][..], &["--dry-run"]] {
        let run = |args: &[&'static str]| [&["run"], args, &["--tables", "summaries"], dry].concat();
        expect(folder.path(), &run(&["cohort-of-eight"]), 2, &["are run together"]);
        expect(
            folder.path(),
            &run(&["committed", "-n", "1000000"]),
            2,
            &["GB in memory", "fewer replications"],
        );
    }
}

#[test]
fn threads_and_table_formats_change_no_byte_that_they_should_not() {
    let folder = TempDir::new().unwrap();
    let run = |out: &str, threads: &str| {
        let args = [
            "compare",
            "committed",
            "mandate-at-once",
            "-n",
            "5",
            "--months",
            "30",
            "--quiet",
            "--threads",
            threads,
            "--out",
            out,
        ];
        expect(folder.path(), &args, 0, &[]);
        content(&folder.path().join(out))
    };
    let one = run("one", "1");
    for (name, threads) in [("two", "2"), ("three", "3"), ("eight", "8")] {
        assert_eq!(one, run(name, threads), "{threads} threads");
    }
}

#[test]
fn differences_are_zero_before_the_event_and_a_scenario_is_no_different_from_itself() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("twin.toml"),
        "format = 1\nquestion = \"The same?\"\nextends = \"committed\"\n",
    )
    .unwrap();
    let args = [
        "compare",
        "committed",
        "superintendent-disengages",
        "twin.toml",
        "-n",
        "4",
        "--months",
        "30",
        "--tables",
        "csv",
        "--out",
        "x",
    ];
    expect(folder.path(), &args, 0, &[]);
    let text = fs::read_to_string(folder.path().join("x/differences.csv")).unwrap();
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let (mut early, mut late, mut twin) = (0, 0, 0);
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        let month: u32 = cells[names.iter().position(|n| *n == "month").unwrap()].parse().unwrap();
        let values = &cells[5..];
        let zero = values.iter().all(|v| v.is_empty() || *v == "0");
        match (cells[0], month < 14) {
            ("twin", _) => {
                assert!(zero, "{line}");
                twin += 1;
            }
            (_, true) => {
                assert!(zero, "{line}");
                early += 1;
            }
            (_, false) => late += usize::from(!zero),
        }
    }
    assert_eq!((early, twin), (4 * 14, 4 * 31));
    assert!(late > 4 * 10);
}

#[cfg(unix)]
#[test]
fn an_interrupted_batch_goes_on_to_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    let args: Vec<&str> =
        "run committed -n 4000 --months 24 --figures none --no-report --quiet --threads 1 --out"
            .split(' ')
            .collect();
    let whole: Vec<&str> = args.iter().copied().chain(["whole"]).collect();
    expect(folder.path(), &whole, 0, &[]);
    // The last was ignored when the program was started, as `nohup` does it: it goes on. These tests may be run so too.
    let hangups = [("-HUP", "exec env --default-signal=HUP", 130), ("-HUP", "trap '' HUP; exec", 0)];
    let hangups = if cfg!(target_os = "linux") { &hangups[..] } else { &hangups[1..] };
    for (signal, shell, status) in
        [("-INT", "exec", 130), ("-TERM", "exec", 130)].iter().chain(hangups).copied()
    {
        let part = format!("part{signal}{status}");
        let command = format!("{shell} \"$@\"");
        let mut child = std::process::Command::new("sh")
            .current_dir(folder.path())
            .args(["-c", &command, "sh", env!("CARGO_BIN_EXE_uptake")])
            .args(&args)
            .arg(&part)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let journal = folder.path().join(&part).join("journal.partial");
        while !fs::metadata(&journal).is_ok_and(|m| m.len() > 10_000) {
            assert!(child.try_wait().unwrap().is_none(), "it ended before it could be interrupted");
            std::thread::yield_now();
        }
        let sent =
            std::process::Command::new("kill").arg(signal).arg(child.id().to_string()).status().unwrap();
        assert!(sent.success());
        let output = child.wait_with_output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(status), "{signal}: {words}");
        if status == 130 {
            assert!(words.contains("--resume") && words.contains(&format!("safe in {part}")), "{words}");
            assert!(!folder.path().join(&part).join("manifest.json").exists());
            let again: Vec<&str> = args.iter().copied().chain([&*part]).collect();
            expect(folder.path(), &again, 1, &["exists already and holds unfinished results", "--resume"]);
            let resumed: Vec<&str> = again.iter().copied().chain(["--resume"]).collect();
            expect(folder.path(), &resumed, 0, &[]);
        }
        assert_eq!(content(&folder.path().join("whole")), content(&folder.path().join(&part)));
    }
}

#[test]
fn a_batch_of_more_than_a_day_or_half_of_the_disk_is_begun_only_with_yes() {
    let folder = TempDir::new().unwrap();
    let run = ["run", "committed", "-n", "100000000", "--tables", "csv", "--out", "r", "--threads", "1"];
    let words = ["r: 100000000 runs would take about", "days on 1 threads", "--dry-run", "--yes"];
    expect(folder.path(), &run, 2, &words);
    let short = ["run", "committed", "-n", "100000000", "--months", "1", "--set", "district.pupils=100"];
    let bare = ["--figures", "none", "--no-report", "--out", "r", "--threads", "1024"];
    expect(folder.path(), &[&short[..], &bare[..]].concat(), 2, &["MB while they are made", "MB are free"]);
    assert!(!folder.path().join("r").exists());
    expect(folder.path(), &["run", "committed", "-n", "2", "--months", "2", "--out", "r", "--yes"], 0, &[]);
}

#[cfg(target_os = "linux")]
#[test]
fn words_that_cannot_be_told_do_not_make_a_whole_result_a_failure_and_lost_data_do() {
    let folder = TempDir::new().unwrap();
    let to = |stream: &str, out: &str| {
        let command = format!("exec \"$@\" {stream}>/dev/full");
        let mut child = std::process::Command::new("sh");
        child.current_dir(folder.path()).args(["-c", &command, "sh", env!("CARGO_BIN_EXE_uptake")]);
        child.args(["run", "committed", "-n", "3", "--months", "3", "--out", out]).output().unwrap()
    };
    let output = to("2", "a");
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let output = to("1", "b");
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("standard output"), "{}", said(&output));
    for kept in ["a", "b"] {
        assert!(folder.path().join(kept).join("manifest.json").exists());
    }
}

#[test]
fn wrong_scenarios_are_refused_with_place_fault_and_remedy() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("typo.toml", "format = 1\nquestion = \"?\"\n[leaders]\nsuperintendent_comitment = 0.5\n");
    write("range.toml", "format = 1\nquestion = \"?\"\n[leaders]\nlead_commitment = 1.5\n");
    write("a.toml", "format = 1\nextends = \"b.toml\"\n");
    write("b.toml", "format = 1\nextends = \"a.toml\"\n");
    write("late.toml", "format = 1\nextends = \"committed\"\n[[event]]\nmonth = 61\nwhat = \"mandate\"\n");
    write(
        "many.toml",
        "format = 1\n[[district.school]]\nname = \"Vast\"\ngrades = \"K-5\"\nteachers = 1000000000000\n",
    );
    write(
        "pilot.toml",
        "format = 1\nextends = \"lake-tahoe\"\n[team]\npilot_schools = [\"South Tahoe High\"]\n",
    );
    write("broken.toml", "format = 1\n[leaders\n");
    write("grades.toml", "format = 1\n[[district.school]]\nname = \"A\"\nteachers = 30\n");
    write(
        "idle.toml",
        "format = 1\n[[event]]\nmonth = 3\nwhat = \"superintendent disengages\"\nschool = \"School 1\"\n",
    );
    write("twice.toml", "format = 1\n[leaders]\nlead_skill = 0.5\n[parameters]\nlead_skill = 0.6\n");
    write("kind.toml", "format = 1\n[district]\npupils = 500\nname = \"Mine\"\n");
    write("endless.toml", "format = 1\n[leaders]\nlead_skill = inf\n");
    fs::write(folder.path().join("latin.toml"), b"format = 1\ntitle = \"caf\xe9\"\n").unwrap();
    fs::write(folder.path().join("wide.toml"), b"\xff\xfef\0o\0").unwrap();
    fs::write(folder.path().join("book.toml"), b"PK\x03\x04....").unwrap();
    fs::write(folder.path().join("large.toml"), vec![b'#'; 4 * 1024 * 1024 + 1]).unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    write("table.toml", "format = 1\n[district]\ntable = \"nowhere.csv\"\nid = \"1\"\n");
    write(
        "id.toml",
        &format!("format = 1\n[district]\ntable = '{}'\nid = \"990001\"\n", DISTRICTS.to_owned()),
    );
    let good = fs::read_to_string(DISTRICTS).unwrap();
    write("cells.csv", &good.replacen(",410,", ",-410,", 1));
    write("cells.toml", "format = 1\n[district]\ntable = \"cells.csv\"\nid = \"9900001\"\n");
    let cases: &[(&str, &[&str])] = &[
        (
            "typo.toml",
            &[
                "typo.toml, line 4, column 1: [leaders] has no key `superintendent_comitment`",
                "did you mean `superintendent_commitment`?",
            ],
        ),
        ("range.toml", &["range.toml, line 4, column 19: `lead_commitment` is 1.5, outside 0 to 1 (share)"]),
        (
            "a.toml",
            &["b.toml, line 2, column 11: `extends` goes round in a circle: a.toml → b.toml → a.toml"],
        ),
        ("late.toml", &["late.toml, line 4, column 9: `month` is 61, but the run ends with month 60"]),
        ("many.toml", &["`teachers` is 1000000000000, outside 0 to 2000"]),
        ("pilot.toml", &["teaches none of the grades TK-3"]),
        (
            "broken.toml",
            &["broken.toml, line 2, column 9: the section `[leaders` is not closed", "write [leaders]"],
        ),
        ("grades.toml", &["line 2", "the school \"A\" has no `grades`", "grades = \"K-5\""]),
        ("idle.toml", &["\"superintendent disengages\" has no use for `school`"]),
        ("twice.toml", &["`lead_skill` is given in its section and in [parameters]"]),
        ("kind.toml", &["describe listed schools"]),
        ("endless.toml", &["a number that is not finite"]),
        ("latin.toml", &["latin.toml, line 2, column 13: is not UTF-8 text", "save it as UTF-8"]),
        ("wide.toml", &["wide.toml, line 1, column 1: is text in UTF-16", "save it as UTF-8"]),
        ("book.toml", &["is a spreadsheet, a document or an archive", "a text editor"]),
        ("folder", &["`folder` is a folder", "name a file in it"]),
        ("rang.toml", &["there is no file `rang.toml`", "did you mean `range.toml`?"]),
        ("large.toml", &["it has 4194305 bytes or more, and at most 4194304 are read"]),
        ("table.toml", &["table.toml, line 3, column 9: `table`: nowhere.csv: cannot be read"]),
        ("id.toml", &["id.toml, line 4, column 6", "no district of", "did you mean 9900001"]),
        (
            "cells.toml",
            &[
                "cells.csv, line 2, column 1",
                "`enrollment`: `-410` is negative",
                "allowed: 0 to 1000000 (pupils), whole",
            ],
        ),
        ("missing.toml", &["there is no file `missing.toml`"]),
        ("comitted", &["no built-in scenario of that name", "did you mean `committed`?"]),
    ];
    for (file, words) in cases {
        expect(folder.path(), &["check", file], 3, words);
        expect(folder.path(), &["run", file, "-n", "2"], 3, words);
    }
    assert!(!folder.path().join("results").exists(), "nothing is left behind");
    let all =
        expect(folder.path(), &["check", "typo.toml", "range.toml", "--format", "json"], 3, &["2 problems"]);
    let rows: serde_json::Value = serde_json::from_slice(&all.stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(rows[0]["line"], 4);
}

#[test]
fn problems_are_told_to_programs_in_one_shape_by_every_command() {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("x.toml", "format = 1\n[leaders]\nlead_commitment = 80\n");
    write("y.toml", "format = 1\n[event]\nmonth = 3\n");
    let rows = |args: &[&str], status: i32| -> Vec<serde_json::Value> {
        let output = expect(folder.path(), args, status, &[]);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}\n{}", said(&output)))
    };
    let expected = serde_json::json!({
        "file": "x.toml",
        "line": 3,
        "column": 19,
        "key": "leaders.lead_commitment",
        "problem": "`lead_commitment` is 80, outside 0 to 1 (share)",
        "allowed": "0 to 1 (share)",
        "nearest": "0.8",
        "remedy": "did you mean 0.8? a share is written from 0 to 1, not in percent; plausible is 0 to 1: \
                   Commitment of the team lead, a senior district leader, at the start",
        "count": 1,
    });
    assert_eq!(rows(&["check", "x.toml", "--format", "json"], 3), std::slice::from_ref(&expected));
    assert_eq!(rows(&["run", "x.toml", "--format", "json"], 3), std::slice::from_ref(&expected));
    let both = rows(&["compare", "x.toml", "y.toml", "--format", "json"], 3);
    assert_eq!(both.len(), 3);
    assert_eq!(both[0], expected);
    assert_eq!(both[2]["key"], "event.what");
    assert!(rows(&["check", "committed", "--format", "json"], 0).is_empty());

    let flag =
        rows(&["compare", "committed", "mandate-at-once", "--set", "lead_skil=1", "--format", "json"], 2);
    assert_eq!(flag.len(), 1, "a flag is wrong once");
    assert_eq!((&flag[0]["line"], &flag[0]["nearest"]), (&serde_json::Value::Null, &"lead_skill".into()));
    let short = ["run", "superintendent-disengages", "--months", "12"];
    expect(
        folder.path(),
        &short,
        2,
        &["--months 12: the run ends with month 12, before month 14", "at least 14"],
    );

    let csv = expect(folder.path(), &["check", "x.toml", "--format", "csv"], 3, &[]);
    let text = String::from_utf8(csv.stdout).unwrap();
    assert!(
        text.starts_with("file,line,column,key,problem,allowed,nearest,remedy,count\nx.toml,3,19,"),
        "{text}"
    );

    let good = fs::read_to_string(DISTRICTS).unwrap();
    write(
        "t.csv",
        &good.replacen(",410,", ",-410,", 1).replacen("elementary,Elementary", "elementry,Elementary", 1),
    );
    let faults = rows(&["districts", "t.csv", "--format", "json"], 3);
    assert_eq!(faults.len(), 2, "{faults:?}");
    let about = |key: &str| faults.iter().find(|fault| fault["key"] == key).unwrap();
    assert_eq!(about("level")["nearest"], "elementary");
    assert_eq!(about("enrollment")["allowed"], "0 to 1000000 (pupils), whole");
    write("u.csv", &good.replacen("enrollment", "enrolment", 1));
    let column = rows(&["districts", "u.csv", "--format", "json"], 3);
    assert_eq!((&column[0]["line"], &column[0]["nearest"]), (&1.into(), &"enrolment".into()));
}

#[test]
fn wrong_flags_are_mistakes_of_usage() {
    let folder = TempDir::new().unwrap();
    let cases: &[(&[&str], &[&str])] = &[
        (
            &["run", "committed", "--set", "superintendent_exits=0.2"],
            &["--set superintendent_exits=0.2", "did you mean `superintendent_exit`?"],
        ),
        (
            &["run", "committed", "--set", "superintendent_exit=1.2"],
            &["is 1.2, outside 0 to 1 (probability a year)", "plausible is 0.12 to 0.25"],
        ),
        (&["run", "committed", "--set", "superintendent_exit"], &["there is no `=`"]),
        (&["run", "committed", "-n", "0"], &["1..=100000000"]),
        (&["run", "committed", "-n", "-3"], &["-3"]),
        (&["run", "committed", "-n", "abc"], &["`-n` needs a whole number, such as 200", "\"abc\""]),
        (&["run", "committed", "--months", "five"], &["`--months` needs a whole number, such as 60"]),
        (
            &["run", "committed", "--set", "superintendent=0.5"],
            &["`superintendent_commitment`", "`superintendent_exit`"],
        ),
        (
            &["run", "committed", "--set", "students=7000"],
            &["did you mean `district.pupils`? It is the number of students"],
        ),
        (&["compare", "committed"], &["needs a base and at least one other"]),
        (
            &["compare", "committed", "lake-tahoe"],
            &["are about different districts", "`extends = \"lake-tahoe\"` and compare it with lake-tahoe"],
        ),
        (&["run", "committed", "--district", "1"], &["--districts"]),
        (&["rum", "committed"], &["run"]),
    ];
    for (args, words) in cases {
        expect(folder.path(), args, 2, words);
    }
}

#[test]
fn wrong_tables_and_districts_are_refused() {
    let folder = TempDir::new().unwrap();
    let good = fs::read_to_string(DISTRICTS).unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    write("column.csv", good.replacen("enrollment", "pupils", 1));
    write("negative.csv", good.replacen(",410,", ",-410,", 1));
    let with = |file: &'static str, id: &'static str| {
        ["run", "committed", "-n", "2", "--districts", file, "--district", id]
    };
    expect(folder.path(), &with("column.csv", "9900001"), 3, &["enrollment"]);
    expect(folder.path(), &with("negative.csv", "9900001"), 3, &["negative.csv", "line 2", "-410"]);
    expect(folder.path(), &with("none.csv", "9900001"), 1, &["none.csv: cannot be read"]);
    let table = DISTRICTS.to_owned();
    let unknown = ["run", "committed", "--districts", table.as_str(), "--district", "990001"];
    expect(folder.path(), &unknown, 3, &["no district", "9900001"]);
}

#[test]
fn nothing_is_overwritten() {
    let folder = TempDir::new().unwrap();
    let run = |out: &str, more: &[&str], status: i32, words: &[&str]| {
        let args: Vec<&str> = ["run", "committed", "-n", "2", "--months", "12", "--out", out]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        expect(folder.path(), &args, status, words);
    };
    fs::write(folder.path().join("file"), "mine").unwrap();
    run("file", &[], 1, &["is a file, and results need a folder", "--out"]);
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/letter.txt"), "mine").unwrap();
    run("mine", &[], 1, &["exists already", "--resume", "--force"]);
    run("mine", &["--force"], 1, &["not made by this program"]);
    assert_eq!(fs::read_to_string(folder.path().join("mine/letter.txt")).unwrap(), "mine");
    run("new", &[], 0, &[]);
    run("new", &[], 0, &["these very results are there"]);
    run("new", &["--seed", "2"], 1, &["exists already"]);
    run("new", &["--seed", "2", "--force"], 0, &[]);
    run("new", &["--seed", "3", "--resume"], 1, &["another plan"]);
}

#[test]
fn real_and_invented_districts_run_and_those_without_focal_teachers_get_a_status() {
    let folder = TempDir::new().unwrap();
    let table = DISTRICTS.to_owned();
    let args = [
        "compare",
        "committed",
        "superintendent-disengages",
        "--districts",
        &table,
        "--district",
        "regular",
        "-n",
        "3",
        "--months",
        "36",
        "--out",
        "all",
    ];
    expect(folder.path(), &args, 0, &["18 done, 6 no focal teachers", "4 districts"]);
    let runs = fs::read_to_string(folder.path().join("all/runs.csv")).unwrap();
    assert_eq!(runs.lines().filter(|l| l.contains("no_focal_teachers")).count(), 6);
    // The folder alone is enough to run again.
    let again = ["run", "all/scenarios/committed.toml", "--out", "again"];
    expect(folder.path(), &again, 0, &["9 done, 3 no focal teachers"]);
    let head = |folder: &str| {
        let text = fs::read_to_string(folder).unwrap();
        text.lines().take(10).map(str::to_string).collect::<Vec<_>>()
    };
    let path = |name: &str| folder.path().join(name).join("runs.csv").display().to_string();
    assert_eq!(head(&path("all")), head(&path("again")));
    expect(folder.path(), &["plot", "all"], 2, &["holds 4 districts", "--district"]);
    expect(
        folder.path(),
        &["plot", "all", "--district", "9900003"],
        3,
        &["no run of Oak Hollow Joint Union High was simulated"],
    );
    expect(
        folder.path(),
        &["plot", "all", "--district", "9900001", "--out", "fig"],
        0,
        &["fig/spread-depth-path.svg"],
    );
    expect(
        folder.path(),
        &["plot", "all", "--district", "9900001", "--out", "fig"],
        1,
        &["nothing is overwritten"],
    );
}

#[test]
fn lists_are_printed_for_people_and_programs() {
    let folder = TempDir::new().unwrap();
    expect(folder.path(), &[], 0, &["Three things to try first"]);
    expect(folder.path(), &["--help"], 0, &["compare", "parameters", "districts"]);
    for command in [
        "run",
        "compare",
        "plot",
        "check",
        "describe",
        "diff",
        "new",
        "parameters",
        "districts",
        "odd",
        "schema",
        "completions",
        "man",
    ] {
        let help = expect(folder.path(), &[command, "--help"], 0, &[]);
        assert!(String::from_utf8_lossy(&help.stdout).starts_with("Examples:"), "{command}");
    }
    let json = expect(folder.path(), &["parameters", "--format", "json"], 0, &[]);
    let rows: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert!(rows.as_array().unwrap().len() > 200);
    let page = expect(folder.path(), &["odd"], 0, &["## 7. Submodels", "hazard_pilot"]);
    expect(folder.path(), &["odd", "--out", "model.md"], 0, &["model.md"]);
    assert_eq!(std::fs::read(folder.path().join("model.md")).unwrap(), page.stdout);
    expect(folder.path(), &["odd", "--out", "model.md"], 1, &["nothing is overwritten"]);
    expect(folder.path(), &["odd", "--out", "model.md", "--force"], 0, &["model.md"]);
    expect(folder.path(), &["parameters", "--find", "critical"], 0, &["critical_share", "Centola"]);
    expect(folder.path(), &["parameters", "--find", "xyzzy"], 3, &["no parameter speaks of"]);
    let table = DISTRICTS.to_owned();
    expect(folder.path(), &["districts", &table], 0, &["9900001", "Three Rivers Unified"]);
    expect(
        folder.path(),
        &["districts", &table, "--find", "oak", "--format", "csv"],
        0,
        &["9900002", "9900003"],
    );
    expect(folder.path(), &["districts", &table, "--find", "nowhere"], 3, &["no district is called"]);
    expect(folder.path(), &["run", "committed", "--dry-run"], 0, &["1000 (one scenario"]);
    assert!(!folder.path().join("results").exists());
}

#[test]
fn a_scenario_is_described_and_told_apart_in_words_and_data() {
    let folder = TempDir::new().unwrap();
    let here = folder.path();
    let words = ["strongly committed (0.85)", "In September of year 2 (month 14)", "no forecast"];
    expect(here, &["describe", "superintendent-disengages"], 0, &words);
    expect(here, &["describe", "committed", "--set", "half_dose=40"], 0, &["full effect: 40"]);
    expect(here, &["describe", "committed", "--set", "nonsense=1"], 2, &["nonsense"]);
    expect(here, &["describe", "committed", "--format", "csv"], 2, &["human or json"]);
    let output = expect(here, &["describe", "committed", "lake-tahoe", "--format", "json"], 0, &[]);
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read.as_array().unwrap().len(), 2);
    assert_eq!(read[0]["paragraphs"][0]["about"], "question");

    expect(here, &["diff", "committed", "committed"], 0, &["Nothing differs."]);
    let args = ["diff", "committed", "superintendent-hands-off", "--format"];
    expect(here, &args[..3], 0, &["0.85 → 0.1 (share)", "superintendent_commitment"]);
    let output = expect(here, &[&args[..], &["json"]].concat(), 0, &[]);
    let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read[2]["a"], 0.85);
    assert_eq!(read[2]["b"], 0.1);
    assert_eq!(read[2]["unit"], "share");
    expect(here, &[&args[..], &["csv"]].concat(), 0, &["superintendent_commitment,0.85,0.1,share,"]);
}

#[test]
fn a_faulty_file_gets_the_problems_of_check_from_describe_and_diff() {
    let folder = TempDir::new().unwrap();
    let here = folder.path();
    fs::write(here.join("bad.toml"), "format = 1\ntitel = \"x\"\n[rollout]\nstrategy = \"stage\"\n").unwrap();
    fs::write(here.join("worse.toml"), "format = 2\n").unwrap();
    let words = ["bad.toml, line 2, column 1", "did you mean `title`?", "did you mean `staged`?"];
    for args in [&["check", "bad.toml"][..], &["describe", "bad.toml"], &["diff", "committed", "bad.toml"]] {
        expect(here, args, 3, &words);
    }
    expect(here, &["diff", "bad.toml", "worse.toml"], 3, &["bad.toml, line 2", "worse.toml, line 1"]);
    expect(here, &["diff", "committed"], 2, &[]);
    for args in [
        &["describe", "bad.toml", "--format", "json"][..],
        &["diff", "committed", "bad.toml", "--format", "json"],
    ] {
        let rows: serde_json::Value = serde_json::from_slice(&expect(here, args, 3, &[]).stdout).unwrap();
        assert_eq!((rows[0]["line"].as_u64(), rows[1]["nearest"].as_str()), (Some(2), Some("staged")));
    }
    let csv = expect(here, &["diff", "nosuch", "committed", "--format", "csv"], 3, &[]).stdout;
    assert!(csv.starts_with(b"file,line,column,key,problem,"));
}

#[test]
fn shells_learn_commands_flags_and_built_in_scenarios() {
    let folder = TempDir::new().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        expect(folder.path(), &["completions", shell], 0, &["compare", "replications", "dry-run"]);
    }
    expect(folder.path(), &["completions", "bash"], 0, &["committed superintendent-disengages"]);
    expect(
        folder.path(),
        &["completions", "zsh"],
        0,
        &["names of built-in scenarios; for compare also two results folders:_files"],
    );
    expect(folder.path(), &["completions", "csh"], 2, &["csh", "bash", "fish"]);
    expect(folder.path(), &["completions"], 2, &["SHELL"]);
    // Completion offers names; a name that is offered nowhere is still taken.
    expect(folder.path(), &["run", "mine.toml", "-n", "2"], 3, &["there is no file `mine.toml`"]);
}

#[test]
fn manual_pages_are_printed_or_left_in_a_folder_and_replace_nothing_unasked() {
    let folder = TempDir::new().unwrap();
    expect(folder.path(), &["man"], 0, &[".TH uptake 1", "uptake\\-compare(1)", "Exit status"]);
    expect(folder.path(), &["man", "--out", "pages/man1"], 0, &["uptake-compare.1"]);
    let pages = folder.path().join("pages/man1");
    let compare = fs::read_to_string(pages.join("uptake-compare.1")).unwrap();
    let (examples, rest) = compare.split_once(".SH DESCRIPTION").unwrap();
    assert!(examples.contains("\\&uptake compare committed superintendent\\-disengages\n"), "{examples}");
    assert!(rest.contains("replications"));
    let names: Vec<PathBuf> = content(&pages).into_keys().collect();
    for name in ["uptake.1", "uptake-run.1", "uptake-man.1", "uptake-schema.1"] {
        assert!(names.contains(&PathBuf::from(name)), "{name}: {names:?}");
    }
    fs::remove_file(pages.join("uptake.1")).unwrap();
    fs::write(pages.join("uptake-run.1"), "mine").unwrap();
    let again = ["man", "--out", "pages/man1"];
    expect(folder.path(), &again, 1, &["exists already, and nothing is overwritten", "--force"]);
    assert!(!pages.join("uptake.1").exists(), "nothing is half-written");
    assert_eq!(fs::read_to_string(pages.join("uptake-run.1")).unwrap(), "mine");
    expect(folder.path(), &["man", "--out", "pages/man1", "--force"], 0, &["uptake.1"]);
    assert_ne!(fs::read_to_string(pages.join("uptake-run.1")).unwrap(), "mine");
    fs::write(folder.path().join("file"), "mine").unwrap();
    expect(
        folder.path(),
        &["man", "--out", "file"],
        1,
        &["file: cannot create the folder: a file has", "--out"],
    );
    expect(folder.path(), &["man", "--force"], 2, &["--out"]);
}

#[test]
fn signs_that_the_font_of_figures_lacks_are_named_unless_nothing_is_to_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = "format = 1\nextends = \"committed\"\ntitle = \"学校\"\n";
    fs::write(folder.path().join("s.toml"), scenario).unwrap();
    let words = ["学 (U+5B66) in “学校”", "PNG files show \u{FFFD}"];
    let run = |out: &'static str, more: &[&'static str]| {
        [&["run", "s.toml", "-n", "2", "--months", "24", "--out", out], more].concat()
    };
    expect(folder.path(), &run("r", &[]), 0, &words);
    expect(folder.path(), &["plot", "r"], 0, &words);
    expect(folder.path(), &["report", "r"], 0, &words);
    let quiet = expect(folder.path(), &run("q", &["--quiet"]), 0, &[]);
    assert!(!said(&quiet).contains("U+5B66"), "{}", said(&quiet));
}

#[cfg(not(feature = "serve"))]
#[test]
fn a_program_without_the_page_says_how_to_get_it() {
    let words = ["built without the page", "cargo run --release --features serve -- serve --open"];
    expect(".", &["serve", "--open"], 2, &words);
}
