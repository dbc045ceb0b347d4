//! Chance: every draw belongs to what is decided, who decides and when. (ODD 4, stochasticity)
//!
//! A draw is a pure function of (study seed, district, replication, what, who, month). One decision
//! takes one uniform number, and an inverse distribution function turns it into a value; nothing is
//! rejected and redrawn. So one more teacher, one more event or one more thread moves no other draw,
//! and two scenarios can be compared replication by replication.

pub mod generator;
pub mod inverse;
pub mod philox;
pub mod streams;

pub use generator::KeyedGenerator;
pub use streams::{Block, Streams, What, Who};
