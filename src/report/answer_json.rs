//! The answer of a report as JSON, for a page that draws and words nothing itself: sentences as the report says them, numbers as
//! the tables hold them, missing ones as null.

use serde_json::{Map, Value, json};

use super::answer::{EndedRuns, answer, plain, told_as};
use super::evidence::{self, Assumption};
use super::forms::{not_varied, of_pair};
use super::in_short::{self, of_difference};
use super::page::question;
use super::words::told_apart;
use crate::analysis::summary::{DifferenceSummary, Summary};
use crate::diagnostic::{Diagnostic, Result};
use crate::figures::Titles;
use crate::metrics::{Ending, MEASURES};
use crate::parameters::Ledger;
use crate::parameters::effects::headline_effects;
use crate::phrasing::{capital, listed, lower, percent, thousands};
use crate::results::assumption_table::Assumptions;
use crate::results::district_results::{ScenarioResults, Wanted};
use crate::results::{Dataset, DistrictResults};
use crate::scenario::Scenario;

/// Measures by month: the four dimensions and the share that teaches deeply.
pub const SHOWN: [&str; 5] = ["spread", "depth", "deep_share", "ownership", "lasting"];
/// Shares of runs at each stage.
const STAGES: [&str; 6] =
    ["stage_share_0", "stage_share_1", "stage_share_2", "stage_share_3", "stage_share_4", "stage_share_5"];
/// Measures of single runs where they end.
const OF_RUNS: [&str; 2] = ["spread", "depth"];
/// Single runs of a scenario whose ends are told; `replications` says how many there are.
const ENDS: u32 = 300;
/// Assumptions that are told, the largest effects first.
const ASSUMPTIONS: usize = 12;

/// The answer about the only district of a folder.
///
/// # Errors
/// Several districts; tables that cannot be read; nothing that was simulated.
pub fn answer_json(dataset: &Dataset, ledger: &Ledger) -> Result<Value> {
    let [district] = dataset.manifest.districts.as_slice() else {
        let fault = format!("holds {} districts", dataset.manifest.districts.len());
        return Err(Diagnostic::usage(fault, "choose a scenario of one district"));
    };
    let wanted = Wanted {
        levels: SHOWN.into_iter().chain(STAGES).collect(),
        of_runs: OF_RUNS.into(),
        runs: dataset.manifest.replications.min(ENDS),
        ends: vec!["month_stage_4", "ending"],
    };
    let results = dataset.district_results(district, &wanted)?;
    if results.is_empty() {
        let fault = format!("no run of {} was simulated", district.name);
        return Err(Diagnostic::usage(
            fault,
            "it has no teachers whom the practice is for: choose other grades",
        ));
    }
    let scenarios = &told_apart(&dataset.scenarios);
    let assumptions = dataset.assumptions()?;
    let said = answer(scenarios, &results, assumptions.as_ref(), ledger);
    let claims = evidence::claims(scenarios, ledger);
    let short = in_short(scenarios, (&results, assumptions.as_ref()), ledger);
    let early = dataset.pairs.iter().filter(|pair| scenarios[pair.1].run.months > EARLY).map(|pair| {
        told_as(
            scenarios,
            (&results, assumptions.as_ref()),
            *pair,
            ("deep_share", EARLY),
            ledger,
            of_difference,
        )
    });
    let further: Vec<String> = short.further.into_iter().chain(early).collect();
    let claim = |k: &crate::claims::relevance::ShippedVerdict| json!({ "id": k.id, "verdict": k.told(), "sentence": k.words, "source": k.source });
    let told = scenarios.iter().zip(&results.scenarios);
    let titles = Titles::of(&results)?;
    Ok(json!({
        "replications": dataset.manifest.replications,
        "question": question(scenarios, &dataset.pairs),
        "headline": short.headline,
        "further": further,
        "whatToDo": in_short::next(&claims.rows),
        "scenarios": scenarios.iter().map(|s| json!({ "name": s.name, "title": s.title })).collect::<Vec<_>>(),
        "titles": { "path": titles.path(), "stages": titles.stages() },
        "timeline": timeline(&results, &titles),
        "differences": differences(&results, &titles),
        "path": told.clone().enumerate().map(|(k, (_, found))| path(k, found)).collect::<Vec<_>>(),
        "ends": told.clone().enumerate().map(|(k, (_, found))| ends(k, found)).collect::<Vec<_>>(),
        "stages": told.clone().enumerate().map(|(k, (_, found))| stages(k, found)).collect::<Vec<_>>(),
        "endings": told.enumerate().map(|(k, (_, found))| endings(k, found)).collect::<Vec<_>>(),
        "doubts": [
            { "title": "Chance", "text": short.chance, "more": said.sure },
            { "title": "Assumptions", "text": short.assumptions, "more": over_assumptions(&results, scenarios, ledger)? },
            { "title": "The model itself", "text": in_short::research(&claims.rows), "more": claims.words },
        ],
        "claims": claims.rows.iter().map(claim).collect::<Vec<_>>(),
        "assumptions": told_assumptions(scenarios, ledger),
    }))
}

/// The month at which support usually ends.
const EARLY: u32 = 36;

/// What the first screen says.
struct InShort {
    headline: String,
    /// The other comparisons, or scenarios, in the same words.
    further: Vec<String>,
    chance: String,
    assumptions: String,
}

fn in_short(
    scenarios: &[Scenario],
    (results, assumptions): (&DistrictResults<'_>, Option<&Assumptions>),
    ledger: &Ledger,
) -> InShort {
    let month = results.dataset.manifest.months;
    let level = |(s, found): (&Scenario, &ScenarioResults<'_>)| {
        let has_team = s.opening.rollout.strategy.rules().has_team();
        let reached = has_team.then(|| EndedRuns::of(found).reached);
        in_short::of_level(&s.title, &found.level_at("deep_share", month), reached, month)
    };
    let levels = scenarios.iter().zip(&results.scenarios).map(level);
    let Some((first, others)) = results.dataset.pairs.split_first() else {
        let mut levels = levels;
        let deep = results.scenarios.first().map(|found| found.level_at("deep_share", month));
        return InShort {
            headline: levels.next().unwrap_or_default(),
            further: levels.collect(),
            chance: deep.map_or_else(String::new, |deep| in_short::chance_of_level(&deep)),
            assumptions: in_short::assumptions(None, 0.0),
        };
    };
    let of = |pair: &(usize, usize)| {
        told_as(scenarios, (results, assumptions), *pair, ("deep_share", month), ledger, of_difference)
    };
    let (chance, assumed) =
        told_as(scenarios, (results, assumptions), *first, ("deep_share", month), ledger, |told| {
            (in_short::chance_of_difference(told), in_short::assumptions(told.assumed, told.worth))
        });
    InShort {
        headline: of(first),
        further: others.iter().map(of).chain(levels).collect(),
        chance,
        assumptions: assumed,
    }
}

/// A number, or null where it is missing.
fn number(x: f64) -> Value {
    serde_json::Number::from_f64(x).map_or(Value::Null, Value::Number)
}

fn column<S>(points: &[S], of: impl Fn(&S) -> f64) -> Vec<Value> {
    points.iter().map(|point| number(of(point))).collect()
}

/// Means and the range of 90% of runs, by measure.
fn timeline(results: &DistrictResults<'_>, titles: &Titles<'_>) -> Value {
    let quantile = |s: &Summary, at: u32| s.quantile(at).unwrap_or(f64::NAN);
    let of = |measure: &str, found: &ScenarioResults<'_>| {
        let points = found.level(measure);
        json!({
            "mean": column(points, |s| s.mean),
            "low": column(points, |s| quantile(s, 5)),
            "high": column(points, |s| quantile(s, 95)),
        })
    };
    let measures: Map<String, Value> = SHOWN
        .into_iter()
        .map(|name| {
            let (title, unit) = words_of(name);
            let scenarios: Vec<Value> = results.scenarios.iter().map(|found| of(name, found)).collect();
            (name.to_owned(), json!({ "title": title, "headline": titles.fans(name), "unit": unit, "scenarios": scenarios }))
        })
        .collect();
    json!({ "months": (0..=results.dataset.manifest.months).collect::<Vec<u32>>(), "measures": measures })
}

/// What a measure is in words that nobody needs to look up, and its unit.
fn words_of(measure: &str) -> (String, &'static str) {
    let title = match measure {
        "spread" => "Share of teachers who use it",
        "depth" => "How well its users teach it (0 mechanical, 1 principled)",
        "deep_share" => "Share of teachers who teach it deeply",
        "ownership" => "How far its users make it their own (0 to 1)",
        _ => "How lasting people think it is (0 to 1)",
    };
    let unit = MEASURES.iter().find(|m| m.name == measure).map_or("", |m| m.unit);
    (title.into(), unit)
}

/// Paired differences by measure: their means with 95% intervals, and the range of 90% of pairs.
fn differences(results: &DistrictResults<'_>, titles: &Titles<'_>) -> Vec<Value> {
    let place = |name: &str| results.scenarios.iter().position(|found| found.scenario.name == name);
    let quantile = |d: &DifferenceSummary, at: u32| d.summary.quantile(at).unwrap_or(f64::NAN);
    let of_a_measure = results.differences.iter().filter(|d| SHOWN.contains(&d.measure.as_str()));
    let row = |d: &crate::results::dataset::DifferenceSeries| {
        let pair = place(&d.scenario).zip(d.base.as_deref().and_then(place));
        let is_share = ["spread", "deep_share"].contains(&d.measure.as_str());
        let headline = pair.zip(d.points.last()).filter(|_| is_share);
        let headline = headline
            .and_then(|((other, base), last)| titles.difference(plain(&d.measure), [other, base], last));
        json!({
            "headline": headline,
            "scenario": place(&d.scenario),
            "base": d.base.as_deref().and_then(place),
            "measure": d.measure,
            "months": d.months,
            "mean": column(&d.points, |p| p.summary.mean),
            "low": column(&d.points, |p| p.mean_low),
            "high": column(&d.points, |p| p.mean_high),
            "p05": column(&d.points, |p| quantile(p, 5)),
            "p95": column(&d.points, |p| quantile(p, 95)),
        })
    };
    of_a_measure.map(row).collect()
}

fn path(scenario: usize, found: &ScenarioResults<'_>) -> Value {
    let mean = |measure: &str| column(found.level(measure), |s| s.mean);
    json!({ "scenario": scenario, "spread": mean("spread"), "depth": mean("depth") })
}

fn ends(scenario: usize, found: &ScenarioResults<'_>) -> Value {
    let last = |measure: &str| -> Vec<Value> {
        found.single_runs(measure).map(|run| number(run.last().copied().unwrap_or(f64::NAN))).collect()
    };
    json!({ "scenario": scenario, "spread": last("spread"), "depth": last("depth") })
}

/// The share of runs at each stage, month by month.
fn stages(scenario: usize, found: &ScenarioResults<'_>) -> Value {
    let levels = STAGES.map(|stage| found.level(stage));
    let months = levels.iter().map(|points| points.len()).max().unwrap_or(0);
    let at = |month: usize| -> Vec<Value> {
        levels.iter().map(|points| points.get(month).map_or(Value::Null, |s| number(s.mean))).collect()
    };
    json!({ "scenario": scenario, "share": (0..months).map(at).collect::<Vec<_>>() })
}

fn endings(scenario: usize, found: &ScenarioResults<'_>) -> Value {
    let codes = found.ended("ending");
    let count = |ending: Ending| codes.iter().filter(|code| **code == f64::from(ending as u8)).count();
    let counts: Vec<(&str, usize)> =
        Ending::ALL.iter().map(|ending| (ending.name(), count(*ending))).collect();
    let said: Vec<String> = counts
        .iter()
        .rev()
        .filter(|(_, n)| *n > 0)
        .map(|(name, n)| format!("{} {name}", percent(*n as f64 / codes.len().max(1) as f64)))
        .collect();
    let words = format!("Of {} futures: {}.", thousands(codes.len() as u64), listed(&said));
    let counts: Map<String, Value> =
        counts.into_iter().map(|(name, n)| (name.to_owned(), Value::from(n))).collect();
    json!({ "scenario": scenario, "counts": counts, "words": words })
}

/// How the answer hangs on what nobody has settled: on forms of the model where these were varied, or that they were not.
fn over_assumptions(
    results: &DistrictResults<'_>,
    scenarios: &[Scenario],
    ledger: &Ledger,
) -> Result<String> {
    let dataset = results.dataset;
    let mut said: Vec<String> = Vec::new();
    for &pair in &dataset.pairs {
        let both = [pair.0, pair.1].map(|s| &scenarios[s]);
        let words = of_pair(dataset, pair, both, Some(&results.district.id), ledger)?.words;
        if !words.is_empty() && !said.contains(&words) {
            said.push(words);
        }
    }
    if let (true, Some(first)) = (dataset.pairs.is_empty(), scenarios.first()) {
        said.push(not_varied(first, ledger)?);
    }
    if said.is_empty() {
        said.push(
            "Most assumptions of the model are unmeasured; each has a value and a plausible range.".into(),
        );
    }
    Ok(said.join(" "))
}

/// Where scenarios depart from the defaults, then the unmeasured assumptions that move the share of deep teachers most.
fn told_assumptions(scenarios: &[Scenario], ledger: &Ledger) -> Vec<Value> {
    let departs = |a: &Assumption| {
        let said: Vec<String> = a.said.iter().map(|(title, value)| format!("{value} in “{title}”")).collect();
        json!({
            "parameter": a.name, "title": capital(&lower(&a.meaning)), "grade": a.grade, "effect": Value::Null,
            "words": format!("{}; the default is {} ({}; plausible: {}).", capital(&listed(&said)), a.usual, a.unit, a.range),
        })
    };
    let mut moving: Vec<_> = ledger
        .entries()
        .iter()
        .filter_map(|e| Some((e, headline_effects(e.name)?)))
        .map(|(e, effects)| (e, effects.changes[2].0))
        .collect();
    moving.sort_by(|(a, x), (b, y)| y.abs().total_cmp(&x.abs()).then(a.position.cmp(&b.position)));
    let moves = |(e, change): &(&crate::parameters::LedgerEntry, f64)| {
        json!({
            "parameter": e.name, "title": e.meaning, "grade": e.grade.word(), "effect": change,
            "words": format!(
                "From one end of its plausible range to the other, the share of teachers who teach deeply after five years moves by {} in the \
                 default district.",
                crate::phrasing::signed_points(*change)
            ),
        })
    };
    let own = evidence::assumptions(scenarios, ledger);
    own.iter().map(departs).chain(moving.iter().take(ASSUMPTIONS).map(moves)).collect()
}
