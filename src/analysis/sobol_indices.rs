//! Which share of an outcome's variance a parameter makes: by itself (first order) and with all others (total).
//!
//! Two sets of points, A and B, and for each parameter a third, A with that parameter's values from B. With the estimator of Saltelli
//! and others (2010), *Variance based sensitivity analysis of model output*, Computer Physics Communications 181, 259–270, for the
//! first order and that of Jansen (1999), *Analysis of variance designs for model output*, the same journal 117, 35–43, for the
//! total:
//!
//! ```text
//! first order = mean of  f(B) (f(AB) − f(A))  / variance
//! total       = mean of  (f(A) − f(AB))² / 2  / variance
//! ```
//!
//! Products and squares are taken beyond chance ([`super::beyond_chance`]): f is the mean over chance. Intervals are those of the
//! percentile bootstrap over rows, each of A, B and every AB together (Archer, Saltelli and Sobol 1997). The replications are the
//! same in every resample, so that an interval leaves out what these few have in common. Rows of a Sobol sequence fill the
//! space more evenly than the independent ones that a bootstrap supposes, so that an interval is too wide rather than too narrow.

use super::beyond_chance::{VarianceParts, mean, product, square};
use crate::chance::{KeyedGenerator, OpenUniform};
use rand_distr::Distribution as _;

/// Resamples of an interval.
pub const RESAMPLES: usize = 1_000;

/// A variance below so small a part of that of all rows is rounding.
const ROUNDING: f64 = 1e-9;

/// A row of the design: what the outcome is at a point of A, of B, and of A with each parameter from B; each by replication.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolRow {
    /// At the point of A.
    pub a: Vec<f64>,
    /// At the point of B.
    pub b: Vec<f64>,
    /// At the points of A with one parameter, or one group of them, from B.
    pub ab: Vec<Vec<f64>>,
}

impl SobolRow {
    fn is_whole(&self) -> bool {
        [&self.a, &self.b].into_iter().chain(&self.ab).flatten().all(|x| x.is_finite())
    }
}

/// A share of the variance with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The estimate: it may lie a little below 0 or above 1.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The indices of one parameter or group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SobolIndices {
    /// What it makes by itself.
    pub first: Share,
    /// What it makes by itself and together with others.
    pub total: Share,
}

/// All indices.
#[derive(Debug, Clone, PartialEq)]
pub struct SobolFound {
    /// For each parameter or group.
    pub indices: Vec<SobolIndices>,
    /// Where the variance of single runs comes from.
    pub parts: VarianceParts,
    /// The mean over all points and replications.
    pub mean: f64,
    /// Rows left out, because a value is missing in them.
    pub left_out: usize,
}

/// What a row adds to the sums.
struct RowSums {
    /// Squares at the points of A and B.
    squares: f64,
    /// Sums over the two points by replication.
    by_replication: Vec<f64>,
    /// For each parameter the first-order product and the squared difference.
    parts: Vec<(f64, f64)>,
}

impl RowSums {
    fn of(row: &SobolRow, middle: f64) -> RowSums {
        let less = |values: &[f64]| values.iter().map(|y| y - middle).collect::<Vec<f64>>();
        let (a, b) = (less(&row.a), less(&row.b));
        let part = |ab: &Vec<f64>| {
            let moved: Vec<f64> = ab.iter().zip(&row.a).map(|(ab, a)| ab - a).collect();
            (product(&b, &moved), square(&moved) / 2.0)
        };
        RowSums {
            squares: square(&a) + square(&b),
            by_replication: a.iter().zip(&b).map(|(a, b)| a + b).collect(),
            parts: row.ab.iter().map(part).collect(),
        }
    }
}

/// The variance beyond chance over the points of some rows: the mean square less the squared mean, both beyond chance.
fn variance<'r>(rows: impl Iterator<Item = &'r RowSums> + Clone) -> f64 {
    let points = 2.0 * rows.clone().count() as f64;
    let squares: f64 = rows.clone().map(|row| row.squares).sum();
    let mut sums: Vec<f64> = Vec::new();
    for row in rows {
        sums.resize(row.by_replication.len(), 0.0);
        sums.iter_mut().zip(&row.by_replication).for_each(|(sum, y)| *sum += y / points);
    }
    (squares / points - square(&sums)) * points / (points - 1.0)
}

/// The indices of these rows; `resample` is the chance of the bootstrap.
pub fn indices(rows: &[SobolRow], mut resample: KeyedGenerator) -> SobolFound {
    let whole: Vec<&SobolRow> = rows.iter().filter(|row| row.is_whole()).collect();
    let points: Vec<&[f64]> = whole.iter().flat_map(|row| [row.a.as_slice(), row.b.as_slice()]).collect();
    let middle = mean(&points.iter().map(|point| mean(point)).collect::<Vec<f64>>());
    let sums: Vec<RowSums> = whole.iter().map(|row| RowSums::of(row, middle)).collect();
    let count = rows.first().map_or(0, |row| row.ab.len());
    let of_all = variance(sums.iter());
    let shares = |chosen: &[usize]| -> Vec<(f64, f64)> {
        let of = |k: usize| &sums[k];
        let (n, variance) = (chosen.len() as f64, variance(chosen.iter().map(|k| of(*k))));
        // Rows that are all alike have no shares; what rounding leaves of their variance is none.
        let variance = if variance.abs() <= ROUNDING * of_all.abs() { f64::NAN } else { variance };
        let sum = |part: &dyn Fn(&RowSums) -> f64| chosen.iter().map(|k| part(of(*k))).sum::<f64>() / n;
        let of_parameter =
            |p: usize| (sum(&|row| row.parts[p].0) / variance, sum(&|row| row.parts[p].1) / variance);
        (0..count).map(of_parameter).collect()
    };
    let all: Vec<usize> = (0..sums.len()).collect();
    let found = shares(&all);
    let mut resampled: Vec<[Vec<f64>; 2]> = vec![[Vec::new(), Vec::new()]; count];
    for _ in 0..RESAMPLES {
        let place = |u: f64| ((u * sums.len() as f64) as usize).min(sums.len().saturating_sub(1));
        let chosen: Vec<usize> = all.iter().map(|_| place(OpenUniform.sample(&mut resample))).collect();
        for (own, (first, total)) in resampled.iter_mut().zip(shares(&chosen)) {
            own[0].push(first);
            own[1].push(total);
        }
    }
    let share = |value: f64, resampled: &mut Vec<f64>| {
        resampled.retain(|x| !x.is_nan());
        resampled.sort_by(f64::total_cmp);
        let at = |q: f64| resampled[((resampled.len() - 1) as f64 * q).round() as usize];
        let known = value.is_finite() && !resampled.is_empty();
        Share {
            value,
            low: if known { at(0.025) } else { f64::NAN },
            high: if known { at(0.975) } else { f64::NAN },
        }
    };
    let both = |((first, total), mut own): ((f64, f64), [Vec<f64>; 2])| SobolIndices {
        first: share(first, &mut own[0]),
        total: share(total, &mut own[1]),
    };
    SobolFound {
        indices: found.into_iter().zip(resampled).map(both).collect(),
        parts: VarianceParts::of(&points),
        mean: middle,
        left_out: rows.len() - whole.len(),
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the test functions are written as they are published")]
mod tests {
    use super::*;
    use crate::calendar::Month;
    use crate::chance::{Decision, DecisionMaker, Streams};
    use std::f64::consts::PI;

    #[test]
    fn resamples_of_rows_that_are_all_alike_leave_no_absurd_interval() {
        // One row of eight moves: one resample in three lacks it, and then nothing varies but by rounding.
        let alike = |y: f64| SobolRow { a: vec![y, y], b: vec![y, y], ab: vec![vec![y, y]] };
        let mut rows: Vec<SobolRow> = (0..8).map(|_| alike(0.1)).collect();
        rows[0].b = vec![0.4, 0.4];
        rows[0].ab = vec![vec![0.4, 0.4]];
        let found = indices(&rows, chance(1));
        let total = found.indices[0].total;
        assert!(total.low.abs() < 100.0 && total.high.abs() < 100.0 && total.low <= total.high, "{total:?}");
    }

    fn chance(k: u32) -> KeyedGenerator {
        Streams::new(1, 2, 3).generator(Decision::Calibration, DecisionMaker::DISTRICT, Month(k))
    }

    /// Rows of a function of numbers between 0 and 1, in two replications with so much chance.
    fn rows(d: usize, n: u32, noise: f64, f: impl Fn(&[f64]) -> f64) -> Vec<SobolRow> {
        let mut generator = chance(9);
        let mut y = |x: &[f64]| {
            (0..4).map(|_| f(x) + noise * (OpenUniform.sample(&mut generator) - 0.5)).collect::<Vec<f64>>()
        };
        let at = |k: u32, dimension: usize| f64::from(sobol_burley::sample(k, dimension as u32, 5));
        (0..n)
            .map(|k| {
                let a: Vec<f64> = (0..d).map(|j| at(k, j)).collect();
                let b: Vec<f64> = (0..d).map(|j| at(k, d + j)).collect();
                let mixed = |j: usize| {
                    let mut x = a.clone();
                    x[j] = b[j];
                    x
                };
                SobolRow { ab: (0..d).map(|j| y(&mixed(j))).collect(), a: y(&a), b: y(&b) }
            })
            .collect()
    }

    /// Ishigami and Homma (1990), with 7 and 0.1.
    fn ishigami(u: &[f64]) -> f64 {
        let [x, y, z] = [u[0], u[1], u[2]].map(|u| PI * (2.0 * u - 1.0));
        x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
    }

    /// First-order and total indices of it.
    fn of_ishigami() -> ([f64; 3], [f64; 3], f64) {
        let (a, b) = (7.0, 0.1);
        let (x, y) = (0.5 * (1.0 + b * PI.powi(4) / 5.0f64).powi(2), a * a / 8.0);
        let xz = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
        let v = x + y + xz;
        ([x / v, y / v, 0.0], [(x + xz) / v, y / v, xz / v], v)
    }

    /// The g function of Sobol with these coefficients: values, first-order and total indices.
    fn g_function(a: &[f64]) -> (impl Fn(&[f64]) -> f64 + '_, Vec<f64>, Vec<f64>) {
        let parts: Vec<f64> = a.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect();
        let all = parts.iter().map(|v| 1.0 + v).product::<f64>() - 1.0;
        let total = |k: usize| {
            let others = parts.iter().enumerate().filter(|(j, _)| *j != k).map(|(_, v)| 1.0 + v);
            parts[k] * others.product::<f64>() / all
        };
        let f =
            move |u: &[f64]| u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product();
        let first = parts.iter().map(|v| v / all).collect();
        (f, first, (0..a.len()).map(total).collect())
    }

    fn largest_error(found: &SobolFound, first: &[f64], total: &[f64]) -> [f64; 2] {
        let off = |of: fn(&SobolIndices) -> Share, known: &[f64]| {
            let each = found.indices.iter().zip(known).map(|(i, known)| (of(i).value - known).abs());
            each.fold(0.0, f64::max)
        };
        [off(|i| i.first, first), off(|i| i.total, total)]
    }

    #[test]
    fn the_ishigami_function_gives_its_known_indices() {
        let (first, total, variance) = of_ishigami();
        let found = indices(&rows(3, 4_096, 0.0, ishigami), chance(1));
        let errors = largest_error(&found, &first, &total);
        println!("Ishigami, 4,096 rows: first order off by at most {:.4}, total {:.4}", errors[0], errors[1]);
        // Three standard errors of the first order, which for independent rows are 0.011 here.
        assert!(errors.iter().all(|e| *e < 0.033), "{errors:?}");
        assert!((found.parts.parameters / variance - 1.0).abs() < 0.01 && found.parts.together < 1e-9);
        for (i, (first, total)) in found.indices.iter().zip(first.iter().zip(total)) {
            assert!(i.first.low - 0.02 < *first && *first < i.first.high + 0.02, "{i:?} {first}");
            assert!(i.total.low - 0.02 < total && total < i.total.high + 0.02, "{i:?} {total}");
        }
    }

    #[test]
    fn the_g_function_of_sobol_gives_its_known_indices() {
        let (f, first, total) = g_function(&[0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0]);
        let found = indices(&rows(8, 4_096, 0.0, f), chance(2));
        let errors = largest_error(&found, &first, &total);
        println!(
            "g function, 4,096 rows: first order off by at most {:.4}, total {:.4}",
            errors[0], errors[1]
        );
        assert!(errors.iter().all(|e| *e < 0.015), "{errors:?}");
    }

    #[test]
    fn chance_as_large_as_the_outcome_leaves_the_indices_where_they_are() {
        let (first, total, variance) = of_ishigami();
        // Uniform noise of the same variance.
        let noise = (12.0 * variance).sqrt();
        let found = indices(&rows(3, 4_096, noise, ishigami), chance(3));
        let errors = largest_error(&found, &first, &total);
        println!("Ishigami with as much chance: first order off by {:.4}, total {:.4}", errors[0], errors[1]);
        assert!(errors.iter().all(|e| *e < 0.05), "{errors:?}");
        assert!((found.parts.parameters / variance - 1.0).abs() < 0.05, "{:?}", found.parts);
        assert!((found.parts.together / variance - 1.0).abs() < 0.05, "{:?}", found.parts);
    }

    #[test]
    fn intervals_hold_the_known_values_about_as_often_as_they_say() {
        let (first, total, _) = of_ishigami();
        let (mut held, mut all) = (0, 0);
        let many = rows(3, 64 * 60, 4.0, ishigami);
        for (k, part) in many.chunks(64).enumerate() {
            let found = indices(part, chance(10 + k as u32));
            for (i, (first, total)) in found.indices.iter().zip(first.iter().zip(&total)) {
                held += u32::from(i.first.low <= *first && *first <= i.first.high);
                held += u32::from(i.total.low <= *total && *total <= i.total.high);
                all += 2;
            }
        }
        let share = f64::from(held) / f64::from(all);
        println!("intervals of 64 rows held {share:.3} of the known values");
        assert!((0.88..=1.0).contains(&share), "{share}");
    }

    #[test]
    fn rows_with_a_missing_value_are_left_out_and_counted() {
        let mut some = rows(3, 64, 0.0, ishigami);
        let without = indices(&some[1..], chance(4));
        some[0].ab[2][1] = f64::NAN;
        let found = indices(&some, chance(4));
        assert_eq!((found.left_out, without.left_out), (1, 0));
        assert_eq!(found.indices, without.indices);
        assert!(indices(&[], chance(5)).indices.is_empty());
    }
}
