//! The face: arguments into one call, results into words. Data to standard output, words to standard
//! error. (not part of the model)

/// A line of data to standard output.
macro_rules! out {
    ($($words:tt)*) => { $crate::cli::print::line(format_args!($($words)*)) };
}

/// A line of words to standard error.
macro_rules! aside {
    ($($words:tt)*) => { $crate::cli::print::aside(format_args!($($words)*)) };
}

mod answer_words;
mod answers;
mod batch;
mod calibrate;
mod check;
mod claims;
mod cluster;
mod completions;
mod decide;
mod describe;
mod diff;
mod diffusion;
mod discover;
mod district_choice;
mod districts;
mod explain;
mod export;
mod export_ties;
mod faults;
mod flags;
mod interrupt;
mod interview;
mod manual;
mod merge;
mod new;
#[cfg(not(feature = "serve"))]
mod no_page;
mod odd;
mod options;
mod parameters;
mod plot;
mod print;
mod progress;
mod questions;
mod replay;
mod report;
mod schema;
mod sensitivity;
#[cfg(feature = "serve")]
mod serve;
mod signs;
mod sizes;
mod studies;
mod summary;
mod sweep;
mod usage;
mod what_if;
mod write_files;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use faults::CommandResult;

/// What `uptake` alone prints.
pub const FIRST_STEPS: &str = "\
uptake: how far, how deep and how lastingly does a school reform spread?

Three things to try first:

  uptake compare committed superintendent-disengages
      the same thousand futures of a district, with and without its superintendent's commitment
  uptake run lake-tahoe -n 200
      a district with the schools of a real one
  uptake parameters --find exit
      what the model assumes, and on what evidence

uptake --help lists all commands; uptake COMMAND --help leads with examples.";

/// How far, how deep and how lastingly does a school reform spread?
#[derive(Debug, Parser)]
#[command(
    name = "uptake",
    version,
    about,
    after_help = "Exit status: 0 done, 1 a run or file operation failed, 2 wrong usage, 3 invalid content of a file, 4 a claim fails or a replayed run differs, 5 no claim fails but one is undecided, 130 interrupted."
)]
pub struct Program {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate many futures of a scenario: a summary here, tables and a report in a folder
    #[command(
        before_help = "Examples:\n  uptake run committed\n  uptake run my-scenario.toml -n 200 --set superintendent_exit=0.25\n  uptake run committed --set district.pupils=10000"
    )]
    Run(batch::BatchArgs),
    /// Simulate the same futures under two or more scenarios, and compare them future by future
    #[command(
        before_help = "Examples:\n  uptake compare committed superintendent-disengages\n  uptake compare committed mandate-at-once grassroots-only -n 500 --out results/strategies\n  uptake compare committed superintendent-disengages --districts schools.csv --district 0961903\n  uptake compare committed other-district.toml --unpaired\n  uptake compare results/before results/after"
    )]
    Compare(batch::CompareArgs),
    /// Simulate a scenario and itself with a change, without a file, and compare the two
    #[command(
        before_help = "Examples:\n  uptake what-if committed --with team_sites=3\n  uptake what-if committed --event \"year 2, September: superintendent disengages, to = 0.1\"\n  uptake what-if my-scenario.toml --with manager_hours=20 --with support_months=24 -n 200 --save shorter.toml"
    )]
    WhatIf(what_if::WhatIfArgs),
    /// Run one scenario at several sizes of the district, and compare the sizes
    #[command(
        before_help = "Examples:\n  uptake sizes committed --pupils 2000,5000,10000,20000\n  uptake sizes several-teams --pupils 5000,40000 -n 300 --out results/several-teams-by-size\n  uptake sizes committed --districts schools.csv --district regular\n  uptake sizes committed --districts schools.csv --district 0961903,0610080"
    )]
    Sizes(sizes::SizesArgs),
    /// Run one scenario at many points, over any parameter or field, and list what each came to
    #[command(
        before_help = "Examples:\n  uptake sweep committed --vary superintendent_exit=0.05..0.4:8 --vary initiatives_usual=1,3,6 -n 200\n  uptake sweep committed --vary team_sites=1,2,4 --reference team_sites=2\n  uptake sweep committed --kind sobol --points 64 --vary superintendent_exit=0.05..0.4 --vary manager_hours=5..30\n  uptake sweep design.toml --format csv > sweep.csv"
    )]
    Sweep(sweep::SweepArgs),
    /// Choose among plans under one budget: run each in several plausible worlds, and say which is robust and where it fails
    #[command(
        before_help = "Examples:\n  uptake decide provider-of-eight -n 20\n  uptake decide my-set.toml\n  uptake decide my-set.toml --dry-run\n  uptake decide my-set.toml --format csv > decide.csv"
    )]
    Decide(decide::DecideArgs),
    /// Join the shards of a batch that were run apart: the results of the whole, to the last byte
    #[command(
        before_help = "Examples:\n  uptake run committed -n 4000 --shard 1/4 --out part-1     # and 2/4, 3/4, 4/4 elsewhere\n  uptake merge part-1 part-2 part-3 part-4 --out results/committed\n  uptake merge part-* --out results/committed --dry-run"
    )]
    Merge(merge::MergeArgs),
    /// Write a batch in shards as a job for a cluster: a script that runs all shards and joins them
    #[command(
        before_help = "Examples:\n  uptake cluster slurm committed -n 100000 --shards 200 > job.sh && bash job.sh\n  uptake cluster slurm committed superintendent-disengages -n 100000 --shards 200 --option=--partition=short > job.sh\n  uptake cluster parallel my-scenario.toml -n 4000 --shards 8 --cpus-per-task 1 > job.sh && bash job.sh\n  uptake cluster snakemake committed -n 4000 --shards 8 > Snakefile && snakemake --cores all\n  uptake cluster kubernetes committed -n 4000 --shards 8 --image registry/uptake:0.3 --claim study > job.yaml"
    )]
    Cluster(cluster::ClusterArgs),
    /// Find where in a sweep something happens: boxes over its factors that hold most of the runs in which it does
    #[command(
        before_help = "Examples:\n  uptake sweep committed --kind sobol --points 128 -n 50 --vary superintendent_exit=0.05..0.4 --vary initiatives_usual=1,3,6 --out results/sweep\n  uptake discover results/sweep --where \"deep_share@60 < 0.2\"\n  uptake discover results/sweep --where \"deep_share@60 < 0.2\" --out stalls\n  uptake discover results/sweep --where \"spread@36 > 0.5\" --where \"deep_share@60 < 0.2\" --density 0.8"
    )]
    Discover(discover::DiscoverArgs),
    /// Say on which parameters an answer hangs: all of them screened, the largest by their share of the variance
    #[command(
        before_help = "Examples:\n  uptake sensitivity committed\n  uptake sensitivity committed superintendent-disengages --of deep_share@60\n  uptake sensitivity committed --dry-run\n  uptake sensitivity committed --trajectories 10 --points 0 --format csv > screen.csv"
    )]
    Sensitivity(sensitivity::SensitivityArgs),
    /// Find what can be seen early that tells whether a reform stalls: one page, as a hypothesis
    #[command(
        before_help = "Examples:\n  uptake signs committed\n  uptake signs committed --by 12 --stalls \"stage@36 < 3\" --stalls \"deep_share@48 < 0.1\"\n  uptake signs my-scenario.toml -n 2000 --out signs.md"
    )]
    Signs(signs::SignsArgs),
    /// Open a page in the browser on which a district, levers and events are chosen, and the same engine answers
    #[cfg(feature = "serve")]
    #[command(
        before_help = "Examples:\n  uptake serve --open\n  uptake serve --port 8080 --at results\n  uptake serve --read-only"
    )]
    Serve(serve::ServeArgs),
    /// Open a page in the browser; this program was built without it
    #[cfg(not(feature = "serve"))]
    #[command(hide = true, disable_help_flag = true)]
    Serve(no_page::NoPageArgs),
    /// Draw the figures (SVG, PNG) of a results folder again
    #[command(
        before_help = "Examples:\n  uptake plot results/tahoe --out figures\n  uptake plot results/all --district 0961903 --out figures"
    )]
    Plot(plot::PlotArgs),
    /// Write a report of a results folder: one HTML file with question, answer, figures and doubts
    #[command(
        before_help = "Examples:\n  uptake report results/tahoe\n  uptake report results/all --district 0961903 --out tahoe.html"
    )]
    Report(report::ReportArgs),
    /// Tell the story of one run and rerun it without each cause
    #[command(
        before_help = "Examples:\n  uptake explain results/tahoe --typical\n  uptake explain results/tahoe --replication 17\n  uptake explain results/tahoe --replication 17 --school \"Meyers Elementary\"\n  uptake explain results/pair --replication 17 --compare committed superintendent-disengages\n  uptake explain results/tahoe --typical --ending stalled --format markdown --out story.md"
    )]
    Explain(explain::ExplainArgs),
    /// Run a stored run again, and check that it is the same to the last bit
    #[command(
        before_help = "Examples:\n  uptake replay results/tahoe --replication 17\n  uptake replay results/pair --replication 17 --scenario committed --format json"
    )]
    Replay(replay::ReplayArgs),
    /// Write who asks whom in a stored run, as a table (CSV) or GraphML
    #[command(
        before_help = "Examples:\n  uptake export results/tahoe --replication 17 --out ties.csv\n  uptake export results/tahoe --replication 17 --format graphml --out ties.graphml"
    )]
    Export(export_ties::ExportArgs),
    /// List every problem of scenario files at once, and how to fix it
    #[command(before_help = "Examples:\n  uptake check my-scenario.toml\n  uptake check scenarios/*.toml")]
    Check(check::CheckArgs),
    /// Read a scenario back in plain words: district, leaders, plan, events, assumptions
    #[command(
        before_help = "Examples:\n  uptake describe superintendent-disengages\n  uptake describe my-scenario.toml --set superintendent_exit=0.25"
    )]
    Describe(describe::DescribeArgs),
    /// Say what differs between two scenarios, in words and units
    #[command(
        before_help = "Examples:\n  uptake diff committed superintendent-disengages\n  uptake diff committed my-scenario.toml --format csv"
    )]
    Diff(diff::DiffArgs),
    /// Write a new scenario file with comments, from a few questions or from flags
    #[command(
        before_help = "Examples:\n  uptake new my-scenario.toml\n  uptake new ours.toml --pupils 7000 --sites 3 --superintendent 0.7 --event \"month 14: superintendent disengages\"\n  uptake new ours.toml --districts schools.csv --district 0961903"
    )]
    New(new::NewArgs),
    /// List every assumption (parameter) with its unit, value, range, source and grade of evidence
    #[command(
        before_help = "Examples:\n  uptake parameters\n  uptake parameters --find exit\n  uptake parameters --format csv > parameters.csv"
    )]
    Parameters(parameters::ParametersArgs),
    /// Test the model on claims of the literature about how reforms spread
    #[command(
        before_help = "Examples:\n  uptake claims --list\n  uptake claims --quick\n  uptake claims --only handed-off --only three-levels\n  uptake claims --quick --model \"mean field\"\n  uptake claims --format csv > claims.csv"
    )]
    Claims(claims::ClaimsArgs),
    /// Test the adoption model on your own data
    #[command(
        before_help = "Examples:\n  uptake diffusion people.csv\n  uptake diffusion people.csv --covariates age,size --format json"
    )]
    Diffusion(diffusion::DiffusionArgs),
    /// Fit parameters to published counts
    #[command(
        before_help = "Examples:\n  uptake calibrate\n  uptake calibrate --model \"mean field\"\n  uptake calibrate --first 200 --waves 1 --wave 100 --sample 200 --out results/trial"
    )]
    Calibrate(calibrate::CalibrateArgs),
    /// List and search the districts of a table of schools; export one as a scenario section
    #[command(
        before_help = "Examples:\n  uptake districts schools.csv\n  uptake districts schools.csv --find tahoe\n  uptake districts schools.csv --export 0961903\n  uptake districts us_districts.csv --mapping nces-districts --find tahoe"
    )]
    Districts(districts::DistrictsArgs),
    /// Print the description of the model (ODD protocol), with every parameter, state, draw and measure
    #[command(before_help = "Examples:\n  uptake odd\n  uptake odd --out model.md")]
    Odd(odd::OddArgs),
    /// Print the JSON Schema of scenario files: completion and warnings in an editor
    #[command(before_help = "Examples:\n  uptake schema > scenario.schema.json")]
    Schema,
    /// Print completion of commands, flags and scenarios for a shell
    #[command(
        before_help = "Examples:\n  uptake completions bash > ~/.local/share/bash-completion/completions/uptake\n  uptake completions zsh > ~/.zfunc/_uptake\n  uptake completions fish > ~/.config/fish/completions/uptake.fish"
    )]
    Completions(completions::CompletionsArgs),
    /// Print or write manual pages
    #[command(before_help = "Examples:\n  uptake man | man -l -\n  uptake man --out ~/.local/share/man/man1")]
    Man(manual::ManArgs),
}

/// Runs the program; the exit status says how it went.
pub fn main() -> ExitCode {
    let program = match Program::try_parse() {
        Ok(program) => program,
        Err(error) => {
            if let Some(fault) = usage::no_whole_number(&error) {
                return faults::ended(Err(fault.into()));
            }
            // Help and version are no mistakes; clap knows which goes where.
            let status = if error.use_stderr() { 2 } else { 0 };
            return match error.print() {
                Ok(()) => ExitCode::from(status),
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::from(status),
                Err(_) => ExitCode::FAILURE,
            };
        }
    };
    faults::ended(program.command.map_or_else(first_steps, |command| command.run()))
}

/// What `uptake` alone prints.
fn first_steps() -> CommandResult {
    out!("{FIRST_STEPS}");
    Ok(())
}

impl Command {
    /// Each command is a file.
    fn run(self) -> CommandResult {
        match self {
            Command::Run(args) => batch::run(&args),
            Command::Compare(args) => batch::compare(&args),
            Command::WhatIf(args) => what_if::what_if(&args),
            Command::Sizes(args) => sizes::sizes(&args),
            Command::Sweep(args) => sweep::sweep(&args),
            Command::Decide(args) => decide::decide(&args),
            Command::Merge(args) => merge::merge(&args),
            Command::Cluster(args) => cluster::cluster(&args),
            Command::Discover(args) => discover::discover(&args),
            Command::Sensitivity(args) => sensitivity::sensitivity(&args),
            Command::Signs(args) => signs::signs(&args),
            #[cfg(feature = "serve")]
            Command::Serve(args) => serve::serve(&args),
            #[cfg(not(feature = "serve"))]
            Command::Serve(args) => no_page::refuse(&args),
            Command::Plot(args) => plot::plot(&args),
            Command::Report(args) => report::write(&args),
            Command::Explain(args) => explain::explain(&args),
            Command::Replay(args) => replay::replay(&args),
            Command::Export(args) => export_ties::export(&args),
            Command::Check(args) => check::check(&args),
            Command::Describe(args) => describe::describe(&args),
            Command::Diff(args) => diff::diff(&args),
            Command::Parameters(args) => parameters::list(&args),
            Command::New(args) => new::new(&args),
            Command::Calibrate(args) => calibrate::run(&args),
            Command::Claims(args) => claims::run(&args),
            Command::Diffusion(args) => diffusion::run(&args),
            Command::Districts(args) => districts::list(&args),
            Command::Odd(args) => odd::odd(&args),
            Command::Schema => schema::schema(),
            Command::Completions(args) => completions::completions(&args),
            Command::Man(args) => manual::man(&args),
        }
    }
}
