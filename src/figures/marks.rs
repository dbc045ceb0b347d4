//! Marked months: a thin vertical line for an event or the end of support, with its label.
//!
//! Labels are staggered: each takes the lowest row above the plot in which it
//! touches no other label, is crossed by no other line, and its own line crosses
//! no label below.

use super::Mark;
use super::axis::Plot;
use super::canvas::{Anchor, Canvas, Setting};
use super::theme::{INK, MUTED, PAPER};
use super::typeface::Weight;

/// Height of a row of labels.
const ROW: f64 = 17.0;

/// A label whose room is found.
struct Placed {
    x: f64,
    row: usize,
    left: f64,
    right: f64,
    to_the_right: bool,
    words: String,
}

/// Where a mark stands: what acts at the start of month m lies between the values of the ends of m − 1
/// and m, so its line is drawn at m − 1 and never after its effect.
fn at(mark: &Mark) -> f64 {
    f64::from(mark.month.saturating_sub(1))
}

/// Marks that lie within the months shown, in the order of the months.
fn shown<'a>(marks: &'a [Mark], plot: &Plot) -> Vec<&'a Mark> {
    let mut shown: Vec<&Mark> = marks.iter().filter(|mark| at(mark) <= plot.across.1).collect();
    shown.sort_by_key(|mark| mark.month);
    shown
}

/// How badly a place for a label goes with those that are placed.
fn conflicts(candidate: &Placed, placed: &[Placed]) -> usize {
    placed
        .iter()
        .map(|other| {
            let overlap = other.row == candidate.row
                && candidate.left < other.right + 8.0
                && other.left < candidate.right + 8.0;
            let my_line = candidate.row > other.row
                && candidate.x > other.left - 3.0
                && candidate.x < other.right + 3.0;
            let other_line = other.row > candidate.row
                && other.x > candidate.left - 3.0
                && other.x < candidate.right + 3.0;
            100 * usize::from(overlap) + usize::from(my_line) + usize::from(other_line)
        })
        .sum()
}

/// Finds room for the labels: first from the last month to the first, then once more for each among all others.
fn place(canvas: &Canvas, plot: &Plot, marks: &[&Mark], words: &[String]) -> Vec<Placed> {
    let labels: Vec<(f64, String)> = marks
        .iter()
        .zip(words)
        .map(|(mark, words)| {
            let room = plot.width * 0.9;
            (plot.x(at(mark)), canvas.face.ellipsize(words, canvas.layout.small, Weight::Regular, room))
        })
        .collect();
    let mut placed: Vec<Placed> = Vec::new();
    for (x, words) in labels.iter().rev() {
        placed.extend(best(canvas, plot, *x, words, &placed));
    }
    for _ in 0..2 * placed.len() {
        let label = placed.remove(0);
        placed.extend(best(canvas, plot, label.x, &label.words, &placed));
    }
    placed
}

/// The best place for one label among others.
fn best(canvas: &Canvas, plot: &Plot, x: f64, words: &str, placed: &[Placed]) -> Option<Placed> {
    let width = canvas.width(words, Setting::new(canvas.layout.small, INK));
    let (least, most) = (plot.left, plot.right() + 18.0);
    // Right of its line, left of it, or across it where neither has room.
    let after = (x + 4.0, x + 4.0 + width, true);
    let before = (x - 4.0 - width, x - 4.0, false);
    let over = (after.1 - most).max(0.0);
    let across = (after.0 - over, after.1 - over, true);
    let mut best: Option<(usize, Placed)> = None;
    for row in 0..=placed.len() {
        for (taste, (left, right, to_the_right)) in [after, before, across].into_iter().enumerate() {
            let outside = usize::from(right > most) + usize::from(left < least);
            let candidate = Placed { x, row, left, right, to_the_right, words: words.to_owned() };
            let cost = (conflicts(&candidate, placed) + outside * 200) * 20 + taste * 3 + row;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, candidate));
            }
        }
    }
    best.map(|(_, label)| label)
}

/// Rows the labels take, found before the plot's place is known.
pub(super) fn height(canvas: &Canvas, plot: &Plot, marks: &[Mark]) -> f64 {
    let marks = shown(marks, plot);
    let words: Vec<String> = marks.iter().map(|mark| words(mark)).collect();
    let rows = place(canvas, plot, &marks, &words).iter().map(|label| label.row + 1).max().unwrap_or(0);
    rows as f64 * ROW + if rows > 0 { 4.0 } else { 0.0 }
}

fn words(mark: &Mark) -> String {
    format!("month {}: {}", mark.month, mark.label)
}

/// Lines through the plot, without words.
pub(super) fn lines(canvas: &mut Canvas, plot: &Plot, marks: &[Mark]) {
    for mark in shown(marks, plot) {
        let x = plot.x(at(mark));
        canvas.dashed(vec![(x, plot.top), (x, plot.bottom())], 1.0, MUTED, &[2.0, 2.0]);
    }
}

/// Labels above the plot, with their lines down to it.
pub(super) fn labels(canvas: &mut Canvas, plot: &Plot, marks: &[Mark]) {
    let marks = shown(marks, plot);
    let words: Vec<String> = marks.iter().map(|mark| words(mark)).collect();
    write(canvas, plot, &place(canvas, plot, &marks, &words));
}

/// Letters instead of words, for plots too narrow for them: each mark's letter is its place among `all`.
pub(super) fn letters(canvas: &mut Canvas, plot: &Plot, marks: &[Mark], all: &[Mark]) {
    let (marks, letters) = lettered(plot, marks, all);
    let placed = place(canvas, plot, &marks, &letters);
    write(canvas, plot, &placed);
}

/// Height that letters take above a plot.
pub(super) fn letters_height(canvas: &Canvas, plot: &Plot, marks: &[Mark], all: &[Mark]) -> f64 {
    let (marks, letters) = lettered(plot, marks, all);
    let rows = place(canvas, plot, &marks, &letters).iter().map(|label| label.row + 1).max().unwrap_or(0);
    rows as f64 * ROW
}

fn lettered<'a>(plot: &Plot, marks: &'a [Mark], all: &[Mark]) -> (Vec<&'a Mark>, Vec<String>) {
    let marks = shown(marks, plot);
    let place = |mark: &Mark| all.iter().position(|other| other == mark).unwrap_or(all.len());
    let letters = marks.iter().map(|mark| letter(place(mark))).collect();
    (marks, letters)
}

/// The letters with what they stand for, one below the other; returns the height down to their lower edge.
pub(super) fn key(canvas: &mut Canvas, top: f64, all: &[Mark], last: f64) -> f64 {
    let layout = canvas.layout;
    let strong = Setting::new(layout.small, INK).bold();
    let mut bottom = top;
    for (place, mark) in all.iter().enumerate().filter(|(_, mark)| at(mark) <= last) {
        canvas.text((layout.margin, bottom + layout.small + 3.0), &letter(place), strong);
        let (left, room) = (layout.margin + 20.0, layout.room() - 20.0);
        let lines = canvas.face.wrap(&words(mark), layout.small, Weight::Regular, room, 6);
        let setting = Setting::new(layout.small, INK);
        bottom = canvas.lines((left, bottom + layout.small + 3.0), &lines, setting) - layout.small;
    }
    if bottom > top { bottom + 6.0 } else { top }
}

/// All marks of several panels, each once, in the order of the months.
pub(super) fn union<'a>(panels: impl Iterator<Item = &'a [Mark]>) -> Vec<Mark> {
    let mut all: Vec<Mark> = Vec::new();
    for mark in panels.flatten() {
        if !all.contains(mark) {
            all.push(mark.clone());
        }
    }
    all.sort_by_key(|mark| mark.month);
    all
}

/// The marks of scenarios that share a plot; where not all of these have one, it says whose it is.
pub(super) fn merged(labels: &[&str], events: &[Vec<Mark>]) -> Vec<Mark> {
    let all = union(events.iter().map(Vec::as_slice));
    all.into_iter()
        .map(|mark| {
            let whose: Vec<&str> =
                labels.iter().zip(events).filter(|(_, own)| own.contains(&mark)).map(|(l, _)| *l).collect();
            let common = whose.len() == labels.len();
            let label = if common { mark.label } else { format!("{} ({})", mark.label, whose.join(", ")) };
            Mark { label, ..mark }
        })
        .collect()
}

/// A, B, … Z, A1, B1, …
fn letter(place: usize) -> String {
    let letter = char::from(b'A' + (place % 26) as u8);
    if place < 26 { letter.to_string() } else { format!("{letter}{}", place / 26) }
}

fn write(canvas: &mut Canvas, plot: &Plot, placed: &[Placed]) {
    for label in placed {
        let top = plot.top - label.row as f64 * ROW - 13.0;
        canvas.dashed(vec![(label.x, top), (label.x, plot.top)], 1.0, MUTED, &[2.0, 2.0]);
    }
    for label in placed {
        let baseline = plot.top - label.row as f64 * ROW - 4.0;
        canvas.block((label.left - 1.0, baseline - 11.0), (label.right + 1.0, baseline + 3.0), PAPER, 1.0);
        let (x, anchor) =
            if label.to_the_right { (label.left, Anchor::Start) } else { (label.right, Anchor::End) };
        canvas.text((x, baseline), &label.words, Setting::new(canvas.layout.small, INK).at(anchor));
    }
}
