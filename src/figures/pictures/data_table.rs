//! The numbers behind figures, as tables: at the first day, at the end of every year and in the last month.

use super::figure_data::{Case, reach};
use crate::analysis::summary::Summary;
use crate::figures::{Cell, DataTable};

/// Months that a table names: the first day, the ends of years, the last one.
pub(super) fn months(last: u32) -> Vec<u32> {
    let mut months: Vec<u32> = (0..=last).step_by(12).collect();
    if months.last() != Some(&last) {
        months.push(last);
    }
    months
}

/// A table with these columns and rows.
pub(super) fn table(columns: &[&str], rows: Vec<Vec<Cell>>) -> DataTable {
    DataTable { columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows }
}

pub(super) fn said(text: &str) -> Cell {
    Cell::Words(text.to_owned())
}

pub(super) fn whole(n: f64) -> Cell {
    Cell::Number(n, 0)
}

pub(super) fn share(value: f64) -> Cell {
    Cell::Number(value, 3)
}

/// Levels of measures: each with count, mean, the mean's interval, and quantiles.
pub(super) fn levels<'c, 's: 'c>(
    cases: impl IntoIterator<Item = &'c Case<'s>>,
    measures: &[(&str, &str)],
) -> DataTable {
    let mut rows = Vec::new();
    for case in cases {
        for (measure, words) in measures {
            let points = case.level(measure);
            for month in months(points.len().saturating_sub(1) as u32) {
                let Some(p) = points.get(month as usize) else { continue };
                let mut row = vec![said(&case.label), said(words), whole(f64::from(month))];
                row.extend(statistics(p));
                rows.push(row);
            }
        }
    }
    let names = [
        "scenario",
        "measure",
        "month",
        "n",
        "mean",
        "mean, from",
        "mean, to",
        "5 %",
        "25 %",
        "median",
        "75 %",
        "95 %",
    ];
    table(&names, rows)
}

fn statistics(p: &Summary) -> Vec<Cell> {
    let mut cells = vec![whole(p.n as f64)];
    let [q05, _, q25, q50, q75, _, q95] = p.quantiles;
    let values = [p.mean, p.mean - reach(p), p.mean + reach(p), q05, q25, q50, q75, q95];
    cells.extend(values.map(share));
    cells
}
