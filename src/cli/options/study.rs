//! Flags of `claims` and `calibrate`.

use std::path::PathBuf;

use clap::Args;

use super::Format;

/// Arguments of `claims`.
#[derive(Debug, Args)]
pub struct ClaimsArgs {
    /// Only the claim of this id; repeatable
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Test this null model in the place of the whole model, under the vectors accepted for it
    #[arg(long, value_name = "NAME")]
    pub null: Option<String>,
    /// One parameter vector, the ledger's values; no prior, no null models
    #[arg(long)]
    pub quick: bool,
    /// Accepted vectors to test under
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub vectors: u16,
    /// List the claims, and run nothing
    #[arg(long)]
    pub list: bool,
    /// Write the page of what was found, in Markdown
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// How the work is done
    #[command(flatten)]
    pub work: WorkArgs,
}

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// The model: the whole one, or a null model
    #[arg(long, value_name = "NAME", default_value = "full")]
    pub model: String,
    /// Vectors of the first wave
    #[arg(long, value_name = "N", default_value_t = uptake::calibration::Effort::USUAL.first as u32,
        value_parser = clap::value_parser!(u32).range(8..=1_000_000))]
    pub first: u32,
    /// Vectors of the population
    #[arg(long, value_name = "N", default_value_t = uptake::calibration::Effort::USUAL.population as u32,
        value_parser = clap::value_parser!(u32).range(4..=1_000_000))]
    pub population: u32,
    /// Seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Check that calibration recovers five known parameters, instead of calibrating
    #[arg(long)]
    pub recovery: bool,
    /// Split the variance of the deep share at month 36 under the accepted vectors that ship, instead of
    /// calibrating
    #[arg(long, conflicts_with = "recovery")]
    pub variance: bool,
    /// How the work is done
    #[command(flatten)]
    pub work: WorkArgs,
}

/// Flags of long work: where it is kept, how it is done, how it is told.
#[derive(Debug, Args)]
pub struct WorkArgs {
    /// Folder for what is found [default: one in results, named by what is asked]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Go on after an interruption; what is there of the same work is used without it too
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Begin anew
    #[arg(long)]
    pub force: bool,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// No words beside the table
    #[arg(long, short)]
    pub quiet: bool,
}
