//! What a model of chance gives at points, each lived with the same replications: parameters told apart from chance.
//!
//! A value at a point in a replication is a function of both, `y = f(x, w)`. What a parameter does is about the mean over chance,
//! `f(x) = E f(x, w)`. The square of a mean over few replications is too large by the variance of that mean; a product of two
//! *different* replications is not, because their chance is independent. So every square and product here is the mean over all
//! ordered pairs of different replications,
//!
//! ```text
//! E[a] E[b]  is estimated by  (sum a · sum b − sum of a_r b_r) / (R (R − 1))
//! ```
//!
//! which has no bias for any number of replications R from 2 on. Over points it gives the parts of the two-way layout of points
//! and replications (Searle, Casella and McCulloch 1992, *Variance Components*, chapter 4): the part of the parameters is the
//! mean covariance between two replications over the same points, which is (mean square of points − mean square left) / R.

/// The product of the means of two values that were seen in the same replications, without what chance adds to it; NaN below
/// two replications, or where a value is missing.
///
/// ```
/// use uptake::analysis::beyond_chance::product;
///
/// assert_eq!(product(&[2.0, 2.0], &[3.0, 3.0]), 6.0);
/// assert_eq!(product(&[1.0, -1.0], &[1.0, -1.0]), -1.0);
/// ```
pub fn product(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    if n < 2 {
        return f64::NAN;
    }
    let same: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    let all = a[..n].iter().sum::<f64>() * b[..n].iter().sum::<f64>();
    (all - same) / (n * (n - 1)) as f64
}

/// The square of a mean, without what chance adds to it: it may lie below 0, by chance.
pub fn square(values: &[f64]) -> f64 {
    product(values, values)
}

/// The mean.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The variance (n − 1); NaN below two values.
pub fn variance(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return f64::NAN;
    }
    let middle = mean(values);
    values.iter().map(|v| (v - middle) * (v - middle)).sum::<f64>() / (values.len() - 1) as f64
}

/// Where the variance of single runs comes from, over points drawn from the ranges and over replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VarianceParts {
    /// Of the mean over chance: what the parameters do.
    pub parameters: f64,
    /// What chance does wherever the parameters lie.
    pub chance: f64,
    /// What chance does otherwise, which differs with the parameters.
    pub together: f64,
}

impl VarianceParts {
    /// Of a table of points (rows) and the same replications (columns). Parts may lie below 0, by chance; NaN below two of either.
    pub fn of(points: &[&[f64]]) -> VarianceParts {
        let n = points.len();
        let r = points.first().map_or(0, |row| row.len());
        if n < 2 || r < 2 {
            return VarianceParts { parameters: f64::NAN, chance: f64::NAN, together: f64::NAN };
        }
        let of_points: Vec<f64> = points.iter().map(|row| mean(row)).collect();
        let of_replications: Vec<f64> =
            (0..r).map(|k| points.iter().map(|row| row[k]).sum::<f64>() / n as f64).collect();
        let middle = mean(&of_points);
        let left = points.iter().zip(&of_points).flat_map(|(row, own)| {
            row.iter().zip(&of_replications).map(move |(y, other)| y - own - other + middle)
        });
        let together = left.map(|e| e * e).sum::<f64>() / ((n - 1) * (r - 1)) as f64;
        VarianceParts {
            parameters: variance(&of_points) - together / r as f64,
            chance: variance(&of_replications) - together / n as f64,
            together,
        }
    }

    /// Shares of the three, none below 0.
    pub fn shares(&self) -> [f64; 3] {
        let parts = [self.parameters, self.chance, self.together].map(|part| part.max(0.0));
        let all: f64 = parts.iter().sum();
        parts.map(|part| if all > 0.0 { part / all } else { f64::NAN })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers between −1/2 and 1/2 that look random.
    fn noise(seed: u64) -> impl FnMut() -> f64 {
        let mut state = seed;
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        }
    }

    #[test]
    fn a_square_beyond_chance_is_right_on_average_and_the_plain_one_is_not() {
        let mut chance = noise(3);
        let (mut beyond, mut plain) = (0.0, 0.0);
        let n = 20_000;
        for _ in 0..n {
            let values: Vec<f64> = (0..3).map(|_| 0.2 + 2.0 * chance()).collect();
            beyond += square(&values) / f64::from(n);
            plain += mean(&values) * mean(&values) / f64::from(n);
        }
        // The variance of the mean of three is (4/12)/3.
        assert!((beyond - 0.04).abs() < 0.005, "{beyond}");
        assert!((plain - 0.04 - 1.0 / 9.0).abs() < 0.005, "{plain}");
        assert!(square(&[1.0]).is_nan() && square(&[1.0, f64::NAN]).is_nan());
    }

    #[test]
    fn the_parts_of_a_known_layout_come_back() {
        let mut chance = noise(7);
        let (mut found, times) = ([0.0; 3], 200);
        for _ in 0..times {
            let replications: Vec<f64> = (0..6).map(|_| chance() * 2.0).collect();
            let table: Vec<Vec<f64>> = (0..40)
                .map(|_| {
                    let own = chance();
                    replications.iter().map(|r| own + r + 3.0 * chance()).collect()
                })
                .collect();
            let rows: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
            let parts = VarianceParts::of(&rows);
            for (sum, part) in found.iter_mut().zip([parts.parameters, parts.chance, parts.together]) {
                *sum += part / f64::from(times);
            }
        }
        for (found, known) in found.iter().zip([1.0 / 12.0, 4.0 / 12.0, 9.0 / 12.0]) {
            assert!((found - known).abs() < 0.03, "{found} {known}");
        }
    }

    #[test]
    fn the_part_of_the_parameters_is_the_mean_covariance_of_two_replications() {
        let table = [[0.1, 0.4, 0.2], [0.5, 0.3, 0.9], [0.8, 0.1, 0.7], [0.2, 0.2, 0.3]];
        let rows: Vec<&[f64]> = table.iter().map(|row| &row[..]).collect();
        let column = |k: usize| table.map(|row| row[k]);
        let covariance = |a: [f64; 4], b: [f64; 4]| {
            let middle = (mean(&a), mean(&b));
            a.iter().zip(b).map(|(a, b)| (a - middle.0) * (b - middle.1)).sum::<f64>() / 3.0
        };
        let pairs = [(0, 1), (0, 2), (1, 2)].map(|(i, j)| covariance(column(i), column(j)));
        assert!((VarianceParts::of(&rows).parameters - mean(&pairs)).abs() < 1e-15);
        assert!(VarianceParts::of(&rows[..1]).parameters.is_nan());
    }
}
