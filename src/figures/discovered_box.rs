//! A box found in a sweep, on the plane of its first two factors. It is drawn from a discovery, not from a results folder.

use super::composition::Composition;
use super::data_table::{self, DataCell, share};
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{FRAME, INK, MUTED, PaintColor, STEPS, VERMILION};
use super::panels::chart::{Plot, covering, round_numbers};
use super::panels::frame::{heading, swatches};
use super::{Caption, DataTable, Figure};
use crate::analysis::boxes::Restriction;
use crate::diagnostic::Diagnostic;
use crate::figures::nothing_to_draw;

/// Height of the plane.
const HEIGHT: f64 = 360.0;
/// Rows of the table behind it at most: the points are in the tables of the sweep.
const ROWS: usize = 400;

const NOTE: &str = "Each disc is a point of the sweep; the darker, the larger the share of its runs that are of interest. The frame is the \
                    box; what it says of other factors stands above. Points that lie in the frame and outside the box differ in these.";

/// A side of the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct PlottedFactor {
    /// Its name.
    pub name: String,
    /// Its words; empty for numbers.
    pub words: Vec<String>,
    /// What the box says of it.
    pub restriction: Restriction,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxFigure {
    /// The finding.
    pub title: String,
    /// What was looked at.
    pub subtitle: String,
    /// The condition in words.
    pub of: String,
    /// One side or two.
    pub plane: Vec<PlottedFactor>,
    /// Coordinates on the plane, and the share of runs that are of interest.
    pub points: Vec<(Vec<f64>, f64)>,
    /// All that the box says.
    pub beside: String,
}

/// The figure.
///
/// # Errors
/// Without a factor or a point; if it cannot be drawn.
pub fn discovered_box(drawn: &BoxFigure) -> Result<Figure, Diagnostic> {
    if drawn.plane.is_empty() || drawn.points.is_empty() {
        return Err(nothing_to_draw("discovered-box", "point"));
    }
    Composition {
        name: "discovered-box".into(),
        section: "",
        caption: Caption { title: drawn.title.clone(), subtitle: drawn.subtitle.clone() },
        description: description(drawn),
        note: NOTE.into(),
        table: table(drawn),
    }
    .paint(|canvas, top| Ok(lay_out(canvas, top, drawn)))
}

/// A side of the plane: its range, and its values that are named.
struct Side {
    range: (f64, f64),
    named: Vec<(f64, String)>,
}

impl Side {
    fn of(canvas: &Canvas, factor: Option<&PlottedFactor>, values: &[f64], most: usize) -> Side {
        let Some(factor) = factor else {
            // One factor alone: upward stands the share itself.
            let named = [0.0, 0.25, 0.5, 0.75, 1.0].map(|x| (x, format!("{:.0}%", 100.0 * x)));
            return Side { range: (0.0, 1.0), named: named.into() };
        };
        if !factor.words.is_empty() {
            let named = factor.words.iter().enumerate().map(|(k, word)| (k as f64, word.clone())).collect();
            return Side { range: (-0.5, factor.words.len() as f64 - 0.5), named };
        }
        let (low, high) = covering((f64::INFINITY, f64::NEG_INFINITY), values.iter().copied());
        let range = (low - 0.04 * (high - low), high + 0.04 * (high - low));
        Side { range, named: round_numbers(canvas, range, most) }
    }
}

fn lay_out(canvas: &Canvas, top: f64, drawn: &BoxFigure) -> f64 {
    let layout = canvas.layout;
    let end = |k: usize| format!("{:.0}%", 100.0 * k as f64 / STEPS.len() as f64);
    let key: Vec<_> = STEPS
        .iter()
        .enumerate()
        .map(|(k, color)| (*color, format!("{} to {}", end(k), end(k + 1))))
        .collect();
    let mut top = swatches(canvas, top, &key) + 4.0;
    let up = drawn.plane.get(1);
    let across = &drawn.plane[0];
    let label = up.map_or_else(|| format!("share of runs in which {}", drawn.of), |up| up.name.clone());
    top = heading(canvas, (layout.margin, top), &format!("up: {label}"), layout.room(), 3);
    let xs: Vec<f64> = drawn.points.iter().map(|(at, _)| at[0]).collect();
    let y_of = |(at, hit): &(Vec<f64>, f64)| up.and_then(|_| at.get(1).copied()).unwrap_or(*hit);
    let ys: Vec<f64> = drawn.points.iter().map(y_of).collect();
    let horizontal = Side::of(canvas, Some(across), &xs, if layout.is_narrow() { 4 } else { 8 });
    let vertical = Side::of(canvas, up, &ys, 6);
    let ink = canvas.small(MUTED);
    let widest = vertical.named.iter().map(|(_, words)| canvas.width(words, ink)).fold(0.0, f64::max);
    let left = layout.margin + widest.min(0.3 * layout.room()) + 8.0;
    let plot = Plot {
        left,
        top: top + 4.0,
        width: layout.width - layout.margin - left - 6.0,
        height: if layout.is_narrow() { 0.7 * HEIGHT } else { HEIGHT },
        across: horizontal.range,
        up: vertical.range,
    };
    for (y, words) in &vertical.named {
        let words = canvas.wrap(words, ink, left - layout.margin - 6.0, 1).concat();
        canvas.text((left - 6.0, plot.y(*y) + layout.small * 0.36), &words, ink.at(Anchor::End));
    }
    let mut free = f64::NEG_INFINITY;
    for (x, words) in &horizontal.named {
        let (middle, half) = (plot.x(*x), canvas.width(words, ink) / 2.0);
        if middle - half > free && middle + half < layout.width - 2.0 {
            canvas.text((middle, plot.bottom() + ink.leading() + 2.0), words, ink.at(Anchor::Middle));
            free = middle + half + 6.0;
        }
    }
    frame(canvas, (plot.left, plot.top), (plot.right(), plot.bottom()), 1.0, FRAME);
    for point in &drawn.points {
        let step = ((point.1 * STEPS.len() as f64) as usize).min(STEPS.len() - 1);
        let place = plot.at((point.0[0], y_of(point)));
        canvas.disc(place, 4.6, FRAME, 1.0);
        canvas.disc(place, 4.0, STEPS[step], 1.0);
    }
    let free = Restriction::None;
    let of_up = up.map_or(&free, |up| &up.restriction);
    for (from, to) in pieces(&across.restriction, horizontal.range) {
        for (low, high) in pieces(of_up, vertical.range) {
            frame(canvas, (plot.x(from), plot.y(high)), (plot.x(to), plot.y(low)), 2.2, VERMILION);
        }
    }
    let below = plot.bottom() + 2.0 * layout.small + 10.0;
    let place = (layout.margin, below + 6.0);
    let foot = canvas.paragraph(
        place,
        &format!("across: {}", across.name),
        canvas.words(INK).bold(),
        layout.room(),
        3,
    );
    let told = format!("The box: {}.", drawn.beside);
    canvas.paragraph(
        (layout.margin, foot + 20.0),
        &told,
        canvas.words(VERMILION.shade(0.3)),
        layout.room(),
        8,
    ) + 10.0
}

fn frame(
    canvas: &Canvas,
    (left, top): (f64, f64),
    (right, bottom): (f64, f64),
    width: f64,
    color: PaintColor,
) {
    canvas.line(vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], width, color);
}

/// The parts of a side that a restriction holds.
fn pieces(restriction: &Restriction, (low, high): (f64, f64)) -> Vec<(f64, f64)> {
    match restriction {
        Restriction::None => vec![(low, high)],
        Restriction::Between(from, to) => {
            // A little beyond the points at its ends.
            let air = 0.015 * (high - low);
            vec![((from - air).max(low), (to + air).min(high))]
        }
        Restriction::Among(words) => {
            let mut found: Vec<(f64, f64)> = Vec::new();
            for (k, _) in words.iter().enumerate().filter(|(_, is_in)| **is_in) {
                let (from, to) = (k as f64 - 0.45, k as f64 + 0.45);
                match found.last_mut().filter(|last| from - last.1 < 0.2) {
                    Some(last) => last.1 = to,
                    None => found.push((from, to)),
                }
            }
            found
        }
    }
}

fn table(drawn: &BoxFigure) -> DataTable {
    let names: Vec<&str> = drawn.plane.iter().map(|f| f.name.as_str()).chain([drawn.of.as_str()]).collect();
    let cell = |(factor, x): (&PlottedFactor, &f64)| match factor.words.get(*x as usize) {
        Some(word) => DataCell::from(word.as_str()),
        None => share(*x),
    };
    let row =
        |(at, hit): &(Vec<f64>, f64)| drawn.plane.iter().zip(at).map(cell).chain([share(*hit)]).collect();
    data_table::table(&names, drawn.points.iter().take(ROWS).map(row).collect())
}

fn description(drawn: &BoxFigure) -> String {
    let sides: Vec<&str> = drawn.plane.iter().map(|f| f.name.as_str()).collect();
    format!(
        "The {} points of a sweep on the plane of {}, colored by the share of runs in which {}, and a frame around the box: {}.",
        drawn.points.len(),
        sides.join(" and "),
        drawn.of,
        drawn.beside
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::text_overlap;

    #[test]
    fn numbers_words_and_one_factor_alone_are_drawn() {
        let side = |name: &str, words: &[&str], restriction| PlottedFactor {
            name: name.into(),
            words: words.iter().map(|w| (*w).to_string()).collect(),
            restriction,
        };
        let number = side("superintendent_exit", &[], Restriction::Between(0.25, f64::INFINITY));
        let words =
            side("strategy", &["a<b", "committee", "mandate"], Restriction::Among(vec![true, false, true]));
        let points: Vec<(Vec<f64>, f64)> =
            (0..30).map(|k| (vec![0.01 * f64::from(k), f64::from(k % 3)], f64::from(k) / 30.0)).collect();
        let mut drawn = BoxFigure {
            title: "Most stall".into(),
            subtitle: "of <many>".into(),
            of: "deep_share@60 < 0.2".into(),
            plane: vec![number.clone(), words],
            points,
            beside: "superintendent_exit from 0.25 up".into(),
        };
        for plane in [drawn.plane.clone(), vec![number]] {
            drawn.plane = plane;
            let figure = discovered_box(&drawn).unwrap();
            for svg in [&figure.svg, &figure.narrow] {
                assert!(text_overlap::faults(svg).is_empty(), "{:?}", text_overlap::faults(svg));
            }
            assert_eq!(figure.table.rows.len(), 30);
        }
        drawn.points.clear();
        assert!(discovered_box(&drawn).unwrap_err().fault.ends_with("was given no point"));
    }
}
