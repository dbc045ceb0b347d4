//! The improvement team and the idea it works on. (ODD 2)

use crate::chance::{Streams, What, Who, inverse};
use crate::parameters::Parameters;
use crate::quantity::Month;

/// The improvement team. Shares from 0 to 1 unless said.
#[derive(Debug, Clone)]
pub struct Team {
    /// Places of its teachers in [`super::Teachers`].
    pub members: Vec<usize>,
    /// Skill to run the work without help.
    pub skill: f64,
    /// Help for its work: from outside, and its own skill.
    pub help: f64,
    /// Capacity for work in the last month: help, leadership and time together.
    pub capacity: f64,
    /// The idea under test.
    pub idea: Idea,
    /// Mean fit of the idea over the pilot schools.
    pub pilot_fit: f64,
}

/// A practice idea.
#[derive(Debug, Clone, PartialEq)]
pub struct Idea {
    /// How well it can ever suit this district; unknown to everyone in it.
    pub best: f64,
    /// Number of this idea: 0 for the first.
    pub number: u16,
    /// Months of full testing so far.
    pub tests: f64,
}

impl Idea {
    /// How well the idea of this number can ever suit the district: the same in every scenario.
    pub fn best(number: u16, streams: &Streams, p: &Parameters) -> f64 {
        let u = streams.uniform(What::Idea, Who::office(0, number), Month(0));
        inverse::beta_of_mean(u, p.team.best_mean, p.team.best_sd)
    }
}
