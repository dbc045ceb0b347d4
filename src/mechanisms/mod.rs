//! The submodels, one file each, in the order of a month. (ODD 7)
//!
//! A mechanism knows the district, the parameters and its own draws; never the scenario, a file, the
//! terminal or another mechanism. Decisions come back as events; slow drift is written in place.

pub mod attention;
pub mod depth;
pub mod embedding;
pub mod help;
pub mod mobility;
pub mod outcomes;
pub mod ownership;
pub mod principals;
pub mod rollout;
pub mod stopping;
pub mod succession;
pub mod support;
pub mod team;
pub mod uptake;
pub mod visibility;

use crate::chance::Streams;
use crate::parameters::Parameters;
use crate::quantity::Month;

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
pub fn relative(x: f64, typical: f64) -> f64 {
    x / typical
}
