//! Attention: what is left for this initiative beside the others. (ODD 7.6)
//!
//! ```text
//! attention    = 1 / (1 + κ (initiatives − 1))
//! initiatives += (usual − narrowing · backing · (usual − 1) − initiatives) / 24
//! ```
//!
//! New leaders with agendas of their own add initiatives (`world::apply`), and the district's habit pulls
//! the number back to its usual; those that a dated event starts come on top until another ends them; backed leaders who narrow to one problem of
//! practice lower it.
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
