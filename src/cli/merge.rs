//! `merge`: shards of a batch into its results.

use std::path::PathBuf;

use clap::Args;

use super::batch::clock::Clock;
use super::batch::words::{left_out, page_to_open};
use super::batch::{Done, Tables};
use super::decide::{one_cell, print_decision};
use super::faults::{self, CommandResult};
use super::options::{Format, Length};
use super::progress::RunBar;
use super::sizes::print_sizes;
use super::sweep::{one_point, print_points};
use super::{interrupt, summary};
use uptake::diagnostic::shell;
use uptake::experiment::decision::DecisionCell;
use uptake::figures::FigureSelection;
use uptake::phrasing::{count, thousands};
use uptake::results::{Mode, Shards, TableFormat};
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
    /// Figures in the folder: all, none, or names such as timeline-fans,difference
    #[arg(long, value_name = "WHICH", default_value = "all")]
    pub figures: FigureSelection,
    /// A table of every school in every month of every run; every run is run once more for it, here
    #[arg(long)]
    pub schools: bool,
    /// No report in the folder
    #[arg(long)]
    pub no_report: bool,
    /// Leave out the pairs over other sets of assumptions, which a comparison has
    #[arg(long)]
    pub no_assumptions: bool,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Continue an interrupted merge
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Replace a results folder of this program
    #[arg(long)]
    pub force: bool,
    /// Check the shards, say what they would become, and stop
    #[arg(long)]
    pub dry_run: bool,
    /// How much is told
    #[command(flatten)]
    pub length: Length,
    /// Format of the summary, and of the problems where shards do not fit
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// No words beside the summary
    #[arg(long, short)]
    pub quiet: bool,
}

/// Joins shards, and prints what the command that was cut would have printed.
pub fn merge(args: &MergeArgs) -> CommandResult {
    faults::told(joined(args), args.format)
}

fn joined(args: &MergeArgs) -> CommandResult {
    let clock = Clock::start();
    let mut shards = merge::shards(&args.shards)?;
    shards.design.assumptions &= !args.no_assumptions;
    if !args.quiet {
        shards.remarks().iter().for_each(|remark| aside!("note: {remark}"));
    }
    if args.dry_run {
        out!("{}", would_be(&shards, args));
        return Ok(());
    }
    let machine = |threads| clock.machine(threads);
    let options = FolderOptions {
        tables: args.tables.map_or(shards.tables, Tables::format),
        mode: match (args.force, args.resume) {
            (true, _) => Mode::Force,
            (_, true) => Mode::Resume,
            _ => Mode::New,
        },
        threads: args.threads.map(usize::from),
        figures: args.figures.clone(),
        schools: args.schools,
        report: !args.no_report,
        sizes: merge::sizes(&shards),
        shard: None,
        until: None,
        machine: &machine,
    };
    let (folder, quiet) = (args.out.display().to_string(), args.quiet);
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
        print_sizes(sizes, &dataset, (args.format, args.length))?;
        String::new()
    } else if DecisionCell::are_all(&shards.design.scenarios) {
        print_decision(&dataset, (args.format, args.length))?;
        one_cell(&dataset)
    } else if shards.design.scenarios.iter().any(|s| !s.point.is_empty()) {
        print_points(&dataset, (args.format, args.length))?;
        one_point(&dataset)
    } else {
        summary::print(&dataset, &shards.design, (args.format, args.length))?;
        let places = shards.design.scenarios.first().map_or(&[][..], |s| &s.places);
        page_to_open(places, &dataset.folder, options.tables == TableFormat::Summaries)
    };
    let left_out = left_out(&dataset, !options.side_by_side().is_empty(), (&args.figures, !args.no_report));
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
