//! Promises about the model: what it computes, what it shows, and that chance stays where it belongs.

mod alarms;
mod anchors;
mod baseline;
mod claims;
mod cohorts;
mod components;
mod conservation;
mod constructs;
mod decline;
mod determinism;
mod drawn_models;
mod draws;
mod empty_events;
mod equations;
mod examples;
mod extremes;
mod instruction_sets;
mod levers;
mod metamorphic;
mod null_models;
mod observed;
mod reimplementation;
mod replays;
mod seen;
mod shared_past;

#[path = "../random_scenarios/mod.rs"]
mod random_scenarios;
#[path = "../texts/mod.rs"]
mod texts;
