//! A fan drawn into a plot: bands, single runs, median, mean. Gaps stay gaps.

use super::Fan;
use super::axis::{Plot, named_months};
use super::canvas::{Canvas, Point};
use super::frame::whisker;
use super::theme::{Colour, INNER_BAND, Look, OUTER_BAND};

/// At most this many single runs are drawn.
const FAINT_RUNS: usize = 12;

/// Stretches of months for which every series has a value.
pub(super) fn stretches(series: &[&[f64]]) -> Vec<std::ops::Range<usize>> {
    let months = series.iter().map(|s| s.len()).min().unwrap_or(0);
    let mut found = Vec::new();
    let mut start = None;
    for month in 0..=months {
        let present = month < months && series.iter().all(|s| s[month].is_finite());
        match (present, start) {
            (true, None) => start = Some(month),
            (false, Some(first)) => {
                found.push(first..month);
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The last month with a value, and the value.
pub(super) fn last_value(series: &[f64]) -> Option<(usize, f64)> {
    series.iter().copied().enumerate().rev().find(|(_, value)| value.is_finite())
}

/// Months a fan covers: the last one, 0 for none.
pub(super) fn last_month(fan: &Fan) -> usize {
    [&fan.q05, &fan.q25, &fan.q50, &fan.q75, &fan.q95, &fan.mean]
        .into_iter()
        .chain(&fan.runs)
        .map(Vec::len)
        .max()
        .unwrap_or(0)
        .saturating_sub(1)
}

/// The quantities of a fan that an axis must hold.
pub(super) fn extent(fan: &Fan) -> impl Iterator<Item = f64> + '_ {
    let series = [&fan.q05, &fan.q50, &fan.q95, &fan.mean, &fan.mean_low, &fan.mean_high];
    series.into_iter().chain(fan.runs.iter().take(FAINT_RUNS)).flatten().copied()
}

/// The area between two series; a month alone is a narrow bar.
pub(super) fn between(
    canvas: &mut Canvas,
    plot: &Plot,
    low: &[f64],
    high: &[f64],
    colour: Colour,
    opacity: f64,
) {
    for stretch in stretches(&[low, high]) {
        if stretch.len() == 1 {
            let month = stretch.start;
            let x = plot.x(month as f64).clamp(plot.left + 2.5, plot.right() - 2.5);
            canvas.block((x - 2.5, plot.y(high[month])), (x + 2.5, plot.y(low[month])), colour, opacity);
            continue;
        }
        let upper = stretch.clone().map(|month| plot.at((month as f64, high[month])));
        let lower = stretch.clone().rev().map(|month| plot.at((month as f64, low[month])));
        let outline: Vec<Point> = upper.chain(lower).collect();
        canvas.area(outline, colour, opacity);
    }
}

/// The band of 5 to 95 % and the band of the middle half.
pub(super) fn bands(canvas: &mut Canvas, plot: &Plot, fan: &Fan, colour: Colour) {
    between(canvas, plot, &fan.q05, &fan.q95, colour, OUTER_BAND);
    between(canvas, plot, &fan.q25, &fan.q75, colour, INNER_BAND);
}

/// A series as a line through the months it has values for.
pub(super) fn curve(
    canvas: &mut Canvas,
    plot: &Plot,
    series: &[f64],
    width: f64,
    colour: Colour,
    dash: &'static [f64],
) {
    for stretch in stretches(&[series]) {
        let points = stretch.map(|month| plot.at((month as f64, series[month]))).collect();
        canvas.dashed(points, width, colour, dash);
    }
}

/// The first few single runs.
pub(super) fn runs(canvas: &mut Canvas, plot: &Plot, fan: &Fan, colour: Colour) {
    for run in fan.runs.iter().take(FAINT_RUNS) {
        curve(canvas, plot, run, 0.8, colour.tint(0.68), &[]);
    }
}

/// The mean with its Monte Carlo interval, at the named months.
pub(super) fn means(canvas: &mut Canvas, plot: &Plot, fan: &Fan, look: Look, ink: Colour, shift: f64) {
    let value = |series: &[f64], month: usize| series.get(month).copied().unwrap_or(f64::NAN);
    for month in named_months(plot.across.1, plot.width) {
        let month = month as usize;
        let mean = value(&fan.mean, month);
        if mean.is_finite() {
            let (low, high) = (value(&fan.mean_low, month), value(&fan.mean_high, month));
            let height = |v: f64| if v.is_finite() { plot.y(v) } else { f64::NAN };
            whisker(
                canvas,
                (plot.x(month as f64) + shift, plot.y(mean)),
                (height(low), height(high)),
                look,
                ink,
            );
        }
    }
}
