//! Axes: where a value or a month lies in a plot, and the lines and numbers to read it by.

use super::Pointed;
use super::canvas::{Anchor, Canvas, Point, Setting};
use super::theme::{FRAME, GRID, INK, MUTED};
use super::typeface::Weight;

/// A number wider than this is written with an exponent.
const LONGEST_NUMBER: f64 = 54.0;

/// A plot: a rectangle of the sheet and the range of values on each side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Values at the left and right edge.
    pub across: (f64, f64),
    /// Values at the lower and upper edge.
    pub up: (f64, f64),
}

impl Plot {
    /// Right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Where a value of the horizontal axis lies; what is outside stays at the edge.
    pub fn x(&self, value: f64) -> f64 {
        self.left + share(value, self.across) * self.width
    }

    /// Where a value of the vertical axis lies; what is outside stays at the edge.
    pub fn y(&self, value: f64) -> f64 {
        self.bottom() - share(value, self.up) * self.height
    }

    /// Where a pair of values lies.
    pub fn at(&self, (across, up): Point) -> Point {
        (self.x(across), self.y(up))
    }
}

fn share(value: f64, (low, high): (f64, f64)) -> f64 {
    let span = high - low;
    if span > 0.0 { ((value - low) / span).clamp(0.0, 1.0) } else { 0.5 }
}

/// The range widened to the values; one that cannot be drawn becomes one that can.
pub(super) fn covering(range: (f64, f64), values: impl Iterator<Item = f64>) -> (f64, f64) {
    let ends = [range.0, range.1];
    let (low, high) = values
        .chain(ends)
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        (0.0, 1.0)
    } else if high - low < 1e-12 * low.abs().max(1.0) {
        (low - 0.5, high + 0.5)
    } else {
        (low, high)
    }
}

/// Distance of round numbers such that at most `most` of them fit in the span.
pub(super) fn round_step(span: f64, most: usize) -> f64 {
    let rough = span / most.max(1) as f64;
    let mut decade = 1.0_f64;
    while decade * 10.0 <= rough {
        decade *= 10.0;
    }
    while decade > rough && decade > 1e-300 {
        decade /= 10.0;
    }
    [1.0, 2.0, 2.5, 5.0]
        .iter()
        .map(|m| m * decade)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(decade * 10.0)
}

/// Round numbers in the range with the words that name them.
pub(super) fn ticks((low, high): (f64, f64), most: usize) -> Vec<(f64, String)> {
    let step = round_step(high - low, most);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last.min(first + 50))
        .map(|k| {
            let value = k as f64 * step;
            (value, number(value, step))
        })
        .collect()
}

/// A number with the decimals that steps of this size need, and a true minus sign.
pub(super) fn number(value: f64, step: f64) -> String {
    let mut decimals = 0;
    let mut scaled = step.abs();
    while decimals < 6 && (scaled - scaled.round()).abs() > 1e-6 * scaled.max(1e-9) {
        scaled *= 10.0;
        decimals += 1;
    }
    let plain = format!("{:.decimals$}", if value == 0.0 { 0.0 } else { value });
    plain.replace('-', "\u{2212}")
}

/// Notes a plot over months for a reader who points into the picture.
pub(super) fn point(canvas: &mut Canvas, plot: &Plot, series: Vec<(String, Vec<f64>)>) {
    let Plot { left, top, width, height, across: range, .. } = *plot;
    let across = "month".to_owned();
    canvas.pointed.push(Pointed { left, top, width, height, across, range, series });
}

/// Lines and numbers of the vertical axis.
pub(super) fn value_axis(canvas: &mut Canvas, plot: &Plot, most: usize) {
    let setting = Setting::new(canvas.layout.small, MUTED).at(Anchor::End);
    for (value, words) in ticks(plot.up, most) {
        let y = plot.y(value);
        let long = canvas.width(&words, setting) > LONGEST_NUMBER;
        let words = if long { format!("{value:.1e}").replace('-', "\u{2212}") } else { words };
        canvas.line(vec![(plot.left, y), (plot.right(), y)], 0.8, GRID);
        canvas.text((plot.left - 6.0, y + 4.3), &words, setting);
    }
}

/// Months that are named on an axis of this width: year boundaries where there is more than one year.
pub(super) fn named_months(last: f64, width: f64) -> Vec<u32> {
    let last = last.max(0.0) as u32;
    let most = (width / 28.0).max(1.0) as u32;
    let step = [1, 2, 3, 6, 12, 24, 36, 48, 60, 120, 240]
        .into_iter()
        .find(|step| (last >= 2 * 12 || *step < 12) && (last < 24 || *step >= 12) && last / step <= most)
        .unwrap_or(480);
    (0..=last / step).map(|k| k * step).collect()
}

/// Vertical lines at the boundaries of years.
pub(super) fn month_grid(canvas: &mut Canvas, plot: &Plot) {
    for month in named_months(plot.across.1, plot.width) {
        let x = plot.x(f64::from(month));
        canvas.line(vec![(x, plot.top), (x, plot.bottom())], 0.8, GRID);
    }
    canvas.line(vec![(plot.left, plot.bottom()), (plot.right(), plot.bottom())], 1.0, FRAME);
}

/// Numbers of the months below the plot; returns the height down to their lower edge.
pub(super) fn month_numbers(canvas: &mut Canvas, plot: &Plot) -> f64 {
    let setting = Setting::new(canvas.layout.small, INK).at(Anchor::Middle);
    for month in named_months(plot.across.1, plot.width) {
        let x = plot.x(f64::from(month));
        canvas.line(vec![(x, plot.bottom()), (x, plot.bottom() + 4.0)], 1.0, FRAME);
        canvas.text((x, plot.bottom() + 17.0), &month.to_string(), setting);
    }
    plot.bottom() + 21.0
}

/// Title of the axis of months, below its numbers; returns the height down to its lower edge.
pub(super) fn month_title(canvas: &mut Canvas, plot: &Plot, top: f64) -> f64 {
    let words = "month since the start (0 is the first day, 12 the end of year 1)";
    let layout = canvas.layout;
    let setting = Setting::new(layout.small, MUTED);
    // The room of a single plot, or of the sheet where plots stand side by side.
    let room = layout.width - layout.margin - plot.left;
    let lines = canvas.face.wrap(words, layout.small, Weight::Regular, room, 3);
    canvas.lines((plot.left, top + 14.0), &lines, setting) - setting.leading() + 6.0
}
