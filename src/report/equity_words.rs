//! Whom the plans reach, in sentences for the page.

use super::words::quoted;
use crate::analysis::compare::Direction;
use crate::phrasing::{capital, percent, signed_points};
use crate::results::DistrictResults;
use crate::results::district_results::ScenarioResults;
use crate::results::school_groups::{HALF_COLUMNS, OUTCOMES, ReachedFirst, change_of_gap};
use crate::scenario::Scenario;

/// For each scenario the deep share in both kinds of schools and in the lowest quarter, and which schools come first; for each
/// comparison whether the gap is narrower or wider.
pub fn sentences(results: &DistrictResults<'_>, scenarios: &[Scenario]) -> Vec<String> {
    let mut told = Vec::new();
    for (s, found) in scenarios.iter().zip(&results.scenarios) {
        told.extend(level(s, found));
    }
    for &(other, base) in &results.dataset.pairs {
        let month = scenarios[base].run.months;
        for o in OUTCOMES.iter().filter(|o| ["spread", "deep_share"].contains(&o.all)) {
            let d = results.difference_at((other, base), o.gap, month);
            if d.summary.n == 0 {
                continue;
            }
            let gap = |k: usize| results.scenarios[k].level_at(o.gap, month).mean;
            let change = change_of_gap(Direction::of(&d).words(), Some(gap(base)), Some(gap(other)));
            let [other, base] = [other, base].map(|k| quoted(&scenarios[k].title));
            let reads = match change {
                "narrower" | "wider" => format!("it is {change}"),
                "the same" => "it is the same in all".into(),
                _ => "which way it moves cannot be told".into(),
            };
            told.push(format!(
                "Under {other} instead of {base}, the gap in {} at month {month} changes by {} points on average (95% interval {} \
                 to {}): {reads}.",
                o.words,
                signed_points(d.summary.mean),
                signed_points(d.mean_low),
                signed_points(d.mean_high)
            ));
        }
    }
    told
}

fn level(s: &Scenario, found: &ScenarioResults<'_>) -> Option<String> {
    let month = s.run.months;
    let at = |measure: &str| found.level_at(measure, month);
    let gap = at("deep_share_gap");
    if gap.n == 0 {
        return None;
    }
    let (low, high) = gap.mean_interval((-1.0, 1.0));
    let interval = match low.is_nan() {
        true => String::new(),
        false => format!(", {} to {}", signed_points(low), signed_points(high)),
    };
    let mean = |measure: &str| percent(at(measure).mean);
    let lowest = match at("deep_share_lowest").n {
        0 => String::new(),
        _ => format!(" In the lowest quarter of schools it is {}.", mean("deep_share_lowest")),
    };
    let [first_high, first_low] = HALF_COLUMNS.map(|column| found.ended(column));
    Some(format!(
        "Under {}, the mean deep share at month {month} is {} in high-poverty schools and {} in low-poverty schools (gap {} points{interval}); over \
         all schools it is {}.{lowest} {}.",
        quoted(&s.title),
        mean("deep_share_high_poverty"),
        mean("deep_share_low_poverty"),
        signed_points(gap.mean),
        mean("deep_share"),
        capital(&ReachedFirst::of(first_high, first_low).words())
    ))
}
