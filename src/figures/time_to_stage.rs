//! Time to a stage: the share of runs that have reached it by each month. Runs that do not reach it within
//! the months simulated are censored there, and said so.

use std::ops::Range;

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::data_table::{self, DataCell, DataTable, months, share, whole};
use super::paint::canvas::{Canvas, Point};
use super::paint::theme::{MUTED, PAPER, look};
use super::panels::chart::{Plot, percents};
use super::panels::frame::named;
use super::panels::panel_grid::{GridPanel, PanelGrid};
use super::panels::side_labels::SideLabel;
use super::panels::time_panel::{Drawn, TimePanel, named_months, stretches};
use super::stage_shares::STAGES;
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind};
use crate::analysis::proportion::Proportion;
use crate::analysis::time_to_event::Waiting;
use crate::diagnostic::Diagnostic;
use crate::phrasing::{date_in_short, duration, listed, percent};

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_columns: &["month_stage_2", "month_stage_3", "month_stage_4", "month_stage_5"],
    ..FigureKind::new("time-to-stage", &[], Draw::OfAll(draw))
};

const NOTE: &str = "Curves are Kaplan-Meier estimates: a run that has not reached a stage by the last month is \
                    censored there, so a curve that ends below 1 says nothing about later. The large marker is \
                    the month by which half of the runs are there; a stage once reached can be lost again.";

/// So many scenarios have bands and words of their own in every panel; more share one key, and bands would hide each other.
const BANDS: usize = 3;

/// How many runs of a scenario have reached a stage by when.
struct Reaching<'a> {
    label: &'a str,
    waiting: Waiting,
    /// Share that has reached it, by month.
    share: Vec<f64>,
    /// Its Monte Carlo interval, by month.
    interval: [Vec<f64>; 2],
}

/// One stage with its curves.
struct StagePanel<'a> {
    stage: usize,
    words: String,
    curves: Vec<Reaching<'a>>,
}

impl Reaching<'_> {
    fn of<'a>(case: &'a DrawnScenario<'_>, stage: usize) -> Reaching<'a> {
        let (label, waiting, months) = (&case.label, waiting(case, stage), 0..=case.scenario.run.months);
        let interval: Vec<(f64, f64)> = months.clone().map(|month| interval(&waiting, month)).collect();
        let (low, high) = interval.into_iter().unzip();
        Reaching { label, share: months.map(|m| waiting.share(m)).collect(), interval: [low, high], waiting }
    }

    /// Whether its Monte Carlo intervals leave those of another in some month.
    fn is_apart_from(&self, other: &Reaching<'_>) -> bool {
        let [low, high] = &self.interval;
        let [other_low, other_high] = &other.interval;
        let above = low.iter().zip(other_high).any(|(low, high)| low > high);
        above || high.iter().zip(other_low).any(|(high, low)| high < low)
    }

    /// When half of the runs are there, and how many are not at the end.
    fn in_words(&self) -> String {
        let last = self.share.len().saturating_sub(1);
        let Some(share) = self.share.last().filter(|share| share.is_finite()) else {
            return "no data".into();
        };
        let missed = ((1.0 - share) * self.waiting.runs() as f64).round();
        let missing = match missed as u64 {
            0 => "all in time".to_owned(),
            _ => format!("{} not within {}", percent(1.0 - share), duration(last as u32)),
        };
        match self.waiting.median() {
            Some(month) => format!("half by {}, {missing}", date_in_short(month)),
            None if *share == 0.0 => format!("none within {}", duration(last as u32)),
            None => format!("fewer than half, {missing}"),
        }
    }
}

/// When the runs of a case reach a stage.
fn waiting(case: &DrawnScenario<'_>, stage: usize) -> Waiting {
    Waiting::of(case.results.ended(&format!("month_stage_{stage}")), case.scenario.run.months)
}

/// Of the share that is there by a month.
fn interval(waiting: &Waiting, month: u32) -> (f64, f64) {
    let seen = waiting.seen().get(month as usize).copied().unwrap_or(0);
    Proportion::new(seen, waiting.runs()).interval()
}

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let panel = |stage: usize| StagePanel {
        stage,
        words: format!("Stage {stage}: {} (share of runs there so far)", STAGES[stage]),
        curves: data.cases.iter().map(|case| Reaching::of(case, stage)).collect(),
    };
    let all: Vec<StagePanel<'_>> = (2..=5).map(panel).collect();
    let last = data.months();
    let by_then =
        of_each(data, |case| waiting(case, 4).share(last), |case| percent(waiting(case, 4).share(last)));
    let title = format!(
        "Runs that reach stage 4, half of all schools and policy, within {}: {by_then}",
        duration(last)
    );
    Composition {
        name: if data.by_size { "sizes-time-to-stage" } else { "time-to-stage" }.into(),
        section: "stages",
        caption: of_all(data, title),
        description: description(&all),
        note: format!("{NOTE}{}{}", bands(&all), left_out(&all)),
        table: table(&all, last),
    }
    .paint(|canvas, top| lay_out(canvas, top, &drawn(&all)))
}

/// The stages that are drawn: where several scenarios differ, those in which they do; else those that some run reaches.
fn drawn<'p, 'a>(all: &'p [StagePanel<'a>]) -> Vec<&'p StagePanel<'a>> {
    let reached =
        |panel: &&StagePanel<'_>| panel.curves.iter().any(|c| c.share.last().is_some_and(|s| *s > 0.0));
    let differs = |panel: &&StagePanel<'_>| panel.curves.iter().any(|c| c.is_apart_from(&panel.curves[0]));
    for is_shown in [&differs as &dyn Fn(&&StagePanel<'_>) -> bool, &reached] {
        let shown: Vec<_> = all.iter().filter(|panel| is_shown(panel)).collect();
        if !shown.is_empty() {
            return shown;
        }
    }
    all.iter().take(1).collect()
}

/// Whether panels have bands and keys of their own.
fn has_bands(curves: &[Reaching<'_>]) -> bool {
    curves.len() <= BANDS
}

/// What is said of Monte Carlo error.
fn bands(all: &[StagePanel<'_>]) -> &'static str {
    match all.first().is_none_or(|panel| has_bands(&panel.curves)) {
        true => " Bands show Monte Carlo error (95%).",
        false => {
            " Numbers beside a plot are the shares at its end; their Monte Carlo intervals are in the table."
        }
    }
}

/// What of the stages is not drawn, and why.
fn left_out(all: &[StagePanel<'_>]) -> String {
    let shown: Vec<usize> = drawn(all).iter().map(|panel| panel.stage).collect();
    let left: Vec<String> =
        all.iter().filter(|p| !shown.contains(&p.stage)).map(|panel| panel.stage.to_string()).collect();
    match left.as_slice() {
        [] => String::new(),
        [stage] => format!(
            " Stage {stage} is left out: scenarios differ in it by no more than chance, or no run reaches it."
        ),
        many => format!(
            " Stages {} are left out: scenarios differ in them by no more than chance, or no run reaches them.",
            listed(many)
        ),
    }
}

fn lay_out(canvas: &Canvas, top: f64, panels: &[&StagePanel<'_>]) -> Result<f64, Diagnostic> {
    let narrow = canvas.layout.is_narrow();
    let months = panels.iter().flat_map(|p| &p.curves).map(|c| c.share.len()).max().unwrap_or(1).max(2);
    let curves = panels.first().map_or(&[][..], |panel| &panel.curves);
    let has_bands = has_bands(curves);
    let top = if has_bands { top } else { one_key(canvas, top, curves) };
    let grid = PanelGrid {
        columns: if narrow { 1 } else { 2 },
        left: if narrow { 34.0 } else { 40.0 },
        right: if has_bands { 8.0 } else { 52.0 },
        height: if narrow { 140.0 } else { 180.0 },
        last: (months - 1) as f64,
        up: (0.0, 1.0),
        titled: true,
        all: &[],
    };
    let grid_panels: Vec<GridPanel<'_>> = panels
        .iter()
        .map(|panel| {
            let key = panel.curves.iter().enumerate().filter(|_| has_bands);
            let key = key.map(|(k, curve)| (look(k), format!("{}: {}", curve.label, curve.in_words())));
            GridPanel { label: &panel.words, key: key.collect(), ..GridPanel::default() }
        })
        .collect();
    grid.draw(canvas, top + 6.0, &grid_panels, |place, plot| draw_curves(canvas, plot, &panels[place].curves))
}

/// One key for all panels, two names in a row where there is room.
fn one_key(canvas: &Canvas, top: f64, curves: &[Reaching<'_>]) -> f64 {
    let layout = canvas.layout;
    let columns = if layout.is_narrow() { 1 } else { 2 };
    let room = layout.room() / columns as f64;
    curves.chunks(columns).enumerate().fold(top, |top, (row, curves)| {
        curves.iter().enumerate().fold(top, |below, (column, curve)| {
            let place = row * columns + column;
            let _own = canvas.of_scenario(place);
            let at = (layout.margin + column as f64 * room, top);
            below.max(named(canvas, at, look(place), curve.label, room - 12.0, true))
        })
    })
}

/// Shares at the end of the curves, in their colors.
fn end_shares(canvas: &Canvas, plot: &Plot, curves: &[Reaching<'_>]) -> Vec<SideLabel> {
    let label = |(place, reaching): (usize, &Reaching<'_>)| {
        let share = *reaching.share.last().filter(|share| share.is_finite())?;
        let ink = canvas.small(look(place).text()).bold();
        Some(SideLabel::new(plot.y(share), [percent(share)], ink).of(place))
    };
    curves.iter().enumerate().filter_map(label).collect()
}

fn draw_curves(canvas: &Canvas, plot: Plot, curves: &[Reaching<'_>]) -> Drawn {
    let mut panel = TimePanel::with_values(canvas, plot, percents(plot.up, 5), (true, true))?;
    panel.line(vec![(0.0, 0.5), (plot.across.1, 0.5)], 1.0, MUTED, &[4.0, 3.0])?;
    let has_bands = has_bands(curves);
    for (place, reaching) in curves.iter().enumerate().filter(|_| has_bands) {
        let _own = canvas.of_scenario(place);
        let [low, high] = &reaching.interval;
        for stretch in stretches(&[low, high]) {
            let mut outline = steps(low, stretch.clone());
            outline.extend(steps(high, stretch).into_iter().rev());
            panel.area(outline, look(place).color, 0.16)?;
        }
    }
    for (place, reaching) in curves.iter().enumerate() {
        let _own = canvas.of_scenario(place);
        for stretch in stretches(&[&reaching.share]) {
            panel.line(steps(&reaching.share, stretch), 2.2, look(place).color, look(place).dash)?;
        }
    }
    // Small markers, each scenario's in other months, tell curves apart without color; a large one says
    // when half are there.
    for (place, reaching) in curves.iter().enumerate() {
        let _own = canvas.of_scenario(place);
        let look = look(place);
        let marked = named_months(plot.across.1, plot.width).into_iter().skip(1);
        let marked = marked.map(|year| year.saturating_sub(2 * place as u32)).filter_map(|month| {
            let share = reaching.share.get(month as usize).filter(|share| share.is_finite())?;
            Some((f64::from(month), *share))
        });
        panel.paint(marked.collect(), move |canvas, places| {
            places.into_iter().for_each(|at| canvas.marker(at, look.marker, 2.8, look.color));
        })?;
    }
    for (place, reaching) in curves.iter().enumerate() {
        let _own = canvas.of_scenario(place);
        let (look, median) = (look(place), reaching.waiting.median());
        let half = median.map(|month| (f64::from(month), 0.5));
        panel.paint(half.into_iter().collect(), move |canvas, places| {
            for at in places {
                canvas.marker(at, look.marker, 7.0, PAPER);
                canvas.marker(at, look.marker, 5.2, look.text());
            }
        })?;
    }
    if !has_bands {
        panel.labels(&end_shares(canvas, &plot, curves), (8.0, 8.0));
    }
    panel.readings(curves.iter().map(|c| (c.label.to_owned(), c.share.clone())).collect());
    Ok(())
}

/// The share stays until the month in which it rises; missing months part the curve.
fn steps(share: &[f64], stretch: Range<usize>) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for month in stretch {
        let (x, y) = (month as f64, share[month]);
        points.extend(points.last().map(|last| (x, last.1)));
        points.push((x, y));
    }
    points
}

fn description(panels: &[StagePanel<'_>]) -> String {
    let mut said = "Share of runs that have reached a stage, by month, a panel for each stage.".to_owned();
    for panel in panels {
        let curves: Vec<String> =
            panel.curves.iter().map(|c| format!("{}: {}", c.label, c.in_words())).collect();
        said.push_str(&format!(" {}. {}.", panel.words, curves.join("; ")));
    }
    said
}

/// Shares that have reached each stage, with counts and intervals.
fn table(panels: &[StagePanel<'_>], last: u32) -> DataTable {
    let mut rows = Vec::new();
    let scenarios = panels.first().map_or(0, |panel| panel.curves.len());
    for (place, panel) in (0..scenarios).flat_map(|place| panels.iter().map(move |panel| (place, panel))) {
        let Reaching { label, waiting, .. } = &panel.curves[place];
        for month in months(last) {
            let (low, high) = interval(waiting, month);
            rows.push(vec![
                (*label).into(),
                whole(panel.stage as f64),
                whole(f64::from(month)),
                whole(waiting.runs() as f64),
                whole(waiting.seen().get(month as usize).copied().unwrap_or(0) as f64),
                share(waiting.share(month)),
                share(low),
                share(high),
                waiting.median().map_or_else(
                    || DataCell::from("not by half of the runs"),
                    |median| whole(f64::from(median)),
                ),
            ]);
        }
    }
    let names = [
        "scenario",
        "stage",
        "month",
        "runs",
        "runs there so far",
        "share",
        "share, from",
        "share, to",
        "month by which half are there",
    ];
    data_table::table(&names, rows)
}
