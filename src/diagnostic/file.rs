//! Faults of file operations: what was tried, what the system said, and the way on.

use std::io;
use std::path::Path;

use super::Diagnostic;

impl Diagnostic {
    /// A refused file operation; the remedy follows from the kind of fault.
    pub fn file(place: &Path, doing: &str, source: io::Error) -> Diagnostic {
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
        Diagnostic::failed(place, format!("cannot {doing}: {}", plain(&source)), remedy)
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
        let error = Diagnostic::file(Path::new("results/x"), "write", io::ErrorKind::StorageFull.into());
        let text = error.to_string();
        assert!(
            text.starts_with("results/x: cannot write: the disk is full\n") && text.contains("--resume"),
            "{text}"
        );
    }

    #[test]
    fn a_denied_permission_names_the_remedy() {
        let text =
            Diagnostic::file(Path::new("a"), "create the file", io::Error::from_raw_os_error(13)).to_string();
        assert_eq!(text.lines().next(), Some("a: cannot create the file: permission denied"));
    }
}
