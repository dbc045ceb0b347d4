//! A batch of more than a day, or of more than half of the free disk, is not begun unasked.

use std::path::Path;

use super::{BatchForecast, BatchWork, MEASURED, MachinePace};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::plan::Design;
use crate::parameters::Ledger;
use crate::study::batch::FolderOptions;
use crate::study::pool;

/// Longest that a batch takes unasked (seconds).
const DAY: f64 = 86_400.0;
/// Most of the free disk that it takes unasked.
const SHARE: f64 = 0.5;

/// Counts what a batch would take, without a run of it, so in a moment.
///
/// # Errors
/// More than a day, or more than half of what is free on the disk of its folder, each with the estimate.
pub fn refuse_excess(design: &Design, options: &FolderOptions<'_>, folder: &Path) -> Result<()> {
    let work = BatchWork::of(design, options, &Ledger::standard()?);
    let pace = MachinePace::guessed(pool(options.threads)?.current_num_threads());
    refuse(&BatchForecast::at(&work, &pace, &MEASURED), free(folder), folder)
}

/// `free` is in megabytes, where it is known.
fn refuse(forecast: &BatchForecast, free: Option<f64>, folder: &Path) -> Result<()> {
    let (seconds, needed) = (forecast.seconds(), forecast.kept + forecast.beside);
    let fault = match free {
        _ if seconds > DAY => {
            let days = seconds / DAY;
            format!("{} runs would take about {days:.1} days on {} threads", forecast.jobs, forecast.threads)
        }
        Some(free) if needed > SHARE * free => {
            format!(
                "the results would take about {needed:.1} MB while they are made, and {free:.1} MB are free"
            )
        }
        _ => return Ok(()),
    };
    let remedy = "take fewer replications, districts or months, or keep summaries alone (--tables summaries); --dry-run measures \
                  what it would take; --yes begins all the same";
    Err(Diagnostic::usage(fault, remedy).at(folder))
}

/// Megabytes that are free where a folder is or would be; nothing where the system does not tell.
fn free(folder: &Path) -> Option<f64> {
    let absolute = std::path::absolute(folder).ok()?;
    let there = absolute.ancestors().find(|path| path.exists())?;
    fs4::available_space(there).ok().map(|bytes| bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(hours: f64, megabytes: f64) -> BatchForecast {
        let (simulation, kept, beside) = (3600.0 * hours, 0.4 * megabytes, 0.6 * megabytes);
        BatchForecast {
            jobs: 7,
            threads: 2.0,
            simulation,
            tables: 0.0,
            figures: 0.0,
            report: 0.0,
            kept,
            beside,
            memory: 0.0,
        }
    }

    #[test]
    fn more_than_a_day_or_half_of_the_disk_is_refused_with_the_estimate() {
        let refused = |hours, megabytes, free| refuse(&forecast(hours, megabytes), free, Path::new("r"));
        assert!(refused(23.9, 499.0, Some(1000.0)).is_ok());
        assert!(refused(23.9, 1e9, None).is_ok(), "a system that does not tell refuses nothing");
        let day = refused(49.0, 1.0, Some(1000.0)).unwrap_err().to_string();
        assert!(
            day.contains("r: 7 runs would take about") && day.contains("2.0 days") && day.contains("--yes"),
            "{day}"
        );
        let disk = refused(1.0, 501.0, Some(1000.0)).unwrap_err().to_string();
        assert!(disk.contains("about 501.0 MB") && disk.contains("1000.0 MB are free"), "{disk}");
    }

    #[test]
    fn what_is_free_is_told_of_a_folder_that_does_not_exist_yet() {
        assert!(free(Path::new("no/such/folder")).is_some_and(|free| free > 0.0));
    }
}
