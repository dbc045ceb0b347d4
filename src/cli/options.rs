//! What several commands share.

use clap::ValueEnum;

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

/// A mapping as the command line names it, for commands that are suggested.
pub fn mapping_flag(mapping: Option<&str>) -> String {
    mapping.map(|m| format!(" --mapping {}", word(m))).unwrap_or_default()
}
