//! `columns.json`: what every column of every table means, in which unit and range.

use super::assumption_table::{ASSUMPTIONS, assumed_names};
use super::folder::TableFormat;
use super::given_seen::WEIGHTS;
use super::parameter_table::PARAMETER_COLUMNS;
use super::runs::drawn_parameters;
use super::school_table::SCHOOL_COLUMNS;
use super::summaries::{PAIRED_STATISTICS, SAMPLE_STATISTICS, STATISTICS};
use super::sweep_table::{SWEEP_STATISTICS, factor_column};
use crate::experiment::Plan;
use crate::experiment::job::{ACCEPTED_MODEL, ACCEPTED_VECTOR};
use crate::metrics::{Column, Kind, MEASURES, RUN_COLUMNS, code_name};
use serde::Serialize;
use std::collections::BTreeMap;

/// What every column of every table means.
#[derive(Debug, Serialize)]
pub struct DescribedColumns {
    missing: &'static str,
    /// By CSV file and column the type to read it as: what `dtype` of pandas' `read_csv` takes.
    dtype: BTreeMap<String, BTreeMap<String, &'static str>>,
    columns: Vec<DescribedColumn>,
}

/// A column of some files.
#[derive(Debug, Serialize)]
pub struct DescribedColumn {
    /// Name.
    pub name: String,
    files: Vec<String>,
    /// What it means.
    pub meaning: String,
    r#type: &'static str,
    /// Unit; empty if none.
    pub unit: &'static str,
    /// Smallest possible value.
    pub low: Option<f64>,
    /// Largest possible value.
    pub high: Option<f64>,
    /// What its cells hold.
    #[serde(skip)]
    pub cells: CellType,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellType {
    /// A text; whether every row has one.
    Text { is_required: bool },
    /// A whole number by which rows are joined, in 32 bits; every row has one.
    Key,
    /// A whole number in 64 bits; whether every row has one.
    Whole { is_required: bool },
    /// A number that may be missing.
    Number,
}

impl CellType {
    fn of(name: &str, kind: Kind) -> CellType {
        let texts = [
            "scenario",
            "other",
            "base",
            "district",
            "school",
            "measure",
            "status",
            "parameter",
            "value",
            "unit",
            "grade",
            "source",
            "where_set",
        ];
        match kind {
            Kind::Text => CellType::Text { is_required: texts.contains(&name) },
            Kind::Whole if ["replication", "month"].contains(&name) => CellType::Key,
            Kind::Whole => {
                CellType::Whole { is_required: ["n", "n_other", "n_base", "degrees", "set"].contains(&name) }
            }
            Kind::Number => CellType::Number,
        }
    }

    /// Whether every row has a value.
    #[cfg(feature = "parquet")]
    pub fn is_required(self) -> bool {
        match self {
            CellType::Text { is_required } | CellType::Whole { is_required } => is_required,
            CellType::Key => true,
            CellType::Number => false,
        }
    }

    /// The type in the words of pandas.
    fn of_pandas(self) -> &'static str {
        match self {
            CellType::Text { .. } => "str",
            CellType::Key => "int32",
            CellType::Whole { is_required: true } => "int64",
            CellType::Whole { is_required: false } => "Int64",
            CellType::Number => "float64",
        }
    }
}

const fn column(kind: Kind, unit: &'static str, low: Option<f64>, high: Option<f64>) -> Column {
    Column { name: "", meaning: "", kind, unit, low, high }
}

const TEXT: Column = column(Kind::Text, "", None, None);
const OF_THE_MEASURE: Column = column(Kind::Number, "that of the measure", None, None);

/// The text of `columns.json` for a plan.
pub fn columns_json(plan: &Plan, tables: TableFormat) -> String {
    super::manifest::json(&DescribedColumns::of(plan, tables))
}

impl DescribedColumns {
    /// The columns of a file.
    #[cfg(feature = "parquet")]
    pub fn of_file(&self, file: &str) -> impl Iterator<Item = &DescribedColumn> {
        self.columns.iter().filter(move |column| column.files.iter().any(|own| own == file))
    }

    /// Of a plan whose tables are written so.
    pub fn of(plan: &Plan, tables: TableFormat) -> DescribedColumns {
        described(plan, tables)
    }
}

fn described(plan: &Plan, tables: TableFormat) -> DescribedColumns {
    let [timeline, differences] = ["timeline", "differences"].map(|table| tables.large_file(table));
    let small = ["summary", "differences_summary", "runs"].map(|table| tables.small_file(table));
    let (timeline, differences) = (timeline.as_str(), differences.as_str());
    let assumptions = tables.small_file(ASSUMPTIONS);
    let [summary, paired, runs] = small.each_ref().map(String::as_str);
    let sweep = tables.small_file("sweep");
    let mut columns: Vec<DescribedColumn> = Vec::new();
    // A column of some files; its kind, unit and range are those of another.
    let mut add = |name: &str, files: &[&str], meaning: &str, like: &Column| {
        // Without pairs there are no tables of differences, and where summaries alone are kept none of runs.
        let is_large =
            |f: &str| [timeline, differences, runs, &assumptions].contains(&f) || f.starts_with("schools");
        let exists = |f: &&&str| {
            (!plan.pairs.is_empty() || !(f.starts_with("differences") || **f == assumptions))
                && (plan.unpaired.is_none() || ![differences, &assumptions].contains(*f))
                && (tables != TableFormat::Summaries || !is_large(f))
                && (!plan.factors.is_empty() || **f != sweep)
        };
        let files: Vec<String> = files.iter().filter(exists).map(|f| f.to_string()).collect();
        if !files.is_empty() {
            let (meaning, r#type) = (meaning.into(), type_name(like.kind));
            let Column { unit, low, high, .. } = *like;
            let cells = CellType::of(name, like.kind);
            let name = name.to_owned();
            columns.push(DescribedColumn { name, files, meaning, r#type, unit, low, high, cells });
        }
    };
    let up_to = |unit, last: u32| column(Kind::Whole, unit, Some(0.0), Some(f64::from(last)));
    let parameters = tables.small_file("parameters");
    let schools = tables.large_file("schools");
    add("scenario", &[timeline, summary, runs, &parameters, &schools, &sweep], "name of the scenario", &TEXT);
    add("other", &[differences, paired, &assumptions], "scenario that is compared with the base", &TEXT);
    add("base", &[differences, paired, &assumptions], "scenario it is compared with", &TEXT);
    let set = "number of the set of assumptions; the table of assumptions is written where scenarios are compared in pairs, \
               unless --no-assumptions leaves it out";
    add("set", &[&assumptions], set, &column(Kind::Whole, "", Some(1.0), None));
    let meaning = match plan.unpaired {
        None => "number of the replication; the same number draws the same chances in every scenario",
        Some(_) => {
            "number of the replication; unpaired: each scenario has a seed of its own, and the same number in two scenarios means \
             nothing"
        }
    };
    let replications = up_to("", plan.replications.saturating_sub(1));
    add("replication", &[timeline, differences, runs, &schools], meaning, &replications);
    let meaning = "number of the replication; each set of assumptions has replications of its own";
    add("replication", &[&assumptions], meaning, &column(Kind::Whole, "", Some(0.0), None));
    let everywhere = [timeline, differences, summary, paired, &schools, &assumptions, &sweep, runs];
    add("district", &everywhere, "identifier of the district", &TEXT);
    add(
        "school",
        &[&schools],
        "identifier of the school; the table of schools is written where --schools asks for it",
        &TEXT,
    );
    let meaning = "0 is the first day, m the end of month m; month 1 is August of the first year";
    add("month", &everywhere[..7], meaning, &up_to("months", plan.months));
    for m in plan.measures.columns() {
        add(m.name, &[timeline], m.meaning, m);
        if tables == TableFormat::Summaries {
            add(m.name, &[summary, paired], &format!("a word of the column `measure`: {}", m.meaning), m);
        }
        let (meaning, like) = difference_of(m);
        add(m.name, &[differences], &meaning, &like);
    }
    for m in MEASURES.iter().filter(|m| assumed_names().any(|name| name == m.name)) {
        let (meaning, like) = difference_of(m);
        add(m.name, &[&assumptions], &meaning, &like);
    }
    for c in &SCHOOL_COLUMNS {
        add(c.name, &[&schools], c.meaning, c);
    }
    if plan.seen.is_some() {
        let weights = tables.small_file(WEIGHTS);
        let (low, high) = (Some(0.0), Some(1.0));
        if plan.is_decision {
            add("world", &[&weights], "name of the world", &TEXT);
        }
        add("replication", &[&weights], "number of the replication", &replications);
        add("district", &[&weights], "identifier of the district", &TEXT);
        let meaning = "how far the run of the first scenario lies from what was seen, where it lies farthest; missing where it lacks a measure";
        add("farthest_miss", &[&weights], meaning, &column(Kind::Number, "standard deviations", low, None));
        let meaning = "how well the run of the first scenario meets what was seen, as a share of all: its normal likelihood";
        add("weight", &[&weights], meaning, &column(Kind::Number, "share", low, high));
    }
    add("status", &[runs], "how the run ended", &TEXT);
    for c in RUN_COLUMNS {
        add(c.name, &[runs], c.meaning, if is_coded(c) { &TEXT } else { c });
    }
    let number = column(Kind::Number, "", None, None);
    add(
        ACCEPTED_MODEL,
        &[&assumptions],
        "form of the model in the set of assumptions: full, or a variant of it by its name",
        &TEXT,
    );
    let meaning = "accepted vector of the set of assumptions, as its line in the form's file of vectors";
    add(ACCEPTED_VECTOR, &[&assumptions], meaning, &number);
    for name in drawn_parameters(plan) {
        let (meaning, like) = match name {
            ACCEPTED_MODEL => {
                ("model that the replication follows: full, or a variant of it by its name", &TEXT)
            }
            ACCEPTED_VECTOR => (
                "accepted vector that the replication runs under, as its line in the file of vectors",
                &number,
            ),
            _ => ("parameter, drawn anew for each replication", &number),
        };
        add(name, &[runs], meaning, like);
    }
    let told = if tables == TableFormat::Summaries { "measure" } else { "column of the timeline" };
    let meaning =
        &format!("name of a {told}; stage_share_1 to stage_share_5: share of replications at that stage");
    add("measure", &[summary, paired, &sweep], meaning, &TEXT);
    for name in STATISTICS {
        let like = match name {
            "n" => column(Kind::Whole, "replications", Some(0.0), None),
            "sd" | "mcse" => Column { low: Some(0.0), ..OF_THE_MEASURE },
            _ => OF_THE_MEASURE,
        };
        let files: &[&str] = if plan.unpaired.is_none() { &[summary, paired] } else { &[summary] };
        add(name, files, &statistic_meaning(name), &like);
    }
    if plan.unpaired.is_some() {
        let runs = column(Kind::Whole, "replications", Some(0.0), None);
        for name in SAMPLE_STATISTICS {
            let like = match name {
                "n_other" | "n_base" => &runs,
                "degrees" => &Column { unit: "", ..runs },
                "unpaired_mcse" => &Column { low: Some(0.0), ..OF_THE_MEASURE },
                _ => &OF_THE_MEASURE,
            };
            add(name, &[paired], &statistic_meaning(name), like);
        }
    }
    let share = column(Kind::Number, "share of pairs", Some(0.0), Some(1.0));
    for name in PAIRED_STATISTICS.into_iter().filter(|_| plan.unpaired.is_none()) {
        let like = if name.starts_with("share") { &share } else { &OF_THE_MEASURE };
        add(name, &[paired], &statistic_meaning(name), like);
    }
    for (name, meaning) in PARAMETER_COLUMNS {
        add(name, &[&parameters], meaning, &TEXT);
    }
    for factor in &plan.factors {
        let like = if factor.is_number { &number } else { &TEXT };
        add(factor_column(&factor.name), &[&sweep], "value of what is varied, at the point", like);
    }
    for (name, meaning) in SWEEP_STATISTICS {
        let like = match name {
            "n" => column(Kind::Whole, "replications", Some(0.0), None),
            "sd" => Column { low: Some(0.0), ..OF_THE_MEASURE },
            _ => OF_THE_MEASURE,
        };
        add(name, &[&sweep], meaning, &like);
    }
    let mut dtype: BTreeMap<String, BTreeMap<String, &'static str>> = BTreeMap::new();
    for column in &columns {
        for file in column.files.iter().filter(|file| file.ends_with(".csv")) {
            let of_file = dtype.entry(file.clone()).or_default();
            of_file.insert(column.name.clone(), column.cells.of_pandas());
        }
    }
    if plan.districts.len() > 1 && !plan.cohort {
        let ids = ["district_id", "school_id"].map(|id| (id.to_owned(), "str"));
        dtype.insert("districts.csv".into(), ids.into());
    }
    DescribedColumns { missing: "an empty cell in CSV, null in Parquet", dtype, columns }
}

/// What the difference of a measure means, and what it can be.
fn difference_of(m: &Column) -> (String, Column) {
    let reach = m.high.zip(m.low).map(|(high, low)| high - low);
    let like = Column { low: reach.map(|r| -r), high: reach, ..*m };
    (format!("difference, other minus base: {}", m.meaning), like)
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
        "mean_low" => {
            "lower end of the 95% interval of the mean (Student's t, not cut to what is possible)".into()
        }
        "mean_high" => {
            "upper end of the 95% interval of the mean (Student's t, not cut to what is possible)".into()
        }
        "share_lower" => "share of pairs where other is below base".into(),
        "share_equal" => "share of pairs without a difference".into(),
        "share_higher" => "share of pairs where other is above base".into(),
        "n_other" => "replications of other where the measure is present; unpaired with those of base".into(),
        "n_base" => "replications of base where the measure is present; unpaired with those of other".into(),
        "unpaired_mean" => "unpaired: mean of other minus mean of base, two independent samples".into(),
        "unpaired_mcse" => "unpaired: standard error of that difference".into(),
        "degrees" => "unpaired: degrees of freedom of Welch's interval, rounded down".into(),
        "unpaired_low" => {
            "unpaired: lower end of the 95% interval of the difference of the means (Welch)".into()
        }
        "unpaired_high" => {
            "unpaired: upper end of the 95% interval of the difference of the means (Welch)".into()
        }
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
        all_are_described(&sample::plan(2, 1, 3), "differences.csv");
        let unpaired = Plan { unpaired: Some(Vec::new()), ..sample::plan(2, 1, 3) };
        let all = all_are_described(&unpaired, "summary.csv");
        assert!(!all.contains("\"differences.csv\"") && !all.contains("share_lower"), "{all}");
    }

    fn all_are_described(plan: &Plan, more: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        sample::finished(&path, plan, TableFormat::Csv);
        let text = fs::read_to_string(path.join("columns.json")).unwrap();
        let all: serde_json::Value = serde_json::from_str(&text).unwrap();
        let described = |file: &str, column: &str| {
            let entries = all["columns"].as_array().unwrap();
            entries
                .iter()
                .filter(|e| e["name"] == column && e["files"].as_array().unwrap().iter().any(|f| f == file))
                .count()
        };
        for file in
            ["timeline.csv", more, "runs.csv", "summary.csv", "parameters.csv", "differences_summary.csv"]
        {
            for column in csv::Reader::from_path(path.join(file)).unwrap().headers().unwrap() {
                assert_eq!(described(file, column), 1, "{column} of {file}");
            }
        }
        text
    }
}
