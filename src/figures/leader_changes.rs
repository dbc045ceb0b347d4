//! Leaders who leave, and the backing that follows: how many leaders leave in each month, above what the
//! superintendent is seen to do and the backing of the district office.

use super::captions::{at_the_end, of_all};
use super::composition::Composition;
use super::paint::canvas::Canvas;
use super::paint::theme::{CAUSES, INK, INNER_BAND, Look, MUTED, look};
use super::panels::chart::{Plot, covering, number};
use super::panels::event_marks;
use super::panels::frame::{Sign, key};
use super::panels::panel_grid::{GridPanel, PanelGrid};
use super::panels::side_labels::SideLabel;
use super::panels::time_panel::{Drawn, TimePanel, last_month, last_value};
use super::{Draw, DrawnScenario, Fan, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind =
    FigureKind::new("leader-changes", &["leader_exits", "visible_commitment", "backing"], Draw::OfAll(draw));

const NOTE: &str = "Bars: leaders who leave in a month, mean of the runs: superintendent, team lead, program manager and \
                    principals; most of them leave in summer. Lines: means of the runs, from 0 to 1, with the middle half \
                    of the runs. Leaders leave in other months in every run, so the means fall gently where single \
                    districts fall at once.";

/// One scenario's leaders.
struct Leaders<'a> {
    case: &'a DrawnScenario<'a>,
    /// Leaders who leave at the start of each month.
    exits: Fan,
    /// Commitment of the superintendent as seen in acts.
    commitment: Fan,
    /// Backing of the district office.
    backing: Fan,
}

/// Height of the bars of exits.
const BARS: f64 = 56.0;
/// Room between the bars and what is below.
const BETWEEN: f64 = 18.0;

/// The looks of commitment and backing, which are no scenario's.
fn looks() -> [Look; 2] {
    [
        Look { color: CAUSES[1].shade(0.35), dash: &[], ..look(0) },
        Look { color: INK.tint(0.2), dash: &[9.0, 4.0], ..look(0) },
    ]
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let leaders = |case| Leaders {
        case,
        exits: DrawnScenario::fan(case, "leader_exits", 0),
        commitment: case.fan("visible_commitment", 0),
        backing: case.fan("backing", 0),
    };
    let scenarios: Vec<Leaders<'_>> = data.cases.iter().map(leaders).collect();
    let title = at_the_end(
        data,
        "backing by the district office, from 0 to 1",
        |case| case.last_mean("backing"),
        |case| match case.last_mean("backing") {
            mean if mean.is_nan() => "none".into(),
            mean => format!("{mean:.2}"),
        },
    );
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
    let [seen, backing_look] = looks();
    let top = key(canvas, top, seen, &[(Sign::Line, "the superintendent's visible commitment".to_owned())]);
    let top =
        key(canvas, top - 8.0, backing_look, &[(Sign::Line, "backing by the district office".to_owned())]);
    let top = event_marks::key(canvas, top, &all, last) + 4.0;
    let narrow = canvas.layout.is_narrow();
    let grid = PanelGrid {
        columns: if narrow { 1 } else { 2 },
        left: 36.0,
        right: 112.0,
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
    let both = [(&s.commitment, "seen"), (&s.backing, "backing")];
    let mut labels = Vec::new();
    for ((fan, _), look) in both.iter().zip(looks()) {
        panel.band(&fan.q25, &fan.q75, look.color, INNER_BAND * 0.5)?;
    }
    for ((fan, word), look) in both.iter().zip(looks()) {
        panel.curve(&fan.mean, 2.2, look.color, look.dash)?;
        let Some((_, value)) = last_value(&fan.mean) else { continue };
        let ink = canvas.small(look.color).bold();
        labels.push(SideLabel::new(plot.y(value), [format!("{word} {value:.2}")], ink));
    }
    panel.labels(&labels, (4.0, 8.0));
    if labels.is_empty() {
        panel.no_data();
    }
    panel.readings(vec![
        ("commitment seen, mean".to_owned(), s.commitment.mean.clone()),
        ("backing, mean".to_owned(), s.backing.mean.clone()),
    ]);
    Ok(())
}

fn description(scenarios: &[Leaders<'_>]) -> String {
    let mut said =
        "Leaders who leave by month, above the superintendent's visible commitment and the district's backing."
            .to_owned();
    for s in scenarios {
        let end = |fan: &Fan| last_value(&fan.mean).map_or("missing".into(), |(_, v)| format!("{v:.2}"));
        said.push_str(&format!(
            " {}: {:.1} leaders leave in all months together, on average; at the end the mean of visible commitment is {}, of backing {}.",
            s.case.label,
            sum(&s.exits),
            end(&s.commitment),
            end(&s.backing),
        ));
    }
    said
}
