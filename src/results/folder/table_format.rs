//! Which tables a folder holds, and as which files.

use crate::experiment::{Part, Plan};

/// Format of the tables, and which there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// The large ones, of runs by month, as Parquet; the small ones as CSV.
    Mixed,
    /// All as Parquet.
    Parquet,
    /// All as CSV.
    Csv,
    /// None of the large ones, nor the table of runs: summaries alone, district by district, so that neither memory nor disk grows with
    /// replications and districts together.
    Summaries,
}

impl TableFormat {
    /// The format where nothing is said.
    pub const USUAL: TableFormat =
        if cfg!(feature = "parquet") { TableFormat::Mixed } else { TableFormat::Csv };

    /// What the command line and a manifest call it.
    pub fn word(self) -> &'static str {
        match self {
            TableFormat::Mixed => "mixed",
            TableFormat::Parquet => "parquet",
            TableFormat::Csv => "csv",
            TableFormat::Summaries => "summaries",
        }
    }

    /// The format that a manifest calls so.
    pub fn of_word(word: &str) -> Option<TableFormat> {
        let all = [TableFormat::Mixed, TableFormat::Parquet, TableFormat::Csv, TableFormat::Summaries];
        all.into_iter().find(|format| format.word() == word)
    }

    /// Whether any table is Parquet.
    pub fn has_parquet(self) -> bool {
        matches!(self, TableFormat::Mixed | TableFormat::Parquet)
    }

    /// The jobs of the folder of a plan. Summaries are those of whole districts, which are not cut.
    pub fn part(self, plan: &Plan) -> Part {
        plan.part(self == TableFormat::Summaries)
    }

    /// The name of the file of a large table.
    pub fn large_file(self, table: &str) -> String {
        format!("{table}.{}", if self.has_parquet() { "parquet" } else { "csv" })
    }

    /// The name of the file of a small table.
    pub fn small_file(self, table: &str) -> String {
        format!("{table}.{}", if self == TableFormat::Parquet { "parquet" } else { "csv" })
    }
}
