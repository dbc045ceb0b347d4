//! Every difference from the base side by side: where many scenarios are compared, one small plot for each on one scale.

use super::captions::of_all;
use super::composition::Composition;
use super::data_table::{self, DataTable, months, share, whole};
use super::figure_data::fan_of;
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{INK, Look, MUTED, look};
use super::panels::chart::{Plot, covering, number, points};
use super::panels::event_marks;
use super::panels::frame::{fan_signs, key};
use super::panels::panel_grid::{GridPanel, PanelGrid};
use super::panels::time_panel::{Drawn, TimePanel, extent, last_month, last_value};
use super::{Draw, EventMark, Fan, Figure, FigureData, FigureKind};
use crate::analysis::mean_interval::ANY;
use crate::analysis::over_sets::OverSets;
use crate::analysis::summary::{DifferenceSummary, Summary};
use crate::diagnostic::Diagnostic;
use crate::phrasing::{after, capital, points_between, signed_points};
use crate::results::assumption_table::AskedDifference;
use crate::results::dataset::DifferenceSeries;

/// Fewer comparisons have room for a figure each.
pub const FEWEST: usize = 3;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| compared(data).count() >= FEWEST,
    ..FigureKind::new("differences", &[DEEP_SHARE], Draw::OfAll(draw))
};

/// The measure of the answer.
const DEEP_SHARE: &str = "deep_share";

/// Room right of a plot for the range over sets of assumptions, on a wide sheet and on a narrow one.
const BESIDE: (f64, f64) = (46.0, 40.0);

/// One comparison.
struct Compared<'a> {
    label: &'a str,
    /// Place of the scenario among all.
    place: usize,
    events: &'a [EventMark],
    series: &'a DifferenceSeries,
    fan: Fan,
    /// The difference when the runs end over sets of assumptions, where they were tried.
    assumed: Option<OverSets>,
}

/// The differences of the answer's measure.
fn compared<'a>(data: &'a FigureData<'_>) -> impl Iterator<Item = &'a DifferenceSeries> {
    data.differences.iter().filter(|d| d.measure == DEEP_SHARE && d.base.is_some())
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let found: Vec<Compared<'_>> = compared(data).filter_map(|series| shaped(data, series)).collect();
    let base = compared(data).next().and_then(|d| d.base.as_deref());
    let base = data.cases.iter().find(|case| Some(case.scenario.name.as_str()) == base);
    let base = base.map_or("", |case| case.label.as_str());
    Composition {
        name: FIGURE.name.into(),
        section: "",
        caption: of_all(data, title(data, &found, base)),
        description: description(&found),
        note: note(&found, base),
        table: table(&found),
    }
    .paint(|canvas, top| lay_out(canvas, top, &found))
}

fn shaped<'a>(data: &'a FigureData<'_>, series: &'a DifferenceSeries) -> Option<Compared<'a>> {
    let place = data.cases.iter().position(|case| case.scenario.name == series.scenario)?;
    let case = &data.cases[place];
    let each = |f: fn(&DifferenceSummary) -> f64| series.points.iter().map(f).collect::<Vec<f64>>();
    let summaries: Vec<Summary> = series.points.iter().map(|p| p.summary).collect();
    let fan = Fan {
        mean_low: each(|p| p.mean_low),
        mean_high: each(|p| p.mean_high),
        ..fan_of(&case.label, &summaries, ANY)
    };
    let asked = AskedDifference {
        scenarios: [&series.scenario, series.base.as_ref()?].map(String::as_str),
        district: Some(&series.district),
        measure: DEEP_SHARE,
        month: data.months(),
    };
    let assumed = data.assumptions.as_ref().and_then(|found| found.over(asked, 0.0));
    Some(Compared { label: &case.label, place, events: &case.events, series, fan, assumed })
}

/// How far the means lie from the base when the runs end.
fn title(data: &FigureData<'_>, found: &[Compared<'_>], base: &str) -> String {
    let means = found.iter().filter_map(|c| last_value(&c.fan.mean)).map(|(_, mean)| mean);
    let (low, high) = means.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), m| (l.min(m), h.max(m)));
    let when = capital(&after(data.months()));
    if !low.is_finite() {
        return format!("{when}, no run says how far the others are from “{base}”");
    }
    format!("{when}, teachers who teach it deeply against “{base}”: {}", points_between(low, high))
}

fn note(found: &[Compared<'_>], base: &str) -> String {
    let assumed = match found.iter().find_map(|c| c.assumed) {
        Some(over) => format!(
            " The bracket beside a plot holds the mean difference in nine in ten of {} plausible ways to fill in what nobody has \
             measured; more runs do not narrow it.",
            over.sets
        ),
        None => String::new(),
    };
    format!(
        "Each plot shows one scenario minus “{base}”, in points of the teachers whose students the practice is for; all have one \
         scale. The bars on the mean show Monte Carlo error, which more runs would narrow.{assumed}"
    )
}

fn lay_out(canvas: &Canvas, top: f64, found: &[Compared<'_>]) -> Result<f64, Diagnostic> {
    let narrow = canvas.layout.is_narrow();
    let last = found.iter().map(|c| last_month(&c.fan)).max().unwrap_or(0).max(1) as f64;
    let ends = found.iter().filter_map(|c| c.assumed).flat_map(|over| [over.low, over.high]);
    let (low, high) = covering((0.0, 0.0), found.iter().flat_map(|c| extent(&c.fan)).chain(ends));
    let air = (high - low) * 0.06;
    let all = event_marks::union(found.iter().map(|c| c.events));
    let is_paired = found.iter().all(|c| c.series.points.iter().all(|p| p.samples.is_none()));
    let of = if is_paired { "pairs" } else { "differences" };
    let top = key(canvas, top, Look { color: MUTED, dash: &[], ..look(0) }, &fan_signs(of, false));
    let top = event_marks::key(canvas, top, &all, last);
    let grid = PanelGrid {
        columns: if narrow { 1 } else { 3 },
        left: if narrow { 34.0 } else { 38.0 },
        right: if narrow { BESIDE.1 } else { BESIDE.0 },
        height: if narrow { 110.0 } else { 150.0 },
        last,
        up: (low - air, high + air),
        titled: true,
        all: &all,
    };
    let panels: Vec<GridPanel<'_>> =
        found.iter().map(|c| GridPanel::of(c.place, c.label, c.events)).collect();
    grid.draw(canvas, top + 6.0, &panels, |k, plot| found[k].panel(canvas, plot))
}

impl Compared<'_> {
    fn panel(&self, canvas: &Canvas, plot: Plot) -> Drawn {
        let _own = canvas.of_scenario(self.place);
        let look = look(self.place);
        let mut panel = TimePanel::with_values(canvas, plot, points(plot.up, 5), (true, true))?;
        panel.bands(&self.fan, look.color)?;
        panel.line(vec![(0.0, 0.0), (plot.across.1, 0.0)], 1.5, INK, &[])?;
        panel.curve(&self.fan.mean, 2.2, look.color, &[])?;
        panel.means(&self.fan, look, look.text(), 0.0)?;
        panel.readings(
            [
                ("mean", &self.fan.mean),
                ("interval from", &self.fan.mean_low),
                ("interval to", &self.fan.mean_high),
            ]
            .map(|(what, series)| (format!("{}: {what}", self.label), series.clone()))
            .into(),
        );
        if let Some((_, mean)) = last_value(&self.fan.mean) {
            let ink = canvas.small(look.text()).bold().at(Anchor::Start);
            let words = number((mean * 100.0).round(), 1.0);
            canvas.text((plot.right() + 16.0, plot.y(mean) + ink.size * 0.36), &words, ink);
        }
        if let Some(over) = self.assumed {
            let x = plot.right() + 8.0;
            let (low, high) = (plot.y(over.low), plot.y(over.high));
            canvas.line(vec![(x - 4.0, low), (x, low), (x, high), (x - 4.0, high)], 1.5, MUTED);
        }
        Ok(())
    }
}

fn description(found: &[Compared<'_>]) -> String {
    let mut said =
        "Differences in the share of teachers who teach it deeply, one plot for each scenario.".to_owned();
    for c in found {
        let Some((month, mean)) = last_value(&c.fan.mean) else { continue };
        let end = |series: &[f64]| signed_points(series.get(month).copied().unwrap_or(f64::NAN));
        said += &format!(
            " {}: mean {} points {} (Monte Carlo interval {} to {})",
            c.label,
            signed_points(mean),
            after(month as u32),
            end(&c.fan.mean_low),
            end(&c.fan.mean_high)
        );
        if let Some(over) = c.assumed {
            let (low, high) = (signed_points(over.low), signed_points(over.high));
            said += &format!(", over {} sets of assumptions {low} to {high}", over.sets);
        }
        said.push('.');
    }
    said
}

fn table(found: &[Compared<'_>]) -> DataTable {
    let mut rows = Vec::new();
    for c in found {
        for month in months(c.series.points.len().saturating_sub(1) as u32) {
            let Some(p) = c.series.points.get(month as usize) else { continue };
            let (low, high) = match c.assumed.filter(|_| month as usize + 1 == c.series.points.len()) {
                Some(over) => (over.low, over.high),
                None => (f64::NAN, f64::NAN),
            };
            let mut row = vec![c.label.into(), whole(f64::from(month)), whole(p.summary.n as f64)];
            row.extend([p.summary.mean, p.mean_low, p.mean_high, low, high].map(share));
            rows.push(row);
        }
    }
    let names = [
        "scenario",
        "month",
        "pairs",
        "mean difference",
        "mean, from",
        "mean, to",
        "over assumptions, from",
        "over assumptions, to",
    ];
    data_table::table(&names, rows)
}
