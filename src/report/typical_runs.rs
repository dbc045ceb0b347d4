//! Where it came from: for each scenario the run that stands for its most common ending, told.

use rayon::prelude::*;

use super::Asked;
use crate::diagnostic::Diagnostic;
use crate::explain::{Story, Typical, explain, typical};
use crate::results::read_features::read_features;

/// The run that stands for a scenario's most common ending, and its story.
pub struct TypicalRun {
    /// Which run, and how many end so.
    pub typical: Typical,
    /// Its story.
    pub story: Story,
}

/// For each scenario its typical run, where one can be told.
pub fn stories(asked: &Asked<'_>) -> Result<Vec<Option<TypicalRun>>, Diagnostic> {
    let subject = asked.subject;
    let one = |s: &crate::scenario::Scenario| {
        let size = (s.run.months, s.run.replications);
        let features = read_features(subject.folder, size, &s.name, subject.district)?;
        let Some(&commonest) = typical(&features).first() else { return Ok(None) };
        let place = s.places.iter().find(|p| p.id() == subject.district);
        let story = place.and_then(|p| explain(s, p, commonest.replication, None).ok());
        Ok(story.map(|story| TypicalRun { typical: commonest, story }))
    };
    subject.scenarios.par_iter().map(one).collect()
}
