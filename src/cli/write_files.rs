//! Files for a folder of the user's choice: all of them or none, and nothing overwritten unasked.

use std::path::Path;

use super::faults::{CommandResult, refuse_existing};
use uptake::diagnostic::Diagnostic;
use uptake::results::file_set;

/// Writes files by name into a folder, which is made if need be.
pub fn write_files(folder: &Path, files: &[(String, Vec<u8>)], force: bool) -> CommandResult {
    if folder.is_file() {
        let fault = "cannot create the folder: a file has this name";
        return Err(Diagnostic::failed(folder, fault, "choose another with --out").into());
    }
    for (name, _) in files {
        let remedy = "choose another folder with --out, or replace it with --force";
        refuse_existing(&folder.join(name), force, remedy)?;
    }
    Ok(file_set::write(folder, files, force)?)
}

/// Writes files as [`write_files`] does, and says where they are.
pub fn write_and_list(folder: &Path, files: &[(String, Vec<u8>)], force: bool) -> CommandResult {
    write_files(folder, files, force)?;
    for (name, _) in files {
        out!("{}", folder.join(name).display());
    }
    Ok(())
}
