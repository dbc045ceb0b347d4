//! Pure functions on outcomes: numbers in, numbers out; no files, no clocks.

pub mod student;
pub mod summary;
