//! Promises of every figure in the list, drawn from made-up data of many shapes.

use super::figure_data::SINGLE_RUNS;
use super::*;
use crate::analysis::summary::{DifferenceSummary, Summary};
use crate::parameters::Ledger;
use crate::results::dataset::{DifferenceSeries, Series, StoredRun};
use crate::results::district_results::ScenarioResults;
use crate::scenario::layers::BuiltIn;
use crate::scenario::{self, RunSettings, Scenario};

/// Made-up results: so many months and scenarios, whose measures all take the same course.
struct MadeUp<F, N> {
    months: usize,
    scenarios: usize,
    course: F,
    named: N,
    title: &'static str,
    event: &'static str,
}

const TITLE: &str = "A < B & \"C\"";
const EVENT: &str = "support <ends>";

fn summary(value: f64) -> Summary {
    let quantiles = [-0.2, -0.15, -0.1, 0.0, 0.1, 0.15, 0.2].map(|shift| value + shift);
    Summary { n: 20, mean: value + 0.01, sd: 0.1, quantiles, mcse: 0.005 }
}

impl<F: Fn(usize) -> f64, N: Fn(usize) -> String> MadeUp<F, N> {
    fn series<T>(&self, point: impl Fn(f64) -> T) -> Vec<T> {
        (0..self.months).map(|month| point((self.course)(month))).collect()
    }

    fn scenario(&self, place: usize) -> Scenario {
        let ledger = Ledger::standard().unwrap();
        let read = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
        let run = RunSettings { months: self.months.saturating_sub(1) as u32, replications: 20, ..read.run };
        Scenario { name: format!("s{place}"), title: self.title.into(), run, ..read }
    }

    fn case<'a>(&self, place: usize, results: &'a ScenarioResults<'a>) -> DrawnScenario<'a> {
        let mark = |month: usize, label: &str| EventMark { month: month as u32, label: label.into() };
        let events = vec![mark(14, self.event), mark(15 + place, "a mandate"), mark(37, "support has ended")];
        DrawnScenario { label: (self.named)(place), events, ..DrawnScenario::of(results) }
    }

    fn results<'a>(&self, place: usize, scenario: &'a Scenario) -> ScenarioResults<'a> {
        let wanted = wanted();
        let months: Vec<u32> = (0..self.months as u32).collect();
        let level = |measure: &&str| {
            let part = if measure.starts_with("stage") || measure.starts_with("users") { 6.0 } else { 1.0 };
            let depth = if *measure == "depth" { 1.0 - 0.1 * place as f64 } else { 1.0 };
            let points = self.series(|value| summary(value * depth / part));
            Series {
                scenario: scenario.name.clone(),
                base: None,
                district: String::new(),
                measure: (*measure).into(),
                months: months.clone(),
                points,
            }
        };
        let run = |k: u32| {
            let values = |(place, _): (usize, &&str)| {
                let mut values = self.series(|value| value + 0.05);
                let modulus = 23 + 6 * place as u32;
                values.iter_mut().last().into_iter().for_each(|end| {
                    *end = f64::from(k % modulus) / f64::from(modulus - 1);
                });
                values
            };
            let values = wanted.of_runs.iter().enumerate().map(values).collect();
            StoredRun { replication: k, months: months.clone(), values }
        };
        let column = |name: &&str| match name.strip_prefix("month_stage_") {
            Some(_) => (0..20).map(|k| self.reached(f64::from(k) / 20.0 + 0.02)).collect(),
            None => vec![if *name == "deep_36" { 25.0 } else { 12.0 }; 20],
        };
        ScenarioResults {
            scenario,
            levels: wanted.levels.iter().map(level).collect(),
            runs: (0..SINGLE_RUNS).map(run).collect(),
            ends: wanted.ends.iter().map(column).collect(),
            wanted: wanted.clone(),
            not_kept: Vec::new(),
        }
    }

    /// The first month in which the course is this high.
    fn reached(&self, height: f64) -> f64 {
        let month = (0..self.months).find(|month| (self.course)(*month) >= height);
        month.map_or(f64::NAN, |month| month as f64)
    }

    /// All figures of it, those of a pair included.
    fn drawn(&self) -> Vec<Figure> {
        let scenarios: Vec<Scenario> = (0..self.scenarios).map(|place| self.scenario(place)).collect();
        let results = scenarios.iter().enumerate().map(|(place, scenario)| self.results(place, scenario));
        let results: Vec<ScenarioResults<'_>> = results.collect();
        let cases = results.iter().enumerate().map(|(place, results)| self.case(place, results));
        let difference = |measure: &str| DifferenceSeries {
            scenario: "s1".into(),
            base: Some("s0".into()),
            district: String::new(),
            measure: measure.into(),
            months: (0..self.months as u32).collect(),
            points: self.series(|value| DifferenceSummary {
                summary: summary(value),
                mean_low: value,
                mean_high: value + 0.02,
                share_lower: value,
                share_equal: 0.0,
                share_higher: 1.0 - value,
                samples: None,
            }),
        };
        let differences = ["spread", "deep_share"].map(difference);
        let mut data = FigureData {
            cases: cases.collect(),
            differences: &differences,
            place: "a district".into(),
            by_size: false,
            assumptions: None,
            given: None,
        };
        let pairs: &[(usize, usize)] = if self.scenarios > 1 { &[(1, 0)] } else { &[] };
        let mut figures = draw_all(&data, pairs).unwrap();
        data.by_size = true;
        if let Draw::OfAll(draw) = timeline_fans::FIGURE.draw {
            figures.push(draw(&data).unwrap());
        }
        figures
    }
}

/// All figures of scenarios with markup in their names.
fn figures(months: usize, scenarios: usize, course: impl Fn(usize) -> f64) -> Vec<Figure> {
    let named = |place: usize| format!("scenario <{place}> & more");
    MadeUp { months, scenarios, course, named, title: TITLE, event: EVENT }.drawn()
}

/// Faults of both layouts, each with the figure it is in.
fn faults_of(figures: &[Figure]) -> Vec<String> {
    let both = figures.iter().flat_map(|f| [(&f.name, "wide", &f.svg), (&f.name, "narrow", &f.narrow)]);
    both.flat_map(|(name, layout, svg)| {
        text_overlap::faults(svg).into_iter().map(move |fault| format!("{name}, {layout}: {fault}"))
    })
    .collect()
}

#[test]
fn no_words_leave_the_sheet_or_touch_in_either_layout() {
    let rising = |month: usize| (month as f64 / 70.0).min(1.0);
    let wobbling = |month: usize| 0.5 + 0.4 * if month.is_multiple_of(3) { 1.0 } else { -1.0 };
    for scenarios in [1, 2, 3, 5] {
        for months in if scenarios == 2 { [2, 121] } else { [13, 61] } {
            let drawn = [figures(months, scenarios, rising), figures(months, scenarios, wobbling)].concat();
            let faults = faults_of(&drawn);
            assert!(faults.is_empty(), "{scenarios} scenarios, {months} months:\n{}", faults.join("\n"));
        }
    }
}

#[test]
fn long_names_and_events_are_broken_into_lines_that_do_not_touch() {
    let named = |place: usize| {
        format!("scenario-{place}-with-a-name-that-somebody-has-made-as-long-as-a-line-of-eighty-letters-is")
    };
    let event = "the superintendent and the lead and both of the oldest principals leave in the same summer, \
                 and nobody of the team has been told before it happens";
    for scenarios in [1, 2, 5] {
        let course = |m: usize| m as f64 / 80.0;
        let drawn = MadeUp { months: 61, scenarios, course, named, title: TITLE, event }.drawn();
        let faults = faults_of(&drawn);
        assert!(faults.is_empty(), "{scenarios} scenarios:\n{}", faults.join("\n"));
    }
}

#[test]
fn a_reader_who_points_finds_every_plot_within_the_sheet() {
    // The path and the answer have no axis of months to point along.
    let drawn = figures(61, 3, |month| month as f64 / 70.0);
    let has_months = |figure: &&Figure| !["spread-depth-path", "answer"].contains(&figure.name.as_str());
    for figure in drawn.iter().filter(has_months) {
        for (width, hover) in [(960.0, &figure.hover), (360.0, &figure.hover_narrow)] {
            assert!(!hover.is_empty(), "{}", figure.name);
            for plot in hover {
                let [left, _, wide, high] = plot.room;
                assert!(left >= 0.0 && left + wide <= width && high > 20.0);
                assert!(!plot.series.is_empty() && plot.range.1 > plot.range.0);
            }
        }
        assert_eq!(figure.hover.len(), figure.hover_narrow.len(), "{}", figure.name);
    }
}

#[test]
fn a_line_without_values_leaves_a_gap() {
    let whole = figures(25, 2, |month| month as f64 / 40.0);
    let broken = figures(25, 2, |month| if month == 13 { f64::NAN } else { month as f64 / 40.0 });
    // A share of runs that have reached a stage is there in every month, and the answer is of the last one.
    let has_lines = |figure: &Figure| !["time-to-stage", "answer"].contains(&figure.name.as_str());
    let drawn = whole.iter().zip(&broken).filter(|(figure, _)| has_lines(figure));
    for (whole, broken) in drawn {
        let pieces = |figure: &Figure| figure.svg.matches('M').count();
        assert!(pieces(broken) > pieces(whole), "{}", whole.name);
        assert!(!broken.svg.contains("NaN"), "{}", whole.name);
    }
}

#[test]
fn markup_in_titles_and_labels_is_escaped() {
    for figure in figures(37, 2, |month| month as f64 / 60.0) {
        assert!(figure.svg.contains("A &lt; B &amp; \"C\"") && figure.svg.contains("&lt;0&gt;"));
        for raw in ["<0>", "<ends>", "A < B", "& "] {
            assert!(!figure.svg.contains(raw), "{} holds {raw}", figure.name);
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let course = |month: usize| (month as f64 / 70.0).sqrt();
    let (one, again) = (figures(61, 3, course), figures(61, 3, course));
    assert!(one == again && files(&one).unwrap() == files(&again).unwrap());
}

#[test]
fn missing_values_single_months_and_no_months_still_give_figures() {
    figures(13, 1, |_| f64::NAN);
    figures(1, 3, |_| 0.0);
    figures(0, 1, |_| 0.0);
    figures(13, 2, |month| if month % 5 == 2 { f64::INFINITY } else { 0.3 });
}

#[test]
fn the_png_is_twice_the_size_of_the_svg() {
    for figure in figures(25, 4, |month| month as f64 / 50.0) {
        let number = |bytes: &[u8]| bytes.iter().fold(0_u32, |sum, byte| sum * 256 + u32::from(*byte));
        let png = figure.png().unwrap();
        let (width, height) = (number(&png[16..20]), number(&png[20..24]));
        assert_eq!(width, 1920);
        assert!(figure.svg.contains(&format!("width=\"960\" height=\"{}\"", height / 2)));
    }
}

#[test]
fn a_figure_of_nothing_says_what_is_missing() {
    let data = FigureData {
        cases: vec![],
        differences: &[],
        place: String::new(),
        by_size: false,
        assumptions: None,
        given: None,
    };
    assert!(draw_all(&data, &[]).unwrap_err().to_string().contains("scenario"));
}

#[test]
fn labels_beside_a_plot_never_touch() {
    let wanted = [(10.0, 20.0), (11.0, 20.0), (12.0, 30.0), (90.0, 20.0), (95.0, 20.0)];
    let centers = panels::side_labels::spread_out(&wanted, 0.0, 120.0);
    let mut rooms: Vec<(f64, f64)> = centers
        .iter()
        .zip(wanted)
        .map(|(center, (_, height))| (center - height / 2.0, center + height / 2.0))
        .collect();
    rooms.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(rooms.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-9), "{rooms:?}");
    assert!(rooms[0].0 >= 0.0 && rooms[4].1 <= 120.0);
}

#[test]
fn signs_that_the_font_lacks_are_named_and_never_an_empty_box() {
    let titled = |title| {
        let (course, named) = (|month: usize| month as f64 / 40.0, |_: usize| "s".to_owned());
        MadeUp { months: 13, scenarios: 1, course, named, title, event: "an event" }.drawn()
    };
    let drawn = titled("学校 école 🎒\u{FE0F}");
    let remark = remark_on_signs(&drawn).unwrap();
    for named in ["学 (U+5B66) in “学校”", "校 (U+6821) in “学校”", "🎒 (U+1F392)", "PNG files show \u{FFFD}"]
    {
        assert!(remark.contains(named), "{remark}");
    }
    assert!(!remark.contains('é') && !remark.contains("FE0F"), "{remark}");
    let replaced = titled("\u{FFFD}\u{FFFD} école \u{FFFD}");
    assert_eq!(remark_on_signs(&replaced), None);
    for (lacking, replaced) in drawn.iter().zip(&replaced) {
        assert!(
            lacking.svg.contains("学校") && lacking.png().unwrap() == replaced.png().unwrap(),
            "{}",
            lacking.name
        );
    }
}
