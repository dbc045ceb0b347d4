//! Exponential, logarithm and power, the same to the last bit on every machine.
//!
//! The standard library hands these to the platform, whose results differ in the last bit for some arguments. Here they are plain
//! arithmetic of doubles in a fixed order: additions, multiplications, divisions and moves of bits, nothing fused, no table, no
//! branch that hangs on the argument. IEEE 754 fixes the result of each, so every machine gives the same bits, and so does a
//! processor that works on several numbers at once. How far each may be from the true value stands at the head of its file, and
//! tests compare it with `libm`. What no month asks for often, the error function and the gamma function, is `libm`'s.
//! No other file may call the platform's functions (`clippy.toml` holds the list).
//!
//! ```
//! use uptake::numerics::power_mean;
//!
//! // The weaker input counts more, the lower the exponent.
//! assert!(power_mean(-4.0, [0.2, 0.8], [0.5, 0.5]) < power_mean(1.0, [0.2, 0.8], [0.5, 0.5]));
//! ```

mod exponential;
mod lanes;
mod logarithm;
mod power_mean;

pub use exponential::{exp, exp_m1, exp2};
pub use lanes::{InstructionSet, in_lanes, limit};
pub use logarithm::{ln, ln_1p, log2};
pub use power_mean::{MEAN_FLOOR, PowerMean, power, power_mean};

/// Square root; correctly rounded by IEEE 754, so the platform's own is safe.
#[inline(always)]
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
#[inline(always)]
pub fn share(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    /// Distance in units in the last place of the second number.
    pub(super) fn units_apart(ours: f64, reference: f64) -> f64 {
        if ours == reference {
            return 0.0;
        }
        let unit = f64::from_bits(reference.abs().to_bits() + 1) - reference.abs();
        (ours - reference).abs() / unit
    }

    /// Numbers of a range, not on a grid of whole bits.
    pub(super) fn spread(low: f64, high: f64) -> impl Iterator<Item = f64> {
        (0..100_000).map(move |k| low + (high - low) * ((f64::from(k) * 0.618_033_988_749_895) % 1.0))
    }

    /// Numbers of every size from the smallest on.
    pub(super) fn wide() -> impl Iterator<Item = f64> {
        (0..100_000u64).map(|k| {
            f64::from_bits(k.wrapping_mul(0x9E37_79B9_7F4A_7C15) % (2047 << 52)).max(f64::from_bits(1))
        })
    }

    /// A hash of bits (FNV-1a). Another program, written in another language, comes to the same.
    #[test]
    fn the_bits_are_these_on_every_machine() {
        use super::{exp, exp_m1, exp2, ln, ln_1p, log2};
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        for k in 0..20_000 {
            let (x, y) = (f64::from(k) / 20_000.0 * 1_400.0 - 700.0, f64::from(k + 1) / 9_999.0);
            for value in [exp(x), exp2(x), exp_m1(x / 20.0), ln(y), log2(y), ln_1p(y - 0.9)] {
                for byte in value.to_bits().to_le_bytes() {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
                }
            }
        }
        assert_eq!(hash, 0x01e4_b7b6_5cd7_4299, "{hash:016x}");
    }

    pub(super) fn assert_near(
        numbers: impl Iterator<Item = f64>,
        ours: fn(f64) -> f64,
        reference: fn(f64) -> f64,
        units: f64,
    ) {
        let mut worst = (0.0, 0.0);
        for x in numbers {
            let apart = units_apart(ours(x), reference(x));
            worst = if apart > worst.0 { (apart, x) } else { worst };
        }
        assert!(worst.0 <= units, "{} units at {:e}", worst.0, worst.1);
    }
}
