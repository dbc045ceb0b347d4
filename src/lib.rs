//! uptake
pub mod quantity;
pub mod chance;
pub mod parameters;
pub mod scenario;
pub mod world;
pub mod initialization;
pub mod mechanisms;
pub mod simulation;
