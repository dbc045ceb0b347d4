//! What the plans cost, in sentences for the page.

use super::words::quoted;
use crate::analysis::ratio::Ratio;
use crate::phrasing::dollars;
use crate::results::DistrictResults;
use crate::results::plan_cost::PlanCost;
use crate::scenario::Scenario;

/// A sentence for each scenario, and one for each comparison.
pub fn sentences(results: &DistrictResults<'_>, scenarios: &[Scenario]) -> Vec<String> {
    let level = |(s, found): (&Scenario, &crate::results::district_results::ScenarioResults<'_>)| {
        let cost = PlanCost::of(|column| found.ended(column));
        format!(
            "Under {}, the work takes {} by month {} on average. That is {} for each focal teacher who came to depth, and {} for \
             each student-year in classes of deep teachers.",
            quoted(&s.title),
            dollars(cost.cost().mean),
            s.run.months,
            told(&cost.per_teacher),
            told(&cost.per_student_year)
        )
    };
    let found = || {
        scenarios.iter().zip(&results.scenarios).filter(|(_, found)| !found.ended("total_cost").is_empty())
    };
    let differences = results.dataset.pairs.iter().filter_map(|&(other, base)| {
        let month = scenarios[base].run.months;
        let d = results.difference_at((other, base), "cost_so_far", month);
        let [other, base] = [other, base].map(|s| quoted(&scenarios[s].title));
        let more = if d.summary.mean < 0.0 { "less" } else { "more" };
        (!d.mean_low.is_nan()).then(|| {
            format!(
                "{other} takes {} {more} than {base} on average (difference {} to {}).",
                dollars(d.summary.mean.abs()),
                dollars(d.mean_low),
                dollars(d.mean_high)
            )
        })
    });
    found().map(level).chain(differences).collect()
}

/// A ratio with its interval.
fn told(ratio: &Ratio) -> String {
    match (ratio.value.is_nan(), ratio.low.is_nan()) {
        (true, _) => "nothing that can be told (nobody came to depth)".into(),
        (false, true) => format!("{} (too few runs for an interval)", dollars(ratio.value)),
        (false, false) => {
            format!("{} ({} to {})", dollars(ratio.value), dollars(ratio.low), dollars(ratio.high))
        }
    }
}
