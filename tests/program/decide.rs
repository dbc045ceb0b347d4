//! Promise: `uptake decide` runs every plan of a set in every world with the same replications, says in its first lines which plan is
//! robust and where it fails, keeps all of it in one folder, and tells everything that is wrong with a set at once.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{content, data, expect, said, uptake};

const SET: &str = "format = 1\nquestion = \"How should we spend our hours?\"\nextends = \"committed\"\noutcome = \"spread@14\"\n\
                   acceptable = \">= 0.1\"\nbudget_hours = 300\nover_budget = \"mark\"\nreplications = 3\n\
                   [[plan]]\nname = \"As usual\"\n\
                   [[plan]]\nname = \"Less help\"\nwith = { manager_hours = 12, support.release = [1.0, 0.5] }\n\
                   [[plan]]\nname = \"Far too much\"\nwith = { manager_hours = 48 }\n\
                   [[world]]\nname = \"As calibrated\"\nparameters = \"accepted\"\nvectors = 2\nweight = 2\n\
                   [[world]]\nname = \"A mandate\"\nevents = [\"month 3: mandate\"]\n";

fn set(folder: &Path, text: &str) {
    fs::write(folder.join("set.toml"), text).unwrap();
}

fn rows(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(',').map(String::from).collect()).collect()
}

#[test]
fn a_set_is_run_in_one_folder_and_its_table_is_what_its_runs_say() {
    let home = TempDir::new().unwrap();
    set(home.path(), SET);
    let args = ["decide", "set.toml", "--months", "14", "--tables", "csv", "--out", "D"];
    let csv = uptake(home.path(), &[&args[..], &["--format", "csv"]].concat());
    assert_eq!(csv.status.code(), Some(0), "{}", said(&csv));
    let table = data(&csv);
    assert_eq!(table, fs::read_to_string(home.path().join("D/decide.csv")).unwrap());
    let rows = rows(&table);
    assert_eq!(rows.len(), 1 + 3 * 3);
    let cell = |plan: &str, world: &str, column: &str| -> String {
        let place = rows[0].iter().position(|name| name == column).unwrap();
        rows.iter().find(|row| row[0] == plan && row[1] == world).unwrap()[place].clone()
    };
    // Planned hours are months times hours: 14 months of a release from 24 hours over 36, and of 12 hours.
    let share = |month: f64| 1.0 - 0.8 * (month - 1.0) / 35.0;
    let usual: f64 = (1..=14).map(|month| 24.0 * share(f64::from(month))).sum();
    let hours = |plan: &str| cell(plan, "A mandate", "planned_hours").parse::<f64>().unwrap();
    assert!((hours("As usual") - usual).abs() < 1e-9 && (hours("Far too much") - 2.0 * usual).abs() < 1e-9);
    assert_eq!(hours("Less help"), 12.0 * 12.0 + 2.0 * 6.0);
    assert_eq!(cell("Far too much", "A mandate", "is_over_budget"), "yes");
    assert_eq!(
        cell("As usual", "As calibrated 1/2", "weight"),
        cell("As usual", "As calibrated 2/2", "weight")
    );
    // Outcome and regret from the runs themselves.
    let timeline = fs::read_to_string(home.path().join("D/timeline.csv")).unwrap();
    let lines: Vec<Vec<&str>> = timeline.lines().map(|line| line.split(',').collect()).collect();
    let spread = lines[0].iter().position(|name| *name == "spread").unwrap();
    let mean = |plan: &str| -> f64 {
        let name = format!("{plan}-in-as-calibrated-2-2");
        let own: Vec<f64> = lines
            .iter()
            .filter(|row| row[0] == name && row[3] == "14")
            .map(|row| row[spread].parse().unwrap())
            .collect();
        assert_eq!(own.len(), 3, "{name}");
        own.iter().sum::<f64>() / 3.0
    };
    let means = ["as-usual", "less-help", "far-too-much"].map(mean);
    let best = means.iter().fold(f64::MIN, |best, mean| best.max(*mean));
    for (plan, mean) in ["As usual", "Less help", "Far too much"].into_iter().zip(means) {
        let told = |column: &str| cell(plan, "As calibrated 2/2", column).parse::<f64>().unwrap();
        assert!((told("outcome") - mean).abs() < 1e-12 && (told("regret") - (best - mean)).abs() < 1e-12);
        assert!(told("regret_low") <= told("regret") && told("regret") <= told("regret_high"));
    }
    for ending in [".svg", ".png", "-narrow.svg"] {
        assert!(home.path().join(format!("D/figures/decide-map{ending}")).is_file(), "{ending}");
    }
    assert!(!home.path().join("D/sweep.csv").exists() && !home.path().join("D/report.html").exists());
    let human = uptake(home.path(), &[&args[..], &["--full"]].concat());
    let words = data(&human);
    let first: Vec<&str> = words.lines().take(3).collect();
    assert!(
        first[0].contains("rule") && first[1].contains("spread@14 of") && first[2].starts_with("It is"),
        "{words}"
    );
    assert!(words.contains("over budget") && words.contains("Budget: 300 hours"), "{words}");
    assert!(said(&human).contains("nothing was run"));
    let json = data(&uptake(home.path(), &[&args[..], &["--format", "json", "-q"]].concat()));
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((found["rules"].as_array().unwrap().len(), found["cells"].as_array().unwrap().len()), (4, 9));
    assert!(
        found["rules"]
            .as_array()
            .unwrap()
            .iter()
            .all(|rule| !rule["takes"].to_string().contains("Far too much"))
    );
    // The folder is one that other commands take.
    expect(home.path(), &["report", "D"], 0, &["D-report.html"]);
    expect(home.path(), &["plot", "D", "--out", "P"], 0, &[]);
    let figure = |folder: &str| fs::read(home.path().join(folder).join("decide-map.svg")).unwrap();
    assert_eq!(figure("P"), figure("D/figures"));
    let replayed = ["replay", "D", "--replication", "1", "--scenario", "less-help-in-as-calibrated-2-2"];
    expect(home.path(), &replayed, 0, &["the same to the last bit"]);
    // Another thread count, the same bytes.
    let again = [&args[..6], &["--out", "E", "--threads", "1", "-q"]].concat();
    expect(home.path(), &again, 0, &[]);
    assert_eq!(content(&home.path().join("D")), content(&home.path().join("E")));
}

#[test]
fn what_a_district_has_seen_weighs_worlds_and_their_futures() {
    let home = TempDir::new().unwrap();
    set(home.path(), SET);
    fs::write(home.path().join("seen.csv"), "month,measure,value,sd\n6,spread,0.05,0.05\n").unwrap();
    let args = ["decide", "set.toml", "--months", "14", "--tables", "csv", "--figures", "none"];
    let run = |more: &[&str]| data(&expect(home.path(), &[&args[..], more].concat(), 0, &[]));
    let seen = ["--seen", "seen.csv", "-q", "--out", "D"];
    let words = run(&seen).replace('\n', " ");
    assert!(
        words.starts_with("Given what you have seen (year 1, January (month 6): spread 0.05 ± 0.05)"),
        "{words}"
    );
    assert!(
        words.contains("under the first plan, \"As usual\"") && words.contains("of 9 futures"),
        "{words}"
    );
    let json = run(&[&seen[..], &["--format", "json"]].concat());
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["given_seen"]["futures"], 9);
    // The weights are those of the likelihood of the first plan's runs, times the weight of the world.
    let table = |name: &str| rows(&fs::read_to_string(home.path().join("D").join(name)).unwrap());
    let (weights, timeline) = (table("weights.csv"), table("timeline.csv"));
    let spread = timeline[0].iter().position(|name| name == "spread").unwrap();
    let worlds = [("as-calibrated-1-2", 1.0), ("as-calibrated-2-2", 1.0), ("a-mandate", 1.0)];
    let mut raw = Vec::new();
    for (world, prior) in worlds {
        let name = format!("as-usual-in-{world}");
        let own = timeline.iter().filter(|row| row[0] == name && row[3] == "6");
        raw.extend(own.map(|row| {
            let z = (0.05 - row[spread].parse::<f64>().unwrap()) / 0.05;
            prior * uptake::numerics::exp(-0.5 * z * z)
        }));
    }
    assert_eq!((weights.len(), raw.len()), (10, 9));
    assert_eq!(weights[0], ["world", "replication", "district", "farthest_miss", "weight"]);
    let sum: f64 = raw.iter().sum();
    for (row, own) in weights[1..].iter().zip(&raw) {
        assert!((row[4].parse::<f64>().unwrap() - own / sum).abs() < 1e-9, "{row:?} {own} {sum}");
    }
    let now: f64 = raw[..3].iter().sum::<f64>() / sum;
    let world = &found["worlds"][0];
    assert!((world["weight"].as_f64().unwrap() - now).abs() < 1e-9, "{world}");
    assert!((world["weight_before"].as_f64().unwrap() - 1.0 / 3.0).abs() < 1e-9, "{world}");
    let columns = fs::read_to_string(home.path().join("D/columns.json")).unwrap();
    assert!(columns.contains("name of the world"), "{columns}");
    // A district that no future comes near changes nothing, and is said to be unlike all.
    fs::write(home.path().join("seen.csv"), "month,measure,value,sd\n6,spread,0.99,0.01\n").unwrap();
    let far = run(&["--seen", "seen.csv", "-q", "--out", "F"]).replace('\n', " ");
    assert!(far.starts_with("The model has not seen a district like yours: none of 9 futures"), "{far}");
    assert!(far.contains("as if nothing had been seen"), "{far}");
    let in_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = in_one_line(&run(&["-q", "--out", "P"]));
    assert!(in_one_line(&far).ends_with(&plain), "{far}\n{plain}");
    // What was seen is of one district.
    let many = ["decide", "provider-of-eight", "--seen", "seen.csv"];
    expect(home.path(), &many, 2, &["what was seen is of one district"]);
}

#[test]
fn a_cohort_admits_some_of_its_districts_and_the_others_never_begin() {
    let home = TempDir::new().unwrap();
    let cohort = "format = 1\nextends = \"committed\"\n[cohort]\n[[cohort.district]]\nid = \"Alder\"\npupils = 900\n\
                  [[cohort.district]]\nid = \"Birch\"\npupils = 1200\n";
    fs::write(home.path().join("two.toml"), cohort).unwrap();
    let text = "format = 1\nextends = \"two.toml\"\noutcome = \"spread@14\"\nacceptable = 0.05\nreplications = 2\n\
                [[plan]]\nname = \"Both\"\n[[plan]]\nname = \"Birch alone\"\nadmit = [\"Birch\"]\n\
                [[world]]\nname = \"Both count\"\n[[world]]\nname = \"Alder counts\"\ndistricts = [\"Alder\"]\n";
    set(home.path(), text);
    let args =
        ["decide", "set.toml", "--months", "14", "--out", "D", "--format", "csv", "-q", "--figures", "none"];
    let told = uptake(home.path(), &args);
    assert_eq!(told.status.code(), Some(0), "{}", said(&told));
    let rows = rows(&data(&told));
    let of = |plan: &str, world: &str, column: &str| -> f64 {
        let place = rows[0].iter().position(|name| name == column).unwrap();
        rows.iter().find(|row| row[0] == plan && row[1] == world).unwrap()[place].parse().unwrap()
    };
    assert_eq!(of("Birch alone", "Alder counts", "outcome"), 0.0);
    assert!(of("Both", "Alder counts", "outcome") > 0.0 && of("Birch alone", "Both count", "outcome") > 0.0);
    let hours = |plan: &str| of(plan, "Both count", "planned_hours");
    assert!((hours("Both") - 2.0 * hours("Birch alone")).abs() < 1e-9 && hours("Birch alone") > 100.0);
    let text = fs::read_to_string(home.path().join("D/scenarios/birch-alone-in-both-count.toml")).unwrap();
    let is_named = |line: &str| line.starts_with("district") && line.ends_with("= \"Alder\"");
    assert!(text.contains("\"Not admitted\"") && text.lines().any(is_named), "{text}");
}

#[test]
fn a_wrong_set_is_told_all_that_is_wrong_before_anything_is_run() {
    let home = TempDir::new().unwrap();
    let refused = |text: &str, words: &[&str]| {
        set(home.path(), text);
        expect(home.path(), &["decide", "set.toml", "--out", "X"], 3, words);
    };
    let with = |from: &str, to: &str| {
        assert!(SET.contains(from), "{from}");
        SET.replacen(from, to, 1)
    };
    refused(
        &with("manager_hours = 12", "manager_huors = 12"),
        &["set.toml, line 13, column 10", "`manager_huors`", "did you mean `manager_hours`?"],
    );
    refused(
        &with("manager_hours = 12", "manager_hours = -12"),
        &["set.toml, line 13", "`manager_hours` is -12"],
    );
    refused(&with("spread@14", "sprad@14"), &["set.toml, line 4", "did you mean spread@14?"]);
    refused(&with("spread@14", "spread@99"), &["asks for month 99, and the runs end with month 60"]);
    refused(&with(">= 0.1", ">= 10"), &["`acceptable` is 10, and `spread@14` lies from 0 to 1"]);
    refused(
        &with("spread@14", "month_stage_3").replace(">= 0.1", "12"),
        &["is a month, and it is not said which outcomes are better", "better = \"lower\""],
    );
    refused(&with("[[world]]", "[[wrold]]"), &["no section [wrold]", "did you mean [[world]]?"]);
    refused(
        &with("extends = \"committed\"", "extends = \"comitted\""),
        &["line 3", "did you mean `committed`?"],
    );
    refused(
        &with("over_budget = \"mark\"\n", ""),
        &["the plan \"Far too much\" takes", "and the budget has 300", "over_budget = \"mark\""],
    );
    refused(
        &with("events = [\"month 3: mandate\"]", "parameters = { manager_hours = 3 }"),
        &["`parameters.manager_hours` is changed by a world, and by the plan \"Less help\""],
    );
    refused(
        &with("name = \"Less help\"", "name = \"Less help\"\nadmit = [\"Alder\"]"),
        &["admits districts, and its scenario is about no cohort"],
    );
    refused(&with("month 3: mandate", "month 3: mandat"), &["set.toml, line 24", "did you mean `mandate`?"]);
    refused(&with("As usual", "Less, help"), &["two plans are called \"Less help\""]);
    refused(
        &with("vectors = 2", "vectors = 50").replace("A mandate\"", "A mandate\"\nvectors = 11"),
        &["has 61 worlds"],
    );
    refused(
        &with("name = \"A mandate\"", "name = \"A mandate\"\ndistricts = [\"Alder\"]"),
        &["no district is called so"],
    );
    // All of these at once.
    let all = with("manager_hours = 12", "manager_huors = 12")
        .replace("month 3: mandate", "month 3: mandat")
        .replace("sprea", "spra");
    refused(&all, &["did you mean spread@14?", "did you mean `manager_hours`?", "did you mean `mandate`?"]);
    expect(
        home.path(),
        &["check", "set.toml"],
        3,
        &["did you mean `manager_hours`?", "3 problems in 1 file"],
    );
    set(home.path(), SET);
    expect(home.path(), &["check", "set.toml"], 0, &["no problems (a decide set; 3 plans in 3 worlds)"]);
    expect(home.path(), &["decide", "provider-of-nine"], 3, &["did you mean `provider-of-eight`?"]);
    expect(
        home.path(),
        &["decide", "set.toml", "--parameters", "accepted"],
        2,
        &["each world of a set says its own"],
    );
    expect(
        home.path(),
        &["decide", "set.toml", "--set", "manager_hours=9"],
        3,
        &["and set for all by manager_hours=9"],
    );
    expect(
        home.path(),
        &["decide", "set.toml", "--tables", "summaries", "--out", "X"],
        2,
        &["a decision is made of runs"],
    );
    assert!(!home.path().join("X").exists());
}

#[test]
fn the_built_in_set_can_be_run_from_any_folder() {
    let home = TempDir::new().unwrap();
    let told = ["decide", "provider-of-eight", "-n", "1", "--dry-run"];
    expect(
        home.path(),
        &told,
        0,
        &["two program managers' hours", "5 plans in", "runs:", "results/provider-of-eight-decide-"],
    );
}
