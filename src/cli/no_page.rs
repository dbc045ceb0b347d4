//! `serve` in a program that was built without the page.

use std::ffi::OsString;

use clap::Args;

use super::faults::CommandResult;
use uptake::diagnostic::Diagnostic;

/// Whatever stands behind the command.
#[derive(Debug, Args)]
pub struct NoPageArgs {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    rest: Vec<OsString>,
}

/// Says how to get the page.
pub fn refuse(args: &NoPageArgs) -> CommandResult {
    let rest: String = args.rest.iter().map(|word| format!(" {}", word.to_string_lossy())).collect();
    let fault = "serve: this program was built without the page";
    let remedy = format!("build it with the page: cargo run --release --features serve -- serve{rest}");
    Err(Diagnostic::usage(fault, remedy).into())
}
