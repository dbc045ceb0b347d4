//! From the tables of a results folder to its figures.

use std::path::Path;

use super::error::Result;
use super::figures::{
    Caption, Difference, Fan, Figure, FigureError, Mark, Panel, SpreadDepth, difference_fan,
    spread_depth_path, timeline_fans,
};
use super::read::{DifferenceSeries, Series};
use super::read_runs::{StoredRun, read_runs_of};
use super::retell::of_district;
use crate::analysis::student::t_975;
use crate::analysis::summary::Summary;
use crate::parameters::NAMES;
use crate::scenario::{Action, Scenario};
use crate::study::compare::headline;

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
    /// Which scenarios are compared: (other, base), by place.
    pub pairs: &'a [(usize, usize)],
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
    let tables = Tables::read(subject)?;
    let told = Told { subject, tables: &tables };
    let (path, (fans, differences)) = rayon::join(
        || told.path(),
        || {
            rayon::join(
                || told.fans(),
                || {
                    use rayon::prelude::*;
                    subject.pairs.par_iter().map(|pair| told.difference(*pair)).collect::<Vec<_>>()
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

/// What the figures are drawn from.
struct Tables {
    series: Vec<Series>,
    differences: Vec<DifferenceSeries>,
    /// For each scenario the first runs, with the measures of [`FANS`].
    runs: Vec<Vec<StoredRun>>,
}

impl Tables {
    fn read(subject: &Subject<'_>) -> Result<Tables> {
        let measures: Vec<&str> = FANS.iter().map(|f| f.0).collect();
        let (scenarios, district) = (subject.scenarios, subject.district);
        let (series, differences) =
            of_district(subject.folder, scenarios, subject.pairs, district, &measures)?;
        let read = |s: &Scenario| read_runs_of(subject.folder, &s.name, district, 0..CLOUD, &measures);
        let runs = scenarios.iter().map(read).collect::<Result<_>>()?;
        Ok(Tables { series, differences, runs })
    }
}

struct Told<'a> {
    subject: &'a Subject<'a>,
    tables: &'a Tables,
}

impl Told<'_> {
    fn of(&self, scenario: &str, measure: &str) -> Option<&Series> {
        self.tables.series.iter().find(|s| s.scenario == scenario && s.measure == measure)
    }

    /// Count, seed and district first, so that long titles never push them out.
    fn subtitle(&self, names: &[&str]) -> String {
        let (n, seed, months) = self
            .subject
            .scenarios
            .first()
            .map_or((0, 0, 0), |s| (s.run.replications, s.run.seed, s.run.months));
        let named = self.subject.scenarios.iter().filter(|s| names.contains(&s.name.as_str()));
        let titles: Vec<&str> = named.map(|s| s.title.as_str()).collect();
        let futures = if n == 1 { "simulated future" } else { "simulated futures" };
        format!(
            "{n} {futures} of {months} months, seed {seed}; {}. {}",
            self.subject.district_name,
            titles.join(" · ")
        )
    }

    fn names(&self) -> Vec<&str> {
        self.subject.scenarios.iter().map(|s| s.name.as_str()).collect()
    }

    /// What a title says of each scenario; it has room for three.
    fn of_each(&self, separator: &str, say: impl Fn(&Scenario) -> String) -> String {
        let all = self.subject.scenarios;
        let said: Vec<String> = all.iter().take(3).map(say).collect();
        let more = if all.len() > 3 { format!("; {} more below", all.len() - 3) } else { String::new() };
        format!("{}{more}", said.join(separator))
    }

    fn last(&self, scenario: &str, measure: &str) -> f64 {
        self.of(scenario, measure).and_then(|s| s.points.last()).map_or(f64::NAN, |p| p.mean)
    }

    fn path(&self) -> Drawn<Figure> {
        let paths: Vec<SpreadDepth> = self
            .subject
            .scenarios
            .iter()
            .zip(&self.tables.runs)
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
        let month = self.subject.scenarios.first().map_or(0, |s| s.run.months);
        let reached = self.of_each("; ", |s| {
            let (spread, depth) = (self.last(&s.name, "spread"), self.last(&s.name, "depth"));
            if depth.is_nan() {
                format!("{}: nobody uses it", s.name)
            } else {
                format!("{}: {} use it at depth {depth:.2}", s.name, per_cent(spread))
            }
        });
        let title = format!("Month {month}, on average – {reached}");
        let labels: Vec<u32> = PATH_MONTHS.into_iter().filter(|m| *m <= month).collect();
        Ok(spread_depth_path(&Caption { title, subtitle: self.subtitle(&self.names()) }, &paths, &labels)?)
    }

    fn fans(&self) -> Drawn<Figure> {
        let panels: Vec<Panel> = FANS
            .iter()
            .enumerate()
            .map(|(place, (measure, words))| {
                let fans = self.subject.scenarios.iter().zip(&self.tables.runs).filter_map(|(s, runs)| {
                    let series = self.of(&s.name, measure)?;
                    let mut fan = fan_of(&s.name, &series.points);
                    let faint = runs.iter().take(FAINT_RUNS as usize);
                    fan.runs = faint.map(|r| r.values[place].clone()).collect();
                    Some(fan)
                });
                Panel { measure: (*words).into(), range: (0.0, 1.0), fans: fans.collect() }
            })
            .collect();
        let month = self.subject.scenarios.first().map_or(0, |s| s.run.months);
        let reached =
            self.of_each(", ", |s| format!("{} {}", per_cent(self.last(&s.name, "deep_share")), s.name));
        let title = format!("Deep practice at month {month}, share of focal teachers: {reached}");
        Ok(timeline_fans(
            &Caption { title, subtitle: self.subtitle(&self.names()) },
            &panels,
            &self.marks(&self.names()),
        )?)
    }

    fn difference(&self, (other, base): (usize, usize)) -> Drawn<Figure> {
        let [other, base] = [other, base].map(|k| self.subject.scenarios[k].name.as_str());
        let found: Vec<Difference> = DIFFERENCES
            .iter()
            .filter_map(|(measure, words)| {
                let same =
                    |d: &&DifferenceSeries| d.other == other && d.base == base && d.measure == *measure;
                let series = self.tables.differences.iter().find(same)?;
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
        let month = self.subject.scenarios.first().map_or(0, |s| s.run.months);
        let deep = |d: &&DifferenceSeries| d.other == other && d.base == base && d.measure == "deep_share";
        let last = self.tables.differences.iter().find(deep).and_then(|d| d.points.last());
        let what = format!("Deep share at month {month}");
        let title = last.map_or_else(String::new, |last| headline(&what, other, base, last));
        let mut figure = difference_fan(
            &Caption { title, subtitle: self.subtitle(&[base, other]) },
            &found,
            &self.marks(&[base, other]),
        )?;
        figure.name = format!("difference-{other}");
        Ok(figure)
    }

    /// Dated events and the end of outside support of the scenarios named; where not all of these share
    /// one, the mark says whose it is.
    fn marks(&self, names: &[&str]) -> Vec<Mark> {
        let named: Vec<&Scenario> =
            self.subject.scenarios.iter().filter(|s| names.contains(&s.name.as_str())).collect();
        let mut found: Vec<(Mark, Vec<&str>)> = Vec::new();
        for s in &named {
            for mark in marks_of(s) {
                match found.iter_mut().find(|(m, _)| *m == mark) {
                    Some((_, whose)) => whose.push(&s.name),
                    None => found.push((mark, vec![&s.name])),
                }
            }
        }
        let mut marks: Vec<Mark> = found
            .into_iter()
            .map(|(mark, whose)| {
                let common = whose.len() == named.len();
                let label =
                    if common { mark.label } else { format!("{} ({})", mark.label, whose.join(", ")) };
                Mark { label, ..mark }
            })
            .collect();
        marks.sort_by_key(|m| m.month);
        marks
    }
}

/// What a scenario dates: its events, their ends, and the end of support where it is not drawn.
fn marks_of(s: &Scenario) -> Vec<Mark> {
    let mut marks = Vec::new();
    for event in &s.events {
        let label = match event.action {
            Action::Set { position, to } => format!("{} becomes {to}", NAMES[position].1),
            _ => event.what.clone(),
        };
        if let Some(until) = event.until {
            marks.push(Mark { month: until, label: format!("end: {label}") });
        }
        marks.push(Mark { month: event.month, label });
    }
    if let Some(position) = NAMES.iter().position(|n| n.1 == "support_months") {
        let (low, high) = s.parameters[position].bounds();
        if low == high && low < f64::from(s.run.months) {
            marks.push(Mark { month: low as u32 + 1, label: "support has ended".into() });
        }
    }
    marks
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
    if share.is_nan() { "none".into() } else { format!("{:.0}\u{a0}%", share * 100.0) }
}
