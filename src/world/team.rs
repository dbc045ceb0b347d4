//! Improvement teams, and the collaborations whose practice they work on. (ODD 2)

use super::{CollaborationId, SchoolId, TeacherId, TeamId};
use crate::calendar::Month;
use crate::census::grade::GradeSpan;
use crate::chance::{Decision, DecisionMaker, Streams, inverse};
use crate::parameters::Parameters;
use crate::strategy::Circle;

/// A collaboration: one practice, for the students of some grades.
#[derive(Debug, Clone)]
pub struct Collaboration {
    /// The grades whose students the practice is for.
    pub grades: GradeSpan,
    /// The idea under test.
    pub idea: Idea,
    /// Mean fit of the idea over the pilot schools.
    pub pilot_fit: f64,
    /// How far the practice is embedded in what only the district can decide.
    pub policy: f64,
}

/// An improvement team. Shares from 0 to 1 unless said.
#[derive(Debug, Clone)]
pub struct Team {
    /// Place of its collaboration in the district.
    pub collaboration: CollaborationId,
    /// The team out of whose feeder pattern its own was taken: what that one opens to all its schools, these
    /// are asked for too.
    pub parent: Option<TeamId>,
    /// Its first month, from which outside support is released.
    pub started: Month,
    /// Places of its teachers in [`super::Teachers`].
    pub members: Vec<TeacherId>,
    /// How many teachers each of its pilot schools sends: place of the school, and number.
    pub seats: Vec<(SchoolId, usize)>,
    /// Hours of the program manager for this team this month (hours).
    pub hours: f64,
    /// Hours of help that each member receives this month at convenings and online (hours).
    pub convening: f64,
    /// Skill to run the work without help.
    pub skill: f64,
    /// Help for its work: from outside, and its own skill.
    pub help: f64,
    /// Capacity for work in the last month: help, leadership and time together.
    pub capacity: f64,
    /// How wide it has opened the rollout in its schools.
    pub circle: Circle,
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
    /// An untested idea: the one of this number of the collaboration at this place.
    pub fn untested(collaboration: CollaborationId, number: u16, streams: &Streams, p: &Parameters) -> Idea {
        Idea { best: Idea::best(collaboration, number, streams, p), number, tests: 0.0 }
    }

    /// How well the idea of this number can ever suit the district: the same in every scenario.
    pub fn best(collaboration: CollaborationId, number: u16, streams: &Streams, p: &Parameters) -> f64 {
        let u =
            streams.uniform(Decision::Idea, DecisionMaker::office(collaboration.0 as u16, number), Month(0));
        inverse::beta_of_mean(u, p.team.best_mean, p.team.best_sd)
    }
}
