//! What cannot be shown of results whose tables hold some measures alone.

use crate::figures::{self, FigureSelection};
use crate::report;
use crate::results::Dataset;

/// In one line which of the figures asked for, and whether the report, cannot be made of a folder, each with the measures that it
/// lacks; nothing where all can.
pub fn not_shown(dataset: &Dataset, asked: &FigureSelection, with_report: bool) -> Option<String> {
    dataset.manifest.measures.as_ref()?;
    let is_sweep = dataset.scenarios.iter().any(|s| !s.point.is_empty());
    let mut all: Vec<(&str, Vec<&str>)> =
        figures::lacking(dataset).into_iter().filter(|(name, _)| asked.takes_kind(name)).collect();
    let lacking = report::lacking(dataset);
    if with_report && !is_sweep && dataset.manifest.districts.len() == 1 && !lacking.is_empty() {
        all.push(("the report", lacking));
    }
    let each: Vec<String> =
        all.iter().map(|(what, lacking)| format!("{what} ({})", lacking.join(", "))).collect();
    (!each.is_empty())
        .then(|| format!("not drawn, since --measures left out what they are made of: {}", each.join("; ")))
}
