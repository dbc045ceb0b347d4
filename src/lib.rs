//! How far, how deep and how lastingly does a school reform spread?
//!
//! `uptake` simulates the districts into which a practice, piloted by a small improvement team, spreads,
//! deepens, comes to be owned and lasts, or does not. Teachers, principals and district leaders are
//! agents; everything they decide by chance is keyed by what, who and when, so that the same futures can
//! be lived through under two scenarios and compared one by one.
//!
//! ```
//! use uptake::prelude::*;
//!
//! let run = Scenario::built_in("committed")?.with("superintendent_exit", 0.3)?.resolve()?.run(17);
//! if let Some(spread) = run.at(36, Spread) {
//!     assert!((0.0..=1.0).contains(&spread));
//! }
//! # Ok::<(), Diagnostics>(())
//! ```
//!
//! `examples/` has five programs to start from: one run, a paired what-if, an event and a measure of your own, a
//! figure.
//!
//! The modules are floors, lowest first; each uses only those below it.

// 0: the ground
pub mod calendar;
pub mod diagnostic;
pub mod model;
pub mod numerics;
pub mod strategy;
// how everything is said that people read
pub mod phrasing;
// 1: what is publicly known of schools
pub mod census;
// 2: every draw has an address
pub mod chance;
// 3: every uncertain number, with its evidence
pub mod parameters;
// 4: what there is
pub mod world;
// 5: the first day; the submodels
pub mod initialization;
pub mod mechanisms;
// 6: what can happen to a district; what is asked; what is read from outside; both from files
pub mod events;
#[cfg(feature = "program")]
pub mod files;
#[cfg(feature = "program")]
pub mod input;
pub mod scenario;
// 7: the schedule and one run
pub mod simulation;
// 8: recorders
pub mod metrics;
pub mod trace;
// 9: pure functions on outcomes
pub mod analysis;
// 10: designs, jobs, executors
pub mod experiment;
// 11: what the model shows, beside observations and against its claims; the story of a run
pub mod calibration;
pub mod claims;
pub mod explain;
// 12: files, figures, pages
#[cfg(feature = "program")]
pub mod description;
#[cfg(feature = "program")]
pub mod figures;
#[cfg(feature = "program")]
pub mod report;
#[cfg(feature = "program")]
pub mod results;
// 13: long studies, and batches in a folder
#[cfg(feature = "program")]
pub mod study;
// the page in a browser
#[cfg(feature = "serve")]
pub mod server;
// all readers, for trials with damaged bytes
#[cfg(all(feature = "program", any(test, fuzzing)))]
pub mod fuzzing;
// the face: what most programs need
pub mod prelude;
