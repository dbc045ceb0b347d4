//! Flags of `explain` and `replay`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Format;

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// The replication to tell
    #[arg(long, value_name = "N", conflicts_with = "typical")]
    pub replication: Option<u32>,
    /// A typical run of each ending, instead: the one that lies nearest to all others that end so
    #[arg(long)]
    pub typical: bool,
    /// Of the typical runs, the one of this ending, told whole
    #[arg(long, value_name = "ENDING", requires = "typical")]
    pub ending: Option<EndingName>,
    /// The scenario [default: the first of the folder]
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The district, where there are several
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// One school alone, by its number (from 1) or name
    #[arg(long, value_name = "SCHOOL")]
    pub school: Option<String>,
    /// Where the same replication parts under two scenarios of the folder; one name is compared with --scenario
    #[arg(long, value_name = "NAME", num_args = 1..=2, conflicts_with_all = ["typical", "school"])]
    pub compare: Vec<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: StoryFormat,
    /// File for the story [default: printed here]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// The replication to run again
    #[arg(long, value_name = "N")]
    pub replication: u32,
    /// The scenario [default: all of the folder]
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The district [default: all of the folder, up to twenty]
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// Human words or JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Format of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StoryFormat {
    /// Words for a terminal.
    #[value(alias = "human")]
    Text,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
}

/// An ending, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EndingName {
    /// Neither wide nor deep.
    Stalled,
    /// Deep, not wide.
    Contained,
    /// Wide, not deep.
    Superficial,
    /// Wide and deep.
    Scaled,
}
