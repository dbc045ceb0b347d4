//! The face: arguments into one call, results into words. Data to standard output, words to standard
//! error. (not part of the model)

/// A line of data to standard output.
macro_rules! out {
    ($($words:tt)*) => { $crate::cli::print::line(format_args!($($words)*)) };
}

/// A line of words to standard error.
macro_rules! aside {
    ($($words:tt)*) => { $crate::cli::print::aside(format_args!($($words)*)) };
}

mod answer_words;
mod answers;
mod batch;
mod calibrate;
mod check;
mod claims;
mod completions;
mod describe;
mod diff;
mod district_choice;
mod district_tables;
mod districts;
mod explain;
mod export;
mod faults;
mod interrupt;
mod interview;
mod library;
mod long_work;
mod manual;
mod new;
mod odd;
mod options;
mod parameters;
mod plain_text;
mod plot;
mod print;
mod progress;
mod questions;
mod replay;
mod report;
mod schema;
mod sizes;
mod stored;
mod summary;
mod table;
mod write_files;

use std::process::ExitCode;

use clap::Parser;

use options::{Command, Program};

/// Runs the program; the exit status says how it went.
pub fn main() -> ExitCode {
    let program = match Program::try_parse() {
        Ok(program) => program,
        Err(error) => {
            // Help and version are no mistakes; clap knows which goes where.
            let status = if error.use_stderr() { 2 } else { 0 };
            return match error.print() {
                Ok(()) => ExitCode::from(status),
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::from(status),
                Err(_) => ExitCode::FAILURE,
            };
        }
    };
    let outcome = match program.command {
        None => {
            out!("{}", options::FIRST_STEPS);
            Ok(())
        }
        Some(Command::Run(args)) => batch::run(&args),
        Some(Command::Compare(args)) => batch::compare(&args),
        Some(Command::Sizes(args)) => sizes::sizes(&args),
        Some(Command::Plot(args)) => plot::plot(&args),
        Some(Command::Report(args)) => report::write(&args),
        Some(Command::Explain(args)) => explain::explain(&args),
        Some(Command::Replay(args)) => replay::replay(&args),
        Some(Command::Check(args)) => check::check(&args),
        Some(Command::Describe(args)) => describe::describe(&args),
        Some(Command::Diff(args)) => diff::diff(&args),
        Some(Command::Parameters(args)) => parameters::list(&args),
        Some(Command::New(args)) => new::new(&args),
        Some(Command::Calibrate(args)) => calibrate::run(&args),
        Some(Command::Claims(args)) => claims::run(&args),
        Some(Command::Districts(args)) => districts::list(&args),
        Some(Command::Odd(args)) => odd::odd(&args),
        Some(Command::Schema) => schema::schema(),
        Some(Command::Completions(args)) => completions::completions(&args),
        Some(Command::Man(args)) => manual::man(&args),
    };
    faults::ended(outcome)
}
