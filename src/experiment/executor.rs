//! Executors of a list of jobs. Outcomes come back in the order of the list, whoever ran what.

use std::ops::Range;

use super::job::Outcome;
use super::plan::Design;

/// One job after the other: the plain version, and the test of the other.
pub fn in_turn(design: &Design, jobs: Range<usize>) -> Vec<Outcome> {
    let (units, asked) = units(design, &jobs);
    let outcomes = units.flat_map(|unit| design.run(unit * design.combine()));
    outcomes.skip(asked).take(jobs.len()).collect()
}

/// On the threads of the pool in which this is called; in turn where there are no threads.
pub fn in_parallel(design: &Design, jobs: Range<usize>) -> Vec<Outcome> {
    let (units, asked) = units(design, &jobs);
    let run = |k: u32| design.run((units.start + k as usize) * design.combine());
    let outcomes = each(0..units.len() as u32, run);
    outcomes.into_iter().flatten().skip(asked).take(jobs.len()).collect()
}

/// What is run together around these jobs, and how many outcomes come before the first that is asked
/// for: a journal may have been cut within a replication of a cohort.
fn units(design: &Design, jobs: &Range<usize>) -> (Range<usize>, usize) {
    let together = design.combine();
    (jobs.start / together..jobs.end.div_ceil(together), jobs.start % together)
}

/// What `work` gives for each number, in order, on the threads of the pool in which this is called; one after
/// the other where there are no threads.
pub fn each<T: Send>(numbers: Range<u32>, work: impl Fn(u32) -> T + Sync + Send) -> Vec<T> {
    #[cfg(feature = "program")]
    {
        use rayon::prelude::*;
        numbers.into_par_iter().map(work).collect()
    }
    #[cfg(not(feature = "program"))]
    numbers.map(work).collect()
}
