//! Promises of the documents and of the shape of the source.

mod documents;
mod floors;
#[cfg(feature = "program")]
mod gallery_table;
mod odd;
#[cfg(feature = "program")]
mod supply;
