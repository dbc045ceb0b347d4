//! A district: its schools and people, and the states that belong to all of them. (ODD 2)

use std::ops::Range;

use super::{Collaboration, CollaborationId, Office, School, TeacherId, Teachers, Team, Ties};
use crate::model::Model;
use crate::parameters::Parameters;
use crate::strategy::{Circle, Expects, Invites, Strategy, StrategyRules, Trained};

/// The four fundamentals of a district, in the order of [`District::fundamentals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fundamental {
    /// Clear expectations of teaching and learning.
    Expectations,
    /// Common effective practices.
    Practices,
    /// Capacity building.
    Capacity,
    /// Monitoring.
    Monitoring,
}

/// A district office, its schools and everyone who works in them. States are shares from 0 to 1
/// unless said.
#[derive(Debug, Clone)]
pub struct District {
    /// Identifier: a real district's, or `district`.
    pub id: String,
    /// The model that it follows.
    pub model: Model,
    /// The leaders.
    pub office: Office,
    /// The collaborations that have started, the first one first.
    pub collaborations: Vec<Collaboration>,
    /// The improvement teams; each school belongs to one.
    pub teams: Vec<Team>,
    /// The schools, in the order of the scenario or table.
    pub schools: Vec<School>,
    /// All teachers, school after school.
    pub teachers: Teachers,
    /// Who asks whom for advice.
    pub ties: Ties,
    /// Levels of the four fundamentals, indexed by [`Fundamental`].
    pub fundamentals: [f64; 4],
    /// Coherence: the fundamentals together.
    pub coherence: f64,
    /// Visible commitment: what teachers and principals see leaders do.
    pub seen: f64,
    /// Perceived permanence.
    pub lasting: f64,
    /// District backing: the superintendent's visible acts and the lead's commitment together.
    pub backing: f64,
    /// Initiatives running side by side, this one among them (a number).
    pub initiatives: f64,
    /// Initiatives that dated events have added (above 0) or ended, on top of these (a number).
    pub dated_initiatives: f64,
    /// Attention left for this initiative.
    pub attention: f64,
    /// Share of leaders' attention to this work that newer problems have taken.
    pub elsewhere: f64,
    /// Unrest left by changes of leaders.
    pub churn: f64,
    /// Who is asked.
    pub rollout: Rollout,
    /// Means around which this district's people vary.
    pub culture: Culture,
    /// Share of a gain that students of underserved groups have.
    pub reaching_underserved: f64,
    /// Hours of training this month for each teacher who attends one (hours).
    pub training: f64,
    /// Share of the usual budget for coaches that this school year has.
    pub coach_budget: f64,
    /// Hours of coaches left for teachers this month, as much as hours of good ones (hours).
    pub coaching: f64,
    /// Hours of help that users needed in the last month; none in the holidays.
    pub help_needed: f64,
    /// Hours of help that they were given.
    pub help_given: f64,
    /// What an hour that coaches give to this practice is worth this month, in hours of good ones.
    pub coach_worth: f64,
    /// Hours that coaches worked for this practice in the last month (hours).
    pub coached: f64,
    /// What the work takes.
    pub effort: Effort,
}

/// What the work of a month took, and what it has cost so far. Nothing else in the model reads it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Effort {
    /// Hours of program managers (hours).
    pub manager: f64,
    /// Hours of the district's coaches (hours).
    pub coach: f64,
    /// Hours of teachers in collaboration on the practice, meetings of teams among them (hours).
    pub collaboration: f64,
    /// Hours of teachers at convenings, online sessions and trainings (hours).
    pub convening: f64,
    /// Hours of substitutes who stand in for them (hours).
    pub substitute: f64,
    /// Money that the month took (2023 dollars).
    pub cost: f64,
    /// Money since the first day (2023 dollars).
    pub cost_so_far: f64,
}

/// The state of the rollout.
#[derive(Debug, Clone)]
pub struct Rollout {
    /// Who is asked when.
    pub strategy: Strategy,
    /// A mandate in force, if any.
    pub mandate: Option<Mandate>,
    /// Participation of teachers in decisions about the work.
    pub participation: f64,
    /// A dated event has suspended the work: no team meetings, no outside support.
    pub paused: bool,
    /// The district has suspended it itself, until it is calm again.
    pub suspended: bool,
}

/// A mandate and the push behind it, which fades as leaders turn to other things.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mandate {
    /// Push left, from 1.
    pub push: f64,
}

/// District means of what people bring with them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Culture {
    /// Mean openness of teachers.
    pub openness: f64,
    /// Mean belief of teachers.
    pub belief: f64,
    /// Mean priority of this work to principals.
    pub priority: f64,
}

impl District {
    /// The level of one fundamental.
    pub fn fundamental(&self, which: Fundamental) -> f64 {
        self.fundamentals[which as usize]
    }

    /// How many teachers in these seats use the practice, for whatever reason.
    #[inline]
    pub fn in_use(&self, seats: Range<usize>) -> usize {
        self.teachers.practice[seats].iter().filter(|practice| practice.in_use()).count()
    }

    /// Mean ownership over the focal teachers of a school; those who do not use it own nothing.
    pub fn mean_ownership(&self, school: &School) -> f64 {
        let t = &self.teachers;
        let (mut sum, mut count) = (0.0, 0.0);
        for k in school.teachers.clone().filter(|&k| t.focal[k]) {
            count += 1.0;
            if t.practice[k].in_use() {
                sum += t.ownership[k];
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// Push of a mandate, 0 without one.
    pub fn push(&self) -> f64 {
        self.rollout.mandate.map_or(0.0, |m| m.push)
    }

    /// Push of a mandate on a school: mandates are about the first collaboration.
    pub fn push_on(&self, school: &School) -> f64 {
        if self.is_first(school) && !school.given_up { self.push() } else { 0.0 }
    }

    /// Pressure: a mandate's push without participation.
    pub fn pressure(&self) -> f64 {
        self.push() * (1.0 - self.rollout.participation)
    }

    /// The team to which a school belongs.
    pub fn team_of(&self, school: &School) -> &Team {
        &self.teams[school.team]
    }

    /// How wide the rollout has been opened for a school: by its own team, or to all its schools by the team
    /// to whose feeder pattern it belonged before.
    pub fn circle(&self, school: &School) -> Circle {
        let mut team = self.team_of(school);
        let mut widest = team.circle;
        while let Some(parent) = team.parent {
            team = &self.teams[parent];
            if team.circle >= Circle::AllInvited {
                widest = widest.max(team.circle);
            }
        }
        widest
    }

    /// The collaboration to which a school belongs.
    pub fn collaboration_of(&self, school: &School) -> &Collaboration {
        &self.collaborations[self.team_of(school).collaboration]
    }

    /// Whether a school belongs to the first collaboration, which the measures are about.
    pub fn is_first(&self, school: &School) -> bool {
        self.team_of(school).collaboration == CollaborationId(0)
    }

    /// Capacity of all teams together: what one leaves undone another may do.
    pub fn joint_capacity(&self) -> f64 {
        match self.teams.as_slice() {
            [only] => only.capacity,
            teams => 1.0 - teams.iter().map(|team| 1.0 - team.capacity).product::<f64>(),
        }
    }

    /// Notes hours of good coaches that somebody uses, as the hours that it takes the district's own.
    pub fn note_coached(&mut self, used: f64) {
        self.coached += if self.coach_worth > 0.0 { used / self.coach_worth } else { 0.0 };
    }

    /// What holds under the strategy.
    pub fn rules(&self) -> &'static StrategyRules {
        self.rollout.strategy.rules()
    }

    /// Whether the program manager works with any team.
    pub fn is_supported(&self) -> bool {
        self.teams.iter().any(|team| team.hours > 0.0)
    }

    /// Whether a teacher attends the training that takes the place of a team, under strategies that have one.
    pub fn attends_training(&self, k: TeacherId) -> bool {
        match self.rules().trained {
            Trained::Nobody => false,
            Trained::Few => self.teachers.on_team[k],
            Trained::AllFocal => self.teachers.focal[k],
        }
    }

    /// Share of the focal teachers of the first collaboration who use its practice.
    pub fn spread(&self) -> f64 {
        let (mut focal, mut using) = (0usize, 0usize);
        for school in self.schools.iter().filter(|s| self.is_first(s)) {
            focal += school.focal;
            using += school
                .grades
                .iter()
                .filter(|g| g.focal)
                .map(|g| self.in_use(g.teachers.clone()))
                .sum::<usize>();
        }
        using as f64 / focal.max(1) as f64
    }

    /// Whether the work is suspended.
    pub fn is_paused(&self) -> bool {
        self.rollout.paused || self.rollout.suspended
    }

    /// Whether this school's focal teachers are invited; for staff outside the focal grades, whether
    /// the rollout has crossed grades and departments.
    pub fn invites(&self, school: &School, focal: bool) -> bool {
        let circle = self.circle(school);
        match self.rules().invites {
            _ if school.given_up => false,
            Invites::Nobody => false,
            Invites::PilotSchools => school.pilot && focal,
            Invites::ByCircle if !focal => circle >= Circle::AllExpected,
            Invites::ByCircle => {
                circle >= Circle::AllInvited || (school.pilot && circle >= Circle::PilotInvited)
            }
        }
    }

    /// Whether use is expected in this school: of its focal teachers, and once the rollout has crossed
    /// grades of all its staff.
    pub fn expects(&self, school: &School) -> bool {
        let in_pilots = || school.pilot && self.team_of(school).circle >= Circle::PilotExpected;
        match self.rules().expects {
            _ if school.given_up => false,
            Expects::Nowhere => false,
            Expects::PilotSchools => in_pilots(),
            Expects::AllSchools => self.circle(school) >= Circle::AllExpected || in_pilots(),
        }
    }

    /// What stands behind an expectation in a school: the district's backing or policy, or, where
    /// principals lead the work themselves, at least their own word in their own building.
    pub fn behind(&self, school: &School, p: &Parameters) -> f64 {
        let district = self.backing.max(self.collaboration_of(school).policy);
        if self.rules().principals_lead { district.max(p.rollout.own_building) } else { district }
    }

    /// Whether teachers of a school outside the focal grades may take the practice up at all.
    pub fn crosses_grades(&self, school: &School) -> bool {
        self.circle(school) >= Circle::AllExpected
    }
}
