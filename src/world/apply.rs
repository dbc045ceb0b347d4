//! The one place where an event becomes true.

use super::{District, Event, Leader, Post, Practice, Stance, Successor};
use crate::parameters::Parameters;
use crate::quantity::{Circle, Route};

impl District {
    /// Makes an event true.
    pub fn apply(&mut self, event: &Event, p: &Parameters) {
        match *event {
            Event::ExitAnnounced { school, .. } => self.schools[school].principal.leaving = true,
            Event::LeaderLeft { post, successor, .. } => self.succeed(post, successor, p),
            Event::TeacherLeft { teacher, successor, .. } => {
                let routine = self.schools[self.teachers.school[teacher] as usize].routine;
                let t = &mut self.teachers;
                if t.on_team[teacher] {
                    t.on_team[teacher] = false;
                    self.team.members.retain(|&m| m != teacher);
                }
                t.person[teacher] += 1;
                t.practice[teacher] = Practice::Never;
                t.months_used[teacher] = 0;
                t.months_in_seat[teacher] = 0;
                t.open[teacher] = successor.open;
                t.belief[teacher] = (successor.belief + p.mobility.newcomer_belief * routine).min(1.0);
                t.depth[teacher] = p.mobility.newcomer_depth * routine;
                t.own[teacher] = 0.0;
                t.clear_help(teacher);
            }
            Event::JoinedTeam { teacher } => {
                self.teachers.on_team[teacher] = true;
                self.team.members.push(teacher);
            }
            Event::TookUp { teacher, route, .. } => {
                let t = &mut self.teachers;
                t.practice[teacher] =
                    if route == Route::Mandate { Practice::Complying } else { Practice::Using };
                t.route[teacher] = route;
                t.months_used[teacher] = 0;
                t.depth[teacher] = t.depth[teacher].max(p.depth.start_depth);
                let o = &p.ownership;
                let factor = match route {
                    Route::Pilot => o.own_start_pilot,
                    Route::Colleague => o.own_start_colleague,
                    Route::Invitation => o.own_start_invitation,
                    Route::Expectation => o.own_start_expectation,
                    Route::Mandate => o.own_start_mandate,
                };
                let start = (factor * t.open[teacher] * t.belief[teacher]).min(1.0);
                t.own[teacher] = t.own[teacher].max(start);
            }
            Event::MadeOwn { teacher, .. } => self.teachers.practice[teacher] = Practice::Using,
            Event::Stopped { teacher, .. } => self.teachers.practice[teacher] = Practice::Stopped,
            Event::CircleOpened { circle } => self.rollout.circle = circle,
            Event::IdeaAdapted { best, .. } => {
                self.team.idea.best = best;
                for school in &mut self.schools {
                    // What was learned of the old version is worth no more than the new one can be.
                    school.fit = school.fit.min(best.max(p.team.fit_start));
                }
            }
            Event::IdeaDropped { best, .. } => self.start_over(best, p),
        }
    }

    fn succeed(&mut self, post: Post, successor: Successor, p: &Parameters) {
        let s = &p.succession;
        match post {
            Post::Superintendent => {
                replace(&mut self.office.superintendent, successor);
                self.seen *= s.seen_kept;
                self.churn = (self.churn + s.churn_superintendent).min(1.0);
                if self.office.leads_in_person {
                    replace(&mut self.office.lead, successor);
                    self.team.skill *= s.skill_kept;
                }
            }
            Post::Lead => {
                replace(&mut self.office.lead, successor);
                self.team.skill *= s.skill_kept;
                self.churn = (self.churn + s.churn_lead).min(1.0);
            }
            Post::Manager => {
                self.office.manager.person += 1;
                self.office.manager.bond = 0.0;
                return;
            }
            Post::Principal(place) => {
                let prevented = s.softened_by_ownership * self.mean_ownership(place);
                let school = &mut self.schools[place];
                let aligned = successor.stance == Stance::Continues;
                let softened = if aligned { 1.0 - s.softened_by_alignment } else { 1.0 };
                // What was announced has already cost its share.
                let left = if school.principal.leaving { 1.0 - s.safe_fall_before } else { 1.0 };
                school.safe *= 1.0 - s.safe_fall * left * (1.0 - prevented) * softened;
                school.churn = (school.churn + s.churn_principal).min(1.0);
                let principal = &mut school.principal;
                principal.person += 1;
                principal.priority = successor.commitment;
                principal.commitment = successor.commitment;
                principal.skill = successor.skill;
                principal.tenure = 0;
                principal.aligned = aligned;
                principal.leaving = false;
                if successor.stance == Stance::OwnAgenda {
                    // One school's new initiative is a share of one for the district.
                    self.initiatives += 1.0 / self.schools.len() as f64;
                }
                return;
            }
        }
        if successor.stance == Stance::OwnAgenda {
            self.initiatives += 1.0;
        }
    }

    /// Mean ownership over the focal teachers of a school; those who do not use it own nothing.
    pub fn mean_ownership(&self, place: usize) -> f64 {
        let t = &self.teachers;
        let (mut sum, mut count) = (0.0, 0.0);
        for k in self.schools[place].teachers.clone().filter(|&k| t.focal[k]) {
            count += 1.0;
            if t.practice[k].in_use() {
                sum += t.own[k];
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }

    fn start_over(&mut self, best: f64, p: &Parameters) {
        let kept = p.team.learning_kept;
        self.team.idea.best = best;
        self.team.idea.number += 1;
        self.team.idea.tests *= kept;
        for school in &mut self.schools {
            let learned = kept * (school.fit - p.team.fit_start).max(0.0);
            school.fit = (p.team.fit_start + learned).min(best.max(p.team.fit_start));
            // What was embedded and seen was the old practice.
            school.routine *= kept;
            school.proof *= kept;
        }
        for depth in &mut self.teachers.depth {
            *depth *= kept;
        }
        self.policy *= kept;
        // A new idea is tested before anybody beyond the pilot schools hears of it again.
        self.rollout.circle = self.rollout.circle.min(Circle::PilotInvited);
    }
}

fn replace(leader: &mut Leader, successor: Successor) {
    leader.person += 1;
    leader.commitment = successor.commitment;
    leader.skill = successor.skill;
    leader.tenure = 0;
}
