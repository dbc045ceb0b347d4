//! A sweep for people, and as a tidy table.

use std::path::Path;

use super::{SweptPoints, SweptValue};
use crate::diagnostic::Result;
use crate::phrasing::{percent, thousands};
use crate::results::csv_rows::{CsvCell, CsvRows};
use crate::scenario::sweep_design::Coordinate;
use crate::study::text_table::table;

/// Most points told to people.
const MOST_TOLD: usize = 20;
/// Measures told to people, with the words of their columns.
const TOLD: [(&str, &str); 2] = [("spread", "use it"), ("deep_share", "teach it deeply")];

/// A row for each point: its values, and two shares of focal teachers at the end of year 3 and in the last month.
pub fn human(swept: &SweptPoints) -> String {
    let last = swept.values.iter().map(|v| v.month).max().unwrap_or(0);
    let mut months = vec![36, last];
    months.retain(|month| swept.values.iter().any(|v| v.month == *month));
    months.dedup();
    let several = swept.values.iter().any(|v| v.district != swept.values[0].district);
    let mut points: Vec<(&str, &str)> = Vec::new();
    for value in &swept.values {
        if points.last() != Some(&(&value.scenario, &value.district)) {
            points.push((&value.scenario, &value.district));
        }
    }
    let columns: Vec<(u32, &str, &str)> =
        months.iter().flat_map(|m| TOLD.map(|(measure, words)| (*m, measure, words))).collect();
    let headings: Vec<String> =
        columns.iter().map(|(month, _, words)| format!("{words}, month {month}")).collect();
    let district = several.then_some("district");
    let header: Vec<&str> = swept
        .factors
        .iter()
        .map(String::as_str)
        .chain(district)
        .chain(headings.iter().map(String::as_str))
        .collect();
    let texts = swept.factors.len() + usize::from(several);
    let mut rows = table(&header, texts.max(1));
    for (scenario, district) in points.iter().take(MOST_TOLD) {
        let of = |month: u32, measure: &str| {
            let is = |v: &&SweptValue| {
                v.scenario == *scenario && v.district == *district && v.month == month && v.measure == measure
            };
            swept.values.iter().find(is)
        };
        let Some(first) = swept.values.iter().find(|v| v.scenario == *scenario) else { continue };
        let mut cells: Vec<String> = first.point.iter().map(|value| Coordinate::of(value).short()).collect();
        cells.extend(several.then(|| (*district).to_string()));
        cells.extend(
            columns.iter().map(|(month, measure, _)| of(*month, measure).map_or_else(|| "–".into(), cell)),
        );
        rows.add_row(cells);
    }
    let n = swept.values.iter().map(|v| v.n).max().unwrap_or(0);
    let left = points.len().saturating_sub(MOST_TOLD);
    let more = if left > 0 {
        format!("{} more points: --format csv lists all\n", thousands(left as u64))
    } else {
        String::new()
    };
    let against = if swept.values.iter().any(|v| v.difference.is_some()) {
        "; then the paired difference to the reference"
    } else {
        ""
    };
    format!(
        "{rows}\n{more}mean shares of focal teachers over up to {} runs of each point, in brackets the 95% Monte Carlo interval{against}; all points have the same \
         replications, and all figures hold only if the model's assumptions do\n",
        thousands(n)
    )
}

fn cell(value: &SweptValue) -> String {
    let [low, high] = value.interval.map(|end| 100.0 * end);
    let level = match low.is_finite() {
        true => format!("{} [{low:.0} to {high:.0}]", percent(value.mean)),
        false => percent(value.mean),
    };
    match value.difference {
        Some(d) => format!("{level} ({:+.1} points)", 100.0 * d.mean),
        None => level,
    }
}

/// A column for each factor, a row for each point, district, measure and month.
pub fn csv(swept: &SweptPoints) -> Result<Vec<u8>> {
    let mut rows = CsvRows::new(Vec::new(), Path::new("sweep.csv"));
    let statistics = [
        "n",
        "mean",
        "mean_low",
        "mean_high",
        "sd",
        "q05",
        "q50",
        "q95",
        "difference",
        "difference_low",
        "difference_high",
    ];
    // The first column names the point, as in the other tables of the folder.
    let factor = |name: &String| if name == "scenario" { "varied_scenario".to_owned() } else { name.clone() };
    let factors: Vec<String> = swept.factors.iter().map(factor).collect();
    let names = ["scenario"]
        .into_iter()
        .chain(factors.iter().map(String::as_str))
        .chain(["district", "measure", "month"]);
    rows.write_names(names.chain(statistics))?;
    for v in &swept.values {
        let texts = [v.scenario.as_str()].into_iter().chain(v.point.iter().map(String::as_str));
        let texts = texts.chain([v.district.as_str(), v.measure]).map(|text| match text.parse::<f64>() {
            Ok(x) if v.point.iter().any(|p| p == text) => CsvCell::Number(x),
            _ => CsvCell::Text(text),
        });
        let [low, high] = v.difference.map_or([f64::NAN; 2], |d| d.interval);
        let numbers =
            [v.mean, v.interval[0], v.interval[1], v.sd, v.quantiles[0], v.quantiles[1], v.quantiles[2]];
        let difference = [v.difference.map_or(f64::NAN, |d| d.mean), low, high];
        let cells = texts.chain([CsvCell::Whole(v.month.into()), CsvCell::Whole(v.n)]);
        rows.write(cells.chain(numbers.into_iter().chain(difference).map(CsvCell::Number)))?;
    }
    rows.into_sink()
}
