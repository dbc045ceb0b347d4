//! The summary of several districts for people: each counts once.

use comfy_table::Table;

use super::words::{error, number, pairs, signed};
use super::{COST, DifferenceRow, LevelRow, MEASURES, months, present, told};
use crate::analysis::mean_interval::ValueRange;
use crate::experiment::plan::Design;
use crate::metrics::columns::range_of;
use crate::phrasing::{dollars, thousands};
use crate::study::text_table::table;

/// The measures that are shown of districts: the usual ones, or of some that are kept alone all.
fn shown(design: &Design) -> Vec<(&'static str, &'static str)> {
    let is_usual = |measure: &str| MEASURES.iter().any(|usual| usual.0 == measure);
    told(design).into_iter().filter(|(measure, _)| !design.measures.is_all() || is_usual(measure)).collect()
}

/// Means over districts, with their error and the range of the districts; a cohort also one by one.
pub fn several(design: &Design, levels: &[LevelRow], effects: &[DifferenceRow]) -> String {
    let mut text = String::new();
    let districts = design.scenarios.first().map_or(0, |s| s.places.len());
    if design.is_cohort() {
        text += &format!("{}\n\n", by_district(design, levels));
    }
    text += &format!("{districts} districts, each counted once; by district in the table of summaries\n");
    let head =
        ["scenario", "measure", "month", "districts", "mean ± 95% error (lowest to highest)", "lowest tenth"];
    let mut rows = table(&head, 2);
    for s in &design.scenarios {
        for (measure, words) in shown(design).into_iter().chain(MORE) {
            let shown = if measure == COST { money } else { number };
            for month in months(design) {
                let chosen = levels
                    .iter()
                    .filter(|l| l.scenario == s.name && l.measure == measure && l.month == month);
                let over = Over::of(chosen.map(|l| (l.mean, l.half_width, l.n)), range_of(measure));
                rows.add_row(vec![
                    s.name.clone(),
                    words.into(),
                    month.to_string(),
                    over.n.to_string(),
                    over.words(shown),
                    lowest_tenth(levels, &s.name, measure, month)
                        .map_or_else(|| "–".into(), |x| shown(Some(x))),
                ]);
            }
        }
    }
    text += &format!(
        "{rows}\nlowest tenth: mean of the districts with the lowest mean deep share in that month\n"
    );
    if !effects.is_empty() {
        text += &format!("\n{}\n", differences(design, effects));
    }
    text
}

/// Tables in brief: the scenarios in the last month, and what differs.
pub fn in_brief(
    design: &Design,
    levels: &[LevelRow],
    effects: &[DifferenceRow],
    month: u32,
) -> Vec<(Vec<String>, Vec<Vec<String>>)> {
    let mut shown = shown(design);
    // The measures that the answer is about come first.
    shown.sort_by_key(|(measure, _)| !["deep_share", "spread"].contains(measure));
    shown.truncate(if design.scenarios.len() > 2 { 1 } else { 2 });
    let mut rows = [Vec::new(), Vec::new()];
    for (measure, words) in shown {
        let range @ (least, most) = range_of(measure);
        for s in &design.scenarios {
            let own =
                levels.iter().filter(|l| l.scenario == s.name && l.measure == measure && l.month == month);
            let over = Over::of(own.map(|l| (l.mean, l.half_width, l.n)), range);
            let lowest = lowest_tenth(levels, &s.name, measure, month);
            rows[0].push(vec![s.name.clone(), words.into(), over.words(number), number(lowest)]);
            let own: Vec<&DifferenceRow> = effects
                .iter()
                .filter(|e| e.other == s.name && e.measure == measure && e.month == month)
                .collect();
            if let Some(first) = own.first() {
                let over = Over::of(own.iter().map(|e| (e.mean, e.reach, e.n)), (least - most, most - least));
                rows[1].push(vec![format!("{} − {}", s.name, first.base), words.into(), over.words(signed)]);
            }
        }
    }
    let heads: [&[&str]; 2] = [
        &["month", "measure", "mean ± 95% error (lowest to highest)", "lowest tenth"],
        &["difference, month", "measure", "mean ± 95% error (lowest to highest)"],
    ];
    let named = |head: &[&str]| {
        let first = format!("{} {month}", head[0]);
        [first].into_iter().chain(head[1..].iter().map(|&name| name.to_owned())).collect()
    };
    heads.into_iter().map(named).zip(rows).collect()
}

/// Told of several districts beside the usual measures.
const MORE: [(&str, &str); 3] = [
    ("deep_share_gap", "deep share, gap by poverty"),
    ("deep_share_lowest", "deep share, lowest quarter of schools"),
    (COST, "cost so far"),
];

fn money(x: Option<f64>) -> String {
    x.map_or_else(|| "–".into(), dollars)
}

/// The mean of a measure over the tenth of the districts, rounded up, with the lowest mean deep share in that month; nothing below
/// two districts. Among equals those that stand first.
fn lowest_tenth(levels: &[LevelRow], scenario: &str, measure: &str, month: u32) -> Option<f64> {
    let of = |measure: &str| {
        let found =
            levels.iter().filter(|l| l.scenario == scenario && l.month == month && l.measure == measure);
        found.filter_map(|l| Some((l.district.as_str(), l.mean?))).collect::<Vec<_>>()
    };
    let mut deep = of("deep_share");
    if deep.len() < 2 {
        return None;
    }
    deep.sort_by(|a, b| a.1.total_cmp(&b.1));
    let lowest: Vec<&str> = deep.iter().take(deep.len().div_ceil(10)).map(|d| d.0).collect();
    let values: Vec<f64> = of(measure).into_iter().filter(|d| lowest.contains(&d.0)).map(|d| d.1).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

fn differences(design: &Design, effects: &[DifferenceRow]) -> Table {
    let unpaired = effects.iter().any(|e| e.samples.is_some());
    let difference = if unpaired { "unpaired difference" } else { "difference" };
    let mut header =
        vec![difference, "measure", "month", "districts", "mean ± 95% error (lowest to highest)"];
    header.extend((!unpaired).then_some("pairs lower / equal / higher"));
    let mut rows = table(&header, 2);
    for s in design.scenarios.iter().skip(1) {
        for (measure, words) in shown(design) {
            for month in months(design) {
                let chosen: Vec<&DifferenceRow> = effects
                    .iter()
                    .filter(|e| e.other == s.name && e.measure == measure && e.month == month)
                    .collect();
                let (least, most) = range_of(measure);
                let possible = (least - most, most - least);
                let over = Over::of(chosen.iter().map(|e| (e.mean, e.reach, e.n)), possible);
                let mut cells = vec![
                    format!("{} − {}", s.name, chosen.first().map_or("", |e| &e.base)),
                    words.into(),
                    month.to_string(),
                    over.n.to_string(),
                    over.words(signed),
                ];
                cells.extend((!unpaired).then(|| pairs(chosen.iter().copied())));
                rows.add_row(cells);
            }
        }
    }
    rows
}

/// A mean over districts.
struct Over {
    n: usize,
    mean: Option<f64>,
    /// Monte Carlo error of that mean: districts have their own luck, so that their errors add up in squares.
    error: Option<f64>,
    range: (f64, f64),
    /// Fewest runs of a district.
    fewest: u64,
    possible: ValueRange,
}

impl Over {
    /// Of means with half of their intervals and their runs; districts without a mean do not count.
    fn of(districts: impl Iterator<Item = (Option<f64>, Option<f64>, u64)>, possible: ValueRange) -> Over {
        let known: Vec<(f64, Option<f64>, u64)> =
            districts.filter_map(|(mean, half, n)| Some((mean?, half, n))).collect();
        let n = known.len();
        let sum: f64 = known.iter().map(|k| k.0).sum();
        let squares: Option<f64> = known.iter().map(|k| k.1.map(|half| half * half)).sum();
        let low = known.iter().map(|k| k.0).fold(f64::INFINITY, f64::min);
        let high = known.iter().map(|k| k.0).fold(f64::NEG_INFINITY, f64::max);
        Over {
            n,
            mean: (n > 0).then(|| sum / n as f64).and_then(present),
            error: squares.filter(|_| n > 0).map(|s| crate::numerics::sqrt(s) / n as f64),
            range: (low, high),
            fewest: known.iter().map(|k| k.2).min().unwrap_or(0),
            possible,
        }
    }

    fn words(&self, shown: fn(Option<f64>) -> String) -> String {
        if self.mean.is_none() {
            return "–".into();
        }
        let error = error(self.mean, self.error, self.fewest, self.possible);
        let (error, (low, high)) = (error.unwrap_or("(too few runs)".into()), self.range);
        format!("{} {error} ({} to {})", shown(self.mean), shown(Some(low)), shown(Some(high)))
    }
}

/// A cohort, district by district, in the last month.
fn by_district(design: &Design, levels: &[LevelRow]) -> Table {
    let month = months(design).last().copied().unwrap_or(0);
    let n = design.scenarios.first().map_or(0, |s| s.run.replications);
    let title = format!("month {month}, mean of {} runs ± 95% error", thousands(u64::from(n)));
    let mut header = vec!["district", "scenario"];
    let shown = shown(design);
    header.extend(shown.iter().map(|m| m.1));
    header[0] = &title;
    let mut rows = table(&header, 2);
    for place in design.scenarios.first().map_or(&[][..], |s| &s.places) {
        for s in &design.scenarios {
            let mut cells = vec![place.name(), s.name.clone()];
            cells.extend(shown.iter().map(|(measure, _)| {
                let same = |l: &&LevelRow| {
                    (l.scenario.as_str(), l.district.as_str()) == (&s.name, place.id())
                        && (l.measure == *measure && l.month == month)
                };
                let found = levels.iter().find(same);
                let (mean, half) = (found.and_then(|l| l.mean), found.and_then(|l| l.half_width));
                let error = error(mean, half, found.map_or(0, |l| l.n), range_of(measure));
                format!("{} {}", number(mean), error.unwrap_or("(too few runs)".into()))
            }));
            rows.add_row(cells);
        }
    }
    rows
}
