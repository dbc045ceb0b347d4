//! The points of a sweep as a grid: its factors with their values, and which case stands where.

use std::cmp::Ordering;

use super::figure_data::{DrawnScenario, FigureData};
use crate::metrics::columns::range_of;
use crate::scenario::sweep_design::Coordinate;

/// The month that sweeps are drawn at, where runs are so long: the end of three years.
const MONTH: u32 = 36;

/// A factor with its values in order.
pub struct Axis {
    /// Its name.
    pub name: String,
    /// Its different values: numbers ascending, words in the order in which they come.
    pub values: Vec<Coordinate>,
    /// Its place among the factors.
    factor: usize,
}

impl Axis {
    /// Its values as numbers, where all of them are.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        self.values.iter().map(number).collect()
    }

    /// Where the value of a case stands among its values.
    pub fn place(&self, case: &DrawnScenario<'_>) -> usize {
        let value = case.scenario.point.get(self.factor).map(|(_, value)| value);
        self.values.iter().position(|other| Some(other) == value).unwrap_or(0)
    }
}

/// A coordinate as a number, where it is one.
pub fn number(value: &Coordinate) -> Option<f64> {
    if let Coordinate::Number(x) = value { Some(*x) } else { None }
}

/// Whether the cases are points of a sweep.
pub fn is_sweep(data: &FigureData<'_>) -> bool {
    !data.cases.is_empty() && data.cases.iter().all(|case| !case.scenario.point.is_empty())
}

/// The factors that have more than one value, in their order.
pub fn axes(data: &FigureData<'_>) -> Vec<Axis> {
    let names = data.cases.first().map_or(&[][..], |case| case.scenario.point.as_slice());
    let axis = |(factor, (name, _)): (usize, &(String, Coordinate))| {
        let mut values: Vec<Coordinate> = Vec::new();
        for (_, value) in data.cases.iter().filter_map(|case| case.scenario.point.get(factor)) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
        values.sort_by(|a, b| match (number(a), number(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        });
        Axis { name: name.clone(), values, factor }
    };
    names.iter().enumerate().map(axis).filter(|axis| axis.values.len() > 1).collect()
}

/// Whether every value of each factor stands with every value of all others.
pub fn is_grid(data: &FigureData<'_>, axes: &[Axis]) -> bool {
    let all = axes.iter().fold(1usize, |all, axis| all.saturating_mul(axis.values.len()));
    !axes.is_empty() && all == data.cases.len()
}

/// The month that is drawn.
pub fn month(data: &FigureData<'_>) -> u32 {
    MONTH.min(data.months())
}

/// Mean of a measure in that month, and both ends of its Monte Carlo interval; missing as NaN.
pub fn mean(data: &FigureData<'_>, case: &DrawnScenario<'_>, measure: &str) -> (f64, [f64; 2]) {
    let found = case.level(measure).get(month(data) as usize);
    found.map_or((f64::NAN, [f64::NAN; 2]), |found| {
        (found.mean, found.mean_interval(range_of(measure)).into())
    })
}
