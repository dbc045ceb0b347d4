//! What to do about a fault.

/// What to do about a fault, and what would have been allowed. A plain text is a remedy too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remedy {
    /// What to do.
    pub words: String,
    /// What is allowed: a range with its unit, or the words to choose from.
    pub allowed: Option<String>,
    /// The word or value that was probably meant.
    pub nearest: Option<String>,
}

impl Remedy {
    /// With what is allowed.
    pub fn allowing(words: impl Into<String>, allowed: impl Into<String>) -> Remedy {
        Remedy { words: words.into(), allowed: Some(allowed.into()), nearest: None }
    }

    /// With what was probably meant.
    pub fn near(mut self, nearest: impl Into<String>) -> Remedy {
        self.nearest = Some(nearest.into());
        self
    }
}

impl From<&str> for Remedy {
    fn from(words: &str) -> Remedy {
        words.to_string().into()
    }
}

impl From<String> for Remedy {
    fn from(words: String) -> Remedy {
        Remedy { words, ..Remedy::default() }
    }
}
