//! A run told: dated entries with their causes, and what each cause made of it.

use crate::metrics::Ending;

/// The story of one replication, of a district or of one of its schools.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Name of the scenario.
    pub scenario: String,
    /// Name of the district.
    pub district: String,
    /// The replication.
    pub replication: u32,
    /// Name of the school, where one is told.
    pub school: Option<String>,
    /// How the run ended.
    pub ending: Ending,
    /// What became of it, in a sentence or two.
    pub outcome: String,
    /// What happened, month by month.
    pub entries: Vec<StoryEntry>,
    /// What each candidate cause made of it, the largest first; those that change nothing come last.
    pub but_for: Vec<ButFor>,
    /// The same with all candidates removed together: effects do not add up. None if there are fewer than two.
    pub together: Option<ButFor>,
    /// Candidates that were not removed one by one, because there are too many.
    pub left: usize,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryEntry {
    /// The month.
    pub month: u32,
    /// What kind of thing it was.
    pub kind: EntryKind,
    /// What happened, in a sentence.
    pub what: String,
    /// Why, in a sentence; empty where the model knows no more than chance.
    pub why: String,
}

/// Kinds of things that happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum EntryKind {
    /// Dated by the scenario.
    Dated,
    /// A leader announces leaving, leaves, is succeeded.
    Leader,
    /// What the team and the district decide: circles, ideas, suspensions, giving up.
    Decision,
    /// Help ran short, or was enough again.
    Help,
    /// Teachers who take up, stop, make it their own.
    Teachers,
    /// A stage was reached or lost.
    Stage,
}

impl EntryKind {
    /// In one word.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The same replication with one cause removed.
#[derive(Debug, Clone, PartialEq)]
pub struct ButFor {
    /// Month of the cause.
    pub month: u32,
    /// What was removed, after "without": "the exit of the superintendent".
    pub without: String,
    /// What changes, at month 36, month 60 and no later than the last.
    pub changes: Vec<Change>,
    /// What changes in the school that is told, in the same months; empty where none is.
    pub school: Vec<SchoolChange>,
}

/// What a removed cause changes at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The month.
    pub month: u32,
    /// Share of focal teachers using: as it was, and without the cause.
    pub spread: (f64, f64),
    /// Share of focal teachers deep: as it was, and without the cause.
    pub deep_share: (f64, f64),
    /// Stage: as it was, and without the cause.
    pub stage: (u8, u8),
}

/// What a removed cause changes in one school at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SchoolChange {
    /// The month.
    pub month: u32,
    /// Share of its focal teachers using: as it was, and without the cause.
    pub spread: (f64, f64),
    /// Mean depth of its users, missing (NaN) where there are none: as it was, and without the cause.
    pub depth: (f64, f64),
    /// Share of its focal teachers deep: as it was, and without the cause.
    pub deep_share: (f64, f64),
}

impl Change {
    /// Whether nothing differs.
    pub fn is_nothing(&self) -> bool {
        self.spread.0 == self.spread.1
            && self.deep_share.0 == self.deep_share.1
            && self.stage.0 == self.stage.1
    }
}

impl SchoolChange {
    /// Whether nothing differs.
    pub fn is_nothing(&self) -> bool {
        let same = |(was, is): (f64, f64)| was == is || (was.is_nan() && is.is_nan());
        same(self.spread) && same(self.depth) && same(self.deep_share)
    }
}

impl ButFor {
    /// Whether removing the cause changes nothing, in any month that is looked at.
    pub fn is_nothing(&self) -> bool {
        self.changes.iter().all(Change::is_nothing) && self.school.iter().all(SchoolChange::is_nothing)
    }

    /// Size of the change at the last month looked at, in deep share and then in spread: of the school where one is
    /// told, then of the district.
    pub fn size(&self) -> [f64; 4] {
        let by = |(was, is): (f64, f64)| (is - was).abs();
        let school = self.school.last().map_or([0.0; 2], |c| [by(c.deep_share), by(c.spread)]);
        let district = self.changes.last().map_or([0.0; 2], |c| [by(c.deep_share), by(c.spread)]);
        [school[0], school[1], district[0], district[1]]
    }

    /// Compares two by size, the larger first; of equals one that changes something, then the earlier.
    pub fn larger_first(&self, other: &ButFor) -> std::cmp::Ordering {
        let sizes = self.size().into_iter().zip(other.size());
        sizes
            .map(|(own, other)| other.total_cmp(&own))
            .find(|order| order.is_ne())
            .unwrap_or(self.is_nothing().cmp(&other.is_nothing()))
            .then(self.month.cmp(&other.month))
    }
}

/// The run of an ending that lies nearest to all others of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typical {
    /// The ending.
    pub ending: Ending,
    /// The medoid's replication.
    pub replication: u32,
    /// How many runs end so.
    pub runs: u32,
    /// Of how many.
    pub of: u32,
}
