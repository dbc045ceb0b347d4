//! A sheet as SVG: shapes of one look gathered in a group, places to a tenth of a pixel.
//!
//! A results folder and a report hold many pictures, so their text is kept
//! short: a path goes on from its last place, and a place on a straight line
//! between its neighbors is left out. No date, path or machine enters.

use std::fmt::Write as _;

use super::canvas::{Anchor, Canvas, Lettering, Point, SheetShape, printable};
use super::theme::PaintColor;
use super::typeface::{FAMILY, Weight};

/// A place this near to the line between its neighbors adds nothing to it.
const STRAIGHT: f64 = 0.06;

/// The sheet down to this height.
pub fn svg(canvas: &Canvas, height: f64, title: &str, description: &str) -> String {
    let width = canvas.layout.width;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FAMILY}\" stroke-linejoin=\"round\">\n\
         <title>{}</title>\n<desc>{}</desc>\n<path fill=\"#fff\" d=\"M0 0h{width}v{height}H0z\"/>\n",
        escaped(title),
        escaped(description),
    );
    let mut group = Group::default();
    for (shape, owner) in canvas.shapes().iter().zip(canvas.owners().iter()) {
        let (look, joins, element) = told(shape);
        let look = owner.map_or_else(String::new, |place| format!(" class=\"s{place}\"")) + &look;
        if look != group.look {
            std::mem::replace(&mut group, Group { look, ..Group::default() }).close(&mut text);
        }
        if joins { group.joined.push_str(&element) } else { group.single.push(element) }
    }
    group.close(&mut text);
    text.push_str("</svg>\n");
    text
}

/// Shapes that follow each other and look alike.
#[derive(Default)]
struct Group {
    look: String,
    /// Paths that may be one.
    joined: String,
    /// Anything else.
    single: Vec<String>,
}

impl Group {
    fn close(self, text: &mut String) {
        let look = &self.look;
        if !self.joined.is_empty() {
            let _ = writeln!(text, "<path{look} d=\"{}\"/>", self.joined);
        }
        match self.single.as_slice() {
            [] => {}
            [only] => {
                let (name, rest) = only.split_at(only.find(' ').unwrap_or(only.len()));
                let _ = writeln!(text, "{name}{look}{rest}");
            }
            several => {
                let _ = writeln!(text, "<g{look}>{}</g>", several.concat());
            }
        }
    }
}

/// The look of a shape, as attributes; whether it is a path that others of its look may join; and the shape.
fn told(shape: &SheetShape) -> (String, bool, String) {
    let fill = |color: PaintColor, opacity: f64| {
        let opacity = if opacity < 1.0 { format!(" fill-opacity=\"{opacity}\"") } else { String::new() };
        format!(" fill=\"{}\"{opacity}", hex(color))
    };
    match shape {
        SheetShape::Line { points, width, color, dash } => {
            let dash: Vec<String> = dash.iter().map(|d| short(*d)).collect();
            let mut look =
                format!(" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"", hex(*color), short(*width));
            if !dash.is_empty() {
                let _ = write!(look, " stroke-dasharray=\"{}\"", dash.join(" "));
            }
            (look, true, path(points))
        }
        SheetShape::Area { points, color, opacity } if *opacity < 1.0 => {
            (fill(*color, *opacity), false, format!("<path d=\"{}z\"/>", path(points)))
        }
        SheetShape::Area { points, color, opacity } => {
            (fill(*color, *opacity), true, format!("{}z", path(points)))
        }
        SheetShape::Disc { center: (x, y), radius, color, opacity } => {
            let [x, y, r] = [x, y, radius].map(|length| short(*length));
            (fill(*color, *opacity), false, format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"))
        }
        SheetShape::Text { place: (x, y), words, lettering } => {
            let (x, y, words) = (short(*x), short(*y), escaped(words));
            (letters(lettering), false, format!("<text x=\"{x}\" y=\"{y}\">{words}</text>"))
        }
    }
}

fn letters(lettering: &Lettering) -> String {
    let mut look = format!(" fill=\"{}\" font-size=\"{}\"", hex(lettering.color), short(lettering.size));
    if lettering.weight == Weight::Bold {
        look.push_str(" font-weight=\"bold\"");
    }
    match lettering.anchor {
        Anchor::Start => {}
        Anchor::Middle => look.push_str(" text-anchor=\"middle\""),
        Anchor::End => look.push_str(" text-anchor=\"end\""),
    }
    look
}

/// A path through the places, each told from the one before it in tenths of a pixel.
fn path(points: &[Point]) -> String {
    let tenths = |(x, y): Point| ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
    let mut text = String::new();
    let mut pen = (0, 0);
    for (k, &at) in simpler(points).iter().enumerate() {
        let (x, y) = tenths(at);
        if k == 0 {
            let _ = write!(text, "M{}{}", tenth(x), spaced(y));
        } else if (x, y) != pen {
            let (dx, dy) = (x - pen.0, y - pen.1);
            let _ = match (dx, dy) {
                (_, 0) => write!(text, "h{}", tenth(dx)),
                (0, _) => write!(text, "v{}", tenth(dy)),
                _ => write!(text, "l{}{}", tenth(dx), spaced(dy)),
            };
        }
        pen = (x, y);
    }
    text
}

/// The places without those that lie on the straight line from the last one kept to the next.
fn simpler(points: &[Point]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    let mut passed: Vec<Point> = Vec::new();
    for (k, &at) in points.iter().enumerate() {
        let Some(&last) = kept.last() else {
            kept.push(at);
            continue;
        };
        let Some(&next) = points.get(k + 1) else {
            kept.push(at);
            break;
        };
        passed.push(at);
        if passed.iter().any(|p| !lies_between(*p, last, next)) {
            kept.push(at);
            passed.clear();
        }
    }
    kept
}

/// Whether a place lies on the line between two others, and not beyond them.
fn lies_between((x, y): Point, (ax, ay): Point, (bx, by): Point) -> bool {
    let (dx, dy) = (bx - ax, by - ay);
    let square = dx * dx + dy * dy;
    let along = (x - ax) * dx + (y - ay) * dy;
    let aside = (x - ax) * dy - (y - ay) * dx;
    along >= 0.0 && along <= square && aside * aside <= STRAIGHT * STRAIGHT * square
}

/// A whole number of tenths.
fn tenth(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, part) = (tenths.abs() / 10, tenths.abs() % 10);
    match (whole, part) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, part) => format!("{sign}.{part}"),
        (whole, part) => format!("{sign}{whole}.{part}"),
    }
}

/// The same after another number: a minus sign parts the two by itself.
fn spaced(tenths: i64) -> String {
    if tenths < 0 { tenth(tenths) } else { format!(" {}", tenth(tenths)) }
}

fn short(value: f64) -> String {
    tenth((value * 10.0).round() as i64)
}

fn hex(PaintColor(r, g, b): PaintColor) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// The words as XML text.
fn escaped(words: &str) -> String {
    printable(words).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
