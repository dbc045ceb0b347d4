//! What is read from outside before a run: tables of real districts, and observations to compare with. (ODD 6)
//!
//! Everything doubtful is settled here: a table that was read holds no cell that a simulation could stumble
//! over, and one that was refused says everything that is wrong with it at once.
//!
//! ```
//! use uptake::input::AnyTable;
//!
//! let fault = AnyTable::from_bytes("schools.csv", b"name,county\n", None);
//! assert!(fault.is_err_and(|fault| fault.to_string().contains("column")));
//! ```

mod columns;
mod diffusion_file;
mod diffusion_tables;
mod district_cells;
mod district_rows;
mod district_table;
mod doubts;
mod fact_notes;
mod fixed_table;
pub mod formula;
mod joined;
mod latest;
mod partners;
pub mod regular_file;
mod row_facts;
mod row_filter;
mod rows;
mod school_year;
pub mod seen_table;
mod sheet;
mod table_fault;
mod table_sketch;
pub mod tie_table;
mod totals_row;
mod totals_rows;
mod turnover_tables;

pub(crate) use columns::NO_COLUMNS;
pub use diffusion_file::DiffusionFile;
pub use diffusion_tables::Diffusion;
pub use district_table::{AnyTable, BandSummary, DistrictTable, Table, TotalsTable};
pub(crate) use school_year::with_year;
pub use table_sketch::TableSketch;
pub use turnover_tables::{BandYear, ObservedTurnover, TenureYear};
