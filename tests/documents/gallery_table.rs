//! Promise: the page on tests has a row of plain figures for every built-in scenario, all of them found in the same way.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;
use std::path::PathBuf;

use uptake::experiment::{Batch, Outcome};
use uptake::metrics::Ending;
use uptake::metrics::columns::Measure;
use uptake::results::digest::VERSION;
use uptake::scenario::Scenario;
use uptake::scenario::gallery::SCENARIOS;

/// Where the table is kept, and where the page that holds it is printed.
const PAGES: [&str; 2] = ["src/claims/parts/record.md", "docs/validation.md"];
const BEGIN: &str = "<!-- scenarios -->\n";
const END: &str = "<!-- end -->\n";

const REPLICATIONS: u32 = 200;
const MONTHS: [u32; 2] = [36, 60];

fn root(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A page in three parts: before the table, the table with its words, after it.
fn parts(page: &str) -> [String; 3] {
    let text = fs::read_to_string(root(page)).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap_or_else(|| panic!("{page} has no {BEGIN}"));
    let (table, after) = rest.split_once(END).unwrap_or_else(|| panic!("{page} has no {END}"));
    [before, table, after].map(String::from)
}

#[test]
fn every_built_in_scenario_has_one_row_and_both_pages_have_the_same() {
    let [record, page] = PAGES.map(|page| parts(page)[1].clone());
    assert_eq!(record, page, "print the page again, or the table: see print_the_table below");
    let rows: Vec<&str> = record.lines().filter_map(|l| l.strip_prefix("| ")?.split(" |").next()).collect();
    let names: Vec<&str> = SCENARIOS.iter().map(|s| s.name).collect();
    assert_eq!(
        rows[1..],
        names,
        "print the table again: cargo test --test documents print_the_table -- --ignored"
    );
    let cells = |line: &&str| line.starts_with('|') && line.matches(" | ").count() != 8;
    assert_eq!(record.lines().filter(cells).count(), 1, "all but the line under the head have nine cells");
}

#[test]
#[ignore = "runs every built-in scenario and writes into the working tree"]
fn print_the_table_of_built_in_scenarios_again() {
    let mut table = format!(
        "Version {VERSION}, the ledger's values, {REPLICATIONS} replications each, seed 1 (`uptake run NAME -n {REPLICATIONS}`): \
         shares of runs at stages 1 / 2 / 3 / 4 / 5 in percent (what\nis missing is stage 0), means over runs (districts, for \
         the cohort), seats deep at month 36 that are deep at 60, and endings scaled /\nsuperficial / contained / stalled in \
         percent. A share of runs is uncertain by up to 7 points.\n\n\
         | scenario | month 36 | month 60 | spread 36 | 60 | deep share 36 | 60 | sustained | endings |\n\
         |---|---|---|---|---|---|---|---|---|\n"
    );
    for built_in in SCENARIOS {
        table += &row(&Scenario::built_in(built_in.name).unwrap().resolve().unwrap());
    }
    for page in PAGES {
        let [before, _, after] = parts(page);
        fs::write(root(page), format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    }
}

fn row(s: &Scenario) -> String {
    let runs = Batch::new(std::slice::from_ref(s)).replications(REPLICATIONS).run().unwrap();
    let of_districts = (0..s.places.len()).flat_map(|district| runs.of_district(0, district));
    let all: Vec<&Outcome> = of_districts.filter(|run| !run.timeline.is_empty()).collect();
    let share = |count: usize| format!("{:.0}", 100.0 * count as f64 / all.len() as f64);
    let stages = |month: u32| {
        let at = |stage: f64| all.iter().filter(|run| run.at(month, Measure::Stage) == Some(stage)).count();
        [1.0, 2.0, 3.0, 4.0, 5.0].map(|stage| share(at(stage))).join(" / ")
    };
    let mean = |measure: Measure, month: u32| {
        let known: Vec<f64> = all.iter().filter_map(|run| run.at(month, measure)).collect();
        format!("{:.2}", known.iter().sum::<f64>() / known.len() as f64)
    };
    let seats = |column: &str| all.iter().filter_map(|run| run.total(column)).sum::<f64>();
    let sustained = match seats("deep_36") {
        0.0 => "–".into(),
        deep => format!("{:.2}", seats("deep_both") / deep),
    };
    let ended = |ending: &Ending| share(all.iter().filter(|run| run.ending() == Some(*ending)).count());
    let best_first = [Ending::Scaled, Ending::Superficial, Ending::Contained, Ending::Stalled];
    let cells = [
        s.name.clone(),
        stages(MONTHS[0]),
        stages(MONTHS[1]),
        mean(Measure::Spread, MONTHS[0]),
        mean(Measure::Spread, MONTHS[1]),
        mean(Measure::DeepShare, MONTHS[0]),
        mean(Measure::DeepShare, MONTHS[1]),
        sustained,
        best_first.iter().map(ended).collect::<Vec<String>>().join(" / "),
    ];
    format!("| {} |\n", cells.join(" | "))
}
