//! The one place where an event becomes true.
//!
//! What each event does to states is said where it is decided: exits and successors (7.1, 7.2), taking up (7.10), ideas dropped
//! or adapted, new teams, collaborations and curricula (7.8), circles (7.15). Events of one process are applied in the order in
//! which they were decided.

use super::event::NewTeam;
use super::{Collaboration, District, Event, Leader, Post, Practice, Stance, Successor, Team};
use crate::census::grade::{Grade, GradeSpan};
use crate::model::Model;
use crate::parameters::Parameters;
use crate::strategy::{Circle, Route, Strategy};

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
                    let team = self.schools[t.school[teacher] as usize].team;
                    self.teams[team].members.retain(|&m| m != teacher);
                }
                t.person[teacher] += 1;
                t.practice[teacher] = Practice::Never;
                t.months_used[teacher] = 0;
                t.months_in_seat[teacher] = 0;
                t.openness[teacher] = successor.openness;
                t.belief[teacher] = (successor.belief + p.mobility.newcomer_belief * routine).min(1.0);
                t.depth[teacher] = p.mobility.newcomer_depth * routine;
                t.ownership[teacher] = 0.0;
                t.clear_help(teacher);
            }
            Event::JoinedTeam { teacher } => {
                self.teachers.on_team[teacher] = true;
                let school = &self.schools[self.teachers.school[teacher] as usize];
                self.teams[school.team].members.push(teacher);
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
                let start = (factor * t.openness[teacher] * t.belief[teacher]).min(1.0);
                t.ownership[teacher] = t.ownership[teacher].max(start);
            }
            Event::MadeOwn { teacher, .. } => self.teachers.practice[teacher] = Practice::Using,
            Event::Stopped { teacher, .. } => self.teachers.practice[teacher] = Practice::Stopped,
            Event::GaveUp { school, .. } => self.schools[school].given_up = true,
            Event::Reconsidered { school, .. } => self.schools[school].given_up = false,
            Event::CircleOpened { team, circle } => self.teams[team].circle = circle,
            Event::IdeaAdapted { collaboration, best, .. } => {
                self.collaborations[collaboration].idea.best = best;
                let teams = &self.teams;
                for school in self.schools.iter_mut().filter(|s| teams[s.team].collaboration == collaboration)
                {
                    // What was learned of the old version is worth no more than the new one can be.
                    school.fit = school.fit.min(best.max(p.team.fit_start));
                }
            }
            Event::IdeaDropped { collaboration, best, .. } => self.start_over(collaboration, best, p),
            Event::Suspended => self.rollout.suspended = true,
            Event::TakenUpAgain => self.rollout.suspended = false,
            Event::TeamStarted(ref team) => self.start_team(team, p),
            Event::CurriculumChanged => self.change_curriculum(p),
        }
    }

    fn succeed(&mut self, post: Post, successor: Successor, p: &Parameters) {
        if self.model == Model::NoLeaders && post != Post::Manager {
            return self.hand_over(post, successor);
        }
        let s = &p.succession;
        match post {
            Post::Superintendent => {
                replace(&mut self.office.superintendent, successor);
                self.seen *= s.seen_kept;
                self.churn = (self.churn + s.churn_superintendent).min(1.0);
                if self.office.leads_in_person {
                    replace(&mut self.office.lead, successor);
                    self.lose_skill(s.skill_kept, p);
                }
            }
            Post::Lead => {
                replace(&mut self.office.lead, successor);
                if self.rollout.strategy != Strategy::PrincipalLed {
                    self.lose_skill(s.skill_kept, p);
                }
                self.churn = (self.churn + s.churn_lead).min(1.0);
            }
            Post::Manager => {
                self.office.manager.person += 1;
                self.office.manager.bond = 0.0;
                return;
            }
            Post::Principal(place) => {
                let prevented = s.softened_by_ownership * self.mean_ownership(place);
                if self.rollout.strategy == Strategy::PrincipalLed && self.schools[place].pilot {
                    // Here the principals of the pilot schools are those who lead the team.
                    let team = self.schools[place].team;
                    let leaders = self.schools.iter().filter(|s| s.pilot && s.team == team).count();
                    self.teams[team].skill *= 1.0 - (1.0 - s.skill_kept) / leaders as f64;
                }
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

    /// The next person is in post, and nothing else changes.
    fn hand_over(&mut self, post: Post, successor: Successor) {
        match post {
            Post::Superintendent => {
                replace(&mut self.office.superintendent, successor);
                if self.office.leads_in_person {
                    replace(&mut self.office.lead, successor);
                }
            }
            Post::Lead => replace(&mut self.office.lead, successor),
            Post::Manager => {}
            Post::Principal(place) => {
                let principal = &mut self.schools[place].principal;
                principal.person += 1;
                principal.leaving = false;
            }
        }
    }

    /// Mean ownership over the focal teachers of a school; those who do not use it own nothing.
    pub fn mean_ownership(&self, place: usize) -> f64 {
        let t = &self.teachers;
        let (mut sum, mut count) = (0.0, 0.0);
        for k in self.schools[place].teachers.clone().filter(|&k| t.focal[k]) {
            count += 1.0;
            if t.practice[k].in_use() {
                sum += t.ownership[k];
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// A lead takes skill along, the less of it the more leaders are on the team.
    fn lose_skill(&mut self, kept: f64, p: &Parameters) {
        for team in &mut self.teams {
            team.skill *= 1.0 - (1.0 - kept) / p.team.team_leaders.max(1.0);
        }
    }

    fn start_over(&mut self, place: usize, best: f64, p: &Parameters) {
        let kept = p.team.learning_kept;
        let collaboration = &mut self.collaborations[place];
        collaboration.idea.best = best;
        collaboration.idea.number += 1;
        collaboration.idea.tests *= kept;
        collaboration.policy *= kept;
        let (teams, depth) = (&mut self.teams, &mut self.teachers.depth);
        for school in self.schools.iter_mut().filter(|s| teams[s.team].collaboration == place) {
            let learned = kept * (school.fit - p.team.fit_start).max(0.0);
            school.fit = (p.team.fit_start + learned).min(best.max(p.team.fit_start));
            // What was embedded and seen was the old practice.
            school.routine *= kept;
            school.proof *= kept;
            for depth in &mut depth[school.teachers.clone()] {
                *depth *= kept;
            }
        }
        for team in teams.iter_mut().filter(|team| team.collaboration == place) {
            // A new idea is tested before anybody beyond the pilot schools hears of it again.
            team.circle = team.circle.min(Circle::PilotInvited);
        }
    }

    /// Other materials: part of what was learned of the practice no longer fits, in every school.
    fn change_curriculum(&mut self, p: &Parameters) {
        let (kept, start) = (p.team.curriculum_kept, p.team.fit_start);
        for school in &mut self.schools {
            school.fit = start.min(school.fit) + kept * (school.fit - start).max(0.0);
            school.routine *= kept;
        }
        for collaboration in &mut self.collaborations {
            collaboration.idea.tests *= kept;
        }
        self.initiatives += 1.0;
    }

    fn start_team(&mut self, new: &NewTeam, p: &Parameters) {
        let place = self.teams.len();
        let parent = match new.collaboration {
            Some(_) => None,
            None => new.schools.first().map(|&k| self.schools[k].team),
        };
        let collaboration = match &new.collaboration {
            Some((grades, idea)) => {
                let fresh =
                    Collaboration { grades: *grades, idea: idea.clone(), pilot_fit: 0.0, policy: 0.0 };
                self.collaborations.push(fresh);
                // The district now has one more thing to attend to.
                self.initiatives += 1.0;
                self.collaborations.len() - 1
            }
            None => 0,
        };
        for &k in &new.schools {
            self.schools[k].team = place;
            if let Some((grades, _)) = &new.collaboration {
                self.turn_focal(k, grades, p);
            }
        }
        let share = 1.0 / new.seats.len().max(1) as f64;
        for &(k, _) in &new.seats {
            (self.schools[k].pilot, self.schools[k].test_share) = (true, share);
        }
        self.teams.push(Team {
            collaboration,
            parent,
            started: new.started,
            members: Vec::new(),
            seats: new.seats.clone(),
            hours: 0.0,
            convening: 0.0,
            skill: new.skill,
            help: 0.0,
            capacity: 0.0,
            circle: Circle::Team,
        });
    }

    /// A school's teachers of these grades become those whom a new practice is for. What they may have
    /// taken over of another practice was not this one; know-how is kept as from a dropped idea.
    fn turn_focal(&mut self, place: usize, grades: &GradeSpan, p: &Parameters) {
        let school = &mut self.schools[place];
        let t = &mut self.teachers;
        school.focal = 0;
        for group in &mut school.grades {
            group.focal = Grade::new(group.grade).is_some_and(|grade| grades.contains(grade));
            for k in group.teachers.clone() {
                t.focal[k] = group.focal;
                if group.focal {
                    t.practice[k] = Practice::Never;
                    t.depth[k] *= p.team.learning_kept;
                    t.ownership[k] = 0.0;
                }
            }
            school.focal += if group.focal { group.teachers.len() } else { 0 };
        }
        let focal_grades = school.grades.iter().filter(|g| g.focal).count();
        school.pupil_gains = vec![0.0; focal_grades];
        school.fit = p.team.fit_start;
        school.usable_fit = p.team.fit_start;
        (school.routine, school.proof) = (0.0, 0.0);
    }
}

fn replace(leader: &mut Leader, successor: Successor) {
    leader.person += 1;
    leader.commitment = successor.commitment;
    leader.skill = successor.skill;
    leader.tenure = 0;
}
