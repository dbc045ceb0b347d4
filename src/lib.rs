//! uptake
pub mod quantity;
pub mod chance;
pub mod parameters;
pub mod scenario;
pub mod world;
pub mod initialization;
pub mod mechanisms;
pub mod simulation;
pub mod metrics;
pub mod trace;
pub mod experiment;
pub mod analysis;
#[cfg(feature = "program")]
pub mod input;
#[cfg(feature = "program")]
pub mod output;
