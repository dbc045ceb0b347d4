//! Fans of several measures: how each moves over the months, and how far runs differ.
//!
//! Measures stand side by side, scenarios below each other, every column on one scale, so that no band hides
//! another. The mean of the first scenario comes along in gray, to compare the others with.

use super::chart::{Plot, covering, number, percents, points, round_numbers};
use super::event_marks::{self, EventWords};
use super::frame::{Sign, fan_signs, heading, key, named};
use super::time_panel::{TimePanel, extent, last_month, last_value, month_title};
use crate::diagnostic::Diagnostic;
use crate::figures::paint::canvas::Canvas;
use crate::figures::paint::theme::{FRAME, Look, MUTED, look};
use crate::figures::{EventMark, Fan};
use crate::phrasing::after;

/// What stands below fans.
pub const NOTE: &str = "Bands show how far runs differ from each other; they do not narrow with more runs. The bars \
                        on the mean show Monte Carlo error alone, which does. Shares are of the teachers whose students the \
                        practice is for.";

/// At most this many measures stand side by side.
const COLUMNS: usize = 3;
/// The same on a narrow sheet.
const NARROW_COLUMNS: usize = 2;
/// Room for a number behind the end of a curve.
const END: f64 = 40.0;

/// Fans of measures, whose values run from 0 to 1 unless what is drawn lies outside.
pub struct FanPanels<'a> {
    /// Each measure.
    pub measures: Vec<FannedMeasure<'a>>,
    /// The scenarios with their events.
    pub scenarios: Vec<(&'a str, &'a [EventMark])>,
}

/// A measure with its fans.
pub struct FannedMeasure<'a> {
    /// The measure with its unit.
    pub words: &'a str,
    /// How its numbers are read.
    pub reads: Reading,
    /// A fan for each scenario.
    pub fans: Vec<Fan>,
}

/// How the numbers of a measure are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// A share, as a percentage.
    Percent,
    /// A difference of shares, in points.
    Points,
    /// An amount, as it is.
    Amount,
}

impl Reading {
    /// What an axis holds at least.
    fn least(self) -> (f64, f64) {
        match self {
            Reading::Percent => (0.0, 1.0),
            Reading::Points => (-0.1, 0.1),
            Reading::Amount => (0.0, 1.0),
        }
    }

    /// Round numbers along an axis.
    fn axis(self, canvas: &Canvas, up: (f64, f64)) -> Vec<(f64, String)> {
        match self {
            Reading::Percent => percents(up, 5),
            Reading::Points => points(up, 5),
            Reading::Amount => round_numbers(canvas, up, 5),
        }
    }

    /// A number at the end of a curve; an amount of nothing has none.
    fn at_the_end(self, value: f64) -> Option<String> {
        match self {
            Reading::Percent => Some(format!("{}%", number((value * 100.0).round(), 1.0))),
            Reading::Points => Some(number((value * 100.0).round(), 1.0)),
            Reading::Amount => (value > 0.0).then(|| number(value.round(), 1.0)),
        }
    }
}

/// What a reader who points at a fan reads.
pub fn readings(fan: &Fan) -> Vec<(String, Vec<f64>)> {
    let named = |what: &str, series: &[f64]| (format!("{}: {what}", fan.label), series.to_vec());
    let all = [named("mean", &fan.mean), named("5%", &fan.q05), named("95%", &fan.q95)];
    all.into_iter().filter(|(_, series)| !series.is_empty()).collect()
}

impl FanPanels<'_> {
    /// Draws key and plots; returns the height down to the lower edge.
    pub fn draw(&self, canvas: &Canvas, top: f64) -> Result<f64, Diagnostic> {
        let several = self.scenarios.len() > 1;
        let sign = if several { Look { color: MUTED, dash: &[], ..look(0) } } else { look(0) };
        let single = self.fans().any(|fan| !fan.runs.is_empty());
        let mut signs = fan_signs("runs", single);
        if let (true, Some((first, _))) = (several, self.scenarios.first()) {
            signs.push((Sign::Compared, format!("mean of “{first}”")));
        }
        let top = key(canvas, top, sign, &signs);
        Ok(self.in_rows(canvas, top)? + 8.0)
    }

    fn fans(&self) -> impl Iterator<Item = &Fan> {
        self.measures.iter().flat_map(|measure| &measure.fans)
    }

    /// A row for each scenario, a column for each measure.
    fn in_rows(&self, canvas: &Canvas, mut top: f64) -> Result<f64, Diagnostic> {
        let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
        let last = self.fans().map(last_month).max().unwrap_or(0).max(1) as f64;
        let most = if narrow { NARROW_COLUMNS } else { COLUMNS };
        let columns = self.measures.len().div_ceil(self.measures.len().div_ceil(most));
        let indent = if narrow { 34.0 } else { 46.0 };
        let tall = if self.scenarios.len() > 3 { 120.0 } else { 170.0 };
        let all = event_marks::union(self.scenarios.iter().map(|(_, events)| *events));
        let words = EventWords::Letters(&all);
        top = event_marks::key(canvas, top, &all, last);
        for measures in self.measures.chunks(columns) {
            // Measures that are left over share the whole width among them.
            let pitch = (layout.room() + 12.0) / measures.len() as f64;
            let plot_at = |column: usize, top: f64, measure: &FannedMeasure<'_>| Plot {
                left: layout.margin + indent + column as f64 * pitch,
                top,
                width: pitch - indent - 12.0 - if narrow { 0.0 } else { END },
                height: if narrow { 100.0 } else { tall },
                across: (0.0, last),
                up: covering(measure.reads.least(), measure.fans.iter().flat_map(extent)),
            };
            top = measures.iter().enumerate().fold(top, |below, (column, measure)| {
                let place = (layout.margin + column as f64 * pitch, top + 8.0);
                below.max(heading(canvas, place, measure.words, pitch - 12.0, 6))
            });
            for (row, (label, events)) in self.scenarios.iter().enumerate() {
                let is_last = row + 1 == self.scenarios.len();
                let _own = canvas.of_scenario(row);
                if self.scenarios.len() > 1 {
                    top = named(canvas, (layout.margin, top), look(row), label, layout.room(), false) + 4.0;
                }
                top += event_marks::height(canvas, &plot_at(0, top, &measures[0]), events, words);
                let mut bottom = top;
                for (column, measure) in measures.iter().enumerate() {
                    let plot = plot_at(column, top, measure);
                    bottom = measure.panel(canvas, plot, row, events, words)?;
                }
                top =
                    if is_last { month_title(canvas, layout.margin + indent, bottom) } else { bottom } + 10.0;
            }
            top += 10.0;
        }
        Ok(top)
    }

    /// What is to be seen, in words.
    pub fn description(&self) -> String {
        let mut said = "Measures over the months, with bands for the spread of the runs.".to_owned();
        for measure in &self.measures {
            for fan in &measure.fans {
                let Some((month, mean)) = last_value(&fan.mean) else { continue };
                let bound = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
                said.push_str(&format!(
                    " {}, {}: mean {mean:.3} {}, 5 to 95% of runs from {:.3} to {:.3}.",
                    measure.words,
                    fan.label,
                    after(month as u32),
                    bound(&fan.q05),
                    bound(&fan.q95),
                ));
            }
        }
        said
    }
}

impl FannedMeasure<'_> {
    /// The plot of one scenario, the first one's mean in gray beside it; returns its lower edge.
    fn panel(
        &self,
        canvas: &Canvas,
        plot: Plot,
        row: usize,
        events: &[EventMark],
        words: EventWords<'_>,
    ) -> Result<f64, Diagnostic> {
        let scale = self.reads.axis(canvas, plot.up);
        let mut panel = TimePanel::with_values(canvas, plot, scale, (true, true))?;
        let (fan, look) = (self.fans.get(row), look(row));
        fan.map_or(Ok(()), |fan| panel.runs(fan, look.color))?;
        panel.events(events, words);
        let Some(fan) = fan.filter(|fan| last_value(&fan.mean).is_some()) else {
            panel.no_data();
            return Ok(panel.bottom());
        };
        panel.bands(fan, look.color)?;
        if let Some(first) = self.fans.first().filter(|_| row > 0) {
            panel.curve(&first.mean, 1.6, FRAME.shade(0.2), &[])?;
        }
        panel.curve(&fan.mean, 2.4, look.color, look.dash)?;
        panel.means(fan, look, look.text(), 0.0)?;
        if let (Some((_, value)), false) = (last_value(&fan.mean), canvas.layout.is_narrow()) {
            let ink = canvas.small(look.text()).bold();
            let words = self.reads.at_the_end(value).unwrap_or_default();
            canvas.text((plot.right() + 6.0, plot.y(value) + ink.size * 0.36), &words, ink);
        }
        panel.readings(readings(fan));
        Ok(panel.bottom())
    }
}
