//! Deepening: from mechanical use to principled practice, and back. (ODD 7.11)
//!
//! For everyone who uses the practice, focal or not, complying or not:
//!
//! ```text
//! top    = mean(rho_depth; own, usable fit, C_s)
//! s(h)   = h^q / (h^q + half_dose^q)                                                  h: dose / n; q: dose_power
//! shown  = min(1, max(0, deepest tie − depth) / feedback_gap)
//! learn  = focus_weight (1 − depth) s(h)
//!          + fiddle_weight 4 depth (1 − depth) safe · time share / n · adapting · max(s(h), shown)
//!          + friends_weight depth² shown
//! fading = depth_decay (1 − s(h))(1 − routine_holds · routine)(1 − company_holds · company)(1 − ½ own)
//! company = min(1, max(0, 1 + (deepest tie − depth) / feedback_gap))                  0 without a tie who uses it
//! depth += depth_rate ⟨A⟩ learn max(0, top − depth) − fading · max(0, depth − start_depth)
//! ```
//!
//! Trying in protected time teaches as far as somebody helps or shows: feedback is help, or a colleague who is deeper. Whoever has
//! neither goes on as before. What is learned fades toward mechanical use, the more slowly the more help, routine, company of
//! colleagues who do it as well, and ownership there is.
//!
//! n is the number of components of the program that the teacher has in hand, the practice first (7.10): 1 where the practice is
//! all of it. Each of them takes an equal part of help and of protected time, and depth in each follows these equations, with the
//! depth of ties who use that component.
//!
//! `deepest tie` is the largest depth among ties who use a practice, 0 without any. Where adapting is allowed, trying helps the
//! experienced more and the novice less (Quinn and Kim 2017): from month `adaptation_month` on, `adapting` =
//! max(0, 1 + `adaptation_effect` · (2 depth − 1)), before it 1. For adjacent teachers usable fit is multiplied by
//! `adjacent_fit`. The depth of one who stopped falls each teaching month by the share `stop_decay`, and so does what a
//! newcomer who does not use it learned from a routine. Everyone's depth is worked out from the same state, and one who takes up this month deepens from the next.
//!
//! Help has its largest share of what is learned at low depth, trying in the middle, colleagues at high depth (Frank et al. 2011). A dose of
//! `half_dose` hours a year has half of the full effect; how much less fourteen hours do is what `dose_power` says. Nine studies
//! of professional development suggest that they do almost nothing (Yoon et al. 2007), studies of coaching find no relation of hours
//! and effect (Kraft, Blazar and Hogan 2018).
//!
//! In the null model without a network the deepest tie is the mean depth of all users of the district. In the one
//! without complementarity ρ is 1, and the mean of safety and time stands in the place of their product. In the variant *trying
//! alone* the factor max(s(h), shown) is 1, in *turnover alone* fading is 0.
//!
//! Reads     doses, ownership, usable fit, coherence, attention, safety, time, routine, ties, use, further components.
//! Writes    depth, in the practice and in each further component.
//! Leaves out  forgetting over the holidays; teachers who teach several subjects; what one component teaches for another.

use super::{Context, relative_attention};
use crate::model::Model;
use crate::numerics::{self, PowerMean};
use crate::parameters::{Depth, Help, Parameters};
use crate::world::{District, School};

const THIRD: f64 = 1.0 / 3.0;

/// Effect of so many hours of help in twelve months, 0 to 1.
#[inline]
pub fn dose_effect(hours: f64, p: &Help) -> f64 {
    if hours <= 0.0 {
        return 0.0;
    }
    let odds = numerics::power(hours / p.half_dose, p.dose_power);
    odds / (1.0 + odds)
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

/// How much a colleague of depth `deepest` shows to one of this depth, as a share of all that can be learned from seeing.
#[inline]
pub fn shown(depth: f64, deepest: f64, p: &Depth) -> f64 {
    ((deepest - depth).max(0.0) / p.feedback_gap).min(1.0)
}

/// How far a teacher of this depth has company that does it as well, 0 to 1.
#[inline]
pub fn company(depth: f64, deepest: f64, p: &Depth) -> f64 {
    if deepest > 0.0 { numerics::share(1.0 + (deepest - depth) / p.feedback_gap) } else { 0.0 }
}

/// What a teacher can learn this month by help, by trying and from colleagues, before room below the ceiling; trying counts as
/// far as there is feedback.
#[inline]
pub fn opportunities(depth: f64, dose: f64, trying: f64, shown: f64, p: &Depth) -> [f64; 3] {
    [
        p.focus_weight * (1.0 - depth) * dose,
        p.fiddle_weight * 4.0 * depth * (1.0 - depth) * trying,
        p.friends_weight * depth * depth * shown,
    ]
}

/// Room below the ceiling, fading toward mechanical use included: the depth after a month.
#[inline]
fn next_depth(depth: f64, opportunity: f64, top: f64, fading: f64, p: &Depth) -> f64 {
    let gained = opportunity * (top - depth).max(0.0);
    numerics::share(depth + gained - fading * (depth - p.start_depth).max(0.0))
}

/// Share of what is above mechanical use that fades in a month.
#[inline]
fn fading(own: f64, dose: f64, routine: f64, company: f64, p: &Depth) -> f64 {
    let held = (1.0 - p.routine_holds * routine) * (1.0 - p.company_holds * company);
    p.depth_decay * (1.0 - dose) * held * (1.0 - 0.5 * own)
}

/// Everyone's depth after this teaching month, computed from the same state into `next`.
pub fn next(d: &District, c: Context<'_>, next: &mut Vec<f64>) {
    let t = &d.teachers;
    of_component(d, c, &t.depth, |k| t.practice[k].in_use(), next);
}

/// Everyone's depth in each further component after this teaching month. Depth in one does not hang on that in another.
pub fn deepen_components(d: &mut District, c: Context<'_>) {
    for place in 0..d.teachers.components.len() {
        let (mut next, component) = (Vec::new(), &d.teachers.components[place]);
        of_component(d, c, &component.depth, |k| component.used[k], &mut next);
        d.teachers.components[place].depth = next;
    }
}

/// Depth in one component, the practice or a further one, after this teaching month.
fn of_component(
    d: &District,
    c: Context<'_>,
    depths: &[f64],
    uses: impl Fn(usize) -> bool + Copy,
    next: &mut Vec<f64>,
) {
    let p = c.p;
    next.clear();
    next.extend_from_slice(depths);
    let rate = p.depth.depth_rate * relative_attention(d, p);
    // Without a network the others a teacher can learn from are all who use it.
    let everyone = (d.model == Model::MeanField).then(|| mean_of_users(depths, uses));
    let adapts = f64::from(c.now.0) >= p.depth.adaptation_month;
    for school in &d.schools {
        let trying = d.model.combine(1.0, [school.safe, school.time_share]);
        for group in &school.grades {
            let fit = if group.focal { school.usable_fit } else { school.usable_fit * p.uptake.adjacent_fit };
            let allowed = allowed(fit, school.coherence, p.depth.rho_depth);
            for k in group.teachers.clone() {
                next[k] = if uses(k) {
                    let deepest = everyone.unwrap_or_else(|| deepest_tie(d, k, depths, uses));
                    of_user(d, school, k, (depths[k], deepest), (allowed, trying), adapts, rate, p)
                } else {
                    depths[k] * (1.0 - p.stopping.stop_decay)
                };
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
    (depth, deepest): (f64, f64),
    (allowed, trying): (PowerMean, f64),
    adapts: bool,
    rate: f64,
    p: &Parameters,
) -> f64 {
    let t = &d.teachers;
    let (own, in_hand) = (t.ownership[k], t.in_hand(k));
    // Help and protected time are shared out evenly: dividing by 1 changes no bit.
    let dose = dose_effect(t.dose[k] / in_hand, &p.help);
    let trying = trying / in_hand;
    let adapting =
        if adapts { (1.0 + p.depth.adaptation_effect * (2.0 * depth - 1.0)).max(0.0) } else { 1.0 };
    let shown = shown(depth, deepest, &p.depth);
    let feedback = if d.model == Model::TryingAlone { 1.0 } else { dose.max(shown) };
    let [help, tried, colleagues] = opportunities(depth, dose, trying * adapting * feedback, shown, &p.depth);
    let top = ceiling(own, allowed);
    let fading = match d.model {
        Model::TurnoverAlone => 0.0,
        _ => fading(own, dose, school.routine, company(depth, deepest, &p.depth), &p.depth),
    };
    next_depth(depth, rate * (help + tried + colleagues), top, fading, &p.depth)
}

/// Depth of the deepest user whom a teacher asks.
#[inline]
fn deepest_tie(d: &District, k: usize, depths: &[f64], uses: impl Fn(usize) -> bool) -> f64 {
    let mut deepest: f64 = 0.0;
    for (colleague, _) in d.ties.of(k) {
        // A product instead of a branch, which no processor could foresee.
        let uses = f64::from(u8::from(uses(colleague)));
        deepest = deepest.max(uses * depths[colleague]);
    }
    deepest
}

/// Mean depth of all who use it; 0 where nobody does.
fn mean_of_users(depths: &[f64], uses: impl Fn(usize) -> bool) -> f64 {
    let (mut users, mut sum) = (0.0, 0.0);
    for (_, depth) in depths.iter().enumerate().filter(|(k, _)| uses(*k)) {
        users += 1.0;
        sum += depth;
    }
    if users > 0.0 { sum / users } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_half_dose_does_half_and_the_power_says_how_little_fewer_hours_do() {
        let help = crate::parameters::Ledger::standard().unwrap().values().help;
        let effect = |hours, dose_power| dose_effect(hours, &Help { half_dose: 30.0, dose_power, ..help });
        for power in [1.0, 2.5, 4.0] {
            assert!((effect(30.0, power) - 0.5).abs() < 1e-15);
            assert_eq!(effect(0.0, power), 0.0);
        }
        assert!(effect(14.0, 4.0) < 0.06 && effect(50.0, 4.0) > 0.88);
        assert!((effect(15.0, 1.0) - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn each_of_help_trying_and_colleagues_has_its_largest_share_at_its_own_depth() {
        let p = crate::parameters::Ledger::standard().unwrap().values().depth;
        let share = |depth: f64, lever: usize| {
            let gained = opportunities(depth, 1.0, 1.0, shown(depth, 0.95, &p), &p);
            gained[lever] / gained.iter().sum::<f64>()
        };
        let (low, middle, high) = (0.15, 0.5, 0.8);
        assert!(share(low, 0) > share(middle, 0) && share(middle, 0) > share(high, 0));
        assert!(share(middle, 1) > share(low, 1) && share(middle, 1) > share(high, 1));
        assert!(share(high, 2) > share(middle, 2) && share(middle, 2) > share(low, 2));
    }

    #[test]
    fn nobody_learns_alone_and_nothing_is_shown_by_a_colleague_who_is_not_deeper() {
        let p = crate::parameters::Ledger::standard().unwrap().values().depth;
        assert_eq!(shown(0.5, 0.4, &p), 0.0);
        assert_eq!(shown(0.2, 0.9, &p), 1.0);
        assert_eq!((company(0.5, 0.5, &p), company(0.9, 0.1, &p), company(0.5, 0.0, &p)), (1.0, 0.0, 0.0));
        let alone = opportunities(0.5, 0.0, 0.0, 0.0, &p);
        assert_eq!(alone, [0.0; 3]);
        let held = fading(0.5, 0.5, 0.5, 0.5, &p);
        for (own, dose, routine, company) in
            [(0.9, 0.5, 0.5, 0.5), (0.5, 0.9, 0.5, 0.5), (0.5, 0.5, 0.9, 0.5), (0.5, 0.5, 0.5, 0.9)]
        {
            assert!(fading(own, dose, routine, company, &p) < held);
        }
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
    fn at_the_ceiling_depth_only_fades_and_never_below_mechanical_use() {
        let p = crate::parameters::Ledger::standard().unwrap().values().depth;
        assert!(next_depth(0.7, 1.0, 0.7, 0.02, &p) < 0.7);
        assert!(next_depth(0.2, 0.5, 0.7, 0.0, &p) > 0.2);
        assert_eq!(next_depth(p.start_depth, 0.0, 0.7, 0.9, &p), p.start_depth);
    }
}
