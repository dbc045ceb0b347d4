//! Long studies of the model: every claim tested, its parameters fitted. They are worked out in pieces; what is
//! finished is noted in a folder, so that an interrupted study goes on where it was.
//!
//! ```no_run
//! use uptake::study::{StudyOptions, claims};
//!
//! let quick = claims::ClaimsOptions { quick: true, ..claims::ClaimsOptions::default() };
//! let tested = claims::test(&quick, StudyOptions::default())?;
//! let fail = tested.ids(uptake::analysis::sequential::Conclusion::Fails);
//! println!("{} of {} claims fail", fail.len(), tested.verdicts.len());
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod assumptions;
pub mod batch;
mod brief;
pub mod calibration;
pub mod claims;
pub mod cluster;
pub mod decide;
pub mod discovery;
pub mod forecast;
pub mod merge;
pub mod not_kept;
pub mod replay;
mod schools;
pub mod sensitivity;
pub mod signs;
pub mod sizes;
pub mod stored;
pub mod stored_pair;
pub mod story;
mod story_json;
pub mod study_report;
pub mod summary;
pub mod sweep;
pub mod text_table;
pub mod ties;
pub mod until;

use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, ExitStatus, Result};
use crate::experiment::CancelToken;
use crate::input::formula::to_cell_or_number;
use crate::results::atomic;
use crate::results::checkpoint::Checkpoints;
use crate::results::published::{PublishedFiles, refuse_foreign};

/// Name of the notes in a folder.
const NOTES: &str = "notes";
/// Name of the record of the files that a study left in a folder.
const FILES: &str = "files";

/// Is told the folder, and how many pieces are done of about how many.
pub type StudyProgress<'a> = Box<dyn FnMut(&Path, usize, usize) + 'a>;

/// How a study is carried out.
pub struct StudyOptions<'a> {
    /// Where it leaves what it finds; in `results`, named by what is asked, where nothing is said.
    pub folder: Option<PathBuf>,
    /// Threads; one for each core where nothing is said.
    pub threads: Option<usize>,
    /// Begins anew, whatever is noted.
    pub anew: bool,
    /// Hears at the start and after every part how far it is.
    pub progress: StudyProgress<'a>,
    /// May stop it.
    pub cancel: CancelToken,
}

impl Default for StudyOptions<'_> {
    fn default() -> Self {
        StudyOptions {
            folder: None,
            threads: None,
            anew: false,
            progress: Box::new(|_, _, _| {}),
            cancel: CancelToken::default(),
        }
    }
}

/// Work that is done piece by piece.
struct PieceWork<'a> {
    folder: PathBuf,
    notes: Checkpoints,
    /// Pieces noted by an earlier process, the next one last.
    noted: Vec<String>,
    /// Pieces asked for so far.
    asked: usize,
    /// Pieces in all, about.
    pieces: usize,
    progress: StudyProgress<'a>,
    cancel: CancelToken,
    pool: rayon::ThreadPool,
}

impl<'a> PieceWork<'a> {
    /// Begins, or goes on. The notes are called `head`; `files` will be left at the end, and a file of such a name that no study
    /// left is refused before anything is done.
    fn begin(
        options: StudyOptions<'a>,
        usual: PathBuf,
        head: &str,
        pieces: usize,
        files: &[&str],
    ) -> Result<PieceWork<'a>> {
        let StudyOptions { folder, threads, anew, mut progress, cancel } = options;
        let folder = folder.unwrap_or(usual);
        std::fs::create_dir_all(&folder).map_err(|e| Diagnostic::file(&folder, "create", e))?;
        let record = PublishedFiles::find(&folder.join(FILES))?;
        refuse_foreign(&folder, record.as_ref(), files.iter().copied())?;
        drop(record);
        let (notes, mut noted) = Checkpoints::open(&folder.join(NOTES), head, anew)?;
        progress(&folder, noted.len(), pieces);
        noted.reverse();
        Ok(PieceWork { folder, notes, noted, asked: 0, pieces, progress, cancel, pool: pool(threads)? })
    }

    /// The next pieces: those noted before are given back, the others worked out on the threads, noted and
    /// given back. `work` leaves a line for each piece, in order.
    fn pieces(
        &mut self,
        count: usize,
        work: impl FnOnce(usize) -> Result<Vec<String>> + Send,
    ) -> Result<Vec<String>> {
        let mut lines: Vec<String> = (0..count).map_while(|_| self.noted.pop()).collect();
        let there = lines.len();
        if there < count {
            if self.cancel.is_canceled() {
                self.notes.sync()?;
                let safe =
                    format!("{} pieces; they are safe in {}", self.asked + there, self.folder.display());
                return Err(interrupted(&safe));
            }
            let more = self.pool.install(|| work(there))?;
            self.notes.add(&more)?;
            lines.extend(more);
        }
        self.asked += count;
        (self.progress)(&self.folder, self.asked, self.pieces);
        Ok(lines)
    }

    /// Ends: the notes are on disk, and these files in the folder.
    fn end(self, files: Vec<(String, Vec<u8>)>) -> Result<PathBuf> {
        self.notes.sync()?;
        let sealed = |(name, content): (String, Vec<u8>)| {
            let sealed = atomic::sealed(&self.folder.join(&name), &content)?;
            Ok((name, sealed))
        };
        let sealed = files.into_iter().map(sealed).collect::<Result<Vec<_>>>()?;
        if !sealed.is_empty() {
            PublishedFiles::open(&self.folder.join(FILES))?.replace(&self.folder, sealed)?;
        }
        Ok(self.folder)
    }
}

/// A fault in words of its own.
fn failed(fault: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::failed("", fault.to_string(), "")
}

/// The notes hold something else.
fn strange_line() -> Diagnostic {
    Diagnostic::failed("", "the notes hold a line that is none", "begin anew with --force")
}

/// Numbers in a line; each is the shortest that reads back as the same.
fn spaced(numbers: &[f64]) -> String {
    numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")
}

fn numbers(line: &str) -> Option<Vec<f64>> {
    line.split(' ').map(|number| number.parse().ok()).collect()
}

/// Rows as CSV, under the names of their fields.
fn csv_of(rows: &[impl serde::Serialize]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.serialize(row)).map_err(failed)?;
    let plain = writer.into_inner().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_slice());
    let mut guarded = csv::Writer::from_writer(Vec::new());
    for row in reader.records() {
        let row = row.map_err(failed)?;
        guarded.write_record(row.iter().map(|cell| to_cell_or_number(cell).into_owned())).map_err(failed)?;
    }
    Ok(guarded.into_inner().unwrap_or_default())
}

/// What was found as JSON, with a line's end.
fn json_of(found: &impl serde::Serialize) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(found).map_err(|e| Diagnostic::of_the_program("JSON", e))?;
    text.push(b'\n');
    Ok(text)
}

/// Somebody asked to stop.
pub(crate) fn interrupted(after: &str) -> Diagnostic {
    Diagnostic::failed("", format!("interrupted after {after}"), "go on with the same command and --resume")
        .with_status(ExitStatus::Interrupted)
}

/// So many threads, or one for each core.
pub fn pool(threads: Option<usize>) -> Result<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build()
        .map_err(|e| Diagnostic::failed("", format!("threads cannot be started: {e}"), "try --threads 1"))
}
