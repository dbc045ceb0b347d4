//! Executors of a list of jobs. Outcomes come back in the order of the list, whoever ran what.

use std::ops::Range;

use super::job::Outcome;
use super::plan::Design;

/// One job after the other: the plain version, and the test of the others.
pub fn in_turn(design: &Design, jobs: Range<usize>) -> Vec<Outcome> {
    jobs.map(|job| design.run(job)).collect()
}

/// On the threads of the pool in which this is called.
#[cfg(feature = "program")]
pub fn in_parallel(design: &Design, jobs: Range<usize>) -> Vec<Outcome> {
    use rayon::prelude::*;
    jobs.into_par_iter().map(|job| design.run(job)).collect()
}
