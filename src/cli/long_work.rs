//! Long work in pieces: notes of what is finished, progress, and a way to go on after an interruption.

use std::path::{Path, PathBuf};

use super::faults::CommandResult;
use super::interrupt::Interrupt;
use super::options::WorkArgs;
use super::progress::Progress;
use uptake::diagnostic::spelling::nearest;
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use uptake::model::Model;
use uptake::results::checkpoint::Notes;

/// Name of the notes in a folder.
const NOTES: &str = "notes";

/// Work that is done piece by piece.
pub struct LongWork {
    /// Where it leaves what it finds.
    pub folder: PathBuf,
    notes: Notes,
    /// Pieces noted by an earlier process, the next one last.
    noted: Vec<String>,
    /// Pieces asked for so far.
    asked: usize,
    interrupt: Interrupt,
    progress: Progress,
    pool: rayon::ThreadPool,
}

/// How it is begun.
pub struct Begin<'a> {
    /// Where it leaves what it finds, unless the flags say otherwise.
    pub folder: PathBuf,
    /// What the notes are called.
    pub head: &'a str,
    /// Pieces in all, about.
    pub pieces: usize,
    /// Flags.
    pub args: &'a WorkArgs,
}

impl LongWork {
    /// Begins, or goes on.
    pub fn begin(begin: Begin<'_>) -> CommandResult<LongWork> {
        let args = begin.args;
        let folder = args.out.clone().unwrap_or(begin.folder);
        std::fs::create_dir_all(&folder).map_err(|e| Diagnostic::file(&folder, "create", e))?;
        let (notes, mut noted) = Notes::open(&folder.join(NOTES), begin.head, args.force)?;
        if !noted.is_empty() && !args.quiet {
            aside!("{}: going on after {} pieces", folder.display(), noted.len());
        }
        let progress = Progress::new(begin.pieces, noted.len(), args.quiet);
        noted.reverse();
        let pool = pool(args.threads)?;
        Ok(LongWork { folder, notes, noted, asked: 0, interrupt: Interrupt::listen(), progress, pool })
    }

    /// The next pieces: those noted before are given back, the others worked out on the threads, noted and
    /// given back. `work` leaves a line for each piece, in order.
    pub fn pieces(
        &mut self,
        count: usize,
        work: impl FnOnce(usize) -> CommandResult<Vec<String>> + Send,
    ) -> CommandResult<Vec<String>> {
        let mut lines: Vec<String> = (0..count).map_while(|_| self.noted.pop()).collect();
        let there = lines.len();
        if there < count {
            if self.interrupt.asked() {
                self.notes.sync()?;
                let (done, folder) = (self.asked + there, self.folder.display());
                return Err(interrupted(format!(
                    "interrupted after {done} pieces; they are safe in {folder}"
                )));
            }
            let more = self.pool.install(|| work(there))?;
            for line in &more {
                self.notes.add(line)?;
            }
            lines.extend(more);
        }
        self.asked += count;
        self.progress.at(self.asked);
        Ok(lines)
    }

    /// Ends: the bar goes, the notes are on disk.
    pub fn end(self) -> CommandResult<PathBuf> {
        self.notes.sync()?;
        self.progress.end();
        Ok(self.folder)
    }
}

/// Why notes cannot be gone on with.
pub fn no_line() -> Diagnostic {
    Diagnostic::failed("", "the notes hold a line that is none", "begin anew with --force")
}

/// Work that somebody broke off.
pub fn interrupted(fault: String) -> Diagnostics {
    let remedy = "go on with the same command and --resume";
    Diagnostic::failed("", fault, remedy).with_status(ExitStatus::Interrupted).into()
}

/// So many threads, or one for each core.
pub fn pool(threads: Option<u16>) -> CommandResult<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().num_threads(threads.map_or(0, usize::from)).build().map_err(|e| {
        Diagnostic::failed("", format!("threads cannot be started: {e}"), "try --threads 1").into()
    })
}

/// The model of a word, or what might have been meant.
pub fn model(word: &str) -> CommandResult<Model> {
    Model::from_word(word).ok_or_else(|| {
        let words = Model::ALL.map(|(_, word)| word);
        let meant = nearest(word, words).map_or(String::new(), |w| format!("did you mean \"{w}\"? "));
        let fault = format!("no model is called \"{word}\"");
        Diagnostic::usage(fault, format!("{meant}allowed: {}", words.join(", "))).into()
    })
}

/// Writes a file, replacing one of the same name.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> CommandResult {
    uptake::results::atomic::write_file(path, content.as_ref())?;
    Ok(())
}
