//! The spread–depth path: does a reform reach many, and does it change much for them?
//!
//! A reform can be wide and shallow, or deep and confined to a few. So neither
//! share of users nor depth alone tells whether it went to scale; the path
//! through the square of both does, month by month. Its corners are named:
//! stalled, superficial, contained, scaled.

use plotters::series::LineSeries;

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::figure_data::SINGLE_RUNS;
use super::paint::canvas::{Anchor, Canvas, Lettering, Point};
use super::paint::plotters_backend::Painted;
use super::paint::theme::{FRAME, INK, Look, MUTED, PAPER, look};
use super::panels::chart::{AxisLook, Chart, Plot, Scale, chart, round_numbers, stroke};
use super::panels::frame::named;
use super::panels::free_room::{Room, cheapest, crowding};
use super::panels::side_labels::{SideLabel, beside};
use super::panels::time_panel::{Drawn, stretches};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_measures: &["spread", "depth"],
    ..FigureKind::new(&["spread", "depth"], Draw::OfAll(draw))
};
use crate::phrasing::percent;

/// The measures in words.
const MEASURES: [(&str, &str); 2] =
    [("spread", "Spread (share of focal teachers using)"), ("depth", "Depth (mean among users, 0 to 1)")];

/// Months named along the path.
const MONTHS: [u32; 5] = [12, 24, 36, 48, 60];
/// From this spread on, the reform is wide.
const WIDE: f64 = 0.5;
/// From this depth on, it is deep.
const DEEP: f64 = 0.6;
/// Side of the square on a page.
const SIDE: f64 = 580.0;

/// One scenario's path in the square of spread and depth.
struct Path<'a> {
    label: &'a str,
    /// Mean share of the focal teachers who use it, by month.
    spread: Vec<f64>,
    /// Mean depth among those who use it, by month.
    depth: Vec<f64>,
    /// Spread and depth at the end of single runs.
    ends: Vec<Point>,
}

impl Path<'_> {
    fn of<'a>(case: &'a DrawnScenario<'_>) -> Path<'a> {
        let end = |run: &[f64]| run.last().copied().unwrap_or(f64::NAN);
        let ends = case.results.single_runs("spread").zip(case.results.single_runs("depth"));
        let ends = ends.map(|(spread, depth)| (end(spread), end(depth)));
        Path {
            label: &case.label,
            spread: case.means("spread"),
            depth: case.means("depth"),
            ends: ends.filter(|(spread, depth)| spread.is_finite() && depth.is_finite()).collect(),
        }
    }

    /// The months of each piece of the path as places in the square.
    fn pieces(&self) -> impl Iterator<Item = Vec<Point>> {
        let pieces = stretches(&[&self.spread, &self.depth]).into_iter();
        pieces.map(|piece| piece.map(|m| (self.spread[m], self.depth[m])).collect())
    }

    /// Where it is in a month, if both values are there.
    fn at(&self, month: usize) -> Option<Point> {
        let (spread, depth) = (*self.spread.get(month)?, *self.depth.get(month)?);
        (spread.is_finite() && depth.is_finite()).then_some((spread, depth))
    }

    /// The last month that has both values, and where it is then.
    fn last(&self) -> Option<(usize, Point)> {
        let month = stretches(&[&self.spread, &self.depth]).last()?.end - 1;
        Some((month, self.at(month)?))
    }

    /// The last month in words.
    fn end_in_words(&self) -> String {
        self.last().map_or_else(
            || "no data".to_owned(),
            |(month, (spread, depth))| format!("month {month}: spread {spread:.2}, depth {depth:.2}"),
        )
    }

    /// Places along the path, close enough to find out what it crosses.
    fn course(&self, plot: &Plot) -> Vec<Point> {
        let mut course = Vec::new();
        for piece in self.pieces() {
            let places: Vec<Point> = piece.into_iter().map(|at| plot.at(at)).collect();
            course.extend(places.first());
            for pair in places.windows(2) {
                let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
                let steps = (((bx - ax).abs() + (by - ay).abs()) / 4.0).ceil().max(1.0) as u32;
                let part = |step: u32| f64::from(step) / f64::from(steps);
                course.extend((1..=steps).map(|k| (ax + (bx - ax) * part(k), ay + (by - ay) * part(k))));
            }
        }
        course
    }
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let paths: Vec<Path<'_>> = data.cases.iter().map(Path::of).collect();
    let month = data.months();
    let reached = of_each(data, |case| match case.last_mean("depth") {
        depth if depth.is_nan() => "nobody uses it".into(),
        depth => format!("{} use it at depth {depth:.2}", percent(case.last_mean("spread"))),
    });
    Composition {
        name: "spread-depth-path".into(),
        section: "path",
        caption: of_all(data, format!("Month {month}, on average – {reached}")),
        description: description(&paths),
        note: note(data),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| lay_out(canvas, top, &paths, month))
}

fn lay_out(canvas: &Canvas, top: f64, paths: &[Path<'_>], last: u32) -> Result<f64, Diagnostic> {
    let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
    let top = if narrow { end_key(canvas, top, paths) } else { top };
    let title = canvas.words(INK).bold();
    let words = "depth: mean among teachers who use the reform, 0 to 1";
    let lines = canvas.wrap_evenly(words, title, layout.room(), 3);
    let top = canvas.lines((layout.margin, top + 3.0 + layout.words), &lines, title) - title.leading() + 26.0;
    let side = if narrow { layout.plot_width() } else { SIDE };
    let unit = (0.0, 1.0);
    let plot = Plot { left: layout.plot_left, top, width: side, height: side, across: unit, up: unit };
    let mut chart = square(canvas, &plot)?;
    let mut taken = corners(canvas, &plot, paths);
    for (place, path) in paths.iter().enumerate() {
        let (color, radius) = (look(place).color, if narrow { 1.5 } else { 2.0 });
        painted(&mut chart, path.ends.clone(), move |canvas, at| canvas.disc(at, radius, color, 0.22))?;
    }
    for (place, path) in paths.iter().enumerate().rev() {
        let Look { color, dash, .. } = look(place);
        for piece in path.pieces() {
            chart.draw_series(LineSeries::new(piece.clone(), stroke(PAPER, 4.6)))?;
            let paint = move |canvas: &Canvas, places| canvas.dashed(places, 2.6, color, dash);
            chart.draw_series([Painted { points: piece, paint }])?;
        }
    }
    months(canvas, &mut chart, &plot, paths, (last, &mut taken))?;
    ends(canvas, &mut chart, &plot, paths)?;
    Ok(below(canvas, &plot))
}

/// What the canvas paints at each place of the square.
fn painted(chart: &mut Chart<'_>, points: Vec<Point>, paint: impl Fn(&Canvas, Point)) -> Drawn {
    let paint = |canvas: &Canvas, places: Vec<Point>| places.into_iter().for_each(|at| paint(canvas, at));
    chart.draw_series([Painted { points, paint }])?;
    Ok(())
}

/// Axes and thresholds.
fn square<'c>(canvas: &'c Canvas, plot: &Plot) -> Result<Chart<'c>, Diagnostic> {
    canvas.rectangle(plot.at((WIDE, 1.0)), plot.at((1.0, DEEP)), look(2).color, 0.05);
    let axis = AxisLook { lines: (true, true), foot: false, ink: (INK, INK), gap: 8.0 };
    let scale = || Scale::new((0.0, 1.0), round_numbers(canvas, (0.0, 1.0), 5));
    let mut chart = chart(canvas, plot, (scale(), scale()), &axis)?;
    for threshold in [[(WIDE, 0.0), (WIDE, 1.0)], [(0.0, DEEP), (1.0, DEEP)]] {
        chart.draw_series(LineSeries::new(threshold, stroke(MUTED, 1.2)))?;
    }
    let above = (plot.x(WIDE), plot.top - 7.0);
    canvas.text(above, "spread 0.5", canvas.small(MUTED).at(Anchor::Middle));
    let frame = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
    chart.draw_series(LineSeries::new(frame, stroke(FRAME, 1.0)))?;
    Ok(chart)
}

/// Says below the square what is across; returns the height down to the lower edge.
fn below(canvas: &Canvas, plot: &Plot) -> f64 {
    let layout = canvas.layout;
    let words = "spread: share of focal teachers who use the reform, 0 to 1";
    let title = canvas.words(INK).bold();
    let lines = canvas.wrap_evenly(words, title, layout.width - layout.margin - plot.left, 3);
    let half = lines.iter().map(|line| canvas.width(line, title)).fold(0.0, f64::max) / 2.0;
    let middle = (plot.left + plot.width / 2.0).min(layout.width - layout.margin - half);
    let place = (middle, plot.bottom() + 38.0);
    canvas.lines(place, &lines, title.at(Anchor::Middle)) - title.leading() + 10.0
}

/// Names the four corners, each where its quarter of the square is emptiest; returns what the names take.
fn corners(canvas: &Canvas, plot: &Plot, paths: &[Path<'_>]) -> Vec<Room> {
    let y = plot.y(DEEP);
    let lines: Vec<Point> = paths.iter().flat_map(|path| path.course(plot)).collect();
    let dots: Vec<Point> = paths.iter().flat_map(|path| &path.ends).map(|end| plot.at(*end)).collect();
    let mut taken = vec![threshold(canvas, plot, &lines, &dots)];
    let named = [
        ("contained", "few users, deep", false, true),
        ("scaled", "many users, deep", true, true),
        ("stalled", "few users, shallow", false, false),
        ("superficial", "many users, shallow", true, false),
    ];
    for (name, meaning, right, upper) in named {
        let small = canvas.small(MUTED);
        let strong = Lettering { size: 16.0, ..small.bold() };
        let width = canvas.width(meaning, small).max(canvas.width(name, strong));
        let (from, to) = if right { (plot.x(WIDE), plot.right()) } else { (plot.left, plot.x(WIDE)) };
        let (above, below) = if upper { (plot.top, y) } else { (y, plot.bottom()) };
        let (free_across, free_down) = (to - from - 20.0 - width, below - above - 54.0);
        // From the outer corner inwards: every path or dot in the way costs more than a step aside.
        let places = (0..49).map(|step| (f64::from(step % 7) / 6.0, f64::from(step / 7) / 6.0));
        let best = cheapest(places.map(|(across, down)| {
            let left = from + 10.0 + free_across * if right { 1.0 - across } else { across };
            let top = above + 8.0 + free_down * if upper { down } else { 1.0 - down };
            let room = (left, top, left + width, top + 38.0);
            let blocked = 10.0 * crowding(plot, room, &taken, &lines) + crowding(plot, room, &[], &dots);
            (blocked + across + down, room)
        }));
        if let Some((_, room)) = best {
            let (x, anchor) = if right { (room.2, Anchor::End) } else { (room.0, Anchor::Start) };
            canvas.text((x, room.1 + 15.0), name, strong.at(anchor));
            canvas.text((x, room.1 + 32.0), meaning, small.at(anchor));
            taken.push(room);
        }
    }
    taken
}

/// Names the threshold of depth at its emptier end, above or below it; returns what the words take.
fn threshold(canvas: &Canvas, plot: &Plot, lines: &[Point], dots: &[Point]) -> Room {
    let (words, ink) = ("depth 0.6", canvas.small(MUTED));
    let (width, y) = (canvas.width(words, ink), plot.y(DEEP));
    let lefts = [plot.right() - 5.0 - width, plot.left + 5.0];
    let places = lefts.into_iter().flat_map(|left| [(left, y - 5.0), (left, y + 14.0)]);
    let best = cheapest(places.map(|(left, baseline)| {
        let room = (left, baseline - 11.0, left + width, baseline + 3.0);
        (10.0 * crowding(plot, room, &[], lines) + crowding(plot, room, &[], dots), room)
    }));
    let room = best.map_or((plot.left, y, plot.left, y), |(_, room)| room);
    canvas.text((room.0, room.3 - 3.0), words, ink);
    room
}

/// Markers at the named months, each with its number where there is room.
fn months(
    canvas: &Canvas,
    chart: &mut Chart<'_>,
    plot: &Plot,
    paths: &[Path<'_>],
    (last, taken): (u32, &mut Vec<Room>),
) -> Drawn {
    let lines: Vec<Point> = paths.iter().flat_map(|path| path.course(plot)).collect();
    let mut marked: Vec<(Point, usize, u32)> = Vec::new();
    for (place, path) in paths.iter().enumerate() {
        let named = MONTHS.into_iter().filter(|month| *month <= last);
        let found = named.filter_map(|month| path.at(month as usize).map(|at| (at, place, month)));
        let found: Vec<_> = found.collect();
        let Look { marker, color, .. } = look(place);
        painted(chart, found.iter().map(|(at, ..)| *at).collect(), move |canvas, at| {
            canvas.marker(at, marker, 6.4, PAPER);
            canvas.marker(at, marker, 4.6, color);
        })?;
        marked.extend(found);
    }
    let at = |(at, _, _): &(Point, usize, u32)| plot.at(*at);
    taken.extend(marked.iter().map(at).map(|(x, y)| (x - 5.0, y - 5.0, x + 5.0, y + 5.0)));
    for (at, place, month) in marked {
        let ((x, y), words) = (plot.at(at), month.to_string());
        let ink = canvas.small(look(place).text()).bold().at(Anchor::Middle);
        let half = canvas.width(&words, ink) / 2.0 + 1.0;
        let straight = [(1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0)];
        let aslant = [(0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8)];
        let best = cheapest(straight.into_iter().chain(aslant).map(|(dx, dy)| {
            let (cx, cy) = (x + dx * (half + 7.0), y + dy * 14.0);
            let room = (cx - half, cy - 6.0, cx + half, cy + 6.0);
            (crowding(plot, room, taken, &lines), room)
        }));
        if let Some((_, room)) = best.filter(|(cost, _)| *cost < 100.0) {
            canvas.rectangle((room.0, room.1), (room.2, room.3), PAPER, 0.75);
            canvas.text((room.0 + half, room.3 - 1.6), &words, ink);
            taken.push(room);
        }
    }
    Ok(())
}

/// The ends of the paths, and names of the scenarios to the right of the square, joined to them.
fn ends(canvas: &Canvas, chart: &mut Chart<'_>, plot: &Plot, paths: &[Path<'_>]) -> Drawn {
    let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
    let room = layout.width - plot.right() - 24.0 - layout.margin;
    let mut labels = Vec::new();
    for (place, path) in paths.iter().enumerate() {
        let look = look(place);
        let end = path.last().map(|(_, at)| at);
        painted(chart, end.into_iter().collect(), move |canvas, (x, y)| {
            if !narrow {
                let lead = vec![(x + 7.0, y), (plot.right() + 3.0, y)];
                canvas.dashed(lead, 0.9, look.color.tint(0.35), &[1.5, 3.0]);
            }
            canvas.marker((x, y), look.marker, 8.4, PAPER);
            canvas.marker((x, y), look.marker, 6.6, look.color);
        })?;
        let ink = canvas.words(look.text());
        let y = end.map_or(plot.bottom(), |(_, depth)| plot.y(depth));
        let lines = canvas.wrap_evenly(path.label, ink.bold(), room, 4);
        let label = SideLabel::new(y, lines, ink.bold()).and(path.end_in_words(), ink);
        labels.push(label.joined_if(end.is_some()));
    }
    if !narrow {
        beside(canvas, plot.right(), plot.top, plot.bottom() + 30.0, &labels);
    }
    Ok(())
}

/// The same above the square, where there is no room beside it; returns the height down to the lower edge.
fn end_key(canvas: &Canvas, top: f64, paths: &[Path<'_>]) -> f64 {
    let layout = canvas.layout;
    let mut bottom = top + 4.0;
    for (place, path) in paths.iter().enumerate() {
        let look = look(place);
        bottom = named(canvas, (layout.margin, bottom), look, path.label, layout.room(), true);
        let place = (layout.margin + 36.0, bottom + layout.small);
        canvas.text(place, &path.end_in_words(), canvas.small(look.text()));
        bottom += layout.small + 5.0;
    }
    bottom + 4.0
}

fn note(data: &FigureData<'_>) -> String {
    let dots = match data.cases.iter().map(|case| case.scenario.run.replications).max() {
        Some(runs) if runs > SINGLE_RUNS => {
            format!(" Faint dots: where single runs end (the first {SINGLE_RUNS} of each scenario).")
        }
        _ => " Faint dots: where single runs end.".to_owned(),
    };
    format!(
        "The line follows the scenario month by month, with some months numbered; its large marker is the last month.{dots}"
    )
}

fn description(paths: &[Path<'_>]) -> String {
    let mut said = "Paths over the months in a square of spread (across) and depth (up).".to_owned();
    for path in paths {
        let Some((month, (spread, depth))) = path.last() else {
            said.push_str(&format!(" {}: no data.", path.label));
            continue;
        };
        let corner = match (spread >= WIDE, depth >= DEEP) {
            (true, true) => "scaled",
            (true, false) => "superficial",
            (false, true) => "contained",
            (false, false) => "stalled",
        };
        said.push_str(&format!(
            " {}: ends {corner} in month {month}, at spread {spread:.2} and depth {depth:.2}.",
            path.label
        ));
    }
    said
}
