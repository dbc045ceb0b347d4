//! Logarithms, in additions, multiplications, one division and moves of bits.
//!
//! x is 2ᵏ (1 + f) with 1 + f between √½ and √2. With s = f / (2 + f) and z = s², ln(1 + f) is f − ½ f² + s (½ f² + z Q(z)), with Q
//! of degree 6, the polynomial whose largest error relative to 1 is smallest: below 2⁻⁵⁷ before rounding. Its terms are added in
//! pairs, in the order written.
//!
//! | | at most so far from the true value | special values |
//! |---|---|---|
//! | `ln` | 1 unit in the last place | −∞ at 0, ∞ at ∞, not a number below 0 |
//! | `ln` of 1 more | 1 | −∞ at −1, ∞ at ∞, not a number below −1 |
//! | `log2` | 1 | as `ln`; exact at whole powers of 2 |
//!
//! What is not a number gives what is not a number.

use super::exponential::LN_2;

/// Q, lowest power first.
const Q: [f64; 7] = [
    0.666_666_666_666_671,
    0.399_999_999_995_198_25,
    0.285_714_287_292_846_54,
    0.222_221_990_909_066_1,
    0.181_835_715_404_781_94,
    0.153_131_643_924_150_2,
    0.148_105_198_206_888_1,
];

/// 1 / ln 2 in two parts; the first has 21 bits, so that its product with another such number is exact.
const LOG2_E: [f64; 2] = [1.442_694_664_001_464_8, 3.768_874_985_636_099e-7];

const FRACTION_BITS: u32 = 52;
const FRACTION: u64 = (1 << FRACTION_BITS) - 1;
const ONE: u64 = 1023 << FRACTION_BITS;
const ROOT_OF_HALF: u64 = std::f64::consts::FRAC_1_SQRT_2.to_bits();
/// A number whose lowest bits count ones.
const COUNTER: f64 = 4_503_599_627_370_496.0;
/// 2⁵⁴, which lifts a number too small for a full number of digits.
const LIFT: f64 = 18_014_398_509_481_984.0;

/// Natural logarithm.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    let (k, f) = split(x);
    let (square, tail) = beyond(f);
    at_the_ends(x, k * LN_2[0] - ((square - (tail + k * LN_2[1])) - f))
}

/// Natural logarithm of `1 + x`, precise for small `x`.
#[inline(always)]
pub fn ln_1p(x: f64) -> f64 {
    let sum = 1.0 + x;
    let lost = if x >= 1.0 { 1.0 - (sum - x) } else { x - (sum - 1.0) };
    let (k, f) = split(sum);
    // Without a doubling `x` itself is f, and nothing is lost.
    let f = if k == 0.0 { x } else { f };
    let lost = if k == 0.0 { 0.0 } else { lost / sum };
    let (square, tail) = beyond(f);
    at_the_ends(sum, k * LN_2[0] - ((square - (tail + (k * LN_2[1] + lost))) - f))
}

/// Logarithm to the base 2.
#[inline(always)]
pub fn log2(x: f64) -> f64 {
    let (k, f) = split(x);
    let (square, tail) = beyond(f);
    // ln(1 + f) in two parts, the first of which has few bits; so only the small one is rounded in the product.
    let high = f64::from_bits((f - square).to_bits() & 0xFFFF_FFFF_0000_0000);
    let low = ((f - high) - square) + tail;
    let part = high * LOG2_E[0];
    let rest = (low + high) * LOG2_E[1] + low * LOG2_E[0];
    let whole = k + part;
    at_the_ends(x, whole + (rest + ((k - whole) + part)))
}

/// k and f with `x` = 2ᵏ (1 + f), 1 + f between √½ and √2.
#[inline(always)]
fn split(x: f64) -> (f64, f64) {
    let tiny = x < f64::MIN_POSITIVE;
    let lifted = if tiny { x * LIFT } else { x };
    let shifted = lifted.to_bits().wrapping_add(ONE - ROOT_OF_HALF);
    let counted = f64::from_bits(COUNTER.to_bits() | shifted >> FRACTION_BITS) - COUNTER;
    let fraction = f64::from_bits((shifted & FRACTION).wrapping_add(ROOT_OF_HALF));
    (counted - if tiny { 1077.0 } else { 1023.0 }, fraction - 1.0)
}

/// ½ f², and what ln(1 + f) is beyond f − ½ f².
#[inline(always)]
fn beyond(f: f64) -> (f64, f64) {
    let s = f / (2.0 + f);
    let z = s * s;
    let z2 = z * z;
    let low = (Q[0] + Q[1] * z) + (Q[2] + Q[3] * z) * z2;
    let high = (Q[4] + Q[5] * z) + Q[6] * z2;
    let square = 0.5 * f * f;
    (square, s * (square + z * (low + high * (z2 * z2))))
}

/// The logarithm `y` of `x`, or what it is where no formula leads.
#[inline(always)]
fn at_the_ends(x: f64, y: f64) -> f64 {
    let y = if x == 0.0 { f64::NEG_INFINITY } else { y };
    let y = if x == f64::INFINITY { f64::INFINITY } else { y };
    if x >= 0.0 { y } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_near, spread, wide};
    use super::*;

    #[test]
    fn the_logarithms_are_within_their_units_of_a_reference() {
        assert_near(wide(), ln, libm::log, 1.0);
        assert_near(spread(0.5, 2.0), ln, libm::log, 1.0);
        assert_near(wide(), log2, libm::log2, 1.0);
        assert_near(spread(0.5, 2.0), log2, libm::log2, 1.0);
        assert_near(wide(), ln_1p, libm::log1p, 2.0);
        assert_near(spread(-1.0, 2.0), ln_1p, libm::log1p, 2.0);
        assert_near(wide().map(|x| -1.0 / (1.0 + x)), ln_1p, libm::log1p, 2.0);
    }

    #[test]
    fn what_is_very_large_very_small_or_no_number_has_its_value() {
        for zero in [0.0, -0.0] {
            assert_eq!((ln(zero), log2(zero), ln_1p(zero)), (f64::NEG_INFINITY, f64::NEG_INFINITY, 0.0));
        }
        assert_eq!((ln(1.0), log2(1.0), ln_1p(-1.0)), (0.0, 0.0, f64::NEG_INFINITY));
        let (far, most) = (f64::INFINITY, f64::MAX);
        assert_eq!((ln(far), log2(far), ln_1p(far)), (far, far, far));
        assert_eq!((log2(most), ln_1p(most)), (1024.0, ln(most)));
        let least = f64::from_bits(1);
        assert_eq!((log2(least), ln_1p(least), ln_1p(-least)), (-1074.0, least, -least));
        for none in [-1e-320, -1.0, -1e300, f64::NEG_INFINITY, f64::NAN] {
            assert!(ln(none).is_nan() && log2(none).is_nan() && ln_1p(none - 1.5).is_nan());
        }
    }

    #[test]
    fn whole_powers_of_two_are_exact_down_to_the_smallest_number() {
        for n in -1074..=1023 {
            assert_eq!(log2(libm::exp2(f64::from(n))), f64::from(n));
        }
    }
}
