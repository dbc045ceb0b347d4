//! How far a mean may lie from another before a test calls it another mean.
//!
//! Runs are fixed by their seed: a test that passes once passes always. The rate of false alarms is that of a change which
//! deals the draws anew and leaves every distribution as it was: so seldom would it fail a test.

use statrs::distribution::{ContinuousCDF as _, Normal};
use uptake::numerics;

/// How often all comparisons of a test together give a false alarm.
pub const FALSE_ALARMS: f64 = 1e-4;

/// Standard errors beyond which one of so many comparisons, in both directions, is no chance (Šidák 1967).
pub fn critical(comparisons: usize) -> f64 {
    let each = -numerics::exp_m1(numerics::ln(1.0 - FALSE_ALARMS) / comparisons as f64);
    Normal::standard().inverse_cdf(1.0 - each / 2.0)
}

/// Number, mean and standard deviation of what is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    pub n: usize,
    pub mean: f64,
    pub sd: f64,
}

impl Moments {
    pub fn of(values: impl Iterator<Item = f64>) -> Moments {
        let there: Vec<f64> = values.filter(|x| !x.is_nan()).collect();
        let n = there.len();
        let mean = there.iter().sum::<f64>() / n.max(1) as f64;
        let squares: f64 = there.iter().map(|x| (x - mean) * (x - mean)).sum();
        Moments { n, mean, sd: numerics::sqrt(squares / (n.max(2) - 1) as f64) }
    }

    /// Its standard error.
    pub fn error(&self) -> f64 {
        self.sd / numerics::sqrt(self.n as f64)
    }

    /// The distance of the mean from 0, in standard errors; 0 where nothing differs.
    pub fn errors(&self) -> f64 {
        if self.mean == 0.0 { 0.0 } else { self.mean / self.error() }
    }
}
