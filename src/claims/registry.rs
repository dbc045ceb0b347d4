//! The claims, by subject.

mod calibrated;
mod depth;
mod help;
mod leaders;
mod schools;
mod strategies;
mod succession;
mod teams;

use super::Claim;

/// The account of three-year collaborations that most claims come from.
const BRIEF: &str = "Gallagher and Cottingham 2024";

/// All claims, those from the account first.
pub fn all() -> Vec<Claim> {
    [
        leaders::claims(),
        calibrated::claims(),
        strategies::claims(),
        teams::claims(),
        help::claims(),
        succession::claims(),
        schools::claims(),
        depth::claims(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
