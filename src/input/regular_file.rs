//! Files that are opened to be read: nothing but files, and not larger than what they are read as.
//!
//! A path is looked at before it is opened, because opening a pipe waits for its other end.

use std::fs::{File, FileType, Metadata};
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// Opens a file to read it.
///
/// # Errors
/// A folder ([`ErrorKind::IsADirectory`]), a pipe, a socket or a device, each by its name; those of the system.
pub fn open(path: &Path) -> Result<File> {
    regular(&std::fs::metadata(path)?)?;
    let file = File::open(path)?;
    // What the path names may have changed between the two.
    regular(&file.metadata()?)?;
    Ok(file)
}

/// Reads a file of at most so many bytes.
///
/// # Errors
/// Those of [`open`]; a larger file ([`ErrorKind::FileTooLarge`]), also one that grows.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>> {
    let file = open(path)?;
    let too_large = |size: u64| {
        let words = format!("it has {size} bytes or more, and at most {most} are read");
        Error::new(ErrorKind::FileTooLarge, words)
    };
    let size = file.metadata()?.len();
    if size > most {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

fn regular(about: &Metadata) -> Result<()> {
    match about.is_file() {
        true => Ok(()),
        false if about.is_dir() => Err(ErrorKind::IsADirectory.into()),
        false => Err(Error::other(format!("it is {}, and no file", special(about.file_type())))),
    }
}

#[cfg(unix)]
fn special(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match kind {
        kind if kind.is_fifo() => "a pipe",
        kind if kind.is_socket() => "a socket",
        kind if kind.is_block_device() || kind.is_char_device() => "a device",
        _ => "something else",
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> &'static str {
    "something else"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_refused_at_once_and_a_large_one_unread() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(open(folder.path()).unwrap_err().kind(), ErrorKind::IsADirectory);
        let path = folder.path().join("a");
        std::fs::write(&path, "four").unwrap();
        assert_eq!(read(&path, 4).unwrap(), b"four");
        assert_eq!(read(&path, 3).unwrap_err().kind(), ErrorKind::FileTooLarge);
        #[cfg(unix)]
        {
            assert!(open(Path::new("/dev/null")).unwrap_err().to_string().contains("a device"));
            let socket = folder.path().join("s");
            let _listening = std::os::unix::net::UnixListener::bind(&socket).unwrap();
            assert!(open(&socket).unwrap_err().to_string().contains("a socket"));
        }
    }
}
