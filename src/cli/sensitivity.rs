//! `sensitivity`: on which parameters an answer hangs.

use std::path::PathBuf;

use clap::Args;

use super::faults::{self, CommandResult};
use super::options::{Format, Length};
use super::print;
use super::studies::{self, WorkArgs};
use uptake::diagnostic::shell;
use uptake::files::{places, read_all};
use uptake::metrics::{Measure, Quantity};
use uptake::parameters::Ledger;
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
    /// Set a parameter (name=value) or a field (section.name=value) in all scenarios; repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub settings: Vec<String>,
    /// Study seed [default: the scenario's, or 1]
    #[arg(long, value_name = "S", value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Months to simulate [default: the scenario's, or 60]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub months: Option<u32>,
    /// A table of real schools
    #[arg(long, value_name = "FILE", requires = "district")]
    pub districts: Option<PathBuf>,
    /// How a table with other columns is read: a file, or a built-in mapping such as nces-districts
    #[arg(long, value_name = "FILE", requires = "districts")]
    pub mapping: Option<String>,
    /// The district's id in that table
    #[arg(long, value_name = "ID", requires = "districts")]
    pub district: Option<String>,
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
    faults::told(carried_out(args), args.work.format)
}

fn carried_out(args: &SensitivityArgs) -> CommandResult {
    let mut settings = args.settings.clone();
    settings.extend(args.months.map(|m| format!("--months={m}")));
    settings.extend(args.seed.map(|s| format!("--seed={s}")));
    let found = match (&args.districts, &args.district) {
        (Some(table), Some(id)) => Some(places(table, args.mapping.as_deref(), id)?),
        _ => None,
    };
    let scenarios = read_all(&args.scenarios, &settings, found.as_ref(), &Ledger::standard()?)?;
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
        let seconds = seconds_of_runs(&study.as_batch(), args.work.threads.map(usize::from))?;
        out!("{}", work_in_words(&study));
        out!("about {} on this machine; into {}", duration(seconds), folder.display());
        return Ok(());
    }
    if !args.work.quiet {
        aside!("{}", work_in_words(&study));
    }
    let (found, folder) = study.carry_out(studies::options(&args.work))?;
    match args.work.format {
        Format::Human => print::told(args.length, || brief(&found), || human(&found))?,
        Format::Json => print::raw(&found.to_json()?)?,
        Format::Csv => print::raw(&found.to_csv()?)?,
    }
    if !args.work.quiet {
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
