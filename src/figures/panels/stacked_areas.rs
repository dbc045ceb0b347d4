//! Stacked areas: how a whole is made up over the months, a panel for each scenario on one scale.

use super::chart::{Plot, percents, round_step};
use super::event_marks;
use super::frame::swatches;
use super::panel_grid::{GridPanel, PanelGrid};
use super::side_labels::SideLabel;
use super::time_panel::{Drawn, TimePanel, last_value};
use crate::diagnostic::Diagnostic;
use crate::figures::EventMark;
use crate::figures::paint::canvas::Canvas;
use crate::figures::paint::theme::{INK, MUTED, PAPER, PaintColor};

/// Room for words beside a plot of a wide sheet.
const BESIDE: f64 = 190.0;

/// Whether a share is large enough for a label: what rounds to nothing is none.
fn is_seen(share: f64) -> bool {
    share >= 0.005
}

/// A whole and its parts over the months.
pub struct StackedAreas<'a> {
    /// What is stacked, with its unit.
    pub measure: &'static str,
    /// The parts from the lowest up: a short name for beside the plot, what it means, and its color.
    pub parts: Vec<(String, &'static str, PaintColor)>,
    /// Whether the parts make up 1 in every month.
    pub whole: bool,
    /// A panel for each scenario.
    pub panels: Vec<Stack<'a>>,
}

/// One scenario's parts.
pub struct Stack<'a> {
    /// Name of the scenario.
    pub label: &'a str,
    /// For each part its values by month.
    pub parts: Vec<Vec<f64>>,
    /// Its events.
    pub events: &'a [EventMark],
}

impl Stack<'_> {
    /// The upper edge of every part.
    fn edges(&self) -> Vec<Vec<f64>> {
        let months = self.parts.iter().map(Vec::len).min().unwrap_or(0);
        let mut sum = vec![0.0; months];
        self.parts
            .iter()
            .map(|part| {
                sum.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
                sum.clone()
            })
            .collect()
    }
}

impl StackedAreas<'_> {
    /// The upper end of the axis.
    fn top_value(&self) -> f64 {
        let edges = self.panels.iter().flat_map(Stack::edges).flatten();
        let highest = edges.filter(|v| v.is_finite()).fold(0.0, f64::max);
        let step = round_step(highest.max(0.02), 4);
        if self.whole { 1.0 } else { ((highest / step - 1e-9).ceil() * step).clamp(step, 1.0) }
    }

    /// Draws key and panels; returns the height down to the lower edge.
    pub fn draw(&self, canvas: &Canvas, top: f64) -> Result<f64, Diagnostic> {
        let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
        let last = self.panels.iter().flat_map(|p| &p.parts).map(Vec::len).max().unwrap_or(1).max(2) - 1;
        let all = event_marks::union(self.panels.iter().map(|p| p.events));
        let key = self.key(narrow);
        let top = if key.is_empty() { top } else { swatches(canvas, top, &key) };
        let top = event_marks::key(canvas, top, &all, last as f64) + 6.0;
        let ink = canvas.small(MUTED);
        let below =
            canvas.paragraph((layout.margin, top + layout.small), self.measure, ink, layout.room(), 4);
        let labels = self.parts.iter().map(|(short, ..)| canvas.width(&format!("{short}: 100%"), ink));
        let grid = PanelGrid {
            columns: if narrow { 1 } else { 2 },
            left: if narrow { 38.0 } else { 48.0 },
            right: if narrow { labels.fold(0.0, f64::max) + 30.0 } else { BESIDE },
            height: if narrow { 150.0 } else { 220.0 },
            last: last as f64,
            up: (0.0, self.top_value()),
            titled: true,
            all: &all,
        };
        let panels: Vec<GridPanel<'_>> = self
            .panels
            .iter()
            .enumerate()
            .map(|(place, stack)| GridPanel::of(place, stack.label, stack.events))
            .collect();
        grid.draw(canvas, below + ink.leading() - 6.0, &panels, |place, plot| {
            self.panel(canvas, plot, &self.panels[place])
        })
    }

    /// What no label beside a plot explains: on a narrow sheet all parts, else those that are gone when the runs end.
    fn key(&self, narrow: bool) -> Vec<(PaintColor, String)> {
        let explained =
            |part: usize, stack: &Stack<'_>| last_value(&stack.parts[part]).is_some_and(|(_, v)| is_seen(v));
        let is_drawn = |part: usize| self.panels.iter().any(|s| s.parts[part].iter().any(|v| is_seen(*v)));
        let is_due =
            |part: usize| narrow || is_drawn(part) && !self.panels.iter().any(|s| explained(part, s));
        let of = self.parts.iter().enumerate().filter(|(part, _)| is_due(*part));
        of.map(|(_, (short, meaning, color))| (*color, format!("{short}: {meaning}"))).collect()
    }

    fn panel(&self, canvas: &Canvas, plot: Plot, stack: &Stack<'_>) -> Drawn {
        let mut panel = TimePanel::with_values(canvas, plot, percents(plot.up, 5), (true, true))?;
        let edges = stack.edges();
        let floor = vec![0.0; edges.first().map_or(0, Vec::len)];
        let mut from = &floor;
        for (edge, (_, _, color)) in edges.iter().zip(&self.parts) {
            panel.band(from, edge, *color, 1.0)?;
            from = edge;
        }
        for edge in edges.iter().rev().skip(usize::from(self.whole)) {
            panel.curve(edge, 0.8, PAPER, &[])?;
        }
        let (mut labels, mut lower, ink) = (Vec::new(), 0.0, canvas.small(INK));
        for ((short, meaning, _), part) in self.parts.iter().zip(&stack.parts) {
            let Some((_, value)) = last_value(part) else { continue };
            if is_seen(value) {
                let lines = if canvas.layout.is_narrow() {
                    vec![format!("{short}: {:.0}%", value * 100.0)]
                } else {
                    let words = format!("{:.0}% {short}: {meaning}", value * 100.0);
                    canvas.wrap(&words, ink, BESIDE - 30.0, 3)
                };
                labels.push(SideLabel::new(plot.y(lower + value / 2.0), lines, ink));
            }
            lower += value;
        }
        if labels.is_empty() {
            let words = if edges.iter().flatten().any(|v| v.is_finite()) { "nobody" } else { "no data" };
            canvas.text((plot.right() + 6.0, plot.bottom() - 4.0), words, canvas.small(MUTED));
        }
        panel.labels(&labels, (20.0, 24.0));
        let read = self.parts.iter().zip(&stack.parts).rev();
        panel.readings(read.map(|((short, ..), part)| (short.clone(), part.clone())).collect());
        Ok(())
    }

    /// What is to be seen, in words.
    pub fn description(&self) -> String {
        let mut said = format!("{}, stacked over the months, a panel for each scenario.", self.measure);
        for stack in &self.panels {
            let parts = self.parts.iter().zip(&stack.parts).filter_map(|((short, ..), part)| {
                last_value(part).map(|(_, value)| format!("{short}: {:.0}%", value * 100.0))
            });
            let parts: Vec<String> = parts.collect();
            said.push_str(&format!(" {}, in the last month: {}.", stack.label, parts.join(", ")));
        }
        said
    }
}
