//! uptake
pub mod quantity;
pub mod chance;
pub mod parameters;
pub mod world;
pub mod initialization;
pub mod mechanisms;
