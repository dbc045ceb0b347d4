//! The words above figures: what was found, and from what.

use super::figure_data::{Case, FigureData};
use crate::figures::Caption;

/// Letters that a title has room for in names of scenarios; the first name has room however long.
const NAMES_IN_TITLE: usize = 55;

/// A caption: the finding, then count, seed and district, then titles, so that long ones never push
/// anything out.
pub(super) fn caption(stock: &FigureData<'_>, title: String, cases: &[&Case<'_>]) -> Caption {
    let (n, seed, months) = stock
        .cases
        .first()
        .map_or((0, 0, 0), |c| (c.scenario.run.replications, c.scenario.run.seed, c.scenario.run.months));
    let futures = if n == 1 { "simulated future" } else { "simulated futures" };
    let mut titles: Vec<&str> = Vec::new();
    for case in cases {
        if !titles.contains(&case.scenario.title.as_str()) {
            titles.push(&case.scenario.title);
        }
    }
    let subtitle =
        format!("{n} {futures} of {months} months, seed {seed}; {}. {}", stock.place, titles.join(" · "));
    Caption { title, subtitle }
}

/// A caption about all cases.
pub(super) fn of_all(stock: &FigureData<'_>, title: String) -> Caption {
    caption(stock, title, &stock.cases.iter().collect::<Vec<_>>())
}

/// What a title says of each case, after its name; it has room for a few.
pub(super) fn of_each(stock: &FigureData<'_>, say: impl Fn(&Case<'_>) -> String) -> String {
    let mut letters = 0;
    let shown = stock.cases.iter().take_while(|case| {
        let first = letters == 0;
        letters += case.label.chars().count().max(1);
        first || letters <= NAMES_IN_TITLE
    });
    let said: Vec<String> = shown.map(|case| format!("{}: {}", case.label, say(case))).collect();
    let left = stock.cases.len() - said.len();
    let more = if left > 0 { format!("; {left} more below") } else { String::new() };
    format!("{}{more}", said.join("; "))
}

pub(super) use crate::phrasing::percent as per_cent;
