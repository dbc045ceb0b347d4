//! Charts of plotters at places of the sheet: coordinates, mesh, axes and the numbers to read them by.

use std::convert::Infallible;
use std::ops::Range;

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::drawing::{DrawingAreaErrorKind, IntoDrawingArea};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, ShapeStyle, TRANSPARENT};

use crate::diagnostic::Diagnostic;
use crate::figures::paint::canvas::{Canvas, Point};
use crate::figures::paint::plotters_backend::{SheetBackend, units};
use crate::figures::paint::theme::{FRAME, GRID, PaintColor};

/// A number wider than this is written with an exponent.
const LONGEST_NUMBER: f64 = 54.0;

/// A chart of plotters on the sheet.
pub type Chart<'c> = ChartContext<'c, SheetBackend<'c>, Cartesian2d<Scale, Scale>>;

impl From<DrawingAreaErrorKind<Infallible>> for Diagnostic {
    fn from(fault: DrawingAreaErrorKind<Infallible>) -> Diagnostic {
        Diagnostic::failed("", format!("drawing failed: {fault}"), "")
    }
}

/// A plot: a rectangle of the sheet and the range of values on each side.
#[derive(Clone, Copy, Debug)]
pub struct Plot {
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

/// One side of a chart as a coordinate of plotters: its ends, and the values that are named along it.
pub struct Scale {
    ends: (f64, f64),
    named: Vec<(f64, String)>,
}

impl Scale {
    /// A scale with these values named, each by its words; empty ones leave the line of the mesh.
    pub fn new(ends: (f64, f64), named: Vec<(f64, String)>) -> Self {
        Self { ends, named }
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + (share(*value, self.ends) * f64::from(to - from)).round() as i32
    }

    fn key_points<H: KeyPointHint>(&self, hint: H) -> Vec<f64> {
        let named = self.named.iter().map(|(value, _)| *value);
        if hint.weight().allow_light_points() { Vec::new() } else { named.collect() }
    }

    fn range(&self) -> Range<f64> {
        self.ends.0..self.ends.1
    }
}

impl ValueFormatter<f64> for Scale {
    fn format_ext(&self, value: &f64) -> String {
        self.named
            .iter()
            .find(|(named, _)| named == value)
            .map_or_else(String::new, |(_, words)| words.clone())
    }
}

/// How the axes of a chart look.
pub struct AxisLook {
    /// Whether lines run through the plot at the named values: from those across, and from those up.
    pub lines: (bool, bool),
    /// Whether the plot stands on a line, with a tick at each value that is named below it.
    pub foot: bool,
    /// PaintColor of the numbers below and of those to the left.
    pub ink: (PaintColor, PaintColor),
    /// Room between the plot and the numbers to its left.
    pub gap: f64,
}

/// A chart in the rectangle of the plot, with its mesh and axes drawn.
pub fn chart<'c>(
    canvas: &'c Canvas,
    plot: &Plot,
    (across, up): (Scale, Scale),
    look: &AxisLook,
) -> Result<Chart<'c>, Diagnostic> {
    // Numbers stand outside the plot, so the chart begins at the sheet's edge; plotters counts the last unit.
    let (left, top) = (units(plot.left), units(plot.top));
    let below = units(20.0);
    let names_months = across.named.iter().any(|(_, words)| !words.is_empty());
    let root = SheetBackend(canvas).into_drawing_area();
    let area = root.shrink((0, top), (left + units(plot.width) + 1, units(plot.height) + 1 + below));
    let mut chart = ChartBuilder::on(&area)
        .set_label_area_size(LabelAreaPosition::Left, left)
        .set_label_area_size(LabelAreaPosition::Bottom, below)
        .build_cartesian_2d(across, up)?;
    let ink = |color: PaintColor| {
        FontDesc::new(FontFamily::SansSerif, f64::from(units(canvas.layout.small)), FontStyle::Normal)
            .color(&color)
    };
    let (foot, none) = (stroke(FRAME, 1.0), ShapeStyle::from(&TRANSPARENT));
    // Numbers to the left first, without a line; then those below, on the line they stand on.
    let mut mesh = chart.configure_mesh();
    mesh.bold_line_style(stroke(GRID, 0.8)).y_label_style(ink(look.ink.1)).axis_style(none).disable_x_axis();
    mesh.set_tick_mark_size(LabelAreaPosition::Left, units(look.gap / 2.0));
    if !look.lines.0 {
        mesh.disable_x_mesh();
    }
    if !look.lines.1 {
        mesh.disable_y_mesh();
    }
    mesh.draw()?;
    let mut mesh = chart.configure_mesh();
    mesh.disable_mesh().disable_y_axis().x_label_style(ink(look.ink.0));
    mesh.axis_style(if look.foot { foot } else { none });
    mesh.set_tick_mark_size(LabelAreaPosition::Bottom, if names_months { units(4.0) } else { 0 });
    mesh.draw()?;
    Ok(chart)
}

/// A line of this color and width in pixels.
pub fn stroke(color: impl Color, width: f64) -> ShapeStyle {
    color.stroke_width(units(width).unsigned_abs())
}

/// A filling of this color; 1 hides what is below.
pub fn filling(color: PaintColor, opacity: f64) -> ShapeStyle {
    color.mix(opacity).filled()
}

/// The range widened to the values; one that cannot be drawn becomes one that can.
pub fn covering(range: (f64, f64), values: impl Iterator<Item = f64>) -> (f64, f64) {
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
pub fn round_step(span: f64, most: usize) -> f64 {
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

/// Round numbers in the range with the words that name them; those that would take too much room have an
/// exponent.
pub fn round_numbers(canvas: &Canvas, (low, high): (f64, f64), most: usize) -> Vec<(f64, String)> {
    let step = round_step(high - low, most);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last.min(first + 50))
        .map(|k| {
            let value = k as f64 * step;
            let words = number(value, step);
            let long = canvas.width(&words, canvas.small(GRID)) > LONGEST_NUMBER;
            (value, if long { format!("{value:.1e}").replace('-', "\u{2212}") } else { words })
        })
        .collect()
}

/// Round shares in the range, named as percentages.
pub fn percents(range: (f64, f64), most: usize) -> Vec<(f64, String)> {
    points(range, most).into_iter().map(|(share, words)| (share, format!("{words}%"))).collect()
}

/// Round differences of shares in the range, named in points.
pub fn points((low, high): (f64, f64), most: usize) -> Vec<(f64, String)> {
    let step = round_step(high - low, most);
    let (first, last) = ((low / step - 1e-9).ceil() as i64, (high / step + 1e-9).floor() as i64);
    let named = |k: i64| (k as f64 * step, number(k as f64 * step * 100.0, step * 100.0));
    (first..=last.min(first + 50)).map(named).collect()
}

/// A number with the decimals that steps of this size need, and a true minus sign.
pub fn number(value: f64, step: f64) -> String {
    let mut decimals = 0;
    let mut scaled = step.abs();
    while decimals < 6 && (scaled - scaled.round()).abs() > 1e-6 * scaled.max(1e-9) {
        scaled *= 10.0;
        decimals += 1;
    }
    let plain = format!("{:.decimals$}", if value == 0.0 { 0.0 } else { value });
    plain.replace('-', "\u{2212}")
}
