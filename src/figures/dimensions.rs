//! The four dimensions of scale side by side: depth, ownership, spread, sustainability, a row for each
//! scenario, all on one scale.

use super::axis::{Plot, month_grid, point, value_axis};
use super::canvas::{Anchor, Canvas, Setting};
use super::fan::readings;
use super::frame::{Sign, caption, key, named, note};
use super::multiples::{Cell, Shape, multiples};
use super::series::{between, curve, last_month, last_value};
use super::theme::{INNER_BAND, Look, MUTED, OUTER_BAND, look};
use super::typeface::Weight;
use super::{Caption, Fan, Figure, FigureError, Mark, marks, render};

/// One scenario in its four dimensions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dimensions {
    /// Name of the scenario.
    pub label: String,
    /// The dimensions in order, each with its name as label.
    pub fans: Vec<Fan>,
    /// What else is to be said of it, below its name.
    pub remark: String,
    /// Its events.
    pub events: Vec<Mark>,
}

/// Draws the dimensions of each scenario: the median and the middle half of the runs.
pub fn four_dimensions(
    words: &Caption,
    scenarios: &[Dimensions],
    explained: &str,
) -> Result<Figure, FigureError> {
    if scenarios.iter().all(|s| s.fans.is_empty()) {
        return Err(FigureError::Empty { figure: "four-dimensions", missing: "scenario" });
    }
    let last = scenarios.iter().flat_map(|s| &s.fans).map(last_month).max().unwrap_or(0).max(1);
    let all = marks::union(scenarios.iter().map(|s| s.events.as_slice()));
    render::figure("four-dimensions", &words.title, description(words, scenarios), |canvas| {
        let layout = canvas.layout;
        let mut top = caption(canvas, words);
        let grey = Look { colour: MUTED, dash: &[], ..look(0) };
        let signs = [
            (Sign::Median, "median of the runs".to_owned()),
            (Sign::InnerBand, "middle half of the runs".to_owned()),
        ];
        top = key(canvas, top, grey, &signs);
        top = marks::key(canvas, top, &all, last as f64) + 4.0;
        for (place, scenario) in scenarios.iter().enumerate() {
            let look = look(place);
            top = named(canvas, (layout.margin, top), look, &scenario.label, layout.room(), false);
            let setting = Setting::new(layout.small, MUTED);
            let lines =
                canvas.face.wrap(&scenario.remark, layout.small, Weight::Regular, layout.room() - 18.0, 4);
            top = canvas.lines((layout.margin + 18.0, top + layout.small + 3.0), &lines, setting)
                - layout.small;
            let cells: Vec<Cell<'_>> = scenario
                .fans
                .iter()
                .map(|fan| Cell { look: None, label: &fan.label, key: Vec::new(), events: &scenario.events })
                .collect();
            let shape = Shape {
                columns: if layout.is_narrow() { 2 } else { 4 },
                left: 30.0,
                right: 30.0,
                height: if layout.is_narrow() { 90.0 } else { 120.0 },
                last: last as f64,
                titled: place + 1 == scenarios.len(),
            };
            top = multiples(canvas, top + 2.0, &cells, &shape, &all, |canvas, place, plot| {
                panel(canvas, plot, &scenario.fans[place], look);
            });
        }
        note(canvas, top, explained)
    })
}

fn panel(canvas: &mut Canvas, plot: &Plot, fan: &Fan, look: Look) {
    value_axis(canvas, plot, 5);
    month_grid(canvas, plot);
    between(canvas, plot, &fan.q25, &fan.q75, look.colour, OUTER_BAND + INNER_BAND);
    curve(canvas, plot, &fan.q50, 2.2, look.colour, look.dash);
    let small = canvas.layout.small;
    match last_value(&fan.q50) {
        Some((_, value)) => {
            let setting = Setting::new(small, look.text()).bold();
            canvas.text((plot.right() + 4.0, plot.y(value) + 4.3), &format!("{value:.2}"), setting);
            point(canvas, plot, readings(fan));
        }
        None => {
            let setting = Setting::new(small, MUTED).at(Anchor::Start);
            canvas.text((plot.left + 6.0, plot.top + 16.0), "no data", setting);
        }
    }
}

fn description(words: &Caption, scenarios: &[Dimensions]) -> String {
    let mut said = format!(
        "{}. Depth, ownership, spread and sustainability over the months, a row for each scenario.",
        words.subtitle
    );
    for scenario in scenarios {
        for fan in &scenario.fans {
            let Some((month, median)) = last_value(&fan.q50) else { continue };
            let bound = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
            said.push_str(&format!(
                " {}, {}: median {median:.2} in month {month}, middle half of runs from {:.2} to {:.2}.",
                scenario.label,
                fan.label,
                bound(&fan.q25),
                bound(&fan.q75),
            ));
        }
        if !scenario.remark.is_empty() {
            said.push_str(&format!(" {}: {}.", scenario.label, scenario.remark));
        }
    }
    said
}
