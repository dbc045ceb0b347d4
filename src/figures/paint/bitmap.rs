//! A sheet as PNG at twice its size: every shape is an outline whose coverage of each pixel is worked out,
//! so that edges are smooth.

use super::canvas::{Anchor, Lettering, PaintedSheet, Point, SheetShape};
use super::coverage::Coverage;
use super::theme::PaintColor;
use super::typeface::Typeface;
use crate::diagnostic::Diagnostic;

/// Pixels of the picture for one of the sheet, on each side.
const SCALE: f64 = 2.0;
/// Sides of the polygon that stands for a circle.
const SIDES: usize = 20;
/// Cosine and sine of the turn from one of its corners to the next, 18 degrees.
const TURN: (f64, f64) = (0.951_056_516_295_153_5, 0.309_016_994_374_947_45);

/// The sheet as a picture.
pub fn png(sheet: &PaintedSheet) -> Result<Vec<u8>, Diagnostic> {
    let (width, height) = ((sheet.width * SCALE) as usize, (sheet.height * SCALE) as usize);
    let mut painter = Painter {
        picture: Picture { width, height, pixels: vec![255; width * height * 3] },
        coverage: Coverage::default(),
        face: Typeface::load()?,
    };
    for shape in &sheet.shapes {
        match shape {
            SheetShape::Line { points, width, color, dash: [] } => painter.stroke(points, *width, *color),
            SheetShape::Line { points, width, color, dash } => {
                strokes(points, dash).iter().for_each(|stroke| painter.stroke(stroke, *width, *color));
            }
            SheetShape::Area { points, color, opacity } => {
                painter.fill(std::slice::from_ref(points), *color, *opacity)
            }
            SheetShape::Disc { center, radius, color, opacity } => {
                painter.fill(&[circle(*center, *radius)], *color, *opacity);
            }
            SheetShape::Text { place, words, lettering } => painter.letters(*place, words, lettering),
        }
    }
    encode(&painter.picture)
}

/// The picture so far: red, green and blue of every pixel, row after row.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

/// The picture with what is needed to paint it: the coverage of one shape after the other, and the letters.
struct Painter {
    picture: Picture,
    coverage: Coverage,
    face: Typeface,
}

impl Painter {
    /// Fills the union of polygons that all turn the same way.
    fn fill(&mut self, outlines: &[Vec<Point>], color: PaintColor, opacity: f64) {
        let all = || outlines.iter().flatten().map(|(x, y)| (x * SCALE, y * SCALE));
        let least = |f: fn((f64, f64)) -> f64| all().map(f).fold(f64::INFINITY, f64::min).floor();
        let most = |f: fn((f64, f64)) -> f64| all().map(f).fold(f64::NEG_INFINITY, f64::max).ceil();
        let (left, top) = (least(|p| p.0), least(|p| p.1));
        let (wide, high) = (most(|p| p.0) - left, most(|p| p.1) - top);
        if !(wide.is_finite() && high.is_finite()) || wide > 1e5 || high > 1e5 {
            return;
        }
        self.coverage.begin(wide as usize + 1, high as usize + 1);
        let corner = |(x, y): Point| ((x * SCALE - left) as f32, (y * SCALE - top) as f32);
        for outline in outlines {
            for (k, &from) in outline.iter().enumerate() {
                self.coverage.edge(corner(from), corner(outline[(k + 1) % outline.len()]));
            }
        }
        let (left, top, opacity) = (left as i64, top as i64, opacity as f32);
        self.coverage.finish(|x, y, covered| {
            self.picture.ink(left + x as i64, top + y as i64, color, covered * opacity);
        });
    }

    /// A line: a bar for each segment with round joints between them.
    fn stroke(&mut self, points: &[Point], width: f64, color: PaintColor) {
        let half = width / 2.0;
        let mut outlines = Vec::new();
        for pair in points.windows(2) {
            let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
            let (dx, dy) = (bx - ax, by - ay);
            let length = (dx * dx + dy * dy).sqrt();
            if length < 1e-9 {
                continue;
            }
            let (nx, ny) = (-dy / length * half, dx / length * half);
            outlines.push(vec![
                (ax - nx, ay - ny),
                (bx - nx, by - ny),
                (bx + nx, by + ny),
                (ax + nx, ay + ny),
            ]);
        }
        if width > 1.0 && points.len() > 2 {
            outlines.extend(points[1..points.len() - 1].iter().map(|at| circle(*at, half)));
        }
        self.fill(&outlines, color, 1.0);
    }

    fn letters(&mut self, (x, baseline): Point, words: &str, lettering: &Lettering) {
        let width = self.face.width(words, lettering.size, lettering.weight);
        let left = match lettering.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let start = (left * SCALE, baseline * SCALE);
        self.face.draw(words, lettering.size * SCALE, lettering.weight, start, |x, y, coverage| {
            self.picture.ink(i64::from(x), i64::from(y), lettering.color, coverage.min(1.0));
        });
    }
}

impl Picture {
    fn ink(&mut self, x: i64, y: i64, PaintColor(r, g, b): PaintColor, share: f32) {
        if share <= 0.0 || x < 0 || y < 0 || x >= self.width as i64 || y >= self.height as i64 {
            return;
        }
        let at = (y as usize * self.width + x as usize) * 3;
        for (channel, ink) in self.pixels[at..at + 3].iter_mut().zip([r, g, b]) {
            let paper = f32::from(*channel);
            *channel = (paper + (f32::from(ink) - paper) * share + 0.5) as u8;
        }
    }
}

/// A circle as a polygon that turns the way the bars of a line do.
fn circle((x, y): Point, radius: f64) -> Vec<Point> {
    let (mut across, mut down) = (radius, 0.0);
    (0..SIDES)
        .map(|_| {
            let corner = (x + across, y + down);
            (across, down) = (across * TURN.0 - down * TURN.1, across * TURN.1 + down * TURN.0);
            corner
        })
        .collect()
}

/// Cuts a connected line into strokes.
fn strokes(points: &[Point], dash: &[f64]) -> Vec<Vec<Point>> {
    let mut done = Vec::new();
    let mut stroke: Vec<Point> = points.first().copied().into_iter().collect();
    let (mut turn, mut left) = (0, dash[0]);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let (dx, dy) = (to.0 - from.0, to.1 - from.1);
            let length = (dx * dx + dy * dy).sqrt();
            let drawing = turn % 2 == 0;
            if length < left {
                left -= length;
                if drawing {
                    stroke.push(to);
                }
                break;
            }
            let share = left / length.max(1e-9);
            from = (from.0 + dx * share, from.1 + dy * share);
            if drawing {
                stroke.push(from);
                done.push(std::mem::take(&mut stroke));
            } else {
                stroke = vec![from];
            }
            turn += 1;
            left = dash[turn % dash.len()].max(0.5);
        }
    }
    if stroke.len() > 1 {
        done.push(stroke);
    }
    done
}

impl From<png::EncodingError> for Diagnostic {
    fn from(fault: png::EncodingError) -> Diagnostic {
        Diagnostic::failed("", format!("encoding the PNG failed: {fault}"), "")
    }
}

fn encode(picture: &Picture) -> Result<Vec<u8>, Diagnostic> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width as u32, picture.height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat areas repeat as they are. A higher level takes five times as long for a third less of a small file.
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&picture.pixels)?;
    writer.finish()?;
    Ok(file)
}
