//! The engine as a Python module. Everything here is a call of the library's public interface; what a user of Python sees is
//! written in Python (`python/uptake`).
//!
//! | file | what it does |
//! |---|---|
//! | `draft` | a scenario in the making |
//! | `batch` | runs into a results folder; sizes and sweeps |
//! | `stored` | a finished folder: figures, report, stories, summary |
//! | `claims` | claims, tested |
//! | `work` | long work on a thread, while Python hears how far it is and may stop it |
//! | `faults`, `words` | faults as a Python exception, in the words of Python |

mod batch;
mod claims;
mod clock;
mod draft;
mod faults;
mod gallery;
mod stored;
mod words;
mod work;

use pyo3::prelude::*;

/// The engine.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::batch::{run, run_sizes, run_sweep};
    #[pymodule_export]
    use super::claims::{claims_list, test_claims};
    #[pymodule_export]
    use super::draft::Draft;
    #[pymodule_export]
    use super::gallery::{parameters, scenarios};
    #[pymodule_export]
    use super::stored::{Picture, Stored};

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
