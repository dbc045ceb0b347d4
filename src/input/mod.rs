//! What is read from outside before a run: tables of real districts. (ODD 6)
//!
//! Everything doubtful is settled here: a table that was read holds no cell that a simulation could stumble
//! over, and one that was refused says everything that is wrong with it at once.

mod district_cells;
mod district_rows;
mod district_table;
mod table_fault;

pub use district_table::{BandSummary, DistrictTable, UnknownDistrict};
pub use table_fault::{FAULTS_KEPT, FAULTS_SHOWN, Fault, TableError};
