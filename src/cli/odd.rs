//! `odd`: the description of the model, printed from the code.

use clap::Args;

use super::faults::CommandResult;
use super::flags::FileArgs;
use uptake::description::odd;
use uptake::parameters::Ledger;

/// Arguments of `odd`.
#[derive(Debug, Args)]
pub struct OddArgs {
    /// Where it goes
    #[command(flatten)]
    pub file: FileArgs,
}

/// Prints the description, or writes it to a file.
pub fn odd(args: &OddArgs) -> CommandResult {
    args.file.check()?;
    args.file.write(odd::page(&Ledger::standard()?).as_bytes())?;
    Ok(())
}
