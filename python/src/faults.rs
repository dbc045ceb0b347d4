//! Faults of the library as the one exception of the package: it holds every problem with place, fault and remedy.

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus, SourceLocation};

use crate::words::{in_python, place};

/// Where the exception is.
const MODULE: &str = "uptake._errors";

/// The exception for what was found. An interruption is a `KeyboardInterrupt`.
pub fn raised(py: Python<'_>, found: impl Into<Diagnostics>) -> PyErr {
    let found = in_words_of_python(found.into());
    if found.status() == ExitStatus::Interrupted {
        return PyKeyboardInterrupt::new_err(found.to_string());
    }
    made(py, &found).unwrap_or_else(|error| error)
}

fn made(py: Python<'_>, found: &Diagnostics) -> PyResult<PyErr> {
    let module = py.import(MODULE)?;
    let problem = module.getattr("Problem")?;
    let problems = found.list().iter().map(|d| {
        let number = |n: u32| (n > 0).then_some(n);
        let (line, column) = (number(d.at.line), number(d.at.column));
        problem.call1((
            d.at.file.to_string(),
            &d.fault,
            &d.remedy,
            line,
            column,
            word(d.status),
            &d.key,
            &d.allowed,
            &d.nearest,
            d.count,
        ))
    });
    let problems = problems.collect::<PyResult<Vec<_>>>()?;
    let error = module.getattr("UptakeError")?.call1((found.to_string(), problems, word(found.status())))?;
    Ok(PyErr::from_value(error))
}

/// The program's exit status in a word.
fn word(status: ExitStatus) -> &'static str {
    match status {
        ExitStatus::Failed => "failed",
        ExitStatus::Usage => "usage",
        ExitStatus::Content => "content",
        ExitStatus::Differs => "differs",
        ExitStatus::Undecided => "undecided",
        ExitStatus::Interrupted => "interrupted",
    }
}

/// Flags become arguments; files, lines and columns stay.
fn in_words_of_python(found: Diagnostics) -> Diagnostics {
    let advice = in_python(&found.advice);
    let mut told = replaced(found, |mut d| {
        d.fault = in_python(&d.fault);
        d.remedy = in_python(&d.remedy);
        if let Some(shown) = place(&d.at.file) {
            d.at = SourceLocation::whole(&shown);
        }
        d
    });
    told.advice = advice;
    told
}

/// The same faults, each told in another way.
pub fn replaced(found: Diagnostics, tell: impl Fn(Diagnostic) -> Diagnostic) -> Diagnostics {
    let mut told = Diagnostics::default();
    told.advice.clone_from(&found.advice);
    let beyond = found.count() - found.list().len();
    found.into_iter().for_each(|fault| told.push(tell(fault)));
    told.more(beyond);
    told
}

/// What came back, or the exception.
pub trait OrRaise<T> {
    /// The value; or the exception for what was wrong.
    fn or_raise(self, py: Python<'_>) -> PyResult<T>;
}

impl<T, E: Into<Diagnostics>> OrRaise<T> for Result<T, E> {
    fn or_raise(self, py: Python<'_>) -> PyResult<T> {
        self.map_err(|found| raised(py, found))
    }
}
