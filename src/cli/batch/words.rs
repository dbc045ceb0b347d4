//! What a batch says beside its results: remarks on its scenarios before, the next useful command after.

use std::path::Path;

use super::super::district_tables::mapping_flag;
use super::super::options::BatchArgs;
use uptake::experiment::plan::Design;
use uptake::report::REPORT;
use uptake::scenario::UNREAL;

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

pub fn say_remarks(design: &Design, quiet: bool) {
    if quiet {
        return;
    }
    let mut said: Vec<&str> = Vec::new();
    for remark in design.scenarios.iter().flat_map(|s| &s.remarks) {
        if !said.contains(&remark.as_str()) {
            aside!("note: {remark}");
            said.push(remark);
        }
    }
}
