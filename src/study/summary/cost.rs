//! What the plans take, for people: hours and money in all, and for each teacher and student reached.

use serde::Serialize;

use super::{DifferenceRow, months, present};
use crate::diagnostic::Result;
use crate::experiment::plan::Design;
use crate::phrasing::{dollars, whole};
use crate::results::Dataset;
use crate::results::plan_cost::{COST_COLUMNS, CostFigure, PlanCost};
use crate::study::text_table::table;

/// One number of what a scenario takes from the first day to the last month.
#[derive(Debug, Serialize)]
pub struct CostRow {
    pub scenario: String,
    pub district: String,
    /// What it is: hours by kind, cost, teachers, or cost for each of them.
    pub what: &'static str,
    pub n: u64,
    pub value: Option<f64>,
    /// Ends of the 95% interval: Student's of a mean, Fieller's of a ratio of means.
    pub low: Option<f64>,
    pub high: Option<f64>,
    #[serde(skip)]
    is_money: bool,
}

/// Of a folder with one district; none where only summaries are kept, which hold no runs.
pub fn rows(dataset: &Dataset, design: &Design) -> Result<Vec<CostRow>> {
    let mut rows = Vec::new();
    let [place] = design.scenarios.first().map_or(&[][..], |s| &s.places) else { return Ok(rows) };
    if !dataset.has_runs() {
        return Ok(rows);
    }
    let columns = dataset.run_columns(place.id(), &COST_COLUMNS)?;
    for s in &design.scenarios {
        let Some(columns) = columns.get(&s.name) else { continue };
        let cost = PlanCost::of(|name| {
            let place = COST_COLUMNS.iter().position(|column| *column == name);
            place.map_or(&[][..], |place| &columns[place])
        });
        let row = |f: CostFigure| CostRow {
            scenario: s.name.clone(),
            district: place.id().to_owned(),
            what: f.words,
            n: cost.runs(),
            value: present(f.value),
            low: present(f.interval.0),
            high: present(f.interval.1),
            is_money: f.is_money,
        };
        rows.extend(cost.figures().into_iter().map(row));
    }
    Ok(rows)
}

/// The table, and what each other scenario costs more or less than its base.
pub fn words(design: &Design, rows: &[CostRow], effects: &[DifferenceRow]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let month = months(design).last().copied().unwrap_or(0);
    let mut told =
        table(&[&format!("what it takes to month {month} (dollars of 2023)"), "", "mean [95% interval]"], 2);
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if !names.contains(&row.what) {
            names.push(row.what);
        }
    }
    for name in names {
        for row in rows.iter().filter(|row| row.what == name) {
            let shown = |x: f64| if row.is_money { dollars(x) } else { whole(x) };
            let interval = match (row.low, row.high) {
                (Some(low), Some(high)) => format!("[{}, {}]", shown(low), shown(high)),
                _ => "[–]".into(),
            };
            let value =
                row.value.map_or_else(|| "nobody was reached".into(), |x| format!("{} {interval}", shown(x)));
            told.add_row(vec![name.to_string(), row.scenario.clone(), value]);
        }
    }
    let mut text = format!("{told}\n");
    for e in effects.iter().filter(|e| e.measure == "cost_so_far" && e.month == month) {
        if let (Some(mean), Some(low), Some(high)) = (e.mean, e.mean_low, e.mean_high) {
            let unpaired = if e.samples.is_some() { ", unpaired" } else { "" };
            text += &format!(
                "{} costs {} {} than {} [{}, {}]{unpaired}\n",
                e.other,
                dollars(mean.abs()),
                if mean < 0.0 { "less" } else { "more" },
                e.base,
                dollars(low),
                dollars(high)
            );
        }
    }
    text + "prices are parameters of the group cost; cost for each is a ratio of means with Fieller's interval\n"
}
