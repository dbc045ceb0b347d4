//! Attention: what is left for this initiative beside the others. (ODD 7.6)
//!
//! ```text
//! habit        = usual − narrowing · backing · max(0, usual − 1)                 usual: initiatives_usual
//! initiatives += (habit − initiatives) / return_months                           at least 1
//! attention    = 1 / (1 + split · max(0, initiatives + dated_initiatives − 1))   initiatives as just changed
//! ```
//!
//! `dated_initiatives` counts what dated events have started, less what they have ended: it comes on top of the district's habit,
//! and the habit does not wear it off. Agendas of new leaders (7.1), a second collaboration and a new curriculum (7.8) add to
//! `initiatives`, which returns to the habit. Backed leaders who narrow to one problem of practice lower the habit.
//!
//! Reads     `backing`.
//! Writes    `initiatives`, `attention`.
//! Leaves out  that some initiatives help each other.

use super::Context;
use crate::parameters::Attention;
use crate::world::District;

/// Attention left for one of so many initiatives.
pub fn attention(initiatives: f64, p: &Attention) -> f64 {
    1.0 / (1.0 + p.split * (initiatives - 1.0).max(0.0))
}

/// The number of initiatives drifts to its habit, and attention follows.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = &c.p.attention;
    let habit = p.initiatives_usual - p.narrowing * d.backing * (p.initiatives_usual - 1.0).max(0.0);
    d.initiatives = (d.initiatives + (habit - d.initiatives) / p.return_months).max(1.0);
    d.attention = attention(d.initiatives + d.dated_initiatives, p);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_initiative_has_all_attention_and_each_more_takes_some() {
        let p = Attention { initiatives_usual: 3.0, narrowing: 0.0, split: 0.15, return_months: 24.0 };
        assert_eq!(attention(1.0, &p), 1.0);
        assert!(attention(6.0, &p) < attention(3.0, &p));
    }
}
