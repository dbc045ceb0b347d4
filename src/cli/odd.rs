//! `odd`: the description of the model, printed from the code.

use super::failure::{FAILED, Failure};
use super::options::OddArgs;
use uptake::description::odd;
use uptake::parameters::Ledger;
use uptake::results::atomic::write_file;

/// Prints the description, or writes it to a file.
pub fn odd(args: &OddArgs) -> Result<(), Failure> {
    let page = odd::page(&Ledger::standard()?);
    let Some(path) = &args.out else {
        out!("{}", page.trim_end());
        return Ok(());
    };
    if path.exists() && !args.force {
        let fault = format!("{}: exists already, and nothing is overwritten", path.display());
        return Err(Failure::new(
            FAILED,
            format!("{fault}\n  choose another name, or replace it with --force"),
        ));
    }
    write_file(path, page.as_bytes())?;
    out!("{}", path.display());
    Ok(())
}
