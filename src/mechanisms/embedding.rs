//! Embedding: a school's routine and the district's policy. (ODD 7.14)
//!
//! ```text
//! target of routine = share using · min(1, mean depth / routine_depth) · authority      0 in a school that has given it up
//! routine += routine_rate · (target − routine)                                  down at routine_fall of the rate
//! target of policy  = min(1, mean(rho_policy; mean routine, backing, C) · min(1, mean routine / 0.05))
//! policy  += policy_rate · (target − policy)                                    likewise
//! ```
//!
//! First the routines of all schools change, then policies, which see the routines as just changed.
//!
//! Share using and mean depth are those of the school's focal teachers who use it on their own account, after this month's
//! changes. Routine changes in schools with focal teachers. Each collaboration has a policy of its own, from the mean routine
//! of its schools weighted by focal teachers; backing and C are the district's. 0.05 is the floor of the power mean; below it
//! the target goes down to 0 with the routine, because a district without routine has nothing to embed.
//!
//! Only the principal's authority under district backing embeds a routine, and only the district can
//! decide, schedule, buy and expect. Both outlast the people, though routine weakens with those who carried it: each user on
//! their own account who leaves takes `routine_carried` / number of such users of it along, and a principal's exit leaves
//! `routine_kept` of it where the successor does not continue the work (7.1, 7.2). Routine teaches newcomers and slows fading, policy keeps an expectation alive without its author. The formal end of the collaboration
//! removes support, not practice.
//!
//! In the null model without complementarity routine follows share using · mean(share of depth, authority), ρ is 1,
//! and policy is not held back where there is no routine.
//!
//! Reads     use, depth, authority, backing, coherence.
//! Writes    `routine`, `policy`.
//! Leaves out  votes of the board; contracts.

use super::Context;
use crate::model::Model;
use crate::numerics;
use crate::parameters::Embedding;
use crate::world::{CollaborationId, District, Practice, School};

const THIRDS: [f64; 3] = [1.0 / 3.0; 3];

/// Moves toward the target, more slowly down than up.
pub fn embedded(level: f64, target: f64, rate: f64, fall: f64) -> f64 {
    let speed = if target >= level { rate } else { rate * fall };
    numerics::share(level + speed * (target - level))
}

/// A teaching month of embedding.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = &c.p.embedding;
    embed_routines(d, p);
    for place in 0..d.collaborations.len() {
        let (mut routines, mut weight) = (0.0, 0.0);
        let own = |s: &&School| s.focal > 0 && d.teams[s.team].collaboration == CollaborationId(place);
        for school in d.schools.iter().filter(own) {
            routines += school.routine * school.focal as f64;
            weight += school.focal as f64;
        }
        let mean = if weight > 0.0 { routines / weight } else { 0.0 };
        let target = numerics::power_mean(p.rho_policy, [mean, d.backing, d.coherence], THIRDS);
        // A district without routine has nothing to embed: the floor of the mean must not lend it some.
        let gate = (mean / numerics::MEAN_FLOOR).min(1.0);
        let target = if d.model == Model::NoComplementarity { target } else { target * gate }.min(1.0);
        let policy = &mut d.collaborations[place].policy;
        *policy = embedded(*policy, target, p.policy_rate, p.routine_fall);
    }
}

fn embed_routines(d: &mut District, p: &Embedding) {
    let (t, model) = (&d.teachers, d.model);
    for school in d.schools.iter_mut().filter(|s| s.focal > 0) {
        let (mut users, mut depth) = (0.0, 0.0);
        for group in school.grades.iter().filter(|g| g.focal) {
            let seats = group.teachers.clone();
            for (&practice, &own_depth) in t.practice[seats.clone()].iter().zip(&t.depth[seats]) {
                if practice == Practice::Using {
                    users += 1.0;
                    depth += own_depth;
                }
            }
        }
        let share_using = users / school.focal as f64;
        let share_depth = if users > 0.0 { (depth / users / p.routine_depth).min(1.0) } else { 0.0 };
        let target = model.combine(share_using, [share_depth, school.authority]);
        let target = if school.given_up { 0.0 } else { target };
        school.routine = embedded(school.routine, target, p.routine_rate, p.routine_fall);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_embedded_is_lost_more_slowly_than_it_was_gained() {
        let up = embedded(0.3, 0.5, 0.1, 0.4) - 0.3;
        let down = 0.3 - embedded(0.3, 0.1, 0.1, 0.4);
        assert!(up > 0.0 && (down - 0.4 * up).abs() < 1e-15);
    }
}
