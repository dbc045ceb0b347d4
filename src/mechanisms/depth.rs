//! Deepening: from mechanical use to principled practice, and back. (ODD 7.11)
//!
//! For everyone who uses the practice, focal or not, complying or not:
//!
//! ```text
//! top    = mean(rho_depth; own, usable fit, C_s)
//! s(h)   = h⁴ / (h⁴ + half_dose⁴)                                                    h: dose
//! learn  = focus_weight (1 − depth) s(h) + fiddle_weight 4 depth (1 − depth) safe · time share · adapting
//!          + friends_weight depth · max(0, deepest tie − depth)
//! depth += depth_rate ⟨A⟩ learn max(0, top − depth) − depth_decay (1 − s(h))(1 − routine)(1 − ½ own) depth
//! ```
//!
//! `deepest tie` is the largest depth among ties who use a practice, 0 without any. Where adapting is allowed, trying helps the
//! experienced more and the novice less (Quinn and Kim 2017): from month `adaptation_month` on, `adapting` =
//! max(0, 1 + `adaptation_effect` · (2 depth − 1)), before it 1. For adjacent teachers usable fit is multiplied by
//! `adjacent_fit`. The depth of one who stopped falls each teaching month by the share `stop_decay`; that of one who never used it
//! stays. Everyone's depth is worked out from the same state, and one who takes up this month deepens from the next.
//!
//! Focus is for beginners, fiddling in the middle, friends for the deep (Frank et al. 2011). A dose of fourteen hours a year does
//! almost nothing, `half_dose` hours half (Yoon et al. 2007).
//!
//! In the null model without a network the deepest tie is the mean depth of all users of the district. In the one
//! without complementarity ρ is 1, and the mean of safety and time stands in the place of their product.
//!
//! Reads     doses, ownership, usable fit, coherence, attention, safety, time, routine, ties, use.
//! Writes    depth.
//! Leaves out  forgetting over the holidays; teachers who teach several subjects.

use super::{Context, relative_attention};
use crate::model::Model;
use crate::numerics::{self, PowerMean};
use crate::parameters::{Depth, Parameters};
use crate::world::{District, Practice, School};

const THIRD: f64 = 1.0 / 3.0;

/// Effect of so many hours of help in twelve months, 0 to 1.
#[inline]
pub fn dose_effect(hours: f64, half: f64) -> f64 {
    let ratio = hours / half;
    let fourth = ratio * ratio * ratio * ratio;
    fourth / (1.0 + fourth)
}

/// What coherence and fit allow: the same for all teachers of a grade, so their powers are taken once.
#[inline]
fn allowed(fit: f64, coherence: f64, rho: f64) -> PowerMean {
    PowerMean::new(rho).and(coherence, THIRD).and(fit, THIRD)
}

/// The depth that a teacher's ownership, fit and coherence together allow.
#[inline]
pub fn ceiling(own: f64, allowed: PowerMean) -> f64 {
    allowed.and(own, THIRD).value()
}

/// What a teacher can learn from this month, before room below the ceiling.
#[inline]
pub fn opportunity(depth: f64, dose: f64, trying: f64, deeper: f64, p: &Depth) -> f64 {
    p.focus_weight * (1.0 - depth) * dose
        + p.fiddle_weight * 4.0 * depth * (1.0 - depth) * trying
        + p.friends_weight * depth * deeper
}

/// Room below the ceiling, decay included: the depth after a month.
#[inline]
fn next_depth(depth: f64, opportunity: f64, top: f64, decay: f64, rate: f64) -> f64 {
    numerics::share(depth + rate * opportunity * (top - depth).max(0.0) - decay * depth)
}

/// Everyone's depth after this teaching month, computed from the same state into `next`.
pub fn next(d: &District, c: Context<'_>, next: &mut Vec<f64>) {
    let (t, p) = (&d.teachers, c.p);
    next.clone_from(&t.depth);
    let rate = p.depth.depth_rate * relative_attention(d, p);
    // Without a network the others a teacher can learn from are all who use it.
    let everyone = (d.model == Model::MeanField).then(|| t.mean_depth_of_users());
    let adapts = f64::from(c.now.0) >= p.depth.adaptation_month;
    for school in &d.schools {
        let trying = d.model.combine(1.0, [school.safe, school.time_share]);
        for group in &school.grades {
            let fit = if group.focal { school.usable_fit } else { school.usable_fit * p.uptake.adjacent_fit };
            let allowed = allowed(fit, school.coherence, p.depth.rho_depth);
            for k in group.teachers.clone() {
                match t.practice[k] {
                    Practice::Never => {}
                    Practice::Stopped => next[k] = t.depth[k] * (1.0 - p.stopping.stop_decay),
                    Practice::Using | Practice::Complying => {
                        next[k] = of_user(d, school, k, (allowed, trying), adapts, rate, everyone, p);
                    }
                }
            }
        }
    }
}

/// Once everyone has decided, the depth worked out by [`next`] is theirs; what it was stays in `next`.
pub fn take_effect(d: &mut District, next: &mut Vec<f64>) {
    std::mem::swap(&mut d.teachers.depth, next);
}

#[inline]
#[allow(clippy::too_many_arguments, reason = "what differs from teacher to teacher, and what does not")]
fn of_user(
    d: &District,
    school: &School,
    k: usize,
    (allowed, trying): (PowerMean, f64),
    adapts: bool,
    rate: f64,
    everyone: Option<f64>,
    p: &Parameters,
) -> f64 {
    let t = &d.teachers;
    let (depth, own) = (t.depth[k], t.ownership[k]);
    let deepest = everyone.unwrap_or_else(|| deepest_tie(d, k));
    let dose = dose_effect(t.dose[k], p.help.half_dose);
    let adapting =
        if adapts { (1.0 + p.depth.adaptation_effect * (2.0 * depth - 1.0)).max(0.0) } else { 1.0 };
    let opportunity = opportunity(depth, dose, trying * adapting, (deepest - depth).max(0.0), &p.depth);
    let decay = p.depth.depth_decay * (1.0 - dose) * (1.0 - school.routine) * (1.0 - 0.5 * own);
    next_depth(depth, opportunity, ceiling(own, allowed), decay, rate)
}

/// Depth of the deepest user whom a teacher asks.
#[inline]
fn deepest_tie(d: &District, k: usize) -> f64 {
    let t = &d.teachers;
    let mut deepest: f64 = 0.0;
    for (colleague, _) in d.ties.of(k) {
        // A product instead of a branch, which no processor could foresee.
        let uses = f64::from(u8::from(t.practice[colleague].in_use()));
        deepest = deepest.max(uses * t.depth[colleague]);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fourteen_hours_do_little_thirty_half_and_fifty_most() {
        assert!(dose_effect(14.0, 30.0) < 0.06);
        assert!((dose_effect(30.0, 30.0) - 0.5).abs() < 1e-15);
        assert!(dose_effect(50.0, 30.0) > 0.88);
        assert_eq!(dose_effect(0.0, 30.0), 0.0);
    }

    #[test]
    fn help_matters_most_for_beginners_trying_in_the_middle_colleagues_for_the_deep() {
        let p = crate::parameters::Ledger::standard().unwrap().values().depth;
        let gain = |depth: f64, lever: usize| {
            let at = |on: bool| {
                let x = |l: usize| if l == lever && on { 1.0 } else { 0.0 };
                opportunity(depth, x(0), x(1), x(2), &p)
            };
            at(true) - at(false)
        };
        assert!(gain(0.1, 0) > gain(0.5, 0) && gain(0.5, 0) > gain(0.9, 0));
        assert!(gain(0.5, 1) > gain(0.1, 1) && gain(0.5, 1) > gain(0.9, 1));
        assert!(gain(0.9, 2) > gain(0.5, 2) && gain(0.5, 2) > gain(0.1, 2));
    }

    #[test]
    fn the_ceiling_never_exceeds_its_best_ingredient_nor_falls_when_one_rises() {
        for rho in [-3.1, -1.0, 0.4] {
            assert!(ceiling(0.9, allowed(0.4, 0.4, rho)) < 0.9);
            assert!(ceiling(0.5, allowed(0.6, 0.6, rho)) > ceiling(0.4, allowed(0.6, 0.6, rho)));
        }
    }

    #[test]
    fn powers_taken_once_a_grade_give_the_mean_of_the_three() {
        for rho in [-3.1, -2.0, -1.0, 0.0, 0.4, 1.0] {
            let whole = numerics::power_mean(rho, [0.7, 0.5, 0.3], [THIRD; 3]);
            assert_eq!(ceiling(0.3, allowed(0.5, 0.7, rho)), whole);
        }
    }

    #[test]
    fn at_the_ceiling_depth_only_decays() {
        assert!(next_depth(0.7, 1.0, 0.7, 0.02, 0.5) < 0.7);
        assert!(next_depth(0.2, 1.0, 0.7, 0.0, 0.5) > 0.2);
    }
}
