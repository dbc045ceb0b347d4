//! Leaders who leave, and the backing that follows: how many leaders leave in each month, above what the
//! superintendent is seen to do and the backing of the district office.
//!
//! Means over runs blur what a single change of leaders does, because leaders leave in other months in
//! every run. So a few single runs are drawn as they were, with a dot in each month in which leaders left.

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::paint::canvas::Canvas;
use super::paint::theme::{BLUE, FRAME, INK, INNER_BAND, Look, MUTED, PaintColor, VERMILION, look};
use super::panels::chart::{Plot, covering, number};
use super::panels::event_marks;
use super::panels::frame::{Sign, key, swatches};
use super::panels::panel_grid::{GridPanel, PanelGrid};
use super::panels::side_labels::SideLabel;
use super::panels::time_panel::{Drawn, TimePanel, last_month, last_value};
use super::{Draw, DrawnScenario, Fan, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_measures: &["visible_commitment", "leader_exits"],
    ..FigureKind::new(&["leader_exits", "visible_commitment", "backing"], Draw::OfAll(draw))
};

const NOTE: &str = "Leaders are the superintendent, the team lead, the program manager and principals of the district; \
                    most of them leave in summer. What an exit does is seen in single runs: the median over runs \
                    smooths it, because leaders leave in other months in every run.";

/// One scenario's leaders.
struct Leaders<'a> {
    case: &'a DrawnScenario<'a>,
    /// Leaders who leave at the start of each month; its single runs are drawn as dots.
    exits: Fan,
    /// Commitment of the superintendent as seen in acts; its single runs are drawn.
    commitment: Fan,
    /// Backing of the district office.
    backing: Fan,
}

/// Single runs drawn.
const RUNS: usize = 3;
/// Height of the bars of exits.
const BARS: f64 = 62.0;
/// Room between the bars and what is below.
const BETWEEN: f64 = 18.0;
/// Backing; visible commitment is blue.
const BACKING: PaintColor = VERMILION;
/// Dash of the line of backing.
const DASH: &[f64] = &[9.0, 4.0];

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let leaders = |case| Leaders {
        case,
        exits: DrawnScenario::fan(case, "leader_exits", RUNS),
        commitment: case.fan("visible_commitment", RUNS),
        backing: case.fan("backing", 0),
    };
    let scenarios: Vec<Leaders<'_>> = data.cases.iter().map(leaders).collect();
    let found = of_each(data, |case| match case.last_median("backing") {
        median if median.is_nan() => "none".into(),
        median => format!("{median:.2}"),
    });
    let title = format!("Backing by the district office at month {}, median – {found}", data.months());
    Composition {
        name: "leader-changes".into(),
        section: "leaders",
        caption: of_all(data, title),
        description: description(&scenarios),
        note: NOTE.into(),
        table: data_table::levels(
            &data.cases,
            &[
                ("leader_exits", "leaders who leave in the month"),
                ("visible_commitment", "commitment of the superintendent as seen in acts, 0 to 1"),
                ("backing", "backing by the district office, 0 to 1"),
            ],
        ),
    }
    .paint(|canvas, top| lay_out(canvas, top, &scenarios))
}

fn lay_out(canvas: &Canvas, top: f64, scenarios: &[Leaders<'_>]) -> Result<f64, Diagnostic> {
    let fans = scenarios.iter().flat_map(|s| [&s.exits, &s.commitment, &s.backing]);
    let last = fans.map(last_month).max().unwrap_or(0).max(1) as f64;
    let most = covering((0.0, 0.1), scenarios.iter().flat_map(|s| &s.exits.mean).copied()).1;
    let all = event_marks::union(scenarios.iter().map(|s| s.case.events.as_slice()));
    let runs = match scenarios.iter().map(|s| s.commitment.runs.len()).max() {
        Some(0) | None => "no single run".to_owned(),
        Some(1) => "a single run: commitment seen; dots: leaders left".to_owned(),
        Some(n) => format!("the first {n} runs: commitment seen; dots: leaders left"),
    };
    let bars = [(FRAME, "upper: leaders who leave in a month, mean of the runs".to_owned())];
    let mut top = swatches(canvas, top, &bars);
    let sign = |color, dash| Look { color, dash, ..look(0) };
    for (look, words) in [
        (sign(BLUE, &[][..]), "lower: commitment of the superintendent as seen in acts, 0 to 1, median"),
        (sign(BACKING, DASH), "lower: backing by the district office, 0 to 1, median"),
    ] {
        top = key(canvas, top - 6.0, look, &[(Sign::Median, words.to_owned())]);
    }
    let more = [(Sign::InnerBand, "middle half of the runs".to_owned()), (Sign::Run, runs)];
    top = key(canvas, top - 6.0, sign(BLUE, &[]), &more);
    top = event_marks::key(canvas, top, &all, last) + 4.0;
    let narrow = canvas.layout.is_narrow();
    let grid = PanelGrid {
        columns: if narrow { 1 } else { 2 },
        left: 36.0,
        right: 76.0,
        height: BARS + BETWEEN + if narrow { 140.0 } else { 160.0 },
        last,
        up: (0.0, 1.0),
        titled: true,
        all: &all,
    };
    let panels: Vec<GridPanel<'_>> = scenarios
        .iter()
        .enumerate()
        .map(|(place, s)| GridPanel::of(place, &s.case.label, &s.case.events))
        .collect();
    grid.draw(canvas, top, &panels, |place, plot| {
        let upper = Plot { height: BARS, up: (0.0, most), ..plot };
        let lower = Plot { top: upper.bottom() + BETWEEN, height: plot.height - BARS - BETWEEN, ..plot };
        exits(canvas, upper, &scenarios[place].exits)?;
        backing(canvas, lower, &scenarios[place])
    })
}

/// How many leave in each month.
fn exits(canvas: &Canvas, plot: Plot, exits: &Fan) -> Drawn {
    let mut panel = TimePanel::new(canvas, plot, 2, false)?;
    let half = (plot.width / plot.across.1 * 0.36).max(0.8);
    for (month, mean) in exits.mean.iter().enumerate().filter(|(_, mean)| **mean > 0.0) {
        // Leaders leave at the start of a month, which lies at the end of the month before.
        panel.bar((month as f64 - 1.0).max(0.0), half, (0.0, *mean), MUTED.tint(0.35), 1.0)?;
    }
    let years = exits.mean.len().saturating_sub(1) as f64 / 12.0;
    if years > 0.0 {
        let words = format!("{} a year", number(sum(exits) / years, 0.1));
        canvas.text((plot.right() + 6.0, plot.top + 14.0), &words, canvas.small(MUTED));
        canvas.text((plot.right() + 6.0, plot.top + 29.0), "on average", canvas.small(MUTED));
    }
    panel.readings(vec![("leaders who leave, mean".to_owned(), exits.mean.clone())]);
    Ok(())
}

fn sum(exits: &Fan) -> f64 {
    exits.mean.iter().filter(|mean| mean.is_finite()).sum()
}

/// What the superintendent is seen to do, and the backing of the district office.
fn backing(canvas: &Canvas, plot: Plot, s: &Leaders<'_>) -> Drawn {
    let mut panel = TimePanel::new(canvas, plot, 5, true)?;
    let (seen, backing) = (&s.commitment, &s.backing);
    panel.band(&backing.q25, &backing.q75, BACKING, INNER_BAND * 0.7)?;
    panel.band(&seen.q25, &seen.q75, BLUE, INNER_BAND * 0.7)?;
    seen.runs.iter().try_for_each(|run| panel.curve(run, 0.9, BLUE.tint(0.45), &[]))?;
    panel.curve(&backing.q50, 2.2, BACKING, DASH)?;
    panel.curve(&seen.q50, 2.2, BLUE, &[])?;
    for (run, exits) in seen.runs.iter().zip(&s.exits.runs) {
        let left = run.iter().zip(exits).enumerate().filter(|(_, (value, n))| value.is_finite() && **n > 0.0);
        let places = left.map(|(month, (value, _))| (month as f64, *value)).collect();
        panel.paint(places, |canvas, dots| {
            dots.into_iter().for_each(|dot| canvas.disc(dot, 2.3, INK, 1.0));
        })?;
    }
    let label = |fan: &Fan, word: &str, color: PaintColor| {
        let ink = canvas.small(color.shade(0.3)).bold();
        let (_, value) = last_value(&fan.q50)?;
        Some(SideLabel::new(plot.y(value), [word.to_owned(), format!("{value:.2}")], ink))
    };
    let labels = [label(seen, "seen", BLUE), label(backing, "backing", BACKING)];
    let labels: Vec<SideLabel> = labels.into_iter().flatten().collect();
    panel.labels(&labels, (4.0, 8.0));
    if labels.is_empty() {
        panel.no_data();
    }
    panel.readings(vec![
        ("commitment seen, median".to_owned(), seen.q50.clone()),
        ("backing, median".to_owned(), backing.q50.clone()),
    ]);
    Ok(())
}

fn description(scenarios: &[Leaders<'_>]) -> String {
    let mut said =
        "Leaders who leave by month, above the superintendent's visible commitment and the district's backing."
            .to_owned();
    for s in scenarios {
        let end = |fan: &Fan| last_value(&fan.q50).map_or("missing".into(), |(_, v)| format!("{v:.2}"));
        said.push_str(&format!(
            " {}: {:.1} leaders leave in all months together, on average; at the end the median of visible commitment is {}, of backing {}.",
            s.case.label,
            sum(&s.exits),
            end(&s.commitment),
            end(&s.backing),
        ));
    }
    said
}
