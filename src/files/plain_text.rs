//! Texts of files, as their writers name them: only plain text is read, and not too much of it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Result};
use crate::scenario::layers::BuiltIn;
use crate::scenario::text::MOST_BYTES;
use crate::scenario::{Library, Source};

/// The bytes of a file, unless it is a folder or larger than any scenario.
pub fn read_bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let about = std::fs::metadata(path)?;
    if about.is_dir() {
        return Err(std::io::Error::from(ErrorKind::IsADirectory));
    }
    if !about.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    let size = about.len();
    if size > MOST_BYTES as u64 {
        let words = format!("it has {size} bytes, and a scenario at most {MOST_BYTES}");
        return Err(std::io::Error::other(words));
    }
    std::fs::read(path)
}

/// The text behind the bytes of a file: UTF-8, and no other thing by the name of a scenario.
pub fn decoded(bytes: Vec<u8>) -> Result<String> {
    let utf8 = "save it as UTF-8: in most editors \"Save as\", then the encoding UTF-8";
    let zeros = bytes.iter().take(1_000).filter(|b| **b == 0).count();
    let (fault, remedy) = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
    {
        (
            "is a spreadsheet, a document or an archive, and a scenario is a plain text",
            "write it with a text editor",
        )
    } else if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        ("is text in UTF-16", utf8)
    } else if zeros > 0 {
        ("is no text: it holds zero bytes", "check that it is the right file; a scenario is saved as UTF-8")
    } else {
        return String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
            let last: &[u8] = before.rsplit(|b| *b == b'\n').next().unwrap_or(before);
            let column = String::from_utf8_lossy(last).chars().count() + 1;
            let fault =
                format!("is not UTF-8 text: line {line}, column {column} holds a sign in another encoding");
            Diagnostic::new("", fault, utf8)
        });
    };
    Err(Diagnostic::new("", fault, remedy))
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
