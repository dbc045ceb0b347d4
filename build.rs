//! Names the sources that the program is built from, so that shards of one batch are told from those of another build.

#![allow(clippy::print_stdout, reason = "what cargo reads")]

use std::fs;
use std::path::{Path, PathBuf};

/// All that the results of the program hang on.
const SOURCES: [&str; 6] =
    ["Cargo.lock", "Cargo.toml", "docs/mappings", "docs/validation.md", "scenarios", "src"];

fn main() {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        list(Path::new(source), &mut files);
    }
    files.sort();
    let mut name = Fnv(0xcbf2_9ce4_8422_2325);
    for path in files {
        name.take(path.to_string_lossy().replace('\\', "/").as_bytes());
        // A checkout may end lines otherwise.
        let text: Vec<u8> =
            fs::read(&path).unwrap_or_default().into_iter().filter(|byte| *byte != b'\r').collect();
        name.take(&(text.len() as u64).to_le_bytes());
        name.take(&text);
    }
    println!("cargo:rustc-env=UPTAKE_BUILD={:016x}", name.0);
}

/// The files at a path, if anything is there: a published package may lack some.
fn list(path: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().for_each(|entry| list(&entry.path(), files)),
        Err(_) if path.is_file() => files.push(path.into()),
        Err(_) => {}
    }
}

/// FNV-1a in 64 bits: enough to tell builds apart by accident, and the same on every machine without a dependency.
struct Fnv(u64);

impl Fnv {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
