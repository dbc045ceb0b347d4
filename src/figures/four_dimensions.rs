//! The four dimensions of scale side by side: depth, ownership, spread, sustainability. Each panel holds the means of all
//! scenarios on one scale, so that they are compared where they differ.

use super::captions::{at_the_end, of_all};
use super::composition::Composition;
use super::paint::canvas::Canvas;
use super::paint::theme::{MUTED, look};
use super::panels::chart::Plot;
use super::panels::event_marks;
use super::panels::frame::named;
use super::panels::panel_grid::{GridPanel, PanelGrid};
use super::panels::side_labels::SideLabel;
use super::panels::time_panel::{Drawn, TimePanel, last_value};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;
use crate::phrasing::{after, capital, percent};

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_columns: &["deep_36", "deep_both"],
    ..FigureKind::new("four-dimensions", &["depth", "ownership", "spread", "lasting"], Draw::OfAll(draw))
};

/// The dimensions, with the words of their axes.
const DIMENSIONS: [(&str, &str); 4] = [
    ("depth", "Depth: how deeply users teach it (0 to 1)"),
    ("ownership", "Ownership: how far users make it their own (0 to 1)"),
    ("spread", "Spread: share of teachers who use it (0 to 1)"),
    ("lasting", "Sustainability: how lasting people think it is (0 to 1)"),
];

const NOTE: &str = "Lines are means over the runs. Sustainability is drawn as the permanence that people perceive, because \
                    what lasts can be counted only afterwards; that count, where the runs are long enough, stands \
                    behind the scenario's name.";

/// One scenario in its four dimensions.
struct Dimensions<'a> {
    case: &'a DrawnScenario<'a>,
    /// The mean of each dimension, by month.
    means: [Vec<f64>; 4],
    /// What else is to be said of it, below its name.
    remark: String,
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let means = |case: &DrawnScenario<'_>| DIMENSIONS.map(|(measure, _)| case.means(measure));
    let of_case = |case| Dimensions { case, means: means(case), remark: sustained(case) };
    let scenarios: Vec<Dimensions<'_>> = data.cases.iter().map(of_case).collect();
    Composition {
        name: "four-dimensions".into(),
        section: "leaders",
        caption: of_all(data, title(data)),
        description: description(&scenarios),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, &DIMENSIONS),
    }
    .paint(|canvas, top| lay_out(canvas, top, &scenarios, data.months()))
}

fn title(data: &FigureData<'_>) -> String {
    let mean = |case: &DrawnScenario<'_>, measure| match case.last_mean(measure) {
        mean if mean.is_finite() => format!("{mean:.2}"),
        _ => "none".into(),
    };
    let [only] = data.cases.as_slice() else {
        return at_the_end(
            data,
            "how lasting people think it is, from 0 to 1",
            |case| case.last_mean("lasting"),
            |case| mean(case, "lasting"),
        );
    };
    let [depth, ownership, spread, lasting] = DIMENSIONS.map(|(measure, _)| mean(only, measure));
    format!(
        "{}: depth {depth}, ownership {ownership}, spread {spread}, perceived permanence {lasting}",
        capital(&after(data.months()))
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
            "of the teachers' posts with deep practice after three years, {} have it after five ({} runs together)",
            percent(both / then),
            known.len()
        ),
        false => format!("no teacher teaches it deeply after three years in any of {} runs", known.len()),
    }
}

fn lay_out(
    canvas: &Canvas,
    mut top: f64,
    scenarios: &[Dimensions<'_>],
    last: u32,
) -> Result<f64, Diagnostic> {
    let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
    for (place, Dimensions { case, remark, .. }) in scenarios.iter().enumerate() {
        let _own = canvas.of_scenario(place);
        top = named(canvas, (layout.margin, top), look(place), &case.label, layout.room(), true);
        let ink = canvas.small(MUTED);
        let at = (layout.margin + 36.0, top + layout.small + 2.0);
        let lines = canvas.wrap(remark, ink, layout.room() - 36.0, 4);
        top = canvas.lines(at, &lines, ink) - layout.small;
    }
    let named: Vec<_> = scenarios.iter().map(|s| (s.case.label.as_str(), s.case.events.as_slice())).collect();
    let all = event_marks::merged(named.iter().copied());
    let last = f64::from(last.max(1));
    top = event_marks::key(canvas, top + 8.0, &all, last) + 4.0;
    let grid = PanelGrid {
        columns: if narrow { 1 } else { 2 },
        left: 34.0,
        right: 56.0,
        height: if narrow { 120.0 } else { 170.0 },
        last,
        up: (0.0, 1.0),
        titled: true,
        all: &all,
    };
    let panels = DIMENSIONS.map(|(_, label)| GridPanel { label, events: &all, ..GridPanel::default() });
    grid.draw(canvas, top + 2.0, &panels, |dimension, plot| draw_means(canvas, plot, scenarios, dimension))
}

fn draw_means(canvas: &Canvas, plot: Plot, scenarios: &[Dimensions<'_>], dimension: usize) -> Drawn {
    let mut panel = TimePanel::new(canvas, plot, 5, true)?;
    let mut labels = Vec::new();
    for (place, scenario) in scenarios.iter().enumerate().rev() {
        let _own = canvas.of_scenario(place);
        let (look, means) = (look(place), &scenario.means[dimension]);
        panel.curve(means, 2.4, look.color, look.dash)?;
        let Some((month, value)) = last_value(means) else { continue };
        panel.paint(vec![(month as f64, value)], move |canvas, places| {
            places.into_iter().for_each(|at| canvas.marker(at, look.marker, 4.2, look.color));
        })?;
        let ink = canvas.small(look.text()).bold();
        labels.push(SideLabel::new(plot.y(value), [format!("{value:.2}")], ink).of(place));
    }
    if labels.is_empty() {
        panel.no_data();
    }
    panel.labels(&labels, (8.0, 8.0));
    let read = scenarios.iter().map(|s| (s.case.label.clone(), s.means[dimension].clone()));
    panel.readings(read.filter(|(_, means)| !means.is_empty()).collect());
    Ok(())
}

fn description(scenarios: &[Dimensions<'_>]) -> String {
    let mut said =
        "Means of depth, ownership, spread and sustainability over the months, a panel for each.".to_owned();
    for Dimensions { case, means, remark } in scenarios {
        for ((_, words), means) in DIMENSIONS.iter().zip(means) {
            let Some((month, mean)) = last_value(means) else { continue };
            said.push_str(&format!(" {}, {words}: {mean:.2} {}.", case.label, after(month as u32)));
        }
        if !remark.is_empty() {
            said.push_str(&format!(" {}: {remark}.", case.label));
        }
    }
    said
}
