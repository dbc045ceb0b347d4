//! `plot`: figures of a stored results folder.

use std::path::PathBuf;

use clap::Args;

use super::faults::CommandResult;
use super::write_files::deliver;
use uptake::figures::{files, remark_on_signs};
use uptake::study::stored::Stored;

/// Arguments of `plot`.
#[derive(Debug, Args)]
pub struct PlotArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Folder for the figures [default: RESULTS-figures]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The district to draw, where there are several
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// Replace figures that are there
    #[arg(long)]
    pub force: bool,
}

/// Draws the figures of one district.
pub fn plot(args: &PlotArgs) -> CommandResult {
    let stored = Stored::open(&args.results)?;
    let figures = stored.figures(args.district.as_deref())?;
    if let Some(remark) = remark_on_signs(&figures) {
        aside!("note: {remark}");
    }
    let out = args.out.clone().unwrap_or_else(|| stored.beside("-figures"));
    deliver(&out, &files(&figures)?, args.force)
}
