//! `claims`: every claim, tested.

mod table;

use clap::Args;

use std::path::PathBuf;

use super::faults::CommandResult;
use super::studies::{self, WorkArgs};
use uptake::claims::observed;
use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::results::atomic::write_file;
use uptake::study::claims::{ClaimsOptions, against_data, chosen, test};

/// Arguments of `claims`.
#[derive(Debug, Args)]
pub struct ClaimsArgs {
    /// Only the claim of this id; repeatable
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Test this null model in the place of the whole model, under the vectors accepted for it
    #[arg(long, value_name = "NAME")]
    pub null: Option<String>,
    /// One parameter vector, the ledger's values; no prior, no null models
    #[arg(long)]
    pub quick: bool,
    /// Accepted vectors to test under
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub vectors: u16,
    /// List the claims, and run nothing
    #[arg(long)]
    pub list: bool,
    /// Write the page of what was found, in Markdown
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// How the work is done
    #[command(flatten)]
    pub work: WorkArgs,
}

/// Tests claims.
pub fn run(args: &ClaimsArgs) -> CommandResult {
    let quiet = args.work.quiet;
    let claims = chosen(&args.only)?;
    if args.list {
        table::list(&claims, args.work.format)?;
        if !quiet {
            aside!(
                "against data, where UPTAKE_DATA names its folder: {}",
                observed::names(&observed::CLAIMS).join(", ")
            );
        }
        return Ok(());
    }
    let options = ClaimsOptions {
        only: args.only.clone(),
        null: args.null.as_deref().map(studies::model).transpose()?,
        quick: args.quick,
        vectors: usize::from(args.vectors),
        data: std::env::var_os("UPTAKE_DATA").map(PathBuf::from),
    };
    let untested = if options.data.is_none() { against_data(&options) } else { Vec::new() };
    if !untested.is_empty() && !quiet {
        let ids = observed::names(&untested).join(" and ");
        aside!("note: {ids} need data and were not tested\n  name its folder in UPTAKE_DATA");
    }
    let tested = test(&options, studies::options(&args.work))?;
    if let Some(path) = &args.page {
        write_file(path, tested.page.as_bytes())?;
    }
    table::print(&tested, args.work.format)?;
    if !quiet {
        aside!("{}: claims.md, claims.json, claims.csv", tested.folder.display());
        aside!("what parameters claims hang on: uptake parameters; what was fitted: uptake calibrate");
    }
    let failing = tested.failing();
    match failing.len() {
        0 => Ok(()),
        n => {
            let fault = format!("{n} of {} claims fail: {}", tested.verdicts.len(), failing.join(", "));
            Err(Diagnostic::failed("", fault, "").with_status(ExitStatus::Differs).into())
        }
    }
}
