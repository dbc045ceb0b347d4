//! The four dimensions of scale side by side: depth, ownership, spread, sustainability, a row for each
//! scenario, all on one scale. Drawn are the median and the middle half of the runs.

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::paint::canvas::Canvas;
use super::paint::theme::{INNER_BAND, Look, MUTED, OUTER_BAND, look};
use super::panels::chart::Plot;
use super::panels::event_marks;
use super::panels::fan_panels::readings;
use super::panels::frame::{Sign, key, named};
use super::panels::panel_grid::{GridPanel, PanelGrid};
use super::panels::time_panel::{Drawn, TimePanel, last_month, last_value};
use super::{Draw, DrawnScenario, Fan, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_columns: &["deep_36", "deep_both"],
    ..FigureKind::new(&["depth", "ownership", "spread", "lasting"], Draw::OfAll(draw))
};
use crate::phrasing::percent;

/// The dimensions, with the words of their axes.
const DIMENSIONS: [(&str, &str); 4] = [
    ("depth", "Depth (mean among users, 0 to 1)"),
    ("ownership", "Ownership (mean among users, 0 to 1)"),
    ("spread", "Spread (share of focal teachers using)"),
    ("lasting", "Sustainability (perceived permanence, 0 to 1)"),
];

const NOTE: &str = "Half of the runs lie in the band, in each month. Sustainability is drawn as the permanence that \
                    people perceive, because what lasts can be counted only afterwards; that count, where the run is \
                    long enough, stands below the scenario's name.";

/// One scenario in its four dimensions.
struct DimensionRow<'a> {
    case: &'a DrawnScenario<'a>,
    fans: Vec<Fan>,
    /// What else is to be said of it, below its name.
    remark: String,
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let fans =
        |case: &DrawnScenario<'_>| DIMENSIONS.map(|(m, words)| Fan { label: words.into(), ..case.fan(m, 0) });
    let rows: Vec<DimensionRow<'_>> = data
        .cases
        .iter()
        .map(|case| DimensionRow { case, fans: fans(case).into(), remark: sustained(case) })
        .collect();
    Composition {
        name: "four-dimensions".into(),
        section: "leaders",
        caption: of_all(data, title(data)),
        description: description(&rows),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, &DIMENSIONS),
    }
    .paint(|canvas, top| lay_out(canvas, top, &rows))
}

fn title(data: &FigureData<'_>) -> String {
    let month = data.months();
    let median = |case: &DrawnScenario<'_>, measure| match case.last_median(measure) {
        median if median.is_finite() => format!("{median:.2}"),
        _ => "none".into(),
    };
    let [only] = data.cases.as_slice() else {
        let each = of_each(data, |case| median(case, "lasting"));
        return format!("Permanence that people perceive at month {month}, median – {each}");
    };
    let [depth, ownership, spread, lasting] = DIMENSIONS.map(|(measure, _)| median(only, measure));
    format!(
        "Medians at month {month}: depth {depth}, ownership {ownership}, spread {spread}, perceived permanence {lasting}"
    )
}

/// What of the seats deep at month 36 is deep at month 60, over all runs together.
fn sustained(case: &DrawnScenario<'_>) -> String {
    let both = case.results.ended("deep_36").iter().zip(case.results.ended("deep_both"));
    let known: Vec<(&f64, &f64)> = both.filter(|(then, both)| then.is_finite() && both.is_finite()).collect();
    if known.is_empty() {
        return String::new();
    }
    let (then, both) = known.iter().fold((0.0, 0.0), |(t, b), (then, both)| (t + *then, b + *both));
    match then > 0.0 {
        true => format!(
            "of the seats of teachers deep at month 36, {} are deep at month 60 ({} runs together)",
            percent(both / then),
            known.len()
        ),
        false => format!("no teacher is deep at month 36 in any of {} runs", known.len()),
    }
}

fn lay_out(canvas: &Canvas, top: f64, rows: &[DimensionRow<'_>]) -> Result<f64, Diagnostic> {
    let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
    let last = rows.iter().flat_map(|row| &row.fans).map(last_month).max().unwrap_or(0).max(1) as f64;
    let all = event_marks::union(rows.iter().map(|row| row.case.events.as_slice()));
    let gray = Look { color: MUTED, dash: &[], ..look(0) };
    let signs = [
        (Sign::Median, "median of the runs".to_owned()),
        (Sign::InnerBand, "middle half of the runs".to_owned()),
    ];
    let mut top = event_marks::key(canvas, key(canvas, top, gray, &signs), &all, last) + 4.0;
    for (place, DimensionRow { case, fans, remark }) in rows.iter().enumerate() {
        let look = look(place);
        top = named(canvas, (layout.margin, top), look, &case.label, layout.room(), false);
        let ink = canvas.small(MUTED);
        let at = (layout.margin + 18.0, top + layout.small + 3.0);
        let lines = canvas.wrap(remark, ink, layout.room() - 18.0, 4);
        top = canvas.lines(at, &lines, ink) - layout.small;
        let grid = PanelGrid {
            columns: if narrow { 2 } else { 4 },
            left: 30.0,
            right: 30.0,
            height: if narrow { 90.0 } else { 120.0 },
            last,
            up: (0.0, 1.0),
            titled: place + 1 == rows.len(),
            all: &all,
        };
        let panels: Vec<GridPanel<'_>> = fans
            .iter()
            .map(|fan| GridPanel { label: &fan.label, events: &case.events, ..GridPanel::default() })
            .collect();
        top =
            grid.draw(canvas, top + 2.0, &panels, |place, plot| draw_fan(canvas, plot, &fans[place], look))?;
    }
    Ok(top)
}

fn draw_fan(canvas: &Canvas, plot: Plot, fan: &Fan, look: Look) -> Drawn {
    let mut panel = TimePanel::new(canvas, plot, 5, true)?;
    panel.band(&fan.q25, &fan.q75, look.color, OUTER_BAND + INNER_BAND)?;
    panel.curve(&fan.q50, 2.2, look.color, look.dash)?;
    match last_value(&fan.q50) {
        Some((_, value)) => {
            let place = (plot.right() + 4.0, plot.y(value) + 4.3);
            canvas.text(place, &format!("{value:.2}"), canvas.small(look.text()).bold());
            panel.readings(readings(fan));
        }
        None => panel.no_data(),
    }
    Ok(())
}

fn description(rows: &[DimensionRow<'_>]) -> String {
    let mut said =
        "Depth, ownership, spread and sustainability over the months, a row for each scenario.".to_owned();
    for DimensionRow { case, fans, remark } in rows {
        for fan in fans {
            let Some((month, median)) = last_value(&fan.q50) else { continue };
            let bound = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
            said.push_str(&format!(
                " {}, {}: median {median:.2} in month {month}, middle half of runs from {:.2} to {:.2}.",
                case.label,
                fan.label,
                bound(&fan.q25),
                bound(&fan.q75),
            ));
        }
        if !remark.is_empty() {
            said.push_str(&format!(" {}: {remark}.", case.label));
        }
    }
    said
}
