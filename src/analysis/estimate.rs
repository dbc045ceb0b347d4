//! A number with its 95% interval and how many observations it rests on.

use std::fmt;

use super::proportion::Z_95;

/// An effect, how sure it is, and from how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number itself.
    pub value: f64,
    /// Lower end of the 95% interval.
    pub low: f64,
    /// Upper end of the 95% interval.
    pub high: f64,
    /// Observations or replications.
    pub n: u64,
}

impl Estimate {
    /// A value with its standard error, taken as normal.
    pub fn normal(value: f64, error: f64, n: u64) -> Estimate {
        Estimate { value, low: value - Z_95 * error, high: value + Z_95 * error, n }
    }
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3} [{:.3}, {:.3}] of {}", self.value, self.low, self.high, self.n)
    }
}
