//! The claims, by subject.

pub(crate) mod calibrated;
mod depth;
mod help;
mod leaders;
mod schools;
mod strategies;
mod succession;
mod teams;

pub use calibrated::outside_model;

use super::{ArmRuns, Claim};
use crate::experiment::run_record::RecordedRun;

/// The account of three-year collaborations that most claims come from.
const BRIEF: &str = "Gallagher and Cottingham 2024";

/// An effect on a share, on depth or on a share of gain that is worth the name, where a source gives no size.
const SHARE: f64 = 0.02;

/// The same for a time to a stage (months).
const MONTH: f64 = 1.0;

/// Half a teacher in two hundred: below it a logarithm of a deep share would speak of nobody.
const HALF_A_TEACHER: f64 = 0.0025;

/// Two pilot schools, so that the others are the same in every arm.
const PILOTS: &str = "[team]\npilot_schools = [\"School 1\", \"School 8\"]\n";

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

/// A measure of every arm.
fn each(s: &ArmRuns, of: impl Fn(&RecordedRun) -> f64) -> Vec<f64> {
    s.runs.iter().map(of).collect()
}

/// Whether the committed district is at stage 4 or more at month 36: what a floor is measured on.
fn committed(run: &RecordedRun) -> f64 {
    run.reached(4, 36)
}
