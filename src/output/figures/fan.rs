//! Timeline fans: how each measure moves over the months, and how far runs differ.
//!
//! One or two scenarios share a wide plot for each measure. Three and more stand
//! below each other, measures side by side, every column on one scale, so that
//! bands do not hide each other.

use super::axis::{Plot, covering, month_grid, month_numbers, month_title, value_axis};
use super::canvas::{Canvas, Setting};
use super::frame::{Sign, caption, heading, key, note};
use super::labels::{SideLabel, beside};
use super::series::{bands, curve, extent, last_month, last_value, means, runs};
use super::theme::{INK, Look, MARGIN, MUTED, PLOT_LEFT, SMALL, WIDTH, WORDS, look};
use super::typeface::Weight;
use super::{Caption, Fan, Figure, FigureError, Mark, Panel, marks, render};

/// Room for labels to the right of a wide plot.
pub(super) const GUTTER: f64 = 236.0;
/// At most this many measures stand side by side where every scenario has its own row.
const COLUMNS: usize = 3;

/// Draws every measure over the months with the spread of the runs.
pub fn timeline_fans(words: &Caption, panels: &[Panel], events: &[Mark]) -> Result<Figure, FigureError> {
    let scenarios = panels.iter().map(|panel| panel.fans.len()).max().unwrap_or(0);
    if scenarios == 0 {
        return Err(FigureError::Empty { figure: "timeline", missing: "scenario with a measure" });
    }
    let mut canvas = Canvas::new()?;
    let mut top = caption(&mut canvas, words);
    let grey = Look { colour: MUTED, dash: &[], ..look(0) };
    let key_look = if scenarios == 1 { look(0) } else { grey };
    top += key(&mut canvas, top, key_look, &signs(panels, scenarios)) - top;
    let last = panels.iter().flat_map(|panel| &panel.fans).map(last_month).max().unwrap_or(0).max(1) as f64;
    top = if scenarios <= 2 {
        wide(&mut canvas, top, panels, last, events)
    } else {
        grid(&mut canvas, top, panels, scenarios, last, events)
    };
    let explained = "Bands show how far runs differ from each other; they do not narrow with more runs. \
                     The bars on the mean show Monte Carlo error alone, which does.";
    top = note(&mut canvas, top + 8.0, explained);
    render::figure("timeline-fans", &words.title, description(words, panels), &canvas, top)
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

/// A wide plot for each measure, scenarios together.
fn wide(canvas: &mut Canvas, mut top: f64, panels: &[Panel], last: f64, events: &[Mark]) -> f64 {
    let width = WIDTH - PLOT_LEFT - GUTTER;
    for (place, panel) in panels.iter().enumerate() {
        top += 8.0;
        top += 4.0 + heading(canvas, (MARGIN, top), &panel.measure, WIDTH - 2.0 * MARGIN, 3);
        let mut plot =
            Plot { left: PLOT_LEFT, top, width, height: 200.0, across: (0.0, last), up: scale(panel) };
        if place == 0 {
            plot.top += marks::height(canvas, &plot, events);
        }
        value_axis(canvas, &plot, 5);
        month_grid(canvas, &plot);
        if panel.fans.len() == 1 {
            panel.fans.iter().for_each(|fan| runs(canvas, &plot, fan, look(0).colour));
        }
        marks::lines(canvas, &plot, events);
        if place == 0 {
            marks::labels(canvas, &plot, events);
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
        side_labels(canvas, &plot, &panel.fans);
        top = month_numbers(canvas, &plot);
        if place + 1 == panels.len() {
            top = month_title(canvas, &plot, top);
        }
    }
    top
}

fn side_labels(canvas: &mut Canvas, plot: &Plot, fans: &[Fan]) {
    let labels: Vec<SideLabel> = fans
        .iter()
        .enumerate()
        .map(|(place, fan)| {
            let end = last_value(&fan.q50);
            let named = if end.is_some() { fan.label.clone() } else { format!("{} (no data)", fan.label) };
            let lines = canvas.face.wrap_evenly(&named, WORDS, Weight::Bold, GUTTER - 24.0 - MARGIN, 5);
            SideLabel {
                joined: end.is_some(),
                y: end.map_or(plot.bottom(), |(_, value)| plot.y(value)),
                lines: lines.into_iter().map(|line| (line, Weight::Bold)).collect(),
                colour: look(place).text(),
                size: WORDS,
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
    events: &[Mark],
) -> f64 {
    let columns = panels.len().div_ceil(panels.len().div_ceil(COLUMNS));
    let pitch = (WIDTH - MARGIN + 12.0 - MARGIN) / columns as f64;
    let width = pitch - (PLOT_LEFT - MARGIN) - 12.0;
    let plot_at = |column: usize, top: f64, panel: &Panel| Plot {
        left: PLOT_LEFT + column as f64 * pitch,
        top,
        width,
        height: 116.0,
        across: (0.0, last),
        up: scale(panel),
    };
    top = events_key(canvas, top, &marks::key(events, &plot_at(0, top, &panels[0])));
    for block in panels.chunks(columns) {
        let heights = block.iter().enumerate().map(|(column, panel)| {
            let x = plot_at(column, top, panel).left - (PLOT_LEFT - MARGIN);
            heading(canvas, (x, top + 8.0), &panel.measure, pitch - 20.0, 4)
        });
        top += 8.0 + heights.fold(0.0, f64::max);
        for row in 0..scenarios {
            let look = look(row);
            let label =
                block.iter().find_map(|panel| panel.fans.get(row)).map_or("", |fan| fan.label.as_str());
            let shown = canvas.face.ellipsize(label, WORDS, Weight::Bold, WIDTH - PLOT_LEFT - MARGIN - 18.0);
            canvas.marker((PLOT_LEFT + 6.0, top + 11.5), look.marker, 4.6, look.colour);
            canvas.text((PLOT_LEFT + 18.0, top + 16.0), &shown, Setting::new(WORDS, look.text()).bold());
            top += 24.0;
            if row == 0 {
                top += marks::letters_height(canvas, &plot_at(0, top, &panels[0]), events);
            }
            let mut bottom = top;
            for (column, panel) in block.iter().enumerate() {
                let plot = plot_at(column, top, panel);
                value_axis(canvas, &plot, 5);
                month_grid(canvas, &plot);
                let fan = panel.fans.get(row);
                fan.into_iter().for_each(|fan| runs(canvas, &plot, fan, look.colour));
                marks::lines(canvas, &plot, events);
                if row == 0 {
                    marks::letters(canvas, &plot, events);
                }
                match fan.filter(|fan| last_value(&fan.q50).is_some()) {
                    Some(fan) => {
                        bands(canvas, &plot, fan, look.colour);
                        curve(canvas, &plot, &fan.q50, 2.2, look.colour, look.dash);
                        means(canvas, &plot, fan, look, look.text(), 0.0);
                    }
                    None => {
                        canvas.text((plot.left + 8.0, plot.top + 18.0), "no data", Setting::new(SMALL, MUTED))
                    }
                }
                bottom = plot.bottom();
                if row + 1 == scenarios {
                    bottom = month_numbers(canvas, &plot);
                    if column == 0 {
                        month_title(canvas, &plot, bottom);
                    }
                }
            }
            top = bottom + 10.0;
        }
        top += 20.0;
    }
    top
}

fn events_key(canvas: &mut Canvas, top: f64, entries: &[String]) -> f64 {
    let mut baseline = top + SMALL + 4.0;
    for entry in entries {
        let shown = canvas.face.ellipsize(entry, SMALL, Weight::Regular, WIDTH - PLOT_LEFT - MARGIN);
        canvas.text((PLOT_LEFT, baseline), &shown, Setting::new(SMALL, INK));
        baseline += 17.0;
    }
    if entries.is_empty() { top } else { baseline - 8.0 }
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
