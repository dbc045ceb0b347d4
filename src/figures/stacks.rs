//! Stacked areas: how a whole is made up over the months, a panel for each scenario on one scale.

use super::axis::{Plot, month_grid, point, round_step, value_axis};
use super::canvas::{Anchor, Canvas, Setting};
use super::frame::{caption, note, swatches};
use super::labels::{SideLabel, beside};
use super::multiples::{Cell, Shape, multiples};
use super::series::{between, curve, last_value};
use super::theme::{CAUSES, Colour, INK, MUTED, PAPER, STEPS, look};
use super::typeface::Weight;
use super::{Caption, Figure, FigureError, Mark, marks, render};

/// Colours of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ramp {
    /// Steps from light to dark: the parts are in order.
    Steps,
    /// Hues: the parts are of different kinds.
    Kinds,
}

/// A whole and its parts over the months.
#[derive(Clone, Debug, PartialEq)]
pub struct Stacked {
    /// What is stacked, with its unit.
    pub measure: String,
    /// The parts from the lowest up: a short name for beside the plot, and what it means.
    pub parts: Vec<(String, String)>,
    /// How they are coloured.
    pub ramp: Ramp,
    /// Whether the parts make up 1 in every month.
    pub whole: bool,
    /// What a reader must know to read it.
    pub note: String,
    /// A panel for each scenario.
    pub panels: Vec<Stack>,
}

/// One scenario's parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    /// Name of the scenario.
    pub label: String,
    /// For each part its values by month.
    pub parts: Vec<Vec<f64>>,
    /// Its events.
    pub events: Vec<Mark>,
}

impl Stack {
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

/// Draws the parts of each scenario on top of each other.
pub fn stacked_areas(name: &str, words: &Caption, stacked: &Stacked) -> Result<Figure, FigureError> {
    if stacked.panels.is_empty() {
        return Err(FigureError::Empty { figure: "stacked", missing: "scenario" });
    }
    let highest =
        stacked.panels.iter().flat_map(Stack::edges).flatten().filter(|v| v.is_finite()).fold(0.0, f64::max);
    let step = round_step(highest.max(0.02), 4);
    let top_value =
        if stacked.whole { 1.0 } else { ((highest / step - 1e-9).ceil() * step).clamp(step, 1.0) };
    let last = stacked.panels.iter().flat_map(|p| &p.parts).map(Vec::len).max().unwrap_or(1).max(2) - 1;
    let all = marks::union(stacked.panels.iter().map(|p| p.events.as_slice()));
    let cells: Vec<Cell<'_>> = stacked
        .panels
        .iter()
        .enumerate()
        .map(|(place, panel)| Cell {
            look: Some(look(place)),
            label: &panel.label,
            key: Vec::new(),
            events: &panel.events,
        })
        .collect();
    render::figure(name, &words.title, description(words, stacked), |canvas| {
        let layout = canvas.layout;
        let mut top = caption(canvas, words);
        let key: Vec<(Colour, String)> = stacked
            .parts
            .iter()
            .enumerate()
            .map(|(k, (short, meaning))| (colour(stacked.ramp, k), format!("{short}: {meaning}")))
            .collect();
        top = swatches(canvas, top, &key);
        top = marks::key(canvas, top, &all, last as f64) + 6.0;
        let setting = Setting::new(layout.small, MUTED);
        let lines = canvas.face.wrap(&stacked.measure, layout.small, Weight::Regular, layout.room(), 4);
        top = canvas.lines((layout.margin, top + layout.small), &lines, setting) - 6.0;
        let labels = stacked.parts.iter().map(|(short, _)| canvas.width(&format!("{short}: 100 %"), setting));
        let shape = Shape {
            columns: if layout.is_narrow() { 1 } else { 2 },
            left: if layout.is_narrow() { 38.0 } else { 48.0 },
            right: labels.fold(0.0, f64::max) + 30.0,
            height: if layout.is_narrow() { 150.0 } else { 200.0 },
            last: last as f64,
            titled: true,
        };
        top = multiples(canvas, top, &cells, &shape, &all, |canvas, place, plot| {
            let plot = Plot { up: (0.0, top_value), ..*plot };
            panel(canvas, &plot, stacked, &stacked.panels[place]);
        });
        note(canvas, top, &stacked.note)
    })
}

fn colour(ramp: Ramp, part: usize) -> Colour {
    match ramp {
        Ramp::Steps => STEPS[part.min(STEPS.len() - 1)],
        Ramp::Kinds => CAUSES[part % CAUSES.len()],
    }
}

fn panel(canvas: &mut Canvas, plot: &Plot, stacked: &Stacked, stack: &Stack) {
    value_axis(canvas, plot, 5);
    month_grid(canvas, plot);
    let edges = stack.edges();
    let mut labels = Vec::new();
    let floor = vec![0.0; edges.first().map_or(0, Vec::len)];
    let mut from = &floor;
    for (part, edge) in edges.iter().enumerate() {
        between(canvas, plot, from, edge, colour(stacked.ramp, part), 1.0);
        from = edge;
    }
    for edge in edges.iter().rev().skip(usize::from(stacked.whole)) {
        curve(canvas, plot, edge, 0.8, PAPER, &[]);
    }
    let mut lower = 0.0;
    for (part, (short, _)) in stacked.parts.iter().enumerate() {
        let Some((_, value)) = stack.parts.get(part).and_then(|series| last_value(series)) else { continue };
        // What rounds to nothing is read from the key.
        if value >= 0.005 {
            let words = format!("{short}: {:.0} %", value * 100.0);
            labels.push(SideLabel {
                y: plot.y(lower + value / 2.0),
                joined: true,
                lines: vec![(words, Weight::Regular)],
                colour: INK,
                size: canvas.layout.small,
            });
        }
        lower += value;
    }
    if labels.is_empty() {
        let words = if edges.iter().flatten().any(|v| v.is_finite()) { "nobody" } else { "no data" };
        let setting = Setting::new(canvas.layout.small, MUTED).at(Anchor::Start);
        canvas.text((plot.right() + 6.0, plot.bottom() - 4.0), words, setting);
    }
    beside(canvas, plot.right(), plot.top - 8.0, plot.bottom() + 8.0, &labels);
    let read = stacked.parts.iter().zip(&stack.parts).rev();
    point(canvas, plot, read.map(|((short, _), part)| (short.clone(), part.clone())).collect());
}

fn description(words: &Caption, stacked: &Stacked) -> String {
    let mut said = format!(
        "{}. {}, stacked over the months, a panel for each scenario.",
        words.subtitle, stacked.measure
    );
    for stack in &stacked.panels {
        let parts: Vec<String> = stacked
            .parts
            .iter()
            .zip(&stack.parts)
            .filter_map(|((short, _), part)| {
                last_value(part).map(|(_, value)| format!("{short}: {:.0} %", value * 100.0))
            })
            .collect();
        said.push_str(&format!(" {}, in the last month: {}.", stack.label, parts.join(", ")));
    }
    said
}
