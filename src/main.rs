//! The program `uptake`.

use std::process::ExitCode;

fn main() -> ExitCode {
    uptake::cli::main()
}
