//! Texts of files, as their writers name them: only plain text is read, and not too much of it.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Result, SourceLocation};
use crate::input::regular_file;
use crate::scenario::layers::BuiltIn;
use crate::scenario::text::MOST_BYTES;
use crate::scenario::{Library, Source};

/// The bytes of a file, unless it is a folder, something else that is no file, or larger than any scenario.
pub fn read_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    regular_file::read(path, MOST_BYTES as u64)
}

/// The text behind the bytes of a file: UTF-8, and no other thing by the name of a scenario. The place of a fault has no file.
pub fn decoded(bytes: Vec<u8>) -> Result<String> {
    let utf8 = "save it as UTF-8: in most editors \"Save as\", then the encoding UTF-8";
    let at = |before: &[u8]| {
        let line = before.iter().filter(|b| **b == b'\n').count() as u32 + 1;
        let last = before.rsplit(|b| *b == b'\n').next().unwrap_or(before);
        let column = String::from_utf8_lossy(last).chars().count() as u32 + 1;
        SourceLocation { column, ..SourceLocation::line("", line) }
    };
    let refused = |before: &[u8], fault: &str, remedy: &str| Err(Diagnostic::new(at(before), fault, remedy));
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let fault = "is a spreadsheet, a document or an archive, and a scenario is a plain text";
        return refused(&[], fault, "write it with a text editor");
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return refused(&[], "is text in UTF-16", utf8);
    }
    if let Some(zero) = bytes.iter().position(|b| *b == 0) {
        let remedy = "check that it is the right file; a scenario is saved as UTF-8";
        return refused(&bytes[..zero], "is no text: it holds zero bytes", remedy);
    }
    String::from_utf8(bytes).or_else(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        refused(before, "is not UTF-8 text: here is a sign in another encoding", utf8)
    })
}

/// A path as its writer meant it: relative to the file it stands in, if it stands in one.
pub fn beside(reference: &str, from: Option<&Source>) -> PathBuf {
    match from {
        Some(source) if BuiltIn.scenario(&source.label, None).is_err() => {
            Path::new(&source.label).parent().unwrap_or(Path::new("")).join(reference)
        }
        _ => PathBuf::from(reference),
    }
}
