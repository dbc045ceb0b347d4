//! Shards of a batch, run apart, joined to the results of the whole.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::experiment::CancelToken;
//! use uptake::study::batch::FolderOptions;
//! use uptake::study::merge::{merge, shards};
//!
//! let shards = shards(&["part-1".into(), "part-2".into()])?;
//! let options = FolderOptions { tables: shards.tables, ..FolderOptions::default() };
//! let done = merge(&shards, Path::new("results/whole"), &options, (Box::new(|_, _| {}), CancelToken::default()))?;
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use std::path::{Path, PathBuf};

use super::batch::{FinishedBatch, FolderOptions, Source, into_folder};
use super::sizes::SizeComparison;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::CancelToken;
use crate::experiment::batch::Progress;
use crate::parameters::Ledger;
use crate::results::{Shards, TableFormat};

/// The shards in these folders, checked.
///
/// # Errors
/// All that keeps them from being one whole batch: folders that are no shards, or of another batch or build; shards that are
/// there twice, or missing; then a file that was changed.
pub fn shards(folders: &[PathBuf]) -> std::result::Result<Shards, Diagnostics> {
    Shards::open(folders, &Ledger::standard()?)
}

/// Joins shards into a results folder, byte for byte the one that the whole batch leaves when it is run at once (`machine.json`
/// apart). Tables, figures and report are made here, from all runs. An interrupted merge goes on as a batch does.
///
/// # Errors
/// Tables that these shards cannot give; those of [`Batch::run_into`](crate::experiment::Batch::run_into).
pub fn merge(
    shards: &Shards,
    path: &Path,
    options: &FolderOptions<'_>,
    (progress, cancel): (Progress<'_>, CancelToken),
) -> std::result::Result<FinishedBatch, Diagnostics> {
    check(shards, options)?;
    into_folder(&shards.design, Source::Shards(shards), path, options, (progress, cancel))
}

/// The comparison of sizes that the shards are of, if they are.
pub fn sizes(shards: &Shards) -> Option<SizeComparison> {
    shards.sizes.then(|| SizeComparison::again(&shards.design.scenarios))
}

fn check(shards: &Shards, options: &FolderOptions<'_>) -> Result<()> {
    if shards.holds_districts() && options.tables != TableFormat::Summaries {
        let fault = "the shards hold summaries of districts and no runs, and other tables are made of runs";
        return Err(Diagnostic::usage(
            fault,
            "leave --tables out, or run the shards again without --tables summaries",
        ));
    }
    if let Some(shard) = options.shard {
        let fault = format!("a merge makes the whole batch, and shard {shard} is asked for");
        return Err(Diagnostic::usage(fault, "leave it out"));
    }
    Ok(())
}
