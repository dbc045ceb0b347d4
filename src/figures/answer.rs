//! The answer at a glance: where each scenario ends, the highest share of deep teachers first, and what it changes against
//! the base, with both doubts: chance, and assumptions.

use super::captions::of_all;
use super::composition::Composition;
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{INK, Look, MUTED, look};
use super::panels::chart::{AxisLook, Plot, Scale, chart, number, percents, points};
use super::panels::frame::{heading, whisker};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;
use crate::metrics::columns::range_of;
use crate::phrasing::{after, capital, percent};
use crate::results::assumption_table::AskedDifference;

/// One scenario alone has nothing to stand beside.
pub const FEWEST: usize = 2;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| data.cases.len() >= FEWEST && !data.by_size,
    ..FigureKind::new("answer", &[DEEP_SHARE, "spread"], Draw::OfAll(draw))
};

/// The measure of the answer.
const DEEP_SHARE: &str = "deep_share";

/// Measures of the table below.
const MEASURES: [(&str, &str); 2] =
    [(DEEP_SHARE, "Deep share: teachers who teach it deeply"), ("spread", "Spread: teachers who use it")];

/// Height of a row on a wide sheet.
const ROW: f64 = 38.0;

/// A number with the two ranges around it.
#[derive(Clone, Copy)]
struct Dot {
    /// The mean over the runs.
    mean: f64,
    /// Its Monte Carlo interval; NaN where there is none.
    chance: (f64, f64),
    /// The wider range: of the runs, or over sets of assumptions.
    wide: Option<(f64, f64)>,
}

/// One scenario's row.
struct AnswerRow<'a> {
    label: &'a str,
    /// Its place among the scenarios.
    place: usize,
    look: Look,
    /// Deep share, or spread, when the runs end.
    level: Option<Dot>,
    /// The second column: what it changes against the base; spread where nothing is compared.
    second: Option<Dot>,
}

/// The rows, and what their columns are.
struct AnswerRows<'a> {
    rows: Vec<AnswerRow<'a>>,
    /// The base and whether sets of assumptions were tried, where scenarios are compared.
    compared: Option<(&'a str, bool)>,
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let found = rows(data);
    Composition {
        name: FIGURE.name.into(),
        section: FIGURE.name,
        caption: of_all(data, title(data, &found)),
        description: description(data, &found),
        note: note(&found),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| lay_out(canvas, top, &found))
}

fn rows<'a>(data: &'a FigureData<'_>) -> AnswerRows<'a> {
    let base = data.differences.iter().find_map(|d| d.base.as_deref());
    let mut is_varied = false;
    let mut rows: Vec<AnswerRow<'a>> = Vec::new();
    for (place, case) in data.cases.iter().enumerate() {
        let second = match base {
            Some(base) => change(data, case, base),
            None => level(case, "spread"),
        };
        is_varied |= base.is_some() && second.is_some_and(|dot| dot.wide.is_some());
        rows.push(AnswerRow {
            label: &case.label,
            place,
            look: look(place),
            level: level(case, DEEP_SHARE),
            second,
        });
    }
    let height = |row: &AnswerRow<'_>| row.level.map_or(f64::NEG_INFINITY, |dot| dot.mean);
    rows.sort_by(|a, b| height(b).total_cmp(&height(a)));
    let title = |base: &str| data.cases.iter().find(|case| case.scenario.name == base);
    let compared = base.and_then(title).map(|case| (case.label.as_str(), is_varied));
    AnswerRows { rows, compared }
}

/// Where a scenario ends in a measure, with the range of nine in ten runs.
fn level(case: &DrawnScenario<'_>, measure: &str) -> Option<Dot> {
    let point = case.level(measure).last().filter(|point| point.mean.is_finite())?;
    let [q05, .., q95] = point.quantiles;
    Some(Dot { mean: point.mean, chance: point.mean_interval(range_of(measure)), wide: Some((q05, q95)) })
}

/// What a scenario changes in the deep share when the runs end, with the range over sets of assumptions where they were tried.
fn change(data: &FigureData<'_>, case: &DrawnScenario<'_>, base: &str) -> Option<Dot> {
    let name = case.scenario.name.as_str();
    let series = data.differences.iter().find(|d| d.scenario == name && d.measure == DEEP_SHARE)?;
    let last = series.points.last().filter(|point| point.summary.mean.is_finite())?;
    let asked = AskedDifference {
        scenarios: [name, base],
        district: Some(&series.district),
        measure: DEEP_SHARE,
        month: data.months(),
    };
    let over = data.assumptions.as_ref().and_then(|found| found.over(asked, 0.0));
    Some(Dot {
        mean: last.summary.mean,
        chance: (last.mean_low, last.mean_high),
        wide: over.map(|over| (over.low, over.high)),
    })
}

fn title(data: &FigureData<'_>, found: &AnswerRows<'_>) -> String {
    let when = capital(&after(data.months()));
    let said = |row: &AnswerRow<'_>| row.level.map(|dot| format!("{} (“{}”)", percent(dot.mean), row.label));
    match (found.rows.first().and_then(said), found.rows.last().and_then(said)) {
        (Some(most), Some(least)) => format!("{when}, teachers who teach it deeply: from {least} to {most}"),
        _ => format!("{when}, no run says how many teachers teach it deeply"),
    }
}

fn note(found: &AnswerRows<'_>) -> String {
    let second = match found.compared {
        Some((_, true)) => {
            " On the right, the long line holds nine in ten plausible ways to fill in what nobody has measured: it \
             does not narrow with more runs."
        }
        _ => "",
    };
    format!(
        "Markers are means. The short thick bar is their Monte Carlo interval, which narrows with more runs. On the left, the \
         long line holds 90% of the runs.{second} Shares are of the teachers whose students the practice is for."
    )
}

fn lay_out(canvas: &Canvas, top: f64, found: &AnswerRows<'_>) -> Result<f64, Diagnostic> {
    let (layout, narrow) = (canvas.layout, canvas.layout.is_narrow());
    // Names stand beside the rows on a wide sheet, above them on a narrow one.
    let (names, row) = if narrow { (0.0, 56.0) } else { (230.0, ROW) };
    let (left, gap) = (layout.margin + names, 44.0);
    let width = (layout.width - layout.margin - left - gap - 14.0) / 2.0;
    let second = match found.compared {
        Some((base, _)) => format!("Difference from “{base}”, in points"),
        None => "Teachers who use it".to_owned(),
    };
    let heads = ["Teachers who teach it deeply", &second];
    let x_of = |column: usize| left + column as f64 * (width + gap);
    let below =
        |column: usize, words: &str| heading(canvas, (x_of(column), top + 4.0), words, width + 10.0, 6);
    let top = heads.iter().enumerate().map(|(k, words)| below(k, words)).fold(top, f64::max) + 4.0;
    for column in 0..heads.len() {
        let dots = found.rows.iter().map(|row| if column == 0 { row.level } else { row.second });
        let is_difference = column == 1 && found.compared.is_some();
        let height = row * found.rows.len() as f64;
        let across = reach(dots.clone().flatten(), is_difference);
        let plot = Plot { left: x_of(column), top, width, height, across, up: (0.0, 1.0) };
        let most = if narrow { 2 } else { 5 };
        let named = if is_difference { points(across, most) } else { percents(across, most) };
        let axis = AxisLook { lines: (true, false), foot: true, ink: (INK, MUTED), gap: 6.0 };
        chart(canvas, &plot, (Scale::new(across, named), Scale::new(plot.up, Vec::new())), &axis)?;
        if is_difference {
            canvas.line(vec![(plot.x(0.0), top), (plot.x(0.0), plot.bottom())], 1.5, INK);
        }
        for ((place, row_of), dot) in found.rows.iter().enumerate().zip(dots) {
            let _own = canvas.of_scenario(row_of.place);
            let y = top + row * (place as f64 + if narrow { 0.74 } else { 0.6 });
            if column == 0 {
                name(canvas, row_of, y, names);
            }
            if let Some(dot) = dot {
                paint(canvas, &plot, &dot, y, row_of.look, is_difference);
            }
        }
    }
    Ok(top + row * found.rows.len() as f64 + 26.0)
}

/// What an axis must hold: shares from 0, differences with zero among them.
fn reach(dots: impl Iterator<Item = Dot>, is_difference: bool) -> (f64, f64) {
    let ends = dots.flat_map(|dot| {
        let (low, high) = dot.wide.unwrap_or((dot.mean, dot.mean));
        [dot.mean, dot.chance.0, dot.chance.1, low, high]
    });
    let (low, high) = ends
        .filter(|value| value.is_finite())
        .fold((0.0_f64, if is_difference { 0.0_f64 } else { 0.1 }), |(low, high), v| {
            (low.min(v), high.max(v))
        });
    if !is_difference {
        return (0.0, ((high * 10.0).ceil() / 10.0).min(1.0));
    }
    let air = ((high - low) * 0.08).max(0.01);
    (low - air, high + air)
}

/// The name of a scenario, whose row has its middle at `y`: left of the row, or above it on a narrow sheet.
fn name(canvas: &Canvas, row: &AnswerRow<'_>, y: f64, names: f64) {
    let (layout, color, label) = (canvas.layout, row.look.text(), row.label);
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

/// The wide range as a long line, the mean with its interval on it.
fn paint(canvas: &Canvas, plot: &Plot, dot: &Dot, y: f64, look: Look, is_difference: bool) {
    if let Some((low, high)) = dot.wide {
        canvas.line(vec![(plot.x(low), y), (plot.x(high), y)], 2.0, look.color.tint(0.55));
    }
    let (from, to) = dot.chance;
    let x = plot.x(dot.mean);
    if from.is_finite() && to.is_finite() {
        canvas.line(vec![(plot.x(from), y), (plot.x(to), y)], 5.0, look.color.tint(0.1));
    }
    whisker(canvas, (x, y), None, look, look.text());
    let words = match is_difference {
        true => number((dot.mean * 100.0).round(), 1.0),
        false => format!("{:.0}%", dot.mean * 100.0),
    };
    let ink = canvas.small(look.text()).bold().at(Anchor::Middle);
    canvas.text((x, y - 8.0), &words, ink);
}

fn description(data: &FigureData<'_>, found: &AnswerRows<'_>) -> String {
    let mut said =
        format!("Scenarios by where they end {}, the highest deep share first.", after(data.months()));
    let second = match found.compared {
        Some((base, _)) => format!("difference from {base}"),
        None => "spread".to_owned(),
    };
    for row in &found.rows {
        for (what, dot) in [("deep share", row.level), (second.as_str(), row.second)] {
            let Some(dot) = dot else { continue };
            said += &format!(" {}, {what}: mean {:.3}", row.label, dot.mean);
            if dot.chance.0.is_finite() {
                said += &format!(", Monte Carlo interval {:.3} to {:.3}", dot.chance.0, dot.chance.1);
            }
            if let Some((low, high)) = dot.wide {
                said += &format!(", the long line from {low:.3} to {high:.3}");
            }
            said.push('.');
        }
    }
    said
}
