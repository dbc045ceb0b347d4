//! Work on many threads whose results are taken in order, while the threads go on.
//!
//! Nobody waits for a chunk to end: as long as there is work that may begin, every thread has some. What is finished before
//! its turn is kept until then, so only a bounded number of pieces may be ahead of the one whose turn it is.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::CancelToken;
use crate::diagnostic::Result;

/// Where the pieces stand.
struct Line<T, F> {
    /// Pieces that have not begun.
    to_begin: Range<usize>,
    /// The piece whose turn it is to be taken.
    turn: usize,
    /// What is finished before its turn.
    early: BTreeMap<usize, T>,
    take: F,
    /// Nothing more begins and nothing more is taken after a fault, or where a thread panicked.
    ended: Result<bool>,
}

/// What `work` gives for each of these numbers, taken in their order, on the threads of the pool in which this is called. No
/// more than `ahead` pieces, and one for each thread, have begun and are not yet taken. Once it is canceled nothing new begins;
/// what had begun is finished and taken. Neither `work` nor `take` may ask the pool for anything: a thread that waits there could
/// begin another piece, which would wait for the first.
///
/// # Errors
/// The first of `take`; nothing more is taken after it.
pub fn in_order<T: Send>(
    numbers: Range<usize>,
    ahead: usize,
    cancel: &CancelToken,
    work: impl Fn(usize) -> T + Sync,
    take: impl FnMut(T) -> Result<()> + Send,
) -> Result<()> {
    let (ahead, moved) = (ahead.max(threads()), Condvar::new());
    let line = Mutex::new(Line {
        turn: numbers.start,
        to_begin: numbers,
        early: BTreeMap::new(),
        take,
        ended: Ok(false),
    });
    let begin = || {
        let mut line = locked(&line);
        while line.to_begin.start >= line.turn + ahead && matches!(line.ended, Ok(false)) {
            line = moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        let goes_on = matches!(line.ended, Ok(false)) && !cancel.is_canceled();
        if goes_on { line.to_begin.next() } else { None }
    };
    on_all_threads(|| {
        while let Some(k) = begin() {
            let done = catch_unwind(AssertUnwindSafe(|| work(k)));
            let mut line = locked(&line);
            let taken = done.and_then(|done| catch_unwind(AssertUnwindSafe(|| line.finish(k, done))));
            if taken.is_err() {
                // The other threads would wait for this piece forever.
                line.ended = Ok(true);
            }
            moved.notify_all();
            drop(line);
            if let Err(panic) = taken {
                resume_unwind(panic);
            }
        }
    });
    line.into_inner().unwrap_or_else(PoisonError::into_inner).ended.map(drop)
}

impl<T, F: FnMut(T) -> Result<()>> Line<T, F> {
    fn finish(&mut self, k: usize, done: T) {
        self.early.insert(k, done);
        while let (Ok(false), Some(done)) = (&self.ended, self.early.remove(&self.turn)) {
            self.turn += 1;
            self.ended = (self.take)(done).map(|()| false);
        }
    }
}

fn locked<T>(line: &Mutex<T>) -> MutexGuard<'_, T> {
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Threads of the pool in which this is called.
pub fn threads() -> usize {
    #[cfg(feature = "program")]
    return rayon::current_num_threads();
    #[cfg(not(feature = "program"))]
    1
}

/// Calls a function once on each thread of the pool in which this is called, as far as they are free; once where there are no
/// threads.
fn on_all_threads(function: impl Fn() + Sync) {
    #[cfg(feature = "program")]
    rayon::scope(|scope| (0..threads()).for_each(|_| scope.spawn(|_| function())));
    #[cfg(not(feature = "program"))]
    function();
}

#[cfg(test)]
#[cfg(feature = "program")]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Threads, and how far they may be ahead.
    const PACES: [(usize, usize); 3] = [(1, 1), (2, 5), (7, 1)];

    /// Runs pieces on a pool of so many threads.
    fn run<T: Send>(
        n: usize,
        (threads, ahead): (usize, usize),
        cancel: &CancelToken,
        work: impl Fn(usize) -> T + Sync + Send,
        take: impl FnMut(T) -> Result<()> + Send,
    ) -> Result<()> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| in_order(3..n, ahead, cancel, work, take))
    }

    /// Some pieces take long.
    fn work_at(k: usize) -> usize {
        let rounds = if k.is_multiple_of(10) { 2_000_000 } else { 1_000 };
        std::hint::black_box((0..rounds).fold(0u64, |sum, x| std::hint::black_box(sum ^ x)));
        k
    }

    #[test]
    fn results_are_taken_in_order_and_few_are_ahead() {
        for pace in PACES {
            let (begun, mut taken) = (AtomicUsize::new(0), Vec::new());
            let work = |k: usize| {
                begun.fetch_add(1, Ordering::SeqCst);
                work_at(k)
            };
            run(120, pace, &CancelToken::default(), work, |k| {
                let ahead = begun.load(Ordering::SeqCst) - taken.len();
                assert!(ahead <= pace.0.max(pace.1) + 1, "{ahead} {pace:?}");
                taken.push(k);
                Ok(())
            })
            .unwrap();
            assert!(taken.into_iter().eq(3..120));
        }
    }

    #[test]
    fn what_had_begun_is_taken_after_a_stop_and_nothing_after_a_fault() {
        for pace in PACES {
            let (begun, cancel) = (AtomicUsize::new(0), CancelToken::default());
            let work = |k: usize| {
                begun.fetch_add(1, Ordering::SeqCst);
                k
            };
            let mut taken = Vec::new();
            let stop = |k| {
                taken.push(k);
                if k == 20 {
                    cancel.cancel();
                }
                Ok(())
            };
            run(10_000, pace, &cancel, work, stop).unwrap();
            assert!(taken.len() > 17 && taken.len() < 1_000 && taken.iter().copied().eq(3..3 + taken.len()));
            assert_eq!(begun.load(Ordering::SeqCst), taken.len());
            let fault = |k: usize| if k == 5 { Err(Diagnostic::failed("", "full", "")) } else { Ok(()) };
            let found = run(10_000, pace, &CancelToken::default(), work_at, fault);
            assert!(found.is_err_and(|fault| fault.to_string().contains("full")));
        }
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        for pace in PACES {
            let work = |k: usize| assert_ne!(k, 30, "a fault of the program");
            let all = || run(1_000, pace, &CancelToken::default(), work, |()| Ok(()));
            assert!(catch_unwind(AssertUnwindSafe(all)).is_err());
            let mut taken = 0;
            let take = |()| {
                taken += 1;
                assert_ne!(taken, 30, "a fault of the program");
                Ok(())
            };
            let all = || run(1_000, pace, &CancelToken::default(), |_| (), take);
            assert!(catch_unwind(AssertUnwindSafe(all)).is_err());
        }
    }
}
