//! Promise: a what-if without a file is the comparison with the file that it writes, and what is wrong with it is told at its flag.

use std::fs;

use tempfile::TempDir;

use crate::runner::{content, data, expect, said, uptake};

const BRIEF: [&str; 7] = ["-n", "3", "--months", "15", "--no-report", "--figures", "none"];
const EVENT: &str = "year 2, September: superintendent disengages, to = 0.1";

#[test]
fn what_it_saves_is_checked_and_compares_to_the_same_bytes() {
    let home = TempDir::new().unwrap();
    fs::create_dir_all(home.path().join("plans/ours")).unwrap();
    fs::write(
        home.path().join("plans/base.toml"),
        "format = 1\nextends = \"committed\"\nparameters.lead_skill = 0.5\n",
    )
    .unwrap();
    for (k, (base, file)) in [
        ("committed", "sites.toml"),
        ("plans/base.toml", "plans/ours/sites.toml"),
        ("plans/base.toml", "sites-2.toml"),
    ]
    .into_iter()
    .enumerate()
    {
        let out = format!("{k}-flags");
        let change =
            ["what-if", base, "--with", "team_sites=3", "--event", EVENT, "--save", file, "--out", &out];
        let set = ["--set", "superintendent_exit=0.2"];
        let told = expect(home.path(), &[&change[..], &BRIEF, &set].concat(), 0, &["2 → 3 (schools)"]);
        let compare = format!("uptake compare {base} {file} -n 3 --months 15 --set superintendent_exit=0.2");
        assert!(said(&told).contains(&compare), "{}", said(&told));
        expect(home.path(), &["check", file], 0, &["no problems"]);
        let text = fs::read_to_string(home.path().join(file)).unwrap();
        assert!(text.lines().count() < 14 && text.contains("team_sites = 3\n"), "{text}");
        let files = format!("{k}-files");
        let with_files = [&["compare", base, file, "--out", &files][..], &BRIEF, &set].concat();
        expect(home.path(), &with_files, 0, &[]);
        let [flags, files] = [out, files].map(|folder| content(&home.path().join(folder)));
        assert!(flags == files, "{base} {file}");
    }
    // The same file again is left as it is; another one is not overwritten.
    let again = [
        "what-if",
        "committed",
        "--with",
        "team_sites=3",
        "--event",
        EVENT,
        "--save",
        "sites.toml",
        "--out",
        "0-flags",
    ];
    let set = ["--set", "superintendent_exit=0.2"];
    expect(home.path(), &[&again[..], &BRIEF, &set].concat(), 0, &["these very results are there"]);
    let other = ["what-if", "committed", "--with", "team_sites=4", "--save", "sites.toml"];
    expect(
        home.path(),
        &[&other[..], &BRIEF].concat(),
        1,
        &["sites.toml: exists already", "nothing is overwritten"],
    );
}

#[test]
fn without_a_file_the_scenario_is_named_by_its_change_and_results_can_be_compared_again() {
    let home = TempDir::new().unwrap();
    let change = ["what-if", "committed", "--with", "rollout.strategy=mandate at once", "--out", "r"];
    let told = expect(home.path(), &[&change[..], &BRIEF, &["--format", "json"]].concat(), 0, &[]);
    let told: serde_json::Value = serde_json::from_str(&data(&told)).unwrap();
    assert_eq!(told["effects"][0]["other"], "strategy-mandate-at-once");
    let compare =
        ["compare", "r/scenarios/committed.toml", "r/scenarios/strategy-mandate-at-once.toml", "--out", "r"];
    expect(home.path(), &[&compare[..], &BRIEF].concat(), 0, &["these very results are there"]);
    // Nothing is written where it is only asked what would be run.
    let asked = ["what-if", "committed", "--with", "team_sites=3", "--save", "s.toml", "--dry-run"];
    expect(home.path(), &[&asked[..], &BRIEF].concat(), 0, &["runs:    6"]);
    assert!(!home.path().join("s.toml").exists());
    let unpaired =
        ["what-if", "committed", "--with", "district.pupils=900", "--unpaired", "--full", "--out", "u"];
    expect(home.path(), &[&unpaired[..], &BRIEF].concat(), 0, &["UNPAIRED"]);
}

#[test]
fn a_key_of_the_district_or_cohort_is_changed_alone_or_refused() {
    let home = TempDir::new().unwrap();
    let managers =
        ["what-if", "cohort-of-eight", "--with", "cohort.managers=3", "--save", "three.toml", "--out", "c"];
    let brief = ["-n", "2", "--months", "3", "--no-report", "--figures", "none"];
    expect(home.path(), &[&managers[..], &brief].concat(), 0, &["2 → 3"]);
    expect(home.path(), &["check", "three.toml"], 0, &["no problems"]);
    expect(home.path(), &["diff", "cohort-of-eight", "three.toml"], 0, &["2 → 3"]);
    // A name changes nothing else: the schools stay.
    let named = ["what-if", "lake-tahoe", "--with", "district.name=Ours", "--out", "n"];
    expect(home.path(), &[&named[..], &brief].concat(), 0, &[]);
    // A district of which totals are known would lose all that is known of it.
    let text = "format = 1\nextends = \"committed\"\n[district]\nid = \"ours\"\nname = \"Ours\"\npupils = 6000\nteachers = 300\n";
    fs::write(home.path().join("ours.toml"), text).unwrap();
    let pupils = ["what-if", "ours.toml", "--with", "district.pupils=5000"];
    let words =
        ["--with district.pupils=5000: it would replace all of [district]", "uptake compare ours.toml FILE"];
    expect(home.path(), &[&pupils[..], &brief].concat(), 2, &words);
    let poverty = ["what-if", "ours.toml", "--with", "district.poverty=0.9"];
    expect(home.path(), &[&poverty[..], &brief].concat(), 2, &["cannot be compared in pairs", "--unpaired"]);
}

#[test]
fn what_is_wrong_is_told_at_its_flag_with_a_remedy() {
    let home = TempDir::new().unwrap();
    for (flags, words) in [
        (&["--with", "team_site=3"][..], &["--with team_site=3:", "did you mean `team_sites`?"][..]),
        (&["--with", "team_sites=300"], &["--with team_sites=300: `team_sites` is 300, outside 1 to 50"]),
        (&["--with", "team_sites"], &["--with team_sites: there is no `=`", "--with team_sites=3"]),
        (&["--with", "rollout.strategy=mandat at once"], &["--with rollout.strategy", "`mandate at once`"]),
        (
            &["--with", "manager_hours=[10, 20, 30]"],
            &["given several values", "and --with sets one", "uptake sweep"],
        ),
        (
            &["--with", "team_sites=3", "--set", "manager_hours=1..5"],
            &["given several values (1..5), and --set sets one"],
        ),
        (&["--with", "team_sites=3", "--with", "team_sites=4"], &["`team_sites` is changed twice"]),
        (&["--with", "team_sites=3", "--set", "team_sites=4"], &["`--set team_sites=4` is for both"]),
        (&["--event", "mandate"], &["--event \"mandate\"", "month 14: mandate"]),
        (&["--event", "month 3: mandat"], &["--event \"month 3: mandat\"", "did you mean `mandate`?"]),
        (
            &["--event", "month 3: mandate, untill = 5"],
            &["no key of an event is called `untill`", "did you mean `until`?"],
        ),
        (
            &["--event", "month 30: mandate", "--months", "12"],
            &["--event \"month 30: mandate\"", "at least 30 months"],
        ),
        (
            &["--event", "month 3: principal leaves, school = Nowhere"],
            &["--event \"month 3: principal", "Nowhere"],
        ),
        (&["--with", "district.pupils=9000"], &["cannot be compared in pairs", "--unpaired"]),
        (&[], &["what-if needs a change", "uptake what-if committed --with team_sites=3"]),
    ] {
        let found = expect(home.path(), &[&["what-if", "committed"], flags].concat(), 2, words);
        assert!(!said(&found).contains("the changed scenario, line"), "{}", said(&found));
    }
    expect(
        home.path(),
        &["what-if", "commited", "--with", "team_sites=3"],
        3,
        &["did you mean `committed`?"],
    );
    expect(home.path(), &["what-if", "a", "b", "--with", "team_sites=3"], 2, &[]);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    // A kind of file that is none, and a part of results for the folder.
    fs::write(home.path().join("s.yaml"), "format: 1\nextends: committed\ntitle: x\n").unwrap();
    expect(home.path(), &["check", "s.yaml"], 3, &["looks like YAML", "\n  extends = \"committed\"\n"]);
    let point = "{ distribution = \"uniform\", low = 0.2, high = 0.2 }";
    let normal = "{ distribution = \"normal\", mean = 0.6, sd = 0 }";
    let text = format!(
        "format = 1\nextends = \"committed\"\n[parameters]\ncritical_share = {point}\nlead_skill = {normal}\n"
    );
    fs::write(home.path().join("point.toml"), text).unwrap();
    expect(
        home.path(),
        &["check", "point.toml"],
        3,
        &["write critical_share = 0.2", "write lead_skill = 0.6"],
    );
    let run = [
        "run",
        "committed",
        "-n",
        "2",
        "--months",
        "3",
        "--figures",
        "none",
        "--no-report",
        "--out",
        "my results",
    ];
    expect(home.path(), &run, 0, &[]);
    for part in ["manifest.json", "runs.csv", "scenarios", "scenarios/committed.toml", "summary.csv"] {
        let path = format!("my results/{part}");
        for command in ["report", "plot"] {
            let words = ["is a part of the results in my results", "name the folder: 'my results'"];
            expect(home.path(), &[command, &path], 1, &words);
        }
    }
    expect(
        home.path(),
        &["run", "my results"],
        3,
        &["it holds results", "'my results/scenarios/committed.toml'"],
    );
    assert_eq!(uptake(home.path(), &["report", "nowhere/manifest.json"]).status.code(), Some(1));
}
