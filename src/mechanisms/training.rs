//! Training in place of a team: a few are sent, or a consultant comes once. (ODD 7.9)
//!
//! Under *few sent to training* the attendees are as many open teachers as a team would have; under *one-off consultant* all
//! focal teachers attend (section 5). Each who attends receives, unless the work is paused,
//!
//! ```text
//! training = training_hours / M                in the first M teaching months of the run, M = max(1, training_months rounded)
//! ```
//!
//! June and July (months 11, 12, 23, …) are no teaching months and are left out of the count; paused months count. Hours are
//! part of the dose (7.9), and so act on taking up (7.10) and on depth (7.11) until they are a year ago: those of a month act
//! on taking up in the same month. Hours of a month in which the work is paused are lost. Nobody follows up: no team meets or
//! tests, no idea is reviewed, no circle opens, no program manager comes, and fit grows by deep users alone. Who takes the seat
//! of one who attended has heard nothing of what was said before, but under *one-off consultant* attends what is still to come.
//!
//! Reads     the strategy, the month, pause.
//! Writes    hours of training for attendees.
//! Leaves out  good and bad trainers; refreshers.

use super::Context;
use crate::calendar::Month;
use crate::parameters::Help;
use crate::strategy::Trained;
use crate::world::District;

/// Hours that an attendee receives in this month.
pub fn hours(now: Month, p: &Help) -> f64 {
    let months = p.training_months.round().max(1.0);
    let taught = (1..=now.0).filter(|&m| Month(m).is_teaching()).count() as f64;
    if now.is_teaching() && taught <= months { p.training_hours / months } else { 0.0 }
}

/// A teaching month of training.
pub fn update(d: &mut District, c: Context<'_>) {
    let trained = d.rules().trained != Trained::Nobody;
    d.training = if trained && !d.is_paused() { hours(c.now, &c.p.help) } else { 0.0 };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_hours_are_given_in_the_first_months_and_none_later() {
        let mut p = crate::parameters::Ledger::standard().unwrap().values().help;
        for months in [1.0, 2.4, 10.0, 14.0] {
            p.training_months = months;
            let given: f64 = (1..=60).map(|m| hours(Month(m), &p)).sum();
            assert!((given - p.training_hours).abs() < 1e-9, "{months}");
            assert_eq!(hours(Month(30), &p), 0.0);
        }
    }
}
