//! The figure of leaders who leave and of the backing that follows.

use super::Drawn;
use super::data_table;
use super::figure_data::FigureData;
use super::words::{of_all, of_each};
use crate::figures::{LeaderChanges, leader_changes};

/// Single runs drawn.
const SINGLE: usize = 3;

/// When leaders leave, and what becomes of their backing.
pub(super) fn changes(stock: &FigureData<'_>) -> Drawn {
    let scenarios: Vec<LeaderChanges> = stock
        .cases
        .iter()
        .map(|case| {
            let runs = |measure| case.single_runs(measure).take(SINGLE).map(<[f64]>::to_vec).collect();
            let mut commitment = case.fan("visible_commitment");
            commitment.runs = runs("visible_commitment");
            LeaderChanges {
                label: case.label.clone(),
                exits: case.fan("leader_exits"),
                commitment,
                backing: case.fan("backing"),
                exits_of_runs: runs("leader_exits"),
                events: case.events.clone(),
            }
        })
        .collect();
    let found = of_each(stock, |case| {
        case.last("backing").map_or_else(|| "none".into(), |p| format!("{:.2}", p.quantiles[3]))
    });
    let title = format!("Backing by the district office at month {}, median – {found}", stock.months());
    let explained = "Leaders are the superintendent, the team lead, the program manager and principals of the \
                     district; most of them leave in summer. What an exit does is seen in single runs: the median \
                     over runs smooths it, because leaders leave in other months in every run.";
    let mut figure = leader_changes(&of_all(stock, title), &scenarios, explained)?;
    figure.table = data_table::levels(
        &stock.cases,
        &[
            ("leader_exits", "leaders who leave in the month"),
            ("visible_commitment", "commitment of the superintendent as seen in acts, 0 to 1"),
            ("backing", "backing by the district office, 0 to 1"),
        ],
    );
    Ok(figure)
}
