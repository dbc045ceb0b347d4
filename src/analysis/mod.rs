//! Pure functions on outcomes: numbers in, numbers out; no files, no clocks.

pub mod compare;
pub mod delta;
pub mod estimate;
pub mod proportion;
pub mod sequential;
pub mod student;
pub mod summary;
pub mod time_to_event;

pub use estimate::Estimate;
pub use proportion::Proportion;
