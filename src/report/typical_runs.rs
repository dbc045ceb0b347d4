//! Where it came from: for each scenario the run that stands for its most common ending, told.

use rayon::prelude::*;

use super::ReportRequest;
use crate::diagnostic::Diagnostic;
use crate::explain::{Story, Typical, explain, typical};

/// The run that stands for a scenario's most common ending, and its story.
pub struct TypicalRun {
    /// Which run, and how many end so.
    pub typical: Typical,
    /// Its story.
    pub story: Story,
}

/// For each scenario its typical run, where one can be told.
pub fn stories(asked: &ReportRequest<'_>) -> Result<Vec<Option<TypicalRun>>, Diagnostic> {
    let (dataset, district) = (asked.results.dataset, &asked.results.district.id);
    let one = |s: &crate::scenario::Scenario| {
        let features = dataset.features(&s.name, district)?;
        let Some(&commonest) = typical(&features).first() else { return Ok(None) };
        let place = s.places.iter().find(|p| p.id() == district);
        let story = place.and_then(|p| explain(s, p, commonest.replication, None).ok());
        Ok(story.map(|story| TypicalRun { typical: commonest, story }))
    };
    dataset.scenarios.par_iter().map(one).collect()
}
