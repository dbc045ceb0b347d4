//! `report`: one self-contained HTML file about a stored results folder.

use super::faults::{CommandResult, refuse_existing};
use super::options::ReportArgs;
use super::stored::{Stored, beside, place_of};
use uptake::diagnostic::Diagnostic;
use uptake::figures::pictures::draw;
use uptake::parameters::Ledger;
use uptake::report::{Asked, report};
use uptake::results::{Verified, atomic};

/// Writes the report of one district.
pub fn write(args: &ReportArgs) -> CommandResult {
    let ledger = Ledger::standard()?;
    let stored = Stored::open(&args.results, Verified::AllFiles)?;
    let results = stored.district_results(args.district.as_deref())?;
    let out = args.out.clone().unwrap_or_else(|| beside(&args.results, "-report.html"));
    let shown = out.display();
    if out.is_dir() {
        let fault = "cannot write the report: a folder has this name";
        return Err(Diagnostic::failed(&out, fault, "name a file with --out").into());
    }
    refuse_existing(&out, args.force, "choose another file with --out, or replace it with --force")?;
    let figures = draw(&results)?;
    let place = place_of(stored.scenario(None)?, &results.district.id)?;
    let page = report(&Asked { results: &results, place, figures: &figures, ledger: &ledger })?;
    atomic::write_file(&out, page.as_bytes())?;
    out!("{shown}");
    aside!(
        "open it in a browser; typical runs told in full: uptake explain {} --typical",
        args.results.display()
    );
    Ok(())
}
