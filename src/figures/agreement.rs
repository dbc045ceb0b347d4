//! The strip below a difference: how many pairs are lower, equal and higher, month by month.

use super::EventMark;
use super::paint::canvas::{Canvas, Lettering};
use super::paint::theme::{BLUE, FRAME, MUTED, PaintColor, VERMILION};
use super::panels::chart::{Plot, number};
use super::panels::event_marks::EventWords;
use super::panels::side_labels::SideLabel;
use super::panels::time_panel::{TimePanel, last_value};
use crate::diagnostic::Diagnostic;

/// Height of the strip.
pub const STRIP: f64 = 56.0;
/// Size of the words beside it.
const SHARES: f64 = 12.0;

/// Which way pairs point.
pub struct Agreement {
    /// Share of the pairs in which the other is lower, equal and higher, by month.
    pub shares: [Vec<f64>; 3],
    /// The edges between them, piled up from 0.
    edges: [Vec<f64>; 4],
}

impl Agreement {
    /// From the shares of pairs that are lower, equal and higher, by month.
    pub fn of(shares: [Vec<f64>; 3]) -> Agreement {
        let pile = |below: &[f64], share: &[f64]| below.iter().zip(share).map(|(a, b)| a + b).collect();
        let floor = vec![0.0; shares[0].len()];
        let lower: Vec<f64> = pile(&floor, &shares[0]);
        let equal: Vec<f64> = pile(&lower, &shares[1]);
        let all: Vec<f64> = pile(&equal, &shares[2]);
        Agreement { shares, edges: [floor, lower, equal, all] }
    }

    /// Draws the strip and its words; returns its lower edge.
    pub fn draw(&self, canvas: &Canvas, plot: Plot, events: &[EventMark]) -> Result<f64, Diagnostic> {
        let (layout, last) = (canvas.layout, plot.across.1);
        let shares =
            [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")].map(|(share, words)| (share, words.to_owned()));
        let mut strip = TimePanel::with_values(canvas, plot, shares.into(), (false, true))?;
        for (pile, (_, color, _)) in piles().into_iter().enumerate() {
            strip.band(&self.edges[pile], &self.edges[pile + 1], color, 1.0)?;
        }
        strip.line(vec![(0.0, 0.0), (last, 0.0)], 1.0, FRAME, &[])?;
        strip.events(events, EventWords::None);
        let mut bottom = strip.bottom();
        if layout.is_narrow() {
            for (_, words, color) in self.said() {
                bottom += layout.small + 4.0;
                canvas.text((plot.left, bottom), &words, canvas.small(color));
            }
            return Ok(bottom + 6.0);
        }
        let label = |(share, words, color)| {
            SideLabel::new(strip.plot.y(share), [words], Lettering::new(SHARES, color))
        };
        strip.labels(&self.said().into_iter().map(label).collect::<Vec<_>>(), (2.0, 6.0));
        Ok(bottom)
    }

    /// What the strip says of the last month, the uppermost pile first: where, words and color.
    fn said(&self) -> Vec<(f64, String, PaintColor)> {
        let said = |(pile, (word, _, ink)): (usize, (&str, PaintColor, PaintColor))| {
            let (month, _) = last_value(&self.edges[pile + 1])?;
            let share = self.shares[pile][month];
            let words = format!("{word} in {}% of pairs", number(share * 100.0, 1.0));
            Some((self.edges[pile][month] + share / 2.0, words, ink))
        };
        let mut said: Vec<_> = piles().into_iter().enumerate().filter_map(said).collect();
        said.reverse();
        said
    }
}

/// The piles of the strip: a word, the color of the area and that of the words.
fn piles() -> [(&'static str, PaintColor, PaintColor); 3] {
    [
        ("lower", VERMILION.tint(0.35), VERMILION.shade(0.3)),
        ("equal", FRAME.tint(0.5), MUTED),
        ("higher", BLUE.tint(0.35), BLUE.shade(0.2)),
    ]
}
