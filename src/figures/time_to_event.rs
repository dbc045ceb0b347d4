//! Time to a stage: the share of runs that have reached it by each month. Runs that do not reach it within
//! the months simulated are censored there, and said so.

use std::ops::Range;

use super::axis::{Plot, month_grid, named_months, point, value_axis};
use super::canvas::{Canvas, Point};
use super::frame::{caption, note};
use super::multiples::{Cell, Shape, multiples};
use super::series::stretches;
use super::theme::{MUTED, PAPER, look};
use super::{Caption, Figure, FigureError, render};

/// How many runs of a scenario have reached a stage by when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reaching {
    /// Name of the scenario.
    pub label: String,
    /// Number of runs.
    pub runs: u64,
    /// Share that has reached it, by month.
    pub share: Vec<f64>,
    /// Lower end of its Monte Carlo interval.
    pub low: Vec<f64>,
    /// Upper end.
    pub high: Vec<f64>,
    /// The month by which half of the runs have.
    pub median: Option<u32>,
}

impl Reaching {
    /// When half of the runs are there, and how many are not at the end.
    pub fn in_words(&self) -> String {
        let last = self.share.len().saturating_sub(1);
        let Some(share) = self.share.last().filter(|share| share.is_finite()) else {
            return "no data".into();
        };
        let missed = ((1.0 - share) * self.runs as f64).round();
        let missing = match missed as u64 {
            0 => format!("all by month\u{a0}{last}"),
            _ => format!("{} not by month\u{a0}{last}", percent(1.0 - share)),
        };
        match self.median {
            Some(month) => format!("half by month\u{a0}{month}, {missing}"),
            None if *share == 0.0 => format!("none by month\u{a0}{last}"),
            None => format!("fewer than half, {missing}"),
        }
    }
}

/// Whole percents, but never 0 or 100 % of what is some or not all.
fn percent(share: f64) -> String {
    match share * 100.0 {
        p if p > 0.0 && p < 1.0 => "under 1\u{a0}%".into(),
        p if p > 99.0 && p < 100.0 => "over 99\u{a0}%".into(),
        p => format!("{p:.0}\u{a0}%"),
    }
}

/// One stage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StagePanel {
    /// The stage and what it means.
    pub stage: String,
    /// A curve for each scenario.
    pub curves: Vec<Reaching>,
}

/// Draws for each stage how many runs have reached it by when.
pub fn time_to_stage(name: &str, words: &Caption, panels: &[StagePanel]) -> Result<Figure, FigureError> {
    if panels.iter().all(|panel| panel.curves.is_empty()) {
        return Err(FigureError::Empty { figure: "time-to-stage", missing: "scenario" });
    }
    let last = panels.iter().flat_map(|p| &p.curves).map(|c| c.share.len()).max().unwrap_or(1).max(2) - 1;
    let explained = "Curves are Kaplan-Meier estimates: a run that has not reached a stage by the last month is \
                     censored there, so a curve that ends below 1 says nothing about later. The large marker is \
                     the month by which half of the runs are there. Bands show Monte Carlo error (95 %); a stage \
                     once reached can be lost again.";
    render::figure(name, &words.title, description(words, panels), |canvas| {
        let layout = canvas.layout;
        let mut top = caption(canvas, words) + 6.0;
        let shape = Shape {
            columns: if layout.is_narrow() { 1 } else { 2 },
            left: if layout.is_narrow() { 34.0 } else { 40.0 },
            right: 8.0,
            height: if layout.is_narrow() { 140.0 } else { 180.0 },
            last: last as f64,
            titled: true,
        };
        let cells: Vec<Cell<'_>> = panels
            .iter()
            .map(|panel| {
                let key = panel.curves.iter().enumerate();
                let key = key.map(|(k, curve)| (look(k), format!("{}: {}", curve.label, curve.in_words())));
                Cell { look: None, label: &panel.stage, key: key.collect(), events: &[] }
            })
            .collect();
        top = multiples(canvas, top, &cells, &shape, &[], |canvas, place, plot| {
            panel(canvas, plot, &panels[place]);
        });
        note(canvas, top, explained)
    })
}

fn panel(canvas: &mut Canvas, plot: &Plot, panel: &StagePanel) {
    value_axis(canvas, plot, 5);
    month_grid(canvas, plot);
    canvas.dashed(vec![plot.at((0.0, 0.5)), (plot.right(), plot.y(0.5))], 1.0, MUTED, &[4.0, 3.0]);
    for (place, reaching) in panel.curves.iter().enumerate() {
        for stretch in stretches(&[&reaching.low, &reaching.high]) {
            let mut outline = steps(plot, &reaching.low, stretch.clone());
            outline.extend(steps(plot, &reaching.high, stretch).into_iter().rev());
            canvas.area(outline, look(place).colour, 0.16);
        }
    }
    for (place, reaching) in panel.curves.iter().enumerate() {
        for stretch in stretches(&[&reaching.share]) {
            let points = steps(plot, &reaching.share, stretch);
            canvas.dashed(points, 2.2, look(place).colour, look(place).dash);
        }
    }
    // Small markers, each scenario's in other months, tell curves apart without colour; a large one says
    // when half are there.
    for (place, reaching) in panel.curves.iter().enumerate() {
        let look = look(place);
        for year in named_months(plot.across.1, plot.width).into_iter().skip(1) {
            let month = year.saturating_sub(2 * place as u32);
            if let Some(share) = reaching.share.get(month as usize).filter(|share| share.is_finite()) {
                canvas.marker(plot.at((f64::from(month), *share)), look.marker, 2.8, look.colour);
            }
        }
    }
    for (place, reaching) in panel.curves.iter().enumerate() {
        if let Some(month) = reaching.median {
            let look = look(place);
            let at = plot.at((f64::from(month), 0.5));
            canvas.marker(at, look.marker, 7.0, PAPER);
            canvas.marker(at, look.marker, 5.2, look.text());
        }
    }
    let series = panel.curves.iter().map(|c| (c.label.clone(), c.share.clone()));
    point(canvas, plot, series.collect());
}

/// The share stays until the month in which it rises; missing months part the curve.
fn steps(plot: &Plot, share: &[f64], stretch: Range<usize>) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for month in stretch {
        let (x, y) = plot.at((month as f64, share[month]));
        points.extend(points.last().map(|last| (x, last.1)));
        points.push((x, y));
    }
    points
}

fn description(words: &Caption, panels: &[StagePanel]) -> String {
    let mut said = format!(
        "{}. Share of runs that have reached a stage, by month, a panel for each stage.",
        words.subtitle
    );
    for panel in panels {
        let curves: Vec<String> =
            panel.curves.iter().map(|c| format!("{}: {}", c.label, c.in_words())).collect();
        said.push_str(&format!(" {}. {}.", panel.stage, curves.join("; ")));
    }
    said
}
