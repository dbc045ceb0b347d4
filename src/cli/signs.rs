//! `signs`: what can be seen early that tells whether a reform stalls.

use std::path::{Path, PathBuf};

use clap::Args;

use super::faults::{self, CommandResult, refuse_existing};
use super::interrupt;
use super::options::{Format, Length};
use super::print;
use super::progress::RunBar;
use uptake::diagnostic::Diagnostic;
use uptake::files::{places, read_all};
use uptake::parameters::Ledger;
use uptake::results::together;
use uptake::study::signs::SignStudy;

/// Arguments of `signs`.
#[derive(Debug, Args)]
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
    /// Set a parameter (name=value) or a field (section.name=value); repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Study seed [default: the scenario's, or 1]
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// A table of real schools
    #[arg(long, value_name = "FILE", requires = "district")]
    pub districts: Option<PathBuf>,
    /// How a table with other columns is read: a file, or a built-in mapping
    #[arg(long, value_name = "FILE", requires = "districts")]
    pub mapping: Option<String>,
    /// The district's id in that table
    #[arg(long, value_name = "ID", requires = "districts")]
    pub district: Option<String>,
    /// Write the page to print (Markdown) into this file, and its figure beside it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long, requires = "out")]
    pub force: bool,
    /// How much is told
    #[command(flatten)]
    pub length: Length,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// No progress
    #[arg(long, short)]
    pub quiet: bool,
}

const REPLACE: &str = "choose another file with --out, or replace it with --force";

/// Where the page goes.
struct PageFile<'p> {
    folder: &'p Path,
    name: &'p str,
}

impl PageFile<'_> {
    fn of(out: &Path) -> CommandResult<PageFile<'_>> {
        let Some(name) = out.file_name().and_then(|name| name.to_str()) else {
            let fault = format!("{} is no name that a page and its figure can share", out.display());
            return Err(Diagnostic::usage(fault, "name a file: --out signs.md").into());
        };
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
        Ok(PageFile { folder: folder.unwrap_or(Path::new(".")), name })
    }
}

/// Runs the scenario and tells its signs.
pub fn signs(args: &SignsArgs) -> CommandResult {
    faults::told(tell(args), args.format)
}

fn tell(args: &SignsArgs) -> CommandResult {
    let page = args.out.as_deref().map(PageFile::of).transpose()?;
    if let Some(page) = &page {
        refuse_existing(&page.folder.join(page.name), args.force, REPLACE)?;
    }
    let mut settings = args.settings.clone();
    settings.extend(args.seed.map(|seed| format!("--seed={seed}")));
    let district = match (&args.districts, &args.district) {
        (Some(table), Some(id)) => Some(places(table, args.mapping.as_deref(), id)?),
        _ => None,
    };
    let named = std::slice::from_ref(&args.scenario);
    let read = read_all(named, &settings, district.as_ref(), &Ledger::standard()?)?;
    let Some(scenario) = read.first() else {
        return Err(Diagnostic::usage("no scenario is named", "name one: uptake signs committed").into());
    };
    let study = SignStudy::of(scenario, args.by, &args.stalls)?;
    let bar = RunBar::from_the_first_part(args.quiet, |done, jobs| format!("{done} of {jobs} runs"));
    let batch = study.batch().replications(args.replications).progress(bar).cancel(interrupt::listen());
    let found = study.found(&batch.run()?)?;
    if let Some(page) = &page {
        let files = found.files(page.name)?;
        for (name, _) in &files {
            refuse_existing(&page.folder.join(name), args.force, REPLACE)?;
        }
        together::write(page.folder, &files, args.force)?;
        let pictures = if files.len() > 1 { ", with its figure beside it" } else { "" };
        let path = args.out.as_deref().unwrap_or(page.folder);
        aside!("page: {}{pictures}", path.display());
    }
    match args.format {
        Format::Human => print::told(args.length, || found.brief(), || found.words()),
        Format::Json => print::raw(&found.json()?),
        Format::Csv => print::raw(&found.csv()?),
    }
}
