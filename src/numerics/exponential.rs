//! e and 2 to a power, in additions, multiplications and moves of bits.
//!
//! x is split into a whole number n of doublings and a rest t of at most ½ ln 2 in size. e^t − 1 is t + t² P(t), with P of degree
//! 10, the polynomial whose largest error relative to t is smallest: below 2⁻⁶⁰ before rounding. Its terms are added in pairs, in
//! the order written. Multiplying by 2ⁿ goes in two steps, so that results too small for a full number of digits are rounded
//! once.
//!
//! | | at most so far from the true value | special values |
//! |---|---|---|
//! | `exp` | 1.5 units in the last place | 0 below −745.2, ∞ above 709.8 |
//! | `exp2` | 1.5 | 0 below −1075, ∞ from 1024 |
//! | `exp`, less 1 | 2.5 | −1 far below 0, ∞ above 709.8; 0 gives 0 |
//!
//! What is not a number gives what is not a number.

/// Added to a number below 2⁵¹ and taken away again, it leaves the nearest whole number; in between that number
/// stands in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Bias of the exponent of a double.
const BIAS: u64 = 1023;
/// Bits of the fraction of a double.
const FRACTION_BITS: u32 = 52;
/// ln 2 in two parts; the first has 32 bits, so that its product with a whole number of doublings is exact.
pub(super) const LN_2: [f64; 2] = [0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10];

/// P, lowest power first.
const P: [f64; 11] = [
    0.5,
    0.166_666_666_666_666_77,
    0.041_666_666_666_666_7,
    0.008_333_333_333_321_615,
    0.001_388_888_888_886_683_7,
    0.000_198_412_698_861_587,
    2.480_158_736_055_630_2e-5,
    2.755_724_418_177_783_7e-6,
    2.755_724_276_010_55e-7,
    2.510_904_493_517_857e-8,
    2.092_444_306_063_936_6e-9,
];

/// e to the power `x`.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    let (_, bits, t) = doublings(within(x, -746.0, 710.0));
    doubled(1.0 + excess(t), bits)
}

/// 2 to the power `x`.
#[inline(always)]
pub fn exp2(x: f64) -> f64 {
    let x = within(x, -1080.0, 1030.0);
    let (n, bits) = nearest(x);
    doubled(1.0 + excess((x - n) * std::f64::consts::LN_2), bits)
}

/// e to the power `x`, minus 1, precise for small `x`.
#[inline(always)]
pub fn exp_m1(x: f64) -> f64 {
    let (n, bits, t) = doublings(within(x, -50.0, 710.0));
    // 2ⁿ (e^t − 1 + 1 − 2⁻ⁿ); beyond 60 doublings the last term is lost in the others anyway.
    let halvings = (if n > 60.0 { 60.0 } else { n }) + ROUNDER;
    let halved = f64::from_bits((BIAS + ROUNDER.to_bits()).wrapping_sub(halvings.to_bits()) << FRACTION_BITS);
    doubled((1.0 - halved) + excess(t), bits)
}

/// e^t − 1 for `t` of at most ½ ln 2 in size.
#[inline(always)]
fn excess(t: f64) -> f64 {
    let t2 = t * t;
    let t4 = t2 * t2;
    let low = (P[0] + P[1] * t) + (P[2] + P[3] * t) * t2;
    let middle = (P[4] + P[5] * t) + (P[6] + P[7] * t) * t2;
    let high = (P[8] + P[9] * t) + P[10] * t2;
    t + t2 * (low + (middle + high * t4) * t4)
}

/// Kept to a range; what is not a number stays.
#[inline(always)]
fn within(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// The nearest whole number, also as a two's complement in bits.
#[inline(always)]
fn nearest(x: f64) -> (f64, u64) {
    let rounded = x + ROUNDER;
    (rounded - ROUNDER, rounded.to_bits().wrapping_sub(ROUNDER.to_bits()))
}

/// Whole doublings in e to the power `x`, and the rest of `x`.
#[inline(always)]
fn doublings(x: f64) -> (f64, u64, f64) {
    let (n, bits) = nearest(x * std::f64::consts::LOG2_E);
    (n, bits, (x - n * LN_2[0]) - n * LN_2[1])
}

/// `y` · 2ⁿ in two steps.
#[inline(always)]
fn doubled(y: f64, n: u64) -> f64 {
    let both = n.wrapping_add(2 * BIAS);
    let first = both >> 1;
    let second = both.wrapping_sub(first);
    y * f64::from_bits(first << FRACTION_BITS) * f64::from_bits(second << FRACTION_BITS)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_near, spread};
    use super::*;

    #[test]
    fn the_exponentials_are_within_their_units_of_a_reference() {
        assert_near(spread(-745.0, 709.7), exp, libm::exp, 2.0);
        assert_near(spread(-1.0, 1.0), exp, libm::exp, 2.0);
        assert_near(spread(-1074.0, 1023.9), exp2, libm::exp2, 2.0);
        assert_near(spread(-1.0, 1.0), exp2, libm::exp2, 2.0);
        assert_near(spread(-60.0, 709.7), exp_m1, libm::expm1, 3.0);
        assert_near(spread(-1.0, 1.0), exp_m1, libm::expm1, 3.0);
        assert_near((0..300).map(|k| 2.0 / f64::from_bits((1023 + 3 * k) << 52)), exp_m1, libm::expm1, 1.0);
    }

    #[test]
    fn what_is_very_large_very_small_or_no_number_has_its_value() {
        for far in [-746.0, -1e9, f64::NEG_INFINITY, f64::MIN] {
            assert_eq!((exp(far), exp_m1(far), exp2(far - 400.0)), (0.0, -1.0, 0.0));
        }
        for far in [709.9, 1e9, f64::INFINITY, f64::MAX] {
            assert_eq!(
                (exp(far), exp_m1(far), exp2(far + 320.0)),
                (f64::INFINITY, f64::INFINITY, f64::INFINITY)
            );
        }
        for zero in [0.0, -0.0] {
            assert_eq!((exp(zero), exp2(zero), exp_m1(zero)), (1.0, 1.0, 0.0));
        }
        let least = f64::from_bits(1);
        assert_eq!((exp(least), exp2(least), exp_m1(least), exp_m1(-least)), (1.0, 1.0, least, -least));
        assert!(exp(f64::NAN).is_nan() && exp2(f64::NAN).is_nan() && exp_m1(f64::NAN).is_nan());
    }

    #[test]
    fn whole_powers_of_two_are_exact_down_to_the_smallest_number() {
        for n in -1074..=1023 {
            assert_eq!(exp2(f64::from(n)), libm::exp2(f64::from(n)), "{n}");
        }
    }
}
