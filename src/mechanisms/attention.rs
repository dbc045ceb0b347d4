//! Attention: what is left for this initiative beside the others, and for leaders beside newer problems. (ODD 7.6)
//!
//! ```text
//! crowd        = initiatives_usual / typical_initiatives                         1 in the null model without attention
//! arrivals     = new_problem_rate · crowd · return_months / 12                   problems that stand at a time on average
//! habit        = usual − arrivals − narrowing · backing · max(0, usual − 1)      usual: initiatives_usual
//! initiatives += (habit − initiatives) / return_months                           at least 1
//! attention    = 1 / (1 + split · max(0, initiatives + dated_initiatives − 1))   initiatives as just changed
//! ```
//!
//! `dated_initiatives` counts what dated events have started, less what they have ended: it comes on top of the district's habit,
//! and the habit does not wear it off. Agendas of new leaders (7.1), a second collaboration and a new curriculum (7.8) add to
//! `initiatives`, which returns to the habit. Backed leaders who narrow to one problem of practice lower the habit.
//!
//! *New problems.* In a teaching month a new problem, a new board or a reform of the day comes with the hazard
//!
//! ```text
//! new_problem_rate / 10 · crowd · (1 − narrowing · backing) · (1 + drift_when_done · done)
//! done = max(share of focal teachers using, min(1, month / support_months))      of the first collaboration
//! ```
//!
//! It adds one to `initiatives` and takes `new_problem_pull` of the attention that leaders still give this work:
//!
//! ```text
//! elsewhere ← elsewhere + new_problem_pull · (1 − elsewhere)
//! elsewhere ← elsewhere · (1 − 1 / new_problem_months)                            every month, before
//! ```
//!
//! Superintendent and lead do 1 − elsewhere of what their commitment alone would have them do (7.3, 7.4, 7.8). So leaders do not
//! turn against a practice; they turn to something else, the sooner the more it seems to be done.
//!
//! In the variant *turnover alone* no problem comes, and arrivals are 0.
//!
//! Reads     `backing`, use.
//! Emits     `ProblemArose`.
//! Writes    `initiatives`, `attention`, `elsewhere`.
//! Leaves out  that some initiatives help each other; problems that the practice itself would solve.

use super::{Context, happens};
use crate::calendar::{TEACHING_MONTHS, YEAR};
use crate::chance::{Decision, DecisionMaker};
use crate::model::Model;
use crate::parameters::{Attention, Parameters};
use crate::world::{District, Event};

/// Attention left for one of so many initiatives.
pub fn attention(initiatives: f64, p: &Attention) -> f64 {
    1.0 / (1.0 + p.split * (initiatives - 1.0).max(0.0))
}

/// How crowded the district usually is, relative to the typical one.
fn crowd(model: Model, p: &Parameters) -> f64 {
    if model == Model::NoAttention {
        1.0
    } else {
        p.attention.initiatives_usual / p.uptake.typical_initiatives
    }
}

/// Whether a new problem takes leaders' attention this month.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    if !c.now.is_teaching() || d.model == Model::TurnoverAlone {
        return;
    }
    let p = &c.p.attention;
    let age = (f64::from(c.now.0) / c.p.support.support_months.max(1.0)).min(1.0);
    let done = d.spread().max(age);
    let rate = p.new_problem_rate / f64::from(TEACHING_MONTHS) * crowd(d.model, c.p);
    let hazard = rate * (1.0 - p.narrowing * d.backing) * (1.0 + p.drift_when_done * done);
    let u = c.streams.uniform(Decision::NewProblem, DecisionMaker::DISTRICT, c.now);
    if let Some(probability) = happens(u, hazard) {
        events.push(Event::ProblemArose { probability });
    }
}

/// A new problem takes its share of leaders' attention, and is one more initiative.
pub fn turn_away(d: &mut District, p: &Attention) {
    d.elsewhere += p.new_problem_pull * (1.0 - d.elsewhere);
    d.initiatives += 1.0;
}

/// Attention returns from problems that grow old.
pub fn fade(d: &mut District, c: Context<'_>) {
    d.elsewhere *= 1.0 - 1.0 / c.p.attention.new_problem_months;
}

/// The number of initiatives drifts to its habit, and attention follows.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = &c.p.attention;
    let new = if d.model == Model::TurnoverAlone { 0.0 } else { p.new_problem_rate };
    let arrivals = new * crowd(d.model, c.p) * p.return_months / f64::from(YEAR);
    let habit =
        p.initiatives_usual - arrivals - p.narrowing * d.backing * (p.initiatives_usual - 1.0).max(0.0);
    d.initiatives = (d.initiatives + (habit - d.initiatives) / p.return_months).max(1.0);
    d.attention = attention(d.initiatives + d.dated_initiatives, p);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_initiative_has_all_attention_and_each_more_takes_some() {
        let p = crate::parameters::Ledger::standard().unwrap().values().attention;
        assert_eq!(attention(1.0, &p), 1.0);
        assert!(attention(6.0, &p) < attention(3.0, &p));
    }
}
