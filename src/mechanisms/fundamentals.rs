//! The fundamentals of a district, and their coherence. (ODD 7.8)
//!
//! The four fundamentals are the district's. All teams work on them, and what one leaves undone another may do: W_d = 1 − Π
//! (1 − W) over all teams. All four change from the same state, with C their whole:
//!
//! ```text
//! Δf_k = fundamental_rate · focus_k · W_d · backing · ½ (f_k + mean f)(1 − f_k)
//!        − fundamental_neglect · (1 − W_d) · f_k − fundamental_churn · churn · f_k
//! C    = mean(rho_coherence; f1, f2, f3, f4)
//! C_s  = C + (1 − C) · commit_p · √skill_p · time share                                   of a school
//!
//! habit_k = (1 − c) first_k + c / 4                        c = min(1, circle / 3), the widest circle of any team
//! focus_k = (1 − capacity_review) habit_k + capacity_review (1 − f_k) / Σ (1 − f)        ¼ each if all are at 1
//! ```
//!
//! `first` is 0 on expectations, `focus_practices` on practices, on monitoring `focus_monitoring` or what practices leave if that
//! is less, and the remainder on capacity building. So habit moves to a quarter each in proportion to the circle, and is there
//! from circle 3 on. As far as a capacity review guides the teams, they turn to what is weakest this month.
//!
//! Fundamentals rise slowly, the more slowly the lower they and their neighbors are. Coherence C, and C_s, the coherence that
//! teachers of a school meet, are worked out here and again at the end of every month, holidays included.
//!
//! In the null model without complementarity ρ is 1, and means stand in the place of W_d · backing and of commit_p · √skill_p ·
//! time share (7.18 says how).
//!
//! Reads     capacity of the teams, backing, circle, churn, principals, time.
//! Writes    fundamentals, coherence of district and schools.
//! Leaves out  fundamentals that differ from school to school.

use super::Context;
use crate::numerics;
use crate::parameters::{Parameters, Team as TeamParameters};
use crate::strategy::Circle;
use crate::world::District;

const QUARTERS: [f64; 4] = [0.25; 4];

/// How the teams' attention is divided over the four fundamentals, summing to 1: practices and
/// monitoring first, what is left going to capacity building, evenly over all four by the time all schools are
/// invited. As far as a capacity review guides them, they turn to what is weakest instead.
pub fn focus(circle: Circle, levels: [f64; 4], t: &TeamParameters) -> [f64; 4] {
    let met = (f64::from(circle.number()) / f64::from(Circle::AllInvited.number())).min(1.0);
    // Practices come first: what they leave is all that monitoring can have.
    let monitoring = t.focus_monitoring.min(1.0 - t.focus_practices);
    let capacity = 1.0 - t.focus_practices - monitoring;
    let habit = [0.0, t.focus_practices, capacity, monitoring].map(|first| (1.0 - met) * first + met * 0.25);
    if t.capacity_review == 0.0 {
        return habit;
    }
    let missing: f64 = levels.iter().map(|level| 1.0 - level).sum();
    std::array::from_fn(|k| {
        let weakest = if missing > 0.0 { (1.0 - levels[k]) / missing } else { 0.25 };
        (1.0 - t.capacity_review) * habit[k] + t.capacity_review * weakest
    })
}

/// Monthly change of one fundamental.
pub fn change(level: f64, mean: f64, focus: f64, d: &District, p: &Parameters) -> f64 {
    let t = &p.team;
    let capacity = d.joint_capacity();
    let work = d.model.combine(t.fundamental_rate * focus, [capacity, d.backing]);
    let built = work * 0.5 * (level + mean) * (1.0 - level);
    let neglected = t.fundamental_neglect * (1.0 - capacity) * level;
    built - neglected - t.fundamental_churn * d.churn * level
}

/// Coherence from the four fundamentals.
pub fn coherence(fundamentals: [f64; 4], rho: f64) -> f64 {
    numerics::power_mean(rho, fundamentals, QUARTERS)
}

/// A teaching month of work on the fundamentals, all from one state.
pub fn update(d: &mut District, c: Context<'_>) {
    let circle = d.teams.iter().map(|team| team.circle).max().unwrap_or(Circle::Team);
    let before = d.fundamentals;
    let focus = focus(circle, before, &c.p.team);
    let mean = before.iter().sum::<f64>() / 4.0;
    for (k, level) in before.into_iter().enumerate() {
        d.fundamentals[k] = numerics::share(level + change(level, mean, focus[k], d, c.p));
    }
    refresh(d, c.p);
}

/// Brings coherence of the district and of its schools up to date.
pub fn refresh(d: &mut District, p: &Parameters) {
    d.coherence = coherence(d.fundamentals, p.team.rho_coherence);
    for school in &mut d.schools {
        let led = [school.principal.commitment, numerics::sqrt(school.principal.skill)];
        let led = [d.model.combine(1.0, led), school.time_share];
        school.coherence = d.coherence + d.model.combine(1.0 - d.coherence, led);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_to_the_fundamentals_is_divided_whole() {
        for circle in [Circle::Team, Circle::PilotInvited, Circle::PilotExpected, Circle::AllInvited] {
            let mut team = crate::parameters::Ledger::standard().unwrap().values().team;
            for (practices, monitoring) in [(0.6, 0.3), (0.8, 0.5), (0.0, 0.0), (1.0, 1.0)] {
                (team.focus_practices, team.focus_monitoring) = (practices, monitoring);
                for review in [0.0, 0.4, 1.0] {
                    team.capacity_review = review;
                    let shares = focus(circle, [0.2, 0.7, 0.4, 0.9], &team);
                    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                    assert!(shares.iter().all(|s| *s >= 0.0));
                }
            }
        }
    }

    #[test]
    fn the_weakest_fundamental_holds_coherence_down() {
        assert!(coherence([0.8, 0.8, 0.8, 0.2], -2.0) < coherence([0.65; 4], -2.0));
    }
}
