//! Files for a folder of the user's choice: all of them or none, and nothing overwritten unasked.

use std::path::Path;

use super::faults::{CommandResult, refuse_existing};
use uptake::diagnostic::Diagnostic;
use uptake::results::atomic;

/// Writes files by name into a folder, which is made if need be, and says where they are.
pub fn deliver(folder: &Path, files: &[(String, Vec<u8>)], force: bool) -> CommandResult {
    if folder.is_file() {
        let fault = "cannot create the folder: a file has this name";
        return Err(Diagnostic::failed(folder, fault, "choose another with --out").into());
    }
    std::fs::create_dir_all(folder).map_err(|e| {
        Diagnostic::failed(folder, format!("cannot create the folder: {e}"), "choose another with --out")
    })?;
    for (name, _) in files {
        let remedy = "choose another folder with --out, or replace it with --force";
        refuse_existing(&folder.join(name), force, remedy)?;
    }
    for (name, content) in files {
        atomic::write_file(&folder.join(name), content)?;
        out!("{}", folder.join(name).display());
    }
    Ok(())
}
