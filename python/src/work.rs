//! Long work on a thread of its own. The thread that called waits without the interpreter's lock; now and then it takes it to tell
//! Python how far the work is, and to hear Ctrl-C.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError};
use pyo3::prelude::*;
use uptake::diagnostic::Diagnostics;
use uptake::experiment::CancelToken;

use crate::faults::OrRaise;

/// How often Python is asked (milliseconds).
const PAUSE: u64 = 50;

/// How far work is: done, of how many.
pub type Steps = Sender<(usize, usize)>;

/// What became of the work, and the exception that was raised meanwhile: Ctrl-C, or one of `hear`.
pub struct Watched<T> {
    /// What the work came to.
    pub ended: T,
    /// What asked it to stop.
    pub stopped_by: Option<PyErr>,
}

impl<T, E: Into<Diagnostics>> Watched<Result<T, E>> {
    /// What it came to, or what is raised: of an interruption what is safe, of an error of `hear` that error.
    pub fn settled(self, py: Python<'_>) -> PyResult<T> {
        let ended = self.ended.or_raise(py);
        match (ended, self.stopped_by) {
            (ended, None) => ended,
            (Err(safe), Some(stopped)) if stopped.is_instance_of::<PyKeyboardInterrupt>(py) => Err(safe),
            (_, Some(stopped)) => Err(stopped),
        }
    }
}

/// Carries out `work`. `hear` is called with (done, of how many). What it raises, and Ctrl-C, asks the work to stop: what is
/// running is finished and kept.
pub fn watched<T: Send>(
    py: Python<'_>,
    hear: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(CancelToken, Steps) -> T + Send,
) -> PyResult<Watched<T>> {
    let cancel = CancelToken::default();
    let (steps, mut heard) = mpsc::channel();
    thread::scope(|scope| {
        let token = cancel.clone();
        let worker = scope.spawn(move || {
            // The work may let go of its steps before it ends.
            let _until_the_end = steps.clone();
            work(token, steps)
        });
        let mut stopped_by = None;
        loop {
            let (back, next) = py.detach(move || {
                let next = heard.recv_timeout(Duration::from_millis(PAUSE));
                (heard, next)
            });
            heard = back;
            let ended = matches!(next, Err(RecvTimeoutError::Disconnected));
            // Only the latest counts.
            let latest = next.ok().map(|step| heard.try_iter().last().unwrap_or(step));
            if stopped_by.is_none() {
                let told = match (hear, latest) {
                    (Some(hear), Some(step)) => hear.call1(step).map(drop),
                    _ => Ok(()),
                };
                if let Err(error) = told.and_then(|()| py.check_signals()) {
                    cancel.cancel();
                    stopped_by = Some(error);
                }
            }
            if ended {
                break;
            }
        }
        let ended = py.detach(|| worker.join());
        let ended = ended.map_err(|_| {
            PyRuntimeError::new_err("the engine failed; please report it with what you called")
        })?;
        Ok(Watched { ended, stopped_by })
    })
}
