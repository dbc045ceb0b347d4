//! The words above figures: what was found, and from what.

use super::Caption;
use super::figure_data::{DrawnScenario, FigureData};
use crate::phrasing::{listed, thousands};

/// Letters that a title has room for in names of scenarios; the first name has room however long.
const NAMES_IN_TITLE: usize = 55;

/// A caption: the finding, then count, seed and district, then titles, so that long ones never push
/// anything out.
pub fn caption<'c, 's: 'c>(
    data: &FigureData<'_>,
    title: String,
    cases: impl IntoIterator<Item = &'c DrawnScenario<'s>>,
) -> Caption {
    let run = data.cases.first().map(|c| &c.scenario.run);
    let (n, seed, months) = run.map_or((0, 0, 0), |run| (run.replications, run.seed, run.months));
    let futures = if n == 1 { "simulated future" } else { "simulated futures" };
    let mut titles: Vec<&str> = Vec::new();
    for case in cases {
        if !titles.contains(&case.scenario.title.as_str()) {
            titles.push(&case.scenario.title);
        }
    }
    // Samples that are compared without pairs have a seed each.
    let mut seeds = vec![seed];
    seeds.extend(data.cases.iter().map(|c| c.scenario.run.seed).filter(|own| *own != seed));
    let seeds = match seeds.as_slice() {
        [seed] => format!("seed {seed}"),
        [..] => format!("unpaired, seeds {}", listed(&seeds.iter().map(u64::to_string).collect::<Vec<_>>())),
    };
    let subtitle = format!(
        "{} {futures} of {months} months under the model's assumptions, {seeds}; {}. {}",
        thousands(n.into()),
        data.place,
        titles.join(" · ")
    );
    Caption { title, subtitle }
}

/// A caption about all cases.
pub fn of_all(data: &FigureData<'_>, title: String) -> Caption {
    caption(data, title, &data.cases)
}

/// What a title says of each case, after its name; it has room for a few.
pub fn of_each(data: &FigureData<'_>, say: impl Fn(&DrawnScenario<'_>) -> String) -> String {
    let mut letters = 0;
    let shown = data.cases.iter().take_while(|case| {
        let first = letters == 0;
        letters += case.label.chars().count().max(1);
        first || letters <= NAMES_IN_TITLE
    });
    let said: Vec<String> = shown.map(|case| format!("{}: {}", case.label, say(case))).collect();
    let left = data.cases.len() - said.len();
    let more = if left > 0 { format!("; {left} more below") } else { String::new() };
    format!("{}{more}", said.join("; "))
}
