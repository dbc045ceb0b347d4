//! Early signs as natural frequencies: of 100 districts with a sign and of 100 without it, those that stall. It is drawn from a study
//! of signs, not from a results folder.

use super::composition::Composition;
use super::data_table::{self, DataCell, share, whole};
use super::paint::canvas::Canvas;
use super::paint::theme::{FRAME, INK, MUTED, VERMILION};
use super::panels::frame::{heading, swatches};
use super::{Caption, DataTable, Figure};
use crate::diagnostic::Diagnostic;
use crate::figures::nothing_to_draw;
use crate::phrasing::percent;

/// From the middle of a district to the middle of the next, and its radius.
const STEP: f64 = 13.0;
const RADIUS: f64 = 4.6;
/// Air between two signs, and between the words of a block and its districts.
const AIR: f64 = 18.0;

const NOTE: &str = "Each disc is one of 100 simulated districts. In brackets: the 95% interval of their number (Wilson 1927), counted on runs that the \
                    signs were not found on. A hypothesis to look into, and no test of a district: all of it holds only if the model's \
                    assumptions do, and a sign is no cause.";

/// How many of 100 stall, with the ends of the 95% interval.
pub type OfHundred = [f64; 3];

/// A sign and what it tells.
#[derive(Debug, Clone, PartialEq)]
pub struct PicturedSign {
    /// The sign in words: "at most 7.2: hours of help a month".
    pub words: String,
    /// Districts that stall, of 100 with the sign.
    pub with: OfHundred,
    /// Districts that stall, of 100 without it.
    pub without: OfHundred,
    /// Share of districts that stall that have the sign (0 to 1).
    pub warned: f64,
    /// Share of districts that do not stall that have it all the same (0 to 1).
    pub false_alarms: f64,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct SignsPicture {
    /// Name for the file.
    pub name: String,
    /// The finding.
    pub title: String,
    /// What was looked at.
    pub subtitle: String,
    /// The signs, the one that tells most first.
    pub signs: Vec<PicturedSign>,
}

/// The figure.
///
/// # Errors
/// Without a sign; if it cannot be drawn.
pub fn early_signs(drawn: &SignsPicture) -> Result<Figure, Diagnostic> {
    if drawn.signs.is_empty() {
        return Err(nothing_to_draw("early-signs", "sign"));
    }
    Composition {
        name: drawn.name.clone(),
        section: "",
        caption: Caption { title: drawn.title.clone(), subtitle: drawn.subtitle.clone() },
        description: description(drawn),
        note: NOTE.into(),
        table: table(drawn),
    }
    .paint(|canvas, top| Ok(lay_out(canvas, top, drawn)))
}

fn lay_out(canvas: &Canvas, top: f64, drawn: &SignsPicture) -> f64 {
    let layout = canvas.layout;
    let key = [(VERMILION, "stalls".to_owned()), (FRAME, "does not stall".to_owned())];
    let mut top = swatches(canvas, top, &key) + 4.0;
    let columns: usize = if layout.is_narrow() { 10 } else { 20 };
    let half = layout.room() / 2.0;
    for sign in &drawn.signs {
        top = heading(canvas, (layout.margin, top), &sign.words, layout.room(), 4);
        let blocks = [("with this sign", sign.with), ("without it", sign.without)];
        let bottom = blocks.iter().enumerate().map(|(k, (which, of_hundred))| {
            let left = layout.margin + half * k as f64;
            block(canvas, (left, top), (which, of_hundred), columns, half - 12.0)
        });
        let bottom = bottom.fold(top, f64::max);
        let told = format!(
            "{} of those that stall have it; it is a false alarm in {} of those that do not.",
            percent(sign.warned),
            percent(sign.false_alarms)
        );
        let place = (layout.margin, bottom + layout.words + 4.0);
        top = canvas.paragraph(place, &told, canvas.words(MUTED), layout.room(), 3) + AIR;
    }
    top
}

/// A hundred districts, those that stall first; returns the height of its lower edge.
fn block(
    canvas: &Canvas,
    (left, top): (f64, f64),
    (which, [stall, low, high]): (&str, &OfHundred),
    columns: usize,
    room: f64,
) -> f64 {
    let words = format!("{which}: {stall:.0} of 100 ({low:.0} to {high:.0})");
    let below =
        canvas.paragraph((left, top + canvas.layout.words), &words, canvas.words(INK), room, 3) + AIR / 2.0;
    for k in 0..100_usize {
        let (column, row) = ((k % columns) as f64, (k / columns) as f64);
        let color = if (k as f64) < stall.round() { VERMILION } else { FRAME };
        let middle = (left + RADIUS + column * STEP, below + RADIUS + row * STEP);
        canvas.disc(middle, RADIUS, color, 1.0);
    }
    below + (100 / columns) as f64 * STEP
}

fn table(drawn: &SignsPicture) -> DataTable {
    let columns = [
        "sign",
        "of 100 with it stall",
        "low",
        "high",
        "of 100 without it stall",
        "low",
        "high",
        "stalls that have it",
        "false alarms",
    ];
    let row = |sign: &PicturedSign| {
        let counts = sign.with.iter().chain(&sign.without).map(|n| whole(n.round()));
        std::iter::once(DataCell::from(sign.words.as_str()))
            .chain(counts)
            .chain([share(sign.warned), share(sign.false_alarms)])
            .collect()
    };
    data_table::table(&columns, drawn.signs.iter().map(row).collect())
}

fn description(drawn: &SignsPicture) -> String {
    let one = |sign: &PicturedSign| {
        format!(
            "{}: of 100 districts with it {:.0} stall, of 100 without it {:.0}",
            sign.words, sign.with[0], sign.without[0]
        )
    };
    format!("{}.", drawn.signs.iter().map(one).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::paint::canvas::SheetShape;
    use crate::figures::text_overlap;

    #[test]
    fn as_many_of_a_hundred_are_marked_as_stall() {
        let sign = PicturedSign {
            words: "At most 55.2: hours of collaboration and meetings a month that users are given in all schools".into(),
            with: [58.0, 51.0, 65.0],
            without: [19.0, 15.0, 23.0],
            warned: 0.604,
            false_alarms: 0.2,
        };
        let mut drawn = SignsPicture {
            name: "early-signs".into(),
            title: "Of 100 districts with few meetings 58 stall".into(),
            subtitle: "500 runs".into(),
            signs: vec![sign.clone(), sign],
        };
        let figure = early_signs(&drawn).unwrap();
        for svg in [&figure.svg, &figure.narrow] {
            assert!(text_overlap::faults(svg).is_empty(), "{:?}", text_overlap::faults(svg));
        }
        let is_stalled = |shape: &&SheetShape| matches!(shape, SheetShape::Disc { radius, color, .. } if *radius == RADIUS && *color == VERMILION);
        assert_eq!(figure.sheet.shapes.iter().filter(is_stalled).count(), 2 * (58 + 19));
        assert_eq!(figure.table.rows.len(), 2);
        drawn.signs.clear();
        assert!(early_signs(&drawn).unwrap_err().fault.ends_with("was given no sign"));
    }
}
