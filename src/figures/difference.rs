//! The difference fan: what one scenario changes against another, pair by pair.
//!
//! Each replication runs under both scenarios with the same chance, so that a
//! difference belongs to the scenario. Bands show how far pairs differ, the bars
//! on the mean how well the mean is known, and the lines below how many pairs
//! agree on the direction. Of two samples without pairs only the difference of
//! the means is known, and how well.

use super::agreement::{Agreement, STRIP};
use super::captions::caption;
use super::composition::Composition;
use super::data_table::{self, DataTable, months, share, whole};
use super::figure_data::fan_of;
use super::paint::canvas::Canvas;
use super::paint::theme::{BLUE, INK, MUTED, OUTER_BAND, look};
use super::panels::chart::{Plot, covering, number, points};
use super::panels::event_marks::{self, EventWords};
use super::panels::frame::{Sign, fan_signs, heading, key};
use super::panels::side_labels::SideLabel;
use super::panels::time_panel::{TimePanel, extent, last_month, last_value, month_title};
use super::{Draw, DrawnScenario, EventMark, Fan, Figure, FigureData, FigureKind, titles};
use crate::analysis::mean_interval::ANY;
use crate::analysis::summary::{DifferenceSummary, Summary};
use crate::diagnostic::Diagnostic;
use crate::figures::nothing_to_draw;
use crate::phrasing::after;
use crate::results::dataset::DifferenceSeries;

/// The figure.
pub const FIGURE: FigureKind = FigureKind::new("difference", &["spread", "deep_share"], Draw::OfPair(draw));

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 2] =
    [("spread", "Spread: teachers who use it"), ("deep_share", "Deep share: teachers who teach it deeply")];

const NOTE: &str = "A pair is one replication under both scenarios. Bands show how far pairs differ from each \
                    other; the bars on the mean show Monte Carlo error alone, which more pairs would narrow. Shares are of \
                    the teachers whose students the practice is for. \
                    The lines below show in how many pairs it is lower or higher.";

const UNPAIRED: &str = "Unpaired: two independent samples, and no run of one belongs to a run of the other. So there are no \
                        differences of single runs to show, and no shares of pairs. The band and the bars show the 95% interval \
                        of the difference of the means (Welch), which more runs would narrow.";

/// The difference of one measure: another scenario minus a base, replication by replication or as samples.
struct MeasureDifference<'a> {
    /// The measure with its unit.
    words: &'static str,
    /// Quantiles of the differences; its label says what is subtracted from what.
    fan: Fan,
    /// Which way pairs point; nothing where there are none.
    agreement: Option<Agreement>,
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
        let each = |f: fn(&DifferenceSummary) -> f64| series.points.iter().map(f).collect::<Vec<f64>>();
        let summaries: Vec<Summary> = series.points.iter().map(|p| p.summary).collect();
        let fan = Fan {
            mean_low: each(|p| p.mean_low),
            mean_high: each(|p| p.mean_high),
            ..fan_of(&format!("{} minus {}", other.label, base.label), &summaries, ANY)
        };
        let is_paired = series.points.iter().all(|p| p.samples.is_none());
        let shares = || [each(|p| p.share_lower), each(|p| p.share_equal), each(|p| p.share_higher)];
        Some(MeasureDifference {
            words,
            fan,
            agreement: is_paired.then(|| Agreement { shares: shares() }),
            series,
        })
    };
    let found: Vec<MeasureDifference<'_>> = MEASURES.iter().filter_map(shape).collect();
    if found.is_empty() {
        return Err(nothing_to_draw("difference", "measure"));
    }
    let is_paired = found.iter().all(|d| d.agreement.is_some());
    let last = of("deep_share").and_then(|d| d.points.last());
    let title = last.map_or_else(String::new, |last| {
        let labels = [&other.label, &base.label].map(String::as_str);
        titles::difference(
            "the share of teachers who teach it deeply",
            labels,
            data.months(),
            last,
            base.scenario,
        )
    });
    let labeled = [base, other].map(|case| (case.label.as_str(), case.events.as_slice()));
    let events = event_marks::merged(labeled.iter().copied());
    let last = found.iter().map(|d| last_month(&d.fan)).max().unwrap_or(0).max(1) as f64;
    Composition {
        name: format!("difference-{}", other.scenario.name),
        section: "",
        caption: caption(data, title, [base, other]),
        description: description(&found),
        note: if is_paired { NOTE } else { UNPAIRED }.into(),
        table: table(&found),
    }
    .paint(|canvas, top| {
        let band = (Sign::OuterBand, "95% interval of the difference of the means".to_owned());
        let unpaired = vec![band, (Sign::Mean, "difference of the means, unpaired".to_owned())];
        let signs = if is_paired { fan_signs("pairs", false) } else { unpaired };
        let mut top = key(canvas, top, look(0), &signs);
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
    let what = if difference.agreement.is_some() { "difference" } else { "unpaired difference of means" };
    let what = format!("{what} in points");
    let (ink, words) = (canvas.words(MUTED), format!("{what}: {}", fan.label));
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
    let mut panel =
        TimePanel::with_values(canvas, plot, points(plot.up, 6), (true, difference.agreement.is_none()))?;
    match difference.agreement {
        Some(_) => panel.bands(fan, BLUE)?,
        None => panel.band(&fan.mean_low, &fan.mean_high, BLUE, OUTER_BAND)?,
    }
    panel.events(events, words);
    panel.line(vec![(0.0, 0.0), (last, 0.0)], 1.5, INK, &[])?;
    panel.curve(&fan.mean, 2.0, BLUE, &[])?;
    panel.means(fan, look(0), INK, 0.0)?;
    let named = |what: &str, series: &[f64]| (what.to_owned(), series.to_vec());
    let mut readings = vec![
        named("mean difference", &fan.mean),
        named("interval from", &fan.mean_low),
        named("interval to", &fan.mean_high),
    ];
    if let Some(Agreement { shares, .. }) = &difference.agreement {
        readings.push(named("share of pairs lower", &shares[0]));
        readings.push(named("share of pairs higher", &shares[2]));
    }
    panel.readings(readings);
    if !narrow {
        panel.labels(&end_labels(canvas, &plot, fan), (8.0, 4.0));
    }
    let bottom = match &difference.agreement {
        Some(agreement) => {
            let strip = Plot { top: plot.bottom() + 10.0, height: STRIP, up: (0.0, 1.0), ..plot };
            agreement.draw(canvas, strip, events)?
        }
        None => panel.bottom(),
    };
    Ok(if is_last { month_title(canvas, plot.left, bottom) } else { bottom })
}

/// The mean at the end with its interval.
fn mean_words(fan: &Fan, up: (f64, f64)) -> Option<String> {
    let (month, mean) = last_value(&fan.mean)?;
    let step = step(up);
    let ends = (fan.mean_low.get(month), fan.mean_high.get(month));
    let interval = match ends {
        (Some(low), Some(high)) if low.is_finite() && high.is_finite() => {
            format!(" ({} to {})", number(*low * 100.0, step), number(*high * 100.0, step))
        }
        _ => String::new(),
    };
    Some(format!("mean {} points{interval} {}", number(mean * 100.0, step), after(month as u32)))
}

/// The last place that is told of a number of points on this axis.
fn step(up: (f64, f64)) -> f64 {
    let fine = (up.1 - up.0) / 5.0;
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

fn description(found: &[MeasureDifference<'_>]) -> String {
    let is_paired = found.iter().all(|d| d.agreement.is_some());
    let mut said = match is_paired {
        true => "Paired differences over the months, with bands for the spread of the pairs.".to_owned(),
        false => "Unpaired differences of means over the months, with their 95% intervals.".to_owned(),
    };
    for MeasureDifference { words, fan, .. } in found {
        let Some((month, mean)) = last_value(&fan.mean) else { continue };
        let value = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
        let (low, high) = (value(&fan.mean_low), value(&fan.mean_high));
        said += &format!(
            " {words}, {}: mean {mean:.4} {} (Monte Carlo interval {low:.4} to {high:.4})",
            fan.label,
            after(month as u32)
        );
        said += &match is_paired {
            true => format!(", 5 to 95% of pairs from {:.4} to {:.4}.", value(&fan.q05), value(&fan.q95)),
            false => ".".to_owned(),
        };
    }
    said
}

fn table(found: &[MeasureDifference<'_>]) -> DataTable {
    let mut rows = Vec::new();
    let is_paired = found.iter().all(|d| d.agreement.is_some());
    for MeasureDifference { words, series, .. } in found {
        for month in months(series.points.len().saturating_sub(1) as u32) {
            let Some(p) = series.points.get(month as usize) else { continue };
            let mut row = vec![(*words).into(), whole(f64::from(month))];
            match p.samples {
                None => row.push(whole(p.summary.n as f64)),
                Some(runs) => row.extend(runs.map(|n| whole(n as f64))),
            }
            row.extend([p.summary.mean, p.mean_low, p.mean_high].map(share));
            if is_paired {
                let q = p.summary.quantiles;
                row.extend([q[0], q[3], q[6], p.share_lower, p.share_equal, p.share_higher].map(share));
            }
            rows.push(row);
        }
    }
    let paired = ["pairs", "mean", "mean, from", "mean, to", "5%", "median", "95%"];
    let shares = ["share of pairs lower", "share of pairs equal", "share of pairs higher"];
    let unpaired = ["runs of other", "runs of base", "unpaired difference of means", "from", "to"];
    let statistics = if is_paired { [&paired[..], &shares].concat() } else { unpaired.to_vec() };
    data_table::table(&[&["difference", "month"][..], &statistics].concat(), rows)
}
