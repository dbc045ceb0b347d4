//! Belief that it works here, and ownership. (ODD 7.12)
//!
//! A user's belief moves toward what students' gains show, seen in one's own class and through
//! monitoring, less a dip in the first months; a teacher who does not use it sees what local evidence
//! there is. Close colleagues whose belief is not too far off pull, the more the staff take their cue
//! from each other: under pressure camps can form.
//!
//! ```text
//! shown    = belief_without_gain + (1 − belief_without_gain) · min(1, gain / convincing_gain)
//! view_gain = belief_seen_alone + (1 − belief_seen_alone) · f4
//! user     belief += belief_rate · view_gain · (shown − belief) − dip
//! non-user belief += belief_rate · f4 · proof · (1 − belief)
//! both     belief += tie_pull · identification · Σ strength · difference / Σ strength        over ties; 0 without any
//! own     += (own_asked · asked · participation + own_experience · depth · belief)(1 − own)
//!            − own_pressure · pressure · own − own_unseen · (1 − seen) · own
//! ```
//!
//! `gain` is that of the teacher's class (7.17), with the courses of the month before. `dip` is `belief_dip` while the months
//! of the present use, as they stand before this month's growth, are fewer than `dip_months`, else 0. They are 0 from taking up
//! on, and grow first in the next teaching month: so the dip comes in as many teaching months as `dip_months` says (broken
//! numbers count up), the first being that after taking up. A tie's difference is the colleague's belief less one's own; those
//! whose difference in absolute value is `belief_distance` or more pull nothing, but count in the divisor. Beliefs of focal
//! teachers change, those of adjacent ones only where the circle that holds for their school is 4 (7.15).
//!
//! Ownership changes for users only, wherever they teach. `asked` is 1 for those who came by team, colleague or invitation,
//! `asked_expectation` by expectation, and by mandate once it is their own; 0 for everyone who complies, and under the two
//! strategies of training, where nobody comes back to ask. What a teacher masters and believes in becomes their own whoever decided
//! about it (Guskey 2002); only being asked hangs on participation. `pressure` is push · (1 − participation), so that participation counts once in it. Belief and
//! ownership are worked out from the same state, depth and belief before this month's change. What a teacher owns at first is
//! said in 7.10. At the end of the step the months of the present use of everyone who uses it grow by 1.
//!
//! *Participation* is `participation_mandate` under a mandate at once and a one-off consultant, `participation_grassroots` under
//! grassroots only and few sent to training, else `participation_staged`; a dated mandate sets that of a mandate while it lasts.
//!
//! In the null model without a network the mean belief of the district's focal teachers, of all collaborations, pulls instead
//! of close ties, where it is less than `belief_distance` away.
//!
//! Reads     depth, use, ties, monitoring, local evidence, pressure, `seen`.
//! Writes    belief, ownership, months of use.
//! Leaves out  unions; what teachers read.

use super::Context;
use crate::model::Model;
use crate::numerics::{self, in_lanes};
use crate::parameters::Ownership;
use crate::strategy::Route;
use crate::world::district::Fundamental;
use crate::world::teachers::class_gain;
use crate::world::{District, Practice};

/// What a student gain (SD a year) shows, 0 to 1.
#[inline]
pub fn shown(gain: f64, p: &Ownership) -> f64 {
    p.belief_without_gain + (1.0 - p.belief_without_gain) * (gain / p.convincing_gain).min(1.0)
}

/// How far a teacher who uses it on their own account was asked rather than told.
#[inline]
pub fn asked(route: Route, p: &Ownership) -> f64 {
    match route {
        Route::Pilot | Route::Colleague | Route::Invitation => 1.0,
        Route::Expectation | Route::Mandate => p.asked_expectation,
    }
}

/// A user's ownership after a month.
#[inline]
#[allow(clippy::too_many_arguments, reason = "the quantities of the formula, one by one")]
pub fn next_own(
    own: f64,
    asked: f64,
    depth: f64,
    belief: f64,
    seen: f64,
    pressure: f64,
    participation: f64,
    p: &Ownership,
) -> f64 {
    let growth = p.own_asked * asked * participation + p.own_experience * depth * belief;
    let loss = p.own_pressure * pressure + p.own_unseen * (1.0 - seen);
    numerics::share(own + growth * (1.0 - own) - loss * own)
}

/// Columns in which everyone's belief is worked out, a value for each seat.
#[derive(Debug, Clone, Default)]
pub struct Room {
    belief: Vec<f64>,
    /// How far the beliefs of colleagues lie from one's own, added up by the strength of ties.
    pull: Vec<f64>,
}

/// How strongly colleagues pull everyone's belief, as far as it is not too far off.
fn pull(d: &District, distance: f64, pull: &mut Vec<f64>) {
    let belief = &d.teachers.belief[..];
    pull.clear();
    pull.resize(belief.len(), 0.0);
    let pull = &mut pull[..];
    in_lanes(
        #[inline(always)]
        move || {
            for (asked, strength) in d.ties.slots() {
                let (asked, strength) = (&asked[..belief.len()], &strength[..belief.len()]);
                for k in 0..belief.len() {
                    // Whoever has no tie left is pulled by nobody: the strength is 0.
                    let colleague = belief.get(asked[k] as usize).copied().unwrap_or(0.0);
                    let difference = colleague - belief[k];
                    pull[k] += if difference.abs() < distance { strength[k] * difference } else { 0.0 };
                }
            }
        },
    );
}

/// Everyone's belief and ownership after this teaching month, from the same state.
pub fn update(d: &mut District, c: Context<'_>, room: &mut Room) {
    let (p, o) = (c.p, &c.p.ownership);
    let monitoring = d.fundamental(Fundamental::Monitoring);
    let view = o.belief_seen_alone + (1.0 - o.belief_seen_alone) * monitoring;
    let t = &d.teachers;
    room.belief.clone_from(&t.belief);
    // Without a network everyone hears what the whole district believes.
    let everyone = (d.model == Model::MeanField).then(|| t.mean_belief());
    if everyone.is_none() {
        pull(d, o.belief_distance, &mut room.pull);
    }
    for school in &d.schools {
        let crosses = d.crosses_grades(school);
        let groups = school.grades.iter().filter(|g| g.focal || crosses);
        let seats = groups.flat_map(|g| g.teachers.clone().map(|k| (k, school.gain_factor(g))));
        for (k, factor) in seats {
            let belief = t.belief[k];
            let from_pupils = if t.practice[k].in_use() {
                let dip = if f64::from(t.months_used[k]) < o.dip_months { o.belief_dip } else { 0.0 };
                let gain = factor * class_gain(t.practice[k], t.depth[k], &p.outcomes);
                o.belief_rate * view * (shown(gain, o) - belief) - dip
            } else {
                o.belief_rate * monitoring * school.proof * (1.0 - belief)
            };
            let (pull, weight) = match everyone {
                Some(mean) if (mean - belief).abs() < o.belief_distance => (mean - belief, 1.0),
                Some(_) => (0.0, 1.0),
                None => (room.pull[k], d.ties.weight(k)),
            };
            let from_ties = if weight > 0.0 { o.tie_pull * o.identification * pull / weight } else { 0.0 };
            room.belief[k] = numerics::share(belief + from_pupils + from_ties);
        }
    }
    // After a training nobody comes back to ask.
    let somebody_asks = d.rules().has_team();
    let (pressure, participation, seen) = (d.pressure(), d.rollout.participation, d.seen);
    let t = &mut d.teachers;
    for k in 0..t.len() {
        if t.practice[k].in_use() {
            let complies = t.practice[k] == Practice::Complying;
            let asked = if complies || !somebody_asks { 0.0 } else { asked(t.route[k], o) };
            t.ownership[k] =
                next_own(t.ownership[k], asked, t.depth[k], t.belief[k], seen, pressure, participation, o);
            t.months_used[k] = t.months_used[k].saturating_add(1);
        }
    }
    std::mem::swap(&mut t.belief, &mut room.belief);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p() -> Ownership {
        crate::parameters::Ledger::standard().unwrap().values().ownership
    }

    #[test]
    fn pressure_without_participation_costs_ownership_and_participation_builds_it() {
        let at = |pressure, participation| next_own(0.5, 1.0, 0.5, 0.5, 0.8, pressure, participation, &p());
        assert!(at(0.9, 0.1) < at(0.0, 0.1));
        assert!(at(0.0, 0.9) > at(0.0, 0.1));
    }

    #[test]
    fn what_is_mastered_and_believed_in_comes_to_be_owned_without_being_asked() {
        let at = |depth, belief| next_own(0.2, 0.0, depth, belief, 1.0, 0.0, 0.0, &p());
        assert!(at(0.7, 0.7) > at(0.7, 0.2) && at(0.7, 0.7) > at(0.2, 0.7));
        assert_eq!(at(0.0, 0.9), 0.2);
    }

    #[test]
    fn an_unseen_superintendent_costs_ownership() {
        let at = |seen| next_own(0.5, 1.0, 0.5, 0.5, seen, 0.0, 0.7, &p());
        assert!(at(0.0) < at(1.0));
    }

    #[test]
    fn nothing_to_show_leads_to_doubt_and_a_convincing_gain_to_belief() {
        assert_eq!(shown(0.0, &p()), p().belief_without_gain);
        assert_eq!(shown(p().convincing_gain * 2.0, &p()), 1.0);
    }
}
