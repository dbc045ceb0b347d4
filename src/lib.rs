//! uptake
pub mod quantity;
pub mod chance;
