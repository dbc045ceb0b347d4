//! A folder as one archive.

use std::io::{Cursor, Write};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::diagnostic::{Diagnostic, Result};

/// The files of a folder and of those in it, in the order of their names, below a folder `results`.
pub(super) fn zipped(folder: &Path) -> Result<Vec<u8>> {
    let fault = |e: &dyn std::fmt::Display| Diagnostic::of_the_program("the archive of a job", e);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut waiting = vec![(folder.to_owned(), "results".to_owned())];
    while let Some((folder, name)) = waiting.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|e| fault(&e))?;
        let mut entries = entries.collect::<std::io::Result<Vec<_>>>().map_err(|e| fault(&e))?;
        entries.sort_by_key(|entry| entry.file_name());
        for entry in entries {
            let name = format!("{name}/{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(|e| fault(&e))?;
            if kind.is_dir() {
                waiting.push((entry.path(), name));
            } else if kind.is_file() {
                let bytes = std::fs::read(entry.path()).map_err(|e| fault(&e))?;
                archive.start_file(name, SimpleFileOptions::default()).map_err(|e| fault(&e))?;
                archive.write_all(&bytes).map_err(|e| fault(&e))?;
            }
        }
    }
    Ok(archive.finish().map_err(|e| fault(&e))?.into_inner())
}
