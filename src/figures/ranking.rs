//! Many scenarios at a glance: where each ends, ranked by the share of teachers who teach the practice deeply.

use super::captions::of_all;
use super::composition::Composition;
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{INK, Look, MUTED, look};
use super::panels::chart::{AxisLook, Plot, Scale, chart, percents};
use super::panels::frame::{heading, whisker};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;
use crate::metrics::columns::range_of;
use crate::phrasing::{after, capital, percent};

/// With fewer scenarios the other figures show all of them at a glance.
pub const FEWEST: usize = 4;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| data.cases.len() >= FEWEST && !data.by_size,
    ..FigureKind::new("ranking", &["deep_share", "spread"], Draw::OfAll(draw))
};

/// Measures with the words above their columns.
const MEASURES: [(&str, &str); 2] =
    [("deep_share", "Deep share: teachers who teach it deeply"), ("spread", "Spread: teachers who use it")];

const NOTE: &str = "Markers are means over the runs, short bars their Monte Carlo interval, which narrows with more runs. \
                    Long lines hold 90% of the runs and do not narrow. Shares are of the teachers whose students the \
                    practice is for.";

/// Height of a row on a wide sheet.
const ROW: f64 = 34.0;

/// Where one scenario ends.
struct RankedScenario<'a> {
    case: &'a DrawnScenario<'a>,
    look: Look,
}

/// A measure of a scenario when the runs end.
struct EndValue {
    mean: f64,
    interval: (f64, f64),
    most_runs: (f64, f64),
}

impl RankedScenario<'_> {
    fn end(&self, measure: &str) -> Option<EndValue> {
        let point = self.case.level(measure).last().filter(|point| point.mean.is_finite())?;
        let [q05, .., q95] = point.quantiles;
        Some(EndValue {
            mean: point.mean,
            interval: point.mean_interval(range_of(measure)),
            most_runs: (q05, q95),
        })
    }
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let mut ranked: Vec<RankedScenario<'_>> =
        data.cases.iter().enumerate().map(|(k, case)| RankedScenario { case, look: look(k) }).collect();
    let deep = |s: &RankedScenario<'_>| s.end("deep_share").map_or(f64::NEG_INFINITY, |end| end.mean);
    ranked.sort_by(|a, b| deep(b).total_cmp(&deep(a)));
    Composition {
        name: "ranking".into(),
        section: "timelines",
        caption: of_all(data, title(data, &ranked)),
        description: description(data, &ranked),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| lay_out(canvas, top, &ranked))
}

fn title(data: &FigureData<'_>, ranked: &[RankedScenario<'_>]) -> String {
    let when = capital(&after(data.months()));
    let said = |s: &RankedScenario<'_>| {
        s.end("deep_share").map(|end| format!("{} (“{}”)", percent(end.mean), s.case.label))
    };
    match (ranked.first().and_then(said), ranked.last().and_then(said)) {
        (Some(most), Some(least)) => {
            format!("{when}, teachers who teach it deeply: from {least} to {most}")
        }
        _ => format!("{when}, no run says how many teachers teach it deeply"),
    }
}

fn lay_out(canvas: &Canvas, top: f64, ranked: &[RankedScenario<'_>]) -> Result<f64, Diagnostic> {
    let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
    // Names stand beside the rows on a wide sheet, above them on a narrow one.
    let (names, row) = if narrow { (0.0, 54.0) } else { (250.0, ROW) };
    let left = layout.margin + names;
    let gap = 44.0;
    let width = (layout.width - layout.margin - left - gap - 10.0) / 2.0;
    let mut bottom = top;
    for (column, (_, words)) in MEASURES.iter().enumerate() {
        let x = left + column as f64 * (width + gap);
        bottom = heading(canvas, (x, top + 4.0), words, width, 4).max(bottom);
    }
    let top = bottom + 4.0;
    for (column, (measure, _)) in MEASURES.iter().enumerate() {
        let ends = || ranked.iter().filter_map(|s| s.end(measure));
        let highest = ends().map(|end| end.most_runs.1.max(end.interval.1)).fold(0.1, f64::max);
        let plot = Plot {
            left: left + column as f64 * (width + gap),
            top,
            width,
            height: row * ranked.len() as f64,
            across: (0.0, ((highest * 10.0).ceil() / 10.0).min(1.0)),
            up: (0.0, 1.0),
        };
        let axis = AxisLook { lines: (true, false), foot: true, ink: (INK, MUTED), gap: 6.0 };
        let across = Scale::new(plot.across, percents(plot.across, if narrow { 2 } else { 5 }));
        chart(canvas, &plot, (across, Scale::new(plot.up, Vec::new())), &axis)?;
        for (place, scenario) in ranked.iter().enumerate() {
            let y = top + row * (place as f64 + if narrow { 0.72 } else { 0.5 });
            if column == 0 {
                name(canvas, scenario, y, names);
            }
            if let Some(end) = scenario.end(measure) {
                end_value(canvas, &plot, &end, y, scenario.look);
            }
        }
    }
    Ok(top + row * ranked.len() as f64 + 26.0)
}

/// The name of a scenario, whose row has its middle at `y`: left of the row, or above it on a narrow sheet.
fn name(canvas: &Canvas, scenario: &RankedScenario<'_>, y: f64, names: f64) {
    let (layout, color, label) = (canvas.layout, scenario.look.text(), &scenario.case.label);
    if layout.is_narrow() {
        let ink = canvas.small(color).bold();
        let words = canvas.face.ellipsize(label, ink.size, ink.weight, layout.room());
        canvas.text((layout.margin, y - 23.0), &words, ink);
        return;
    }
    let ink = canvas.words(color).bold().at(Anchor::End);
    let lines = canvas.wrap_evenly(label, ink, names - 16.0, 2);
    let first = y + 4.0 - ink.leading() * (lines.len() - 1) as f64 / 2.0;
    canvas.lines((layout.margin + names - 14.0, first), &lines, ink);
}

/// The runs as a long line, the mean with its interval on it.
fn end_value(canvas: &Canvas, plot: &Plot, end: &EndValue, y: f64, look: Look) {
    let (low, high) = end.most_runs;
    canvas.line(vec![(plot.x(low), y), (plot.x(high), y)], 2.0, look.color.tint(0.55));
    let (from, to) = end.interval;
    let x = plot.x(end.mean);
    if from.is_finite() && to.is_finite() {
        canvas.line(vec![(plot.x(from), y), (plot.x(to), y)], 5.0, look.color.tint(0.1));
    }
    whisker(canvas, (x, y), None, look, look.text());
    let words = format!("{:.0}%", end.mean * 100.0);
    canvas.text((x, y - 7.0), &words, canvas.small(look.text()).bold().at(Anchor::Middle));
}

fn description(data: &FigureData<'_>, ranked: &[RankedScenario<'_>]) -> String {
    let mut said =
        format!("Scenarios by where they end {}, the highest deep share first.", after(data.months()));
    for scenario in ranked {
        for (measure, words) in MEASURES {
            let Some(end) = scenario.end(measure) else { continue };
            let (low, high) = end.most_runs;
            said += &format!(
                " {}, {words}: mean {:.3}, 5 to 95% of runs from {low:.3} to {high:.3}.",
                scenario.case.label, end.mean
            );
        }
    }
    said
}
