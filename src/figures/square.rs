//! The square of spread and depth: its axes, the thresholds that quarter it, the
//! names of its corners, and where in it there is still room for words.

use super::SpreadDepth;
use super::axis::{Plot, ticks};
use super::canvas::{Anchor, Canvas, Point, Setting};
use super::series::stretches;
use super::theme::{FRAME, GRID, INK, MUTED, look};
use super::typeface::Weight;

/// From this spread on, the reform is wide.
pub(super) const WIDE: f64 = 0.5;
/// From this depth on, it is deep.
pub(super) const DEEP: f64 = 0.6;
/// End points drawn of each scenario.
pub(super) const CLOUD: usize = 400;

/// A rectangle that words must keep clear of: left, top, right, bottom.
pub(super) type Taken = (f64, f64, f64, f64);

/// Axes and thresholds; returns the height down to the lower edge of the words below.
pub(super) fn square(canvas: &mut Canvas, plot: &Plot) -> f64 {
    canvas.block(plot.at((WIDE, 1.0)), plot.at((1.0, DEEP)), look(2).colour, 0.05);
    for (value, words) in ticks((0.0, 1.0), 5) {
        let (x, y) = plot.at((value, value));
        canvas.line(vec![(x, plot.top), (x, plot.bottom())], 0.8, GRID);
        canvas.line(vec![(plot.left, y), (plot.right(), y)], 0.8, GRID);
        canvas.text(
            (x, plot.bottom() + 17.0),
            &words,
            Setting::new(canvas.layout.small, INK).at(Anchor::Middle),
        );
        canvas.text(
            (plot.left - 8.0, y + 4.3),
            &words,
            Setting::new(canvas.layout.small, INK).at(Anchor::End),
        );
    }
    canvas.line(vec![plot.at((WIDE, 0.0)), plot.at((WIDE, 1.0))], 1.2, MUTED);
    canvas.line(vec![plot.at((0.0, DEEP)), plot.at((1.0, DEEP))], 1.2, MUTED);
    let (x, _) = plot.at((WIDE, DEEP));
    canvas.text(
        (x, plot.top - 7.0),
        "spread 0.5",
        Setting::new(canvas.layout.small, MUTED).at(Anchor::Middle),
    );
    let frame = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)].map(|corner| plot.at(corner));
    canvas.line(frame.to_vec(), 1.0, FRAME);

    let layout = canvas.layout;
    let below = "spread: share of focal teachers who use the reform, 0 to 1";
    let title = Setting::new(layout.words, INK).bold();
    let room = layout.width - layout.margin - plot.left;
    let lines = canvas.face.wrap_evenly(below, layout.words, Weight::Bold, room, 3);
    let half = lines.iter().map(|line| canvas.width(line, title)).fold(0.0, f64::max) / 2.0;
    let middle = (plot.left + plot.width / 2.0).min(layout.width - layout.margin - half);
    let place = (middle, plot.bottom() + 38.0);
    canvas.lines(place, &lines, title.at(Anchor::Middle)) - title.leading() + 10.0
}

/// Says what the vertical axis is; returns the upper edge of the square below it.
pub(super) fn depth_title(canvas: &mut Canvas, top: f64) -> f64 {
    let layout = canvas.layout;
    let words = "depth: mean among teachers who use the reform, 0 to 1";
    let title = Setting::new(layout.words, INK).bold();
    let lines = canvas.face.wrap_evenly(words, layout.words, Weight::Bold, layout.room(), 3);
    canvas.lines((layout.margin, top + 3.0 + layout.words), &lines, title) - title.leading() + 26.0
}

/// Names the four corners, each where its quarter of the square is emptiest; returns what the names take.
pub(super) fn corners(canvas: &mut Canvas, plot: &Plot, scenarios: &[SpreadDepth]) -> Vec<Taken> {
    let y = plot.y(DEEP);
    let lines: Vec<Point> = scenarios.iter().flat_map(|s| course(plot, s)).collect();
    let dots = scenarios.iter().flat_map(|s| s.ends.iter().take(CLOUD));
    let dots: Vec<Point> =
        dots.filter(|(s, d)| s.is_finite() && d.is_finite()).map(|end| plot.at(*end)).collect();
    let mut taken = vec![threshold(canvas, plot, &lines, &dots)];
    let named = [
        ("contained", "few users, deep", false, true),
        ("scaled", "many users, deep", true, true),
        ("stalled", "few users, shallow", false, false),
        ("superficial", "many users, shallow", true, false),
    ];
    for (name, meaning, right, upper) in named {
        let strong = Setting::new(16.0, MUTED).bold();
        let small = Setting::new(canvas.layout.small, MUTED);
        let width = canvas.width(meaning, small).max(canvas.width(name, strong));
        let (from, to) = if right { (plot.x(WIDE), plot.right()) } else { (plot.left, plot.x(WIDE)) };
        let (above, below) = if upper { (plot.top, y) } else { (y, plot.bottom()) };
        let (free_across, free_down) = (to - from - 20.0 - width, below - above - 54.0);
        let mut best: Option<(f64, Taken)> = None;
        // From the outer corner inwards: every path or dot in the way costs more than a step aside.
        for (across, down) in (0..49).map(|step| (f64::from(step % 7) / 6.0, f64::from(step / 7) / 6.0)) {
            let left = from + 10.0 + free_across * if right { 1.0 - across } else { across };
            let top = above + 8.0 + free_down * if upper { down } else { 1.0 - down };
            let room = (left, top, left + width, top + 38.0);
            let blocked = 10.0 * crowding(plot, room, &taken, &lines) + crowding(plot, room, &[], &dots);
            let cost = blocked + across + down;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, room));
            }
        }
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
fn threshold(canvas: &mut Canvas, plot: &Plot, lines: &[Point], dots: &[Point]) -> Taken {
    let (words, setting) = ("depth 0.6", Setting::new(canvas.layout.small, MUTED));
    let (width, y) = (canvas.width(words, setting), plot.y(DEEP));
    let mut best: Option<(f64, Taken)> = None;
    for left in [plot.right() - 5.0 - width, plot.left + 5.0] {
        for baseline in [y - 5.0, y + 14.0] {
            let room = (left, baseline - 11.0, left + width, baseline + 3.0);
            let cost = 10.0 * crowding(plot, room, &[], lines) + crowding(plot, room, &[], dots);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, room));
            }
        }
    }
    let room = best.map_or((plot.left, y, plot.left, y), |(_, room)| room);
    canvas.text((room.0, room.3 - 3.0), words, setting);
    room
}

/// The place of a scenario in a month, if both values are there.
pub(super) fn stand(plot: &Plot, scenario: &SpreadDepth, month: usize) -> Option<Point> {
    let (spread, depth) = (scenario.spread.get(month)?, scenario.depth.get(month)?);
    (spread.is_finite() && depth.is_finite()).then(|| plot.at((*spread, *depth)))
}

/// Places along a path, close enough to find out what it crosses.
pub(super) fn course(plot: &Plot, scenario: &SpreadDepth) -> Vec<Point> {
    let mut course = Vec::new();
    for stretch in stretches(&[&scenario.spread, &scenario.depth]) {
        let places: Vec<Point> = stretch.filter_map(|month| stand(plot, scenario, month)).collect();
        course.extend(places.first());
        for pair in places.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let steps = (((bx - ax).abs() + (by - ay).abs()) / 4.0).ceil().max(1.0) as u32;
            let part = |step: u32| f64::from(step) / f64::from(steps);
            course.extend((1..=steps).map(|step| (ax + (bx - ax) * part(step), ay + (by - ay) * part(step))));
        }
    }
    course
}

/// How much stands in a room already: 100 and more where words or markers do.
pub(super) fn crowding(plot: &Plot, room: Taken, taken: &[Taken], lines: &[Point]) -> f64 {
    let outside = room.0 < plot.left || room.2 > plot.right() || room.1 < plot.top || room.3 > plot.bottom();
    let touched = taken.iter().any(|t| room.0 < t.2 && t.0 < room.2 && room.1 < t.3 && t.1 < room.3);
    let within =
        |(x, y): &&Point| *x > room.0 - 1.0 && *x < room.2 + 1.0 && *y > room.1 - 1.0 && *y < room.3 + 1.0;
    f64::from(u8::from(outside || touched)) * 100.0 + lines.iter().filter(within).count().min(90) as f64
}
