//! Files: tables, manifests and the folder that holds them. Nothing is overwritten, nothing appears under
//! its final name before it is whole, and the same plan leaves the same bytes.

pub mod atomic;
pub mod checkpoint;
pub mod columns;
pub mod digest;
pub mod folder;
pub mod journal;
pub mod journal_reader;
pub mod manifest;
pub mod opening;
pub mod ownership;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "parquet")]
mod parquet_read;
pub mod read;
pub mod read_district;
pub mod read_features;
pub mod read_runs;
pub mod record;
pub mod replayed;
pub mod roster;
pub mod run_columns;
pub mod runs;
pub mod shape;
pub mod summaries;
pub mod table_stream;
pub mod tables;
pub mod write_tables;

#[cfg(test)]
pub(crate) mod sample;

pub use folder::{Folder, Mode, TableFormat};
pub use manifest::{Machine, Manifest};
