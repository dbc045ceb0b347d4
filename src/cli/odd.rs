//! `odd`: the description of the model, printed from the code.

use super::faults::{CommandResult, refuse_existing};
use super::options::OddArgs;
use uptake::description::odd;
use uptake::parameters::Ledger;
use uptake::results::atomic::write_file;

/// Prints the description, or writes it to a file.
pub fn odd(args: &OddArgs) -> CommandResult {
    let page = odd::page(&Ledger::standard()?);
    let Some(path) = &args.out else {
        out!("{}", page.trim_end());
        return Ok(());
    };
    refuse_existing(path, args.force, "choose another name, or replace it with --force")?;
    write_file(path, page.as_bytes())?;
    out!("{}", path.display());
    Ok(())
}
