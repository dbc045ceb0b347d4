//! The curve to beat: Bass 1969, external influence p and imitation q, whoever knows whom.

use super::simplex::maximize;
use crate::numerics;

/// A Bass curve with a known number of people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bass {
    /// Rate from outside (per period).
    pub p: f64,
    /// Rate of imitation (per period).
    pub q: f64,
    /// People in all.
    pub people: f64,
}

impl Bass {
    /// Cumulative adopters after so many periods.
    pub fn by(&self, periods: f64) -> f64 {
        let decay = numerics::exp(-(self.p + self.q) * periods);
        self.people * (1.0 - decay) / (1.0 + self.q / self.p * decay)
    }

    /// The curve nearest to cumulative counts at the ends of periods 1, 2, …, by least squares.
    pub fn fit(people: f64, cumulative: &[f64]) -> Bass {
        let of = |x: &[f64]| Bass { p: numerics::exp(x[0]), q: numerics::exp(x[1]), people };
        let (x, _) = maximize(&[-3.0, 0.0], 0.5, 1e-6, |x| {
            let curve = of(x);
            let square =
                |(k, n): (usize, &f64)| (curve.by((k + 1) as f64) - n) * (curve.by((k + 1) as f64) - n);
            -cumulative.iter().enumerate().map(square).sum::<f64>()
        });
        of(&x)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_found_again_from_its_own_points() {
        let truth = Bass { p: 0.03, q: 0.9, people: 200.0 };
        let points: Vec<f64> = (1..=5).map(|t| truth.by(f64::from(t))).collect();
        let found = Bass::fit(200.0, &points);
        assert!((found.p - 0.03).abs() < 1e-5 && (found.q - 0.9).abs() < 1e-4, "{found:?}");
        assert!((truth.by(1e3) - 200.0).abs() < 1e-9, "everyone in the end");
    }
}
