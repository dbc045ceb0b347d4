//! Flags of `new`.

use std::path::PathBuf;

use clap::Args;

use uptake::scenario::PUPILS;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The file to write [default: my-scenario.toml]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// One line for figures and tables
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The question that the scenario answers
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// The scenario it starts from: a built-in name, or a path relative to FILE [default: committed]
    #[arg(long, value_name = "NAME")]
    pub extends: Option<String>,
    /// Synthetic districts with this many students
    #[arg(long, visible_alias = "students", value_name = "N", allow_negative_numbers = true, conflicts_with = "districts",
        value_parser = clap::value_parser!(u32).range(PUPILS.0..=PUPILS.1))]
    pub pupils: Option<u32>,
    /// A table of real schools
    #[arg(long, value_name = "TABLE", requires = "district")]
    pub districts: Option<PathBuf>,
    /// How a table with other columns is read: a file, or a built-in mapping such as nces-districts
    #[arg(long, value_name = "FILE", requires = "districts")]
    pub mapping: Option<String>,
    /// The district's id in that table; its schools are copied into the file
    #[arg(long, value_name = "ID", requires = "districts")]
    pub district: Option<String>,
    /// Who is asked when: staged, "mandate at once", "grassroots only" …
    #[arg(long, value_name = "WORD")]
    pub strategy: Option<String>,
    /// Commitment of the superintendent on the first day, 0 to 1
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub superintendent: Option<String>,
    /// Commitment of the one who leads the team, 0 to 1
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub lead: Option<String>,
    /// Priority that principals give the work, on average, 0 to 1
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub principals: Option<String>,
    /// What happens on the way: "month 14: superintendent disengages to 0.2"; repeatable
    #[arg(long, value_name = "WHAT")]
    pub event: Vec<String>,
    /// Month of an event that does not say it: "year 2, October"; repeatable
    #[arg(long, value_name = "MONTH", requires = "event")]
    pub when: Vec<String>,
    /// Months to simulate
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub months: Option<u32>,
    /// No questions: what no flag says is as usual
    #[arg(long, short)]
    pub yes: bool,
    /// Replace FILE if it exists
    #[arg(long)]
    pub force: bool,
}
