//! Tests of an idea, and its fit. (ODD 7.8)
//!
//! An idea's tests grow by the W of each team of its collaboration. Fit grows at a pilot school that does share x_s of the
//! tests of its team, and elsewhere in schools with focal teachers by the school's own deep users; beside that a school can use
//! what the pilot schools of its collaboration learned:
//!
//! ```text
//! fit_s     += fit_rate · W · x_s · max(0, best − fit_s)                             at a pilot school
//!            += local_fit_rate · deep_s · max(0, best − fit_s)                       elsewhere
//! carry      = K r / (1 + (K − 1) r)                       K pilot schools of the collaboration, r = context_similarity
//! pilot fit  = mean fit of these K schools
//! usable fit = fit_s                                                                 at a pilot school
//!            = min(fit_s + (1 − fit_s) · carry · pilot fit, max(best, fit_s))        elsewhere
//! ```
//!
//! deep_s is the share of the school's focal teachers who use it on their own account at a depth of `deep` or more. Where there
//! is no pilot school, pilot fit and carry are 0. Pilot fit and usable fit are worked out here and again at the end of every
//! month, holidays included. What was learned in K different places, each resembling the rest with r, carries over better than
//! from one.
//!
//! Reads     capacity of the teams, deep users.
//! Writes    tests, fit, pilot fit, usable fit.
//! Leaves out  where students really go (patterns follow the order of the table).

use super::Context;
use crate::parameters::Parameters;
use crate::world::{CollaborationId, District, Practice, School};

/// How much of what `sites` pilot schools learn carries over, each resembling the rest with `r`.
pub fn carry(sites: f64, r: f64) -> f64 {
    sites * r / (1.0 + (sites - 1.0) * r)
}

/// A teaching month of tests.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = c.p;
    let (t, teams, collaborations) = (&d.teachers, &d.teams, &mut d.collaborations);
    for team in teams {
        collaborations[team.collaboration].idea.tests += team.capacity;
    }
    for school in d.schools.iter_mut().filter(|s| s.focal > 0) {
        let team = &teams[school.team];
        let speed = if school.pilot {
            p.team.fit_rate * team.capacity * school.test_share
        } else {
            let deep =
                |k: &usize| t.focal[*k] && t.practice[*k] == Practice::Using && t.depth[*k] >= p.depth.deep;
            let deep = school.teachers.clone().filter(deep).count();
            p.team.local_fit_rate * deep as f64 / school.focal as f64
        };
        school.fit += speed * (collaborations[team.collaboration].idea.best - school.fit).max(0.0);
    }
    refresh(d, p);
}

/// Brings what follows from fit up to date: pilot fit and usable fit.
pub fn refresh(d: &mut District, p: &Parameters) {
    for place in 0..d.collaborations.len() {
        let teams = &d.teams;
        let own = |school: &School| teams[school.team].collaboration == CollaborationId(place);
        let (mut sum, mut sites) = (0.0, 0.0);
        for school in d.schools.iter().filter(|s| s.pilot && own(s)) {
            sum += school.fit;
            sites += 1.0;
        }
        let fit = if sites > 0.0 { sum / sites } else { 0.0 };
        let carried = if sites > 0.0 { carry(sites, p.team.context_similarity) * fit } else { 0.0 };
        let collaboration = &mut d.collaborations[place];
        collaboration.pilot_fit = fit;
        let best = collaboration.idea.best;
        for school in d.schools.iter_mut().filter(|s| own(s)) {
            let lent = school.fit + (1.0 - school.fit) * carried;
            // No place can use an idea better than it can ever suit the district.
            school.usable_fit = if school.pilot { school.fit } else { lent.min(best.max(school.fit)) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_places_teach_more_than_one_and_alike_places_carry_over_whole() {
        assert!(carry(2.0, 0.4) > carry(1.0, 0.4));
        assert_eq!(carry(2.0, 1.0), 1.0);
        assert_eq!(carry(1.0, 0.4), 0.4);
    }
}
