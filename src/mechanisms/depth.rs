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
use crate::numerics::{self, PowerMean, in_lanes};
use crate::parameters::{Depth, Help, Parameters};
use crate::world::District;

const THIRD: f64 = 1.0 / 3.0;

/// Effect of so many hours of help in twelve months, 0 to 1.
#[inline(always)]
pub fn dose_effect(hours: f64, p: &Help) -> f64 {
    let odds = numerics::power(hours / p.half_dose, p.dose_power);
    if hours > 0.0 { odds / (1.0 + odds) } else { 0.0 }
}

/// What coherence and fit allow: the same for all teachers of a grade, so their powers are taken once.
#[inline(always)]
fn allowed(fit: f64, coherence: f64, rho: f64) -> PowerMean {
    PowerMean::new(rho).and(coherence, THIRD).and(fit, THIRD)
}

/// The depth that a teacher's ownership, fit and coherence together allow.
#[inline(always)]
pub fn ceiling(own: f64, allowed: PowerMean) -> f64 {
    allowed.and(own, THIRD).value()
}

/// How much a colleague of depth `deepest` shows to one of this depth, as a share of all that can be learned from seeing.
#[inline(always)]
pub fn shown(depth: f64, deepest: f64, p: &Depth) -> f64 {
    ((deepest - depth).max(0.0) / p.feedback_gap).min(1.0)
}

/// How far a teacher of this depth has company that does it as well, 0 to 1.
#[inline(always)]
pub fn company(depth: f64, deepest: f64, p: &Depth) -> f64 {
    if deepest > 0.0 { numerics::share(1.0 + (deepest - depth) / p.feedback_gap) } else { 0.0 }
}

/// What a teacher can learn this month by help, by trying and from colleagues, before room below the ceiling; trying counts as
/// far as there is feedback.
#[inline(always)]
pub fn opportunities(depth: f64, dose: f64, trying: f64, shown: f64, p: &Depth) -> [f64; 3] {
    [
        p.focus_weight * (1.0 - depth) * dose,
        p.fiddle_weight * 4.0 * depth * (1.0 - depth) * trying,
        p.friends_weight * depth * depth * shown,
    ]
}

/// Room below the ceiling, fading toward mechanical use included: the depth after a month.
#[inline(always)]
fn next_depth(depth: f64, opportunity: f64, top: f64, fading: f64, p: &Depth) -> f64 {
    let gained = opportunity * (top - depth).max(0.0);
    numerics::share(depth + gained - fading * (depth - p.start_depth).max(0.0))
}

/// Share of what is above mechanical use that fades in a month.
#[inline(always)]
fn fading(own: f64, dose: f64, routine: f64, company: f64, decay: f64, p: &Depth) -> f64 {
    let held = (1.0 - p.routine_holds * routine) * (1.0 - p.company_holds * company);
    decay * (1.0 - dose) * held * (1.0 - 0.5 * own)
}

/// Columns in which everyone's depth is worked out.
#[derive(Debug, Clone, Default)]
pub struct Room {
    /// Depth after this month, a value for each seat.
    pub next: Vec<f64>,
    /// Depth that colleagues can see: that of users, a value for each seat.
    visible: Vec<f64>,
    /// Places of those who use it; the columns below have a value for each of them.
    users: Vec<usize>,
    depth: Vec<f64>,
    deepest: Vec<f64>,
    own: Vec<f64>,
    dose: Vec<f64>,
    in_hand: Vec<f64>,
    /// What fit and coherence allow, as the sum of a power mean.
    allowed: Vec<f64>,
    /// Safety and protected time of the school together.
    trying: Vec<f64>,
    routine: Vec<f64>,
}

/// Everyone's depth after this teaching month, computed from the same state into `room.next`.
pub fn next(d: &District, c: Context<'_>, room: &mut Room) {
    let t = &d.teachers;
    of_component(d, c, &t.depth, |k| t.practice[k].in_use(), room);
}

/// Everyone's depth in each further component after this teaching month. Depth in one does not hang on that in another.
pub fn deepen_components(d: &mut District, c: Context<'_>, room: &mut Room) {
    for place in 0..d.teachers.components.len() {
        let component = &d.teachers.components[place];
        of_component(d, c, &component.depth, |k| component.used[k], room);
        std::mem::swap(&mut d.teachers.components[place].depth, &mut room.next);
    }
}

/// Depth in one component, the practice or a further one, after this teaching month.
fn of_component(d: &District, c: Context<'_>, depths: &[f64], uses: impl Fn(usize) -> bool, room: &mut Room) {
    let mean = PowerMean::new(c.p.depth.rho_depth);
    let kept = 1.0 - c.p.stopping.stop_decay;
    room.next.clear();
    room.next.extend(depths.iter().map(|depth| depth * kept));
    room.gather(d, depths, uses, c.p);
    if mean.needs_no_power() {
        room.deepen(d, c, move |own, allowed| ceiling(own, mean.resume(allowed)));
    } else {
        room.deepen(
            d,
            c,
            #[inline(always)]
            move |own, allowed| mean.resume(allowed).value_by_powers(own, THIRD),
        );
    }
}

impl Room {
    /// What the depth of each user hangs on.
    fn gather(&mut self, d: &District, depths: &[f64], uses: impl Fn(usize) -> bool, p: &Parameters) {
        let t = &d.teachers;
        self.visible.clear();
        self.visible.extend(depths.iter().enumerate().map(|(k, depth)| f64::from(u8::from(uses(k))) * depth));
        for column in [&mut self.allowed, &mut self.trying, &mut self.routine] {
            column.clear();
        }
        self.users.clear();
        for school in &d.schools {
            let before = self.users.len();
            // The same in all grades that the practice is meant for, and in all others.
            let allowed = |fit| allowed(fit, school.coherence, p.depth.rho_depth).sum();
            let focal = allowed(school.usable_fit);
            let adjacent = allowed(school.usable_fit * p.uptake.adjacent_fit);
            for group in &school.grades {
                self.users.extend(group.teachers.clone().filter(|&k| uses(k)));
                self.allowed.resize(self.users.len(), if group.focal { focal } else { adjacent });
            }
            let trying = d.model.combine(1.0, [school.safe, school.time_share]);
            if self.users.len() > before {
                self.trying.resize(self.users.len(), trying);
                self.routine.resize(self.users.len(), school.routine);
            }
        }
        let users = &self.users;
        let fill = |column: &mut Vec<f64>, value: &dyn Fn(usize) -> f64| {
            column.clear();
            column.extend(users.iter().map(|&k| value(k)));
        };
        fill(&mut self.depth, &|k| depths[k]);
        fill(&mut self.own, &|k| t.ownership[k]);
        fill(&mut self.dose, &|k| t.dose[k]);
        fill(&mut self.in_hand, &|k| t.in_hand(k));
        // Without a network the others a teacher can learn from are all who use it.
        let everyone = (d.model == Model::MeanField).then(|| mean_of_users(&self.depth));
        fill(&mut self.deepest, &|k| everyone.unwrap_or_else(|| deepest_tie(d, k, &self.visible)));
    }

    /// The depth of all users after this month; `top` is the ceiling for so much ownership where so much is allowed.
    #[inline(always)]
    fn deepen(&mut self, d: &District, c: Context<'_>, top: impl Fn(f64, f64) -> f64) {
        let (month, users) = (Month::of(d, c), self.users.len());
        // Copies, of which the compiler knows that no store to a column changes them.
        let (p, help) = (c.p.depth, c.p.help);
        let (deepest, own, dose) = (&self.deepest[..users], &self.own[..users], &self.dose[..users]);
        let (in_hand, allowed) = (&self.in_hand[..users], &self.allowed[..users]);
        let (trying, routine) = (&self.trying[..users], &self.routine[..users]);
        let depth = &mut self.depth[..users];
        in_lanes(
            #[inline(always)]
            move || {
                for k in 0..users {
                    let teacher = Teacher {
                        depth: depth[k],
                        deepest: deepest[k],
                        own: own[k],
                        dose: dose[k],
                        in_hand: in_hand[k],
                        top: top(own[k], allowed[k]),
                        trying: trying[k],
                        routine: routine[k],
                    };
                    depth[k] = of_user(teacher, &month, &p, &help);
                }
            },
        );
        for (&k, &depth) in self.users.iter().zip(&self.depth) {
            self.next[k] = depth;
        }
    }
}

/// Once everyone has decided, the depth worked out by [`next`] is theirs; what it was stays in `room.next`.
pub fn take_effect(d: &mut District, room: &mut Room) {
    std::mem::swap(&mut d.teachers.depth, &mut room.next);
}

/// What is the same for everyone in a month.
struct Month {
    rate: f64,
    /// Effect of adapting, 0 before its month.
    adaptation: f64,
    /// Feedback that trying has without help and without a deeper colleague.
    alone: f64,
    decay: f64,
}

impl Month {
    fn of(d: &District, c: Context<'_>) -> Month {
        let p = &c.p.depth;
        let adapts = f64::from(c.now.0) >= p.adaptation_month;
        Month {
            rate: p.depth_rate * relative_attention(d, c.p),
            adaptation: if adapts { p.adaptation_effect } else { 0.0 },
            alone: if d.model == Model::TryingAlone { 1.0 } else { 0.0 },
            decay: if d.model == Model::TurnoverAlone { 0.0 } else { p.depth_decay },
        }
    }
}

/// What the depth of one teacher hangs on.
struct Teacher {
    depth: f64,
    deepest: f64,
    own: f64,
    dose: f64,
    in_hand: f64,
    top: f64,
    trying: f64,
    routine: f64,
}

#[inline(always)]
fn of_user(t: Teacher, month: &Month, p: &Depth, help: &Help) -> f64 {
    // Help and protected time are shared out evenly: dividing by 1 changes no bit.
    let dose = dose_effect(t.dose / t.in_hand, help);
    let trying = t.trying / t.in_hand;
    let adapting = (1.0 + month.adaptation * (2.0 * t.depth - 1.0)).max(0.0);
    let shown = shown(t.depth, t.deepest, p);
    let feedback = dose.max(shown).max(month.alone);
    let [helped, tried, colleagues] = opportunities(t.depth, dose, trying * adapting * feedback, shown, p);
    let company = company(t.depth, t.deepest, p);
    let fading = fading(t.own, dose, t.routine, company, month.decay, p);
    next_depth(t.depth, month.rate * (helped + tried + colleagues), t.top, fading, p)
}

/// Depth of the deepest user whom a teacher asks.
#[inline]
fn deepest_tie(d: &District, k: usize, visible: &[f64]) -> f64 {
    // Whoever has no tie in a slot asks beyond the column, where nothing is to be seen.
    let seen = |asked: &[u32]| visible.get(asked[k] as usize).copied().unwrap_or(0.0);
    d.ties.slots().fold(0.0, |deepest: f64, (asked, _)| deepest.max(seen(asked)))
}

/// Mean depth of all who use it; 0 where nobody does.
fn mean_of_users(depths: &[f64]) -> f64 {
    let (mut users, mut sum) = (0.0, 0.0);
    for depth in depths {
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
        let held = fading(0.5, 0.5, 0.5, 0.5, p.depth_decay, &p);
        for (own, dose, routine, company) in
            [(0.9, 0.5, 0.5, 0.5), (0.5, 0.9, 0.5, 0.5), (0.5, 0.5, 0.9, 0.5), (0.5, 0.5, 0.5, 0.9)]
        {
            assert!(fading(own, dose, routine, company, p.depth_decay, &p) < held);
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
