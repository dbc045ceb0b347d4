//! Inverse distribution functions: one uniform number in, one value out, nothing rejected.
//!
//! Each is monotone in its uniform number, which keeps paired scenarios paired: a change of a parameter moves every draw the
//! same way instead of exchanging it for another. Normal: Wichura 1988, algorithm AS 241 (PPND16), each of its three parts in
//! a fixed order. Truncated normal: the normal at Φ(a) + u (Φ(b) − Φ(a)), a and b being the ends in standard deviations from
//! the mean and Φ(x) = ½ erfc(−x / √2); the mean where that is not inside 0 and 1. Uniform: low + u (high − low). Triangular:
//! the inverse of its distribution function. Exponential: −mean · ln(1 − u). Geometric: ⌊ln(1 − u) / ln(1 − p)⌋. Poisson: the
//! smallest k whose distribution function reaches u. Beta with mean m (kept within 0.001 and 0.999) and standard deviation s:
//! shapes m · k and (1 − m) · k with k = max(0.05, m (1 − m) / s² − 1), by 60 halvings of the interval from 0 to 1; s = 0
//! gives m. Exponentials and logarithms are plain arithmetic (section 7), so that results are the same on every machine.

use crate::numerics::{erfc, exp, ln, ln_1p, ln_gamma, sqrt};

/// Uniform on [low, high].
pub fn uniform(u: f64, low: f64, high: f64) -> f64 {
    low + u * (high - low)
}

/// Triangular on [low, high] with its peak at `mode`.
pub fn triangular(u: f64, low: f64, mode: f64, high: f64) -> f64 {
    let width = high - low;
    if width <= 0.0 {
        return low;
    }
    let at_mode = (mode - low) / width;
    if u < at_mode {
        low + sqrt(u * width * (mode - low))
    } else {
        high - sqrt((1.0 - u) * width * (high - mode))
    }
}

/// Exponential with this mean.
pub fn exponential(u: f64, mean: f64) -> f64 {
    -mean * ln_1p(-u)
}

/// Geometric: failures before the first success of probability `p` (in (0, 1)).
pub fn geometric(u: f64, p: f64) -> f64 {
    (ln_1p(-u) / ln_1p(-p)).floor()
}

/// Standard normal. Wichura 1988, algorithm AS 241 (PPND16), relative accuracy about 10⁻¹⁶. It rises from each word of
/// a draw to the next, and what lies as far from the middle on either side differs in sign alone.
pub fn standard_normal(u: f64) -> f64 {
    let q = u - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * ratio(r, &CENTRE);
    }
    let tail = if q < 0.0 { u } else { 1.0 - u };
    let r = sqrt(-ln(tail));
    let x = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    if q < 0.0 { -x } else { x }
}

/// Numerator and denominator, highest power first.
type Rational = ([f64; 8], [f64; 8]);

fn ratio(r: f64, (numerator, denominator): &Rational) -> f64 {
    let horner = |c: &[f64; 8]| c.iter().fold(0.0, |sum, c| sum * r + c);
    horner(numerator) / horner(denominator)
}

#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "as published")]
const CENTRE: Rational = (
    [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4,
     1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080e0],
    [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4,
     5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1.0],
);
#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "as published")]
const MIDDLE: Rational = (
    [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
     3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0],
    [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0],
);
#[rustfmt::skip]
#[allow(clippy::excessive_precision, reason = "as published")]
const FAR: Rational = (
    [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0],
    [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0],
);

/// Normal with this mean and standard deviation.
pub fn normal(u: f64, mean: f64, sd: f64) -> f64 {
    mean + sd * standard_normal(u)
}

/// Share of the standard normal distribution below `x`.
pub fn normal_below(x: f64) -> f64 {
    0.5 * erfc(-x / std::f64::consts::SQRT_2)
}

/// Normal kept to [low, high] by truncation.
pub fn normal_within(u: f64, mean: f64, sd: f64, low: f64, high: f64) -> f64 {
    if sd <= 0.0 {
        return mean.clamp(low, high);
    }
    let (a, b) = (normal_below((low - mean) / sd), normal_below((high - mean) / sd));
    let inside = a + u * (b - a);
    if inside <= 0.0 || inside >= 1.0 {
        return mean.clamp(low, high);
    }
    normal(inside, mean, sd).clamp(low, high)
}

/// Beta with shapes `a`, `b` (both above 0): bisection on the distribution function.
pub fn beta(u: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    // 60 halvings leave less than 10⁻¹⁸; the count is fixed so that every machine stops alike.
    let scale = beta_scale(a, b);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if beta_below_scaled(middle, a, b, scale) < u { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Beta with this mean and standard deviation; the standard deviation is kept below the largest
/// that a beta distribution of that mean can have.
pub fn beta_of_mean(u: f64, mean: f64, sd: f64) -> f64 {
    let mean = mean.clamp(0.001, 0.999);
    if sd <= 0.0 {
        return mean;
    }
    let spread = (mean * (1.0 - mean) / (sd * sd) - 1.0).max(0.05);
    beta(u, mean * spread, (1.0 - mean) * spread)
}

/// The regularized incomplete beta function, by its continued fraction (Lentz's method).
pub fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    beta_below_scaled(x, a, b, beta_scale(a, b))
}

/// Logarithm of the factor in front of the density.
fn beta_scale(a: f64, b: f64) -> f64 {
    ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)
}

fn beta_below_scaled(x: f64, a: f64, b: f64, scale: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = exp(scale + a * ln(x) + b * ln_1p(-x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(x, a, b) / a
    } else {
        1.0 - front * beta_fraction(1.0 - x, b, a) / b
    }
}

fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..300 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        let step = d * c;
        fraction *= step;
        if (step - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{Beta, ContinuousCDF, Exp, Normal, Triangular};

    fn grid() -> impl Iterator<Item = f64> {
        (1..1000).map(|k| f64::from(k) / 1000.0).chain([1e-9, 1e-6, 1.0 - 1e-6, 1.0 - 1e-9])
    }

    #[test]
    fn every_inverse_agrees_with_an_independent_distribution_function() {
        let (n, e) = (Normal::new(0.3, 2.0).unwrap(), Exp::new(0.25).unwrap());
        let (t, b) = (Triangular::new(-1.0, 3.0, 0.5).unwrap(), Beta::new(2.5, 4.0).unwrap());
        for u in grid() {
            // statrs computes this distribution function to about ten digits only.
            assert!((n.cdf(normal(u, 0.3, 2.0)) - u).abs() < 1e-9, "normal at {u}");
            assert!((normal_below(standard_normal(u)) - u).abs() < 1e-14, "normal at {u}");
            assert!((e.cdf(exponential(u, 4.0)) - u).abs() < 1e-12, "exponential at {u}");
            assert!((t.cdf(triangular(u, -1.0, 0.5, 3.0)) - u).abs() < 1e-12, "triangular at {u}");
            assert!((b.cdf(beta(u, 2.5, 4.0)) - u).abs() < 1e-9, "beta at {u}");
            assert!((beta_below(u, 0.7, 3.0) - Beta::new(0.7, 3.0).unwrap().cdf(u)).abs() < 1e-9);
            let cut = normal_within(u, 0.8, 0.3, 0.0, 1.0);
            let (low, high) = (normal_below(-0.8 / 0.3), normal_below(0.2 / 0.3));
            assert!(((normal_below((cut - 0.8) / 0.3) - low) / (high - low) - u).abs() < 1e-9);
        }
    }

    #[test]
    fn every_inverse_rises_with_its_uniform() {
        let mut last = [f64::NEG_INFINITY; 5];
        for k in 1..20_000 {
            let u = f64::from(k) / 20_000.0;
            let now = [
                standard_normal(u),
                exponential(u, 1.0),
                triangular(u, 0.0, 0.2, 1.0),
                beta_of_mean(u, 0.6, 0.2),
                geometric(u, 0.2),
            ];
            for (before, value) in last.iter().zip(now) {
                assert!(value >= *before);
            }
            last = now;
        }
    }

    fn of_word(word: u32) -> f64 {
        standard_normal(crate::chance::streams::uniform_of(word))
    }

    #[test]
    fn the_normal_rises_over_the_seams_of_its_three_parts() {
        for seam in [0.075, 0.925, libm::exp(-25.0)] {
            let around = (-2_000..2_000).map(|k| seam * (1.0 + f64::from(k) * 1e-11));
            let values: Vec<f64> = around.map(standard_normal).collect();
            assert!(values.is_sorted(), "at {seam}");
        }
        let ends = [0, 1, u32::MAX - 1, u32::MAX].map(of_word);
        assert!(ends.is_sorted() && (-6.4..-6.2).contains(&ends[0]) && ends[0] == -ends[3]);
    }

    proptest::proptest! {
        #[test]
        fn the_normal_rises_from_word_to_word_and_is_even_handed(word in 0..u32::MAX) {
            proptest::prop_assert!(of_word(word) < of_word(word + 1));
            proptest::prop_assert_eq!(of_word(word), -of_word(u32::MAX - word));
        }
    }

    #[test]
    fn the_samplers_of_rand_distr_draw_from_the_same_distributions() {
        use crate::calendar::Month;
        use crate::chance::{Decision, DecisionMaker, KeyedGenerator, Streams};
        use rand_distr::Distribution;
        let mut generator =
            Streams::new(11, 0, 0).generator(Decision::Study, DecisionMaker::DISTRICT, Month(0));
        let n = 40_000;
        // Kolmogorov's distance between sample and distribution function; 1.95/√n is its 0.1% point.
        let mut distance = |sample: &mut dyn FnMut(&mut KeyedGenerator) -> f64,
                            below: &dyn Fn(f64) -> f64| {
            let mut xs: Vec<f64> = (0..n).map(|_| sample(&mut generator)).collect();
            xs.sort_by(f64::total_cmp);
            xs.iter()
                .enumerate()
                .map(|(i, &x)| (below(x) - (i as f64 + 0.5) / n as f64).abs())
                .fold(0.0, f64::max)
        };
        let limit = 1.95 / f64::from(n).sqrt();
        let normal_sampler = rand_distr::Normal::new(0.0, 1.0).unwrap();
        assert!(distance(&mut |g| normal_sampler.sample(g), &normal_below) < limit);
        let beta_sampler = rand_distr::Beta::new(2.0, 5.0).unwrap();
        assert!(distance(&mut |g| beta_sampler.sample(g), &|x| beta_below(x, 2.0, 5.0)) < limit);
    }
}
