//! Functions of means, and how sure they are: the delta method.
//!
//! Each replication leaves a row of numbers. A quantity such as a ratio, a correlation or a contrast of
//! logarithms is a function g of the rows' means. Its standard error is that of the linear combination
//! `∇g · row`, so that what is correlated within a replication (a pair, above all) is counted as such.

use super::sequential::{Interval, of_mean};

/// Means of the columns. A value that is missing in a row counts as missing in the mean.
pub fn means(rows: &[Vec<f64>]) -> Vec<f64> {
    let columns = rows.first().map_or(0, Vec::len);
    let n = rows.len() as f64;
    (0..columns).map(|c| rows.iter().map(|row| row[c]).sum::<f64>() / n).collect()
}

/// Standard deviation of a column (n − 1).
fn deviation(rows: &[Vec<f64>], mean: f64, column: usize) -> f64 {
    let squares: f64 = rows.iter().map(|row| (row[column] - mean) * (row[column] - mean)).sum();
    (squares / (rows.len() as f64 - 1.0)).sqrt()
}

/// g of the means of the columns, with its interval at the level of one of `looks` looks.
pub fn interval(rows: &[Vec<f64>], g: &dyn Fn(&[f64]) -> f64, looks: usize) -> Interval {
    let means = means(rows);
    let value = g(&means);
    let gradient: Vec<f64> = (0..means.len())
        .map(|c| {
            // A step of a hundredth of a standard error: far above rounding, well within the interval.
            let step = 0.01 * deviation(rows, means[c], c) / (rows.len() as f64).sqrt();
            if step <= 0.0 || step.is_nan() {
                return 0.0;
            }
            let at = |sign: f64| {
                let mut moved = means.clone();
                moved[c] += sign * step;
                g(&moved)
            };
            (at(1.0) - at(-1.0)) / (2.0 * step)
        })
        .collect();
    // A column that g does not look at may be missing in a row.
    let term = |(x, slope): (&f64, &f64)| if *slope == 0.0 { 0.0 } else { x * slope };
    let linear = rows.iter().map(|row| row.iter().zip(&gradient).map(term).sum::<f64>());
    let linear: Vec<Vec<f64>> = linear.map(|value| vec![value]).collect();
    let center = self::means(&linear).first().copied().unwrap_or(f64::NAN);
    let error = deviation(&linear, center, 0) / (rows.len() as f64).sqrt();
    of_mean(value, error, rows.len(), looks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_plain_mean_it_is_the_usual_interval() {
        let rows: Vec<Vec<f64>> = (1..=41).map(|k| vec![f64::from(k)]).collect();
        let found = interval(&rows, &|m| m[0], 1);
        // mean 21, sd √(41·42/12), t(40) at 97.5% = 2.021075.
        let reach = 2.021_075 * (41.0 * 42.0 / 12.0f64).sqrt() / 41f64.sqrt();
        assert!((found.value - 21.0).abs() < 1e-12);
        assert!((found.high - found.value - reach).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn what_is_missing_in_a_column_that_nobody_looks_at_does_no_harm() {
        let rows: Vec<Vec<f64>> = (1..40).map(|k| vec![f64::from(k), f64::NAN]).collect();
        let found = interval(&rows, &|m| m[0], 4);
        assert!(found.low < found.value && found.value < found.high, "{found:?}");
    }

    #[test]
    fn the_error_of_a_ratio_counts_what_numerator_and_denominator_share() {
        // Numerator twice the denominator in every row: the ratio is 2 without any error.
        let rows: Vec<Vec<f64>> = (1..40).map(|k| vec![2.0 * f64::from(k), f64::from(k)]).collect();
        let found = interval(&rows, &|m| m[0] / m[1], 4);
        assert!((found.value - 2.0).abs() < 1e-12 && found.high - found.low < 1e-4, "{found:?}");
    }
}
