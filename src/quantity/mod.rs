//! The ground: months, shares, grades, and mathematics that is the same everywhere.

pub mod maths;
pub mod month;

pub use month::{Calendar, Month};
