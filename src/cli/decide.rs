//! `decide`: plans under one budget in several worlds, and which of them is robust.

use clap::Args;

use super::batch::{BatchArgs, carry_out, given_districts, seen, settings};
use super::faults::{self, CommandResult};
use super::options::{Format, Length};
use super::print;
use uptake::diagnostic::{Diagnostic, shell};
use uptake::files::Files;
use uptake::results::Dataset;
use uptake::results::decision::Decision;
use uptake::study::decide::{self, DecisionStudy, read_set};

/// Arguments of `decide`.
#[derive(Debug, Args)]
#[command(mut_arg("scenarios", |arg| arg.num_args(1).action(clap::ArgAction::Set).value_name("SET")
    .help("A decide set: a file (TOML), or the built-in provider-of-eight")),
    mut_arg("measures", |arg| arg.default_value("spread,deep_share")
        .help("Measures that the tables hold beside the outcome, or all")),
    mut_arg("parameters", |arg| arg.hide(true)),
    mut_arg("schools", |arg| arg.hide(true)),
    mut_arg("no_report", |arg| arg.hide(true)))]
pub struct DecideArgs {
    /// What is run, and how
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// Runs every plan in every world and says which one to take.
pub fn decide(args: &DecideArgs) -> CommandResult {
    faults::told(choose(args), args.batch.print.format)
}

fn choose(args: &DecideArgs) -> CommandResult {
    let batch = &args.batch;
    let [named] = batch.scenarios.as_slice() else {
        return Err(Diagnostic::usage("a decision is about one set", "name one").into());
    };
    if batch.parameters.is_some() {
        let fault = "--parameters is for all worlds, and each world of a set says its own";
        return Err(Diagnostic::usage(fault, "write parameters = \"accepted\" in a [[world]]").into());
    }
    let (set, problems) = read_set(named)?;
    // What --seen implies for other commands each world says for itself.
    let mut own = settings(batch);
    own.retain(|setting| batch.seen.is_none() || !setting.starts_with("run.parameters="));
    if let (Some(n), None) = (set.replications, batch.replications) {
        own.push(format!("--replications={n}"));
    }
    let places = given_districts(batch)?;
    let study = DecisionStudy::of(&set, problems, &own, places.as_ref(), &Files)?;
    let seen = seen(batch, &study.scenarios)?;
    let kept = study.measures(&batch.measures, seen.as_ref())?;
    let asked = || study.batch().measures(kept.clone()).seen(seen.clone());
    let design = asked().design()?;
    if !batch.print.quiet {
        let (plans, worlds) = (set.plans.len(), study.scenarios.len() / set.plans.len().max(1));
        let runs = design.list().replications;
        if !study.question.is_empty() {
            aside!("{}", study.question);
        }
        aside!("{plans} plans in {worlds} worlds, {runs} runs of each plan in each world");
        for remark in &study.remarks {
            aside!("note: {remark}");
        }
    }
    let Some(done) = carry_out(batch, asked(), &design, &study.name, None)? else {
        return Ok(());
    };
    print_decision(&done.dataset, (batch.print.format, batch.length))?;
    done.say(batch.print.quiet, &one_cell(&done.dataset));
    Ok(())
}

/// Prints what plans came to in worlds.
pub(super) fn print_decision(dataset: &Dataset, (format, length): (Format, Length)) -> CommandResult {
    let found = Decision::of(dataset)?;
    match format {
        Format::Human => print::told(length, || decide::brief(&found), || decide::words(&found)),
        Format::Json => print::json(&decide::json(&found)),
        Format::Csv => print::raw(&decide::csv(&found)?),
    }
}

/// How one plan in one world is seen in full.
pub(super) fn one_cell(dataset: &Dataset) -> String {
    let first = dataset.scenarios.first().map_or("", |s| s.name.as_str());
    let folder = shell::path(&dataset.folder);
    format!(
        "a plan in a world in full: uptake replay {folder} --scenario {} --replication 0",
        shell::word(first)
    )
}
