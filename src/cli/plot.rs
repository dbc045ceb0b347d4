//! `plot`: figures of a stored results folder.

use super::deliver::deliver;
use super::failure::Failure;
use super::options::PlotArgs;
use super::pictured::{Pictured, beside};
use crate::output::pictures::draw;
use crate::parameters::Ledger;

/// Draws the figures of one district.
pub fn plot(args: &PlotArgs) -> Result<(), Failure> {
    let stored = Pictured::open(&args.results, args.district.as_deref(), &Ledger::standard()?)?;
    let out = args.out.clone().unwrap_or_else(|| beside(&args.results, "-figures"));
    let figures = draw(&stored.subject())?;
    let files: Vec<(String, Vec<u8>)> = figures
        .into_iter()
        .flat_map(|figure| {
            let name = |ending: &str| format!("{}.{ending}", figure.name);
            [(name("svg"), figure.svg.into_bytes()), (name("png"), figure.png)]
        })
        .collect();
    deliver(&out, &files, args.force)
}
