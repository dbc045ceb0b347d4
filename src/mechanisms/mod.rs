//! The submodels, one file each, in the order of a month. (ODD 7)
//!
//! A mechanism knows the district, the parameters and its own draws; never the scenario, a file, the
//! terminal or another mechanism. Decisions come back as events; slow drift is written in place.
//!
//! *Notation.* Names `in this type` and names in the equations are parameters (each submodel ends with a table of its own) or
//! states (section 2). `x += y` means that x grows by y in a teaching month, y being worked out before x changes; rates are
//! per teaching month unless said. States that are shares are kept within 0 and 1 after every change, also where an equation
//! does not say so. A share of nothing is 0 unless said. Rounding is to the nearest whole number, halves away from 0.
//!
//! *Order.* Submodels follow one another in the order of section 3: each sees what earlier steps have changed this month, and
//! of what later steps change the value of the month before. Within a block, lines that change a state (`+=`, `←`) are carried
//! out from top to bottom, and each sees what those above it have changed. Where a block is about every school, team or
//! collaboration, all of its lines are carried out for one before the next, unless said. A line that only names a quantity holds
//! for the moment at which the quantity is used. Exceptions: the four fundamentals (7.8) all change from one state; so do depth,
//! belief and ownership of all teachers (7.11, 7.12), and the two parts of a belief.
//!
//! *Names that stand for more than one thing.* `hours` of a team are hours of its program manager, `hours` of a teacher are hours of
//! help. `on_team` marks members of a team and, under *few sent to training*, those who were sent. *Plausible* in a table of
//! parameters is where sensitivity analysis and calibration search, *allowed* what a scenario may set at all. *Moves* is the change of three outcomes of target
//! districts, in percentage points, from the low to the high end of a parameter's range while all others vary over theirs: spread at
//! month 36, deep share at 36, deep share at 60 (`uptake calibrate --screen`). It is empty for what is measured or settled.
//!
//! ```text
//! mean(ρ; x…)   power mean with equal weights, (Σ max(x, 0.05)^ρ / n)^(1/ρ): ρ = 1 adds, ρ = 0 is the geometric
//!               mean, ρ → −∞ the weakest link; the floor of 0.05 belongs to the mean, not to the states
//! ⟨x⟩           x over its typical value: typical_open, typical_belief, typical_lasting, typical_safe, typical_fit
//! ⟨A⟩           relative attention: attention · (1 + split · (typical_initiatives − 1))
//! h             a hazard: in a month it comes true with probability 1 − exp(−h)
//! f1 … f4       the fundamentals: expectations, practices, capacity building, monitoring
//! own account   practice Using, not Complying; "uses it" alone means either of the two
//! commit_s, commit_l, commit_p     commitment of superintendent, team lead, the school's principal; skill_l, skill_p likewise
//! seen, lasting, backing, churn    the district's states; "school churn" is the school's
//! time share    the school's time_share: collaboration time used, over what is enough
//! ```
//!
//! "High-poverty" is a school whose share of students eligible for free or reduced-price meals is known and at or above
//! `high_poverty` (7.17). *The* team of a school is the one to which it belongs; pilot fit, policy and best are those of that
//! team's collaboration. "Mean own" of a school is the mean of ownership over its focal teachers, those who do not use the
//! practice counting as 0; it is 0 in a school without focal teachers.
//!
//! ```
//! use uptake::mechanisms::attention::attention;
//! use uptake::parameters::Ledger;
//!
//! let p = Ledger::standard()?.values();
//! assert!(attention(6.0, &p.attention) < attention(2.0, &p.attention));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod abandonment;
pub mod adoption;
pub mod attention;
pub mod components;
pub mod cost;
pub mod depth;
pub mod embedding;
pub mod fit;
pub mod fundamentals;
pub mod help;
pub(crate) mod idea_review;
pub mod mobility;
pub(crate) mod new_teams;
pub(crate) mod null;
pub mod outcomes;
pub mod ownership;
pub mod principals;
pub mod rollout;
pub mod stopping;
pub mod succession;
pub mod support;
pub mod team_capacity;
pub(crate) mod training;
pub mod uptake;
pub mod visibility;

use crate::calendar::Month;
use crate::chance::Streams;
use crate::model::Model;
use crate::numerics;
use crate::parameters::Parameters;
use crate::world::District;

/// What every mechanism is given beside the district: its numbers, its chance and the month.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Parameters of this replication.
    pub p: &'a Parameters,
    /// Chance of this district and replication.
    pub streams: &'a Streams,
    /// The month.
    pub now: Month,
}

/// A quantity relative to what is typical, so that a product of such ratios is 1 in a typical place.
#[inline]
pub fn relative(x: f64, typical: f64) -> f64 {
    x / typical
}

/// Attention relative to what is typical, ⟨A⟩.
#[inline]
pub fn relative_attention(d: &District, p: &Parameters) -> f64 {
    if d.model == Model::NoAttention {
        return 1.0;
    }
    let typical = 1.0 / (1.0 + p.attention.split * (p.uptake.typical_initiatives - 1.0));
    relative(d.attention, typical)
}

/// How many initiatives compete with each other for coaches and for their place in schools, this one among them.
#[inline]
pub fn competing_initiatives(d: &District, p: &Parameters) -> f64 {
    match d.model {
        Model::NoAttention => p.uptake.typical_initiatives,
        _ => (d.initiatives + d.dated_initiatives).max(1.0),
    }
}

/// The monthly probability 1 − exp(−h) of what has this hazard, if the uniform number falls below it.
///
/// 1 − exp(−h) < h, so most months need no exponential.
#[inline]
pub fn happens(u: f64, hazard: f64) -> Option<f64> {
    if u >= hazard {
        return None;
    }
    let probability = -numerics::exp_m1(-hazard);
    (u < probability).then_some(probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hazard_comes_true_as_often_as_the_exponential_says() {
        for hazard in [0.0, 1e-17, 1e-9, 0.003, 0.4, 3.0, 50.0] {
            let probability = -numerics::exp_m1(-hazard);
            for u in (0..1_000).map(|k| (f64::from(k) + 0.5) / 1_000.0).chain([1e-10, 1e-9, 1e-8]) {
                assert_eq!(happens(u, hazard), (u < probability).then_some(probability), "{u} {hazard}");
            }
        }
    }
}
