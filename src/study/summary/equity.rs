//! Whom the plans reach, for people: schools by poverty, which come first, and where the work reaches least.

use serde::Serialize;

use super::words::{error, number, signed};
use super::{DifferenceRow, LevelRow, months};
use crate::diagnostic::Result;
use crate::experiment::plan::Design;
use crate::metrics::columns::range_of;
use crate::results::Dataset;
use crate::results::school_groups::{HALF_COLUMNS, OUTCOMES, ReachedFirst, change_of_gap};
use crate::study::text_table::table;

/// The measures that are read for it.
pub fn measures() -> impl Iterator<Item = &'static str> {
    let groups = OUTCOMES.iter().flat_map(|o| [o.high, o.low, o.gap, o.lowest]);
    groups.chain(["gain_sd"])
}

/// Whether the difference of this measure is one of a gap.
pub fn is_gap(measure: &str) -> bool {
    OUTCOMES.iter().any(|o| o.gap == measure)
}

/// Which schools come first under a scenario.
#[derive(Debug, Serialize)]
pub struct FirstRow {
    scenario: String,
    district: String,
    #[serde(flatten)]
    first: ReachedFirst,
}

/// Of a folder with one district that holds its runs.
pub fn reached_first(dataset: &Dataset, design: &Design) -> Result<Vec<FirstRow>> {
    let [place] = design.scenarios.first().map_or(&[][..], |s| &s.places) else { return Ok(Vec::new()) };
    if !dataset.has_runs() {
        return Ok(Vec::new());
    }
    let found = dataset.run_columns(place.id(), &HALF_COLUMNS)?;
    let row = |s: &crate::scenario::Scenario| {
        let [high, low] = found.get(&s.name)?.as_slice() else { return None };
        let district = place.id().to_owned();
        Some(FirstRow { scenario: s.name.clone(), district, first: ReachedFirst::of(high, low) })
    };
    Ok(design.scenarios.iter().filter_map(row).collect())
}

/// Tables and sentences about the last month; nothing where no school's poverty is known and there are not two schools.
pub fn words(design: &Design, levels: &[LevelRow], effects: &[DifferenceRow], first: &[FirstRow]) -> String {
    let month = months(design).last().copied().unwrap_or(0);
    let find = |scenario: &str, measure: &str| {
        let found =
            levels.iter().find(|l| l.scenario == scenario && l.measure == measure && l.month == month);
        found.filter(|l| l.mean.is_some())
    };
    let mean = |scenario: &str, measure: &str| number(find(scenario, measure).and_then(|l| l.mean));
    let known = |measure: &str| design.scenarios.iter().any(|s| find(&s.name, measure).is_some());
    if !OUTCOMES.iter().any(|o| known(o.gap) || known(o.lowest)) {
        return String::new();
    }
    let title = format!("whom it reaches, month {month}");
    let head = [&title, "", "high-poverty", "low-poverty", "gap ± 95% error", "lowest quarter", "all"];
    let mut rows = table(&head, 2);
    for o in &OUTCOMES {
        for s in &design.scenarios {
            let gap = find(&s.name, o.gap).map_or_else(
                || "–".into(),
                |l| {
                    let error = error(l.mean, l.half_width, l.n, range_of(o.gap));
                    format!("{} {}", signed(l.mean), error.unwrap_or("(too few runs)".into()))
                },
            );
            let [high, low, lowest, all] = [o.high, o.low, o.lowest, o.all].map(|m| mean(&s.name, m));
            rows.add_row(vec![o.words.to_string(), s.name.clone(), high, low, gap, lowest, all]);
        }
    }
    let mut text = format!(
        "{rows}\nhigh-poverty: schools at or above the district's mean; gap: these minus the others; lowest quarter: of schools \
         by deep share in each run\n"
    );
    for row in first.iter().filter(|row| find(&row.scenario, "spread_gap").is_some()) {
        text += &format!("{}: {}\n", row.scenario, row.first.words());
    }
    let changes: Vec<&DifferenceRow> =
        effects.iter().filter(|e| is_gap(&e.measure) && e.month == month && e.mean.is_some()).collect();
    if !changes.is_empty() {
        let title = format!("gap, month {month}");
        let mut rows = table(&[&title, "", "from → to", "change [95% interval]", "the gap is"], 2);
        for e in changes {
            let gap = |scenario: &str| find(scenario, &e.measure).and_then(|l| l.mean);
            let (from, to) = (gap(&e.base), gap(&e.other));
            let words = OUTCOMES.iter().find(|o| o.gap == e.measure).map_or("", |o| o.words);
            let pair = if e.samples.is_some() { "unpaired, against" } else { "against" };
            rows.add_row(vec![
                words.into(),
                format!("{} {pair} {}", e.other, e.base),
                format!("{} → {}", signed(from), signed(to)),
                format!("{} [{}, {}]", signed(e.mean), signed(e.mean_low), signed(e.mean_high)),
                change_of_gap(e.verdict, from, to).into(),
            ]);
        }
        text += &format!("\n{rows}\n");
    }
    text
}
