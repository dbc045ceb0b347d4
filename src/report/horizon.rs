//! The answer month by month, as the page holds it for readers who choose another month: read of what is stored, and
//! nothing is simulated.

use serde_json::{Value, json};

use crate::figures::scenario_color;
use crate::phrasing::{after, date};
use crate::results::DistrictResults;
use crate::scenario::Scenario;

/// Measures that are read: teachers who teach it deeply, and teachers who use it.
const READ: [&str; 2] = ["deep_share", "spread"];

/// The scenarios under the titles of the page with their colors; and for each month its name, what every scenario is at, and what
/// every comparison differs by: the mean, the ends of its 95% interval, and for scenarios the range of nine in ten runs.
pub fn horizon(scenarios: &[Scenario], results: &DistrictResults<'_>) -> String {
    let months = scenarios.first().map_or(0, |s| s.run.months);
    let titles: Vec<Value> = scenarios
        .iter()
        .enumerate()
        .map(|(place, s)| json!({ "title": s.title, "color": scenario_color(place) }))
        .collect();
    let levels: Vec<Value> = results
        .scenarios
        .iter()
        .map(|found| {
            let read = |measure: &str| {
                let at = |month| {
                    let point = found.level_at(measure, month);
                    let (low, high) = point.mean_interval((0.0, 1.0));
                    let end = |p| point.quantile(p).unwrap_or(f64::NAN);
                    [point.mean, low, high, end(5), end(95)].map(percent)
                };
                (0..=months).map(at).collect::<Vec<_>>()
            };
            json!(READ.map(read))
        })
        .collect();
    let pairs: Vec<Value> = results
        .dataset
        .pairs
        .iter()
        .map(|&pair| {
            let at = |month| {
                let found = results.difference_at(pair, READ[0], month);
                [found.summary.mean, found.mean_low, found.mean_high].map(percent)
            };
            json!({ "other": pair.0, "base": pair.1, "points": (0..=months).map(at).collect::<Vec<_>>() })
        })
        .collect();
    let named: Vec<String> = (0..=months)
        .map(|month| if month == 0 { after(0) } else { format!("{}, {}", after(month), date(month)) })
        .collect();
    json!({ "scenarios": titles, "months": named, "levels": levels, "pairs": pairs }).to_string()
}

/// Hundredths to a thousandth, so that what is rounded on the page is rounded once; nothing where there is no value.
fn percent(share: f64) -> Value {
    if share.is_finite() { json!((share * 100_000.0).round() / 1000.0) } else { Value::Null }
}
