//! `report`: one self-contained HTML file about a stored results folder.

use super::failure::{FAILED, Failure};
use super::options::ReportArgs;
use super::pictured::{Pictured, beside};
use uptake::figures::pictures::draw;
use uptake::parameters::Ledger;
use uptake::report::{Asked, report};
use uptake::results::atomic;

/// Writes the report of one district.
pub fn write(args: &ReportArgs) -> Result<(), Failure> {
    let ledger = Ledger::standard()?;
    let stored = Pictured::open(&args.results, args.district.as_deref(), &ledger)?;
    let out = args.out.clone().unwrap_or_else(|| beside(&args.results, "-report.html"));
    let shown = out.display();
    if out.is_dir() {
        let fault = format!("{shown}: cannot write the report: a folder has this name");
        return Err(Failure::new(FAILED, format!("{fault}\n  name a file with --out")));
    }
    if out.exists() && !args.force {
        let fault = format!("{shown}: exists already, and nothing is overwritten");
        return Err(Failure::new(
            FAILED,
            format!("{fault}\n  choose another file with --out, or replace it with --force"),
        ));
    }
    let subject = stored.subject();
    let figures = draw(&subject)?;
    let places = stored.scenarios.first().map_or(&[][..], |s| &s.places);
    let Some(place) = places.iter().find(|p| p.id() == stored.district.id) else {
        let fault =
            format!("{}: its scenarios have no district `{}`", args.results.display(), stored.district.id);
        return Err(Failure::new(FAILED, format!("{fault}\n  write the folder again with --force")));
    };
    let page = report(&Asked {
        subject: &subject,
        place,
        figures: &figures,
        ledger: &ledger,
        digest: &stored.manifest.digest,
        version: &stored.manifest.version,
        tables: &stored.manifest.tables,
    })?;
    atomic::write_file(&out, page.as_bytes())?;
    out!("{shown}");
    aside!(
        "open it in a browser; typical runs told in full: uptake explain {} --typical",
        args.results.display()
    );
    Ok(())
}
