//! The figure of why teachers use it.

use super::Drawn;
use super::data_table;
use super::figure_data::{Case, FigureData};
use super::words::{of_all, of_each, per_cent};
use crate::figures::{Ramp, Stack, Stacked, stacked_areas};

/// Causes of use: measure, short name, meaning, and the same within a sentence.
const CAUSES: [(&str, &str, &str, &str); 5] = [
    ("users_pilot", "team", "came by the team", "brought by the team"),
    ("users_colleague", "colleagues", "came by colleagues", "brought by colleagues"),
    ("users_invitation", "invitation", "came by invitation", "by invitation"),
    ("users_expectation", "expectation", "came because it is expected", "because it is expected"),
    ("users_mandate", "mandate", "came by mandate", "by mandate"),
];

/// Users by what brought them.
pub(super) fn users(stock: &FigureData<'_>) -> Drawn {
    let most = of_each(stock, |case| {
        let mean = |measure: &str| case.last(measure).map_or(f64::NAN, |p| p.mean);
        let largest = CAUSES.iter().max_by(|a, b| mean(a.0).total_cmp(&mean(b.0)));
        let all: f64 = CAUSES.iter().map(|c| mean(c.0)).sum();
        match largest.filter(|c| mean(c.0) > 0.0) {
            Some(cause) => format!("{} use it, {} {}", per_cent(all), per_cent(mean(cause.0)), cause.3),
            None => "nobody uses it".into(),
        }
    });
    let stacked = Stacked {
        measure: "Users as a share of focal teachers, by what brought them; mean of the runs".into(),
        parts: CAUSES.iter().map(|(_, short, meaning, _)| ((*short).into(), (*meaning).into())).collect(),
        ramp: Ramp::Kinds,
        whole: false,
        note: "A user counts by what brought them to use it, whatever keeps them. Means hide how far runs differ; \
               their intervals are in the table."
            .into(),
        panels: stock.cases.iter().map(panel).collect(),
    };
    let title = format!("Share of focal teachers at month {}, on average – {most}", stock.months());
    let mut figure = stacked_areas("users-by-cause", &of_all(stock, title), &stacked)?;
    figure.table =
        data_table::levels(&stock.cases, &CAUSES.map(|(measure, _, meaning, _)| (measure, meaning)));
    Ok(figure)
}

fn panel(case: &Case<'_>) -> Stack {
    Stack {
        label: case.label.clone(),
        parts: CAUSES.iter().map(|(measure, ..)| case.means(measure)).collect(),
        events: case.events.clone(),
    }
}
