//! Visible commitment, perceived permanence and district backing. (ODD 7.3, 7.4)
//!
//! Teachers and principals see acts, not intentions. Possible acts of the superintendent are
//!
//! | act | months | habit |
//! |---|---|---|
//! | check in with the lead | August to May | `act_check_in` |
//! | protect time and money | August, February | `act_protect` |
//! | come to a convening | September, January, April | `act_attend` |
//! | bring the work to the board | November, May | `act_board` |
//!
//! In a month each possible act is done with probability commit_s · (1 − elsewhere) · habit, each by a number of its own. An act that is never
//! done remains a possible one, so that teachers miss what could have been seen. Over a year each kind of act weighs as much as
//! any other: an act counts 1 / times that it is possible in a year, so that a budget that is protected in public counts five times
//! as much as one of ten meetings with the lead.
//!
//! ```text
//! pace     = weight of what is possible this month / its mean over teaching months, 0.4
//! seen    += (weight of acts done / weight of possible ones − seen) · min(1, pace / seen_memory)
//! lasting += (1 − (1 − seen · (1 − churn))(1 − policy) − lasting) / lasting_memory       seen as just changed
//! backing  = mean(rho_backing; seen, commit_l · (1 − elsewhere))
//! ```
//!
//! Seen and lasting stay as they are in months without possible acts (June and July); backing follows in every month. A delegate
//! can lead if the superintendent visibly backs it. Permanence begins at the announced horizon times the track record (section
//! 5): a promise from those who never kept one is cheap. What is in policy lasts whoever is seen: policy is that of the first
//! collaboration (7.14), as it was in the month before.
//!
//! In the null model without complementarity ρ is 1, and the mean of `seen` and calm stands in the place of their product.
//!
//! Reads     commitment of superintendent and lead, what newer problems take of it (7.6), churn, policy.
//! Writes    `seen`, `lasting`, `backing`.
//! Leaves out  acts of the board; news from outside; other habits of a successor.

use super::Context;
use crate::calendar::{Calendar, Month, TEACHING_MONTHS};
use crate::chance::{Block, Decision, DecisionMaker};
use crate::numerics;
use crate::world::District;

/// Which of the four acts are possible in a month, in the order of their lanes: check in, protect
/// time and money, come to a team event, bring the work to the board.
pub fn possible_acts(now: Month) -> [bool; 4] {
    let month = now.calendar();
    [
        now.is_teaching(),
        matches!(month, Calendar::August | Calendar::February),
        now.is_convening(),
        matches!(month, Calendar::November | Calendar::May),
    ]
}

/// How often a year each act is possible.
const TIMES_A_YEAR: [f64; 4] = [10.0, 2.0, 3.0, 2.0];

/// Weights of the acts that are possible in a month and of those that are done, each kind of act weighing 1 in a year.
pub fn acts_done(now: Month, commitment: f64, habits: [f64; 4], draws: Block) -> (f64, f64) {
    let (mut possible, mut done) = (0.0, 0.0);
    for (lane, is_possible) in possible_acts(now).into_iter().enumerate() {
        if is_possible {
            possible += 1.0 / TIMES_A_YEAR[lane];
            if draws.chance(lane, commitment * habits[lane]) {
                done += 1.0 / TIMES_A_YEAR[lane];
            }
        }
    }
    (possible, done)
}

/// What teachers take for lasting: what is kept up in view, and what is in policy.
pub fn seems_to_last(kept_up: f64, policy: f64) -> f64 {
    1.0 - (1.0 - kept_up) * (1.0 - policy)
}

/// District backing from what is seen and the lead's commitment.
pub fn backing(seen: f64, lead: f64, rho: f64) -> f64 {
    numerics::power_mean(rho, [seen, lead], [0.5, 0.5])
}

/// Acts are done and seen.
pub fn update(d: &mut District, c: Context<'_>) {
    let v = &c.p.visibility;
    let draws = c.streams.block(Decision::VisibleActs, DecisionMaker::DISTRICT, c.now);
    let habits = [v.act_check_in, v.act_protect, v.act_attend, v.act_board];
    let left = 1.0 - d.elsewhere;
    let (possible, done) = acts_done(c.now, d.office.superintendent.commitment * left, habits, draws);
    if possible > 0.0 {
        let pace = possible * f64::from(TEACHING_MONTHS) / TIMES_A_YEAR.len() as f64;
        d.seen = numerics::share(d.seen + (done / possible - d.seen) * (pace / v.seen_memory).min(1.0));
        let kept_up = d.model.combine(1.0, [d.seen, 1.0 - d.churn]);
        let lasting = seems_to_last(kept_up, d.collaborations[0].policy);
        d.lasting = numerics::share(d.lasting + (lasting - d.lasting) / v.lasting_memory);
    }
    d.backing = backing(d.seen, d.office.lead.commitment * left, v.rho_backing);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delegate_can_lead_only_with_visible_backing() {
        assert!(backing(0.8, 0.8, -2.0) > 0.79);
        assert!(backing(0.05, 0.8, -2.0) < 0.1, "an unseen superintendent is not made up for");
        assert!(backing(0.8, 0.1, -2.0) < 0.2, "nor is a lead who does not care");
    }

    #[test]
    fn each_act_is_possible_as_often_as_its_weight_says_and_none_in_the_holidays() {
        let times = |act: usize| (1..=12).filter(|&m| possible_acts(Month(m))[act]).count() as f64;
        assert_eq!([0, 1, 2, 3].map(times), TIMES_A_YEAR);
        assert_eq!([11, 12].map(|m| possible_acts(Month(m)).contains(&true)), [false; 2]);
    }

    #[test]
    fn what_is_in_policy_lasts_whoever_is_seen() {
        assert_eq!(seems_to_last(0.6, 0.0), 0.6);
        assert!((seems_to_last(0.0, 0.5) - 0.5).abs() < 1e-15 && seems_to_last(0.6, 0.5) > 0.6);
        assert_eq!(seems_to_last(0.2, 1.0), 1.0);
    }

    #[test]
    fn more_commitment_never_means_fewer_acts() {
        let streams = crate::chance::Streams::new(3, 3, 0);
        for m in 1..=60 {
            let draws = streams.block(Decision::VisibleActs, DecisionMaker::DISTRICT, Month(m));
            let done = |c, habits| acts_done(Month(m), c, habits, draws).1;
            assert!(done(0.2, [1.0; 4]) <= done(0.5, [1.0; 4]) && done(0.5, [1.0; 4]) <= done(0.9, [1.0; 4]));
            for act in 0..4 {
                let mut habits = [1.0; 4];
                habits[act] = 0.0;
                assert!(done(0.9, habits) <= done(0.9, [1.0; 4]), "an act never done is never seen");
            }
        }
    }
}
