//! What several commands share.

use clap::{Args, ValueEnum};

use uptake::diagnostic::shell::word;

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

/// A mapping as the command line names it, for commands that are suggested.
pub fn mapping_flag(mapping: Option<&str>) -> String {
    mapping.map(|m| format!(" --mapping {}", word(m))).unwrap_or_default()
}
