//! The strip below a difference: the shares of pairs that are lower and higher, month by month, as lines.

use super::EventMark;
use super::paint::canvas::{Canvas, Lettering};
use super::paint::theme::{BLUE, PaintColor, VERMILION};
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
}

impl Agreement {
    /// Draws the strip and its words; returns its lower edge.
    pub fn draw(&self, canvas: &Canvas, plot: Plot, events: &[EventMark]) -> Result<f64, Diagnostic> {
        let layout = canvas.layout;
        let shares =
            [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")].map(|(share, words)| (share, words.to_owned()));
        let mut strip = TimePanel::with_values(canvas, plot, shares.into(), (true, true))?;
        strip.events(events, EventWords::None);
        for (share, _, color, dash) in self.drawn() {
            strip.curve(share, 2.0, color, dash)?;
        }
        let mut bottom = strip.bottom();
        if layout.is_narrow() {
            for (_, words, ink) in self.said() {
                bottom += layout.small + 4.0;
                canvas.text((plot.left, bottom), &words, canvas.small(ink));
            }
            return Ok(bottom + 6.0);
        }
        let label =
            |(share, words, ink)| SideLabel::new(strip.plot.y(share), [words], Lettering::new(SHARES, ink));
        strip.labels(&self.said().into_iter().map(label).collect::<Vec<_>>(), (2.0, 6.0));
        Ok(bottom)
    }

    /// The two lines: shares, a word, color and dash. What is neither lower nor higher is equal.
    fn drawn(&self) -> [(&[f64], &'static str, PaintColor, &'static [f64]); 2] {
        let [lower, _, higher] = &self.shares;
        [(lower, "lower", VERMILION, &[9.0, 4.0]), (higher, "higher", BLUE, &[])]
    }

    /// What the strip says of the last month: where, words and color.
    fn said(&self) -> Vec<(f64, String, PaintColor)> {
        let said = |(shares, word, color, _): (&[f64], &str, PaintColor, _)| {
            let (_, share) = last_value(shares)?;
            Some((share, format!("{word} in {}% of pairs", number(share * 100.0, 1.0)), color.shade(0.3)))
        };
        let mut said: Vec<_> = self.drawn().into_iter().filter_map(said).collect();
        said.sort_by(|a, b| b.0.total_cmp(&a.0));
        said
    }
}
