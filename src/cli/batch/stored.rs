//! `compare` of two results folders.

use std::path::{Path, PathBuf};

use super::super::faults::CommandResult;
use super::super::summary;
use super::{BatchArgs, Clock, DifferenceArgs};
use crate::cli::options::Tables;
use uptake::diagnostic::{Diagnostic, shell};
use uptake::figures::FigureSelection;
use uptake::results::MANIFEST;
use uptake::study::batch::FolderOptions;
use uptake::study::stored::Stored;
use uptake::study::stored_pair::StoredPair;

/// The two results folders that are named; nothing where scenarios are.
pub fn folders(args: &BatchArgs) -> CommandResult<Option<[PathBuf; 2]>> {
    let is_folder = |name: &String| Path::new(name).join(MANIFEST).is_file();
    let (results, others): (Vec<&String>, Vec<&String>) =
        args.scenarios.iter().partition(|name| is_folder(name));
    match (results.as_slice(), others.as_slice()) {
        ([], _) => Ok(None),
        ([base, other], []) => Ok(Some([base, other].map(PathBuf::from))),
        (all, []) => {
            let fault = format!("compare is about two results folders, and {} are named", all.len());
            Err(Diagnostic::usage(fault, "name the base and one other").into())
        }
        ([folder, ..], [scenario, ..]) => {
            let fault = format!("`{folder}` is a results folder, and `{scenario}` is none");
            let remedy = format!(
                "name two results folders, or two scenarios; the scenarios of a folder are in {}",
                shell::path(&Path::new(folder).join("scenarios"))
            );
            Err(Diagnostic::usage(fault, remedy).into())
        }
    }
}

/// Compares them; a folder is written only where --out names one.
pub fn compare(
    args: &BatchArgs,
    [base, other]: [PathBuf; 2],
    (unpaired, differences): (bool, &DifferenceArgs),
) -> CommandResult {
    refuse_flags_of_runs(args, differences)?;
    let clock = Clock::start();
    let mut pair = StoredPair::of(Stored::open(&base)?, Stored::open(&other)?, unpaired)?;
    pair.design.assumptions &= !differences.no_assumptions;
    if !args.print.quiet {
        pair.notes.iter().chain(&pair.design.remarks()).for_each(|note| aside!("note: {note}"));
    }
    let machine = |threads| clock.machine(threads);
    let options = FolderOptions {
        tables: args.tables.format(),
        mode: args.found.mode(),
        threads: args.threads.count(),
        figures: args.pages.figures.clone(),
        report: !args.pages.no_report,
        machine: &machine,
        ..FolderOptions::default()
    };
    let Some(out) = &args.out else {
        let place =
            tempfile::tempdir().map_err(|e| Diagnostic::file(&std::env::temp_dir(), "write into", e))?;
        let options = FolderOptions { figures: FigureSelection::None, report: false, ..options };
        let done = pair.write(&place.path().join("both"), &options)?;
        summary::print(&done.dataset, &pair.design, (args.print.format, args.length))?;
        if !args.print.quiet {
            aside!("no folder was written; --out DIR writes tables, figures and a report of the comparison");
        }
        return Ok(());
    };
    let done = pair.write(out, &options)?;
    summary::print(&done.dataset, &pair.design, (args.print.format, args.length))?;
    if !args.print.quiet {
        if done.was_there {
            aside!("{}: these very results are there, whole and verified", out.display());
        }
        aside!("results: {} ({:.1} s)", out.display(), clock.seconds());
    }
    Ok(())
}

/// Flags that say what is run mean nothing for runs that are stored.
fn refuse_flags_of_runs(args: &BatchArgs, differences: &DifferenceArgs) -> CommandResult {
    let given = [
        ("-n", args.replications.is_some()),
        ("--until-half-width", args.until_half_width.is_some()),
        ("--seed", args.settings.seed.is_some()),
        ("--months", args.settings.months.is_some()),
        ("--set", !args.settings.set.is_empty()),
        ("--parameters", args.parameters.is_some()),
        ("--districts", args.settings.places.districts.is_some()),
        ("--measures", !args.measures.is_all()),
        ("--schools", args.pages.schools),
        ("--grow", args.grow),
        ("--shard", args.shard.is_some()),
        ("--worth-naming", differences.worth_naming.is_some()),
        ("--dry-run", args.dry_run),
        ("--tables summaries", args.tables == Tables::Summaries),
    ];
    let given: Vec<&str> =
        given.into_iter().filter(|(_, is_given)| *is_given).map(|(flag, _)| flag).collect();
    if given.is_empty() {
        return Ok(());
    }
    let fault = format!(
        "two results folders are compared as they are, and {} is about what is run",
        given.join(", ")
    );
    Err(Diagnostic::usage(fault, "leave it out, or run the scenarios anew with it").into())
}
