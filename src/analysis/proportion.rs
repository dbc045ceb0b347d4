//! A share and how sure it is: Wilson's interval.

use std::fmt;

use crate::numerics;

/// Quantile of the standard normal distribution for 95% two-sided.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Proportion {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub n: u64,
}

impl Proportion {
    /// So many of so many.
    pub fn new(count: u64, n: u64) -> Proportion {
        Proportion { count, n }
    }

    /// The share; missing of none.
    pub fn share(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.count as f64 / self.n as f64 }
    }

    /// The 95% interval of the share (Wilson 1927); everything from 0 to 1 where nothing was observed.
    ///
    /// Of the simple intervals it is the one whose coverage stays near what it says for small numbers and
    /// for shares near 0 and 1 (Brown, Cai and DasGupta 2001).
    pub fn interval(&self) -> (f64, f64) {
        if self.n == 0 {
            return (0.0, 1.0);
        }
        let (n, share, z2) = (self.n as f64, self.share(), Z_95 * Z_95);
        let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
        let reach = Z_95 / (1.0 + z2 / n) * numerics::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
        ((middle - reach).max(0.0), (middle + reach).min(1.0))
    }

    /// Whether the 95% interval holds this value.
    pub fn covers(&self, value: f64) -> bool {
        let (low, high) = self.interval();
        (low..=high).contains(&value)
    }

    /// With others of the same kind.
    pub fn and(self, other: Proportion) -> Proportion {
        Proportion { count: self.count + other.count, n: self.n + other.n }
    }
}

impl fmt::Display for Proportion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, high) = self.interval();
        write!(f, "{:.3} [{low:.3}, {high:.3}] of {}", self.share(), self.n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_the_published_one_and_stays_within_zero_and_one() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20.
        for (count, n, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)]
        {
            let (l, h) = Proportion::new(count, n).interval();
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{count} of {n}: {l} {h}");
        }
        assert_eq!(Proportion::new(0, 0).interval(), (0.0, 1.0));
        assert!(Proportion::new(0, 0).share().is_nan());
    }
}
