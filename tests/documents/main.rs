//! Promises of the documents and of the shape of the source.

mod documents;
mod floors;
mod odd;
