//! What a batch came to, in a table to read, or as JSON or CSV.
//!
//! ```no_run
//! use uptake::prelude::*;
//! use uptake::study::summary::BatchSummary;
//!
//! let batch = Batch::new(&[Scenario::built_in("committed")?.resolve()?]);
//! let design = batch.design()?;
//! print!("{}", BatchSummary::of(&batch.run_into("results/committed")?, &design)?.words());
//! # Ok::<(), Diagnostics>(())
//! ```

mod brief;
mod cost;
mod could_show;
mod districts;
mod equity;
mod given;
mod headlines;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use super::csv_of;
use crate::analysis::compare::PairedEffect;
use crate::analysis::over_sets::OverSets;
use crate::analysis::summary::DifferenceSummary;
use crate::diagnostic::Result;
use crate::experiment::plan::Design;
use crate::metrics::columns::{range_of, worth_naming};
use crate::parameters::Ledger;
use crate::report::forms::{self, FormRow, OverForms};
use crate::results::Dataset;
use crate::results::assumption_table::{AskedDifference, Assumptions, told_months};
use crate::results::dataset::{DifferenceSeries, Series};
use crate::results::summaries::STAGE_SHARES;
use crate::scenario::Scenario;
use could_show::{CouldShow, could_show};
use given::{GivenSummary, given_words};

/// Measures of the summary.
const MEASURES: [(&str, &str); 5] = [
    ("spread", "spread"),
    ("depth", "depth of users"),
    ("deep_share", "deep share"),
    ("ownership", "ownership of users"),
    ("stage", "stage"),
];

/// Measures of later collaborations, shown where there are any.
const NEXT: [(&str, &str); 2] =
    [("spread_next", "spread, next practice"), ("deep_share_next", "deep share, next practice")];

/// Measures of programs of several components, shown where a scenario has them.
const PROGRAM: [(&str, &str); 2] =
    [("program_share", "whole program"), ("program_deep_share", "deep in all of it")];

/// What the summary tells of these results, with its words: the usual measures that are kept, those of later collaborations and of
/// programs where they may have values; and where some measures alone are kept all of these.
fn told(design: &Design) -> Vec<(&'static str, &'static str)> {
    let has_components = design.scenarios.iter().any(|s| !s.opening.components.is_empty());
    let program = PROGRAM.into_iter().filter(|_| has_components);
    let usual = MEASURES.into_iter().chain(NEXT).chain(program);
    let mut told: Vec<_> = usual.filter(|(measure, _)| design.measures.holds(measure)).collect();
    if !design.measures.is_all() {
        let others = design.measures.columns().map(|column| (column.name, column.name));
        let others: Vec<_> = others.filter(|(name, _)| !told.iter().any(|(own, _)| own == name)).collect();
        told.extend(others);
    }
    told
}

/// The measure of money, told apart from the others.
const COST: &str = "cost_so_far";

/// The summary of a batch.
#[derive(Debug, Serialize)]
pub struct BatchSummary {
    levels: Vec<LevelRow>,
    #[serde(serialize_with = "effects_told")]
    effects: Vec<DifferenceRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_model: Vec<ModelRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    costs: Vec<cost::CostRow>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reached_first: Vec<equity::FirstRow>,
    could_show: Vec<CouldShow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_seen: Option<GivenSummary>,
    #[serde(skip)]
    words: String,
    #[serde(skip)]
    brief: String,
}

impl BatchSummary {
    /// Of a finished folder.
    ///
    /// # Errors
    /// Where its tables cannot be read.
    pub fn of(dataset: &Dataset, design: &Design) -> Result<BatchSummary> {
        let stages = STAGE_SHARES.into_iter();
        let usual = told(design).into_iter().map(|(measure, _)| measure).chain(stages);
        let mut shown: Vec<&str> = usual.collect();
        let more = equity::measures().chain([COST]).filter(|measure| design.measures.holds(measure));
        let more: Vec<&str> = more.filter(|measure| !shown.contains(measure)).collect();
        shown.extend(more);
        let series = dataset.levels(None, &shown)?;
        let differences = dataset.differences(None, &shown)?;
        let assumptions = dataset.assumptions()?;
        let (levels, effects) =
            (levels(design, &series), effects(design, (&series, &differences), assumptions.as_ref()));
        let forms = forms(dataset, design)?;
        let mut first = headlines::told(design, &differences, assumptions.as_ref())?;
        let given = dataset.given_seen()?;
        if let Some(found) = &given {
            // One paragraph: a short answer keeps its difference, and on how few futures it may rest.
            first.insert(0, given_words(design, found).join(" "));
        }
        let (costs, reached_first) = (cost::rows(dataset, design)?, equity::reached_first(dataset, design)?);
        let could_show = could_show(design, &series, &differences);
        let brief = brief::brief(dataset, design, (&levels, &effects), &first);
        let mut words =
            words::human(dataset, design, (&levels, &effects), (&first, &forms), (&costs, &reached_first));
        words += &could_show::words(design, &could_show);
        let by_model =
            forms.iter().flat_map(|(pair, found)| found.rows.iter().map(|row| by_model(pair, row)));
        let by_model = by_model.collect();
        let given_seen = given.map(|found| GivenSummary::of(design, &found));
        Ok(BatchSummary {
            levels,
            effects,
            by_model,
            costs,
            reached_first,
            could_show,
            given_seen,
            words,
            brief,
        })
    }

    /// Whether no run was simulated.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// In tables and sentences for people.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// In brief: the answer, then at most 20 lines of at most 100 columns.
    pub fn brief(&self) -> &str {
        &self.brief
    }

    /// As CSV: the differences, or where nothing is compared the levels.
    ///
    /// # Errors
    /// None that could happen; the writer says so.
    pub fn csv(&self) -> Result<Vec<u8>> {
        match samples(&self.effects) {
            _ if self.effects.is_empty() => csv_of(&self.levels),
            Some(rows) => csv_of(&rows),
            None => csv_of(&self.effects),
        }
    }
}

/// A measure of a scenario in a month.
#[derive(Debug, Serialize)]
struct LevelRow {
    scenario: String,
    district: String,
    month: u32,
    measure: String,
    n: u64,
    mean: Option<f64>,
    mcse: Option<f64>,
    /// How far the 95% interval of the mean reaches to each side (Student's t).
    half_width: Option<f64>,
    /// Ends of that interval, cut to what the measure can be.
    mean_low: Option<f64>,
    mean_high: Option<f64>,
    q05: Option<f64>,
    q95: Option<f64>,
}

/// A difference between two scenarios in a month.
#[derive(Debug, Serialize)]
struct DifferenceRow {
    other: String,
    base: String,
    district: String,
    month: u32,
    measure: String,
    /// Sets of assumptions under which it was looked at, where they were varied.
    assumption_sets: Option<u64>,
    /// Ends of what nine in ten of them lie in, without what chance adds.
    assumed_low: Option<f64>,
    assumed_high: Option<f64>,
    n: u64,
    mean: Option<f64>,
    /// Ends of the 95% interval of the mean, cut to what a difference can be.
    mean_low: Option<f64>,
    mean_high: Option<f64>,
    /// How far the interval reaches to the side at which it is not cut.
    #[serde(skip)]
    reach: Option<f64>,
    share_lower: Option<f64>,
    share_equal: Option<f64>,
    share_higher: Option<f64>,
    variance_cut: Option<f64>,
    verdict: &'static str,
    /// Runs of other and of base, where they are two samples and no pairs.
    #[serde(skip)]
    samples: Option<[u64; 2]>,
}

/// A difference between two scenarios whose runs are no pairs.
#[derive(Debug, Serialize)]
struct SampleRow<'a> {
    comparison: &'static str,
    other: &'a str,
    base: &'a str,
    district: &'a str,
    month: u32,
    measure: &'a str,
    n_other: u64,
    n_base: u64,
    unpaired_mean: Option<f64>,
    unpaired_low: Option<f64>,
    unpaired_high: Option<f64>,
    verdict: &'static str,
}

/// The differences as samples, where they are: a folder has pairs or samples, never both.
fn samples(effects: &[DifferenceRow]) -> Option<Vec<SampleRow<'_>>> {
    let rows = effects.iter().map(|e| Some(sample(e, e.samples?)));
    rows.collect::<Option<Vec<_>>>().filter(|rows| !rows.is_empty())
}

fn sample(e: &DifferenceRow, [n_other, n_base]: [u64; 2]) -> SampleRow<'_> {
    SampleRow {
        comparison: "unpaired",
        other: &e.other,
        base: &e.base,
        district: &e.district,
        month: e.month,
        measure: &e.measure,
        n_other,
        n_base,
        unpaired_mean: e.mean,
        unpaired_low: e.mean_low,
        unpaired_high: e.mean_high,
        verdict: e.verdict,
    }
}

/// Writes the differences, in pairs or as samples.
fn effects_told<S: serde::Serializer>(
    effects: &[DifferenceRow],
    to: S,
) -> std::result::Result<S::Ok, S::Error> {
    match samples(effects) {
        Some(rows) => rows.serialize(to),
        None => effects.serialize(to),
    }
}

/// The difference between two scenarios in the deep share in the last month, under one model of those that were drawn.
#[derive(Debug, Serialize)]
struct ModelRow {
    other: String,
    base: String,
    model: &'static str,
    n: u64,
    mean: Option<f64>,
    mean_low: Option<f64>,
    mean_high: Option<f64>,
    verdict: &'static str,
}

fn by_model([other, base]: &[String; 2], row: &FormRow) -> ModelRow {
    let d = &row.difference;
    ModelRow {
        other: other.clone(),
        base: base.clone(),
        model: row.model.word(),
        n: d.summary.n,
        mean: present(d.summary.mean),
        mean_low: present(d.mean_low),
        mean_high: present(d.mean_high),
        verdict: row.direction().words(),
    }
}

/// The names of each pair, with what hangs on the form of the model.
fn forms(dataset: &Dataset, design: &Design) -> Result<Vec<([String; 2], OverForms)>> {
    let ledger = Ledger::standard()?;
    let named = |pair: &(usize, usize)| {
        let name =
            |s: usize| Scenario { title: design.scenarios[s].name.clone(), ..design.scenarios[s].clone() };
        let [other, base] = [pair.0, pair.1].map(name);
        let found = forms::of_pair(dataset, *pair, [&other, &base], None, &ledger)?;
        Ok(([other.name, base.name], found))
    };
    design.pairs.iter().map(named).collect()
}

/// Missing stays missing.
fn present(x: f64) -> Option<f64> {
    x.is_finite().then_some(x)
}

fn months(design: &Design) -> Vec<u32> {
    told_months(design.scenarios.first().map_or(0, |s| s.run.months))
}

fn levels(design: &Design, series: &[Series]) -> Vec<LevelRow> {
    let months = months(design);
    let mut rows = Vec::new();
    for s in series {
        for &month in &months {
            if let Some(p) = s.at(month) {
                let (low, high) = p.mean_interval(range_of(&s.measure));
                rows.push(LevelRow {
                    scenario: s.scenario.clone(),
                    district: s.district.clone(),
                    month,
                    measure: s.measure.clone(),
                    n: p.n,
                    mean: present(p.mean),
                    mcse: present(p.mcse),
                    half_width: present(p.reach()),
                    mean_low: present(low),
                    mean_high: present(high),
                    q05: p.quantile(5).and_then(present),
                    q95: p.quantile(95).and_then(present),
                });
            }
        }
    }
    rows
}

fn effects(
    design: &Design,
    (series, differences): (&[Series], &[DifferenceSeries]),
    assumptions: Option<&Assumptions>,
) -> Vec<DifferenceRow> {
    let share = design.scenarios.first().map_or(0.0, |s| s.run.smallest_named());
    let months = months(design);
    let by_name: BTreeMap<(&str, &str, &str), &Series> =
        series.iter().map(|s| ((s.scenario.as_str(), s.district.as_str(), s.measure.as_str()), s)).collect();
    let find = |scenario: &str, d: &DifferenceSeries| {
        by_name.get(&(scenario, d.district.as_str(), d.measure.as_str())).copied()
    };
    let mut rows = Vec::new();
    let is_next = |measure: &str| NEXT.iter().any(|next| next.0 == measure);
    let told = told(design);
    let is_told = |measure: &str| {
        measure == COST
            || equity::is_gap(measure)
            || told.iter().any(|m| m.0 == measure) && !(is_next(measure) && design.measures.is_all())
    };
    for d in differences.iter().filter(|d| is_told(&d.measure)) {
        let base = d.base.as_deref().unwrap_or_default();
        let (Some(base), Some(other)) = (find(base, d), find(&d.scenario, d)) else { continue };
        let worth = worth_naming(&d.measure, share);
        for (k, month) in d.months.iter().enumerate().filter(|(_, month)| months.contains(month)) {
            let (Some(b), Some(o)) = (base.at(*month), other.at(*month)) else { continue };
            let asked = AskedDifference {
                scenarios: [&d.scenario, d.base.as_deref().unwrap_or_default()],
                district: Some(&d.district),
                measure: &d.measure,
                month: *month,
            };
            let assumed = assumptions.and_then(|found| found.over(asked, worth));
            let effect = PairedEffect { base: b, other: o, difference: d.points[k] };
            rows.push(row(d, *month, effect, (assumed, worth)));
        }
    }
    rows
}

fn row(
    d: &DifferenceSeries,
    month: u32,
    effect: PairedEffect,
    (assumed, worth): (Option<OverSets>, f64),
) -> DifferenceRow {
    let DifferenceSummary { summary, mean_low, mean_high, share_lower, share_equal, share_higher, samples } =
        effect.difference;
    DifferenceRow {
        other: d.scenario.clone(),
        base: d.base.clone().unwrap_or_default(),
        district: d.district.clone(),
        month,
        measure: d.measure.clone(),
        assumption_sets: assumed.map(|found| found.sets),
        assumed_low: assumed.and_then(|found| present(found.low)),
        assumed_high: assumed.and_then(|found| present(found.high)),
        n: summary.n,
        mean: present(summary.mean),
        mean_low: present(mean_low),
        mean_high: present(mean_high),
        reach: present((mean_high - summary.mean).max(summary.mean - mean_low)),
        share_lower: present(share_lower),
        share_equal: present(share_equal),
        share_higher: present(share_higher),
        variance_cut: present(effect.variance_cut()),
        verdict: effect.verdict(worth).words(),
        samples,
    }
}
