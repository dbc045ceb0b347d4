//! Printing. A reader who has seen enough and closes the pipe is no failure.

use std::fmt;
use std::io::{self, Write};

use super::failure::{FAILED, Failure};

/// A line of data to standard output.
pub fn line(words: fmt::Arguments<'_>) {
    write(&mut io::stdout().lock(), words);
}

/// A line of words to standard error.
pub fn aside(words: fmt::Arguments<'_>) {
    write(&mut io::stderr().lock(), words);
}

fn write(to: &mut impl Write, words: fmt::Arguments<'_>) {
    // There is nobody left to tell when neither stream can be written.
    let _ = writeln!(to, "{words}").and_then(|()| to.flush());
}

/// How writing a table to standard output went.
pub fn written(outcome: Result<(), csv::Error>) -> Result<(), Failure> {
    match outcome {
        Err(error) if !is_closed_pipe(&error) => {
            Err(Failure::new(FAILED, format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

fn is_closed_pipe(error: &csv::Error) -> bool {
    matches!(error.kind(), csv::ErrorKind::Io(e) if e.kind() == io::ErrorKind::BrokenPipe)
}
