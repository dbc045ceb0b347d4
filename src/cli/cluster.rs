//! `cluster`: a batch in shards as a job of a scheduler.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::batch::{BatchArgs, DifferenceArgs, compared, flags_of_runs, read_scenarios, seen};
use super::faults::{self, CommandResult};
use uptake::diagnostic::shell::{self, word};
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::experiment::Batch;
use uptake::experiment::plan::Design;
use uptake::phrasing::count;
use uptake::study::batch::{FolderOptions, usual_folder};
use uptake::study::cluster::{ClusterJob, Scheduler, asked_memory, asked_minutes, job_name};
use uptake::study::forecast::BatchForecast;

/// Arguments of `cluster`.
#[derive(Debug, Args)]
#[command(mut_arg("shard", |arg| arg.hide(true)), mut_arg("grow", |arg| arg.hide(true)), mut_arg("resume", |arg| arg.hide(true)),
    mut_arg("force", |arg| arg.hide(true)), mut_arg("dry_run", |arg| arg.hide(true)), mut_arg("threads", |arg| arg.hide(true)),
    mut_arg("until_half_width", |arg| arg.hide(true)), mut_arg("of", |arg| arg.hide(true)), mut_arg("at_most", |arg| arg.hide(true)),
    mut_arg("yes", |arg| arg.hide(true)),
    mut_arg("scenarios", |arg| arg.help("Scenario files, or names of built-in scenarios: one is run, several are compared")))]
pub struct ClusterArgs {
    /// The scheduler
    #[arg(value_name = "SCHEDULER")]
    pub scheduler: SchedulerChoice,
    /// Into how many shards the batch is cut, each a task of its own
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub shards: u32,
    /// Cores of each task
    #[arg(long, value_name = "N", default_value = "4", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub cpus_per_task: u16,
    /// Memory of each task, as 8G or 500M [default: twice what it is forecast to take]
    #[arg(long, value_name = "SIZE", value_parser = megabytes)]
    pub mem: Option<u32>,
    /// Longest time of a shard in minutes [default: twice what it would take here, and ten minutes]
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub time: Option<u32>,
    /// A further line for the scheduler, as --option=--partition=short for Slurm; repeatable
    #[arg(long, value_name = "LINE", allow_hyphen_values = true)]
    pub option: Vec<String>,
    /// For Kubernetes: the image that holds the program [default: uptake and its version]
    #[arg(long, value_name = "IMAGE")]
    pub image: Option<String>,
    /// For Kubernetes: the volume claim that holds scenario files and results
    #[arg(long, value_name = "NAME", default_value = "uptake")]
    pub claim: String,
    /// Compare scenarios whose runs are no pairs as independent samples, as compare does
    #[arg(long)]
    pub unpaired: bool,
    /// What is said of differences
    #[command(flatten)]
    pub differences: DifferenceArgs,
    /// What is run
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// The schedulers, by their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchedulerChoice {
    /// Slurm.
    Slurm,
    /// PBS Pro, `OpenPBS`.
    Pbs,
    /// Grid Engine.
    Sge,
    /// GNU parallel.
    Parallel,
    /// Snakemake.
    Snakemake,
    /// Kubernetes.
    Kubernetes,
}

impl SchedulerChoice {
    fn scheduler(self) -> Scheduler {
        match self {
            SchedulerChoice::Slurm => Scheduler::Slurm,
            SchedulerChoice::Pbs => Scheduler::Pbs,
            SchedulerChoice::Sge => Scheduler::Sge,
            SchedulerChoice::Parallel => Scheduler::Parallel,
            SchedulerChoice::Snakemake => Scheduler::Snakemake,
            SchedulerChoice::Kubernetes => Scheduler::Kubernetes,
        }
    }
}

/// Megabytes, from "8G" or "500M".
fn megabytes(text: &str) -> Result<u32, String> {
    let (number, unit) = text.split_at(text.trim_end_matches(|sign: char| sign.is_ascii_alphabetic()).len());
    let of_unit = match unit {
        "M" | "MB" | "m" => Some(1),
        "G" | "GB" | "g" => Some(1024),
        _ => None,
    };
    let size = number.parse::<u32>().ok().zip(of_unit).and_then(|(number, unit)| number.checked_mul(unit));
    size.filter(|size| *size > 0).ok_or_else(|| "write a size such as 8G or 500M".to_owned())
}

/// Prints the job.
pub fn cluster(args: &ClusterArgs) -> CommandResult {
    faults::told(script(args), args.batch.print.format)
}

fn script(args: &ClusterArgs) -> CommandResult {
    refuse(args)?;
    let batch = &args.batch;
    let scenarios = read_scenarios(batch, args.differences.settings())?;
    let several = scenarios.len() > 1;
    let both = if several { compared(&scenarios, args.unpaired) } else { Batch::new(&scenarios) };
    let seen = seen(batch, &scenarios)?;
    let design = args.differences.of(both).measures(batch.measures.clone()).seen(seen).design()?;
    let options = FolderOptions {
        tables: batch.tables.format(),
        threads: Some(usize::from(args.cpus_per_task)),
        figures: batch.pages.figures.clone(),
        schools: batch.pages.schools,
        report: !batch.pages.no_report,
        ..FolderOptions::default()
    };
    let [shard, merge] = BatchForecast::in_shards(&design, &options, args.shards)?;
    let job = job(args, &design, [&shard, &merge])?;
    out!("{}", job.script(args.scheduler.scheduler())?.trim_end());
    if !batch.print.quiet {
        aside!(
            "{} of about {:.0} s each on {} as here, and about {:.0} s to join them; asked for: {} and {} minutes, {} MB",
            count(f64::from(args.shards), "shard", "shards"),
            shard.seconds(),
            count(f64::from(args.cpus_per_task), "core", "cores"),
            merge.seconds(),
            job.shard_minutes,
            job.merge_minutes,
            job.memory
        );
        aside!("the program is named by its place here; it must be this very build on every node");
    }
    Ok(())
}

/// The declaration of the job.
fn job(
    args: &ClusterArgs,
    design: &Design,
    [shard, merge]: [&BatchForecast; 2],
) -> CommandResult<ClusterJob> {
    let batch = &args.batch;
    let here = |error: std::io::Error| {
        Diagnostic::failed(Path::new("."), error.to_string(), "run it from a folder that exists")
    };
    let home = std::env::current_dir().map_err(here)?;
    let program = std::env::current_exe().map_err(here)?;
    let name = design.scenarios.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("-");
    let out = match &batch.out {
        Some(out) => out.clone(),
        None => usual_folder(&name, design, (batch.tables.format(), None))?,
    };
    let mut parts = out.clone().into_os_string();
    parts.push("-shards");
    let several = design.scenarios.len() > 1;
    let command = if several { "compare" } else { "run" };
    let scenarios: Vec<String> = batch.scenarios.iter().map(|s| shell::path(Path::new(s))).collect();
    let worth =
        args.differences.worth_naming.map_or_else(String::new, |share| format!(" --worth-naming {share}"));
    let unpaired = if args.unpaired { " --unpaired" } else { "" };
    let no_assumptions = if args.differences.no_assumptions { " --no-assumptions" } else { "" };
    let command = format!("{command} {}{}{worth}{unpaired}", scenarios.join(" "), flags_of_runs(batch));
    Ok(ClusterJob {
        title: format!("uptake {command}"),
        name: job_name(&name),
        program: shell::path(&program),
        home: shell::path(&home),
        command,
        parts: shell::path(&PathBuf::from(parts)),
        out: shell::path(&out),
        merge_flags: batch.pages.flags() + no_assumptions,
        shards: args.shards,
        cpus: args.cpus_per_task,
        memory: args.mem.unwrap_or_else(|| asked_memory(shard.memory.max(merge.memory))),
        shard_minutes: args.time.unwrap_or_else(|| asked_minutes(shard.seconds())),
        merge_minutes: asked_minutes(merge.seconds()),
        options: args.option.clone(),
        image: args.image.clone().unwrap_or_else(|| format!("uptake:{}", env!("CARGO_PKG_VERSION"))),
        claim: args.claim.clone(),
    })
}

/// Refuses what a job in shards has no use for, all at once.
fn refuse(args: &ClusterArgs) -> CommandResult {
    let batch = &args.batch;
    let mut faults = Diagnostics::default();
    let given = [
        (
            "--shard",
            batch.shard.is_some(),
            "the script gives each task its shard",
            "say how many with --shards",
        ),
        (
            "--grow",
            batch.grow,
            "results grow when all their runs are there",
            "run the shards of the larger batch, or merge first",
        ),
        (
            "--until-half-width",
            batch.until_half_width.is_some(),
            "how many runs are enough is seen in all of them, and a shard holds a part",
            "choose the number of runs with -n",
        ),
        (
            "--threads",
            batch.threads.threads.is_some(),
            "a task uses the cores it asks for",
            "say --cpus-per-task",
        ),
        (
            "--force",
            batch.found.force,
            "a task that is run again goes on",
            "remove the old folders, or choose another --out",
        ),
        ("--resume", batch.found.resume, "every task of the script goes on by itself", "leave it out"),
        ("--dry-run", batch.dry_run, "nothing is run: the script is printed", "leave it out"),
    ];
    for (flag, _, reason, remedy) in given.into_iter().filter(|given| given.1) {
        faults.push(Diagnostic::usage(format!("{flag} with cluster: {reason}"), remedy));
    }
    if args.scheduler == SchedulerChoice::Kubernetes {
        let paths = [
            batch.settings.places.districts.as_deref(),
            batch.out.as_deref(),
            batch.seen.as_deref(),
            batch.settings.places.mapping.as_deref().map(Path::new),
        ];
        for path in paths.into_iter().flatten().chain(batch.scenarios.iter().map(Path::new)) {
            if path.is_absolute() {
                let fault = format!(
                    "{} is a place of this machine, and a pod sees the volume alone",
                    word(&path.display().to_string())
                );
                faults.push(Diagnostic::usage(
                    fault,
                    "go to the folder that becomes the volume, and name it from there",
                ));
            }
        }
    }
    faults.or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_memory_are_read_with_their_unit() {
        assert_eq!([megabytes("8G"), megabytes("500M")], [Ok(8192), Ok(500)]);
        for wrong in ["8", "G", "0M", "1.5G", "8T", "99999999G"] {
            assert!(megabytes(wrong).is_err(), "{wrong}");
        }
    }
}
