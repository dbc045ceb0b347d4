//! A sweep over two things or more: a map of two of them, a panel for each value of the others.

use super::captions::caption;
use super::composition::Composition;
use super::data_table::{self, DataTable, share, whole};
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{INK, MUTED, PAPER, PaintColor, STEPS};
use super::panels::frame::{heading, swatches};
use super::sweep_axes::{Axis, axes, is_grid, is_sweep, mean, month};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind};
use crate::diagnostic::Diagnostic;
use crate::phrasing::percent;
use crate::scenario::sweep_design::Coordinate;

/// The figure; only of sweeps whose points are a grid of two factors or more.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| is_sweep(data) && panels(data).is_some(),
    of_sweeps: true,
    ..FigureKind::new("sweep-map", &["deep_share"], Draw::OfAll(draw))
};

/// Most panels: more are no picture.
const MOST_PANELS: usize = 12;
/// Most values along a side.
const MOST_CELLS: usize = 40;

const NOTE: &str = "Each cell is the mean over the runs of one point; all points have the same replications, so that neighbors differ by \
                    what is varied and hardly by chance.";

/// The map's two sides, and the cases of each panel with its words.
struct MapPanels<'a, 'd> {
    across: Axis,
    up: Axis,
    panels: Vec<(String, Vec<&'a DrawnScenario<'d>>)>,
}

/// The two factors with the most values span the map; the first of them lies across.
fn panels<'a, 'd>(data: &'a FigureData<'d>) -> Option<MapPanels<'a, 'd>> {
    let mut axes = axes(data);
    if axes.len() < 2 || !is_grid(data, &axes) {
        return None;
    }
    let longest = |axes: &[Axis]| {
        let longest = axes.iter().map(|axis| axis.values.len()).max()?;
        axes.iter().position(|axis| axis.values.len() == longest)
    };
    let first = longest(&axes)?;
    let across = axes.remove(first);
    let second = longest(&axes)?;
    let up = axes.remove(second);
    let mut panels: Vec<(String, Vec<&DrawnScenario<'_>>)> = Vec::new();
    let words = |case: &DrawnScenario<'_>| {
        let of = |axis: &Axis| format!("{} = {}", axis.name, axis.values[axis.place(case)].short());
        axes.iter().map(of).collect::<Vec<_>>().join(", ")
    };
    let mut cases: Vec<&DrawnScenario<'_>> = data.cases.iter().collect();
    cases.sort_by_key(|case| axes.iter().map(|axis| axis.place(case)).collect::<Vec<_>>());
    for case in cases {
        let words = words(case);
        match panels.iter_mut().find(|(other, _)| *other == words) {
            Some((_, cases)) => cases.push(case),
            None => panels.push((words, vec![case])),
        }
    }
    let fits =
        panels.len() <= MOST_PANELS && [&across, &up].iter().all(|axis| axis.values.len() <= MOST_CELLS);
    fits.then_some(MapPanels { across, up, panels })
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let Some(map) = panels(data) else { return Err(super::nothing_to_draw("sweep-map", "grid")) };
    let value = |case: &DrawnScenario<'_>| mean(data, case, "deep_share").0;
    let all: Vec<f64> = data.cases.iter().map(value).filter(|x| x.is_finite()).collect();
    let (low, high) = all.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
    let month = month(data);
    let title = match all.is_empty() {
        true => format!("No point has deep practice to show at month {month}"),
        false => format!(
            "Deep practice at month {month}: from {} to {} of focal teachers over the points",
            percent(low),
            percent(high)
        ),
    };
    let steps = Steps::over(low, high);
    Composition {
        name: "sweep-map".into(),
        section: "",
        caption: caption(data, title, []),
        description: description(data, &map),
        note: NOTE.into(),
        table: table(data),
    }
    .paint(|canvas, top| Ok(lay_out(canvas, top, &map, &steps, &value)))
}

/// Steps of color between the lowest and the highest value.
struct Steps {
    low: f64,
    width: f64,
}

impl Steps {
    fn over(low: f64, high: f64) -> Steps {
        let span = high - low;
        let is_span = span.is_finite() && span > 0.0;
        Steps {
            low: if low.is_finite() { low } else { 0.0 },
            width: if is_span { span / STEPS.len() as f64 } else { 1.0 },
        }
    }

    fn place(&self, value: f64) -> usize {
        (((value - self.low) / self.width).floor().max(0.0) as usize).min(STEPS.len() - 1)
    }

    fn key(&self) -> Vec<(PaintColor, String)> {
        let end = |k: usize| percent(self.low + self.width * k as f64);
        STEPS.iter().enumerate().map(|(k, color)| (*color, format!("{} to {}", end(k), end(k + 1)))).collect()
    }
}

fn lay_out(
    canvas: &Canvas,
    top: f64,
    map: &MapPanels<'_, '_>,
    steps: &Steps,
    value: &dyn Fn(&DrawnScenario<'_>) -> f64,
) -> f64 {
    let layout = canvas.layout;
    let small = layout.small;
    let mut top = swatches(canvas, top, &steps.key()) + 4.0;
    let words = |axis: &Axis| -> Vec<String> { axis.values.iter().map(Coordinate::short).collect() };
    let (across, up) = (words(&map.across), words(&map.up));
    let left = up.iter().map(|w| canvas.width(w, canvas.small(MUTED))).fold(0.0, f64::max).min(120.0) + 10.0;
    let columns = match (map.panels.len(), layout.is_narrow()) {
        (1, _) | (_, true) => 1,
        (2 | 4, _) => 2,
        _ => 3,
    };
    let pitch = (layout.room() + 18.0) / columns as f64;
    let width = pitch - 18.0 - left;
    let cell = (width / across.len() as f64, (width / across.len() as f64).clamp(14.0, 30.0));
    for row in map.panels.chunks(columns) {
        let mut below = top;
        for (column, (label, _)) in row.iter().enumerate() {
            let x = layout.margin + column as f64 * pitch;
            if !label.is_empty() {
                below = below.max(heading(canvas, (x, top), label, pitch - 18.0, 3));
            }
        }
        let bottom = below + cell.1 * up.len() as f64;
        for (column, (_, cases)) in row.iter().enumerate() {
            let x = layout.margin + column as f64 * pitch + left;
            for case in cases {
                let (k, j) = (map.across.place(case), map.up.place(case));
                let corner = (x + k as f64 * cell.0, bottom - (j + 1) as f64 * cell.1);
                let found = value(case);
                if !found.is_finite() {
                    continue;
                }
                let color = STEPS[steps.place(found)];
                canvas.rectangle(
                    (corner.0 + 0.5, corner.1 + 0.5),
                    (corner.0 + cell.0 - 0.5, corner.1 + cell.1 - 0.5),
                    color,
                    1.0,
                );
                let told = format!("{:.0}", 100.0 * found);
                let ink = if steps.place(found) >= 4 { PAPER } else { INK };
                if canvas.width(&told, canvas.small(ink)) + 4.0 < cell.0 && small + 2.0 < cell.1 {
                    let middle = (corner.0 + cell.0 / 2.0, corner.1 + cell.1 / 2.0 + small * 0.36);
                    canvas.text(middle, &told, canvas.small(ink).at(Anchor::Middle));
                }
            }
            for (j, word) in up.iter().enumerate() {
                let y = bottom - (j as f64 + 0.5) * cell.1 + small * 0.36;
                let ink = canvas.small(MUTED);
                let line = canvas.wrap(word, ink, left - 8.0, 1);
                canvas.lines((x - left, y), &line, ink);
            }
            named_below(canvas, (x, bottom), cell.0, &across);
        }
        top = bottom + small + 14.0;
    }
    let told = format!(
        "Across: {}. Up: {}. In the cells: percent of focal teachers deep.",
        map.across.name, map.up.name
    );
    canvas.paragraph((layout.margin, top + small), &told, canvas.small(MUTED), layout.room(), 4) + 10.0
}

/// Values below the cells, as many as have room.
fn named_below(canvas: &Canvas, (x, bottom): (f64, f64), cell: f64, across: &[String]) {
    let ink = canvas.small(MUTED);
    let mut free = f64::NEG_INFINITY;
    for (k, word) in across.iter().enumerate() {
        let (middle, width) = (x + (k as f64 + 0.5) * cell, canvas.width(word, ink));
        let (from, to) = (middle - width / 2.0, middle + width / 2.0);
        if from > free && to < canvas.layout.width - 2.0 {
            canvas.text((middle, bottom + ink.leading()), word, ink.at(Anchor::Middle));
            free = to + 6.0;
        }
    }
}

fn description(data: &FigureData<'_>, map: &MapPanels<'_, '_>) -> String {
    let value = |case: &&DrawnScenario<'_>| mean(data, case, "deep_share").0;
    let best = data.cases.iter().max_by(|a, b| value(a).total_cmp(&value(b)));
    let best = best.map_or_else(String::new, |case| {
        format!(" Highest at {}: {}.", case.scenario.title, percent(value(&case)))
    });
    format!(
        "A map of the mean share of focal teachers who are deep, {} across and {} up, in {} panels.{best}",
        map.across.name,
        map.up.name,
        map.panels.len()
    )
}

/// Every point with its mean.
pub fn table(data: &FigureData<'_>) -> DataTable {
    let names = data
        .cases
        .first()
        .map_or_else(Vec::new, |case| case.scenario.point.iter().map(|(n, _)| n.as_str()).collect());
    let month = f64::from(month(data));
    let statistics = [
        "month",
        "deep share, mean",
        "deep share, from",
        "deep share, to",
        "spread, mean",
        "spread, from",
        "spread, to",
    ];
    let rows = data.cases.iter().map(|case| {
        let point = case.scenario.point.iter().map(|(_, value)| value.to_string().as_str().into());
        let of = |measure| {
            let (mean, [low, high]) = mean(data, case, measure);
            [mean, low, high].map(share)
        };
        point.chain([whole(month)]).chain(of("deep_share")).chain(of("spread")).collect()
    });
    let columns: Vec<&str> = names.into_iter().chain(statistics).collect();
    data_table::table(&columns, rows.collect())
}
