//! Chance: every draw belongs to what is decided, who decides and when. (ODD 4, stochasticity)
//!
//! Chance within the modeled world (who leaves, who tries) is kept apart from ignorance about parameters. A parameter given as
//! a distribution is drawn once per replication, the same in every scenario and district unless a district of a cohort has its
//! own. The forms are uniform (`low`, `high`), triangular (`low`, `mode`, `high`), normal (`mean`, `sd`) truncated to `low` to
//! `high`, and beta (`mean`, `sd`) stretched over `low` to `high`; of the last two `low` and `high` are what the parameter is
//! allowed, unless given. Mean and standard deviation of a normal are those before truncation, of a beta those of the value
//! itself.
//!
//! Of a set of accepted vectors (`--parameters accepted`) each replication takes one: in the order of the file the first whose
//! weight, with all weights before it, is more than u times the sum of weights. A value that the scenario gives goes before.
//! Where the scenario names no model, the replication first takes a model by the same rule, with a number of its own, among
//! those that calibration weighed: the whole model, linear pull, threshold pull, weakest leader, additive leaders, trying
//! alone, turnover alone (7.18). The set is then that model's.
//!
//! A draw is a pure function of (study seed, district, replication, what, who, month). One decision takes one uniform number,
//! and an inverse distribution function turns it into a value; nothing is rejected and redrawn. So one more teacher, one more
//! event or one more thread moves no other draw, and two scenarios can be compared replication by replication: an event of
//! month 14 leaves months 0 to 13 as they were, to the last bit. A chance of probability p comes true where its number is below
//! p. What a person or an idea brings is drawn without the month (month 0): it is the same whenever they come.
//!
//! ```
//! use uptake::calendar::Month;
//! use uptake::chance::{Decision, DecisionMaker, Streams, inverse};
//!
//! // Whoever asks for the number of this decision, of this person, in this month, gets the same one.
//! let streams = Streams::new(1, 0, 17);
//! let lead = DecisionMaker::office(2, 0);
//! let draw = || streams.uniform(Decision::LeaderExit, lead, Month(12));
//! assert_eq!(draw(), draw());
//! assert!((0.0..=1.0).contains(&inverse::normal_within(draw(), 0.5, 0.2, 0.0, 1.0)));
//! ```

pub mod blocks;
pub(crate) mod generator;
pub mod inverse;
pub mod philox;
pub mod streams;

pub use blocks::Blocks;
pub use generator::{KeyedGenerator, OpenUniform};
pub use streams::{Block, Decision, DecisionMaker, Streams};
