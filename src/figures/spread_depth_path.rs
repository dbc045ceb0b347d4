//! The spread–depth path: does a reform reach many, and does it change much for them?
//!
//! A reform can be wide and shallow, or deep and confined to a few. So neither
//! share of users nor depth alone tells whether it went to scale; the path
//! through the square of both does, month by month. Its corners are named:
//! stalled, superficial, contained, scaled.
//!
//! The line joins the ends of school years: within a year it would turn back each August, when teachers leave
//! and nobody new has begun. The path is a mean, and single runs need not lie near it, so bubbles show
//! where they end.

use std::collections::BTreeMap;

use plotters::series::LineSeries;

use super::captions::of_all;
use super::composition::Composition;
use super::figure_data::SINGLE_RUNS;
use super::paint::canvas::{Anchor, Canvas, Lettering, Point};
use super::paint::plotters_backend::Painted;
use super::paint::theme::{FRAME, INK, Look, MUTED, PAPER, look};
use super::panels::chart::{AxisLook, Chart, Plot, Scale, chart, percents, round_numbers, stroke};
use super::panels::frame::named;
use super::panels::free_room::{Room, cheapest, crowding};
use super::panels::side_labels::{SideLabel, beside};
use super::panels::time_panel::{Drawn, stretches};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, data_table, titles};
use crate::calendar::YEAR;
use crate::diagnostic::Diagnostic;
use crate::phrasing::{after, percent, thousands};

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_measures: &["spread", "depth"],
    ..FigureKind::new("spread-depth-path", &["spread", "depth"], Draw::OfAll(draw))
};

/// The measures in words.
const MEASURES: [(&str, &str); 2] =
    [("spread", "Spread: teachers who use it"), ("depth", "Depth: how deeply users teach it (0 to 1)")];

/// Runs at least this long are joined by the ends of years; shorter ones month by month.
const YEARLY: u32 = 36;
/// Side of the cells whose runs make one bubble, in spread and depth.
const CELL: f64 = 0.04;
/// With more scenarios their bubbles hide each other, and none are drawn.
const MOST_CLOUDS: usize = 3;
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

    /// The months that the line joins, piece by piece: the first and the ends of school years, or all of a short run.
    fn pieces(&self) -> impl Iterator<Item = Vec<Point>> {
        let last = self.spread.len().saturating_sub(1) as u32;
        let joined = move |first: usize, month: usize| {
            last < YEARLY || month == first || (month as u32).is_multiple_of(YEAR)
        };
        let pieces = stretches(&[&self.spread, &self.depth]).into_iter();
        pieces.map(move |piece| {
            let (first, end) = (piece.start, piece.end - 1);
            let shown = piece.filter(|m| joined(first, *m) || *m == end);
            shown.map(|m| (self.spread[m], self.depth[m])).collect()
        })
    }

    /// Where single runs end: the middle of those of each cell, and how many they are.
    fn bubbles(&self) -> Vec<(Point, usize)> {
        let mut cells: BTreeMap<(i64, i64), Vec<Point>> = BTreeMap::new();
        for end in &self.ends {
            let cell = ((end.0 / CELL).floor() as i64, (end.1 / CELL).floor() as i64);
            cells.entry(cell).or_default().push(*end);
        }
        let mean =
            |ends: &[Point], of: fn(&Point) -> f64| ends.iter().map(of).sum::<f64>() / ends.len() as f64;
        cells.into_values().map(|ends| ((mean(&ends, |e| e.0), mean(&ends, |e| e.1)), ends.len())).collect()
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
            |(month, (spread, depth))| {
                format!("{}: {} use it, depth {depth:.2}", after(month as u32), percent(spread))
            },
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
    Composition {
        name: "spread-depth-path".into(),
        section: "path",
        caption: of_all(data, titles::path(data)),
        description: description(&paths),
        note: note(data, &paths),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| lay_out(canvas, top, &paths, month))
}

fn lay_out(canvas: &Canvas, top: f64, paths: &[Path<'_>], last: u32) -> Result<f64, Diagnostic> {
    let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
    let top = if narrow { end_key(canvas, top, paths) } else { top };
    let title = canvas.words(INK).bold();
    let words = "Depth: how deeply those who use it teach it, 0 to 1";
    let lines = canvas.wrap_evenly(words, title, layout.room(), 3);
    let top = canvas.lines((layout.margin, top + 3.0 + layout.words), &lines, title) - title.leading() + 26.0;
    let side = if narrow { layout.plot_width() - 8.0 } else { SIDE };
    let (across, up) = (reach(paths, WIDE, |point| point.0), reach(paths, DEEP, |point| point.1));
    let plot = Plot { left: layout.plot_left, top, width: side, height: side, across, up };
    let mut chart = square(canvas, &plot)?;
    if paths.len() <= MOST_CLOUDS {
        for (place, path) in paths.iter().enumerate() {
            let _own = canvas.of_scenario(place);
            cloud(&mut chart, path, look(place), if narrow { 9.0 } else { 15.0 })?;
        }
    }
    let mut taken = corners(canvas, &plot, paths);
    for (place, path) in paths.iter().enumerate().rev() {
        let _own = canvas.of_scenario(place);
        let Look { color, dash, .. } = look(place);
        for piece in path.pieces() {
            chart.draw_series(LineSeries::new(piece.clone(), stroke(PAPER, 4.6)))?;
            let paint = move |canvas: &Canvas, places| canvas.dashed(places, 2.6, color, dash);
            chart.draw_series([Painted { points: piece, paint }])?;
        }
    }
    years(canvas, &mut chart, &plot, paths, (last, &mut taken))?;
    ends(canvas, &mut chart, &plot, paths)?;
    Ok(below(canvas, &plot))
}

/// From 0 to a little beyond a threshold, or to where paths and runs end beyond it: no quarter stays empty.
fn reach(paths: &[Path<'_>], threshold: f64, of: impl Fn(&Point) -> f64) -> (f64, f64) {
    let has_clouds = paths.len() <= MOST_CLOUDS;
    let ends = paths.iter().filter(|_| has_clouds).flat_map(|path| path.ends.iter().copied());
    let points = ends.chain(paths.iter().flat_map(|path| path.pieces().flatten()));
    let highest = points.map(|point| of(&point)).fold(threshold + 0.12, f64::max);
    (0.0, ((highest * 10.0 + 0.4).ceil() / 10.0).min(1.0))
}

/// Where the single runs of a scenario end: the area of a bubble is its number of runs.
fn cloud(chart: &mut Chart<'_>, path: &Path<'_>, look: Look, largest: f64) -> Drawn {
    let bubbles = path.bubbles();
    let most = bubbles.iter().map(|(_, runs)| *runs).max().unwrap_or(1) as f64;
    for (at, runs) in bubbles {
        let radius = (largest * (runs as f64 / most).sqrt()).max(1.6);
        painted(chart, vec![at], move |canvas, at| canvas.disc(at, radius, look.color, 0.2))?;
    }
    Ok(())
}

/// What the canvas paints at each place of the square.
fn painted(chart: &mut Chart<'_>, points: Vec<Point>, paint: impl Fn(&Canvas, Point)) -> Drawn {
    let paint = |canvas: &Canvas, places: Vec<Point>| places.into_iter().for_each(|at| paint(canvas, at));
    chart.draw_series([Painted { points, paint }])?;
    Ok(())
}

/// Axes and thresholds.
fn square<'c>(canvas: &'c Canvas, plot: &Plot) -> Result<Chart<'c>, Diagnostic> {
    let (wide, deep) = (plot.across.1, plot.up.1);
    canvas.rectangle(plot.at((WIDE, deep)), plot.at((wide, DEEP)), look(2).color, 0.05);
    let axis = AxisLook { lines: (true, true), foot: false, ink: (INK, INK), gap: 8.0 };
    let scales = (
        Scale::new(plot.across, percents(plot.across, 5)),
        Scale::new(plot.up, round_numbers(canvas, plot.up, 5)),
    );
    let mut chart = chart(canvas, plot, scales, &axis)?;
    for threshold in [[(WIDE, 0.0), (WIDE, deep)], [(0.0, DEEP), (wide, DEEP)]] {
        chart.draw_series(LineSeries::new(threshold, stroke(MUTED, 1.2)))?;
    }
    let above = (plot.x(WIDE), plot.top - 7.0);
    canvas.text(above, "half use it", canvas.small(MUTED).at(Anchor::Middle));
    let frame = [(0.0, 0.0), (wide, 0.0), (wide, deep), (0.0, deep), (0.0, 0.0)];
    chart.draw_series(LineSeries::new(frame, stroke(FRAME, 1.0)))?;
    Ok(chart)
}

/// Says below the square what is across; returns the height down to the lower edge.
fn below(canvas: &Canvas, plot: &Plot) -> f64 {
    let layout = canvas.layout;
    let words = "Spread: teachers who use it";
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
    let drawn = paths.iter().filter(|_| paths.len() <= MOST_CLOUDS);
    let dots: Vec<Point> = drawn.flat_map(|path| &path.ends).map(|end| plot.at(*end)).collect();
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

/// Markers at the ends of years, each with the number of its year where there is room.
fn years(
    canvas: &Canvas,
    chart: &mut Chart<'_>,
    plot: &Plot,
    paths: &[Path<'_>],
    (last, taken): (u32, &mut Vec<Room>),
) -> Drawn {
    let lines: Vec<Point> = paths.iter().flat_map(|path| path.course(plot)).collect();
    let mut marked: Vec<(Point, usize, u32)> = Vec::new();
    for (place, path) in paths.iter().enumerate() {
        let found = (1..=last / YEAR).filter_map(|y| path.at((y * YEAR) as usize).map(|at| (at, place, y)));
        let found: Vec<_> = found.collect();
        let _own = canvas.of_scenario(place);
        let Look { marker, color, .. } = look(place);
        painted(chart, found.iter().map(|(at, ..)| *at).collect(), move |canvas, at| {
            canvas.marker(at, marker, 6.4, PAPER);
            canvas.marker(at, marker, 4.6, color);
        })?;
        marked.extend(found);
    }
    let at = |(at, _, _): &(Point, usize, u32)| plot.at(*at);
    taken.extend(marked.iter().map(at).map(|(x, y)| (x - 5.0, y - 5.0, x + 5.0, y + 5.0)));
    for (at, place, year) in marked {
        let ((x, y), words) = (plot.at(at), year.to_string());
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
            let _own = canvas.of_scenario(place);
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
        let _own = canvas.of_scenario(place);
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
        let label = SideLabel::new(y, lines, ink.bold()).and(path.end_in_words(), ink).of(place);
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
        let _own = canvas.of_scenario(place);
        let look = look(place);
        bottom = named(canvas, (layout.margin, bottom), look, path.label, layout.room(), true);
        let place = (layout.margin + 36.0, bottom + layout.small);
        canvas.text(place, &path.end_in_words(), canvas.small(look.text()));
        bottom += layout.small + 5.0;
    }
    bottom + 4.0
}

fn note(data: &FigureData<'_>, paths: &[Path<'_>]) -> String {
    let line = if data.months() < YEARLY {
        "The line follows the mean of the runs month by month; numbers mark the ends of school years."
    } else {
        "The line joins the means of the runs at the ends of school years, which are numbered; within a year spread dips \
         each August, when teachers leave."
    };
    let runs = data.cases.iter().map(|case| case.scenario.run.replications).max().unwrap_or(0);
    let bubbles = match paths.len() {
        0..=MOST_CLOUDS if runs > SINGLE_RUNS => format!(
            "Bubbles show where single runs end, the first {SINGLE_RUNS} of {} of each scenario: the larger, the more runs.",
            thousands(runs.into())
        ),
        0..=MOST_CLOUDS => "Bubbles show where single runs end: the larger, the more runs.".to_owned(),
        _ => format!(
            "Where single runs end is drawn for up to {MOST_CLOUDS} scenarios; the fans show how far runs differ."
        ),
    };
    format!("{line} {bubbles}")
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
            " {}: ends {corner} {}, at spread {spread:.2} and depth {depth:.2}.",
            path.label,
            after(month as u32)
        ));
    }
    said
}
