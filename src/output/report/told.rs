//! Where it came from: for each scenario the run that stands for its most common ending, told.

use super::super::error::OutputError;
use super::Asked;
use crate::study::explain::{Story, Typical};

/// The run that stands for a scenario's most common ending, and its story.
pub struct Told {
    /// Which run, and how many end so.
    pub typical: Typical,
    /// Its story.
    pub story: Story,
}

/// For each scenario its typical run, where one can be told.
pub fn stories(asked: &Asked<'_>) -> Result<Vec<Option<Told>>, OutputError> {
    Ok(asked.subject.scenarios.iter().map(|_| None).collect())
}
