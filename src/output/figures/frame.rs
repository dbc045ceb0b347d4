//! What stands around every picture: its title and subtitle, the key to its
//! signs, and a note on what is shown.

use super::Caption;
use super::canvas::{Anchor, Canvas, Setting};
use super::theme::{
    Colour, INK, INNER_BAND, Look, MARGIN, MUTED, OUTER_BAND, PLOT_LEFT, SMALL, TITLE, WIDTH, WORDS,
};
use super::typeface::Weight;

/// Room between the borders.
pub(super) const ROOM: f64 = WIDTH - 2.0 * MARGIN;

/// Writes title and subtitle, as many lines as they need; returns the height used.
pub(super) fn caption(canvas: &mut Canvas, caption: &Caption) -> f64 {
    let title = Setting::new(TITLE, INK).bold();
    let lines = canvas.face.wrap(&caption.title, TITLE, Weight::Bold, ROOM, 4);
    let mut baseline = MARGIN + TITLE;
    if !lines.is_empty() {
        baseline = canvas.lines((MARGIN, baseline), &lines, title) - title.leading() + 22.0;
    }
    let lines = canvas.face.wrap(&caption.subtitle, WORDS, Weight::Regular, ROOM, 4);
    let subtitle = Setting::new(WORDS, MUTED);
    canvas.lines((MARGIN, baseline), &lines, subtitle) - subtitle.leading() + 8.0
}

/// A note below the picture; returns the height used, border included.
pub(super) fn note(canvas: &mut Canvas, top: f64, words: &str) -> f64 {
    let setting = Setting::new(SMALL, MUTED);
    let lines = canvas.face.wrap(words, SMALL, Weight::Regular, ROOM, 6);
    canvas.lines((MARGIN, top + SMALL), &lines, setting) - setting.leading() + MARGIN * 0.8
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
    let setting = Setting::new(SMALL, MUTED);
    let (mut x, mut baseline) = (PLOT_LEFT, top + 16.0);
    for (sign, words) in entries {
        let wide = 30.0 + canvas.width(words, setting);
        if x > PLOT_LEFT && x + wide > WIDTH - MARGIN {
            (x, baseline) = (PLOT_LEFT, baseline + 20.0);
        }
        draw_sign(canvas, sign, look, x, baseline - 4.0);
        let shown = canvas.face.ellipsize(words, SMALL, Weight::Regular, WIDTH - MARGIN - x - 30.0);
        canvas.text((x + 30.0, baseline), &shown, setting);
        x += wide + 22.0;
    }
    baseline + 10.0
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
    let setting = Setting::new(WORDS, INK).bold().at(Anchor::Start);
    let lines = canvas.face.wrap(words, WORDS, Weight::Bold, room, lines);
    canvas.lines((x, top + WORDS), &lines, setting) - setting.leading() + 8.0 - top
}
