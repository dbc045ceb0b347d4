//! Pure functions on outcomes: numbers in, numbers out; no files, no clocks.
//!
//! ```
//! use uptake::analysis::proportion::Proportion;
//!
//! let (low, high) = Proportion::new(7, 10).interval();
//! assert!(low < 0.7 && 0.7 < high);
//! ```

pub mod beyond_chance;
pub mod boxes;
pub mod compare;
pub mod delta;
pub mod elementary_effects;
pub(crate) mod estimate;
pub mod importance;
pub mod looking;
pub mod mean_interval;
pub mod over_sets;
pub mod proportion;
pub mod ratio;
pub mod regret;
pub mod robust;
pub mod sequential;
pub mod sign;
pub mod smallest_difference;
pub mod sobol_indices;
pub mod student;
pub mod summary;
pub mod time_to_event;
pub mod two_samples;

pub use estimate::Estimate;
pub use proportion::Proportion;
