//! Exponential, logarithm and power, the same to the last bit on every machine.
//!
//! The standard library hands these to the platform, whose results differ in the last bit for some
//! arguments; `libm` is one piece of software everywhere. No other file may call the platform's
//! functions (`clippy.toml` holds the list).
//!
//! ```
//! use uptake::numerics::power_mean;
//!
//! // The weaker input counts more, the lower the exponent.
//! assert!(power_mean(-4.0, [0.2, 0.8], [0.5, 0.5]) < power_mean(1.0, [0.2, 0.8], [0.5, 0.5]));
//! ```

/// e to the power `x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// e to the power `x`, minus 1, exact for small `x`.
pub fn exp_m1(x: f64) -> f64 {
    libm::expm1(x)
}

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// Natural logarithm of `1 + x`, exact for small `x`.
pub fn ln_1p(x: f64) -> f64 {
    libm::log1p(x)
}

/// `x` to the power `y`.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// `x` to the power `y`, for `x` of at least 0. One and a half, the exponent at which students gain from
/// depth, is asked for every class in every month and needs no power function.
#[inline]
pub fn power(x: f64, y: f64) -> f64 {
    if y == 1.5 { x * sqrt(x) } else { pow(x, y) }
}

/// Square root; correctly rounded by IEEE 754, so the platform's own is safe.
#[inline]
pub fn sqrt(x: f64) -> f64 {
    x.sqrt()
}

/// Complementary error function.
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// Logarithm of the gamma function.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// Clamped to the range 0 to 1.
#[inline]
pub fn share(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}

/// Inputs of a power mean are floored here, so that one absent ingredient weakens the whole without
/// making it vanish for good.
pub const MEAN_FLOOR: f64 = 0.05;

/// The weighted power mean `(Σ w x^ρ)^(1/ρ)`, inputs floored at [`MEAN_FLOOR`], weights summing to 1.
///
/// ρ = 1 adds (a strength makes up for a weakness), ρ = 0 is the geometric mean, ρ → −∞ the weakest
/// link. The integer exponents that the model uses most are computed without a power function.
#[inline]
pub fn power_mean<const N: usize>(rho: f64, inputs: [f64; N], weights: [f64; N]) -> f64 {
    let floored = inputs.map(|x| x.max(MEAN_FLOOR));
    let mut sum = 0.0;
    if rho == 1.0 {
        for k in 0..N {
            sum += weights[k] * floored[k];
        }
        sum
    } else if rho == -1.0 {
        for k in 0..N {
            sum += weights[k] / floored[k];
        }
        1.0 / sum
    } else if rho == -2.0 {
        for k in 0..N {
            sum += weights[k] / (floored[k] * floored[k]);
        }
        1.0 / sqrt(sum)
    } else if rho == 0.0 {
        for k in 0..N {
            sum += weights[k] * ln(floored[k]);
        }
        exp(sum)
    } else {
        for k in 0..N {
            sum += weights[k] * pow(floored[k], rho);
        }
        pow(sum, 1.0 / rho)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_mean_lies_between_its_inputs_and_falls_with_rho() {
        let inputs = [0.2, 0.5, 0.9];
        let weights = [0.2, 0.3, 0.5];
        let mut before = f64::INFINITY;
        for rho in [3.0, 1.0, 0.5, 0.0, -0.5, -1.0, -2.0, -8.0] {
            let mean = power_mean(rho, inputs, weights);
            assert!(mean > 0.2 && mean < 0.9 && mean < before, "rho {rho}: {mean}");
            before = mean;
        }
    }

    #[test]
    fn the_short_cuts_equal_the_general_formula() {
        let (x, w) = ([0.3f64, 0.8], [0.4, 0.6]);
        for rho in [1.0f64, -1.0, -2.0] {
            let general = pow(w[0] * pow(x[0], rho) + w[1] * pow(x[1], rho), 1.0 / rho);
            assert!((power_mean(rho, x, w) - general).abs() < 1e-14);
        }
        assert!((power_mean(0.0, x, w) - power_mean(1e-6, x, w)).abs() < 1e-6);
    }

    #[test]
    fn one_and_a_half_equals_the_general_power_to_the_last_digits() {
        for k in 0..=10_000 {
            let x = f64::from(k) / 10_000.0;
            let general = pow(x, 1.5);
            assert!((power(x, 1.5) - general).abs() <= 4.0 * f64::EPSILON * general);
            assert_eq!(power(x, 1.4), pow(x, 1.4));
        }
    }

    #[test]
    fn equal_inputs_are_their_own_mean_and_absence_is_floored() {
        assert!((power_mean(-2.0, [0.4, 0.4], [0.5, 0.5]) - 0.4).abs() < 1e-15);
        assert!(power_mean(-2.0, [0.0, 1.0], [0.5, 0.5]) > MEAN_FLOOR);
    }
}
