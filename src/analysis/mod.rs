//! Pure functions on outcomes: numbers in, numbers out; no files, no clocks.

pub mod delta;
pub mod sequential;
pub mod student;
pub mod summary;
pub mod waiting;
