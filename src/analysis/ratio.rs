//! A ratio of means, as cost for each teacher, with Fieller's 95% interval.
//!
//! A mean of the ratios of single runs is another number: a run that reaches nobody has no ratio, and one that reaches a single
//! teacher outweighs many. So both are summed over the runs first. The ratio r of mean y to mean x is within the interval where
//! the mean of y − r·x does not differ from 0 (Fieller 1954, *Some problems in interval estimation*, Journal of the Royal
//! Statistical Society B 16):
//!
//! ```text
//! (ȳ − r x̄)² ≤ t² (s_yy − 2 r s_xy + r² s_xx) / n        t with n − 1 degrees of freedom
//! ```
//!
//! Where x̄ itself does not differ from 0, no interval has two ends, and none is given.

use super::student::t_975;

/// A ratio of two means over the same runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Runs.
    pub n: u64,
    /// Mean of what is above over mean of what is below; NaN unless the mean below is greater than 0.
    pub value: f64,
    /// Lower end of the 95% interval; NaN where the runs do not bound it.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The ratio of the mean of `above` to the mean of `below`, run by run in the same order; a run with a missing value is left out.
pub fn of_means(above: &[f64], below: &[f64]) -> Ratio {
    let both = || above.iter().zip(below).filter(|(y, x)| !y.is_nan() && !x.is_nan());
    let n = both().count() as f64;
    let (y, x) = (both().map(|p| p.0).sum::<f64>() / n, both().map(|p| p.1).sum::<f64>() / n);
    let nothing = Ratio { n: n as u64, value: f64::NAN, low: f64::NAN, high: f64::NAN };
    if x.is_nan() || x <= 0.0 {
        return nothing;
    }
    let found = Ratio { value: y / x, ..nothing };
    if n < 2.0 {
        return found;
    }
    // Variances of the means, and their covariance.
    let of = |f: &dyn Fn(f64, f64) -> f64| both().map(|(b, a)| f(b - y, a - x)).sum::<f64>() / (n - 1.0) / n;
    bounded(found, (y, x), [of(&|b, _| b * b), of(&|b, a| a * b), of(&|_, a| a * a)], n as u64 - 1)
}

/// The ratio of weighted means; variances of the means are those of [`Weights::describe`](super::importance::Weights::describe), and
/// t has as many degrees of freedom as the effective number of the weights leaves.
pub fn of_weighted_means(above: &[f64], below: &[f64], weights: &[f64]) -> Ratio {
    let all = || {
        let both = above.iter().zip(below).zip(weights).map(|((y, x), w)| (*y, *x, *w));
        both.filter(|(y, x, w)| !y.is_nan() && !x.is_nan() && *w > 0.0)
    };
    let (sum, squares) = all().fold((0.0, 0.0), |(sum, squares), (_, _, w)| (sum + w, squares + w * w));
    let y = all().map(|(y, _, w)| w * y).sum::<f64>() / sum;
    let x = all().map(|(_, x, w)| w * x).sum::<f64>() / sum;
    let nothing = Ratio { n: all().count() as u64, value: f64::NAN, low: f64::NAN, high: f64::NAN };
    if x.is_nan() || x <= 0.0 {
        return nothing;
    }
    let found = Ratio { value: y / x, ..nothing };
    let effective = sum * sum / squares;
    if effective < 2.0 {
        return found;
    }
    let of =
        |f: &dyn Fn(f64, f64) -> f64| all().map(|(b, a, w)| w * w * f(b - y, a - x)).sum::<f64>() / sum / sum;
    bounded(found, (y, x), [of(&|b, _| b * b), of(&|b, a| a * b), of(&|_, a| a * a)], effective as u64 - 1)
}

/// A ratio with its interval, by the means, their variances and covariance, and degrees of freedom.
fn bounded(found: Ratio, (y, x): (f64, f64), variances: [f64; 3], degrees: u64) -> Ratio {
    let t = t_975(degrees);
    let [yy, xy, xx] = variances.map(|v| t * t * v);
    let (a, b, c) = (x * x - xx, x * y - xy, y * y - yy);
    let root = b * b - a * c;
    if a <= 0.0 || root < 0.0 {
        return found;
    }
    let root = crate::numerics::sqrt(root);
    Ratio { low: (b - root) / a, high: (b + root) / a, ..found }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between 0 and 1 from a linear congruence.
    fn draws(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        }
    }

    #[test]
    fn weights_count_as_so_many_runs_and_a_run_without_weight_counts_nothing() {
        let (money, teachers) = ([10.0, 30.0, 900.0, 20.0], [1.0, 9.0, 1.0, 5.0]);
        let found = of_weighted_means(&money, &teachers, &[0.25, 0.25, 0.0, 0.5]);
        assert_eq!((found.n, found.value), (3, 20.0 / 5.0));
        assert!(found.low < 4.0 && 4.0 < found.high || found.low.is_nan(), "{found:?}");
        assert!(of_weighted_means(&money, &teachers, &[1.0, 0.0, 0.0, 0.0]).low.is_nan(), "one future alone");
    }

    #[test]
    fn it_is_the_ratio_of_means_and_not_the_mean_of_ratios() {
        let found = of_means(&[10.0, 30.0, 5.0], &[1.0, 9.0, f64::NAN]);
        assert_eq!((found.n, found.value), (2, 4.0));
        assert!(of_means(&[10.0, 20.0], &[0.0, 0.0]).value.is_nan(), "nobody was reached");
        assert!(of_means(&[], &[]).value.is_nan());
        assert!(of_means(&[10.0], &[2.0]).low.is_nan());
    }

    #[test]
    fn a_constant_price_has_no_error_and_a_denominator_near_zero_no_interval() {
        let teachers = [3.0, 8.0, 5.0, 6.0];
        let exact = of_means(&teachers.map(|x| 7.0 * x), &teachers);
        assert!((exact.low - 7.0).abs() < 1e-6 && (exact.high - 7.0).abs() < 1e-6, "{exact:?}");
        let unsure = of_means(&[10.0, 11.0, 9.0, 10.0], &[5.0, -4.0, 3.0, -3.0]);
        assert!(unsure.value > 0.0 && unsure.low.is_nan() && unsure.high.is_nan(), "{unsure:?}");
    }

    #[test]
    fn the_interval_holds_the_true_ratio_in_95_of_100_samples() {
        let mut draw = draws(3);
        let (samples, mut held) = (4_000, 0);
        for _ in 0..samples {
            // Skewed teachers of mean 1/3 + 0.2, and a cost of which part comes with them: 4·x + 0.5 on average.
            let rows: Vec<(f64, f64)> = (0..30)
                .map(|_| {
                    let u = draw();
                    let x = u * u + 0.2;
                    (4.0 * x + draw(), x)
                })
                .collect();
            let (above, below): (Vec<f64>, Vec<f64>) = rows.into_iter().unzip();
            let found = of_means(&above, &below);
            let truth = 4.0 + 0.5 / (1.0 / 3.0 + 0.2);
            held += u32::from(found.low <= truth && truth <= found.high);
        }
        let share = f64::from(held) / f64::from(samples);
        assert!((0.94..=0.96).contains(&share), "{share}");
    }
}
