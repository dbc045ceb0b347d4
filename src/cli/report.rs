//! `report`: one self-contained HTML file about a stored results folder.

use std::path::PathBuf;

use clap::Args;

use super::faults::{CommandResult, refuse_existing};
use uptake::diagnostic::Diagnostic;
use uptake::diagnostic::shell;
use uptake::figures::{draw, remark_on_signs};
use uptake::results::atomic;
use uptake::results::sensitivity::SensitivityResults;
use uptake::study::stored::Stored;

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// The file to write [default: RESULTS-report.html]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The district to report, where there are several
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// A study of sensitivity of the same scenarios (a folder of uptake sensitivity), which takes the place of the page's own coarse
    /// screen of assumptions
    #[arg(long, value_name = "DIR")]
    pub sensitivity: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
}

/// Writes the report of one district.
pub fn write(args: &ReportArgs) -> CommandResult {
    let stored = Stored::open(&args.results)?;
    let results = stored.district_results(args.district.as_deref())?;
    let out = args.out.clone().unwrap_or_else(|| stored.beside("-report.html"));
    let shown = out.display();
    if out.is_dir() {
        let fault = "cannot write the report: a folder has this name";
        return Err(Diagnostic::failed(&out, fault, "name a file with --out").into());
    }
    refuse_existing(&out, args.force, "choose another file with --out, or replace it with --force")?;
    let sensitivity = args.sensitivity.as_deref().map(SensitivityResults::read).transpose()?;
    let figures = draw(&results)?;
    if let Some(remark) = remark_on_signs(&figures) {
        aside!("note: {remark}");
    }
    atomic::write_file(
        &out,
        stored.report(&results, &figures, sensitivity.as_ref())?.as_bytes(),
        args.force,
    )?;
    out!("{shown}");
    if stored.has_same_runs() {
        let results = shell::path(&args.results);
        aside!("open it in a browser; typical runs told in full: uptake explain {results} --typical");
    }
    Ok(())
}
