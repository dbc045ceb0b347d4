//! Why observations cannot be compared with the model.

use crate::input::TableError;

/// Why a comparison with observations was not made.
#[derive(Debug, thiserror::Error)]
pub enum DataFault {
    /// A table could not be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The tables are sound and hold too little.
    #[error("{table}: {what}\n  {remedy}")]
    TooLittle {
        /// The table.
        table: String,
        /// What is missing.
        what: String,
        /// What to do about it.
        remedy: String,
    },
}
