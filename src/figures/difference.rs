//! The difference fan: what one scenario changes against another, pair by pair.
//!
//! Each replication runs under both scenarios with the same chance, so that a
//! difference belongs to the scenario. Bands show how far pairs differ, the bars
//! on the mean how well the mean is known, and the strip below how many pairs
//! agree on the direction.

use super::captions::caption;
use super::composition::Composition;
use super::data_table::{self, DataTable, months, share, whole};
use super::figure_data::fan_of;
use super::paint::canvas::{Canvas, Lettering};
use super::paint::theme::{BLUE, FRAME, INK, MUTED, PaintColor, VERMILION, look};
use super::panels::chart::{Plot, covering, number};
use super::panels::event_marks::{self, EventWords};
use super::panels::frame::{fan_signs, heading, key};
use super::panels::side_labels::SideLabel;
use super::panels::time_panel::{TimePanel, extent, last_month, last_value, month_title};
use super::{Draw, DrawnScenario, EventMark, Fan, Figure, FigureData, FigureKind};
use crate::analysis::compare::headline;
use crate::analysis::summary::{PairedSummary, Summary};
use crate::diagnostic::Diagnostic;
use crate::figures::nothing_to_draw;
use crate::results::dataset::DifferenceSeries;

/// The figure.
pub const FIGURE: FigureKind = FigureKind::new(&["spread", "deep_share"], Draw::OfPair(draw));

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 2] = [
    ("spread", "Spread (difference in share of focal teachers)"),
    ("deep_share", "Deep share (difference in share of focal teachers)"),
];

const NOTE: &str = "A pair is one replication under both scenarios. Bands show how far pairs differ from each \
                    other; the bars on the mean show Monte Carlo error alone, which more pairs would narrow. \
                    The strip below shows how many pairs are lower, equal and higher.";

/// Height of the strip of shares.
const STRIP: f64 = 56.0;
/// Size of the words beside it.
const SHARES: f64 = 12.0;

/// The paired differences of one measure: another scenario minus a base, replication by replication.
struct MeasureDifference<'a> {
    /// The measure with its unit.
    words: &'static str,
    /// Quantiles of the differences; its label says what is subtracted from what.
    fan: Fan,
    /// Share of the pairs in which the other is lower, equal and higher, by month.
    shares: [Vec<f64>; 3],
    /// The edges between them, piled up from 0.
    edges: [Vec<f64>; 4],
    series: &'a DifferenceSeries,
}

fn draw(
    data: &FigureData<'_>,
    other: &DrawnScenario<'_>,
    base: &DrawnScenario<'_>,
) -> Result<Figure, Diagnostic> {
    let of = |measure: &str| {
        let (other, base) = (&other.scenario.name, &base.scenario.name);
        let same = |d: &&DifferenceSeries| {
            d.scenario == *other && d.base.as_ref() == Some(base) && d.measure == measure
        };
        data.differences.iter().find(same)
    };
    let shape = |(measure, words): &(&str, &'static str)| {
        let series = of(measure)?;
        let each = |f: fn(&PairedSummary) -> f64| series.points.iter().map(f).collect::<Vec<f64>>();
        let summaries: Vec<Summary> = series.points.iter().map(|p| p.summary).collect();
        let fan = Fan {
            mean_low: each(|p| p.mean_low),
            mean_high: each(|p| p.mean_high),
            ..fan_of(&format!("{} minus {}", other.label, base.label), &summaries)
        };
        let shares = [each(|p| p.share_lower), each(|p| p.share_equal), each(|p| p.share_higher)];
        let pile = |below: &[f64], share: &[f64]| below.iter().zip(share).map(|(a, b)| a + b).collect();
        let floor = vec![0.0; shares[0].len()];
        let lower: Vec<f64> = pile(&floor, &shares[0]);
        let equal: Vec<f64> = pile(&lower, &shares[1]);
        let all: Vec<f64> = pile(&equal, &shares[2]);
        Some(MeasureDifference { words, fan, shares, edges: [floor, lower, equal, all], series })
    };
    let found: Vec<MeasureDifference<'_>> = MEASURES.iter().filter_map(shape).collect();
    if found.is_empty() {
        return Err(nothing_to_draw("difference", "measure"));
    }
    let last = of("deep_share").and_then(|d| d.points.last());
    let what = format!("Deep share at month {}", data.months());
    let title = last.map_or_else(String::new, |last| headline(&what, &other.label, &base.label, last));
    let labeled = [base, other].map(|case| (case.label.as_str(), case.events.as_slice()));
    let events = event_marks::merged(labeled.iter().copied());
    let last = found.iter().map(|d| last_month(&d.fan)).max().unwrap_or(0).max(1) as f64;
    Composition {
        name: format!("difference-{}", other.scenario.name),
        section: "",
        caption: caption(data, title, [base, other]),
        description: description(&found),
        note: NOTE.into(),
        table: table(&found),
    }
    .paint(|canvas, top| {
        let mut top = key(canvas, top, look(0), &fan_signs("pairs", false));
        if canvas.layout.is_narrow() {
            top = event_marks::key(canvas, top, &events, last);
        }
        for (place, difference) in found.iter().enumerate() {
            let ends = (place == 0, place + 1 == found.len());
            top = lay_out(canvas, top + 8.0, difference, last, &events, ends)?;
        }
        Ok(top + 8.0)
    })
}

/// The range of the differences, always with zero and some air.
fn scale(fan: &Fan) -> (f64, f64) {
    let (low, high) = covering((0.0, 0.0), extent(fan));
    let air = (high - low) * 0.06;
    (low - air, high + air)
}

fn lay_out(
    canvas: &Canvas,
    top: f64,
    difference: &MeasureDifference<'_>,
    last: f64,
    events: &[EventMark],
    (is_first, is_last): (bool, bool),
) -> Result<f64, Diagnostic> {
    let (fan, layout, narrow) = (&difference.fan, canvas.layout, canvas.layout.is_narrow());
    let below = heading(canvas, (layout.margin, top), difference.words, layout.room(), 3);
    let (ink, words) = (canvas.words(MUTED), format!("difference: {}", fan.label));
    let mut top = canvas.paragraph((layout.margin, below + 9.0), &words, ink, layout.room(), 3);
    top += ink.leading() - 7.0;
    if narrow {
        let mean = mean_words(fan, scale(fan)).unwrap_or_else(|| "no data".to_owned());
        let ink = canvas.words(INK).bold();
        let lines = canvas.wrap_evenly(&mean, ink, layout.room(), 3);
        top = canvas.lines((layout.margin, top + layout.words), &lines, ink) - 6.0;
    }
    let mut plot = Plot {
        left: layout.plot_left,
        top,
        width: layout.plot_width(),
        height: if narrow { 170.0 } else { 210.0 },
        across: (0.0, last),
        up: scale(fan),
    };
    let words = match (narrow, is_first) {
        (true, _) => EventWords::Letters(events),
        (false, true) => EventWords::Full,
        (false, false) => EventWords::None,
    };
    plot.top += event_marks::height(canvas, &plot, events, words) + if narrow { 4.0 } else { 0.0 };
    let mut panel = TimePanel::new(canvas, plot, 6, false)?;
    panel.bands(fan, BLUE)?;
    let strip = Plot { top: plot.bottom() + 10.0, height: STRIP, up: (0.0, 1.0), ..plot };
    let shares = [(0.0, "0%"), (0.5, "50%"), (1.0, "100%")].map(|(share, words)| (share, words.to_owned()));
    let mut strip = TimePanel::with_values(canvas, strip, shares.into(), (false, true))?;
    for (pile, (_, color, _)) in piles().into_iter().enumerate() {
        strip.band(&difference.edges[pile], &difference.edges[pile + 1], color, 1.0)?;
    }
    strip.line(vec![(0.0, 0.0), (last, 0.0)], 1.0, FRAME, &[])?;
    panel.events(events, words);
    strip.events(events, EventWords::None);
    panel.line(vec![(0.0, 0.0), (last, 0.0)], 1.5, INK, &[])?;
    panel.curve(&fan.q50, 2.0, BLUE, &[])?;
    panel.means(fan, look(0), INK, 0.0)?;
    let named = |what: &str, series: &[f64]| (what.to_owned(), series.to_vec());
    panel.readings(vec![
        named("mean difference", &fan.mean),
        named("interval from", &fan.mean_low),
        named("interval to", &fan.mean_high),
        named("share of pairs lower", &difference.shares[0]),
        named("share of pairs higher", &difference.shares[2]),
    ]);
    let (mut bottom, said) = (strip.bottom(), agreement(difference));
    if narrow {
        for (_, words, color) in said {
            bottom += layout.small + 4.0;
            canvas.text((plot.left, bottom), &words, canvas.small(color));
        }
        bottom += 6.0;
    } else {
        let label = |(share, words, color)| {
            SideLabel::new(strip.plot.y(share), [words], Lettering::new(SHARES, color))
        };
        panel.labels(&end_labels(canvas, &plot, fan), (8.0, 4.0));
        strip.labels(&said.into_iter().map(label).collect::<Vec<_>>(), (2.0, 6.0));
    }
    Ok(if is_last { month_title(canvas, plot.left, bottom) } else { bottom })
}

/// The mean at the end with its interval.
fn mean_words(fan: &Fan, up: (f64, f64)) -> Option<String> {
    let (month, mean) = last_value(&fan.mean)?;
    let step = step(up);
    let ends = (fan.mean_low.get(month), fan.mean_high.get(month));
    let interval = match ends {
        (Some(low), Some(high)) if low.is_finite() && high.is_finite() => {
            format!(" ({} to {})", number(*low, step), number(*high, step))
        }
        _ => String::new(),
    };
    Some(format!("mean {}{interval} in month {month}", number(mean, step)))
}

/// The last place that is told of a number on this axis.
fn step(up: (f64, f64)) -> f64 {
    let fine = (up.1 - up.0) / 500.0;
    [0.0001, 0.001, 0.01, 0.1, 1.0].into_iter().rev().find(|s| *s <= fine).unwrap_or(0.00001)
}

/// The mean in numbers, and where zero is.
fn end_labels(canvas: &Canvas, plot: &Plot, fan: &Fan) -> [SideLabel; 2] {
    let (said, ink) = (mean_words(fan, plot.up), canvas.words(INK).bold());
    let words = said.as_deref().unwrap_or("no data");
    let lines = canvas.wrap(words, ink, canvas.layout.gutter - 24.0 - canvas.layout.margin, 4);
    let y = last_value(&fan.mean).map_or(plot.top, |(_, mean)| plot.y(mean));
    [
        SideLabel::new(plot.y(0.0), ["0: no difference".to_owned()], canvas.small(MUTED)),
        SideLabel::new(y, lines, ink).joined_if(said.is_some()),
    ]
}

/// The piles of the strip: a word, the color of the area and that of the words.
fn piles() -> [(&'static str, PaintColor, PaintColor); 3] {
    [
        ("lower", VERMILION.tint(0.35), VERMILION.shade(0.3)),
        ("equal", FRAME.tint(0.5), MUTED),
        ("higher", BLUE.tint(0.35), BLUE.shade(0.2)),
    ]
}

/// What the strip says of the last month, the uppermost pile first: where, words and color.
fn agreement(difference: &MeasureDifference<'_>) -> Vec<(f64, String, PaintColor)> {
    let said = |(pile, (word, _, ink)): (usize, (&str, PaintColor, PaintColor))| {
        let (month, _) = last_value(&difference.edges[pile + 1])?;
        let share = difference.shares[pile][month];
        let words = format!("{word} in {}% of pairs", number(share * 100.0, 1.0));
        Some((difference.edges[pile][month] + share / 2.0, words, ink))
    };
    let mut said: Vec<_> = piles().into_iter().enumerate().filter_map(said).collect();
    said.reverse();
    said
}

fn description(found: &[MeasureDifference<'_>]) -> String {
    let mut said = "Paired differences over the months, with bands for the spread of the pairs.".to_owned();
    for MeasureDifference { words, fan, .. } in found {
        let Some((month, mean)) = last_value(&fan.mean) else { continue };
        let value = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
        said.push_str(&format!(
            " {words}, {}: mean {mean:.4} in month {month} (Monte Carlo interval {:.4} to {:.4}), 5 to 95% of pairs from {:.4} to {:.4}.",
            fan.label,
            value(&fan.mean_low),
            value(&fan.mean_high),
            value(&fan.q05),
            value(&fan.q95),
        ));
    }
    said
}

fn table(found: &[MeasureDifference<'_>]) -> DataTable {
    let mut rows = Vec::new();
    for MeasureDifference { words, series, .. } in found {
        for month in months(series.points.len().saturating_sub(1) as u32) {
            let Some(p) = series.points.get(month as usize) else { continue };
            let mut row = vec![(*words).into(), whole(f64::from(month)), whole(p.summary.n as f64)];
            let q = p.summary.quantiles;
            let values = [p.summary.mean, p.mean_low, p.mean_high, q[0], q[3], q[6]];
            row.extend(values.map(share));
            row.extend([p.share_lower, p.share_equal, p.share_higher].map(share));
            rows.push(row);
        }
    }
    let statistics = ["pairs", "mean", "mean, from", "mean, to", "5%", "median", "95%"];
    let shares = ["share of pairs lower", "share of pairs equal", "share of pairs higher"];
    data_table::table(&[&["difference", "month"][..], &statistics, &shares].concat(), rows)
}
