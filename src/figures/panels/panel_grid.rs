//! Small multiples: plots of one size on one scale, side by side and below each other.

use super::chart::Plot;
use super::event_marks::{self, EventWords};
use super::frame::named;
use super::time_panel::{Drawn, month_title};
use crate::diagnostic::Diagnostic;
use crate::figures::EventMark;
use crate::figures::paint::canvas::Canvas;
use crate::figures::paint::theme::{INK, Look, look};

/// Room between two plots.
const GAP: f64 = 18.0;

/// One of the plots: its name, and what is marked in it.
#[derive(Default)]
pub struct GridPanel<'a> {
    /// The sign of a scenario before its name.
    pub look: Option<Look>,
    /// Its name.
    pub label: &'a str,
    /// What the lines in it are, by their look: one of each scenario, in their order.
    pub key: Vec<(Look, String)>,
    /// What is marked.
    pub events: &'a [EventMark],
}

impl<'a> GridPanel<'a> {
    /// The panel of the scenario in this place of the list.
    pub fn of(place: usize, label: &'a str, events: &'a [EventMark]) -> Self {
        Self { look: Some(look(place)), label, key: Vec::new(), events }
    }
}

/// What all plots of a grid share.
pub struct PanelGrid<'a> {
    /// Plots side by side, at most.
    pub columns: usize,
    /// Room for numbers to the left of each.
    pub left: f64,
    /// Room for labels to its right.
    pub right: f64,
    /// Its height.
    pub height: f64,
    /// The last month.
    pub last: f64,
    /// Values at its lower and upper edge.
    pub up: (f64, f64),
    /// Whether the axis of months is named below the last row.
    pub titled: bool,
    /// The events of all plots, whose places are their letters.
    pub all: &'a [EventMark],
}

impl PanelGrid<'_> {
    /// Draws the plots; `draw` fills one, the months below it included. Returns the height down to the lower edge.
    pub fn draw(
        &self,
        canvas: &Canvas,
        mut top: f64,
        panels: &[GridPanel<'_>],
        draw: impl Fn(usize, Plot) -> Drawn,
    ) -> Result<f64, Diagnostic> {
        let columns = self.columns.min(panels.len()).max(1);
        let pitch = (canvas.layout.room() + GAP) / columns as f64;
        let left = |column: usize| canvas.layout.margin + column as f64 * pitch;
        let plot_at = |column: usize, top: f64| Plot {
            left: left(column) + self.left,
            top,
            width: pitch - GAP - self.left - self.right,
            height: self.height,
            across: (0.0, self.last),
            up: self.up,
        };
        let letters = EventWords::Letters(self.all);
        for (row, panels) in panels.chunks(columns).enumerate() {
            let below = panels.iter().enumerate().fold(top, |below, (column, panel)| {
                below.max(head(canvas, (left(column), top), panel, pitch - GAP))
            });
            let height =
                |p: &GridPanel<'_>| event_marks::height(canvas, &plot_at(0, below), p.events, letters);
            top = below + 10.0 + panels.iter().map(height).fold(0.0, f64::max);
            for (column, panel) in panels.iter().enumerate() {
                let plot = plot_at(column, top);
                draw(row * columns + column, plot)?;
                event_marks::lines(canvas, &plot, panel.events);
                event_marks::words(canvas, &plot, panel.events, letters);
            }
            top += self.height + 31.0;
        }
        Ok(if self.titled { month_title(canvas, left(0) + self.left, top - 10.0) + 4.0 } else { top })
    }
}

fn head(canvas: &Canvas, (x, top): (f64, f64), panel: &GridPanel<'_>, room: f64) -> f64 {
    let (size, small) = (canvas.layout.words, canvas.layout.small);
    let mut bottom = match panel.look {
        Some(look) => named(canvas, (x, top), look, panel.label, room, false),
        None => {
            let ink = canvas.words(INK).bold();
            let lines = canvas.wrap_evenly(panel.label, ink, room, 4);
            canvas.lines((x, top + 3.0 + size), &lines, ink) - size * 0.9
        }
    };
    for (place, (look, words)) in panel.key.iter().enumerate() {
        let _own = canvas.of_scenario(place);
        let middle = bottom + 3.0 + small * 0.64;
        canvas.dashed(vec![(x, middle), (x + 28.0, middle)], 2.2, look.color, look.dash);
        canvas.marker((x + 14.0, middle), look.marker, 4.2, look.color);
        let ink = canvas.small(look.text());
        let last = canvas.paragraph((x + 36.0, bottom + 3.0 + small), words, ink, room - 36.0, 6);
        bottom = last + ink.leading() - small * 0.9;
    }
    bottom
}
