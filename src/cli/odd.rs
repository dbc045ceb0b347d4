//! `odd`: the description of the model, printed from the code.

use std::path::PathBuf;

use clap::Args;

use super::faults::{CommandResult, refuse_existing};
use uptake::description::odd;
use uptake::parameters::Ledger;
use uptake::results::atomic::write_file;

/// Arguments of `odd`.
#[derive(Debug, Args)]
pub struct OddArgs {
    /// File for the description, in Markdown [default: printed here]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Prints the description, or writes it to a file.
pub fn odd(args: &OddArgs) -> CommandResult {
    let page = odd::page(&Ledger::standard()?);
    let Some(path) = &args.out else {
        out!("{}", page.trim_end());
        return Ok(());
    };
    refuse_existing(path, args.force, "choose another name, or replace it with --force")?;
    write_file(path, page.as_bytes(), args.force)?;
    out!("{}", path.display());
    Ok(())
}
