//! The spread–depth path: does a reform reach many, and does it change much for them?
//!
//! A reform can be wide and shallow, or deep and confined to a few. So neither
//! share of users nor depth alone tells whether it went to scale; the path
//! through the square of both does, month by month. Its corners are named:
//! stalled, superficial, contained, scaled.

use super::axis::Plot;
use super::canvas::{Anchor, Canvas, Point, Setting};
use super::frame::{caption, named, note};
use super::labels::{SideLabel, beside};
use super::series::stretches;
use super::square::{CLOUD, DEEP, Taken, WIDE, corners, course, crowding, depth_title, square, stand};
use super::theme::{Look, PAPER, look};
use super::typeface::Weight;
use super::{Caption, Figure, FigureError, SpreadDepth, render};

/// Side of the square.
const SIDE: f64 = 580.0;
/// Draws each scenario's path through the square, naming these months along it.
pub fn spread_depth_path(
    words: &Caption,
    scenarios: &[SpreadDepth],
    month_labels: &[u32],
) -> Result<Figure, FigureError> {
    if scenarios.is_empty() {
        return Err(FigureError::Empty { figure: "spread–depth", missing: "scenario" });
    }
    render::figure("spread-depth-path", &words.title, description(words, scenarios), |canvas| {
        let layout = canvas.layout;
        let mut top = caption(canvas, words);
        if layout.is_narrow() {
            top = end_key(canvas, top, scenarios);
        }
        let side = if layout.is_narrow() { layout.plot_width() } else { SIDE };
        top = depth_title(canvas, top);
        let plot = Plot {
            left: layout.plot_left,
            top,
            width: side,
            height: side,
            across: (0.0, 1.0),
            up: (0.0, 1.0),
        };
        let bottom = square(canvas, &plot);
        let mut taken = corners(canvas, &plot, scenarios);
        for (place, scenario) in scenarios.iter().enumerate() {
            cloud(canvas, &plot, scenario, look(place));
        }
        for (place, scenario) in scenarios.iter().enumerate().rev() {
            for stretch in stretches(&[&scenario.spread, &scenario.depth]) {
                let points: Vec<Point> =
                    stretch.map(|m| plot.at((scenario.spread[m], scenario.depth[m]))).collect();
                canvas.line(points.clone(), 4.6, PAPER);
                canvas.dashed(points, 2.6, look(place).colour, look(place).dash);
            }
        }
        months(canvas, &plot, scenarios, month_labels, &mut taken);
        ends(canvas, &plot, scenarios);
        note(canvas, bottom, &explained(scenarios))
    })
}

/// Where single runs end.
fn cloud(canvas: &mut Canvas, plot: &Plot, scenario: &SpreadDepth, look: Look) {
    for &(spread, depth) in scenario.ends.iter().take(CLOUD) {
        if spread.is_finite() && depth.is_finite() {
            let radius = if canvas.layout.is_narrow() { 1.5 } else { 2.0 };
            canvas.disc(plot.at((spread, depth)), radius, look.colour, 0.22);
        }
    }
}

/// Markers at the named months, each with its number where there is room.
fn months(
    canvas: &mut Canvas,
    plot: &Plot,
    scenarios: &[SpreadDepth],
    named: &[u32],
    taken: &mut Vec<Taken>,
) {
    let mut lines: Vec<Point> = Vec::new();
    let mut marked: Vec<(Point, usize, u32)> = Vec::new();
    for (place, scenario) in scenarios.iter().enumerate() {
        lines.extend(course(plot, scenario));
        for &month in named {
            marked.extend(stand(plot, scenario, month as usize).map(|at| (at, place, month)));
        }
    }
    for &((x, y), place, _) in &marked {
        canvas.marker((x, y), look(place).marker, 6.4, PAPER);
        canvas.marker((x, y), look(place).marker, 4.6, look(place).colour);
        taken.push((x - 5.0, y - 5.0, x + 5.0, y + 5.0));
    }
    for ((x, y), place, month) in marked {
        let words = month.to_string();
        let setting = Setting::new(canvas.layout.small, look(place).text()).bold().at(Anchor::Middle);
        let half = canvas.width(&words, setting) / 2.0 + 1.0;
        let mut best: Option<(f64, Taken)> = None;
        for (dx, dy) in [
            (1.0, 0.0),
            (0.0, -1.0),
            (0.0, 1.0),
            (-1.0, 0.0),
            (0.8, -0.8),
            (0.8, 0.8),
            (-0.8, -0.8),
            (-0.8, 0.8),
        ] {
            let (cx, cy) = (x + dx * (half + 7.0), y + dy * 14.0);
            let room = (cx - half, cy - 6.0, cx + half, cy + 6.0);
            let cost = crowding(plot, room, taken, &lines);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, room));
            }
        }
        if let Some((cost, room)) = best
            && cost < 100.0
        {
            canvas.block((room.0, room.1), (room.2, room.3), PAPER, 0.75);
            canvas.text((room.0 + half, room.3 - 1.6), &words, setting);
            taken.push(room);
        }
    }
}

/// The last month in which a scenario has both values.
fn last(scenario: &SpreadDepth) -> Option<usize> {
    stretches(&[&scenario.spread, &scenario.depth]).last().map(|stretch| stretch.end - 1)
}

/// Names of the scenarios to the right of the square, joined to the ends of their paths.
fn ends(canvas: &mut Canvas, plot: &Plot, scenarios: &[SpreadDepth]) {
    let layout = canvas.layout;
    let room = layout.width - plot.right() - 24.0 - layout.margin;
    let mut labels = Vec::new();
    for (place, scenario) in scenarios.iter().enumerate() {
        let look = look(place);
        let mut lines: Vec<(String, Weight)> = canvas
            .face
            .wrap_evenly(&scenario.label, canvas.layout.words, Weight::Bold, room, 4)
            .into_iter()
            .map(|line| (line, Weight::Bold))
            .collect();
        let end = last(scenario).and_then(|month| stand(plot, scenario, month).map(|at| (month, at)));
        let y = match end {
            Some((month, (x, y))) => {
                let (spread, depth) = (scenario.spread[month], scenario.depth[month]);
                lines.push((standing(month, spread, depth), Weight::Regular));
                if !layout.is_narrow() {
                    let lead = vec![(x + 7.0, y), (plot.right() + 3.0, y)];
                    canvas.dashed(lead, 0.9, look.colour.tint(0.35), &[1.5, 3.0]);
                }
                canvas.marker((x, y), look.marker, 8.4, PAPER);
                canvas.marker((x, y), look.marker, 6.6, look.colour);
                y
            }
            None => {
                lines.push(("no data".to_owned(), Weight::Regular));
                plot.bottom()
            }
        };
        labels.push(SideLabel {
            y,
            joined: end.is_some(),
            lines,
            colour: look.text(),
            size: canvas.layout.words,
        });
    }
    if !layout.is_narrow() {
        beside(canvas, plot.right(), plot.top, plot.bottom() + 30.0, &labels);
    }
}

fn standing(month: usize, spread: f64, depth: f64) -> String {
    format!("month {month}: spread {spread:.2}, depth {depth:.2}")
}

/// The same above the square, where there is no room beside it; returns the height down to the lower edge.
fn end_key(canvas: &mut Canvas, top: f64, scenarios: &[SpreadDepth]) -> f64 {
    let layout = canvas.layout;
    let mut bottom = top + 4.0;
    for (place, scenario) in scenarios.iter().enumerate() {
        let look = look(place);
        bottom = named(canvas, (layout.margin, bottom), look, &scenario.label, layout.room(), true);
        let words = last(scenario).map_or_else(
            || "no data".to_owned(),
            |month| standing(month, scenario.spread[month], scenario.depth[month]),
        );
        let setting = Setting::new(layout.small, look.text());
        canvas.text((layout.margin + 36.0, bottom + layout.small), &words, setting);
        bottom += layout.small + 5.0;
    }
    bottom + 4.0
}

fn explained(scenarios: &[SpreadDepth]) -> String {
    let most = scenarios.iter().map(|scenario| scenario.ends.len()).max().unwrap_or(0);
    let dots = match most {
        0 => String::new(),
        _ if most > CLOUD => {
            format!(" Faint dots: where single runs end (the first {CLOUD} of each scenario).")
        }
        _ => " Faint dots: where single runs end.".to_owned(),
    };
    format!(
        "Line: the way of the scenario through the months, with some months numbered; its large marker is the last month.{dots}"
    )
}

fn description(words: &Caption, scenarios: &[SpreadDepth]) -> String {
    let mut said =
        format!("{}. Paths over the months in a square of spread (across) and depth (up).", words.subtitle);
    for scenario in scenarios {
        match last(scenario) {
            Some(month) => {
                let (spread, depth) = (scenario.spread[month], scenario.depth[month]);
                let corner = match (spread >= WIDE, depth >= DEEP) {
                    (true, true) => "scaled",
                    (true, false) => "superficial",
                    (false, true) => "contained",
                    (false, false) => "stalled",
                };
                said.push_str(&format!(
                    " {}: ends {corner} in month {month}, at spread {spread:.2} and depth {depth:.2}.",
                    scenario.label
                ));
            }
            None => said.push_str(&format!(" {}: no data.", scenario.label)),
        }
    }
    said
}
