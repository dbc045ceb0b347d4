//! From the tables of a results folder to its figures.

use std::path::Path;

use super::error::Result;
use super::figures::{
    Caption, Difference, Fan, Figure, FigureError, Mark, Panel, SpreadDepth, difference_fan,
    spread_depth_path, timeline_fans,
};
use super::read::{DifferenceSeries, Series};
use super::read_runs::{StoredRun, read_runs_of};
use crate::analysis::student::t_975;
use crate::analysis::summary::Summary;
use crate::parameters::NAMES;
use crate::scenario::Scenario;

/// Single runs drawn faintly in a fan.
const FAINT_RUNS: u32 = 5;
/// Single runs whose ends make the cloud of the spread-depth path.
const CLOUD: u32 = 400;
/// Months named along the path.
const PATH_MONTHS: [u32; 5] = [12, 24, 36, 48, 60];

/// Measures of the timeline fans, with the words and range of their axes.
const FANS: [(&str, &str); 4] = [
    ("spread", "Spread (share of focal teachers using)"),
    ("depth", "Depth (mean among users, 0 to 1)"),
    ("deep_share", "Deep share (share of focal teachers deep)"),
    ("ownership", "Ownership (mean among users, 0 to 1)"),
];

/// Measures of the difference fan.
const DIFFERENCES: [(&str, &str); 2] = [
    ("spread", "Spread (difference in share of focal teachers)"),
    ("deep_share", "Deep share (difference in share of focal teachers)"),
];

/// What is drawn: the scenarios of a folder in one of its districts.
pub struct Subject<'a> {
    /// The results folder.
    pub folder: &'a Path,
    /// Its scenarios, in its order.
    pub scenarios: &'a [Scenario],
    /// The district's id.
    pub district: &'a str,
    /// The district's name.
    pub district_name: &'a str,
    /// Summaries, as read from the folder.
    pub series: &'a [Series],
    /// Differences, as read from the folder; empty where nothing was compared.
    pub differences: &'a [DifferenceSeries],
}

/// A fault of reading or drawing.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The tables could not be read.
    #[error(transparent)]
    Output(#[from] super::error::OutputError),
    /// A figure could not be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
}

type Drawn<T> = std::result::Result<T, PictureError>;

/// All figures of the subject: path, timelines, and a difference for each pair. Drawn side by side
/// where there are threads; in this order whoever draws what.
pub fn draw(subject: &Subject<'_>) -> Drawn<Vec<Figure>> {
    let runs = subject.runs()?;
    let pairs = subject.pairs();
    let (path, (fans, differences)) = rayon::join(
        || subject.path(&runs),
        || {
            rayon::join(
                || subject.fans(&runs),
                || {
                    use rayon::prelude::*;
                    pairs.par_iter().map(|pair| subject.difference(pair)).collect::<Vec<_>>()
                },
            )
        },
    );
    let mut figures = vec![path?, fans?];
    for figure in differences {
        figures.push(figure?);
    }
    Ok(figures)
}

impl Subject<'_> {
    fn of<'s>(&'s self, scenario: &str, measure: &str) -> Option<&'s Series> {
        self.series
            .iter()
            .find(|s| s.scenario == scenario && s.district == self.district && s.measure == measure)
    }

    fn runs(&self) -> Result<Vec<Vec<StoredRun>>> {
        let measures: Vec<&str> = FANS.iter().map(|f| f.0).collect();
        let read = |s: &Scenario| read_runs_of(self.folder, &s.name, self.district, 0..CLOUD, &measures);
        self.scenarios.iter().map(read).collect()
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for d in self.differences.iter().filter(|d| d.district == self.district) {
            let pair = (d.other.clone(), d.base.clone());
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        pairs
    }

    fn subtitle(&self) -> String {
        let (n, seed, months) =
            self.scenarios.first().map_or((0, 0, 0), |s| (s.run.replications, s.run.seed, s.run.months));
        let titles: Vec<&str> = self.scenarios.iter().map(|s| s.title.as_str()).collect();
        format!(
            "{n} simulated futures of {months} months, seed {seed}; {}. {}",
            self.district_name,
            titles.join(" · ")
        )
    }

    fn last(&self, scenario: &str, measure: &str) -> f64 {
        self.of(scenario, measure).and_then(|s| s.points.last()).map_or(f64::NAN, |p| p.mean)
    }

    fn path(&self, runs: &[Vec<StoredRun>]) -> Drawn<Figure> {
        let paths: Vec<SpreadDepth> = self
            .scenarios
            .iter()
            .zip(runs)
            .map(|(s, runs)| {
                let means = |measure| {
                    self.of(&s.name, measure)
                        .map_or_else(Vec::new, |x| x.points.iter().map(|p| p.mean).collect())
                };
                let end = |run: &StoredRun, k: usize| run.values[k].last().copied().unwrap_or(f64::NAN);
                SpreadDepth {
                    label: s.name.clone(),
                    spread: means("spread"),
                    depth: means("depth"),
                    ends: runs.iter().map(|r| (end(r, 0), end(r, 1))).collect(),
                }
            })
            .collect();
        let month = self.scenarios.first().map_or(0, |s| s.run.months);
        let reached: Vec<String> = self
            .scenarios
            .iter()
            .take(3)
            .map(|s| {
                let (spread, depth) = (self.last(&s.name, "spread"), self.last(&s.name, "depth"));
                format!("{}: {} use it at depth {depth:.2}", s.name, per_cent(spread))
            })
            .collect();
        let title = format!("Month {month}, on average – {}", reached.join("; "));
        let labels: Vec<u32> = PATH_MONTHS.into_iter().filter(|m| *m <= month).collect();
        Ok(spread_depth_path(&Caption { title, subtitle: self.subtitle() }, &paths, &labels)?)
    }

    fn fans(&self, runs: &[Vec<StoredRun>]) -> Drawn<Figure> {
        let panels: Vec<Panel> = FANS
            .iter()
            .enumerate()
            .map(|(place, (measure, words))| {
                let fans = self.scenarios.iter().zip(runs).filter_map(|(s, runs)| {
                    let series = self.of(&s.name, measure)?;
                    let mut fan = fan_of(&s.name, &series.points);
                    let faint = runs.iter().take(FAINT_RUNS as usize);
                    fan.runs = faint.map(|r| r.values[place].clone()).collect();
                    Some(fan)
                });
                Panel { measure: (*words).into(), range: (0.0, 1.0), fans: fans.collect() }
            })
            .collect();
        let month = self.scenarios.first().map_or(0, |s| s.run.months);
        let reached: Vec<String> = self
            .scenarios
            .iter()
            .take(3)
            .map(|s| format!("{} {}", per_cent(self.last(&s.name, "deep_share")), s.name))
            .collect();
        let title =
            format!("Deep practice at month {month}, share of focal teachers: {}", reached.join(", "));
        Ok(timeline_fans(&Caption { title, subtitle: self.subtitle() }, &panels, &self.marks())?)
    }

    fn difference(&self, (other, base): &(String, String)) -> Drawn<Figure> {
        let found: Vec<Difference> = DIFFERENCES
            .iter()
            .filter_map(|(measure, words)| {
                let series = self.differences.iter().find(|d| {
                    d.other == *other
                        && d.base == *base
                        && d.district == self.district
                        && d.measure == *measure
                })?;
                let summaries: Vec<Summary> = series.points.iter().map(|p| p.summary).collect();
                let mut fan = fan_of(&format!("{other} minus {base}"), &summaries);
                fan.mean_low = series.points.iter().map(|p| p.mean_low).collect();
                fan.mean_high = series.points.iter().map(|p| p.mean_high).collect();
                let share = |f: fn(&crate::analysis::summary::PairedSummary) -> f64| {
                    series.points.iter().map(f).collect::<Vec<f64>>()
                };
                Some(Difference {
                    measure: (*words).into(),
                    fan,
                    lower: share(|p| p.share_lower),
                    equal: share(|p| p.share_equal),
                    higher: share(|p| p.share_higher),
                })
            })
            .collect();
        let month = self.scenarios.first().map_or(0, |s| s.run.months);
        let title = found.last().map_or_else(String::new, |deep| {
            let end = |v: &[f64]| v.last().copied().unwrap_or(f64::NAN);
            let mean = end(&deep.fan.mean);
            let behind = (end(&deep.lower) * 100.0).round();
            let words = if mean < 0.0 { "lower" } else { "higher" };
            format!(
                "Deep share at month {month} is {:.0} points {words} on average; {other} is behind {base} in \
                 {behind:.0} of 100 pairs",
                mean.abs() * 100.0
            )
        });
        let mut figure =
            difference_fan(&Caption { title, subtitle: self.subtitle() }, &found, &self.marks())?;
        figure.name = format!("difference-{other}");
        Ok(figure)
    }

    /// Dated events of all scenarios, and the end of outside support.
    fn marks(&self) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        let mut add = |month: u32, label: String| {
            let mark = Mark { month, label };
            if !marks.contains(&mark) {
                marks.push(mark);
            }
        };
        for s in self.scenarios {
            for event in &s.events {
                add(event.month, event.what.clone());
            }
            if let Some(position) = NAMES.iter().position(|n| n.1 == "support_months") {
                let (low, high) = s.parameters[position].bounds();
                if low == high && low < f64::from(s.run.months) {
                    add(low as u32, "support ends".into());
                }
            }
        }
        marks.sort_by_key(|m| m.month);
        marks
    }
}

fn fan_of(label: &str, points: &[Summary]) -> Fan {
    let q = |k: usize| points.iter().map(|p| p.quantiles[k]).collect::<Vec<f64>>();
    let reach = |p: &Summary| t_975(p.n.saturating_sub(1)) * p.mcse;
    Fan {
        label: label.into(),
        q05: q(0),
        q25: q(2),
        q50: q(3),
        q75: q(4),
        q95: q(6),
        mean: points.iter().map(|p| p.mean).collect(),
        mean_low: points.iter().map(|p| p.mean - reach(p)).collect(),
        mean_high: points.iter().map(|p| p.mean + reach(p)).collect(),
        runs: Vec::new(),
    }
}

fn per_cent(share: f64) -> String {
    if share.is_nan() { "none".into() } else { format!("{:.0} %", share * 100.0) }
}
