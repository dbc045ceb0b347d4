//! The command line.

mod batch;
mod explain;
mod new;
mod study;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use batch::{BatchArgs, SizesArgs, Tables};
pub use explain::{EndingName, ExplainArgs, ReplayArgs, StoryFormat};
pub use new::NewArgs;
pub use study::{CalibrateArgs, ClaimsArgs, WorkArgs};

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
    after_help = "Exit status: 0 done, 1 a run or file operation failed, 2 wrong usage, 3 invalid content of a file, 4 a claim fails or a replayed run differs, 130 interrupted."
)]
pub struct Program {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A Monte Carlo batch of each scenario: a summary here, results in a folder
    #[command(
        before_help = "Examples:\n  uptake run committed\n  uptake run my-scenario.toml -n 200 --set superintendent_exit=0.25\n  uptake run committed --set district.pupils=10000"
    )]
    Run(BatchArgs),
    /// The same replications under each scenario; differences replication by replication
    #[command(
        before_help = "Examples:\n  uptake compare committed superintendent-disengages\n  uptake compare committed mandate-at-once grassroots-only -n 500 --out results/strategies\n  uptake compare committed superintendent-disengages --districts schools.csv --district 0961903"
    )]
    Compare(BatchArgs),
    /// The same scenario at several sizes of the district: stages, time to each, what lasts; figures by size
    #[command(
        before_help = "Examples:\n  uptake sizes committed --pupils 2000,5000,10000,20000\n  uptake sizes several-teams --pupils 5000,40000 -n 300 --out results/several-teams-by-size\n  uptake sizes committed --districts schools.csv --district regular\n  uptake sizes committed --districts schools.csv --district 0961903,0610080"
    )]
    Sizes(SizesArgs),
    /// Figures (SVG, PNG) of a results folder
    #[command(
        before_help = "Examples:\n  uptake plot results/tahoe --out figures\n  uptake plot results/all --district 0961903 --out figures"
    )]
    Plot(PlotArgs),
    /// One self-contained HTML file about a results folder: question, answer, figures, doubts
    #[command(
        before_help = "Examples:\n  uptake report results/tahoe\n  uptake report results/all --district 0961903 --out tahoe.html"
    )]
    Report(ReportArgs),
    /// The dated story of one run, and what would have followed without each of its causes
    #[command(
        before_help = "Examples:\n  uptake explain results/tahoe --typical\n  uptake explain results/tahoe --replication 17\n  uptake explain results/tahoe --replication 17 --school \"Meyers Elementary\"\n  uptake explain results/pair --replication 17 --compare committed superintendent-disengages\n  uptake explain results/tahoe --typical --ending stalled --format markdown --out story.md"
    )]
    Explain(ExplainArgs),
    /// One stored run again, compared with the stored one to the last bit
    #[command(
        before_help = "Examples:\n  uptake replay results/tahoe --replication 17\n  uptake replay results/pair --replication 17 --scenario committed --format json"
    )]
    Replay(ReplayArgs),
    /// All problems of scenario files at once
    #[command(before_help = "Examples:\n  uptake check my-scenario.toml\n  uptake check scenarios/*.toml")]
    Check(CheckArgs),
    /// A scenario read back in plain words: district, leaders, plan, events, assumptions
    #[command(
        before_help = "Examples:\n  uptake describe superintendent-disengages\n  uptake describe my-scenario.toml --set superintendent_exit=0.25"
    )]
    Describe(DescribeArgs),
    /// What differs between two scenarios, in words and units
    #[command(
        before_help = "Examples:\n  uptake diff committed superintendent-disengages\n  uptake diff committed my-scenario.toml --format csv"
    )]
    Diff(DiffArgs),
    /// A new scenario file with comments, from a few questions or from flags
    #[command(
        before_help = "Examples:\n  uptake new my-scenario.toml\n  uptake new ours.toml --pupils 7000 --superintendent 0.7 --event \"month 14: superintendent disengages\"\n  uptake new ours.toml --districts schools.csv --district 0961903"
    )]
    New(NewArgs),
    /// The evidence ledger: every parameter with unit, value, range, source and grade
    #[command(
        before_help = "Examples:\n  uptake parameters\n  uptake parameters --find exit\n  uptake parameters --format csv > parameters.csv"
    )]
    Parameters(ParametersArgs),
    /// Every claim about how reforms spread, tested: verdict, effect, interval, prior, null models
    #[command(
        before_help = "Examples:\n  uptake claims --list\n  uptake claims --quick\n  uptake claims --only handed-off --only three-levels\n  uptake claims --quick --null \"mean field\"\n  uptake claims --format csv > claims.csv"
    )]
    Claims(ClaimsArgs),
    /// Parameter vectors that meet the targets, by approximate Bayesian computation
    #[command(
        before_help = "Examples:\n  uptake calibrate\n  uptake calibrate --model \"mean field\"\n  uptake calibrate --first 200 --population 40 --out results/trial"
    )]
    Calibrate(CalibrateArgs),
    /// Real districts of a table: list, search, summarize, export one as a scenario section
    #[command(
        before_help = "Examples:\n  uptake districts schools.csv\n  uptake districts schools.csv --find tahoe\n  uptake districts schools.csv --export 0961903\n  uptake districts us_districts.csv --mapping nces-districts --find tahoe"
    )]
    Districts(DistrictsArgs),
    /// The description of the model by the ODD protocol, with every parameter, state, draw and measure
    #[command(before_help = "Examples:\n  uptake odd\n  uptake odd --out model.md")]
    Odd(OddArgs),
    /// JSON Schema of scenario files: completion and warnings in an editor
    #[command(before_help = "Examples:\n  uptake schema > scenario.schema.json")]
    Schema,
    /// Completion of commands, flags and scenarios in a shell
    #[command(
        before_help = "Examples:\n  uptake completions bash > ~/.local/share/bash-completion/completions/uptake\n  uptake completions zsh > ~/.zfunc/_uptake\n  uptake completions fish > ~/.config/fish/completions/uptake.fish"
    )]
    Completions(CompletionsArgs),
    /// Manual pages
    #[command(before_help = "Examples:\n  uptake man | man -l -\n  uptake man --out ~/.local/share/man/man1")]
    Man(ManArgs),
}

/// Arguments of `plot`.
#[derive(Debug, Args)]
pub struct PlotArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Folder for the figures [default: RESULTS-figures]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The district to draw, where there are several
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// Replace figures that are there
    #[arg(long)]
    pub force: bool,
}

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
    /// Replace the file if it is there
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Scenario files, or names of built-in scenarios
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// Check with this setting; repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Words for people, or all problems as one JSON array or CSV table
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `describe`.
#[derive(Debug, Args)]
pub struct DescribeArgs {
    /// Scenario files, or names of built-in scenarios; without any, the built-in ones are listed
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
    /// The page of all built-in scenarios, in Markdown
    #[arg(long, conflicts_with_all = ["files", "settings", "format"])]
    pub index: bool,
    /// Describe with this setting; repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Human words, or one JSON array
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// A scenario file, or the name of a built-in scenario
    #[arg(value_name = "A")]
    pub first: String,
    /// Another one
    #[arg(value_name = "B")]
    pub second: String,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `parameters`.
#[derive(Debug, Args)]
pub struct ParametersArgs {
    /// Only those whose name, group or meaning holds this
    #[arg(long, value_name = "TEXT")]
    pub find: Option<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `districts`.
#[derive(Debug, Args)]
pub struct DistrictsArgs {
    /// A table of schools
    #[arg(value_name = "FILE")]
    pub table: PathBuf,
    /// Only those whose name holds this, or whose id begins with it
    #[arg(long, value_name = "NAME")]
    pub find: Option<String>,
    /// The district of this id as the section [district] of a scenario
    #[arg(long, value_name = "ID", conflicts_with = "find")]
    pub export: Option<String>,
    /// How a table with other columns is read: a file, or a built-in mapping such as nces-districts
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Arguments of `odd`.
#[derive(Debug, Args)]
pub struct OddArgs {
    /// File for the description, in Markdown [default: printed here]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Folder for the pages of the program and of every command [default: one page, printed here]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace pages that are there
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Format of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table to read.
    Human,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}
