//! What a batch came to, in tables to read, or as JSON or CSV.

use super::faults::CommandResult;
use super::options::{Format, Length};
use super::print;
use uptake::experiment::plan::Design;
use uptake::results::Dataset;
use uptake::study::summary::BatchSummary;

/// Prints the summary of a finished folder.
pub fn print(dataset: &Dataset, design: &Design, (format, length): (Format, Length)) -> CommandResult {
    let summary = BatchSummary::of(dataset, design)?;
    match format {
        Format::Json => print::json(&serde_json::json!(summary)),
        Format::Csv => print::raw(&summary.csv()?),
        Format::Human => {
            print::told(length, || summary.brief().into(), || summary.words().into())?;
            if summary.is_empty() {
                let grades = design.scenarios.first().map(|s| s.opening.team.grades.to_string());
                let grades = grades.unwrap_or_default();
                aside!(
                    "nothing was simulated: no teacher of the grades {grades} in any district\n  choose other grades with --set team.grades=8-9, or another district"
                );
            }
            Ok(())
        }
    }
}
