//! The words above figures: what was found, and from what.

use super::Caption;
use super::figure_data::{DrawnScenario, FigureData};
use crate::phrasing::{after, capital, duration, listed, thousands};

/// Letters that a title has room for in names of scenarios; the first name has room however long.
const NAMES_IN_TITLE: usize = 90;

/// A caption: the finding, then count, seed and district, then the titles that the picture does not name, so that long ones never
/// push anything out.
pub fn caption<'c, 's: 'c>(
    data: &FigureData<'_>,
    title: String,
    cases: impl IntoIterator<Item = &'c DrawnScenario<'s>>,
) -> Caption {
    let run = data.cases.first().map(|c| &c.scenario.run);
    let (n, seed, months) = run.map_or((0, 0, 0), |run| (run.replications, run.seed, run.months));
    let futures = if n == 1 { "simulated future" } else { "simulated futures" };
    let (mut titles, mut all): (Vec<&str>, Vec<&DrawnScenario<'_>>) = (Vec::new(), Vec::new());
    all.extend(cases);
    for case in &all {
        let title = case.scenario.title.as_str();
        if !titles.contains(&title) && (all.len() == 1 || case.label != title) {
            titles.push(title);
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
        "{} {futures} of {} under the model's assumptions, {seeds}; {}. {}",
        thousands(n.into()),
        duration(months),
        data.place,
        titles.join(" · ")
    );
    Caption { title, subtitle: subtitle.trim_end().to_owned() }
}

/// A caption about all cases.
pub fn of_all(data: &FigureData<'_>, title: String) -> Caption {
    caption(data, title, &data.cases)
}

/// What was found of each case when the runs end: "After three years, …: 17% (this scenario), 4% (that one)". A title has room
/// for a few; the first case has room however long its name.
pub fn at_the_end(data: &FigureData<'_>, what: &str, say: impl Fn(&DrawnScenario<'_>) -> String) -> String {
    format!("{}, {what}: {}", capital(&after(data.months())), of_each(data, say))
}

/// What a title says of each case, with its name behind it where there are several.
pub fn of_each(data: &FigureData<'_>, say: impl Fn(&DrawnScenario<'_>) -> String) -> String {
    if let [only] = data.cases.as_slice() {
        return say(only);
    }
    let mut letters = 0;
    let shown = data.cases.iter().take_while(|case| {
        let first = letters == 0;
        letters += case.label.chars().count().max(1);
        first || letters <= NAMES_IN_TITLE
    });
    let said: Vec<String> = shown.map(|case| format!("{} ({})", say(case), case.label)).collect();
    let left = data.cases.len() - said.len();
    let more = if left > 0 { format!("; {left} more below") } else { String::new() };
    format!("{}{more}", said.join(", "))
}
