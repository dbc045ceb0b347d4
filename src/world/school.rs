//! A school and its principal. (ODD 2)

use std::ops::Range;

use super::TeamId;
use crate::calendar::Month;
use crate::model::Model;

/// A school. States are shares from 0 to 1 unless said.
#[derive(Debug, Clone)]
pub struct School {
    /// Identifier in the scenario or table.
    pub id: String,
    /// Key of the school's chance.
    pub key: u32,
    /// Share of students eligible for free or reduced-price meals; NaN where it is not known.
    pub poverty: f64,
    /// Its teachers' places in [`super::Teachers`], grade after grade.
    pub teachers: Range<usize>,
    /// Its grades in ascending order, with the places of their teachers.
    pub grades: Vec<GradeGroup>,
    /// A regular school of known grades, which a practice may be for; alternative schools are not.
    pub regular: bool,
    /// Number of focal teachers.
    pub focal: usize,
    /// The team to which it belongs, by place in the district.
    pub team: TeamId,
    /// The team tests the practice here.
    pub pilot: bool,
    /// Share of the team's tests done here.
    pub test_share: f64,
    /// The principal.
    pub principal: Principal,
    /// How safe it is to try things.
    pub safe: f64,
    /// Collaboration hours that a dated event has set here, instead of the usual (hours a month).
    pub offered: Option<f64>,
    /// Collaboration hours used for instruction (hours a month).
    pub time: f64,
    /// That time as a share of the hours beyond which more adds nothing.
    pub time_share: f64,
    /// Month in which the school first adopted the practice formally, through its principal or the district.
    pub adopted: Option<Month>,
    /// The school has given the practice up: nobody is asked, expected or told to use it.
    pub given_up: bool,
    /// Strength of the principal's difficult conversations with resisters.
    pub conversations: f64,
    /// The principal's authority to embed and enforce: own commitment under district backing.
    pub authority: f64,
    /// How far the practice is routine.
    pub routine: f64,
    /// Share of the help that users need which colleagues of the school give.
    pub help_met: f64,
    /// Local evidence seen.
    pub proof: f64,
    /// Unrest left by changes of principals.
    pub churn: f64,
    /// How well the idea fits here, from tests made here.
    pub fit: f64,
    /// How well it can be used here, with what was learned elsewhere.
    pub usable_fit: f64,
    /// District coherence as teachers of this school meet it.
    pub coherence: f64,
    /// How far courses are assigned and students counseled as the practice asks; in grades 7 and above.
    pub courses: f64,
    /// Share of a class's gain that its students can have with the courses they are in.
    pub course_factor: f64,
    /// Gains that students now in each of its focal grades have accumulated (SD), by place in `grades`.
    pub pupil_gains: Vec<f64>,
}

/// The teachers of one grade of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeGroup {
    /// Grade: −1 transitional kindergarten, 0 kindergarten, 1 to 12.
    pub grade: i8,
    /// The practice is meant for students of this grade.
    pub focal: bool,
    /// Places of its teachers.
    pub teachers: Range<usize>,
}

/// Grade from which students have courses of their own.
const FIRST_COURSES: i8 = 7;

impl GradeGroup {
    /// Whether its students have courses of their own.
    pub fn has_courses(&self) -> bool {
        self.grade >= FIRST_COURSES
    }
}

impl School {
    /// Whether the practice is for students who have courses of their own.
    pub fn has_courses(&self) -> bool {
        self.grades.iter().any(|g| g.focal && g.has_courses())
    }

    /// Share of a class's gain that the students of a grade can have with the courses they are in.
    pub fn gain_factor(&self, group: &GradeGroup) -> f64 {
        if group.has_courses() { self.course_factor } else { 1.0 }
    }
}

/// A principal.
#[derive(Debug, Clone, PartialEq)]
pub struct Principal {
    /// Succession number in this post.
    pub person: u16,
    /// Priority of this work to the person.
    pub priority: f64,
    /// Commitment as enacted.
    pub commitment: f64,
    /// Instructional skill.
    pub skill: f64,
    /// Months in post.
    pub tenure: u32,
    /// Will continue the work.
    pub aligned: bool,
    /// Has announced leaving at the end of the school year.
    pub leaving: bool,
}

impl Principal {
    /// Acts on this work, from commitment and skill together.
    pub fn strength(&self, model: Model) -> f64 {
        model.combine(1.0, [self.commitment, self.skill])
    }
}
