//! `plot`: figures of a stored results folder.

use super::failure::Failure;
use super::options::PlotArgs;
use super::pictured::{Pictured, beside};
use super::write_files::deliver;
use uptake::figures::pictures::{draw, files};
use uptake::parameters::Ledger;

/// Draws the figures of one district.
pub fn plot(args: &PlotArgs) -> Result<(), Failure> {
    let stored = Pictured::open(&args.results, args.district.as_deref(), &Ledger::standard()?)?;
    let out = args.out.clone().unwrap_or_else(|| beside(&args.results, "-figures"));
    deliver(&out, &files(draw(&stored.subject())?), args.force)
}
