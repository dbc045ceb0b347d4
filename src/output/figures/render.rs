//! Paints a sheet into an SVG and a PNG of the same picture.
//!
//! plotters' back ends know whole pixels only. So both are given a sheet four
//! times as large: the SVG is shown at a quarter through its view box; the
//! bitmap is averaged two by two, which smooths its edges, and is stored at
//! twice the nominal size. No date, path or machine enters either.

use std::error::Error;

use plotters::backend::{BitMapBackend, DrawingBackend, RGBPixel, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};

use super::canvas::{Anchor, Canvas, Point, Setting, Shape, printable};
use super::theme::{Colour, WIDTH};
use super::typeface::{FAMILY, Weight};
use super::{DataTable, Figure, FigureError};

/// How much larger the back ends' sheet is than the nominal one.
const SCALE: f64 = 4.0;

/// plotters writes font sizes divided by this.
const PLOTTERS_FONT_FACTOR: f64 = 1.24;

/// plotters writes text whose upper edge is at its place as this share of an em below.
const PLOTTERS_TOP: f64 = 0.76;

/// Paints the sheet down to this height.
pub(super) fn figure(
    name: &str,
    title: &str,
    description: String,
    canvas: &Canvas,
    height: f64,
) -> Result<Figure, FigureError> {
    let height = height.ceil().max(1.0);
    let size = ((WIDTH * SCALE) as u32, (height * SCALE) as u32);
    let svg = svg(canvas, size, height, title, &description)?;
    let png = png(canvas, size)?;
    Ok(Figure {
        name: name.to_owned(),
        title: title.to_owned(),
        description,
        svg,
        png,
        narrow: String::new(),
        table: DataTable::default(),
        pointed: Vec::new(),
        pointed_narrow: Vec::new(),
    })
}

/// A drawing error of either back end, in words.
fn failed(error: impl Error) -> FigureError {
    FigureError::Draw(error.to_string())
}

/// A place on the back ends' sheet.
fn place((x, y): Point) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

fn colour(Colour(r, g, b): Colour, opacity: f64) -> RGBAColor {
    RGBAColor(r, g, b, opacity)
}

fn stroke(width: f64, of: Colour) -> ShapeStyle {
    let stroke_width = (width * SCALE).round().max(1.0) as u32;
    ShapeStyle { color: colour(of, 1.0), filled: false, stroke_width }
}

/// Draws what both back ends draw alike: areas and discs.
fn paint_filled<B: DrawingBackend>(backend: &mut B, shape: &Shape) -> Result<(), FigureError> {
    match shape {
        Shape::Area { points, colour: of, opacity } => {
            backend.fill_polygon(points.iter().copied().map(place), &colour(*of, *opacity)).map_err(failed)
        }
        Shape::Disc { centre, radius, colour: of, opacity } => {
            let radius = (radius * SCALE).round().max(1.0) as u32;
            backend.draw_circle(place(*centre), radius, &colour(*of, *opacity), true).map_err(failed)
        }
        Shape::Line { .. } | Shape::Text { .. } => Ok(()),
    }
}

fn svg(
    canvas: &Canvas,
    size: (u32, u32),
    height: f64,
    title: &str,
    description: &str,
) -> Result<String, FigureError> {
    let mut drawn = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut drawn, size);
        let paper = RGBAColor(255, 255, 255, 1.0);
        backend.draw_rect((0, 0), (size.0 as i32, size.1 as i32), &paper, true).map_err(failed)?;
        for shape in &canvas.shapes {
            match shape {
                Shape::Line { points, width, colour } => backend
                    .draw_path(points.iter().copied().map(place), &stroke(*width, *colour))
                    .map_err(failed)?,
                Shape::Text { place: (x, y), words, setting } => {
                    let baseline = y - PLOTTERS_TOP * setting.size;
                    backend.draw_text(words, &text_style(setting), place((*x, baseline))).map_err(failed)?;
                }
                filled => paint_filled(&mut backend, filled)?,
            }
        }
        backend.present().map_err(failed)?;
    }
    let body = drawn.split_once(">\n").map_or("", |(_, body)| body);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{WIDTH}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" stroke-linejoin=\"round\">\n<title>{}</title>\n<desc>{}</desc>\n{body}",
        size.0,
        size.1,
        escaped(title),
        escaped(description),
    ))
}

fn text_style(setting: &Setting) -> TextStyle<'static> {
    let style = match setting.weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Bold => FontStyle::Bold,
    };
    let h_pos = match setting.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let size = setting.size * SCALE * PLOTTERS_FONT_FACTOR;
    let font = FontDesc::new(FontFamily::Name(FAMILY), size, style);
    TextStyle { font, color: colour(setting.colour, 1.0).to_backend_color(), pos: Pos::new(h_pos, VPos::Top) }
}

/// The words as XML text.
fn escaped(words: &str) -> String {
    printable(words).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn png(canvas: &Canvas, (width, height): (u32, u32)) -> Result<Vec<u8>, FigureError> {
    let mut pixels = vec![255_u8; width as usize * height as usize * 3];
    {
        let mut backend = BitMapBackend::<RGBPixel>::with_buffer_and_format(&mut pixels, (width, height))
            .map_err(failed)?;
        for shape in &canvas.shapes {
            match shape {
                Shape::Line { points, width, colour } => paint_line(&mut backend, points, *width, *colour)?,
                Shape::Text { place, words, setting } => {
                    paint_text(&mut backend, canvas, *place, words, setting)?
                }
                filled => paint_filled(&mut backend, filled)?,
            }
        }
        backend.present().map_err(failed)?;
    }
    encode(&halved(&pixels, width as usize), width / 2, height / 2)
}

/// A line as one bar a segment with round joints: plotters' own wide lines
/// leave holes where a line turns back over itself.
fn paint_line<B: DrawingBackend>(
    backend: &mut B,
    points: &[Point],
    width: f64,
    of: Colour,
) -> Result<(), FigureError> {
    let fill = colour(of, 1.0);
    let half = width / 2.0;
    for pair in points.windows(2) {
        let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
        let (dx, dy) = (bx - ax, by - ay);
        let length = (dx * dx + dy * dy).sqrt();
        if length < 1e-9 {
            continue;
        }
        let (nx, ny) = (-dy / length * half, dx / length * half);
        let bar = [(ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny)];
        backend.fill_polygon(bar.map(place), &fill).map_err(failed)?;
    }
    let joint = (half * SCALE).floor() as u32;
    if joint > 1 && points.len() > 2 {
        for &at in &points[1..points.len() - 1] {
            backend.draw_circle(place(at), joint, &fill, true).map_err(failed)?;
        }
    }
    Ok(())
}

fn paint_text<B: DrawingBackend>(
    backend: &mut B,
    canvas: &Canvas,
    (x, baseline): Point,
    words: &str,
    setting: &Setting,
) -> Result<(), FigureError> {
    let width = canvas.width(words, *setting);
    let left = match setting.anchor {
        Anchor::Start => x,
        Anchor::Middle => x - width / 2.0,
        Anchor::End => x - width,
    };
    let (sheet_width, sheet_height) = backend.get_size();
    let mut outcome = Ok(());
    let start = (left * SCALE, baseline * SCALE);
    canvas.face.draw(words, setting.size * SCALE, setting.weight, start, |x, y, coverage| {
        let inside = x >= 0 && y >= 0 && x < sheet_width as i32 && y < sheet_height as i32;
        if inside && coverage > 0.0 && outcome.is_ok() {
            let ink = colour(setting.colour, f64::from(coverage.min(1.0)));
            outcome = backend.draw_pixel((x, y), ink.to_backend_color()).map_err(failed);
        }
    });
    outcome
}

/// The picture at half its size: every pixel is the mean of two by two.
fn halved(pixels: &[u8], width: usize) -> Vec<u8> {
    let row = width * 3;
    let mut half = Vec::with_capacity(pixels.len() / 4);
    for rows in pixels.chunks_exact(2 * row) {
        let (upper, lower) = rows.split_at(row);
        for (a, b) in upper.chunks_exact(6).zip(lower.chunks_exact(6)) {
            for channel in 0..3 {
                let sum = u16::from(a[channel])
                    + u16::from(a[channel + 3])
                    + u16::from(b[channel])
                    + u16::from(b[channel + 3]);
                half.push(((sum + 2) / 4) as u8);
            }
        }
    }
    half
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, FigureError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}
