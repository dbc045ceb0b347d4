//! Wrong flags, in words for those who do not program.

use std::num::{IntErrorKind, ParseIntError};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use uptake::diagnostic::Diagnostic;

/// Where a flag wants a whole number and got something else: what it wants, with an example.
pub fn no_whole_number(error: &Error) -> Option<Diagnostic> {
    let cause = std::error::Error::source(error)?.downcast_ref::<ParseIntError>()?;
    let is_other = matches!(cause.kind(), IntErrorKind::InvalidDigit | IntErrorKind::Empty);
    let (ErrorKind::ValueValidation, true) = (error.kind(), is_other) else { return None };
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    // "--replications <N>" is the flag with the name of its value.
    let flag = text(ContextKind::InvalidArg)?.split_whitespace().next()?;
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let (flag, example) = match flag {
        "--replications" => ("-n", "200"),
        "--months" => (flag, "60"),
        "--pupils" => (flag, "7000"),
        _ => (flag, "2"),
    };
    let fault = format!("`{flag}` is \"{value}\", which is no whole number");
    Some(Diagnostic::usage(fault, format!("`{flag}` needs a whole number, such as {example}")))
}
