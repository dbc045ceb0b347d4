//! The sheet as a drawing backend of plotters: its charts paint onto the canvas, and words are measured
//! and set by the canvas.
//!
//! Places of plotters are whole numbers, so its unit here is a hundredth of a pixel. It knows no strokes
//! and gaps; [`Painted`] is an element for those and for all that the canvas draws at places of a chart.

use std::convert::Infallible;

use plotters::element::{Drawable, PointCollection};
use plotters::style::Color;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};

use super::canvas::{Anchor, Canvas, Lettering, Point};
use super::theme::PaintColor;
use super::typeface::Weight;

/// Units of plotters in a pixel.
const UNITS: f64 = 100.0;
/// Height of a sheet for plotters: higher than any, because a sheet ends where its last words end.
const HEIGHT: f64 = 100_000.0;

/// A length in the units of plotters.
pub fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// A length in pixels.
pub fn pixels(units: i32) -> f64 {
    f64::from(units) / UNITS
}

fn place((x, y): BackendCoord) -> Point {
    (pixels(x), pixels(y))
}

impl Color for PaintColor {
    fn to_backend_color(&self) -> BackendColor {
        BackendColor { alpha: 1.0, rgb: (self.0, self.1, self.2) }
    }
}

fn color(of: BackendColor) -> PaintColor {
    PaintColor(of.rgb.0, of.rgb.1, of.rgb.2)
}

/// A pen on the sheet.
pub struct SheetBackend<'c>(pub &'c Canvas);

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for SheetBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.0.layout.width * UNITS) as u32, (HEIGHT * UNITS) as u32)
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, of: BackendColor) -> Done {
        self.0.disc(place(at), 0.5, color(of), of.alpha);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        if fill {
            return self.fill_polygon(corners, style);
        }
        self.draw_path(corners.into_iter().chain([(left, top)]), style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        if style.color().alpha > 0.0 {
            let width = f64::from(style.stroke_width()) / UNITS;
            self.0.line(path.into_iter().map(place).collect(), width, color(style.color()));
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, at: BackendCoord, radius: u32, style: &S, _: bool) -> Done {
        self.0.disc(place(at), f64::from(radius) / UNITS, color(style.color()), style.color().alpha);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Done {
        self.0.area(corners.into_iter().map(place).collect(), color(style.color()), style.color().alpha);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, words: &str, style: &T, at: BackendCoord) -> Done {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let lettering = lettering(style).at(anchor);
        // How far the baseline of the numbers of an axis lies below their place, in pixels.
        let drop = match style.anchor().v_pos {
            VPos::Top => 9.0,
            VPos::Center => 4.3,
            VPos::Bottom => 0.0,
        };
        let (x, y) = place(at);
        self.0.text((x, y + drop), words, lettering);
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        words: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let lettering = lettering(style);
        let units = |pixels: f64| (pixels * UNITS) as u32;
        Ok((units(self.0.width(words, lettering)), units(lettering.size)))
    }
}

fn lettering<T: BackendTextStyle>(style: &T) -> Lettering {
    let weight = if matches!(style.style(), FontStyle::Bold) { Weight::Bold } else { Weight::Regular };
    Lettering { weight, ..Lettering::new(style.size() / UNITS, color(style.color())) }
}

/// An element that the canvas paints at places of a chart.
pub struct Painted<F> {
    /// The places, in values of the chart.
    pub points: Vec<Point>,
    /// What is painted there, in pixels.
    pub paint: F,
}

impl<'a, F> PointCollection<'a, Point> for &'a Painted<F> {
    type Point = &'a Point;
    type IntoIter = &'a [Point];

    fn point_iter(self) -> Self::IntoIter {
        &self.points
    }
}

impl<F: Fn(&Canvas, Vec<Point>)> Drawable<SheetBackend<'_>> for Painted<F> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        places: I,
        pen: &mut SheetBackend<'_>,
        _: (u32, u32),
    ) -> Done {
        (self.paint)(pen.0, places.map(place).collect());
        Ok(())
    }
}
