//! Calibration to counts: history matching in waves, then a weighed sample.
//!
//! Free parameters are fitted to published observations with their sample sizes ([`observations`]), and to nothing else. What is
//! accepted is a set of vectors with weights, and not one best fit. The prior is even over the plausible ranges of the
//! ledger.
//!
//! Waves of simulations ([`features`]) teach emulators ([`emulator`]), which rule out what cannot meet the observations
//! ([`history`]). In the region left vectors are simulated and weighed by their likelihood ([`sample`]). What came of it, and how
//! far it can be trusted, is worked out from the simulations that are there: [`posterior`], [`recovery`], [`diagnostics`].
//!
//! ```
//! for observation in uptake::calibration::observations::all() {
//!     println!("{}: {} ({})", observation.id, observation.words, observation.seen.words());
//! }
//! ```

pub mod diagnostics;
pub mod emulator;
pub mod features;
pub mod history;
pub mod likelihood;
pub mod linear_algebra;
pub mod observations;
pub mod posterior;
pub mod recovery;
pub mod sample;
pub mod screen;
pub mod space;
pub mod variance;

pub use history::{Effort, HistoryMatch};
pub use posterior::Calibration;
