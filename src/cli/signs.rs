//! `signs`: what can be seen early that tells whether a reform stalls.

use std::path::Path;

use clap::Args;

use super::faults::{self, CommandResult, refuse_existing};
use super::flags::{FileArgs, PrintArgs, SettingArgs};
use super::interrupt;
use super::options::{Format, Length};
use super::print;
use super::progress::RunBar;
use uptake::diagnostic::Diagnostic;
use uptake::results::file_set;
use uptake::study::signs::{SignStudy, file_names};

/// Arguments of `signs`.
#[derive(Debug, Args)]
#[command(mut_arg("out", |out| out.help("File for a page to print, in Markdown, with its figure beside it")))]
pub struct SignsArgs {
    /// A scenario file, or the name of a built-in scenario
    #[arg(value_name = "SCENARIO")]
    pub scenario: String,
    /// Number of futures: signs are found on the first half and told on the second
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(40..=20_000))]
    pub replications: u32,
    /// The month by whose end the signs are seen
    #[arg(long, value_name = "MONTH", default_value_t = 9)]
    pub by: u32,
    /// When a run stalls: a quantity, <, <=, > or >=, and a number; repeatable, a run stalls if any of them holds
    #[arg(long, value_name = "CONDITION", default_value = "stage@36 < 3")]
    pub stalls: Vec<String>,
    /// What is laid on top of the scenario
    #[command(flatten)]
    pub settings: SettingArgs,
    /// The page
    #[command(flatten)]
    pub page: FileArgs,
    /// How much is told
    #[command(flatten)]
    pub length: Length,
    /// What is printed
    #[command(flatten)]
    pub print: PrintArgs,
}

/// The name of the page; neither it nor a file of its figure may be there.
fn page_name(file: &FileArgs) -> CommandResult<Option<&str>> {
    let Some(out) = &file.out else { return Ok(None) };
    let Some(name) = out.file_name().and_then(|name| name.to_str()) else {
        let fault = format!("{} is no name that a page and its figure can share", out.display());
        return Err(Diagnostic::usage(fault, "name a file: --out signs.md").into());
    };
    for name in file_names(name)? {
        let remedy = "choose another file with --out, or replace it with --force";
        refuse_existing(&out.with_file_name(name), file.force, remedy)?;
    }
    Ok(Some(name))
}

/// Runs the scenario and tells its signs.
pub fn signs(args: &SignsArgs) -> CommandResult {
    faults::told(tell(args), args.print.format)
}

fn tell(args: &SignsArgs) -> CommandResult {
    let page = page_name(&args.page)?;
    let read = args.settings.read(std::slice::from_ref(&args.scenario), Vec::new())?;
    let Some(scenario) = read.first() else {
        return Err(Diagnostic::usage("no scenario is named", "name one: uptake signs committed").into());
    };
    let study = SignStudy::of(scenario, args.by, &args.stalls)?;
    let bar = RunBar::from_the_first_part(args.print.quiet, |done, jobs| format!("{done} of {jobs} runs"));
    let batch = study.batch().replications(args.replications).progress(bar).cancel(interrupt::listen());
    let found = study.found(&batch.run()?)?;
    if let (Some(page), Some(out)) = (page, &args.page.out) {
        let files = found.files(page)?;
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
        file_set::write(folder.unwrap_or(Path::new(".")), &files, args.page.force)?;
        let pictures = if files.len() > 1 { ", with its figure beside it" } else { "" };
        aside!("page: {}{pictures}", out.display());
    }
    match args.print.format {
        Format::Human => print::told(args.length, || found.brief(), || found.words()),
        Format::Json => print::raw(&found.json()?),
        Format::Csv => print::raw(&found.csv()?),
    }
}
