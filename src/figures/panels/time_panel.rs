//! The plot over months that most figures are made of: the school-year axis, bands, curves and means,
//! marks of events, labels beside it, and what a reader reads who points into it. Gaps stay gaps.

use std::ops::Range;

use plotters::element::{Polygon, Rectangle};
use plotters::series::LineSeries;

use super::chart::{AxisLook, Chart, Plot, Scale, chart, filling, round_numbers, stroke};
use super::event_marks::{self, EventWords};
use super::frame::whisker;
use super::side_labels::{SideLabel, beside};
use crate::calendar::YEAR;
use crate::diagnostic::Diagnostic;
use crate::figures::paint::canvas::{Anchor, Canvas, Point};
use crate::figures::paint::plotters_backend::Painted;
use crate::figures::paint::theme::{INK, INNER_BAND, Look, MUTED, OUTER_BAND, PaintColor};
use crate::figures::{EventMark, Fan, HoverPlot};
use crate::phrasing::date_in_short;

/// At most this many single runs are drawn.
const FAINT_RUNS: usize = 12;

/// Whether something could be drawn.
pub type Drawn = Result<(), Diagnostic>;

/// A plot of values over the months of a run.
pub struct TimePanel<'c> {
    /// The sheet it stands on.
    pub canvas: &'c Canvas,
    /// Where it stands, and what its axes run over.
    pub plot: Plot,
    numbered: bool,
    chart: Chart<'c>,
}

impl<'c> TimePanel<'c> {
    /// A panel with at most so many round numbers to its left, and with the months below it if `numbered`.
    pub fn new(canvas: &'c Canvas, plot: Plot, most: usize, numbered: bool) -> Result<Self, Diagnostic> {
        Self::with_values(canvas, plot, round_numbers(canvas, plot.up, most), (true, numbered))
    }

    /// A panel with these values named; whether lines run through it, and whether the months stand below.
    pub fn with_values(
        canvas: &'c Canvas,
        plot: Plot,
        values: Vec<(f64, String)>,
        (lined, numbered): (bool, bool),
    ) -> Result<Self, Diagnostic> {
        let lines =
            named_months(plot.across.1, plot.width).into_iter().map(|m| (f64::from(m), String::new()));
        let scales = (Scale::new(plot.across, lines.collect()), Scale::new(plot.up, values));
        let look = AxisLook { lines: (lined, lined), foot: true, ink: (INK, MUTED), gap: 6.0 };
        let chart = chart(canvas, &plot, scales, &look)?;
        if numbered {
            name_months(canvas, &plot);
        }
        Ok(Self { canvas, plot, numbered, chart })
    }

    /// The lower edge, the numbers of the months included.
    pub fn bottom(&self) -> f64 {
        self.plot.bottom() + if self.numbered { 21.0 } else { 0.0 }
    }

    /// A line through points of months and values.
    pub fn line(&mut self, points: Vec<Point>, width: f64, color: PaintColor, dash: &'static [f64]) -> Drawn {
        if dash.is_empty() {
            self.chart.draw_series(LineSeries::new(points, stroke(color, width)))?;
            return Ok(());
        }
        self.paint(points, move |canvas, places| canvas.dashed(places, width, color, dash))
    }

    /// An area with these corners in months and values.
    pub fn area(&mut self, corners: Vec<Point>, color: PaintColor, opacity: f64) -> Drawn {
        self.chart.draw_series([Polygon::new(corners, filling(color, opacity))])?;
        Ok(())
    }

    /// A bar around a month, within the plot, so many pixels wide to each side.
    pub fn bar(
        &mut self,
        month: f64,
        half: f64,
        (low, high): (f64, f64),
        color: PaintColor,
        opacity: f64,
    ) -> Drawn {
        let (first, last) = self.plot.across;
        let half = half / self.plot.width * (last - first);
        let middle = month.max(first + half).min(last - half);
        let corners = [(middle - half, high), (middle + half, low)];
        self.chart.draw_series([Rectangle::new(corners, filling(color, opacity))])?;
        Ok(())
    }

    /// What the canvas paints at points of months and values.
    pub fn paint(&mut self, points: Vec<Point>, paint: impl Fn(&Canvas, Vec<Point>)) -> Drawn {
        self.chart.draw_series([Painted { points, paint }])?;
        Ok(())
    }

    /// The area between two series; a month alone is a narrow bar.
    pub fn band(&mut self, low: &[f64], high: &[f64], color: PaintColor, opacity: f64) -> Drawn {
        for stretch in stretches(&[low, high]) {
            if stretch.len() == 1 {
                let month = stretch.start;
                self.bar(month as f64, 2.5, (low[month], high[month]), color, opacity)?;
                continue;
            }
            let upper = stretch.clone().map(|month| (month as f64, high[month]));
            let lower = stretch.clone().rev().map(|month| (month as f64, low[month]));
            self.area(upper.chain(lower).collect(), color, opacity)?;
        }
        Ok(())
    }

    /// The band of 5 to 95% and the band of the middle half.
    pub fn bands(&mut self, fan: &Fan, color: PaintColor) -> Drawn {
        self.band(&fan.q05, &fan.q95, color, OUTER_BAND)?;
        self.band(&fan.q25, &fan.q75, color, INNER_BAND)
    }

    /// A series as a line through the months it has values for.
    pub fn curve(&mut self, series: &[f64], width: f64, color: PaintColor, dash: &'static [f64]) -> Drawn {
        for stretch in stretches(&[series]) {
            let points = stretch.map(|month| (month as f64, series[month])).collect();
            self.line(points, width, color, dash)?;
        }
        Ok(())
    }

    /// The first few single runs.
    pub fn runs(&mut self, fan: &Fan, color: PaintColor) -> Drawn {
        fan.runs.iter().take(FAINT_RUNS).try_for_each(|run| self.curve(run, 0.8, color.tint(0.68), &[]))
    }

    /// The mean with its Monte Carlo interval at the named months, moved so many pixels to the right.
    pub fn means(&mut self, fan: &Fan, look: Look, ink: PaintColor, shift: f64) -> Drawn {
        for month in named_months(self.plot.across.1, self.plot.width) {
            let value = |series: &[f64]| series.get(month as usize).copied().filter(|v| v.is_finite());
            let Some(mean) = value(&fan.mean) else { continue };
            let interval = value(&fan.mean_low).zip(value(&fan.mean_high));
            let ends = interval.iter().flat_map(|(low, high)| [*low, *high]);
            let points = [mean].into_iter().chain(ends).map(|value| (f64::from(month), value)).collect();
            self.paint(points, move |canvas, places| {
                let interval = places.get(1).zip(places.get(2)).map(|(low, high)| (low.1, high.1));
                whisker(canvas, (places[0].0 + shift, places[0].1), interval, look, ink);
            })?;
        }
        Ok(())
    }

    /// Marks events, with words above the plot.
    pub fn events(&self, events: &[EventMark], words: EventWords<'_>) {
        event_marks::lines(self.canvas, &self.plot, events);
        event_marks::words(self.canvas, &self.plot, events, words);
    }

    /// Labels to the right, which may stand so far above and below the plot.
    pub fn labels(&self, labels: &[SideLabel], (above, below): (f64, f64)) {
        let plot = &self.plot;
        beside(self.canvas, plot.right(), plot.top - above, plot.bottom() + below, labels);
    }

    /// What a reader reads who points at a month: series by name.
    pub fn readings(&self, series: Vec<(String, Vec<f64>)>) {
        let Plot { left, top, width, height, across: range, .. } = self.plot;
        self.canvas.hover(HoverPlot { room: [left, top, width, height], across: "month", range, series });
    }

    /// Says that there is nothing to draw.
    pub fn no_data(&self) {
        let place = (self.plot.left + 6.0, self.plot.top + 16.0);
        self.canvas.text(place, "no data", self.canvas.small(MUTED));
    }
}

/// Months that are named on an axis of this width: year boundaries where there is more than one year.
pub fn named_months(last: f64, width: f64) -> Vec<u32> {
    let last = last.max(0.0) as u32;
    let most = (width / 28.0).max(1.0) as u32;
    let step = [1, 2, 3, 6, 12, 24, 36, 48, 60, 120, 240]
        .into_iter()
        .find(|step| (last >= 2 * 12 || *step < 12) && (last < 24 || *step >= 12) && last / step <= most)
        .unwrap_or(480);
    (0..=last / step).map(|k| k * step).collect()
}

/// Below the axis: the school years, each in the middle of its twelve months; short runs have the months that begin there.
fn name_months(canvas: &Canvas, plot: &Plot) {
    let (last, baseline, ink) = (plot.across.1, plot.bottom() + 16.0, canvas.small(INK).at(Anchor::Middle));
    let named = named_months(last, plot.width);
    if last < f64::from(2 * YEAR) {
        let mut free = f64::NEG_INFINITY;
        for month in named {
            let words = date_in_short(month + 1);
            let words = words.rsplit(", ").next().unwrap_or(&words);
            let (x, half) = (plot.x(f64::from(month)), canvas.width(words, ink) / 2.0);
            if x - half > free && x + half <= plot.right() + 12.0 {
                canvas.text((x, baseline), words, ink);
                free = x + half + 6.0;
            }
        }
        return;
    }
    let of_year = |year: f64| format!("year {year:.0}");
    let years = (last / f64::from(YEAR)).ceil();
    let widest = canvas.width(&of_year(years), ink) + 8.0;
    let room = plot.width / last * f64::from(YEAR);
    // Numbers alone where words have no room, and not every one where these have none either.
    let step = (canvas.width(&format!("{years:.0}"), ink) + 8.0) / room;
    let step = if widest <= room { 1.0 } else { step.ceil().max(1.0) };
    let mut year = 1.0;
    while year <= years {
        let (from, to) = ((year - 1.0) * f64::from(YEAR), (year * f64::from(YEAR)).min(last));
        let words = if widest <= room { of_year(year) } else { format!("{year:.0}") };
        if plot.x(to) - plot.x(from) >= canvas.width(&words, ink) {
            canvas.text((plot.x((from + to) / 2.0), baseline), &words, ink);
        }
        year += step;
    }
}

/// Title of the axis of months, below its words; returns the height down to its lower edge.
pub fn month_title(canvas: &Canvas, left: f64, top: f64) -> f64 {
    let words = "school years, August to July";
    // The room of a single plot, or of the sheet where plots stand side by side.
    let room = canvas.layout.width - canvas.layout.margin - left;
    canvas.paragraph((left, top + 14.0), words, canvas.small(MUTED), room, 3) + 6.0
}

/// Stretches of months for which every series has a value.
pub fn stretches(series: &[&[f64]]) -> Vec<Range<usize>> {
    let months = series.iter().map(|s| s.len()).min().unwrap_or(0);
    let present = (0..months).filter(|month| series.iter().all(|s| s[*month].is_finite()));
    let present: Vec<usize> = present.collect();
    present.chunk_by(|a, b| a + 1 == *b).map(|piece| piece[0]..piece[0] + piece.len()).collect()
}

/// The last month with a value, and the value.
pub fn last_value(series: &[f64]) -> Option<(usize, f64)> {
    series.iter().copied().enumerate().rev().find(|(_, value)| value.is_finite())
}

/// Months a fan covers: the last one, 0 for none.
pub fn last_month(fan: &Fan) -> usize {
    let series = [&fan.q05, &fan.q25, &fan.q50, &fan.q75, &fan.q95, &fan.mean].into_iter().chain(&fan.runs);
    series.map(Vec::len).max().unwrap_or(0).saturating_sub(1)
}

/// The quantities of a fan that an axis must hold.
pub fn extent(fan: &Fan) -> impl Iterator<Item = f64> + '_ {
    let series = [&fan.q05, &fan.q50, &fan.q95, &fan.mean, &fan.mean_low, &fan.mean_high];
    series.into_iter().chain(fan.runs.iter().take(FAINT_RUNS)).flatten().copied()
}
