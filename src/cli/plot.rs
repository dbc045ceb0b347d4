//! `plot`: figures of a stored results folder.

use super::faults::CommandResult;
use super::options::PlotArgs;
use super::stored::{Stored, beside};
use super::write_files::deliver;
use uptake::figures::pictures::{draw, files};
use uptake::results::Verified;

/// Draws the figures of one district.
pub fn plot(args: &PlotArgs) -> CommandResult {
    let stored = Stored::open(&args.results, Verified::AllFiles)?;
    let figures = draw(&stored.district_results(args.district.as_deref())?)?;
    deliver(
        &args.out.clone().unwrap_or_else(|| beside(&args.results, "-figures")),
        &files(figures),
        args.force,
    )
}
