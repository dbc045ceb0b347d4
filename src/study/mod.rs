//! Experiments and what they say. (analysis of outcomes in the words of the question)

pub mod calibration;
pub mod claims;
pub mod compare;
#[cfg(feature = "program")]
pub mod data_fault;
#[cfg(feature = "program")]
pub mod diffusion;
pub mod estimate;
pub mod explain;
pub mod frequency;
pub mod influence;
#[cfg(feature = "program")]
pub mod leader_exits;
pub mod proportion;
pub mod record;
pub mod target;
pub mod variance;

#[cfg(feature = "program")]
pub use data_fault::DataFault;
pub use estimate::Estimate;
pub use proportion::Proportion;
