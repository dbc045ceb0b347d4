//! Quantities worked out of the rows that replications leave, with their intervals.

use crate::analysis::delta;
use crate::analysis::sequential::{Interval, of_mean, of_share};

/// Batches for statistics that are not smooth.
const BATCHES: usize = 10;

/// A quantity worked out of rows.
#[derive(Clone, Copy)]
pub enum Statistic {
    /// The share of replications in which a column is 1, of those in which it is not missing; exact interval.
    Share(usize),
    /// The mean of a column.
    Mean(usize),
    /// The mean of a column less that of another.
    Less(usize, usize),
    /// The mean of a column over that of another: a mean over all that replications have any number of.
    Ratio(usize, usize),
    /// A function of the means of the columns; interval by the delta method.
    Of(fn(&[f64]) -> f64),
    /// A function of the means of the columns that is not smooth; interval from ten batches.
    Batches(fn(&[f64]) -> f64),
    /// So many of so many, counted over all rows together; exact interval.
    Count(fn(&[Vec<f64>]) -> (usize, usize)),
}

impl Statistic {
    /// The estimate.
    pub fn value(self, rows: &[Vec<f64>]) -> f64 {
        match self {
            Statistic::Share(_) | Statistic::Count(_) => {
                let (count, of) = self.counted(rows);
                count as f64 / of as f64
            }
            _ => self.of_means(&delta::means(rows)),
        }
    }

    /// The estimate with its interval at the level of one of so many looks.
    pub fn interval(self, rows: &[Vec<f64>], looks: usize) -> Interval {
        match self {
            Statistic::Share(_) | Statistic::Count(_) => {
                let (count, of) = self.counted(rows);
                of_share(count, of, looks)
            }
            Statistic::Batches(_) => {
                let size = rows.len().div_ceil(BATCHES).max(1);
                let values: Vec<f64> = rows.chunks(size).map(|batch| self.value(batch)).collect();
                let n = values.len() as f64;
                let mean = values.iter().sum::<f64>() / n;
                let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
                let error = (squares / (n - 1.0) / n).sqrt();
                of_mean(self.value(rows), error, values.len(), looks)
            }
            _ => delta::interval(rows, &|m| self.of_means(m), looks),
        }
    }

    /// How many, of how many.
    fn counted(self, rows: &[Vec<f64>]) -> (usize, usize) {
        match self {
            Statistic::Count(count) => count(rows),
            Statistic::Share(column) => {
                let present = || rows.iter().map(|row| row[column]).filter(|x| !x.is_nan());
                (present().filter(|x| *x >= 0.5).count(), present().count())
            }
            _ => (0, 0),
        }
    }

    fn of_means(self, m: &[f64]) -> f64 {
        match self {
            Statistic::Mean(column) | Statistic::Share(column) => m[column],
            Statistic::Less(this, other) => m[this] - m[other],
            Statistic::Ratio(sum, number) => m[sum] / m[number],
            Statistic::Of(g) | Statistic::Batches(g) => g(m),
            Statistic::Count(_) => f64::NAN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_leave_out_what_is_missing_and_means_take_columns_together() {
        let rows: Vec<Vec<f64>> =
            (0..40).map(|k| vec![f64::from(k % 4 / 3), if k < 20 { 1.0 } else { f64::NAN }]).collect();
        assert_eq!(Statistic::Share(0).value(&rows), 0.25);
        assert_eq!(Statistic::Share(1).value(&rows), 1.0);
        assert_eq!(Statistic::Count(|rows| (rows.len() / 4, rows.len())).interval(&rows, 4).value, 0.25);
        let rows: Vec<Vec<f64>> = (1..=40).map(|k| vec![2.0 * f64::from(k), f64::from(k)]).collect();
        assert_eq!(Statistic::Ratio(0, 1).value(&rows), 2.0);
        assert_eq!(Statistic::Less(0, 1).value(&rows), 20.5);
        let found = Statistic::Mean(1).interval(&rows, 4);
        assert!(found.low < 20.5 && found.high > 20.5);
    }
}
