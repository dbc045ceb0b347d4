//! What can go wrong with files, said as place, fault and remedy.

use std::io;
use std::path::Path;

/// A fault of the output floor.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The system refused a file operation.
    #[error("{place}: cannot {doing}: {fault}\n  {remedy}")]
    File {
        /// The file or folder.
        place: String,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        fault: String,
        /// What to do.
        remedy: &'static str,
        /// The system's error.
        source: io::Error,
    },
    /// Going on would overwrite or mix what is there.
    #[error("{place}: {fault}\n  {remedy}")]
    Refused {
        /// The file or folder.
        place: String,
        /// Why not.
        fault: String,
        /// What to do.
        remedy: String,
    },
    /// A stored file does not hold what was written.
    #[error("{place}: {fault}\n  {remedy}")]
    Damaged {
        /// The file.
        place: String,
        /// What is wrong in it.
        fault: String,
        /// What to do.
        remedy: String,
    },
    /// Something asked for, or handed over to be written, does not fit.
    #[error("{place}: {fault}\n  {remedy}")]
    Content {
        /// The table, scenario or file.
        place: String,
        /// What does not fit.
        fault: String,
        /// What to do.
        remedy: String,
    },
}

/// The result of an output function.
pub type Result<T> = std::result::Result<T, OutputError>;

impl OutputError {
    /// A refused file operation; the remedy follows from the kind of fault.
    pub fn file(place: &Path, doing: &'static str, source: io::Error) -> OutputError {
        use io::ErrorKind as K;
        let remedy = match source.kind() {
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => {
                "free some space, then go on with --resume; or choose another place with --out"
            }
            K::PermissionDenied => {
                "allow this account to read and write there, or choose another place with --out"
            }
            K::ReadOnlyFilesystem => "choose a place that can be written to with --out",
            K::NotFound => "check the path: a part of it does not exist",
            K::NotADirectory => "a part of the path is a file; choose another place with --out",
            K::IsADirectory => {
                "a folder has the name of the file; move it away or choose another place with --out"
            }
            K::AlreadyExists => "move what is there away, or choose another place with --out",
            K::InvalidFilename => "choose a shorter or plainer name with --out",
            _ => "check the disk or the network folder, then go on with --resume",
        };
        OutputError::File { place: place.display().to_string(), doing, fault: plain(&source), remedy, source }
    }

    /// Going on would overwrite or mix what is there.
    pub fn refused(place: &Path, fault: impl Into<String>, remedy: impl Into<String>) -> OutputError {
        OutputError::Refused {
            place: place.display().to_string(),
            fault: fault.into(),
            remedy: remedy.into(),
        }
    }

    /// A stored file does not hold what was written.
    pub fn damaged(place: &Path, fault: impl Into<String>, remedy: impl Into<String>) -> OutputError {
        OutputError::Damaged {
            place: place.display().to_string(),
            fault: fault.into(),
            remedy: remedy.into(),
        }
    }

    /// Something asked for, or handed over, does not fit.
    pub fn content(
        place: impl Into<String>,
        fault: impl Into<String>,
        remedy: impl Into<String>,
    ) -> OutputError {
        OutputError::Content { place: place.into(), fault: fault.into(), remedy: remedy.into() }
    }
}

/// The system's words without its number, or ours where they are clearer.
fn plain(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => {
            let text = source.to_string();
            text.split(" (os error").next().map(str::to_lowercase).unwrap_or(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_with_its_place_and_a_way_on() {
        let error = OutputError::file(Path::new("results/x"), "write", io::ErrorKind::StorageFull.into());
        let text = error.to_string();
        assert!(
            text.starts_with("results/x: cannot write: the disk is full\n") && text.contains("--resume"),
            "{text}"
        );
    }

    #[test]
    fn a_denied_permission_names_the_remedy() {
        let text = OutputError::file(Path::new("a"), "create the file", io::Error::from_raw_os_error(13))
            .to_string();
        assert_eq!(text.lines().next(), Some("a: cannot create the file: permission denied"));
    }
}
