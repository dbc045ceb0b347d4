//! What the page is made of: a line for each source file, struct and enum. A new submodel gets a line in
//! [`SUBMODELS`]; `tests/odd.rs` says which one is missing.

/// A source file as it was compiled in.
#[derive(Debug, Clone, Copy)]
pub struct SourceFile {
    /// Path under `src`.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl SourceFile {
    /// Name of the module: of the file, or of the folder where the file is its head.
    pub fn module(&self) -> &'static str {
        let path = self.name.trim_end_matches(".rs").trim_end_matches("/mod");
        path.rsplit('/').next().unwrap_or(path)
    }
}

/// An entity and the struct that holds its states.
#[derive(Debug, Clone, Copy)]
pub struct Entity {
    /// In words.
    pub title: &'static str,
    /// Where it stands.
    pub source: SourceFile,
    /// Name of the struct.
    pub name: &'static str,
}

macro_rules! source {
    ($name:literal) => {
        SourceFile { name: $name, text: include_str!(concat!("../../", $name)) }
    };
}

const fn entity(title: &'static str, source: SourceFile, name: &'static str) -> Entity {
    Entity { title, source, name }
}

const DISTRICT: SourceFile = source!("world/district.rs");
const OPENING: SourceFile = source!("world/opening.rs");
const LEADERS: SourceFile = source!("world/leaders.rs");
const ADVICE: SourceFile = source!("world/advice.rs");
const SCHOOL: SourceFile = source!("world/school.rs");
const TEACHERS: SourceFile = source!("world/teachers.rs");
const TEAM: SourceFile = source!("world/team.rs");
const PERSON: SourceFile = source!("world/person.rs");
const ROLLOUT: SourceFile = source!("strategy.rs");
/// What can happen.
pub const EVENT: SourceFile = source!("world/event.rs");
/// What all submodels share.
pub const NOTATION: SourceFile = source!("mechanisms/mod.rs");
/// Chance, its addresses, and how a number becomes a value.
pub const CHANCE: SourceFile = source!("chance/mod.rs");
/// Addresses of draws.
pub const STREAMS: SourceFile = source!("chance/streams.rs");
/// Inverse distribution functions.
pub const INVERSE: SourceFile = source!("chance/inverse.rs");

/// The submodels in the order of the page, with the groups of the ledger that hold their parameters.
pub const SUBMODELS: &[(SourceFile, &[&str])] = &[
    (source!("mechanisms/succession.rs"), &["succession"]),
    (source!("mechanisms/mobility.rs"), &["mobility"]),
    (source!("mechanisms/visibility.rs"), &["visibility"]),
    (source!("mechanisms/principals.rs"), &["principals"]),
    (source!("mechanisms/attention.rs"), &["attention"]),
    (source!("mechanisms/support.rs"), &["support"]),
    (source!("mechanisms/team_capacity.rs"), &[]),
    (source!("mechanisms/fundamentals.rs"), &[]),
    (source!("mechanisms/fit.rs"), &[]),
    (source!("mechanisms/idea_review.rs"), &[]),
    (source!("mechanisms/new_teams.rs"), &["team"]),
    (source!("mechanisms/help.rs"), &["help"]),
    (source!("mechanisms/training.rs"), &[]),
    (source!("mechanisms/uptake.rs"), &["uptake"]),
    (source!("mechanisms/components.rs"), &[]),
    (source!("mechanisms/depth.rs"), &["depth"]),
    (source!("mechanisms/ownership.rs"), &["ownership"]),
    (source!("mechanisms/stopping.rs"), &["stopping"]),
    (source!("mechanisms/adoption.rs"), &[]),
    (source!("mechanisms/abandonment.rs"), &[]),
    (source!("mechanisms/embedding.rs"), &["embedding"]),
    (source!("mechanisms/rollout.rs"), &["rollout"]),
    (source!("metrics/stage.rs"), &[]),
    (source!("metrics/run_summary.rs"), &[]),
    (source!("mechanisms/outcomes.rs"), &["outcomes"]),
    (source!("mechanisms/null.rs"), &["null"]),
    (source!("mechanisms/null/bass.rs"), &[]),
    (source!("mechanisms/null/logistic.rs"), &[]),
    (source!("mechanisms/cost.rs"), &["cost"]),
];

/// Modules whose details several submodels lean on, after the submodels.
pub const DETAILS: &[SourceFile] = &[
    source!("simulation/apply.rs"),
    source!("world/person.rs"),
    source!("numerics.rs"),
    source!("numerics/exponential.rs"),
    source!("numerics/logarithm.rs"),
    source!("numerics/power_mean.rs"),
];

/// The first day, with the groups of the ledger that it reads.
pub const FIRST_DAY: &[(SourceFile, &[&str])] = &[
    (source!("initialization/mod.rs"), &["leaders"]),
    (source!("initialization/seats.rs"), &[]),
    (source!("initialization/people.rs"), &[]),
    (source!("initialization/teams.rs"), &[]),
    (source!("initialization/network.rs"), &["network"]),
    (source!("initialization/known_ties.rs"), &[]),
    (source!("initialization/synthetic.rs"), &["population"]),
];

/// Tables of real districts.
pub const INPUT: &[SourceFile] = &[source!("input/mod.rs"), source!("input/district_table.rs")];
/// Dated events.
pub const DATED: SourceFile = source!("simulation/scheduled_events.rs");

/// What is measured; stage and ending are submodels.
pub const MEASURING: &[SourceFile] = &[source!("metrics/mod.rs"), source!("metrics/monthly.rs")];

const CENSUS: SourceFile = source!("census/mod.rs");

/// What is publicly known of schools and districts.
pub const KNOWN: &[Entity] = &[
    entity("School", CENSUS, "SchoolFacts"),
    entity("District", CENSUS, "DistrictFacts"),
    entity("District in total", source!("census/totals.rs"), "DistrictTotals"),
];
/// Levels of schools.
pub const LEVELS: (SourceFile, &str) = (CENSUS, "Level");

/// Who and what has states.
pub const ENTITIES: &[Entity] = &[
    entity("Teachers", TEACHERS, "Teachers"),
    entity("Further component of a program, as its teachers have it", TEACHERS, "Component"),
    entity("Principal", SCHOOL, "Principal"),
    entity("School", SCHOOL, "School"),
    entity("Grade of a school", SCHOOL, "GradeGroup"),
    entity("District", DISTRICT, "District"),
    entity("Culture", DISTRICT, "Culture"),
    entity("What the work takes", DISTRICT, "Effort"),
    entity("Rollout", DISTRICT, "Rollout"),
    entity("Mandate", DISTRICT, "Mandate"),
    entity("District office", LEADERS, "Office"),
    entity("What is settled before the first day", OPENING, "Opening"),
    entity("Its leaders", OPENING, "LeadersPlan"),
    entity("Its team", OPENING, "TeamPlan"),
    entity("Its support", OPENING, "SupportPlan"),
    entity("Its rollout", OPENING, "RolloutPlan"),
    entity("Its further components", OPENING, "ComponentPlan"),
    entity("Its known advice ties", ADVICE, "AdviceNetwork"),
    entity("A known tie between schools", ADVICE, "SchoolTie"),
    entity("A known tie between teachers", ADVICE, "TeacherTie"),
    entity("A teacher of a known tie", ADVICE, "NamedSeat"),
    entity("Superintendent, team lead", LEADERS, "Leader"),
    entity("Program manager", LEADERS, "Manager"),
    entity("Improvement team", TEAM, "Team"),
    entity("Collaboration", TEAM, "Collaboration"),
    entity("Idea", TEAM, "Idea"),
    entity("World", source!("world/mod.rs"), "World"),
    entity("What a next leader brings", LEADERS, "Successor"),
    entity("What a teacher brings", PERSON, "TeacherTraits"),
    entity("A team that starts during a run", EVENT, "NewTeam"),
];

/// Structs of the world that the page tells in words: their fields are not public.
pub const IN_WORDS: &[&str] = &["Ties"];

/// What states can be.
pub const WORDS: &[(SourceFile, &str)] = &[
    (TEACHERS, "Practice"),
    (ROLLOUT, "Route"),
    (ROLLOUT, "Strategy"),
    (ROLLOUT, "Circle"),
    (source!("model.rs"), "Model"),
    (DISTRICT, "Fundamental"),
    (LEADERS, "Stance"),
    (ADVICE, "OtherTies"),
    (ADVICE, "KnownTies"),
    (EVENT, "Post"),
];
