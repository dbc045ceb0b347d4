//! Experiments and what they say. (analysis of outcomes in the words of the question)

pub mod calibration;
pub mod claims;
pub mod compare;
pub mod record;
pub mod target;
