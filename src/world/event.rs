//! What can happen: changes of state, each with its cause. (ODD 3)
//!
//! Mechanisms decide and return events; `simulation/apply.rs` makes them true; recorders watch. Slow
//! drift (depth, belief, safety) is no event.

use super::ids::{CollaborationId, SchoolId, TeacherId, TeamId};
use super::leaders::Successor;
use super::person::TeacherTraits;
use super::team::Idea;
use crate::calendar::Month;
use crate::census::grade::GradeSpan;
use crate::strategy::{Circle, Route};

/// A leader's post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// Superintendent.
    Superintendent,
    /// Team lead.
    Lead,
    /// Outside program manager.
    Manager,
    /// Principal of the school at this place.
    Principal(SchoolId),
}

/// What weighed most in the probability that a practice is let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It was not the teacher's own, or not the staff's.
    NotOwned,
    /// Nothing in the routines of the school held it.
    NotRoutine,
    /// Unrest after changes of leaders.
    Unrest,
    /// Doubt that it works here.
    Doubt,
    /// Other initiatives took the attention.
    Attention,
    /// It had been done because it was told, and the push behind that was gone.
    NotEnforced,
    /// The principal was not committed to it.
    Principal,
    /// Neither policy nor expectation of the district stood behind it.
    NothingBehind,
    /// Another initiative took its place.
    Switched,
    /// The district ended it.
    DistrictEnded,
    /// The school as a whole gave it up.
    SchoolGaveUp,
    /// The model knows no more than a rate.
    Rate,
}

impl Reason {
    /// The reason whose factor of a hazard is the largest against what it would be half way; the first of equals.
    pub fn weightiest(factors: &[(Reason, f64)]) -> Reason {
        let heavier = |best: (Reason, f64), next: &(Reason, f64)| if next.1 > best.1 { *next } else { best };
        factors.iter().fold((Reason::Rate, 0.0), heavier).0
    }
}

/// A change of state in one district.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A principal announces leaving at the end of the school year; `probability` was drawn against.
    ExitAnnounced {
        /// Place of the school.
        school: SchoolId,
        /// Probability of the exit.
        probability: f64,
    },
    /// A leader left and the next person is in post.
    LeaderLeft {
        /// The post.
        post: Post,
        /// Probability drawn against; 1 for an exit that the scenario dates.
        probability: f64,
        /// Who comes.
        successor: Successor,
    },
    /// A teacher left the school; the seat's next teacher has these traits.
    TeacherLeft {
        /// The seat.
        teacher: TeacherId,
        /// Probability drawn against.
        probability: f64,
        /// What the next teacher brings.
        successor: TeacherTraits,
    },
    /// A teacher joined the improvement team.
    JoinedTeam {
        /// The seat.
        teacher: TeacherId,
    },
    /// A teacher began to use the practice.
    TookUp {
        /// The seat.
        teacher: TeacherId,
        /// What made the difference.
        route: Route,
        /// Probability of taking up this month, by all causes together.
        probability: f64,
    },
    /// A teacher began to use a further component of the program.
    TookUpComponent {
        /// The seat.
        teacher: TeacherId,
        /// The component, from 0.
        component: usize,
        /// Probability drawn against.
        probability: f64,
    },
    /// A complying teacher made the practice their own.
    MadeOwn {
        /// The seat.
        teacher: TeacherId,
        /// Probability drawn against.
        probability: f64,
    },
    /// A teacher stopped using it.
    Stopped {
        /// The seat.
        teacher: TeacherId,
        /// Probability drawn against.
        probability: f64,
        /// What weighed most in it.
        reason: Reason,
    },
    /// A school adopted the practice formally.
    Adopted {
        /// Place of the school.
        school: SchoolId,
        /// Probability drawn against; 1 where the district adopts it for the school.
        probability: f64,
    },
    /// A new problem takes attention of the leaders, and brings an initiative.
    ProblemArose {
        /// Probability drawn against.
        probability: f64,
    },
    /// The budget for coaches is cut for this school year.
    BudgetCut {
        /// Probability drawn against.
        probability: f64,
    },
    /// A school gave the practice up.
    GaveUp {
        /// Place of the school.
        school: SchoolId,
        /// Probability drawn against.
        probability: f64,
        /// What weighed most in it.
        reason: Reason,
    },
    /// A school that had given it up takes it up again.
    Reconsidered {
        /// Place of the school.
        school: SchoolId,
        /// Probability drawn against.
        probability: f64,
    },
    /// A team opened the rollout to a wider circle of its schools.
    CircleOpened {
        /// Place of the team.
        team: TeamId,
        /// The new circle.
        circle: Circle,
    },
    /// The teams of a collaboration adapted their idea.
    IdeaAdapted {
        /// Place of the collaboration.
        collaboration: CollaborationId,
        /// How well the adapted idea can suit the district.
        best: f64,
        /// How well the old one seemed to suit.
        judged: f64,
    },
    /// They dropped their idea and took another.
    IdeaDropped {
        /// Place of the collaboration.
        collaboration: CollaborationId,
        /// How well the new idea can suit the district.
        best: f64,
        /// How well the old one seemed to suit.
        judged: f64,
    },
    /// The district suspended the work until it is calm.
    Suspended,
    /// It took the work up again.
    TakenUpAgain,
    /// One more team started; its collaboration may be a new one.
    TeamStarted(Box<NewTeam>),
    /// The district adopted another curriculum.
    CurriculumChanged,
}

/// A team that starts during a run.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTeam {
    /// Its first month.
    pub started: Month,
    /// The grades and the first idea of a new collaboration; without them the team joins the first one.
    pub collaboration: Option<(GradeSpan, Idea)>,
    /// Places of the schools that belong to it from now on.
    pub schools: Vec<SchoolId>,
    /// Its pilot schools among them, and how many teachers each sends.
    pub seats: Vec<(SchoolId, usize)>,
    /// Its skill at the start.
    pub skill: f64,
}
