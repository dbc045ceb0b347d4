//! Calibration by approximate Bayesian computation.
//!
//! Free parameters are fitted to the claims that are marked for it, and to nothing else. What is accepted is a
//! set of vectors, each of which meets all targets, and not one best fit.
//!
//! The prior is even over the plausible ranges of the ledger. The first wave is a Latin hypercube; from the
//! best of it, waves of Markov moves narrow a population to a tolerance that falls to nothing (sequential
//! Monte Carlo: Drovandi and Pettitt 2011; Del Moral, Doucet and Jasra 2012). A move is accepted where the
//! distance to the targets stays within the tolerance, which with an even prior and a symmetric step leaves the
//! approximate posterior as it is, so that all vectors weigh the same. At the end each is simulated anew, and
//! only those stay that meet the targets over both simulations together: luck is not fitted.
//!
//! ```
//! use uptake::calibration::Targets;
//!
//! for (claim, part, want) in Targets::new().parts() {
//!     println!("{claim}: {part}, wanted {}", want.words());
//! }
//! ```

pub mod abc_smc;
pub mod diagnostics;

pub mod recovery;
pub mod targets;
pub mod variance;

pub use abc_smc::{Calibration, Effort, Judged, Wave, calibrate};
pub use targets::Targets;
