//! Timeline fans: how each measure moves over the months, and how far runs differ.
//!
//! One or two scenarios share a wide plot for each measure. Three and more stand
//! below each other, measures side by side, every column on one scale, so that
//! bands do not hide each other.

use super::axis::{Plot, covering, month_grid, month_numbers, month_title, point, value_axis};
use super::canvas::{Canvas, Setting};
use super::frame::{Sign, caption, heading, key, named, note, scenario_key};
use super::labels::{SideLabel, beside};
use super::series::{bands, curve, extent, last_month, last_value, means, runs};
use super::theme::{Look, MUTED, look};
use super::typeface::Weight;
use super::{Caption, Fan, Figure, FigureError, Mark, Panel, marks, render};

/// At most this many measures stand side by side where every scenario has its own row.
const COLUMNS: usize = 3;
/// The same on a narrow sheet.
const NARROW_COLUMNS: usize = 2;

/// Draws every measure over the months with the spread of the runs; `events` are those of each scenario.
pub fn timeline_fans(words: &Caption, panels: &[Panel], events: &[Vec<Mark>]) -> Result<Figure, FigureError> {
    let scenarios = panels.iter().map(|panel| panel.fans.len()).max().unwrap_or(0);
    drawn("timeline-fans", words, panels, events, scenarios > 2)
}

/// Draws the same with a row of its own for each, however few: small multiples on one scale.
pub fn size_fans(words: &Caption, panels: &[Panel], events: &[Vec<Mark>]) -> Result<Figure, FigureError> {
    drawn("sizes-fans", words, panels, events, true)
}

fn drawn(
    name: &str,
    words: &Caption,
    panels: &[Panel],
    events: &[Vec<Mark>],
    apart: bool,
) -> Result<Figure, FigureError> {
    let scenarios = panels.iter().map(|panel| panel.fans.len()).max().unwrap_or(0);
    if scenarios == 0 {
        return Err(FigureError::Empty { figure: "timeline", missing: "scenario with a measure" });
    }
    let last = panels.iter().flat_map(|panel| &panel.fans).map(last_month).max().unwrap_or(0).max(1) as f64;
    let explained = "Bands show how far runs differ from each other; they do not narrow with more runs. \
                     The bars on the mean show Monte Carlo error alone, which does.";
    render::figure(name, &words.title, description(words, panels), |canvas| {
        let mut top = caption(canvas, words);
        let grey = Look { colour: MUTED, dash: &[], ..look(0) };
        let key_look = if scenarios == 1 { look(0) } else { grey };
        top = key(canvas, top, key_look, &signs(panels, scenarios));
        top = if !apart {
            together(canvas, top, panels, last, events)
        } else {
            grid(canvas, top, panels, scenarios, last, events)
        };
        note(canvas, top + 8.0, explained)
    })
}

fn signs(panels: &[Panel], scenarios: usize) -> Vec<(Sign, String)> {
    let mut signs = vec![
        (Sign::OuterBand, "5 to 95 % of runs".to_owned()),
        (Sign::InnerBand, "middle half".to_owned()),
        (Sign::Median, "median".to_owned()),
        (Sign::Mean, "mean and its Monte Carlo interval".to_owned()),
    ];
    if panels.iter().flat_map(|panel| &panel.fans).any(|fan| !fan.runs.is_empty()) && scenarios != 2 {
        signs.push((Sign::Run, "single runs".to_owned()));
    }
    signs
}

fn scale(panel: &Panel) -> (f64, f64) {
    covering(panel.range, panel.fans.iter().flat_map(extent))
}

/// Names of the scenarios.
fn labels(panels: &[Panel]) -> Vec<&str> {
    let most = panels.iter().max_by_key(|panel| panel.fans.len());
    most.map_or_else(Vec::new, |panel| panel.fans.iter().map(|fan| fan.label.as_str()).collect())
}

/// What a reader who points at a fan reads.
pub(super) fn readings(fan: &Fan) -> Vec<(String, Vec<f64>)> {
    let named = |what: &str, series: &[f64]| (format!("{}: {what}", fan.label), series.to_vec());
    let all = [named("median", &fan.q50), named("5 %", &fan.q05), named("95 %", &fan.q95)];
    all.into_iter().filter(|(_, series)| !series.is_empty()).collect()
}

/// A plot for each measure over the whole width, scenarios together.
fn together(canvas: &mut Canvas, mut top: f64, panels: &[Panel], last: f64, events: &[Vec<Mark>]) -> f64 {
    let layout = canvas.layout;
    let labels = labels(panels);
    let events = marks::merged(&labels, events);
    if layout.is_narrow() {
        top = scenario_key(canvas, top, &labels);
        top = marks::key(canvas, top, &events, last);
    }
    for (place, panel) in panels.iter().enumerate() {
        top += 8.0;
        top += 4.0 + heading(canvas, (layout.margin, top), &panel.measure, layout.room(), 3);
        let mut plot = Plot {
            left: layout.plot_left,
            top,
            width: layout.plot_width(),
            height: if layout.is_narrow() { 150.0 } else { 200.0 },
            across: (0.0, last),
            up: scale(panel),
        };
        if place == 0 && !layout.is_narrow() {
            plot.top += marks::height(canvas, &plot, &events);
        } else if layout.is_narrow() {
            plot.top += marks::letters_height(canvas, &plot, &events, &events);
        }
        value_axis(canvas, &plot, 5);
        month_grid(canvas, &plot);
        if panel.fans.len() == 1 {
            panel.fans.iter().for_each(|fan| runs(canvas, &plot, fan, look(0).colour));
        }
        marks::lines(canvas, &plot, &events);
        if layout.is_narrow() {
            marks::letters(canvas, &plot, &events, &events);
        } else if place == 0 {
            marks::labels(canvas, &plot, &events);
        }
        for (place, fan) in panel.fans.iter().enumerate() {
            bands(canvas, &plot, fan, look(place).colour);
        }
        for (place, fan) in panel.fans.iter().enumerate() {
            curve(canvas, &plot, &fan.q50, 2.4, look(place).colour, look(place).dash);
        }
        for (place, fan) in panel.fans.iter().enumerate() {
            let shift = if panel.fans.len() == 2 { place as f64 * 6.0 - 3.0 } else { 0.0 };
            means(canvas, &plot, fan, look(place), look(place).text(), shift);
        }
        if !layout.is_narrow() {
            side_labels(canvas, &plot, &panel.fans);
        }
        point(canvas, &plot, panel.fans.iter().flat_map(readings).collect());
        top = month_numbers(canvas, &plot);
        if place + 1 == panels.len() {
            top = month_title(canvas, &plot, top);
        }
    }
    top
}

fn side_labels(canvas: &mut Canvas, plot: &Plot, fans: &[Fan]) {
    let layout = canvas.layout;
    let room = layout.gutter - 24.0 - layout.margin;
    let labels: Vec<SideLabel> = fans
        .iter()
        .enumerate()
        .map(|(place, fan)| {
            let end = last_value(&fan.q50);
            let named = if end.is_some() { fan.label.clone() } else { format!("{} (no data)", fan.label) };
            let lines = canvas.face.wrap_evenly(&named, layout.words, Weight::Bold, room, 5);
            SideLabel {
                joined: end.is_some(),
                y: end.map_or(plot.bottom(), |(_, value)| plot.y(value)),
                lines: lines.into_iter().map(|line| (line, Weight::Bold)).collect(),
                colour: look(place).text(),
                size: layout.words,
            }
        })
        .collect();
    beside(canvas, plot.right(), plot.top - 8.0, plot.bottom() + 8.0, &labels);
}

/// A row for each scenario, a column for each measure.
fn grid(
    canvas: &mut Canvas,
    mut top: f64,
    panels: &[Panel],
    scenarios: usize,
    last: f64,
    events: &[Vec<Mark>],
) -> f64 {
    let layout = canvas.layout;
    let most = if layout.is_narrow() { NARROW_COLUMNS } else { COLUMNS };
    let columns = panels.len().div_ceil(panels.len().div_ceil(most));
    let indent = if layout.is_narrow() { 32.0 } else { layout.plot_left - layout.margin };
    let all = marks::union(events.iter().map(Vec::as_slice));
    top = marks::key(canvas, top, &all, last);
    for block in panels.chunks(columns) {
        // Measures that are left over share the whole width among them.
        let pitch = (layout.room() + 12.0) / block.len() as f64;
        let plot_at = |column: usize, top: f64, panel: &Panel| Plot {
            left: layout.margin + indent + column as f64 * pitch,
            top,
            width: pitch - indent - 12.0,
            height: if layout.is_narrow() { 90.0 } else { 116.0 },
            across: (0.0, last),
            up: scale(panel),
        };
        let mut bottom = top;
        for (column, panel) in block.iter().enumerate() {
            let x = layout.margin + column as f64 * pitch;
            bottom = bottom.max(top + 8.0 + heading(canvas, (x, top + 8.0), &panel.measure, pitch - 12.0, 4));
        }
        top = bottom;
        for row in 0..scenarios {
            let look = look(row);
            let label =
                block.iter().find_map(|panel| panel.fans.get(row)).map_or("", |fan| fan.label.as_str());
            top = named(canvas, (layout.margin, top), look, label, layout.room(), false) + 4.0;
            let own = events.get(row).map_or(&[][..], Vec::as_slice);
            top += marks::letters_height(canvas, &plot_at(0, top, &panels[0]), own, &all);
            let mut bottom = top;
            for (column, panel) in block.iter().enumerate() {
                let plot = plot_at(column, top, panel);
                value_axis(canvas, &plot, 5);
                month_grid(canvas, &plot);
                let fan = panel.fans.get(row);
                fan.into_iter().for_each(|fan| runs(canvas, &plot, fan, look.colour));
                marks::lines(canvas, &plot, own);
                marks::letters(canvas, &plot, own, &all);
                match fan.filter(|fan| last_value(&fan.q50).is_some()) {
                    Some(fan) => {
                        bands(canvas, &plot, fan, look.colour);
                        curve(canvas, &plot, &fan.q50, 2.2, look.colour, look.dash);
                        means(canvas, &plot, fan, look, look.text(), 0.0);
                        point(canvas, &plot, readings(fan));
                    }
                    None => {
                        let setting = Setting::new(layout.small, MUTED);
                        canvas.text((plot.left + 8.0, plot.top + 18.0), "no data", setting);
                    }
                }
                bottom = plot.bottom();
                if row + 1 == scenarios {
                    bottom = month_numbers(canvas, &plot);
                }
            }
            if row + 1 == scenarios {
                bottom = month_title(canvas, &plot_at(0, top, &panels[0]), bottom);
            }
            top = bottom + 10.0;
        }
        top += 10.0;
    }
    top
}

fn description(words: &Caption, panels: &[Panel]) -> String {
    let mut said =
        format!("{}. Measures over the months, with bands for the spread of the runs.", words.subtitle);
    for panel in panels {
        for fan in &panel.fans {
            let Some((month, median)) = last_value(&fan.q50) else {
                continue;
            };
            let bound = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
            said.push_str(&format!(
                " {}, {}: median {median:.3} in month {month}, 5 to 95 % of runs from {:.3} to {:.3}.",
                panel.measure,
                fan.label,
                bound(&fan.q05),
                bound(&fan.q95),
            ));
        }
    }
    said
}
