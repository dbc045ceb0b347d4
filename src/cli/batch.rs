//! `run`, `compare` and `what-if`: scenarios into a results folder and a summary.

pub(super) mod clock;
mod stored;
pub(super) mod words;

use std::path::{Path, PathBuf};

use clap::Args;

use super::flags::{FoundFolderArgs, PageArgs, PrintArgs, SettingArgs, ThreadArgs};
use super::options::{Length, ParameterChoice, Tables};
use clock::Clock;
pub(super) use words::{flags_of, flags_of_runs};
use words::{left_out, next_step, say_forecast, say_remarks, say_shard};

use super::faults::{self, CommandResult};
use super::interrupt;
use super::progress::RunBar;
use super::summary;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::experiment::plan::Design;
use uptake::experiment::seen::Seen;
use uptake::experiment::{Batch, Shard};
use uptake::figures::FigureSelection;
use uptake::files::read_all;
use uptake::metrics::{KeptMeasures, Quantity};
use uptake::parameters::Ledger;
use uptake::results::{Dataset, JOURNAL, MANIFEST, Manifest, Mode, TableFormat};
use uptake::scenario::{FoundDistricts, Scenario};
use uptake::study::batch::{FolderOptions, of_size, usual_folder};
use uptake::study::forecast::refuse_excess;
use uptake::study::sizes::SizeComparison;
use uptake::study::until::{AT_MOST, Until};

/// Arguments of a batch.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// Scenario files, or names of built-in scenarios; for compare also two results folders
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<String>,
    /// Number of futures (replications): 200 for a look, 1,000 for a report [default: the scenario's, or 1,000]
    #[arg(short = 'n', long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub replications: Option<u32>,
    /// Add futures until the 95% interval of the mean of --of reaches at most so far to each side, and of the difference where
    /// scenarios are compared: for every scenario, point and district. It holds although one looks again and again
    #[arg(long, value_name = "X", requires = "of", conflicts_with_all = ["replications", "grow"], allow_negative_numbers = true)]
    pub until_half_width: Option<f64>,
    /// What --until-half-width is about: a measure at a month, as deep_share@36, or a column of runs, as month_stage_4
    #[arg(long, value_name = "METRIC@MONTH", requires = "until_half_width")]
    pub of: Option<Quantity>,
    /// Most futures that --until-half-width adds up to [default: 10,000]
    #[arg(long, value_name = "N", requires = "until_half_width", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub at_most: Option<u32>,
    /// What is laid on top of the scenarios
    #[command(flatten)]
    pub settings: SettingArgs,
    /// One value for each parameter (default), or many plausible parameter sets (accepted), so that results include
    /// this uncertainty; sets of the whole model and its variants, or of the scenario's `model` [default: the scenario's]
    #[arg(long, value_name = "SET")]
    pub parameters: Option<ParameterChoice>,
    /// What a real district has seen of itself so far (CSV: month, measure, value, sd): futures are weighted by how well they
    /// meet it. Draws parameters as --parameters accepted does; leaders who left are events of the scenario
    #[arg(long, value_name = "FILE")]
    pub seen: Option<PathBuf>,
    /// Results folder [default: results/<names>-<digest>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Format of the tables: `mixed` is Parquet for the large ones (timeline and differences) and CSV for the others; `parquet`
    /// or `csv` for all of them; or `summaries` alone, as for a thousand futures of every district of a state, where disk and
    /// memory would not hold the runs
    #[arg(long, value_name = "FORMAT", default_value = TableFormat::USUAL.word())]
    pub tables: Tables,
    /// Measures that the tables hold, as spread,deep_share,stage; all tables shrink with it, and no number changes. What is made of
    /// others is left out and named
    #[arg(long, value_name = "NAME,…", default_value = "all")]
    pub measures: KeptMeasures,
    /// What the folder holds beside its tables
    #[command(flatten)]
    pub pages: PageArgs,
    /// How much of the machine is used
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// Run one of N shards of the batch, as 2/4: other processes or machines run the others, and `uptake merge` joins them. A shard
    /// holds its runs alone; figures, report and --schools are for merge
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// What is done with a folder that is there
    #[command(flatten)]
    pub found: FoundFolderArgs,
    /// Add futures to the finished results in --out: with -n 2000 those of 1,000 get the second thousand, and are then what a run
    /// of 2,000 leaves
    #[arg(long, conflicts_with = "force")]
    pub grow: bool,
    /// Say what would be run, and stop
    #[arg(long)]
    pub dry_run: bool,
    /// Begin even what would take more than a day or half of the free disk
    #[arg(long)]
    pub yes: bool,
    /// How much is told
    #[command(flatten)]
    pub length: Length,
    /// What is printed
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Arguments of `compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// What is run, and how
    #[command(flatten)]
    pub batch: BatchArgs,
    /// Compare scenarios whose runs are no pairs (other districts, grades or parameter sets) as independent samples, each
    /// with a seed of its own: differences of means with Welch's interval, and no shares of pairs
    #[arg(long)]
    pub unpaired: bool,
    /// What is said of differences
    #[command(flatten)]
    pub differences: DifferenceArgs,
}

/// What is said of differences in pairs.
#[derive(Debug, Args)]
pub struct DifferenceArgs {
    /// Leave out the pairs over other sets of assumptions (192, whatever -n), and with them how far the answer hangs on
    /// assumptions
    #[arg(long)]
    pub no_assumptions: bool,
    /// The smallest difference that is named, as a share of what a measure can be: a smaller one never reads as lower or higher
    /// [default: the scenario's, or 0.02, two points of a share]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    pub worth_naming: Option<f64>,
}

impl DifferenceArgs {
    /// The setting that the flags are.
    pub fn settings(&self) -> Vec<String> {
        self.worth_naming.iter().map(|share| format!("--worth-naming={share:?}")).collect()
    }

    /// The flags, to be repeated in a command.
    pub fn flags(&self) -> String {
        let without = if self.no_assumptions { " --no-assumptions" } else { "" };
        let worth = self.worth_naming.map_or_else(String::new, |share| format!(" --worth-naming {share}"));
        format!("{without}{worth}")
    }

    /// The batch as the flags say.
    pub fn of<'a>(&self, batch: Batch<'a>) -> Batch<'a> {
        if self.no_assumptions { batch.without_assumptions() } else { batch }
    }
}

/// A batch of each scenario.
pub fn run(args: &BatchArgs) -> CommandResult {
    let ended = || {
        let scenarios = read_scenarios(args, Vec::new())?;
        let seen = seen(args, &scenarios)?;
        batch(args, Batch::new(&scenarios).seen(seen), None)
    };
    faults::told(ended(), args.print.format)
}

/// The same replications under each scenario, or independent samples of each.
pub fn compare(args: &CompareArgs) -> CommandResult {
    let CompareArgs { batch: args, unpaired, differences } = args;
    if let Some(folders) = stored::folders(args)? {
        return faults::told(stored::compare(args, folders, (*unpaired, differences)), args.print.format);
    }
    if args.scenarios.len() < 2 {
        let fault = "compare needs a base and at least one other scenario";
        return Err(Diagnostic::usage(fault, "uptake compare committed superintendent-disengages").into());
    }
    let ended = || {
        let scenarios = read_scenarios(args, differences.settings())?;
        let seen = seen(args, &scenarios)?;
        batch(args, differences.of(compared(&scenarios, *unpaired)).seen(seen), None)
    };
    faults::told(ended(), args.print.format)
}

/// Scenarios that are compared, in pairs or as samples.
pub(super) fn compared(scenarios: &[Scenario], unpaired: bool) -> Batch<'static> {
    let batch = Batch::new(scenarios);
    if unpaired { batch.unpaired() } else { batch.compared() }
}

/// Carries out a batch and says what it came to, and what to do next: `again` says it for one that has no command of files.
pub(super) fn batch(
    args: &BatchArgs,
    batch: Batch<'_>,
    again: Option<&dyn Fn(&Path) -> String>,
) -> CommandResult {
    let batch = batch.measures(args.measures.clone());
    let mut design = batch.design()?;
    let names: Vec<&str> = design.scenarios.iter().map(|s| s.name.as_str()).collect();
    if let Some(done) = carry_out(args, batch, &design, &names.join("-"), None)? {
        let n = done.dataset.manifest.replications;
        design.scenarios.iter_mut().for_each(|scenario| scenario.run.replications = n);
        summary::print(&done.dataset, &design, (args.print.format, args.length))?;
        let folder = &done.dataset.folder;
        let next = next_step(args, &design, folder);
        let again = again.map(|again| again(folder));
        let lines: Vec<String> = again.into_iter().chain([next]).filter(|line| !line.is_empty()).collect();
        done.say(args.print.quiet, &lines.join("\n"));
    }
    Ok(())
}

/// A finished batch.
pub(super) struct Done {
    /// Its results.
    pub dataset: Dataset,
    pub(super) clock: Clock,
    /// What it was written without.
    pub(super) left_out: Vec<String>,
}

impl Done {
    /// Says where the results are, and what to do with them.
    pub fn say(&self, quiet: bool, next: &str) {
        if !quiet {
            aside!("results: {} ({:.1} s)", self.dataset.folder.display(), self.clock.seconds());
            for line in self.left_out.iter().map(String::as_str).chain([next]).filter(|line| !line.is_empty())
            {
                aside!("{line}");
            }
        }
    }
}

/// Runs what is missing of a batch, into a folder called after `name` unless the user says; nothing comes
/// back where it was only asked what would be run. Districts that stand for `sizes` are drawn side by side.
pub(super) fn carry_out(
    args: &BatchArgs,
    batch: Batch<'_>,
    design: &Design,
    name: &str,
    sizes: Option<SizeComparison>,
) -> CommandResult<Option<Done>> {
    refuse_with_shard(args, design)?;
    let clock = Clock::start();
    if args.seen.is_some() && design.seen.is_none() {
        let fault = "--seen weighs the futures of run, compare, what-if and decide, and of no other command";
        return Err(Diagnostic::usage(fault, "leave it out here").into());
    }
    let tables = args.tables.format();
    // Sizes are looked at from the first on, and reach the last at most.
    let sized = until(args).map(|until| (until.sizes(), of_size(design, until.at_most)));
    let first = sized.as_ref().map(|(sizes, _)| of_size(design, sizes[0]));
    let largest = sized.as_ref().map_or(design, |(_, largest)| largest);
    let path = match &args.out {
        Some(path) => path.clone(),
        None => usual_folder(name, first.as_ref().unwrap_or(design), (tables, args.shard))?,
    };
    let (quiet, shown) = (args.print.quiet, path.display().to_string());
    let mode = if args.grow { Mode::Grow } else { args.found.mode() };
    let folder = shown.clone();
    let bar = RunBar::from_the_first_part(quiet, move |done, jobs| {
        format!("{folder}: going on after {done} of {jobs} runs")
    });
    let machine = |threads| clock.machine(threads);
    let threads = args.threads.count();
    let options = FolderOptions {
        tables,
        mode,
        threads,
        figures: args.pages.figures.clone(),
        schools: args.pages.schools,
        report: !args.pages.no_report,
        sizes,
        shard: args.shard,
        until: until(args),
        when_counted: None,
        machine: &machine,
    };
    let side_by_side = !options.side_by_side().is_empty();
    if args.dry_run {
        if let Some(until) = &options.until {
            until.check(design, tables)?;
            out!("at most, until {} is known to ± {}:", until.of, until.half_width);
        }
        say_forecast(largest, &options, &path)?;
        return Ok(None);
    }
    // What is finished already takes neither time nor room, and what was begun was begun with them in mind.
    let replications = largest.list().replications;
    let grows = (args.found.resume || args.grow)
        && Manifest::read(&path).is_ok_and(|found| found.replications < replications);
    let is_there = [MANIFEST, JOURNAL].iter().any(|file| path.join(file).exists()) && !grows;
    if !args.yes && (args.found.force || !is_there) {
        refuse_excess(largest, &options, &path)?;
    }
    if !quiet {
        say_remarks(design);
    }
    let done = batch.progress(bar).cancel(interrupt::listen()).run_into_as(&path, &options)?;
    if done.was_there && !quiet {
        aside!("{shown}: these very results are there, whole and verified; nothing was run");
    }
    if let Some(look) = done.look.as_ref().filter(|_| !quiet) {
        aside!("{}", look.words());
    }
    if let Some(kept) = done.grown_from.filter(|_| !quiet && args.until_half_width.is_none()) {
        aside!("{shown}: {kept} of {replications} replications were there, finished, and are kept");
    }
    for remark in done.remarks.iter().filter(|_| !quiet) {
        aside!("note: {remark}");
    }
    if let Some(shard) = args.shard {
        say_shard(args, shard, &done.dataset, &clock);
        return Ok(None);
    }
    let left_out = left_out(&done.dataset, side_by_side, (&args.pages.figures, !args.pages.no_report));
    Ok(Some(Done { dataset: done.dataset, clock, left_out }))
}

/// Refuses what a shard has no use for, each with its reason.
fn refuse_with_shard(args: &BatchArgs, design: &Design) -> CommandResult {
    let Some(shard) = args.shard else { return Ok(()) };
    let mut faults = Diagnostics::default();
    let mut refuse = |flag: &str, reason: &str, remedy: &str| {
        faults.push(Diagnostic::usage(format!("{flag} with --shard {shard}: {reason}"), remedy));
    };
    if args.grow {
        refuse(
            "--grow",
            "results grow when all their runs are there, and a shard holds a part of them",
            "merge the shards and grow the merged folder, or run the shards of the larger batch",
        );
    }
    if args.until_half_width.is_some() {
        refuse(
            "--until-half-width",
            "how many runs are enough is seen in all of them, and a shard holds a part",
            "run it whole, or choose the number of runs with -n",
        );
    }
    let drawn = [
        ("--schools", args.pages.schools),
        ("--figures", args.pages.figures != FigureSelection::All),
        ("--no-report", args.pages.no_report),
        ("--no-assumptions", !design.assumptions && !design.pairs.is_empty() && !design.unpaired),
    ];
    for (flag, _) in drawn.into_iter().filter(|(_, is_given)| *is_given) {
        refuse(
            flag,
            "a shard holds its runs alone, and this is about what is made of all runs",
            &format!("say {flag} to uptake merge"),
        );
    }
    faults.or(())
}

/// What is to be known before no more futures are added.
fn until(args: &BatchArgs) -> Option<Until> {
    let (half_width, of) = (args.until_half_width?, args.of?);
    Some(Until { of, half_width, at_most: args.at_most.unwrap_or(AT_MOST) })
}

/// The scenarios of the arguments, with their flags and more settings on top.
pub(super) fn read_scenarios(args: &BatchArgs, more: Vec<String>) -> CommandResult<Vec<Scenario>> {
    let settings = [settings(args), more].concat();
    read_all(&args.scenarios, &settings, given_districts(args)?.as_ref(), &Ledger::standard()?)
}

/// What a district has seen, about runs of these scenarios.
pub(super) fn seen(args: &BatchArgs, scenarios: &[Scenario]) -> CommandResult<Option<Seen>> {
    let months = scenarios.first().map_or(0, |s| s.run.months);
    args.seen.as_ref().map(|path| Seen::read_file(path, months)).transpose()
}

/// The districts that the flags choose from a table.
pub(super) fn given_districts(args: &BatchArgs) -> CommandResult<Option<FoundDistricts>> {
    args.settings.places.found()
}

/// The settings that the flags are: those have names of their own, by which a message calls them.
pub(super) fn settings(args: &BatchArgs) -> Vec<String> {
    let mut settings = args.settings.lines();
    settings.extend(args.replications.map(|n| format!("--replications={n}")));
    let implied = args.seen.as_ref().map(|_| ParameterChoice::Accepted);
    settings.extend(args.parameters.or(implied).map(|set| format!("run.parameters={}", set.word())));
    settings
}
