//! Everything that reads bytes from outside, as functions of bytes: whatever they are, they are read or refused with words.
//! `tests/fuzz` feeds them from outside; a short trial runs with the tests.

use std::path::Path;

use tempfile::TempDir;

use crate::census::mapping::Mapping;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::experiment::seen::Seen;
use crate::experiment::sweep_points;
use crate::files::draft_of;
use crate::files::plain_text::decoded;
use crate::input::{AnyTable, TableSketch};
use crate::parameters::Ledger;
use crate::results::MANIFEST;
use crate::results::fuzzed::{self, one_is_told};
use crate::scenario::layers::BuiltIn;
use crate::scenario::{self, Library, Source, decide_set, mapping, sweep_design};
use crate::study::decide::DecisionStudy;

/// A reader by the name of its corpus.
pub type FuzzTarget = (&'static str, fn(&[u8]));

/// All readers.
pub const TARGETS: [FuzzTarget; 11] = [
    ("scenario", scenario_text),
    ("mapping", mapping_text),
    ("decide_set", decide_set_text),
    ("sweep_design", sweep_design_text),
    ("school_table", school_table),
    ("workbook", workbook),
    ("journal", |bytes| in_a_file(bytes, fuzzed::journal)),
    ("manifest", |bytes| in_a_file(bytes, fuzzed::manifest)),
    ("sensitivity", |bytes| in_a_file(bytes, fuzzed::sensitivity)),
    ("csv_table", |bytes| in_a_file(bytes, fuzzed::csv_table)),
    ("parquet_table", |bytes| in_a_file(bytes, fuzzed::parquet_table)),
];

/// A refusal says what is wrong and what to do.
fn is_told(found: &Diagnostics) {
    assert!(!found.is_empty(), "refused without a word");
    found.list().iter().for_each(one_is_told);
}

struct OneText<'t>(&'t str);

impl Library for OneText<'_> {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        match reference {
            "x" => Ok(Source { label: "x".into(), name: "x".into(), text: self.0.into() }),
            _ => BuiltIn.scenario(reference, from),
        }
    }
}

fn scenario_text(bytes: &[u8]) {
    thread_local! {
        static LEDGER: Ledger = Ledger::standard().unwrap_or_else(|fault| unreachable!("the ledger is ours: {fault}"));
    }
    let text = match decoded(bytes.to_vec()) {
        Ok(text) => text,
        Err(fault) => return one_is_told(&fault),
    };
    LEDGER.with(|ledger| {
        match scenario::read("x", &[], &OneText(&text), ledger) {
            Err(found) => is_told(&found),
            Ok(read) => {
                // What is accepted can be stored and read again.
                let stored = scenario::render::complete(&read, ledger);
                let again = scenario::read("x", &[], &OneText(&stored), ledger);
                assert!(again.is_ok(), "what was written is refused: {stored}");
            }
        }
    });
}

fn mapping_text(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Err(found) = mapping::read("x", text)
    {
        is_told(&found);
    }
}

/// A decide set, and every plan of it in every world. Sets and scenarios that it extends are built in.
fn decide_set_text(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let (set, problems) = decide_set::read("x", text);
        if let Err(found) = DecisionStudy::of(&set, problems, &[], None, &BuiltIn) {
            is_told(&found);
        }
    }
}

/// A design of a sweep, and its points.
fn sweep_design_text(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        match sweep_design::read("x", text) {
            Ok(design) => {
                if let Err(fault) = sweep_points::points(&design, 1) {
                    one_is_told(&fault);
                }
            }
            Err(found) => is_told(&found),
        }
    }
}

/// A table as any of the mappings that come with the program reads it.
fn school_table(bytes: &[u8]) {
    thread_local! {
        static MAPPINGS: Vec<Mapping> =
            mapping::SHIPPED.iter().filter_map(|m| mapping::read(m.name, m.text).ok()).collect();
    }
    MAPPINGS.with(|mappings| {
        for mapping in mappings.iter().map(Some).chain([None]) {
            if let Err(found) = AnyTable::from_bytes("x", bytes, mapping) {
                is_told(&found);
            }
        }
    });
    // The same bytes as what a district has seen: what is read is written so that the same is read again.
    match Seen::read("x", bytes, 60) {
        Ok(seen) => {
            assert!(Seen::read("x", seen.csv().as_bytes(), 60).is_ok_and(|again| again == seen));
        }
        Err(found) => is_told(&found),
    }
    // What is drafted for any table is a mapping, or says what is wrong with it.
    if let Ok(sketch) = TableSketch::from_bytes("x", bytes)
        && let Err(found) = mapping::read("x", &draft_of(&sketch, "x"))
    {
        is_told(&found);
    }
}

/// A workbook, an archive, a packed text or a table of Parquet, as a table of schools.
fn workbook(bytes: &[u8]) {
    if let Err(found) = AnyTable::from_bytes("x", bytes, None) {
        is_told(&found);
    }
}

/// A reader of files, on a file of these bytes, which has the name of a manifest.
fn in_a_file(bytes: &[u8], read: fn(&Path)) {
    thread_local! {
        static FOLDER: Option<TempDir> = TempDir::new().ok();
    }
    FOLDER.with(|folder| {
        let path = folder.as_ref().map(|folder| folder.path().join(MANIFEST));
        if let Some(path) = path.filter(|path| std::fs::write(path, bytes).is_ok()) {
            read(&path);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    /// Trials of each file of a corpus; `UPTAKE_TRIALS` says another number.
    const USUAL: u32 = 60;

    fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
        let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    #[test]
    fn damaged_bytes_of_every_kind_are_read_or_refused_with_words() {
        let trials = std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(USUAL);
        for (name, read) in TARGETS {
            let corpus = corpus(name);
            assert!(!corpus.is_empty(), "{name} has no corpus");
            for (k, (_, bytes)) in corpus.iter().enumerate() {
                read(bytes);
                for trial in 0..trials {
                    read(&damaged(bytes, (k as u32) << 20 | trial));
                }
            }
        }
    }

    /// Damage of an archive is mostly seen by its sums; so what is in it is damaged and packed anew.
    #[test]
    fn damaged_parts_of_workbooks_are_read_or_refused_with_words() {
        use std::io::{Cursor, Read, Write};
        let trials = std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(USUAL);
        let is_archive =
            |path: &Path| path.extension().is_some_and(|e| ["xlsx", "ods", "zip"].iter().any(|k| e == *k));
        for (_, bytes) in corpus("workbook").into_iter().filter(|(path, _)| is_archive(path)) {
            let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { continue };
            let mut parts = Vec::new();
            for k in 0..archive.len() {
                let mut part = archive.by_index(k).unwrap();
                let mut bytes = Vec::new();
                part.read_to_end(&mut bytes).unwrap();
                parts.push((part.name().unwrap().into_owned(), bytes));
            }
            for trial in 0..if parts.is_empty() { 0 } else { trials } {
                let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
                let stored = zip::write::SimpleFileOptions::default()
                    .compression_method(zip::CompressionMethod::Stored);
                for (k, (name, bytes)) in parts.iter().enumerate() {
                    packed.start_file(name.as_str(), stored).unwrap();
                    let is_it = k == trial as usize % parts.len();
                    packed.write_all(&if is_it { damaged(bytes, trial) } else { bytes.clone() }).unwrap();
                }
                workbook(&packed.finish().unwrap().into_inner());
            }
        }
    }

    /// Writes the parts of the corpus that only the program can make. They are stored; to write them again:
    /// `cargo test --lib the_corpus_is_written -- --ignored`.
    #[test]
    #[ignore = "writes into tests/fuzz/corpus"]
    fn the_corpus_is_written() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
        for name in ["committed", "components-in-steps", "second-collaboration", "on-track-8-9"] {
            let read = scenario::Scenario::built_in(name).unwrap().resolve().unwrap();
            let stored = scenario::render::complete(&read, &Ledger::standard().unwrap());
            fs::write(corpus.join("scenario").join(format!("{name}.stored.toml")), stored).unwrap();
        }
        fuzzed::write_corpus(&corpus);
    }

    /// Some bytes changed, cut out, doubled, or taken from elsewhere.
    fn damaged(bytes: &[u8], trial: u32) -> Vec<u8> {
        let mut state = u64::from(trial) + 1;
        let mut place = move |size: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % size.max(1)
        };
        let mut damaged = bytes.to_vec();
        for _ in 0..1 + trial % 3 {
            let (at, from, length) = (place(damaged.len()), place(damaged.len()), place(40));
            let piece: Vec<u8> = damaged[from..(from + length).min(damaged.len())].to_vec();
            match place(4) {
                0 if !damaged.is_empty() => damaged[at] ^= 1 << place(8),
                1 => damaged.truncate(at),
                2 => drop(damaged.splice(at..(at + length).min(damaged.len()), [])),
                _ => drop(damaged.splice(at.min(damaged.len())..at.min(damaged.len()), piece)),
            }
        }
        damaged
    }
}
