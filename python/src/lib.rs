//! The engine as a Python module. Everything here is a call of the library's public interface; what a user of Python sees is
//! written in Python (`python/uptake`).
//!
//! | file | what it does |
//! |---|---|
//! | `draft` | a scenario in the making |
//! | `batch` | runs into a results folder; sizes and sweeps |
//! | `merge` | shards of a batch, joined to its results |
//! | `studies` | sensitivity, decisions, signs, discovery |
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
mod merge;
mod stored;
mod studies;
mod words;
mod work;

use pyo3::prelude::*;

/// The engine.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::batch::{batch_facts, run, run_sizes, run_sweep};
    #[pymodule_export]
    use super::claims::{claims_list, test_claims};
    #[pymodule_export]
    use super::draft::Draft;
    #[pymodule_export]
    use super::gallery::{parameters, scenarios};
    #[pymodule_export]
    use super::merge::merge_shards;
    #[pymodule_export]
    use super::stored::{Picture, Stored};
    #[pymodule_export]
    use super::studies::{run_decide, study_discovery, study_sensitivity, study_signs};

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    #[pymodule_export]
    const BUILD: &str = uptake::results::digest::BUILD;
}
