//! Files: tables, manifests and the folder that holds them. Nothing is overwritten, nothing appears under
//! its final name before it is whole, and the same plan leaves the same bytes.

pub mod atomic;
pub mod columns;
pub mod digest;
pub mod drafts;
pub mod error;
pub mod figures;
pub mod folder;
pub mod journal;
pub mod journal_reader;
pub mod large;
pub mod manifest;
pub mod notes;
pub mod odd;
pub mod opening;
pub mod ownership;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "parquet")]
mod parquet_read;
pub mod pictures;
pub mod read;
pub mod read_features;
pub mod read_runs;
pub mod record;
pub mod replayed;
pub mod report;
pub mod retell;
pub mod roster;
pub mod run_columns;
pub mod runs;
pub mod schema;
pub mod shape;
pub mod summaries;
pub mod tables;

#[cfg(test)]
pub(crate) mod sample;

pub use error::OutputError;
pub use folder::{Folder, Mode, TableFormat};
pub use manifest::{Machine, Manifest};
