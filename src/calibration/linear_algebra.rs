//! Sums of products and the Cholesky factor of a positive definite matrix, in an order that is fixed, so that they are
//! the same to the last bit on every machine.

use crate::numerics;

/// Sums kept side by side, which a compiler can work out at once.
const LANES: usize = 8;

/// Sum of products.
#[inline]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; LANES];
    let (heads_a, heads_b) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let rest = heads_a.remainder().iter().zip(heads_b.remainder());
    let last: f64 = rest.map(|(x, y)| x * y).sum();
    for (x, y) in heads_a.zip(heads_b) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + last
}

/// The lower factor of a symmetric positive definite matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Cholesky(Vec<Vec<f64>>);

impl Cholesky {
    /// The factor of a matrix of which the lower triangle is given, row by row; none where it is not positive definite.
    pub fn of(mut rows: Vec<Vec<f64>>) -> Option<Cholesky> {
        for i in 0..rows.len() {
            let (done, rest) = rows.split_at_mut(i);
            let row = rest.first_mut()?;
            for (j, above) in done.iter().enumerate() {
                row[j] = (row[j] - dot(&row[..j], &above[..j])) / above[j];
            }
            let square = row[i] - dot(&row[..i], &row[..i]);
            if square.is_nan() || square <= 0.0 {
                return None;
            }
            row[i] = numerics::sqrt(square);
        }
        Some(Cholesky(rows))
    }

    /// x of `L x = b`.
    pub fn forward(&self, b: &[f64]) -> Vec<f64> {
        let mut x: Vec<f64> = Vec::with_capacity(b.len());
        for (i, (row, b)) in self.0.iter().zip(b).enumerate() {
            x.push((b - dot(&row[..i], &x)) / row[i]);
        }
        x
    }

    /// x of `L Lᵀ x = b`.
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = self.forward(b);
        for (i, row) in self.0.iter().enumerate().rev() {
            x[i] /= row[i];
            let at = x[i];
            x[..i].iter_mut().zip(row).for_each(|(x, l)| *x -= l * at);
        }
        x
    }

    /// Logarithm of the determinant of `L Lᵀ`.
    pub fn ln_determinant(&self) -> f64 {
        2.0 * self.0.iter().enumerate().map(|(i, row)| numerics::ln(row[i])).sum::<f64>()
    }
}

/// Coefficients of a least squares fit, by the normal equations with a ridge too small to see. Empty where there is none.
pub fn least_squares(rows: &[Vec<f64>], values: &[f64]) -> Vec<f64> {
    let columns: Vec<Vec<f64>> =
        (0..rows.first().map_or(0, Vec::len)).map(|k| rows.iter().map(|row| row[k]).collect()).collect();
    let normal = columns.iter().enumerate().map(|(a, column)| {
        let mut line: Vec<f64> = columns[..=a].iter().map(|other| dot(column, other)).collect();
        line[a] += 1e-8 * rows.len() as f64;
        line
    });
    let right: Vec<f64> = columns.iter().map(|column| dot(column, values)).collect();
    Cholesky::of(normal.collect()).map(|factor| factor.solve(&right)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_solves_what_it_was_made_of() {
        let matrix = [[4.0, 2.0, 1.0], [2.0, 5.0, 3.0], [1.0, 3.0, 6.0]];
        let lower = (0..3).map(|i| matrix[i][..=i].to_vec()).collect();
        let factor = Cholesky::of(lower).unwrap();
        let x = factor.solve(&[1.0, 2.0, 3.0]);
        for (row, b) in matrix.iter().zip([1.0, 2.0, 3.0]) {
            assert!((dot(row, &x) - b).abs() < 1e-12);
        }
        // By hand: 4 (30 − 9) − 2 (12 − 3) + (6 − 5).
        assert!((numerics::exp(factor.ln_determinant()) - 67.0).abs() < 1e-9);
        assert_eq!(Cholesky::of(vec![vec![1.0], vec![2.0, 1.0]]), None, "not positive definite");
    }

    #[test]
    fn a_line_is_found_again() {
        let rows: Vec<Vec<f64>> = (0..20).map(|k| vec![1.0, f64::from(k)]).collect();
        let values: Vec<f64> = (0..20).map(|k| 3.0 - 0.5 * f64::from(k)).collect();
        let found = least_squares(&rows, &values);
        assert!((found[0] - 3.0).abs() < 1e-4 && (found[1] + 0.5).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn a_sum_of_products_is_that_of_the_plain_loop() {
        let a: Vec<f64> = (0..37).map(|k| 0.3 * f64::from(k) - 2.0).collect();
        let plain: f64 = a.iter().map(|x| x * x).sum();
        assert!((dot(&a, &a) - plain).abs() < 1e-12 * plain);
    }
}
