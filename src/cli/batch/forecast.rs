//! `--dry-run`: what a batch would take, in time and on the disk.

use std::path::Path;

use crate::cli::faults::CommandResult;
use uptake::experiment::plan::{Design, Plan};
use uptake::metrics::MEASURES;
use uptake::phrasing::{count, thousands};
use uptake::results::TableFormat;

pub fn say_plan(design: &Design, plan: &Plan, tables: TableFormat, path: &Path) -> CommandResult {
    let jobs = design.jobs();
    let work: f64 = (0..jobs).step_by(1 + jobs / 10_000).map(|j| design.work(j)).sum();
    let work = work * (1 + jobs / 10_000) as f64;
    let values = jobs as f64 * (f64::from(plan.months) + 1.0) * MEASURES.len() as f64;
    let a_value = if tables == TableFormat::Parquet { 9.0 } else { 19.0 };
    let compared = plan.pairs.len() as f64 / plan.scenarios.len().max(1) as f64;
    let kept = values * a_value * (1.0 + compared);
    // Teacher-months a second on one core, and bytes a stored value, both measured and rounded down.
    let cores = std::thread::available_parallelism().map_or(1.0, |n| n.get() as f64);
    out!(
        "runs:    {} ({}, {}, {})",
        thousands(jobs as u64),
        count(plan.scenarios.len() as f64, "scenario", "scenarios"),
        count(plan.districts.len() as f64, "district", "districts"),
        count(f64::from(plan.replications), "replication", "replications")
    );
    out!("time:    about {:.0} s on {cores:.0} cores", (work / 8.0e6 / cores).max(1.0));
    out!(
        "disk:    about {:.0} MB, and {:.0} MB more while it runs",
        (kept / 1e6).max(1.0),
        (values * 8.0 / 1e6).max(1.0)
    );
    out!("results: {}", path.display());
    Ok(())
}
