//! The sheet a picture is composed on: a list of lines, areas, discs and words.
//!
//! The list is painted twice, into the SVG and into the PNG (see `svg` and
//! `bitmap`), so that the two are one picture. Places are in nominal pixels from the upper
//! left corner; words stand on their baseline. Several pens draw on one sheet: the charts of
//! plotters, and whoever sets words around them.

use std::cell::{Cell, Ref, RefCell};
use std::collections::BTreeMap;

use super::sheet_layout::SheetLayout;
use super::theme::{LEADING, Marker, PaintColor};
use super::typeface::{Typeface, Weight};
use crate::diagnostic::{Diagnostic, is_unseen};
use crate::figures::HoverPlot;

/// A place on the sheet.
pub type Point = (f64, f64);

/// Which end of the words stands at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The beginning.
    Start,
    /// The middle.
    Middle,
    /// The end.
    End,
}

/// Size, strength, color and anchor of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lettering {
    /// Height of an em.
    pub size: f64,
    /// Strength of the letters.
    pub weight: Weight,
    /// Their color.
    pub color: PaintColor,
    /// The end that stands at the place.
    pub anchor: Anchor,
}

impl Lettering {
    /// Ordinary words that begin at their place.
    pub fn new(size: f64, color: PaintColor) -> Self {
        Self { size, weight: Weight::Regular, color, anchor: Anchor::Start }
    }

    /// The same in bold.
    pub fn bold(self) -> Self {
        Self { weight: Weight::Bold, ..self }
    }

    /// The same with another end at the place.
    pub fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Distance from one line to the next.
    pub fn leading(&self) -> f64 {
        self.size * LEADING
    }
}

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetShape {
    /// A connected line, in strokes and gaps of these lengths in turn; none is solid.
    Line { points: Vec<Point>, width: f64, color: PaintColor, dash: &'static [f64] },
    /// A filled polygon.
    Area { points: Vec<Point>, color: PaintColor, opacity: f64 },
    /// A filled circle.
    Disc { center: Point, radius: f64, color: PaintColor, opacity: f64 },
    /// Words on one line.
    Text { place: Point, words: String, lettering: Lettering },
}

/// A finished sheet, from which the PNG is painted when somebody asks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct PaintedSheet {
    /// Its width, in nominal pixels.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// What was drawn, the lowest first.
    pub shapes: Vec<SheetShape>,
}

/// The sheet.
pub struct Canvas {
    /// What it is laid out for.
    pub layout: SheetLayout,
    /// The letters, to measure with.
    pub face: Typeface,
    shapes: RefCell<Vec<SheetShape>>,
    /// The scenario that each shape stands for, where it stands for one.
    owners: RefCell<Vec<Option<usize>>>,
    owner: Cell<Option<usize>>,
    hover: RefCell<Vec<HoverPlot>>,
    lacking: RefCell<BTreeMap<char, String>>,
}

impl Canvas {
    /// An empty sheet.
    pub fn new(layout: SheetLayout) -> Result<Self, Diagnostic> {
        let face = Typeface::load()?;
        Ok(Self {
            layout,
            face,
            shapes: RefCell::default(),
            owners: RefCell::default(),
            owner: Cell::default(),
            hover: RefCell::default(),
            lacking: RefCell::default(),
        })
    }

    /// What was drawn, the lowest first.
    pub fn shapes(&self) -> Ref<'_, Vec<SheetShape>> {
        self.shapes.borrow()
    }

    /// The scenario that each of them stands for.
    pub fn owners(&self) -> Ref<'_, Vec<Option<usize>>> {
        self.owners.borrow()
    }

    /// Until this is dropped, what is drawn stands for the scenario in this place: a page can hide it with the others of its kind.
    pub fn of_scenario(&self, place: usize) -> OfScenario<'_> {
        OfScenario { canvas: self, before: self.owner.replace(Some(place)) }
    }

    /// The sheet down to this height, what a reader may point at, and the signs that the letters lack.
    pub fn finished(self, height: f64) -> (PaintedSheet, Vec<HoverPlot>, BTreeMap<char, String>) {
        let sheet = PaintedSheet { width: self.layout.width, height, shapes: self.shapes.into_inner() };
        (sheet, self.hover.into_inner(), self.lacking.into_inner())
    }

    /// Notes a plot that a reader may point into.
    pub fn hover(&self, plot: HoverPlot) {
        self.hover.borrow_mut().push(plot);
    }

    /// Small words of this color: numbers, notes, keys.
    pub fn small(&self, color: PaintColor) -> Lettering {
        Lettering::new(self.layout.small, color)
    }

    /// Words of ordinary size and this color.
    pub fn words(&self, color: PaintColor) -> Lettering {
        Lettering::new(self.layout.words, color)
    }

    /// A connected line; a single point is a dot as wide as the line.
    pub fn line(&self, points: Vec<Point>, width: f64, color: PaintColor) {
        self.dashed(points, width, color, &[]);
    }

    /// A connected line in strokes and gaps of these lengths in turn; none is solid.
    pub fn dashed(&self, points: Vec<Point>, width: f64, color: PaintColor, dash: &'static [f64]) {
        match points[..] {
            [] => {}
            [center] => self.disc(center, width.max(2.0), color, 1.0),
            _ => self.draw(SheetShape::Line { points, width, color, dash }),
        }
    }

    /// A filled polygon.
    pub fn area(&self, points: Vec<Point>, color: PaintColor, opacity: f64) {
        self.draw(SheetShape::Area { points, color, opacity });
    }

    /// A filled rectangle.
    pub fn rectangle(&self, (left, top): Point, (right, bottom): Point, color: PaintColor, opacity: f64) {
        self.area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], color, opacity);
    }

    /// A filled circle.
    pub fn disc(&self, center: Point, radius: f64, color: PaintColor, opacity: f64) {
        self.draw(SheetShape::Disc { center, radius, color, opacity });
    }

    fn draw(&self, shape: SheetShape) {
        self.shapes.borrow_mut().push(shape);
        self.owners.borrow_mut().push(self.owner.get());
    }

    /// A scenario's marker, about as large as a circle of this radius.
    pub fn marker(&self, (x, y): Point, marker: Marker, r: f64, color: PaintColor) {
        let corners: &[Point] = match marker {
            Marker::Disc => return self.disc((x, y), r, color, 1.0),
            Marker::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Marker::Diamond => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
            Marker::Up => &[(0.0, -1.25), (1.15, 0.85), (-1.15, 0.85)],
            Marker::Down => &[(0.0, 1.25), (1.15, -0.85), (-1.15, -0.85)],
        };
        self.area(corners.iter().map(|(dx, dy)| (x + dx * r, y + dy * r)).collect(), color, 1.0);
    }

    /// Words on one line. Control characters, which XML does not allow, become spaces.
    pub fn text(&self, place: Point, words: &str, lettering: Lettering) {
        let words: String = printable(words);
        if words.trim().is_empty() {
            return;
        }
        for word in words.split_whitespace() {
            for sign in word.chars().filter(|sign| self.face.lacks(*sign)) {
                self.lacking.borrow_mut().entry(sign).or_insert_with(|| word.to_owned());
            }
        }
        self.draw(SheetShape::Text { place, words, lettering });
    }

    /// Lines of words below each other from the first baseline; returns the baseline after the last.
    pub fn lines(&self, (x, y): Point, lines: &[String], lettering: Lettering) -> f64 {
        let mut baseline = y;
        for line in lines {
            self.text((x, baseline), line, lettering);
            baseline += lettering.leading();
        }
        baseline
    }

    /// Words wrapped to the room, on at most so many lines; returns the baseline of the last of them.
    pub fn paragraph(&self, place: Point, words: &str, lettering: Lettering, room: f64, most: usize) -> f64 {
        let lines = self.wrap(words, lettering, room, most);
        self.lines(place, &lines, lettering) - lettering.leading()
    }

    /// The words on as many lines as they need, at most so many.
    pub fn wrap(&self, words: &str, lettering: Lettering, room: f64, most: usize) -> Vec<String> {
        self.face.wrap(words, lettering.size, lettering.weight, room, most)
    }

    /// The same on lines of even length.
    pub fn wrap_evenly(&self, words: &str, lettering: Lettering, room: f64, most: usize) -> Vec<String> {
        self.face.wrap_evenly(words, lettering.size, lettering.weight, room, most)
    }

    /// Room the words take.
    pub fn width(&self, words: &str, lettering: Lettering) -> f64 {
        self.face.width(words, lettering.size, lettering.weight)
    }
}

/// While this lives, what is drawn stands for one scenario.
pub struct OfScenario<'a> {
    canvas: &'a Canvas,
    before: Option<usize>,
}

impl Drop for OfScenario<'_> {
    fn drop(&mut self) {
        self.canvas.owner.set(self.before);
    }
}

/// The words with control characters and other signs that XML refuses turned into spaces.
pub fn printable(words: &str) -> String {
    words
        .chars()
        .map(|c| if is_unseen(c) || ('\u{FFFE}'..='\u{FFFF}').contains(&c) { ' ' } else { c })
        .collect()
}
