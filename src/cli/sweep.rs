//! `sweep`: the same scenario at many points.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::batch::{BatchArgs, carry_out, given_districts, settings};
use super::faults::{self, CommandResult};
use super::options::{Format, Length};
use super::print;
use uptake::diagnostic::{Diagnostic, shell};
use uptake::files::Files;
use uptake::results::Dataset;
use uptake::scenario::sweep_design::{Coordinate, Point, SweepDesign, SweepKind, factor};
use uptake::study::sweep::{Sweep, measured, read_design, told};

/// Arguments of `sweep`.
#[derive(Debug, Args)]
#[command(mut_arg("scenarios", |arg| arg.num_args(1).action(clap::ArgAction::Set)
    .help("The scenario that is varied (a file, or a built-in name), or a design (TOML) that says all of it")),
    mut_arg("no_report", |arg| arg.hide(true)))]
pub struct SweepArgs {
    /// What is varied: name=1,3,6 for values, name=0.05..0.4:8 for eight values, name=1..6:whole for all whole numbers, name=0.05..0.4
    /// for a range; repeatable. The name is a parameter, a field (district.pupils), event[1].month, or scenario. What can only be
    /// whole (team_sites, months, students) takes whole numbers of a range without that word
    #[arg(long, value_name = "NAME=VALUES")]
    pub vary: Vec<String>,
    /// How the points lie [default: factorial]
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindChoice>,
    /// How many points, of a Latin hypercube or a Sobol sequence
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=2_000))]
    pub points: Option<u32>,
    /// The point with which all others are compared, replication by replication: name=value,name=value
    #[arg(long, value_name = "NAME=VALUE,…", value_delimiter = ',')]
    pub reference: Vec<String>,
    /// What is run, and how
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// How the points of a sweep lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindChoice {
    /// Every value with every other.
    Factorial,
    /// The first values of all, the second values of all, …
    List,
    /// One point in each part of every range.
    #[value(name = "latin")]
    LatinHypercube,
    /// A scrambled Sobol sequence.
    Sobol,
}

/// Runs all points and says what they came to.
pub fn sweep(args: &SweepArgs) -> CommandResult {
    faults::told(all_points(args), args.batch.print.format)
}

fn all_points(args: &SweepArgs) -> CommandResult {
    let batch = &args.batch;
    let [named] = batch.scenarios.as_slice() else {
        return Err(Diagnostic::usage("a sweep is about one scenario, or one design", "name one").into());
    };
    let design = design(args, named)?;
    let mut own = settings(batch);
    if let (Some(n), None) = (design.replications, batch.replications) {
        own.push(format!("--replications={n}"));
    }
    let places = given_districts(batch)?;
    let sweep = Sweep::of(&design, &own, places.as_ref(), &Files)?;
    let kept = || sweep.batch().measures(batch.measures.clone());
    let design = kept().design()?;
    if !batch.print.quiet {
        let first = sweep.scenarios.first().map_or(0, |s| s.run.replications);
        match batch.until_half_width {
            Some(_) => aside!("{} points with as many runs each as are needed", sweep.scenarios.len()),
            None => aside!("{} points with {first} runs each", sweep.scenarios.len()),
        }
    }
    let Some(done) = carry_out(batch, kept(), &design, &sweep.name, None)? else {
        return Ok(());
    };
    print_points(&done.dataset, (batch.print.format, batch.length))?;
    done.say(batch.print.quiet, &one_point(&done.dataset));
    Ok(())
}

/// Prints what the points of a sweep came to.
pub(super) fn print_points(dataset: &Dataset, (format, length): (Format, Length)) -> CommandResult {
    let found = measured(&dataset.scenarios, dataset)?;
    match format {
        Format::Human => print::told(length, || found.brief(), || found.words()),
        Format::Json => print::json(&serde_json::json!(found)),
        Format::Csv => print::raw(&found.csv()?),
    }
}

/// How one point is told in full.
pub(super) fn one_point(dataset: &Dataset) -> String {
    let scenario = dataset.scenarios.last().map_or("", |s| s.name.as_str());
    let folder = shell::path(&dataset.folder);
    format!("one point in full: uptake explain {folder} --scenario {} --typical", shell::word(scenario))
}

/// The design that a file or the flags say.
fn design(args: &SweepArgs, named: &str) -> CommandResult<SweepDesign> {
    let kind = args.kind.map(|kind| match kind {
        KindChoice::Factorial => SweepKind::Factorial,
        KindChoice::List => SweepKind::List,
        KindChoice::LatinHypercube => SweepKind::LatinHypercube,
        KindChoice::Sobol => SweepKind::Sobol,
    });
    let reference = args.reference.iter().map(|pair| coordinate(pair)).collect::<CommandResult<Point>>()?;
    let mut design = match args.vary.as_slice() {
        [] if Path::new(named).is_file() => read_design(Path::new(named))?,
        [] => {
            let fault = format!("nothing says what of `{named}` is varied");
            let remedy =
                "say it: --vary superintendent_exit=0.05..0.4:8; or name a design, a TOML file with [[vary]]";
            return Err(Diagnostic::usage(fault, remedy).into());
        }
        flags => SweepDesign {
            base: named.into(),
            factors: flags.iter().map(|flag| factor(flag)).collect::<Result<_, _>>()?,
            ..SweepDesign::default()
        },
    };
    design.kind = kind.unwrap_or(design.kind);
    design.points = args.points.or(design.points);
    if !reference.is_empty() {
        design.reference = reference;
    }
    let unknown = design.reference.iter().find(|(name, _)| !design.factors.iter().any(|f| f.name == *name));
    if let Some((name, _)) = unknown {
        let fault = format!("the reference names `{name}`, which is not varied: {}", told(&design.reference));
        return Err(Diagnostic::usage(fault, "name a value of what is varied").into());
    }
    Ok(design)
}

fn coordinate(pair: &str) -> CommandResult<(String, Coordinate)> {
    match pair.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => {
            Ok((name.trim().to_owned(), Coordinate::of(value)))
        }
        _ => {
            let fault = format!("--reference {pair} is no name with a value");
            Err(Diagnostic::usage(fault, "write --reference superintendent_exit=0.2,initiatives_usual=3")
                .into())
        }
    }
}
