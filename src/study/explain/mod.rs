//! The story of one run: what happened, why, and what would have followed without it.

pub mod story;

pub use story::{ButFor, Change, Entry, Kind, Story, Typical};
