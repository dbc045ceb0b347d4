//! The model and the scenario language described, from the code itself.

pub mod odd;
pub mod schema;
