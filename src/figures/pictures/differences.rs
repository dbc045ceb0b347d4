//! The figure of what one scenario changes against another.

use super::Drawn;
use super::data_table::{self, months, said, share, whole};
use super::figure_data::{Case, FigureData, fan_of};
use super::words::{caption, per_cent};
use crate::analysis::compare::headline;
use crate::analysis::summary::{PairedSummary, Summary};
use crate::figures::{DataTable, Difference, Mark, Panel, difference_fan, timeline_fans};
use crate::results::dataset::DifferenceSeries;

/// Measures of the difference fan.
const DIFFERENCES: [(&str, &str); 2] = [
    ("spread", "Spread (difference in share of focal teachers)"),
    ("deep_share", "Deep share (difference in share of focal teachers)"),
];

/// Their levels.
const LEVELS: [(&str, &str); 2] = [
    ("spread", "Spread (share of focal teachers using)"),
    ("deep_share", "Deep share (share of focal teachers deep)"),
];

/// The differences of a pair: other minus base.
pub(super) fn difference(stock: &FigureData<'_>, (other, base): (usize, usize)) -> Drawn {
    let (other, base) = (&stock.cases[other], &stock.cases[base]);
    let of = |measure: &str| {
        let (other, base) = (&other.scenario.name, &base.scenario.name);
        stock
            .differences
            .iter()
            .find(|d| d.scenario == *other && d.base.as_ref() == Some(base) && d.measure == measure)
    };
    let found: Vec<(&str, &DifferenceSeries)> =
        DIFFERENCES.iter().filter_map(|(measure, words)| Some((*words, of(measure)?))).collect();
    let drawn: Vec<Difference> = found
        .iter()
        .map(|(words, series)| {
            let summaries: Vec<Summary> = series.points.iter().map(|p| p.summary).collect();
            let mut fan = fan_of(&format!("{} minus {}", other.label, base.label), &summaries);
            fan.mean_low = series.points.iter().map(|p| p.mean_low).collect();
            fan.mean_high = series.points.iter().map(|p| p.mean_high).collect();
            let share = |f: fn(&PairedSummary) -> f64| series.points.iter().map(f).collect::<Vec<f64>>();
            Difference {
                measure: (*words).into(),
                fan,
                lower: share(|p| p.share_lower),
                equal: share(|p| p.share_equal),
                higher: share(|p| p.share_higher),
            }
        })
        .collect();
    let last = of("deep_share").and_then(|d| d.points.last());
    let what = format!("Deep share at month {}", stock.months());
    let title = last.map_or_else(String::new, |last| headline(&what, &other.label, &base.label, last));
    let events: Vec<Vec<Mark>> = vec![base.events.clone(), other.events.clone()];
    let mut figure = difference_fan(
        &caption(stock, title, &[base, other]),
        &drawn,
        &[&base.label, &other.label],
        &events,
    )?;
    figure.name = format!("difference-{}", other.scenario.name);
    figure.table = table(&found);
    Ok(figure)
}

/// The levels behind the differences of a pair: both scenarios side by side.
pub(super) fn levels(stock: &FigureData<'_>, (other, base): (usize, usize)) -> Drawn {
    let cases = [&stock.cases[base], &stock.cases[other]];
    let panel = |(measure, words): &(&str, &str)| Panel {
        measure: (*words).into(),
        range: (0.0, 1.0),
        fans: cases.iter().map(|case| case.fan(measure)).collect(),
    };
    let panels: Vec<Panel> = LEVELS.iter().map(panel).collect();
    let deep = |case: &Case<'_>| per_cent(case.last("deep_share").map_or(f64::NAN, |p| p.mean));
    let [from, to] = cases.map(|case| format!("{} {}", deep(case), case.label));
    let title =
        format!("Deep practice at month {}, mean share of focal teachers: {from}, {to}", stock.months());
    let events: Vec<Vec<Mark>> = cases.iter().map(|case| case.events.clone()).collect();
    let mut figure = timeline_fans(&caption(stock, title, &cases), &panels, &events)?;
    figure.name = format!("levels-{}", cases[1].scenario.name);
    figure.table = data_table::levels(cases, &LEVELS);
    Ok(figure)
}

fn table(found: &[(&str, &DifferenceSeries)]) -> DataTable {
    let mut rows = Vec::new();
    for (words, series) in found {
        for month in months(series.points.len().saturating_sub(1) as u32) {
            let Some(p) = series.points.get(month as usize) else { continue };
            let mut row = vec![said(words), whole(f64::from(month)), whole(p.summary.n as f64)];
            let q = p.summary.quantiles;
            let values = [p.summary.mean, p.mean_low, p.mean_high, q[0], q[3], q[6]];
            row.extend(values.map(share));
            row.extend([p.share_lower, p.share_equal, p.share_higher].map(share));
            rows.push(row);
        }
    }
    let names = [
        "difference",
        "month",
        "pairs",
        "mean",
        "mean, from",
        "mean, to",
        "5 %",
        "median",
        "95 %",
        "share of pairs lower",
        "share of pairs equal",
        "share of pairs higher",
    ];
    data_table::table(&names, rows)
}
