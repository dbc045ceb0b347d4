//! `sizes`: the same scenario at several sizes of the district.

mod choice;

use clap::Args;

use super::batch::BatchArgs;
use super::batch::{carry_out, settings};
use super::faults::{self, CommandResult};
use super::options::{Format, Length, Tables};
use super::print;
use uptake::diagnostic::Diagnostic;
use uptake::diagnostic::shell::{self, word};
use uptake::files::Files;
use uptake::results::Dataset;
use uptake::scenario::{DistrictSpec, PUPILS, Scenario};
use uptake::study::sizes::SizeComparison;

/// Arguments of `sizes`.
#[derive(Debug, Args)]
#[command(mut_arg("scenarios", |arg| arg.num_args(1).action(clap::ArgAction::Set).help("A scenario file, or the name of a built-in scenario")),
    mut_arg("district", |arg| arg.help(
        "Real districts of that table instead of synthetic ones: their ids separated by commas, or `regular` for \
         the one of median size in each band (below 2,000 students, up to 20,000, above)")))]
pub struct SizesArgs {
    /// Students of the district, one number for each size [default: 2000,5000,10000,20000]
    #[arg(long, visible_alias = "students", value_name = "N,N,…", value_delimiter = ',', allow_negative_numbers = true,
        conflicts_with = "districts",
        value_parser = clap::value_parser!(u32).range(PUPILS.0..=PUPILS.1))]
    pub pupils: Vec<u32>,
    /// What is run, and how
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// Students where the user names none.
const USUAL: [u32; 4] = [2_000, 5_000, 10_000, 20_000];

/// Runs the scenario at each size and says what the sizes differ in.
pub fn sizes(args: &SizesArgs) -> CommandResult {
    faults::told(by_size(args), args.batch.print.format)
}

fn by_size(args: &SizesArgs) -> CommandResult {
    let batch = &args.batch;
    let [reference] = batch.scenarios.as_slice() else {
        let fault = "sizes is about one scenario";
        return Err(Diagnostic::usage(fault, "name one; compare is about several").into());
    };
    if batch.tables == Tables::Summaries {
        let fault = "sizes tells when runs reach the stages, and --tables summaries keeps no runs";
        return Err(Diagnostic::usage(fault, "choose --tables mixed, parquet or csv").into());
    }
    if batch.until_half_width.is_some() {
        let fault = "sizes tells shares and medians of the runs of each size, and --until-half-width is about one mean";
        return Err(Diagnostic::usage(
            fault,
            "choose the number with -n; run, compare, what-if and sweep take it",
        )
        .into());
    }
    let draft =
        || Scenario::from_library(reference, &Files).map(|draft| draft.with_settings(&settings(batch)));
    let is_of_a_table = batch.settings.places.districts.is_some() && batch.settings.places.district.is_some();
    let (sizes, pupils) = if is_of_a_table {
        let chosen = choice::districts(batch)?;
        (SizeComparison::of_districts(&draft()?, chosen)?, Vec::new())
    } else {
        let pupils = different(&args.pupils)?;
        (SizeComparison::of_pupils(&draft()?, &pupils)?, pupils)
    };
    let kept = || sizes.batch().measures(batch.measures.clone());
    let design = kept().design()?;
    let done = carry_out(batch, kept(), &design, &sizes.name, Some(sizes.clone()))?;
    let Some(done) = done else { return Ok(()) };
    print_sizes(&sizes, &done.dataset, (batch.print.format, batch.length))?;
    let folder = shell::path(&done.dataset.folder);
    let next = match (pupils.last(), design.scenarios.first()) {
        (None, Some(scenario)) => {
            let id = scenario.places.first().map_or("ID", DistrictSpec::id);
            format!("figures of one of them: uptake plot {folder} --district {}", word(id))
        }
        (last, _) => next(batch, reference, last.copied().unwrap_or(0)),
    };
    done.say(batch.print.quiet, &next);
    Ok(())
}

/// Prints what sizes came to.
pub(super) fn print_sizes(
    sizes: &SizeComparison,
    dataset: &Dataset,
    (format, length): (Format, Length),
) -> CommandResult {
    let found = sizes.measured(dataset)?;
    match format {
        Format::Human => print::told(length, || found.brief(), || found.words()),
        Format::Json => print::json(&serde_json::json!(found)),
        Format::Csv => print::raw(&found.csv()?),
    }
}

/// The sizes asked for, each once and at least two of them.
fn different(pupils: &[u32]) -> CommandResult<Vec<u32>> {
    if pupils.is_empty() {
        return Ok(USUAL.to_vec());
    }
    let twice = pupils.iter().enumerate().find(|(k, n)| pupils[..*k].contains(n));
    if let Some((_, n)) = twice {
        return Err(Diagnostic::usage(format!("--pupils names {n} twice"), "name each size once").into());
    }
    if let [only] = pupils {
        let fault = format!("--pupils names one size, {only}, and sizes compares several");
        let remedy =
            format!("name at least two, as --pupils {only},{}", only.saturating_mul(2).min(1_000_000));
        let remedy = format!("{remedy}, or use run --set district.pupils={only}");
        return Err(Diagnostic::usage(fault, remedy).into());
    }
    Ok(pupils.to_vec())
}

/// What to do next: a change of the scenario at the largest size.
fn next(batch: &BatchArgs, reference: &str, pupils: u32) -> String {
    let other = if reference == "several-teams" { "committed" } else { "several-teams" };
    let parameters = batch.parameters.map_or_else(String::new, |set| format!(" --parameters {}", set.word()));
    let reference = word(reference);
    format!(
        "what more teams would change at the largest size: uptake compare {reference} {other} --set district.pupils={pupils}{parameters}"
    )
}
