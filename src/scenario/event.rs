//! Dated events: what happens in which month, and to whom.

use crate::census::grade::GradeSpan;

/// Most events of a scenario.
pub const MOST_EVENTS: usize = 1_000;

/// Something that happens at the start of a month.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduledEvent {
    /// The month at whose start it acts.
    pub month: u32,
    /// The month at whose start it is undone.
    pub until: Option<u32>,
    /// What happens.
    pub action: Action,
    /// The only district of a cohort in which it happens, by id; all of them if `None`.
    pub district: Option<String>,
    /// The event as written, for tables and figures.
    pub what: String,
    /// The writer's note.
    pub note: String,
}

impl ScheduledEvent {
    /// Whether it happens in the district of this id.
    pub fn acts_in(&self, district: &str) -> bool {
        self.district.as_ref().is_none_or(|only| only == district)
    }
}

/// What an event does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A leader's commitment (a principal's priority) becomes `to`.
    Commitment {
        /// Whose.
        post: Target,
        /// 0 to 1.
        to: f64,
    },
    /// A leader leaves and a successor comes.
    Leaves {
        /// Who.
        post: Target,
        /// Probability that one who continues the work was looked for; the parameter's if none.
        aligned: Option<f64>,
    },
    /// The program manager's hours become this share of full support.
    Support {
        /// 0 to 1.
        to: f64,
    },
    /// The collaboration time that schools offer changes.
    Time {
        /// Which schools.
        schools: Schools,
        /// Hours a month.
        to: f64,
    },
    /// Use is mandated everywhere.
    Mandate,
    /// The mandate is withdrawn.
    MandateEnds,
    /// The number of initiatives changes.
    Initiatives {
        /// By how many.
        change: f64,
    },
    /// One more improvement team starts to work on the same practice, in a feeder pattern of its own.
    TeamStarts {
        /// Names or ids of its pilot schools; drawn where empty.
        sites: Vec<String>,
    },
    /// One more collaboration starts: another practice, for other grades, with a team of its own.
    CollaborationStarts {
        /// The grades whose pupils the new practice is for.
        grades: GradeSpan,
        /// Names or ids of its pilot schools; drawn where empty.
        sites: Vec<String>,
    },
    /// The district adopts another curriculum.
    NewCurriculum,
    /// The work is suspended.
    Pause,
    /// The work is taken up again.
    Return,
    /// A parameter has another value from now on.
    Set {
        /// Position of the parameter.
        position: usize,
        /// Its value.
        to: f64,
    },
}

/// Whom an event is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// The superintendent.
    Superintendent,
    /// The team lead.
    Lead,
    /// The program manager.
    Manager,
    /// The principals of some schools.
    Principals(Schools),
}

/// The schools that an event is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Schools {
    /// All of them.
    All,
    /// The pilot schools, whichever they are in a replication.
    Pilot,
    /// One school, by id.
    Named(String),
    /// This share of the schools, drawn in each replication; a smaller share lies within a larger one.
    Share(f64),
}
