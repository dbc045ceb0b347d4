//! How far, how deep and how lastingly does a school reform spread?
//!
//! `uptake` simulates the districts into which a practice, piloted by a small improvement team, spreads,
//! deepens, comes to be owned and lasts, or does not. Teachers, principals and district leaders are
//! agents; everything they decide by chance is keyed by what, who and when, so that the same futures can
//! be lived through under two scenarios and compared one by one.
//!
//! ```
//! use uptake::experiment::run_job;
//! use uptake::metrics::columns::{MEASURES, Measure};
//! use uptake::parameters::Ledger;
//! use uptake::scenario::{self, layers::BuiltIn};
//!
//! let ledger = Ledger::standard()?;
//! let committed = scenario::read("committed", &[], &BuiltIn, &ledger)?;
//! let outcome = run_job(&committed, &committed.places[0], 17);
//! let month_36 = &outcome.timeline[36 * MEASURES.len()..];
//! assert!((0.0..=1.0).contains(&month_36[Measure::Spread as usize]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The modules are floors, lowest first; each uses only those below it.

// 0: the ground
pub mod chance;
pub mod quantity;
// 1: every uncertain number, with its evidence
pub mod parameters;
// 2: what is asked; what there is; what is read from outside
#[cfg(feature = "program")]
pub mod input;
pub mod scenario;
pub mod world;
// 3: the first day; the submodels
pub mod initialization;
pub mod mechanisms;
// 4: the schedule and one run
pub mod simulation;
// 5: recorders
pub mod metrics;
pub mod trace;
// 6: designs, jobs, executors
pub mod experiment;
// 7: pure functions on outcomes
pub mod analysis;
// 8: experiments and what they say
pub mod study;
// 9: files and figures
#[cfg(feature = "program")]
pub mod output;
// 10: words and arguments
#[cfg(feature = "program")]
pub mod cli;
