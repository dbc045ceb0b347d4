//! Figures of stages: the share of runs at each, and the time to reach them.

use super::Drawn;
use super::data_table::{self, months, said, share, whole};
use super::figure_data::{Case, FigureData};
use super::words::{of_all, of_each, per_cent};
use crate::analysis::proportion::Proportion;
use crate::analysis::time_to_event::Waiting;
use crate::figures::{DataTable, Ramp, Reaching, Stack, Stacked, StagePanel, stacked_areas, time_to_stage};

/// The stages in a few words.
pub(super) const STAGES: [&str; 6] = [
    "nobody tests it",
    "a team member uses it",
    "colleagues in pilot schools begin",
    "pilot schools at half, with some depth",
    "half of the schools, in policy",
    "districtwide norm",
];

/// Shares of runs at each stage over the months.
pub(super) fn shares(stock: &FigureData<'_>) -> Drawn {
    let at_four = of_each(stock, |case| {
        let last = |stage: u32| case.last(&format!("stage_share_{stage}")).map_or(f64::NAN, |p| p.mean);
        per_cent(last(4) + last(5))
    });
    let title = format!("Runs at stage 4 or 5 in month {} – {at_four}", stock.months());
    let name = if stock.by_size { "sizes-stage-shares" } else { "stage-shares" };
    let mut figure = stacked_areas(name, &of_all(stock, title), &stacked(stock))?;
    figure.table = shares_table(stock);
    Ok(figure)
}

/// The stages of every case, stacked.
pub(super) fn stacked(stock: &FigureData<'_>) -> Stacked {
    Stacked {
        measure: "Share of runs at each stage".into(),
        parts: STAGES.iter().enumerate().map(|(k, words)| (format!("stage {k}"), (*words).into())).collect(),
        ramp: Ramp::Steps,
        whole: true,
        note: "Each run is at one stage in each month; a district can fall back. Stages are defined in the glossary \
               by who uses it, how deeply, and what the district office has written down."
            .into(),
        panels: stock
            .cases
            .iter()
            .map(|case| Stack {
                label: case.label.clone(),
                parts: stage_shares(case),
                events: case.events.clone(),
            })
            .collect(),
    }
}

/// Shares at stages 0 to 5 by month: what is at none of 1 to 5 is at 0.
pub(super) fn stage_shares(case: &Case<'_>) -> Vec<Vec<f64>> {
    let above: Vec<Vec<f64>> = (1..=5).map(|stage| case.means(&format!("stage_share_{stage}"))).collect();
    let months = above.iter().map(Vec::len).min().unwrap_or(0);
    let rest = (0..months).map(|m| (1.0 - above.iter().map(|s| s[m]).sum::<f64>()).max(0.0)).collect();
    let mut all = vec![rest];
    all.extend(above);
    all
}

/// Shares at every stage, with the number of runs.
pub(super) fn shares_table(stock: &FigureData<'_>) -> DataTable {
    let mut rows = Vec::new();
    for case in &stock.cases {
        let shares = stage_shares(case);
        let n = |month: u32| case.level("stage_share_1").get(month as usize).map_or(0.0, |p| p.n as f64);
        for month in months(stock.months()) {
            let mut row = vec![said(&case.label), whole(f64::from(month)), whole(n(month))];
            row.extend(shares.iter().map(|s| share(s.get(month as usize).copied().unwrap_or(f64::NAN))));
            rows.push(row);
        }
    }
    let names =
        ["scenario", "month", "runs", "stage 0", "stage 1", "stage 2", "stage 3", "stage 4", "stage 5"];
    data_table::table(&names, rows)
}

/// How long it takes to each stage.
pub(super) fn times(stock: &FigureData<'_>) -> Drawn {
    let last = stock.months();
    let to_four = of_each(stock, |case| match waiting(case, 4).median() {
        Some(month) => month.to_string(),
        None => format!("more than {last}"),
    });
    let title = format!("Months until half of the runs have reached stage 4 – {to_four}");
    let name = if stock.by_size { "sizes-time-to-stage" } else { "time-to-stage" };
    let mut figure = time_to_stage(name, &of_all(stock, title), &panels(stock))?;
    figure.table = times_table(stock);
    Ok(figure)
}

/// A panel for each stage from 2 on.
pub(super) fn panels(stock: &FigureData<'_>) -> Vec<StagePanel> {
    let panel = |stage: u32| StagePanel {
        stage: format!("Stage {stage}: {} (share of runs there so far)", STAGES[stage as usize]),
        curves: stock.cases.iter().map(|case| reaching(case, stage)).collect(),
    };
    (2..=5).map(panel).collect()
}

/// When the runs of a case reach a stage.
pub(super) fn waiting(case: &Case<'_>, stage: u32) -> Waiting {
    Waiting::of(case.ended(&format!("month_stage_{stage}")), case.scenario.run.months)
}

fn reaching(case: &Case<'_>, stage: u32) -> Reaching {
    let waiting = waiting(case, stage);
    let interval = |seen: &u64| Proportion::new(*seen, waiting.runs()).interval();
    let of_months = |f: fn((f64, f64)) -> f64| waiting.seen().iter().map(|seen| f(interval(seen))).collect();
    Reaching {
        label: case.label.clone(),
        runs: waiting.runs(),
        share: (0..=case.scenario.run.months).map(|month| waiting.share(month)).collect(),
        low: of_months(|i| i.0),
        high: of_months(|i| i.1),
        median: waiting.median(),
    }
}

/// Shares that have reached each stage, with counts and intervals.
pub(super) fn times_table(stock: &FigureData<'_>) -> DataTable {
    let mut rows = Vec::new();
    for case in &stock.cases {
        for stage in 2..=5 {
            let waiting = waiting(case, stage);
            for month in months(stock.months()) {
                let seen = waiting.seen().get(month as usize).copied().unwrap_or(0);
                let (low, high) = Proportion::new(seen, waiting.runs()).interval();
                let median =
                    waiting.median().map_or_else(|| said("not by half of the runs"), |m| whole(f64::from(m)));
                rows.push(vec![
                    said(&case.label),
                    whole(f64::from(stage)),
                    whole(f64::from(month)),
                    whole(waiting.runs() as f64),
                    whole(seen as f64),
                    share(waiting.share(month)),
                    share(low),
                    share(high),
                    median,
                ]);
            }
        }
    }
    let names = [
        "scenario",
        "stage",
        "month",
        "runs",
        "runs there so far",
        "share",
        "share, from",
        "share, to",
        "month by which half are there",
    ];
    data_table::table(&names, rows)
}
