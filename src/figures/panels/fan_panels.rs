//! Fans of several measures: how each moves over the months, and how far runs differ.
//!
//! One or two scenarios share a wide plot for each measure. Three and more stand
//! below each other, measures side by side, every column on one scale, so that
//! bands do not hide each other.

use super::chart::{Plot, covering};
use super::event_marks::{self, EventWords};
use super::frame::{fan_signs, heading, key, named};
use super::side_labels::SideLabel;
use super::time_panel::{TimePanel, extent, last_month, last_value, month_title};
use crate::diagnostic::Diagnostic;
use crate::figures::paint::canvas::Canvas;
use crate::figures::paint::theme::{Look, MUTED, look};
use crate::figures::{EventMark, Fan};

/// What stands below fans.
pub const NOTE: &str = "Bands show how far runs differ from each other; they do not narrow with more runs. \
                        The bars on the mean show Monte Carlo error alone, which does.";

/// At most this many measures stand side by side where every scenario has its own row.
const COLUMNS: usize = 3;
/// The same on a narrow sheet.
const NARROW_COLUMNS: usize = 2;

/// Fans of measures, whose values run from 0 to 1 unless what is drawn lies outside.
pub struct FanPanels<'a> {
    /// Each measure with its unit, and a fan for each scenario.
    pub measures: Vec<(&'a str, Vec<Fan>)>,
    /// The scenarios with their events.
    pub scenarios: Vec<(&'a str, &'a [EventMark])>,
    /// Whether each has a row of its own, however few they are.
    pub apart: bool,
}

/// What a reader who points at a fan reads.
pub fn readings(fan: &Fan) -> Vec<(String, Vec<f64>)> {
    let named = |what: &str, series: &[f64]| (format!("{}: {what}", fan.label), series.to_vec());
    let all = [named("median", &fan.q50), named("5%", &fan.q05), named("95%", &fan.q95)];
    all.into_iter().filter(|(_, series)| !series.is_empty()).collect()
}

impl FanPanels<'_> {
    /// Draws key and plots; returns the height down to the lower edge.
    pub fn draw(&self, canvas: &Canvas, top: f64) -> Result<f64, Diagnostic> {
        let several = self.scenarios.len() > 1;
        let sign = if several { Look { color: MUTED, dash: &[], ..look(0) } } else { look(0) };
        let single = self.fans().any(|fan| !fan.runs.is_empty()) && self.scenarios.len() != 2;
        let top = key(canvas, top, sign, &fan_signs("runs", single));
        let bottom = match self.apart || self.scenarios.len() > 2 {
            true => self.in_rows(canvas, top)?,
            false => self.together(canvas, top)?,
        };
        Ok(bottom + 8.0)
    }

    fn fans(&self) -> impl Iterator<Item = &Fan> {
        self.measures.iter().flat_map(|(_, fans)| fans)
    }

    fn last(&self) -> f64 {
        self.fans().map(last_month).max().unwrap_or(0).max(1) as f64
    }

    /// A plot for each measure over the whole width, scenarios together.
    fn together(&self, canvas: &Canvas, mut top: f64) -> Result<f64, Diagnostic> {
        let (layout, narrow, last) = (canvas.layout, canvas.layout.is_narrow(), self.last());
        let events = event_marks::merged(self.scenarios.iter().copied());
        if narrow {
            for (place, (label, _)) in self.scenarios.iter().enumerate() {
                top = named(canvas, (layout.margin, top), look(place), label, layout.room(), true);
            }
            top = event_marks::key(canvas, top + 4.0, &events, last);
        }
        for (place, (measure, fans)) in self.measures.iter().enumerate() {
            top = 4.0 + heading(canvas, (layout.margin, top + 8.0), measure, layout.room(), 3);
            let mut plot = Plot {
                left: layout.plot_left,
                top,
                width: layout.plot_width(),
                height: if narrow { 150.0 } else { 200.0 },
                across: (0.0, last),
                up: covering((0.0, 1.0), fans.iter().flat_map(extent)),
            };
            let words = match (narrow, place) {
                (true, _) => EventWords::Letters(&events),
                (false, 0) => EventWords::Full,
                (false, _) => EventWords::None,
            };
            plot.top += event_marks::height(canvas, &plot, &events, words);
            let mut panel = TimePanel::new(canvas, plot, 5, true)?;
            if let [fan] = fans.as_slice() {
                panel.runs(fan, look(0).color)?;
            }
            panel.events(&events, words);
            let looks = || fans.iter().zip((0..).map(look));
            for (fan, look) in looks() {
                panel.bands(fan, look.color)?;
            }
            for (fan, look) in looks() {
                panel.curve(&fan.q50, 2.4, look.color, look.dash)?;
            }
            for (place, (fan, look)) in looks().enumerate() {
                let shift = if fans.len() == 2 { place as f64 * 6.0 - 3.0 } else { 0.0 };
                panel.means(fan, look, look.text(), shift)?;
            }
            if !narrow {
                panel.labels(&side_labels(canvas, &panel.plot, fans), (8.0, 8.0));
            }
            panel.readings(fans.iter().flat_map(readings).collect());
            top = panel.bottom();
        }
        Ok(month_title(canvas, layout.plot_left, top))
    }

    /// A row for each scenario, a column for each measure.
    fn in_rows(&self, canvas: &Canvas, mut top: f64) -> Result<f64, Diagnostic> {
        let (layout, narrow, last) = (canvas.layout, canvas.layout.is_narrow(), self.last());
        let most = if narrow { NARROW_COLUMNS } else { COLUMNS };
        let columns = self.measures.len().div_ceil(self.measures.len().div_ceil(most));
        let indent = if narrow { 32.0 } else { layout.plot_left - layout.margin };
        let all = event_marks::union(self.scenarios.iter().map(|(_, events)| *events));
        let words = EventWords::Letters(&all);
        top = event_marks::key(canvas, top, &all, last);
        for measures in self.measures.chunks(columns) {
            // Measures that are left over share the whole width among them.
            let pitch = (layout.room() + 12.0) / measures.len() as f64;
            let plot_at = |column: usize, top: f64, fans: &[Fan]| Plot {
                left: layout.margin + indent + column as f64 * pitch,
                top,
                width: pitch - indent - 12.0,
                height: if narrow { 90.0 } else { 116.0 },
                across: (0.0, last),
                up: covering((0.0, 1.0), fans.iter().flat_map(extent)),
            };
            top = measures.iter().enumerate().fold(top, |below, (column, (measure, _))| {
                let place = (layout.margin + column as f64 * pitch, top + 8.0);
                below.max(heading(canvas, place, measure, pitch - 12.0, 4))
            });
            for (row, (label, events)) in self.scenarios.iter().enumerate() {
                let (look, is_last) = (look(row), row + 1 == self.scenarios.len());
                top = named(canvas, (layout.margin, top), look, label, layout.room(), false) + 4.0;
                top += event_marks::height(canvas, &plot_at(0, top, &[]), events, words);
                let mut bottom = top;
                for (column, (_, fans)) in measures.iter().enumerate() {
                    let mut panel = TimePanel::new(canvas, plot_at(column, top, fans), 5, is_last)?;
                    let fan = fans.get(row);
                    fan.map_or(Ok(()), |fan| panel.runs(fan, look.color))?;
                    panel.events(events, words);
                    match fan.filter(|fan| last_value(&fan.q50).is_some()) {
                        Some(fan) => {
                            panel.bands(fan, look.color)?;
                            panel.curve(&fan.q50, 2.2, look.color, look.dash)?;
                            panel.means(fan, look, look.text(), 0.0)?;
                            panel.readings(readings(fan));
                        }
                        None => panel.no_data(),
                    }
                    bottom = panel.bottom();
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
        for (measure, fans) in &self.measures {
            for fan in fans {
                let Some((month, median)) = last_value(&fan.q50) else { continue };
                let bound = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
                said.push_str(&format!(
                    " {measure}, {}: median {median:.3} in month {month}, 5 to 95% of runs from {:.3} to {:.3}.",
                    fan.label,
                    bound(&fan.q05),
                    bound(&fan.q95),
                ));
            }
        }
        said
    }
}

/// Names of the scenarios at the ends of their medians.
fn side_labels(canvas: &Canvas, plot: &Plot, fans: &[Fan]) -> Vec<SideLabel> {
    let room = canvas.layout.gutter - 24.0 - canvas.layout.margin;
    let label = |(place, fan): (usize, &Fan)| {
        let (end, ink) = (last_value(&fan.q50), canvas.words(look(place).text()).bold());
        let named = if end.is_some() { fan.label.clone() } else { format!("{} (no data)", fan.label) };
        let y = end.map_or(plot.bottom(), |(_, value)| plot.y(value));
        SideLabel::new(y, canvas.wrap_evenly(&named, ink, room, 5), ink).joined_if(end.is_some())
    };
    fans.iter().enumerate().map(label).collect()
}
