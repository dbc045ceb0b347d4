//! What lies behind a picture: its numbers as a table, and where in the picture a reader who points finds which.
//!
//! Tables name the first day, the end of every year and the last month.

use super::figure_data::DrawnScenario;
use crate::analysis::mean_interval::ValueRange;
use crate::analysis::summary::Summary;
use crate::metrics::columns::range_of;

/// The numbers of a figure, for those who would rather read: a table under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// Names of the columns, with units.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<DataCell>>,
}

/// A cell of the table behind a figure.
#[derive(Clone, Debug, PartialEq)]
pub enum DataCell {
    /// Words.
    Words(String),
    /// A number with so many decimals to be shown; NaN is missing.
    Number(f64, usize),
}

/// A plot of a figure as a reader may point into it: what the values are at each place of its horizontal axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HoverPlot {
    /// Left and upper edge, width and height in pixels of the picture.
    pub room: [f64; 4],
    /// What the horizontal axis counts, in a word: "month".
    pub across: &'static str,
    /// Values of the horizontal axis at its left and right edge.
    pub range: (f64, f64),
    /// Series over 0, 1, 2, … of the horizontal axis: a name, and what is to be read at each.
    pub series: Vec<(String, Vec<f64>)>,
}

impl From<&str> for DataCell {
    fn from(text: &str) -> DataCell {
        DataCell::Words(text.to_owned())
    }
}

/// Months that a table names: the first day, the ends of years, the last one.
pub fn months(last: u32) -> Vec<u32> {
    let mut months: Vec<u32> = (0..=last).step_by(12).collect();
    if months.last() != Some(&last) {
        months.push(last);
    }
    months
}

/// A table with these columns and rows.
pub fn table(columns: &[&str], rows: Vec<Vec<DataCell>>) -> DataTable {
    DataTable { columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows }
}

/// A whole number.
pub fn whole(n: f64) -> DataCell {
    DataCell::Number(n, 0)
}

/// A share, or another number that is told to a thousandth.
pub fn share(value: f64) -> DataCell {
    DataCell::Number(value, 3)
}

/// Levels of measures: each with count, mean, the mean's interval, and quantiles.
pub fn levels<'c, 's: 'c>(
    cases: impl IntoIterator<Item = &'c DrawnScenario<'s>>,
    measures: &[(&str, &str)],
) -> DataTable {
    let mut rows = Vec::new();
    for case in cases {
        for (measure, words) in measures {
            let points = case.level(measure);
            for month in months(points.len().saturating_sub(1) as u32) {
                let Some(p) = points.get(month as usize) else { continue };
                let mut row = vec![case.label.as_str().into(), (*words).into(), whole(f64::from(month))];
                row.extend(statistics(p, range_of(measure)));
                rows.push(row);
            }
        }
    }
    let statistics = ["n", "mean", "mean, from", "mean, to", "5%", "25%", "median", "75%", "95%"];
    table(&[&["scenario", "measure", "month"][..], &statistics].concat(), rows)
}

fn statistics(p: &Summary, possible: ValueRange) -> impl Iterator<Item = DataCell> {
    let [q05, _, q25, q50, q75, _, q95] = p.quantiles;
    let (from, to) = p.mean_interval(possible);
    let values = [p.mean, from, to, q05, q25, q50, q75, q95];
    [whole(p.n as f64)].into_iter().chain(values.map(share))
}
