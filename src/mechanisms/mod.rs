//! The submodels, one file each, in the order of a month. (ODD 7)
//!
//! A mechanism knows the district, the parameters and its own draws; never the scenario, a file, the
//! terminal or another mechanism. Numbers in the equations of a head are today's values of parameters;
//! the ledger has the last word. Decisions come back as events; slow drift is written in place.

pub mod abandonment;
pub mod attention;
pub mod depth;
pub mod embedding;
pub mod help;
pub mod mobility;
pub mod null;
pub mod outcomes;
pub mod ownership;
pub mod principals;
pub mod rollout;
pub mod stopping;
pub mod succession;
pub mod support;
pub mod team;
pub mod training;
pub mod uptake;
pub mod visibility;

use crate::chance::Streams;
use crate::parameters::Parameters;
use crate::quantity::{Month, maths};

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

/// The monthly probability 1 − exp(−h) of what has this hazard, if the uniform number falls below it.
///
/// 1 − exp(−h) < h, so most months need no exponential.
#[inline]
pub fn happens(u: f64, hazard: f64) -> Option<f64> {
    if u >= hazard {
        return None;
    }
    let probability = -maths::exp_m1(-hazard);
    (u < probability).then_some(probability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hazard_comes_true_as_often_as_the_exponential_says() {
        for hazard in [0.0, 1e-17, 1e-9, 0.003, 0.4, 3.0, 50.0] {
            let probability = -maths::exp_m1(-hazard);
            for u in (0..1_000).map(|k| (f64::from(k) + 0.5) / 1_000.0).chain([1e-10, 1e-9, 1e-8]) {
                assert_eq!(happens(u, hazard), (u < probability).then_some(probability), "{u} {hazard}");
            }
        }
    }
}
