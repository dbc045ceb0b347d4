//! Files: tables, manifests and the folder that holds them. Nothing is overwritten, nothing appears under
//! its final name before it is whole, and the same plan leaves the same bytes.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::stored::Stored;
//!
//! let stored = Stored::open(Path::new("results/pair"))?;
//! for series in stored.levels(None, &["spread", "deep_share"])? {
//!     println!("{}, {}: {:?}", series.scenario, series.measure, series.at(36).map(|summary| summary.mean));
//! }
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

pub(crate) mod append_log;
#[cfg(feature = "parquet")]
mod arrow_schema;
pub(crate) mod assumption_table;
pub mod atomic;
mod by_model;
pub(crate) mod checked;
pub(crate) mod checkpoint;
pub(crate) mod columns;
pub(crate) mod csv_rows;
pub(crate) mod dataset;
pub mod decision;
pub mod decision_given;
pub mod digest;
pub(crate) mod district_log;
pub(crate) mod district_results;
mod fault_points;
pub(crate) mod file_names;
pub mod file_set;
pub(crate) mod folder;
pub(crate) mod folder_log;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
pub(crate) mod given_seen;
mod growth;
pub(crate) mod inventory;
pub(crate) mod journal;
mod log_scan;
pub(crate) mod manifest;
pub(crate) mod opening;
pub(crate) mod ownership;
mod parameter_table;
#[cfg(feature = "parquet")]
pub(crate) mod parquet;
#[cfg(feature = "parquet")]
mod parquet_rows;
pub(crate) mod plan_cost;
pub(crate) mod published;
mod quantity_values;
pub(crate) mod replayed;
pub mod roster;
mod row_table;
mod run_values;
pub(crate) mod runs;
pub(crate) mod school_groups;
pub mod school_table;
pub mod sensitivity;
pub(crate) mod shape;
mod shard_log;
pub(crate) mod shards;
pub(crate) mod size_there;
pub(crate) mod stored_outcomes;
pub(crate) mod summaries;
pub mod sweep_table;
#[cfg(feature = "parquet")]
mod table_head;
mod table_rows;
pub(crate) mod table_stream;
pub(crate) mod tables;
mod told_apart;
pub mod versions;
pub(crate) mod write_tables;

#[cfg(test)]
mod checked_tests;
#[cfg(test)]
mod kept_tests;
#[cfg(test)]
pub(crate) mod sample;

pub use by_model::DifferenceByModel;
pub use dataset::Dataset;
pub use district_results::{DistrictResults, Wanted};
pub use folder::{Folder, Mode, TableFormat};
pub use journal::JOURNAL;
pub use manifest::{MANIFEST, Machine, Manifest};
pub use ownership::refuse_inside;
pub use shards::{ShardReader, Shards};
