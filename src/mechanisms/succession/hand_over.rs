//! What a leader's exit does, and the next person in post: the table of 7.1. (ODD 7.1)
//!
//! Reads     the post, the successor, ownership of the staff.
//! Writes    the person in post and what the exit costs: `seen`, churn, teams' skill, bond, safety.
//! Leaves out  what a leader who left goes on doing from outside.

use crate::model::Model;
use crate::parameters::Parameters;
use crate::world::{District, Leader, Post, Principal, SchoolId, Stance, Successor};

/// A leader left: the next person is in post, and the exit acts.
pub fn succeed(d: &mut District, post: Post, successor: Successor, p: &Parameters) {
    if d.model == Model::NoLeaders && post != Post::Manager {
        return hand_over(d, post, successor);
    }
    let s = &p.succession;
    match post {
        Post::Superintendent => {
            replace(&mut d.office.superintendent, successor);
            d.seen *= s.seen_kept;
            d.churn = (d.churn + s.churn_superintendent).min(1.0);
            if d.office.leads_in_person {
                replace(&mut d.office.lead, successor);
                lose_skill(d, p);
            }
        }
        Post::Lead => {
            replace(&mut d.office.lead, successor);
            if !d.rules().principals_lead {
                lose_skill(d, p);
            }
            d.churn = (d.churn + s.churn_lead).min(1.0);
        }
        Post::Manager => {
            d.office.manager.person += 1;
            d.office.manager.bond = 0.0;
            return;
        }
        Post::Principal(place) => return principal_succeeds(d, place, successor, p),
    }
    if successor.stance == Stance::OwnAgenda {
        d.initiatives += 1.0;
    }
}

fn principal_succeeds(d: &mut District, place: SchoolId, successor: Successor, p: &Parameters) {
    let s = &p.succession;
    let prevented = s.softened_by_ownership * d.mean_ownership(&d.schools[place]);
    if d.rules().principals_lead && d.schools[place].pilot {
        // Here the principals of the pilot schools are those who lead the team.
        let team = d.schools[place].team;
        let leaders = d.schools.iter().filter(|s| s.pilot && s.team == team).count();
        d.teams[team].skill *= 1.0 - (1.0 - s.skill_kept) / leaders as f64;
    }
    let school = &mut d.schools[place];
    let aligned = successor.stance == Stance::Continues;
    let softened = if aligned { 1.0 - s.softened_by_alignment } else { 1.0 };
    // What was announced has already cost its share.
    let left = if school.principal.leaving { 1.0 - s.safe_fall_before } else { 1.0 };
    school.safe *= 1.0 - s.safe_fall * left * (1.0 - prevented) * softened;
    school.churn = (school.churn + s.churn_principal).min(1.0);
    school.routine *= if aligned { 1.0 } else { p.embedding.routine_kept };
    school.principal = Principal {
        person: school.principal.person + 1,
        priority: successor.commitment,
        commitment: successor.commitment,
        skill: successor.skill,
        tenure: 0,
        aligned,
        leaving: false,
    };
    if successor.stance == Stance::OwnAgenda {
        // One school's new initiative is a share of one for the district.
        d.initiatives += 1.0 / d.schools.len() as f64;
    }
}

/// The next person is in post, and nothing else changes.
fn hand_over(d: &mut District, post: Post, successor: Successor) {
    match post {
        Post::Superintendent => {
            replace(&mut d.office.superintendent, successor);
            if d.office.leads_in_person {
                replace(&mut d.office.lead, successor);
            }
        }
        Post::Lead => replace(&mut d.office.lead, successor),
        Post::Manager => {}
        Post::Principal(place) => {
            let principal = &mut d.schools[place].principal;
            principal.person += 1;
            principal.leaving = false;
        }
    }
}

fn replace(leader: &mut Leader, successor: Successor) {
    let (commitment, skill) = (successor.commitment, successor.skill);
    *leader = Leader { person: leader.person + 1, commitment, skill, tenure: 0 };
}

/// A lead takes skill along, the less of it the more leaders are on the team.
fn lose_skill(d: &mut District, p: &Parameters) {
    for team in &mut d.teams {
        team.skill *= 1.0 - (1.0 - p.succession.skill_kept) / p.team.team_leaders.max(1.0);
    }
}
