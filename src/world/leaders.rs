//! The district's leaders and the outside program manager. (ODD 2)

/// The district office.
#[derive(Debug, Clone)]
pub struct Office {
    /// The superintendent.
    pub superintendent: Leader,
    /// The team lead, a senior district leader.
    pub lead: Leader,
    /// The superintendent leads the work in person: `lead` is the same person.
    pub leads_in_person: bool,
    /// The outside program manager.
    pub manager: Manager,
}

/// A superintendent or team lead.
#[derive(Debug, Clone, PartialEq)]
pub struct Leader {
    /// Succession number in this post.
    pub person: u16,
    /// Commitment to this work, 0 to 1.
    pub commitment: f64,
    /// Skill in running it, 0 to 1.
    pub skill: f64,
    /// Months in post.
    pub tenure: u32,
}

/// The outside program manager.
#[derive(Debug, Clone, PartialEq)]
pub struct Manager {
    /// Succession number.
    pub person: u16,
    /// Support set by a dated event instead of the release schedule.
    pub set_hours: Option<f64>,
    /// Hours in each year of support as shares of `manager_hours`; where empty they fall evenly.
    pub release: Vec<f64>,
    /// Bond with the team, 0 to 1.
    pub bond: f64,
    /// Number in the pool of a cohort, where districts share the manager.
    pub pool: Option<u16>,
    /// Hours that the manager is to give this month, to all teams in all districts together (hours).
    pub planned: f64,
}

impl Manager {
    /// Whether districts with these managers have one and the same.
    pub fn is_shared_with(&self, other: &Manager) -> bool {
        self.pool.is_some() && self.pool == other.pool
    }
}

/// How a successor stands to the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// Continues it.
    Continues,
    /// Neither for nor against.
    Neutral,
    /// Brings an agenda of their own: one more initiative.
    OwnAgenda,
}

/// The next person in a leader's post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Successor {
    /// How the person stands to the work.
    pub stance: Stance,
    /// Commitment, or priority for a principal.
    pub commitment: f64,
    /// Skill.
    pub skill: f64,
}
