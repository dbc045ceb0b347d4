//! The sheet a picture is composed on: a list of lines, areas, discs and words.
//!
//! The list is painted twice, into the SVG and into the PNG (see `svg` and
//! `bitmap`), so that the two are one picture. Places are in nominal pixels from the upper
//! left corner; words stand on their baseline.

use super::layout::Layout;
use super::theme::{Colour, LEADING, Marker};
use super::typeface::{Typeface, Weight};
use super::{FigureError, Pointed};

/// A place on the sheet.
pub(super) type Point = (f64, f64);

/// Which end of the words stands at their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The beginning.
    Start,
    /// The middle.
    Middle,
    /// The end.
    End,
}

/// Size, strength, colour and anchor of words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// Height of an em.
    pub size: f64,
    /// Strength of the letters.
    pub weight: Weight,
    /// Their colour.
    pub colour: Colour,
    /// The end that stands at the place.
    pub anchor: Anchor,
}

impl Setting {
    /// Ordinary words that begin at their place.
    pub fn new(size: f64, colour: Colour) -> Self {
        Self { size, weight: Weight::Regular, colour, anchor: Anchor::Start }
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
pub(super) enum Shape {
    /// A connected line, in strokes and gaps of these lengths in turn; none is solid.
    Line { points: Vec<Point>, width: f64, colour: Colour, dash: &'static [f64] },
    /// A filled polygon.
    Area { points: Vec<Point>, colour: Colour, opacity: f64 },
    /// A filled circle.
    Disc { centre: Point, radius: f64, colour: Colour, opacity: f64 },
    /// Words on one line.
    Text { place: Point, words: String, setting: Setting },
}

/// The sheet.
pub(super) struct Canvas {
    /// What it is laid out for.
    pub layout: Layout,
    /// The letters, to measure with.
    pub face: Typeface,
    /// What was drawn, the lowest first.
    pub shapes: Vec<Shape>,
    /// Plots that a reader may point into.
    pub pointed: Vec<Pointed>,
}

impl Canvas {
    /// An empty sheet.
    pub fn new(layout: Layout) -> Result<Self, FigureError> {
        Ok(Self { layout, face: Typeface::load()?, shapes: Vec::new(), pointed: Vec::new() })
    }

    /// A connected line; a single point is a dot as wide as the line.
    pub fn line(&mut self, points: Vec<Point>, width: f64, colour: Colour) {
        self.dashed(points, width, colour, &[]);
    }

    /// A connected line in strokes and gaps of these lengths in turn; none is solid.
    pub fn dashed(&mut self, points: Vec<Point>, width: f64, colour: Colour, dash: &'static [f64]) {
        match points[..] {
            [] => {}
            [centre] => self.disc(centre, width.max(2.0), colour, 1.0),
            _ => self.shapes.push(Shape::Line { points, width, colour, dash }),
        }
    }

    /// A filled polygon.
    pub fn area(&mut self, points: Vec<Point>, colour: Colour, opacity: f64) {
        self.shapes.push(Shape::Area { points, colour, opacity });
    }

    /// A filled rectangle.
    pub fn block(&mut self, (left, top): Point, (right, bottom): Point, colour: Colour, opacity: f64) {
        self.area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], colour, opacity);
    }

    /// A filled circle.
    pub fn disc(&mut self, centre: Point, radius: f64, colour: Colour, opacity: f64) {
        self.shapes.push(Shape::Disc { centre, radius, colour, opacity });
    }

    /// A scenario's marker, about as large as a circle of this radius.
    pub fn marker(&mut self, (x, y): Point, marker: Marker, r: f64, colour: Colour) {
        let corners = match marker {
            Marker::Disc => return self.disc((x, y), r, colour, 1.0),
            Marker::Square => {
                let h = r * 0.9;
                vec![(x - h, y - h), (x + h, y - h), (x + h, y + h), (x - h, y + h)]
            }
            Marker::Diamond => {
                let d = r * 1.3;
                vec![(x, y - d), (x + d, y), (x, y + d), (x - d, y)]
            }
            Marker::Up => vec![(x, y - 1.25 * r), (x + 1.15 * r, y + 0.85 * r), (x - 1.15 * r, y + 0.85 * r)],
            Marker::Down => {
                vec![(x, y + 1.25 * r), (x + 1.15 * r, y - 0.85 * r), (x - 1.15 * r, y - 0.85 * r)]
            }
        };
        self.area(corners, colour, 1.0);
    }

    /// Words on one line. Control characters, which XML does not allow, become spaces.
    pub fn text(&mut self, place: Point, words: &str, setting: Setting) {
        let words: String = printable(words);
        if !words.trim().is_empty() {
            self.shapes.push(Shape::Text { place, words, setting });
        }
    }

    /// Lines of words below each other from the first baseline; returns the baseline after the last.
    pub fn lines(&mut self, (x, y): Point, lines: &[String], setting: Setting) -> f64 {
        let mut baseline = y;
        for line in lines {
            self.text((x, baseline), line, setting);
            baseline += setting.leading();
        }
        baseline
    }

    /// Room the words take.
    pub fn width(&self, words: &str, setting: Setting) -> f64 {
        self.face.width(words, setting.size, setting.weight)
    }
}

/// The words with control characters and other signs that XML refuses turned into spaces.
pub(super) fn printable(words: &str) -> String {
    words
        .chars()
        .map(|c| if c.is_control() || ('\u{FFFE}'..='\u{FFFF}').contains(&c) { ' ' } else { c })
        .collect()
}
