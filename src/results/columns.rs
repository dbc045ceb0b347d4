//! `columns.json`: what every column of every table means, in which unit and range.

use super::folder::TableFormat;
use super::runs::drawn_parameters;
use super::summaries::{PAIRED_STATISTICS, STAGE, STAGES, STATISTICS};
use crate::experiment::Plan;
use crate::experiment::job::ACCEPTED_VECTOR;
use crate::metrics::{Column, Kind, MEASURES, RUN_COLUMNS, code_name};
use serde::Serialize;

#[derive(Debug, Serialize)]
struct Columns {
    missing: &'static str,
    columns: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    files: Vec<String>,
    meaning: String,
    r#type: &'static str,
    unit: String,
    low: Option<f64>,
    high: Option<f64>,
}

/// The text of `columns.json` for a plan.
pub fn columns_json(plan: &Plan, tables: TableFormat) -> String {
    let timeline = format!("timeline.{}", tables.extension());
    let differences = format!("differences.{}", tables.extension());
    let (summary, paired, runs) = ("summary.csv", "differences_summary.csv", "runs.csv");
    let mut all = Vec::new();
    let mut add = |name: &str, files: &[&str], meaning: &str, kind: Kind, unit: &str, low, high| {
        // Without pairs there are no tables of differences.
        let exists = |f: &&&str| !plan.pairs.is_empty() || !f.starts_with("differences");
        let files: Vec<String> = files.iter().filter(exists).map(|f| f.to_string()).collect();
        if files.is_empty() {
            return;
        }
        all.push(Entry {
            name: name.into(),
            files,
            meaning: meaning.into(),
            r#type: type_name(kind),
            unit: unit.into(),
            low,
            high,
        });
    };
    let last = f64::from(plan.months);
    let reps = f64::from(plan.replications.saturating_sub(1));
    add("scenario", &[&timeline, summary, runs], "name of the scenario", Kind::Text, "", None, None);
    add(
        "other",
        &[&differences, paired],
        "scenario that is compared with the base",
        Kind::Text,
        "",
        None,
        None,
    );
    add("base", &[&differences, paired], "scenario it is compared with", Kind::Text, "", None, None);
    add(
        "replication",
        &[&timeline, &differences, runs],
        "number of the replication; the same number draws the same chances in every scenario",
        Kind::Whole,
        "",
        Some(0.0),
        Some(reps),
    );
    add(
        "district",
        &[&timeline, &differences, summary, paired, runs],
        "identifier of the district",
        Kind::Text,
        "",
        None,
        None,
    );
    add(
        "month",
        &[&timeline, &differences, summary, paired],
        "0 is the first day, m the end of month m; month 1 is August of the first year",
        Kind::Whole,
        "months",
        Some(0.0),
        Some(last),
    );
    for m in MEASURES {
        add(m.name, &[&timeline], m.meaning, m.kind, m.unit, m.low, m.high);
        let reach = m.high.zip(m.low).map(|(high, low)| high - low);
        let meaning = format!("difference, other minus base: {}", m.meaning);
        add(m.name, &[&differences], &meaning, m.kind, m.unit, reach.map(|r| -r), reach);
    }
    add("status", &[runs], "how the run ended", Kind::Text, "", None, None);
    for c in RUN_COLUMNS {
        match is_coded(c) {
            true => add(c.name, &[runs], c.meaning, Kind::Text, "", None, None),
            false => add(c.name, &[runs], c.meaning, c.kind, c.unit, c.low, c.high),
        }
    }
    for name in drawn_parameters(plan) {
        let meaning = match name {
            ACCEPTED_VECTOR => {
                "accepted vector that the replication runs under, as its line in the file of vectors"
            }
            _ => "parameter, drawn anew for each replication",
        };
        add(name, &[runs], meaning, Kind::Number, "", None, None);
    }
    let shares = match MEASURES.iter().any(|m| m.name == STAGE) {
        true => format!(
            "; stage_share_{} to stage_share_{}: share of replications at that stage",
            STAGES.start,
            STAGES.end - 1
        ),
        false => String::new(),
    };
    add(
        "measure",
        &[summary, paired],
        &format!("name of a column of the timeline{shares}"),
        Kind::Text,
        "",
        None,
        None,
    );
    for name in STATISTICS {
        let (kind, unit, low) = match name {
            "n" => (Kind::Whole, "replications", Some(0.0)),
            "sd" | "mcse" => (Kind::Number, "that of the measure", Some(0.0)),
            _ => (Kind::Number, "that of the measure", None),
        };
        add(name, &[summary, paired], &statistic_meaning(name), kind, unit, low, None);
    }
    for name in PAIRED_STATISTICS {
        let share = name.starts_with("share");
        let (unit, low, high) = if share {
            ("share of pairs", Some(0.0), Some(1.0))
        } else {
            ("that of the measure", None, None)
        };
        add(name, &[paired], &statistic_meaning(name), Kind::Number, unit, low, high);
    }
    let columns = Columns { missing: "an empty cell in CSV, null in Parquet", columns: all };
    super::manifest::json(&columns)
}

fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Whole => "whole",
        Kind::Text => "text",
    }
}

/// Whether a column of runs is written as the names of its codes.
fn is_coded(column: &Column) -> bool {
    column.kind == Kind::Whole && (0..8).any(|code| code_name(column.name, f64::from(code)).is_some())
}

fn statistic_meaning(name: &str) -> String {
    match name {
        "n" => "replications (or pairs) where the measure is present".into(),
        "mean" => "mean over replications".into(),
        "sd" => "standard deviation over replications (n - 1)".into(),
        "mcse" => "Monte Carlo standard error of the mean".into(),
        "mean_low" => "lower end of the 95% interval of the mean (Student's t)".into(),
        "mean_high" => "upper end of the 95% interval of the mean (Student's t)".into(),
        "share_lower" => "share of pairs where other is below base".into(),
        "share_equal" => "share of pairs without a difference".into(),
        "share_higher" => "share of pairs where other is above base".into(),
        quantile => format!(
            "{}% quantile over replications (type 7)",
            quantile.trim_start_matches('q').trim_start_matches('0')
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;
    use std::fs;

    #[test]
    fn every_column_of_every_csv_table_is_described() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 1, 3);
        let path = folder.path().join("r");
        sample::finished(&path, &plan, TableFormat::Csv);
        let all: serde_json::Value =
            serde_json::from_slice(&fs::read(path.join("columns.json")).unwrap()).unwrap();
        let described = |file: &str, column: &str| {
            let entries = all["columns"].as_array().unwrap();
            entries
                .iter()
                .filter(|e| e["name"] == column && e["files"].as_array().unwrap().iter().any(|f| f == file))
                .count()
        };
        for file in ["timeline.csv", "differences.csv", "runs.csv", "summary.csv", "differences_summary.csv"]
        {
            for column in csv::Reader::from_path(path.join(file)).unwrap().headers().unwrap() {
                assert_eq!(described(file, column), 1, "{column} of {file}");
            }
        }
    }
}
