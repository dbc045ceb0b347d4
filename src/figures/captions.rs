//! The words above figures: what was found, and from what.

use super::Caption;
use super::figure_data::{DrawnScenario, FigureData};
use crate::phrasing::{after, capital, duration, listed, thousands};

/// Letters that a title has room for in names of scenarios; two names have room however long.
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

/// What was found of each case when the runs end: "After three years, …: 17% (this scenario), 4% (that one)"; of more than a
/// title has room for, the lowest and the highest by `rank`.
pub fn at_the_end(
    data: &FigureData<'_>,
    what: &str,
    rank: impl Fn(&DrawnScenario<'_>) -> f64,
    say: impl Fn(&DrawnScenario<'_>) -> String,
) -> String {
    format!("{}, {what}: {}", capital(&after(data.months())), of_each(data, rank, say))
}

/// What a title says of each case, with its name behind it where there are several.
pub fn of_each(
    data: &FigureData<'_>,
    rank: impl Fn(&DrawnScenario<'_>) -> f64,
    say: impl Fn(&DrawnScenario<'_>) -> String,
) -> String {
    let cases = data.cases.as_slice();
    if let [only] = cases {
        return say(only);
    }
    let named = |case: &DrawnScenario<'_>| format!("{} ({})", say(case), case.label);
    let letters: usize = cases.iter().map(|case| case.label.chars().count()).sum();
    if letters <= NAMES_IN_TITLE || cases.len() == 2 {
        return cases.iter().map(named).collect::<Vec<_>>().join(", ");
    }
    let ranked = || cases.iter().filter(|case| rank(case).is_finite());
    let lowest = ranked().min_by(|a, b| rank(a).total_cmp(&rank(b)));
    let highest = ranked().max_by(|a, b| rank(a).total_cmp(&rank(b)));
    match (lowest, highest) {
        (Some(lowest), Some(highest)) if rank(lowest) < rank(highest) => {
            format!("from {} to {}", named(lowest), named(highest))
        }
        (Some(same), Some(_)) => format!("{} in all {}", say(same), cases.len()),
        _ => format!("nothing is known of any of {}", cases.len()),
    }
}
