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
use uptake::study::study_report::{StudyFolder, of_sensitivity};

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// A finished results folder: of run, compare, sizes, sweep or decide; or a folder of uptake sensitivity
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
    if let Some(kind) = StudyFolder::of(&args.results) {
        return of_a_study(args, kind);
    }
    let stored = Stored::open(&args.results)?;
    let out = free(args, stored.beside("-report.html"))?;
    let shown = out.display();
    if stored.scenarios.iter().any(|s| !s.point.is_empty()) {
        let figures = stored.figures(args.district.as_deref())?;
        let page = stored.report_of_points(&figures)?;
        atomic::write_file(&out, page.as_bytes(), args.force)?;
        out!("{shown}");
        return Ok(());
    }
    let results = stored.district_results(args.district.as_deref())?;
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

/// The file that is written, which is not there yet unless it may be replaced.
fn free(args: &ReportArgs, usual: PathBuf) -> CommandResult<PathBuf> {
    let out = args.out.clone().unwrap_or(usual);
    if out.is_dir() {
        let fault = "cannot write the report: a folder has this name";
        return Err(Diagnostic::failed(&out, fault, "name a file with --out").into());
    }
    refuse_existing(&out, args.force, "choose another file with --out, or replace it with --force")?;
    Ok(out)
}

/// The report of a study's folder, or what to look at instead.
fn of_a_study(args: &ReportArgs, kind: StudyFolder) -> CommandResult {
    if let StudyFolder::Discovery = kind {
        let fault = "is what uptake discover found, and holds no runs to report";
        let remedy =
            "look at discovered-box.svg and discovery.csv in it, or report the sweep that it was found in";
        return Err(Diagnostic::usage(fault, remedy).at(&args.results).into());
    }
    let mut usual = args.results.components().collect::<PathBuf>().into_os_string();
    usual.push("-report.html");
    let out = free(args, usual.into())?;
    let page = of_sensitivity(&SensitivityResults::read(&args.results)?)?;
    atomic::write_file(&out, page.as_bytes(), args.force)?;
    out!("{}", out.display());
    Ok(())
}
