//! Leaders who leave, and the backing that follows: how many leaders leave in each month, above what the
//! superintendent is seen to do and the backing of the district office.
//!
//! Means over runs blur what a single change of leaders does, because leaders leave in other months in
//! every run. So a few single runs are drawn as they were, with a dot in each month in which leaders left.

use super::axis::{Plot, covering, month_grid, number, point, value_axis};
use super::canvas::{Anchor, Canvas, Setting};
use super::frame::{Sign, caption, key, note, swatches};
use super::labels::{SideLabel, beside};
use super::multiples::{Cell, Shape, multiples};
use super::series::{between, curve, last_month, last_value};
use super::theme::{BLUE, Colour, FRAME, INK, INNER_BAND, Look, MUTED, VERMILION, look};
use super::typeface::Weight;
use super::{Caption, Fan, Figure, FigureError, Mark, marks, render};

/// One scenario's leaders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeaderChanges {
    /// Name of the scenario.
    pub label: String,
    /// Leaders who leave at the start of each month, by month.
    pub exits: Fan,
    /// Commitment of the superintendent as seen in acts; its single runs are drawn.
    pub commitment: Fan,
    /// Backing of the district office.
    pub backing: Fan,
    /// Leaders who left in each of these single runs, by month.
    pub exits_of_runs: Vec<Vec<f64>>,
    /// Its events.
    pub events: Vec<Mark>,
}

/// Single runs drawn.
const RUNS: usize = 3;
/// Height of the bars of exits.
const BARS: f64 = 62.0;
/// Room between the bars and what is below.
const BETWEEN: f64 = 18.0;
/// Backing; visible commitment is blue.
const BACKING: Colour = VERMILION;

/// Draws when leaders leave and what becomes of their backing.
pub fn leader_changes(
    words: &Caption,
    scenarios: &[LeaderChanges],
    explained: &str,
) -> Result<Figure, FigureError> {
    if scenarios.is_empty() {
        return Err(FigureError::Empty { figure: "leader-changes", missing: "scenario" });
    }
    let fans = || scenarios.iter().flat_map(|s| [&s.exits, &s.commitment, &s.backing]);
    let last = fans().map(last_month).max().unwrap_or(0).max(1);
    let most = covering((0.0, 0.1), scenarios.iter().flat_map(|s| &s.exits.mean).copied()).1;
    let all = marks::union(scenarios.iter().map(|s| s.events.as_slice()));
    let cells: Vec<Cell<'_>> = scenarios
        .iter()
        .enumerate()
        .map(|(k, s)| Cell { look: Some(look(k)), label: &s.label, key: Vec::new(), events: &s.events })
        .collect();
    let runs = match scenarios.iter().map(|s| s.commitment.runs.len()).max() {
        Some(0) | None => "no single run".to_owned(),
        Some(1) => "a single run: commitment seen; dots: leaders left".to_owned(),
        Some(n) => format!("the first {} runs: commitment seen; dots: leaders left", n.min(RUNS)),
    };
    render::figure("leader-changes", &words.title, description(words, scenarios), |canvas| {
        let layout = canvas.layout;
        let mut top = caption(canvas, words);
        let bars = [(FRAME, "upper: leaders who leave in a month, mean of the runs".to_owned())];
        top = swatches(canvas, top, &bars);
        let sign = |colour, dash| Look { colour, dash, ..look(0) };
        for (look, words) in [
            (sign(BLUE, &[][..]), "lower: commitment of the superintendent as seen in acts, 0 to 1, median"),
            (sign(BACKING, DASH), "lower: backing by the district office, 0 to 1, median"),
        ] {
            top = key(canvas, top - 6.0, look, &[(Sign::Median, words.to_owned())]);
        }
        let more = [(Sign::InnerBand, "middle half of the runs".to_owned()), (Sign::Run, runs.clone())];
        top = key(canvas, top - 6.0, sign(BLUE, &[]), &more);
        top = marks::key(canvas, top, &all, last as f64) + 4.0;
        let shape = Shape {
            columns: if layout.is_narrow() { 1 } else { 2 },
            left: 36.0,
            right: 76.0,
            height: BARS + BETWEEN + if layout.is_narrow() { 140.0 } else { 160.0 },
            last: last as f64,
            titled: true,
        };
        top = multiples(canvas, top, &cells, &shape, &all, |canvas, place, plot| {
            panel(canvas, plot, &scenarios[place], most);
        });
        note(canvas, top, explained)
    })
}

/// Dash of the line of backing.
const DASH: &[f64] = &[9.0, 4.0];

fn panel(canvas: &mut Canvas, whole: &Plot, s: &LeaderChanges, most: f64) {
    let upper = Plot { height: BARS, up: (0.0, most), ..*whole };
    let lower = Plot { top: upper.bottom() + BETWEEN, height: whole.height - BARS - BETWEEN, ..*whole };
    value_axis(canvas, &upper, 2);
    value_axis(canvas, &lower, 5);
    month_grid(canvas, &upper);
    month_grid(canvas, &lower);
    let half = (upper.width / upper.across.1 * 0.36).max(0.8);
    for (month, mean) in s.exits.mean.iter().enumerate().filter(|(_, mean)| **mean > 0.0) {
        // Leaders leave at the start of a month, which lies at the end of the month before.
        let x = upper.x((month as f64 - 1.0).max(0.0)).clamp(upper.left + half, upper.right() - half);
        canvas.block((x - half, upper.y(*mean)), (x + half, upper.bottom()), MUTED.tint(0.35), 1.0);
    }
    let years = s.exits.mean.len().saturating_sub(1) as f64 / 12.0;
    let in_all: f64 = s.exits.mean.iter().filter(|mean| mean.is_finite()).sum();
    if years > 0.0 {
        let setting = Setting::new(canvas.layout.small, MUTED);
        let words = format!("{} a year", number(in_all / years, 0.1));
        canvas.text((upper.right() + 6.0, upper.top + 14.0), &words, setting);
        canvas.text((upper.right() + 6.0, upper.top + 29.0), "on average", setting);
    }
    let (seen, backing) = (&s.commitment, &s.backing);
    between(canvas, &lower, &backing.q25, &backing.q75, BACKING, INNER_BAND * 0.7);
    between(canvas, &lower, &seen.q25, &seen.q75, BLUE, INNER_BAND * 0.7);
    for run in seen.runs.iter().take(RUNS) {
        curve(canvas, &lower, run, 0.9, BLUE.tint(0.45), &[]);
    }
    curve(canvas, &lower, &backing.q50, 2.2, BACKING, DASH);
    curve(canvas, &lower, &seen.q50, 2.2, BLUE, &[]);
    for (run, exits) in seen.runs.iter().zip(&s.exits_of_runs).take(RUNS) {
        for (month, _) in exits.iter().enumerate().filter(|(_, n)| **n > 0.0) {
            if let Some(value) = run.get(month).filter(|value| value.is_finite()) {
                canvas.disc(lower.at((month as f64, *value)), 2.3, INK, 1.0);
            }
        }
    }
    let label = |fan: &Fan, word: &str, colour: Colour| {
        last_value(&fan.q50).map(|(_, value)| SideLabel {
            y: lower.y(value),
            joined: true,
            lines: vec![(word.to_owned(), Weight::Bold), (format!("{value:.2}"), Weight::Bold)],
            colour: colour.shade(0.3),
            size: canvas.layout.small,
        })
    };
    let labels: Vec<SideLabel> =
        [label(seen, "seen", BLUE), label(backing, "backing", BACKING)].into_iter().flatten().collect();
    beside(canvas, lower.right(), lower.top - 4.0, lower.bottom() + 8.0, &labels);
    if labels.is_empty() {
        let setting = Setting::new(canvas.layout.small, MUTED).at(Anchor::Start);
        canvas.text((lower.left + 6.0, lower.top + 16.0), "no data", setting);
    }
    let named = |what: &str, series: &Vec<f64>| (what.to_owned(), series.clone());
    point(canvas, &upper, vec![named("leaders who leave, mean", &s.exits.mean)]);
    point(
        canvas,
        &lower,
        vec![named("commitment seen, median", &seen.q50), named("backing, median", &backing.q50)],
    );
}

fn description(words: &Caption, scenarios: &[LeaderChanges]) -> String {
    let mut said = format!(
        "{}. Leaders who leave by month, above the superintendent's visible commitment and the district's backing.",
        words.subtitle
    );
    for s in scenarios {
        let in_all: f64 = s.exits.mean.iter().filter(|mean| mean.is_finite()).sum();
        let end = |fan: &Fan| last_value(&fan.q50).map_or("missing".into(), |(_, v)| format!("{v:.2}"));
        said.push_str(&format!(
            " {}: {in_all:.1} leaders leave in all months together, on average; at the end the median of visible commitment is {}, of backing {}.",
            s.label,
            end(&s.commitment),
            end(&s.backing),
        ));
    }
    said
}
