//! Scenarios from texts by name, and what they extend from the built-in ones; for tests.

use uptake::diagnostic::Diagnostic;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{Library, Source};

/// Pairs of name and text.
pub struct Texts<'a>(pub &'a [(&'a str, &'a str)]);

impl Library for Texts<'_> {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        match self.0.iter().find(|(name, _)| *name == reference) {
            Some((name, text)) => {
                Ok(Source { label: (*name).into(), name: (*name).into(), text: (*text).into() })
            }
            None => BuiltIn.scenario(reference, from),
        }
    }
}
