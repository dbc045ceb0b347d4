//! A sweep along one thing: how spread and deep practice go with it, a line for each value of the others; or, where the points
//! are no grid, a dot for each point and a panel for each thing that is varied.

use super::captions::caption;
use super::composition::Composition;
use super::paint::canvas::{Canvas, Point};
use super::paint::theme::{INK, Look, MUTED, look};
use super::panels::chart::{AxisLook, Plot, Scale, chart, covering, round_numbers};
use super::panels::frame::{heading, named, whisker};
use super::sweep_axes::{Axis, axes, is_grid, is_sweep, mean, month};
use super::sweep_map::table;
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind};
use crate::diagnostic::Diagnostic;
use crate::phrasing::percent;

/// The figure; only of sweeps that vary a number.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| is_sweep(data) && !panels(data).is_empty(),
    of_sweeps: true,
    ..FigureKind::new("sweep-lines", &["spread", "deep_share"], Draw::OfAll(draw))
};

/// Most lines of a panel.
const MOST_LINES: usize = 7;
/// Most factors that have a panel of dots.
const MOST_PANELS: usize = 12;
/// Measures with the words of their panels.
const MEASURES: [(&str, &str); 2] =
    [("spread", "Focal teachers who use it"), ("deep_share", "Focal teachers who teach it deeply")];

const NOTE: &str = "Marks are means over the runs of a point, whiskers their Monte Carlo error (95%). All points have the same replications.";

/// A panel: a measure along a factor.
struct SweepPanel {
    words: String,
    across: String,
    range: (f64, f64),
    lines: Vec<SweepLine>,
    joined: bool,
}

/// Points with the error of each.
struct SweepLine {
    label: String,
    points: Vec<(f64, f64, [f64; 2])>,
}

fn panels(data: &FigureData<'_>) -> Vec<SweepPanel> {
    let axes = axes(data);
    if is_grid(data, &axes) { along(data, axes) } else { dots(data, &axes) }
}

/// Both measures along the number with the most values.
fn along(data: &FigureData<'_>, mut axes: Vec<Axis>) -> Vec<SweepPanel> {
    let values = |axis: &Axis| axis.numbers().map_or(0, |numbers| numbers.len());
    let most = axes.iter().map(values).max().unwrap_or(0);
    let Some(place) = axes.iter().position(|axis| most > 0 && values(axis) == most) else {
        return Vec::new();
    };
    let across = axes.remove(place);
    let numbers = across.numbers().unwrap_or_default();
    let label = |case: &DrawnScenario<'_>| {
        let of = |axis: &Axis| format!("{} = {}", axis.name, axis.values[axis.place(case)].short());
        axes.iter().map(of).collect::<Vec<_>>().join(", ")
    };
    let mut cases: Vec<&DrawnScenario<'_>> = data.cases.iter().collect();
    cases.sort_by_key(|case| {
        (axes.iter().map(|axis| axis.place(case)).collect::<Vec<_>>(), across.place(case))
    });
    let panel = |(measure, words): (&str, &str)| {
        let mut lines: Vec<SweepLine> = Vec::new();
        for case in &cases {
            let (value, error) = mean(data, case, measure);
            let (label, point) = (label(case), (numbers[across.place(case)], value, error));
            match lines.last_mut().filter(|line| line.label == label) {
                Some(line) => line.points.push(point),
                None => lines.push(SweepLine { label, points: vec![point] }),
            }
        }
        let range = range(&numbers);
        SweepPanel { words: words.into(), across: across.name.clone(), range, lines, joined: true }
    };
    let panels: Vec<SweepPanel> = MEASURES.map(panel).into();
    // More lines than looks tell nothing: the map shows them.
    if panels.iter().any(|panel| panel.lines.len() > MOST_LINES) { Vec::new() } else { panels }
}

/// The deep share along each number, a dot for each point.
fn dots(data: &FigureData<'_>, axes: &[Axis]) -> Vec<SweepPanel> {
    let (measure, words) = MEASURES[1];
    let panel = |axis: &Axis| {
        let numbers = axis.numbers()?;
        let point = |case: &DrawnScenario<'_>| {
            let (value, error) = mean(data, case, measure);
            (numbers[axis.place(case)], value, error)
        };
        let line = SweepLine { label: String::new(), points: data.cases.iter().map(point).collect() };
        let range = range(&numbers);
        Some(SweepPanel {
            words: words.into(),
            across: axis.name.clone(),
            range,
            lines: vec![line],
            joined: false,
        })
    };
    axes.iter().filter_map(panel).take(MOST_PANELS).collect()
}

/// Their range, with some air at both ends.
fn range(numbers: &[f64]) -> (f64, f64) {
    let (low, high) = covering((numbers[0], numbers[0]), numbers.iter().copied());
    let air = 0.04 * (high - low);
    (low - air, high + air)
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let panels = panels(data);
    let deep: Vec<f64> =
        data.cases.iter().map(|case| mean(data, case, "deep_share").0).filter(|x| x.is_finite()).collect();
    let ends = deep.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    let month = month(data);
    let title = match deep.is_empty() {
        true => format!("No point has anything to show at month {month}"),
        false => format!(
            "Over {} points deep practice at month {month} ranges from {} to {} of focal teachers",
            data.cases.len(),
            percent(ends.0),
            percent(ends.1)
        ),
    };
    Composition {
        name: "sweep-lines".into(),
        section: "",
        caption: caption(data, title, []),
        description: description(&panels, month),
        note: NOTE.into(),
        table: table(data),
    }
    .paint(|canvas, top| lay_out(canvas, top, &panels))
}

fn lay_out(canvas: &Canvas, top: f64, panels: &[SweepPanel]) -> Result<f64, Diagnostic> {
    let layout = canvas.layout;
    let columns = if layout.is_narrow() { 1 } else { panels.len().clamp(1, 2) };
    let pitch = (layout.room() + 24.0) / columns as f64;
    let mut top = top + 4.0;
    for (place, line) in panels.first().map_or(&[][..], |panel| &panel.lines).iter().enumerate() {
        if !line.label.is_empty() {
            top = named(canvas, (layout.margin, top), look(place), &line.label, layout.room(), true) + 3.0;
        }
    }
    top += 4.0;
    for row in panels.chunks(columns) {
        let left = |column: usize| layout.margin + column as f64 * pitch;
        let below = row.iter().enumerate().fold(top, |below, (column, panel)| {
            below.max(heading(canvas, (left(column), top), &panel.words, pitch - 24.0, 2))
        });
        for (column, panel) in row.iter().enumerate() {
            let plot = Plot {
                left: left(column) + 44.0,
                top: below + 4.0,
                width: pitch - 24.0 - 52.0,
                height: if layout.is_narrow() { 170.0 } else { 220.0 },
                across: panel.range,
                up: (0.0, 1.0),
            };
            draw_panel(canvas, plot, panel)?;
        }
        top = below + if layout.is_narrow() { 170.0 } else { 220.0 } + 26.0;
        for (column, panel) in row.iter().enumerate() {
            canvas.paragraph(
                (left(column) + 44.0, top + layout.small),
                &panel.across,
                canvas.small(MUTED),
                pitch - 70.0,
                1,
            );
        }
        top += layout.small + 16.0;
    }
    Ok(top)
}

fn draw_panel(canvas: &Canvas, plot: Plot, panel: &SweepPanel) -> Result<(), Diagnostic> {
    let named = round_numbers(canvas, plot.across, (plot.width / 70.0) as usize);
    let shares = [0.0, 0.25, 0.5, 0.75, 1.0].map(|x| (x, percent(x)));
    let axis = AxisLook { lines: (true, true), foot: true, ink: (INK, MUTED), gap: 6.0 };
    chart(canvas, &plot, (Scale::new(plot.across, named), Scale::new(plot.up, shares.into())), &axis)?;
    for (place, line) in panel.lines.iter().enumerate() {
        let look: Look = look(place);
        // Whiskers of several lines stand side by side.
        let aside = 4.0 * (place as f64 - (panel.lines.len() - 1) as f64 / 2.0);
        let at = |x: f64, value: f64| (plot.x(x) + aside, plot.y(value));
        let known: Vec<&(f64, f64, [f64; 2])> =
            line.points.iter().filter(|(_, value, _)| value.is_finite()).collect();
        if panel.joined {
            let points: Vec<Point> = known.iter().map(|(x, value, _)| at(*x, *value)).collect();
            canvas.dashed(points, 2.0, look.color, look.dash);
        }
        for (x, value, [low, high]) in known {
            let ends = low.is_finite().then(|| (plot.y(*low), plot.y(*high)));
            whisker(canvas, at(*x, *value), ends, look, look.text());
        }
    }
    Ok(())
}

fn description(panels: &[SweepPanel], month: u32) -> String {
    let mut said = format!("Mean shares at month {month} along what is varied.");
    for panel in panels {
        for line in &panel.lines {
            let ends = [line.points.first(), line.points.last()]
                .map(|p| p.map_or_else(|| "nothing".into(), |p| percent(p.1)));
            let of = if line.label.is_empty() { String::new() } else { format!(", {}", line.label) };
            said.push_str(&format!(
                " {} along {}{of}: from {} to {}.",
                panel.words, panel.across, ends[0], ends[1]
            ));
        }
    }
    said
}
