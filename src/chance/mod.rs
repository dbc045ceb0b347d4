//! Chance: every draw belongs to what is decided, who decides and when. (ODD 4, stochasticity)
//!
//! Chance within the modelled world (who leaves, who tries) is kept apart from ignorance about parameters. A parameter given as
//! a distribution (uniform, triangular, normal truncated to its range, or beta stretched over it) is drawn once per
//! replication, the same in every scenario and district unless a district of a cohort has its own.
//!
//! A draw is a pure function of (study seed, district, replication, what, who, month). One decision takes one uniform number,
//! and an inverse distribution function turns it into a value; nothing is rejected and redrawn. So one more teacher, one more
//! event or one more thread moves no other draw, and two scenarios can be compared replication by replication: an event of
//! month 14 leaves months 0 to 13 as they were, to the last bit. A chance of probability p comes true where its number is below
//! p. What a person or an idea brings is drawn without the month (month 0): it is the same whenever they come.

pub mod generator;
pub mod inverse;
pub mod philox;
pub mod streams;

pub use generator::KeyedGenerator;
pub use streams::{Block, Streams, What, Who};
