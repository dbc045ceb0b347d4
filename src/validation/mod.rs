//! The model beside published observations: who took up a practice along real ties, and when leaders left.

pub mod data_fault;
pub mod diffusion;
pub mod leader_exits;

pub use data_fault::DataFault;
