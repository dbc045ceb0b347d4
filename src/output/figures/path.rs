//! The spread–depth path: does a reform reach many, and does it change much for them?
//!
//! A reform can be wide and shallow, or deep and confined to a few. So neither
//! share of users nor depth alone tells whether it went to scale; the path
//! through the square of both does, month by month. Its corners are named:
//! stalled, superficial, contained, scaled.

use super::axis::Plot;
use super::canvas::{Anchor, Canvas, Point, Setting};
use super::frame::{caption, note};
use super::labels::{SideLabel, beside};
use super::series::stretches;
use super::square::{CLOUD, DEEP, Taken, WIDE, corners, course, crowding, square, stand};
use super::theme::{Look, MARGIN, PAPER, PLOT_LEFT, SMALL, WIDTH, WORDS, look};
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
    let mut canvas = Canvas::new()?;
    let top = caption(&mut canvas, words) + 42.0;
    let plot = Plot { left: PLOT_LEFT, top, width: SIDE, height: SIDE, across: (0.0, 1.0), up: (0.0, 1.0) };
    square(&mut canvas, &plot);
    let mut taken = corners(&mut canvas, &plot, scenarios);
    for (place, scenario) in scenarios.iter().enumerate() {
        cloud(&mut canvas, &plot, scenario, look(place));
    }
    for (place, scenario) in scenarios.iter().enumerate().rev() {
        for stretch in stretches(&[&scenario.spread, &scenario.depth]) {
            let points: Vec<Point> =
                stretch.map(|m| plot.at((scenario.spread[m], scenario.depth[m]))).collect();
            canvas.line(points.clone(), 4.6, PAPER);
            canvas.dashed(points, 2.6, look(place).colour, look(place).dash);
        }
    }
    months(&mut canvas, &plot, scenarios, month_labels, &mut taken);
    ends(&mut canvas, &plot, scenarios);
    let bottom = note(&mut canvas, plot.bottom() + 48.0, &explained(scenarios));
    render::figure("spread-depth-path", &words.title, description(words, scenarios), &canvas, bottom)
}

/// Where single runs end.
fn cloud(canvas: &mut Canvas, plot: &Plot, scenario: &SpreadDepth, look: Look) {
    for &(spread, depth) in scenario.ends.iter().take(CLOUD) {
        if spread.is_finite() && depth.is_finite() {
            canvas.disc(plot.at((spread, depth)), 2.0, look.colour, 0.22);
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
        let setting = Setting::new(SMALL, look(place).text()).bold().at(Anchor::Middle);
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
    let room = WIDTH - plot.right() - 24.0 - MARGIN;
    let mut labels = Vec::new();
    for (place, scenario) in scenarios.iter().enumerate() {
        let look = look(place);
        let mut lines: Vec<(String, Weight)> = canvas
            .face
            .wrap_evenly(&scenario.label, WORDS, Weight::Bold, room, 4)
            .into_iter()
            .map(|line| (line, Weight::Bold))
            .collect();
        let end = last(scenario).and_then(|month| stand(plot, scenario, month).map(|at| (month, at)));
        let y = match end {
            Some((month, (x, y))) => {
                let (spread, depth) = (scenario.spread[month], scenario.depth[month]);
                lines.push((format!("month {month}: spread {spread:.2}, depth {depth:.2}"), Weight::Regular));
                canvas.dashed(
                    vec![(x + 7.0, y), (plot.right() + 3.0, y)],
                    0.9,
                    look.colour.tint(0.35),
                    &[1.5, 3.0],
                );
                canvas.marker((x, y), look.marker, 8.4, PAPER);
                canvas.marker((x, y), look.marker, 6.6, look.colour);
                y
            }
            None => {
                lines.push(("no data".to_owned(), Weight::Regular));
                plot.bottom()
            }
        };
        labels.push(SideLabel { y, joined: end.is_some(), lines, colour: look.text(), size: WORDS });
    }
    beside(canvas, plot.right(), plot.top, plot.bottom() + 30.0, &labels);
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
