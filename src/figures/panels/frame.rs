//! What stands around every picture: its title and subtitle, the key to its
//! signs, and a note on what is shown.

use crate::figures::Caption;
use crate::figures::paint::canvas::{Canvas, Lettering};
use crate::figures::paint::theme::{FRAME, INK, INNER_BAND, Look, MUTED, OUTER_BAND, PaintColor};

/// Writes title and subtitle, as many lines as they need; returns the height used.
pub fn caption(canvas: &Canvas, caption: &Caption) -> f64 {
    let layout = canvas.layout;
    let title = Lettering::new(layout.title, INK).bold();
    let mut baseline = layout.margin + layout.title;
    if !caption.title.trim().is_empty() {
        baseline =
            canvas.paragraph((layout.margin, baseline), &caption.title, title, layout.room(), 12) + 22.0;
    }
    canvas.paragraph((layout.margin, baseline), &caption.subtitle, canvas.words(MUTED), layout.room(), 24)
        + 8.0
}

/// A note below the picture; returns the height used, border included.
pub fn note(canvas: &Canvas, top: f64, words: &str) -> f64 {
    let layout = canvas.layout;
    let place = (layout.margin, top + layout.small);
    canvas.paragraph(place, words, canvas.small(MUTED), layout.room(), 30) + layout.margin * 0.8
}

/// A sign that the key explains.
pub enum Sign {
    /// The band of 5 to 95% of the runs.
    OuterBand,
    /// The band of the middle half.
    InnerBand,
    /// The line of the means.
    Line,
    /// The mean with its interval.
    Mean,
    /// A single run.
    Run,
    /// The mean of the scenario that others are compared with.
    Compared,
}

/// The signs of a fan, whose runs or pairs it tells; single ones only where they are drawn.
pub fn fan_signs(of: &str, single: bool) -> Vec<(Sign, String)> {
    let mut signs = vec![
        (Sign::OuterBand, format!("5 to 95% of {of}")),
        (Sign::InnerBand, "middle half".to_owned()),
        (Sign::Line, "mean".to_owned()),
        (Sign::Mean, "its Monte Carlo interval".to_owned()),
    ];
    signs.extend(single.then(|| (Sign::Run, format!("single {of}"))));
    signs
}

/// Explains signs from left to right, on a further line where one does not fit; returns the height used.
pub fn key(canvas: &Canvas, top: f64, look: Look, entries: &[(Sign, String)]) -> f64 {
    let draw = |sign: &Sign, x: f64, baseline: f64| draw_sign(canvas, sign, look, x, baseline - 4.0);
    in_rows(canvas, top, (30.0, 20.0, 22.0), entries, draw) + 10.0
}

/// Explains colors from left to right, on a further line where one does not fit; returns the height used.
pub fn swatches(canvas: &Canvas, top: f64, entries: &[(PaintColor, String)]) -> f64 {
    let draw = |color: &PaintColor, x: f64, baseline: f64| {
        canvas.rectangle((x, baseline - 10.0), (x + 14.0, baseline + 1.0), *color, 1.0);
    };
    in_rows(canvas, top, (20.0, 18.0, 18.0), entries, draw) + 8.0
}

/// Signs with their words in rows; room of a sign, height of a row, and room between two entries. Returns the
/// last baseline.
fn in_rows<S>(
    canvas: &Canvas,
    top: f64,
    (sign_room, row, air): (f64, f64, f64),
    entries: &[(S, String)],
    draw: impl Fn(&S, f64, f64),
) -> f64 {
    let (layout, ink) = (canvas.layout, canvas.small(MUTED));
    let (mut x, mut baseline) = (layout.margin, top + 16.0);
    for (sign, words) in entries {
        let wide = sign_room + canvas.width(words, ink);
        if x > layout.margin && x + wide > layout.width - layout.margin {
            (x, baseline) = (layout.margin, baseline + row);
        }
        draw(sign, x, baseline);
        baseline = canvas.paragraph((x + sign_room, baseline), words, ink, layout.room() - sign_room, 4);
        x += wide + air;
    }
    baseline
}

fn draw_sign(canvas: &Canvas, sign: &Sign, look: Look, x: f64, y: f64) {
    let right = x + 24.0;
    let band = |half: f64, opacity: f64| {
        canvas.rectangle((x, y - half), (right, y + half), look.color, opacity);
    };
    match sign {
        Sign::OuterBand => band(7.0, OUTER_BAND),
        Sign::InnerBand => {
            band(7.0, OUTER_BAND);
            band(4.5, INNER_BAND);
        }
        Sign::Line => canvas.dashed(vec![(x, y), (right, y)], 2.4, look.color, look.dash),
        Sign::Mean => whisker(canvas, (x + 12.0, y), Some((y - 7.0, y + 7.0)), look, INK),
        Sign::Compared => canvas.line(vec![(x, y), (right, y)], 1.6, FRAME.shade(0.2)),
        Sign::Run => canvas.line(
            vec![(x, y + 3.0), (x + 8.0, y - 2.0), (x + 16.0, y + 1.0), (right, y - 4.0)],
            0.9,
            look.color.tint(0.45),
        ),
    }
}

/// A mean and the interval of its Monte Carlo error.
pub fn whisker(
    canvas: &Canvas,
    (x, y): (f64, f64),
    interval: Option<(f64, f64)>,
    look: Look,
    ink: PaintColor,
) {
    if let Some((low, high)) = interval {
        canvas.line(vec![(x, low), (x, high)], 1.4, ink);
        for end in [low, high] {
            canvas.line(vec![(x - 3.5, end), (x + 3.5, end)], 1.4, ink);
        }
    }
    canvas.marker((x, y), look.marker, 3.4, ink);
}

/// The title of an axis or panel on up to `most` lines; returns the height down to its lower edge.
pub fn heading(canvas: &Canvas, (x, top): (f64, f64), words: &str, room: f64, most: usize) -> f64 {
    canvas.paragraph((x, top + canvas.layout.words), words, canvas.words(INK).bold(), room, most) + 8.0
}

/// A scenario's name behind its sign; returns the height down to the lower edge.
pub fn named(
    canvas: &Canvas,
    (x, top): (f64, f64),
    look: Look,
    label: &str,
    room: f64,
    with_line: bool,
) -> f64 {
    let (size, indent) = (canvas.layout.words, if with_line { 36.0 } else { 18.0 });
    let ink = canvas.words(look.text()).bold();
    let lines = canvas.wrap_evenly(label, ink, room - indent, 6);
    let middle = top + 3.0 + size * 0.62;
    if with_line {
        canvas.dashed(vec![(x, middle), (x + 28.0, middle)], 2.4, look.color, look.dash);
    }
    canvas.marker((x + if with_line { 14.0 } else { 6.0 }, middle), look.marker, 4.6, look.color);
    canvas.lines((x + indent, top + 3.0 + size), &lines, ink) - size * 0.9
}
