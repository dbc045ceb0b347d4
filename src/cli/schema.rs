//! `schema`: what an editor must know to help with scenario files.

use super::faults::CommandResult;
use uptake::description::schema;
use uptake::parameters::Ledger;

/// Prints the JSON Schema of scenario files.
pub fn schema() -> CommandResult {
    out!("{}", schema::text(&Ledger::standard()?));
    Ok(())
}
