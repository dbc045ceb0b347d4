//! `claims`: every claim, tested.

mod table;

use clap::Args;

use std::path::PathBuf;

use super::faults::{CommandResult, refuse_existing};
use super::studies::{self, WorkArgs};
use uptake::analysis::sequential::Conclusion;
use uptake::claims::observed;
use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::results::atomic::write_file;
use uptake::study::claims::{ClaimsOptions, against_data, chosen, test};

/// How the command ends, and what `--quick` leaves out.
const AFTER: &str = "\
Verdicts: a claim holds, fails or cannot be told over the accepted vectors. Labels need vectors of the prior, of the null \
model that removes the claim's cause, and of variants of the structure. With --quick there is one vector and none of \
these: a verdict is about the ledger's values alone, and a claim that is not assumed, structure-tuned or calibrated is \
unlabelled.

Exit status: 0 every claim asked for holds, 4 at least one fails, 5 none fails and at least one cannot be told.";

/// Arguments of `claims`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct ClaimsArgs {
    /// Only the claim of this id; repeatable
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Test this model in the place of the whole model, a null model or a variant, under the vectors accepted for it
    #[arg(long, value_name = "NAME", alias = "null")]
    pub model: Option<String>,
    /// One parameter vector, the ledger's values; no prior, null models or variants, and no label that needs them
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
    let quiet = args.work.print.quiet;
    let claims = chosen(&args.only)?;
    if args.list {
        table::list(&claims, args.work.print.format)?;
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
        model: args.model.as_deref().map(studies::model).transpose()?,
        quick: args.quick,
        vectors: usize::from(args.vectors),
        data: std::env::var_os("UPTAKE_DATA").map(PathBuf::from),
    };
    if let Some(path) = &args.page {
        refuse_existing(path, args.work.found.force, "choose another name, or replace it with --force")?;
    }
    let untested = if options.data.is_none() { against_data(&options) } else { Vec::new() };
    if !untested.is_empty() && !quiet {
        let ids = observed::names(&untested).join(" and ");
        aside!("note: {ids} need data and were not tested\n  name its folder in UPTAKE_DATA");
    }
    let tested = test(&options, studies::options(&args.work))?;
    if let Some(path) = &args.page {
        write_file(path, tested.page.as_bytes(), args.work.found.force)?;
    }
    table::print(&tested, args.work.print.format)?;
    if !quiet {
        aside!("{}: claims.md, claims.json, claims.csv, verdicts.csv", tested.folder.display());
        aside!("what parameters claims hang on: uptake parameters; what was fitted: uptake calibrate");
    }
    let all = tested.verdicts.len();
    let ended = |words: &str, decision, status| match tested.ids(decision).as_slice() {
        [] => Ok(()),
        ids => {
            let fault = format!("{} of {all} claims {words}: {}", ids.len(), ids.join(", "));
            Err(Diagnostic::failed("", fault, "").with_status(status))
        }
    };
    ended("fail", Conclusion::Fails, ExitStatus::Differs)?;
    Ok(ended("cannot be told", Conclusion::CannotTell, ExitStatus::Undecided)?)
}
