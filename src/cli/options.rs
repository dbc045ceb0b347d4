//! What several commands share.

use clap::{Args, ValueEnum};

use uptake::results::TableFormat;

/// Format of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table to read.
    Human,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}

/// How much of what was found is told to people. JSON and CSV hold all of it either way.
#[derive(Debug, Clone, Copy, Args)]
pub struct Length {
    /// All tables and notes, whatever their length and width [default: a headline, then at most 20 lines of 100 columns]
    #[arg(long)]
    pub full: bool,
}

/// Format of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Tables {
    /// Large ones Parquet, small ones CSV.
    Mixed,
    /// All Parquet.
    Parquet,
    /// All CSV.
    Csv,
    /// No runs, figures or report: summaries alone.
    Summaries,
}

impl Tables {
    /// As results know it.
    pub fn format(self) -> TableFormat {
        match self {
            Tables::Mixed => TableFormat::Mixed,
            Tables::Parquet => TableFormat::Parquet,
            Tables::Csv => TableFormat::Csv,
            Tables::Summaries => TableFormat::Summaries,
        }
    }
}

/// Where parameters come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ParameterChoice {
    /// One value for each parameter.
    Default,
    /// In each future another of the parameter sets that calibration accepted.
    Accepted,
}

impl ParameterChoice {
    /// As a scenario writes it.
    pub fn word(self) -> &'static str {
        match self {
            ParameterChoice::Default => "default",
            ParameterChoice::Accepted => "accepted",
        }
    }
}
