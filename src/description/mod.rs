//! The model and the scenario language described, from the code itself.
//!
//! ```
//! use uptake::description::schema;
//! use uptake::parameters::Ledger;
//!
//! let schema = schema::schema(&Ledger::standard()?);
//! assert!(schema["properties"]["district"].is_object());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod guide;
pub mod odd;
pub mod schema;
