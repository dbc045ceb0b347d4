//! `plot`: figures of a stored results folder.

use std::path::PathBuf;

use clap::Args;

use super::faults::CommandResult;
use super::write_files::write_and_list;
use uptake::diagnostic::Diagnostic;
use uptake::figures::{FigureSelection, files, remark_on_signs};
use uptake::study::not_kept::not_shown;
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
    /// Which figures: all, or names such as timeline-fans,difference
    #[arg(long, value_name = "WHICH", default_value = "all")]
    pub figures: FigureSelection,
    /// Replace figures that are there
    #[arg(long)]
    pub force: bool,
}

/// Draws the figures of one district.
pub fn plot(args: &PlotArgs) -> CommandResult {
    let stored = Stored::open(&args.results)?;
    let mut figures = stored.figures(args.district.as_deref())?;
    figures.retain(|figure| args.figures.takes(&figure.name));
    let not_shown = not_shown(&stored, &args.figures, false);
    if figures.is_empty() {
        if let Some(line) = not_shown {
            aside!("note: {line}");
        }
        let fault = "none of the figures asked for has anything to show of these results";
        return Err(Diagnostic::usage(fault, "leave --figures out to draw all").at(&args.results).into());
    }
    let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
    if let Some(remark) = args.figures.remark_on_missing(&names) {
        aside!("note: {remark}");
    }
    if let Some(remark) = remark_on_signs(&figures) {
        aside!("note: {remark}");
    }
    if let Some(line) = not_shown {
        aside!("note: {line}");
    }
    let out = args.out.clone().unwrap_or_else(|| stored.beside("-figures"));
    write_and_list(&out, &files(&figures)?, args.force)
}
