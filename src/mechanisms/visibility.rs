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
//! done remains a possible one, so that teachers miss what could have been seen.
//!
//! ```text
//! seen    += (share of possible acts done − seen) / seen_memory
//! lasting += (seen · (1 − churn) − lasting) / lasting_memory               seen as just changed
//! backing  = mean(rho_backing; seen, commit_l · (1 − elsewhere))
//! ```
//!
//! Seen and lasting stay as they are in months without possible acts (June and July); backing follows in every month. A delegate
//! can lead if the superintendent visibly backs it. Permanence begins at the announced horizon times the track record (section
//! 5): a promise from those who never kept one is cheap.
//!
//! In the null model without complementarity ρ is 1, and permanence follows the mean of `seen` and calm.
//!
//! Reads     commitment of superintendent and lead, what newer problems take of it (7.6), churn.
//! Writes    `seen`, `lasting`, `backing`.
//! Leaves out  acts of the board; news from outside; acts that weigh more than others; other habits of a successor.

use super::Context;
use crate::calendar::{Calendar, Month};
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

/// Share of the possible acts that are done, or `None` in a month without any.
pub fn share_done(now: Month, commitment: f64, habits: [f64; 4], draws: Block) -> Option<f64> {
    let (mut possible, mut done) = (0.0, 0.0);
    for (lane, is_possible) in possible_acts(now).into_iter().enumerate() {
        if is_possible {
            possible += 1.0;
            if draws.chance(lane, commitment * habits[lane]) {
                done += 1.0;
            }
        }
    }
    (possible > 0.0).then(|| done / possible)
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
    if let Some(share) = share_done(c.now, d.office.superintendent.commitment * left, habits, draws) {
        d.seen = numerics::share(d.seen + (share - d.seen) / v.seen_memory);
        let kept_up = d.model.combine(1.0, [d.seen, 1.0 - d.churn]);
        d.lasting = numerics::share(d.lasting + (kept_up - d.lasting) / v.lasting_memory);
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
    fn a_year_has_seventeen_possible_acts_and_none_in_the_holidays() {
        let count = |m: u32| possible_acts(Month(m)).iter().filter(|a| **a).count();
        assert_eq!((1..=12).map(count).sum::<usize>(), 17);
        assert_eq!(count(11) + count(12), 0);
    }

    #[test]
    fn more_commitment_never_means_fewer_acts() {
        let streams = crate::chance::Streams::new(3, 3, 0);
        for m in 1..=60 {
            let draws = streams.block(Decision::VisibleActs, DecisionMaker::DISTRICT, Month(m));
            let done = |c, habits| share_done(Month(m), c, habits, draws).unwrap_or(0.0);
            assert!(done(0.2, [1.0; 4]) <= done(0.5, [1.0; 4]) && done(0.5, [1.0; 4]) <= done(0.9, [1.0; 4]));
            for act in 0..4 {
                let mut habits = [1.0; 4];
                habits[act] = 0.0;
                assert!(done(0.9, habits) <= done(0.9, [1.0; 4]), "an act never done is never seen");
            }
        }
    }
}
