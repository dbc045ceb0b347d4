//! `schema`: what an editor must know to help with scenario files.

use super::failure::Failure;
use crate::output::schema;
use crate::parameters::Ledger;

/// Prints the JSON Schema of scenario files.
pub fn schema() -> Result<(), Failure> {
    say!("{}", schema::text(&Ledger::standard()?));
    Ok(())
}
