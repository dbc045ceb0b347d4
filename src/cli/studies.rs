//! What the flags of `claims` and `calibrate` say of how a study is carried out.

use clap::Args;

use super::options::Format;
use std::path::{Path, PathBuf};

use super::faults::CommandResult;
use super::interrupt;
use super::progress::RunBar;
use uptake::diagnostic::Diagnostic;
use uptake::diagnostic::spelling::nearest;
use uptake::model::Model;
use uptake::study::StudyOptions;

/// Flags of long work: where it is kept, how it is done, how it is told.
#[derive(Debug, Args)]
pub struct WorkArgs {
    /// Folder for what is found [default: one in results, named by what is asked]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Continue after an interruption; work of the same kind that is there is used without it too
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Begin anew
    #[arg(long)]
    pub force: bool,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// No words beside the table
    #[arg(long, short)]
    pub quiet: bool,
}

/// A study as the flags want it, with a bar.
pub fn options(args: &WorkArgs) -> StudyOptions<'static> {
    let (quiet, mut bar) = (args.quiet, None::<RunBar>);
    let progress = move |folder: &Path, done: usize, pieces: usize| match &bar {
        Some(bar) => bar.at(done),
        None => {
            if done > 0 && !quiet {
                aside!("{}: going on after {done} pieces", folder.display());
            }
            bar = Some(RunBar::new(pieces, done, quiet));
        }
    };
    StudyOptions {
        folder: args.out.clone(),
        threads: args.threads.map(usize::from),
        anew: args.force,
        progress: Box::new(progress),
        cancel: interrupt::listen(),
    }
}

/// The model of a word, or what might have been meant.
pub fn model(word: &str) -> CommandResult<Model> {
    Model::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = Model::ALL.iter().map(|model| model.word()).collect();
        let meant =
            nearest(word, words.iter().copied()).map_or(String::new(), |w| format!("did you mean \"{w}\"? "));
        let fault = format!("no model is called \"{word}\"");
        Diagnostic::usage(fault, format!("{meant}allowed: {}", words.join(", "))).into()
    })
}
