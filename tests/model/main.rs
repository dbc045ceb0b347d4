//! Promises about the model: what it computes, what it shows, and that chance stays where it belongs.

mod anchors;
mod claims;
mod cohorts;
mod components;
mod constructs;
mod decline;
mod determinism;
mod drawn_models;
mod equations;
mod examples;
mod instruction_sets;
mod levers;
mod null_models;
mod observed;
mod reimplementation;
mod shared_past;

#[path = "../texts/mod.rs"]
mod texts;
