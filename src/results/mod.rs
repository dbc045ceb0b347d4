//! Files: tables, manifests and the folder that holds them. Nothing is overwritten, nothing appears under
//! its final name before it is whole, and the same plan leaves the same bytes.

pub mod atomic;
pub mod checkpoint;
pub mod columns;
pub mod dataset;
pub mod digest;
pub mod district_results;
pub mod folder;
pub mod journal;
pub mod journal_reader;
pub mod manifest;
pub mod opening;
pub mod ownership;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "parquet")]
mod parquet_rows;
pub mod record;
pub mod replayed;
pub mod roster;
pub mod runs;
pub mod shape;
pub mod summaries;
mod table_rows;
pub mod table_stream;
pub mod tables;
pub mod write_tables;

#[cfg(test)]
pub(crate) mod sample;

pub use dataset::{Dataset, Verified};
pub use district_results::{DistrictResults, Wanted};
pub use folder::{Folder, Mode, TableFormat};
pub use manifest::{Machine, Manifest};
