//! Executors of a list of jobs. Outcomes come back in the order of the list, whoever ran what.

use std::ops::Range;

use super::CancelToken;
use super::job::Outcome;
use super::pipeline::{in_order, threads};
use super::plan::Design;
use super::shard::Part;
use crate::diagnostic::Result;
use crate::metrics::MEASURES;

/// Outcomes that may wait for their turn, for each thread (bytes): so many as a thread needs that is not to run dry while
/// another has a long piece, and few enough for any machine.
const WAITING: usize = 8 << 20;
/// Units for each thread that may have begun before their turn: at least, whatever their bytes, and at most.
const UNITS: (usize, usize) = (2, 64);

/// One job after the other, each alone: the plain version, and the test of the other.
pub fn in_turn(design: &Design, jobs: Range<usize>) -> Vec<Outcome> {
    jobs.map(|job| design.alone(job)).collect()
}

/// On the threads of the pool in which this is called; in turn where there are no threads.
pub fn in_parallel(design: &Design, jobs: Range<usize>) -> Vec<Outcome> {
    let (unit, mut outcomes) = (design.list().unit().max(1), Vec::new());
    let units = jobs.start / unit..jobs.end.div_ceil(unit);
    for found in each(units.start as u32..units.end as u32, |k| design.unit(k as usize)) {
        outcomes.extend(found);
    }
    outcomes.drain(..jobs.start % unit);
    outcomes.truncate(jobs.len());
    outcomes
}

/// Runs jobs of a part of the list, counted through, up to the end of a unit, on the threads of the pool in which this is called. `take` is given the outcomes
/// of each unit, in order; of the first one those that are missing, since a journal may have been cut within it. Ends early once it is canceled: nothing new begins, what had
/// begun is finished and taken.
///
/// # Errors
/// The first of `take`.
pub fn in_order_of_list(
    design: &Design,
    (part, jobs): (&Part, Range<usize>),
    cancel: &CancelToken,
    mut take: impl FnMut(Vec<Outcome>) -> Result<()> + Send,
) -> Result<()> {
    let (list, months) = (design.list(), design.scenarios.first().map_or(0, |s| s.run.months as usize));
    let unit = list.unit().max(1);
    let bytes = unit * (months + 1) * MEASURES.len() * size_of::<f64>();
    let ahead = threads() * (WAITING / bytes).clamp(UNITS.0, UNITS.1);
    let mut there = jobs.start % unit;
    let take = |mut outcomes: Vec<Outcome>| {
        outcomes.drain(..std::mem::take(&mut there));
        take(outcomes)
    };
    in_order(jobs.start / unit..jobs.end / unit, ahead, cancel, |k| design.unit(part.unit(k)), take)
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
