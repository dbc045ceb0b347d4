//! What a batch says beside its results: remarks on its scenarios before, the next useful command after.

use std::path::Path;

use super::super::batch::BatchArgs;
use super::super::options::mapping_flag;
use uptake::experiment::plan::Design;
use uptake::phrasing::count;
use uptake::report::REPORT;
use uptake::results::TableFormat;
use uptake::scenario::UNREAL;
use uptake::study::batch::BatchForecast;

/// What to do with the results.
pub fn next_step(args: &BatchArgs, design: &Design, compared: bool, path: &Path) -> String {
    if compared {
        match design.scenarios.first().map(|s| s.places.as_slice()) {
            Some([_]) => {
                format!(
                    "open {} in a browser; figures and tables for R and Python are beside it",
                    path.join(REPORT).display()
                )
            }
            _ => format!("a report of one district: uptake report {} --district ID", path.display()),
        }
    } else {
        let first = args.scenarios.first().map_or("committed", String::as_str);
        let other = if first == "committed" { "superintendent-disengages" } else { "committed" };
        let district = match (&args.districts, &args.district) {
            (Some(table), Some(id)) => {
                let mapping = mapping_flag(args.mapping.as_deref());
                format!(" --districts {}{mapping} --district {id}", table.display())
            }
            _ => String::new(),
        };
        let unreal = design.scenarios.first().is_some_and(|s| s.places.iter().all(|p| p.id() == UNREAL));
        if design.is_cohort() {
            format!("a report of one district: uptake report {} --district ID", path.display())
        } else if unreal || !district.is_empty() {
            format!("compare with another scenario: uptake compare {first} {other}{district}")
        } else {
            format!(
                "write a scenario with extends = \"{first}\" and compare the two: uptake compare {first} FILE"
            )
        }
    }
}

/// Remarks on the scenarios.
pub fn say_remarks(design: &Design) {
    for remark in design.remarks() {
        aside!("note: {remark}");
    }
}

/// What a batch would take, in time and on the disk.
pub fn say_forecast(design: &Design, tables: TableFormat, path: &Path) {
    let forecast = BatchForecast::of(design, tables);
    let first = design.scenarios.first();
    out!(
        "runs:    {} ({}, {}, {})",
        forecast.jobs,
        count(design.scenarios.len() as f64, "scenario", "scenarios"),
        count(first.map_or(0, |s| s.places.len()) as f64, "district", "districts"),
        count(first.map_or(0.0, |s| f64::from(s.run.replications)), "replication", "replications")
    );
    out!("time:    about {:.0} s on {:.0} cores", forecast.seconds, forecast.cores);
    out!("disk:    about {:.0} MB, and {:.0} MB more while it runs", forecast.kept, forecast.beside);
    out!("results: {}", path.display());
}
