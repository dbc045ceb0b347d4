//! What the flags of `claims` and `calibrate` say of how a study is carried out.

use clap::Args;

use std::path::{Path, PathBuf};

use super::faults::CommandResult;
use super::flags::{FoundFolderArgs, PrintArgs, ThreadArgs};
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
    /// How much of the machine is used
    #[command(flatten)]
    pub threads: ThreadArgs,
    /// What is done with a folder that is there
    #[command(flatten)]
    pub found: FoundFolderArgs,
    /// What is printed
    #[command(flatten)]
    pub print: PrintArgs,
}

/// A study as the flags want it, with a bar.
pub fn options(args: &WorkArgs) -> StudyOptions<'static> {
    let (quiet, mut bar) = (args.print.quiet, None::<RunBar>);
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
        threads: args.threads.count(),
        anew: args.found.force,
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
