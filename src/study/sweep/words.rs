//! A sweep for people, and as a tidy table.

use super::{SweptPoints, SweptValue};
use crate::metrics::columns::range_of;
use crate::phrasing::{after, capital, count, percent, thousands};
use crate::scenario::sweep_design::Coordinate;
use crate::study::brief::Brief;
use crate::study::text_table::table;

/// Most points told to people.
const MOST_TOLD: usize = 20;
/// Measures told to people, with the words of their columns.
const TOLD: [(&str, &str); 2] = [("spread", "use it"), ("deep_share", "teach it deeply")];

/// The measures that are told, with their words: the usual two as far as there are values of them, else the first two that there are.
fn told(swept: &SweptPoints) -> Vec<(&'static str, &'static str)> {
    let usual = TOLD.into_iter().filter(|(measure, _)| swept.values.iter().any(|v| v.measure == *measure));
    let mut told: Vec<_> = usual.collect();
    if told.is_empty() {
        for value in &swept.values {
            if told.len() < TOLD.len() && !told.iter().any(|(measure, _)| *measure == value.measure) {
                told.push((value.measure, value.measure));
            }
        }
    }
    told
}

/// A row for each point: its values, and two measures at the end of year 3 and in the last month.
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
    let columns: Vec<(u32, &str, &str)> = months
        .iter()
        .flat_map(|m| told(swept).into_iter().map(|(measure, words)| (*m, measure, words)))
        .collect();
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
    let is_usual = columns.iter().all(|(_, measure, _)| TOLD.iter().any(|usual| usual.0 == *measure));
    let what = if is_usual { "mean shares of focal teachers" } else { "means" };
    format!(
        "{rows}\n{more}{what} over up to {} runs of each point, in brackets the 95% Monte Carlo interval{against}; all points have the same \
         replications, and all figures hold only if the model's assumptions do\n",
        thousands(n)
    )
}

/// The points that stand at the ends, then the points in the last month.
pub fn brief(swept: &SweptPoints) -> String {
    let month = swept.values.iter().map(|v| v.month).max().unwrap_or(0);
    let told = told(swept);
    let of = |v: &&SweptValue| v.month == month && told.iter().any(|(measure, _)| *measure == v.measure);
    let mut points: Vec<(&str, &str, Vec<&SweptValue>)> = Vec::new();
    for value in swept.values.iter().filter(of) {
        match points.last_mut() {
            Some((scenario, district, own))
                if (*scenario, *district) == (&value.scenario, &value.district) =>
            {
                own.push(value);
            }
            _ => points.push((&value.scenario, &value.district, vec![value])),
        }
    }
    let several = points.iter().any(|point| point.1 != points[0].1);
    let place = |v: &SweptValue| {
        let point: Vec<String> = v.point.iter().map(|value| Coordinate::of(value).short()).collect();
        if several { format!("{}, {}", point.join(", "), v.district) } else { point.join(", ") }
    };
    let Some((measure, words)) = told.last().copied() else {
        return Brief::of("No measure was kept of the points.").text("nothing more");
    };
    let mut ends: Vec<&SweptValue> = swept
        .values
        .iter()
        .filter(|v| v.month == month && v.measure == measure && v.mean.is_finite())
        .collect();
    ends.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    let named = |v: &SweptValue| {
        let point = swept.factors.iter().zip(&v.point);
        point
            .map(|(name, value)| format!("{name} {}", Coordinate::of(value).short()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let number = |v: &SweptValue| match range_of(measure).1 == 1.0 {
        true => percent(v.mean),
        false => format!("{:.3}", v.mean),
    };
    let who = if measure == TOLD[1].0 { "teachers who teach it deeply".into() } else { words.to_owned() };
    let headline = match ends.as_slice() {
        [least, .., most] => format!(
            "{}, {who}: from {} (at {}) to {} (at {}), means over {} points.",
            capital(&after(month)),
            number(least),
            named(least),
            number(most),
            named(most),
            thousands(points.len() as u64)
        ),
        _ => format!("{} with a value {}.", count(ends.len() as f64, "point", "points"), after(month)),
    };
    let rows = points.iter().map(|(_, _, own)| {
        let cells = told.iter().map(|(measure, _)| {
            own.iter().find(|v| v.measure == *measure).map_or_else(|| "–".into(), |v| cell(v))
        });
        own.first().map(|v| place(v)).into_iter().chain(cells).collect()
    });
    let district = several.then(|| "district".to_owned());
    let names: Vec<String> = swept.factors.iter().cloned().chain(district).collect();
    let head: Vec<String> = [names.join(", ")]
        .into_iter()
        .chain(told.iter().map(|(_, words)| format!("{words}, month {month}")))
        .collect();
    let n = swept.values.iter().map(|v| v.n).max().unwrap_or(0);
    let against = if swept.values.iter().any(|v| v.difference.is_some()) {
        ", then the paired difference to the reference"
    } else {
        ""
    };
    Brief::of(headline)
        .table(head, 1, rows.collect())
        .words(format!(
            "means over up to {} runs of each point [95% Monte Carlo interval{against}]; the same replications at all points; all of it \
             holds only if the model's assumptions do",
            thousands(n)
        ))
        .text("earlier months; --format csv: every point, month and measure")
}

fn cell(value: &SweptValue) -> String {
    if range_of(value.measure).1 != 1.0 {
        let ([low, high], mean) = (value.interval, value.mean);
        let difference = value.difference.map_or_else(String::new, |d| format!(" ({:+.3})", d.mean));
        return format!("{mean:.3} [{low:.3} to {high:.3}]{difference}");
    }
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
