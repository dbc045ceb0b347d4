//! Powers, and the weighted power mean `(Σ w x^ρ)^(1/ρ)`.
//!
//! A power is 2 to the power y log₂ x: within 2 + 2 |y log₂ x| units in the last place of the true value. The larger the power
//! moves a number, the more the last bits of its logarithm count.

use super::exponential::exp2;
use super::logarithm::log2;
use super::sqrt;

/// Inputs of a power mean are floored here, so that one absent ingredient weakens the whole without
/// making it vanish for good.
pub const MEAN_FLOOR: f64 = 0.05;

/// Exponents nearer to 0 than this take the geometric mean. A root of 1/ρ multiplies the last bit of the sum by 1/ρ, so that the general
/// formula ends in noise there, while the geometric mean is off by less than two parts in a million.
const NEARLY_GEOMETRIC: f64 = 1e-6;

/// `x` to the power `y`, for `x` of at least 0; what is below has none. Anything to the power 0 is 1, and 1 to any power.
///
/// One and a half, the exponent at which students gain from depth, is asked for every class in every month and needs a root only.
#[inline(always)]
pub fn power(x: f64, y: f64) -> f64 {
    if y == 1.5 {
        return x * sqrt(x);
    }
    // Worked out in any case: a choice between two numbers stands in no loop's way, a branch would.
    let usual = exp2(y * log2(x));
    if (y == 0.0) | (x == 1.0) { 1.0 } else { usual }
}

/// A weighted power mean, input by input: what stays the same for many is added once.
///
/// ρ = 1 adds (a strength makes up for a weakness), ρ = 0 is the geometric mean, ρ → −∞ the weakest link. Weights sum to 1, and inputs are
/// floored at [`MEAN_FLOOR`]. The whole exponents that the model uses most need no power. The relative error is below
/// 2·10⁻¹⁵ (1 + 1/|ρ|), and within 10⁻⁶ of ρ = 0 the mean is the geometric one.
///
/// ```
/// use uptake::numerics::{PowerMean, power_mean};
///
/// let shared = PowerMean::new(-1.5).and(0.4, 0.5);
/// assert_eq!(shared.and(0.9, 0.5).value(), power_mean(-1.5, [0.4, 0.9], [0.5, 0.5]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerMean {
    rho: f64,
    root: f64,
    sum: f64,
}

impl PowerMean {
    /// The mean with exponent ρ, of nothing yet.
    #[inline(always)]
    pub fn new(rho: f64) -> PowerMean {
        let rho = if rho.abs() < NEARLY_GEOMETRIC { 0.0 } else { rho };
        PowerMean { rho, root: 1.0 / rho, sum: 0.0 }
    }

    /// With one more input of this weight.
    #[inline(always)]
    #[must_use]
    pub fn and(self, input: f64, weight: f64) -> PowerMean {
        let x = input.max(MEAN_FLOOR);
        let term = if self.rho == 1.0 {
            weight * x
        } else if self.rho == -1.0 {
            weight / x
        } else if self.rho == -2.0 {
            weight / (x * x)
        } else if self.rho == 0.0 {
            weight * log2(x)
        } else {
            weight * exp2(self.rho * log2(x))
        };
        PowerMean { sum: self.sum + term, ..self }
    }

    /// Whether the exponent is one of those that need no power: 1, 0, −1 and −2.
    #[inline(always)]
    pub fn needs_no_power(self) -> bool {
        [1.0, 0.0, -1.0, -2.0].contains(&self.rho)
    }

    /// As [`PowerMean::and`] and [`PowerMean::value`] for an exponent that needs powers, without a choice: for loops in lanes.
    #[inline(always)]
    pub fn value_by_powers(self, input: f64, weight: f64) -> f64 {
        let sum = self.sum + weight * exp2(self.rho * log2(input.max(MEAN_FLOOR)));
        exp2(self.root * log2(sum))
    }

    /// What the inputs so far come to, weighed. With [`PowerMean::resume`] a column of such sums is a column of means.
    #[inline(always)]
    pub fn sum(self) -> f64 {
        self.sum
    }

    /// The mean, with inputs so far that come to this sum.
    #[inline(always)]
    #[must_use]
    pub fn resume(self, sum: f64) -> PowerMean {
        PowerMean { sum, ..self }
    }

    /// The mean of the inputs.
    #[inline(always)]
    pub fn value(self) -> f64 {
        if self.rho == 1.0 {
            self.sum
        } else if self.rho == -1.0 {
            1.0 / self.sum
        } else if self.rho == -2.0 {
            1.0 / sqrt(self.sum)
        } else if self.rho == 0.0 {
            exp2(self.sum)
        } else {
            exp2(self.root * log2(self.sum))
        }
    }
}

/// The weighted power mean of all inputs at once.
#[inline(always)]
pub fn power_mean<const N: usize>(rho: f64, inputs: [f64; N], weights: [f64; N]) -> f64 {
    let none = PowerMean::new(rho);
    inputs.into_iter().zip(weights).fold(none, |mean, (input, weight)| mean.and(input, weight)).value()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{spread, units_apart, wide};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_power_is_within_its_units_of_a_reference() {
        for y in [-40.0, -8.0, -3.7, -1.0, -0.31, 1.0 / 9.0, 0.5, 1.0, 1.4, 2.0, 7.3] {
            for x in spread(0.05, 1.0).chain(spread(1.0, 3.0)).chain(wide().filter(|x| *x > 1e-30)) {
                let (ours, reference) = (power(x, y), libm::pow(x, y));
                if reference.is_finite() && reference > f64::MIN_POSITIVE {
                    let allowed = 2.0 + 2.0 * (y * libm::log2(x)).abs();
                    assert!(units_apart(ours, reference) <= allowed, "{x}^{y}: {ours} {reference}");
                }
            }
        }
        for x in spread(0.0, 1.0) {
            assert!(units_apart(power(x, 1.5), libm::pow(x, 1.5)) <= 2.0);
        }
    }

    #[test]
    fn powers_at_the_ends_are_those_of_the_limit() {
        let far = f64::INFINITY;
        assert_eq!(
            [power(0.0, 2.0), power(0.0, -2.0), power(0.0, 0.0), power(far, 0.0)],
            [0.0, far, 1.0, 1.0]
        );
        assert_eq!(
            [power(far, 0.3), power(far, -0.3), power(0.5, far), power(0.5, -far)],
            [far, 0.0, 0.0, far]
        );
        assert_eq!([power(1.0, far), power(1.0, f64::NAN), power(f64::NAN, 0.0)], [1.0; 3]);
        assert_eq!([power(1e-200, 2.0), power(1e200, 2.0), power(f64::from_bits(1), 0.0)], [0.0, far, 1.0]);
        assert!(power(-1.0, 2.0).is_nan() && power(f64::NAN, 2.0).is_nan() && power(2.0, f64::NAN).is_nan());
    }

    #[test]
    fn the_short_cuts_equal_the_general_formula() {
        let (x, w) = ([0.3f64, 0.8], [0.4, 0.6]);
        for rho in [1.0f64, -1.0, -2.0] {
            let general = libm::pow(w[0] * libm::pow(x[0], rho) + w[1] * libm::pow(x[1], rho), 1.0 / rho);
            assert!((power_mean(rho, x, w) - general).abs() < 1e-14);
        }
        let geometric = power_mean(0.0, x, w);
        assert!((geometric - power_mean(2e-6, x, w)).abs() < 1e-6);
        assert_eq!([power_mean(1e-9, x, w), power_mean(-1e-300, x, w)], [geometric; 2]);
    }

    #[test]
    fn absence_is_floored() {
        assert!(power_mean(-2.0, [0.0, 1.0], [0.5, 0.5]) > MEAN_FLOOR);
        assert_eq!(power_mean(-1.3, [0.0, 1.0], [0.5, 0.5]), power_mean(-1.3, [MEAN_FLOOR, 1.0], [0.5, 0.5]));
    }

    proptest! {
        #[test]
        fn a_power_mean_lies_between_its_inputs_rises_with_each_and_falls_with_rho(
            inputs in prop::array::uniform3(0.05f64..=1.0),
            (a, b) in (0.05f64..0.9, 0.05f64..0.9),
            (rho, lower) in (-8.0f64..3.0, 0.01f64..4.0),
        ) {
            let off = |rho: f64| 2e-15 * (1.0 + 1.0 / rho.abs().max(NEARLY_GEOMETRIC));
            let weights = [a * b, a * (1.0 - b), 1.0 - a];
            let near = |rho| power_mean(rho, inputs, weights);
            let (low, high) = inputs.iter().fold((1.0f64, 0.0f64), |(l, h), x| (l.min(*x), h.max(*x)));
            for rho in [rho, rho.round(), rho - lower] {
                prop_assert!(near(rho) > low - off(rho) && near(rho) < high + off(rho), "{} {inputs:?}", near(rho));
                for k in 0..3 {
                    let mut more = inputs;
                    more[k] += 0.1;
                    prop_assert!(power_mean(rho, more, weights) >= near(rho) - off(rho));
                }
                prop_assert!(power_mean(rho, inputs.map(|x| x + 0.1), weights) > near(rho) + 0.05);
                let same = power_mean(rho, [inputs[0]; 3], weights);
                prop_assert!((same - inputs[0]).abs() < off(rho), "{same}");
            }
            prop_assert!(near(rho - lower) < near(rho) + off(rho - lower) + off(rho));
        }

        #[test]
        fn a_power_mean_goes_to_its_limits(
            inputs in prop::array::uniform3(0.05f64..=1.0),
        ) {
            let weights = [0.2, 0.3, 0.5];
            let low = inputs.iter().fold(1.0f64, |l, x| l.min(*x));
            let high = inputs.iter().fold(0.0f64, |h, x| h.max(*x));
            // A mean over ρ is off its limit by less than the weight of that limit to the power 1/ρ.
            for rho in [30.0, 60.0] {
                let off = libm::pow(0.2, 1.0 / rho);
                prop_assert!(power_mean(rho, inputs, weights) >= high * off * (1.0 - 1e-12));
                prop_assert!(power_mean(-rho, inputs, weights) <= low / off * (1.0 + 1e-12));
            }
            let geometric: f64 = inputs.iter().zip(weights).map(|(x, w)| libm::pow(*x, w)).product();
            prop_assert!((power_mean(0.0, inputs, weights) - geometric).abs() < 1e-14);
            prop_assert!((power_mean(1e-7, inputs, weights) - geometric).abs() < 1e-6);
        }
    }

    #[test]
    fn what_loops_in_lanes_take_is_the_mean_to_the_last_bit() {
        for rho in [-7.3, -3.1, -1.37, -1e-5, 0.4, 2.0] {
            for x in spread(0.0, 1.0).step_by(97) {
                let shared = PowerMean::new(rho).and(0.7, 0.3).and(0.02, 0.3);
                assert!(!shared.needs_no_power());
                let by_powers = PowerMean::new(rho).resume(shared.sum()).value_by_powers(x, 0.4);
                assert_eq!(by_powers.to_bits(), shared.and(x, 0.4).value().to_bits(), "{rho} {x}");
            }
        }
        assert!([1.0, 0.0, -1.0, -2.0, 1e-9].iter().all(|&rho| PowerMean::new(rho).needs_no_power()));
    }
}
