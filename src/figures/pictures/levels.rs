//! Figures of levels: the path, the timelines, the four dimensions.

use super::Drawn;
use super::data_table;
use super::figure_data::{Case, FigureData};
use super::words::{of_all, of_each, per_cent};
use crate::figures::{
    Dimensions, Panel, SpreadDepth, four_dimensions, size_fans, spread_depth_path, timeline_fans,
};

/// Single runs drawn faintly in a fan.
const FAINT_RUNS: usize = 5;
/// Months named along the path.
const PATH_MONTHS: [u32; 5] = [12, 24, 36, 48, 60];

/// Measures of the timeline fans, with the words of their axes.
const FANS: [(&str, &str); 4] = [
    ("spread", "Spread (share of focal teachers using)"),
    ("depth", "Depth (mean among users, 0 to 1)"),
    ("deep_share", "Deep share (share of focal teachers deep)"),
    ("ownership", "Ownership (mean among users, 0 to 1)"),
];

/// The four dimensions of scale.
const DIMENSIONS: [(&str, &str); 4] = [
    ("depth", "Depth (mean among users, 0 to 1)"),
    ("ownership", "Ownership (mean among users, 0 to 1)"),
    ("spread", "Spread (share of focal teachers using)"),
    ("lasting", "Sustainability (perceived permanence, 0 to 1)"),
];

/// How far and how deep, as a path.
pub(super) fn path(stock: &FigureData<'_>) -> Drawn {
    let end = |run: &[f64]| run.last().copied().unwrap_or(f64::NAN);
    let paths: Vec<SpreadDepth> = stock
        .cases
        .iter()
        .map(|case| SpreadDepth {
            label: case.label.clone(),
            spread: case.means("spread"),
            depth: case.means("depth"),
            ends: case
                .single_runs("spread")
                .zip(case.single_runs("depth"))
                .map(|(s, d)| (end(s), end(d)))
                .collect(),
        })
        .collect();
    let month = stock.months();
    let reached = of_each(stock, |case| {
        let mean = |measure| case.last(measure).map_or(f64::NAN, |p| p.mean);
        let (spread, depth) = (mean("spread"), mean("depth"));
        if depth.is_nan() {
            "nobody uses it".into()
        } else {
            format!("{} use it at depth {depth:.2}", per_cent(spread))
        }
    });
    let title = format!("Month {month}, on average – {reached}");
    let labels: Vec<u32> = PATH_MONTHS.into_iter().filter(|m| *m <= month).collect();
    let mut figure = spread_depth_path(&of_all(stock, title), &paths, &labels)?;
    figure.table = data_table::levels(&stock.cases, &[FANS[0], FANS[1]]);
    Ok(figure)
}

/// Measures over the months.
pub(super) fn fans(stock: &FigureData<'_>) -> Drawn {
    let panels = panels(stock, &FANS);
    let reached = of_each(stock, |case| per_cent(case.last("deep_share").map_or(f64::NAN, |p| p.mean)));
    let title =
        format!("Deep practice at month {}, mean share of focal teachers – {reached}", stock.months());
    let mut figure = timeline_fans(&of_all(stock, title), &panels, &stock.events())?;
    figure.table = data_table::levels(&stock.cases, &FANS);
    Ok(figure)
}

/// The same by size of the district, a row for each size on one scale.
pub(super) fn by_size(stock: &FigureData<'_>) -> Drawn {
    let measures = [FANS[0], FANS[1], FANS[2]];
    let reached = of_each(stock, |case| per_cent(case.last("spread").map_or(f64::NAN, |p| p.quantiles[3])));
    let title = format!("Spread at month {}, median share of focal teachers – {reached}", stock.months());
    let mut figure = size_fans(&of_all(stock, title), &panels(stock, &measures), &stock.events())?;
    figure.table = data_table::levels(&stock.cases, &measures);
    Ok(figure)
}

fn panels(stock: &FigureData<'_>, measures: &[(&str, &str)]) -> Vec<Panel> {
    let panel = |(measure, words): &(&str, &str)| {
        let fans = stock.cases.iter().map(|case| {
            let mut fan = case.fan(measure);
            fan.runs = case.single_runs(measure).take(FAINT_RUNS).map(<[f64]>::to_vec).collect();
            fan
        });
        Panel { measure: (*words).into(), range: (0.0, 1.0), fans: fans.collect() }
    };
    measures.iter().map(panel).collect()
}

/// Depth, ownership, spread and sustainability side by side.
pub(super) fn dimensions(stock: &FigureData<'_>) -> Drawn {
    let scenarios: Vec<Dimensions> = stock
        .cases
        .iter()
        .map(|case| Dimensions {
            label: case.label.clone(),
            fans: DIMENSIONS
                .iter()
                .map(|(measure, words)| {
                    let mut fan = case.fan(measure);
                    fan.label = (*words).into();
                    fan
                })
                .collect(),
            remark: sustained(case),
            events: case.events.clone(),
        })
        .collect();
    let median = |case: &Case<'_>, measure| match case.last(measure).map(|p| p.quantiles[3]) {
        Some(median) if median.is_finite() => format!("{median:.2}"),
        _ => "none".into(),
    };
    let month = stock.months();
    let title = match stock.cases.as_slice() {
        [only] => format!(
            "Medians at month {month}: depth {}, ownership {}, spread {}, perceived permanence {}",
            median(only, "depth"),
            median(only, "ownership"),
            median(only, "spread"),
            median(only, "lasting")
        ),
        _ => {
            let each = of_each(stock, |case| median(case, "lasting"));
            format!("Permanence that people perceive at month {month}, median – {each}")
        }
    };
    let explained = "Half of the runs lie in the band, in each month. Sustainability is drawn as the permanence that \
                     people perceive, because what lasts can be counted only afterwards; that count, where the run is \
                     long enough, stands below the scenario's name.";
    let mut figure = four_dimensions(&of_all(stock, title), &scenarios, explained)?;
    figure.table = data_table::levels(&stock.cases, &DIMENSIONS);
    Ok(figure)
}

/// What of the seats deep at month 36 is deep at month 60, over all runs together.
fn sustained(case: &Case<'_>) -> String {
    let twins = case.ended("deep_36").iter().zip(case.ended("deep_both"));
    let known: Vec<(f64, f64)> =
        twins.filter(|(then, both)| then.is_finite() && both.is_finite()).map(|(t, b)| (*t, *b)).collect();
    if known.is_empty() {
        return String::new();
    }
    let (then, both) = known.iter().fold((0.0, 0.0), |(t, b), (then, both)| (t + then, b + both));
    match then > 0.0 {
        true => format!(
            "of the seats of teachers deep at month 36, {} are deep at month 60 ({} runs together)",
            per_cent(both / then),
            known.len()
        ),
        false => format!("no teacher is deep at month 36 in any of {} runs", known.len()),
    }
}
