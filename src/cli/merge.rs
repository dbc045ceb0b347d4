//! `merge`: shards of a batch into its results.

use std::path::PathBuf;

use clap::Args;

use super::batch::Done;
use super::batch::clock::Clock;
use super::batch::words::{left_out, page_to_open};
use super::decide::{one_cell, print_decision};
use super::faults::{self, CommandResult};
use super::flags::{FoundFolderArgs, PageArgs, PrintArgs, ThreadArgs};
use super::options::{Length, Tables};
use super::progress::RunBar;
use super::sizes::print_sizes;
use super::sweep::{one_point, print_points};
use super::{interrupt, summary};
use uptake::diagnostic::shell;
use uptake::experiment::decision::DecisionCell;
use uptake::phrasing::{count, thousands};
use uptake::results::{Shards, TableFormat};
use uptake::study::batch::FolderOptions;
use uptake::study::merge;

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub struct MergeArgs {
    /// The folders of all shards, in any order
    #[arg(required = true, value_name = "DIR")]
    pub shards: Vec<PathBuf>,
    /// Results folder
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Format of the tables [default: what the shards were run with]
    #[arg(long, value_name = "FORMAT")]
    pub tables: Option<Tables>,
    /// What the folder holds beside its tables
    #[command(flatten)]
    pub pages: PageArgs,
    /// Leave out the pairs over other sets of assumptions, which a comparison has
    #[arg(long)]
    pub no_assumptions: bool,
    /// How much of the machine is used
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// What is done with a folder that is there
    #[command(flatten)]
    pub found: FoundFolderArgs,
    /// Check the shards, say what they would become, and stop
    #[arg(long)]
    pub dry_run: bool,
    /// How much is told
    #[command(flatten)]
    pub length: Length,
    /// What is printed
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Joins shards, and prints what the command that was cut would have printed.
pub fn merge(args: &MergeArgs) -> CommandResult {
    faults::told(joined(args), args.print.format)
}

fn joined(args: &MergeArgs) -> CommandResult {
    let clock = Clock::start();
    let mut shards = merge::shards(&args.shards)?;
    shards.design.assumptions &= !args.no_assumptions;
    if !args.print.quiet {
        shards.remarks().iter().for_each(|remark| aside!("note: {remark}"));
    }
    if args.dry_run {
        out!("{}", would_be(&shards, args));
        return Ok(());
    }
    let machine = |threads| clock.machine(threads);
    let options = FolderOptions {
        when_counted: None,
        tables: args.tables.map_or(shards.tables, Tables::format),
        mode: args.found.mode(),
        threads: args.threads.count(),
        figures: args.pages.figures.clone(),
        schools: args.pages.schools,
        report: !args.pages.no_report,
        sizes: merge::sizes(&shards),
        shard: None,
        until: None,
        machine: &machine,
    };
    let (folder, quiet) = (args.out.display().to_string(), args.print.quiet);
    let resumed = folder.clone();
    let bar = RunBar::from_the_first_part(quiet, move |done, jobs| {
        format!("{resumed}: going on after {done} of {jobs} runs")
    });
    let done = merge::merge(&shards, &args.out, &options, (Box::new(bar), interrupt::listen()))?;
    if done.was_there && !quiet {
        aside!("{folder}: these very results are there, whole and verified; nothing was joined");
    }
    for remark in done.remarks.iter().filter(|_| !quiet) {
        aside!("note: {remark}");
    }
    let dataset = done.dataset;
    let next = if let Some(sizes) = &options.sizes {
        print_sizes(sizes, &dataset, (args.print.format, args.length))?;
        String::new()
    } else if DecisionCell::are_all(&shards.design.scenarios) {
        print_decision(&dataset, (args.print.format, args.length))?;
        one_cell(&dataset)
    } else if shards.design.scenarios.iter().any(|s| !s.point.is_empty()) {
        print_points(&dataset, (args.print.format, args.length))?;
        one_point(&dataset)
    } else {
        summary::print(&dataset, &shards.design, (args.print.format, args.length))?;
        let places = shards.design.scenarios.first().map_or(&[][..], |s| &s.places);
        page_to_open(places, &dataset.folder, options.tables == TableFormat::Summaries)
    };
    let left_out =
        left_out(&dataset, !options.side_by_side().is_empty(), (&args.pages.figures, !args.pages.no_report));
    Done { dataset, clock, left_out }.say(quiet, &next);
    Ok(())
}

/// What the shards would become.
fn would_be(shards: &Shards, args: &MergeArgs) -> String {
    let list = shards.design.list();
    let of = |n: usize, one: &str| count(n as f64, one, &format!("{one}s"));
    format!(
        "{} of one batch, all whole: {} runs ({}, {}, {})\nuptake merge would write them into {}",
        of(shards.folders.len(), "shard"),
        thousands(list.len() as u64),
        of(list.scenarios, "scenario"),
        of(list.districts, "district"),
        of(list.replications as usize, "replication"),
        shell::path(&args.out),
    )
}
