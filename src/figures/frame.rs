//! What stands around every picture: its title and subtitle, the key to its
//! signs, and a note on what is shown.

use super::Caption;
use super::canvas::{Anchor, Canvas, Setting};
use super::theme::{Colour, INK, INNER_BAND, Look, MUTED, OUTER_BAND, look};
use super::typeface::Weight;

/// Writes title and subtitle, as many lines as they need; returns the height used.
pub(super) fn caption(canvas: &mut Canvas, caption: &Caption) -> f64 {
    let title = Setting::new(canvas.layout.title, INK).bold();
    let lines = canvas.face.wrap(&caption.title, canvas.layout.title, Weight::Bold, canvas.layout.room(), 12);
    let mut baseline = canvas.layout.margin + canvas.layout.title;
    if !lines.is_empty() {
        baseline = canvas.lines((canvas.layout.margin, baseline), &lines, title) - title.leading() + 22.0;
    }
    let lines =
        canvas.face.wrap(&caption.subtitle, canvas.layout.words, Weight::Regular, canvas.layout.room(), 24);
    let subtitle = Setting::new(canvas.layout.words, MUTED);
    canvas.lines((canvas.layout.margin, baseline), &lines, subtitle) - subtitle.leading() + 8.0
}

/// A note below the picture; returns the height used, border included.
pub(super) fn note(canvas: &mut Canvas, top: f64, words: &str) -> f64 {
    let setting = Setting::new(canvas.layout.small, MUTED);
    let lines = canvas.face.wrap(words, canvas.layout.small, Weight::Regular, canvas.layout.room(), 30);
    canvas.lines((canvas.layout.margin, top + canvas.layout.small), &lines, setting) - setting.leading()
        + canvas.layout.margin * 0.8
}

/// A sign that the key explains.
pub(super) enum Sign {
    /// The band of 5 to 95 % of the runs.
    OuterBand,
    /// The band of the middle half.
    InnerBand,
    /// The median's line.
    Median,
    /// The mean with its interval.
    Mean,
    /// A single run.
    Run,
}

/// Explains signs from left to right, on a further line where one does not fit; returns the height used.
pub(super) fn key(canvas: &mut Canvas, top: f64, look: Look, entries: &[(Sign, String)]) -> f64 {
    let layout = canvas.layout;
    let setting = Setting::new(layout.small, MUTED);
    let (mut x, mut baseline) = (layout.margin, top + 16.0);
    for (sign, words) in entries {
        let wide = 30.0 + canvas.width(words, setting);
        if x > layout.margin && x + wide > layout.width - layout.margin {
            (x, baseline) = (layout.margin, baseline + 20.0);
        }
        draw_sign(canvas, sign, look, x, baseline - 4.0);
        let lines = canvas.face.wrap(words, layout.small, Weight::Regular, layout.room() - 30.0, 4);
        baseline = canvas.lines((x + 30.0, baseline), &lines, setting) - setting.leading();
        x += wide + 22.0;
    }
    baseline + 10.0
}

/// Explains colours from left to right, on a further line where one does not fit; returns the height used.
pub(super) fn swatches(canvas: &mut Canvas, top: f64, entries: &[(Colour, String)]) -> f64 {
    let layout = canvas.layout;
    let setting = Setting::new(layout.small, MUTED);
    let (mut x, mut baseline) = (layout.margin, top + 16.0);
    for (colour, words) in entries {
        let wide = 20.0 + canvas.width(words, setting);
        if x > layout.margin && x + wide > layout.width - layout.margin {
            (x, baseline) = (layout.margin, baseline + 18.0);
        }
        canvas.block((x, baseline - 10.0), (x + 14.0, baseline + 1.0), *colour, 1.0);
        let lines = canvas.face.wrap(words, layout.small, Weight::Regular, layout.room() - 20.0, 4);
        baseline = canvas.lines((x + 20.0, baseline), &lines, setting) - setting.leading();
        x += wide + 18.0;
    }
    baseline + 8.0
}

fn draw_sign(canvas: &mut Canvas, sign: &Sign, look: Look, x: f64, y: f64) {
    let (left, right) = (x, x + 24.0);
    match sign {
        Sign::OuterBand => canvas.block((left, y - 7.0), (right, y + 7.0), look.colour, OUTER_BAND),
        Sign::InnerBand => {
            canvas.block((left, y - 7.0), (right, y + 7.0), look.colour, OUTER_BAND);
            canvas.block((left, y - 4.5), (right, y + 4.5), look.colour, INNER_BAND);
        }
        Sign::Median => canvas.dashed(vec![(left, y), (right, y)], 2.4, look.colour, look.dash),
        Sign::Mean => whisker(canvas, (x + 12.0, y), (y - 7.0, y + 7.0), look, INK),
        Sign::Run => canvas.line(
            vec![(left, y + 3.0), (x + 8.0, y - 2.0), (x + 16.0, y + 1.0), (right, y - 4.0)],
            0.9,
            look.colour.tint(0.45),
        ),
    }
}

/// A mean and the interval of its Monte Carlo error.
pub(super) fn whisker(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (low, high): (f64, f64),
    look: Look,
    ink: Colour,
) {
    if low.is_finite() && high.is_finite() {
        canvas.line(vec![(x, low), (x, high)], 1.4, ink);
        for end in [low, high] {
            canvas.line(vec![(x - 3.5, end), (x + 3.5, end)], 1.4, ink);
        }
    }
    canvas.marker((x, y), look.marker, 3.4, ink);
}

/// The title of an axis or panel above its upper left corner, on up to `lines` lines; returns the height used.
pub(super) fn heading(
    canvas: &mut Canvas,
    (x, top): (f64, f64),
    words: &str,
    room: f64,
    lines: usize,
) -> f64 {
    let setting = Setting::new(canvas.layout.words, INK).bold().at(Anchor::Start);
    let lines = canvas.face.wrap(words, canvas.layout.words, Weight::Bold, room, lines);
    canvas.lines((x, top + canvas.layout.words), &lines, setting) - setting.leading() + 8.0 - top
}

/// The scenarios of a picture by the look of their lines, one below the other, where labels beside the
/// plots have no room; returns the height down to their lower edge.
pub(super) fn scenario_key(canvas: &mut Canvas, top: f64, labels: &[&str]) -> f64 {
    let mut bottom = top;
    for (place, label) in labels.iter().enumerate() {
        bottom =
            named(canvas, (canvas.layout.margin, bottom), look(place), label, canvas.layout.room(), true);
    }
    if labels.is_empty() { top } else { bottom + 4.0 }
}

/// A scenario's name behind its sign; returns the height down to the lower edge.
pub(super) fn named(
    canvas: &mut Canvas,
    (x, top): (f64, f64),
    look: Look,
    label: &str,
    room: f64,
    with_line: bool,
) -> f64 {
    let (size, indent) = (canvas.layout.words, if with_line { 36.0 } else { 18.0 });
    let setting = Setting::new(size, look.text()).bold();
    let lines = canvas.face.wrap_evenly(label, size, Weight::Bold, room - indent, 6);
    let middle = top + 3.0 + size * 0.62;
    if with_line {
        canvas.dashed(vec![(x, middle), (x + 28.0, middle)], 2.4, look.colour, look.dash);
    }
    canvas.marker((x + if with_line { 14.0 } else { 6.0 }, middle), look.marker, 4.6, look.colour);
    canvas.lines((x + indent, top + 3.0 + size), &lines, setting) - size * 0.9
}
