//! `sensitivity`: on which parameters an answer hangs.

use clap::Args;

use super::faults::{self, CommandResult};
use super::flags::SettingArgs;
use super::options::{Format, Length};
use super::print;
use super::studies::{self, WorkArgs};
use uptake::diagnostic::shell;
use uptake::metrics::{Measure, Quantity};
use uptake::study::forecast::seconds_of_runs;
use uptake::study::sensitivity::{SensitivityEffort, SensitivityStudy, brief, human, work_in_words};

/// Arguments of `sensitivity`.
#[derive(Debug, Args)]
pub struct SensitivityArgs {
    /// The scenario (a file, or a built-in name); a second one to ask about the difference of the two
    #[arg(required = true, num_args = 1..=2, value_names = ["SCENARIO", "OTHER"])]
    pub scenarios: Vec<String>,
    /// What is asked of each run: a measure and a month, or a column of runs [default: deep_share at the last month]
    #[arg(long, value_name = "MEASURE@MONTH")]
    pub of: Option<Quantity>,
    /// Replications of every point, always the same ones
    #[arg(short = 'n', long, value_name = "N", default_value_t = SensitivityEffort::default().replications,
        value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replications: u32,
    /// Trajectories of the screen: so many effects of each parameter
    #[arg(long, value_name = "N", default_value_t = SensitivityEffort::default().trajectories,
        value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub trajectories: u32,
    /// Points at which the shares of the largest are worked out (rows of the design); 0 stops after the screen
    #[arg(long, value_name = "N", default_value_t = SensitivityEffort::default().rows,
        value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    pub points: u32,
    /// Parameters whose shares are worked out one by one
    #[arg(long, value_name = "N", default_value_t = SensitivityEffort::default().looked_at)]
    pub most: usize,
    /// Move assumptions alone, and leave what a scenario can settle (facts of the district, choices) at its usual value
    #[arg(long)]
    pub only_assumptions: bool,
    /// Work the shares out around the usual values: parameters that are not looked at one by one stay there. Otherwise all vary, and those
    /// are one group
    #[arg(long)]
    pub others_usual: bool,
    /// What is laid on top of the scenarios
    #[command(flatten)]
    pub settings: SettingArgs,
    /// Say what would be run, and stop
    #[arg(long)]
    pub dry_run: bool,
    /// How much is told
    #[command(flatten)]
    pub length: Length,
    /// How the work is done
    #[command(flatten)]
    pub work: WorkArgs,
}

/// Carries the study out and says what it found.
pub fn sensitivity(args: &SensitivityArgs) -> CommandResult {
    faults::told(carried_out(args), args.work.print.format)
}

fn carried_out(args: &SensitivityArgs) -> CommandResult {
    let scenarios = args.settings.read(&args.scenarios, Vec::new())?;
    let last = scenarios.first().map_or(60, |s| s.run.months);
    let of = args.of.unwrap_or_else(|| Quantity::at(Measure::DeepShare, last));
    let effort = SensitivityEffort {
        trajectories: args.trajectories,
        looked_at: args.most,
        rows: args.points,
        replications: args.replications,
        only_assumptions: args.only_assumptions,
        others_usual: args.others_usual,
    };
    let study = SensitivityStudy::new(scenarios, of, effort)?;
    let folder = args.work.out.clone().unwrap_or_else(|| study.usual_folder());
    if args.dry_run {
        let seconds = seconds_of_runs(&study.as_batch(), args.work.threads.count())?;
        out!("{}", work_in_words(&study));
        out!("about {} on this machine; into {}", duration(seconds), folder.display());
        return Ok(());
    }
    if !args.work.print.quiet {
        aside!("{}", work_in_words(&study));
    }
    let (found, folder) = study.carry_out(studies::options(&args.work))?;
    match args.work.print.format {
        Format::Human => print::told(args.length, || brief(&found), || human(&found))?,
        Format::Json => print::raw(&found.to_json()?)?,
        Format::Csv => print::raw(&found.to_csv()?)?,
    }
    if !args.work.print.quiet {
        aside!(
            "{}: sensitivity.csv with every parameter, sensitivity.json, sensitivity-shares.svg",
            folder.display()
        );
        aside!("for a report that rests on it: uptake report RESULTS --sensitivity {}", shell::path(&folder));
    }
    Ok(())
}

/// "40 seconds", "3 minutes".
fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "a second".into(),
        s if s < 90.0 => format!("{s:.0} seconds"),
        s if s < 5_400.0 => format!("{:.0} minutes", s / 60.0),
        s => format!("{:.1} hours", s / 3_600.0),
    }
}
