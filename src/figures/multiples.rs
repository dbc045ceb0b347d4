//! Small multiples: plots of one size on one scale, side by side and below each other.

use super::Mark;
use super::axis::{Plot, month_numbers, month_title};
use super::canvas::{Canvas, Setting};
use super::frame::named;
use super::layout::Layout;
use super::marks;
use super::theme::{INK, Look};
use super::typeface::Weight;

/// Room between two plots.
const GAP: f64 = 18.0;

/// One of the plots: its name, and what is marked in it.
pub(super) struct Cell<'a> {
    /// The sign of a scenario before its name.
    pub look: Option<Look>,
    /// Its name.
    pub label: &'a str,
    /// What the lines in it are, by their look.
    pub key: Vec<(Look, String)>,
    /// What is marked.
    pub events: &'a [Mark],
}

/// What all plots share.
pub(super) struct Shape {
    /// Plots side by side, at most.
    pub columns: usize,
    /// Room for numbers to the left of each.
    pub left: f64,
    /// Room for labels to its right.
    pub right: f64,
    /// Its height.
    pub height: f64,
    /// The last month.
    pub last: f64,
    /// Whether the axis of months is named below the last row.
    pub titled: bool,
}

impl Shape {
    fn pitch(&self, canvas: &Canvas, cells: usize) -> (usize, f64) {
        let columns = self.columns.min(cells).max(1);
        (columns, (canvas.layout.room() + GAP) / columns as f64)
    }
}

/// Draws the plots; `draw` fills one, whose vertical axis runs from 0 to 1. Returns the height down to
/// the lower edge.
pub(super) fn multiples(
    canvas: &mut Canvas,
    mut top: f64,
    cells: &[Cell<'_>],
    shape: &Shape,
    all: &[Mark],
    mut draw: impl FnMut(&mut Canvas, usize, &Plot),
) -> f64 {
    let (columns, pitch) = shape.pitch(canvas, cells.len());
    let margin = canvas.layout.margin;
    let plot_at = |column: usize, top: f64| Plot {
        left: margin + column as f64 * pitch + shape.left,
        top,
        width: pitch - GAP - shape.left - shape.right,
        height: shape.height,
        across: (0.0, shape.last),
        up: (0.0, 1.0),
    };
    for (row, block) in cells.chunks(columns).enumerate() {
        let mut below = top;
        for (column, cell) in block.iter().enumerate() {
            let x = margin + column as f64 * pitch;
            below = below.max(head(canvas, (x, top), cell, pitch - GAP));
        }
        let letters = block
            .iter()
            .map(|cell| marks::letters_height(canvas, &plot_at(0, below), cell.events, all))
            .fold(0.0, f64::max);
        top = below + 10.0 + letters;
        let mut bottom = top;
        for (column, cell) in block.iter().enumerate() {
            let plot = plot_at(column, top);
            draw(canvas, row * columns + column, &plot);
            marks::lines(canvas, &plot, cell.events);
            marks::letters(canvas, &plot, cell.events, all);
            bottom = month_numbers(canvas, &plot);
        }
        top = bottom + 10.0;
    }
    if shape.titled { month_title(canvas, &plot_at(0, 0.0), top - 10.0) + 4.0 } else { top }
}

fn head(canvas: &mut Canvas, (x, top): (f64, f64), cell: &Cell<'_>, room: f64) -> f64 {
    let Layout { words: size, small, .. } = canvas.layout;
    let mut bottom = match cell.look {
        Some(look) => named(canvas, (x, top), look, cell.label, room, false),
        None => {
            let lines = canvas.face.wrap_evenly(cell.label, size, Weight::Bold, room, 4);
            canvas.lines((x, top + 3.0 + size), &lines, Setting::new(size, INK).bold()) - size * 0.9
        }
    };
    for (look, words) in &cell.key {
        let setting = Setting::new(small, look.text());
        let lines = canvas.face.wrap(words, small, Weight::Regular, room - 36.0, 6);
        let middle = bottom + 3.0 + small * 0.64;
        canvas.dashed(vec![(x, middle), (x + 28.0, middle)], 2.2, look.colour, look.dash);
        canvas.marker((x + 14.0, middle), look.marker, 4.2, look.colour);
        bottom = canvas.lines((x + 36.0, bottom + 3.0 + small), &lines, setting) - small * 0.9;
    }
    bottom
}
