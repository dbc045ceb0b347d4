//! Flags of `run` and `compare`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Format;
use uptake::scenario::PUPILS;

/// Arguments of a batch.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// Scenario files, or names of built-in scenarios
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Number of replications [default: the scenario's, 1,000 unless it says]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub replications: Option<u32>,
    /// Study seed: the same seed gives the same futures [default: the scenario's, 1 unless it says]
    #[arg(long, value_name = "S", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Months to simulate [default: the scenario's, 60 unless it says]
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub months: Option<u32>,
    /// Set a parameter (name=value) or a field (section.name=value); repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Where parameters come from: one value each, or in each replication one of the vectors that
    /// calibration accepted [default: the scenario's]
    #[arg(long, value_name = "SET")]
    pub parameters: Option<ParameterSet>,
    /// A table of real schools
    #[arg(long, value_name = "FILE", requires = "district")]
    pub districts: Option<PathBuf>,
    /// How a table with other columns is read: a file, or a built-in mapping such as nces-districts
    #[arg(long, value_name = "FILE", requires = "districts")]
    pub mapping: Option<String>,
    /// The district's id in that table, or `regular` for all elementary, unified and high ones
    #[arg(long, value_name = "ID", requires = "districts")]
    pub district: Option<String>,
    /// Results folder [default: results/<names>-<digest>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Format of the two large tables
    #[arg(long, value_name = "FORMAT", default_value = DEFAULT_TABLES)]
    pub tables: Tables,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Go on with an interrupted batch
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Replace results of this program
    #[arg(long)]
    pub force: bool,
    /// Say what would be run, and stop
    #[arg(long)]
    pub dry_run: bool,
    /// Format of the summary, and of the problems where a file is wrong
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// No words beside the summary
    #[arg(long, short)]
    pub quiet: bool,
}

/// Arguments of `sizes`.
#[derive(Debug, Args)]
#[command(mut_arg("scenarios", |arg| arg.num_args(1).action(clap::ArgAction::Set).help("A scenario file, or the name of a built-in scenario")),
    mut_arg("district", |arg| arg.help(
        "Real districts of that table instead of synthetic ones: their ids separated by commas, or `regular` for \
         the one of median size in each band (below 2,000 students, up to 20,000, above)")))]
pub struct SizesArgs {
    /// Students of the district, one number for each size [default: 2000,5000,10000,20000]
    #[arg(long, visible_alias = "students", value_name = "N,N,…", value_delimiter = ',', allow_negative_numbers = true,
        conflicts_with = "districts",
        value_parser = clap::value_parser!(u32).range(PUPILS.0..=PUPILS.1))]
    pub pupils: Vec<u32>,
    /// What is run, and how
    #[command(flatten)]
    pub batch: BatchArgs,
}

#[cfg(feature = "parquet")]
const DEFAULT_TABLES: &str = "parquet";
#[cfg(not(feature = "parquet"))]
const DEFAULT_TABLES: &str = "csv";

/// Format of the large tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tables {
    /// Parquet.
    Parquet,
    /// CSV.
    Csv,
}

/// Where parameters come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ParameterSet {
    /// One value each.
    Default,
    /// In each replication one of the vectors that calibration accepted.
    Accepted,
}

impl ParameterSet {
    /// As a scenario writes it.
    pub fn word(self) -> &'static str {
        match self {
            ParameterSet::Default => "default",
            ParameterSet::Accepted => "accepted",
        }
    }
}
