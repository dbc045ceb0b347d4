//! Files for a folder of the user's choice: all of them or none, and nothing overwritten unasked.

use std::path::Path;

use super::failure::{FAILED, Failure};
use uptake::results::atomic;

/// Writes files by name into a folder, which is made if need be, and says where they are.
pub fn deliver(folder: &Path, files: &[(String, Vec<u8>)], force: bool) -> Result<(), Failure> {
    if folder.is_file() {
        let fault = format!("{}: cannot create the folder: a file has this name", folder.display());
        return Err(Failure::new(FAILED, format!("{fault}\n  choose another with --out")));
    }
    std::fs::create_dir_all(folder).map_err(|e| {
        Failure::new(
            FAILED,
            format!("{}: cannot create the folder: {e}\n  choose another with --out", folder.display()),
        )
    })?;
    if let (Some((name, _)), false) = (files.iter().find(|(name, _)| folder.join(name).exists()), force) {
        let fault = format!("{}: exists already, and nothing is overwritten", folder.join(name).display());
        return Err(Failure::new(
            FAILED,
            format!("{fault}\n  choose another folder with --out, or replace it with --force"),
        ));
    }
    for (name, content) in files {
        atomic::write_file(&folder.join(name), content)?;
        out!("{}", folder.join(name).display());
    }
    Ok(())
}
