//! `export`: who asks whom in a stored run.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::faults::CommandResult;
use super::flags::FileArgs;
use uptake::study::stored::Stored;

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// The replication whose ties are wanted, by its number from 0
    #[arg(long, value_name = "N")]
    pub replication: u32,
    /// The scenario [default: the first of the folder]
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The district, where there are several
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub format: NetworkFormat,
    /// Where it goes
    #[command(flatten)]
    pub file: FileArgs,
}

/// Format of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NetworkFormat {
    /// A table with a row for each tie; a scenario takes it as `table` under [network].
    Csv,
    /// GraphML, for programs that draw and measure networks.
    Graphml,
}

/// Writes the ties of a run.
pub fn export(args: &ExportArgs) -> CommandResult {
    args.file.check()?;
    let stored = Stored::open(&args.results)?;
    let ties = stored.ties(args.scenario.as_deref(), args.district.as_deref(), args.replication)?;
    let bytes = match args.format {
        NetworkFormat::Csv => ties.csv()?,
        NetworkFormat::Graphml => ties.graphml()?.into_bytes(),
    };
    let Some(out) = args.file.write(&bytes)? else { return Ok(()) };
    aside!("{} ties among {} teachers: {}", ties.ties.len(), ties.teachers.len(), ties.name);
    if args.format == NetworkFormat::Csv {
        aside!(
            "a scenario with them: write under [network] the lines table = \"{}\" and rest = \"none\"",
            out.display()
        );
    }
    Ok(())
}
