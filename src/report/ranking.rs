//! Many scenarios on one page: what is asked of all of them, and one answer that ranks them, instead of a sentence about each.

use super::words::quoted;
use crate::analysis::compare::Direction;
use crate::analysis::over_sets::OverSets;
use crate::metrics::columns::worth_naming;
use crate::phrasing::{after, capital, count, listed, percent, points, points_between, thousands};
use crate::results::DistrictResults;
use crate::results::assumption_table::{AskedDifference, Assumptions};
use crate::scenario::Scenario;

/// Fewer scenarios have room for a sentence and a figure each.
pub const FEWEST: usize = 4;

/// The measure that scenarios are ranked by.
const RANKED_BY: &str = "deep_share";

/// Whether the page ranks its scenarios.
pub fn is_due(scenarios: &[Scenario]) -> bool {
    scenarios.len() >= FEWEST
}

/// The page's title: how many there are, and the base of the comparisons.
pub fn title(scenarios: &[Scenario], pairs: &[(usize, usize)]) -> String {
    let all = capital(&count(scenarios.len() as f64, "plan", "plans"));
    match pairs.first() {
        Some(&(_, base)) => format!(
            "{} against {}",
            capital(&count(pairs.len() as f64, "plan", "plans")),
            quoted(&scenarios[base].title)
        ),
        None => format!("{all} side by side"),
    }
}

/// What is asked of all.
pub fn question(scenarios: &[Scenario]) -> String {
    let all = count(scenarios.len() as f64, "plan", "plans");
    format!("Which of these {all} brings the most teachers to teach it deeply, and how sure is that?")
}

/// The answer: who ranks first and last, what the others change against the base by chance, and over sets of assumptions.
pub fn answer(
    scenarios: &[Scenario],
    results: &DistrictResults<'_>,
    assumptions: Option<&Assumptions>,
) -> Vec<String> {
    let month = results.dataset.manifest.months;
    let mut ranked: Vec<(&Scenario, f64)> = scenarios
        .iter()
        .zip(&results.scenarios)
        .map(|(s, found)| (s, found.level_at(RANKED_BY, month).mean))
        .filter(|(_, mean)| mean.is_finite())
        .collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (Some(most), Some(least)) = (ranked.first(), ranked.last()) else { return Vec::new() };
    let mut said = vec![format!(
        "{}, the share of teachers who teach it deeply is highest under {} ({} on average) and lowest under {} ({}).",
        capital(&after(month)),
        quoted(&most.0.title),
        percent(most.1),
        quoted(&least.0.title),
        percent(least.1)
    )];
    said.extend(against_base(scenarios, results, assumptions, month));
    said
}

/// Both doubts of all comparisons with the base in one sentence.
fn against_base(
    scenarios: &[Scenario],
    results: &DistrictResults<'_>,
    assumptions: Option<&Assumptions>,
    month: u32,
) -> Option<String> {
    let pairs = &results.dataset.pairs;
    let base = &scenarios[pairs.first()?.1];
    let worth = worth_naming(RANKED_BY, base.run.smallest_named());
    let mut ways: Vec<(Direction, &str)> = Vec::new();
    let (mut means, mut over) = (Vec::new(), Vec::new());
    let mut least_runs = u64::MAX;
    for &(other, base) in pairs {
        let d = results.difference_at((other, base), RANKED_BY, month);
        let [other, base] = [other, base].map(|k| &scenarios[k]);
        ways.push((Direction::worth_naming(&d, worth), &other.title));
        means.push(d.summary.mean);
        least_runs = least_runs.min(d.summary.n);
        let asked = AskedDifference {
            scenarios: [&other.name, &base.name].map(String::as_str),
            district: Some(&results.district.id),
            measure: RANKED_BY,
            month,
        };
        over.extend(assumptions.and_then(|found| found.over(asked, worth)));
    }
    let ends = |values: &[f64]| {
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)))
    };
    let (low, high) = ends(&means);
    if !low.is_finite() {
        return None;
    }
    let ways = in_words(&ways);
    let chance = points_between(low, high);
    let usual = match results.dataset.is_unpaired() {
        true => "futures of each, which are no pairs".to_owned(),
        false => format!("{} pairs of the same simulated district", thousands(least_runs)),
    };
    let base = quoted(&base.title);
    let Some(assumed) = (!over.is_empty()).then(|| over_assumptions(&over, worth)) else {
        return Some(format!(
            "Against {base}, {ways}, on average {chance} (95% intervals by the chance of {usual}). How far this hangs on what nobody has measured was not tried."
        ));
    };
    Some(format!(
        "Against {base}, {assumed}. With the usual values {ways}, on average {chance} (95% intervals by the chance of {usual})."
    ))
}

/// How far all of them hang on assumptions, and how many keep their direction.
fn over_assumptions(over: &[OverSets], worth: f64) -> String {
    let low = over.iter().map(|o| o.low).fold(f64::INFINITY, f64::min);
    let high = over.iter().map(|o| o.high).fold(f64::NEG_INFINITY, f64::max);
    let keeps = |o: &&OverSets| o.high <= -worth || o.low >= worth;
    let kept = over.iter().filter(keeps).count();
    let kept = match kept {
        all if all == over.len() => format!("each by {} or more in one direction", points(worth)),
        0 => format!("none by {} or more in one direction throughout", points(worth)),
        some => format!("{some} of {} by {} or more in one direction throughout", over.len(), points(worth)),
    };
    let sets = over.iter().map(|o| o.sets).min().unwrap_or(0);
    format!(
        "the others are {}, depending on what nobody has measured (nine in ten of {sets} plausible ways to fill that in), {kept}",
        points_between(low, high)
    )
}

/// "four are lower, and for one (“Full support, then none”) it cannot be told".
fn in_words(ways: &[(Direction, &str)]) -> String {
    let told = |way: Direction, one: &str, many: &str| {
        let titles: Vec<&str> = ways.iter().filter(|(own, _)| *own == way).map(|(_, title)| *title).collect();
        match titles.as_slice() {
            [] => None,
            [only] => Some(format!("{} {one}", quoted(only))),
            some if some.len() == ways.len() => {
                Some(format!("all {} {many}", count(some.len() as f64, "", "").trim()))
            }
            some => Some(format!("{} {many}", count(some.len() as f64, "", "").trim())),
        }
    };
    let parts = [
        told(Direction::Lower, "is lower", "are lower"),
        told(Direction::Higher, "is higher", "are higher"),
        told(Direction::Same, "is the same", "are the same"),
        told(Direction::TooSmall, "differs by too little to name", "differ by too little to name"),
        told(Direction::CannotTell, "cannot be told apart", "cannot be told apart"),
    ];
    listed(&parts.into_iter().flatten().collect::<Vec<String>>())
}
