//! Marked months: a thin vertical line for an event or the end of support, with its label.
//!
//! Labels are staggered: each takes the lowest row above the plot in which it
//! touches no other label, is crossed by no other line, and its own line crosses
//! no label below.

use super::chart::Plot;
use crate::figures::EventMark;
use crate::figures::paint::canvas::{Anchor, Canvas};
use crate::figures::paint::theme::{INK, MUTED, PAPER};
use crate::figures::paint::typeface::Weight;
use crate::phrasing::date_in_short;

/// Height of a row of labels.
const ROW: f64 = 17.0;
/// Most marks with words of their own: more have no room, and finding room takes the cube of their number.
const MOST_LABELS: usize = 60;

/// What stands above the line of an event.
#[derive(Clone, Copy)]
pub enum EventWords<'a> {
    /// Nothing: a plot above says it.
    None,
    /// Month and event.
    Full,
    /// A letter, for plots too narrow for words: the event's place among these.
    Letters(&'a [EventMark]),
}

/// A label whose room is found.
struct PlacedLabel {
    x: f64,
    row: usize,
    left: f64,
    right: f64,
    to_the_right: bool,
    words: String,
}

/// Where a mark stands: what acts at the start of month m lies between the values of the ends of m − 1
/// and m, so its line is drawn at m − 1 and never after its effect.
fn at(mark: &EventMark) -> f64 {
    f64::from(mark.month.saturating_sub(1))
}

/// Marks that lie within the months shown, in the order of the months.
fn shown<'a>(marks: &'a [EventMark], plot: &Plot) -> Vec<&'a EventMark> {
    let mut shown: Vec<&EventMark> = marks.iter().filter(|mark| at(mark) <= plot.across.1).collect();
    shown.sort_by_key(|mark| mark.month);
    shown
}

/// How badly a place for a label goes with those that are placed.
fn conflicts(candidate: &PlacedLabel, placed: &[PlacedLabel]) -> usize {
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
fn place(canvas: &Canvas, plot: &Plot, marks: &[EventMark], words: EventWords<'_>) -> Vec<PlacedLabel> {
    let label = |mark: &&EventMark| {
        let words = match words {
            EventWords::None => return None,
            EventWords::Full => in_full(mark),
            EventWords::Letters(all) => {
                letter(all.iter().position(|other| other == *mark).unwrap_or(all.len()))
            }
        };
        let words = canvas.face.ellipsize(&words, canvas.layout.small, Weight::Regular, plot.width * 0.9);
        Some((plot.x(at(mark)), words))
    };
    let shown = shown(marks, plot);
    let labels: Vec<(f64, String)> = match shown.as_slice() {
        [first, .., last] if shown.len() > MOST_LABELS && !matches!(words, EventWords::None) => {
            vec![(plot.x(at(first)), together(first, last, shown.len()))]
        }
        _ => shown.iter().filter_map(label).collect(),
    };
    let mut placed: Vec<PlacedLabel> = Vec::new();
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
fn best(canvas: &Canvas, plot: &Plot, x: f64, words: &str, placed: &[PlacedLabel]) -> Option<PlacedLabel> {
    let width = canvas.width(words, canvas.small(INK));
    let (least, most) = (plot.left, plot.right() + 18.0);
    // Right of its line, left of it, or across it where neither has room.
    let after = (x + 4.0, x + 4.0 + width, true);
    let before = (x - 4.0 - width, x - 4.0, false);
    let over = (after.1 - most).max(0.0);
    let across = (after.0 - over, after.1 - over, true);
    let mut best: Option<(usize, PlacedLabel)> = None;
    for row in 0..=placed.len() {
        for (taste, (left, right, to_the_right)) in [after, before, across].into_iter().enumerate() {
            let outside = usize::from(right > most) + usize::from(left < least);
            let candidate = PlacedLabel { x, row, left, right, to_the_right, words: words.to_owned() };
            let cost = (conflicts(&candidate, placed) + outside * 200) * 20 + taste * 3 + row;
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, candidate));
            }
        }
    }
    best.map(|(_, label)| label)
}

/// Height that the words take above a plot, found before the plot's place is known.
pub fn height(canvas: &Canvas, plot: &Plot, marks: &[EventMark], words: EventWords<'_>) -> f64 {
    let rows = place(canvas, plot, marks, words).iter().map(|label| label.row + 1).max().unwrap_or(0);
    let air = if rows > 0 && matches!(words, EventWords::Full) { 4.0 } else { 0.0 };
    rows as f64 * ROW + air
}

/// What stands for marks of which there are too many for words.
fn together(first: &EventMark, last: &EventMark, count: usize) -> String {
    let (from, to) = (date_in_short(first.month), date_in_short(last.month));
    format!("{count} events from {from} to {to}: too many for words")
}

fn in_full(mark: &EventMark) -> String {
    format!("{}: {}", date_in_short(mark.month), mark.label)
}

/// Lines through the plot, without words.
pub fn lines(canvas: &Canvas, plot: &Plot, marks: &[EventMark]) {
    for mark in shown(marks, plot) {
        let x = plot.x(at(mark));
        canvas.dashed(vec![(x, plot.top), (x, plot.bottom())], 1.0, MUTED, &[2.0, 2.0]);
    }
}

/// Words above the plot, with their lines down to it.
pub fn words(canvas: &Canvas, plot: &Plot, marks: &[EventMark], words: EventWords<'_>) {
    let placed = place(canvas, plot, marks, words);
    for label in &placed {
        let top = plot.top - label.row as f64 * ROW - 13.0;
        canvas.dashed(vec![(label.x, top), (label.x, plot.top)], 1.0, MUTED, &[2.0, 2.0]);
    }
    for label in &placed {
        let baseline = plot.top - label.row as f64 * ROW - 4.0;
        let room = ((label.left - 1.0, baseline - 11.0), (label.right + 1.0, baseline + 3.0));
        canvas.rectangle(room.0, room.1, PAPER, 1.0);
        let (x, anchor) =
            if label.to_the_right { (label.left, Anchor::Start) } else { (label.right, Anchor::End) };
        canvas.text((x, baseline), &label.words, canvas.small(INK).at(anchor));
    }
}

/// The letters with what they stand for, one below the other; returns the height down to their lower edge.
pub fn key(canvas: &Canvas, top: f64, all: &[EventMark], last: f64) -> f64 {
    let layout = canvas.layout;
    let mut bottom = top;
    if all.iter().filter(|mark| at(mark) <= last).count() > MOST_LABELS {
        return top;
    }
    for (place, mark) in all.iter().enumerate().filter(|(_, mark)| at(mark) <= last) {
        let baseline = bottom + layout.small + 3.0;
        canvas.text((layout.margin, baseline), &letter(place), canvas.small(INK).bold());
        let (left, room, ink) = (layout.margin + 20.0, layout.room() - 20.0, canvas.small(INK));
        let last = canvas.paragraph((left, baseline), &in_full(mark), ink, room, 6);
        bottom = last + ink.leading() - layout.small;
    }
    if bottom > top { bottom + 6.0 } else { top }
}

/// All marks of several panels, each once, in the order of the months.
pub fn union<'a>(panels: impl Iterator<Item = &'a [EventMark]>) -> Vec<EventMark> {
    let mut all: Vec<EventMark> = Vec::new();
    for mark in panels.flatten() {
        if !all.contains(mark) {
            all.push(mark.clone());
        }
    }
    all.sort_by_key(|mark| mark.month);
    all
}

/// The marks of scenarios that share a plot; where not all of these have one, it says whose it is.
pub fn merged<'a>(scenarios: impl Iterator<Item = (&'a str, &'a [EventMark])> + Clone) -> Vec<EventMark> {
    let all = union(scenarios.clone().map(|(_, events)| events));
    let with_owner = |mark: EventMark| {
        let others = scenarios.clone().any(|(_, own)| !own.contains(&mark));
        let whose: Vec<&str> =
            scenarios.clone().filter(|(_, own)| own.contains(&mark)).map(|(name, _)| name).collect();
        let label = if others { format!("{} ({})", mark.label, whose.join(", ")) } else { mark.label };
        EventMark { label, ..mark }
    };
    all.into_iter().map(with_owner).collect()
}

/// A, B, … Z, A1, B1, …
fn letter(place: usize) -> String {
    let letter = char::from(b'A' + (place % 26) as u8);
    if place < 26 { letter.to_string() } else { format!("{letter}{}", place / 26) }
}
