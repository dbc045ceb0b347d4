//! The model beside published observations: who took up a practice along real ties, and when leaders left.

pub mod diffusion;
pub mod leader_exits;
